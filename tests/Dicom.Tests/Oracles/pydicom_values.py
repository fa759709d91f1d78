"""Says where pydicom reads something else from a rewritten file than from its original.

Takes a list of lines: name, place, original, rewritten, parted by tabs. Prints name, place and difference for each, and at the end how many were compared.
A VR that only one of the two transfer syntaxes carries is no difference when the bytes are the same.
"""
import sys
import warnings

import pydicom
from pydicom.dataelem import RawDataElement

warnings.simplefilter("ignore")
UNITS = {"OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8}


def swapped(value, unit):
    whole = len(value) // unit * unit
    out = bytearray(value)
    for i in range(unit):
        out[i:whole:unit] = value[unit - 1 - i:whole:unit]
    return bytes(out)


def flatten(dataset, at, little, out):
    """Path -> (VR, value, raw bytes, VR as sent) of every element."""
    for tag in sorted(dataset.keys()):
        raw = dataset.get_item(tag)
        is_raw = isinstance(raw, RawDataElement)
        data, sent = (raw.value or b"", raw.VR) if is_raw else (None if raw.value else b"", None)
        if tag.element == 0:
            continue
        path = at + "%08X" % tag
        element = dataset[tag]
        value, vr = element.value, element.VR + ""
        if vr == "SQ":
            out[path] = ("SQ", len(value), data, sent)
            for i, item in enumerate(value):
                flatten(item, "%s/%d/" % (path, i), little, out)
            continue
        if isinstance(value, bytes):
            if not little and vr in UNITS and sent != "UN":
                value = swapped(value, UNITS[vr])
            value = value if len(value) % 2 == 0 else value + b"\0"
        out[path] = (vr, value if isinstance(value, bytes) else repr(value), data, sent)
    return out


def read(path):
    dataset = pydicom.dcmread(path, force=True)
    return flatten(dataset, "", dataset.is_little_endian is not False, {})


def same(was, now):
    if was[:2] == now[:2]:
        return True
    if "SQ" in (was[0], now[0]) and "UN" in (was[0], now[0]):
        return True  # a private sequence whose creator it does not know is bytes to it
    # UN is Little Endian in every syntax (PS3.5 6.2.2); what the dictionary makes of it in Big Endian is not what was sent
    if was[2] is None or now[2] is None or (was[0] == now[0] and "UN" not in (was[3], now[3])):
        return False
    a, b = was[2].rstrip(b" \0"), now[2].rstrip(b" \0")
    return a == b or any(a == swapped(now[2], unit).rstrip(b" \0") for unit in (2, 4, 8))


def is_unknown(was, now):
    """Sequences sent as UN: what it finds inside is not what was sent."""
    return "UN" in (was[0], now[0]) or ("UN" in (was[3], now[3]) and was[2] is not None and was[2] == now[2])


def compare(original, rewritten):
    """Path and kind of every difference."""
    inside = [path + "/" for path in original if path in rewritten and is_unknown(original[path], rewritten[path])]
    for at in sorted(set(original) | set(rewritten)):
        if any(at.startswith(path) for path in inside):
            continue
        if at not in rewritten:
            yield at, "missing"
        elif at not in original:
            yield at, "more"
        elif not same(original[at], rewritten[at]):
            was, now = original[at][0], rewritten[at][0]
            yield at, "value" if was == now else "vr %s %s" % (was, now)


def main():
    name, original, compared = None, None, 0
    for line in open(sys.argv[1], encoding="utf-8"):
        path, place, first, second = line.rstrip("\n").split("\t")
        if path != name:
            name = path
            try:
                original = read(first)
            except Exception:  # what it cannot read of the original it need not read of us
                original = None
        if original is None:
            continue
        compared += 1
        try:
            rewritten = read(second)
        except Exception as error:
            print(path, place, "refused " + type(error).__name__, sep="\t")
            continue
        if len(original) * 2 < len(rewritten):
            print(path, place, "original read in part only", sep="\t")
            continue
        for at, kind in compare(original, rewritten):
            print(path, place, at + " " + kind, sep="\t")
    print(compared)


main()
