#!/bin/sh
# The catalogue has every text of the sources, and a translation for each.
set -u
failed=0
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
make -s --no-print-directory POT="$fresh" pot || exit 1
if ! grep -v '^"POT-Creation-Date' assets/po/kanbao.pot | diff -u - "$fresh" >/dev/null; then
	echo "assets/po/kanbao.pot: not up to date; type: make pot"
	failed=1
fi
msgfmt -c -o /dev/null assets/po/zh_CN.po || failed=1
msgcmp assets/po/zh_CN.po "$fresh" || failed=1
for kind in untranslated only-fuzzy; do
	if [ -n "$(msgattrib "--$kind" --no-obsolete assets/po/zh_CN.po)" ]; then
		echo "assets/po/zh_CN.po: $kind texts:"
		msgattrib "--$kind" --no-obsolete assets/po/zh_CN.po | grep '^msgid' | tail -n +2
		failed=1
	fi
done
exit $failed
