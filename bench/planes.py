#!/usr/bin/python3
"""planes.py [--slices 300] [--turns 9]: planes and slabs through a synthetic CT of 512 x 512, from a server of its own: the first, which reads and decodes the series, and the median of the next ones.
Needs curl and ./run --setup-only before."""
import argparse, os, pathlib, re, shutil, subprocess, sys, tempfile, time, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
HTTP, DICOM = 28670, 28671
QUERIES = {
    "axial": "plane=axial&offset={0}", "coronal": "plane=coronal&offset={0}", "sagittal": "plane=sagittal&offset={0}", "oblique": "plane=0.8,0.6,0,0,0,-1&offset={0}",
    "MIP of 20 mm, coronal": "plane=coronal&slab=20&mode=mip&offset={0}", "MIP of 20 mm, axial": "plane=axial&slab=20&mode=mip&offset={0}", "MIP of all, coronal": "plane=coronal&slab=600&mode=mip&offset={0}",
    "MIP of all, axial": "plane=axial&slab=600&mode=mip&offset={0}", "MIP of all, oblique": "plane=0.8,0.6,0,0,0,-1&slab=600&mode=mip&offset={0}",
}


def get(path, accept):
    start = time.monotonic()
    body = urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{HTTP}{path}", headers={"Accept": accept})).read()
    return (time.monotonic() - start) * 1000, len(body)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--slices", type=int, default=300)
parser.add_argument("--turns", type=int, default=9)
asked = parser.parse_args()
work = tempfile.mkdtemp()
server = subprocess.Popen(["dotnet", ROOT / ".cache/server/Concord.Server.dll", "--data", f"{work}/data", "--http", str(HTTP), "--dicom", str(DICOM)],
                          env=os.environ | {"CONCORD_Imaging__CodecProgram": str(ROOT / ".cache/codec/concord-codec")}, stdout=subprocess.DEVNULL)
try:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{HTTP}/healthz/ready")
            break
        except OSError:
            time.sleep(0.1)
    subprocess.run([ROOT / "concord", "synth", "--out", f"{work}/synth", "--set", "CT", "--slices", str(asked.slices)], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([ROOT / "concord", "store", "--to", f"CONCORD@127.0.0.1:{DICOM}", f"{work}/synth"], check=True, stdout=subprocess.DEVNULL)
    largest = max(pathlib.Path(f"{work}/synth").rglob("*.dcm"), key=lambda path: len(list(path.parent.iterdir())))
    uids = subprocess.run(["dcmdump", "+P", "0020,000d", "+P", "0020,000e", largest], check=True, capture_output=True, text=True).stdout
    study, series = re.findall(r"\[([0-9.]+)\]", uids)[:2]
    base = f"/dicom-web/studies/{study}/series/{series}/plane?"
    print(f"first coronal, reading {len(list(largest.parent.iterdir()))} slices: {get(base + QUERIES['coronal'].format(0), 'image/png')[0]:.0f} ms")
    print("| plane | PNG ms | JPEG ms |\n|---|---|---|")
    for name, query in QUERIES.items():
        cells = []
        for accept in ("image/png", "image/jpeg"):
            took = sorted(get(base + query.format(turn / 10), accept)[0] for turn in range(asked.turns if "all" not in name else 3))
            cells.append(f"{took[len(took) // 2]:.0f}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
finally:
    server.terminate()
    server.wait()
    shutil.rmtree(work)
