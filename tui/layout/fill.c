/*
 * Filling one line: greedy, at the farthest place of the lowest break level.
 * Knows one paragraph and a number of cells; nothing of columns or articles.
 */
#include "layout_int.h"

/* Cells right of the column in which a mark may hang. */
#define HANG_COLS 2

/* Places are kept by level; above KB_BREAK_UNIT is one for "anywhere". */
#define ANYWHERE (KB_BREAK_UNIT + 1)
#define NLEVELS (ANYWHERE + 1)

size_t
kb_blank_at(kb_str s, size_t off)
{
	size_t next = off;
	uint32_t cp = off < s.n ? kb_utf8_next(s, &next) : 0;
	bool blank = cp == ' ' || cp == '\t' || cp == 0x3000;
	return blank && kb_cluster_next(s, off) == next - off ? next - off : 0;
}

bool
kb_line_end(uint32_t cp)
{
	return (cp >= '\n' && cp <= '\r') || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

/* A place at which the line may end. */
struct place {
	struct kb_fill fill;
	bool fits;
	bool hung;
};

struct filler {
	kb_str s;
	const unsigned char *levels;
	enum kb_ambiguous ambiguous;
	int cols;
	int room; /* cols, and where a mark may hang */
	size_t from;
	size_t off;  /* behind the last cluster taken */
	size_t ink;  /* behind the last of them that is no blank */
	int used;    /* cells up to off */
	int inked;   /* cells up to ink */
	bool hung;   /* the last cluster hangs */
	bool closed; /* a hard line end was met */
	struct place best[NLEVELS];
};

static size_t
skip_blanks(kb_str s, size_t off)
{
	size_t n = 0;
	while ((n = kb_blank_at(s, off)) > 0) {
		off += n;
	}
	return off;
}

/* Ink of `cols` cells up to off. False where neither it fits nor may hang. */
static bool
take_ink(struct filler *f, uint32_t cp, int cols)
{
	int inked = f->used + cols;
	bool hangs = inked > f->cols && f->used <= f->cols && (kb_mark_flags(cp) & KB_MARK_HANG);
	if (inked > (hangs ? f->room : f->cols) || f->hung) {
		return false;
	}
	f->hung = hangs;
	f->inked = inked;
	return true;
}

/* Takes the next cluster. False, and nothing changed, where it doesn't fit. */
static bool
take(struct filler *f)
{
	kb_str cluster = { f->s.p + f->off, kb_cluster_next(f->s, f->off) };
	size_t at = 0;
	uint32_t cp = kb_utf8_next(cluster, &at);
	if (kb_line_end(cp)) {
		f->off += cluster.n;
		f->closed = true;
		return true;
	}
	int cols = kb_cluster_cols(cluster, f->ambiguous);
	cols = cols > 0 ? cols : cp == '\t' ? 1 : 0;
	bool blank = kb_blank_at(f->s, f->off) > 0;
	if (!blank && !take_ink(f, cp, cols)) {
		return false;
	}
	f->used += cols;
	f->off += cluster.n;
	f->ink = blank ? f->ink : f->off;
	return true;
}

/* The line may end here: blanks behind the ink hang and are dropped. */
static struct place
place_here(const struct filler *f)
{
	return (struct place){
		.fill = { .from = f->from, .to = f->ink, .next = f->off, .cols = f->inked },
		.fits = true,
		.hung = f->hung,
	};
}

/* The first cluster is wider than the line: it goes alone. */
static struct place
place_alone(const struct filler *f)
{
	kb_str cluster = { f->s.p + f->from, kb_cluster_next(f->s, f->from) };
	size_t end = f->from + cluster.n;
	int cols = kb_cluster_cols(cluster, f->ambiguous);
	return (struct place){ .fill = { .from = f->from, .to = end, .next = end, .cols = cols },
		               .fits = true };
}

/* Takes what fits and keeps the farthest place of each level. */
static struct place
fill(struct filler *f)
{
	while (f->off < f->s.n && take(f)) {
		if (f->closed || f->off == f->s.n) {
			return place_here(f);
		}
		unsigned char level = f->levels[f->off];
		f->best[level < ANYWHERE ? level : ANYWHERE] = place_here(f);
	}
	for (size_t i = 0; i < NLEVELS; i++) {
		if (f->best[i].fits) {
			return f->best[i];
		}
	}
	return place_alone(f);
}

bool
kb_fill_line(kb_str s, const unsigned char *levels, size_t from, int cols,
             const struct kb_layout_options *o, bool *hung, struct kb_fill *out)
{
	size_t start = skip_blanks(s, from);
	if (start >= s.n) {
		return false;
	}
	struct filler f = {
		.s = s,
		.levels = levels,
		.ambiguous = o->ambiguous,
		.cols = cols,
		.room = o->hang && !*hung ? cols + HANG_COLS : cols,
		.from = start,
		.off = start,
		.ink = start,
	};
	struct place chosen = fill(&f);
	*hung = chosen.hung;
	*out = chosen.fill;
	return true;
}
