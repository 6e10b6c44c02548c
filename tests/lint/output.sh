#!/bin/sh
# What reaches a terminal goes through one door each: cells of the screen
# through the row that tui/term/curses.c paints, lines of text through
# kb_print_line() and kb_print_text(). Each other place is named here.
set -u
failed=0

# WHERE allowed, PATTERN, what it is
only() {
	git ls-files 'tui/*.c' 'tui/*.h' | grep -vxE "$1" | xargs -r grep -nE "$2" /dev/null |
		grep -vE '^[^:]*:[0-9]+:[[:space:]]*(/?\*|//)' && {
		echo "$3"
		failed=1
	}
	return 0
}

only 'tui/term/curses\.c' '\b(mv)?w?(add(n?w?str|w?ch|ch|chn?str|_wchn?str|_wch)|ins(n?w?str|ch|_wch))[[:space:]]*\(' \
	"cells are put on the screen by tui/term/curses.c only"
only 'none' '\b(mv)?(v?w?printw|vw_printw|putp|tputs|echochar|wecho_wchar)[[:space:]]*\(' \
	"nothing is printed past the grid"
only 'tui/main\.c|tui/cmd/(args|cmd_term|flags|named|progress|recode)\.c|tui/view/take_out\.c' \
	'\b(v?f?printf|f?puts|f?putc|putchar|fwrite|perror|psignal|v?dprintf|fputwc|fputws|wprintf)[[:space:]]*\(' \
	"text for people goes through kb_print_line() or kb_print_text()"
only 'none' '\b(system|popen|execl[pe]?|execvp?|wordexp|syslog)\(' \
	"no shell, and no log but our own"
# the one call that paints, in the one function that does it
calls=$(grep -cE '\b(mv)?w?add_wchnstr[[:space:]]*\(' tui/term/curses.c)
if [ "$calls" -ne 1 ]; then
	echo "tui/term/curses.c: $calls calls put cells on the screen, not one"
	failed=1
fi
# and what is painted was looked at, cell by cell
if ! sed -n '/^blit(/,/^}/p' tui/term/curses.c | grep -q 'kb_grid_check(g);'; then
	echo "tui/term/curses.c: blit() does not check the grid"
	failed=1
fi
exit $failed
