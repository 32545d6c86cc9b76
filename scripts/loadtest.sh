#!/usr/bin/env bash
# Runs the k6 scenarios, one after the other. Usage: scripts/loadtest.sh [scenario ...]
#   TARGET=https://events.example SLUG=opening   against a running Plenary; without TARGET one is started here, with a presenter
#   OUT=folder                                    where the JSON summaries go (.cache/loadtest)
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:$PWD/.cache/bin"
export OUT=${OUT:-.cache/loadtest}
mkdir -p "$OUT"
scenarios=("$@")
[ ${#scenarios[@]} -gt 0 ] || scenarios=(join-storm steady-viewers chat-burst poll-flood)
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true

own='' folder=''
finish() {
  [ -z "$own" ] || { kill "$own" 2>/dev/null; wait "$own" 2>/dev/null; }
  [ -z "$folder" ] || rm -rf "$folder"
}
trap finish EXIT
if [ -z "${TARGET:-}" ]; then
  folder=$(mktemp -d)
  HOST=127.0.0.1 PORT=0 RTMP_PORT=0 DATA_DIR=$folder LOG_LEVEL=warn node main.ts demo > "$OUT/plenary.log" 2>&1 &
  own=$!
  for _ in $(seq 300); do [ -f "$folder/ready.json" ] && break; sleep 0.2; done
  [ -f "$folder/ready.json" ] || { echo "plenary: did not start, see $OUT/plenary.log" >&2; exit 1; }
  TARGET=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).http' "$folder/ready.json")
  for _ in $(seq 100); do curl -fs -o /dev/null "$TARGET/live/demo/index.m3u8" && break; sleep 0.2; done
fi
export TARGET
code=0
for scenario in "${scenarios[@]}"; do
  k6 run --quiet --no-usage-report "loadtests/scenarios/$scenario.ts" || code=$?
  if [ -n "$own" ]; then
    read -r _ _ _ _ _ _ _ _ _ _ _ _ _ user system _ < "/proc/$own/stat"
    echo "  Plenary's main process has used $(( (user + system) / 100 )) s of processor time so far; the rest of this machine was k6, ffmpeg and the presenter"
  fi
done
exit "$code"
