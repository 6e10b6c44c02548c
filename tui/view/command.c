/* The command line of the reader (:): options, keys, and any action by its name. */
#include <string.h>

#include "app_int.h"
#include "kanbao/config.h"

/* Completions that Tab walks through. */
#define CHOICES_MAX 512

static const char *const verbs[] = { "set", "bind", "unbind" };

/* --- doing ------------------------------------------------------------------------ */

/* Takes the new options over, as far as they may change now. */
static enum kb_err
take_over(struct kb_app *app, const struct kb_options *now)
{
	struct kb_options *was = &app->options;
	if (was->value[KB_OPT_RESTRICTED] && !now->value[KB_OPT_RESTRICTED]) {
		return kb_fail(app->ctx, KB_E_NOTHING, _("'restricted' stays on"));
	}
	bool spoken = was->value[KB_OPT_LANGUAGE] == now->value[KB_OPT_LANGUAGE];
	*was = *now;
	if (!spoken && app->speak) {
		app->speak(app->speaker, was);
	}
	app_apply(app);
	return KB_OK;
}

/* What is not as it is without being set. */
static void
say_changed(const struct kb_app *app, struct kb_buf *out)
{
	struct kb_options plain;
	kb_options_init(&plain);
	for (int i = 0; i < KB_OPT_COUNT; i++) {
		if (app->options.value[i] != plain.value[i]) {
			kb_buf_add(out, out->n ? KB_STR("  ") : KB_STR(""));
			kb_option_say(&app->options, (enum kb_option_id)i, out);
		}
	}
	if (!out->n) {
		kb_buf_add(out, kb_str_of(_("all options are as they are without being set")));
	}
}

/* theme=night (none|paper|night|contrast) */
static void
say_value(const struct kb_app *app, enum kb_option_id id, struct kb_buf *out)
{
	const struct kb_option *row = kb_option_row(id);
	kb_option_say(&app->options, id, out);
	if (row->type == KB_TYPE_INT) {
		kb_buf_printf(out, "  (%ld-%ld)", row->min, row->max);
	} else {
		kb_buf_printf(out, "  (%s)", row->type == KB_TYPE_BOOL ? "yes|no" : row->unit);
	}
}

/* "set" alone, "set NAME?", and "set NAME" where that would set nothing: tells, and is done. */
static bool
tell_options(struct kb_app *app, kb_str rest)
{
	struct kb_buf text = { 0 };
	bool asked = kb_str_ends(rest, KB_STR("?"));
	kb_str name = kb_str_trim(kb_str_sub(rest, 0, rest.n - asked));
	enum kb_option_id id = kb_option_named(name);
	bool tells = id < KB_OPT_COUNT && (asked || kb_option_row(id)->type != KB_TYPE_BOOL);
	if (tells) {
		say_value(app, id, &text);
	} else if (!rest.n) {
		say_changed(app, &text);
	}
	if (text.n) {
		app->asking = false;
		kb_app_say(app, text.p);
	}
	kb_buf_release(&text);
	return tells || !rest.n;
}

/* The action of that name, as far as this reader has it. */
static enum kb_action
named(const struct kb_app *app, kb_str name)
{
	enum kb_action action = kb_action_named(name);
	return action != KB_ACT_NONE && app_may(app, action) ? action : KB_ACT_NONE;
}

/* "5 line-down", "line-down 5", "set-mark a". */
static enum kb_err
act_by_name(struct kb_app *app, kb_str line)
{
	struct kb_command c = { .action = KB_ACT_NONE, .count = 1 };
	kb_str one;
	while (kb_str_split(&line, ' ', &one)) {
		long n = 0;
		size_t digits = 0;
		while (digits < one.n && one.p[digits] >= '0' && one.p[digits] <= '9' &&
		       n < KB_COUNT_MAX) {
			n = n * 10 + (one.p[digits++] - '0');
		}
		if (one.n && digits == one.n) {
			c.count = (int)(n < KB_COUNT_MAX ? n : KB_COUNT_MAX);
			c.counted = true;
		} else if (c.action == KB_ACT_NONE && named(app, one) != KB_ACT_NONE) {
			c.action = named(app, one);
		} else if (one.n == 1 && c.action != KB_ACT_NONE && one.p[0] >= 'a' &&
		           one.p[0] <= 'z') {
			c.letter = one.p[0];
		} else if (one.n) {
			return kb_fail(app->ctx, KB_E_USAGE,
			               _("no command is called '%.*s'; Tab offers those there are"),
			               KB_ARG(one));
		}
	}
	bool lettered = c.action == KB_ACT_SET_MARK || c.action == KB_ACT_GO_MARK;
	if (c.action == KB_ACT_NONE || (lettered && !c.letter)) {
		return kb_fail(app->ctx, KB_E_USAGE,
		               lettered ? _("type a letter behind it")
		                        : _("type the name of an action behind the number"));
	}
	app->asking = false;
	return app_act(app, &c);
}

/* Nothing is bound to what this reader doesn't have. */
static enum kb_err
may_bind(struct kb_app *app, kb_str line)
{
	kb_str word = KB_STR_NULL;
	while (kb_str_split(&line, ' ', &word)) {
		if (kb_action_named(word) != KB_ACT_NONE && named(app, word) == KB_ACT_NONE) {
			return kb_fail(app->ctx, KB_E_USAGE,
			               _("no action is called '%.*s' here (option restricted)"),
			               KB_ARG(word));
		}
	}
	return KB_OK;
}

static enum kb_err
obey(struct kb_app *app, kb_str line)
{
	struct kb_options now = app->options;
	bool set = kb_str_eq(line, KB_STR("set")) || kb_str_starts(line, KB_STR("set "));
	if (set) {
		line = kb_str_trim(kb_str_sub(line, 3, line.n));
		if (tell_options(app, line)) {
			return KB_OK;
		}
	} else if (!kb_str_starts(line, KB_STR("bind ")) &&
	           !kb_str_starts(line, KB_STR("unbind "))) {
		return act_by_name(app, line);
	}
	enum kb_err err = may_bind(app, line);
	err = err ? err : kb_config_line(app->ctx, line, &now, &app->keymap);
	err = err ? err : take_over(app, &now);
	if (!err) {
		app->asking = false;
		app_ops(app_view(app))->resize(app); /* help may be open */
		kb_app_say(app, app->options.value[KB_OPT_RESTRICTED] ? _("done, until you leave")
		                : set ? _("set; kanbao.conf keeps it for the next time")
		                      : _("done; kanbao.conf keeps it for the next time"));
	}
	return err;
}

/* What is wrong stands beside the line, which stays to be mended. */
static void
answer(struct kb_app *app)
{
	struct kb_buf line = { 0 };
	kb_buf_add(&line, kb_str_trim(kb_buf_str(&app->command.prompt.text)));
	if (!line.n) {
		app->asking = false;
	} else {
		kb_prompt_remember(&app->command.prompt);
		enum kb_err err = obey(app, kb_buf_str(&line));
		if (err && app->asking && app->ask == &app->command.prompt) {
			app_ask_note(app, app->ctx->message.p);
		} else {
			app_tell(app, err);
		}
	}
	kb_buf_release(&line);
}

/* --- completing -------------------------------------------------------------------- */

struct choices {
	struct kb_arena arena;
	kb_str v[CHOICES_MAX];
	size_t n;
	kb_str begin; /* what each must begin with */
};

static void
offer(struct choices *c, kb_str text)
{
	if (c->n < CHOICES_MAX && kb_str_starts(text, c->begin)) {
		c->v[c->n++] = text;
	}
}

static void
offer_actions(const struct kb_app *app, struct choices *c)
{
	for (int i = 0; i < KB_ACT_COUNT; i++) {
		if (app_may(app, (enum kb_action)i)) {
			offer(c, kb_str_of(kb_action_row((enum kb_action)i)->name));
		}
	}
}

/* name= and, behind the sign, its values. */
static void
offer_options(struct choices *c)
{
	for (int i = 0; i < KB_OPT_COUNT; i++) {
		const struct kb_option *row = kb_option_row((enum kb_option_id)i);
		kb_str name = kb_arena_printf(&c->arena, "%s=", row->name);
		kb_str rest = kb_str_of(row->type == KB_TYPE_BOOL ? "yes|no" : row->unit);
		kb_str value;
		if (!kb_str_starts(c->begin, name)) {
			offer(c, name);
			continue;
		}
		while (row->type != KB_TYPE_INT && kb_str_split(&rest, '|', &value)) {
			offer(c, kb_arena_printf(&c->arena, "%s%.*s", name.p, KB_ARG(value)));
		}
	}
}

/* What may stand in the place of the last word of a line; *from is where that begins. */
static void
gather(const struct kb_app *app, struct choices *c, kb_str line, size_t *from)
{
	size_t words = 0;
	*from = line.n;
	while (*from > 0 && line.p[*from - 1] != ' ') {
		(*from)--;
	}
	c->begin = kb_str_sub(line, *from, line.n);
	for (size_t i = 0; i < *from; i++) {
		words += line.p[i] == ' ';
	}
	if (!words) {
		for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
			offer(c, kb_str_of(verbs[i]));
		}
		offer_actions(app, c);
	} else if (words == 1 && kb_str_starts(line, KB_STR("set "))) {
		offer_options(c);
	} else if (words == 2 && kb_str_starts(line, KB_STR("bind "))) {
		offer_actions(app, c);
	}
}

static void
complete(struct kb_app *app)
{
	struct command *k = &app->command;
	struct choices c = { 0 };
	struct kb_buf line = { 0 };
	struct kb_buf note = { 0 };
	size_t from = 0;
	if (!k->tabs) {
		kb_buf_clear(&k->typed);
		kb_buf_add(&k->typed, kb_buf_str(&k->prompt.text));
	}
	gather(app, &c, kb_buf_str(&k->typed), &from);
	if (c.n) {
		size_t at = k->tabs % c.n;
		kb_buf_add(&line, kb_str_sub(kb_buf_str(&k->typed), 0, from));
		kb_buf_add(&line, c.v[at]);
		kb_prompt_open(&k->prompt, kb_buf_str(&line));
		for (size_t i = at + 1; i < c.n && i < at + 4; i++) {
			kb_buf_printf(&note, "%.*s  ", KB_ARG(c.v[i]));
		}
		k->tabs = c.n == 1 ? 0 : k->tabs + 1;
	}
	app_ask_note(app, c.n > 1 ? note.p ? note.p : "" : c.n ? "" : _("nothing begins so"));
	kb_buf_release(&line);
	kb_buf_release(&note);
	kb_arena_release(&c.arena);
}

static bool
on_key(struct kb_app *app, int key)
{
	if (key == 9) {
		complete(app);
		return true;
	}
	app->command.tabs = 0;
	return false;
}

enum kb_err
act_command(struct kb_app *app, int arg, const struct kb_command *c)
{
	(void)arg;
	(void)c;
	static const struct ask_hooks hooks = { .key = on_key };
	app_ask(app, &app->command.prompt, _("Command"), KB_STR(""),
	        _("set name=value, or an action by name; Tab completes"), answer);
	app->ask_hooks = &hooks;
	app->command.tabs = 0;
	return KB_OK;
}

void
command_release(struct command *k)
{
	kb_prompt_release(&k->prompt);
	kb_buf_release(&k->typed);
}
