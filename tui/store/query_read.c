/* A query as it was understood: said in a line, copied. */
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/query.h"

const char *
kb_field_name(enum kb_field field)
{
	static const char *const names[KB_FIELD_COUNT] = {
		[KB_FIELD_ANY] = N_("text"),    [KB_FIELD_TITLE] = N_("title"),
		[KB_FIELD_BY] = N_("by"),       [KB_FIELD_LABEL] = N_("label"),
		[KB_FIELD_PAPER] = N_("paper"), [KB_FIELD_PAGE] = N_("page"),
		[KB_FIELD_DATE] = N_("date"),
	};
	return _(names[field]);
}

static void
read_days(const struct kb_word *t, struct kb_buf *out)
{
	char first[KB_ISO_SIZE];
	char last[KB_ISO_SIZE];
	bool open_first = t->first == KB_DAY_NONE;
	bool open_last = t->last == KB_DAY_NONE;
	if (open_first && open_last) {
		kb_buf_printf(out, _("%.*s is no date"), KB_ARG(t->typed));
	} else if (t->first == t->last) {
		kb_buf_printf(out, "%s", kb_day_iso(t->first, first));
	} else {
		kb_buf_printf(out, "%s–%s", open_first ? "…" : kb_day_iso(t->first, first),
		              open_last ? "…" : kb_day_iso(t->last, last));
	}
}

#define ALTS_SHOWN 5

static void
read_pieces(const struct kb_word *t, struct kb_buf *out)
{
	if (t->field == KB_FIELD_PAGE) {
		kb_buf_add(out, t->page);
		return;
	}
	for (size_t i = 0; i < t->npieces; i++) {
		kb_buf_add(out, i ? KB_STR(" + ") : KB_STR(""));
		kb_buf_add(out, t->quoted ? KB_STR("“") : KB_STR(""));
		kb_piece_text(out, t->pieces[i]);
		kb_buf_add(out, t->quoted ? KB_STR("”") : KB_STR(""));
	}
	for (size_t i = 0; i < t->nalts && i < ALTS_SHOWN; i++) {
		kb_buf_add(out, i ? KB_STR(" ") : KB_STR(" → "));
		kb_piece_text(out, t->alts[i]);
	}
	kb_buf_add(out, t->nalts > ALTS_SHOWN ? KB_STR(" …") : KB_STR(""));
}

void
kb_terms_read(const struct kb_terms *terms, struct kb_buf *out)
{
	for (size_t i = 0; i < terms->n; i++) {
		const struct kb_word *t = &terms->v[i];
		kb_buf_add(out, i ? KB_STR("  ") : KB_STR(""));
		if (t->excluded) {
			kb_buf_printf(out, "%s ", _("not"));
		}
		if (t->field != KB_FIELD_ANY) {
			kb_buf_printf(out, "%s ", kb_field_name(t->field));
		}
		if (t->field == KB_FIELD_DATE) {
			read_days(t, out);
		} else {
			read_pieces(t, out);
		}
	}
	if (terms->cut) {
		kb_buf_printf(out, "  %s", _("(the rest is too long)"));
	}
}

/* --- copies ------------------------------------------------------------------------------- */

static struct kb_piece *
dup_pieces(struct kb_arena *a, const struct kb_piece *pieces, size_t n)
{
	struct kb_piece *out = kb_arena_alloc(a, n, sizeof(*out));
	for (size_t i = 0; i < n; i++) {
		uint32_t *cp = kb_arena_alloc(a, pieces[i].n, sizeof(*cp));
		memcpy(cp, pieces[i].cp, pieces[i].n * sizeof(*cp));
		out[i] = (struct kb_piece){ cp, pieces[i].n };
	}
	return out;
}

void
kb_terms_dup(struct kb_arena *a, const struct kb_terms *terms, struct kb_terms *out)
{
	*out = *terms;
	out->v = kb_arena_alloc(a, terms->n, sizeof(*out->v));
	out->cap = terms->n;
	for (size_t i = 0; i < terms->n; i++) {
		struct kb_word *t = &out->v[i];
		*t = terms->v[i];
		t->typed = kb_arena_dup(a, t->typed);
		t->page = kb_arena_dup(a, t->page);
		t->pieces = dup_pieces(a, t->pieces, t->npieces);
		t->alts = dup_pieces(a, t->alts, t->nalts);
	}
}
