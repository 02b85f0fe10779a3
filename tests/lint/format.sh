#!/bin/bash
# One mechanical style for all C files.
. tests/lint/lib.sh
c_files | xargs clang-format --dry-run 2>&1 | grep -E 'warning|error' |
	clean "every C file is as clang-format -i leaves it"
finish
