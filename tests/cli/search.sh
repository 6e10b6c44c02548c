#!/bin/sh
# What search prints, and how it ends.
# shellcheck source=tests/cli/common
. tests/cli/common
"$kanbao" -a a.db import "$top/assets/issues" >import.out 2>&1
k() {
	"$kanbao" -a a.db search "$@"
}

is 'a hit a line: reference, headline, sentence' \
	'今日柯城/2021-12-08/1/1  省级结对帮扶柯城团组工作会议召开  12月7日上午，省级结对帮扶柯城团组工作会议在我区召开。' \
	"$(k 结对帮扶)"
is 'traditional and full-width forms find the same' "$(k 结对帮扶)" "$(k 結對幫扶)"
is 'pinyin finds what is written' "$(k --count 柯城)" "$(k --count kecheng)"
is 'as many lines as it counts' "$(k --count 柯城)" "$(k 柯城 | wc -l | tr -d ' ')"
for word in 城 柯城 区委 8 龘; do # characters and pairs the index has counted
	is "as many of '$word' as it counts" "$(k --count "$word" 2>/dev/null)" "$(k "$word" 2>/dev/null | wc -l | tr -d ' ')"
done
is 'a limited count is counted' "$(k --from 2022 柯城 | wc -l | tr -d ' ')" "$(k --count --from 2022 柯城)"
is 'a title is not anywhere' "$(k 标题:柯城 | wc -l | tr -d ' ')" "$(k --count 标题:柯城)"
is 'a limit' 3 "$(k --limit 3 柯城 | wc -l | tr -d ' ')"
is 'no limit of none' 64 "$(k --limit 0 柯城 >/dev/null 2>&1; echo $?)"
is 'newest first' 今日柯城/2023-03-23 "$(k --limit 1 柯城 | cut -d / -f 1,2)"
is 'days limit it' '今日柯城/2022-04' \
	"$(k --from 2022-04 --to 2022-04-30 柯城 | cut -c 1-20 | cut -d - -f 1,2 | sort -u)"
is 'a date in the query limits it too' "$(k --from 2022 --to 2022 柯城)" "$(k 柯城 日期:2022)"
is 'words of the command line are one query' "$(k '柯城 -会议')" "$(k -- 柯城 -会议)"
is 'no paper of that name' '' "$(k --paper 日报 柯城 2>/dev/null)"
k --json --limit 1 结对帮扶 >json.out
is 'JSON: the members' '"ref" "date" "page" "headline" "snippet" "hits"' \
	"$(grep -o '"[a-z]*":' json.out | tr -d : | tr '\n' ' ' | sed 's/ $//')"
k 这里没有的话 >out 2>err
is 'nothing found: status 1' 1 $?
is 'nothing found: nothing printed' '' "$(cat out)"
is 'nothing found: one line says so' 1 "$(wc -l <err | tr -d ' ')"
is 'a count of nothing is 0' 0 "$(k --count 这里没有的话 2>/dev/null)"
k --from 去年度 柯城 >out 2>err
is 'no date: status 64' 64 $?
k --limit x 柯城 >out 2>err
is 'no number: status 64' 64 $?
k >out 2>err
is 'no query: status 64' 64 $?
for query in '日期:2022-99' '柯城 日期:2022-99' '标题:(' '-柯城'; do
	k "$query" >out 2>err
	is "$query asks for nothing: status 64" '64 0 1' "$? $(wc -l <out | tr -d ' ') $(wc -l <err | tr -d ' ')"
done
is 'the date that is none is named' "kanbao: '2022-99' is no date; write it like 2022-04-13, 2022-04 or 2022" "$("$kanbao" --lang en -a a.db search '日期:2022-99' 2>&1)"
k '"标题:(' >out 2>err
is 'nothing is a syntax error' 1 $?
printf '长句日报\n2020年1月1日\n名单公布\n%s头%s尾%s。\n' "$(printf '甲%.0s' $(seq 200))" "$(printf '乙%.0s' $(seq 50))" "$(printf '丙%.0s' $(seq 200))" >long.txt
"$kanbao" -a long.db import long.txt >/dev/null
is 'a long sentence is cut around the place found' yes "$("$kanbao" -a long.db search 头乙 | grep -q '….*头乙.*…$' && echo yes)"
is 'and whole as JSON' 1 "$("$kanbao" -a long.db search --json 头乙 | grep -c '"snippet":"甲.*丙。"')"
is 'a pipe that closes ends it' 1 "$(k 的 | head -n 1 | wc -l | tr -d ' ')"
finish
