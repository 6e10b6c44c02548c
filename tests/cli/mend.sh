#!/bin/sh
# What mends an archive: dates, removal, doubts, the parser once more.
# shellcheck source=tests/cli/common
. tests/cli/common
check() { # NAME EXPECTED ACTUAL
	if [ "$2" = "$3" ]; then
		say ok "$1"
	else
		say '' "$1: '$3', not '$2'"
	fi
}
k() {
	"$kanbao" -a a.db "$@"
}

# a page without a date: what it would need
printf '%s\n' '' '新校舍昨日启用' '' '　　本报讯（记者 张三）4月12日，青石镇新校舍启用，孩子们搬进了新教室。' \
	'　　镇里说，下周还有两所学校搬迁。' >bald.txt
k import --paper 甲 bald.txt >out 2>err
check "import says what it would need" \
	"kanbao: bald.txt: has no date; its latest news is of 4-12: give --date or --year" "$(cat err)"
undated=$(k list | sed -n 's|^\(甲/undated-[0-9a-f]*\).*|\1|p')
check "it sorts last" "$undated" "$(k list | tail -n 1 | cut -d' ' -f1)"
check "date" "$undated is now 甲/2022-04-13" "$(k date "$undated" 2022年4月13日)"
check "the old reference leads on" "$(k show 甲/2022-04-13/1/1)" "$(k show "$undated/1/1")"
check "date_source option" '"date":"2022-04-13","date_source":"option"' \
	"$(k list --json | grep -o '"issue":"甲.*' | grep -o '"date":.*_source":"[a-z]*"')"
check "dated again by an edition" "甲/2022-04-13 is now 甲/2022-04-14.2" "$(k date "$undated" 2022-04-14.2)"
k import --paper 甲 bald.txt >out
check "the same bytes change nothing" 1 "$(grep -c '甲/2022-04-14.2, 1 article, unchanged' out)"
echo '另一则消息。' | k import --paper 甲 --date 2022-04-20 - >/dev/null
refuses 64 "'甲/2022-04-20' has page 1 already" "$kanbao" -a a.db date 甲/2022-04-14.2 2022-04-20
refuses 64 2022-02-30 "$kanbao" -a a.db date 甲/2022-04-20 2022-02-30
refuses 64 names "$kanbao" -a a.db date 甲/2022-04-20/1/1 2022-04-21
refuses 1 2001-01-01 "$kanbao" -a a.db date 2001-01-01 2022-04-21
refuses 64 1599 "$kanbao" -a a.db import --year 1599 bald.txt
"$kanbao" -a none.db date 2022-04-13 2022-04-14 >out 2>err
check "no archive is made" "66 no" "$? $([ -e none.db ] && echo yes || echo no)"

# doubts
doubts=$(k export 2022-04-26 | grep -o '"doubts":\[[^]]*\]' | grep -o '"[^"]*"' | grep -vc '^"doubts"$')
check "doubts: a line each, of one issue" "$doubts" "$(k doubts 2022-04-26 | wc -l)"
check "doubts: references" 0 "$(k doubts | grep -vc '^[^ ]*/[^ ]*/[^ ]*/[0-9]*  [a-z]')"
check "doubts --json" "$(k doubts | wc -l)" \
	"$(k doubts --json | grep -c '^{"article":"[^"]*","headline":\("[^"]*"\|null\),"doubt":"[a-z][^"]*"}$')"
check "doubts in Chinese" 0 "$(k --lang zh doubts 2>/dev/null | grep -c 'no byline')"

check "doubts that end with a date are over then" 0 "$(k doubts 甲/2022-04-14.2 | grep -c date)"
"$kanbao" -a y.db import --paper 乙 --year 2022 bald.txt >out 2>err
check "--year: the date is inferred, and says so" "1 1 1 0" \
	"$(grep -c 'bald.txt: 乙/2022-04-13, date inferred, ' out) $("$kanbao" -a y.db list | grep -c '^乙/2022-04-13  date inferred  ') $("$kanbao" -a y.db doubts | grep -c inferred) $(wc -l <err)"
"$kanbao" -a y.db date 2022-04-13 2022-04-13 >/dev/null
check "until a person says it" "0 0" \
	"$("$kanbao" -a y.db list | grep -c inferred) $("$kanbao" -a y.db doubts | grep -c inferred)"
check "and reparse hears of it" "0 issues would change; changes: 0" "$("$kanbao" -a y.db reparse)"

# removing
refuses 64 --yes "$kanbao" -a a.db remove 甲/2022-04-20
refuses 1 2001-01-01 "$kanbao" -a a.db remove --yes 2001-01-01
check "remove --yes a story" "removed: 今日柯城/2022-04-13/1/2" "$(k remove --yes 今日柯城/2022-04-13/1/2 | cut -d' ' -f1,2)"
check "the others stay" "1 4" "$(k show 今日柯城/2022-04-13/1/2 2>/dev/null; echo "$? $(k list --json | sed -n 's/.*2022-04-13".*"articles":\([0-9]*\)}/\1/p')")"
check "remove an issue" "removed: 甲/2022-04-20, 1 article" "$(k remove --yes 甲/2022-04-20)"
if command -v script >/dev/null; then
	answer() { # TEXT: remove, asked on a terminal
		echo "$1" | script -qec "$kanbao -a a.db remove 2021-11-05" /dev/null >out 2>&1
		k list | grep -c 2021-11-05
	}
	check "asked, n" 1 "$(answer n)"
	check "the question" 1 "$(grep -c 'remove 今日柯城/2021-11-05, [0-9]* articles? \[y/n\]' out)"
	check "asked, y" 0 "$(answer y)"
else
	skip "remove asks" "needs script(1)"
fi

# the parser again: nothing differs from what it made
check "reparse: nothing would change" "0 issues would change; changes: 0" "$(k reparse 2021-12-08)"
# what was removed is in the source still
"$kanbao" -a b.db import "$top/assets/issues/今日柯城-2022-04-13.txt" >/dev/null
"$kanbao" -a b.db export >whole.jsonl
"$kanbao" -a b.db remove --yes 2022-04-13/1/3 >/dev/null
"$kanbao" -a b.db reparse >out 2>err </dev/null
check "reparse shows first" "64 1 1" \
	"$? $(grep -c '^  1/3 added: 区十届政府' out) $(grep -c '^1 issue would change; changes: 1' out)"
check "it names --yes" 1 "$(grep -c -- --yes err)"
check "and changes nothing" 4 "$("$kanbao" -a b.db export | grep -o '"page":"1"' | wc -l)"
"$kanbao" -a b.db reparse --yes >out
check "reparse --yes" "1 issue changed; changes: 1" "$(tail -n 1 out)"
check "it is whole again" "" "$("$kanbao" -a b.db export | diff - whole.jsonl)"
"$kanbao" -a none.db reparse >out 2>err
check "reparse of nothing" 66 $?
finish
