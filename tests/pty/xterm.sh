#!/bin/sh
# One real probe each: xterm narrow and wide, under Xvfb, says so to kanbao term.
# The program runs under script(1), which only listens.
set -u
kanbao=${KANBAO:-$(pwd)/build/kanbao}
for command in Xvfb xterm script; do
	command -v "$command" >/dev/null 2>&1 && continue
	echo "ok 1 - xterm, narrow and wide # SKIP there is no $command"
	exit 0
done
dir=$(mktemp -d)
display=
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$dir"' EXIT

for n in 91 92 93 94 95 96 97 98 99; do
	[ -e "/tmp/.X11-unix/X$n" ] && continue
	Xvfb ":$n" -screen 0 1024x768x8 -nolisten tcp >"$dir/server" 2>&1 &
	server=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ -e "/tmp/.X11-unix/X$n" ] && break
		sleep 0.2
	done
	if kill -0 "$server" 2>/dev/null && [ -e "/tmp/.X11-unix/X$n" ]; then
		display=:$n
		break
	fi
done
if [ -z "$display" ]; then
	echo "ok 1 - xterm, narrow and wide # SKIP no X server would start"
	exit 0
fi

count=0
failed=0
probe() { # NAME EXPECTED XTERM-OPTION…
	name=$1
	expected=$2
	shift 2
	count=$((count + 1))
	rm -f "$dir/out" "$dir/done"
	DISPLAY=$display LC_ALL=C.UTF-8 timeout 30 xterm -u8 "$@" -geometry 80x40 -e sh -c \
		"stty cols 80 rows 40; script -qc \"'$kanbao' --lang en term\" '$dir/out' >/dev/tty; : >'$dir/done'" \
		>"$dir/xterm" 2>&1
	if [ -e "$dir/done" ] && grep -q "$expected (auto)" "$dir/out"; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name: $(grep -a 'widths\|auto' "$dir/out" 2>/dev/null | tr '\r\n' '  ')"
		failed=1
	fi
}
probe "xterm says one cell" 1 +cjk_width
probe "xterm -cjk_width says two" 2 -cjk_width
echo "1..$count"
exit $failed
