#!/usr/bin/env python3
"""How long `livret check` takes (standard library only): one fiche, fifty and a thousand of corpus.py, and with --fix --dry-run.

    cargo build --release && python3 tests/bench/check.py [--sizes 1,50,1000] [--runs 7]

Prints the median and the best of the runs, in ms of wall time, with user time and peak memory. The limits are those of the project: one fiche in
50 ms, fifty well under a second, a thousand in 2 s.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parents[2]


def livret():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "livret"


def run(command):
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode in (0, 1), f"{command}: {child.returncode}"
    return 1000 * (time.perf_counter() - begin), 1000 * usage.ru_utime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=lambda text: [int(n) for n in text.split(",")], default=[1, 50, 1000])
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f} at the start\n")
    print("| fiches | what | median | best | user | MB |\n|---:|---|---:|---:|---:|---:|")
    for size in args.sizes:
        folder = Path(tempfile.mkdtemp())
        corpus.write(size, folder)
        for name, more in [("check", []), ("check --fix --dry-run", ["--fix", "--dry-run"]), ("check --format sarif", ["--format", "sarif"])]:
            runs = [run([livret(), "check", "--workspace", folder / "livret", *more]) for _ in range(args.runs)]
            wall = [r[0] for r in runs]
            print(f"| {size} | {name} | {statistics.median(wall):.0f} ms | {min(wall):.0f} ms | {statistics.median(r[1] for r in runs):.0f} ms | {runs[0][2]:.0f} |", flush=True)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
