#!/bin/sh
# PDF pages against the gold labels beside them: $PDF_BAR per cent, no character
# lost or invented against what pdftohtml finds; and the PDFs that can't be
# read, each with its reason. Needs poppler-utils and poppler-data.
set -u
BAR=${PDF_BAR:-100}
failed=0
dir=tests/fixtures/formats/pdf

for gold in "$dir"/*.json; do
	name=$(basename "$gold" .json)
	pdf=$dir/$name.pdf
	if ! "$KANBAO" parse "$pdf" >"$TMPDIR/out.json"; then
		echo "not ok - $name.pdf: parse failed"
		failed=1
		continue
	fi
	pdftohtml -xml -i -stdout -noroundcoord -wbt 20 "$pdf" 2>/dev/null |
		sed -e 's/<[^>]*>//g' -e 's/&#34;/"/g' -e 's/&lt;/</g' -e 's/&gt;/>/g' \
			-e 's/&amp;/\&/g' >"$TMPDIR/source.txt"
	python3 tests/score/score-import -v "$gold" "$TMPDIR/out.json" "$TMPDIR/source.txt" \
		>"$TMPDIR/score"
	last=$(tail -n 1 "$TMPDIR/score")
	if printf '%s\n' "$last" | awk -v bar="$BAR" '
		{ sub(/%/, "", $6); exit !($6 + 0 >= bar + 0 && $8 == 0 && $10 == 0) }'; then
		echo "ok - $name.pdf: $last"
	else
		echo "not ok - $name.pdf: $last"
		sed 's/^/# /' "$TMPDIR/score"
		failed=1
	fi
done

refused() { # FILE WORDS: it is refused with these words, in one line
	"$KANBAO" parse "$1" >"$TMPDIR/out.json" 2>"$TMPDIR/err"
	status=$?
	if [ "$status" -eq 65 ] && grep -qF "$2" "$TMPDIR/err" &&
		[ "$(wc -l <"$TMPDIR/err")" -eq 1 ] && [ ! -s "$TMPDIR/out.json" ]; then
		echo "ok - $(basename "$1"): $2"
	else
		echo "not ok - $(basename "$1"): status $status, $(cat "$TMPDIR/err")"
		failed=1
	fi
}
head -c 2000 "$dir/rotated.pdf" >"$TMPDIR/cut.pdf"
refused "$dir/scan.pdf" 'no text layer'
refused "$dir/encrypted.pdf" 'password'
refused "$TMPDIR/cut.pdf" 'a damaged PDF'
exit $failed
