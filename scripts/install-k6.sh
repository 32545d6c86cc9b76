#!/usr/bin/env bash
# Puts k6 for the load tests into .cache/bin, where Go is present. A second run does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
version=v1.8.1
[ -x .cache/bin/k6 ] && exit 0
command -v k6 >/dev/null 2>&1 && exit 0
command -v go >/dev/null 2>&1 || { echo 'plenary: k6 is missing and Go is not here to build it. Install k6 (https://k6.io/docs/get-started/installation/) or Go.' >&2; exit 1; }
echo 'plenary: building k6 (about two minutes, once) ...'
mkdir -p .cache/bin
GOBIN="$PWD/.cache/bin" GOFLAGS=-buildvcs=false timeout 900 go install "go.k6.io/k6@$version"
