#!/bin/sh
# Every input that fuzzing ever found, and the seeds, through each target.
set -u
status=0
for program in "$KB_BUILD"/tests/fuzz/fuzz_*; do
	name=${program##*/}
	[ -e "tests/fuzz/$name.c" ] || continue
	set -- tests/fuzz/corpus/"$name"/*
	[ -e "$1" ] || set -- assets/issues/*.txt
	if "$program" "$@" >/dev/null; then
		echo "ok - $name: $# inputs"
	else
		echo "not ok - $name"
		status=1
	fi
done
exit $status
