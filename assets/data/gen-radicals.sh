#!/bin/sh
# Makes radicals.inc: the ideograph that a radical of U+2E80 to U+2FDF is, 0 for
# none. Run by hand when the Unicode version changes:
#   sh assets/data/gen-radicals.sh [UNICODE_DIR] >assets/data/radicals.inc
# Input: EquivalentUnifiedIdeograph.txt (Debian package unicode-data).
set -eu
LC_ALL=C awk '
function hex(s,    i, n) {
	n = 0
	for (i = 1; i <= length(s); i++) {
		n = n * 16 + index("0123456789ABCDEF", substr(s, i, 1)) - 1
	}
	return n
}
/^2[EF]/ {
	to = index($1, "..") ? substr($1, 7) : $1
	for (cp = hex(substr($1, 1, 4)); cp <= hex(to); cp++) {
		is[cp] = $3
	}
}
END {
	print "/* Made by gen-radicals.sh: from U+2E80 on. */"
	for (cp = hex("2E80"); cp <= hex("2FDF"); cp++) {
		printf "%s0x%s,%s", cp % 8 ? " " : "", cp in is ? is[cp] : "0", cp % 8 == 7 ? "\n" : ""
	}
}' "${1:-/usr/share/unicode}/EquivalentUnifiedIdeograph.txt"
