/*
 * The reader twice over the same archive: the real program in a pty, and in
 * this process over the headless terminal. What one shows the other must.
 */
#ifndef KANBAO_TEST_READER_H
#define KANBAO_TEST_READER_H

#include "pty.h"

/* Folders and files of a test run; made by reader_setup(). */
struct reader_place {
	char folder[256];
	char archive[300];
	int states; /* how many state folders were given out */
};

/* False, with a reason printed, where there is no program to test. */
bool reader_setup(struct reader_place *place);
void reader_teardown(struct reader_place *place);
/* Runs the program with arguments (ended by NULL), output to a file of the folder; its exit status. */
int reader_command(const struct reader_place *place, const char *input, const char *output, ...);

struct reader {
	int rows;
	int cols;
	enum kb_ambiguous ambiguous; /* 0 = 1 */
	const char *where;           /* reference or date; may be NULL */
	const char *language;        /* NULL = en */
	const char *term;
	const char *const *env;
	const char *archive; /* NULL: the five pages */
	int sighup;
	bool welcome;        /* at the first start */
	enum kb_theme theme; /* with xterm's 256 colours */
	const char *option;  /* ambiguous=…; NULL: 1 or 2, as the terminal has it */
	struct line_setup line;
	int apart;
	bool mouse;
	const char *charset;
	bool unsettled; /* it is not waited until it has painted */
};
/* Starts the program, with a state of its own, and lets it paint. */
void reader_start(struct reader_place *place, struct pty *p, const struct reader *r);

/* Grids that the headless twin shows: one at the start, one after each step. */
struct reader_screens {
	struct kb_grid *v;
	size_t n;
	size_t cap;
};
/* Steps: key scripts, or "<Resize:RxC>" alone; ended by NULL. */
void reader_twin(struct reader_place *place, const struct reader *r, const char *const *steps,
                 struct reader_screens *out);
void reader_screens_release(struct reader_screens *s);
/* Does the steps with both and compares all cells after each. */
void reader_compare(struct reader_place *place, const struct reader *r, const char *const *steps);

#endif
