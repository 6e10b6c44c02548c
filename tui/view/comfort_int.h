/*
 * The command line, the mouse, what comes while one reads, how long one may,
 * what has been said. Private to tui/view.
 */
#ifndef KANBAO_COMFORT_INT_H
#define KANBAO_COMFORT_INT_H

#include <time.h>

#include "kanbao/prompt.h"
#include "kanbao/view.h"

/* v_welcome.c */
extern const struct kb_view_ops kb_view_welcome;

/* command.c */
struct command {
	struct kb_prompt prompt;
	struct kb_buf typed; /* what Tab completes */
	size_t tabs;         /* how often it was pressed since */
};
enum kb_err act_command(struct kb_app *app, int arg, const struct kb_command *c);
void command_release(struct command *k);

/* mouse.c */
enum kb_err act_mouse(struct kb_app *app, int arg, const struct kb_command *c);
/* True where the event was of the mouse. */
bool mouse_take(struct kb_app *app, struct kb_event event);

/* arrivals.c */
struct arrivals {
	int fd;
	struct kb_store_counts told; /* what was there when it was last told of */
	int64_t due_ms;              /* something has come, and is looked at then; 0: nothing */
};
void arrivals_watch(struct kb_app *app);
void arrivals_look(struct kb_app *app);
/* Milliseconds until what has come is due to be looked at, −1 where nothing is. */
int arrivals_patience(const struct kb_app *app);
/* Goes on to a newer generation of a published archive, unless a question is open. */
void arrivals_follow(struct kb_app *app);
void arrivals_release(struct kb_app *app);

/* stay.c */
struct stay {
	struct kb_stay limits;
	int64_t began_ms;
	int64_t key_ms; /* the last key */
	int64_t cpu_began_ms;
	int64_t cpu_ms; /* CPU time used up to then */
	bool warned;
	enum kb_leave leave;
};
void stay_begin(struct kb_app *app);
void stay_key(struct kb_app *app);
/* Until something has to be said or done; −1: never. */
int stay_patience(const struct kb_app *app);
/* Warns, or ends the reading. */
void stay_look(struct kb_app *app);

/* v_log.c: the last messages of the status line, a ring */
#define TOLD_MAX 200
struct told_one {
	struct kb_buf text; /* sanitised; a line or two */
	time_t at;          /* last */
	unsigned long times;
	bool is_error;
};
struct told {
	struct told_one v[TOLD_MAX];
	size_t next; /* where the next one goes */
	size_t n;
};
extern const struct kb_view_ops kb_view_log;
/* The same one again is counted. */
void told_keep(struct told *told, kb_str text, bool is_error);
void told_release(struct told *told);

#endif
