/* Themes: the rows of theme.def, and how many colours are worth sending. */
#include "kanbao/theme.h"

#include <stddef.h>
#include <string.h>

/* xterm's 7 and 15, and what shares their low bits: a light ground. */
#define LIGHT 7

enum colour {
#define KB_COLOUR(id, rgb, of_256, of_16) id,
#include "kanbao/theme.def"
};

static const struct {
	int32_t rgb;
	int32_t of_256;
	int32_t of_16;
} colours[] = {
#define KB_COLOUR(id, rgb, of_256, of_16) [id] = { rgb, of_256, of_16 },
#include "kanbao/theme.def"
};

static const struct look_row {
	enum kb_theme theme;
	enum kb_role role;
	enum colour ink;
	enum colour ground;
	unsigned attrs;
} looks[] = {
#define KB_LOOK(theme, role, ink, ground, attrs) { theme, role, ink, ground, attrs },
#include "kanbao/theme.def"
};

/* --- how many colours --------------------------------------------------------- */

static bool
says_true(const char *colorterm)
{
	return colorterm && (!strcmp(colorterm, "truecolor") || !strcmp(colorterm, "24bit"));
}

/* no-color.org: any value but the empty one; what the reader asks for by name wins. */
static bool
says_none(const struct kb_colour_facts *facts)
{
	return facts->no_color && facts->no_color[0];
}

bool
kb_colours_want_true(enum kb_colours wanted, const struct kb_colour_facts *facts)
{
	return wanted == KB_COLOURS_TRUE ||
	       (wanted == KB_COLOURS_AUTO && !says_none(facts) && says_true(facts->colorterm));
}

enum kb_colours
kb_colours_choose(enum kb_colours wanted, const struct kb_colour_facts *facts)
{
	if (wanted == KB_COLOURS_MONO || facts->colours < 8 ||
	    (wanted == KB_COLOURS_AUTO && says_none(facts))) {
		return KB_COLOURS_MONO;
	}
	if (facts->colours > 256) {
		return KB_COLOURS_TRUE; /* such a description has no way to say the 256 */
	}
	enum kb_colours most = facts->colours == 256 ? KB_COLOURS_256 : KB_COLOURS_16;
	return wanted > most ? wanted : most;
}

/* --- looks -------------------------------------------------------------------- */

static const struct look_row *
find_row(enum kb_theme theme, enum kb_role role)
{
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		if (looks[i].theme == theme && looks[i].role == role) {
			return &looks[i];
		}
	}
	return NULL;
}

/*
 * Among 16 colours bold may mean bright: on a light ground that takes the ink
 * away, so it goes; among 8 it is the only way to a bright ink.
 */
static void
fit_16(struct kb_look *look, int ncolours)
{
	if ((look->ground & LIGHT) == LIGHT) {
		look->attrs &= ~(unsigned)KB_ATTR_BOLD;
	}
	if (ncolours < 16) {
		look->attrs |= look->ink > LIGHT ? KB_ATTR_BOLD : 0;
		look->ink &= LIGHT;
		look->ground &= LIGHT;
	}
}

struct kb_look
kb_theme_look(enum kb_theme theme, enum kb_role role, enum kb_colours have, int ncolours)
{
	const struct look_row *own = find_row(theme, role);
	const struct look_row *row = own ? own : find_row(theme, KB_ROLE_BODY);
	if (!row || have == KB_COLOURS_MONO) {
		return (struct kb_look){ -1, -1, kb_role_attrs(role) };
	}
	struct kb_look look = { .attrs = own ? own->attrs
		                             : kb_role_attrs(role) & ~(unsigned)KB_ATTR_DIM };
	if (have == KB_COLOURS_TRUE) {
		look.ink = colours[row->ink].rgb;
		look.ground = colours[row->ground].rgb;
	} else if (have == KB_COLOURS_256) {
		look.ink = colours[row->ink].of_256;
		look.ground = colours[row->ground].of_256;
	} else {
		look.ink = colours[row->ink].of_16;
		look.ground = colours[row->ground].of_16;
		fit_16(&look, ncolours);
	}
	return look;
}
