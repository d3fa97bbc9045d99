#!/usr/bin/env python3
"""What the printing house costs (standard library only): the profile `imprimeur` against `ecran` without tags, and 1 200 pages put on sheets.

    python3 tests/bench/press.py LIVRET [--fiches 40] [--pairs 3] [--photo FILE.jpg]

LIVRET is a compiled binary. With --photo each fiche ends with that photograph, every copy a file of its own. The two profiles run in turn; user time and peak memory come from os.wait4, so that a busy machine does not
count. Targets: at most 1.3 times the time; 1 200 pages in 2 s and 400 MB.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
import corpus  # noqa: E402


def run(*command):
    """Processor time in seconds, wall time in seconds, peak memory in MB, what was printed."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        child = subprocess.Popen([str(c) for c in command], stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode()
    if child.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {child.returncode}\n{text}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, text


def bare(profiles):
    """The profiles, with one more: the screen without tags and standards."""
    screen = re.search(r"(?m)^ecran:\n(?:  .*\n)+", profiles)[0]
    screen = screen.replace("ecran:", "nu:").replace("tagged: true", "tagged: false")
    return profiles.rstrip() + "\n" + re.sub(r"standards: \[.*\]", "standards: []", screen)


def illustrate(content, photo):
    """A photograph at the end of each fiche: the same one, with a comment that makes each file another one."""
    (content / "images").mkdir(exist_ok=True)
    for fiche in sorted((content / "fiches").glob("*.md")):
        comment = fiche.stem.encode()
        segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
        (content / "images" / f"{fiche.stem}.jpg").write_bytes(photo[:2] + segment + photo[2:])
        with fiche.open("a", encoding="utf-8") as text:
            text.write(f"\n\n![Une photographie](images/{fiche.stem}.jpg)\n")


def pdf(pages):
    """A PDF of so many pages of text, as bytes."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", None, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for n in range(pages):
        text = "".join(f"1 0 0 1 40 {550 - 14 * i} Tm (page {n + 1}, ligne {i + 1} d'un texte comme un autre) Tj\n" for i in range(36))
        content = f"BT /F 10 Tf {text} ET"
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 419.53 595.28] /Contents {len(objects)} 0 R /Resources << /Font << /F 3 0 R >> >> >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {pages} /Kids [{' '.join(kids)}] >>"
    out, places = b"%PDF-1.7\n", []
    parts = [out]
    at = len(out)
    for number, body in enumerate(objects, 1):
        places.append(at)
        part = f"{number} 0 obj\n{body}\nendobj\n".encode()
        parts.append(part)
        at += len(part)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    parts.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n".encode())
    return b"".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("livret", type=Path)
    parser.add_argument("--fiches", type=int, default=40)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--photo", type=Path)
    args = parser.parse_args()
    livret = args.livret.resolve()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        corpus.write(args.fiches, folder)
        workspace = folder / "livret"
        if args.photo:
            illustrate(workspace / "content", args.photo.read_bytes())
        profiles = (HERE.parents[1] / "templates" / "profiles.yaml").read_text(encoding="utf-8")
        (workspace / "templates").mkdir(exist_ok=True)
        (workspace / "templates" / "profiles.yaml").write_text(bare(profiles), encoding="utf-8")
        times = {"nu": [], "imprimeur": []}
        memory = {"nu": 0.0, "imprimeur": 0.0}
        for _ in range(args.pairs):
            for profile in times:
                used, _, peak, _ = run(livret, "build", "--force", "--profile", profile, "--workspace", workspace)
                times[profile].append(used)
                memory[profile] = max(memory[profile], peak)
        screen, press = statistics.median(times["nu"]), statistics.median(times["imprimeur"])
        print(f"ecran without tags {screen:.2f} s, {memory['nu']:.0f} MB; imprimeur {press:.2f} s, {memory['imprimeur']:.0f} MB: ratio {press / screen:.2f}")
        (folder / "a.pdf").write_bytes(pdf(1200))
        used, wall, peak, _ = run(livret, "impose", folder / "a.pdf", "--output", folder / "b.pdf")
        print(f"1 200 pages on sheets: {used:.2f} s of processor, {wall:.2f} s in all, {peak:.0f} MB")


if __name__ == "__main__":
    main()
