#!/bin/sh
# Two hundred readers and an importer: times, memory, generations, queries of death.
# promises: L1 L2 L4 L6
set -u
SOAK=${SOAK:-0.01}
PYTHONDONTWRITEBYTECODE=1
KIOSK_LANGUAGE=en
KIOSK_SSHD='PerSourceMaxStartups 400\nMaxStartups 400\n'
export PYTHONDONTWRITEBYTECODE KIOSK_LANGUAGE KIOSK_SSHD
exec tests/kiosk/enter "$KB_BUILD" python3 tests/kiosk/load.py "$SOAK" "${LOAD_BY:-direct}"
