#!/usr/bin/env bash
# Makes the pictures of the README from the sample content, so that they never go stale: tests/pictures.sh
# Eight pages at full size, a contact sheet of each publication (ImageMagick), and the three directions of templates/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
program=${LIVRET:-"cargo run --release --quiet --"}
$program build livret-chronologique memorandum-2024 --profile ecran --emit png --ppi 110 --output "$out" >/dev/null
page() { cp "$out/$1/$(printf %03d "$2").png" "tests/pictures/$3.png"; }
first() { python3 -c "import json,sys; print(json.load(open('$out/manifest.json'))['files']['$1.pdf']['fiches']['$2'])"; }
mkdir -p tests/pictures
page livret-chronologique-ecran 1 couverture
page livret-chronologique-ecran 3 sommaire
page livret-chronologique-ecran 5 legende
page livret-chronologique-ecran "$(first livret-chronologique-ecran naissance-du-centre)" fiche
page livret-chronologique-ecran "$(first livret-chronologique-ecran commissions-de-travail)" fiche-image
page memorandum-2024-ecran 6 memorandum
# The parts behind the last fiche: where they begin is told by their title, on a line of its own (the glossary has its guides before it);
# the contents name them too, under « Repères ».
part() { pdftotext "$out/$1.pdf" - 2>/dev/null | awk -v RS='\f' -v title="$2" 'index("\n" $0, "\n" title "\n") && !index($0, "\nRepères\n") { print NR; exit }'; }
page livret-chronologique-ecran "$(part livret-chronologique-ecran 'Ligne du temps')" ligne-du-temps
page livret-chronologique-ecran "$(part livret-chronologique-ecran 'Glossaire')" glossaire
for publication in livret-chronologique memorandum-2024; do
  montage "$out/$publication-ecran/"*.png -resize 70x -tile 14x -geometry +3+3 -background '#9a9a9a' -colors 32 "PNG8:tests/pictures/planche-$publication.png"
done
tests/directions.py $program
