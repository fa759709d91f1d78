#!/usr/bin/python3
"""query.py write FILE STUDY SERIES: an IMAGE level identifier;  query.py read FILE...: number, name and modality of the answers."""
import sys

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset

if sys.argv[1] == "write":
    query = Dataset()
    query.SpecificCharacterSet = "ISO_IR 192"
    query.QueryRetrieveLevel = "IMAGE"
    query.StudyInstanceUID, query.SeriesInstanceUID = sys.argv[3:5]
    query.SOPInstanceUID = ""
    query.InstanceNumber = None
    query.PatientName = "Zhang*"
    query.Modality = ""
    query.file_meta = FileMetaDataset()
    query.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
    query.is_little_endian, query.is_implicit_VR = True, True
    query.save_as(sys.argv[2], write_like_original=True)
else:
    for path in sys.argv[2:]:
        answer = pydicom.dcmread(path, force=True)
        print(answer.InstanceNumber, answer.PatientName, answer.Modality)
