/*
 * The program's own wcwidth() and wcswidth(): ncurses and libunistring call
 * them in place of the C library's, so that there is one width table. Must
 * stay exported from the executable; the mode is the one mutable object of
 * the library, because the callers have no context to pass.
 */
#include "kanbao/term.h"

#include <wchar.h>

#include "kanbao/text.h"

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
static enum kb_ambiguous mode = KB_AMBIGUOUS_1;

void
kb_wcwidth_mode(enum kb_ambiguous amb)
{
	mode = amb;
}

__attribute__((visibility("default"))) int
wcwidth(wchar_t wc)
{
	return wc == 0 ? 0 : kb_cp_cols((uint32_t)wc, mode);
}

__attribute__((visibility("default"))) int
wcswidth(const wchar_t *s, size_t n)
{
	int sum = 0;
	for (size_t i = 0; i < n && s[i]; i++) {
		int cols = wcwidth(s[i]);
		if (cols < 0) {
			return -1;
		}
		sum += cols;
	}
	return sum;
}
