/* Themes on a terminal: ink and ground of every cell, with each number of colours. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "paint.h"

/* Every theme with each number of colours: ink and ground of each cell. */
static void
test_themes(void **state)
{
	(void)state;
	static const struct {
		const char *term;
		enum kb_colours wanted;
		enum kb_colours colours;
		int ncolours;
		const char *env[3];
	} terms[] = {
		{ "xterm-256color", KB_COLOURS_AUTO, KB_COLOURS_256, 256, { "COLORTERM" } },
		{ "xterm-16color", KB_COLOURS_AUTO, KB_COLOURS_16, 16, { "COLORTERM" } },
		{ "xterm-256color", KB_COLOURS_16, KB_COLOURS_16, 256, { "COLORTERM" } },
		{ "xterm", KB_COLOURS_256, KB_COLOURS_16, 8, { "COLORTERM" } },
		{ "vt100", KB_COLOURS_AUTO, KB_COLOURS_MONO, 0, { "COLORTERM=truecolor" } },
		{ "xterm-256color", KB_COLOURS_MONO, KB_COLOURS_MONO, 256, { "COLORTERM" } },
		{ "xterm-256color",
		  KB_COLOURS_AUTO,
		  KB_COLOURS_MONO,
		  256,
		  { "NO_COLOR=1", "COLORTERM=truecolor" } },
		{ "konsole-256color",
		  KB_COLOURS_AUTO,
		  KB_COLOURS_TRUE,
		  0x1000000,
		  { "COLORTERM=truecolor" } },
		{ "konsole-direct", KB_COLOURS_256, KB_COLOURS_TRUE, 0x1000000, { "COLORTERM" } },
	};
	static const int sizes[][2] = { { 9, 33 }, { 12, 41 } };
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		for (int theme = KB_THEME_NONE + 1; theme < KB_THEME_COUNT; theme++) {
			struct show show = { .ambiguous = KB_AMBIGUOUS_1,
				             .n = 8,
				             .theme = (enum kb_theme)theme,
				             .wanted = terms[i].wanted,
				             .colours = terms[i].colours,
				             .ncolours = terms[i].ncolours,
				             .term = terms[i].term,
				             .env = terms[i].env };
			paint_run(&show, 12, 41, sizes, 2);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_themes) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
