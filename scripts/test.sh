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
report=.cache/suite.json
reported() { # what the report says; $1: an expression over the summaries of its files, `f`
  node -p 'const f = Object.entries(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))); '"$1" "$report"
}
suite() { # a vitest project; its own counts are added
  local project=$1 began=$SECONDS code counts ok bad
  local -a again
  local run=(vitest run --project "$project" --reporter=default --reporter=./scripts/suite-reporter.ts)
  echo "--- $project tests"
  rm -f "$report"
  "${run[@]}"
  code=$?
  # beside others a machine that stands still for a second may cost a test its try: a few such files are tried once more, from their beginning, alone
  if [ "$code" -ne 0 ] && [ "$project" != unit ] && [ -f "$report" ]; then
    read -ra again < <(reported 'f.filter(([, one]) => one.failed > 0).map(([file]) => file || "-").join(" ")')
    if [ ${#again[@]} -ge 1 ] && [ ${#again[@]} -le 4 ] && [[ " ${again[*]} " != *" - "* ]]; then
      echo "--- once more, alone: ${again[*]}"
      "${run[@]}" --maxWorkers=1 "${again[@]}"
      code=$?
    fi
  fi
  echo "--- $project took $((SECONDS - began)) s"
  if [ -f "$report" ]; then
    counts=$(reported '["passed", "failed"].map((what) => f.reduce((sum, [, one]) => sum + one[what], 0)).join(" ")')
    summary+=$(reported 'f.flatMap(([, { lines }]) => lines).map((line) => line + "\n").join("") + "."')
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
  step 'the pages can be built' node scripts/build-pages.ts
  suite int
  suite wire
  suite e2e
fi
printf '%s' "$summary"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
