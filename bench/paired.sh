#!/usr/bin/env bash
# Paired benchmark: Concord and Debian's Orthanc, same client, same machine, same run, in turns.
#   bench/paired.sh [--sets mr,ct] [--concs 1,4,8] [--tests store,stow,wado,retrieve] [--reps 3] [--rounds 1] [--out DIR]
# Needs root (a network namespace with only the loopback device keeps the servers off real interfaces), orthanc,
# orthanc-dicomweb, wrk, g++, python3-numpy, python3-pydicom and the harness folder (default ../shared/bench, or $HARNESS).
set -euo pipefail
cd "$(dirname "$0")/.."
HARNESS=${HARNESS:-$PWD/../shared/bench}
export PEERS=${PEERS:-${TMPDIR:-/tmp}/concord-bench}
sets=mr,ct concs=1,4,8 tests=store,stow,wado,retrieve reps=3 rounds=1 out=$PEERS/res
while [ $# -gt 0 ]; do
  case $1 in
    --sets|--concs|--tests|--reps|--rounds|--out) declare "${1#--}=$2"; shift 2 ;;
    *) sed -n 2,5p "$0"; exit 2 ;;
  esac
done
[ -f "$HARNESS/bench.py" ] || { echo "no harness in $HARNESS (set HARNESS)"; exit 1; }
mkdir -p "$PEERS"/{bin,data,run} "$out"
[ -x "$PEERS/bin/benchtool" ] || g++ -O2 -std=c++17 -pthread -msse4.2 -o "$PEERS/bin/benchtool" "$HARNESS/benchtool.cpp"
[ -d "$PEERS/data/bench" ] || /usr/bin/python3 "$HARNESS/gen.py" bench --out "$PEERS/data/bench"
./run --setup-only

trap 'bench/target.sh stop; "$HARNESS/peers.sh" wipe orthanc-deb' EXIT
for round in $(seq "$rounds"); do
  "$HARNESS/peers.sh" reset orthanc-deb
  "$HARNESS/peers.sh" exec "$HARNESS/bench.py" run --name orthanc-deb --ae PEER@127.0.0.1:11116 --web http://127.0.0.1:18046/dicom-web \
    --pids "$HARNESS/peers.sh pids orthanc-deb" --reset "$HARNESS/peers.sh reset orthanc-deb" --data "$PEERS/data" \
    --out "$out/orthanc-deb.jsonl" --sets "$sets" --concs "$concs" --tests "$tests" --reps "$reps"
  "$HARNESS/peers.sh" stop orthanc-deb
  bench/target.sh reset
  "$HARNESS/peers.sh" exec "$HARNESS/bench.py" run --name concord --ae CONCORD@127.0.0.1:11150 --web http://127.0.0.1:18050/dicom-web \
    --pids "bench/target.sh pids" --reset "bench/target.sh reset" --data "$PEERS/data" \
    --out "$out/concord.jsonl" --sets "$sets" --concs "$concs" --tests "$tests" --reps "$reps"
  bench/target.sh stop
done
"$HARNESS/bench.py" table "$out/orthanc-deb.jsonl" "$out/concord.jsonl" --base orthanc-deb --target concord
"$HARNESS/bench.py" table "$out/orthanc-deb.jsonl" "$out/concord.jsonl" --base orthanc-deb --target concord --metric cpu_s_per_GB
