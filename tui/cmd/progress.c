/*
 * One line on a terminal that says how far an import is, written anew in its
 * place: carriage return, text, blanks; no other control character.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd_int.h"
#include "kanbao/clock.h"
#include "kanbao/i18n.h"
#include "kanbao/text.h"

#define STEP_MS 100
#define RATE_AFTER_MS 500 /* before that a rate says nothing */
#define COLS_MAX 400

static int
width(FILE *to)
{
	struct winsize size = { 0 };
	if (ioctl(fileno(to), TIOCGWINSZ, &size) != 0 || size.ws_col < 2) {
		return 80;
	}
	return size.ws_col < COLS_MAX ? size.ws_col : COLS_MAX;
}

void
kb_progress_init(struct kb_progress_line *p, FILE *to)
{
	*p = (struct kb_progress_line){ .to = to,
		                        .shown = isatty(fileno(to)) == 1,
		                        .began_ms = kb_clock_ms() };
}

/* 3.4 MB/s  1:20 left */
static void
add_rate(struct kb_buf *line, int64_t took_ms, const struct kb_import_progress *at)
{
	if (took_ms < RATE_AFTER_MS || !at->bytes) {
		return;
	}
	double rate = (double)at->bytes * 1e3 / (double)took_ms;
	kb_buf_add(line, KB_STR("  "));
	kb_buf_printf(line, rate < 1e6 ? _("%.1f kB/s") : _("%.1f MB/s"),
	              rate < 1e6 ? rate / 1e3 : rate / 1e6);
	if (at->bytes_total > at->bytes) {
		long left = (long)((double)(at->bytes_total - at->bytes) / rate + 0.5);
		kb_buf_add(line, KB_STR("  "));
		kb_buf_printf(line, _("%ld:%02ld left"), left / 60, left % 60);
	}
}

static void
rewrite(struct kb_progress_line *p, kb_str text)
{
	int cols = 0;
	size_t n = kb_text_fit(text, width(p->to) - 1, KB_AMBIGUOUS_2, &cols);
	fprintf(p->to, "\r%.*s%*s\r", (int)n, n ? text.p : "", p->cols > cols ? p->cols - cols : 0,
	        "");
	fflush(p->to);
	p->cols = cols;
}

/* Whether it is time for another line. */
static bool
due(struct kb_progress_line *p)
{
	int64_t now = kb_clock_ms();
	if (!p->shown || now - p->last_ms < STEP_MS) {
		return false;
	}
	p->last_ms = now;
	return true;
}

static void
show(struct kb_progress_line *p, kb_str raw)
{
	struct kb_buf line = { 0 };
	kb_text_oneline(raw, &line);
	rewrite(p, kb_buf_str(&line));
	kb_buf_release(&line);
}

void
kb_progress_show(struct kb_progress_line *p, const struct kb_import_progress *at)
{
	if (!due(p)) {
		return;
	}
	struct kb_buf raw = { 0 };
	kb_buf_printf(&raw, _("%zu of %zu files"), at->files,
	              at->files_total > at->files ? at->files_total : at->files);
	add_rate(&raw, p->last_ms - p->began_ms, at);
	kb_buf_printf(&raw, "  %s", at->path);
	show(p, kb_buf_str(&raw));
	kb_buf_release(&raw);
}

void
kb_progress_count(struct kb_progress_line *p, const char *what, int64_t done, int64_t total)
{
	if (!due(p)) {
		return;
	}
	struct kb_buf raw = { 0 };
	kb_buf_printf(&raw, "%s", what);
	if (done) {
		kb_buf_printf(&raw, "  %lld", (long long)done);
	}
	if (total) {
		kb_buf_printf(&raw, _(" of %lld"), (long long)total);
	}
	show(p, kb_buf_str(&raw));
	kb_buf_release(&raw);
}

void
kb_progress_clear(struct kb_progress_line *p)
{
	if (p->shown && p->cols) {
		rewrite(p, KB_STR(""));
	}
}
