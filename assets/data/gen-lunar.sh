#!/bin/sh
# Makes lunar.inc from lunar-1900-2100.tsv:
#   sh assets/data/gen-lunar.sh >assets/data/lunar.inc
# Stops where a year's months don't end on the eve of the next new year, or
# where the two notations of the month lengths in a row disagree.
set -eu
LC_ALL=C awk '
function day_of(iso,    f, y, m, era, yoe, doy) {
	split(iso, f, "-")
	y = f[1] - (f[2] + 0 <= 2)
	m = (f[2] + 9) % 12
	era = int(y / 400)
	yoe = y - era * 400
	doy = int((153 * m + 2) / 5) + f[3] - 1
	return era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy - 719468
}
function hex(s,    i, n) {
	n = 0
	for (i = 3; i <= length(s); i++) {
		n = n * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
	}
	return n
}
function fail(why) {
	print "gen-lunar.sh: " $1 ": " why >"/dev/stderr"
	bad = 1
	exit 1
}
# month m, leap or not, has 30 days by the hex code of the row
function long_month(code, m, leap) {
	return int(code / (leap ? 65536 : 2 ^ (16 - m))) % 2
}
BEGIN {
	FS = "\t"
	print "/* Made by gen-lunar.sh: first day, leap month, lengths (bit i: month i + 1 has 30). */"
}
/^#/ { next }
{
	first = day_of($3)
	if (next_first && first != next_first) {
		fail("does not begin where the year before ends")
	}
	code = hex($6)
	if (code % 16 != $4) {
		fail("leap month")
	}
	bits = 0
	next_first = first
	month = 1
	was_leap = 0
	for (i = 1; i <= length($5); i++) {
		is_long = substr($5, i, 1)
		if (is_long != long_month(code, month, was_leap)) {
			fail("month lengths")
		}
		bits += is_long * 2 ^ (i - 1)
		next_first += 29 + is_long
		if (month == $4 && !was_leap) {
			was_leap = 1
		} else {
			was_leap = 0
			month++
		}
	}
	if (month != 13) {
		fail("number of months")
	}
	printf "\t{ %d, %d, 0x%04x }, /* %d */\n", first, $4, bits, $1
}
END { exit bad }' "$(dirname "$0")/lunar-1900-2100.tsv"
