#!/usr/bin/env python3
"""Makes data/fonts/unifont.bin of GNU Unifont's dots (Debian's package unifont): python3 tools/fonttable/make.py

Deflated (zlib): for each character of the Basic Multilingual Plane a byte, 0 where there is no glyph, else its width in eights of dots (1 or 2);
then the glyphs in order, 16 rows each of 1 or 2 bytes, the leftmost dot the highest bit.
"""
import pathlib
import zlib

SOURCE = "/usr/share/unifont/unifont.hex"
TARGET = pathlib.Path(__file__).resolve().parents[2] / "data" / "fonts" / "unifont.bin"


def main():
    widths, glyphs = bytearray(0x10000), {}
    with open(SOURCE, encoding="ascii") as lines:
        for line in lines:
            code, dots = line.strip().split(":")
            point = int(code, 16)
            if point > 0xFFFF or 0xD800 <= point <= 0xF8FF or point < 0x20:
                continue
            glyphs[point] = bytes.fromhex(dots)
            widths[point] = len(glyphs[point]) // 16
    TARGET.write_bytes(zlib.compress(bytes(widths) + b"".join(glyphs[point] for point in sorted(glyphs)), 9))
    print(f"{len(glyphs)} glyphs, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
