# Helpers of the command-line tests, read by them: a folder of their own, an
# archive with the bundled issues, and one check a case.
# Each case prints TAP.
set -u
top=$(pwd)
kanbao=${KANBAO:-$top/build/kanbao}
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export LANG=C.UTF-8 HOME="$dir/home"
unset LC_ALL LC_MESSAGES LANGUAGE KANBAO_ARCHIVE XDG_DATA_HOME XDG_STATE_HOME
mkdir home
count=0
failed=0

say() { # OK|'' TEXT
	count=$((count + 1))
	if [ "$1" = ok ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		failed=1
	fi
}

skip() { # TEXT REASON
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# A command that must fail: STATUS NAME-IN-MESSAGE COMMAND...; one line on
# stderr that names it, nothing on stdout, the archive as it was.
refuses() {
	want=$1
	name=$2
	shift 2
	before=$(sha256sum a.db)
	timeout 10 "$@" >out 2>err </dev/null
	got=$?
	problem=
	[ "$got" -eq "$want" ] || problem="status $got, not $want"
	[ "$(wc -l <err)" -eq 1 ] || problem="$problem; $(wc -l <err) lines on stderr"
	grep -qF -- "$name" err || problem="$problem; '$name' is not named"
	[ ! -s out ] || problem="$problem; something on stdout"
	[ "$before" = "$(sha256sum a.db)" ] || problem="$problem; the archive changed"
	[ ! -e a.db-wal ] && [ ! -e a.db-shm ] && [ ! -e a.db-lock ] || problem="$problem; files left beside it"
	if [ -z "$problem" ]; then
		say ok "$*"
	else
		say '' "$*: $problem: $(head -c 300 err)"
	fi
}

finish() {
	echo "1..$count"
	exit "$failed"
}

"$kanbao" -a a.db import "$top/assets/issues" >/dev/null || exit 1
