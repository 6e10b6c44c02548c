#!/bin/sh
# Lints, one after another, all or those named: all.sh BUILD_FOLDER [NAME…].
# A lint prints what is wrong, as file:line: text, and fails.
set -u
build=$1
shift
[ $# -gt 0 ] || set -- codemap cppcheck format layers limits manual output po readme shell tidy
failed=0
for name in "$@"; do
	lint=tests/lint/$name.sh
	start=$(date +%s)
	if sh "$lint" "$build"; then
		echo "ok   $name ($(($(date +%s) - start)) s)"
	else
		echo "FAIL $name"
		failed=1
	fi
done
exit $failed
