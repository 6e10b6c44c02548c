/*
 * The looks of the roles in ncurses: attributes and pairs of colours, as the
 * theme has them and the terminal's description can say them.
 */
#include "curses_int.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned
attributes(unsigned attrs)
{
	return (attrs & KB_ATTR_BOLD ? A_BOLD : 0) | (attrs & KB_ATTR_DIM ? A_DIM : 0) |
	       (attrs & KB_ATTR_UNDERLINE ? A_UNDERLINE : 0) |
	       (attrs & KB_ATTR_REVERSE ? A_REVERSE : 0);
}

/* Roles of the same colours share a pair, pair 0 with the body: changing pairs costs bytes. */
static short
pair_of(struct kb_looks *l, const struct kb_look *looks, int role)
{
	for (int i = 0; i < role; i++) {
		if (looks[i].ink == looks[role].ink && looks[i].ground == looks[role].ground) {
			return l->pair[i];
		}
	}
	if (role == KB_ROLE_BODY && l->coloured) {
		/* between updates ncurses goes back to pair 0 */
		assume_default_colors(looks[role].ink, looks[role].ground);
	}
	if (role == KB_ROLE_BODY || looks[role].ink < 0 || role >= COLOR_PAIRS) {
		return 0;
	}
	init_extended_pair(role, looks[role].ink, looks[role].ground);
	return (short)role;
}

void
kb_looks_choose(struct kb_looks *l, enum kb_theme theme, enum kb_colours wanted, const char *plain,
                char *name, size_t size)
{
	struct kb_colour_facts facts = { getenv("NO_COLOR"), getenv("COLORTERM"), 0 };
	const char *type = plain;
	if (theme != KB_THEME_NONE && kb_colours_want_true(wanted, &facts)) {
		type = kb_term_true(plain, name, size);
	}
	if (type != name) {
		(void)snprintf(name, size, "%s", type);
	}
	l->theme = theme;
	l->wanted = wanted;
	l->ncolours = facts.colours = kb_term_colours(name);
	l->colours = kb_colours_choose(wanted, &facts);
}

void
kb_looks_set(struct kb_looks *l)
{
	struct kb_look looks[KB_ROLE_COUNT];
	if (l->theme != KB_THEME_NONE && l->colours != KB_COLOURS_MONO && !l->coloured) {
		l->coloured = start_color() == OK;
	}
	enum kb_colours have = l->coloured ? l->colours : KB_COLOURS_MONO;
	static_assert(KB_ROLE_BODY == 0, "pair_of() finds the body first");
	for (int i = 0; i < KB_ROLE_COUNT; i++) {
		looks[i] = kb_theme_look(l->theme, (enum kb_role)i, have, l->ncolours);
		l->attrs[i] = attributes(looks[i].attrs);
		l->pair[i] = pair_of(l, looks, i);
	}
}
