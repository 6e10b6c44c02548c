/*
 * Interchange JSON → issue. Strict: a member that the format doesn't have, or
 * one of another type, is an error that names it; `note` is ignored.
 */
#include "kanbao/interchange.h"

#include <stdlib.h>
#include <string.h>

#include "kanbao/i18n.h"
#include "kanbao/parse.h"
#include "kanbao/text.h"
#include "json_int.h"
#include "parse_int.h"

#define NUMBER_MAX 99999999L

struct reader {
	struct kb_ctx *ctx;
	struct kb_arena *a;
	struct kb_buf scratch;
	char where[64]; /* "article 3, " while one is read */
};

static enum kb_err
wrong(struct reader *r, const char *member, const char *what)
{
	return kb_fail(r->ctx, KB_E_DATA, _("interchange JSON: %smember '%s' %s"), r->where, member,
	               what);
}

/* Text as it may stand in a field: sanitised, blanks single. */
static kb_str
clean(struct reader *r, const json_t *value)
{
	struct kb_text_report report = { 0 };
	kb_buf_clear(&r->scratch);
	kb_text_sanitise((kb_str){ json_string_value(value), json_string_length(value) },
	                 &r->scratch, &report);
	return kb_field_dup(r->a, kb_buf_str(&r->scratch));
}

static enum kb_err
take_text(struct reader *r, const char *member, const json_t *value, kb_str *out)
{
	if (json_is_null(value)) {
		return KB_OK;
	}
	if (!json_is_string(value)) {
		return wrong(r, member, _("must be a string or null"));
	}
	*out = clean(r, value);
	return KB_OK;
}

static enum kb_err
take_number(struct reader *r, const char *member, const json_t *value, long max, long *out)
{
	if (json_is_null(value)) {
		return KB_OK;
	}
	json_int_t n = json_is_integer(value) ? json_integer_value(value) : -1;
	if (n < 0 || n > max) {
		return wrong(r, member, _("must be a whole number in its range, or null"));
	}
	*out = (long)n;
	return KB_OK;
}

static enum kb_err
take_strs(struct reader *r, const char *member, json_t *value, struct kb_strs *out)
{
	if (json_is_null(value)) {
		return KB_OK;
	}
	if (!json_is_array(value)) {
		return wrong(r, member, _("must be a list of strings"));
	}
	size_t i;
	json_t *line;
	json_array_foreach(value, i, line)
	{
		if (!json_is_string(line)) {
			return wrong(r, member, _("must be a list of strings"));
		}
		kb_strs_add(r->a, out, clean(r, line));
	}
	return KB_OK;
}

static enum kb_err
take_credit(struct reader *r, json_t *value, struct kb_credits *out)
{
	kb_str role = KB_STR("");
	kb_str name = KB_STR_NULL;
	const char *key;
	json_t *member;
	if (!json_is_object(value)) {
		return wrong(r, "credits", _("must be a list of {role, name}"));
	}
	json_object_foreach(value, key, member)
	{
		bool known = strcmp(key, "role") == 0 || strcmp(key, "name") == 0;
		if (!known || !json_is_string(member)) {
			return wrong(r, key, known ? _("must be a string") : _("is unknown"));
		}
		*(*key == 'r' ? &role : &name) = clean(r, member);
	}
	if (!name.p) {
		return wrong(r, "credits", _("has an entry without a name"));
	}
	kb_credits_add(r->a, out, role, name);
	return KB_OK;
}

static enum kb_err
take_credits(struct reader *r, json_t *value, struct kb_credits *out)
{
	if (json_is_null(value)) {
		return KB_OK;
	}
	if (!json_is_array(value)) {
		return wrong(r, "credits", _("must be a list of {role, name}"));
	}
	size_t i;
	json_t *entry;
	json_array_foreach(value, i, entry)
	{
		enum kb_err err = take_credit(r, entry, out);
		if (err) {
			return err;
		}
	}
	return KB_OK;
}

static enum kb_err
take_caption(struct reader *r, json_t *value, struct kb_caption *out)
{
	const char *key;
	json_t *member;
	if (!json_is_object(value)) {
		return wrong(r, "captions", _("must be a list of {text, credits}"));
	}
	json_object_foreach(value, key, member)
	{
		enum kb_err err;
		if (strcmp(key, "text") == 0) {
			err = take_text(r, key, member, &out->text);
		} else if (strcmp(key, "credits") == 0) {
			err = take_credits(r, member, &out->credits);
		} else {
			err = wrong(r, key, _("is unknown"));
		}
		if (err) {
			return err;
		}
	}
	return out->text.p ? KB_OK : wrong(r, "captions", _("has an entry without text"));
}

static enum kb_err
take_captions(struct reader *r, json_t *value, struct kb_article *out)
{
	if (json_is_null(value)) {
		return KB_OK;
	}
	if (!json_is_array(value)) {
		return wrong(r, "captions", _("must be a list of {text, credits}"));
	}
	out->captions = kb_arena_alloc(r->a, json_array_size(value), sizeof(*out->captions));
	out->ncaptions = 0;
	size_t i;
	json_t *entry;
	json_array_foreach(value, i, entry)
	{
		enum kb_err err = take_caption(r, entry, &out->captions[i]);
		if (err) {
			return err;
		}
		out->ncaptions = i + 1;
	}
	return KB_OK;
}

/* --- an article ------------------------------------------------------------ */

/* The members that are plain texts. */
static const struct {
	const char *name;
	size_t off;
} article_texts[] = {
	{ "page", offsetof(struct kb_article, page) },
	{ "label", offsetof(struct kb_article, label) },
	{ "kicker", offsetof(struct kb_article, kicker) },
	{ "headline", offsetof(struct kb_article, headline) },
	{ "deck", offsetof(struct kb_article, deck) },
	{ "lead", offsetof(struct kb_article, lead) },
	{ "jump_to", offsetof(struct kb_article, jump_to) },
	{ "jump_from", offsetof(struct kb_article, jump_from) },
};

static kb_str *
article_text(struct kb_article *article, const char *name)
{
	for (size_t i = 0; i < sizeof(article_texts) / sizeof(article_texts[0]); i++) {
		if (strcmp(name, article_texts[i].name) == 0) {
			return (kb_str *)(void *)((char *)article + article_texts[i].off);
		}
	}
	return NULL;
}

/* Members that are no mistake, and not kept. */
static bool
ignored(const char *key)
{
	return strcmp(key, "note") == 0;
}

/* A member as it was, made one text by way of an article of its own. */
static enum kb_err
take_was(struct reader *r, const char *key, json_t *value, kb_str *was)
{
	struct kb_article before = { 0 };
	kb_str *text = article_text(&before, key);
	enum kb_err err;
	if (text) {
		err = take_text(r, key, value, text);
	} else if (strcmp(key, "credits") == 0) {
		err = take_credits(r, value, &before.credits);
	} else {
		bool known = json_is_string(value) &&
		             kb_kind_parse(kb_str_of(json_string_value(value)), &before.kind);
		err = known ? KB_OK : wrong(r, key, _("must be news, photo or notice"));
	}
	*was = kb_member_get(r->a, &before, kb_str_of(key));
	return err;
}

/* The members that a person corrected, as they were. */
static enum kb_err
take_corrected(struct reader *r, json_t *value, struct kb_article *out)
{
	const char *key;
	json_t *member;
	if (json_is_null(value)) {
		return KB_OK;
	}
	if (!json_is_object(value)) {
		return wrong(r, "corrected", _("must be an object of member: value"));
	}
	out->corrected = kb_arena_alloc(r->a, json_object_size(value), sizeof(*out->corrected));
	out->ncorrected = 0;
	json_object_foreach(value, key, member)
	{
		const char *const *name = kb_member_names;
		while (*name && strcmp(*name, key) != 0) {
			name++;
		}
		if (!*name) {
			return wrong(r, "corrected", _("names what cannot be corrected"));
		}
		struct kb_corrected *c = &out->corrected[out->ncorrected++];
		c->member = kb_str_of(*name);
		enum kb_err err = take_was(r, key, member, &c->was);
		if (err) {
			return err;
		}
	}
	return KB_OK;
}

static enum kb_err
article_member(struct reader *r, const char *key, json_t *value, struct kb_article *out)
{
	kb_str *text = article_text(out, key);
	if (text) {
		return take_text(r, key, value, text);
	}
	if (strcmp(key, "body") == 0) {
		return take_strs(r, key, value, &out->body);
	}
	if (strcmp(key, "doubts") == 0) {
		return take_strs(r, key, value, &out->doubts);
	}
	if (strcmp(key, "credits") == 0) {
		return take_credits(r, value, &out->credits);
	}
	if (strcmp(key, "captions") == 0) {
		return take_captions(r, value, out);
	}
	if (strcmp(key, "corrected") == 0) {
		return take_corrected(r, value, out);
	}
	if (strcmp(key, "kind") == 0) {
		bool known = json_is_string(value) &&
		             kb_kind_parse(kb_str_of(json_string_value(value)), &out->kind);
		return known ? KB_OK : wrong(r, key, _("must be news, photo or notice"));
	}
	return ignored(key) ? KB_OK : wrong(r, key, _("is unknown"));
}

static enum kb_err
take_article(struct reader *r, json_t *value, struct kb_article *out)
{
	const char *key;
	json_t *member;
	if (!json_is_object(value)) {
		return wrong(r, "articles", _("must be a list of objects"));
	}
	json_object_foreach(value, key, member)
	{
		enum kb_err err = article_member(r, key, member, out);
		if (err) {
			return err;
		}
	}
	if (!out->page.p || !out->page.n) {
		out->page = KB_STR("1");
	}
	return KB_OK;
}

static enum kb_err
take_articles(struct reader *r, json_t *value, struct kb_issue *out)
{
	if (!json_is_array(value)) {
		return wrong(r, "articles", _("must be a list of objects"));
	}
	if (json_array_size(value) > KB_LIMIT_ARTICLES) {
		return wrong(r, "articles", _("has more than 20000 entries; split the issue"));
	}
	out->articles = kb_arena_alloc(r->a, json_array_size(value), sizeof(*out->articles));
	out->narticles = json_array_size(value);
	size_t i;
	json_t *entry;
	json_array_foreach(value, i, entry)
	{
		(void)snprintf(r->where, sizeof(r->where), _("article %zu, "), i + 1);
		enum kb_err err = take_article(r, entry, &out->articles[i]);
		if (err) {
			return err;
		}
	}
	r->where[0] = '\0';
	return KB_OK;
}

/* --- the issue ------------------------------------------------------------- */

static enum kb_err
take_date(struct reader *r, const json_t *value, struct kb_issue *out)
{
	if (json_is_null(value)) {
		return KB_OK;
	}
	kb_str text = KB_STR_NULL;
	enum kb_err err = take_text(r, "date", value, &text);
	if (err) {
		return err;
	}
	kb_day day;
	if (text.n != 10 || text.p[4] != '-' || kb_date_scan(text, &day) != text.n) {
		return wrong(r, "date", _("is no day of the form YYYY-MM-DD"));
	}
	out->day = day;
	return KB_OK;
}

static enum kb_err
take_page_names(struct reader *r, json_t *value, struct kb_issue *out)
{
	if (json_is_null(value)) {
		return KB_OK;
	}
	if (!json_is_object(value)) {
		return wrong(r, "page_names", _("must be an object of page: name"));
	}
	out->page_names = kb_arena_alloc(r->a, json_object_size(value), sizeof(*out->page_names));
	out->npage_names = 0;
	const char *key;
	json_t *member;
	json_object_foreach(value, key, member)
	{
		if (!json_is_string(member)) {
			return wrong(r, "page_names", _("must be an object of page: name"));
		}
		struct kb_page_name *name = &out->page_names[out->npage_names++];
		name->page = kb_field_dup(r->a, kb_str_of(key));
		name->name = clean(r, member);
	}
	return KB_OK;
}

static enum kb_err
take_date_source(struct reader *r, const json_t *value, enum kb_date_source *out)
{
	if (json_is_null(value)) {
		return KB_OK;
	}
	bool known = json_is_string(value) &&
	             kb_date_source_parse(kb_str_of(json_string_value(value)), out);
	return known ? KB_OK
	             : wrong(r, "date_source",
	                     _("must be masthead, option, filename, inferred or null"));
}

static bool
is_sha256(kb_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!strchr("0123456789abcdef", s.p[i])) {
			return false;
		}
	}
	return s.n == 64;
}

/* The file that the issue was first read from. */
static enum kb_err
take_source(struct reader *r, json_t *value, struct kb_issue *out)
{
	if (json_is_null(value)) {
		return KB_OK;
	}
	if (!json_is_object(value)) {
		return wrong(r, "source", _("must be {name, sha256}"));
	}
	const char *key;
	json_t *member;
	json_object_foreach(value, key, member)
	{
		bool name = strcmp(key, "name") == 0;
		if (!name && strcmp(key, "sha256") != 0) {
			return wrong(r, key, _("is unknown"));
		}
		enum kb_err err =
			take_text(r, key, member, name ? &out->source_name : &out->source_sha256);
		if (err) {
			return err;
		}
	}
	if (out->source_sha256.p && !is_sha256(out->source_sha256)) {
		return wrong(r, "sha256", _("must be 64 hexadecimal digits"));
	}
	return KB_OK;
}

static enum kb_err
take_schema(struct reader *r, const json_t *value)
{
	if (json_is_integer(value) && json_integer_value(value) == 1) {
		return KB_OK;
	}
	return wrong(r, "schema", _("must be 1; a newer kanbao may read this file"));
}

/* Small whole numbers: pages, edition. */
static enum kb_err
take_int(struct reader *r, const char *member, const json_t *value, int *out)
{
	long n = *out;
	enum kb_err err = take_number(r, member, value, 9999, &n);
	if (!err) {
		*out = (int)n;
	}
	return err;
}

static enum kb_err
issue_rest(struct reader *r, const char *key, json_t *value, struct kb_issue *out)
{
	if (strcmp(key, "month_day") == 0) {
		return take_text(r, key, value, &out->month_day);
	}
	if (strcmp(key, "masthead") == 0) {
		return take_strs(r, key, value, &out->masthead);
	}
	if (strcmp(key, "dropped") == 0) {
		return take_strs(r, key, value, &out->dropped);
	}
	if (strcmp(key, "page_names") == 0) {
		return take_page_names(r, value, out);
	}
	if (strcmp(key, "source") == 0) {
		return take_source(r, value, out);
	}
	if (strcmp(key, "excerpt") == 0) {
		out->excerpt = json_is_true(value);
		return json_is_boolean(value) ? KB_OK : wrong(r, key, _("must be true or false"));
	}
	if (strcmp(key, "articles") == 0) {
		return take_articles(r, value, out);
	}
	return ignored(key) ? KB_OK : wrong(r, key, _("is unknown"));
}

static enum kb_err
issue_member(struct reader *r, const char *key, json_t *value, struct kb_issue *out)
{
	if (strcmp(key, "schema") == 0) {
		return take_schema(r, value);
	}
	if (strcmp(key, "paper") == 0) {
		return take_text(r, key, value, &out->paper);
	}
	if (strcmp(key, "date") == 0) {
		return take_date(r, value, out);
	}
	if (strcmp(key, "date_source") == 0) {
		return take_date_source(r, value, &out->date_source);
	}
	if (strcmp(key, "number") == 0) {
		return take_number(r, key, value, NUMBER_MAX, &out->number);
	}
	if (strcmp(key, "pages") == 0) {
		return take_int(r, key, value, &out->pages);
	}
	if (strcmp(key, "edition") == 0) {
		return take_int(r, key, value, &out->edition);
	}
	if (strcmp(key, "lunar") == 0) {
		return take_text(r, key, value, &out->lunar);
	}
	if (strcmp(key, "weekday") == 0) {
		return take_text(r, key, value, &out->weekday);
	}
	return issue_rest(r, key, value, out);
}

static enum kb_err
take_issue(struct reader *r, json_t *root, struct kb_issue *out)
{
	if (!json_is_object(root)) {
		return kb_fail(r->ctx, KB_E_DATA, _("interchange JSON: not an object"));
	}
	const char *key;
	json_t *value;
	json_object_foreach(root, key, value)
	{
		enum kb_err err = issue_member(r, key, value, out);
		if (err) {
			return err;
		}
	}
	if (out->day == KB_DAY_NONE && out->date_source != KB_DATE_NONE) {
		return wrong(r, "date_source", _("stands without a date"));
	}
	if (out->day != KB_DAY_NONE && out->date_source == KB_DATE_NONE) {
		out->date_source = KB_DATE_OPTION; /* somebody gave it */
	}
	if (out->edition < 1) {
		out->edition = 1;
	}
	return KB_OK;
}

enum kb_err
kb_issue_read_json(struct kb_ctx *ctx, struct kb_arena *a, kb_str json, struct kb_issue *issue)
{
	json_t *root = NULL;
	enum kb_err err = kb_json_load(ctx, json, _("interchange JSON"), &root);
	if (err) {
		return err;
	}
	struct reader r = { .ctx = ctx, .a = a };
	struct kb_issue made = { .day = KB_DAY_NONE, .edition = 1 };
	err = take_issue(&r, root, &made);
	if (!err) {
		*issue = made;
	}
	kb_buf_release(&r.scratch);
	json_decref(root);
	return err;
}
