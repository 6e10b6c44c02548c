#!/bin/sh
# promises: C7 C8 C9
# Archives of a newer program and files that are none: refused at once, untouched. Reading where
# nothing may be written: it works, and says what is not kept.
# shellcheck source=tests/soak/common
. tests/soak/common
python3 "$top/tests/soak/opening.py" "$kanbao" "$top" "$dir" || failed=1
exit $failed
