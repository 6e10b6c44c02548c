/* Inside the kiosk. */
#ifndef KANBAO_KIOSK_INT_H
#define KANBAO_KIOSK_INT_H

#include "kanbao/kiosk.h"
#include "kanbao/view.h"

/* account.c */
/*
 * Path of the state of the key that was shown, its folder made where it is
 * missing and there is room for it; empty for one without a key. *why
 * (appended to): why a key has none.
 */
void kiosk_account(const struct kb_kiosk *kiosk, struct kb_buf *path, struct kb_buf *why);
/* A place at the door, held until the process ends. KB_E_BUSY where the address has all of its own. */
enum kb_err kiosk_take_place(struct kb_ctx *ctx, struct kb_kiosk *kiosk);

/* sessionlog.c */
void kiosk_log_open(struct kb_kiosk *kiosk);
/* The line of a session that ends now. */
void kiosk_log(const struct kb_kiosk *kiosk, const char *reason);
/* The line of one that crashes: without the end, which the log's own time tells. */
void kiosk_log_crash(const struct kb_kiosk *kiosk, struct kb_buf *out);

#endif
