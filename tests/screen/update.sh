#!/bin/sh
# Shows how the screens differ from those expected, and asks before it takes
# them: tests/screen/update.sh [BUILD_DIR]. Read what you take.
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/release}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
KB_BUILD=$build KB_SCREEN_OUT=$out "$build/tests/screen/test_screens" >/dev/null
for new in "$out"/*.screen; do
	old=tests/screen/$(basename "$new")
	[ -f "$old" ] || : >"$old"
	diff -u "$old" "$new" && continue
	printf '%s: take it? [y/N] ' "$old"
	read -r answer
	[ "$answer" != y ] || cp "$new" "$old"
done
