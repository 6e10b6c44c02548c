#!/bin/sh
# What the subcommands print.
# shellcheck source=tests/cli/common
. tests/cli/common

is "list: newest first" "2023-03-23 2022-04-26 2022-04-13 2021-12-08 2021-11-05" \
	"$(k list | sed 's/.*城\/\([^ ]*\).*/\1/' | tr '\n' ' ' | sed 's/ $//')"
is "list --json: the members" \
	'{"issue":"今日柯城/2022-04-13","paper":"今日柯城","date":"2022-04-13","date_source":"masthead","number":1937,"pages":1,"articles":5}' \
	"$(k list --json | sed -n 3p)"
is "show: a reference" 1 "$(k show 今日柯城/2022-04-13/1/1 | grep -c '本报讯')"
is "show: a date alone" "$(k show 今日柯城/2022-04-13)" "$(k show 2022年4月13日)"
is "show: the width" yes "$([ "$(k show --width 40 2022-04-13 | LC_ALL=C.UTF-8 wc -L)" -le 40 ] && echo yes)"

# the order of import does not matter
for name in 2023-03-23 2021-11-05 2022-04-13 2022-04-26 2021-12-08; do
	"$kanbao" -a b.db import "$top/assets/issues/今日柯城-$name.txt" >/dev/null
done
k list >a.list
"$kanbao" -a b.db list >b.list
is "the order of import" "" "$(diff a.list b.list)"

# out and in again
k export >all.jsonl
"$kanbao" -a c.db import all.jsonl >/dev/null
is "export and import" "" "$("$kanbao" -a c.db export | diff - all.jsonl)"
is "export of an issue" 1 "$(k export 2022-04-13 | wc -l)"

# the same bytes change nothing
before=$(sha256sum a.db)
is "the same bytes again" "5 files: 0 stored, 0 replaced, 5 unchanged, 1 doubtful, 0 refused" \
	"$(k import "$top/assets/issues" | tail -n 1)"
is "the file is the same" "$before" "$(sha256sum a.db)"
is "--dry-run stores nothing" "_/2001-02-03 $before" \
	"$(echo '一则消息' | k import --dry-run --date 2001-02-03 - | sed -n '1s/.*\(_[^,]*\),.*/\1/p') $(sha256sum a.db)"
is "standard input" "1 file: 1 stored, 0 replaced, 0 unchanged, 0 doubtful, 0 refused" \
	"$(echo '一则消息' | k import --paper 甲 --date 2001-02-03 --page 02 - | tail -n 1)"
is "--page 02 is page 2" 1 "$(k show 甲/2001-02-03/2/1 | grep -c 消息)"

# languages: given, by the environment, by the archive
chinese() { # 1 where the help is Chinese
	grep -c 界面语言
}
is "--lang zh" 1 "$("$kanbao" --lang zh help | head -n 9 | chinese)"
is "LANG=zh_CN that is not installed" 1 "$(LANG=zh_CN.GB2312 "$kanbao" help | head -n 9 | chinese)"
is "a wrong option, told in it" 1 "$(LANG=zh_CN.UTF-8 "$kanbao" -o x=1 list 2>&1 | grep -c '没有选项“x”')"
is "--lang beats it" 0 "$(LANG=zh_CN.UTF-8 "$kanbao" --lang en help | chinese)"
is "a Chinese archive" 1 "$(LANG=C "$kanbao" -a a.db help | head -n 9 | chinese)"
is "another language" 0 "$(LANG=de_DE.UTF-8 "$kanbao" -a a.db help | chinese)"
is "no archive" 0 "$(LANG=C "$kanbao" -a none.db help | chinese)"

# where the archive is
"$kanbao" import "$top/assets/issues" >/dev/null
is "the XDG data directory is made" 700 "$(stat -c %a home/.local/share/kanbao)"
is "the environment names another" 5 "$(KANBAO_ARCHIVE=b.db "$kanbao" list | wc -l)"
commands=$("$kanbao" help | sed -n '/^commands:/,/^options/s/^  \([a-z]*\) .*/\1/p')
for c in $commands; do
	is "$c tells its usage" "usage: kanbao $c" \
		"$("$kanbao" "$c" --help | sed -n '1s/^\(usage: kanbao [a-z]*\).*/\1/p')"
	"$kanbao" --lang zh "$c" --help >help.zh
	is "$c tells it in Chinese, each line of it" "用法：kanbao $c 0" \
		"$(sed -n '1s/^\(用法：kanbao [a-z]*\).*/\1/p' help.zh) $(sed '/^  --[^ ]* [^ ]*$/d' help.zh | LC_ALL=C grep -vc '[^ -~]')"
	# each option that the usage names is told of; all but the usage within 80 cells
	"$kanbao" "$c" --help >help.en
	is "$c tells of its options" "$(sed -n 1p help.en | grep -o -e '--[a-z-]*' | sort -u)" \
		"$(sed -n '2,$s/^  \(--[a-z-]*\) .*/\1/p' help.en | sort -u)"
	is "$c is told within 80 cells" 0 "$(sed 1d help.en | LC_ALL=C.UTF-8 grep -c '.\{81\}')"
done
is "the help is folded at 80 cells" 0 "$("$kanbao" help | LC_ALL=C.UTF-8 grep -c '.\{81\}')"
is "list takes a day or what is marked" 64 \
	"$("$kanbao" list --today --unread >/dev/null 2>&1; echo $?)"
is "--version" "kanbao 0" "$("$kanbao" --version | cut -c1-8)"
k --lang en nosuch >out 2>err
is "a word that is no command: where they are listed" "64 1" "$? $(grep -c "'kanbao help' shows the commands" err)"
finish
