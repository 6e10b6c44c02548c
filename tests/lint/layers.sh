#!/bin/sh
# Who may include whom (design, section 2). A folder of tui/ may include the
# headers of folders to its left, named by the table; SQLite and curses have
# one place each.
set -u
scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT

# HEADER  the folders that may include it
table() {
	cat <<'END'
mem         base text parse store import model layout view term kiosk cmd main tests
str         base text parse store import model layout view term kiosk cmd main tests
arena       base text parse store import model layout view term kiosk cmd main tests
tally       base model cmd main tests
err         base text parse store import model layout view term kiosk cmd main tests
sandbox     base import kiosk main tests
clock       base store import model view term cmd main tests
ctx         base text parse store import model layout view term kiosk cmd main tests
io          base store import view term main tests
interrupt   base import cmd main tests
path        base store import kiosk cmd main tests
publish     store cmd main tests
date        base text parse store import model layout view term kiosk cmd main tests
i18n        base text parse store import model layout view term kiosk cmd main tests
fold        text store import model view cmd main tests
gram        text store view cmd main tests
query       store import model view cmd main tests
snippet     model view cmd main tests
search      store import model view cmd main tests
sieve       model view main tests
seek        model view cmd main tests
past        store model view cmd main tests
pinyin      text store model view cmd main tests
text        text parse store import model layout view term kiosk cmd main tests
paper       text parse store import model layout view kiosk cmd main tests
writer      parse cmd main tests
interchange parse store import cmd main tests
limit       parse import cmd main tests
format      parse import cmd main tests
halves      model view cmd main tests
jump        parse store import model view cmd main tests
parse       parse import cmd main tests
store       store import model view kiosk cmd main tests
ref         store model view cmd main tests
today       model view cmd main tests
calendar    model view cmd main tests
gaps        model view cmd main tests
survey      store import model view cmd main tests
upkeep      store import cmd main tests
state       store model view kiosk cmd main tests
import      import cmd main tests
pdf         import tests
model       model view cmd main tests
marks       model view cmd main tests
layout      layout view kiosk cmd main tests
role        layout view term kiosk cmd main tests
theme       layout view term kiosk cmd main tests
grid        layout view term kiosk cmd main tests
action      view term kiosk cmd main tests
keymap      view term kiosk cmd main tests
option      model view kiosk cmd main tests
prompt      view main tests
config      view kiosk cmd main tests
citation    model view cmd main tests
reader      cmd main tests
view        view kiosk cmd main tests
ornament    layout view term kiosk cmd main tests
term        term view kiosk cmd main tests
kiosk       kiosk main tests
cmd         cmd main tests
END
}

failed=0
complain() {
	echo "$1"
	failed=1
}

for file in $(git ls-files 'tui/*.c' 'tui/*.h'); do
	folder=${file#tui/}
	folder=${folder%%/*}
	[ "$file" = tui/main.c ] && folder=main
	grep -nE '^[[:space:]]*#[[:space:]]*include' "$file" >"$scratch" || continue
	while IFS= read -r line; do
		number=${line%%:*}
		header=$(printf '%s\n' "$line" | sed 's/.*include *["<]\([^">]*\)[">].*/\1/')
		case $header in
		kanbao/*)
			name=$(basename "$header" | sed 's/\.[a-z]*$//')
			allowed=$(table | sed -n "s/^$name  *//p")
			if [ -z "$allowed" ]; then
				complain "$file:$number: '$header' is not in the table of tests/lint/layers.sh"
			else
				case " $allowed " in
				*" $folder "*) ;;
				*) complain "$file:$number: $folder must not include '$header'" ;;
				esac
			fi ;;
		sqlite3.h)
			[ "$folder" = store ] || complain "$file:$number: only tui/store includes sqlite3.h" ;;
		curses.h | ncurses*.h | term.h | panel.h)
			case $file in tui/term/curses_int.h | tui/term/tinfo.c) ;; *) complain "$file:$number: only tui/term/curses_int.h and tinfo.c include $header" ;; esac ;;
		curses_int.h)
			case $file in tui/term/curses.c | tui/term/input.c | tui/term/looks.c) ;; *) complain "$file:$number: $header is of tui/term/curses.c, input.c and looks.c" ;; esac ;;
		jansson.h)
			case $folder in parse | store | import | cmd) ;; *) complain "$file:$number: $folder must not include jansson.h" ;; esac ;;
		*/*) ;;
		*_int.h | *.inc | *.def) [ -e "${file%/*}/$header" ] || [ -e "tui/$folder/$header" ] || case $header in *.h) complain "$file:$number: '$header' belongs to another folder" ;; esac ;;
		esac
	done <"$scratch"
done

# every header is in the table, and brings along only what its users may have
for header in include/kanbao/*.h; do
	name=$(basename "$header" .h)
	users=$(table | sed -n "s/^$name  *//p")
	[ -n "$users" ] || complain "$header: not in the table of tests/lint/layers.sh"
	others=$(sed -n 's|^#include "kanbao/\(.*\)\.h"|\1|p' "$header")
	for other in $others; do
		theirs=$(table | sed -n "s/^$other  *//p")
		for user in $users; do
			case " $theirs " in
			*" $user "*) ;;
			*) complain "$header: brings $other.h to $user, which must not include it" ;;
			esac
		done
	done
done

# ar replaces members by basename
git ls-files 'tui/*.c' | sed 's|.*/||' | sort | uniq -d | while read -r twice; do
	echo "tui: two files are called $twice"
done | grep . && failed=1

# exit() and setlocale() are main's
git ls-files 'tui/*.c' | grep -v '^tui/main.c$' |
	xargs -r grep -nE '(^|[^_a-z])(exit|setlocale)[[:space:]]*\(' /dev/null | grep -v '^[^:]*:[0-9]*:[[:space:]]*[/ ]\*' && {
	echo "exit() and setlocale() belong to tui/main.c"
	failed=1
}
exit $failed
