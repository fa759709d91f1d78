#!/usr/bin/python3
"""large-mammogram.py IN OUT: a mammogram drawn out to 3328 x 4096 (27 MB), with the grain that a detector has. Needs pydicom alone."""
import array
import random
import sys

import pydicom

COLUMNS, ROWS = 3328, 4096

image = pydicom.dcmread(sys.argv[1])
pixels = array.array("H", image.PixelData)
across = [x * image.Columns // COLUMNS for x in range(COLUMNS)]
grain = random.Random(1)
out = array.array("H")
noise = [grain.randrange(16) for _ in range(1 << 20)]
for y in range(ROWS):
    row = pixels[(y * image.Rows // ROWS) * image.Columns:][:image.Columns]
    at = grain.randrange(len(noise) - COLUMNS)
    out.extend(min(row[x] + n, 16383) for x, n in zip(across, noise[at:at + COLUMNS]))
image.Rows, image.Columns, image.PixelData = ROWS, COLUMNS, out.tobytes()
image.save_as(sys.argv[2], write_like_original=False)
