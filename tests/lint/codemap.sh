#!/bin/sh
# CODE-MAP.md has one line for every file but data, and for no other.
# shellcheck disable=SC2016 # back-quotes of Markdown
set -u
here=$(mktemp)
there=$(mktemp)
trap 'rm -f "$here" "$there"' EXIT
git -c core.quotePath=false ls-files |
	grep -vE '^(assets/issues|tests/(gold|golden|screen|fixtures|fuzz/corpus))/.*\.(txt|json|keys|bin|out|in|md|html|db|screen)$|^tests/(fuzz/corpus|fixtures/formats)/' |
	sort >"$here"
sed -n 's/^- `\([^`]*\)`.*/\1/p' CODE-MAP.md | sort >"$there"
sort -u "$there" | comm -3 "$here" - | awk '
	/^\t/ { print "CODE-MAP.md: names " substr($0, 2) ", which is not there"; next }
	{ print "CODE-MAP.md: lacks " $0 }'
uniq -d "$there" | sed 's/^/CODE-MAP.md: twice: /'
grep -nE '^- `[^`]*`[: ]*$' CODE-MAP.md && echo "CODE-MAP.md: a file without a word"
[ "$(sort -u "$there")" = "$(cat "$here")" ] && [ -z "$(uniq -d "$there")" ]
