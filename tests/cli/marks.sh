#!/bin/sh
# What a reader marks is kept at once and follows its article: the reader in a
# pty marks, and is killed right after the key or at each write of the state;
# list and export show what is left of it.
# shellcheck source=tests/cli/common
. tests/cli/common
state=$HOME/.local/state/kanbao/state.db
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
export ASAN_OPTIONS

# read.py WHERE KEYS... [-- COMMAND...]: the reader in a pty; waits until it is
# idle after each of KEYS. "KILL" kills it, else it leaves by Q. Exits 3 where
# it has gone before that.
cat >read.py <<'END'
import os, sys
import ptyreader
words = sys.argv[1:]
wrap = []
if "--" in words:
    wrap = words[words.index("--") + 1:]
    words = words[:words.index("--")]
reader = ptyreader.Reader(wrap + [os.environ["KB"], "-o", "welcome=no", "-a", "a.db", words[0]])
try:
    reader.settle()
    for word in words[1:]:
        if word == "KILL":
            break
        reader.keys(word)
except EOFError:
    reader.end()
    sys.exit(3)
if words[-1] != "KILL":
    reader.leave()
reader.end()
END
PYTHONPATH=$top/tests/pty PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH PYTHONDONTWRITEBYTECODE
KB=$kanbao
export KB
if ! python3 read.py 2022-04-13 2>err; then
	skip "marks made in the reader" "no pty here: $(head -c 200 err)"
	finish
fi

# NAME EXPECTED COMMAND...: what it prints, and nothing on stderr
prints() {
	name=$1
	want=$2
	shift 2
	got=$("$@" 2>&1)
	if [ "$got" = "$want" ]; then
		say ok "$name"
	else
		say '' "$name: $got"
	fi
}

# --- made by keys, shown by the subcommands
python3 read.py 2022-04-13 '*' j a '#农业 #柯城 再看' "$(printf '\r')" '*' j r j
prints "stars" '今日柯城/2022-04-13/1/1  服务主战场 争当排头兵 奋力跑出追赶超越的“柯城速度”  *
今日柯城/2022-04-13/1/2  深入学习贯彻市党代会精神  * #农业 #柯城 再看' k list --starred
prints "a tag, with # or without" "$(k list --tag 农业)" k list --tag '#农业'
prints "stars with a tag" '今日柯城/2022-04-13/1/2  深入学习贯彻市党代会精神  * #农业 #柯城 再看' \
	k list --starred --tag 柯城
prints "notes, as JSON" '{"article":"今日柯城/2022-04-13/1/2","title":"深入学习贯彻市党代会精神","read":false,"star":true,"tags":["农业","柯城"],"note":"再看"}' \
	k list --noted --json
prints "unread ones" 25 sh -c "\"\$KB\" -a a.db list --unread | wc -l"
refuses 1 marked "$kanbao" -a a.db list --tag 工业
refuses 1 marked "$kanbao" -a a.db export --starred --tag 工业

# --- an export of what is marked
k export --starred >starred.jsonl
prints "an export has what is starred" '服务主战场 争当排头兵 奋力跑出追赶超越的“柯城速度” 深入学习贯彻市党代会精神' \
	python3 -c 'import json; i = json.load(open("starred.jsonl")); assert i["excerpt"]; print(*[a["headline"] or a["body"][0] for a in i["articles"]])'
prints "by tag, for people" 1 sh -c "\"\$KB\" -a a.db export --tag 农业 --format text | grep -c 深入学习贯彻市党代会精神"
refuses 1 marked "$kanbao" -a a.db export --starred --from 2023-01-01
refuses 64 excerpt "$kanbao" -a a.db import --page 1 starred.jsonl
prints "it makes an archive of its own" '今日柯城/2022-04-13  no. 1937  1 page  2 articles  服务主战场 争当排头兵 奋力跑出追赶超越的“柯城速度”' \
	sh -c "\"\$KB\" -a excerpt.db import starred.jsonl >/dev/null && \"\$KB\" -a excerpt.db list"

# --- marks follow their articles
# shellcheck disable=SC2317 # run by prints
marked() {
	k list --starred | sed 's/[[:space:]]*$//'
}
cp a.db before.db
k date 今日柯城/2022-04-13 2022-04-15 >/dev/null
prints "through another date" '今日柯城/2022-04-15/1/1  服务主战场 争当排头兵 奋力跑出追赶超越的“柯城速度”  *
今日柯城/2022-04-15/1/2  深入学习贯彻市党代会精神  * #农业 #柯城 再看' marked
# the star of what has moved is taken away, and U gives it back
python3 read.py 2022-04-15 j '*'
prints "taken away under the new date" '今日柯城/2022-04-15/1/1  服务主战场 争当排头兵 奋力跑出追赶超越的“柯城速度”  *' marked
python3 read.py 2022-04-15 U
prints "and taken back" 2 sh -c "\"\$KB\" -a a.db list --starred | wc -l"
sed 's/^深入学习贯彻市党代会精神$/&\n\n　　多出来的一段话，放在这里。/' \
	"$top/assets/issues/今日柯城-2022-04-13.txt" >again.txt
k import --date 2022-04-15 --page 1 again.txt >out 2>&1
prints "through a page imported again" 2 sh -c "\"\$KB\" -a a.db list --starred | wc -l"
k reparse --yes 今日柯城/2022-04-15 >out 2>&1
prints "through a better parser" 2 sh -c "\"\$KB\" -a a.db list --starred | wc -l"
python3 - <<'END'
import sqlite3 # a correction, as the reader's e makes one
db = sqlite3.connect("a.db")
db.execute("UPDATE articles SET headline = '改过的标题' WHERE headline LIKE '服务主战场%'")
db.commit()
db.close()
END
prints "through a correction" 1 sh -c "\"\$KB\" -a a.db list --starred | grep -c 改过的标题"
cp before.db a.db
rm -f a.db-wal a.db-shm

# --- right after the key
rm -f "$state"
for n in 1 2 3; do
	python3 read.py 2022-04-26 j '*' KILL
	prints "kill -9 right after the star, $n" "$((n % 2))" \
		sh -c "\"\$KB\" -a a.db list --starred 2>/dev/null | wc -l"
done

# --- without a place for it
sum() {
	sha256sum "$state"
}
before=$(sum)
chmod 444 "$state"
python3 read.py 2022-04-26 j j '*'
prints "a read-only state is not written" "$before" sum
prints "and read all the same" 1 sh -c "\"\$KB\" -a a.db list --starred | wc -l"
chmod 644 "$state"
printf '\310' | dd of="$state" bs=1 seek=63 conv=notrunc 2>/dev/null # user_version
before=$(sum)
python3 read.py 2022-04-26 j j '*' U
prints "a newer state is left untouched" "$before" sum
refuses 65 'newer kanbao' "$kanbao" -a a.db list --starred
printf '\001' | dd of="$state" bs=1 seek=63 conv=notrunc 2>/dev/null
if (unset HOME && python3 read.py 2022-04-26 '*' U '*'); then
	say ok "no HOME: marking works as long as the reader runs"
else
	say '' "no HOME: the reader has gone"
fi
refuses 1 marked env -u HOME "$kanbao" -a a.db list --starred

# --- two readers of one user at once
rm -f "$state"
python3 read.py 2022-04-13 '*' j '*' j '*' j '*' j '*' &
python3 read.py 2021-11-05 '*' j '*' j '*' j '*' j '*'
wait
prints "two readers at once: no star is lost" 10 sh -c "\"\$KB\" -a a.db list --starred | wc -l"

# --- killed, or failed by the disk, at each write of the state
if ! traceable; then
	skip "a marking killed at each write" "strace cannot run here"
	finish
fi
cp "$state" whole.db
cat >sound.py <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(*db.execute("PRAGMA integrity_check").fetchone())
print(db.execute("SELECT count(*) FROM kept WHERE what = 1").fetchone()[0])
END
for how in signal=KILL error=EIO error=ENOSPC; do
	for call in pwrite64 fdatasync unlink; do
		# only a write finds the disk full
		[ "$how $call" = "error=ENOSPC pwrite64" ] || [ $how != error=ENOSPC ] || continue
		n=0
		problem=
		while [ -z "$problem" ]; do
			n=$((n + 1))
			cp whole.db "$state"
			rm -f "$state-journal"
			# only the calls on the state file and its journal count
			python3 read.py 2022-04-26 '*' j '#' KILL -- strace -f -qq -o trace -P "$state" \
				-P "$state-journal" -P "$(dirname "$state")" -e "trace=$call" \
				-e "inject=$call:$how:when=$n" >out 2>&1
			grep -qE 'INJECTED|killed by SIGKILL' trace || break
			[ $n -lt 40 ] || break
			got=$(python3 sound.py "$state" 2>&1 | tr '\n' ' ')
			case $got in
			"ok 10 " | "ok 11 ") ;;
			*) problem="place $n: $got" ;;
			esac
		done
		if [ -z "$problem" ]; then
			[ $n -eq 1 ] || say ok "a star, $call $how: $((n - 1)) places"
		else
			say '' "a star, $call $how: $problem"
		fi
	done
done
finish
