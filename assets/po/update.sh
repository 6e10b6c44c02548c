#!/bin/sh
# Gathers the texts of the sources: update.sh [FILE]; without FILE it renews
# kanbao.pot and puts what is new into zh_CN.po.
set -eu
cd "$(dirname "$0")/../.."
pot=${1:-assets/po/kanbao.pot}
# no dates: the same sources give the same file
find tui include -name '*.c' -o -name '*.h' -o -name '*.def' | LC_ALL=C sort |
	xgettext --files-from=- --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --add-comments=TRANSLATORS \
		--add-location=file --sort-by-file --package-name=kanbao --copyright-holder='the kanbao authors' -o - |
	sed -e '1,5d' -e '/^"POT-Creation-Date/d' >"$pot"
[ $# -gt 0 ] || msgmerge --quiet --update --backup=none --no-fuzzy-matching --add-location=file assets/po/zh_CN.po "$pot"
