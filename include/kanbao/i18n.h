/*
 * Texts for people: _() translates, N_() marks a text in a table for a later
 * _(). The message language is kb_cli_language()'s, and may change while one reads.
 */
#ifndef KANBAO_I18N_H
#define KANBAO_I18N_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text

#endif
