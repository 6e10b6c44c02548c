/*
 * Founder's digital editions: the old form with its comments and tags, told
 * by them or by the names of its files; the new form (pc/layout, pc/content)
 * with plain elements. Both are read as epaper.c reads any.
 */
#include "epaper_int.h"
#include "formats.h"

#include <string.h>

/* Files looked into before the answer is no. */
#define LOOKED_AT 64

static bool
has_any(kb_str bytes, const char *const *words)
{
	for (; *words; words++) {
		if (kb_bytes_have(bytes, *words)) {
			return true;
		}
	}
	return false;
}

/* Plain elements of the new form, and no comment or tag of the old one. */
static bool
new_page(kb_str bytes)
{
	static const char *const old[] = { "npm:article", "<founder-", "<!--enpcontent",
		                           "pagepicmap", NULL };
	static const char *const layout[] = { "/layout/", "/content/", "/con/", "swiper-slide",
		                              NULL };
	static const char *const article[] = { "newstime", "class=\"sec\"", "class='sec'",
		                               "class=sec", NULL };
	if (has_any(bytes, old)) {
		return false;
	}
	if (kb_bytes_have(bytes, "ozoom") || kb_bytes_have(bytes, "articlecontent")) {
		return has_any(bytes, article);
	}
	return kb_bytes_have(bytes, "news-list") && has_any(bytes, layout);
}

static bool
old_page(kb_str bytes)
{
	static const char *const marks[] = {
		"npm:article", "<founder-",    "<!--enpcontent", "<!--enpproperty", "pagepicmap",
		"pagelink",    "id=\"ozoom\"", "id='ozoom'",     "id=ozoom",        NULL
	};
	return has_any(bytes, marks);
}

static bool
any_page(const struct kb_bundle *bundle, bool (*fits)(kb_str))
{
	size_t pages = 0;
	for (size_t i = 0; i < bundle->n && pages < LOOKED_AT; i++) {
		if (kb_html_like(bundle->files[i].bytes)) {
			pages++;
			if (fits(bundle->files[i].bytes)) {
				return true;
			}
		}
	}
	return false;
}

bool
kb_fmt_founder_new_is(const struct kb_bundle *bundle)
{
	return any_page(bundle, new_page);
}

bool
kb_fmt_founder_is(const struct kb_bundle *bundle)
{
	return any_page(bundle, old_page);
}

enum kb_err
kb_fmt_founder_new_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                        const struct kb_parse_options *options, const struct kb_sink *sink)
{
	return kb_epaper_read(ctx, a, bundle, options, sink);
}

enum kb_err
kb_fmt_founder_read(struct kb_ctx *ctx, struct kb_arena *a, const struct kb_bundle *bundle,
                    const struct kb_parse_options *options, const struct kb_sink *sink)
{
	return kb_epaper_read(ctx, a, bundle, options, sink);
}
