/* The line from a terminal to its program: slow, in pieces, dead, or with other answers. */
#ifndef KANBAO_TEST_LINE_H
#define KANBAO_TEST_LINE_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed: answers come at once and whole. */
struct line_setup {
	int delay_ms; /* of every answer */
	int packet;   /* bytes of a packet; 0: as the terminal gave them */
	int gap_ms;   /* between packets */
	bool silent;  /* nothing is answered */
	/* columns said in reports of the cursor, over and over, ended by 0; NULL: the true ones */
	const int *columns;
};

#define LINE_PACKETS 128
struct line {
	struct line_setup setup;
	struct line_packet {
		long long due_ms;
		char bytes[64];
		size_t n;
	} v[LINE_PACKETS];
	size_t n;
	size_t at;
	size_t reports;
};

/* The terminal answers. */
void line_put(struct line *l, const char *bytes, size_t n, long long now_ms);
/*
 * Keys are typed: where an answer in pieces is under way they come behind it.
 * False where the line is free.
 */
bool line_behind(struct line *l, const char *bytes, size_t n);
/* The next packet that has arrived, or NULL; valid until more is put. */
const struct line_packet *line_take(struct line *l, long long now_ms);
/* Something is still under way. */
bool line_busy(const struct line *l);

#endif
