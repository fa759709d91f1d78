#!/usr/bin/env bash
# The core's benchmarks: parse, write, JSON, charsets, dictionary, PDUs. Time and bytes allocated of each.
#   bench/core.sh [--filter '*Parse*'] [BenchmarkDotNet's other arguments]
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- --filter '*'
dotnet build bench/Concord.Bench -c Release -v q --nologo -clp:"ErrorsOnly;NoSummary"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! dotnet bench/Concord.Bench/bin/Release/net10.0/Concord.Bench.dll --artifacts "${TMPDIR:-/tmp}/concord-bench/core" "$@" >"$log" 2>&1; then tail -n 40 "$log"; exit 1; fi
sed -n '/^| Type/,$p' "$log" | grep '^|'
