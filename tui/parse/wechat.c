/*
 * Articles of WeChat accounts, saved by a browser or an exporter: names of
 * elements, and the variables of a script for what a script would fill in.
 */
#include "digital_int.h"
#include "formats.h"

#define BEIJING_S (8L * 3600)
#define DAY_S (24L * 3600)

bool
kb_fmt_wechat_is(const struct kb_bundle *bundle)
{
	if (bundle->n != 1 || !kb_html_like(bundle->files[0].bytes)) {
		return false;
	}
	kb_str bytes = bundle->files[0].bytes;
	return kb_bytes_have(bytes, "js_content") &&
	       (kb_bytes_have(bytes, "activity-name") || kb_bytes_have(bytes, "msg_title") ||
	        kb_bytes_have(bytes, "mp.weixin.qq.com"));
}

/* What stands in quotes behind "var NAME =" in a script; absent. */
static kb_str
variable(struct kb_arena *a, const struct kb_html *h, const char *name)
{
	kb_str want = kb_arena_printf(a, "var %s", name);
	for (size_t i = 0; i < h->n; i++) {
		const struct kb_node *node = &h->v[i];
		size_t at = node->kind == KB_NODE_TEXT && node->hidden
		                    ? kb_str_find(node->text, want)
		                    : SIZE_MAX;
		if (at == SIZE_MAX) {
			continue;
		}
		kb_str rest = kb_str_trim(kb_str_sub(node->text, at + want.n, node->text.n));
		if (!kb_str_starts(rest, KB_STR("="))) {
			continue;
		}
		rest = kb_str_trim(kb_str_sub(rest, 1, rest.n));
		size_t open = 0; /* htmlDecode("…") too */
		while (open < rest.n && open < 16 && rest.p[open] != '"' && rest.p[open] != '\'') {
			open++;
		}
		size_t close = open + 1;
		while (close < rest.n && rest.p[close] != rest.p[open] && rest.p[close] != '\n') {
			close++;
		}
		if (close < rest.n && rest.p[close] == rest.p[open]) {
			return kb_str_sub(rest, open + 1, close);
		}
	}
	return KB_STR_NULL;
}

static kb_str
by_selector(struct kb_digital *d, struct kb_html *h, const char *selector)
{
	size_t at = kb_html_find(h, kb_html_all(h), 0, selector);
	if (at == SIZE_MAX) {
		return KB_STR_NULL;
	}
	struct kb_strs lines = kb_html_take(d->page.a, h, kb_html_inside(h, at), &d->report.text);
	return kb_lines_join(d->page.a, &lines);
}

/* The element's text, or what the script would put there. */
static kb_str
text_of(struct kb_digital *d, struct kb_html *h, const char *selector, const char *name)
{
	kb_str text = by_selector(d, h, selector);
	if (!text.n && name) {
		kb_str raw = variable(d->page.a, h, name);
		struct kb_strs lines = raw.n ? kb_html_lines(d->page.a, raw, &d->report.text)
		                             : (struct kb_strs){ 0 };
		text = kb_lines_join(d->page.a, &lines);
	}
	return text;
}

/* Seconds since 1970; the account lives in China. */
static kb_day
day_of_seconds(kb_str s)
{
	long seconds = 0;
	if (s.n < 9 || s.n > 10) {
		return KB_DAY_NONE;
	}
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9') {
			return KB_DAY_NONE;
		}
		seconds = seconds * 10 + (s.p[i] - '0');
	}
	return (kb_day)((seconds + BEIJING_S) / DAY_S);
}

static kb_day
find_day(struct kb_digital *d, struct kb_html *h)
{
	kb_day day = day_of_seconds(variable(d->page.a, h, "ct"));
	kb_str shown = text_of(d, h, "#publish_time", "publish_time");
	shown = shown.n ? shown : variable(d->page.a, h, "createTime");
	if (day == KB_DAY_NONE && shown.n) {
		(void)kb_date_scan(shown, &day);
	}
	if (shown.n) {
		kb_strs_add(d->page.a, &d->leftover, shown);
	}
	return day;
}

/* Calls to follow the account, before the text. */
static void
cut_start(struct kb_digital *d, struct kb_strs *body)
{
	static const char *const words[] = { "点击上方", "点击蓝字", "关注我们", "蓝字关注",
		                             "点击关注", "↑",        "▲点击",    NULL };
	size_t n = 0;
	while (n + 1 < body->n && kb_field_chars(body->v[n]) <= 30 &&
	       kb_has_any(body->v[n], words)) {
		kb_strs_add(d->page.a, &d->leftover, body->v[n++]);
	}
	if (n) {
		*body = (struct kb_strs){ body->v + n, body->n - n, body->cap - n };
	}
}

static void
read_article(struct kb_digital *d, struct kb_html *h)
{
	static const char *const titles[] = { "og:title", "twitter:title", NULL };
	struct kb_arena *a = d->page.a;
	struct kb_piece piece = { 0 };
	piece.headline = text_of(d, h, "#activity-name", "msg_title");
	if (!piece.headline.n) {
		piece.headline = kb_html_meta(a, h, titles);
	}
	kb_str account = text_of(d, h, "#js_name", "nickname");
	kb_str author = text_of(d, h, "#js_author_name", "author");
	if (author.n && !kb_str_eq(author, account)) {
		kb_strs_add(a, &piece.authors, author);
	}
	d->printed_day = find_day(d, h);
	size_t at = kb_html_find(h, kb_html_all(h), 0, "#js_content");
	if (at != SIZE_MAX) {
		piece.body = kb_html_take(a, h, kb_html_inside(h, at), &d->report.text);
	}
	cut_start(d, &piece.body);
	kb_digital_cut_end(d, &piece.body);
	/* the account is the best name there is, but no paper's */
	d->issue.paper =
		d->page.options->paper.n ? kb_field_dup(a, d->page.options->paper) : account;
	if (account.n) {
		kb_strs_add(a, &d->issue.masthead, account);
	}
	if (piece.headline.n || piece.body.n) {
		(void)kb_digital_add(d, &piece);
	}
}

enum kb_err
kb_fmt_wechat_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                   const struct kb_parse_options *options, const struct kb_sink *sink)
{
	struct kb_digital d;
	struct kb_html h = { 0 };
	kb_digital_init(&d, ctx, a, options);
	enum kb_err err = kb_html_load(ctx, a, bundle->files[0].bytes, &h, &d.report);
	if (err) {
		return err;
	}
	read_article(&d, &h);
	kb_html_loosen(&h);
	struct kb_strs rest = kb_html_take(a, &h, kb_html_all(&h), &d.report.text);
	kb_digital_leave(&d, &rest);
	return kb_digital_finish(&d, bundle->name, sink);
}
