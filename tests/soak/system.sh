#!/bin/sh
# The kiosk on a Debian of its own, under systemd and Debian's kernel, in qemu.
# promises: K1 K8
# long only
set -u
exec tests/vm/run "${VM_FOLDER:-$(dirname "$KB_BUILD")/vm}"
