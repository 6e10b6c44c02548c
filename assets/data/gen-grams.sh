#!/bin/sh
# Makes grams.inc: the frequent bigrams as a hash table, and the name of the
# index that they and the folding make:
#   sh assets/data/gen-grams.sh >assets/data/grams.inc
set -eu
here=$(dirname "$0")
sum=$(cat "$here/frequent-bigrams.txt" "$here/fold.inc" | sha256sum | cut -c 1-16)
LC_ALL=C awk -v SUM="$sum" '
function utf8(s,    a, n, i) {
	a = ord[substr(s, 1, 1)]
	n = a < 192 ? 0 : a < 224 ? 1 : 2
	a = n == 0 ? a : n == 1 ? a - 192 : a - 224
	for (i = 2; i <= n + 1; i++) {
		a = a * 64 + ord[substr(s, i, 1)] - 128
	}
	used = n + 1
	return a
}
BEGIN {
	for (i = 1; i < 256; i++) {
		ord[sprintf("%c", i)] = i
	}
	SLOTS = 8192
}
{
	a = utf8($0)
	b = utf8(substr($0, used + 1))
	slot = (a * 131 + b) % SLOTS
	while (slot in table) {
		slot = (slot + 1) % SLOTS
	}
	table[slot] = sprintf("0x%04X%04X", a, b)
}
END {
	print "/* Made by gen-grams.sh: slot (first * 131 + second) % 8192, or the next free one. */"
	print "#define GRAMS_NAME \"" SUM "\""
	print "static const uint32_t frequent[8192] = {"
	for (i = 0; i < SLOTS; i += 16) {
		line = "\t"
		for (k = i; k < i + 16; k++) {
			line = line ((k in table) ? table[k] : 0) ","
		}
		print line
	}
	print "};"
}' "$here/frequent-bigrams.txt"
