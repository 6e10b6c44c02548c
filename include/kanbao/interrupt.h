/*
 * ^C put off: signals that ask the program to end are held back while a piece
 * of work must stay whole, and asked for between the pieces. No handler, so
 * nothing to share with one.
 */
#ifndef KANBAO_INTERRUPT_H
#define KANBAO_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

/* The signals as they were before. */
struct kb_held {
	sigset_t before;
};

/* Holds SIGINT, SIGTERM and SIGHUP back; ignored ones stay ignored. */
void kb_interrupt_hold(struct kb_held *held);
/* Whether one of them has come since. Always false where none is held back. */
bool kb_interrupted(void);
/* Takes off those that have come, which are dealt with, and lets further ones act. */
void kb_interrupt_release(const struct kb_held *held);

#endif
