#!/bin/sh
# promises: C4
# Power is lost: what was not yet synced is dropped, torn or out of order. What was reported as
# stored is there; nothing is ever corrupt. (tests/soak/power.py says how.)
# shellcheck source=tests/soak/common
. tests/soak/common
needs_strace
python3 "$top/tests/soak/power.py" "$kanbao" "$top" "$(scaled 1000)" "$dir" || failed=1
exit $failed
