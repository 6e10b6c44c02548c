#!/bin/sh
# kanbao optimize: the archive says the same afterwards and is smaller, also
# when it was interrupted or killed on the way; later issues join in.
# shellcheck source=tests/cli/common
. tests/cli/common
python3 - "$top"/assets/issues/*.txt >many.jsonl <<'END'
import json, random, sys
random.seed(7)
lines = [l.strip() for p in sys.argv[1:] for l in open(p, encoding="utf-8") if len(l) > 12]
for i in range(60):
    articles = [{"page": str(1 + k // 5), "kind": "news", "headline": random.choice(lines)[:20],
                 "body": random.sample(lines, 6)} for k in range(20)]
    print(json.dumps({"schema": 1, "paper": "今日柯城", "date": "20%02d-%02d-13" % (10 + i // 12, 1 + i % 12),
                      "date_source": "masthead", "articles": articles}, ensure_ascii=False))
END
mkdir most rest # under one name: it is part of what is said
head -n 57 many.jsonl >most/many.jsonl
tail -n 3 many.jsonl >rest/many.jsonl

# What it says: all of it, and what is found.
told() {
	"$kanbao" -a "$1" export && "$kanbao" -a "$1" search --limit 500 柯城区 && "$kanbao" -a "$1" search --count kecheng
}

# What is wrong with an archive that must say what it said.
same() {
	told "$1" >now 2>&1 || { head -n 1 now; return; }
	cmp -s now before || echo "it says something else"
	python3 - "$1" <<'END'
import sqlite3, sys
said = sqlite3.connect(sys.argv[1]).execute("PRAGMA integrity_check").fetchall()
if said != [("ok",)]:
    print(said[0][0])
END
}

result() { # TEXT PROBLEM
	if [ -z "$2" ]; then
		say ok "$1"
	else
		say '' "$1: $2"
	fi
}

dicts() {
	python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT group_concat(DISTINCT dict) FROM texts").fetchone()[0])' "$1"
}

rm a.db
"$kanbao" -a a.db import most/many.jsonl >/dev/null || say '' "import"
told a.db >before
cp a.db first.db
old=$(wc -c <a.db)
"$kanbao" -a a.db optimize >out 2>err
result "optimised" "$(cat err)$(same a.db)"
result "smaller" "$([ $(($(wc -c <a.db) * 10)) -lt $((old * 8)) ] || wc -c a.db)"
result "packed with the dictionary" "$([ "$(dicts a.db)" = 1 ] || dicts a.db)"
sum=$(sha256sum a.db)
"$kanbao" -a a.db optimize >out 2>err
result "done again it does nothing" "$(cat err)$([ "$sum" = "$(sha256sum a.db)" ] || echo changed)"
"$kanbao" -a a.db import rest/many.jsonl >/dev/null
"$kanbao" -a b.db import many.jsonl >/dev/null
told b.db >before
result "what comes later joins in" "$(same a.db)$([ "$(dicts a.db)" = 1 ] || dicts a.db)"

told first.db >before
for signal in KILL INT TERM; do
	problem=
	for ms in 010 050 100 180 300; do
		cp first.db a.db
		# asynchronous commands of a shell ignore SIGINT; timeout's child does not
		timeout -s $signal 0.$ms "$kanbao" -a a.db optimize >out 2>err
		problem=$problem$(same a.db)
		"$kanbao" -a a.db optimize >out 2>err || problem="$problem $(cat err)"
		problem=$problem$(same a.db)
		[ "$(dicts a.db)" = 1 ] || problem="$problem not finished"
		[ -z "$problem" ] || break
	done
	result "ended by SIG$signal after some milliseconds" "$problem"
done
cp first.db a.db
"$kanbao" -a a.db check >out 2>err
result "a sound archive is checked" "$(cat err; grep -v sound out)"
python3 - a.db <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("DELETE FROM docs WHERE doc = (SELECT max(doc) FROM docs)")
db.execute("UPDATE articles SET hash = zeroblob(32) WHERE id = (SELECT min(id) FROM articles)")
db.commit()
END
"$kanbao" -a a.db check >out 2>err
got=$?
result "a damaged one is not sound: 65" "$([ $got = 65 ] || cat err)"
result "an article that the index lacks is named" "$(grep -q '^今日柯城/2014-09-13/1/1: the index lacks it' out || cat out)"
result "a text that was changed is named" "$(grep -q '^今日柯城/2010-01-13/4/5: its text is not' out || cat out)"
result "what mends it is said" "$(grep -q "optimize --index" out || cat out)$(grep -q 'import the files' out || cat out)"
"$kanbao" -a a.db optimize --index >out 2>err
"$kanbao" -a a.db check >out 2>err
result "the index is made anew" "$(grep index out)"
refuses 64 "no argument" "$kanbao" -a a.db check more
refuses 64 "no argument" "$kanbao" -a a.db optimize more
finish
