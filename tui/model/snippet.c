/* Snippets: the sentence with the first hit, cut to a width. */
#include "kanbao/snippet.h"

#include <stdlib.h>

#include "kanbao/fold.h"

/* --- marks ---------------------------------------------------------------------------- */

static int
compare_marks(const void *pa, const void *pb)
{
	const struct kb_mark *a = pa;
	const struct kb_mark *b = pb;
	return a->from != b->from ? (a->from > b->from) - (a->from < b->from)
	                          : (a->to > b->to) - (a->to < b->to);
}

static void
mark_piece(struct kb_arena *a, const struct kb_folded *f, struct kb_piece piece,
           struct kb_marks *out)
{
	size_t at = kb_folded_find(f, piece, 0);
	while (at != SIZE_MAX) {
		out->v = kb_arena_grow(a, out->v, out->n, &out->cap, sizeof(*out->v));
		out->v[out->n++] = (struct kb_mark){ f->at[at], f->at[at + piece.n] };
		at = kb_folded_find(f, piece, at + piece.n);
	}
}

/* In order, and those that overlap joined. */
static void
join_marks(struct kb_marks *marks)
{
	size_t n = 0;
	if (marks->n) {
		qsort(marks->v, marks->n, sizeof(*marks->v), compare_marks);
	}
	for (size_t i = 0; i < marks->n; i++) {
		struct kb_mark mark = marks->v[i];
		if (n > 0 && mark.from < marks->v[n - 1].to) {
			struct kb_mark *last = &marks->v[n - 1];
			last->to = mark.to > last->to ? mark.to : last->to;
		} else {
			marks->v[n++] = mark;
		}
	}
	marks->n = n;
}

static bool
counts_in(const struct kb_word *t, enum kb_field field)
{
	return !t->excluded && (t->field == KB_FIELD_ANY || t->field == field);
}

void
kb_marks_of(struct kb_arena *a, kb_str text, enum kb_field field, const struct kb_terms *terms,
            struct kb_marks *out)
{
	struct kb_folded f = { 0 };
	*out = (struct kb_marks){ 0 };
	kb_folded_add(&f, text);
	for (size_t i = 0; i < terms->n; i++) {
		const struct kb_word *t = &terms->v[i];
		for (size_t k = 0; counts_in(t, field) && k < t->npieces; k++) {
			mark_piece(a, &f, t->pieces[k], out);
		}
		for (size_t k = 0; counts_in(t, field) && k < t->nalts; k++) {
			mark_piece(a, &f, t->alts[k], out);
		}
	}
	join_marks(out);
	kb_folded_release(&f);
}

static size_t
hits_in(struct kb_arena *a, kb_str text, enum kb_field field, const struct kb_terms *terms)
{
	struct kb_marks marks;
	kb_marks_of(a, text, field, terms, &marks);
	return marks.n;
}

static size_t
hits_in_credits(struct kb_arena *a, const struct kb_credits *credits, const struct kb_terms *terms)
{
	size_t n = 0;
	for (size_t i = 0; i < credits->n; i++) {
		n += hits_in(a, credits->v[i].role, KB_FIELD_ANY, terms);
		n += hits_in(a, credits->v[i].name, KB_FIELD_BY, terms);
	}
	return n;
}

size_t
kb_article_hits(struct kb_arena *a, const struct kb_article *article, const struct kb_terms *terms)
{
	size_t n = hits_in(a, article->kicker, KB_FIELD_TITLE, terms) +
	           hits_in(a, article->headline, KB_FIELD_TITLE, terms) +
	           hits_in(a, article->deck, KB_FIELD_TITLE, terms) +
	           hits_in(a, article->label, KB_FIELD_LABEL, terms) +
	           hits_in(a, article->lead, KB_FIELD_ANY, terms) +
	           hits_in_credits(a, &article->credits, terms);
	for (size_t i = 0; i < article->body.n; i++) {
		n += hits_in(a, article->body.v[i], KB_FIELD_ANY, terms);
	}
	for (size_t i = 0; i < article->ncaptions; i++) {
		n += hits_in(a, article->captions[i].text, KB_FIELD_ANY, terms) +
		     hits_in_credits(a, &article->captions[i].credits, terms);
	}
	return n;
}

kb_str
kb_article_title(const struct kb_article *article)
{
	const kb_str choice[] = {
		article->headline,
		article->kicker,
		article->ncaptions ? article->captions[0].text : KB_STR_NULL,
		article->body.n ? article->body.v[0] : KB_STR_NULL,
		article->label,
	};
	for (size_t i = 0; i < sizeof(choice) / sizeof(*choice); i++) {
		if (choice[i].n) {
			return choice[i];
		}
	}
	return KB_STR("");
}

/* --- the sentence ----------------------------------------------------------------------- */

/* GB/T 15834: 。！？ end a sentence, ； a part that can stand alone. */
static bool
ends_sentence(uint32_t cp)
{
	return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF1B || cp == '!' ||
	       cp == '?';
}

/* Closing marks stay with the sentence before them. */
static bool
closes(uint32_t cp)
{
	return cp == 0x201D || cp == 0x2019 || cp == 0x300D || cp == 0x300F || cp == 0xFF09 ||
	       ends_sentence(cp);
}

/* The end of the sentence that goes on at off. */
static size_t
sentence_end(kb_str s, size_t off)
{
	bool ended = false;
	while (off < s.n) {
		size_t next = off;
		uint32_t cp = kb_utf8_next(s, &next);
		if (ended && !closes(cp)) {
			break;
		}
		ended = ended || ends_sentence(cp);
		off = next;
	}
	return off;
}

/* The sentence that the byte at `place` is in. */
static kb_str
sentence_of(kb_str s, size_t place)
{
	size_t from = 0;
	size_t to = sentence_end(s, 0);
	while (to <= place && to < s.n) {
		from = to;
		to = sentence_end(s, from);
	}
	return kb_str_trim(kb_str_sub(s, from, to));
}

/* --- the text to show --------------------------------------------------------------------- */

struct choice {
	kb_str text;
	struct kb_marks marks;
};

/* Takes a text where it has a place in it, or is the first there is. */
static bool
choose(struct kb_arena *a, kb_str text, const struct kb_terms *terms, struct choice *c)
{
	struct kb_marks marks;
	kb_marks_of(a, text, KB_FIELD_ANY, terms, &marks);
	if (marks.n || (!c->text.n && text.n)) {
		c->text = text;
		c->marks = marks;
	}
	return marks.n > 0;
}

static void
choose_text(struct kb_arena *a, const struct kb_article *article, const struct kb_terms *terms,
            struct choice *c)
{
	for (size_t i = 0; i < article->body.n; i++) {
		if (choose(a, article->body.v[i], terms, c)) {
			return;
		}
	}
	for (size_t i = 0; i < article->ncaptions; i++) {
		if (choose(a, article->captions[i].text, terms, c)) {
			return;
		}
	}
	(void)choose(a, article->lead, terms, c);
}

/* --- cutting -------------------------------------------------------------------------------- */

#define ELLIPSIS "…"

/* Where to begin so that a third of the width at most lies before the place. */
static size_t
begin_before(kb_str s, size_t place, int cols, enum kb_ambiguous amb)
{
	size_t from = place;
	int used = 0;
	while (from > 0) {
		size_t before = kb_cluster_prev(s, from);
		used += kb_cluster_cols(kb_str_sub(s, before, from), amb);
		if (used > cols / 3) {
			break;
		}
		from = before;
	}
	return from;
}

/* Marks of s moved to where [from, to) of it stands behind `before` bytes. */
static void
move_marks(struct kb_arena *a, const struct kb_marks *marks, size_t from, size_t to, size_t before,
           struct kb_marks *out)
{
	out->v = kb_arena_alloc(a, marks->n, sizeof(*out->v));
	out->cap = marks->n;
	for (size_t i = 0; i < marks->n; i++) {
		size_t start = marks->v[i].from > from ? marks->v[i].from : from;
		size_t end = marks->v[i].to < to ? marks->v[i].to : to;
		if (start < end) {
			out->v[out->n++] =
				(struct kb_mark){ start - from + before, end - from + before };
		}
	}
}

void
kb_snippet_fit(struct kb_arena *a, const struct kb_snippet *snippet, int cols,
               enum kb_ambiguous amb, struct kb_snippet *out)
{
	kb_str s = snippet->text;
	size_t place = snippet->marks.n ? snippet->marks.v[0].from : 0;
	int dots = kb_text_cols(KB_STR(ELLIPSIS), amb);
	bool whole = cols == 0 || kb_text_cols(s, amb) <= cols;
	size_t from = whole ? 0 : begin_before(s, place, cols, amb);
	size_t before = from > 0 ? sizeof(ELLIPSIS) - 1 : 0;
	int room = cols - (from > 0 ? dots : 0);
	kb_str rest = kb_str_sub(s, from, s.n);
	size_t n = whole ? rest.n : kb_text_fit(rest, room, amb, NULL);
	if (n < rest.n) {
		n = kb_text_fit(rest, room > dots ? room - dots : 0, amb, NULL);
	}
	*out = (struct kb_snippet){ 0 };
	move_marks(a, &snippet->marks, from, from + n, before, &out->marks);
	/* byte by byte, so that the marks are right whatever stands in it */
	struct kb_buf text = { 0 };
	kb_buf_add(&text, before ? KB_STR(ELLIPSIS) : KB_STR(""));
	kb_buf_add(&text, kb_str_sub(rest, 0, n));
	kb_buf_add(&text, n < rest.n ? KB_STR(ELLIPSIS) : KB_STR(""));
	out->text = kb_arena_dup(a, kb_buf_str(&text));
	kb_buf_release(&text);
}

void
kb_snippet_of(struct kb_arena *a, const struct kb_article *article, const struct kb_terms *terms,
              int cols, enum kb_ambiguous amb, struct kb_snippet *out)
{
	struct choice c = { 0 };
	*out = (struct kb_snippet){ 0 };
	choose_text(a, article, terms, &c);
	if (!c.text.n) {
		return;
	}
	size_t place = c.marks.n ? c.marks.v[0].from : 0;
	struct kb_snippet sentence = { .text = sentence_of(c.text, place) };
	size_t start = (size_t)(sentence.text.p - c.text.p);
	move_marks(a, &c.marks, start, start + sentence.text.n, 0, &sentence.marks);
	kb_snippet_fit(a, &sentence, cols, amb, out);
}
