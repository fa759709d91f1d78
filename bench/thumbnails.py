#!/usr/bin/python3
"""thumbnails.py HTTP MAMMOGRAM [COUNT]: stores COUNT copies of a mammogram of any transfer syntax, then asks for all of their thumbnails as a page does:
six at a time, JPEG of 256 pixels. Prints milliseconds for the list the first time (what was stored is not in memory), drawn anew (it is), and from the cache.
Needs pydicom alone."""
import concurrent.futures
import io
import sys
import time
import urllib.request

import pydicom

http, path = sys.argv[1].rstrip("/"), sys.argv[2]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 50
image = pydicom.dcmread(path)
study, series = pydicom.uid.generate_uid(), pydicom.uid.generate_uid()
addresses = []
for i in range(count):
    instance = pydicom.uid.generate_uid()
    image.StudyInstanceUID, image.SeriesInstanceUID, image.SOPInstanceUID = study, series, instance
    image.file_meta.MediaStorageSOPInstanceUID = instance
    file = io.BytesIO()
    image.save_as(file)
    body = b"--b\r\nContent-Type: application/dicom\r\n\r\n" + file.getvalue() + b"\r\n--b--\r\n"
    headers = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=b', "Accept": "application/dicom+json"}
    urllib.request.urlopen(urllib.request.Request(http + "/dicom-web/studies", data=body, headers=headers)).read()
    addresses.append(f"{http}/dicom-web/studies/{study}/series/{series}/instances/{instance}/thumbnail")


def get(address):
    return len(urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "image/jpeg"})).read())


for name, query in (("first", ""), ("drawn anew", "?viewport=255,255"), ("from the cache", "")):
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(6) as six:
        size = sum(six.map(get, [address + query for address in addresses]))
    took = (time.monotonic() - start) * 1000
    print(f"{name}: {count} thumbnails in {took:.0f} ms, {took / count:.1f} ms each, {count * 1000 / took:.0f} a second, {size // count} bytes each")
