"""Parses files that lie in memory with pydicom, over and over; prints the processor time of one in µs.
parse_pydicom.py head|whole SECONDS LIST"""
import io, sys, time, warnings
import pydicom

warnings.simplefilter("ignore")
pydicom.config.logger.disabled = True
head, seconds = sys.argv[1] == "head", float(sys.argv[2])


def parse(data):
    return pydicom.dcmread(io.BytesIO(data), stop_before_pixels=head, force=True)


files, refused = [], 0
for path in open(sys.argv[3]):
    data = open(path.rstrip("\n"), "rb").read()
    try:
        parse(data)
        files.append(data)
    except Exception:  # whatever it says no with: counted and printed
        refused += 1
start, elapsed, rounds = time.process_time(), 0.0, 0
while elapsed < seconds:
    for data in files:
        parse(data)
    rounds += 1
    elapsed = time.process_time() - start
print(f"{elapsed * 1e6 / rounds / max(1, len(files)):.3f} {len(files)} {refused}")
