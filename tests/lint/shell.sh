#!/bin/sh
# Scripts are POSIX sh and pass shellcheck.
set -u
failed=0
for file in $(git ls-files ':!tests/fuzz/corpus'); do
	[ -f "$file" ] || continue
	first=$(head -c 20 "$file" | head -n 1 | tr -d '\0')
	case $first in
	'#!/bin/sh'*) shellcheck -x -s sh "$file" || failed=1 ;;
	'#!/bin/bash'* | '#!/usr/bin/env b'*) echo "$file:1: not POSIX sh"; failed=1 ;;
	esac
done
exit $failed
