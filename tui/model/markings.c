/* Marks of articles: read, stars, tags, notes; set, shown, taken back. */
#include "marks_int.h"

#include "kanbao/i18n.h"
#include "kanbao/ref.h"
#include "kanbao/text.h"

/* --- reading them ------------------------------------------------------------------ */

/* An older reference fills what the article's own one leaves open. */
static void
take_keep(struct kb_arena *a, struct kb_marking *marks, const struct kb_keep *keep)
{
	switch (keep->what) {
	case KB_KEPT_READ:
		marks->read = true;
		break;
	case KB_KEPT_STAR:
		marks->star = true;
		break;
	case KB_KEPT_TAG:
		for (size_t i = 0; i < marks->tags.n; i++) {
			if (kb_str_eq(marks->tags.v[i], keep->name)) {
				return;
			}
		}
		kb_strs_add(a, &marks->tags, keep->name);
		break;
	case KB_KEPT_NOTE:
		marks->note = marks->note.p ? marks->note : keep->value;
		break;
	case KB_KEPT_MARK:
	case KB_KEPT_COUNT:
		break;
	}
}

/* The article of a reference; rows of lists are near each other, so the search begins at *from. */
static struct kb_marking *
marks_of(struct kb_marking *marks, const kb_str *refs, size_t n, kb_str ref, size_t *from)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = (*from + i) % n;
		if (kb_str_eq(refs[at], ref)) {
			*from = at;
			return &marks[at];
		}
	}
	return NULL;
}

/* What is kept under `ref` counts for the articles `as` says, or (absent) for those of its rows. */
static enum kb_err
take_ref(struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a, kb_str ref, kb_str as,
         const kb_str *refs, size_t n, struct kb_marking *marks)
{
	struct kb_keeps keeps = { 0 };
	struct kb_places begun = { 0 };
	bool whole = !as.p;
	size_t from = 0;
	enum kb_err err = kb_state_kept(state, ctx, a, ref, whole, &keeps);
	err = err ? err : kb_state_begun(state, ctx, a, ref, whole, &begun);
	for (size_t i = 0; i < keeps.n && !err; i++) {
		struct kb_marking *one =
			marks_of(marks, refs, n, whole ? keeps.v[i].ref : as, &from);
		if (one) {
			take_keep(a, one, &keeps.v[i]);
		}
	}
	for (size_t i = 0; i < begun.n && !err; i++) {
		struct kb_marking *one =
			marks_of(marks, refs, n, whole ? begun.v[i].ref : as, &from);
		if (one && !one->off) {
			one->off = begun.v[i].off;
		}
	}
	return err;
}

/* `issue` is the reference of the issue, or of the only article (whole is false). */
static enum kb_err
take_all(struct kb_store *store, struct kb_state *state, struct kb_ctx *ctx, struct kb_arena *a,
         kb_str issue, bool whole, const kb_str *refs, size_t n, struct kb_marking *marks)
{
	struct kb_led *led = NULL;
	size_t nled = 0;
	enum kb_err err =
		take_ref(state, ctx, a, issue, whole ? KB_STR_NULL : issue, refs, n, marks);
	err = err ? err : kb_store_led(store, ctx, a, issue, whole, &led, &nled);
	for (size_t i = 0; i < nled && !err; i++) {
		err = take_ref(state, ctx, a, led[i].old, led[i].new, refs, n, marks);
	}
	return err;
}

enum kb_err
kb_marks_of_issue(struct kb_store *store, struct kb_state *state, struct kb_ctx *ctx,
                  struct kb_arena *a, kb_issue_id issue, const kb_str *refs, size_t n,
                  struct kb_marking *marks)
{
	struct kb_buf ref = { 0 };
	enum kb_err err = n ? kb_store_issue_ref(store, ctx, issue, &ref) : KB_OK;
	if (!err && n) {
		err = take_all(store, state, ctx, a, kb_buf_str(&ref), true, refs, n, marks);
	}
	kb_buf_release(&ref);
	return err;
}

enum kb_err
kb_marks_refs(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, kb_issue_id issue,
              const struct kb_article_row *rows, size_t n, kb_str **refs)
{
	struct kb_buf whole = { 0 };
	struct kb_buf ref = { 0 };
	enum kb_err err = kb_store_issue_ref(store, ctx, issue, &whole);
	kb_str *list = kb_arena_alloc(a, n + 1, sizeof(*list));
	for (size_t i = 0; i < n && !err; i++) {
		kb_buf_clear(&ref);
		kb_article_row_ref(kb_buf_str(&whole), &rows[i], &ref);
		list[i] = kb_arena_dup(a, kb_buf_str(&ref));
	}
	kb_buf_release(&whole);
	kb_buf_release(&ref);
	*refs = list;
	return err;
}

enum kb_progress
kb_marks_progress(const struct kb_marking *marks)
{
	return marks->read ? KB_PROGRESS_DONE : marks->off ? KB_PROGRESS_BEGUN : KB_PROGRESS_NEW;
}

void
kb_model_load_marks(struct kb_model *m, struct kb_ctx *ctx)
{
	size_t n = m->narticles;
	kb_arena_reset(&m->marks_arena);
	m->marks = kb_arena_alloc(&m->marks_arena, n + 1, sizeof(*m->marks));
	m->progress = kb_arena_alloc(&m->marks_arena, n + 1, sizeof(*m->progress));
	(void)kb_marks_of_issue(m->store, m->state, ctx, &m->marks_arena, m->issue.id, m->refs, n,
	                        m->marks);
	for (size_t i = 0; i < n; i++) {
		m->progress[i] = kb_marks_progress(&m->marks[i]);
	}
}

/* --- one article -------------------------------------------------------------------- */

/* An article that is to be marked, as the state knows it. */
struct one {
	struct kb_arena arena;
	kb_str ref;
	struct kb_led *led; /* older references that lead to it */
	size_t nled;
	struct kb_marking marks;
	struct kb_keeps keeps; /* what is to be made so */
};

/* *one is zeroed, or what is to be made so of further articles is added to it. */
static enum kb_err
load_one(struct kb_model *m, struct kb_ctx *ctx, kb_article_id id, struct one *one)
{
	struct kb_buf ref = { 0 };
	*one = (struct one){ .arena = one->arena, .keeps = one->keeps };
	enum kb_err err = kb_store_article_ref(m->store, ctx, id, &ref);
	if (!err) {
		one->ref = kb_arena_dup(&one->arena, kb_buf_str(&ref));
		err = kb_store_led(m->store, ctx, &one->arena, one->ref, false, &one->led,
		                   &one->nled);
	}
	if (!err) {
		err = take_all(m->store, m->state, ctx, &one->arena, one->ref, false, &one->ref, 1,
		               &one->marks);
	}
	kb_buf_release(&ref);
	return err;
}

static void
keep(struct one *one, enum kb_kept what, kb_str name, kb_str value)
{
	kb_keeps_add(
		&one->arena, &one->keeps,
		(struct kb_keep){ .ref = one->ref, .what = what, .name = name, .value = value });
}

/* Also what is kept under references that lead on to this one. */
static void
let_go(struct one *one, enum kb_kept what, kb_str name)
{
	keep(one, what, name, KB_STR_NULL);
	for (size_t i = 0; i < one->nled; i++) {
		kb_keeps_add(
			&one->arena, &one->keeps,
			(struct kb_keep){ .ref = one->led[i].old, .what = what, .name = name });
	}
}

/* The note under this reference is the only one. */
static void
keep_note(struct one *one, kb_str note)
{
	let_go(one, KB_KEPT_NOTE, KB_STR(""));
	one->keeps.v[one->keeps.n - 1 - one->nled].value = note;
}

/* Keeps what is to be kept, and lets the model know. */
static enum kb_err
finish(struct kb_model *m, struct kb_ctx *ctx, struct one *one, enum kb_err err)
{
	if (!err) {
		err = kb_state_keep(m->state, ctx, kb_buf_str(&m->archive), &one->keeps);
	}
	kb_arena_release(&one->arena);
	if (!err) {
		kb_model_load_marks(m, ctx);
	}
	return err;
}

enum kb_err
kb_model_marks(struct kb_model *m, struct kb_ctx *ctx, struct kb_arena *a, kb_article_id id,
               struct kb_marking *out)
{
	struct kb_buf ref = { 0 };
	*out = (struct kb_marking){ 0 };
	enum kb_err err = kb_store_article_ref(m->store, ctx, id, &ref);
	if (!err) {
		kb_str own = kb_arena_dup(a, kb_buf_str(&ref));
		err = take_all(m->store, m->state, ctx, a, own, false, &own, 1, out);
	}
	kb_buf_release(&ref);
	return err;
}

static enum kb_err
set_flag(struct kb_model *m, struct kb_ctx *ctx, const kb_article_id *ids, size_t n,
         enum kb_kept what, bool on)
{
	struct one one = { 0 };
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < n && !err; i++) {
		err = load_one(m, ctx, ids[i], &one);
		if (!err && on) {
			keep(&one, what, KB_STR(""), KB_STR(""));
		} else if (!err) {
			let_go(&one, what, KB_STR(""));
		}
	}
	return finish(m, ctx, &one, err);
}

enum kb_err
kb_model_star(struct kb_model *m, struct kb_ctx *ctx, kb_article_id id, bool on)
{
	return set_flag(m, ctx, &id, 1, KB_KEPT_STAR, on);
}

enum kb_err
kb_model_mark_read(struct kb_model *m, struct kb_ctx *ctx, kb_article_id id, bool on)
{
	kb_article_id ids[KB_PARTS_MAX] = { id };
	size_t n = 1;
	bool here = m->reading && m->articles[m->at].id == id;
	if (here) {
		/* the halves of a story are read as one */
		n = m->nparts;
		for (size_t i = 0; i < n; i++) {
			ids[i] = m->articles[m->parts[i]].id;
		}
	}
	enum kb_err err = set_flag(m, ctx, ids, n, KB_KEPT_READ, on);
	if (!err && here) {
		m->unread = !on;
	}
	return err;
}

enum kb_err
kb_model_read_issue(struct kb_model *m, struct kb_ctx *ctx, size_t *n)
{
	struct one all = { 0 };
	*n = 0;
	for (size_t i = 0; i < m->narticles; i++) {
		if (!m->marks[i].read) {
			all.ref = m->refs[i];
			keep(&all, KB_KEPT_READ, KB_STR(""), KB_STR(""));
			(*n)++;
		}
	}
	return finish(m, ctx, &all, KB_OK);
}

/* --- tags and notes --------------------------------------------------------------------- */

/* The length of a # at the start of s: ASCII or full-width; 0 where there is none. */
static size_t
hash_len(kb_str s)
{
	return kb_str_starts(s, KB_STR("#")) ? 1 : kb_str_starts(s, KB_STR("＃")) ? 3 : 0;
}

/* Bytes up to the first blank, or to the next #. */
static size_t
tag_len(kb_str s)
{
	size_t off = 0;
	while (off < s.n && !hash_len(kb_str_sub(s, off, s.n))) {
		size_t next = off;
		if (kb_cp_blank(kb_utf8_next(s, &next))) {
			break;
		}
		off = next;
	}
	return off;
}

/* Takes the tags in front off a line; what remains is the note. */
static kb_str
split_line(struct kb_arena *a, kb_str line, struct kb_strs *tags)
{
	for (;;) {
		line = kb_str_trim(line);
		size_t hash = hash_len(line);
		kb_str rest = kb_str_sub(line, hash, line.n);
		size_t n = hash ? tag_len(rest) : 0;
		if (!n) {
			return line;
		}
		kb_strs_add(a, tags, kb_str_sub(rest, 0, n));
		line = kb_str_sub(rest, n, rest.n);
	}
}

static bool
among(const struct kb_strs *list, kb_str s)
{
	for (size_t i = 0; i < list->n; i++) {
		if (kb_str_eq(list->v[i], s)) {
			return true;
		}
	}
	return false;
}

enum kb_err
kb_model_annotate(struct kb_model *m, struct kb_ctx *ctx, kb_article_id id, kb_str line)
{
	struct one one = { 0 };
	struct kb_strs tags = { 0 };
	enum kb_err err = load_one(m, ctx, id, &one);
	if (err) {
		return finish(m, ctx, &one, err);
	}
	struct kb_buf clean = { 0 };
	kb_text_oneline(line, &clean);
	kb_str note = split_line(&one.arena, kb_buf_str(&clean), &tags);
	for (size_t i = 0; i < one.marks.tags.n; i++) {
		if (!among(&tags, one.marks.tags.v[i])) {
			let_go(&one, KB_KEPT_TAG, one.marks.tags.v[i]);
		}
	}
	for (size_t i = 0; i < tags.n; i++) {
		if (!among(&one.marks.tags, tags.v[i])) {
			keep(&one, KB_KEPT_TAG, tags.v[i], KB_STR(""));
		}
	}
	if (!note.n) {
		let_go(&one, KB_KEPT_NOTE, KB_STR(""));
	} else if (!kb_str_eq(note, one.marks.note)) {
		keep_note(&one, note);
	}
	err = finish(m, ctx, &one, KB_OK);
	kb_buf_release(&clean);
	return err;
}

void
kb_marking_line(const struct kb_marking *marks, struct kb_buf *out)
{
	for (size_t i = 0; i < marks->tags.n; i++) {
		kb_buf_printf(out, "%s#%.*s", i ? " " : "", KB_ARG(marks->tags.v[i]));
	}
	if (marks->note.n) {
		kb_buf_printf(out, "%s%.*s", marks->tags.n ? " " : "", KB_ARG(marks->note));
	}
}

enum kb_err
kb_model_undo(struct kb_model *m, struct kb_ctx *ctx, struct kb_arena *a, struct kb_keeps *out)
{
	enum kb_err err = kb_state_undo(m->state, ctx, a, kb_buf_str(&m->archive), out);
	if (!err) {
		/* what is in hand is as it says now, until it is opened again */
		m->unread = m->reading;
		kb_model_load_marks(m, ctx);
	}
	return err;
}

/* --- what is not read --------------------------------------------------------------------- */

/* The first (dir > 0) or last article of an issue that is not read; 0 where all are. */
static enum kb_err
unread_of(struct kb_model *m, struct kb_ctx *ctx, kb_issue_id issue, int dir, kb_article_id *out)
{
	struct kb_arena a = { 0 };
	struct kb_article_row *rows = NULL;
	kb_str *refs = NULL;
	size_t n = 0;
	*out = 0;
	enum kb_err err = kb_store_articles(m->store, ctx, &a, issue, &rows, &n);
	err = err ? err : kb_marks_refs(m->store, ctx, &a, issue, rows, n, &refs);
	struct kb_marking *marks = kb_arena_alloc(&a, n + 1, sizeof(*marks));
	err = err ? err : kb_marks_of_issue(m->store, m->state, ctx, &a, issue, refs, n, marks);
	for (size_t i = 0; i < n && !err && !*out; i++) {
		size_t at = dir > 0 ? i : n - 1 - i;
		*out = marks[at].read ? 0 : rows[at].id;
	}
	kb_arena_release(&a);
	return err;
}

enum kb_err
kb_model_unread(struct kb_model *m, struct kb_ctx *ctx, int dir, struct kb_spot *out)
{
	for (size_t i = m->at; dir > 0 ? ++i < m->narticles : i-- > 0;) {
		if (!m->marks[i].read) {
			*out = (struct kb_spot){ m->issue.id, m->articles[i].id, m->marks[i].off };
			return KB_OK;
		}
	}
	kb_issue_id id = m->issue.id;
	for (;;) {
		struct kb_arena a = { 0 };
		struct kb_issue_row *rows = NULL;
		size_t n = 0;
		kb_article_id article = 0;
		enum kb_err err =
			kb_store_issues(m->store, ctx, &a, id, dir < 0, m->issue.id, 1, &rows, &n);
		id = !err && n ? rows[0].id : 0;
		kb_arena_release(&a);
		if (!err && !id) {
			err = kb_fail(ctx, KB_E_NOTHING, "%s",
			              dir > 0 ? _("everything after this has been read")
			                      : _("everything before this has been read"));
		}
		err = err ? err : unread_of(m, ctx, id, dir, &article);
		if (err || article) {
			*out = (struct kb_spot){ .issue = id, .article = article };
			return err;
		}
	}
}
