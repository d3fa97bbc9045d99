#!/usr/bin/env python3
"""livret against the same book written by hand in Typst, as whole processes (standard library only).

    python3 tests/bench/whole.py [--sizes 40,200,1000] [--pairs 5,3,2] [--keep FOLDER] [--first-links]

Both programs are compiled first. They then run in turn (A B A B …), so that a slow minute of the machine falls on both. Wall time,
user time and peak memory are those of each process (os.wait4). Prints a Markdown table.
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
import corpus  # noqa: E402


def compiled():
    """The paths of livret, of the comparison program and of what is timed before the engine, built in one command so that they share every crate."""
    command = ["cargo", "build", "--release", "--locked", "--bin", "livret", "--bench", "typst", "--bench", "before", "--message-format=json"]
    out = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = {}
    for line in out.splitlines():
        message = json.loads(line)
        if message.get("executable"):
            found[message["target"]["name"]] = message["executable"]
    return found["livret"], found["typst"], found["before"]


class Run:
    """One process: wall and user time in seconds, peak memory in MB, what it printed."""

    def __init__(self, command):
        with tempfile.TemporaryFile() as out:
            start = time.perf_counter()
            child = subprocess.Popen([str(c) for c in command], stdout=out, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(child.pid, 0)
            self.wall = time.perf_counter() - start
            child.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            self.text = out.read().decode()
        if child.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}: exit code {child.returncode}\n{self.text}")
        self.user = usage.ru_utime
        self.memory = usage.ru_maxrss / 1024


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


def measure(count, pairs, folder, livret, typst, before, first_links):
    fiches = corpus.write(count, folder, first_links=first_links)
    workspace, output = folder / "livret", folder / "livret" / "output"
    ours = [livret, "build", "--force", "--workspace", workspace]
    by_hand = [typst, folder / "typst", ROOT / "fonts", folder / "typst.pdf"]
    a, b = [], []
    for _ in range(pairs):
        shutil.rmtree(output, ignore_errors=True)
        a.append(Run(ours))
        b.append(Run(by_hand))
    pages_a = int(re.search(r"(\d+) +p\.", a[0].text)[1])
    pages_b = int(b[0].text.split()[-1])

    again = [Run([livret, "build", "--workspace", workspace]) for _ in range(5)]

    engine = [float(Run([before, workspace]).text) / 1000 for _ in range(7)]

    fiche = workspace / "content" / "fiches" / f"{fiches[count // 2]['id']}.md"
    one = []
    for turn in range(min(pairs, 3)):
        fiche.write_text(fiche.read_text(encoding="utf-8").replace("\n\n", f"\n\nUn mot de plus, {turn}. ", 1), encoding="utf-8")
        one.append(Run([livret, "build", "--workspace", workspace]))

    wall_a, wall_b = median(a, "wall"), median(b, "wall")
    return [
        f"{count}", f"{pages_a}", f"{pages_b}", f"{wall_a:.2f} s", f"{wall_b:.2f} s", f"**{wall_a / wall_b:.2f}**", f"{median(a, 'user') / median(b, 'user'):.2f}",
        f"{median(a, 'memory') / pages_a:.2f}", f"{median(b, 'memory') / pages_b:.2f}", f"{100 * statistics.median(engine) / wall_a:.1f} %",
        f"{1000 * median(again, 'wall'):.0f} ms", f"{median(one, 'wall'):.2f} s",
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    numbers = lambda text: [int(n) for n in text.split(",")]
    parser.add_argument("--sizes", type=numbers, default=[40, 200, 1000])
    parser.add_argument("--pairs", type=numbers, default=[5, 3, 2])
    parser.add_argument("--keep", type=Path, help="where the books are written, and stay")
    parser.add_argument("--first-links", action="store_true", help="the hand-written book links only the first use of a sigle in each fiche")
    args = parser.parse_args()
    livret, typst, before = compiled()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f} at the start\n")
    titles = ["fiches", "pages: livret", "by hand", "time: livret", "by hand", "ratio", "ratio of user time", "MB a page: livret", "by hand", "before the engine",
              "again, unchanged", "one fiche changed"]
    print("| " + " | ".join(titles) + " |\n|" + "---:|" * len(titles), flush=True)
    for size, pairs in zip(args.sizes, args.pairs):
        folder = (args.keep or Path(tempfile.mkdtemp())) / str(size)
        shutil.rmtree(folder, ignore_errors=True)
        row = measure(size, pairs, folder, livret, typst, before, args.first_links)
        print("| " + " | ".join(row) + " |", flush=True)
        if not args.keep:
            shutil.rmtree(folder.parent)


if __name__ == "__main__":
    main()
