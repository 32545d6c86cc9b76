#!/usr/bin/env bash
# Everything that must be green before a change lands. Usage: scripts/test.sh [check]
# Ends with what failed, what held at its second try only, and a line "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache
passed=0 failed=0 summary=''

step() { # a check that either holds or does not
  local name=$1; shift
  echo "--- $name"
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)) summary+="FAILED $name"$'\n'
    echo "FAILED: $name"
  fi
}
suite() { # a vitest project; its own counts are added
  local project=$1 report=.cache/suite.json began=$SECONDS code counts
  echo "--- $project tests"
  rm -f "$report"
  vitest run --project "$project" --reporter=default --reporter=./scripts/suite-reporter.ts
  code=$?
  echo "--- $project took $((SECONDS - began)) s"
  if [ -f "$report" ]; then
    counts=$(node -p 'const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); `${r.passed} ${r.failed}`' "$report")
    summary+=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).lines.map((l) => l + "\n").join("") + "."' "$report")
    summary=${summary%.}
    read -r ok bad <<<"$counts"
    passed=$((passed + ok)) failed=$((failed + bad))
    # a run that failed although no test did
    if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then failed=$((failed + 1)) summary+="FAILED $project tests: exit code $code"$'\n'; fi
  else
    failed=$((failed + 1)) summary+="FAILED $project tests: no report, exit code $code"$'\n'
  fi
}

step 'types (server)' tsc -p .
step 'types (player)' tsc -p player
step 'types (studio)' tsc -p studio
step 'types (load tests)' tsc -p loadtests
step 'lint and import fences' oxlint --type-aware
step 'format' biome format .
suite unit
if [ "${1:-}" != check ]; then
  suite int
  suite wire
  suite e2e
fi
printf '%s' "$summary"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
