#!/bin/sh
# Import of an export gives the same archive content, over all fixtures, and
# so does a second way round.
# shellcheck source=tests/cli/common
. tests/cli/common

"$kanbao" -a one.db import "$top/assets/issues" >/dev/null 2>&1 || say '' "the five pages"
for folder in "$top"/tests/fixtures/parse "$top"/tests/fixtures/formats/*; do
	[ -d "$folder" ] && "$kanbao" -a one.db import "$folder" >/dev/null 2>&1
done
# undated issues stand in order of arrival, and a page beside its own gold is
# one issue told twice: so sorted, and each once
"$kanbao" -a one.db export >raw.jsonl || say '' "export"
LC_ALL=C sort -u raw.jsonl >one.jsonl
"$kanbao" -a two.db import one.jsonl >report 2>err || say '' "import of the export: $(head -n 3 err)"
"$kanbao" -a two.db export | LC_ALL=C sort >two.jsonl
"$kanbao" -a three.db import - <one.jsonl >/dev/null 2>&1
"$kanbao" -a three.db export | LC_ALL=C sort >three.jsonl

issues=$(wc -l <one.jsonl)
if [ "$issues" -ge 15 ] && cmp -s one.jsonl two.jsonl && cmp -s one.jsonl three.jsonl; then
	say ok "export, import, export: $issues issues"
else
	say '' "export, import, export: $issues issues, $(wc -l <two.jsonl) again"
	diff one.jsonl two.jsonl | cut -c 1-300 | sed 's/^/# /'
fi

# a line that is none is named, the others are taken
sed '2s/"paper"/"papre"/' one.jsonl >bad.jsonl
"$kanbao" -a bad.db import bad.jsonl >report 2>err
status=$?
if [ "$status" -eq 65 ] && grep -q 'line 2: .*papre' err && [ "$(grep -c 'interchange JSON' err)" -eq 1 ] &&
	[ "$("$kanbao" -a bad.db export | wc -l)" -eq $((issues - 1)) ]; then
	say ok "a bad line is named"
else
	say '' "a bad line: $status, $(cat err)"
fi

# more lines than a file may have bytes, were it one page
head -n 3 one.jsonl >part
while [ "$(wc -c <part)" -lt 70000000 ]; do
	cat part part part part >larger && mv larger part
done
before=$(date +%s)
"$kanbao" -a one.db import --dry-run part >out 2>err
status=$?
if [ "$status" -eq 0 ] && ! grep -v 'has no date' err; then
	say ok "$(wc -c <part) bytes of JSON Lines in $(($(date +%s) - before)) s"
else
	say '' "many JSON Lines: $status, $(head -n 1 err)"
fi
finish
