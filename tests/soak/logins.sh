#!/bin/sh
# Two hundred logins in ten seconds, through a real sshd.
# promises: L5
set -u
SOAK=${SOAK:-0.01}
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
exec tests/kiosk/enter "$KB_BUILD" python3 tests/kiosk/logins.py "$SOAK"
