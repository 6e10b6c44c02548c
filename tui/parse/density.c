/*
 * The part of any page of HTML that is running text: characters outside links
 * for each tag, weighed by paragraphs and punctuation, as GNE does it.
 */
#include "webpage_int.h"

#include <math.h>

#include "parse_int.h"

/* Of a node and all inside it. */
struct weight {
	double chars;
	double linked; /* characters inside links */
	double tags;
	double links;
	double paragraphs;
	double marks; /* of punctuation */
};

static bool
punctuation(uint32_t cp)
{
	return kb_cp_stop(cp) || cp == 0xFF0C || cp == 0x3001 || cp == ',' || cp == 0x201C ||
	       cp == 0x201D;
}

static void
weigh_text(struct weight *w, kb_str s, bool link)
{
	for (size_t off = 0; off < s.n;) {
		uint32_t cp = kb_utf8_next(s, &off);
		if (kb_cp_blank(cp) || cp == '\n' || cp == '\r') {
			continue;
		}
		w->chars += 1;
		w->linked += link;
		w->marks += !link && punctuation(cp);
	}
}

static void
add(struct weight *to, const struct weight *w)
{
	to->chars += w->chars;
	to->linked += w->linked;
	to->tags += w->tags;
	to->links += w->links;
	to->paragraphs += w->paragraphs;
	to->marks += w->marks;
}

static struct weight *
weigh(struct kb_arena *a, const struct kb_html *h)
{
	struct weight *w = kb_arena_alloc(a, h->n + 1, sizeof(*w));
	bool *link = kb_arena_alloc(a, h->n + 1, sizeof(*link));
	for (size_t i = 0; i < h->n; i++) {
		const struct kb_node *node = &h->v[i];
		bool anchor = node->kind == KB_NODE_ELEMENT && kb_str_eq(node->text, KB_STR("a"));
		link[i] = anchor || (node->parent != SIZE_MAX && link[node->parent]);
		if (node->kind == KB_NODE_ELEMENT) {
			w[i].tags = 1;
			w[i].links = anchor;
			w[i].paragraphs = kb_str_eq(node->text, KB_STR("p")) ||
			                  kb_str_eq(node->text, KB_STR("br"));
		} else if (node->kind == KB_NODE_TEXT && !node->hidden && !node->used) {
			weigh_text(&w[i], node->text, link[i]);
		}
	}
	for (size_t i = h->n; i > 0; i--) {
		size_t up = h->v[i - 1].parent;
		if (up != SIZE_MAX) {
			add(&w[up], &w[i - 1]);
		}
	}
	return w;
}

static double
score(const struct weight *w)
{
	double text = w->chars - w->linked;
	double tags = w->tags - w->links;
	return text / (tags > 1 ? tags : 1) * log10(w->paragraphs + 2) * log1p(w->marks);
}

size_t
kb_densest(struct kb_arena *a, const struct kb_html *h)
{
	static const char *const places[] = { "div",  "section", "article",    "td", "main",
		                              "body", "center",  "blockquote", NULL };
	const struct weight *w = weigh(a, h);
	size_t best = SIZE_MAX;
	double most = 0;
	for (size_t i = 0; i < h->n; i++) {
		if (h->v[i].kind != KB_NODE_ELEMENT || h->v[i].hidden ||
		    !kb_is_any(h->v[i].text, places)) {
			continue;
		}
		double points = score(&w[i]);
		if (points > most) {
			most = points;
			best = i;
		}
	}
	return best;
}
