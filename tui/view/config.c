/* The options file: a line an option or a key; and the same lines by themselves. */
#include "kanbao/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/arena.h"
#include "kanbao/i18n.h"
#include "kanbao/text.h"

bool
kb_config_path(struct kb_buf *out)
{
	const char *xdg = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	/* XDG Base Directory: a relative path counts as unset */
	if (xdg && xdg[0] == '/') {
		kb_buf_printf(out, "%s/kanbao/kanbao.conf", xdg);
		return true;
	}
	if (home && home[0] == '/') {
		kb_buf_printf(out, "%s/.config/kanbao/kanbao.conf", home);
		return true;
	}
	return false;
}

/* Takes the first word off. */
static kb_str
word(kb_str *rest)
{
	kb_str s = kb_str_trim(*rest);
	size_t n = 0;
	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t') {
		n++;
	}
	*rest = kb_str_trim(kb_str_sub(s, n, s.n));
	return kb_str_sub(s, 0, n);
}

/* --- lines ------------------------------------------------------------------------ */

static enum kb_err
fail_key(struct kb_ctx *ctx, kb_str keys)
{
	return kb_fail(ctx, KB_E_CONFIG,
	               _("'%.*s' is no key, nor a sequence of three at most; like x, <C-F>, "
	                 "<PgDn>, gg"),
	               KB_ARG(keys));
}

static bool
is_sequence(kb_str keys)
{
	size_t n = 0;
	for (size_t off = 0; off < keys.n; n++) {
		if (kb_key_parse(keys, &off) < 0) {
			return false;
		}
	}
	return n > 0 && n <= KB_KEYS_MAX;
}

static enum kb_err
bind_line(struct kb_ctx *ctx, kb_str rest, struct kb_keymap *keymap)
{
	kb_str keys = word(&rest);
	kb_str name = word(&rest);
	enum kb_action action = kb_action_named(name);
	if (!is_sequence(keys)) {
		return fail_key(ctx, keys);
	}
	if (action == KB_ACT_NONE || rest.n) {
		return kb_fail(ctx, KB_E_CONFIG,
		               _("no action is called '%.*s'; 'kanbao help actions' lists them"),
		               KB_ARG(rest.n ? rest : name));
	}
	const struct kb_binding *other = kb_keymap_clash(keymap, keys, action);
	if (other) {
		struct kb_buf theirs = { 0 };
		for (size_t i = 0; i < other->n; i++) {
			kb_key_name(other->keys[i], &theirs);
		}
		enum kb_err err = kb_fail(
			ctx, KB_E_CONFIG,
			_("'%.*s' and '%s' (%s) begin alike, so one can't be typed; unbind '%s' "
		          "first"),
			KB_ARG(keys), theirs.p, kb_action_row(other->action)->name, theirs.p);
		kb_buf_release(&theirs);
		return err;
	}
	(void)kb_keymap_bind(keymap, keys, action);
	return KB_OK;
}

static enum kb_err
unbind_line(struct kb_ctx *ctx, kb_str rest, struct kb_keymap *keymap)
{
	kb_str keys = word(&rest);
	if (rest.n || !is_sequence(keys)) {
		return fail_key(ctx, rest.n ? rest : keys);
	}
	if (!kb_keymap_unbind(keymap, keys)) {
		return kb_fail(ctx, KB_E_CONFIG, _("nothing is bound to '%.*s'"), KB_ARG(keys));
	}
	return KB_OK;
}

/* name = value, with blanks around the sign or without. */
static enum kb_err
option_line(struct kb_ctx *ctx, kb_str line, struct kb_options *options)
{
	kb_str value = line;
	kb_str name;
	struct kb_buf assignment = { 0 };
	(void)kb_str_split(&value, '=', &name);
	kb_buf_add(&assignment, kb_str_trim(name));
	if (value.p) {
		kb_buf_byte(&assignment, '=');
		kb_buf_add(&assignment, kb_str_trim(value));
	}
	enum kb_err err = kb_option_set(options, ctx, kb_buf_str(&assignment));
	kb_buf_release(&assignment);
	return err;
}

enum kb_err
kb_config_line(struct kb_ctx *ctx, kb_str line, struct kb_options *options,
               struct kb_keymap *keymap)
{
	kb_str rest = kb_str_trim(line);
	kb_str first = word(&rest);
	if (!first.n || first.p[0] == '#') {
		return KB_OK;
	}
	if (kb_str_eq(first, KB_STR("bind"))) {
		return bind_line(ctx, rest, keymap);
	}
	if (kb_str_eq(first, KB_STR("unbind"))) {
		return unbind_line(ctx, rest, keymap);
	}
	return option_line(ctx, kb_str_trim(line), options);
}

/* --- the file ---------------------------------------------------------------------- */

/* A key that the file has bound, and where. */
struct bound {
	kb_str keys;
	enum kb_action action;
	size_t line;
};
struct reading {
	struct kb_arena arena;
	struct bound *v;
	size_t n;
	size_t cap;
};

/* A key that two lines bind is bound wrongly by one of them. */
static enum kb_err
once(struct reading *r, struct kb_ctx *ctx, kb_str line, size_t number)
{
	kb_str rest = kb_str_trim(line);
	if (!kb_str_eq(word(&rest), KB_STR("bind"))) {
		return KB_OK;
	}
	kb_str keys = word(&rest);
	enum kb_action action = kb_action_named(word(&rest));
	for (size_t i = 0; i < r->n && action != KB_ACT_NONE; i++) {
		enum kb_group a = kb_action_row(r->v[i].action)->group;
		enum kb_group b = kb_action_row(action)->group;
		bool apart = a != b && (a >= KB_GROUP_SPECIAL || b >= KB_GROUP_SPECIAL);
		if (!apart && kb_str_eq(keys, r->v[i].keys)) {
			return kb_fail(
				ctx, KB_E_CONFIG, _("'%.*s' is bound to '%s' by line %zu already"),
				KB_ARG(keys), kb_action_row(r->v[i].action)->name, r->v[i].line);
		}
	}
	r->v = kb_arena_grow(&r->arena, r->v, r->n, &r->cap, sizeof(*r->v));
	r->v[r->n++] = (struct bound){ keys, action, number };
	return KB_OK;
}

static enum kb_err
read_text(struct kb_ctx *ctx, const char *path, struct kb_buf *out)
{
	char part[4096];
	FILE *f = fopen(path, "re");
	if (!f) {
		/* after su or setpriv HOME may be somebody else's: as if there were none */
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES
		               ? KB_OK
		               : kb_fail(ctx, KB_E_CONFIG, _("cannot read '%s': %s"), path,
		                         strerror(errno));
	}
	for (size_t n; out->n <= KB_CONFIG_MAX && (n = fread(part, 1, sizeof(part), f)) > 0;) {
		kb_buf_add(out, (kb_str){ part, n });
	}
	bool failed = ferror(f) != 0;
	(void)fclose(f);
	if (failed || out->n > KB_CONFIG_MAX) {
		return kb_fail(ctx, KB_E_CONFIG,
		               failed ? _("cannot read '%s'") : _("'%s' is too long to be options"),
		               path);
	}
	return KB_OK;
}

enum kb_err
kb_config_read(struct kb_ctx *ctx, const char *path, struct kb_options *options,
               struct kb_keymap *keymap)
{
	struct kb_buf text = { 0 };
	struct reading r = { 0 };
	enum kb_err err = read_text(ctx, path, &text);
	kb_str rest = kb_buf_str(&text);
	kb_str line;
	for (size_t number = 1; !err && kb_str_split(&rest, '\n', &line); number++) {
		err = kb_utf8_valid(line) ? once(&r, ctx, line, number)
		                          : kb_fail(ctx, KB_E_CONFIG, _("this is not UTF-8"));
		err = err ? err : kb_config_line(ctx, line, options, keymap);
		if (err) {
			struct kb_buf where = { 0 };
			kb_buf_printf(&where, "%s:%zu", path, number);
			(void)kb_fail_at(ctx, where.p);
			kb_buf_release(&where);
		}
	}
	kb_arena_release(&r.arena);
	kb_buf_release(&text);
	return err;
}
