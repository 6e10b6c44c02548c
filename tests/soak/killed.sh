#!/bin/sh
# Each write to the archive killed or failed, not only some: tests/cli/killed.sh whole.
# promises: C1
# long only
out=$TMPDIR/killed.out
EVERY_PLACE=yes sh tests/cli/killed.sh >"$out" 2>&1
status=$?
grep -E '^not ok|# SKIP' "$out" | sed 's/^/# /'
places=$(sed -n 's/^# \([0-9]*\) places in all$/\1/p' "$out")
echo "C1 tried ${places:-0} failed $(grep -c '^not ok' "$out")"
exit $status
