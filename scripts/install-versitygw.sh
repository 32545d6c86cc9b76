#!/usr/bin/env bash
# Puts a real S3 server for the tests into .cache/bin, where Go is present. A second run does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
version=v1.8.0
[ -x .cache/bin/versitygw ] && exit 0
mkdir -p .cache/bin
GOBIN="$PWD/.cache/bin" GOFLAGS=-buildvcs=false timeout 400 go install "github.com/versity/versitygw/cmd/versitygw@$version"
