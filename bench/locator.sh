#!/bin/bash
# Fills the locator of an index as the index writer does and prints, every STEP rows, what a row costs and how long a look-up takes.
# Usage: bench/locator.sh [ROWS] [STEP] [FOLDER]; BENCH_COLD=1 (root) drops the page cache before the cold look-ups. 100 M rows take some 6 GB.
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-10000000} step=${2:-1000000} folder=${3:-$(mktemp -d)}
dotnet build bench/Concord.Bench -c Release -v q --nologo
trap '[ -n "${3:-}" ] || rm -rf "$folder"' EXIT
dotnet bench/Concord.Bench/bin/Release/net10.0/Concord.Bench.dll locator "$folder" "$rows" "$step"
