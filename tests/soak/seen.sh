#!/bin/sh
# promises: L4
# Readers of a published archive, an issue published again and again: each is told within five
# seconds, never more than three generations lie there, and the old ones go with their readers.
# shellcheck source=tests/soak/common
. tests/soak/common
python3 "$top/tests/soak/seen.py" "$kanbao" "$top" "$(scaled 200)" "$dir" || failed=1
exit $failed
