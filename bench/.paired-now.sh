#!/usr/bin/env bash
# Paired benchmark: Concord and Debian's Orthanc, same client, same machine, same run, in turns.
#   bench/paired.sh [--peers orthanc-deb,orthanc-pg,storescp] [--sets mr,ct,mg,us] [--concs 1,4,8,32] [--tests store,stow,wado,retrieve]
#                   [--reps 3] [--rounds 1] [--out DIR]     what lies in DIR already is counted with it
# Needs root (a network namespace with only the loopback device keeps the servers off real interfaces), orthanc,
# orthanc-dicomweb (orthanc-postgresql and postgresql for orthanc-pg, dcmtk for storescp), wrk, g++, python3-numpy, python3-pydicom and the harness folder (default ../shared/bench, or $HARNESS).
set -euo pipefail
cd "$(dirname "$0")/.."
HARNESS=${HARNESS:-$PWD/../shared/bench}
export PEERS=${PEERS:-${TMPDIR:-/tmp}/concord-bench}
peers=orthanc-deb sets=mr,ct concs=1,4,8 tests=store,stow,wado,retrieve reps=3 rounds=1 out=$PEERS/res
while [ $# -gt 0 ]; do
  case $1 in
    --peers|--sets|--concs|--tests|--reps|--rounds|--out) declare "${1#--}=$2"; shift 2 ;;
    *) sed -n 2,7p "$0"; exit 2 ;;
  esac
done
[ -f "$HARNESS/bench.py" ] || { echo "no harness in $HARNESS (set HARNESS)"; exit 1; }
mkdir -p "$PEERS"/{bin,data,run} "$out"
[ -x "$PEERS/bin/benchtool" ] || g++ -O2 -std=c++17 -pthread -msse4.2 -o "$PEERS/bin/benchtool" "$HARNESS/benchtool.cpp"
[ -d "$PEERS/data/bench" ] || /usr/bin/python3 "$HARNESS/gen.py" bench --out "$PEERS/data/bench"


# Debian's Orthanc with its PostgreSQL plug-in stands in for the harness's orthanc-pg, which names a newer build.
export ORTHANC_NEW=${ORTHANC_NEW:-/usr/sbin/Orthanc} DW_NEW=${DW_NEW:-/usr/share/orthanc/plugins/libOrthancDicomWeb.so}
export PG_NEW=${PG_NEW:-/usr/share/orthanc/plugins/libOrthancPostgreSQLIndex.so}

trap 'bench/target.sh stop; for peer in ${peers//,/ }; do "$HARNESS/peers.sh" wipe "$peer"; done' EXIT
drive() { # name, what stands behind it: address, PIDs, reset
  "$HARNESS/peers.sh" exec "$HARNESS/bench.py" run --name "$1" --ae "$2" ${3:+--web "$3"} --pids "$4" --reset "$5" --data "$PEERS/data" \
    --out "$out/$1.jsonl" --sets "$sets" --concs "$concs" --tests "$tests" --reps "$reps"
}
files=()
for round in $(seq "$rounds"); do
  for peer in ${peers//,/ }; do
    http=$("$HARNESS/peers.sh" http "$peer")
    [ "$http" = - ] && web= || web=http://127.0.0.1:$http/dicom-web
    "$HARNESS/peers.sh" reset "$peer"
    drive "$peer" "PEER@127.0.0.1:$("$HARNESS/peers.sh" port "$peer")" "$web" "$HARNESS/peers.sh pids $peer" "$HARNESS/peers.sh reset $peer"
    "$HARNESS/peers.sh" stop "$peer"
  done
  bench/target.sh reset
  drive concord CONCORD@127.0.0.1:11150 http://127.0.0.1:18050/dicom-web "bench/target.sh pids" "bench/target.sh reset"
  bench/target.sh stop
done
for peer in ${peers//,/ } concord; do files+=("$out/$peer.jsonl"); done
bench/ingest-table.py "${files[@]}"
base=${peers%%,*}
case $tests in *stow*|*wado*|*retrieve*)
  "$HARNESS/bench.py" table "${files[@]}" --base "$base" --target concord
  "$HARNESS/bench.py" table "${files[@]}" --base "$base" --target concord --metric cpu_s_per_GB ;;
esac
