#!/bin/sh
# What is exported comes back without loss, and the other forms are well-formed.
# shellcheck source=tests/cli/common
. tests/cli/common
k() {
	"$kanbao" -a "$@"
}
same() { # TEXT FILE FILE
	if diff "$2" "$3" >diff.out; then
		say ok "$1"
	else
		say '' "$1: $(head -c 600 diff.out)"
	fi
}

# Out and in again: KIND FILE..., all files of one kind into an archive.
round_trip() {
	kind=$1
	shift
	for file; do
		k "$kind.db" import --page 1 "$top/$file" >>import.out 2>>import.err
	done
	k "$kind.db" export >"$kind.jsonl"
	k "$kind-2.db" import "$kind.jsonl" >/dev/null 2>err
	k "$kind-2.db" export >"$kind-2.jsonl"
	lines=$(wc -l <"$kind.jsonl")
	same "$lines issues of $# files ($kind) go out and come back" "$kind.jsonl" "$kind-2.jsonl"
	k "$kind-3.db" import - <"$kind.jsonl" >/dev/null 2>>err
	k "$kind-3.db" export >"$kind-3.jsonl"
	same "$kind through a pipe" "$kind.jsonl" "$kind-3.jsonl"
	k "$kind.db" list >1.list
	k "$kind-2.db" list >2.list
	same "$kind in the same order, under the same names" 1.list 2.list
	sum=$(sha256sum "$kind.db")
	k "$kind.db" import "$kind.jsonl" >out
	if [ "$sum" = "$(sha256sum "$kind.db")" ] && tail -n 1 out | grep -q ' 0 stored, 0 replaced,'; then
		say ok "$kind into the archive it came from: nothing changes"
	else
		say '' "$kind into the archive it came from: $(tail -n 1 out)"
	fi
	[ "$((lines * 2))" -ge $# ] || say '' "only $lines issues of $#: $(head -n 3 import.err)"
}

# every fixture and gold that there is, but for one page in twenty encodings
fixtures() { # EXTENSION
	cd "$top" && git ls-files -z "tests/fixtures/*.$1" "tests/gold/*.$1" ':!tests/fixtures/formats/encodings' | tr '\0' '\n'
}
# shellcheck disable=SC2046 # names without blanks
round_trip text $(fixtures txt)
# shellcheck disable=SC2046
round_trip json $(fixtures json) tests/cli/optional-members.json
for member in source corrected edition page_names captions doubts lunar jump_to; do
	grep -q "\"$member\":[^n]" json.jsonl || say '' "no issue has $member: nothing is shown by this test"
done

# one issue, set out for people
k a.db export --format json 2022-04-13 >one.json
k one.db import one.json >/dev/null
k one.db export >one.jsonl
k a.db export 2022-04-13 >one.line
same "a document for people says the same" one.line one.jsonl

# days
count() { # TEXT LINES WORD...
	name=$1
	want=$2
	shift 2
	got=$(k a.db export "$@" | wc -l)
	if [ "$got" -eq "$want" ]; then say ok "$name"; else say '' "$name: $got, not $want"; fi
}
count "all" 5
count "from a day on" 3 --from 2022-04-13
count "up to a day" 3 --to 2022年4月13日
count "a day" 1 --from 2022-04-26 --to 2022-04-26
count "of a month" 2 --from 2022-04 --to 2022-04
count "up to a year" 2 --to 2021
count "named ones" 2 2022-04-26 今日柯城/2021-11-05
echo 无日期 | k a.db import - >/dev/null
count "undated ones are of no day" 5 --from 1900-01-01
count "but of the whole" 6
refuses 1 days "$kanbao" -a a.db export --from 2000-01-01 --to 2000-01-02
refuses 64 --from "$kanbao" -a a.db export --from 2023-01-01 --to 2022-01-01
refuses 64 --to "$kanbao" -a a.db export --to someday
refuses 64 2022-99 "$kanbao" -a a.db export --search '日期:2022-99'
refuses 64 -柯城 "$kanbao" -a a.db export --search -柯城
refuses 64 days "$kanbao" -a a.db export --to 2022-01-01 2022-04-13
refuses 64 markdown "$kanbao" -a a.db export --format docx
refuses 64 "one issue" "$kanbao" -a a.db export --format json

# into a file, whole or not at all
k a.db export --output out.jsonl
k a.db export >all.jsonl
same "--output" all.jsonl out.jsonl
refuses 64 "one issue" "$kanbao" -a a.db export --format json --output out.jsonl
same "a failed export leaves the file" all.jsonl out.jsonl
absent "and nothing beside it" out.jsonl.part
refuses 73 nofolder/x "$kanbao" -a a.db export --output nofolder/x

# for people: no control characters, no markup from outside
k json.db export --format html >all.html
k json.db export --format markdown >all.md
k json.db export --format text >all.txt
for file in all.html all.md all.txt; do
	if [ -s "$file" ] && ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" "$file"; then
		say ok "$file: no control characters"
	else
		say '' "$file: control characters, or nothing"
	fi
done
tags=$(grep -o '<[^>]*>' all.html | sed 's/^<\/*\([a-z0-9!A-Z]*\).*/\1/' | sort -u | tr '\n' ' ')
want='!DOCTYPE a article body div figcaption figure footer h1 h2 h3 head header hgroup html li main meta nav ol p section span style title '
if [ "$(printf '%s' "$tags" | LC_ALL=C tr ' ' '\n' | LC_ALL=C sort | tr '\n' ' ')" = "$(printf '%s' "$want" | tr ' ' '\n' | LC_ALL=C sort | tr '\n' ' ')" ]; then
	say ok "only our own elements"
else
	say '' "elements: $tags"
fi
if python3 - all.html <<'END'
import html.parser, sys
class Check(html.parser.HTMLParser):
    stack = []
    ids = set()
    links = []
    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if any(name.startswith("on") or name in ("src", "style") for name in attrs):
            sys.exit("attribute of <%s>: %s" % (tag, attrs))
        if "id" in attrs:
            if attrs["id"] in self.ids:
                sys.exit("id twice: " + attrs["id"])
            self.ids.add(attrs["id"])
        self.links += [attrs["href"]] if "href" in attrs else []
        if tag != "meta":
            self.stack.append(tag)
    def handle_endtag(self, tag):
        if self.stack.pop() != tag:
            sys.exit("not closed in order: " + tag)
c = Check()
c.feed(open(sys.argv[1], encoding="utf-8").read())
if c.stack or not c.links or [x for x in c.links if x[0] != "#" or x[1:] not in c.ids]:
    sys.exit("open: %s" % c.stack)
END
then
	say ok "HTML is closed in order, and links lead somewhere"
else
	say '' "HTML"
fi

# what a search finds, and of its issues nothing else
"$kanbao" -a found.db import "$top/assets/issues" >/dev/null 2>&1
k found.db export --search '柯城 -会议' >found.jsonl
k found.db search --json '柯城 -会议' >hits.jsonl
if [ "$(grep -o '"headline":"[^"]*"' found.jsonl | sort)" = "$(grep -o '"headline":"[^"]*"' hits.jsonl | sort)" ]; then
	say ok 'a search: the articles found, no others'
else
	say '' "a search: $(grep -c . found.jsonl) issues"
fi
k found.db export --search 柯城 --from 2023-01-01 >since.jsonl
if [ "$(wc -l <since.jsonl | tr -d ' ')" = 1 ]; then
	say ok 'a search within days'
else
	say '' 'a search within days'
fi
k found.db export --search 没有这样的话 >none 2>err
status=$?
if [ $status = 1 ] && [ ! -s none ]; then
	say ok 'a search that finds nothing: status 1'
else
	say '' "a search that finds nothing: status $status"
fi
k found.db export --search 柯城 2022-04-13 >named.jsonl
if [ "$(grep -o '"headline":"[^"]*"' named.jsonl | wc -l | tr -d ' ')" = \
	"$(k found.db search --count --from 2022-04-13 --to 2022-04-13 柯城)" ]; then
	say ok 'a search within issues that are named'
else
	say '' 'a search within issues that are named'
fi
finish
