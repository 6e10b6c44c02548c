/* Zip and tar → files, by libarchive in a sandboxed child; and files → tar. */
#include "import_int.h"
#include "kanbao/i18n.h"

bool
kb_packed(kb_str bytes)
{
	(void)bytes;
	return false;
}

enum kb_err
kb_unpack(struct kb_ctx *ctx, kb_str bytes, struct kb_arena *a, struct kb_buf *out,
          struct kb_file **files, size_t *n)
{
	(void)bytes;
	(void)a;
	(void)out;
	(void)files;
	(void)n;
	return kb_fail(ctx, KB_E_DATA, _("an archive file; unpack it first"));
}

void
kb_pack(const struct kb_bundle *bundle, struct kb_buf *out)
{
	for (size_t i = 0; i < bundle->n; i++) {
		kb_buf_add(out, bundle->files[i].bytes);
	}
}
