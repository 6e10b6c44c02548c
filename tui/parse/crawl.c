/*
 * Crawls of one article a file, YYYYMMDD-PP-NN.txt: kicker, headline and deck
 * on the first three lines, any of them empty, then a paragraph a line. Date
 * and page stand in the name alone; the files of a day make one issue.
 */
#include <stdlib.h>
#include <string.h>

#include "digital_int.h"
#include "formats.h"
#include "kanbao/i18n.h"

/* What the name of a file says. */
struct named {
	kb_day day;
	kb_str page;
	long number;
	size_t file;
};

/* "20220413-01-02.txt"; false where it is no such name. */
static bool
read_name(struct kb_arena *a, kb_str base, struct named *out)
{
	kb_str rest = base;
	kb_str part[3];
	if (!kb_file_ext(base, KB_STR(".txt"))) {
		return false;
	}
	rest.n -= 4;
	for (size_t i = 0; i < 3; i++) {
		if (!kb_str_split(&rest, '-', &part[i])) {
			return false;
		}
	}
	return !rest.p && part[0].n == 8 && kb_date_scan(part[0], &out->day) == 8 &&
	       part[1].n > 0 && kb_page_scan(a, part[1], &out->page) == part[1].n &&
	       part[2].n > 0 && kb_number_scan(part[2], &out->number) == part[2].n;
}

bool
kb_fmt_crawl_is(const struct kb_bundle *bundle)
{
	struct kb_arena a = { 0 };
	struct named named;
	kb_day day = KB_DAY_NONE;
	bool all = bundle->n > 0;
	for (size_t i = 0; i < bundle->n && all; i++) {
		all = read_name(&a, kb_file_base(bundle, i), &named) &&
		      (day == KB_DAY_NONE || day == named.day);
		day = named.day;
	}
	kb_arena_release(&a);
	return all;
}

static int
by_place(const void *x, const void *y)
{
	const struct named *a = x;
	const struct named *b = y;
	int page = kb_page_position(a->page) - kb_page_position(b->page);
	if (page == 0) {
		page = kb_str_cmp(a->page, b->page);
	}
	if (page) {
		return page;
	}
	return a->number != b->number ? (a->number < b->number ? -1 : 1)
	                              : (a->file < b->file ? -1 : 1);
}

/*
 * At most three lines before the first that is indented; where none is, those
 * before the first that ends in a full stop.
 */
static size_t
head_lines(const struct kb_strs *lines)
{
	static const char *const stops[] = { "。", "。”", "：", "；", NULL };
	size_t sentence = SIZE_MAX;
	for (size_t i = 0; i < lines->n; i++) {
		if (kb_str_starts(lines->v[i], KB_STR("\u3000\u3000"))) {
			return i < 3 ? i : 3;
		}
		if (sentence == SIZE_MAX && kb_ends_any(kb_str_trim(lines->v[i]), stops)) {
			sentence = i;
		}
	}
	size_t n = sentence < lines->n ? sentence : lines->n;
	return n < 3 ? n : 3;
}

/* （上接第1版） stands where the kicker would; it is no title. */
static bool
jump_mark(struct kb_page *page, kb_str s)
{
	struct kb_block block = { .text = s, .printed = s };
	if (s.n) {
		kb_block_jumps(page, &block);
	}
	return s.n && !block.text.n && (block.jump_from.p || block.jump_to.p);
}

static void
read_text(struct kb_page *page, kb_str text, struct kb_piece *piece)
{
	struct kb_arena *a = page->a;
	struct kb_strs lines = { 0 };
	kb_str line;
	while (kb_str_split(&text, '\n', &line)) {
		kb_strs_add(a, &lines, line);
	}
	size_t heads = head_lines(&lines);
	kb_str head[3] = { KB_STR_NULL, KB_STR_NULL, KB_STR_NULL };
	for (size_t i = 0; i < heads; i++) {
		kb_str field = kb_field_dup(a, lines.v[i]);
		if (jump_mark(page, field)) {
			kb_strs_add(a, &piece->body, field);
		} else if (field.n) {
			/* one line alone is the headline */
			head[heads == 1 ? 1 : i] = field;
		}
	}
	if (!head[1].n) {
		head[1] = head[0].n ? head[0] : head[2];
		*(head[0].n ? &head[0] : &head[2]) = KB_STR_NULL;
	}
	piece->kicker = head[0];
	piece->headline = head[1];
	piece->deck = head[2];
	for (size_t i = heads; i < lines.n; i++) {
		kb_str paragraph = kb_field_dup(a, lines.v[i]);
		if (paragraph.n) {
			kb_strs_add(a, &piece->body, paragraph);
		}
	}
}

enum kb_err
kb_digital_text(struct kb_digital *d, const struct kb_bundle *bundle, size_t i, struct kb_buf *text)
{
	bool cut = false;
	kb_str bytes = bundle->files[i].bytes;
	kb_buf_clear(text);
	/* crawlers leave empty files for pages of pictures */
	if (bundle->n > 1 && !kb_str_trim(bytes).n) {
		return KB_OK;
	}
	enum kb_err err = kb_source_text(d->ctx, bytes, text, &d->report, &cut);
	if (err && bundle->n > 1) {
		kb_str path = kb_arena_dup(d->page.a, bundle->files[i].path);
		err = kb_fail_at(d->ctx, path.p ? path.p : "");
	}
	if (!err && cut) {
		kb_doubt(d->page.a, &d->page.doubts, N_("the file ends inside a character"));
	}
	return err;
}

enum kb_err
kb_digital_finish_day(struct kb_digital *d, const struct kb_bundle *bundle,
                      const struct kb_sink *sink)
{
	return kb_digital_finish(d, bundle->n == 1 ? kb_file_base(bundle, 0) : bundle->name, sink);
}

enum kb_err
kb_fmt_crawl_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                  const struct kb_parse_options *options, const struct kb_sink *sink)
{
	struct kb_digital d;
	struct kb_buf text = { 0 };
	struct named *names = kb_arena_alloc(a, bundle->n, sizeof(*names));
	enum kb_err err = KB_OK;
	kb_digital_init(&d, ctx, a, options);
	for (size_t i = 0; i < bundle->n; i++) {
		(void)read_name(a, kb_file_base(bundle, i), &names[i]);
		names[i].file = i;
	}
	qsort(names, bundle->n, sizeof(*names), by_place);
	d.path_day = names[0].day;
	for (size_t i = 0; i < bundle->n && !err; i++) {
		err = kb_digital_text(&d, bundle, names[i].file, &text);
		if (!err && text.n) {
			struct kb_piece piece = { .page = names[i].page };
			read_text(&d.page, kb_buf_str(&text), &piece);
			(void)kb_digital_add(&d, &piece);
		}
	}
	kb_buf_release(&text);
	return err ? err : kb_digital_finish_day(&d, bundle, sink);
}
