/* The keymap: bindings from action.def, counts and sequences. */
#include "kanbao/keymap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/mem.h"

static const struct kb_action_row actions[] = {
#define X(id, name, group, help, keys, function, argument, reach) \
	{ name, group, help, keys, reach },
#include "kanbao/action.def"
#undef X
};
static_assert(sizeof(actions) / sizeof(actions[0]) == KB_ACT_COUNT, "a row an action");

static const char *const group_titles[] = {
	[KB_GROUP_MOVE] = N_("Moving in the text"),
	[KB_GROUP_GO] = N_("Articles, pages, issues"),
	[KB_GROUP_FIND] = N_("Finding"),
	[KB_GROUP_MARK] = N_("Marks and places"),
	[KB_GROUP_TAKE] = N_("Taking text away"),
	[KB_GROUP_VIEW] = N_("Screens"),
	[KB_GROUP_CALENDAR] = N_("In the calendar"),
	[KB_GROUP_SEARCH] = N_("In what a search found"),
};
static_assert(sizeof(group_titles) / sizeof(group_titles[0]) == KB_GROUP_COUNT, "a title a group");

const struct kb_action_row *
kb_action_row(enum kb_action action)
{
	assert((unsigned)action < KB_ACT_COUNT);
	return &actions[action];
}

const char *
kb_group_title(enum kb_group group)
{
	assert((unsigned)group < KB_GROUP_COUNT);
	return group_titles[group];
}

void
kb_keymap_init(struct kb_keymap *map)
{
	*map = (struct kb_keymap){ 0 };
	for (int i = 0; i < KB_ACT_COUNT; i++) {
		kb_str rest = kb_str_of(actions[i].keys);
		kb_str keys;
		while (kb_str_split(&rest, ' ', &keys)) {
			if (keys.n) {
				bool ok = kb_keymap_bind(map, keys, (enum kb_action)i);
				assert(ok);
				(void)ok;
			}
		}
	}
}

void
kb_keymap_release(struct kb_keymap *map)
{
	if (map) {
		free(map->v);
		*map = (struct kb_keymap){ 0 };
	}
}

/* Two actions whose keys can be in each other's way. */
static bool
same_scope(enum kb_action a, enum kb_action b)
{
	enum kb_group ga = actions[a].group;
	enum kb_group gb = actions[b].group;
	return ga == gb || (ga < KB_GROUP_SPECIAL && gb < KB_GROUP_SPECIAL);
}

/* A sequence of keys; false where the text is none. */
static bool
parse_keys(kb_str keys, struct kb_binding *b)
{
	b->n = 0;
	for (size_t off = 0; off < keys.n; b->n++) {
		if (b->n == KB_KEYS_MAX || (b->keys[b->n] = kb_key_parse(keys, &off)) < 0) {
			return false;
		}
	}
	return b->n > 0;
}

static bool
same_keys(const struct kb_binding *a, const struct kb_binding *b)
{
	return a->n == b->n && memcmp(a->keys, b->keys, a->n * sizeof(a->keys[0])) == 0;
}

bool
kb_keymap_bind(struct kb_keymap *map, kb_str keys, enum kb_action action)
{
	struct kb_binding b = { .action = action };
	if (!parse_keys(keys, &b)) {
		return false;
	}
	for (size_t i = 0; i < map->n; i++) {
		struct kb_binding *old = &map->v[i];
		if (same_scope(old->action, action) && same_keys(old, &b)) {
			*old = b;
			return true;
		}
	}
	map->v = kb_grow(map->v, map->n, &map->cap, sizeof(*map->v));
	map->v[map->n++] = b;
	return true;
}

bool
kb_keymap_unbind(struct kb_keymap *map, kb_str keys)
{
	struct kb_binding b = { 0 };
	size_t kept = 0;
	if (!parse_keys(keys, &b)) {
		return false;
	}
	for (size_t i = 0; i < map->n; i++) {
		if (!same_keys(&map->v[i], &b)) {
			map->v[kept++] = map->v[i];
		}
	}
	bool found = kept < map->n;
	map->n = kept;
	return found;
}

void
kb_keymap_keys(const struct kb_keymap *map, enum kb_action action, struct kb_buf *out)
{
	bool any = false;
	for (size_t i = 0; i < map->n; i++) {
		if (map->v[i].action != action) {
			continue;
		}
		kb_buf_add(out, any ? KB_STR(" ") : KB_STR(""));
		for (size_t k = 0; k < map->v[i].n; k++) {
			kb_key_name(map->v[i].keys[k], out);
		}
		any = true;
	}
}

const struct kb_binding *
kb_keymap_clash(const struct kb_keymap *map, kb_str keys, enum kb_action action)
{
	struct kb_binding b = { .action = action };
	if (!parse_keys(keys, &b)) {
		return NULL;
	}
	for (size_t i = 0; i < map->n; i++) {
		const struct kb_binding *old = &map->v[i];
		size_t n = old->n < b.n ? old->n : b.n;
		if (old->n != b.n && same_scope(old->action, action) &&
		    memcmp(old->keys, b.keys, n * sizeof(b.keys[0])) == 0) {
			return old;
		}
	}
	return NULL;
}

enum kb_action
kb_action_named(kb_str name)
{
	int i = 0;
	while (i < KB_ACT_COUNT && !kb_str_eq(name, kb_str_of(actions[i].name))) {
		i++;
	}
	return (enum kb_action)i;
}

static bool
is_letter(int key)
{
	return key >= 'a' && key <= 'z';
}

enum match { MATCH_NONE, MATCH_LETTER, MATCH_EXACT };

/* The keys typed against the first ones of a binding. */
static enum match
match(const struct kb_binding *b, const struct kb_keys *state)
{
	enum match found = MATCH_EXACT;
	for (size_t i = 0; i < state->n; i++) {
		if (i < b->n && b->keys[i] == KB_KEY_LETTER && is_letter(state->pending[i])) {
			found = MATCH_LETTER;
		} else if (i >= b->n || b->keys[i] != state->pending[i]) {
			return MATCH_NONE;
		}
	}
	return found;
}

/*
 * The action of the keys typed, as far as `special` goes; *more where they
 * begin a longer one. A letter that is bound itself comes before <Letter>.
 */
static enum kb_action
find(const struct kb_keymap *map, const struct kb_keys *state, bool special, enum kb_group group,
     bool *more)
{
	enum kb_action found = KB_ACT_NONE;
	enum match best = MATCH_NONE;
	*more = false;
	for (size_t i = 0; i < map->n; i++) {
		const struct kb_binding *b = &map->v[i];
		enum kb_group g = actions[b->action].group;
		bool scope = special ? g == group : g < KB_GROUP_SPECIAL;
		enum match m = scope ? match(b, state) : MATCH_NONE;
		if (m != MATCH_NONE && b->n > state->n) {
			*more = true;
		} else if (m > best) {
			best = m;
			found = b->action;
		}
	}
	return found;
}

static bool
count_digit(struct kb_keys *state, int key)
{
	if (key < '0' || key > '9' || state->n || (key == '0' && !state->counted)) {
		return false;
	}
	int count = state->counted ? state->count * 10 + (key - '0') : key - '0';
	state->count = count < KB_COUNT_MAX ? count : KB_COUNT_MAX;
	state->counted = true;
	return true;
}

enum kb_keys_answer
kb_keys_feed(struct kb_keys *state, const struct kb_keymap *map, enum kb_group special, int key,
             struct kb_command *out)
{
	if (key == 27 && (state->n || state->counted)) {
		*state = (struct kb_keys){ 0 };
		return KB_KEYS_MORE;
	}
	if (count_digit(state, key)) {
		return KB_KEYS_MORE;
	}
	assert(state->n < KB_KEYS_MAX);
	state->pending[state->n++] = key;
	bool general_more;
	bool special_more = false;
	enum kb_action general = find(map, state, false, KB_GROUP_NONE, &general_more);
	enum kb_action own = KB_ACT_NONE;
	if (special < KB_GROUP_COUNT) {
		own = find(map, state, true, special, &special_more);
	}
	enum kb_action action = own != KB_ACT_NONE || special_more ? own : general;
	if (action == KB_ACT_NONE && (special_more || general_more)) {
		return KB_KEYS_MORE;
	}
	struct kb_command command = { action, state->counted ? state->count : 1, state->counted,
		                      state->n > 1 && is_letter(key) ? (char)key : '\0' };
	*state = (struct kb_keys){ 0 };
	if (action == KB_ACT_NONE) {
		return KB_KEYS_NONE;
	}
	*out = command;
	return KB_KEYS_ACTION;
}

void
kb_keys_pending(const struct kb_keys *state, struct kb_buf *out)
{
	if (state->counted) {
		kb_buf_printf(out, "%d", state->count);
	}
	for (size_t i = 0; i < state->n; i++) {
		kb_key_label(state->pending[i], out);
	}
}
