#!/usr/bin/python3
"""planes.py FOLDER PNG ax,ay,az,dx,dy,dz OFFSET SLAB MODE CENTER WIDTH: compares a gray PNG with a plane through the series in a folder, by pydicom and numpy alone.
Prints columns, rows, how many pixels differ by more than one gray step, and how many are neither black nor white.

The plane shows the whole volume (its outermost voxel centres) in square pixels of the smaller in-plane spacing, through the volume's centre moved by OFFSET mm
along rows x columns; trilinear between voxels; SLAB mm in layers of half the smallest spacing; half a voxel around the volume belongs to it, outside is black.
"""
import pathlib
import struct
import sys
import zlib

import numpy
import pydicom


def load(folder):
    slices = [pydicom.dcmread(path) for path in sorted(pathlib.Path(folder).iterdir())]
    row, column = numpy.array(slices[0].ImageOrientationPatient, float).reshape(2, 3)
    normal = numpy.cross(row, column)
    slices.sort(key=lambda one: numpy.dot(normal, numpy.array(one.ImagePositionPatient, float)))
    voxels = numpy.stack([one.pixel_array * float(one.get("RescaleSlope", 1)) + float(one.get("RescaleIntercept", 0)) for one in slices]).astype(numpy.float64)
    origins = numpy.array([numpy.array(one.ImagePositionPatient, float) for one in slices])
    between = float(numpy.dot(origins[-1] - origins[0], normal)) / (len(slices) - 1)
    vertical, horizontal = (float(value) for value in slices[0].PixelSpacing)
    return voxels, origins[0], row, column, normal, horizontal, vertical, between


def trilinear(voxels, z, y, x):
    layers, rows, columns = voxels.shape
    inside = (z >= -0.5) & (z <= layers - 0.5) & (y >= -0.5) & (y <= rows - 0.5) & (x >= -0.5) & (x <= columns - 0.5)
    z, y, x = numpy.clip(z, 0, layers - 1), numpy.clip(y, 0, rows - 1), numpy.clip(x, 0, columns - 1)
    value = numpy.zeros(x.shape)
    for dz in (0, 1):
        for dy in (0, 1):
            for dx in (0, 1):
                z0, y0, x0 = numpy.floor(z).astype(int), numpy.floor(y).astype(int), numpy.floor(x).astype(int)
                weight = numpy.abs(1 - dz - (z - z0)) * numpy.abs(1 - dy - (y - y0)) * numpy.abs(1 - dx - (x - x0))
                value += weight * voxels[numpy.minimum(z0 + dz, layers - 1), numpy.minimum(y0 + dy, rows - 1), numpy.minimum(x0 + dx, columns - 1)]
    return numpy.where(inside, value, numpy.nan)


def read_png(path):
    data, at, packed = pathlib.Path(path).read_bytes(), 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            columns, rows, depth, color = struct.unpack(">IIBB", body[:10])
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    if (depth, color) != (8, 0):
        sys.exit("no gray PNG of 8 bits")
    lines, before, picture = zlib.decompress(packed), [0] * columns, []
    for row in range(rows):
        kind, line, now = lines[row * (columns + 1)], lines[row * (columns + 1) + 1:(row + 1) * (columns + 1)], []
        for column, value in enumerate(line):
            left, corner, up = now[-1] if column else 0, before[column - 1] if column else 0, before[column]
            nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
            now.append((value + (0, left, up, (left + up) // 2, nearest)[kind]) & 255)
        picture.append(now)
        before = now
    return numpy.array(picture)


def main(folder, png, directions, offset, slab, mode, center, width):
    voxels, origin, row, column, normal, horizontal, vertical, between = load(folder)
    layers, rows, columns = voxels.shape
    across, down = numpy.array([float(word) for word in directions.split(",")]).reshape(2, 3)
    ends = [origin + row * (i * (columns - 1) * horizontal) + column * (j * (rows - 1) * vertical) + normal * (k * (layers - 1) * between) for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    middle = numpy.mean(ends, axis=0) + numpy.cross(across, down) * float(offset)
    wide, high = ([numpy.dot(end - middle, axis) for end in ends] for axis in (across, down))
    spacing, smallest = min(horizontal, vertical), min(horizontal, vertical, between)
    shape = (int(numpy.floor((max(high) - min(high)) / spacing + 1.5)), int(numpy.floor((max(wide) - min(wide)) / spacing + 1.5)))
    first = middle + across * min(wide) + down * min(high)
    count = int(numpy.ceil(float(slab) / (smallest / 2)) + 1) if float(slab) > 0 else 1
    step = float(slab) / (count - 1) if count > 1 else 0
    i, j = numpy.meshgrid(numpy.arange(shape[0]), numpy.arange(shape[1]), indexing="ij")
    through = []
    for layer in range(count):
        point = first + numpy.cross(across, down) * (step * (layer - (count - 1) / 2)) + down * (i[..., None] * spacing) + across * (j[..., None] * spacing) - origin
        through.append(trilinear(voxels, point @ normal / between, point @ column / vertical, point @ row / horizontal))
    with numpy.errstate(all="ignore"):
        values = {"mip": numpy.nanmax, "minip": numpy.nanmin, "mean": numpy.nanmean}[mode](numpy.stack(through), axis=0)
    gray = ((values - (float(center) - 0.5)) / (float(width) - 1) + 0.5) * 255  # LINEAR, PS3.3 C.11.2.1.2.1
    gray = numpy.where(numpy.isnan(gray), 0, numpy.clip(numpy.round(gray), 0, 255)).astype(numpy.uint8)
    ours = read_png(png)
    if ours.shape != shape:
        sys.exit(f"{ours.shape} and not {shape}")
    print(shape[1], shape[0], int((numpy.abs(ours.astype(int) - gray.astype(int)) > 1).sum()), int(((gray > 10) & (gray < 245)).sum()))


if __name__ == "__main__":
    main(*sys.argv[1:])
