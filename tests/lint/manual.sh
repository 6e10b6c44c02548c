#!/bin/sh
# The manual is well-formed, and its tables are those of the .def rows.
set -u
build=${1:-build}
failed=0
mandoc -Tlint -Wwarning man/*.[158] || failed=1
for page in kanbao.1 kanbao-import.1; do
	make -s --no-print-directory O="$build" "$build/release/man/$page" || exit 1
	if ! diff -u "man/$page" "$build/release/man/$page"; then
		echo "man/$page: not what man/mkman.c prints; type: make man"
		failed=1
	fi
done
exit $failed
