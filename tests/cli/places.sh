#!/bin/sh
# Archives, copies and generations in odd places: behind links, where something
# else stands, left by a crash, on a disk that is full or may not be written.
# shellcheck source=tests/cli/common
. tests/cli/common
issues=$top/assets/issues
page=$issues/今日柯城-2022-04-13.txt

# FILE STATEMENT: as if its writer had been killed: what was changed waits in the log
crash() {
	python3 - "$1" "$2" <<'END'
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA journal_mode=WAL")
db.execute(sys.argv[2])
db.commit()
os._exit(0)
END
	[ -s "$1-wal" ] || say '' "$1 has no log"
}
changed="UPDATE articles SET headline = '日志里的题' WHERE headline IS NOT NULL"
in_log() { # ARCHIVE: how many issues show what waited
	"$kanbao" -a "$1" export 2>&1 | grep -c 日志里的题
}

# links: log and lock are those of the file itself
mkdir real
cp a.db real/w.db
ln -s real/w.db link.db
crash real/w.db "$changed"
is "by a link too the log is read" "5 5" "$(in_log real/w.db) $(in_log link.db)"
exec 9>real/w.db-lock
flock -n 9
refuses 75 w.db "$kanbao" -a link.db remove --yes 2022-04-13
exec 9>&-
"$kanbao" -a link.db import "$page" >out 2>err
is "written by a link: it stays one, nothing beside it" "w.db link" \
	"$(ls real) $([ -L link.db ] && [ ! -e link.db-wal ] && [ ! -e link.db-lock ] && echo link)"
ln -s gone/x.db none.db
for words in list "import $page" "restore --replace a.db" "publish out" "remove --yes 2022-04-13"; do
	# shellcheck disable=SC2086
	refuses 66 "'none.db' is a link that leads to nothing" "$kanbao" -a none.db $words
done
refuses 66 "'none.db' is a link that leads to nothing" "$kanbao" -a a.db backup --replace none.db

# what a copy does not replace, told to or not
mkfifo fifo
mkdir folder
"$kanbao" -a a.db publish pub >/dev/null
cp a.db closed.db
chmod 444 closed.db
was=$(sha256sum pub/gen/0001.db)
for target in fifo folder pub; do
	refuses 73 "'$target' is not a regular file" "$kanbao" -a a.db backup --replace "$target"
	refuses 73 "'$target' is not a regular file" "$kanbao" -a "$target" restore --replace a.db
done
for target in closed.db pub/gen/0001.db; do
	refuses 77 "'$target' is read-only" "$kanbao" -a a.db backup --replace "$target"
	refuses 77 "'$target' is read-only" "$kanbao" -a "$target" restore --replace a.db
done
refuses 77 "0001.db' is read-only" "$kanbao" -a a.db backup --replace pub/current
refuses 73 "'a.db/x'" "$kanbao" -a a.db backup a.db/x
refuses 73 nowhere "$kanbao" -a a.db backup nowhere/x.db
is "all are as they were" "prw drw lrw $was" "$(stat -c %A fifo folder pub/current |
	cut -c1-3 | tr '\n' ' ')$(sha256sum pub/gen/0001.db)"

# what is replaced: its log does not get into the copy; its mode and its links stay
ln -s b.db to-b.db
for how in "-a a.db backup --replace to-b.db" "-a to-b.db restore --replace a.db" "-a b.db restore --replace b.db"; do
	cp a.db b.db
	chmod 640 b.db
	case $how in *"restore --replace b.db") ;; *) crash b.db "$changed" ;; esac
	# shellcheck disable=SC2086
	"$kanbao" $how >out 2>err || say '' "$how: $(cat err)"
	is "$how" "0 640 b.db to-b.db" "$(in_log b.db) $(stat -c %a b.db) $(echo b.db* to-b.db*)"
done
"$kanbao" -a b.db check >out 2>&1
is "and it is sound" "b.db: sound" "$(cat out)"
crash b.db "$changed"
printf 'damaged' | dd of=b.db conv=notrunc 2>/dev/null
"$kanbao" -a b.db restore --replace a.db >out 2>err
is "a damaged one is replaced with its log" "0 b.db" "$(in_log b.db) $(echo b.db*)"
if [ "$(id -u)" -eq 0 ]; then
	chown 65534 b.db
	"$kanbao" -a b.db restore --replace a.db >out 2>err
	is "it belongs to whom it did" 65534 "$(stat -c %u b.db)"
else
	skip "the owner of what is replaced" "needs root"
fi

# an archive of before stays of its version where the copy of another cannot be made
python3 - "$top/tests/fixtures/versions/archive-1.sql" <<'END'
import sqlite3, sys
db = sqlite3.connect("v1.db")
db.executescript(open(sys.argv[1], encoding="utf-8").read())
db.execute("PRAGMA journal_mode=WAL")
db.close()
END
was=$(sha256sum v1.db)
(ulimit -f 100 && exec "$kanbao" -a v1.db restore --replace a.db) >out 2>err
is "a restore that fails leaves it alone" "74 1 $was v1.db" \
	"$? $(wc -l <err) $(sha256sum v1.db) $(echo v1.db*)"
"$kanbao" -a v1.db export >v1.jsonl
"$kanbao" -a v1.db publish v1pub >out 2>err
"$kanbao" -a v1pub export >published.jsonl
"$kanbao" -a v1.db backup v1-copy.db >out 2>>err
"$kanbao" -a v1-back.db restore v1-copy.db >out 2>>err
"$kanbao" -a v1-back.db export >back.jsonl
is "it is published, kept and read as it is" "same $was " "$([ -s v1.jsonl ] && cmp v1.jsonl published.jsonl &&
	cmp v1.jsonl back.jsonl && echo same) $(sha256sum v1.db) $(cat err)"

# an archive whose index alone is damaged is neither published nor kept as a copy
cp a.db fts.db
python3 - <<'END'
import sqlite3
db = sqlite3.connect("fts.db")
db.execute("UPDATE grams_data SET block = substr(block, 1, 60) || zeroblob(length(block) - 60) WHERE length(block) > 200")
db.commit()
db.close()
END
touch was now
ls >was
for words in "publish damaged" "backup damaged.db" "-a damaged.db restore fts.db"; do
	# shellcheck disable=SC2086
	refuses 65 "damaged" "$kanbao" -a fts.db $words
done
rm -rf damaged
ls >now
is "nothing is left of it" "" "$(diff was now)"

# a check of a large file ends at once where it is told to, though SQLite looks at all of it in one go
if traceable; then
	# shellcheck disable=SC2016
	strace -qq -o /dev/null -e trace=pread64 -e inject=pread64:delay_enter=200000 \
		sh -c 'echo $$ >pid; exec "$0" -a a.db check' "$kanbao" >out 2>err &
	while [ ! -s pid ]; do sleep 0.1; done
	sleep 2
	begun=$(date +%s)
	# a script's background processes ignore INT
	kill -TERM "$(cat pid)"
	wait $!
	took=$(($(date +%s) - begun))
	is "^C ends a check at once" "yes" "$([ $took -le 2 ] && [ ! -s out ] && echo yes || echo "$took s")"
else
	skip "^C ends a check at once" "strace cannot run here"
fi

# generations: the newest is gone, the link leads elsewhere or is none
published() { # NAME GENERATION
	"$kanbao" -a a.db publish pub >out 2>err
	is "$1" "pub: generation $2, 5 issues, 26 articles 5" "$(cat out err) $("$kanbao" -a pub list | wc -l)"
}
rm -f pub/gen/0001.db
refuses 66 "generation 1 of 'pub'" "$kanbao" -a pub list
published "one whose file is gone is published again" 2
: | tee pub/gen/new.db >/dev/null && mv -f pub/gen/new.db pub/gen/0002.db
published "so is one whose file is another" 3
ln -sfn ../elsewhere pub/current
refuses 66 "'pub/current' leads to no generation" "$kanbao" -a pub list
published "a link that leads elsewhere is put right" 4
rm pub/current
echo 4 >pub/current
refuses 65 "'pub'" "$kanbao" -a pub list
published "so is what is no link" 5
rm pub/gen/0005.manifest
"$kanbao" -a pub check >out 2>err
is "a manifest that is missing is named" "65 1 1" "$? $(wc -l <err) $(grep -c 0005.manifest out)"
for n in 1 2 3 4; do
	"$kanbao" -a a.db publish four >"four$n" 2>&1 &
done
wait
is "four at once: one generation, told by one" "0001.db 0001.manifest 1 4" \
	"$(find four/gen -type f | sed "s|.*/||" | sort | tr '\n' ' ')$(grep -c 'generation 1, 5 issues' four? | grep -c ':1') $(cat four? | wc -l)"
# the clock of the host, and of the files, says nothing
touch -d 2040-01-01 a.db four/gen/*
touch -d 1960-01-01 four
"$kanbao" -a a.db publish four >out 2>err
is "a clock that is wrong makes no generation" "four: generation 1 has it all, 5 issues, 26 articles" "$(cat out err)"
touch a.db

# a lock that another user left, killed: taken over
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	open=$(mktemp -d -p /tmp)
	trap 'chmod -R u+w "$dir"; rm -rf "$dir" "$open"' EXIT
	cp "$kanbao" "$page" a.db "$open"
	echo 1 >"$open/a.db-lock"
	chmod -R a+rX "$open"
	chown 65534 "$open" "$open/a.db"
	setpriv --reuid 65534 --regid 65534 --clear-groups "$open/kanbao" -a "$open/a.db" import "$open/${page##*/}" >out 2>err
	is "a lock left by root keeps nobody out" "0 no" "$? $([ -e "$open/a.db-lock" ] && echo yes || echo no)"
else
	skip "a lock left by root" "needs root and setpriv"
fi

# how it was stays beside it until a program that has changed its version has closed it
if traceable; then
	strace -f -qq -o /dev/null -e trace=fdatasync -e inject=fdatasync:signal=KILL:when=1 \
		"$kanbao" -a v1.db import "$page" >out 2>err
	"$kanbao" -a v1.db-v1 export >kept.jsonl
	is "killed while it becomes another version: a copy is kept" same "$(cmp v1.jsonl kept.jsonl && echo same)"
	"$kanbao" -a v1.db import "$page" >out 2>err
	is "closed well: it goes" v1.db "$(echo v1.db*)"
else
	skip "a copy is kept from before a version" "strace cannot run here"
fi

# a journal that a crash left: taken back by its owner, read by nobody else
crashed_journal() {
	rm -f j.db j.db-journal
	cp a.db j.db
	python3 - <<'END'
import os, sqlite3
db = sqlite3.connect("j.db", isolation_level=None)
db.execute("PRAGMA journal_mode=DELETE")
db.execute("PRAGMA cache_size=1")
db.execute("BEGIN")
db.execute("UPDATE articles SET headline = '日志里的题' || hex(zeroblob(2000))")
os._exit(0)
END
	[ -s j.db-journal ] || say '' "no journal was left"
}
crashed_journal
for words in list check "publish out" "backup out.db"; do
	# shellcheck disable=SC2086
	refuses 75 "'j.db' was left in the middle of an import" "$kanbao" -a j.db $words
done
"$kanbao" -a a.db export >whole.jsonl
"$kanbao" -a j.db import "$page" >out 2>err
"$kanbao" -a j.db export >now.jsonl
is "a journal left by a crash is taken back" "same j.db" "$(cmp whole.jsonl now.jsonl && echo same) $(echo j.db*)"
finish
