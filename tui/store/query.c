/* What was typed into the search prompt, cut into terms. */
#include "kanbao/query.h"

#include "kanbao/text.h"
#include "query_int.h"

/* A query being understood. */
struct parse {
	struct kb_arena *a;
	kb_str s;   /* what was typed, in half-width forms */
	size_t off; /* of what comes next */
	kb_day today;
	struct kb_folded folded;
	struct kb_terms *out;
};

static const struct {
	const char *name; /* folded */
	enum kb_field field;
} fields[] = {
	{ "标题", KB_FIELD_TITLE },  { "title", KB_FIELD_TITLE }, { "记者", KB_FIELD_BY },
	{ "by", KB_FIELD_BY },       { "日期", KB_FIELD_DATE },   { "date", KB_FIELD_DATE },
	{ "版", KB_FIELD_PAGE },     { "page", KB_FIELD_PAGE },   { "栏目", KB_FIELD_LABEL },
	{ "label", KB_FIELD_LABEL }, { "报", KB_FIELD_PAPER },    { "paper", KB_FIELD_PAPER },
	{ "署名", KB_FIELD_BY },     { "报名", KB_FIELD_PAPER },
};
/* The longest name of a field, 標題 and ｐａｐｅｒ narrowed. */
#define FIELD_NAME_MAX ((size_t)8)

/* --- what was typed, made even ------------------------------------------------------- */

/* Full-width forms of ASCII become ASCII, all quotation marks '"', all blanks ' '. */
static uint32_t
even(uint32_t cp)
{
	static const uint32_t quotes[] = { 0x201C, 0x201D, 0x201E, 0x300C, 0x300D, 0x300E, 0x300F };
	if (cp >= 0xFF01 && cp <= 0xFF5E) {
		return cp - 0xFF01 + '!';
	}
	for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++) {
		if (cp == quotes[i]) {
			return '"';
		}
	}
	return cp == 0x2019 ? '\'' : kb_cp_blank(cp) || cp < 0x20 ? ' ' : cp;
}

static kb_str
make_even(struct kb_arena *a, kb_str typed, bool *cut)
{
	struct kb_buf out = { 0 };
	for (size_t off = 0; off < typed.n;) {
		uint32_t cp = even(kb_utf8_next(typed, &off));
		if (off > KB_QUERY_MAX) {
			*cut = true;
			break;
		}
		kb_buf_cp(&out, cp);
	}
	kb_str s = kb_arena_dup(a, kb_buf_str(&out));
	kb_buf_release(&out);
	return s;
}

/* --- pieces ---------------------------------------------------------------------------- */

static void
fold_alone(struct parse *p, kb_str s)
{
	kb_folded_clear(&p->folded);
	kb_folded_add(&p->folded, s);
	if (p->folded.n && p->folded.cp[p->folded.n - 1] == KB_FOLD_BREAK) {
		p->folded.n--;
	}
}

static bool
add_piece(struct parse *p, struct kb_word *t, size_t from, size_t to)
{
	if (t->npieces == KB_PIECES_MAX) {
		p->out->cut = true;
		return false;
	}
	uint32_t *cp = kb_arena_alloc(p->a, to - from, sizeof(*cp));
	for (size_t i = from; i < to; i++) {
		cp[i - from] = p->folded.cp[i];
	}
	t->pieces[t->npieces++] = (struct kb_piece){ cp, to - from };
	return true;
}

/* A quotation is one piece with its breaks, anything else is cut at them. */
static void
add_pieces(struct parse *p, struct kb_word *t)
{
	fold_alone(p, t->typed);
	t->pieces = kb_arena_alloc(p->a, t->quoted ? 1 : KB_PIECES_MAX, sizeof(*t->pieces));
	size_t from = 0;
	for (size_t i = 0; i <= p->folded.n; i++) {
		bool end = i == p->folded.n || (!t->quoted && p->folded.cp[i] == KB_FOLD_BREAK);
		if (end && i > from && !add_piece(p, t, from, i)) {
			return;
		}
		from = end ? i + 1 : from;
	}
}

/* --- pages ------------------------------------------------------------------------------ */

/* 头版 and 要闻版 are no numbers, but everybody says the first. */
static bool
first_page(kb_str s)
{
	return kb_str_eq(s, KB_STR("头")) || kb_str_eq(s, KB_STR("头版"));
}

void
kb_page_folded(kb_str page, struct kb_buf *out)
{
	struct kb_folded f = { 0 };
	struct kb_buf text = { 0 };
	kb_folded_add(&f, page);
	kb_piece_text(&text, (struct kb_piece){ f.cp, f.n });
	kb_str s = kb_str_trim(kb_buf_str(&text));
	if (first_page(s)) {
		s = KB_STR("1");
	}
	s = kb_str_starts(s, KB_STR("第")) ? kb_str_sub(s, 3, s.n) : s;
	s = kb_str_ends(s, KB_STR("版")) ? kb_str_sub(s, 0, s.n - 3) : s;
	long number = 0;
	size_t letters = 0;
	while (letters < s.n && s.p[letters] >= 'a' && s.p[letters] <= 'z') {
		letters++;
	}
	kb_str rest = kb_str_sub(s, letters, s.n);
	if (rest.n && kb_number_scan(rest, &number) == rest.n) {
		kb_buf_add(out, kb_str_sub(s, 0, letters));
		kb_buf_printf(out, "%ld", number);
	} else {
		kb_buf_add(out, s);
	}
	kb_buf_release(&text);
	kb_folded_release(&f);
}

/* --- terms ------------------------------------------------------------------------------ */

enum kb_field
kb_field_of(kb_str name)
{
	struct kb_folded f = { 0 };
	struct kb_buf folded = { 0 };
	enum kb_field found = KB_FIELD_ANY;
	kb_folded_add(&f, name);
	kb_piece_text(&folded, (struct kb_piece){ f.cp, f.n });
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (kb_str_eq(kb_buf_str(&folded), kb_str_of(fields[i].name))) {
			found = fields[i].field;
		}
	}
	kb_buf_release(&folded);
	kb_folded_release(&f);
	return found;
}

/* A field's name and the colon at off, which moves behind it. */
static enum kb_field
take_field(struct parse *p)
{
	size_t colon = p->off;
	while (colon < p->s.n && colon - p->off <= 4 * FIELD_NAME_MAX && p->s.p[colon] != ':' &&
	       p->s.p[colon] != ' ' && p->s.p[colon] != '"') {
		colon++;
	}
	if (colon == p->s.n || p->s.p[colon] != ':') {
		return KB_FIELD_ANY;
	}
	enum kb_field found = kb_field_of(kb_str_sub(p->s, p->off, colon));
	p->off = found == KB_FIELD_ANY ? p->off : colon + 1;
	return found;
}

/* What stands at off, up to the next blank or quotation mark, or all of a quotation. */
static kb_str
take_value(struct parse *p, bool *quoted)
{
	size_t from = p->off;
	*quoted = from < p->s.n && p->s.p[from] == '"';
	if (*quoted) {
		from++;
	}
	size_t to = from;
	while (to < p->s.n && p->s.p[to] != '"' && (*quoted || p->s.p[to] != ' ')) {
		to++;
	}
	p->off = *quoted && to < p->s.n ? to + 1 : to;
	return kb_str_sub(p->s, from, to);
}

static void
understand_date(struct parse *p, struct kb_word *t)
{
	struct kb_span_days days = { KB_DAY_NONE, KB_DAY_NONE };
	bool bare = t->field == KB_FIELD_ANY;
	if ((bare && t->quoted) || !kb_query_days(t->typed, bare, p->today, &days)) {
		return;
	}
	t->field = KB_FIELD_DATE;
	t->first = days.first;
	t->last = days.last;
}

/* False where the term asks for nothing. */
static bool
understand(struct parse *p, struct kb_word *t)
{
	if (t->field == KB_FIELD_ANY || t->field == KB_FIELD_DATE) {
		understand_date(p, t);
	}
	if (t->field == KB_FIELD_DATE) {
		return t->typed.n > 0;
	}
	add_pieces(p, t);
	if (t->field == KB_FIELD_PAGE) {
		struct kb_buf page = { 0 };
		kb_page_folded(t->typed, &page);
		t->page = kb_arena_dup(p->a, kb_buf_str(&page));
		kb_buf_release(&page);
	}
	return t->npieces > 0;
}

static void
take_term(struct parse *p)
{
	struct kb_word t = { .first = KB_DAY_NONE, .last = KB_DAY_NONE };
	t.excluded = p->s.p[p->off] == '-';
	p->off += t.excluded;
	t.field = take_field(p);
	t.typed = take_value(p, &t.quoted);
	if (!understand(p, &t)) {
		return;
	}
	if (p->out->n == KB_TERMS_MAX) {
		p->out->cut = true;
		return;
	}
	p->out->v = kb_arena_grow(p->a, p->out->v, p->out->n, &p->out->cap, sizeof(t));
	p->out->v[p->out->n++] = t;
}

void
kb_terms_parse(struct kb_arena *a, kb_str typed, kb_day today, struct kb_terms *out)
{
	*out = (struct kb_terms){ 0 };
	struct parse p = { .a = a, .today = today, .out = out };
	p.s = make_even(a, typed, &out->cut);
	while (p.off < p.s.n) {
		if (p.s.p[p.off] == ' ') {
			p.off++;
		} else {
			take_term(&p);
		}
	}
	kb_folded_release(&p.folded);
}

/* --- what is asked for -------------------------------------------------------------------- */

bool
kb_terms_empty(const struct kb_terms *terms)
{
	for (size_t i = 0; i < terms->n; i++) {
		const struct kb_word *t = &terms->v[i];
		bool dated = t->first != KB_DAY_NONE || t->last != KB_DAY_NONE;
		if (!t->excluded && (t->field != KB_FIELD_DATE || dated)) {
			return false;
		}
	}
	return true;
}

bool
kb_terms_days(const struct kb_terms *terms, kb_day *first, kb_day *last)
{
	*first = KB_DAY_NONE;
	*last = KB_DAY_NONE;
	for (size_t i = 0; i < terms->n; i++) {
		const struct kb_word *t = &terms->v[i];
		if (t->field != KB_FIELD_DATE || t->excluded) {
			continue;
		}
		/* KB_DAY_NONE is less than any day */
		*first = t->first > *first ? t->first : *first;
		if (t->last != KB_DAY_NONE && (*last == KB_DAY_NONE || t->last < *last)) {
			*last = t->last;
		}
	}
	return *last == KB_DAY_NONE || *first <= *last;
}
