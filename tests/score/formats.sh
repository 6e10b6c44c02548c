#!/bin/sh
# Score by format: each fixture of a saved edition, article or feed against
# the gold beside it, through the program as people use it. A folder goes in
# as a tar on standard input.
set -u
failed=0
for format in founder founder_new wechat feed html; do
	n=0
	bad=0
	for gold in tests/fixtures/formats/"$format"/*.json tests/fixtures/formats/"$format"/*.jsonl; do
		[ -e "$gold" ] || continue
		stem=${gold%.json*}
		if [ -d "$stem" ]; then
			tar -C "$stem" -cf - . | "$KANBAO" parse - >"$TMPDIR/out.json"
		else
			for page in "$stem".[hsx]*; do
				"$KANBAO" parse "$page" >"$TMPDIR/out.json"
			done
		fi
		python3 - "$gold" "$TMPDIR/out.json" "$TMPDIR" <<'PY'
import json, sys
def documents(path):
    text, at, found = open(path, encoding="utf-8").read(), 0, []
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        doc, at = json.JSONDecoder().raw_decode(text, at)
        found.append(doc)
    return found
for side, path in (("gold", sys.argv[1]), ("out", sys.argv[2])):
    for i, doc in enumerate(documents(path)):
        json.dump(doc, open("%s/%s.%d.json" % (sys.argv[3], side, i), "w"), ensure_ascii=False)
PY
		for one in "$TMPDIR"/gold.*.json; do
			out=$TMPDIR/out.${one#"$TMPDIR"/gold.}
			[ -e "$out" ] || echo '{"schema": 1, "articles": []}' >"$out"
			n=$((n + 1))
			last=$(python3 tests/score/score-import "$one" "$out" | tail -n 1)
			case $last in
			*"= 100.0%"*) ;;
			*)
				bad=$((bad + 1))
				echo "# $gold: $last"
				python3 tests/score/score-import -v "$one" "$out" | sed 's/^/# /' ;;
			esac
		done
		rm -f "$TMPDIR"/gold.*.json "$TMPDIR"/out.*.json
	done
	if [ "$n" -gt 0 ] && [ "$bad" -eq 0 ]; then
		echo "ok - $format: $n issues, 100 %"
	else
		echo "not ok - $format: $bad of $n issues"
		failed=1
	fi
done
exit $failed
