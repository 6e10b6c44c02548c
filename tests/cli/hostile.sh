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

# NAME TABLE: the pages of a table lead back to each other, so that a walk over it has no end
bomb() {
	python3 - "$1.db" "$2" <<'END' || { say '' "$1: not made"; return; }
import shutil, sqlite3, struct, sys
path, table = sys.argv[1:]
shutil.copy("a.db", path)
db = sqlite3.connect(path)
db.execute("PRAGMA journal_mode=DELETE")
size = db.execute("PRAGMA page_size").fetchone()[0]
row = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
db.close()
root = row[0] if row else 1
with open(path, "rb") as file:
    data = bytearray(file.read())

def page(start, kind, cells): # sqlite.org/fileformat2.html, 1.6
    out = bytearray(data[:start]) + bytearray(size - start)
    end = size
    head = 12 if kind == 5 else 8
    for i, cell in enumerate(cells):
        end -= len(cell)
        out[end:end + len(cell)] = cell
        struct.pack_into(">H", out, start + head + 2 * i, end)
    struct.pack_into(">BHHHB", out, start, kind, 0, len(cells), end, 0)
    if kind == 5:
        out[start + 8:start + 12] = cells[0][:4]
    return out

last = len(data) // size
leaf = page(0, 13, [bytes([6, 1 + i % 100, 6, 0, 0, 0, 0, 0]) for i in range(300)])
if root > 1:
    leaf = data[(root - 1) * size:root * size]
data += leaf
last += 1
for start in (0, 0, 0, 100 if root == 1 else 0):
    branch = page(start, 5, [struct.pack(">IB", last, 1 + i % 100) for i in range(400)])
    data += branch
    last += 1
data[(root - 1) * size:root * size] = data[-size:]
del data[-size:]
struct.pack_into(">I", data, 28, len(data) // size)
with open(path, "wb") as file:
    file.write(data)
END
}
bomb endless-schema sqlite_schema
for words in list check "publish out" "remove --yes 2022-04-13"; do
	# shellcheck disable=SC2086
	refuses 65 "it is damaged" "$kanbao" -a endless-schema.db $words
done
bomb endless-articles articles
for words in export stats "publish none"; do
	# shellcheck disable=SC2086
	refuses 65 "damaged" "$kanbao" -a endless-articles.db $words
done
timeout 10 "$kanbao" -a endless-articles.db check >out 2>err
status=$?
if [ $status -eq 65 ] && [ "$(wc -l <err)" -eq 1 ] && grep -q '^endless-articles.db: the file is damaged: On tree page' out; then
	say ok "an endless table is checked in time, each finding a line"
else
	say '' "an endless table: $status $(head -c 300 out) $(head -c 300 err)"
fi

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
