/* Shared by the files of tui/term only. */
#ifndef KANBAO_TERM_INT_H
#define KANBAO_TERM_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/*
 * The terminal description to use for $TERM (may be NULL, may be anything):
 * a name of the terminfo database by which cells can be addressed, or NULL.
 */
const char *kb_term_type(const char *term);
/* What makes the terminal of the description in use ordinary again; returns its bytes. */
size_t kb_term_restore(char *bytes, size_t size);
/* Leaves the screen to the shell; no line of ours stays beside its prompt. */
void kb_term_leave(void);
/* The key (struct kb_event) for what get_wch() gave, a KEY_… or a character; 0 for none. */
int kb_term_key(wint_t code, bool function);

#endif
