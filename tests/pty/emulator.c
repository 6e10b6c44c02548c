/* The terminal: libvterm, ambiguous characters of one cell or of two, its own character set. */
#include "pty.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <iconv.h>
#include <stdio.h>
#include <string.h>

/* Stand-ins for ambiguous characters in an emulator that gives them two cells. */
#define STAND_IN 0x3400

static bool
ambiguous(uint32_t cp)
{
	return kb_cp_cols(cp, KB_AMBIGUOUS_1) != kb_cp_cols(cp, KB_AMBIGUOUS_2);
}

/* The n-th ambiguous code point has the n-th stand-in; there are some 900. */
static uint32_t
stand_in(uint32_t cp)
{
	uint32_t index = 0;
	for (uint32_t c = 0x80; c < cp; c++) {
		index += ambiguous(c);
	}
	return STAND_IN + index;
}

static uint32_t
stood_for(uint32_t wide)
{
	static uint32_t table[2000];
	if (wide < STAND_IN || wide >= STAND_IN + 2000) {
		return wide;
	}
	if (table[0] == 0) {
		size_t n = 0;
		for (uint32_t c = 0x80; c < 0x20000 && n < 2000; c++) {
			if (ambiguous(c)) {
				table[n++] = c;
			}
		}
	}
	return table[wide - STAND_IN];
}

/* From the terminal's own character set; fails where a byte is none of its characters. */
static void
decode(const char *charset, kb_str s, struct kb_buf *out)
{
	iconv_t cd = iconv_open("UTF-8", charset);
	assert_true(cd != (iconv_t)-1);
	char *in = (char *)(uintptr_t)s.p;
	size_t left = s.n;
	while (left) {
		char text[4096];
		char *to = text;
		size_t room = sizeof(text);
		size_t done = iconv(cd, &in, &left, &to, &room);
		if (done == (size_t)-1 && room == sizeof(text)) {
			fail_msg("no %s: %02x %02x", charset, (unsigned char)in[0],
			         left > 1 ? (unsigned char)in[1] : 0);
		}
		kb_buf_add(out, (kb_str){ text, sizeof(text) - room });
	}
	iconv_close(cd);
}

/*
 * Repeats (REP) as what they mean: libvterm 0.1.4 wraps too early behind one.
 * ncurses sends them outside UTF-8 only.
 */
static void
expand(kb_str s, struct kb_buf *out)
{
	for (size_t off = 0; off < s.n;) {
		int times;
		char end;
		int used = 0;
		char ahead[16] = "";
		memcpy(ahead, s.p + off, s.n - off < 15 ? s.n - off : 15);
		if (off && sscanf(ahead, "\033[%4d%c%n", &times, &end, &used) == 2 && end == 'b') {
			char last = s.p[off - 1];
			for (int i = 0; i < times; i++) {
				kb_buf_byte(out, last);
			}
			off += (size_t)used;
		} else {
			kb_buf_byte(out, s.p[off++]);
		}
	}
}

/* Shows what has come; only when no more is coming, so that no character is cut. */
void
pty_feed(struct pty *p, long long now_ms)
{
	kb_str s = kb_str_sub(kb_buf_str(&p->wire), p->fed, p->wire.n);
	struct kb_buf wide = { 0 };
	struct kb_buf decoded = { 0 };
	p->fed = p->wire.n;
	if (s.n && p->charset) {
		struct kb_buf plain = { 0 };
		expand(s, &plain);
		decode(p->charset, kb_buf_str(&plain), &decoded);
		kb_buf_release(&plain);
		s = kb_buf_str(&decoded);
	}
	if (s.n && p->ambiguous == KB_AMBIGUOUS_2) {
		for (size_t off = 0; off < s.n;) {
			uint32_t cp = kb_utf8_next(s, &off);
			kb_buf_cp(&wide, cp >= 0x80 && ambiguous(cp) ? stand_in(cp) : cp);
		}
		s = kb_buf_str(&wide);
	}
	if (s.n) {
		vterm_input_write(p->vt, s.p, s.n);
	}
	kb_buf_release(&wide);
	kb_buf_release(&decoded);
	char answer[256]; /* to questions of the program */
	size_t n = vterm_output_read(p->vt, answer, sizeof(answer));
	if (n) {
		line_put(&p->line, answer, n, now_ms);
	}
}

static int
on_property(VTermProp prop, VTermValue *value, void *user)
{
	struct pty *p = user;
	if (prop == VTERM_PROP_ALTSCREEN) {
		p->alternate = value->boolean;
	} else if (prop == VTERM_PROP_CURSORVISIBLE) {
		p->cursor = value->boolean;
	}
	return 1;
}

static int
on_bell(void *user)
{
	struct pty *p = user;
	p->bells++;
	return 1;
}

void
pty_emulator(struct pty *p)
{
	static const VTermScreenCallbacks callbacks = { .settermprop = on_property,
		                                        .bell = on_bell };
	p->vt = vterm_new(p->rows, p->cols);
	vterm_set_utf8(p->vt, 1);
	p->screen = vterm_obtain_screen(p->vt);
	vterm_screen_set_callbacks(p->screen, &callbacks, p);
	vterm_screen_enable_altscreen(p->screen, 1);
	vterm_screen_reset(p->screen, 1);
	p->cursor = true;
}

/* --- the screen ------------------------------------------------------------------ */

/* Code points of a cell, a blank where there are none; 0 for a right half. */
static size_t
cell_text(const struct pty *p, int y, int x, VTermScreenCell *cell, uint32_t *cps)
{
	vterm_screen_get_cell(p->screen, (VTermPos){ y, x }, cell);
	if (cell->chars[0] == (uint32_t)-1) {
		return 0;
	}
	size_t n = 0;
	while (n < VTERM_MAX_CHARS_PER_CELL && cell->chars[n]) {
		cps[n] =
			p->ambiguous == KB_AMBIGUOUS_2 ? stood_for(cell->chars[n]) : cell->chars[n];
		n++;
	}
	if (n == 0) {
		cps[n++] = ' ';
	}
	return n;
}

void
pty_dump(const struct pty *p, struct kb_buf *out)
{
	for (int y = 0; y < p->rows; y++) {
		size_t end = out->n;
		for (int x = 0; x < p->cols; x++) {
			VTermScreenCell cell;
			uint32_t cps[VTERM_MAX_CHARS_PER_CELL];
			size_t n = cell_text(p, y, x, &cell, cps);
			for (size_t i = 0; i < n; i++) {
				kb_buf_cp(out, cps[i]);
			}
			if (n && cps[0] != ' ') {
				end = out->n;
			}
		}
		out->n = end;
		kb_buf_byte(out, '\n');
	}
}

bool
pty_shows(const struct pty *p, const char *text)
{
	struct kb_buf out = { 0 };
	pty_dump(p, &out);
	bool shows = strstr(out.p, text) != NULL;
	kb_buf_release(&out);
	return shows;
}

/* −1: the terminal's own. */
static bool
same_colour(const VTermColor *c, bool own, int32_t want, enum kb_colours colours)
{
	if (want < 0 || own) {
		return own && want < 0;
	}
	if (colours != KB_COLOURS_TRUE) {
		return VTERM_COLOR_IS_INDEXED(c) && c->indexed.idx == want;
	}
	/* such a description says the first eight, black among them, by number */
	return want < 8 ? VTERM_COLOR_IS_INDEXED(c) && c->indexed.idx == want
	                : VTERM_COLOR_IS_RGB(c) &&
	                          (c->rgb.red << 16 | c->rgb.green << 8 | c->rgb.blue) == want;
}

static bool
same_look(const struct pty *p, const VTermScreenCell *cell, const struct kb_cell *want)
{
	struct kb_look look =
		kb_theme_look(p->theme, (enum kb_role)want->role, p->colours, p->ncolours);
	bool visible = want->cp[0] != ' ';
	return (cell->attrs.reverse != 0) == ((look.attrs & KB_ATTR_REVERSE) != 0) &&
	       (cell->attrs.underline != 0) == ((look.attrs & KB_ATTR_UNDERLINE) != 0) &&
	       same_colour(&cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg), look.ground,
	                   p->colours) &&
	       (!visible || ((cell->attrs.bold != 0) == ((look.attrs & KB_ATTR_BOLD) != 0) &&
	                     same_colour(&cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg), look.ink,
	                                 p->colours)));
}

/* What is wrong at a cell, or NULL. */
static const char *
cell_differs(const struct pty *p, const struct kb_grid *g, int y, int x)
{
	const struct kb_cell *want = kb_grid_at(g, y, x);
	VTermScreenCell cell;
	uint32_t cps[VTERM_MAX_CHARS_PER_CELL];
	size_t n = cell_text(p, y, x, &cell, cps);
	if (want->ncp == 0) {
		return n == 0 ? NULL : "a right half is lost";
	}
	if (n != want->ncp || memcmp(cps, want->cp, n * sizeof(*cps)) != 0) {
		return "text";
	}
	if (cell.width != want->cols) {
		return "width";
	}
	return same_look(p, &cell, want) ? NULL : "attributes";
}

bool
pty_same(const struct pty *p, const struct kb_grid *g)
{
	for (int y = 0; y < g->rows; y++) {
		for (int x = 0; x < g->cols; x++) {
			if (cell_differs(p, g, y, x)) {
				return false;
			}
		}
	}
	return true;
}

void
pty_compare(const struct pty *p, const struct kb_grid *g, const char *what)
{
	assert_int_equal(g->rows, p->rows);
	assert_int_equal(g->cols, p->cols);
	for (int y = 0; y < g->rows; y++) {
		for (int x = 0; x < g->cols; x++) {
			const char *why = cell_differs(p, g, y, x);
			if (why) {
				struct kb_buf got = { 0 };
				struct kb_buf want = { 0 };
				pty_dump(p, &got);
				kb_grid_dump(g, &want);
				fprintf(stderr, "--- on the screen\n%s--- in the grid\n%s", got.p,
				        want.p);
				kb_buf_release(&got);
				kb_buf_release(&want);
				fail_msg("%s: cell %d,%d of %dx%d: %s", what, y, x, g->rows,
				         g->cols, why);
			}
		}
	}
}
