#!/bin/sh
# Search finds all that is meant and nothing else: every hit of some thousand
# queries against a plain look through the text, in an archive whose articles
# were replaced, removed, corrected and given other days.
# shellcheck source=tests/cli/common
. tests/cli/common
bench=${KB_BUILD:?}/tests/bench
"$bench/bench_corpus" 600 "$top/assets/issues" corpus.jsonl corpus.txt
"$bench/bench_queries" corpus.txt queries.tsv 2>few.txt

is 'a corpus is an article a line' 600 "$(wc -l <corpus.txt | tr -d ' ')"
"$kanbao" -a corpus.db import corpus.jsonl >import.out 2>&1
is 'all of it is imported' 0 $?
is 'a query for every class and more' 21 \
	"$(grep -vE '^(adversarial|pinyin|two words)' queries.tsv | cut -f 1 | sort -u | wc -l | tr -d ' ')"
"$bench/bench_search" corpus.db queries.tsv found.tsv >search.out
is 'every query is answered' "$(wc -l <queries.tsv)" "$(wc -l <found.tsv)"
is 'as many articles as have lines with it' "$(grep -c 柯城 corpus.txt)" \
	"$("$kanbao" -a corpus.db search --count 柯城)"
grep -vE '^(pinyin|two words)' queries.tsv >plain.tsv
"$bench/bench_exact" corpus.db plain.tsv >exact.out 2>wrong.out
is 'no hit is missing and none too many' '0 1.000000 1.000000' "$(cut -d ' ' -f 2- exact.out)"
head -n 5 wrong.out
exit $failed
