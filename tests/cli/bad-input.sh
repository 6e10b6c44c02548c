#!/bin/sh
# Bad input: one clear line, the right status, the archive untouched.
# shellcheck source=tests/cli/common
. tests/cli/common
page=$top/assets/issues/今日柯城-2022-04-13.txt

mkdir empty folder
: >empty.txt
head -c 4096 /dev/urandom >random.bin
cp "$kanbao" program.bin
awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "一条没有尽头的长行，一条没有尽头的长行"; print "" }' >long.txt
head -c 65000000 long.txt >less-long.txt
mkfifo fifo
printf 'x\033]52;c;AAAA\007\n' >"$(printf 'evil\033[2J.txt')"

# what is not there, or is no file
refuses 66 missing.txt "$kanbao" -a a.db import missing.txt
refuses 66 missing.txt "$kanbao" parse missing.txt
refuses 66 folder "$kanbao" parse folder
refuses 66 empty "$kanbao" -a a.db import empty
refuses 66 fifo "$kanbao" -a a.db import fifo
refuses 66 fifo "$kanbao" parse fifo
refuses 66 /dev/null "$kanbao" -a a.db import /dev/null
refuses 66 /dev/zero "$kanbao" parse /dev/zero

# what is no page
refuses 65 empty.txt "$kanbao" -a a.db import empty.txt
refuses 65 empty.txt "$kanbao" parse empty.txt
refuses 65 random.bin "$kanbao" -a a.db import random.bin
refuses 65 program.bin "$kanbao" -a a.db import program.bin
refuses 65 program.bin "$kanbao" parse program.bin
refuses 65 long.txt "$kanbao" -a a.db import long.txt
refuses 65 less-long.txt "$kanbao" -a a.db import less-long.txt
refuses 65 long.txt "$kanbao" parse long.txt
refuses 65 - "$kanbao" parse -
refuses 65 unexpected "$kanbao" -a a.db import "$top/tests/cli/unknown-member.json"

# a second file of a day that says no page
sed '$a 多出来的一行' "$page" >"今日柯城-2022-04-13.txt"
refuses 64 --page "$kanbao" -a a.db import "今日柯城-2022-04-13.txt"

# a page that ends inside a character is taken, and the doubt is told
n=5000
while head -c $n "$page" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1; do
	n=$((n + 1))
done
head -c $n "$page" >cut.txt
"$kanbao" -a cut.db import --date 2020-01-01 cut.txt >out 2>err
status=$?
if [ "$status" -eq 0 ] && grep -q doubt out && [ ! -s err ]; then
	say ok "a truncated UTF-8 file"
else
	say '' "a truncated UTF-8 file: $status $(cat out err)"
fi

# archives that are none
echo 'not an archive' >text.db
head -c 60000 a.db >short.db
head -c 50 a.db >header.db
: >empty.db
cp a.db newer.db
# user_version is four bytes at 60 (sqlite.org/fileformat2.html)
printf '\000\000\003\347' | dd of=newer.db bs=1 seek=60 conv=notrunc 2>/dev/null
cp a.db foreign.db
printf 'ABCD' | dd of=foreign.db bs=1 seek=68 conv=notrunc 2>/dev/null
cp a.db garbled.db
dd if=/dev/zero of=garbled.db bs=4096 seek=1 count=20 conv=notrunc 2>/dev/null
ln -s loop.db loop.db
for archive in text.db short.db header.db empty.db newer.db foreign.db folder fifo /dev/null; do
	hash=$([ -f "$archive" ] && sha256sum "$archive")
	refuses 65 "$archive" "$kanbao" -a "$archive" list
	refuses 65 "$archive" "$kanbao" -a "$archive" import "$page"
	refuses 65 "$archive" "$kanbao" -a "$archive" show 2022-04-13
	if [ "$hash" = "$([ -f "$archive" ] && sha256sum "$archive")" ]; then
		say ok "$archive is as it was"
	else
		say '' "$archive was changed"
	fi
done
refuses 65 garbled.db "$kanbao" -a garbled.db show 2022-04-13
refuses 74 loop.db "$kanbao" -a loop.db list
refuses 66 missing.db "$kanbao" -a missing.db list
refuses 73 nofolder/a.db "$kanbao" -a nofolder/a.db import "$page"
absent "no folder was made" nofolder

# a new archive is not made for a file that is refused
"$kanbao" -a unborn.db import empty.txt 2>/dev/null
absent "no archive was made" unborn.db

# names with control characters
"$kanbao" -a a.db import "$(printf 'no\033[2J\nfile')" 2>err
if [ "$(wc -l <err)" -eq 1 ] && ! LC_ALL=C grep -q "$(printf '\033')" err; then
	say ok "a hostile name is printed sanitised"
else
	say '' "a hostile name: $(od -c err | head)"
fi

# the command line
refuses 64 --page "$kanbao" -a a.db import --page
refuses 64 import "$kanbao" -a a.db import
refuses 64 --nope "$kanbao" -a a.db list --nope
refuses 64 --nope "$kanbao" --nope
refuses 64 nope "$kanbao" nope nope
refuses 64 2022-13-01 "$kanbao" -a a.db import --date 2022-13-01 "$page"
refuses 64 99 "$kanbao" -a a.db import --edition 99 "$page"
refuses 64 1 "$kanbao" -a a.db show --width 1 2022-04-13
refuses 64 here "$kanbao" -a a.db list here
refuses 64 nonsense "$kanbao" -a a.db show nonsense
refuses 64 nope "$kanbao" help nope
refuses 78 ambiguous "$kanbao" -o ambiguous=9 -a a.db list
refuses 78 fr "$kanbao" --lang fr -a a.db list
refuses 1 2000-01-01 "$kanbao" -a a.db show 2000-01-01
refuses 1 2000-01-01 "$kanbao" -a a.db export 2000-01-01

# no archive is named, and no folder for one: never the folder one is in
mkdir nowhere
for home in "" rel; do
	for words in "import $page" list "show 2022-04-13" "remove --yes 2022-04-13" ""; do
		# shellcheck disable=SC2086
		refuses 78 " -a " env -C nowhere HOME="$home" "$kanbao" $words
	done
done
refuses 78 " -a " env -C nowhere -u HOME "$kanbao" list
made=$(ls -A nowhere)
if [ -z "$made" ] && env -C nowhere -u HOME "$kanbao" help >out; then
	say ok "nothing is made without HOME; help needs none"
else
	say '' "without HOME: $made"
fi

# results that cannot be written
if [ -e /dev/full ]; then
	"$kanbao" -a a.db export >/dev/full 2>err
	status=$?
	if [ "$status" -eq 74 ] && [ "$(wc -l <err)" -eq 1 ]; then
		say ok "a full disk at stdout"
	else
		say '' "a full disk at stdout: $status"
	fi
else
	skip "a full disk at stdout" "no /dev/full here"
fi
finish
