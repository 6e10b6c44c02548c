/* The members of an article that a person may correct, each as one text. */
#include "kanbao/i18n.h"
#include "kanbao/paper.h"
#include "kanbao/text.h"

const char *const kb_member_names[] = { "label", "kicker",  "headline", "deck",
	                                "lead",  "credits", "kind",     NULL };

static const struct {
	kb_str name;
	size_t off;
} texts[] = {
	{ { "label", 5 }, offsetof(struct kb_article, label) },
	{ { "kicker", 6 }, offsetof(struct kb_article, kicker) },
	{ { "headline", 8 }, offsetof(struct kb_article, headline) },
	{ { "deck", 4 }, offsetof(struct kb_article, deck) },
	{ { "lead", 4 }, offsetof(struct kb_article, lead) },
};

/* Where the member that is a plain text lies; SIZE_MAX for others. */
static size_t
text_offset(kb_str member)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (kb_str_eq(texts[i].name, member)) {
			return texts[i].off;
		}
	}
	return SIZE_MAX;
}

static kb_str
credits_text(struct kb_arena *a, const struct kb_credits *credits)
{
	struct kb_buf out = { 0 };
	for (size_t i = 0; i < credits->n; i++) {
		kb_buf_printf(&out, "%s%.*s\t%.*s", i ? "\n" : "", KB_ARG(credits->v[i].role),
		              KB_ARG(credits->v[i].name));
	}
	kb_str text = credits->n ? kb_arena_dup(a, kb_buf_str(&out)) : KB_STR_NULL;
	kb_buf_release(&out);
	return text;
}

kb_str
kb_member_get(struct kb_arena *a, const struct kb_article *article, kb_str member)
{
	size_t off = text_offset(member);
	if (off != SIZE_MAX) {
		return *(const kb_str *)(const void *)((const char *)article + off);
	}
	if (kb_str_eq(member, KB_STR("credits"))) {
		return credits_text(a, &article->credits);
	}
	return kb_str_eq(member, KB_STR("kind")) ? kb_str_of(kb_kind_name(article->kind))
	                                         : KB_STR_NULL;
}

static void
set_credits(struct kb_arena *a, struct kb_credits *out, kb_str text)
{
	kb_str line;
	*out = (struct kb_credits){ 0 };
	while (kb_str_split(&text, '\n', &line)) {
		kb_str role;
		(void)kb_str_split(&line, '\t', &role);
		/* a line without a tab is a name */
		kb_credits_add(a, out, line.p ? role : KB_STR(""), line.p ? line : role);
	}
}

bool
kb_member_set(struct kb_arena *a, struct kb_article *article, kb_str member, kb_str value)
{
	size_t off = text_offset(member);
	if (off != SIZE_MAX) {
		*(kb_str *)(void *)((char *)article + off) = value.n ? value : KB_STR_NULL;
		return true;
	}
	if (kb_str_eq(member, KB_STR("credits"))) {
		set_credits(a, &article->credits, value);
		return true;
	}
	return kb_str_eq(member, KB_STR("kind")) && kb_kind_parse(value, &article->kind);
}

/* --- credits as people write them ------------------------------------------------ */

void
kb_credits_say(struct kb_buf *out, const struct kb_credits *credits)
{
	for (size_t i = 0; i < credits->n; i++) {
		kb_str role = credits->v[i].role;
		bool goes_on = i && kb_str_eq(role, credits->v[i - 1].role);
		if (goes_on) {
			kb_buf_add(out, KB_STR("、"));
		} else {
			kb_buf_add(out, i ? KB_STR("；") : KB_STR(""));
			kb_buf_add(out, role);
			kb_buf_add(out, role.n ? KB_STR("：") : KB_STR(""));
		}
		kb_buf_add(out, credits->v[i].name);
	}
}

/* Which of the marks stands at off; its bytes, or 0. */
static size_t
mark_at(kb_str s, size_t off, const char *const *marks)
{
	for (; *marks; marks++) {
		if (kb_str_starts(kb_str_sub(s, off, s.n), kb_str_of(*marks))) {
			return kb_str_of(*marks).n;
		}
	}
	return 0;
}

/* The part of *rest before a mark, trimmed; *rest moves behind it. False without a mark. */
static bool
part(kb_str *rest, const char *const *marks, kb_str *out)
{
	for (size_t off = 0; off < rest->n; (void)kb_utf8_next(*rest, &off)) {
		size_t n = mark_at(*rest, off, marks);
		if (n) {
			*out = kb_str_trim(kb_str_sub(*rest, 0, off));
			*rest = kb_str_sub(*rest, off + n, rest->n);
			return true;
		}
	}
	*out = kb_str_trim(*rest);
	return false;
}

void
kb_credits_parse(struct kb_arena *a, kb_str text, struct kb_credits *out)
{
	static const char *const groups[] = { "；", ";", NULL };
	static const char *const colons[] = { "：", ":", NULL };
	static const char *const names[] = { "、", "，", ",", NULL };
	*out = (struct kb_credits){ 0 };
	for (bool more = true; more;) {
		kb_str group;
		kb_str role;
		kb_str name;
		more = part(&text, groups, &group);
		if (!part(&group, colons, &role)) {
			role = KB_STR("");
		}
		for (bool next = true; next;) {
			next = part(&group, names, &name);
			if (name.n) {
				kb_credits_add(a, out, kb_arena_dup(a, role),
				               kb_arena_dup(a, name));
			}
		}
	}
}

/* --- doubts ----------------------------------------------------------------------- */

bool
kb_doubt_of_date(kb_str doubt)
{
	return kb_str_starts(doubt, KB_STR("the date ")) ||
	       kb_str_starts(doubt, KB_STR("no date "));
}

void
kb_doubt_say(struct kb_buf *out, kb_str doubt)
{
	struct kb_arena a = { 0 };
	kb_str text = kb_arena_dup(&a, doubt);
	/* gettext("") is the head of the catalogue; what it doesn't know it gives back */
	const char *whole = text.n ? _(text.p) : "";
	size_t at = kb_str_find(doubt, KB_STR(": "));
	if (whole == text.p && at != SIZE_MAX && at > 0) {
		kb_buf_printf(out, "%s: ", _(kb_arena_dup(&a, kb_str_sub(doubt, 0, at)).p));
		kb_buf_add(out, kb_str_sub(doubt, at + 2, doubt.n));
	} else {
		kb_buf_add(out, kb_str_of(whole));
	}
	kb_arena_release(&a);
}
