#!/bin/sh
# promises: C12
# Backups while somebody imports: of one moment, sound, and back again byte for byte.
# shellcheck source=tests/soak/common
. tests/soak/common
issues=$top/assets/issues
rounds=$(scaled 300)
"$kanbao" -a busy.db import "$issues" >/dev/null
(i=0
while [ ! -e enough ]; do
	i=$((i + 1))
	sed "s/2022-04-13/x/; \$a 第 $i 次" "$issues/今日柯城-2022-04-13.txt" >p.txt
	"$kanbao" -a busy.db import --date "2000-01-$((i % 3 + 1))" --page $((i % 2 + 1)) p.txt
done) >import.log 2>&1 &
i=0
bad=0
wrong() {
	echo "# round $i: $1"
	bad=$((bad + 1))
}
while [ $i -lt "$rounds" ]; do
	i=$((i + 1))
	rm -f moment.db moved.db
	"$kanbao" -a busy.db backup moment.db >out 2>err || wrong "backup: $(cat err)"
	"$kanbao" -a moment.db check >out 2>err || wrong "check: $(cat out err)"
	"$kanbao" -a moved.db restore moment.db >out 2>err || wrong "restore: $(cat err)"
	"$kanbao" -a moment.db export >1.jsonl
	"$kanbao" -a moved.db export >2.jsonl
	cmp -s 1.jsonl 2.jsonl || wrong "not the same"
	[ "$(wc -l <1.jsonl)" -ge 5 ] || wrong "$(wc -l <1.jsonl) issues"
done
: >enough
wait
stored=$(grep -c -e ' 1 stored' -e ' 1 replaced' -e '入库 1' -e '替换 1' import.log)
[ "$stored" -gt 0 ] || wrong "nothing came in meanwhile"
tried C12 "$i" "$bad" "$stored issues came in meanwhile"
exit $failed
