/* The command line, the mouse, and what comes while one reads. Private to tui/view. */
#ifndef KANBAO_COMFORT_INT_H
#define KANBAO_COMFORT_INT_H

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
};
void arrivals_watch(struct kb_app *app);
void arrivals_look(struct kb_app *app);
/* Goes on to a newer generation of a published archive, unless a question is open. */
void arrivals_follow(struct kb_app *app);
void arrivals_release(struct kb_app *app);

#endif
