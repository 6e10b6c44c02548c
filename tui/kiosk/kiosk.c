/*
 * A session of the kiosk: archive, state and terminal are opened, then the
 * process locks itself in, and only then the first key is read.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kanbao/i18n.h"
#include "kanbao/state.h"
#include "kanbao/store.h"
#include "kiosk_int.h"

/* The clock of CPU time. */
#define CPU_PER_S 600

/* What there is to close after a session. */
struct session {
	struct kb_store *store;
	struct kb_state *state;
	struct kb_app *app;
	struct kb_term *term;
	struct kb_buf path;  /* of the state; empty: none */
	struct kb_buf crash; /* the line of the log */
};

static void
end(struct session *s)
{
	if (s->term) {
		s->term->ops->close(s->term);
	}
	kb_app_close(s->app);
	kb_state_close(s->state);
	kb_store_close(s->store);
	kb_buf_release(&s->path);
	kb_buf_release(&s->crash);
}

static void
greet(const struct kb_kiosk *kiosk, struct session *s, kb_str why)
{
	struct kb_buf text = { 0 };
	kb_buf_add(&text, kb_buf_str(&kiosk->text[KB_KIOSK_NOTICE]));
	if (why.n) {
		kb_buf_printf(&text, text.n ? "  " : "");
		kb_buf_printf(&text, _("not saved: %s"), why.p);
	}
	if (text.n) {
		kb_app_say(s->app, text.p);
	}
	kb_buf_release(&text);
}

static enum kb_err
open_reader(struct kb_ctx *ctx, const struct kb_kiosk *kiosk, const struct kb_options *options,
            const struct kb_keymap *keymap, struct session *s)
{
	struct kb_buf why = { 0 };
	struct kb_buf unused = { 0 };
	struct kb_options restricted = *options;
	const struct kb_stay stay = {
		.idle_s = (int)kiosk->value[KB_KIOSK_IDLE],
		.warn_s = (int)kiosk->value[KB_KIOSK_WARNING],
		.whole_s = (int)kiosk->value[KB_KIOSK_WHOLE],
		.cpu_s = (int)kiosk->value[KB_KIOSK_CPU],
		.cpu_per_s = CPU_PER_S,
	};
	restricted.value[KB_OPT_RESTRICTED] = 1;
	enum kb_err err =
		kb_store_open(ctx, kiosk->text[KB_KIOSK_ARCHIVE].p, KB_STORE_READ, &s->store);
	bool first = false;
	if (!err) {
		kiosk_account(kiosk, &s->path, &why);
		first = s->path.n && access(s->path.p, F_OK) != 0;
		err = kb_state_open(ctx, s->path.n ? s->path.p : NULL, &s->state,
		                    s->path.n ? &why : &unused);
	}
	err = err ? err : kb_app_open(ctx, s->store, s->state, &restricted, NULL, &s->app);
	if (!err) {
		kb_app_bind(s->app, keymap);
		kb_app_stay(s->app, &stay);
		kb_app_on_language(s->app, kiosk->speak, kiosk->speaker);
		if (first && kb_state_saved(s->state) && options->value[KB_OPT_WELCOME]) {
			kb_app_welcome(s->app);
		}
		greet(kiosk, s, kb_buf_str(&why));
	}
	kb_buf_release(&why);
	kb_buf_release(&unused);
	return err;
}

static enum kb_err
open_terminal(struct kb_ctx *ctx, const struct kb_kiosk *kiosk, const struct kb_options *options,
              struct session *s)
{
	const long *value = options->value;
	kiosk_log_crash(kiosk, &s->crash);
	const struct kb_term_setup setup = {
		.ambiguous = (enum kb_ambiguous)value[KB_OPT_AMBIGUOUS],
		.theme = (enum kb_theme)value[KB_OPT_THEME],
		.colours = (enum kb_colours)value[KB_OPT_COLORS],
		.last_fd = kiosk->log,
		.last_words = kb_buf_str(&s->crash),
	};
	return kb_term_curses(ctx, &setup, &s->term);
}

/* Locks the process in and reads. */
static enum kb_err
serve(struct kb_ctx *ctx, const struct kb_kiosk *kiosk, struct session *s)
{
	const char *slash = s->path.n ? strrchr(s->path.p, '/') : NULL;
	struct kb_buf state = { 0 };
	static const char none[] = "-";
	if (slash && kb_state_saved(s->state)) {
		kb_buf_add(&state, (kb_str){ s->path.p, (size_t)(slash - s->path.p) });
	}
	/* what the C library would open later: the zone, catalogues for texts that have no Chinese */
	tzset();
	(void)gettext(none);
	enum kb_err err = kb_kiosk_lock(ctx, kiosk, state.n ? state.p : NULL);
	kb_buf_release(&state);
	return err ? err : kb_app_run(s->app, s->term);
}

/* What the log says of an end, and what the visitor is told. */
static const struct {
	const char *reason;
	const char *text;
} ends[] = {
	[KB_LEAVE_SELF] = { "left", NULL },
	[KB_LEAVE_GONE] = { "gone", NULL },
	[KB_LEAVE_IDLE] = { "idle", N_("no key for a long time: goodbye") },
	[KB_LEAVE_WHOLE] = { "session", N_("the longest time of a session is over: goodbye") },
	[KB_LEAVE_CPU] = { "cpu",
	                   N_("this took more than one reader's share of the machine: goodbye") },
};

static const char *
refusal(enum kb_err err, bool begun)
{
	switch ((int)err) {
	case KB_E_TERM:
		return begun ? "no-sandbox" : "no-terminal";
	case KB_E_BUSY:
		return "busy";
	default:
		return "failed";
	}
}

enum kb_err
kb_kiosk_run(struct kb_ctx *ctx, struct kb_kiosk *kiosk, const struct kb_options *options,
             const struct kb_keymap *keymap, enum kb_err err, const char **goodbye)
{
	struct session s = { 0 };
	enum kb_leave left = KB_LEAVE_SELF;
	kiosk_log_open(kiosk);
	if (!err && !kb_kiosk_limit(kiosk)) {
		err = kb_fail(ctx, KB_E_TERM, _("this system refuses the limits of a session"));
	}
	err = err ? err : kiosk_take_place(ctx, kiosk);
	err = err ? err : open_reader(ctx, kiosk, options, keymap, &s);
	err = err ? err : open_terminal(ctx, kiosk, options, &s);
	bool begun = !err;
	err = err ? err : serve(ctx, kiosk, &s);
	if (s.app) {
		left = kb_app_left(s.app);
	}
	end(&s);
	kiosk_log(kiosk, err ? refusal(err, begun) : ends[left].reason);
	*goodbye = err ? NULL : ends[left].text;
	return err;
}
