#!/bin/sh
# clang-format 14 leaves every .c and .h as it is; make format sees to it.
wrong=$(git ls-files -z '*.c' '*.h' | xargs -0 clang-format-14 --dry-run -Werror 2>&1 |
	sed -n 's/^\([^ :]*:[0-9]*\):[0-9]*: error.*/\1: not as clang-format 14 has it/p' | sort -u)
[ -z "$wrong" ] || printf '%s\n' "$wrong"
[ -z "$wrong" ]
