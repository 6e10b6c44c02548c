#!/bin/sh
# A read-only archive is read, and nothing is written to it or beside it.
# shellcheck source=tests/cli/common
. tests/cli/common
page=$top/assets/issues/今日柯城-2022-04-13.txt
sed '$a 多出来的一行' "$page" >more.txt

mkdir closed
cp a.db closed/a.db
chmod 444 closed/a.db
chmod 555 closed
refuses 77 closed/a.db "$kanbao" -a closed/a.db import --page 1 more.txt
lines() { # NAME STATUS-AND-LINES COMMAND...
	name=$1
	want=$2
	shift 2
	"$@" >out 2>err </dev/null
	got="$? $(wc -l <out)"
	if [ "$got" = "$want" ] && [ ! -s err ]; then
		say ok "$name"
	else
		say '' "$name: $got: $(cat err)"
	fi
}
lines "a read-only archive is listed" "0 5" "$kanbao" -a closed/a.db list
lines "and exported" "0 5" "$kanbao" -a closed/a.db export
lines "without HOME" "0 5" env -i "$kanbao" -a closed/a.db list
if [ "$(ls -A closed)" = a.db ] && cmp -s a.db closed/a.db; then
	say ok "nothing was written beside it"
else
	say '' "beside it: $(ls -A closed)"
fi

# somebody else's archive, by a user who may write the folder but not the file
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	# in a place where the other user can go, unlike this one
	open=$(mktemp -d -p /tmp)
	trap 'chmod -R u+w "$dir"; rm -rf "$dir" "$open"' EXIT
	mkdir "$open/box"
	cp "$kanbao" "$open/kanbao"
	cp a.db "$open/box/a.db"
	chmod 755 "$open"
	chmod 644 "$open/box/a.db"
	chmod 777 "$open/box"
	lines "another user's archive is listed" "0 5" \
		setpriv --reuid 65534 --regid 65534 --clear-groups "$open/kanbao" -a "$open/box/a.db" list
	refuses 77 box/a.db setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$open/kanbao" -a "$open/box/a.db" import --page 1 - <more.txt
	if [ "$(ls -A "$open/box")" = a.db ]; then
		say ok "the stranger left nothing behind"
	else
		say '' "the stranger left $(ls -A "$open/box")"
	fi
else
	skip "another user's archive" "needs root and setpriv"
fi
finish
