#!/bin/bash
# Runs independent clients and decoders from npm against ours: each *-test.mjs
# beside this file is one TAP program. Called by `make test-peers`; the commands
# are in $XG_BIN. With arguments: only these files.
set -eu
cd "$(dirname "$0")"
XG_BIN=${XG_BIN:-$(cd ../.. && pwd)/build/bin}
export XG_BIN

for tool in node npm prove; do
	command -v "$tool" >/dev/null || {
		echo "test-peers: $tool is not installed; run make deps" >&2
		exit 1
	}
done
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 18 ] || {
	echo "test-peers: node 18 or newer is needed, this is $(node -v)" >&2
	exit 1
}

# The packages are pinned by the lock file and its hashes; they are installed
# again only when it has changed. No script of a package is run.
stamp=node_modules/.xg-lock
if ! cmp -s package-lock.json "$stamp"; then
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
	cp package-lock.json "$stamp"
fi

if [ $# -eq 0 ]; then
	set -- *-test.mjs
	[ -e "$1" ] || {
		echo "test-peers: no test found in $PWD" >&2
		exit 1
	}
fi
exec prove -j2 --failures --comments -e ./run-one "$@"
