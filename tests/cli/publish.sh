#!/bin/sh
# Generations: made, read, gone on to and collected; backups and back (tests/soak/backup.sh: while importing).
# shellcheck disable=SC2016 # what same() compares is expanded there
# shellcheck source=tests/cli/common
. tests/cli/common
issues=$top/assets/issues

same() { # NAME COMMAND-1 COMMAND-2: both print the same
	name=$1
	(eval "$2") >1.out 2>err
	(eval "$3") >2.out 2>>err
	if [ -s 1.out ] && cmp -s 1.out 2.out; then
		say ok "$name"
	else
		say '' "$name: $(diff 1.out 2.out | head -c 300)$(head -c 300 err)"
	fi
}

# a generation: what it holds, its hash, its modes
umask 077
"$kanbao" -a a.db publish pub >out 2>err
umask 022
same "a published archive is read" '"$kanbao" -a a.db export' '"$kanbao" -a pub export'
same "by its link too" '"$kanbao" -a a.db export' '"$kanbao" -a pub/current export'
same "as a file too" '"$kanbao" -a a.db export' '"$kanbao" -a pub/gen/0001.db export'
same "the manifest has its hash" 'sha256sum <pub/gen/0001.db | cut -d" " -f1' \
	'sed -n "s/^sha256 //p" pub/gen/0001.manifest'
same "and what it holds" 'echo 5 26' \
	'echo $(sed -n "s/^issues //p; s/^articles //p" pub/gen/0001.manifest)'
same "nobody may write it, everybody read it" 'echo 755 755 444 444' \
	'echo $(stat -c %a pub pub/gen pub/gen/*)'
"$kanbao" -a a.db publish pub >out 2>err
same "nothing new: no generation" 'echo 0001.db 0001.manifest' 'echo $(ls -A pub/gen)'
refuses 77 pub "$kanbao" -a pub import "$issues"
refuses 77 pub "$kanbao" -a pub/current remove --yes 2022-04-13
refuses 64 folder "$kanbao" -a a.db publish
mkdir empty
refuses 65 empty "$kanbao" -a empty list
: >file
refuses 74 file "$kanbao" -a a.db publish file

# three at most; one that is read stays, and its reader sees no other
hold() { # a reader that holds the newest generation until told to go
	mkfifo "go$1"
	(exec 9<"pub/gen/$1.db" && flock -s 9 && echo >"held$1" && cat "go$1" >/dev/null) &
	for _ in 1 2 3 4 5 6 7 8 9 10; do [ -e "held$1" ] || sleep 0.1; done
}
cp a.db b.db
next() {
	"$kanbao" -a b.db remove --yes "$1" >/dev/null 2>err
	"$kanbao" -a b.db publish pub >out 2>>err || say '' "publish: $(cat err)"
}
hold 0001
next 2022-04-13
same "one that is read stays" 'echo 0001.db 0002.db' 'cd pub/gen; echo *.db'
hold 0002
next 2022-04-26
same "three generations" 'echo 0001.db 0002.db 0003.db' 'cd pub/gen; echo *.db'
next 2021-11-05
same "never four: the oldest loses its name" 'echo 0002.db 0004.db' 'cd pub/gen; echo *.db'
echo >go0001
echo >go0002
wait
next 2023-03-23
same "those that nobody reads go" 'echo 0005.db 0005.manifest' 'echo $(ls -A pub/gen)'

# what a crash left goes; numbers only rise
: >pub/gen/0006.tmp
: >pub/gen/0006.db.tmp
: >pub/gen/0009.db
: >pub/current-lock
ln -s nowhere pub/current.new
"$kanbao" -a a.db publish pub >out 2>err
same "after a crash" 'echo current gen 0010.db 0010.manifest' \
	'echo $(ls -A pub pub/gen | grep -v :)'
same "it is the newest" 'readlink pub/current' 'echo gen/0010.db'

# a disk that is full, or a folder that nobody may write
(ulimit -f 100 && exec "$kanbao" -a b.db publish pub) >out 2>full
echo $? >status
same "a full disk: one line, as before" "echo 74 1 0010.db 0010.manifest" \
	'echo $(cat status) $(wc -l <full) $(ls -A pub/gen)'

# backup and restore
"$kanbao" -a a.db backup copy.db >out 2>err
"$kanbao" -a back.db restore copy.db >out 2>>err
same "restored is as it was" '"$kanbao" -a a.db export' '"$kanbao" -a back.db export'
"$kanbao" -a again.db restore pub >out 2>err
same "from a published one too" '"$kanbao" -a a.db export' '"$kanbao" -a again.db export'
refuses 73 copy.db "$kanbao" -a b.db backup copy.db
# another one on its way to the same file
exec 9>two.db-lock
flock -n 9
refuses 75 two.db "$kanbao" -a a.db backup two.db
absent "nothing was begun" two.db.tmp
exec 9>&-
refuses 73 back.db "$kanbao" -a back.db restore copy.db
refuses 66 missing.db "$kanbao" -a new.db restore missing.db
refuses 65 file "$kanbao" -a back.db restore --replace file
absent "nothing was made" new.db
"$kanbao" -a b.db restore --replace copy.db >out 2>err
same "replaced where told" '"$kanbao" -a a.db export' '"$kanbao" -a b.db export'
same "and written to again" '"$kanbao" -a b.db import "$issues" | tail -n 1' \
	'echo "5 files: 0 stored, 0 replaced, 5 unchanged, 1 doubtful, 0 refused"'

finish
