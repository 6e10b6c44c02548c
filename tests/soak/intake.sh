#!/bin/sh
# An operator's day: the drop folder of the kiosk, on a host of its own.
set -u
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
exec tests/kiosk/enter "$KB_BUILD" python3 tests/kiosk/intake.py
