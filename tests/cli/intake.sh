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

finish
