#!/usr/bin/env python3
"""Three directions for the design, as spreads of real content: tests/directions.py [PROGRAM]

Each direction is the tokens of the house with some values changed, which is all that another organisation changes too. Two pages: the
opening of a fiche and what follows it. Standard library only; writes tests/pictures/direction-*.png.
"""
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FICHE = "interpretariat-social"
PUBLICATION = "livret-langues"

# Name → what replaces which value of templates/tokens.yaml; a pattern that is found nowhere is an error.
DIRECTIONS = {
    "ligne": [],
    "affiche": [
        (r"serif:  \[Source Serif 4", "serif:  [Source Sans 3"),
        (r'accent:  \{ rgb: "#0f4c5c", cmyk: \[90, 45, 40, 40\] \}', 'accent:  { rgb: "#a32a16", cmyk: [0, 85, 90, 30] }'),
        (r'cover:   \{ rgb: "#0f4c5c", cmyk: \[90, 45, 40, 40\] \}', 'cover:   { rgb: "#a32a16", cmyk: [0, 85, 90, 30] }'),
        (r'tint:    \{ rgb: "#eef3f4", cmyk: \[6, 2, 3, 2\] \}', 'tint:    { rgb: "#fbe9c8", cmyk: [0, 7, 22, 0] }'),
        (r"(A5:(?:.|\n)*?)year_pt: 30\n    title_pt: 17", r"\1year_pt: 54\n    title_pt: 20"),
    ],
    "cahier": [
        (r"sans:   \[Source Sans 3", "sans:   [Source Serif 4"),
        (r'accent:  \{ rgb: "#0f4c5c", cmyk: \[90, 45, 40, 40\] \}', 'accent:  { rgb: "#6b3f12", cmyk: [0, 45, 85, 62] }'),
        (r'cover:   \{ rgb: "#0f4c5c", cmyk: \[90, 45, 40, 40\] \}', 'cover:   { rgb: "#6b3f12", cmyk: [0, 45, 85, 62] }'),
        (r'tint:    \{ rgb: "#eef3f4", cmyk: \[6, 2, 3, 2\] \}', 'tint:    { rgb: "#ffffff", cmyk: [0, 0, 0, 0] }'),
        (r"(A5:(?:.|\n)*?)year_pt: 30\n    title_pt: 17", r"\1year_pt: 20\n    title_pt: 15"),
        (r"(A5:(?:.|\n)*?)inside: 20, outside: 19", r"\1inside: 22, outside: 26"),
    ],
}


def main():
    program = sys.argv[1:] or ["cargo", "run", "--release", "--quiet", "--"]
    tokens = (ROOT / "templates/tokens.yaml").read_text()
    for name, changes in DIRECTIONS.items():
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            shutil.copytree(ROOT / "content", folder / "content")
            text = tokens
            for pattern, value in changes:
                text, count = re.subn(pattern, value, text, count=1)
                if count == 0:
                    sys.exit(f"{name}: {pattern}: not in templates/tokens.yaml")
            (folder / "templates").mkdir()
            (folder / "templates/tokens.yaml").write_text(text)
            out = folder / "output"
            command = ["build", PUBLICATION, "--workspace", folder, "--profile", "ecran", "--emit", "png", "--ppi", "80", "--output", out]
            subprocess.run([*program, *map(str, command)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            files = json.loads((out / "manifest.json").read_text())["files"]
            first = next(iter(files.values()))["fiches"][FICHE]
            for side, page in (("gauche", first), ("droite", first + 1)):
                shutil.copy(out / f"{PUBLICATION}-ecran" / f"{page:03}.png", ROOT / f"tests/pictures/direction-{name}-{side}.png")


if __name__ == "__main__":
    main()
