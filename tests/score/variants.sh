#!/bin/sh
# The pages changed as other hands would have them, against their gold labels.
set -u
exec python3 tests/score/variants.py "$KANBAO" tests/score/score-import
