#!/bin/sh
# The five pages, and the smaller ones made for single rules, against their
# gold labels: at least $BAR per cent each, and no character lost or invented.
# Pages come by standard input: the labels know nothing of a file's name.
set -u
BAR=${BAR:-98}
failed=0
for gold in tests/gold/*.json tests/fixtures/parse/*.json; do
	name=$(basename "$gold" .json)
	page=assets/issues/$name.txt
	[ -e "$page" ] || page=${gold%.json}.txt
	if ! "$KANBAO" parse - <"$page" >"$TMPDIR/out.json"; then
		echo "not ok - $name: parse failed"
		failed=1
		continue
	fi
	python3 tests/score/score-import "$gold" "$TMPDIR/out.json" "$page" >"$TMPDIR/score"
	last=$(tail -n 1 "$TMPDIR/score")
	if printf '%s\n' "$last" | awk -v bar="$BAR" '
		{ sub(/%/, "", $6); exit !($6 + 0 >= bar + 0 && $8 == 0 && $10 == 0) }'; then
		echo "ok - $name: $last"
	else
		echo "not ok - $name: $last"
		python3 tests/score/score-import -v "$gold" "$TMPDIR/out.json" "$page" | sed 's/^/# /'
		failed=1
	fi
done
exit $failed
