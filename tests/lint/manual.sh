#!/bin/sh
# The manual is well-formed, and its tables are those of the .def rows.
set -u
build=${1:-build}
failed=0
mandoc -Tlint -Wwarning man/*.[158] || failed=1
make -s --no-print-directory O="$build" "$build/release/man/kanbao.1" || exit 1
if ! diff -u man/kanbao.1 "$build/release/man/kanbao.1"; then
	echo "man/kanbao.1: not what man/mkman.c prints; type: make man"
	failed=1
fi
exit $failed
