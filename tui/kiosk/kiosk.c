/*
 * A session of the kiosk: the archive is opened, then the process locks itself
 * in: its files before what the visitor keeps is looked at, its calls before
 * the first key is read.
 */
#include <signal.h>
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
	struct kb_buf why;   /* it is none */
	struct kb_buf crash; /* the line of the log */
	struct kiosk_deadline deadline;
	bool limiting; /* limits and locks are set */
	bool reading;
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
	kb_buf_release(&s->why);
	kb_buf_release(&s->crash);
}

static void
greet(const struct kb_kiosk *kiosk, struct session *s)
{
	struct kb_buf text = { 0 };
	kb_buf_add(&text, kb_buf_str(&kiosk->text[KB_KIOSK_NOTICE]));
	if (s->why.n) {
		kb_buf_printf(&text, text.n ? "  " : "");
		kb_buf_printf(&text, _("not saved: %s"), s->why.p);
	}
	if (!text.n && !s->path.n) {
		/* nobody has shown the keys to this reader, or ever will */
		kb_buf_add(&text, kb_str_of(_("not saved; ? shows the keys, q leaves")));
	}
	if (text.n) {
		kb_app_say(s->app, text.p);
	}
	kb_buf_release(&text);
}

/* Limits, and what must be ready before the locks. */
static enum kb_err
prepare(struct kb_ctx *ctx, struct kb_kiosk *kiosk, struct session *s)
{
	s->limiting = true;
	if (!kb_kiosk_limit(kiosk) || !kiosk_deadline_begin(kiosk, &s->deadline)) {
		return kb_fail(ctx, KB_E_TERM, _("this system refuses the limits of a session"));
	}
	s->limiting = false;
	enum kb_err err = kiosk_take_place(ctx, kiosk);
	return err ? err
	           : kb_store_open(ctx, kiosk->text[KB_KIOSK_ARCHIVE].p, KB_STORE_READ, &s->store);
}

/* No file but the archive and the visitor's own from here on. */
static enum kb_err
lock_files(struct kb_ctx *ctx, const struct kb_kiosk *kiosk, struct session *s)
{
	struct kb_buf folder = { 0 };
	static const char none[] = "-";
	kiosk_account(kiosk, &s->path, &s->why);
	if (s->path.n) {
		kb_buf_add(&folder,
		           (kb_str){ s->path.p, (size_t)(strrchr(s->path.p, '/') - s->path.p) });
	}
	/* what the C library would open later: the zone, catalogues for texts that have no Chinese */
	tzset();
	(void)gettext(none);
	s->limiting = true;
	enum kb_err err = kb_kiosk_lock_files(ctx, kiosk, folder.n ? folder.p : NULL);
	s->limiting = err != KB_OK;
	kb_buf_release(&folder);
	return err;
}

static enum kb_err
open_reader(struct kb_ctx *ctx, const struct kb_kiosk *kiosk, const struct kb_options *options,
            const struct kb_keymap *keymap, struct session *s)
{
	struct kb_buf unused = { 0 };
	struct kb_options restricted = *options;
	const struct kb_stay stay = {
		.idle_s = (int)kiosk->value[KB_KIOSK_IDLE],
		.warn_s = (int)kiosk->value[KB_KIOSK_WARNING],
		.whole_s = (int)kiosk->value[KB_KIOSK_WHOLE],
		.cpu_s = (int)kiosk->value[KB_KIOSK_CPU],
		.cpu_per_s = CPU_PER_S,
		.put_off = s->deadline.each_key ? kiosk_deadline_put_off : NULL,
		.user = &s->deadline,
	};
	restricted.value[KB_OPT_RESTRICTED] = 1;
	bool first = s->path.n && access(s->path.p, F_OK) != 0;
	enum kb_err err = kb_state_open(ctx, s->path.n ? s->path.p : NULL, &s->state,
	                                s->path.n ? &s->why : &unused);
	err = err ? err : kb_app_open(ctx, s->store, s->state, &restricted, NULL, &s->app);
	if (!err) {
		kb_app_bind(s->app, keymap);
		kb_app_stay(s->app, &stay);
		kb_app_on_language(s->app, kiosk->speak, kiosk->speaker);
		if (first && kb_state_saved(s->state) && options->value[KB_OPT_WELCOME]) {
			kb_app_welcome(s->app);
		}
		greet(kiosk, s);
	}
	kb_buf_release(&unused);
	return err;
}

static enum kb_err
open_terminal(struct kb_ctx *ctx, const struct kb_kiosk *kiosk, const struct kb_options *options,
              struct session *s)
{
	const long *value = options->value;
	/* the reader takes it; what is closed after the reader is not cut short by a second end */
	(void)signal(SIGTERM, SIG_IGN);
	kiosk_log_later(kiosk, "crash", &s->crash);
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
	s->limiting = true;
	enum kb_err err = kb_kiosk_lock_calls(ctx, kiosk);
	if (err) {
		return err;
	}
	s->limiting = false;
	s->reading = true;
	return kb_app_run(s->app, s->term);
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
refusal(enum kb_err err, const struct session *s)
{
	return s->limiting                     ? "no-sandbox"
	       : err == KB_E_TERM              ? "no-terminal"
	       : err == KB_E_BUSY && !s->store ? "busy"
	                                       : "failed";
}

/*
 * The operator's trouble goes into the log, where it says nothing of who came
 * (files of the visitor's own are opened last); the visitor is told that there is some.
 */
static void
tell_failure(struct kb_ctx *ctx, const struct kb_kiosk *kiosk, const struct session *s,
             enum kb_err err)
{
	const char *reason = refusal(err, s);
	bool failed = strcmp(reason, "failed") == 0 && !s->reading;
	kiosk_log(kiosk, reason, failed || s->limiting ? kb_buf_str(&ctx->message) : KB_STR(""));
	if (failed) {
		(void)kb_fail(ctx, err,
		              _("the newspaper cannot be shown now; please come back later"));
	}
}

enum kb_err
kb_kiosk_run(struct kb_ctx *ctx, struct kb_kiosk *kiosk, const struct kb_options *options,
             const struct kb_keymap *keymap, enum kb_err err, const char **goodbye)
{
	struct session s = { 0 };
	kiosk_log_open(kiosk);
	err = err ? err : prepare(ctx, kiosk, &s);
	err = err ? err : lock_files(ctx, kiosk, &s);
	err = err ? err : open_reader(ctx, kiosk, options, keymap, &s);
	err = err ? err : open_terminal(ctx, kiosk, options, &s);
	err = err ? err : serve(ctx, kiosk, &s);
	enum kb_leave left = s.app ? kb_app_left(s.app) : KB_LEAVE_SELF;
	end(&s);
	if (err) {
		tell_failure(ctx, kiosk, &s, err);
	} else {
		kiosk_log(kiosk, ends[left].reason, KB_STR(""));
	}
	*goodbye = err ? NULL : ends[left].text;
	return err;
}
