#!/usr/bin/env bash
# Makes the pictures of the README from the sample content, so that they never go stale: tests/pictures.sh
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cargo run --release --quiet -- build livret-chronologique memorandum-2024 --profile ecran --emit png --ppi 72 --output "$out" >/dev/null
page() { cp "$out/$1/$(printf %03d "$2").png" "tests/pictures/$3.png"; }
first() { python3 -c "import json,sys; print(json.load(open('$out/manifest.json'))['files']['$1.pdf']['fiches']['$2'])"; }
mkdir -p tests/pictures
page livret-chronologique-ecran 1 couverture
page livret-chronologique-ecran 3 sommaire
page livret-chronologique-ecran 5 legende
page livret-chronologique-ecran "$(first livret-chronologique-ecran naissance-du-centre)" fiche
page livret-chronologique-ecran "$(first livret-chronologique-ecran commissions-de-travail)" fiche-image
page memorandum-2024-ecran 6 memorandum
