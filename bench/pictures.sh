#!/usr/bin/env bash
# Rendered pictures: Concord and Debian's Orthanc in one run, the same objects, the same client (wrk), in turns.
#   bench/pictures.sh [--ct FILE] [--mg FILE] [--seconds 5] [--connections 1,4] [--types png,jpeg]
# Without files it draws a CT of 512 x 512 and a mammogram of 27 MB. Prints pictures a second, the median in ms, KB a picture;
# at the end what memory each server has (resident MB).
# Needs orthanc, orthanc-dicomweb, wrk, curl, dcmtk, python3-pydicom, and ./run --setup-only before.
set -euo pipefail
cd "$(dirname "$0")/.."
ct= mg= seconds=5 connections=1,4 types=png,jpeg
while [ $# -gt 0 ]; do
  case $1 in
    --ct|--mg|--seconds|--connections|--types) declare "${1#--}=$2"; shift 2 ;;
    *) sed -n 2,6p "$0"; exit 2 ;;
  esac
done
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT
if [ -z "$ct" ] || [ -z "$mg" ]; then
  ./concord synth --out "$work/synth" --set CT MG --slices 3 >/dev/null
  ct=${ct:-$(find "$work/synth" -path '*CT*' -name 'IM0002.dcm' -size +400k | head -1)}
  if [ -z "$mg" ]; then mg=$work/mg.dcm; bench/large-mammogram.py "$(find "$work/synth" -path '*MG*' -name 'IM0001.dcm' | head -1)" "$mg"; fi
fi
wait_for() { for _ in $(seq 150); do curl -sf -o /dev/null "$1" && return; sleep .2; done; echo "nothing answers at $1"; exit 1; }

cat > "$work/orthanc.json" <<JSON
{ "StorageDirectory": "$work/orthanc", "HttpPort": 28652, "DicomPort": 28653, "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
  "Plugins": ["/usr/share/orthanc/plugins"], "DicomWeb": { "Enable": true, "Root": "/dicom-web/" } }
JSON
/usr/sbin/Orthanc "$work/orthanc.json" >"$work/orthanc.log" 2>&1 & pids+=($!)
dotnet .cache/server/Concord.Server.dll --data "$work/concord" --http 28650 --dicom 28651 >"$work/concord.log" 2>&1 & pids+=($!)
wait_for http://127.0.0.1:28652/system
wait_for http://127.0.0.1:28650/healthz/ready
uid() { dcmdump +P "$1" "$2" | head -1 | sed 's/.*\[\(.*\)\].*/\1/'; }
declare -A path id
for kind in ct mg; do
  file=${!kind}
  storescu -xs 127.0.0.1 28651 -aec CONCORD "$file"
  storescu -xs 127.0.0.1 28653 -aec ORTHANC "$file"
  path[$kind]=dicom-web/studies/$(uid 0020,000d "$file")/series/$(uid 0020,000e "$file")/instances/$(uid 0008,0018 "$file")
done
for i in $(curl -s http://127.0.0.1:28652/instances | tr -d '[]," '); do
  sop=$(curl -s "http://127.0.0.1:28652/instances/$i/metadata/" >/dev/null; curl -s "http://127.0.0.1:28652/instances/$i/tags?simplify" | sed -n 's/.*"SOPInstanceUID" : "\(.*\)".*/\1/p')
  for kind in ct mg; do case ${path[$kind]} in *"/$sop") id[$kind]=$i ;; esac; done
done
measure() { ACCEPT=$2 wrk -s bench/pictures.lua -t1 -c"$3" -d"${seconds}s" --timeout 30s "http://127.0.0.1:$1" | sed -n 's/^RESULT //p'; }
printf '| picture | connections | Concord /rendered | Orthanc DICOMweb /rendered | Orthanc /instances/…/rendered | Orthanc /preview |\n|---|---|---|---|---|---|\n'
for kind in ct mg; do
  for type in ${types//,/ }; do
    for c in ${connections//,/ }; do
      row="| $kind $type | $c |"
      for url in "28650/${path[$kind]}/rendered" "28652/${path[$kind]}/rendered" "28652/instances/${id[$kind]}/rendered" "28652/instances/${id[$kind]}/preview"; do
        curl -s -o /dev/null -H "Accept: image/$type" "http://127.0.0.1:$url"
        read -r rate median size bad <<<"$(measure "$url" "image/$type" "$c")"
        row+=" $rate/s · $median ms · ${size} KB$([ "$bad" = 0 ] || echo " · $bad failed") |"
      done
      echo "$row"
    done
  done
done
memory() { awk '/VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$1/status"; }
printf '\nResident, MB: Orthanc %s, Concord %s\n' "$(memory "${pids[0]}")" "$(memory "${pids[1]}")"
