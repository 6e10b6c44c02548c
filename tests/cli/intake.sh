#!/bin/sh
# The drop folder: reports are written over nothing, and only what is new is published.
# shellcheck source=tests/cli/common
. tests/cli/common
export KANBAO="$kanbao" SETTLE=0
issue=$top/assets/issues/今日柯城-2022-04-13.txt
mkdir -p spool/incoming spool/taken spool/refused

intake() {
	sh "$top/assets/systemd/intake" spool a.db pub >out 2>&1 || cat out >>failures
}

present() { # TEXT FILE...
	text=$1
	shift
	for file in "$@"; do
		if ! [ -e "$file" ]; then
			say '' "$text: $file is not there: $(ls spool/*)"
			return
		fi
	done
	say ok "$text"
}

first() { # TEXT FILE LINE
	if [ "$(head -n 1 "$2" 2>&1)" = "$3" ]; then
		say ok "$1"
	else
		say '' "$1: $(head -n 1 "$2" 2>&1)"
	fi
}

# what was refused stands where the report of another would
: >failures
echo precious >victim
ln -s ../../victim spool/incoming/bad.json.report
intake
echo '{ not json' >spool/incoming/bad.json
intake
first "a report follows no link" victim precious
first "and stands beside its file" spool/refused/2-bad.json '{ not json'
echo '{ other' >spool/incoming/worse.json.report
intake
echo '{ not json' >spool/incoming/worse.json
intake
first "a report replaces no file" spool/refused/worse.json.report '{ other'
first "nothing failed" failures ''

# publishing copies and hashes all of the archive: only where there is something new
first "the first generation" pub/gen/0001.manifest 'generation 1'
chmod u+w pub/gen/0001.manifest
sed -i 's/^sha256 ./sha256 /' pub/gen/0001.manifest # a publishing would see another one
intake
absent "nothing came: nothing is published" pub/gen/0002.db
cp "$issue" spool/incoming
sed 's/柯城/新柯/g' "$issue" >spool/incoming/new.txt
touch -d '+1 day' spool/incoming/new.txt # the clock of who sent it
intake
first "what came is" pub/gen/0002.manifest 'generation 2'
ref=$("$kanbao" -a a.db list | head -n 1 | cut -d ' ' -f 1)
"$kanbao" -a a.db remove --yes "$ref" >removed 2>&1
intake
first "what was removed by hand too ($ref: $(head -c 100 removed))" pub/gen/0003.manifest 'generation 3'
rm -r pub
intake
first "and where there is nothing yet" pub/gen/0001.manifest 'generation 1'

# a file on which the program fails, one that is written to, trouble: the others go on
cat >fake <<END
#!/bin/sh
case \$5 in
*crash.txt) kill -SEGV \$\$ ;;
*loop.txt) echo "no memory" >&2; exit 70 ;;
*grow.txt) echo more >>"\$5" ;;
*trouble.txt) echo "no space left" >&2; exit 74 ;;
esac
exec "$kanbao" "\$@"
END
chmod +x fake
long=$(printf 'x%.0s' $(seq 250)).json
for name in crash.txt loop.txt grow.txt trouble.txt z.txt; do
	sed "s/柯城/$name/g" "$issue" >"spool/incoming/$name"
done
echo '{ not json' >"spool/incoming/$long"
mkdir spool/incoming/sub
cp "$issue" spool/incoming/sub
mkdir spool/incoming/linked
ln -s /etc/passwd spool/incoming/linked/a.txt
mkfifo spool/incoming/pipe.txt
printf '\342\200\256' >bidi
echo '{ not json' >"spool/incoming/$(cat bidi)gpj.json"
KANBAO=$PWD/fake timeout 60 sh "$top/assets/systemd/intake" spool a.db pub >out 2>&1
status=$?
is "the status is that of the trouble" 74 "$status"
is "a file that makes the program crash is refused" "kanbao failed on it (status 139)" \
	"$(tail -n 1 spool/refused/crash.txt.report)"
first "so is one that it fails on" spool/refused/loop.txt.report "no memory"
present "what is written to waits" spool/incoming/grow.txt
present "and where the trouble is not the file's" spool/incoming/trouble.txt
present "what comes behind it is taken" spool/taken/z.txt spool/taken/sub
present "a pipe is refused" spool/refused/pipe.txt.report
present "so is a folder with a link in it" spool/refused/linked/a.txt spool/refused/linked.report
present "so is a long name" "spool/refused/$(printf %.200s "$long").report"
if grep -q trouble.txt out && grep -q 'no space left' out && ! grep -q "$(cat bidi)" out; then
	say ok "and all of it is told"
else
	say '' "told: $(cat out)"
fi

# an archive that has gone, with its disk perhaps: nothing empty takes its place
rm spool/incoming/*
mv a.db gone.db
cp "$issue" spool/incoming
generation=$(readlink pub/current)
KANBAO=$kanbao sh "$top/assets/systemd/intake" spool a.db pub >out 2>&1
is "an archive that is not there" 66 "$?"
is "what is published stays" "$generation" "$(readlink pub/current)"
absent "and none is begun" a.db

finish
