/* Candidates compared with the terms, the cheapest part of an article first. */
#include "match.h"

void
kb_matcher_release(struct kb_matcher *m)
{
	kb_arena_release(&m->arena);
	kb_arena_release(&m->made);
	kb_folded_release(&m->folded);
}

static uint32_t
bit(size_t i)
{
	return (uint32_t)1 << i;
}

static bool
textual(enum kb_field field)
{
	return field == KB_FIELD_ANY || field == KB_FIELD_TITLE || field == KB_FIELD_BY ||
	       field == KB_FIELD_LABEL;
}

/* Whether all its pieces, or one of its alternatives, were found. */
static bool
holds(const struct kb_matcher *m, size_t i)
{
	uint32_t all = (uint32_t)(((uint64_t)1 << m->terms->v[i].npieces) - 1);
	return m->pieces[i] == all || (m->alts & bit(i));
}

/* --- texts ------------------------------------------------------------------------ */

static void
fold(struct kb_matcher *m)
{
	kb_str rest = m->text;
	kb_str line;
	kb_folded_clear(&m->folded);
	if (!m->lines) {
		kb_folded_add(&m->folded, m->text);
	}
	while (m->lines && kb_str_split(&rest, '\n', &line)) {
		kb_folded_add(&m->folded, line);
		kb_folded_field(&m->folded);
	}
	m->is_folded = true;
}

/* What is looked in from now on; of a body each line is a field. */
static void
set_text(struct kb_matcher *m, kb_str text, bool lines)
{
	m->text = text;
	m->lines = lines;
	m->is_folded = false;
}

/* The needles of a term: of its pieces, and behind them of its alternatives. */
static const struct kb_needle *
needles_of(struct kb_matcher *m, size_t i)
{
	const struct kb_word *t = &m->terms->v[i];
	if (!m->needles[i]) {
		size_t n = t->npieces + t->nalts;
		m->needles[i] = kb_arena_alloc(&m->made, n, sizeof(struct kb_needle));
		for (size_t k = 0; k < n; k++) {
			kb_needle_make(&m->needles[i][k],
			               k < t->npieces ? t->pieces[k] : t->alts[k - t->npieces]);
		}
	}
	return m->needles[i];
}

static bool
contains(struct kb_matcher *m, const struct kb_needle *needle)
{
	if (kb_needle_fits(needle, m->text)) {
		return kb_needle_in(needle, m->text);
	}
	if (!m->is_folded) {
		fold(m);
	}
	return kb_folded_find(&m->folded, needle->piece, 0) != SIZE_MAX;
}

/* Looks in the text, which counts for the fields of `kinds`. */
static void
look_in(struct kb_matcher *m, uint32_t kinds)
{
	for (size_t i = 0; i < m->terms->n && m->text.n; i++) {
		const struct kb_word *t = &m->terms->v[i];
		if (!(kinds & bit(t->field)) || (m->decided & bit(i)) || holds(m, i)) {
			continue;
		}
		const struct kb_needle *needles = needles_of(m, i);
		for (size_t k = 0; k < t->npieces; k++) {
			if (!(m->pieces[i] & bit(k)) && contains(m, &needles[k])) {
				m->pieces[i] |= bit(k);
			}
		}
		for (size_t k = 0; k < t->nalts && !holds(m, i); k++) {
			if (contains(m, &needles[t->npieces + k])) {
				m->alts |= bit(i);
			}
		}
	}
}

static void
look_in_field(struct kb_matcher *m, kb_str text, uint32_t kinds)
{
	set_text(m, text, false);
	look_in(m, kinds | bit(KB_FIELD_ANY));
}

static enum kb_err
look_in_body(struct kb_matcher *m, kb_article_id id)
{
	kb_str text = KB_STR_NULL;
	struct kb_query q = kb_query(&m->store->db, m->ctx, SQL_TEXT);
	kb_bind_int(&q, id);
	enum kb_err bad = KB_OK;
	if (kb_query_row(&q)) {
		bad = kb_text_unpack(m->store, m->ctx, &m->arena, kb_col_int(&q, 0),
		                     kb_col_blob(&q, 1), &text);
	}
	enum kb_err err = kb_query_end(&q);
	set_text(m, text, true);
	look_in(m, bit(KB_FIELD_ANY));
	return err ? err : bad;
}

static void
look_at_page(struct kb_matcher *m, kb_str page)
{
	struct kb_buf name = { 0 };
	kb_page_folded(page, &name);
	for (size_t i = 0; i < m->terms->n; i++) {
		const struct kb_word *t = &m->terms->v[i];
		if (t->field == KB_FIELD_PAGE && kb_str_eq(t->page, kb_buf_str(&name))) {
			m->pages |= bit(i);
		}
	}
	kb_buf_release(&name);
}

/* Columns of SQL_HEAD: page, and the texts of the article's own row. */
static enum kb_err
look_in_head(struct kb_matcher *m, kb_article_id id)
{
	static const uint32_t kinds[] = { 1u << KB_FIELD_TITLE, 1u << KB_FIELD_TITLE,
		                          1u << KB_FIELD_TITLE, 1u << KB_FIELD_LABEL, 0 };
	struct kb_query q = kb_query(&m->store->db, m->ctx, SQL_HEAD);
	kb_bind_int(&q, id);
	bool there = kb_query_row(&q);
	for (int i = 0; there && i < 5; i++) {
		look_in_field(m, kb_col_blob(&q, i + 1), kinds[i]);
	}
	if (there) {
		look_at_page(m, kb_col_blob(&q, 0));
	}
	return kb_query_end(&q);
}

static enum kb_err
look_in_credits(struct kb_matcher *m, kb_article_id id)
{
	struct kb_query q = kb_query(&m->store->db, m->ctx, SQL_CREDITS_ALL);
	kb_bind_int(&q, id);
	while (kb_query_row(&q)) {
		look_in_field(m, kb_col_blob(&q, 0), 0);
		look_in_field(m, kb_col_blob(&q, 1), bit(KB_FIELD_BY));
	}
	return kb_query_end(&q);
}

static enum kb_err
look_in_captions(struct kb_matcher *m, kb_article_id id)
{
	struct kb_query q = kb_query(&m->store->db, m->ctx, SQL_CAPTIONS);
	kb_bind_int(&q, id);
	while (kb_query_row(&q)) {
		look_in_field(m, kb_col_blob(&q, 1), 0);
	}
	return kb_query_end(&q);
}

/* --- days and papers ----------------------------------------------------------------- */

static bool
day_holds(const struct kb_word *t, kb_article_id id)
{
	int64_t day = kb_id_day_field(id);
	bool known = t->first != KB_DAY_NONE || t->last != KB_DAY_NONE;
	return known && id >= KB_ID_DATED &&
	       (t->first == KB_DAY_NONE || day >= kb_id_day(t->first)) &&
	       (t->last == KB_DAY_NONE || day <= kb_id_day(t->last));
}

/* A date that was not understood asks for nothing, whether excluded or not. */
static bool
day_agrees(const struct kb_word *t, kb_article_id id)
{
	bool known = t->first != KB_DAY_NONE || t->last != KB_DAY_NONE;
	return !known || day_holds(t, id) != t->excluded;
}

static bool
name_has(struct kb_matcher *m, kb_str name, kb_str part)
{
	struct kb_folded wanted = { 0 };
	kb_folded_add(&wanted, part);
	set_text(m, name, false);
	fold(m);
	bool has =
		kb_folded_find(&m->folded, (struct kb_piece){ wanted.cp, wanted.n }, 0) != SIZE_MAX;
	kb_folded_release(&wanted);
	return has;
}

static enum kb_err
know_paper(struct kb_matcher *m, int64_t paper)
{
	struct kb_query q = kb_query(&m->store->db, m->ctx, SQL_PAPER_NAME);
	kb_bind_int(&q, paper);
	kb_str name = kb_query_row(&q) ? kb_col_text(&q, &m->arena, 0) : KB_STR_NULL;
	enum kb_err err = kb_query_end(&q);
	m->paper_known[paper] = true;
	m->paper_wanted[paper] = !m->paper.p || (name.p && name_has(m, name, m->paper));
	for (size_t i = 0; i < m->terms->n && name.p; i++) {
		const struct kb_word *t = &m->terms->v[i];
		if (t->field == KB_FIELD_PAPER && name_has(m, name, t->typed)) {
			m->papers[paper] |= bit(i);
		}
	}
	return err;
}

/* What can be told by the id alone. */
static enum kb_err
id_agrees(struct kb_matcher *m, kb_article_id id, bool *agrees)
{
	int64_t paper = kb_id_paper(id);
	enum kb_err err = m->paper_known[paper] ? KB_OK : know_paper(m, paper);
	*agrees = m->paper_wanted[paper];
	for (size_t i = 0; i < m->terms->n && *agrees && !err; i++) {
		const struct kb_word *t = &m->terms->v[i];
		if (t->field == KB_FIELD_DATE) {
			*agrees = day_agrees(t, id);
		} else if (t->field == KB_FIELD_PAPER) {
			*agrees = ((m->papers[paper] & bit(i)) != 0) != t->excluded;
		}
	}
	return err;
}

/* --- the whole ------------------------------------------------------------------------ */

enum verdict {
	NO,
	YES,
	OPEN, /* a part that was not looked in may decide */
};

/* last: every part was looked in. */
static enum verdict
judge(const struct kb_matcher *m, bool last)
{
	enum verdict verdict = YES;
	for (size_t i = 0; i < m->terms->n; i++) {
		const struct kb_word *t = &m->terms->v[i];
		bool page = t->field == KB_FIELD_PAGE;
		if ((!page && !textual(t->field)) || (m->decided & bit(i))) {
			continue;
		}
		bool held = page ? (m->pages & bit(i)) != 0 : holds(m, i);
		if (held && t->excluded) {
			return NO;
		}
		if (!held && (!t->excluded || !last)) {
			verdict = OPEN;
		}
	}
	return verdict == OPEN && last ? NO : verdict;
}

/* The parts of an article, the cheapest for what it decides first. */
static const struct part {
	enum kb_err (*look)(struct kb_matcher *m, kb_article_id id);
	uint32_t fields; /* whose terms it can decide */
} parts[] = {
	{ look_in_body, 1u << KB_FIELD_ANY },
	{ look_in_head,
	  1u << KB_FIELD_ANY | 1u << KB_FIELD_TITLE | 1u << KB_FIELD_LABEL | 1u << KB_FIELD_PAGE },
	{ look_in_credits, 1u << KB_FIELD_ANY | 1u << KB_FIELD_BY },
	{ look_in_captions, 1u << KB_FIELD_ANY },
};

/* The fields of the terms that the parts must decide. */
static uint32_t
fields_asked(const struct kb_matcher *m)
{
	uint32_t fields = 0;
	for (size_t i = 0; i < m->terms->n; i++) {
		fields |= (m->decided & bit(i)) ? 0 : bit(m->terms->v[i].field);
	}
	return fields;
}

static enum kb_err
look_in_parts(struct kb_matcher *m, kb_article_id id, bool *yes)
{
	uint32_t asked = fields_asked(m);
	enum kb_err err = KB_OK;
	enum verdict verdict = judge(m, false);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts) && verdict == OPEN && !err; i++) {
		if (parts[i].fields & asked) {
			err = parts[i].look(m, id);
			verdict = judge(m, false);
		}
	}
	*yes = (verdict == OPEN ? judge(m, true) : verdict) == YES;
	return err;
}

enum kb_err
kb_matcher_look(struct kb_matcher *m, kb_article_id id, bool *yes)
{
	bool agrees = false;
	for (size_t i = 0; i < m->terms->n; i++) {
		m->pieces[i] = 0;
	}
	m->alts = 0;
	m->pages = 0;
	kb_arena_reset(&m->arena);
	*yes = false;
	enum kb_err err = id_agrees(m, id, &agrees);
	return err || !agrees ? err : look_in_parts(m, id, yes);
}
