/* Inside the kiosk. */
#ifndef KANBAO_KIOSK_INT_H
#define KANBAO_KIOSK_INT_H

#include <time.h>

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

/* deadline.c */
struct kiosk_deadline {
	timer_t timer;
	int seconds;   /* 0: there is none */
	bool each_key; /* counted from the last key, not from the login */
	int log;
	struct kb_buf line;
};
/* Ends the process where nobody looks after its time any more; *d stays in its place until the end. */
bool kiosk_deadline_begin(const struct kb_kiosk *kiosk, struct kiosk_deadline *d);
void kiosk_deadline_put_off(void *deadline);

/* sessionlog.c */
void kiosk_log_open(struct kb_kiosk *kiosk);
/* The line of a session that ends now; `cause` of an operator's trouble, or empty. */
void kiosk_log(const struct kb_kiosk *kiosk, const char *reason, kb_str cause);
/* A line for later, when nothing can be reckoned: without the end, which the log's own time tells. */
void kiosk_log_later(const struct kb_kiosk *kiosk, const char *reason, struct kb_buf *out);

#endif
