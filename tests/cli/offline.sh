#!/bin/sh
# There is no network in it: the program asks the system for no address and no
# connection but that to the host's own log.
# shellcheck source=tests/cli/common
. tests/cli/common
calls=$(nm -D --undefined-only "$kanbao" | sed 's/.* U //; s/@.*//' |
	grep -E '^(bind|listen|accept4?|sendto|getaddrinfo|gethostby[a-z_]*|res_[a-z]*)$')
if [ -z "$calls" ]; then
	say ok 'no call that reaches a network'
else
	say '' "calls that reach a network: $(echo "$calls" | tr '\n' ' ')"
fi
sockets=$(grep -rnE '[^a-z_]socket\(' "$top/tui" --include='*.c' | grep -v AF_UNIX)
if [ -z "$sockets" ]; then
	say ok 'no socket but of the host itself'
else
	say '' "sockets: $sockets"
fi
finish
