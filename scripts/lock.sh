#!/bin/sh
# Pins every package with its hashes, for any platform, without the address of any registry.
# What is pinned already stays unless pyproject.toml forbids it; UPGRADE=1 takes the newest of all.
set -eu
uv=${UV:-uv}
options="--universal --python-version 3.11 --generate-hashes --no-emit-index-url"
options="$options --no-annotate --no-header --quiet"
if [ -n "${UPGRADE:-}" ]; then
    options="$options --upgrade"
fi

# shellcheck disable=SC2086 # the options are words
compile() {
    "$uv" pip compile $options "$@"
}

compile requirements-uv.in -o requirements-uv.txt
compile requirements-codegen.in -o requirements-codegen.txt
compile requirements-semgrep.in -o requirements-semgrep.txt
compile pyproject.toml --group build -o requirements.txt
# Held to what runs: a test never sees another version than a user does.
compile pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt
# Read by the developer's Python beside his packages: what both name is the same.
compile requirements-mutation.in -c requirements-dev.txt -o requirements-mutation.txt
