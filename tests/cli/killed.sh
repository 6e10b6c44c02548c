#!/bin/sh
# What writes to the archive is killed, or failed by the disk, at each of its
# calls: the archive is as before or as after, sound, and doing it again succeeds.
# With EVERY_PLACE set (make soak ONLY=C1) it is each of the writes too, else some,
# others in each scenario.
# shellcheck source=tests/cli/common
. tests/cli/common
page=$top/assets/issues/今日柯城-2022-04-13.txt
if ! traceable; then
	skip "an import killed at each write" "strace cannot run here"
	finish
fi
case ${KB_BUILD:-} in
*/asan) among_writes=16 among_others=3 ;;
*) among_writes=4 among_others=1 ;;
esac
[ -z "${EVERY_PLACE:-}" ] || among_writes=1 among_others=1
scenarios=0
places=0
kept=$page # in each archive, as it is

# SQLite's own check, over all the states that a loop left, in one go.
cat >sound.py <<'END'
import glob, sqlite3, sys
for path in sorted(glob.glob("states/*/a.db")):
    try:
        db = sqlite3.connect(path)
        said = db.execute("PRAGMA integrity_check").fetchall()
        db.close()
    except sqlite3.Error as error:
        said = [(str(error),)]
    if said != [("ok",)]:
        sys.exit("%s: %s" % (path, said[0][0]))
END

# What is in a.db of the folder, as text; nothing where there is no archive yet.
told() {
	if [ -s "$1/a.db" ]; then
		"$kanbao" -a "$1/a.db" export
	fi
}

# Tells what is wrong with work/a.db, which must be the old or the new archive;
# the command again must lead to the new one.
intact() {
	told work >now.jsonl 2>err || { cat err; return; }
	cmp -s now.jsonl before.jsonl || cmp -s now.jsonl after.jsonl || { echo "half done"; return; }
	done=no
	cmp -s now.jsonl after.jsonl && done=yes
	# what has been taken out is not there to be taken out again
	"$kanbao" -a work/a.db "$@" >/dev/null 2>err || [ $done = yes ] || { cat err; return; }
	told work >now.jsonl 2>err
	cmp -s now.jsonl after.jsonl || { echo "doing it again differs"; return; }
	# the next writer tidies up, whatever it writes
	"$kanbao" -a work/a.db import "$kept" >/dev/null 2>&1
	[ "$(ls -A work)" = a.db ] || echo "left behind: $(ls -A work)"
}

# CALL HOW COMMAND...: at one such call after the other, until it gets through.
each() {
	call=$1
	how=$2
	shift 2
	among=$among_others
	[ "$call" != pwrite64 ] || among=$among_writes
	n=$((1 + scenarios % among))
	tried=0
	problem=
	rm -rf states
	mkdir states
	while [ -z "$problem" ]; do
		rm -rf work
		cp -r base work
		strace -f -qq -o trace -e "trace=$call" -e "inject=$call:$how:when=$n" \
			"$kanbao" -a work/a.db "$@" >out 2>err
		status=$?
		grep -qE 'INJECTED|killed by SIGKILL' trace || break
		[ ! -e work/a.db ] || cp -r work "states/$n"
		if [ "$how" != signal=KILL ] && [ $status -ne 0 ] && [ "$(wc -l <err)" -ne 1 ]; then
			problem="$(wc -l <err) lines on stderr: $(cat err)"
		fi
		problem=$problem$(intact "$@")
		[ -n "$problem" ] || n=$((n + among))
		tried=$((tried + 1))
	done
	[ -n "$problem" ] || problem=$(python3 sound.py 2>&1)
	places=$((places + tried))
	if [ -z "$problem" ]; then
		[ $tried -eq 0 ] || say ok "$what: $call $how: $tried places"
	else
		say '' "$what: $call $how, place $n: $problem"
	fi
}

# NAME COMMAND...: from base/a.db
scenario() {
	what=$1
	shift
	scenarios=$((scenarios + 1))
	told base >before.jsonl
	rm -rf whole
	cp -r base whole
	"$kanbao" -a whole/a.db "$@" >/dev/null 2>&1
	told whole >after.jsonl
	if cmp -s before.jsonl after.jsonl; then
		say '' "$what: changes nothing, so nothing is tried"
		return
	fi
	for call in pwrite64 fdatasync ftruncate unlink rename; do
		each "$call" signal=KILL "$@"
		# a failed write is tried as a full disk below
		[ "$call" = pwrite64 ] || each "$call" error=EIO "$@"
	done
	each pwrite64 error=ENOSPC "$@"
	each ftruncate error=ENOSPC "$@"
}

mkdir base
scenario "a new archive" import "$page"
for name in 2021-11-05 2022-04-13; do
	"$kanbao" -a base/a.db import "$top/assets/issues/今日柯城-$name.txt" >/dev/null
done
kept=$top/assets/issues/今日柯城-2021-11-05.txt
scenario "an issue more" import "$top/assets/issues/今日柯城-2022-04-26.txt"
each pwrite64 error=EIO import "$top/assets/issues/今日柯城-2022-04-26.txt"
sed '$a 多出来的一行' "$page" >again.txt
scenario "a page replaced" import --page 1 again.txt
scenario "an issue taken out" remove --yes 今日柯城/2022-04-13
scenario "an issue dated anew" date 今日柯城/2022-04-13 2022-04-14
python3 - base/a.db <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1]) # as an older parser would have left it
db.execute("UPDATE articles SET headline = '旧题' WHERE headline IS NOT NULL")
db.commit()
db.close()
END
scenario "sources read again" reparse --yes 今日柯城/2022-04-13

# no file may grow beyond so many KiB: the write fails, with SIGXFSZ or without
what="a limit on file size"
rm -rf base
mkdir base
"$kanbao" -a base/a.db import "$top/assets/issues/今日柯城-2021-11-05.txt" >/dev/null
told base >before.jsonl
cp -r base grown
"$kanbao" -a grown/a.db import "$page" >/dev/null
told grown >after.jsonl
tried=0
problem=
for limit in 1 4 8 16 32 48 64 96 128 160 192 224 256 512; do
	rm -rf work
	cp -r base work
	# ulimit counts blocks of 512 bytes in POSIX shells
	(ulimit -f $((limit * 2)) && exec "$kanbao" -a work/a.db import "$page") >out 2>err
	status=$?
	[ $status -eq 0 ] || [ $status -eq 74 ] || problem="$limit KiB: status $status: $(cat err)"
	[ $status -eq 0 ] || tried=$((tried + 1))
	problem=$problem$(intact import "$page")
	[ -z "$problem" ] || break
done
if [ -z "$problem" ] && [ $tried -gt 0 ]; then
	say ok "$what: $tried sizes too small"
else
	say '' "$what: $tried too small: $problem"
fi
echo "# $places places in all"
finish
