#!/bin/sh
# What stands in a zip or tar is the same as what stands in a folder, and is
# read again from what the archive keeps of it.
# shellcheck source=tests/cli/common
. tests/cli/common
formats=$top/tests/fixtures/formats

# FILE FOLDER-OR-FILE: both bring the same issue
alike() {
	name=${1##*/}
	"$kanbao" -a "$name.1.db" import "$1" >/dev/null 2>err || say '' "$name: $(cat err)"
	"$kanbao" -a "$name.2.db" import "$2" >/dev/null 2>&1
	for i in 1 2; do
		"$kanbao" -a "$name.$i.db" export | sed 's/"source":{[^}]*},//' >"$i.jsonl"
	done
	if [ -s 1.jsonl ] && cmp -s 1.jsonl 2.jsonl; then
		say ok "$name is as its files are"
	else
		say '' "$name: $(diff 1.jsonl 2.jsonl | head -c 600)"
	fi
	"$kanbao" -a "$name.1.db" import "$1" >out 2>&1
	if grep -q ' 0 stored, 0 replaced, 1 unchanged' out; then
		say ok "$name again: unchanged"
	else
		say '' "$name again: $(tail -n 1 out)"
	fi
}
alike "$formats/archive/yunxi-gbk-names.zip" "$formats/founder/yunxi"
alike "$formats/archive/qinghe.tar.xz" "$formats/crawl/qinghe"
cp "$formats/encodings/gb18030.txt" 今日云溪-2024-09-06.txt
alike "$formats/archive/今日云溪-2024-09-06.txt.gz" 今日云溪-2024-09-06.txt

# through a pipe, and printed
"$kanbao" parse - <"$formats/archive/qinghe.tar.xz" >piped.json 2>err
if [ "$(grep -c '"headline"' piped.json)" -eq 4 ]; then
	say ok "a tar through a pipe"
else
	say '' "a tar through a pipe: $(cat err)"
fi

# FOLDER FILE ARTICLES STATUS WHAT: a lone article does not replace the page that others stand on
lone() {
	name=${2##*/}
	rm -f "$name.db"
	"$kanbao" -a "$name.db" import "$1" >/dev/null 2>&1
	"$kanbao" -a "$name.db" import "$2" >out 2>err
	status=$?
	here=$("$kanbao" -a "$name.db" export | grep -o '"headline"' | wc -l)
	if [ "$status" -eq "$4" ] && [ "$here" -eq "$3" ]; then
		say ok "$name alone is $5"
	else
		say '' "$name alone: $status, $here articles, $(cat out err)"
	fi
}
cp "$formats/crawl/qinghe/20230506/20230506-01-02.txt" 20230506-01-03.txt
founder=$formats/founder/yunxi/html/2026-03/18/content_3397_1004.htm
lone "$formats/crawl/qinghe" 20230506-01-03.txt 4 0 'known, its page has it'
lone "$formats/founder/yunxi" "$founder" 6 0 'known, its page has it'
sed 's/。/，而且如此。/' "$formats/crawl/qinghe/20230506/20230506-01-02.txt" >20230506-01-03.txt
iconv -f gb18030 -t utf-8 "$founder" | sed 's/。/，而且如此。/' | iconv -f utf-8 -t gb18030 >content_3397_1004.htm
lone "$formats/crawl/qinghe" 20230506-01-03.txt 4 64 'refused where its page is there'
lone "$formats/founder/yunxi" content_3397_1004.htm 6 64 'refused where its page is there'
finish
