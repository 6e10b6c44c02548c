#!/bin/sh
# The completions of shells: valid, and what they offer in bash; help by topic.
# shellcheck source=tests/cli/common
. tests/cli/common
# TEXT EXPECTED LINE: what bash offers at the end of the line
offers() {
	got=$(bash -c '
		. "$1"
		COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDS=()
		read -ra COMP_WORDS <<<"$2"
		case $2 in *" ") COMP_WORDS+=("") ;; esac
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		_kanbao
		echo "${COMPREPLY[*]}"' bash "$top/assets/completion/kanbao.bash" "$3")
	if [ "$got" = "$2" ]; then
		say ok "$1"
	else
		say '' "$1: '$got' instead of '$2'"
	fi
}
for shell in bash zsh fish; do
	if ! command -v $shell >which.out 2>&1; then
		skip "$shell: valid" "no $shell here"
	elif $shell -n "$top/assets/completion/kanbao.$shell" 2>err; then
		say ok "$shell: valid"
	else
		say '' "$shell: $(head -c 300 err)"
	fi
done
offers 'a command' 'search' 'kanbao se'
offers 'a command behind an option' 'doubts' 'kanbao -a a.db do'
offers 'a flag of a command' '--missing' 'kanbao stats --mi'
offers 'no flag of another' '' 'kanbao show --mi'
offers 'an option before' '--lang' 'kanbao --la'
offers 'a topic' 'actions' 'kanbao help act'
offers 'an option, and its value' 'night' 'kanbao -o theme=ni'
for word in import export search; do
	for shell in bash zsh fish; do
		grep -q "$word" "$top/assets/completion/kanbao.$shell" || say '' "$shell does not know $word"
	done
done
topic() { # TEXT WANT TOPIC
	if "$kanbao" help "$3" 2>err | grep -q -- "$2"; then
		say ok "$1"
	else
		say '' "$1: $(head -c 200 err)"
	fi
}
topic 'help of a command' 'usage: kanbao list' list
topic 'actions by name, with their keys' 'next-article *J ' actions
topic 'options' 'theme' options
topic 'references' '今日柯城/2022-04-13/1/2' references
"$kanbao" help nonesuch >out 2>err
if [ $? -eq 64 ] && grep -q "'nonesuch'" err; then
	say ok 'no such topic'
else
	say '' 'no such topic'
fi
mkdir -p home/.config/kanbao
printf 'unbind J\nbind <F5> next-article\n' >home/.config/kanbao/kanbao.conf
topic 'actions with the keys of kanbao.conf' 'next-article *<F5> ' actions
printf '# first\nbind x nonesuch\n' >home/.config/kanbao/kanbao.conf
"$kanbao" list >out 2>err
if [ $? -eq 78 ] && grep -q 'kanbao.conf:2: .*nonesuch' err && [ "$(wc -l <err)" -eq 1 ]; then
	say ok 'a mistake is named with its line'
else
	say '' "a mistake: $(cat err)"
fi
printf 'bind x jump\nbind x back\n' >home/.config/kanbao/kanbao.conf
"$kanbao" list >out 2>err
if [ $? -eq 78 ] && grep -q 'conf:2: .*jump.*line 1' err; then
	say ok 'a key bound twice is named with both lines'
else
	say '' "bound twice: $(cat err)"
fi
printf 'bind m back\n' >home/.config/kanbao/kanbao.conf
"$kanbao" list >out 2>err
if [ $? -eq 78 ] && grep -q "conf:1: .*'m'.*set-mark" err; then
	say ok 'a key that begins another sequence is refused'
else
	say '' "begins another: $(cat err)"
fi
# help and version are there for those too whose file has a mistake
for words in help 'help actions' --version --help 'list --help'; do
	# shellcheck disable=SC2086
	if "$kanbao" $words >out 2>err && [ -s out ] && [ ! -s err ]; then
		say ok "$words beside a mistake"
	else
		say '' "$words beside a mistake: $(cat err)"
	fi
done
finish
