/*
 * Context of one run: the last error. Errors are codes with a message beside
 * them; the library never writes to stderr, its callers print.
 */
#ifndef KANBAO_CTX_H
#define KANBAO_CTX_H

#include "kanbao/str.h"

enum kb_err {
#define X(id, status) id,
#include "kanbao/err.def"
#undef X
	KB_ERR_COUNT
};

/* Zeroed is valid. Released by kb_ctx_release(). */
struct kb_ctx {
	enum kb_err err;
	struct kb_buf message;
};

void kb_ctx_release(struct kb_ctx *ctx);
/*
 * Records err with its message (what, where, what to do; lower case, no full
 * stop) and returns err, so that `return kb_fail(ctx, KB_E_IO, …)` is one
 * line. The message is kept as it is: texts from outside that stand in it
 * are sanitised by who prints it.
 */
enum kb_err kb_fail(struct kb_ctx *ctx, enum kb_err err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Puts "WHERE: " in front of the message recorded; returns the code. */
enum kb_err kb_fail_at(struct kb_ctx *ctx, const char *where);
/* Exit status for a code, as in design §9. */
int kb_err_status(enum kb_err err);

#endif
