#!/bin/sh
# What list --today and stats print, and how they end.
# shellcheck source=tests/cli/common
. tests/cli/common
is() { # TEXT EXPECTED GOT
	if [ "$2" = "$3" ]; then
		say ok "$1"
	else
		say '' "$1: '$3' instead of '$2'"
	fi
}
"$kanbao" -a d.db import "$top/tests/screen/dates" >import.out 2>&1
k() {
	"$kanbao" -a d.db "$@"
}

is 'a day in all years, newest first' \
	'江城晚报/2024-03-01 山城日报/2024-03-01 江城晚报/2023-03-01 江城晚报/2022-03-01' \
	"$(k list --day 3-1 | cut -d ' ' -f 1 | tr '\n' ' ' | sed 's/ $//')"
is 'the year does not matter' "$(k list --day 3-1)" "$(k list --day 1987年3月1日)"
is '29 February: the 28th where there is none' '江城晚报/2024-02-29 江城晚报/2023-02-28 江城晚报/2020-02-29' \
	"$(k list --day 2-29 | cut -d ' ' -f 1 | tr '\n' ' ' | sed 's/ $//')"
is '28 February is the 28th only' '江城晚报/2023-02-28' "$(k list --day 2-28 | cut -d ' ' -f 1)"
is 'as JSON' '"2023-02-28"' "$(k list --day 2-28 --json | grep -o '"2023-02-28"' | head -n 1)"
k list --day 7-7 >out 2>err
is 'none: status 1' 1 $?
is 'none: nothing printed' '' "$(cat out)"
k list --day soon >out 2>err
is 'no date: status 64' 64 $?
day=$(date +%m-%d)
[ "$day" = 02-29 ] && day=02-28
printf '今天的报纸\n\n　　今天的第一段正文写在这里，它有一个句号。\n' >"页报-1999-$day-1.txt"
"$kanbao" -a t.db import "页报-1999-$day-1.txt" >import.out 2>&1
is 'today is the day it is' "页报/1999-$day" "$("$kanbao" -a t.db list --today | cut -d ' ' -f 1)"
finish
