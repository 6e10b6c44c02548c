/* What the reader has marked, for the subcommands: --starred, --noted, --tag, --unread. */
#include <jansson.h>
#include <stdint.h>

#include "cmd_int.h"
#include "kanbao/i18n.h"
#include "kanbao/snippet.h"

bool
kb_chosen_any(const struct kb_chosen *chosen)
{
	return chosen->starred || chosen->noted || chosen->tag;
}

static enum kb_err
open_state(struct kb_cli *cli, struct kb_state **out)
{
	struct kb_buf path = { 0 };
	bool known = kb_cli_state_path(&path);
	enum kb_err err = kb_state_open_copy(&cli->ctx, known ? path.p : NULL, out);
	kb_buf_release(&path);
	return err;
}

/* Leaves those that are in both; the first time all of the second. */
static void
narrow(struct kb_marked_ids *ids, const struct kb_marked_ids *by, bool first)
{
	size_t n = 0;
	if (first) {
		*ids = *by;
		return;
	}
	for (size_t i = 0; i < ids->n; i++) {
		if (kb_marked_has(by, ids->v[i])) {
			ids->v[n++] = ids->v[i];
		}
	}
	ids->n = n;
}

static enum kb_err
choose(struct kb_cli *cli, struct kb_store *store, struct kb_state *state, struct kb_arena *a,
       const struct kb_chosen *chosen, struct kb_marked_ids *out)
{
	/* a tag is given as it is written into the note, or without its # */
	kb_str tag = kb_str_of(chosen->tag);
	tag = kb_str_starts(tag, KB_STR("#")) ? kb_str_sub(tag, 1, tag.n) : tag;
	const struct {
		bool asked;
		enum kb_kept what;
		kb_str name;
	} kinds[] = {
		{ chosen->starred, KB_KEPT_STAR, KB_STR_NULL },
		{ chosen->noted, KB_KEPT_NOTE, KB_STR_NULL },
		{ chosen->tag != NULL, KB_KEPT_TAG, tag },
	};
	bool first = true;
	enum kb_err err = KB_OK;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds) && !err; i++) {
		struct kb_marked_ids ids;
		if (kinds[i].asked) {
			err = kb_marked_ids(store, state, &cli->ctx, a, kinds[i].what,
			                    kinds[i].name, &ids);
			if (!err) {
				narrow(out, &ids, first);
			}
			first = false;
		}
	}
	return err;
}

enum kb_err
kb_chosen_ids(struct kb_cli *cli, struct kb_store *store, struct kb_arena *a,
              const struct kb_chosen *chosen, struct kb_marked_ids *out)
{
	struct kb_state *state = NULL;
	*out = (struct kb_marked_ids){ 0 };
	enum kb_err err = open_state(cli, &state);
	err = err ? err : choose(cli, store, state, a, chosen, out);
	kb_state_close(state);
	if (!err && !out->n) {
		err = kb_fail(&cli->ctx, KB_E_NOTHING,
		              _("no article of this archive is marked so"));
	}
	return err;
}

/* --- printed --------------------------------------------------------------------- */

static void
print_json(struct kb_cli *cli, kb_str ref, kb_str title, const struct kb_marking *marks)
{
	json_t *o = json_object();
	json_t *tags = json_array();
	for (size_t i = 0; i < marks->tags.n; i++) {
		json_array_append_new(tags, json_stringn(marks->tags.v[i].p, marks->tags.v[i].n));
	}
	kb_json_text(o, "article", ref);
	kb_json_text(o, "title", title);
	json_object_set_new(o, "read", json_boolean(marks->read));
	json_object_set_new(o, "star", json_boolean(marks->star));
	json_object_set_new(o, "tags", tags);
	kb_json_text(o, "note", marks->note);
	kb_json_print(cli, o);
}

/* REF  TITLE  * #tag #tag note */
static void
print_line(struct kb_cli *cli, kb_str ref, kb_str title, const struct kb_marking *marks)
{
	struct kb_buf line = { 0 };
	kb_marking_line(marks, &line);
	kb_print_line(cli->out, "%.*s  %.*s%s%s%s%.*s", KB_ARG(ref), KB_ARG(title),
	              marks->star || line.n ? "  " : "", marks->star ? "*" : "",
	              marks->star && line.n ? " " : "", KB_ARG(kb_buf_str(&line)));
	kb_buf_release(&line);
}

static enum kb_err
print_one(struct kb_cli *cli, struct kb_model *m, kb_article_id id, bool json)
{
	struct kb_arena a = { 0 };
	struct kb_buf ref = { 0 };
	struct kb_article article;
	struct kb_marking marks;
	enum kb_err err = kb_store_article(m->store, &cli->ctx, &a, id, &article);
	err = err ? err : kb_store_article_ref(m->store, &cli->ctx, id, &ref);
	err = err ? err : kb_model_marks(m, &cli->ctx, &a, id, &marks);
	if (!err) {
		(json ? print_json : print_line)(cli, kb_buf_str(&ref), kb_article_title(&article),
		                                 &marks);
	}
	kb_buf_release(&ref);
	kb_arena_release(&a);
	return err;
}

static enum kb_err
collect(struct kb_cli *cli, struct kb_model *m, struct kb_arena *a, const struct kb_chosen *chosen,
        struct kb_marked_ids *out)
{
	struct kb_marked_list list = { 0 };
	if (chosen) {
		return choose(cli, m->store, m->state, a, chosen, out);
	}
	enum kb_err err = kb_unread_list(m->store, m->state, &cli->ctx, a, SIZE_MAX, &list);
	out->v = kb_arena_alloc(a, list.n + 1, sizeof(*out->v));
	for (size_t i = 0; i < list.n && !err; i++) {
		out->v[out->n++] = list.v[i].article;
	}
	return err;
}

enum kb_err
kb_print_marked(struct kb_cli *cli, struct kb_store *store, const struct kb_chosen *chosen,
                bool json)
{
	struct kb_arena a = { 0 };
	struct kb_marked_ids ids = { 0 };
	struct kb_state *state = NULL;
	struct kb_model m = { .store = store };
	enum kb_err err = open_state(cli, &state);
	m.state = state;
	err = err ? err : collect(cli, &m, &a, chosen, &ids);
	for (size_t i = 0; i < ids.n && !err; i++) {
		err = print_one(cli, &m, ids.v[i], json);
	}
	if (!err && !ids.n) {
		err = kb_fail(&cli->ctx, KB_E_NOTHING, "%s",
		              chosen ? _("no article of this archive is marked so")
		                     : _("everything in this archive has been read"));
	}
	kb_state_close(state);
	kb_arena_release(&a);
	return err;
}
