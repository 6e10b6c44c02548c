#!/bin/sh
# promises: C1 C2 C6
# Publishing, backup, restore, a bookmark and a migration: killed, or failed by the disk, at
# each of their calls. What they write is as before or as after, sound, and doing it again succeeds.
# shellcheck source=tests/soak/common
. tests/soak/common
needs_strace
python3 "$top/tests/soak/faults.py" "$kanbao" "$top" "$SOAK" "$dir" || failed=1
exit $failed
