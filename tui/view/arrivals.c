/* New issues while one reads: its file is watched, without a timer. */
#include <sys/inotify.h>
#include <unistd.h>

#include "app_int.h"

/* A writer closes the file when it is done, or another file takes its place. */
#define EVENTS (IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)

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
	app->arrivals.told = app->counts;
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
void
arrivals_look(struct kb_app *app)
{
	struct kb_store_counts now;
	struct kb_ctx quiet = { 0 };
	if (app->arrivals.fd <= 0 || !drain(app)) {
		return;
	}
	watch_file(app);
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
	app->arrivals.told = now;
}
