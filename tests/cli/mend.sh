#!/bin/sh
# What mends an archive: dates, removal, doubts, the parser once more.
# shellcheck source=tests/cli/common
. tests/cli/common

# a page without a date: what it would need
printf '%s\n' '' '新校舍昨日启用' '' '　　本报讯（记者 张三）4月12日，青石镇新校舍启用，孩子们搬进了新教室。' \
	'　　镇里说，下周还有两所学校搬迁。' >bald.txt
k import --paper 甲 bald.txt >out 2>err
is "import says what it would need" \
	"kanbao: bald.txt: has no date; its latest news is of 4-12: give --date or --year" "$(cat err)"
# a number and no day: the neighbours of the same paper tell the range, and no date is made of it
numbered() { # PAPER NUMBER [DAY [TEXT]]: a page
	printf '%s\n' "${3:-}" '' "第$2期" '' "$1" '' '新校舍启用' '' \
		"　　本报讯（记者 张三）${4:-}新校舍启用了，孩子们搬进了新教室。"
}
range() { # NUMBER [TEXT]: what import says of it, the file's name left out
	numbered 青石新报 "$1" '' "${2:-}" >"no$1.txt"
	"$kanbao" -a n.db import "no$1.txt" 2>&1 >/dev/null | sed 's/.*has no date//'
}
numbered 青石新报 1937 2022年4月13日 >no1.txt
numbered 青石新报 1945 2022年4月26日 >no2.txt
numbered 山城新报 1942 2022年5月5日 >no3.txt
numbered 青石新报 1939 >no0.txt
between="by its number it lies between 2022-04-13 (No. 1937) and 2022-04-26 (No. 1945)"
is "a number: its neighbours, though they come later" "kanbao: no0.txt: has no date; $between: give --date" \
	"$("$kanbao" -a n.db import no0.txt no1.txt no2.txt no3.txt 2>&1 >/dev/null)"
is "and what the news tell" "; its latest news is of 4-20; $between: give --date or --year" "$(range 1940 4月20日，)"
is "a number that is there" "; by its number it is of 2022-04-26 (No. 1945): give --date" "$(range 1945)"
is "above all" "; by its number it lies after 2022-04-26 (No. 1945): give --date" "$(range 1950)"
is "below all" "; by its number it lies before 2022-04-13 (No. 1937): give --date" "$(range 12)"
is "of no date is a date made" 5 "$("$kanbao" -a n.db list | grep -c '^青石新报/undated-')"
numbered 青石新报 1947 2022年3月1日 >no4.txt
"$kanbao" -a n.db import no4.txt >/dev/null
is "numbers that go back: no end is told" ", and its news name none: give --date" "$(range 1951)"

undated=$(k list | sed -n 's|^\(甲/undated-[0-9a-f]*\).*|\1|p')
is "it sorts last" "$undated" "$(k list | tail -n 1 | cut -d' ' -f1)"
is "date" "$undated is now 甲/2022-04-13" "$(k date "$undated" 2022年4月13日)"
is "the old reference leads on" "$(k show 甲/2022-04-13/1/1)" "$(k show "$undated/1/1")"
is "date_source option" '"date":"2022-04-13","date_source":"option"' \
	"$(k list --json | grep -o '"issue":"甲.*' | grep -o '"date":.*_source":"[a-z]*"')"
is "dated again by an edition" "甲/2022-04-13 is now 甲/2022-04-14.2" "$(k date "$undated" 2022-04-14.2)"
k import --paper 甲 bald.txt >out
is "the same bytes change nothing" 1 "$(grep -c '甲/2022-04-14.2, 1 article, unchanged' out)"
echo '另一则消息。' | k import --paper 甲 --date 2022-04-20 - >/dev/null
refuses 64 "'甲/2022-04-20' has page 1 already" "$kanbao" -a a.db date 甲/2022-04-14.2 2022-04-20
refuses 64 2022-02-30 "$kanbao" -a a.db date 甲/2022-04-20 2022-02-30
refuses 64 names "$kanbao" -a a.db date 甲/2022-04-20/1/1 2022-04-21
refuses 1 2001-01-01 "$kanbao" -a a.db date 2001-01-01 2022-04-21
refuses 64 1599 "$kanbao" -a a.db import --year 1599 bald.txt
"$kanbao" -a none.db date 2022-04-13 2022-04-14 >out 2>err
is "no archive is made" "66 no" "$? $([ -e none.db ] && echo yes || echo no)"

# doubts
doubts=$(k export 2022-04-26 | grep -o '"doubts":\[[^]]*\]' | grep -o '"[^"]*"' | grep -vc '^"doubts"$')
is "doubts: a line each, of one issue" "$doubts" "$(k doubts 2022-04-26 | wc -l)"
is "doubts: references" 0 "$(k doubts | grep -vc '^[^ ]*/[^ ]*/[^ ]*/[0-9]*  [a-z]')"
is "doubts --json" "$(k doubts | wc -l)" \
	"$(k doubts --json | grep -c '^{"article":"[^"]*","headline":\("[^"]*"\|null\),"doubt":"[a-z][^"]*"}$')"
is "doubts in Chinese" 0 "$(k --lang zh doubts 2>/dev/null | grep -c 'no byline')"

is "doubts that end with a date are over then" 0 "$(k doubts 甲/2022-04-14.2 | grep -c date)"
"$kanbao" -a y.db import --paper 乙 --year 2022 bald.txt >out 2>err
is "--year: the date is inferred, and says so" "1 1 1 0" \
	"$(grep -c 'bald.txt: 乙/2022-04-13, date inferred, ' out) $("$kanbao" -a y.db list | grep -c '^乙/2022-04-13  date inferred  ') $("$kanbao" -a y.db doubts | grep -c inferred) $(wc -l <err)"
"$kanbao" -a y.db date 2022-04-13 2022-04-13 >/dev/null
is "until a person says it" "0 0" \
	"$("$kanbao" -a y.db list | grep -c inferred) $("$kanbao" -a y.db doubts | grep -c inferred)"
is "and reparse hears of it" "0 issues would change; changes: 0" "$("$kanbao" -a y.db reparse)"

# removing
refuses 64 --yes "$kanbao" -a a.db remove 甲/2022-04-20
refuses 1 2001-01-01 "$kanbao" -a a.db remove --yes 2001-01-01
is "remove --yes a story" "removed: 今日柯城/2022-04-13/1/2" "$(k remove --yes 今日柯城/2022-04-13/1/2 | cut -d' ' -f1,2)"
is "the others stay" "1 4" "$(k show 今日柯城/2022-04-13/1/2 2>/dev/null; echo "$? $(k list --json | sed -n 's/.*2022-04-13".*"articles":\([0-9]*\)}/\1/p')")"
is "remove an issue" "removed: 甲/2022-04-20, 1 article" "$(k remove --yes 甲/2022-04-20)"
if command -v script >/dev/null; then
	answer() { # TEXT: remove, asked on a terminal
		echo "$1" | script -qec "$kanbao -a a.db remove 2021-11-05" /dev/null >out 2>&1
		k list | grep -c 2021-11-05
	}
	is "asked, n" 1 "$(answer n)"
	is "the question" 1 "$(grep -c 'remove 今日柯城/2021-11-05, [0-9]* articles? \[y/n\]' out)"
	is "asked, y" 0 "$(answer y)"
else
	skip "remove asks" "needs script(1)"
fi

# the parser again: nothing differs from what it made
is "reparse: nothing would change" "0 issues would change; changes: 0" "$(k reparse 2021-12-08)"
# what was removed is in the source still
"$kanbao" -a b.db import "$top/assets/issues/今日柯城-2022-04-13.txt" >/dev/null
"$kanbao" -a b.db export >whole.jsonl
"$kanbao" -a b.db remove --yes 2022-04-13/1/3 >/dev/null
"$kanbao" -a b.db reparse >out 2>err </dev/null
is "reparse shows first" "64 1 1" \
	"$? $(grep -c '^  1/3 added: 区十届政府' out) $(grep -c '^1 issue would change; changes: 1' out)"
is "it names --yes" 1 "$(grep -c -- --yes err)"
is "and changes nothing" 4 "$("$kanbao" -a b.db export | grep -o '"page":"1"' | wc -l)"
"$kanbao" -a b.db reparse --yes >out
is "reparse --yes" "1 issue changed; changes: 1" "$(tail -n 1 out)"
is "it is whole again" "" "$("$kanbao" -a b.db export | diff - whole.jsonl)"
"$kanbao" -a none.db reparse >out 2>err
is "reparse of nothing" 66 $?
finish
