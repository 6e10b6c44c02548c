#!/bin/sh
# An import killed, or failed by the disk, at each of its writes: the issue is
# whole or absent, and importing again succeeds.
# shellcheck source=tests/cli/common
. tests/cli/common
page=$top/assets/issues/今日柯城-2022-04-13.txt
if ! strace -o /dev/null true 2>/dev/null; then
	skip "an import killed at each write" "strace cannot run here"
	finish
fi

mkdir base
for name in 2021-11-05 2021-12-08; do
	"$kanbao" -a base/a.db import "$top/assets/issues/今日柯城-$name.txt" >/dev/null
done
"$kanbao" -a base/a.db export >before.jsonl
cp base/a.db whole.db
"$kanbao" -a whole.db import "$page" >/dev/null
"$kanbao" -a whole.db export >after.jsonl

# What is in work/a.db must be the old or the new archive, and importing must lead to the new one.
intact() {
	"$kanbao" -a work/a.db export >now.jsonl 2>err || { cat err; return 1; }
	cmp -s now.jsonl before.jsonl || cmp -s now.jsonl after.jsonl || { echo "half an issue"; return 1; }
	"$kanbao" -a work/a.db import "$page" >/dev/null 2>err || { cat err; return 1; }
	"$kanbao" -a work/a.db export >now.jsonl
	cmp -s now.jsonl after.jsonl || { echo "importing again differs"; return 1; }
	[ "$(ls -A work)" = a.db ] || { echo "left behind: $(ls -A work)"; return 1; }
}

# CALL HOW: at the first, second … such call, until the import gets through.
each() {
	n=0
	problem=
	while [ -z "$problem" ]; do
		n=$((n + 1))
		rm -rf work
		cp -r base work
		strace -f -qq -o trace -e "trace=$1" -e "inject=$1:$2:when=$n" \
			"$kanbao" -a work/a.db import "$page" >out 2>err
		grep -qE 'INJECTED|killed by SIGKILL' trace || break
		problem=$(intact)
	done
	if [ -z "$problem" ] && [ "$n" -gt 1 ]; then
		say ok "$1 $2: $((n - 1)) places"
	else
		say '' "$1 $2, place $n: $problem"
	fi
}

for call in pwrite64 fdatasync ftruncate unlink; do
	each $call signal=KILL
done
each pwrite64 error=ENOSPC
each fdatasync error=EIO
finish
