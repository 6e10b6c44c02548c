#!/bin/sh
# Pages against their gold labels, as a table: the five pages (100 %) and those
# made for single rules (at least $BAR per cent over all, $LEAST each), with no
# character lost or invented in any. Pages come by standard input: the labels
# know nothing of a file's name.
set -u
BAR=${BAR:-97}
LEAST=${LEAST:-90}
failed=0

# $1 gold, $2 page: its score line; kept beside for the reasons.
score() {
	if ! "$KANBAO" parse - <"$2" >"$TMPDIR/out.json"; then
		echo "score 0.00 of 1 = 0.00%  lost 1  invented 0"
		return
	fi
	python3 tests/score/score-import -v "$1" "$TMPDIR/out.json" "$2" >"$TMPDIR/score"
	tail -n 1 "$TMPDIR/score"
}

echo "# page                     score   of      %  lost invented"
: >"$TMPDIR/own"
for gold in tests/gold/*.json tests/fixtures/parse/*.json; do
	name=$(basename "$gold" .json)
	page=assets/issues/$name.txt
	least=100
	if [ ! -e "$page" ]; then
		page=${gold%.json}.txt
		least=$LEAST
	fi
	line=$(score "$gold" "$page")
	[ "$least" = 100 ] || printf '%s\n' "$line" >>"$TMPDIR/own"
	printf '%s\n' "$line" | awk -v name="$name" '{ sub(/%/, "", $6)
		printf "# %-24s %6.2f %4d %6.2f %5d %8d\n", name, $2, $4, $6, $8, $10 }'
	if printf '%s\n' "$line" | awk -v bar="$least" '
		{ sub(/%/, "", $6); exit !($6 + 0 >= bar + 0 && $8 == 0 && $10 == 0) }'; then
		echo "ok - $name"
	else
		echo "not ok - $name: $line"
		sed 's/^/#   /' "$TMPDIR/score"
		failed=1
	fi
done
total=$(awk '{ got += $2; all += $4 } END { printf "%.2f", 100 * got / all }' "$TMPDIR/own")
if awk -v got="$total" -v bar="$BAR" 'BEGIN { exit !(got + 0 >= bar + 0) }'; then
	echo "ok - own pages together: $total % (bar $BAR %)"
else
	echo "not ok - own pages together: $total % (bar $BAR %)"
	failed=1
fi
exit $failed
