/*
 * Which files of a folder or an archive file are read as one, told by their
 * names alone: pages and articles of a saved digital edition, the articles of
 * a day in a crawl. Every other file stands alone.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "import_int.h"

#define TAIL_FOLDERS 4

static bool
ends(kb_str s, const char *ext)
{
	size_t n = strlen(ext);
	return s.n > n && strncasecmp(s.p + s.n - n, ext, n) == 0;
}

static bool
ends_any(kb_str s, const char *const *exts)
{
	for (; *exts; exts++) {
		if (ends(s, *exts)) {
			return true;
		}
	}
	return false;
}

static size_t
digits(kb_str s, size_t from)
{
	size_t n = from;
	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9') {
		n++;
	}
	return n - from;
}

static size_t
base_at(kb_str path)
{
	size_t n = path.n;
	while (n > 0 && path.p[n - 1] != '/') {
		n--;
	}
	return n;
}

/* l01.html and c11337.html: pages and articles of another system. */
static bool
numbered(kb_str base)
{
	size_t n = digits(base, 1);
	return (base.p[0] == 'l' || base.p[0] == 'c') && n > 0 && n + 6 == base.n;
}

/* node_1.htm, content_12_3.htm, nbs.D110000renmrb_01.htm, nw.D… (Founder) */
static bool
founder(kb_str base)
{
	static const char *const heads[] = { "node_", "content_", "nbs.d", "nw.d", NULL };
	static const char *const html[] = { ".htm", ".html", NULL };
	if (!ends_any(base, html)) {
		return false;
	}
	for (size_t i = 0; heads[i]; i++) {
		size_t n = strlen(heads[i]);
		if (base.n > n && strncasecmp(base.p, heads[i], n) == 0) {
			return true;
		}
	}
	return ends(base, ".html") && numbered(base);
}

/* 20220413-01-02.txt: bytes of the date, or 0. */
static size_t
crawl(kb_str base)
{
	size_t day = digits(base, 0);
	size_t dash = day + 1;
	if (day != 8 || base.n < dash || base.p[day] != '-' || !ends(base, ".txt")) {
		return 0;
	}
	while (dash < base.n && base.p[dash] != '-') {
		dash++;
	}
	size_t n = digits(base, dash + 1);
	return dash > day + 1 && dash - day <= 6 && n > 0 && dash + 1 + n + 4 == base.n ? day : 0;
}

/* 1946-05-17_引题_主题_副题.md: bytes of the date, or 0. */
static size_t
archive_page(kb_str base)
{
	bool dated = digits(base, 0) == 4 && digits(base, 5) == 2 && digits(base, 8) == 2 &&
	             base.p[4] == '-' && base.p[7] == '-' && base.n > 10 && base.p[10] == '_';
	return dated && ends(base, ".md") ? 10 : 0;
}

/* The folder with its last part named layout or content left open. */
static kb_str
open_folder(struct kb_arena *a, kb_str folder)
{
	static const char *const parts[] = { "/layout/", "/content/", "/con/" };
	kb_str whole = kb_arena_printf(a, "/%.*s", KB_ARG(folder));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t at = kb_str_find(whole, kb_str_of(parts[i]));
		if (at != SIZE_MAX) {
			kb_str tail = kb_str_sub(whole, at + strlen(parts[i]), whole.n);
			return kb_arena_printf(a, "%.*s/*/%.*s", (int)at, whole.p, KB_ARG(tail));
		}
	}
	return whole;
}

static kb_str
key_of(struct kb_arena *a, kb_str path)
{
	size_t at = base_at(path);
	kb_str folder = kb_str_sub(path, 0, at);
	kb_str base = kb_str_sub(path, at, path.n);
	size_t day = crawl(base);
	day = day ? day : archive_page(base);
	if (day) {
		return kb_arena_printf(a, "/%.*s%.*s/", KB_ARG(folder), (int)day, base.p);
	}
	if (founder(base)) {
		return open_folder(a, folder);
	}
	return kb_arena_printf(a, "/%.*s", KB_ARG(path));
}

/* What a browser saves beside the pages, and pages that only lead to others. */
static bool
furniture(kb_str base)
{
	static const char *const exts[] = { ".jpg",  ".jpeg", ".png", ".gif", ".webp",
		                            ".svg",  ".ico",  ".css", ".js",  ".pdf",
		                            ".woff", ".swf",  NULL };
	static const char *const leads[] = { "index.htm", "index.html", "paperindex.htm",
		                             "paperindex.html" };
	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		if (base.n == strlen(leads[i]) && strncasecmp(base.p, leads[i], base.n) == 0) {
			return true;
		}
	}
	return ends_any(base, exts);
}

/* A folder named after a day, or one of the parts of such a system. */
static bool
part_of_edition(kb_str name)
{
	static const char *const parts[] = { "html", "pc", "layout", "content" };
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (kb_str_eq(name, kb_str_of(parts[i]))) {
			return true;
		}
	}
	size_t n = 0;
	while (n < name.n && ((name.p[n] >= '0' && name.p[n] <= '9') || name.p[n] == '-')) {
		n++;
	}
	return n == name.n;
}

/* The folder that holds the whole edition, with its slash: above html/2022-04/13/. */
static kb_str
edition_root(kb_str path)
{
	kb_str root = kb_str_sub(path, 0, base_at(path));
	while (root.n > 1) {
		kb_str above = kb_str_sub(root, 0, base_at(kb_str_sub(root, 0, root.n - 1)));
		if (!above.n || !part_of_edition(kb_str_sub(root, above.n, root.n - 1))) {
			break;
		}
		root = above;
	}
	return root;
}

/* Furniture lies in the folder of an edition; what the user names is none. */
static void
pass_over(struct kb_arena *a, struct kb_member *members, size_t n)
{
	struct kb_strs roots = { 0 };
	for (size_t i = 0; i < n; i++) {
		kb_str path = members[i].path;
		kb_str root = edition_root(path);
		bool fresh = founder(kb_str_sub(path, base_at(path), path.n));
		for (size_t k = 0; k < roots.n && fresh; k++) {
			fresh = !kb_str_eq(roots.v[k], root);
		}
		if (fresh) {
			kb_strs_add(a, &roots, root);
		}
	}
	for (size_t i = 0; i < n; i++) {
		kb_str path = members[i].path;
		bool inside = false;
		for (size_t k = 0; k < roots.n && !inside; k++) {
			inside = kb_str_starts(path, roots.v[k]);
		}
		members[i].passed = inside && !members[i].named &&
		                    furniture(kb_str_sub(path, base_at(path), path.n));
	}
}

static int
by_key(const void *x, const void *y)
{
	const struct kb_member *a = x;
	const struct kb_member *b = y;
	int order = kb_str_cmp(a->key, b->key);
	return order ? order : kb_str_cmp(a->path, b->path);
}

void
kb_group(struct kb_arena *a, struct kb_member *members, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		members[i].key = key_of(a, members[i].path);
	}
	pass_over(a, members, n);
	if (n) {
		qsort(members, n, sizeof(*members), by_key);
	}
}

size_t
kb_group_len(const struct kb_member *members, size_t n, size_t i)
{
	size_t len = 1;
	while (i + len < n && kb_str_eq(members[i].key, members[i + len].key)) {
		len++;
	}
	return len;
}

kb_str
kb_path_tail(struct kb_arena *a, kb_str path)
{
	kb_str parts[TAIL_FOLDERS + 1];
	size_t n = 0;
	kb_str part;
	while (kb_str_split(&path, '/', &part)) {
		if (!part.n || kb_str_eq(part, KB_STR(".")) || kb_str_eq(part, KB_STR(".."))) {
			continue;
		}
		if (n == TAIL_FOLDERS + 1) {
			memmove(parts, parts + 1, TAIL_FOLDERS * sizeof(*parts));
			n--;
		}
		parts[n++] = part;
	}
	kb_str tail = n ? parts[0] : KB_STR("");
	for (size_t i = 1; i < n; i++) {
		tail = kb_arena_printf(a, "%.*s/%.*s", KB_ARG(tail), KB_ARG(parts[i]));
	}
	return kb_arena_dup(a, tail);
}
