#!/usr/bin/python3
"""Holds corrected objects to what pydicom reads in the ones they were made of.

usage: corrected.py FILE NAME ACCESSION    FILE has a line for each object: path before, tab, path after

Prints a line for each object that is not the same but for the two attributes, Original Attributes Sequence, the character set
and group lengths; the last line says how many were compared.
"""
import sys
import warnings

import pydicom

warnings.simplefilter("ignore")
CHANGED = {0x00080005, 0x00080050, 0x00100010, 0x04000561}


def read(path):
    dataset = pydicom.dcmread(path, force=True)
    dataset.decode()
    return dataset


def elements(dataset, is_top):
    return {e.tag: e for e in dataset if e.tag.element != 0 and e.tag != 0x00080005 and not (is_top and e.tag in CHANGED)}


def text(value):
    return str(value).rstrip(" \0") if not isinstance(value, pydicom.multival.MultiValue) else [text(v) for v in value]


def difference(before, after, is_top, where=""):
    one, other = elements(before, is_top), elements(after, is_top)
    if one.keys() != other.keys():
        return "%s other elements: %s" % (where, sorted(str(t) for t in one.keys() ^ other.keys()))
    for tag, a in one.items():
        b = other[tag]
        if a.VR != b.VR:
            return "%s%s %s -> %s" % (where, tag, a.VR, b.VR)
        if a.VR == "SQ":
            if len(a.value) != len(b.value):
                return "%s%s %d items -> %d" % (where, tag, len(a.value), len(b.value))
            for x, y in zip(a.value, b.value):
                found = difference(x, y, False, "%s%s." % (where, tag))
                if found:
                    return found
        elif (a.value != b.value) if isinstance(a.value, bytes) else (text(a.value) != text(b.value)):
            return "%s%s %r -> %r" % (where, tag, str(a.value)[:60], str(b.value)[:60])
    return None


def compare(before, after, name, accession):
    a, b = read(before), read(after)
    if str(b.get("PatientName")) != name or str(b.get("AccessionNumber")) != accession:
        return "not corrected: %s, %s" % (b.get("PatientName"), b.get("AccessionNumber"))
    noted = b.OriginalAttributesSequence[-1].ModifiedAttributesSequence[0]
    if text(noted.get("PatientName", "")) != text(a.get("PatientName") or "") or text(noted.get("AccessionNumber", "")) != text(a.get("AccessionNumber") or ""):
        return "other values are noted: %s, %s" % (noted.get("PatientName"), noted.get("AccessionNumber"))
    return difference(a, b, True)


count = 0
for line in open(sys.argv[1], encoding="utf-8"):
    before, after = line.rstrip("\n").split("\t")
    count += 1
    try:
        found = compare(before, after, sys.argv[2], sys.argv[3])
    except Exception as error:
        found = "%s: %s" % (type(error).__name__, str(error).split("\n")[0])
    if found:
        print("%s: %s" % (before.rsplit("/", 1)[-1], found))
print(count)
