#!/bin/sh
# clang's own warnings ($WARN, from the Makefile) over every file, and clang-tidy 14.
# Its analyzer goes through TIDY_NODES states of a function at most: with a third of
# its usual 225,000 it takes less than half the time.
set -u
build=${1:-build}
jobs=$(nproc 2>/dev/null || echo 2)
nodes=max-nodes=${TIDY_NODES:-75000}
set -- -std=c17 -Iinclude -I"$build/gen" -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_GNU_SOURCE \
	'-DKB_LOCALEDIR=""' '-DKB_SYSCONFDIR=""' "$(xml2-config --cflags | sed 's/^-I/-isystem/; s/ .*//')"
failed=0
found=$(mktemp)
trap 'rm -f "$found"' EXIT
# shellcheck disable=SC2086 # a list of flags
git ls-files -z '*.c' | xargs -0 -P "$jobs" -n 8 clang-14 -fsyntax-only -Werror ${WARN:--Wall -Wextra} "$@" || failed=1
for file in $(git ls-files 'tui/*.c' 'man/*.c' 'tests/fuzz/*.c' 'tests/bench/*.c'); do
	echo "$file"
done | xargs -P "$jobs" -I FILE clang-tidy-14 --quiet --extra-arg=-Xclang --extra-arg=-analyzer-config \
	--extra-arg=-Xclang --extra-arg="$nodes" FILE -- "$@" >"$found" 2>/dev/null || failed=1
# without the path that leads there: clang-tidy-14 FILE tells that
grep -E ' (error|warning): ' "$found" | sort -u
exit $failed
