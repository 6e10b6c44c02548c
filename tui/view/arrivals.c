/*
 * New issues while one reads: the file is watched, without a timer, or the
 * folder that generations are published to, which are gone on to between keys.
 */
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "app_int.h"
#include "kanbao/clock.h"

/*
 * A writer closes the file when it is done, or another file takes its place;
 * in a folder the link to the newest generation is moved to its name.
 */
#define EVENTS (IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF | IN_MOVED_TO)

/* Readers that share a host go on one after another, not all at the moment of a publication. */
#define SPREAD_MS 3000

/* The file that has the name now: where it is watched already that changes nothing. */
static void
watch_file(struct kb_app *app)
{
	const char *path = kb_store_path(app->model.store);
	(void)inotify_add_watch(app->arrivals.fd, path, EVENTS);
}

void
arrivals_watch(struct kb_app *app)
{
	app->arrivals.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (app->arrivals.fd > 0) {
		watch_file(app);
		app->term->watch[1] = app->arrivals.fd;
	}
}

void
arrivals_release(struct kb_app *app)
{
	if (app->arrivals.fd > 0) {
		(void)close(app->arrivals.fd);
	}
}

/* Takes what has happened off the descriptor; false where that is nothing. */
static bool
drain(const struct kb_app *app)
{
	char events[4096];
	bool any = false;
	while (read(app->arrivals.fd, events, sizeof(events)) > 0) {
		any = true;
	}
	return any;
}

/* Nothing on the screen moves: only the status line says what has come. */
static void
tell(struct kb_app *app)
{
	struct kb_store_counts now;
	struct kb_ctx quiet = { 0 };
	/* in the middle of writing nothing can be said; the end comes too */
	enum kb_err err = kb_store_counts(app->model.store, &quiet, &now);
	kb_ctx_release(&quiet);
	if (err) {
		return;
	}
	int64_t more = now.issues - app->arrivals.told.issues;
	int64_t pages = now.articles - app->arrivals.told.articles;
	if (more > 0) {
		struct kb_buf text = { 0 };
		kb_buf_printf(&text,
		              ngettext("%lld new issue in the archive; . goes to the newest",
		                       "%lld new issues in the archive; . goes to the newest",
		                       (unsigned long)more),
		              (long long)more);
		kb_app_say(app, text.p);
		kb_buf_release(&text);
	} else if (more < 0 || pages) {
		kb_app_say(app, _("the archive has changed"));
	}
	if (!app->window.sieve) {
		kb_sieve_release(&app->sieve); /* it is of the issues that were there */
	}
	app->arrivals.told = now;
}

/* What views hold of the issue on the table is good for another one with the same articles. */
static bool
same_articles(const struct kb_model *m, const kb_article_id *ids, size_t n)
{
	bool same = m->narticles == n;
	for (size_t i = 0; same && i < n; i++) {
		same = m->articles[i].id == ids[i];
	}
	return same;
}

/* Laid out anew the text is the same, as a rule: then to the line, not only to the byte. */
static void
lay_out(struct kb_app *app)
{
	struct kb_pane *p = &app->pane[app_view(app)];
	size_t top = p->top;
	size_t n = p->lines.n;
	app_ops(app_view(app))->resize(app);
	if (p->lines.n == n && !p->nentries) {
		kb_pane_show(p, top);
	}
}

void
arrivals_follow(struct kb_app *app)
{
	struct kb_model *m = &app->model;
	bool renewed = false;
	size_t n = m->narticles;
	int due = arrivals_patience(app);
	if (due > 0) {
		return;
	}
	if (due == 0) {
		app->arrivals.due_ms = 0;
		watch_file(app);
		tell(app);
	}
	if (app->asking || app->confirm || app->pasting) {
		return; /* after the answer */
	}
	kb_article_id *ids = kb_calloc(n + 1, sizeof(*ids));
	for (size_t i = 0; i < n; i++) {
		ids[i] = m->articles[i].id;
	}
	enum kb_err err = kb_model_renew(m, app->ctx, &renewed);
	if (renewed) {
		app->window.sieve = NULL;
		kb_sieve_release(&app->sieve);
		if (app->window.n) {
			kb_window_again(&app->window);
		}
		if (same_articles(m, ids, n)) {
			lay_out(app);
		} else {
			err = app_arrive(app, err);
		}
		tell(app);
		app->counts = app->arrivals.told;
	}
	app_tell(app, err);
	free(ids);
}

void
arrivals_look(struct kb_app *app)
{
	bool shared = app->options.value[KB_OPT_RESTRICTED] != 0;
	if (app->arrivals.fd > 0 && drain(app) && !app->arrivals.due_ms) {
		app->arrivals.due_ms = kb_clock_ms() + (shared ? getpid() % SPREAD_MS : 0);
	}
}

int
arrivals_patience(const struct kb_app *app)
{
	int64_t due = app->arrivals.due_ms;
	int64_t left = due - kb_clock_ms();
	return !due ? -1 : left > 0 ? (int)left : 0;
}
