#!/bin/sh
# What list --today and stats print, and how they end.
# shellcheck source=tests/cli/common
. tests/cli/common
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

k stats >stats.out
is 'a line for each paper' '山城日报  2024-03-01 .. 2024-03-08  2 issues  3 articles  60 characters' \
	"$(head -n 1 stats.out)"
is 'years, newest first' '2024 2023 2022 2020' \
	"$(sed -n '/^江城/,$p' stats.out | awk '/^  [12]/ { printf "%s%s", s, $1; s = " " }')"
is 'a year' '  2024  4 issues  9 articles' "$(grep 'articles$' stats.out | grep ' 9 ')"
is 'reporters by their articles, not who took the pictures' '  reporters  林一 5  周二 4' "$(grep 林一 stats.out)"
is 'labels' '  labels  本报要闻 1  通知 1' "$(grep 通知 stats.out)"
is 'as many names as asked for' '  reporters  林一 5' "$(k stats --limit 1 | grep 林一)"
is 'one paper' 1 "$(k stats --paper 江城晚报 --json | wc -l | tr -d ' ')"
is 'JSON: the members' '"paper" "first" "last" "issues" "articles" "characters" "years" "reporters" "labels"' \
	"$(k stats --paper 山城日报 --json | sed 's/\[[^]]*\]/[]/g' | grep -o '"[a-z]*":' | tr -d : | tr '\n' ' ' | sed 's/ $//')"
k stats --paper 没有 >out 2>err
is 'no such paper: status 1' 1 $?
is 'gaps between their days' '江城晚报  2024-03-01 .. 2024-03-05  nos. 90 to 92 are missing' \
	"$(k stats --missing | grep ' 90 ')"
is 'a number given twice' '江城晚报  2024-03-05 .. 2024-03-06  no. 93 was given twice' \
	"$(k stats --missing | grep twice)"
is 'gaps as JSON' '{"paper":"江城晚报","kind":"missing","first":90,"last":92,"before":"2024-03-01","after":"2024-03-05"}' \
	"$(k stats --missing --json | grep '"first":90')"
k stats --missing --paper 山城日报 >out 2>err
is 'no gap: status 1' 1 $?
is 'no gap: one line says so' 'kanbao: no number is missing' "$(cat err)"
# a story that is cut over pages is one text, whichever half is named
whole=$(k show 江城晚报/2024-03-01/1/1)
is 'show: a later half is the whole story' "$whole" "$(k show 江城晚报/2024-03-01/3/1)"
is 'show: the pages, and the pictures of each' '1 第2版 第3版' \
	"$(echo "$whole" | awk '/拆下的石阶在/ { n++ } /─ 第/ { printf "%d %s", n, $2 }' | sed 's/ *1 第3版/ 第3版/')"
is 'show: apart, each half as it is printed' '（上接1版） （下转3版）' \
	"$(k show --apart 江城晚报/2024-03-01/2/1 | tr -d ' ' | grep '^（.*版）$' | tr '\n' ' ' | sed 's/ $//')"
is 'show: in an issue a story stands once' '1 1' \
	"$(k show 江城晚报/2024-03-01 | awk '/^ *老码头回来了/ { n++ } /栈桥的木板/ { m++ } END { print n, m }')"
is 'show: in an issue apart too' '（上接1版）' \
	"$(k show --apart 江城晚报/2024-03-01 | tr -d ' ' | grep 上接1)"
k export --format html 江城晚报/2024-03-01 >story.html
is 'export: the halves lead to each other in HTML' '#i1-1 #i1-3 #i1-3 #i1-5' \
	"$(grep -o 'class="jump"><a href="[^"]*' story.html | sed 's/.*"//' | sort | tr '\n' ' ' | sed 's/ $//')"
k stats --limit many >out 2>err
is 'no number: status 64' 64 $?
finish
