/* What Tab offers for the term that the cursor is in: words, dates, fields. */
#include "kanbao/i18n.h"
#include "kanbao/text.h"
#include "seek_int.h"

#define WORDS 5
#define COMPLETIONS_MAX 12
/* Letters that may be initials. */
#define INITIALS_MAX 6

/* The term at the cursor. */
struct token {
	size_t from; /* of what stands behind a - */
	size_t value;
	size_t to;
	enum kb_field field;
	kb_str name; /* what stands before the colon, or all of it */
	kb_str text; /* the value */
};

static bool
is_quote(uint32_t cp)
{
	return cp == '"' || (cp >= 0x201C && cp <= 0x201E) || (cp >= 0x300C && cp <= 0x300F);
}

static void
split_token(kb_str typed, struct token *t)
{
	kb_str all = kb_str_sub(typed, t->from, t->to);
	if (kb_str_starts(all, KB_STR("-"))) {
		t->from++;
	}
	t->value = t->from;
	for (size_t off = t->from; off < t->to;) {
		size_t at = off;
		uint32_t cp = kb_utf8_next(typed, &off);
		if (cp == ':' || cp == 0xFF1A) {
			t->field = kb_field_of(kb_str_sub(typed, t->from, at));
			t->value = t->field == KB_FIELD_ANY ? t->from : off;
			break;
		}
	}
	t->name = kb_str_sub(typed, t->from, t->to);
	t->text = kb_str_sub(typed, t->value, t->to);
}

/* False where the cursor is in a quotation. */
static bool
token_at(kb_str typed, size_t cursor, struct token *t)
{
	bool quoted = false;
	*t = (struct token){ 0 };
	t->to = typed.n;
	for (size_t off = 0; off < typed.n;) {
		size_t at = off;
		uint32_t cp = kb_utf8_next(typed, &off);
		bool quote = is_quote(cp);
		if (at >= cursor && (quote || (kb_cp_blank(cp) && !quoted))) {
			t->to = at;
			break;
		}
		if (kb_cp_blank(cp) && !quoted) {
			t->from = off;
		}
		quoted = quoted != quote;
	}
	split_token(typed, t);
	return !quoted && t->from <= t->to;
}

/* --- the offers -------------------------------------------------------------------------- */

static void
offer(struct kb_run *r, struct kb_completion c)
{
	struct kb_answer *known = &r->known;
	if (known->ncompletions < COMPLETIONS_MAX) {
		known->completions =
			kb_arena_grow(&r->arena, known->completions, known->ncompletions,
		                      &r->completions_cap, sizeof(c));
		known->completions[known->ncompletions++] = c;
	}
}

static void
offer_word(struct kb_run *r, const struct token *t, struct kb_piece word)
{
	struct kb_buf text = { 0 };
	kb_piece_text(&text, word);
	kb_str kept = kb_arena_dup(&r->arena, kb_buf_str(&text));
	kb_buf_release(&text);
	offer(r, (struct kb_completion){ KB_COMPLETE_WORD, kept, kept, t->value, t->to });
}

/* What was understood as pinyin. */
static bool
offer_sounds(struct kb_run *r, const struct token *t)
{
	for (size_t i = 0; i < r->terms.n; i++) {
		const struct kb_word *word = &r->terms.v[i];
		if (word->nalts && kb_str_eq(word->typed, t->text)) {
			for (size_t k = 0; k < word->nalts && k < WORDS; k++) {
				offer_word(r, t, word->alts[k]);
			}
			return true;
		}
	}
	return false;
}

static void
offer_initials(struct kb_run *r, const struct token *t)
{
	struct kb_piece words[WORDS];
	size_t n = 0;
	bool few = t->text.n >= 2 && kb_utf8_count(t->text) <= INITIALS_MAX;
	bool wanted = few && t->field != KB_FIELD_DATE && t->field != KB_FIELD_PAGE &&
	              t->field != KB_FIELD_PAPER;
	if (wanted && kb_search_initials(r->s->store, &r->s->ctx, &r->arena, t->text, r->s->stop,
	                                 words, WORDS, &n) == KB_OK) {
		for (size_t i = 0; i < n; i++) {
			offer_word(r, t, words[i]);
		}
	}
}

static void
offer_date(struct kb_run *r, const struct token *t, kb_str date)
{
	offer(r, (struct kb_completion){ KB_COMPLETE_DATE, date, date, t->value, t->to });
}

/* A word that begins with what was typed; something more than that. */
static bool
begins(kb_str word, kb_str typed)
{
	return word.n > typed.n && kb_str_starts(word, typed);
}

static void
offer_day_words(struct kb_run *r, const struct token *t)
{
	/* as the query language knows them (query_date.c) */
	static const struct {
		const char *en;
		const char *zh;
	} words[] = {
		{ N_("today"), "今天" },      { N_("yesterday"), "昨天" },
		{ N_("this-month"), "本月" }, { N_("last-month"), "上月" },
		{ N_("this-year"), "今年" },  { N_("last-year"), "去年" },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!t->text.n) {
			offer_date(r, t, kb_str_of(_(words[i].en)));
		} else if (begins(kb_str_of(words[i].en), t->text)) {
			offer_date(r, t, kb_str_of(words[i].en));
		} else if (begins(kb_str_of(words[i].zh), t->text)) {
			offer_date(r, t, kb_str_of(words[i].zh));
		}
	}
}

static bool
all_digits(kb_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9') {
			return false;
		}
	}
	return s.n > 0;
}

/* Of 20 the last years that begin so, of 2022 and 2022-1 the months. */
static void
offer_numbers(struct kb_run *r, const struct token *t, int this_year)
{
	kb_str year = kb_str_sub(t->text, 0, 4);
	if (!all_digits(year)) {
		return;
	}
	if (year.n < 4) {
		for (int y = this_year; y >= KB_YEAR_MIN && r->known.ncompletions < WORDS; y--) {
			kb_str date = kb_arena_printf(&r->arena, "%d", y);
			if (begins(date, t->text)) {
				offer_date(r, t, date);
			}
		}
		return;
	}
	for (int month = 1; month <= 12; month++) {
		kb_str date = kb_arena_printf(&r->arena, "%.*s-%02d", KB_ARG(year), month);
		if (begins(date, t->text)) {
			offer_date(r, t, date);
		}
	}
}

/* 2022 and 去年 are text; behind 日期: they are dates. */
static void
offer_as_date(struct kb_run *r, const struct token *t)
{
	struct kb_terms terms;
	kb_str typed = kb_arena_printf(&r->arena, "date:%.*s", KB_ARG(t->text));
	kb_terms_parse(&r->arena, typed, kb_day_today(), &terms);
	bool date = terms.n == 1 && terms.v[0].field == KB_FIELD_DATE &&
	            terms.v[0].first != KB_DAY_NONE;
	if (date && t->text.n && kb_str_find(t->text, KB_STR("-")) == SIZE_MAX) {
		kb_str text = kb_arena_printf(&r->arena, "%s:%.*s", kb_field_name(KB_FIELD_DATE),
		                              KB_ARG(t->text));
		offer(r, (struct kb_completion){ KB_COMPLETE_DATE, text, text, t->from, t->to });
	}
}

static void
offer_fields(struct kb_run *r, const struct token *t)
{
	static const char *const english[] = { "title", "by", "label", "paper", "page", "date" };
	for (enum kb_field field = KB_FIELD_TITLE; field < KB_FIELD_COUNT; field++) {
		kb_str own = kb_str_of(kb_field_name(field));
		kb_str other = kb_str_of(english[field - KB_FIELD_TITLE]);
		kb_str name = !t->name.n || kb_str_starts(own, t->name) ? own
		              : kb_str_starts(other, t->name)           ? other
		                                                        : KB_STR_NULL;
		if (name.n) {
			kb_str text = kb_arena_printf(&r->arena, "%.*s:", KB_ARG(name));
			offer(r, (struct kb_completion){ KB_COMPLETE_FIELD, text, text, t->from,
			                                 t->to });
		}
	}
}

void
kb_run_complete(struct kb_run *r, bool slow)
{
	struct token t;
	const struct kb_ask *ask = &r->wish->ask;
	if (ask->cursor > ask->typed.n || !token_at(ask->typed, ask->cursor, &t)) {
		return;
	}
	if (slow) {
		if (r->known.ncompletions == 0 ||
		    r->known.completions[0].kind != KB_COMPLETE_WORD) {
			offer_initials(r, &t);
		}
		return;
	}
	(void)offer_sounds(r, &t);
	if (t.field == KB_FIELD_DATE) {
		offer_day_words(r, &t);
		offer_numbers(r, &t, kb_day_ymd(kb_day_today()).year);
	} else if (t.field == KB_FIELD_ANY) {
		offer_as_date(r, &t);
		offer_fields(r, &t);
	}
}
