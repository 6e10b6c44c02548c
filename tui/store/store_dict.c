/*
 * Texts in rows: zstd, with the dictionary that the row names. Dictionaries
 * are prepared once a connection.
 */
#include <stdlib.h>
#include <zstd.h>

#include "kanbao/i18n.h"
#include "kanbao/mem.h"
#include "store_int.h"

/* No text of ours is larger: the limit of an import is 64 MiB. */
#define UNPACKED_MAX ((unsigned long long)80 << 20)
/* Dictionaries at hand; an archive has one, or two where a newer is being brought in. */
#define HELD 2

struct kb_dicts {
	ZSTD_CCtx *packing;
	ZSTD_DCtx *unpacking;
	ZSTD_CDict *newest; /* NULL: pack without one */
	int64_t newest_id;
	bool looked; /* for the newest one */
	struct {
		int64_t id;
		ZSTD_DDict *dict;
	} held[HELD];
	size_t next; /* to give way */
};

void
kb_dicts_drop(struct kb_store *store)
{
	struct kb_dicts *d = store->dicts;
	if (!d) {
		return;
	}
	ZSTD_freeCCtx(d->packing);
	ZSTD_freeDCtx(d->unpacking);
	ZSTD_freeCDict(d->newest);
	for (size_t i = 0; i < HELD; i++) {
		ZSTD_freeDDict(d->held[i].dict);
	}
	free(d);
	store->dicts = NULL;
}

static struct kb_dicts *
dicts_of(struct kb_store *store)
{
	if (!store->dicts) {
		store->dicts = kb_calloc(1, sizeof(*store->dicts));
	}
	return store->dicts;
}

/* zstd fails to make something only where memory is wanting. */
static void *
made(void *p)
{
	return p ? p : kb_calloc(SIZE_MAX, 1);
}

/* --- packing --------------------------------------------------------------------------- */

/* Prepares the newest dictionary, if the archive has any. */
static enum kb_err
look_for_newest(struct kb_store *store, struct kb_ctx *ctx)
{
	struct kb_dicts *d = dicts_of(store);
	if (d->looked) {
		return KB_OK;
	}
	struct kb_query q = kb_query(&store->db, ctx, SQL_DICT_NEWEST);
	if (kb_query_row(&q)) {
		kb_str bytes = kb_col_blob(&q, 1);
		d->newest_id = kb_col_int(&q, 0);
		d->newest = made(ZSTD_createCDict(bytes.p, bytes.n, KB_TEXT_LEVEL));
	}
	enum kb_err err = kb_query_end(&q);
	d->looked = !err;
	return err;
}

enum kb_err
kb_text_pack(struct kb_store *store, struct kb_ctx *ctx, kb_str text, struct kb_buf *out,
             int64_t *dict)
{
	enum kb_err err = look_for_newest(store, ctx);
	if (err) {
		return err;
	}
	struct kb_dicts *d = dicts_of(store);
	if (!d->packing) {
		d->packing = made(ZSTD_createCCtx());
		ZSTD_CCtx_setParameter(d->packing, ZSTD_c_compressionLevel, KB_TEXT_LEVEL_FIRST);
		/* the row says which it is */
		ZSTD_CCtx_setParameter(d->packing, ZSTD_c_dictIDFlag, 0);
	}
	size_t bound = ZSTD_compressBound(text.n);
	kb_buf_reserve(out, bound);
	ZSTD_CCtx_refCDict(d->packing, d->newest);
	size_t n = ZSTD_compress2(d->packing, out->p + out->n, bound, text.n ? text.p : "", text.n);
	if (ZSTD_isError(n)) {
		(void)made(NULL);
	}
	out->n += n;
	out->p[out->n] = '\0';
	*dict = d->newest ? d->newest_id : 0;
	return KB_OK;
}

/* --- unpacking --------------------------------------------------------------------------- */

static enum kb_err
fail_damaged(struct kb_ctx *ctx)
{
	return kb_fail(ctx, KB_E_DATA,
	               _("the text of an article is damaged; import its file again"));
}

static enum kb_err
find_dict(struct kb_store *store, struct kb_ctx *ctx, int64_t id, const ZSTD_DDict **out)
{
	struct kb_dicts *d = dicts_of(store);
	for (size_t i = 0; i < HELD; i++) {
		if (d->held[i].dict && d->held[i].id == id) {
			*out = d->held[i].dict;
			return KB_OK;
		}
	}
	ZSTD_DDict *dict = NULL;
	struct kb_query q = kb_query(&store->db, ctx, SQL_DICT);
	kb_bind_int(&q, id);
	if (kb_query_row(&q)) {
		kb_str bytes = kb_col_blob(&q, 0);
		dict = made(ZSTD_createDDict(bytes.p, bytes.n));
	}
	enum kb_err err = kb_query_end(&q);
	if (err || !dict) {
		return err ? err : fail_damaged(ctx);
	}
	ZSTD_freeDDict(d->held[d->next].dict);
	d->held[d->next].dict = dict;
	d->held[d->next].id = id;
	d->next = (d->next + 1) % HELD;
	*out = dict;
	return KB_OK;
}

enum kb_err
kb_text_unpack(struct kb_store *store, struct kb_ctx *ctx, struct kb_arena *a, int64_t dict,
               kb_str packed, kb_str *out)
{
	unsigned long long n = ZSTD_getFrameContentSize(packed.p, packed.n);
	const ZSTD_DDict *ddict = NULL;
	if (n == ZSTD_CONTENTSIZE_UNKNOWN || n == ZSTD_CONTENTSIZE_ERROR || n > UNPACKED_MAX) {
		return fail_damaged(ctx);
	}
	enum kb_err err = dict ? find_dict(store, ctx, dict, &ddict) : KB_OK;
	if (err) {
		return err;
	}
	struct kb_dicts *d = dicts_of(store);
	d->unpacking = d->unpacking ? d->unpacking : made(ZSTD_createDCtx());
	char *p = kb_arena_alloc(a, (size_t)n + 1, 1);
	size_t got =
		ZSTD_decompress_usingDDict(d->unpacking, p, (size_t)n, packed.p, packed.n, ddict);
	if (ZSTD_isError(got) || got != n) {
		return fail_damaged(ctx);
	}
	*out = (kb_str){ p, got };
	return KB_OK;
}
