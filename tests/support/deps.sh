#!/bin/sh
# Installs the Debian packages that are missing: deps.sh [--check] [GROUP ...]
# The groups are build, test, lint, peers and bench; without one, build and
# test, which is what `make demo` and `make test` need. --check installs
# nothing: 0 when all is there, else 1 and the names on stderr.
#
# What counts is the thing itself and not the package: a compiler or a node
# from elsewhere is as good.
set -eu

# group, what to look for, package
rows='
build cmd:gcc gcc
build file:/usr/include/stdio.h libc6-dev
build cmd:make make
build cmd:pkg-config pkg-config
build pc:libuv libuv1-dev
build pc:libcurl libcurl4-openssl-dev
build pc:libwebsockets libwebsockets-dev
build file:/usr/include/jq.h libjq-dev
build pc:libsodium libsodium-dev
build pc:libcrypto libssl-dev
build cmd:jq jq
test cmd:prove perl
test cmd:bats bats
test file:/usr/lib/bats/bats-support/load.bash bats-support
test file:/usr/lib/bats/bats-assert/load.bash bats-assert
test file:/usr/lib/bats/bats-file/load.bash bats-file
test cmd:bash bash
test file:/usr/share/bash-completion/bash_completion bash-completion
test cmd:zsh zsh
test cmd:fish fish
test cmd:curl curl
test cmd:openssl openssl
test cmd:ps procps
test cmd:nm binutils
test cmd:node nodejs
lint cmd:clang clang
lint cmd:clang-format clang-format
lint cmd:clang-tidy clang-tidy
lint cmd:cppcheck cppcheck
lint cmd:shellcheck shellcheck
test cmd:mandoc mandoc
peers cmd:node nodejs
peers cmd:npm npm
bench cmd:node nodejs
bench cmd:npm npm
bench cmd:g++ g++
bench pc:simdjson libsimdjson-dev
'

has() {
	case $1 in
	cmd:*) command -v "${1#cmd:}" >/dev/null 2>&1 ;;
	pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
	file:*) [ -e "${1#file:}" ] ;;
	esac
}

check=
groups=
for a in "$@"; do
	case $a in
	--check) check=1 ;;
	build | test | lint | peers | bench) groups="$groups $a" ;;
	*)
		echo "usage: deps.sh [--check] [build|test|lint|peers|bench ...]" >&2
		exit 2
		;;
	esac
done
groups=${groups:- build test}

missing=$(echo "$rows" | while read -r group what package; do
	case " $groups " in
	*" ${group:-none} "*) has "$what" || echo "$package" ;;
	esac
done | sort -u)

[ -n "$missing" ] || exit 0
# Words are wanted here: package names hold no blanks.
# shellcheck disable=SC2086
set -- $missing
if [ -n "$check" ]; then
	echo "deps.sh: missing: $*" >&2
	exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
	echo "deps.sh: no apt-get here; install what provides: $*" >&2
	exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
	echo "deps.sh: packages are missing; run this, then try again:" >&2
	echo "  sudo apt-get install --no-install-recommends $*" >&2
	exit 1
fi
export DEBIAN_FRONTEND=noninteractive
echo "installing: $*"
install() {
	apt-get install -y -q --no-install-recommends "$@" </dev/null
}
# Old package lists name files that are gone: update once, and try again.
install "$@" >/dev/null 2>&1 || {
	apt-get update -q </dev/null && install "$@"
} || {
	echo "deps.sh: apt-get could not install: $*" >&2
	exit 1
}
