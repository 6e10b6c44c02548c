#!/bin/sh
# Makes fold.inc: what each code point is folded to for search. Run by hand when
# the Unicode version or OpenCC's table changes:
#   sh assets/data/gen-fold.sh [UNICODE_DIR] >assets/data/fold.inc
# Input: UnicodeData.txt and CaseFolding.txt (Debian package unicode-data), and
# opencc-ts.txt beside this script. A character is taken through compatibility
# forms of one code point (width, circles, ligated radicals), simplified forms
# and simple case folding until nothing changes; what it ends as says whether it
# is a word character (letter, digit, Han, kana), is skipped (marks, formats),
# or breaks.
set -eu
dir=${1:-/usr/share/unicode}
here=$(dirname "$0")
LC_ALL=C awk '
function hex(s,    i, n) {
	n = 0
	for (i = 1; i <= length(s); i++) {
		n = n * 16 + index("0123456789ABCDEF", substr(s, i, 1)) - 1
	}
	return n
}
function utf8(s,    a, n, i) {
	a = ord[substr(s, 1, 1)]
	n = a < 192 ? 0 : a < 224 ? 1 : a < 240 ? 2 : 3
	a = n == 0 ? a : n == 1 ? a - 192 : n == 2 ? a - 224 : a - 240
	for (i = 2; i <= n + 1; i++) {
		a = a * 64 + ord[substr(s, i, 1)] - 128
	}
	return a
}
function step(cp) {
	return cp in compat ? compat[cp] : cp in simple ? simple[cp] : cp in lower ? lower[cp] : cp
}
function fold(cp,    n, next_cp) {
	for (n = 0; (next_cp = step(cp)) != cp; n++) {
		if (n == 10) {
			print "gen-fold.sh: a circle at U+" sprintf("%04X", cp) >"/dev/stderr"
			exit 1
		}
		cp = next_cp
	}
	return cp
}
# 0 itself, 1 break, 2 skipped, 3 look beyond the plane, else the target
function value(cp,    to, c) {
	to = fold(cp)
	c = substr(cat[to], 1, 1)
	if (cat[to] == "Cf" || c == "M") {
		return 2
	}
	if (c != "L" && c != "N") {
		return 1
	}
	return to == cp ? 0 : cp < 65536 && to < 65536 ? to : 3
}
function ranges(name, want,    cp, v, from) {
	print "static const struct span " name "[] = {"
	from = -1
	for (cp = 65536; cp <= 1114112; cp++) {
		v = cp <= 1114111 && (cp in cat) ? value(cp) : 1
		if (v == want || v == 3 && want == 0) {
			from = from < 0 ? cp : from
		} else if (from >= 0) {
			printf "\t{ 0x%05X, 0x%05X },\n", from, cp - 1
			from = -1
		}
	}
	print "};"
}
BEGIN {
	for (i = 1; i < 256; i++) {
		ord[sprintf("%c", i)] = i
	}
	FS = ";"
}
FILENAME ~ /opencc/ {
	if ($0 !~ /^#/) {
		split($0, pair, /[\t ]/)
		if (pair[1] != pair[2]) {
			simple[utf8(pair[1])] = utf8(pair[2])
		}
	}
	next
}
FILENAME ~ /CaseFolding/ {
	if ($2 == " C" || $2 == " S") {
		lower[hex($1)] = hex(substr($3, 2))
	}
	next
}
{
	cp = hex($1)
	if ($2 ~ /, Last>$/) {
		for (i = first; i < cp; i++) {
			cat[i] = $3
		}
	}
	first = cp
	cat[cp] = $3
	target = $6
	sub(/^<[a-zA-Z]*> /, "", target)
	if (target != "" && target !~ / /) {
		compat[cp] = hex(target)
	}
}
END {
	print "/* Made by gen-fold.sh from unicode-data and OpenCC; see README.md. */"
	nblocks = 0
	for (b = 0; b < 1024; b++) {
		line = ""
		for (i = 0; i < 64; i++) {
			v = value(b * 64 + i)
			if (v == 3 || b >= 1024) {
				far[++nfar] = b * 64 + i
			}
			line = line (v < 10 ? v : sprintf("0x%X", v)) ","
		}
		if (!(line in number)) {
			number[line] = nblocks
			blocks[nblocks++] = line
		}
		at[b] = number[line]
	}
	print "static const uint16_t fold_index[1024] = {"
	for (b = 0; b < 1024; b += 16) {
		line = "\t"
		for (i = 0; i < 16; i++) {
			line = line at[b + i] ","
		}
		print line
	}
	print "};"
	print "static const uint16_t fold_blocks[][64] = {"
	for (b = 0; b < nblocks; b++) {
		print "\t{" blocks[b] "},"
	}
	print "};"
	print "static const struct pair fold_far[] = {"
	for (i = 1; i <= nfar; i++) {
		printf "\t{ 0x%05X, 0x%05X },\n", far[i], fold(far[i])
	}
	for (cp = 65536; cp <= 1114111; cp++) {
		if ((cp in cat) && value(cp) == 3) {
			printf "\t{ 0x%05X, 0x%05X },\n", cp, fold(cp)
		}
	}
	print "};"
	ranges("fold_words", 0)
	ranges("fold_skips", 2)
}' "$here/opencc-ts.txt" "$dir/CaseFolding.txt" "$dir/UnicodeData.txt"
