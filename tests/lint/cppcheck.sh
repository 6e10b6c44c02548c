#!/bin/sh
# cppcheck 2.10. Tables that other files include are read where they stand.
build=${1:-build}
exec cppcheck --enable=warning,style,performance,portability --inline-suppr --error-exitcode=1 \
	--quiet --std=c17 --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=internalAstError -j 2 \
	-Iinclude -I"$build/gen" -D_GNU_SOURCE tui
