#!/bin/sh
# There is no network in it: the program asks the system for no connection.
# shellcheck source=tests/cli/common
. tests/cli/common
calls=$(nm -D --undefined-only "$kanbao" | sed 's/.* U //; s/@.*//' |
	grep -E '^(socket|connect|bind|listen|accept4?|getaddrinfo|gethostby[a-z_]*|res_[a-z]*)$')
if [ -z "$calls" ]; then
	say ok 'no call that reaches a network'
else
	say '' "calls that reach a network: $(echo "$calls" | tr '\n' ' ')"
fi
finish
