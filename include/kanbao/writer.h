/*
 * What an issue can be written as. A writer appends text to a buffer: a head,
 * each issue, a foot. Everything but the two JSON forms is for people: titles,
 * credits, body, captions, jumps and imprint are there, doubts are not.
 */
#ifndef KANBAO_WRITER_H
#define KANBAO_WRITER_H

#include "kanbao/paper.h"

/* A writing on its way; zeroed but for `out` at first. */
struct kb_writing {
	struct kb_buf *out; /* may be emptied between the calls */
	size_t issues;      /* written before, counted by the caller */
};

struct kb_writer {
	const char *name;                   /* a word of --format */
	const char *help;                   /* N_() */
	bool lone;                          /* holds one issue only */
	void (*head)(struct kb_writing *w); /* may be NULL, as may foot */
	void (*issue)(struct kb_writing *w, const struct kb_issue *issue);
	void (*foot)(struct kb_writing *w);
};

/* NULL where there is none of that name. */
const struct kb_writer *kb_writer_find(const char *name);
/* All writers, ended by a row with name NULL; the first is the default. */
const struct kb_writer *kb_writers(void);

#endif
