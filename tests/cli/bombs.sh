#!/bin/sh
# Small files that ask for much: each is read or refused in one line, within
# seconds and little memory, and nothing outside is read for it. (What is over
# a limit of limit.h by size alone: tests/cli/import.sh, unit/test_import_bundle.)
# shellcheck source=tests/cli/common
. tests/cli/common

# FILE SECONDS: parsed within that time and 2 GiB, status 0 or 65
bomb() {
	start=$(date +%s)
	# a sanitiser has an address space of its own
	memory=$([ "${KB_BUILD##*/}" = asan ] && echo unlimited || echo 2147483648)
	prlimit --as="$memory" timeout "$2" \
		"$kanbao" -a new.db import --date 2001-01-01 --paper 报 "$1" >out 2>err </dev/null
	status=$?
	took=$(($(date +%s) - start))
	if [ "$status" -ne 0 ] && [ "$status" -ne 65 ]; then
		say '' "$1: status $status after $took s: $(head -c 300 err)"
	elif [ "$status" -eq 65 ] && [ "$(wc -l <err)" -ne 1 ]; then
		say '' "$1: refused in $(wc -l <err) lines"
	else
		say ok "$1: $status after $took s"
	fi
	rm -f new.db
}

# a fifth of the size unless SOAK asks for all of it
part=5
case ${SOAK:-0} in 0 | 0.*) ;; *) part=1 ;; esac
made() { # NAME PYTHON: what it prints is the file
	python3 -c "import sys; w = sys.stdout.write; k = $part; $2" >"$1"
}

made tags.html 'w("<html><body><p>柯城" + "<b></b>" * (1000000 // k) + "今天开会。</p></body></html>")'
made nested.html 'w("<html><body>" + "<div>" * (1000000 // k) + "今天开会。")'
made attributes.html 'w("<html><body><p " + " ".join("a%d=1" % i for i in range(300000 // k)) + ">今天开会。</p>")'
made image.html 'w("<html><body><p>今天开会，讨论工作。</p><img src=\"data:image/png;base64," + "ab+/ cd==" * (300000 // k) + "\"><p>" + "好 a=b / " * (30000 // k) + "</p>")'
made comments.html 'w("<html><body>" + "<!--" * (500000 // k) + "今天开会。")'
made laughs.xml 'w("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"柯城柯城柯城柯城\">" + "".join("<!ENTITY %s \"%s\">" % (chr(98 + i), ("&%s;" % chr(97 + i)) * 10) for i in range(10)) + "]><rss version=\"2.0\"><channel><title>报</title><item><title>题</title><description>&k;</description><pubDate>Wed, 13 Apr 2022 08:00:00 +0800</pubDate></item></channel></rss>")'
made marks.txt 'w("今天开会。" + "\u0301" * (300000 // k) + "\n")'
made brackets.txt 'w("（" * (300000 // k) + "\n\n今天开会，讨论工作。\n")'
made credits.txt 'w("（" + "记者 王思 " * (60000 // k) + "）\n今天开会，讨论工作。\n")'
made lines.txt 'w("今\n" * (400000 // k))'
made headlines.txt 'w("\n\n".join("标题%d" % i for i in range(60000 // k)))'
made quotes.txt 'w("“" * (100000 // k) + "今天开会。" + "”" * (100000 // k))'
made strings.json 'w("{\"schema\":1,\"articles\":[{\"body\":[\"" + "\\u67ef" * (3000000 // k) + "\"]}]}")'
made members.json 'w("{" + ",".join("\"m%d\":1" % i for i in range(500000 // k)) + "}")'
made numbers.json 'w("{\"schema\":" + "9" * (5000000 // k) + "}")'
made blanks.json 'w(" " * (30000000 // k) + "{}")'
for file in tags.html nested.html attributes.html image.html comments.html laughs.xml marks.txt brackets.txt credits.txt \
	lines.txt headlines.txt quotes.txt strings.json members.json numbers.json blanks.json; do
	bomb "$file" "$([ "${KB_BUILD##*/}" = asan ] && echo 120 || echo 20)"
done

# but a picture inside a tag is no row of attributes
if "$kanbao" parse image.html >out 2>err; then
	say ok "a picture in a tag"
else
	say '' "a picture in a tag: $(cat err)"
fi

# an entity that stands for a file of this machine stands for nothing
echo geheim-柯城 >secret
cat >outside.xml <<END
<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://$dir/secret">]>
<rss version="2.0"><channel><title>报</title><item><title>题&x;目</title>
<description>今天开会。&x;</description><pubDate>Wed, 13 Apr 2022 08:00:00 +0800</pubDate></item></channel></rss>
END
"$kanbao" parse outside.xml >out 2>&1
if grep -q geheim out; then
	say '' "a file is read for an entity"
else
	say ok "no file is read for an entity"
fi
finish
