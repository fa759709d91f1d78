#!/usr/bin/env bash
# A folder of 10,000 files listed and turned to JSON: Concord against dcmdump, dcm2json and pydicom, in turns, in one run.
#   bench/dump-compare.sh [--files 10000] [--rounds 1]
# Needs dcmtk and /usr/bin/python3 with pydicom. dcmdump takes many files at a time, dcm2json one; both run twice at once (xargs -P2), pydicom in two
# processes. Files are small synthetic studies, made here, over and over. Wall and CPU seconds, best round.
set -euo pipefail
cd "$(dirname "$0")/.."
files=10000 rounds=1
while [ $# -gt 0 ]; do
  case $1 in
    --files|--rounds) declare "${1#--}=$2"; shift 2 ;;
    *) sed -n 2,6p "$0"; exit 2 ;;
  esac
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
./concord synth --out "$work/once" --set small >/dev/null
find "$work/once" -name '*.dcm' | sort >"$work/once.list"
mkdir "$work/many"
awk -v most="$files" '{ path[NR] = $0 } END { for (n = 0; n < most; n++) printf "%s\t%05d.dcm\n", path[n % NR + 1], n }' "$work/once.list" |
  while IFS=$'\t' read -r from to; do ln "$from" "$work/many/$to" 2>/dev/null || cp "$from" "$work/many/$to"; done
find "$work/many" -name '*.dcm' | sort >"$work/list"
echo "$files files, $(du -shL "$work/once" | cut -f1) of them different, in $work/many"

cat >"$work/print_pydicom.py" <<'PY'
import sys, warnings
import pydicom
warnings.simplefilter("ignore")
for path in sys.argv[2:]:
    dataset = pydicom.dcmread(path)
    print(dataset if sys.argv[1] == "dump" else dataset.to_json())
PY
run() { # name, what, command...
  local TIMEFORMAT='%R %U %S'
  { time "${@:3}" >"$work/out" 2>"$work/err"; } 2>"$work/time" || { echo "$1 $2 failed:"; tail -n 3 "$work/err"; }
  awk -v name="$1" -v what="$2" -v bytes="$(stat -c %s "$work/out")" '{ print name, what, $1, $2 + $3, bytes }' "$work/time" >>"$work/result"
}
for _ in $(seq "$rounds"); do
  run concord dump ./concord dump "$work/many"
  run dcmtk dump xargs -a "$work/list" -P2 -n 500 dcmdump -q
  run pydicom dump xargs -a "$work/list" -P2 -n 500 /usr/bin/python3 "$work/print_pydicom.py" dump
  run concord json ./concord json "$work/many"
  run dcmtk json xargs -a "$work/list" -P2 -n 1 dcm2json -q
  run pydicom json xargs -a "$work/list" -P2 -n 500 /usr/bin/python3 "$work/print_pydicom.py" json
done
run concord start ./concord --version
run dcmtk start dcmdump --version
printf '%-6s %-8s %9s %9s %9s %9s  %s\n' what who 'wall s' 'CPU s' '÷ wall' '÷ CPU' 'bytes printed'
awk '{ key = $2 " " $1; if (!(key in wall) || $3 < wall[key]) { wall[key] = $3; cpu[key] = $4 } bytes[key] = $5 }
  END { split("dump json start", whats); split("concord dcmtk pydicom", whos)
    for (w = 1; w in whats; w++) for (p = 1; p in whos; p++) { key = whats[w] " " whos[p]; ours = whats[w] " concord"
      if (key in wall) printf "%-6s %-8s %9.2f %9.2f %9.1f %9.1f  %d\n", whats[w], whos[p], wall[key], cpu[key], wall[key] / (wall[ours] + 0.001), cpu[key] / (cpu[ours] + 0.001), bytes[key] } }' "$work/result"
