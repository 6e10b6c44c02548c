#!/bin/sh
# The five pages against the gold labels: at least $BAR per cent each, and no
# character of the page lost or invented.
set -u
BAR=${BAR:-90}
failed=0
for gold in tests/gold/*.json; do
	name=$(basename "$gold" .json)
	page=assets/issues/$name.txt
	if ! "$KANBAO" parse "$page" >"$TMPDIR/out.json"; then
		echo "not ok - $name: parse failed"
		failed=1
		continue
	fi
	python3 tests/score/score-import "$gold" "$TMPDIR/out.json" "$page" >"$TMPDIR/score"
	last=$(tail -n 1 "$TMPDIR/score")
	if printf '%s\n' "$last" | awk -v bar="$BAR" '
		{ sub(/%/, "", $6); exit !($6 >= bar && $8 == 0 && $10 == 0) }'; then
		echo "ok - $name: $last"
	else
		echo "not ok - $name: $last"
		python3 tests/score/score-import -v "$gold" "$TMPDIR/out.json" "$page" | sed 's/^/# /'
		failed=1
	fi
done
exit $failed
