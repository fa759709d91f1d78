#!/usr/bin/env bash
# Starts, stops and empties the Concord under test, in the harness's network namespace: target.sh start|stop|reset|pids
set -euo pipefail
cd "$(dirname "$0")/.."
HARNESS=${HARNESS:-$PWD/../shared/bench}
export PEERS=${PEERS:-${TMPDIR:-/tmp}/concord-bench}
run=$PEERS/run/concord
start() {
  mkdir -p "$run"
  ("$HARNESS/peers.sh" exec dotnet $PWD/.cache/server/Concord.Server.dll --data "$run/data" --http 18050 --dicom 11150 \
    --ae CONCORD --peer BENCHDST@127.0.0.1:11199 ${SERVER_ARGS:-} > "$run/log" 2>&1 < /dev/null) &
  for _ in $(seq 200); do
    grep -q 'Concord is ready' "$run/log" 2>/dev/null && break
    sleep .1
  done
  grep -q 'Concord is ready' "$run/log" || { cat "$run/log"; exit 1; }
  pgrep -f "^dotnet $PWD/.cache/server/.*--data $run/data" > "$run/pid"
}
stop() {
  [ -f "$run/pid" ] || return 0
  xargs -r kill < "$run/pid" 2>/dev/null || true
  for _ in $(seq 100); do xargs -r kill -0 < "$run/pid" 2>/dev/null || break; sleep .1; done
  xargs -r kill -9 < "$run/pid" 2>/dev/null || true
  rm -f "$run/pid"
}
case ${1:-} in
  start|stop) "$1" ;;
  reset) stop; rm -rf "$run/data"; start ;;
  pids) pgrep -f "^dotnet $PWD/.cache/server/.*--data $run/data" ;;
  *) sed -n 2p "$0"; exit 2 ;;
esac
