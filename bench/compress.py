#!/usr/bin/python3
"""compress.py corpus FOLDER | series FILE... [--slices 300] [--rounds 3] [--receiver storescp|concord]

corpus: stores every uncompressed Part 10 object under FOLDER, each in a study of its own, whatever its modality, compresses each at rest and prints, for each maker and for each
        modality, how many are kept compressed, bytes before and after, and why the others stay as they came.
series: makes a series of so many slices of the files in turn (decoded by gdcmconv where they are compressed), stores it in Concord and in Debian's Orthanc, and prints bytes before
        and after, processor seconds a GB of compressing at rest, and slices a second of C-MOVE to a receiver that takes no HTJ2K and drops what it gets, DCMTK's storescp or the
        sink of bench/Concord.Bench (built before): Orthanc, Concord before, Concord after, in turns.
Needs python3-pydicom, curl, dcmtk, libgdcm-tools, orthanc, and ./run --setup-only before."""
import argparse, collections, json, os, pathlib, shutil, subprocess, sys, tempfile, time, urllib.parse, urllib.request, warnings

import pydicom

warnings.filterwarnings("ignore")
ROOT = pathlib.Path(__file__).resolve().parent.parent
HTTP, DICOM, ORTHANC_HTTP, ORTHANC_DICOM, SINK = 28660, 28661, 28662, 28663, 28664
NATIVE = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2")


def call(path, body=None, headers=None):
    request = urllib.request.Request(f"http://127.0.0.1:{HTTP}{path}", data=body, headers=headers or {}, method="POST" if body is not None else "GET")
    return json.loads(urllib.request.urlopen(request).read() or "null")


def stow(file):
    body = b"--b\r\nContent-Type: application/dicom\r\n\r\n" + file + b"\r\n--b--\r\n"
    return call("/dicom-web/studies", body, {"Content-Type": 'multipart/related; type="application/dicom"; boundary=b', "Accept": "application/dicom+json"})


def wait_for(address):
    for _ in range(200):
        try:
            urllib.request.urlopen(address)
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nothing answers at {address}")


def concord(work, **settings):
    environment = os.environ | {"CONCORD_Imaging__CodecProgram": str(ROOT / ".cache/codec/concord-codec")} | settings
    server = subprocess.Popen(["dotnet", ROOT / ".cache/server/Concord.Server.dll", "--data", f"{work}/concord", "--http", str(HTTP), "--dicom", str(DICOM)], env=environment, stdout=subprocess.DEVNULL)
    wait_for(f"http://127.0.0.1:{HTTP}/healthz/ready")
    return server


def ticks(pid):
    """Of a process and its children, living and dead."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    own = sum(int(field) for field in fields[11:15])
    children = pathlib.Path(f"/proc/{pid}/task").glob("*/children")
    return own + sum(ticks(child) for child in " ".join(path.read_text() for path in children).split())


def read_head(path):
    """Of an uncompressed image; None for anything else, however malformed."""
    try:
        head = pydicom.dcmread(path, stop_before_pixels=True)
        return head if head.file_meta.TransferSyntaxUID in NATIVE and "Rows" in head and "StudyInstanceUID" in head else None
    except Exception:
        return None


def corpus(folder):
    failed = collections.Counter()
    refused_before, makers, modalities = (collections.defaultdict(collections.Counter) for _ in range(3))
    work = tempfile.mkdtemp()
    server = concord(work, CONCORD_Compression__Modalities__0="*")
    try:
        for path in sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file()):
            if (head := read_head(path)) is None: continue
            try:
                stow(path.read_bytes())
                done = call(f"/api/compress?study={head.StudyInstanceUID}", b"")
            except urllib.error.HTTPError as refused:
                failed[refused.code] += 1
                continue
            new = collections.Counter(done["refused"]) - refused_before[head.StudyInstanceUID] # those that came before were tried again
            refused_before[head.StudyInstanceUID] += new
            for table, name in ((makers, str(head.get("Manufacturer", "")).strip() or "(none)"), (modalities, str(head.get("Modality", "")) or "(none)")):
                table[name].update({"bytes": done["bytesBefore"], "after": done["bytesAfter"], "kept": done["objects"], **new})
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(work)
    print("Not stored:", dict(failed))
    for title, table in (("maker", makers), ("modality", modalities)):
        print(f"\n| {title} | compressed | as they came | share of the bytes | why the others stay |\n|---|---|---|---|---|")
        total = sum(table.values(), collections.Counter())
        for name, row in [*sorted(table.items(), key=lambda item: -item[1]["kept"]), ("all", total)]:
            whys = {why: count for why, count in row.items() if why not in ("bytes", "after", "kept") and count}
            share = f"{row['after'] / row['bytes']:.0%} of {row['bytes'] / 1e6:.1f} MB" if row["bytes"] else ""
            if row["kept"] or whys: print(f"| {name} | {row['kept']} | {sum(whys.values())} | {share} | {', '.join(f'{why} {count}' for why, count in sorted(whys.items()))} |")


def make(files, slices, folder):
    sources = []
    for index, path in enumerate(files):
        image = pydicom.dcmread(path)
        if image.file_meta.TransferSyntaxUID not in NATIVE:
            subprocess.run(["gdcmconv", "--raw", path, f"{folder}/raw"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            image = pydicom.dcmread(f"{folder}/raw")
            os.remove(f"{folder}/raw")
        sources.append(image)
    study, series = pydicom.uid.generate_uid(), pydicom.uid.generate_uid()
    for number in range(slices):
        image = sources[number % len(sources)]
        image.StudyInstanceUID, image.SeriesInstanceUID, image.SOPInstanceUID, image.InstanceNumber = study, series, pydicom.uid.generate_uid(), number + 1
        image.SOPClassUID, image.Modality = pydicom.uid.CTImageStorage, "CT"
        image.file_meta.MediaStorageSOPInstanceUID, image.file_meta.MediaStorageSOPClassUID = image.SOPInstanceUID, image.SOPClassUID
        image.save_as(f"{folder}/{number:05}.dcm")
    return study


def move(pid, port, called, study, slices):
    """Slices a second, and processor milliseconds a slice of the sender."""
    start, before = time.monotonic(), ticks(pid)
    subprocess.run(["movescu", "-S", "-aem", "SINK", "-aec", called, "-k", "QueryRetrieveLevel=STUDY", "-k", f"StudyInstanceUID={study}", "127.0.0.1", str(port)], check=True)
    return slices / (time.monotonic() - start), (ticks(pid) - before) * 1000 / os.sysconf("SC_CLK_TCK") / slices


def series(files, slices, rounds, receiver):
    work = tempfile.mkdtemp()
    running = []
    try:
        os.mkdir(f"{work}/in")
        study = make(files, slices, f"{work}/in")
        pathlib.Path(f"{work}/orthanc.json").write_text(json.dumps({
            "StorageDirectory": f"{work}/orthanc", "HttpPort": ORTHANC_HTTP, "DicomPort": ORTHANC_DICOM, "RemoteAccessAllowed": False, "AuthenticationEnabled": False,
            "DicomAlwaysAllowMove": True, "DicomModalities": {"sink": ["SINK", "127.0.0.1", SINK]}}))
        running.append(subprocess.Popen(["/usr/sbin/Orthanc", f"{work}/orthanc.json"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        server = concord(work)
        running.append(server)
        wait_for(f"http://127.0.0.1:{ORTHANC_HTTP}/system")
        sink = ["storescp", "-aet", "SINK", "--ignore", "-pdu", "131072", str(SINK)] if receiver == "storescp" else ["dotnet", ROOT / "bench/Concord.Bench/bin/Release/net10.0/Concord.Bench.dll", "sink", str(SINK)]
        running.append(subprocess.Popen(sink, env=os.environ | {"TCP_NODELAY": "1"}, stdout=subprocess.DEVNULL))
        call("/api/peers", json.dumps({"aeTitle": "SINK", "host": "127.0.0.1", "port": SINK}).encode(), {"Content-Type": "application/json"})
        size = sum(path.stat().st_size for path in pathlib.Path(f"{work}/in").iterdir()) / 1e6
        for port, called in ((DICOM, "CONCORD"), (ORTHANC_DICOM, "ORTHANC")):
            start = time.monotonic()
            subprocess.run(["storescu", "+sd", "-aec", called, "127.0.0.1", str(port), f"{work}/in"], check=True, env=os.environ | {"TCP_NODELAY": "1"})
            stored = time.monotonic()
            if called == "CONCORD": urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{HTTP}/api/seal", data=b""))
            print(f"{called}: {size:.0f} MB stored by one storescu in {stored - start:.2f} s, {size / (stored - start):.0f} MB/s" + (
                f"; sealed {time.monotonic() - stored:.2f} s after, {size / (time.monotonic() - start):.0f} MB/s from the first byte to sealed" if called == "CONCORD" else ""))
        rates = collections.defaultdict(list)
        for _ in range(rounds):
            for name, pid, port, called in (("Orthanc", running[0].pid, ORTHANC_DICOM, "ORTHANC"), ("Concord before", server.pid, DICOM, "CONCORD")): rates[name].append(move(pid, port, called, study, slices))
        before, start = ticks(server.pid), time.monotonic()
        done = call(f"/api/compress?study={study}", b"")
        took, spent = time.monotonic() - start, (ticks(server.pid) - before) / os.sysconf("SC_CLK_TCK")
        gigabytes = done["bytesBefore"] / 1e9
        print(f"{done['objects']} of {slices} slices: {done['bytesBefore'] / 1e6:.1f} MB are {done['bytesAfter'] / 1e6:.1f} MB, {done['bytesAfter'] / done['bytesBefore']:.1%}; "
              f"{spent / gigabytes:.1f} CPU s a GB, {done['bytesBefore'] / 1e6 / took:.0f} MB/s; others {done['refused']}")
        for _ in range(rounds):
            for name, pid, port, called in (("Orthanc", running[0].pid, ORTHANC_DICOM, "ORTHANC"), ("Concord after", server.pid, DICOM, "CONCORD")): rates[name].append(move(pid, port, called, study, slices))
        for name, seen in rates.items():
            rate, spent = sorted(seen)[len(seen) // 2]
            print(f"C-MOVE, {name}: {rate:.0f} slices a second (from {min(seen)[0]:.0f} to {max(seen)[0]:.0f}), {spent:.2f} CPU ms a slice")
    finally:
        for process in reversed(running): process.terminate()
        for process in running: process.wait()
        shutil.rmtree(work)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("what", choices=("corpus", "series"))
parser.add_argument("files", nargs="+")
parser.add_argument("--slices", type=int, default=300)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--receiver", choices=("storescp", "concord"), default="storescp")
asked = parser.parse_args()
if asked.what == "corpus": corpus(asked.files[0])
else: series(asked.files, asked.slices, asked.rounds, asked.receiver)
