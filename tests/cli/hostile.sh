#!/bin/sh
# Archive files of others: what a file could do to who opens it.
# shellcheck source=tests/cli/common
. tests/cli/common

# NAME SQL: an archive with something more in it; refused by everything that opens it, and as it was
alter() {
	cp a.db "$1.db"
	python3 - "$1.db" "$2" <<'END' || { say '' "$1: not made"; return; }
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=DELETE")
db.execute("PRAGMA writable_schema=ON")
db.executescript(sys.argv[2])
db.close()
END
	hash=$(sha256sum "$1.db")
	for words in list "show 2022-04-13" check "search 区" "publish out" "remove --yes 2022-04-13"; do
		# shellcheck disable=SC2086
		refuses 65 "other tables" "$kanbao" -a "$1.db" $words
	done
	refuses 65 "other tables" "$kanbao" -a new.db restore "$1.db"
	absent "$1: nothing is made of it" new.db
	[ "$hash" = "$(sha256sum "$1.db")" ] || say '' "$1 was changed"
}
alter trigger "CREATE TRIGGER t AFTER DELETE ON issues BEGIN DELETE FROM articles; END"
alter view "CREATE VIEW v AS SELECT * FROM articles"
alter table "CREATE TABLE extra (x)"
alter index "CREATE INDEX i ON articles (headline)"
alter virtual "CREATE VIRTUAL TABLE v USING fts5(x)"
alter hidden "CREATE VIEW grams_data_x AS SELECT 1"
alter column "UPDATE sqlite_schema SET sql = replace(sql, 'chars INTEGER NOT NULL', 'chars INTEGER NOT NULL DEFAULT (abs(1))')"
alter shadow "UPDATE sqlite_schema SET sql = replace(sql, 'block BLOB', 'block BLOB DEFAULT (abs(1))')"

# a name that looks like a URI is a name
cp a.db 'file:x.db?mode=rwc'
for name in 'file:x.db?mode=rwc' './file:x.db?mode=rwc'; do
	if [ "$("$kanbao" -a "$name" list | wc -l)" -eq 5 ] && [ ! -e x.db ]; then
		say ok "$name is a name"
	else
		say '' "$name is no name"
	fi
done
refuses 66 "file:y.db?mode=rwc" "$kanbao" -a 'file:y.db?mode=rwc' list
absent "nothing was made" y.db
cp a.db 'a%41.db'
if [ "$("$kanbao" -a 'a%41.db' list | wc -l)" -eq 5 ]; then
	say ok "percent signs stay"
else
	say '' "percent signs are taken for something else"
fi

# larger than any archive: refused without reading it
cp a.db huge.db
if truncate -s 1100000000000 huge.db 2>/dev/null; then
	refuses 65 "too large" "$kanbao" -a huge.db list
	rm huge.db
else
	skip "a huge file" "this file system makes none"
fi

# a link for the newest generation that leads elsewhere
mkdir -p pub/gen
ln -s ../a.db pub/current
refuses 66 pub "$kanbao" -a pub list
ln -sfn gen/0001.db/../../../a.db pub/current
refuses 66 pub "$kanbao" -a pub list
ln -s ../../a.db pub/gen/0001.db
ln -sfn gen/0001.db pub/current
refuses 66 pub "$kanbao" -a pub list
finish
