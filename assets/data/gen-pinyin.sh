#!/bin/sh
# Makes pinyin.inc: the characters of each syllable, without tones, ü as v.
#   sh assets/data/gen-pinyin.sh [UNICODE_DIR] >assets/data/pinyin.inc
# Input: Unihan_Readings.txt.bz2 (Debian package unicode-data), its readings
# kMandarin, kHanyuPinlu, kTGHZ2013 and kXHC1983; and opencc-ts.txt, since
# search knows simplified characters only: a character has the readings of all
# that are folded to it.
set -eu
dir=${1:-/usr/share/unicode}
here=$(dirname "$0")
bzcat "$dir/Unihan_Readings.txt.bz2" | LC_ALL=C awk '
function hex(s,    i, n) {
	n = 0
	for (i = 1; i <= length(s); i++) {
		n = n * 16 + index("0123456789ABCDEF", substr(s, i, 1)) - 1
	}
	return n
}
function utf8(cp) {
	if (cp < 65536) {
		return sprintf("%c%c%c", 224 + int(cp / 4096), 128 + int(cp / 64) % 64, 128 + cp % 64)
	}
	return sprintf("%c%c%c%c", 240 + int(cp / 262144), 128 + int(cp / 4096) % 64,
		128 + int(cp / 64) % 64, 128 + cp % 64)
}
function toneless(s,    i) {
	for (i = 1; i <= nmarks; i++) {
		gsub(mark[i], plain[i], s)
	}
	return s
}
function simplify(c,    n) {
	for (n = 0; (c in simple) && n < 10; n++) {
		c = simple[c]
	}
	return c
}
BEGIN {
	nmarks = split("ā á ǎ à ē é ě è ī í ǐ ì ō ó ǒ ò ū ú ǔ ù ǖ ǘ ǚ ǜ ü ê ế ề \314\204 \314\214", mark, " ")
	split("a a a a e e e e i i i i o o o o u u u u v v v v v e e e", plain, " ")
	plain[29] = plain[30] = ""
}
FILENAME != "-" {
	if ($0 !~ /^#/) {
		split($0, pair, /[\t ]/)
		if (pair[1] != pair[2]) {
			simple[pair[1]] = pair[2]
		}
	}
	next
}
$2 == "kMandarin" || $2 == "kHanyuPinlu" || $2 == "kTGHZ2013" || $2 == "kXHC1983" {
	$1 = $1
	char = simplify(utf8(hex(substr($1, 3))))
	for (f = 3; f <= NF; f++) {
		s = $f
		sub(/^[0-9.*,]*:/, "", s)
		sub(/\(.*/, "", s)
		n = split(s, reading, ",")
		for (i = 1; i <= n; i++) {
			s = toneless(reading[i])
			# hm, ng and the like are no syllables that anybody splits a word into
			if (s ~ /[aeiouv]/ && s ~ /^[a-z]+$/) {
				print s "\t" char
			}
		}
	}
}' "$here/opencc-ts.txt" - | LC_ALL=C sort -u | LC_ALL=C awk -F'\t' '
BEGIN {
	print "/* Made by gen-pinyin.sh from Unihan; syllables in order, characters by code point. */"
}
$1 != syllable {
	if (syllable != "") {
		print "\" },"
	}
	syllable = $1
	printf "\t{ \"%s\", \"", syllable
}
{ printf "%s", $2 }
END { print "\" }," }'
