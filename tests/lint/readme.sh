#!/bin/sh
# In the README's table of readers each thing that kanbao has names a test that is there.
# shellcheck disable=SC2016 # back-quotes of Markdown
set -u
failed=0
rows=$(sed -n '/^## Beside other readers/,/^## M/p' README.md | grep '^| [A-Z]')
[ -n "$rows" ] || { echo 'README.md: no table of readers'; exit 1; }
while IFS='|' read -r _ what kanbao _; do
	case $kanbao in ' no ') continue ;; esac
	shown=$(printf '%s' "$kanbao" | sed -n 's/.*`\(.*\)`.*/\1/p')
	file=tests/${shown%% *}
	name=${shown#* }
	if [ -z "$shown" ] || [ ! -f "$file" ]; then
		echo "README.md:$what: no test is named, or it is not there"
		failed=1
	elif [ "$name" != "$shown" ] && ! grep -qw -- "$name" "$file"; then
		echo "README.md:$what: $file has no $name"
		failed=1
	fi
done <<END
$rows
END
exit $failed
