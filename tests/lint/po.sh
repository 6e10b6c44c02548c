#!/bin/sh
# The catalogue has every text of the sources, and a translation for each.
set -u
failed=0
fresh=$(mktemp)
merged=$(mktemp)
trap 'rm -f "$fresh" "$merged"' EXIT
assets/po/update.sh "$fresh" || exit 1
if ! diff -u assets/po/kanbao.pot "$fresh"; then
	echo "assets/po/kanbao.pot: not up to date; type: make pot"
	failed=1
fi
msgfmt -c -o /dev/null assets/po/zh_CN.po || failed=1
msgmerge --quiet --no-fuzzy-matching -o "$merged" assets/po/zh_CN.po "$fresh"
for kind in untranslated only-fuzzy; do
	list=$(msgattrib "--$kind" --no-obsolete --no-wrap "$merged" | grep '^msgid' | tail -n +2)
	[ -z "$list" ] && continue
	echo "assets/po/zh_CN.po: $kind:"
	echo "$list"
	failed=1
done
exit $failed
