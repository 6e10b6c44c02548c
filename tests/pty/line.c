/* The line from a terminal to its program. */
#include "line.h"

#include <stdarg.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static void
send_later(struct line *l, const char *bytes, size_t n, long long due_ms)
{
	assert_true(l->n < LINE_PACKETS && n <= sizeof(l->v[0].bytes));
	struct line_packet *p = &l->v[l->n++];
	p->due_ms = due_ms;
	p->n = n;
	memcpy(p->bytes, bytes, n);
}

/* A report with the column that is to be said; its bytes of `from`, 0 where it is none. */
static size_t
retell(struct line *l, const char *from, char *to, size_t size)
{
	int row;
	int column;
	int used = 0;
	if (sscanf(from, "\033[%d;%dR%n", &row, &column, &used) != 2 || used == 0) {
		return 0;
	}
	if (l->setup.columns[l->reports] == 0) {
		l->reports = 0;
	}
	snprintf(to, size, "\033[%d;%dR", row, l->setup.columns[l->reports++]);
	return (size_t)used;
}

void
line_put(struct line *l, const char *bytes, size_t n, long long now_ms)
{
	char all[512] = "";
	size_t filled = 0;
	long long due = now_ms + l->setup.delay_ms;
	if (l->setup.silent) {
		return;
	}
	assert_true(n < sizeof(all) / 2);
	char from[256];
	memcpy(from, bytes, n);
	from[n] = '\0';
	for (size_t off = 0; off < n;) {
		size_t used = l->setup.columns
		                      ? retell(l, from + off, all + filled, sizeof(all) - filled)
		                      : 0;
		if (used) {
			filled = strlen(all);
			off += used;
		} else {
			all[filled++] = from[off++];
		}
	}
	size_t packet = l->setup.packet ? (size_t)l->setup.packet : sizeof(l->v[0].bytes);
	for (size_t off = 0; off < filled; off += packet) {
		size_t len = filled - off < packet ? filled - off : packet;
		send_later(l, all + off, len, due);
		due += l->setup.gap_ms;
	}
}

bool
line_behind(struct line *l, const char *bytes, size_t n)
{
	if (!l->setup.packet || !line_busy(l)) {
		return false;
	}
	send_later(l, bytes, n, l->v[l->n - 1].due_ms);
	return true;
}

const struct line_packet *
line_take(struct line *l, long long now_ms)
{
	if (!line_busy(l)) {
		l->n = l->at = 0;
		return NULL;
	}
	return l->v[l->at].due_ms <= now_ms ? &l->v[l->at++] : NULL;
}

bool
line_busy(const struct line *l)
{
	return l->at < l->n;
}
