#!/bin/sh
# Step 1 of the Action: which aegis to run. Hands its path on as the output `program`.
set -eu

root=$(cd -- "$(dirname -- "$0")/../.." && pwd)
program=${AEGIS_PROGRAM:-}
if [ -n "$program" ]; then
    [ -x "$program" ] || {
        echo "::error::aegis: the input program names no program that can be run"
        exit 2
    }
elif ! program=$(command -v aegis); then
    . "$root/ci/setup.sh"
    need "$root/ci/packages.txt"
    build release
    program=$root/build/release/aegis
fi
echo "program=$program" >>"$GITHUB_OUTPUT"
