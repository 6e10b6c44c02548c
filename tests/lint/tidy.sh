#!/bin/sh
# clang-tidy 14, and clang's own warnings over every file.
set -u
build=${1:-build}
flags="-std=c17 -Iinclude -I$build/gen -Itests -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_GNU_SOURCE"
flags="$flags -DKB_LOCALEDIR=\"/usr/local/share/locale\""
warnings=$(make -s --no-print-directory print-warn)
failed=0
# shellcheck disable=SC2086 # lists of flags
git ls-files -z '*.c' | xargs -0 -n 8 -P 2 clang-14 -fsyntax-only -Werror $warnings $flags || failed=1
# shellcheck disable=SC2086
git ls-files -z 'tui/*.c' 'man/*.c' 'tests/fuzz/*.c' 'tests/bench/*.c' |
	xargs -0 -n 4 -P 2 sh -c 'flags=$1; shift; clang-tidy-14 --quiet "$@" -- $flags 2>/dev/null' tidy "$flags" || failed=1
exit $failed
