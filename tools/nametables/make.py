#!/usr/bin/env python3
"""Makes data/names/pinyin.txt and data/names/folding.txt from ICU's transliterators (uconv, Debian package icu-devtools).

pinyin.txt    one line a toneless syllable: the syllable, a space, all characters of U+3400-4DBF and U+4E00-9FFF that ICU reads so
folding.txt   one line a folded text: the text, a space, all characters that fold to it (accents, width, ligatures; lower case only)
"""
import collections, pathlib, subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2] / "data" / "names"

def transliterate(rules, characters):
    text = "\n".join(characters) + "\n"
    done = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x", rules], input=text.encode(), capture_output=True, check=True).stdout.decode()
    lines = done.split("\n")
    assert len(lines) == len(characters) + 1
    return lines[:-1]

def write(path, header, groups):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for line in header: file.write("# " + line + "\n")
        for key in sorted(groups): file.write(f"{key} {''.join(groups[key])}\n")

def pinyin():
    characters = [chr(c) for block in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF)) for c in range(block[0], block[1] + 1)]
    groups = collections.defaultdict(list)
    for character, read in zip(characters, transliterate("Han-Latin; Latin-ASCII; Lower", characters)):
        read = read.strip()
        if read.isascii() and read.isalpha(): groups[read].append(character)
    write(ROOT / "pinyin.txt", ["Han characters by toneless pinyin. Made by tools/nametables from ICU (Unicode licence); do not edit."], groups)

def folding():
    # Latin, IPA, Greek, Cyrillic, Armenian; Latin and Greek extended; CJK compatibility ideographs, ligatures; full and half width
    blocks = ((0xAA, 0x2AF), (0x370, 0x58F), (0x1D00, 0x1FFF), (0xA720, 0xA7FF), (0xF900, 0xFAFF), (0xFB00, 0xFB17), (0xFF01, 0xFF9F), (0xFFE0, 0xFFE6))
    characters = [chr(c) for first, last in blocks for c in range(first, last + 1) if chr(c).isprintable()]
    groups = collections.defaultdict(list)
    for character, folded in zip(characters, transliterate("::NFKD; ::[:Mn:] Remove; ::Lower; ::Latin-ASCII; ::Lower;", characters)):
        if folded and folded != character and not set(folded) & set(" *?^=\\"): groups[folded].append(character)
    write(ROOT / "folding.txt", ["Characters by what they fold to: accents, width and ligatures. Made by tools/nametables from ICU (Unicode licence); do not edit."], groups)

ROOT.mkdir(parents=True, exist_ok=True)
pinyin()
folding()
