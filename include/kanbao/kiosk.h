/*
 * The kiosk: the reader as a login shell for the public. Nothing that a
 * visitor sends but keys counts for anything: arguments, environment and
 * commands are not looked at.
 */
#ifndef KANBAO_KIOSK_H
#define KANBAO_KIOSK_H

#include <stdint.h>

#include "kanbao/ctx.h"
#include "kanbao/keymap.h"
#include "kanbao/option.h"

enum kb_kiosk_type { KB_KIOSK_INT, KB_KIOSK_TEXT };
enum kb_kiosk_id {
#define X(id, name, type, min, max, unit, def, help) id,
#include "kanbao/kiosk.def"
#undef X
	KB_KIOSK_COUNT
};
struct kb_kiosk_row {
	const char *name;
	enum kb_kiosk_type type;
	long min;
	long max;
	const char *unit;
	const char *def;
	const char *help;
};
const struct kb_kiosk_row *kb_kiosk_row(enum kb_kiosk_id id);

/* What the operator has set, and who came. Zeroed is valid. */
struct kb_kiosk {
	long value[KB_KIOSK_COUNT];
	struct kb_buf text[KB_KIOSK_COUNT];
	struct kb_buf proof;  /* file in which sshd says which key was shown; empty: none */
	struct kb_buf source; /* address of the visitor; empty: none */
	int64_t began;        /* seconds since 1970 */
	int log;              /* socket, −1: none */
	/* speaks the language of the options, chosen while reading; or NULL */
	void (*speak)(void *user, const struct kb_options *options);
	void *speaker;
	int slot; /* descriptor that holds this session's place at the door; 0: none */
};
void kb_kiosk_release(struct kb_kiosk *kiosk);

/* Whether the program was called as the kiosk: kanbao-kiosk, or -kanbao-kiosk by sshd. */
bool kb_kiosk_called(const char *argv0);
/*
 * First of all: closes what was inherited, takes what sshd says of the visitor
 * from the environment, and clears that but for a TERM that is one. False
 * where this is no terminal.
 */
bool kb_kiosk_enter(struct kb_kiosk *kiosk);
/*
 * Reads kiosk.conf, which must be root's alone to write: rows of kiosk.def,
 * and the lines of kanbao.conf. KB_E_CONFIG names file and line.
 */
enum kb_err kb_kiosk_config(struct kb_ctx *ctx, const char *path, struct kb_kiosk *kiosk,
                            struct kb_options *options, struct kb_keymap *keymap);
/* One line of it. */
enum kb_err kb_kiosk_line(struct kb_ctx *ctx, kb_str line, struct kb_kiosk *kiosk,
                          struct kb_options *options, struct kb_keymap *keymap);
/* All defaults. */
void kb_kiosk_defaults(struct kb_kiosk *kiosk);
/*
 * The session, within its limits and locked in before the first key is read;
 * logged in one line when it ends, or was refused with `err`. *goodbye is
 * what the visitor is told at the end, not yet translated, or NULL.
 */
enum kb_err kb_kiosk_run(struct kb_ctx *ctx, struct kb_kiosk *kiosk,
                         const struct kb_options *options, const struct kb_keymap *keymap,
                         enum kb_err err, const char **goodbye);

/* --- parts, for tests --------------------------------------------------------- */

/* What sshd wrote for ExposeAuthInfo → SHA-256 of the key that was shown, as 64 hex digits. */
bool kb_kiosk_key(kb_str proof, char hex[65]);
/* Sets the limits of a session; false where the system refuses. */
bool kb_kiosk_limit(const struct kb_kiosk *kiosk);
/*
 * Locks the process in, in two steps, since a visitor's own state is no more
 * to be believed than keys are: first what may be opened (the archive, and
 * `state`, a folder or NULL, to write), then what may be called. KB_E_TERM
 * where a lock is missing that must hold.
 */
enum kb_err kb_kiosk_lock_files(struct kb_ctx *ctx, const struct kb_kiosk *kiosk,
                                const char *state);
enum kb_err kb_kiosk_lock_calls(struct kb_ctx *ctx, const struct kb_kiosk *kiosk);

#endif
