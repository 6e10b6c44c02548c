/* The line editor: keys change a line of text, cluster by cluster. */
#include "kanbao/prompt.h"

#include <string.h>

#include "kanbao/term.h"

enum {
	CTRL_A = 1,
	CTRL_B = 2,
	CTRL_C = 3,
	CTRL_D = 4,
	CTRL_E = 5,
	CTRL_F = 6,
	CTRL_H = 8,
	CTRL_K = 11,
	ENTER = 13,
	CTRL_N = 14,
	CTRL_P = 16,
	CTRL_U = 21,
	CTRL_W = 23,
	ESC = 27,
	DEL = 127,
};

void
kb_prompt_release(struct kb_prompt *p)
{
	kb_buf_release(&p->text);
	kb_buf_release(&p->own);
	for (size_t i = 0; i < p->nhistory; i++) {
		kb_buf_release(&p->history[i]);
	}
	*p = (struct kb_prompt){ 0 };
}

static void
set(struct kb_prompt *p, kb_str text)
{
	kb_buf_clear(&p->text);
	kb_buf_add(&p->text, text);
	p->cursor = p->text.n;
}

void
kb_prompt_open(struct kb_prompt *p, kb_str text)
{
	p->back = 0;
	set(p, text);
}

/* Removes bytes [from, to) and leaves the cursor there. */
static void
cut(struct kb_prompt *p, size_t from, size_t to)
{
	memmove(p->text.p + from, p->text.p + to, p->text.n - to + 1);
	p->text.n -= to - from;
	p->cursor = from;
}

/* False where there is no room, or the character is none of a text: controls, bidi marks … */
static bool
insert(struct kb_prompt *p, uint32_t cp)
{
	struct kb_buf rest = { 0 };
	struct kb_buf typed = { 0 };
	struct kb_buf clean = { 0 };
	struct kb_text_report report = { 0 };
	kb_buf_cp(&typed, cp);
	kb_text_sanitise(kb_buf_str(&typed), &clean, &report);
	kb_buf_release(&typed);
	if (!clean.n || report.broken || p->text.n + clean.n > KB_PROMPT_MAX) {
		kb_buf_release(&clean);
		return false;
	}
	kb_str all = kb_buf_str(&p->text);
	kb_buf_add(&rest, kb_str_sub(all, p->cursor, all.n));
	p->text.n = p->cursor;
	kb_buf_add(&p->text, kb_buf_str(&clean));
	p->cursor = p->text.n;
	kb_buf_add(&p->text, kb_buf_str(&rest));
	kb_buf_release(&rest);
	kb_buf_release(&clean);
	return true;
}

static size_t
left_of(const struct kb_prompt *p)
{
	return kb_cluster_prev(kb_buf_str(&p->text), p->cursor);
}

static size_t
right_of(const struct kb_prompt *p)
{
	return p->cursor + kb_cluster_next(kb_buf_str(&p->text), p->cursor);
}

/* Start of the word before the cursor: blanks, then what is none. */
static size_t
word_start(const struct kb_prompt *p)
{
	kb_str s = kb_buf_str(&p->text);
	size_t at = p->cursor;
	bool in_word = false;
	while (at > 0) {
		size_t before = at;
		bool blank = kb_cp_blank(kb_utf8_prev(s, &before));
		if (blank && in_word) {
			break;
		}
		in_word = in_word || !blank;
		at = before;
	}
	return at;
}

static void
recall(struct kb_prompt *p, size_t back)
{
	if (p->back == 0) {
		kb_buf_clear(&p->own);
		kb_buf_add(&p->own, kb_buf_str(&p->text));
	}
	p->back = back;
	set(p, back ? kb_buf_str(&p->history[p->nhistory - back]) : kb_buf_str(&p->own));
}

void
kb_prompt_remember(struct kb_prompt *p)
{
	kb_str line = kb_buf_str(&p->text);
	if (!line.n || (p->nhistory && kb_str_eq(kb_buf_str(&p->history[p->nhistory - 1]), line))) {
		return;
	}
	if (p->nhistory == KB_PROMPT_HISTORY) {
		kb_buf_release(&p->history[0]);
		memmove(p->history, p->history + 1, (KB_PROMPT_HISTORY - 1) * sizeof(*p->history));
		p->nhistory--;
	}
	p->history[p->nhistory] = (struct kb_buf){ 0 };
	kb_buf_add(&p->history[p->nhistory++], line);
}

/* Moving and removing; false where the key does neither. */
static bool
edit(struct kb_prompt *p, int key)
{
	switch (key) {
	case CTRL_A:
	case KB_KEY_HOME:
		p->cursor = 0;
		return true;
	case CTRL_E:
	case KB_KEY_END:
		p->cursor = p->text.n;
		return true;
	case CTRL_B:
	case KB_KEY_LEFT:
		p->cursor = left_of(p);
		return true;
	case CTRL_F:
	case KB_KEY_RIGHT:
		p->cursor = right_of(p);
		return true;
	case CTRL_D:
	case KB_KEY_DELETE:
		cut(p, p->cursor, right_of(p));
		return true;
	case CTRL_U:
		cut(p, 0, p->cursor);
		return true;
	case CTRL_K:
		cut(p, p->cursor, p->text.n);
		return true;
	case CTRL_W:
		cut(p, word_start(p), p->cursor);
		return true;
	default:
		return false;
	}
}

static bool
history(struct kb_prompt *p, int key)
{
	if (key == KB_KEY_UP || key == CTRL_P) {
		if (p->back < p->nhistory) {
			recall(p, p->back + 1);
		}
		return true;
	}
	if (key == KB_KEY_DOWN || key == CTRL_N) {
		if (p->back > 0) {
			recall(p, p->back - 1);
		}
		return true;
	}
	return false;
}

enum kb_prompt_result
kb_prompt_key(struct kb_prompt *p, int key)
{
	if (key == ENTER) {
		return KB_PROMPT_ENTER;
	}
	if (key == ESC || key == CTRL_C) {
		return KB_PROMPT_LEAVE;
	}
	if (key == KB_KEY_BACKSPACE || key == CTRL_H || key == DEL) {
		if (!p->text.n) {
			return KB_PROMPT_LEAVE;
		}
		cut(p, left_of(p), p->cursor);
		return KB_PROMPT_STAY;
	}
	if (edit(p, key) || history(p, key)) {
		return KB_PROMPT_STAY;
	}
	bool typed = key >= ' ' && key < KB_KEY_BASE && insert(p, (uint32_t)key);
	return typed ? KB_PROMPT_STAY : KB_PROMPT_PASS;
}

kb_str
kb_prompt_window(const struct kb_prompt *p, int cols, enum kb_ambiguous amb, int *at)
{
	kb_str all = kb_buf_str(&p->text);
	size_t from = p->cursor;
	*at = 0;
	while (from > 0) {
		size_t before = kb_cluster_prev(all, from);
		int wide = kb_cluster_cols(kb_str_sub(all, before, from), amb);
		/* one cell is kept for the cursor behind the text */
		if (*at + wide >= cols) {
			break;
		}
		*at += wide;
		from = before;
	}
	kb_str rest = kb_str_sub(all, from, all.n);
	return kb_str_sub(rest, 0, kb_text_fit(rest, cols, amb, NULL));
}
