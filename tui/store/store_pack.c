/* Texts as they lie in rows: lists as lines, zstd, SHA-256. */
#include <nettle/sha2.h>
#include <string.h>
#include <zstd.h>

#include "kanbao/mem.h"
#include "store_int.h"

#define ZSTD_LEVEL 9

_Static_assert(KB_HASH_SIZE == SHA256_DIGEST_SIZE, "SHA-256");

void
kb_sha256(kb_str bytes, unsigned char out[KB_HASH_SIZE])
{
	struct sha256_ctx sha;
	sha256_init(&sha);
	if (bytes.n) {
		sha256_update(&sha, bytes.n, (const uint8_t *)bytes.p);
	}
	sha256_digest(&sha, KB_HASH_SIZE, out);
}

kb_str
kb_pack_lines(struct kb_buf *out, const struct kb_strs *list)
{
	if (list->n == 0) {
		return KB_STR_NULL;
	}
	for (size_t i = 0; i < list->n; i++) {
		if (i) {
			kb_buf_byte(out, '\n');
		}
		kb_str s = list->v[i];
		for (size_t k = 0; k < s.n; k++) {
			/* no newline stands in a field (paper.h); here it would cut one in two */
			kb_buf_byte(out, s.p[k] == '\n' ? ' ' : s.p[k]);
		}
	}
	return kb_buf_str(out);
}

void
kb_unpack_lines(struct kb_arena *a, kb_str lines, struct kb_strs *list)
{
	kb_str line;
	while (kb_str_split(&lines, '\n', &line)) {
		kb_strs_add(a, list, line);
	}
}

void
kb_pack_zstd(struct kb_buf *out, kb_str bytes)
{
	size_t bound = ZSTD_compressBound(bytes.n);
	kb_buf_reserve(out, bound);
	size_t n =
		ZSTD_compress(out->p + out->n, bound, bytes.n ? bytes.p : "", bytes.n, ZSTD_LEVEL);
	if (ZSTD_isError(n)) {
		/* with room for the bound only memory can be wanting */
		(void)kb_calloc(SIZE_MAX, 1);
	}
	out->n += n;
	out->p[out->n] = '\0';
}

void
kb_article_hash(const struct kb_article *article, unsigned char out[KB_HASH_SIZE])
{
	struct kb_buf text = { 0 };
	(void)kb_pack_lines(&text, &article->body);
	for (size_t i = 0; i < article->ncaptions; i++) {
		kb_buf_byte(&text, '\n');
		kb_buf_add(&text, article->captions[i].text);
	}
	if (text.n == 0) {
		kb_buf_add(&text, article->label);
		kb_buf_add(&text, article->kicker);
		kb_buf_add(&text, article->headline);
		kb_buf_add(&text, article->deck);
	}
	kb_sha256(kb_buf_str(&text), out);
	kb_buf_release(&text);
}
