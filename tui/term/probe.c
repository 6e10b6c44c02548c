/*
 * The width probe: asks a terminal how many cells it gives to ambiguous
 * characters, in one round trip. Knows nothing of ncurses.
 *
 * Each character is printed twice, so that the two-byte decoder of a GBK
 * terminal cannot swallow the ESC behind it; from row 2 or below, because
 * ESC[1;2R is Shift-F3; from column 5, because a late answer to another
 * program's question may say columns 2 or 3. So the answers are few, and can
 * be keys. Each round asks from another row: what comes late of the one before
 * it, or never comes, is not counted into it.
 */
#include <stdio.h>

#include "kanbao/term.h"

/* The first tells whether the terminal speaks UTF-8 at all. */
static const char *const asked[KB_PROBES] = {
	"中文", "““", "……", "——", "··", "①①", "→→", "℃℃", "──"
};

enum { PROBE_UTF8, PROBE_TEXT, PROBE_RULE = KB_PROBES - 1 };

const char *
kb_probe_text(int i)
{
	return asked[i];
}

void
kb_probe_ask(struct kb_probe *p, int rows, long long now_ms, struct kb_buf *out)
{
	char home[24] = "\r";
	int row = 0;
	if (rows) {
		int last = rows < KB_PROBE_ROW_LAST ? rows : KB_PROBE_ROW_LAST;
		bool next = p->row >= KB_PROBE_ROW && p->row < last;
		row = next ? p->row + 1 : KB_PROBE_ROW;
		(void)snprintf(home, sizeof(home), "\033[%d;%dH", row, KB_PROBE_COLUMN);
	}
	*p = (struct kb_probe){ .asked = true, .row = row, .asked_ms = now_ms };
	kb_buf_add(out, KB_STR("\0337")); /* save the cursor */
	for (size_t i = 0; i < KB_PROBES; i++) {
		kb_buf_printf(out, "%s%s\033[6n", home, asked[i]);
	}
	kb_buf_add(out, KB_STR("\r\033[K\0338")); /* erase the line, back to the cursor */
}

bool
kb_probe_answer(struct kb_probe *p, int row, int cols, long long now_ms)
{
	if (!kb_probe_open(p) || row != p->row) {
		return false; /* the same answer once more, or one to a round before */
	}
	p->cols[p->n++] = cols;
	p->took_ms = (int)(now_ms - p->asked_ms);
	return p->n == KB_PROBES;
}

bool
kb_probe_open(const struct kb_probe *p)
{
	return p->asked && p->n < KB_PROBES;
}

/*
 * A GBK terminal that leaves out what its set lacks gives 中文 four cells, too;
 * but no character of UTF-8 more than two.
 */
bool
kb_probe_garbled(const struct kb_probe *p)
{
	bool garbled = p->n > 0 && p->cols[PROBE_UTF8] != 4;
	for (int i = PROBE_TEXT; i < p->n; i++) {
		garbled = garbled || p->cols[i] > 4;
	}
	return garbled;
}

/* Cells, 1 or 2, that the characters [from, to) all have; 0 where they differ. */
static int
common(const struct kb_probe *p, int from, int to)
{
	int cols = p->cols[from];
	for (int i = from; i < to; i++) {
		if (p->cols[i] != cols) {
			return 0;
		}
	}
	return cols == 2 || cols == 4 ? cols / 2 : 0;
}

enum kb_ambiguous
kb_probe_verdict(const struct kb_probe *p)
{
	if (p->n < KB_PROBES) {
		return KB_AMBIGUOUS_UNKNOWN;
	}
	/* some terminals draw rules narrow whatever they are told: there we draw none */
	int text = common(p, PROBE_TEXT, PROBE_RULE);
	bool rules = text == 2 || common(p, PROBE_TEXT, KB_PROBES) == text;
	return text && rules && !kb_probe_garbled(p) ? (enum kb_ambiguous)text : KB_AMBIGUOUS_SAFE;
}
