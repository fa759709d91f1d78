#!/usr/bin/env bash
# What the process boundary costs: each codec's library called directly in a process of its own, and through the codec pool with one worker, in turns.
#   bench/codecs.sh [FILE...]
# Without files: a synthetic CT of 512 x 512 and a mammogram of 27 MB. Needs ./run --setup-only before, and python3-pydicom.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ $# -eq 0 ]; then
  ./concord synth --out "$work/synth" --set CT MG --slices 3 >/dev/null
  bench/large-mammogram.py "$(find "$work/synth" -path '*MG*' -name 'IM0001.dcm' | head -1)" "$work/mg.dcm"
  set -- "$(find "$work/synth" -path '*CT*' -name 'IM0002.dcm' -size +400k | head -1)" "$work/mg.dcm"
fi
dotnet build bench/Concord.Bench -c Release -v q --nologo -clp:"ErrorsOnly;NoSummary"
dotnet bench/Concord.Bench/bin/Release/net10.0/Concord.Bench.dll codecs "$@"
