/* On to the newest generation of a published archive, between two screens. */
#include "kanbao/model.h"
#include "kanbao/search.h"

enum kb_err
kb_model_renew(struct kb_model *m, struct kb_ctx *ctx, bool *renewed)
{
	enum kb_err err = kb_store_renew(m->store, ctx, renewed);
	if (err || !*renewed) {
		return err;
	}
	err = kb_model_reload(m, ctx);
	return err == KB_E_NOTHING ? kb_model_newest(m, ctx) : err;
}
