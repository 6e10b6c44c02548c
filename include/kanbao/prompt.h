/*
 * The line editor of a prompt. Whole grapheme clusters; knows nothing of
 * what is asked for, nor of the screen but cells.
 */
#ifndef KANBAO_PROMPT_H
#define KANBAO_PROMPT_H

#include "kanbao/text.h"

/* Lines that a prompt remembers. */
#define KB_PROMPT_HISTORY 32
/* Bytes that can be typed into a line, or pasted. */
#define KB_PROMPT_MAX 8192

/* Zeroed is valid and empty. */
struct kb_prompt {
	struct kb_buf text;
	size_t cursor;                            /* bytes, at the start of a cluster */
	struct kb_buf history[KB_PROMPT_HISTORY]; /* oldest first */
	size_t nhistory;
	size_t back;       /* lines up in the history; 0: the line being typed */
	struct kb_buf own; /* what was typed before going up */
};

enum kb_prompt_result {
	KB_PROMPT_STAY,  /* the key was taken; the text may have changed */
	KB_PROMPT_ENTER, /* Enter: the text is wanted */
	KB_PROMPT_LEAVE, /* Esc, ^C, or Backspace in an empty line */
	KB_PROMPT_PASS,  /* not a key of a prompt */
};

void kb_prompt_release(struct kb_prompt *p);
/* An empty line, or one with `text`, the cursor behind it; the history stays. */
void kb_prompt_open(struct kb_prompt *p, kb_str text);
/* One key of term.h. */
enum kb_prompt_result kb_prompt_key(struct kb_prompt *p, int key);
/* Puts the line into the history, once. */
void kb_prompt_remember(struct kb_prompt *p);
/*
 * The part of the line that fits into `cols` cells with the cursor in sight;
 * *at is the cell of the cursor in it.
 */
kb_str kb_prompt_window(const struct kb_prompt *p, int cols, enum kb_ambiguous amb, int *at);

#endif
