/*
 * Keys: their names, and which action a key or a sequence of keys asks for.
 *
 * A name is the character itself, or <Space> <Enter> <Tab> <S-Tab> <Esc>
 * <Backspace> <Up> <Down> <Left> <Right> <Home> <End> <PgUp> <PgDn> <Insert>
 * <Delete> <F1> … <F12> <lt>, or <Letter> (any of a … z, in a binding), or <C-A> … <C-Z> <C-\> <C-]> <C-^> <C-_>; case
 * inside the brackets doesn't matter. A < that no letter follows is itself.
 */
#ifndef KANBAO_KEYMAP_H
#define KANBAO_KEYMAP_H

#include "kanbao/action.h"
#include "kanbao/str.h"
#include "kanbao/term.h"

/* --- names ------------------------------------------------------------------ */

/*
 * The key (as in struct kb_event) whose name stands at *off of valid UTF-8;
 * *off moves behind it. −1, and *off untouched, where there is no such name,
 * at the end, and on a blank or control. Needs *off <= s.n.
 */
int kb_key_parse(kb_str s, size_t *off);
/* Appends the name, so that kb_key_parse() gives the key again. */
void kb_key_name(int key, struct kb_buf *out);
/* Appends the key as people call it, in the language chosen: 空格, Enter, ^F, ↓. */
void kb_key_label(int key, struct kb_buf *out);
/* The same for a whole sequence, or for several separated by blanks ("j <Down>"). */
void kb_keys_label(kb_str keys, struct kb_buf *out);

/* --- map ---------------------------------------------------------------------- */

/* Longest sequence of keys. */
#define KB_KEYS_MAX 3

struct kb_binding {
	int keys[KB_KEYS_MAX];
	size_t n;
	enum kb_action action;
};

/* Zeroed is empty. */
struct kb_keymap {
	struct kb_binding *v;
	size_t n;
	size_t cap;
};

/* The default keys of action.def. */
void kb_keymap_init(struct kb_keymap *map);
void kb_keymap_release(struct kb_keymap *map);
/*
 * Binds the sequence to the action; of two actions of the same special group,
 * or of two general ones, the later wins. False where keys is no sequence.
 */
bool kb_keymap_bind(struct kb_keymap *map, kb_str keys, enum kb_action action);

/* Takes the sequence off all actions that it is bound to; false where there is none. */
bool kb_keymap_unbind(struct kb_keymap *map, kb_str keys);
/* The names of its keys, separated by blanks, appended. */
void kb_keymap_keys(const struct kb_keymap *map, enum kb_action action, struct kb_buf *out);
/*
 * A binding that stands in the way of this sequence, or this one in its way,
 * because one begins the other; NULL where none does.
 */
const struct kb_binding *kb_keymap_clash(const struct kb_keymap *map, kb_str keys,
                                         enum kb_action action);
/* KB_ACT_NONE where no action has that name. */
enum kb_action kb_action_named(kb_str name);

/* --- lookup ------------------------------------------------------------------- */

/* What has been typed of an unfinished command. Zeroed is the start. */
struct kb_keys {
	int pending[KB_KEYS_MAX];
	size_t n;
	int count;
	bool counted;
};

enum kb_keys_answer {
	KB_KEYS_NONE,   /* no such command; state is back at the start */
	KB_KEYS_MORE,   /* a count, or the start of a sequence */
	KB_KEYS_ACTION, /* *out is filled; state is back at the start */
};

struct kb_command {
	enum kb_action action;
	int count;    /* as typed, at most KB_COUNT_MAX; 1 where none was */
	bool counted; /* 12G is not G */
	char letter;  /* that stood for <Letter>; else 0 */
};
#define KB_COUNT_MAX 9999999

/*
 * One more key. `special` is the group that comes before the general ones
 * (KB_GROUP_CALENDAR), or KB_GROUP_NONE. <Esc> in an unfinished command drops
 * it and gives KB_KEYS_MORE. Never waits: a complete sequence counts at once.
 */
enum kb_keys_answer kb_keys_feed(struct kb_keys *state, const struct kb_keymap *map,
                                 enum kb_group special, int key, struct kb_command *out);
/* Appends what is unfinished, for the status line: "12", "'". */
void kb_keys_pending(const struct kb_keys *state, struct kb_buf *out);

#endif
