/*
 * The nouns: issue, page, article and their parts, as plain structs. Fields
 * are those of the interchange format (interchange.md); an absent member is
 * an absent kb_str, a list without items has count 0.
 *
 * Everything an issue points to lives in the arena it was made in. All text
 * is valid UTF-8, NFC, sanitised; blanks inside a field are single spaces.
 */
#ifndef KANBAO_PAPER_H
#define KANBAO_PAPER_H

#include <stddef.h>
#include <stdint.h>

#include "kanbao/arena.h"
#include "kanbao/ctx.h"
#include "kanbao/date.h"
#include "kanbao/str.h"

enum kb_kind {
	KB_KIND_NEWS,
	KB_KIND_PHOTO,
	KB_KIND_NOTICE,
};

enum kb_date_source {
	KB_DATE_NONE,
	KB_DATE_MASTHEAD,
	KB_DATE_OPTION,
	KB_DATE_FILENAME,
	KB_DATE_INFERRED,
};

/* The names of the two enums in the interchange format. */
const char *kb_kind_name(enum kb_kind kind);
bool kb_kind_parse(kb_str name, enum kb_kind *out);
/* NULL for KB_DATE_NONE. */
const char *kb_date_source_name(enum kb_date_source source);
bool kb_date_source_parse(kb_str name, enum kb_date_source *out);

/* A growing list of texts in an arena. Zeroed is empty. */
struct kb_strs {
	kb_str *v;
	size_t n;
	size_t cap;
};
/* Appends s as it is (not copied). */
void kb_strs_add(struct kb_arena *a, struct kb_strs *list, kb_str s);

/* One person. role as printed, "" where there is none. */
struct kb_credit {
	kb_str role;
	kb_str name;
};
struct kb_credits {
	struct kb_credit *v;
	size_t n;
	size_t cap;
};
void kb_credits_add(struct kb_arena *a, struct kb_credits *list, kb_str role, kb_str name);

/* A picture inside a story. */
struct kb_caption {
	kb_str text;
	struct kb_credits credits;
};

/* A member as it was before a person corrected it. */
struct kb_corrected {
	kb_str member;             /* "headline", "credits" … */
	kb_str was;                /* absent where it had none */
	struct kb_credits credits; /* where member is "credits" */
};

struct kb_article;
/*
 * Where the text of an article goes on that stands on another page: what the
 * paragraphs from `para` on are the text of. Its body is not to be read.
 */
struct kb_seam {
	size_t para;
	const struct kb_article *part;
};

struct kb_article {
	kb_str page; /* as printed without 第, 版, leading zeros; never absent */
	enum kb_kind kind;
	kb_str label;
	kb_str kicker;
	kb_str headline;
	kb_str deck;
	kb_str lead; /* 本报讯 and the like */
	struct kb_credits credits;
	struct kb_strs body; /* paragraphs */
	kb_str jump_to;      /* page of 下转N版 */
	kb_str jump_from;    /* page of 上接N版 */
	struct kb_caption *captions;
	size_t ncaptions;
	struct kb_strs doubts;
	struct kb_corrected *corrected;
	size_t ncorrected;
	/* only where halves were joined for reading (model.h); never stored */
	struct kb_seam *seams;
	size_t nseams;
};

/*
 * What a person may correct, by its name in the interchange format: label,
 * kicker, headline, deck, lead, credits, kind; ended by NULL.
 */
extern const char *const kb_member_names[];
/*
 * Its value as one text, absent where there is none: kind by its name, of
 * credits a line each: role, tab, name.
 */
kb_str kb_member_get(struct kb_arena *a, const struct kb_article *article, kb_str member);
/* Sets it from such a text, which is borrowed; false where it is no value of this member. */
bool kb_member_set(struct kb_arena *a, struct kb_article *article, kb_str member, kb_str value);
/* Credits as people write them, appended: 记者：甲、乙；摄：丙. */
void kb_credits_say(struct kb_buf *out, const struct kb_credits *credits);
/* Reads them back; a part without a colon is names without a role. */
void kb_credits_parse(struct kb_arena *a, kb_str text, struct kb_credits *out);
/*
 * A doubt about the date of the issue, which is over when a person gives it:
 * its text begins with "the date " or "no date ".
 */
bool kb_doubt_of_date(kb_str doubt);
/* Appends a doubt in the language chosen; what stands behind ": " in it is from the page. */
void kb_doubt_say(struct kb_buf *out, kb_str doubt);

/* A page's own name, 版名. */
struct kb_page_name {
	kb_str page;
	kb_str name;
};

struct kb_issue {
	kb_str paper; /* absent where nobody says */
	kb_day day;   /* KB_DAY_NONE where neither printed nor given */
	enum kb_date_source date_source;
	int edition; /* 1, or 2 … for a further edition of the day */
	long number; /* 期号, 0 where there is none */
	kb_str lunar;
	kb_str weekday;
	int pages;        /* that the issue says it has, 0 where it doesn't */
	kb_str month_day; /* latest news date in the text, "4-12" */
	struct kb_strs masthead;
	struct kb_strs dropped;
	struct kb_page_name *page_names;
	size_t npage_names;
	struct kb_article *articles;
	size_t narticles;
	bool excerpt; /* of its pages only some articles are here */
	/* the file it came from, where interchange says so */
	kb_str source_name;
	kb_str source_sha256; /* 64 hex digits */
};

/* What a page is called, absent where nobody says. */
kb_str kb_issue_page_name(const struct kb_issue *issue, kb_str page);
/* Characters a person reads (no blanks): titles and body. */
size_t kb_article_chars(const struct kb_article *article);
/*
 * Order of a page in its issue, from its name alone: 1, 2 … before A1, A2 …
 * before B1 … (0 ≤ position < 4096), so that it does not depend on what came
 * first. Names of other forms share the last place.
 */
int kb_page_position(kb_str page);
/* Appends the name of the pages in a place, "1", "A4"; false where they have names of other forms. */
bool kb_page_at(int position, struct kb_buf *out);

#endif
