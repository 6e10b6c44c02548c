#!/bin/sh
# All lints, one after another: all.sh BUILD_FOLDER. A lint prints what is
# wrong, as file:line: text, and fails; or prints one line of figures.
set -u
build=${1:-build}
failed=0
for lint in tests/lint/*.sh; do
	name=${lint##*/}
	[ "$name" = all.sh ] && continue
	start=$(date +%s)
	if sh "$lint" "$build"; then
		echo "ok   ${name%.sh} ($(($(date +%s) - start)) s)"
	else
		echo "FAIL ${name%.sh}"
		failed=1
	fi
done
exit $failed
