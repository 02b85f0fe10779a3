#!/bin/bash
# All checks of the tree itself, as tests: run.sh [CHECK ...]
set -u
cd "$(dirname "$0")/../.." || exit 1
tests/support/deps.sh --check build test lint || {
	echo "make lint: run tests/support/deps.sh build test lint" >&2
	exit 1
}
export B=${B:-build}
if [ $# -eq 0 ]; then
	# The long ones first, so that two run side by side to the end.
	set -- tidy cppcheck clang selftest install format layers pure headers \
		banned docs records tree shell man size
fi
set -- "${@/#/tests\/lint\/}"
exec prove -j2 -e bash "${@/%/.sh}"
