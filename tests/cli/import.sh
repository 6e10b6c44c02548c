#!/bin/sh
# Import as an operation: report, progress, ^C, two at once, limits.
# shellcheck source=tests/cli/common
. tests/cli/common

# --- the report
mkdir mixed
cp "$top/assets/issues/今日柯城-2022-04-13.txt" "$top/assets/issues/今日柯城-2022-04-26.txt" mixed
printf '甲乙丙报\n\n短讯一则\n今天天晴。\n' >mixed/甲乙丙报-1999-01-02.txt
: >mixed/empty.txt
{ sed -n 1p "$top/tests/cli/optional-members.json" | tr -d '\n'; printf '\n{"papre":1}\n'; } >mixed/lines.jsonl
"$kanbao" -a r.db import mixed >out 2>err
status=$?
is "a refused file among others: status" 65 "$status"
is "the sum" "5 files: 4 stored, 0 replaced, 0 unchanged, 2 doubtful, 2 refused" "$(grep files: out)"
is "what was refused is listed behind it" 2 "$(sed '1,/files:/d' out | grep -c '^  mixed/')"
is "with the line" 1 "$(sed '1,/files:/d' out | grep -c 'lines.jsonl: line 2: .*papre')"
is "and on stderr" 2 "$(grep -c '^kanbao: mixed/' err)"
"$kanbao" -a r.db import --json mixed >out 2>err
if python3 - out <<'END'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
end = rows.pop()
want = {"files": 5, "new": 0, "replaced": 0, "unchanged": 4, "doubtful": 2, "refused": 2, "interrupted": False}
if end != want:
    sys.exit("sum: %s" % end)
by = {(r["file"].split("/")[-1].split(":")[0], r["line"]): r for r in rows}
if by["empty.txt", None]["result"] != "refused" or by["empty.txt", None]["status"] != 65:
    sys.exit("empty.txt: %s" % by)
if by["lines.jsonl", 1]["issue"] != "全样报/1999-12-31.3" or by["lines.jsonl", 1]["doubts"] != 1:
    sys.exit("line 1: %s" % by)
if "papre" not in by["lines.jsonl", 2]["reason"]:
    sys.exit("line 2: %s" % by)
if len(rows) != 6 or by["今日柯城-2022-04-26.txt", None]["articles"] != 5:
    sys.exit("rows: %s" % rows)
END
then
	say ok "--json: an object a file, and the sum"
else
	say '' "--json: $(cat out)"
fi
"$kanbao" -a r.db import --json --dry-run mixed/lines.jsonl 2>/dev/null >out
is "--json --dry-run" '"result":"read"' "$(head -n 1 out | grep -o '"result":"[a-z]*"')"

# --- the terminal: one line, written anew, nothing but CR in it
cat >on_tty.py <<'END'
import os, pty, sys, time
n, argv = int(sys.argv[1]), sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    os.dup2(os.open("tty.out", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), 1)
    os.execv(argv[0], argv)
seen = b""
while True:
    try:
        got = os.read(fd, 65536)
    except OSError:
        break
    if not got:
        break
    seen += got
    if n and seen.count(b"\r") >= n:
        n = 0
        os.write(fd, b"\003")
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
open("tty.err", "wb").write(seen)
sys.exit(status if status >= 0 else 128 - status)
END
mkdir many
n=0
while [ $n -lt 600 ]; do
	n=$((n + 1))
	printf '甲乙丙报\n\n短讯第%d则\n今天天晴，%d人出游。\n' $n $n >"many/甲乙丙报-$((1900 + n / 12))-$(printf %02d $((n % 12 + 1)))-03.txt"
done
evil=$(printf 'many/\033]0;x\007\033[2J-2001-02-03.txt')
printf '恶意报\n\n短讯\n晴。\n' >"$evil"
python3 on_tty.py 0 "$kanbao" -a t.db import many
is "on a terminal: status" 0 $?
is "on a terminal: all are stored" 601 "$("$kanbao" -a t.db list | wc -l)"
is "on a terminal: the progress is rewritten in place" yes \
	"$(tr '\r' '\n' <tty.err | grep -q '^[0-9]* of 601 files' && echo yes)"
is "on a terminal: no control characters but CR and LF" "" \
	"$(LC_ALL=C tr -d '\r\n' <tty.err | LC_ALL=C grep -o "$(printf '[\001-\037\177]')" | head -n 1)"
"$kanbao" -a p.db import many >out 2>err
is "elsewhere: nothing on stderr" "" "$(cat err)"

# --- ^C
rm -f c.db
python3 on_tty.py 2 "$kanbao" -a c.db import many
status=$?
stored=$(grep -c ', stored' tty.out)
if [ $status -eq 130 ] && [ "$stored" -lt 601 ]; then
	say ok "^C: status 130 after $stored of 601"
else
	say '' "^C: status $status, $stored stored"
fi
is "^C: the sum is told" 1 "$(grep -cE "files?: $stored stored" tty.out)"
is "^C: what was told as stored is" "$stored" "$("$kanbao" -a c.db list | wc -l)"
is "^C: nothing is left beside the archive" "c.db" "$(ls c.db*)"
"$kanbao" -a c.db import many >out
is "^C: the next import brings the rest" 601 "$("$kanbao" -a c.db list | wc -l)"
# waiting for a pipe ends too
mkfifo pipe
(exec 3>pipe; sleep 20) &
writer=$!
timeout -s INT -k 5 1 "$kanbao" -a c.db import - <pipe >out 2>err
status=$?
kill $writer 2>/dev/null
if [ $status -eq 124 ] && grep -q interrupted err; then
	say ok "^C while a pipe says nothing"
else
	say '' "^C while a pipe says nothing: $status $(cat err)"
fi
for signal in TERM HUP; do
	(exec 3>pipe; sleep 20) &
	writer=$!
	timeout -s $signal -k 5 1 "$kanbao" -a c.db import - <pipe >out 2>err
	kill $writer 2>/dev/null
	is "SIG$signal the same" 1 "$(grep -c interrupted err)"
done

# --- two at once: the second waits, or says who writes
hold() { # SECONDS: an import that has the lock and waits for its input
	(exec 3>pipe; sleep "$1") &
	"$kanbao" -a c.db import - <pipe >/dev/null 2>&1 &
	holder=$!
	n=0
	while [ ! -e c.db-lock ] && [ $n -lt 100 ]; do
		sleep 0.05
		n=$((n + 1))
	done
}
hold 2
began=$(date +%s)
echo 晚来一步 | "$kanbao" -a c.db import - >out 2>err
status=$?
took=$(($(date +%s) - began))
if [ $status -eq 0 ] && [ $took -ge 1 ] && [ $took -le 5 ]; then
	say ok "a second import waits for the first"
else
	say '' "a second import: status $status after $took s: $(cat err)"
fi
wait $holder
hold 9
began=$(date +%s)
echo 再来一步 | "$kanbao" -a c.db import - >out 2>err
status=$?
took=$(($(date +%s) - began))
if [ $status -eq 75 ] && grep -q "process $holder" err && [ $took -ge 4 ] && [ $took -le 7 ]; then
	say ok "after 5 s it names process $holder"
else
	say '' "after $took s, status $status: $(cat err)"
fi
kill -9 $holder
wait $holder 2>/dev/null
echo 再来一步 | "$kanbao" -a c.db import - >out 2>err
is "a killed import leaves no lock" 0 $?

# --- limits: at the limit it is read, beyond it is refused by name
make_line() { # BYTES
	awk -v n="$1" 'BEGIN { for (i = 0; i + 3 <= n; i += 3) printf "字"; while (i++ < n) printf "a"; print "" }'
}
make_line 1048576 >line.txt
k import --date 2001-01-01 line.txt >out 2>err
is "a line of 1 MiB" 0 $?
make_line 1048577 >longer.txt
{ echo 第一行; cat longer.txt; } >second.txt
refuses 65 "line 1" "$kanbao" -a a.db import longer.txt
refuses 65 "line 2" "$kanbao" -a a.db import second.txt
head -c 67108865 /dev/zero | tr '\0' '\n' >large.txt
refuses 65 "64 MiB" "$kanbao" -a a.db import large.txt
deep() { # LEVELS
	awk -v n="$1" 'BEGIN { printf "{\"note\":"; for (i = 2; i < n; i++) printf "["; for (i = 2; i < n; i++) printf "]"; print "}" }'
}
deep 200 >deep.json
k import deep.json >out 2>err
is "JSON 200 deep" 0 $?
deep 300 >deeper.json
refuses 65 256 "$kanbao" -a a.db import deeper.json
articles() { # COUNT
	awk -v n="$1" 'BEGIN { printf "{\"paper\":\"多\",\"date\":\"2001-01-01\",\"articles\":["; for (i = 1; i <= n; i++) printf "%s{\"headline\":\"第%d篇\"}", (i > 1 ? "," : ""), i; print "]}" }'
}
articles 20000 >full.json
k import full.json >out 2>err
is "20,000 articles" 0 $?
articles 20001 >over.json
refuses 65 20000 "$kanbao" -a a.db import over.json
awk 'BEGIN { for (i = 0; i < 20010; i++) printf "山村喜迎丰收年景好\n　　本报讯 （记者 王思）今天，第%d次会议召开，各界代表出席。\n　　会议还听取了其他的报告，并进行了讨论和审议。\n", i }' >over.txt
refuses 65 20000 "$kanbao" -a a.db import over.txt
finish
