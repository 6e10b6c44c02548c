#!/bin/sh
# clang's own warnings ($WARN, from the Makefile) over every file, and clang-tidy 14.
set -u
build=${1:-build}
set -- -std=c17 -Iinclude -I"$build/gen" -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_GNU_SOURCE \
	'-DKB_LOCALEDIR=""' "$(xml2-config --cflags | sed 's/^-I/-isystem/; s/ .*//')"
failed=0
found=$(mktemp)
trap 'rm -f "$found"' EXIT
# shellcheck disable=SC2086 # a list of flags
git ls-files -z '*.c' | xargs -0 -P 2 -n 8 clang-14 -fsyntax-only -Werror ${WARN:--Wall -Wextra} "$@" || failed=1
for file in $(git ls-files 'tui/*.c' 'man/*.c' 'tests/fuzz/*.c' 'tests/bench/*.c'); do
	echo "$file"
done | xargs -P 2 -I FILE clang-tidy-14 --quiet FILE -- "$@" >"$found" 2>/dev/null || failed=1
# without the path that leads there: clang-tidy-14 FILE tells that
grep -E ' (error|warning): ' "$found" | sort -u
exit $failed
