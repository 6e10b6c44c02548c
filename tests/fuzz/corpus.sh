#!/bin/sh
# Every input that fuzzing ever found, and the seeds, through each target.
set -u
status=0
for program in "$KB_BUILD"/tests/fuzz/fuzz_*; do
	name=${program##*/}
	[ -e "tests/fuzz/$name.c" ] || continue
	IFS='
'
	# shellcheck disable=SC2046 # a path a line
	set -- $(tests/fuzz/inputs "$name")
	unset IFS
	if "$program" "$@" >/dev/null; then
		echo "ok - $name: $# inputs"
	else
		echo "not ok - $name"
		status=1
	fi
done
exit $status
