#!/usr/bin/env python3
"""Prints what bench/paired.sh measured of receiving (C-STORE), a row a set and number of associations, medians of the repetitions.

    bench/ingest-table.py PEER.jsonl... concord.jsonl       the last file is ours; ratios are to the first
"""
import json
import statistics
import sys

CELLS = (("per_s", "{:,.0f}"), ("MBps", "{:,.0f}"), ("cpu_s_per_GB", "{:.2f}"), ("rss_anon_mb", "{:.0f}"), ("p99_ms", "{:.1f}"))


def load(path):
    groups = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["test"] == "cstore":
                groups.setdefault((record["set"], record["conc"]), []).append(record)
    return groups


def median(records, metric):
    values = [record[metric] for record in records if metric in record and not record.get("fail")]
    return statistics.median(values) if values else None


def cell(records):
    if not records:
        return "–"
    values = [(median(records, metric), shape) for metric, shape in CELLS]
    return " · ".join("–" if value is None else shape.format(value) for value, shape in values)


def ratio(ours, theirs, metric):
    mine, other = median(ours or [], metric), median(theirs or [], metric)
    return f"{mine / other:.2f}" if mine and other else "–"


def main(paths):
    names = [path.rsplit("/", 1)[-1].removesuffix(".jsonl") for path in paths]
    tables = [load(path) for path in paths]
    keys = sorted({key for table in tables for key in table}, key=lambda key: ("mr ct mg us".find(key[0]), key))
    print("C-STORE: instances/s · MB/s · CPU s a GB · resident anonymous MB · p99 of the acknowledgement, ms")
    print(f"| set x associations | {' | '.join(names)} | rate ÷ {names[0]} | CPU ÷ {names[0]} |")
    print("|---" * (len(names) + 3) + "|")
    for key in keys:
        first, last = tables[0].get(key), tables[-1].get(key)
        cells = " | ".join(cell(table.get(key)) for table in tables)
        print(f"| {key[0]} x {key[1]} | {cells} | {ratio(last, first, 'per_s')} | {ratio(last, first, 'cpu_s_per_GB')} |")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
