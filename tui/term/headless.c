/* A terminal without one: a script of keys in, screens out. For tests. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/keymap.h"
#include "kanbao/mem.h"
#include "kanbao/term.h"

/* What the script asks for, in order. */
struct step {
	enum { STEP_EVENT, STEP_RESIZE, STEP_WIDTH, STEP_SCREEN, STEP_AWAIT } what;
	struct kb_event event;
	int rows;
	int cols;
	enum kb_ambiguous told;
};

struct headless {
	struct kb_term term; /* first: a struct kb_term * is one of these */
	struct step *steps;
	size_t n;
	size_t cap;
	size_t at;
	bool over;
	bool resumed;
	int rows;
	int cols;
	enum kb_ambiguous wanted;
	enum kb_ambiguous told;
	struct kb_grid shown;
	struct kb_buf *screens;
	void (*screen)(void *user, const struct kb_grid *g);
	void *user;
};

static struct headless *
self(struct kb_term *t)
{
	return (struct headless *)t;
}

static void
ask_size(struct kb_term *t, int *rows, int *cols)
{
	*rows = self(t)->rows;
	*cols = self(t)->cols;
}

static void
take_screen(struct headless *h)
{
	kb_grid_dump(&h->shown, h->screens);
	if (h->screen) {
		h->screen(h->user, &h->shown);
	}
}

/* Whether something watched has come; a script that waits longer than this hangs. */
#define AWAIT_MS 20000
static bool
watch(const struct kb_term *t)
{
	struct pollfd fds[KB_WATCH_MAX];
	for (int i = 0; i < KB_WATCH_MAX; i++) {
		fds[i] = (struct pollfd){ .fd = t->watch[i] ? t->watch[i] : -1, .events = POLLIN };
	}
	return poll(fds, KB_WATCH_MAX, AWAIT_MS) > 0;
}

static void
count(struct kb_term *t, enum kb_ambiguous wanted)
{
	struct headless *h = self(t);
	h->wanted = wanted;
	t->ambiguous = wanted ? wanted : h->told;
}

static struct kb_event
wait_event(struct kb_term *t, int timeout_ms)
{
	struct headless *h = self(t);
	(void)timeout_ms;
	if (h->resumed) {
		h->resumed = false;
		return (struct kb_event){ .type = KB_EVENT_RESUME };
	}
	while (h->at < h->n) {
		const struct step *step = &h->steps[h->at++];
		if (step->what == STEP_AWAIT) {
			if (t->awaiting && watch(t)) {
				h->at--; /* until nothing is awaited any more */
				return (struct kb_event){ .type = KB_EVENT_WATCH };
			}
			continue;
		}
		if (step->what == STEP_EVENT) {
			return step->event;
		}
		if (step->what == STEP_RESIZE) {
			h->rows = step->rows;
			h->cols = step->cols;
			return (struct kb_event){ .type = KB_EVENT_RESIZE };
		}
		if (step->what == STEP_WIDTH) {
			h->told = step->told;
			count(t, h->wanted);
			return (struct kb_event){ .type = KB_EVENT_WIDTH };
		}
		take_screen(h);
	}
	if (!h->over) {
		h->over = true;
		take_screen(h);
	}
	return (struct kb_event){ .type = KB_EVENT_END };
}

static void
blit(struct kb_term *t, const struct kb_grid *g)
{
	struct headless *h = self(t);
	kb_grid_check(g);
	if (h->shown.rows != g->rows || h->shown.cols != g->cols) {
		kb_grid_resize(&h->shown, g->rows, g->cols);
	}
	h->shown.ambiguous = g->ambiguous;
	h->shown.cursor_y = g->cursor_y;
	h->shown.cursor_x = g->cursor_x;
	memcpy(h->shown.cells, g->cells, (size_t)g->rows * (size_t)g->cols * sizeof(*g->cells));
}

static void
nothing(struct kb_term *t)
{
	(void)t;
}

static void
ignore_theme(struct kb_term *t, enum kb_theme theme, enum kb_colours wanted)
{
	(void)t;
	(void)theme; /* cells hold roles */
	(void)wanted;
}

static enum kb_clip
copy(struct kb_term *t, kb_str text, bool anyhow)
{
	(void)t;
	(void)text;
	(void)anyhow;
	return KB_CLIP_TERMINAL;
}

static void
ignore_mouse(struct kb_term *t, bool on)
{
	(void)t;
	(void)on; /* the script clicks when it likes */
}

static void
suspend(struct kb_term *t)
{
	self(t)->resumed = true;
}

static void
close_term(struct kb_term *t)
{
	if (t) {
		struct headless *h = self(t);
		kb_grid_release(&h->shown);
		free(h->steps);
		free(h);
	}
}

static void
add_step(struct headless *h, struct step step)
{
	h->steps = kb_grow(h->steps, h->n, &h->cap, sizeof(*h->steps));
	h->steps[h->n++] = step;
}

static bool
digits(kb_str s, size_t *off, int *out)
{
	int value = 0;
	size_t start = *off;
	while (*off < s.n && s.p[*off] >= '0' && s.p[*off] <= '9' && value < 1000) {
		value = value * 10 + (s.p[(*off)++] - '0');
	}
	*out = value;
	return *off > start && value > 0;
}

/* "20x40>" behind the word: two numbers from 1 on. */
static bool
pair_step(kb_str s, size_t *off, kb_str word, int *rows, int *cols)
{
	size_t at = *off + word.n;
	if (!kb_str_starts(kb_str_sub(s, *off, s.n), word) || !digits(s, &at, rows) || at >= s.n ||
	    s.p[at++] != 'x' || !digits(s, &at, cols) || at >= s.n || s.p[at] != '>') {
		return false;
	}
	*off = at + 1;
	return true;
}

/* <Resize:20x40>: rows, then cells; <Click:5x10>: row and cell, from 1. */
static bool
resize_step(kb_str s, size_t *off, struct step *step)
{
	if (pair_step(s, off, KB_STR("<Resize:"), &step->rows, &step->cols)) {
		step->what = STEP_RESIZE;
		return true;
	}
	struct kb_event click = { .type = KB_EVENT_KEY, .key = KB_KEY_CLICK };
	if (pair_step(s, off, KB_STR("<Click:"), &click.y, &click.x)) {
		click.y--;
		click.x--;
		step->event = click;
		return true;
	}
	return false;
}

static bool
word_step(kb_str s, size_t *off, struct step *step)
{
	static const struct {
		kb_str word;
		struct step step;
	} words[] = {
		{ { "<Width:0>", 9 }, { .what = STEP_WIDTH, .told = KB_AMBIGUOUS_UNKNOWN } },
		{ { "<Width:1>", 9 }, { .what = STEP_WIDTH, .told = KB_AMBIGUOUS_1 } },
		{ { "<Width:2>", 9 }, { .what = STEP_WIDTH, .told = KB_AMBIGUOUS_2 } },
		{ { "<Width:3>", 9 }, { .what = STEP_WIDTH, .told = KB_AMBIGUOUS_SAFE } },
		{ { "<Screen>", 8 }, { .what = STEP_SCREEN } },
		{ { "<Await>", 7 }, { .what = STEP_AWAIT } },
		{ { "<Timeout>", 9 }, { .event = { .type = KB_EVENT_NONE } } },
		{ { "<Hangup>", 8 }, { .event = { .type = KB_EVENT_END } } },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (kb_str_starts(kb_str_sub(s, *off, s.n), words[i].word)) {
			*step = words[i].step;
			*off += words[i].word.n;
			return true;
		}
	}
	return false;
}

static enum kb_err
read_script(struct headless *h, struct kb_ctx *ctx, kb_str script)
{
	for (size_t off = 0; off < script.n;) {
		struct step step = { 0 };
		if (script.p[off] == ' ' || script.p[off] == '\n') {
			off++;
			continue;
		}
		if (!resize_step(script, &off, &step) && !word_step(script, &off, &step)) {
			int key = kb_key_parse(script, &off);
			if (key < 0) {
				kb_str rest = kb_str_sub(script, off, off + 20);
				return kb_fail(ctx, KB_E_USAGE, _("no such key at '%.*s'"),
				               KB_ARG(rest));
			}
			step.event = (struct kb_event){ .type = KB_EVENT_KEY, .key = key };
		}
		add_step(h, step);
	}
	return KB_OK;
}

enum kb_err
kb_term_headless(struct kb_ctx *ctx, int rows, int cols, kb_str script, struct kb_buf *screens,
                 struct kb_term **out)
{
	static const struct kb_term_ops ops = {
		.size = ask_size,
		.wait = wait_event,
		.blit = blit,
		.redraw = nothing,
		.bell = nothing,
		.suspend = suspend,
		.theme = ignore_theme,
		.copy = copy,
		.lend = nothing,
		.retake = nothing,
		.count = count,
		.mouse = ignore_mouse,
		.close = close_term,
	};
	struct headless *h = kb_calloc(1, sizeof(*h));
	h->term.ops = &ops;
	h->rows = rows;
	h->cols = cols;
	h->screens = screens;
	h->told = h->term.ambiguous = KB_AMBIGUOUS_1;
	kb_grid_init(&h->shown, rows, cols, KB_AMBIGUOUS_1);
	enum kb_err err = read_script(h, ctx, script);
	if (err != KB_OK) {
		close_term(&h->term);
		return err;
	}
	*out = &h->term;
	return KB_OK;
}

void
kb_term_headless_watch(struct kb_term *headless,
                       void (*screen)(void *user, const struct kb_grid *g), void *user)
{
	self(headless)->screen = screen;
	self(headless)->user = user;
}
