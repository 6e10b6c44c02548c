/* The last error of a run. */
#include "kanbao/ctx.h"

#include <stdarg.h>

#include "kanbao/i18n.h"

static const int status_of[KB_ERR_COUNT] = {
#define X(id, status) [id] = (status),
#include "kanbao/err.def"
#undef X
};

void
kb_ctx_release(struct kb_ctx *ctx)
{
	if (ctx) {
		kb_buf_release(&ctx->message);
		*ctx = (struct kb_ctx){ 0 };
	}
}

enum kb_err
kb_fail(struct kb_ctx *ctx, enum kb_err err, const char *fmt, ...)
{
	/* built aside, because an argument may be the message recorded before */
	struct kb_buf text = { 0 };
	va_list ap;
	va_start(ap, fmt);
	kb_buf_vprintf(&text, fmt, ap);
	va_end(ap);
	kb_buf_release(&ctx->message);
	ctx->message = text;
	ctx->err = err;
	return err;
}

enum kb_err
kb_fail_at(struct kb_ctx *ctx, const char *where)
{
	/* TRANSLATORS: a file or a line, and what is wrong with it */
	return kb_fail(ctx, ctx->err, _("%s: %s"), where, ctx->message.p ? ctx->message.p : "");
}

int
kb_err_status(enum kb_err err)
{
	return status_of[err];
}
