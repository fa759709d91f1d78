#!/usr/bin/env bash
# CPU seconds a GB received, kernel included, of the server alone: Concord's acceptor before a sink that drops the bytes,
# and DCMTK's storescp dropping them (--ignore) and writing files, in turns, in one run, on loopback.
#   bench/receive.sh [--gb 2] [--rounds 1] [--concs 1,4,8] [--pdu 131072]
# Needs g++, dcmtk and the harness folder with benchtool.cpp ($HARNESS, default ../shared/bench). storescp serves one association a process
# (--fork): its children's time is counted. The median round counts.
set -euo pipefail
cd "$(dirname "$0")/.."
HARNESS=${HARNESS:-$PWD/../shared/bench}
gb=2 rounds=1 concs=1,4,8 pdu=131072
while [ $# -gt 0 ]; do
  case $1 in
    --gb|--rounds|--concs|--pdu) declare "${1#--}=$2"; shift 2 ;;
    *) sed -n 2,7p "$0"; exit 2 ;;
  esac
done
[ -f "$HARNESS/benchtool.cpp" ] || { echo "no harness in $HARNESS (set HARNESS)"; exit 1; }
work=$(mktemp -d)
server=
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; }; }
trap 'stop; rm -rf "$work"' EXIT
dotnet build bench/Concord.Bench -c Release -v q --nologo -clp:"ErrorsOnly;NoSummary"
g++ -O2 -std=c++17 -pthread -msse4.2 -o "$work/benchtool" "$HARNESS/benchtool.cpp"
dotnet bench/Concord.Bench/bin/Release/net10.0/Concord.Bench.dll objects "$work/objects"
object=$work/objects/ct-explicit.dcm
size=$(stat -c %s "$object")
port=11250

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }
start() {
  mkdir -p "$work/kept"
  case $1 in
    concord) dotnet bench/Concord.Bench/bin/Release/net10.0/Concord.Bench.dll sink "$port" >"$work/log" 2>&1 & ;;
    ignore) TCP_NODELAY=1 storescp --fork --ignore --max-pdu 131072 "$port" >"$work/log" 2>&1 & ;;
    files) TCP_NODELAY=1 storescp --fork --output-directory "$work/kept" --unique-filenames --max-pdu 131072 "$port" >"$work/log" 2>&1 & ;;
  esac
  server=$!
  for _ in $(seq 200); do listens && return 0; sleep 0.1; done
  echo "$1 does not listen:"; cat "$work/log"; exit 1
}
ticks() { awk '{ sub(/^.*\) /, ""); print $12 + $13 + $14 + $15 }' "/proc/$server/stat"; } # own and children's user and system time
send() { "$work/benchtool" store --to "SINK@127.0.0.1:$port" --conc "$1" --pdu "$pdu" --repeat "$2" "$object"; }

for round in $(seq "$rounds"); do
  for who in concord ignore files; do
    start $who
    send 4 800 >/dev/null # until all is compiled
    send 1 800 >/dev/null
    for conc in ${concs//,/ }; do
      repeat=$(awk -v gb="$gb" -v size="$size" -v conc="$conc" 'BEGIN { print int(gb * 1e9 / size / conc) + 1 }')
      sleep 0.5
      before=$(ticks)
      send "$conc" "$repeat" >"$work/out" || { cat "$work/out"; exit 1; }
      sleep 0.5
      awk -v who=$who -v conc="$conc" -v ticks=$(($(ticks) - before)) -v bytes=$((size * conc * repeat)) -v hz="$(getconf CLK_TCK)" \
        'BEGIN { printf "%s %d %.3f\n", who, conc, ticks / hz / (bytes / 1e9) }' >>"$work/result"
      rm -rf "$work/kept"; mkdir "$work/kept"
    done
    stop
  done
done
echo "CPU s per GB, objects of $size bytes, PDUs of $pdu, median of $rounds rounds of $gb GB each"
printf '%-14s %10s %18s %16s %14s\n' associations concord 'storescp --ignore' 'storescp, files' 'files ÷ ours'
for conc in ${concs//,/ }; do
  for who in concord ignore files; do awk -v w=$who -v c="$conc" '$1 == w && $2 == c { print $3 }' "$work/result" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; done |
    paste -sd' ' | awk -v c="$conc" '{ printf "%-14d %10.3f %18.3f %16.3f %14.2f\n", c, $1, $2, $3, $3 / $1 }'
done
