#!/bin/sh
# The kiosk with a real sshd, on a host of its own.
# promises: K1 K2 K3 K4 K5 K6 K7 K8 K9
set -u
SOAK=${SOAK:-0.01}
# what would take minutes stands shorter in the short form
if awk -v by="$SOAK" 'BEGIN { exit !(by < 0.1) }'; then
	KIOSK_SSHD='UnusedConnectionTimeout 2s\nClientAliveInterval 1\nClientAliveCountMax 2\n'
fi
# what Debian's sshd lets in, and more
KIOSK_SSHD="${KIOSK_SSHD:-}AcceptEnv LANG LC_* LANGUAGE\nPerSourceMaxStartups 100\n"
PYTHONDONTWRITEBYTECODE=1
export KIOSK_SSHD PYTHONDONTWRITEBYTECODE
# with AddressSanitizer what is about memory
case $KB_BUILD in *asan) SOAK_ONLY='K2 K9' ;; esac
# shellcheck disable=SC2086 # a list of promises
exec tests/kiosk/enter "$KB_BUILD" python3 tests/kiosk/promises.py "$SOAK" ${SOAK_ONLY:-}
