/*
 * Themes: contrast of every role in every theme by the formula of WCAG 2.1,
 * with true colours, xterm's 256, 16 and 8; how many colours are chosen.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kanbao/option.h"
#include "kanbao/theme.h"

/* --- xterm's colours ------------------------------------------------------------ */

/* XTerm-col.ad and 256colres.h: 16 by name, a cube of 6 × 6 × 6, 24 greys. */
static uint32_t
xterm_rgb(int index)
{
	static const uint32_t named[16] = { 0x000000, 0xcd0000, 0x00cd00, 0xcdcd00,
		                            0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
		                            0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
		                            0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff };
	static const uint32_t steps[6] = { 0x00, 0x5f, 0x87, 0xaf, 0xd7, 0xff };
	assert_in_range(index, 0, 255);
	if (index < 16) {
		return named[index];
	}
	if (index >= 232) {
		uint32_t grey = 8 + 10 * (uint32_t)(index - 232);
		return grey << 16 | grey << 8 | grey;
	}
	int cube = index - 16;
	return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6];
}

/* --- WCAG 2.1, contrast ratio ------------------------------------------------------ */

static double
linear(uint32_t byte)
{
	double c = byte / 255.0;
	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double
luminance(uint32_t rgb)
{
	return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) +
	       0.0722 * linear(rgb & 255);
}

static double
contrast(uint32_t a, uint32_t b)
{
	double la = luminance(a);
	double lb = luminance(b);
	return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

static void
test_formula(void **state)
{
	(void)state;
	/* white on black is 21:1; #767676 is the lightest grey that passes on white */
	assert_true(fabs(contrast(0xffffff, 0x000000) - 21.0) < 0.001);
	assert_true(contrast(0x767676, 0xffffff) >= 4.5);
	assert_true(contrast(0x777777, 0xffffff) < 4.5);
	assert_int_equal(xterm_rgb(230), 0xffffd7);
	assert_int_equal(xterm_rgb(246), 0x949494);
}

static const struct {
	enum kb_colours have;
	int colours;
	const char *name;
} depths[] = {
	{ KB_COLOURS_TRUE, 0x1000000, "true colour" },
	{ KB_COLOURS_256, 256, "256" },
	{ KB_COLOURS_16, 16, "16" },
	{ KB_COLOURS_16, 8, "8" },
};
#define DEPTHS (sizeof(depths) / sizeof(depths[0]))

/* The worst there may be: bold turns the first 8 into the next 8 in some terminals. */
static double
worst(struct kb_look look, enum kb_colours have)
{
	bool rgb = have == KB_COLOURS_TRUE;
	uint32_t ground = rgb ? (uint32_t)look.ground : xterm_rgb(look.ground);
	uint32_t ink = rgb ? (uint32_t)look.ink : xterm_rgb(look.ink);
	double least = contrast(ink, ground);
	if (!rgb && (look.attrs & KB_ATTR_BOLD) && look.ink < 8) {
		least = fmin(least, contrast(xterm_rgb(look.ink + 8), ground));
	}
	return least;
}

static void
test_contrast(void **state)
{
	(void)state;
	for (int theme = KB_THEME_NONE + 1; theme < KB_THEME_COUNT; theme++) {
		for (size_t d = 0; d < DEPTHS; d++) {
			for (int role = 0; role < KB_ROLE_COUNT; role++) {
				struct kb_look look =
					kb_theme_look((enum kb_theme)theme, (enum kb_role)role,
				                      depths[d].have, depths[d].colours);
				double ratio = worst(look, depths[d].have);
				if (ratio < (theme == KB_THEME_CONTRAST ? 7.0 : 4.5)) {
					fail_msg("theme %d, %s, %s: %.2f", theme, depths[d].name,
					         kb_role_name((enum kb_role)role), ratio);
				}
				assert_false(look.attrs & KB_ATTR_DIM);
				assert_true(depths[d].colours >= 256 ||
				            (look.ink < depths[d].colours &&
				             look.ground < depths[d].colours));
			}
		}
	}
}

/* What must not be taken for body text, or for each other. */
static bool
same(struct kb_look a, struct kb_look b)
{
	return a.ink == b.ink && a.ground == b.ground && a.attrs == b.attrs;
}

static void
test_told_apart(void **state)
{
	(void)state;
	static const enum kb_role roles[] = { KB_ROLE_BODY, KB_ROLE_HIT, KB_ROLE_HIT_HERE };
	static const enum kb_role pairs[][2] = { { KB_ROLE_TITLE, KB_ROLE_SELECTED },
		                                 { KB_ROLE_BODY, KB_ROLE_CHOSEN },
		                                 { KB_ROLE_BODY, KB_ROLE_TODAY },
		                                 { KB_ROLE_BODY, KB_ROLE_JUMP },
		                                 { KB_ROLE_NOTICE, KB_ROLE_ERROR } };
	for (int theme = KB_THEME_NONE; theme < KB_THEME_COUNT; theme++) {
		for (size_t d = 0; d <= DEPTHS; d++) {
			enum kb_colours have = d < DEPTHS ? depths[d].have : KB_COLOURS_MONO;
			int colours = d < DEPTHS ? depths[d].colours : 0;
#define LOOK(role) kb_theme_look((enum kb_theme)theme, role, have, colours)
			for (size_t i = 0; i < 3; i++) {
				assert_false(same(LOOK(roles[i]), LOOK(roles[(i + 1) % 3])));
			}
			for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
				if (same(LOOK(pairs[i][0]), LOOK(pairs[i][1]))) {
					fail_msg("theme %d, depth %zu: %s is %s", theme, d,
					         kb_role_name(pairs[i][0]),
					         kb_role_name(pairs[i][1]));
				}
			}
#undef LOOK
		}
	}
}

/* Without colours, and in theme "none" with any: the attributes of role.def alone. */
static void
test_mono(void **state)
{
	(void)state;
	for (int role = 0; role < KB_ROLE_COUNT; role++) {
		enum kb_role r = (enum kb_role)role;
		struct kb_look plain = { -1, -1, kb_role_attrs(r) };
		for (int theme = KB_THEME_NONE; theme < KB_THEME_COUNT; theme++) {
			assert_true(same(kb_theme_look((enum kb_theme)theme, r, KB_COLOURS_MONO, 0),
			                 plain));
		}
		for (size_t d = 0; d < DEPTHS; d++) {
			assert_true(same(
				kb_theme_look(KB_THEME_NONE, r, depths[d].have, depths[d].colours),
				plain));
		}
	}
	assert_true(kb_role_attrs(KB_ROLE_HIT) & KB_ATTR_REVERSE);
}

static void
test_choose(void **state)
{
	(void)state;
	static const struct {
		enum kb_colours wanted;
		struct kb_colour_facts facts;
		enum kb_colours chosen;
		bool look_for_true;
	} cases[] = {
		{ KB_COLOURS_AUTO, { NULL, NULL, 256 }, KB_COLOURS_256, false },
		{ KB_COLOURS_AUTO, { NULL, "truecolor", 256 }, KB_COLOURS_256, true },
		{ KB_COLOURS_AUTO, { NULL, "24bit", 0x1000000 }, KB_COLOURS_TRUE, true },
		{ KB_COLOURS_AUTO, { NULL, "yes", 88 }, KB_COLOURS_16, false },
		{ KB_COLOURS_AUTO, { NULL, NULL, 8 }, KB_COLOURS_16, false },
		{ KB_COLOURS_AUTO, { NULL, NULL, -1 }, KB_COLOURS_MONO, false },
		/* NO_COLOR, and what overrules it */
		{ KB_COLOURS_AUTO, { "1", "truecolor", 256 }, KB_COLOURS_MONO, false },
		{ KB_COLOURS_AUTO, { "", "truecolor", 256 }, KB_COLOURS_256, true },
		{ KB_COLOURS_16, { "1", NULL, 256 }, KB_COLOURS_16, false },
		/* less than there is can be had, more can't */
		{ KB_COLOURS_16, { NULL, "truecolor", 256 }, KB_COLOURS_16, false },
		{ KB_COLOURS_MONO, { NULL, "truecolor", 256 }, KB_COLOURS_MONO, false },
		{ KB_COLOURS_TRUE, { NULL, NULL, 256 }, KB_COLOURS_256, true },
		{ KB_COLOURS_256, { NULL, NULL, 8 }, KB_COLOURS_16, false },
		{ KB_COLOURS_256, { NULL, NULL, 0x1000000 }, KB_COLOURS_TRUE, false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(kb_colours_choose(cases[i].wanted, &cases[i].facts),
		                 cases[i].chosen);
		assert_int_equal(kb_colours_want_true(cases[i].wanted, &cases[i].facts),
		                 cases[i].look_for_true);
	}
}

/* The options' words stand in the order of the enums. */
static void
test_options(void **state)
{
	(void)state;
	static const char *const themes[] = {
#define KB_THEME(id, name) [id] = name,
#include "kanbao/theme.def"
	};
	static const struct {
		const char *word;
		enum kb_colours colours;
	} words[] = { { "auto", KB_COLOURS_AUTO },
		      { "truecolor", KB_COLOURS_TRUE },
		      { "256", KB_COLOURS_256 },
		      { "16", KB_COLOURS_16 },
		      { "mono", KB_COLOURS_MONO } };
	struct kb_options o;
	kb_options_init(&o);
	assert_int_equal(o.value[KB_OPT_THEME], KB_THEME_NONE);
	for (int i = 0; i < KB_THEME_COUNT; i++) {
		o.value[KB_OPT_THEME] = i;
		assert_true(kb_str_eq(kb_option_word(&o, KB_OPT_THEME), kb_str_of(themes[i])));
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		o.value[KB_OPT_COLORS] = words[i].colours;
		assert_true(kb_str_eq(kb_option_word(&o, KB_OPT_COLORS), kb_str_of(words[i].word)));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formula),    cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_told_apart), cmocka_unit_test(test_mono),
		cmocka_unit_test(test_choose),     cmocka_unit_test(test_options),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
