/*
 * Texts for people: _() translates, N_() marks a text in a table for a later
 * _(). The message language is set once, by main().
 */
#ifndef KANBAO_I18N_H
#define KANBAO_I18N_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text

#endif
