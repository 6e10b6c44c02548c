#!/bin/sh
# cppcheck 2.10, without what it takes for known or unread when the value comes
# through a pointer, and without scopes and shadowing, which -Wshadow judges.
build=${1:-build}
exec cppcheck --enable=warning,style,performance,portability --inline-suppr --error-exitcode=1 \
	--quiet --std=c17 --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=internalAstError \
	--suppress=knownConditionTrueFalse --suppress=unreadVariable --suppress=variableScope \
	--suppress=shadowFunction -j 2 \
	-Iinclude -I"$build/gen" -D_GNU_SOURCE "-D__$(uname -m)__" tui
