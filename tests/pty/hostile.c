/* The corpus, and issues made of it. */
#include "hostile.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kanbao/date.h"
#include "kanbao/store.h"

#define P(name, text)                          \
	{                                      \
		name,                          \
		{                              \
			text, sizeof(text) - 1 \
		}                              \
	}

static const struct hostile listed[] = {
	P("C0", "\x01\x02\x03\x04\x05\x06\a\b\t\v\f\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19"
	        "\x1a\x1c\x1d\x1e\x1f"),
	P("DEL", "\x7f\x7f"),
	P("line ends", "\r\x1b[K\rgone\b\b\b\b\x85\n\n"),
	P("C1 as characters", "\xc2\x80\xc2\x81\xc2\x84\xc2\x85\xc2\x88\xc2\x8d\xc2\x90\xc2\x96\xc2"
	                      "\x98\xc2\x9a\xc2\x9c"),
	P("C1 as bytes", "\x80\x84\x85\x88\x8d\x90\x96\x98\x9a\x9b\x9c\x9d\x9e\x9f"),
	P("SGR", "\x1b[31mred\x1b[0m"),
	P("clear", "\x1b[2J\x1b[H\x1b[3J"),
	P("other screen", "\x1b[?1049l\x1b[?25l\x1b[?1000h"),
	P("reports", "\x1b[6n\x1b[c\x1b[>c\x1b[=c\x1b[18t\x1b[21t\x05"),
	P("reset", "\x1b"
	           "c\x1b[!p\x1b#8"),
	P("charset", "\x1b(0\x1b)0\x0e\x1b%@"),
	P("CSI by C1", "\xc2\x9b"
	               "31m\xc2\x9b"
	               "2J\x9b"
	               "31m"),
	P("title", "\x1b]0;pwned\a\x1b]2;pwned\x1b\\"),
	P("title by C1", "\xc2\x9d"
	                 "0;pwned\xc2\x9c\x9d"
	                 "0;pwned\x9c"),
	P("link", "\x1b]8;;http://evil.example/\x1b\\here\x1b]8;;\x1b\\"),
	P("clipboard", "\x1b]52;c;cHduZWQ=\a\x1b]52;p;cHduZWQ=\x1b\\"),
	P("clipboard asked", "\x1b]52;c;?\a\xc2\x9d"
	                     "52;c;?\xc2\x9c"),
	P("DCS", "\x1bP$qm\x1b\\\x1bP+q544e\x1b\\\x1bPq#0;2;0;0;0~\x1b\\\xc2\x90q\xc2\x9c"),
	P("tmux", "\x1bPtmux;\x1b\x1b]0;pwned\a\x1b\\\x1bkpwned\x1b\\"),
	P("APC", "\x1b_Gf=24;AAAA\x1b\\\xc2\x9fG\xc2\x9c"),
	P("PM", "\x1b^pm\x1b\\\xc2\x9epm\xc2\x9c"),
	P("SOS", "\x1bXsos\x1b\\\xc2\x98sos\xc2\x9c"),
	P("unfinished", "\x1b"),
	P("unfinished CSI", "\x1b[3"),
	P("unfinished OSC", "\x1b]0;pwned"),
	P("overlong", "\xc0\x9b\xc0\x80\xe0\x80\x9b\xe0\x9f\xbf\xf0\x80\x80\x9b\xc1\x9b[31m"),
	P("cut", "\xe6\x9f\xe6\xf0\x9f\x98\xc3"),
	P("cut before ESC", "\xe6\x1b[31m\xf0\x9f\x1b]0;x\a\xe6\x9f"),
	P("surrogates", "\xed\xa0\x80\xed\xb0\x80\xed\xa0\x9b\xed\xbf\xbf"),
	P("too large", "\xf4\x90\x80\x80\xf8\x88\x80\x80\x80\xfc\x84\x80\x80\x80\x80\xfe\xff"),
	P("noncharacters", "\xef\xbf\xbe\xef\xbf\xbf\xf0\x9f\xbf\xbe\xef\xb7\x90\xf4\x8f\xbf\xbf"),
	P("bidi", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
	          "abc"),
	P("invisible", "\u200b\u200c\u2060\u2061\u2064\ufeff\u00ad\u180e\ufff9\ufffa\ufffb"),
	P("separators", "\u2028\u2029"),
	P("tags",
	  "\U000E0001\U000E0020\U000E0061\U000E007F\U0001F3F4\U000E0067\U000E0062\U000E007F"),
	P("joiners", "a\u200db\u200d柯\u200d\U0001F468\u200d\U0001F469\u200d\U0001F467\u200dx"),
	P("selectors", "a\ufe0f\ufe0e柯\ufe0f\ufe00葛\U000E0100a\U000E0100\U000E01EF\u2764\ufe0f"),
	P("private use", "\ue000\uf8ff\U000F0000\U0010FFFD"),
	P("marks",
	  "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u0489"),
	P("marks alone", "\u0301\u20dd\u0e33\u3099"),
	P("emoji", "\U0001F468\u200d\U0001F469\u200d\U0001F467 \U0001F1E8\U0001F1F3 1\ufe0f\u20e3"),
	P("right to left", "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0635\u062d\u0641"),
	P("formats", "%s%n%x%99999d%%"),
	P("shell", "$(touch /tmp/kb-pwned) `id`; rm -rf x | sh & \\ \" ' ../../etc/passwd"),
	P("options", "--output=/tmp/kb-pwned"),
	P("markup", "</title><script>alert(1)</script>&#27;[31m&#x9b;31m&#x202e;"),
	P("escapes", "\\u001b[31m\\x1b[31m\\033[31m^[[31m"),
	P("wide", "\u1160\u115f\u3164\uffa0\u034f\u2800\ufffc\ufffd\u303f\u32ff"),
};
#define LISTED (sizeof(listed) / sizeof(*listed))

const struct hostile *
hostile_all(size_t *n)
{
	static struct hostile all[LISTED + 1];
	static char together[8192];
	if (!all[0].name) {
		size_t at = 0;
		for (size_t i = 0; i < LISTED; i++) {
			all[i] = listed[i];
			assert_true(at + listed[i].bytes.n < sizeof(together));
			memcpy(together + at, listed[i].bytes.p, listed[i].bytes.n);
			at += listed[i].bytes.n;
		}
		all[LISTED] = (struct hostile){ "all in a row", { together, at } };
	}
	*n = LISTED + 1;
	return all;
}

/* --- issues of it ---------------------------------------------------------------------- */

static kb_day
first_day(void)
{
	kb_day day = KB_DAY_NONE;
	assert_true(kb_date_scan(KB_STR(HOSTILE_FIRST), &day) > 0);
	return day;
}

/* In front, in the middle, at the end of other text. */
static kb_str
around(struct kb_arena *a, kb_str bytes)
{
	struct kb_buf out = { 0 };
	kb_buf_add(&out, bytes);
	kb_buf_add(&out, KB_STR("柯城"));
	kb_buf_add(&out, bytes);
	kb_buf_add(&out, KB_STR("共富"));
	kb_buf_add(&out, bytes);
	kb_str kept = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return kept;
}

static void
fill_article(struct kb_arena *a, struct kb_article *article, kb_str page, kb_str text)
{
	*article = (struct kb_article){
		.page = page,
		.label = text,
		.kicker = text,
		.headline = text,
		.deck = text,
		.lead = text,
		.jump_to = text,
		.jump_from = text,
		.ncaptions = 1,
		.ncorrected = 3,
	};
	kb_credits_add(a, &article->credits, text, text);
	for (int i = 0; i < 3; i++) {
		kb_strs_add(a, &article->body, text);
	}
	kb_strs_add(a, &article->doubts, text);
	article->captions = kb_arena_alloc(a, 1, sizeof(*article->captions));
	article->captions[0].text = text;
	kb_credits_add(a, &article->captions[0].credits, text, text);
	article->corrected = kb_arena_alloc(a, 3, sizeof(*article->corrected));
	article->corrected[0] = (struct kb_corrected){ .member = KB_STR("headline"), .was = text };
	article->corrected[1] = (struct kb_corrected){ .member = KB_STR("deck"), .was = text };
	article->corrected[2] = (struct kb_corrected){ .member = KB_STR("credits") };
	kb_credits_add(a, &article->corrected[2].credits, text, text);
}

/* Every member that holds text, with it. */
static struct kb_issue
issue_of(struct kb_arena *a, size_t i, kb_str bytes)
{
	kb_str text = around(a, bytes);
	struct kb_issue issue = {
		.paper = text,
		.day = first_day() + (kb_day)i,
		.date_source = KB_DATE_OPTION,
		.edition = 1,
		.number = 100 + 2 * (long)i,
		.lunar = text,
		.weekday = text,
		.pages = 4,
		.month_day = text,
		.npage_names = 2,
		.narticles = 2,
		.source_name = text,
		.source_sha256 =
			KB_STR("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
	};
	kb_strs_add(a, &issue.masthead, text);
	kb_strs_add(a, &issue.dropped, text);
	issue.page_names = kb_arena_alloc(a, 2, sizeof(*issue.page_names));
	issue.page_names[0] = (struct kb_page_name){ KB_STR("1"), text };
	issue.page_names[1] = (struct kb_page_name){ text, text };
	issue.articles = kb_arena_alloc(a, 2, sizeof(*issue.articles));
	fill_article(a, &issue.articles[0], KB_STR("1"), text);
	fill_article(a, &issue.articles[1], text, text);
	return issue;
}

void
hostile_archive(const char *path, bool plain)
{
	struct kb_ctx ctx = { 0 };
	struct kb_arena a = { 0 };
	struct kb_store *store = NULL;
	size_t n;
	const struct hostile *all = hostile_all(&n);
	assert_int_equal(kb_store_open(&ctx, path, KB_STORE_WRITE, &store), KB_OK);
	for (size_t i = 0; i < n; i++) {
		kb_str bytes = plain ? KB_STR("今日") : all[i].bytes;
		struct kb_issue issue = issue_of(&a, i, bytes);
		struct kb_source source = { .name = bytes,
			                    .bytes = kb_str_of(all[i].name),
			                    .keep = true,
			                    .day = KB_DAY_NONE };
		enum kb_put what;
		kb_issue_id id;
		enum kb_err err = kb_store_put(store, &ctx, &issue, true, &source, &what, &id);
		if (err) {
			fail_msg("%s: %s", all[i].name, ctx.message.p);
		}
		kb_arena_reset(&a);
	}
	kb_store_close(store);
	kb_arena_release(&a);
	kb_ctx_release(&ctx);
}

/* A text as a member's value: only what JSON cannot hold is escaped. */
static void
add_json(struct kb_buf *out, kb_str text)
{
	kb_buf_byte(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c < 0x20) {
			kb_buf_printf(out, "\\u%04x", c);
		} else if (c == '"' || c == '\\') {
			kb_buf_byte(out, '\\');
			kb_buf_byte(out, text.p[i]);
		} else {
			kb_buf_byte(out, text.p[i]);
		}
	}
	kb_buf_byte(out, '"');
}

/* $ stands for the text in a form. */
static void
add_form(struct kb_buf *out, const char *form, kb_str text)
{
	for (const char *p = form; *p; p++) {
		if (*p == '$') {
			add_json(out, text);
		} else {
			kb_buf_byte(out, *p);
		}
	}
}

void
hostile_lines(const char *path, bool plain)
{
	static const char head[] =
		"\"number\":5,\"lunar\":$,\"weekday\":$,\"pages\":4,\"month_day\":\"1-1\","
		"\"page_names\":{\"1\":$},\"masthead\":[$,$],\"dropped\":[$],\"articles\":[";
	static const char article[] =
		"\"kind\":\"news\",\"label\":$,\"kicker\":$,\"headline\":$,\"deck\":$,\"lead\":$,"
		"\"credits\":[{\"role\":$,\"name\":$}],\"body\":[$,$],\"jump_to\":$,\"jump_from\":$"
		","
		"\"captions\":[{\"text\":$,\"credits\":[{\"role\":$,\"name\":$}]}],\"doubts\":[$],"
		"\"corrected\":{\"headline\":$,\"credits\":[{\"role\":$,\"name\":$}]}}";
	/* what is wrong is told with its text */
	static const char *const wrong[] = { "{\"schema\":1,$:1}", "{\"schema\":$}",
		                             "{\"schema\":1,\"date\":$}", "{\"kind\":$", "$" };
	struct kb_arena a = { 0 };
	struct kb_buf out = { 0 };
	char iso[KB_ISO_SIZE];
	size_t n;
	const struct hostile *all = hostile_all(&n);
	for (size_t i = 0; i < n; i++) {
		kb_str text = around(&a, plain ? KB_STR("今日") : all[i].bytes);
		kb_buf_printf(&out, "{\"schema\":1,\"paper\":");
		add_form(&out, "$,\"date\":", text);
		kb_buf_printf(&out, "\"%s\",", kb_day_iso(first_day() + (kb_day)i, iso));
		add_form(&out, head, text);
		add_form(&out, "{\"page\":\"1\",", text);
		add_form(&out, article, text);
		add_form(&out, ",{\"page\":$,", text);
		add_form(&out, article, text);
		kb_buf_printf(&out, "]}\n");
		add_form(&out, wrong[i % 5], text);
		kb_buf_byte(&out, '\n');
		kb_arena_reset(&a);
	}
	FILE *f = fopen(path, "wb");
	assert_true(f && fwrite(out.p, 1, out.n, f) == out.n && fclose(f) == 0);
	kb_buf_release(&out);
	kb_arena_release(&a);
}

size_t
hostile_path(char *path, size_t size, const char *folder, size_t i)
{
	size_t n;
	kb_str bytes = hostile_all(&n)[i].bytes;
	size_t at = (size_t)snprintf(path, size - 151, "%s/%02zu", folder, i);
	/* a name has 255 bytes, no NUL and no slash */
	for (size_t k = 0; k < bytes.n && k < 150; k++) {
		path[at++] = bytes.p[k] == '/' || !bytes.p[k] ? '_' : bytes.p[k];
	}
	path[at] = '\0';
	return at;
}

void
hostile_pages(const char *folder, bool plain)
{
	size_t n;
	const struct hostile *all = hostile_all(&n);
	assert_int_equal(mkdir(folder, 0700), 0);
	for (size_t i = 0; i < n; i++) {
		kb_str bytes = plain ? KB_STR("今日") : all[i].bytes;
		char path[600];
		size_t at = plain ? (size_t)snprintf(path, 300, "%s/%02zu今日", folder, i)
		                  : hostile_path(path, sizeof(path), folder, i);
		(void)snprintf(path + at, sizeof(path) - at, "-2023-%02zu-%02zu.%s", i / 28 + 1,
		               i % 28 + 1, i % 3 == 2 ? "html" : "txt");
		FILE *f = fopen(path, "wb");
		assert_non_null(f);
		for (int line = 0; line < 4; line++) {
			fprintf(f, "柯城");
			fwrite(bytes.p, 1, bytes.n, f);
			fprintf(f, "共富示范%s。\n\n", line ? "，今天上午开会" : "");
		}
		assert_int_equal(fclose(f), 0);
	}
}
