#!/usr/bin/python3
"""What pydicom reads in DICOM files: the independent oracle of the sweeps.

usage: facts.py FILE      FILE has a path a line; one JSON line for each, in order

Each line holds path, offset (where the data set begins), syntax, and the identifying values as text; a file pydicom cannot
read gives {"path": ..., "error": ...}.
"""
import json
import struct
import sys
import warnings

import pydicom

warnings.simplefilter("ignore")
LONG = {b"OB", b"OW", b"UN", b"UT", b"SQ", b"OF", b"OD", b"OL", b"OV", b"UC", b"UR", b"SV", b"UV"}
KEYS = ["SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "PatientID", "PatientName", "Modality", "StudyDate", "StudyTime",
        "AccessionNumber", "StudyID", "SeriesNumber", "InstanceNumber", "NumberOfFrames", "Rows", "Columns", "SeriesDescription", "StudyDescription"]


def offset_of(data):
    """Where the data set begins: after the File Meta Information, wherever that begins."""
    at = 132 if data[128:132] == b"DICM" else 0
    while at + 8 <= len(data) and data[at:at + 2] == b"\x02\x00":
        if data[at + 4:at + 6] in LONG:
            at += 12 + struct.unpack("<I", data[at + 8:at + 12])[0]
        else:
            at += 8 + struct.unpack("<H", data[at + 6:at + 8])[0]
    return at


def text(dataset, keyword):
    value = dataset.get(keyword)
    if value is None:
        return ""
    if isinstance(value, pydicom.multival.MultiValue):
        return "\\".join(str(getattr(v, "original_string", v)) for v in value)
    return str(getattr(value, "original_string", None) or value) if keyword in ("SeriesNumber", "InstanceNumber", "NumberOfFrames") else str(value)


def facts(path):
    with open(path, "rb") as file:
        data = file.read()
    dataset = pydicom.dcmread(path, force=True, stop_before_pixels=True)
    found = {key: text(dataset, key) for key in KEYS}
    found["syntax"] = str(dataset.file_meta.get("TransferSyntaxUID", "")) if hasattr(dataset, "file_meta") else ""
    found["offset"] = offset_of(data)
    found["bytes"] = len(data)
    return found


for line in open(sys.argv[1], encoding="utf-8"):
    name = line.rstrip("\n")
    try:
        answer = facts(name)
    except Exception as error:  # what pydicom cannot read is an answer, too
        answer = {"error": type(error).__name__ + ": " + str(error)}
    print(json.dumps({"path": name, **answer}))
