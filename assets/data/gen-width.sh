#!/bin/sh
# Makes width.inc: one class for every code point, as ranges. Run by hand when
# the Unicode version changes:
#   sh assets/data/gen-width.sh [UNICODE_DIR] >assets/data/width.inc
# Input: UnicodeData.txt, EastAsianWidth.txt and DerivedAge.txt (Debian package
# unicode-data). Later than MAX_AGE counts as unassigned, because the C library
# (glibc 2.36) doesn't know it either and ncurses would print a blank.
set -eu
dir=${1:-/usr/share/unicode}
LC_ALL=C awk -v MAX_AGE=14.0 '
function hex(s,    i, n) {
	n = 0
	s = toupper(s)
	for (i = 1; i <= length(s); i++) {
		n = n * 16 + index("0123456789ABCDEF", substr(s, i, 1)) - 1
	}
	return n
}
function fill(a, from, to, value,    cp) {
	for (cp = from; cp <= to; cp++) {
		a[cp] = value
	}
}
# "0300..036F;A" or "00A1;A": sets a[] to the second field
function ranges(a,    f, r) {
	sub(/[ \t]*#.*/, "")
	if ($0 == "") {
		return
	}
	split($0, f, /[ \t]*;[ \t]*/)
	if (split(f[1], r, /\.\./) == 1) {
		r[2] = r[1]
	}
	fill(a, hex(r[1]), hex(r[2]), f[2])
}
function class(cp,    c, w) {
	c = cat[cp]
	if (c == "Cc" || c == "Cs" || c == "Zl" || c == "Zp") {
		return "CONTROL"
	}
	if (cp >= hex("E0000") && cp <= hex("E0FFF") && c != "Mn") {
		return "FORMAT" # tags and their reserved neighbours
	}
	if (cp == hex("2065") || (cp >= hex("FFF0") && cp <= hex("FFF8"))) {
		return "FORMAT" # reserved, ignorable by default
	}
	if (c == "" || c == "Co" || age[cp] + 0 > MAX_AGE + 0 || cp == hex("FFFD")) {
		return "SORT"
	}
	if (cp in seen_cf || cp >= hex("1160") && cp <= hex("11FF")) {
		return "MARK"
	}
	if (c == "Cf" || cp == hex("034F")) {
		return "FORMAT"
	}
	if (c == "Mn" || c == "Me") {
		return "MARK"
	}
	w = eaw[cp]
	return w == "W" || w == "F" ? "WIDE" : w == "A" ? "AMBIGUOUS" : "NARROW"
}
function flush() {
	if (run != "NARROW") {
		printf "\t{ 0x%04X, 0x%04X, KB_CLASS_%s },\n", start, cp - 1, run
	}
}
BEGIN {
	FS = ";"
	# format characters that are seen: signs before Arabic and Kaithi numbers, …
	n = split("600 601 602 603 604 605 6DD 70F 890 891 8E2 110BD 110CD", list, " ")
	for (i = 1; i <= n; i++) {
		seen_cf[hex(list[i])] = 1
	}
}
FILENAME ~ /EastAsianWidth/ { ranges(eaw); next }
FILENAME ~ /DerivedAge/ { ranges(age); next }
{
	cp = hex($1)
	if ($2 ~ /, Last>$/) {
		fill(cat, first, cp, $3)
	}
	first = cp
	cat[cp] = $3
}
END {
	print "/* Made by gen-width.sh from unicode-data; code points not listed are narrow. */"
	run = class(0)
	start = 0
	for (cp = 1; cp <= 1114111; cp++) {
		c = class(cp)
		if (c != run) {
			flush()
			run = c
			start = cp
		}
	}
	flush()
}' "$dir/EastAsianWidth.txt" "$dir/DerivedAge.txt" "$dir/UnicodeData.txt"
