#!/bin/sh
# The manual is well-formed, and its tables are those of the .def rows.
set -u
build=${1:-build}
failed=0
mandoc -Tlint -Wwarning man/*.[158] || failed=1
for page in man/kanbao.1 man/kanbao-import.1 man/kanbao.conf.5 assets/kanbao.conf \
	assets/completion/kanbao.bash assets/completion/kanbao.zsh assets/completion/kanbao.fish; do
	MAKEFLAGS='' make -s --no-print-directory O="$build" "$build/release/$page" || exit 1
	if ! diff -u "$page" "$build/release/$page"; then
		echo "$page: not what man/mkman.c prints; type: make man"
		failed=1
	fi
done
exit $failed
