/*
 * Themes: the colours of the roles, and what of them a terminal can show.
 * Knows no terminal: numbers in, numbers out.
 */
#ifndef KANBAO_THEME_H
#define KANBAO_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "kanbao/role.h"

/* Values of option `theme`, in its order. */
enum kb_theme {
#define KB_THEME(id, name) id,
#include "kanbao/theme.def"
	KB_THEME_COUNT
};

/* Values of option `colors`, in its order: what the reader wants, and what there is. */
enum kb_colours {
	KB_COLOURS_AUTO,
	KB_COLOURS_TRUE, /* red, green, blue */
	KB_COLOURS_256,  /* xterm's */
	KB_COLOURS_16,   /* the first 16 of them, or 8 */
	KB_COLOURS_MONO, /* attributes only */
};

/* What the environment and the terminal's description say. */
struct kb_colour_facts {
	const char *no_color;  /* $NO_COLOR, may be NULL */
	const char *colorterm; /* $COLORTERM, may be NULL */
	int colours;           /* of the description; more than 256: it takes true colours */
};
/* How many colours there will be: never KB_COLOURS_AUTO, never more than there are. */
enum kb_colours kb_colours_choose(enum kb_colours wanted, const struct kb_colour_facts *facts);
/* Whether a description that takes true colours is worth looking for. */
bool kb_colours_want_true(enum kb_colours wanted, const struct kb_colour_facts *facts);

/* What a role is drawn with. */
struct kb_look {
	int32_t ink;    /* index, or 0xRRGGBB with true colour; −1: the terminal's own */
	int32_t ground; /* the same */
	unsigned attrs; /* KB_ATTR_* */
};
/*
 * The look of a role with so many colours (not KB_COLOURS_AUTO); `colours` of
 * the terminal counts with KB_COLOURS_16 only: with 8 a bright ink becomes a
 * bold one.
 */
struct kb_look kb_theme_look(enum kb_theme theme, enum kb_role role, enum kb_colours have,
                             int colours);

#endif
