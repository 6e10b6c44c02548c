/*
 * Jumps: which 上接 continues which 下转. A pure function over what is known
 * of the articles of an issue, so that the parser can use it for the pages of
 * one file and the store for those of all its files.
 */
#ifndef KANBAO_JUMP_H
#define KANBAO_JUMP_H

#include "kanbao/paper.h"

/* What counts of an article for its jumps; the texts are borrowed. */
struct kb_jump_end {
	kb_str page;      /* that it stands on */
	kb_str jump_to;   /* absent where it doesn't jump */
	kb_str jump_from; /* absent where it continues nothing */
	kb_str title;     /* headline, else kicker or deck; may be absent */
	kb_str head;      /* first paragraph */
	kb_str tail;      /* last paragraph */
	bool byline;      /* has a lead or credits of its own */
};

/* Article `to` continues article `from`: their places in the list. */
struct kb_jump_pair {
	size_t from;
	size_t to;
};

/* The end that an article is; nothing is copied. */
struct kb_jump_end kb_jump_end_of(const struct kb_article *article);
/*
 * Matches the halves in `ends` by their pages (下转2版 on page 1 and 上接1版
 * on page 2), then by words that both have, no byline on the second, and by
 * grammar: the first stops in mid-sentence, the second goes on. An end is in
 * one pair at most, a pair's pages never contradict, and what is in doubt is
 * left alone. Several hops (1 → 2 → 3) are several pairs. The pairs are in
 * order of `from`, in `a`; returns how many. Takes at most KB_JUMPS_MAX ends
 * of each kind into account, the first ones.
 */
#define KB_JUMPS_MAX 256
size_t kb_jumps_match(struct kb_arena *a, const struct kb_jump_end *ends, size_t n,
                      struct kb_jump_pair **pairs);

#endif
