#!/usr/bin/env bash
# The viewer in Chromium: the same OHIF over the same little proxy, once with Concord and once with Debian's Orthanc behind it, in turns.
#   bench/viewer.sh [--slices 300] [--rounds 3]
# Prints for each the median of: first image, whole MPR, switch to another study, seconds.
# Needs chromium, orthanc, orthanc-dicomweb, dcmtk, node, npm, and ./run --setup-only before.
set -euo pipefail
cd "$(dirname "$0")/.."
slices=300 rounds=3
while [ $# -gt 0 ]; do
  case $1 in
    --slices|--rounds) declare "${1#--}=$2"; shift 2 ;;
    *) sed -n 2,5p "$0"; exit 2 ;;
  esac
done
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
client=.cache/bench-viewer
if ! cmp -s bench/viewer/package-lock.json "$client/installed.json"; then
  mkdir -p "$client"
  cp bench/viewer/package.json bench/viewer/package-lock.json "$client/"
  npm ci --prefix "$client" --no-audit --no-fund --ignore-scripts --loglevel=error
  cp "$client/package-lock.json" "$client/installed.json"
fi
./concord synth --out "$work/studies" --set CT --studies 2 --slices "$slices" >/dev/null
cat > "$work/orthanc.json" <<JSON
{ "StorageDirectory": "$work/orthanc", "HttpPort": 28752, "DicomPort": 28753, "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "HttpThreadsCount": 50,
  "Plugins": ["/usr/share/orthanc/plugins"], "DicomWeb": { "Enable": true, "Root": "/dicom-web/", "StudiesMetadata": "MainDicomTags", "SeriesMetadata": "Full" } }
JSON
/usr/sbin/Orthanc "$work/orthanc.json" >"$work/orthanc.log" 2>&1 & pids+=($!)
dotnet .cache/server/Concord.Server.dll --data "$work/concord" --http 28750 --dicom 28751 >"$work/concord.log" 2>&1 & pids+=($!)
wait_for() { for _ in $(seq 150); do curl -sf -o /dev/null "$1" && return; sleep .2; done; echo "nothing answers at $1"; exit 1; }
wait_for http://127.0.0.1:28752/system
wait_for http://127.0.0.1:28750/healthz/ready
storescu -xs +sd +r 127.0.0.1 28751 -aec CONCORD "$work/studies"
storescu -xs +sd +r 127.0.0.1 28753 -aec ORTHANC "$work/studies"
curl -sf -X POST -o /dev/null http://127.0.0.1:28750/api/seal
ln -sfn "$PWD/$client/node_modules" "$work/node_modules" # what the client loads is found beside it
cp bench/viewer/*.mjs "$work/"
node "$work/viewer.mjs" "$PWD/.cache/ohif" "$rounds" "$slices" Concord=http://127.0.0.1:28750 Orthanc=http://127.0.0.1:28752
