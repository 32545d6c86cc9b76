#!/usr/bin/env bash
# Everything that must be green before a change lands. Usage: scripts/test.sh [check]
# Ends with a line "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache
passed=0 failed=0

step() { # a check that either holds or does not
  local name=$1; shift
  echo "--- $name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name"; fi
}
suite() { # a vitest project; its own counts are added
  local project=$1 report=.cache/vitest-$1.json
  echo "--- $project tests"
  rm -f "$report"
  vitest run --project "$project" --reporter=default --reporter=json --outputFile.json="$report"
  local code=$? counts
  if [ -f "$report" ]; then
    counts=$(node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); console.log(r.numPassedTests, r.numFailedTests, r.numTotalTestSuites)' "$report")
    read -r ok bad _ <<<"$counts"
    passed=$((passed + ok)) failed=$((failed + bad))
    # a file that could not even be loaded counts as a failure too
    if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then failed=$((failed + 1)); fi
  else
    failed=$((failed + 1))
  fi
}

step 'types (server)' tsc -p .
step 'types (player)' tsc -p player
step 'types (load tests)' tsc -p loadtests
step 'lint and import fences' oxlint --type-aware
step 'format' biome format .
suite unit
if [ "${1:-}" != check ]; then
  suite int
  suite wire
  suite e2e
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
