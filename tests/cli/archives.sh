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

# a lone article does not replace the page that others stand on
"$kanbao" -a lone.db import "$formats/crawl/qinghe" >/dev/null 2>&1
cp "$formats/crawl/qinghe/20230506/20230506-01-02.txt" 20230506-01-03.txt
"$kanbao" -a lone.db import 20230506-01-03.txt >out 2>err
status=$?
if [ "$status" -eq 64 ] && [ "$("$kanbao" -a lone.db export | grep -o '"headline"' | wc -l)" -eq 4 ]; then
	say ok "a lone article is refused where its page is there"
else
	say '' "a lone article: $status, $(cat out err)"
fi
finish
