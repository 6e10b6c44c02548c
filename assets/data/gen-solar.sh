#!/bin/sh
# Makes solar.inc from solar-terms-1900-2100.tsv:
#   sh assets/data/gen-solar.sh >assets/data/solar.inc
# Stops where a term is not within three days of the first day it ever falls on,
# or a year has not 24 of them.
set -eu
LC_ALL=C awk '
BEGIN {
	FS = "\t"
	n = split("4 19 3 18 4 19 4 19 4 20 4 20 6 22 6 22 6 22 7 22 6 21 6 21", first, " ")
	print "/* Made by gen-solar.sh: days of the 24 terms after the first days they fall on, by year. */"
}
/^#/ { next }
{
	line = ""
	if (split($2, days, " ") != n) {
		print "gen-solar.sh: " $1 ": not 24 terms" >"/dev/stderr"
		bad = 1
		exit 1
	}
	for (i = 1; i <= n; i++) {
		late = days[i] - first[i]
		if (late < 0 || late > 3) {
			print "gen-solar.sh: " $1 ": term " i >"/dev/stderr"
			bad = 1
			exit 1
		}
		line = line late
	}
	printf "\t\"%s\", /* %d */\n", line, $1
}
END { exit bad }' "$(dirname "$0")/solar-terms-1900-2100.tsv"
