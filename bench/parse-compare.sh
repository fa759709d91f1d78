#!/usr/bin/env bash
# µs of processor time to parse one file that lies in memory: Concord, DCMTK, pydicom, in turns, in one run.
#   bench/parse-compare.sh [--seconds 0.5] [--rounds 1]
# Needs libdcmtk-dev, g++ and /usr/bin/python3 with pydicom. Makes its objects; parses the corpus too where it is ($CORPUS, default ../shared/corpus).
# "head": to pixel data, "whole": all of the file. The best round of each counts. Ratios: DCMTK or pydicom ÷ Concord.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=0.5 rounds=1
while [ $# -gt 0 ]; do
  case $1 in
    --seconds|--rounds) declare "${1#--}=$2"; shift 2 ;;
    *) sed -n 2,5p "$0"; exit 2 ;;
  esac
done
corpus=${CORPUS:-$PWD/../shared/corpus}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build bench/Concord.Bench -c Release -v q --nologo -clp:"ErrorsOnly;NoSummary"
g++ -O2 -o "$work/parse_dcmtk" bench/compare/parse_dcmtk.cpp -ldcmdata -loflog -lofstd -lz
ours=(dotnet bench/Concord.Bench/bin/Release/net10.0/Concord.Bench.dll parse)
dcmtk=("$work/parse_dcmtk")
pydicom=(/usr/bin/python3 bench/compare/parse_pydicom.py)
dotnet bench/Concord.Bench/bin/Release/net10.0/Concord.Bench.dll objects "$work/objects"
for object in ct mr sr enhanced; do
  for syntax in explicit implicit; do echo "$work/objects/$object-$syntax.dcm" >"$work/$object-$syntax.list"; done
done
if [ -d "$corpus" ]; then
  find "$corpus" -path "$corpus/malformed" -prune -o -type f -size -4096k \( -name '*.dcm' -o ! -name '*.*' \) -print | sort >"$work/corpus.list"
else
  echo "no corpus in $corpus (set CORPUS): only the objects made here" >&2
fi

measure() { "${@:2}" "$mode" "$seconds" "$list" | { read -r us files refused; echo "$1 $us $files $refused" >>"$work/$name.$mode"; }; }
for round in $(seq "$rounds"); do
  for list in "$work"/*.list; do
    name=$(basename "$list" .list)
    for mode in head whole; do
      measure concord "${ours[@]}"
      measure dcmtk "${dcmtk[@]}"
      measure pydicom "${pydicom[@]}"
    done
  done
done
printf '%-18s %-6s %12s %12s %12s %8s %9s  %s\n' object what 'concord µs' 'dcmtk µs' 'pydicom µs' ÷dcmtk ÷pydicom 'files read (refused)'
for name in ct-explicit ct-implicit mr-explicit mr-implicit sr-explicit sr-implicit enhanced-explicit enhanced-implicit corpus; do
  for mode in head whole; do
    [ -f "$work/$name.$mode" ] || continue
    awk -v name="$name" -v mode="$mode" '
      !($1 in best) || $2 < best[$1] { best[$1] = $2 }
      { files[$1] = $3 " (" $4 ")" }
      END { printf "%-18s %-6s %10.2f %10.2f %10.1f %7.1f %8.1f  %s %s %s\n", name, mode, best["concord"], best["dcmtk"], best["pydicom"],
            best["dcmtk"] / best["concord"], best["pydicom"] / best["concord"], files["concord"], files["dcmtk"], files["pydicom"] }' "$work/$name.$mode"
  done
done
