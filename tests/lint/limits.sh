#!/bin/sh
# Sizes (conventions in CONTRIBUTING.md): functions, files, and mutable
# objects of file scope. A function of more than 80 lines needs a reason: a
# comment in the six lines above it that begins 'long:'.
set -u
build=${1:-build}
failed=0

functions() { # FILE LINE LENGTH NAME
	git ls-files 'tui/*.c' "$@" | xargs ctags -x --c-kinds=f --fields=+e --_xformat='%F %n %{end} %N' 2>/dev/null |
		awk '{ print $1, $2, $3 - $2 + 1, $4 }'
}

figures=$(functions | sort -n -k3,3 | awk '{ len[NR] = $3 }
	END { if (NR) printf "%d %d %d %d", NR, len[int((NR + 1) / 2)], len[int(NR * 0.95 + 0.999)], len[NR] }')
# shellcheck disable=SC2086 # four numbers
set -- $figures
echo "tui: $1 functions, median $2, p95 $3, longest $4 lines"
if [ "$3" -gt 50 ]; then
	echo "tui: the 95th percentile of function length is $3 lines, over 50"
	functions | sort -rn -k3,3 | head -n 20
	failed=1
fi

functions 'tests/*.c' 'man/*.c' | awk '$3 > 80' | {
	bad=0
	while read -r file line length name; do
		from=$((line > 6 ? line - 6 : 1))
		sed -n "${from},${line}p" "$file" | grep -q 'long:' && continue
		echo "$file:$line: $name() has $length lines, over 80, and no reason written above it"
		bad=1
	done
	exit $bad
} || failed=1

for file in $(git ls-files '*.c' '*.h'); do
	lines=$(wc -l <"$file")
	case $file in *.h) most=250 ;; *) most=600 ;; esac
	if [ "$lines" -gt "$most" ]; then
		echo "$file:$most: $lines lines, over $most"
		failed=1
	fi
done

lines=$(wc -l <Makefile)
[ "$lines" -le 150 ] || { echo "Makefile:150: $lines lines, over 150"; failed=1; }

# objects that can be written, of file scope or static in a function
for file in $(git ls-files 'tui/*.c'); do
	object=$build/release/${file%.c}.o
	[ -e "$object" ] || { echo "$file: not built ($object)"; failed=1; continue; }
	objdump -t "$object" | awk '/ O / && $0 ~ /[ \t](\.data|\.bss|\.tbss|\.tdata|\*COM\*)/ && !/\.data\.rel\.ro/ { print $NF }'  |
	{
		bad=0
		n=0
		while read -r name; do
			n=$((n + 1))
			case $file in
			tui/term/wcwidth.c) [ "$n" -eq 1 ] && continue ;;
			tui/term/signals.c) grep -q "volatile sig_atomic_t ${name%.*};" "$file" && [ "$n" -eq 1 ] && continue ;;
			esac
			echo "$file: mutable object '$name'"
			bad=1
		done
		exit $bad
	} || failed=1
done

if git ls-files -z 'tui/*' 'include/*' 'tests/*' 'man/*' '.ci/*' Makefile ':!tests/lint/limits.sh' |
	xargs -0 grep -nwE 'TODO|FIXME|XXX' /dev/null | grep -vE '^tests/(gold|golden|screen|fixtures)/'; then
	echo "finish it, or write an issue"
	failed=1
fi
exit $failed
