/* Corrections by the reader: the archive's owner writes, beside what is open for reading. */
#include "kanbao/i18n.h"
#include "kanbao/model.h"
#include "kanbao/text.h"

enum kb_err
kb_model_may_correct(struct kb_model *m, struct kb_ctx *ctx)
{
	return kb_store_owned(ctx, kb_store_path(m->store));
}

enum kb_err
kb_model_correct(struct kb_model *m, struct kb_ctx *ctx, kb_article_id id, kb_str member,
                 kb_str value)
{
	struct kb_store *store = NULL;
	enum kb_err err = kb_model_may_correct(m, ctx);
	if (err) {
		return err;
	}
	err = kb_store_open(ctx, kb_store_path(m->store), KB_STORE_WRITE, &store);
	err = err ? err : kb_store_correct(store, ctx, id, member, value);
	kb_store_close(store);
	return err ? err : kb_model_reload(m, ctx);
}
