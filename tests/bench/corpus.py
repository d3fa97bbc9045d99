#!/usr/bin/env python3
"""The book that the benchmark sets, written twice with the same words (standard library only).

    corpus.py N OUT [--seed S] [--first-links]

OUT/livret/   a workspace of livret: one booklet, A5, profile ecran
OUT/typst/    the same book as a Typst author would write it by hand: contents, legend, running heads, references and
              glossary with page numbers, all asked of the engine

Everything is invented. A fiche has the same text whatever N is; only the targets of its references depend on N.
With --first-links the hand-written book links only the first use of a sigle in each fiche, as livret does.
"""
import argparse
import json
import random
from pathlib import Path

TITLE = "Chroniques de l’archipel d’Orsenne"
SUBTITLE = "Un recueil inventé pour les mesures"
BLURB = "Un archipel qui n’existe pas y raconte ses ports, ses écoles et ses assemblées, une fiche à la fois."

# ----------------------------------------------------------------------------------------------------------------- words
# Everything is singular and every adjective has one form, so that no agreement is needed.
NOUNS = """le phare|la criée|l’école du soir|le bac|la digue|l’atelier naval|la halle|le dispensaire|la corderie|le sémaphore
la bibliothèque|l’assemblée|le marais salant|la passerelle|l’hôpital|le chantier|la coopérative|le moulin|la fanfare|le jardin
l’observatoire|la citerne|le ponton|la fabrique|l’aquarium|le théâtre|la poste|le lavoir|la flottille|l’entrepôt|le refuge
la serre|le laboratoire|l’imprimerie|la route côtière|le belvédère|la conserverie|le club nautique|la capitainerie|l’internat
le funiculaire|la sécherie|le canal|la radio|l’amphithéâtre|le verger|la carrière|le musée|la caserne|l’auberge""".replace("\n", "|").split("|")
ADJECTIVES = """modeste fragile solide utile tranquille rustique célèbre précaire propre sobre mobile durable pratique unique
vaste libre fidèle inhabitable habitable remarquable responsable disponible autonome solidaire technique historique""".split()
VERBS = """prépare rassemble accueille répare finance remplace annonce protège raconte retarde partage soutient complète transforme
oriente précède éclaire emploie inspire surveille agrandit ravitaille administre contourne rapproche documente""".split()
ADVERBS = """lentement volontiers rarement ouvertement largement aussitôt prudemment autrement gratuitement régulièrement
collectivement provisoirement""".split()
LEADS = """Au début du printemps|À la fin de l’hiver|Dès la première saison|Après deux années d’essai|Faute de crédits
Sans attendre les secours|Selon le registre du port|À la surprise générale|Pendant les grandes marées|D’une île à l’autre
Un dimanche sur deux|Avec peu de moyens|Comme chaque automne|Malgré la tempête|Au retour de la flotte""".replace("\n", "|").split("|")
TAILS = """avant la prochaine marée|sous le regard des anciens|pour la durée d’un hiver|avec l’aide des écoliers|au prix d’un long débat
dans toutes les îles du nord|par un vote à main levée|comme le demandait la pétition|sans un sou de dette|jusqu’au dernier bateau
à la lumière des lampes|en échange de trois journées de travail|le long du quai principal|au nom de tous""".replace("\n", "|").split("|")
LINKS = ["tandis que", "parce que", "alors que", "si bien que", "de sorte que", "puisque"]
PLACES = """Orsenne|Maremma|Vezzano|Sagra|Braye|Ker-Aulin|Port-Toril|Haute-Lame|Vieux-Môle|Anse-aux-Grues|Roc-Saint-Brel|Île-Longue
Tournemer|Basse-Grève|Cap-Doré|Sablon|Morvette|Étiers|Pointe-Noire|Grand-Ressac""".replace("\n", "|").split("|")
COUNTED = ["bateaux", "familles", "élèves", "tonnes de sel", "volontaires", "lettres", "journées", "abonnements", "traversées", "paniers"]
SAID = ["note le procès-verbal", "écrit une institutrice", "répond le capitaine", "se souvient un pilote", "insiste la présidente"]
HEADINGS = ["Avant le premier quai", "Une décision partagée", "Le travail des équipes", "Ce que disent les registres", "Les années difficiles",
            "Un métier qui change", "La part des voisins", "Ce qu’il en reste"]
ACTIONS = ["L’ouverture", "La reconstruction", "L’abandon", "La traversée", "Le sauvetage", "L’inventaire", "La fête", "La grève", "Le recensement", "Le retour",
           "L’éclairage", "La fondation", "Le partage", "L’agrandissement"]

# Each begins with a masculine noun and a consonant: « le », « du » and « au » fit before the sigle and before its expansion.
SIGLES = dict(line.split("|") for line in """BPB|Bureau des phares et balises
BRT|Bureau des registres et des titres
CAP|Comité d’accueil des pêcheurs
CDS|Conseil des sauniers
CGE|Conseil général des écoles
CLM|Comité local de la mer
CNR|Centre de navigation du Ressac
CPI|Conseil permanent des îles
CRS|Centre de recherche sur le sel
CTV|Comité des traversées
DCO|Dispositif commun d’orientation
DPM|Département des ponts et môles
FAE|Fonds d’aide aux équipages
FEM|Fonds d’entretien des môles
FLC|Fonds local de la culture
FSA|Fonds de solidarité de l’archipel
GAE|Groupe d’action pour l’énergie
GBV|Groupement des bénévoles
GIR|Groupe d’intervention rapide
GMN|Groupement des marins du nord
LAP|Laboratoire d’analyse des plages
LNE|Laboratoire de navigation électrique
MPO|Mouvement populaire d’Orsenne
PAH|Plan d’aide à l’habitat
PCE|Plan commun de l’eau
PDS|Programme de dessalement
PIE|Programme d’insertion par l’école
PRV|Plan de rénovation des villages
RBI|Réseau des bibliothèques des îles
RLS|Réseau local de santé
RMV|Réseau des musées vivants
RTO|Réseau de transport d’Orsenne
SAM|Service d’assistance en mer
SCD|Service commun de documentation
SEP|Secrétariat aux écoles et aux ports
SMV|Service des marées vives
SVP|Syndicat des veilleurs et pilotes
TAC|Tribunal d’arbitrage côtier
TMI|Théâtre mobile des îles
VDP|Volontariat du patrimoine""".splitlines())
assert len(SIGLES) == 40

# id, family, name, colour, definition. Identifiers are those of livret's icons.
CATEGORIES = [
    ("accompagnement", "axe", "Entraide", "#0b6e4f", "Ce que des voisins font ensemble sans qu’un règlement le demande."),
    ("interpellation", "axe", "Assemblées", "#b03a2e", "Les votes, les pétitions et les lettres ouvertes."),
    ("travail-en-reseau", "axe", "Entre les îles", "#1f5a8a", "Les accords de deux îles ou plus, et leurs comptes."),
    ("citoyennete", "generale", "Vie des communes", "#6a4c93", "Les conseils, les registres et les fêtes."),
    ("enseignement-formation-emploi", "generale", "Écoles et métiers", "#8a5a00", "Apprendre un métier de la mer ou du sel, et en vivre."),
    ("logement", "generale", "Maisons", "#a0522d", "Bâtir contre le vent, réparer, loger les équipages."),
    ("mobilite", "generale", "Traversées", "#00707a", "Les bacs, les routes côtières et leurs horaires."),
    ("sante", "generale", "Santé", "#ad2a5d", "Les dispensaires, les quarantaines et les soins en mer."),
    ("integration", "specifique", "Nouveaux venus", "#4d6b1d", "Ceux qui arrivent, et ceux qui leur font place."),
    ("interculturalite", "specifique", "Langues et usages", "#7a4300", "Les parlers de l’archipel et ce qu’ils échangent."),
]


# ------------------------------------------------------------------------------------------------------------- sentences
# A piece of text is ("t", text), ("e", emphasised), ("s", sigle), ("x", identifier) or ("n", index of a note).
class Writer:
    def __init__(self, rng):
        self.r = rng
        self.uses = []

    def thing(self):
        noun = self.r.choice(NOUNS)
        return f"{noun} {self.r.choice(ADJECTIVES)}" if self.r.random() < 0.4 else noun

    def clause(self):
        adverb = f" {self.r.choice(ADVERBS)}" if self.r.random() < 0.2 else ""
        return f"{self.thing()} {self.r.choice(VERBS)}{adverb} {self.thing()}"

    def plain(self):
        r = self.r
        kind = r.randrange(8)
        c = self.clause()
        if kind <= 1:
            return f"{r.choice(LEADS)}, {c} {r.choice(TAILS)}."
        if kind == 2:
            return f"{up(c)}, {r.choice(LINKS)} {self.clause()}."
        if kind == 3:
            return f"{up(c)} : {self.clause()}, {r.choice(TAILS)}."
        if kind == 4:
            return f"{up(c)} ; {self.clause()} {r.choice(TAILS)}."
        if kind == 5:
            return f"« {up(c)} », {r.choice(SAID)}, {r.choice(LINKS)} {self.clause()}."
        if kind == 6:
            return f"À {r.choice(PLACES)}, on compte {r.randint(4, 96)} {r.choice(COUNTED)} et {c}."
        return f"Faut-il s’en étonner ? {up(c)} {r.choice(TAILS)}."

    def sentence(self):
        r = self.r
        if self.uses and r.random() < 0.72:
            sigle = ("s", self.uses.pop())
            kind = r.randrange(4)
            if kind == 0:
                return [("t", "Le "), sigle, ("t", f" {r.choice(VERBS)} {self.thing()}, {r.choice(LINKS)} {self.clause()}.")]
            if kind == 1:
                return [("t", f"{r.choice(LEADS)}, {self.clause()} grâce au "), sigle, ("t", f", {r.choice(TAILS)}.")]
            if kind == 2:
                return [("t", up(self.clause()) + " ; le rapport du "), sigle, ("t", f" {r.choice(VERBS)} {self.thing()}.")]
            return [("t", f"{up(self.clause())} avec le "), sigle, ("t", " et "), ("e", self.thing()), ("t", f" {r.choice(TAILS)}.")]
        return [("t", self.plain())]

    def paragraph(self, sentences):
        out = []
        for i in range(sentences):
            out += ([("t", " ")] if i else []) + self.sentence()
        return out


def up(text):
    return text[0].upper() + text[1:]


def make(index, count, seed, titles):
    """One fiche, as data."""
    r = random.Random(f"{seed}/{index}")
    w = Writer(r)
    year = r.randint(1980, 2024)
    while True:
        noun = r.choice(NOUNS)
        of = "du " + noun[3:] if noun.startswith("le ") else "de " + noun
        title = f"{r.choice(ACTIONS)} {of} {r.choice(ADJECTIVES)} à {r.choice(PLACES)}"
        if title not in titles:
            titles.add(title)
            break
    sigles = r.sample(sorted(SIGLES), r.randint(8, 12))
    w.uses = sigles + r.choices(sigles, k=10)
    r.shuffle(w.uses)
    chapeau = " ".join(w.plain() for _ in range(2))
    targets = []
    while len(targets) < min(2, count - 1):
        target = 1 + int(r.random() * count)
        if target != index and target not in targets:
            targets.append(target)
    notes = [w.plain() for _ in range(r.randint(1, 2))]
    headings = r.sample(HEADINGS, 4)
    blocks = []
    for section, heading in enumerate(headings):
        if section:
            blocks.append(("h", 2, heading))
        blocks += [("p", w.paragraph(r.randint(3, 4))) for _ in range(2)]
        if section in (1, 2):
            intro = ("p", [("t", f"{r.choice(LEADS)}, la liste est vite faite :")])
            items = [w.sentence() for _ in range(r.randint(3, 5))]
            blocks += [intro, ("ul" if section == 1 else "ol", items)]
        if section == 2 and index % 5 == 0:
            rows = [[str(year + k), r.choice(PLACES), up(r.choice(NOUNS)), f"{r.randint(3, 90)}"] for k in range(5)]
            blocks.append(("table", ["Année", "Lieu", "Ouvrage", "Voix"], rows))
        if section == 3:
            blocks.append(("h", 3, up(w.thing())))
            blocks.append(("p", w.paragraph(3)))
    while w.uses:
        blocks.append(("p", w.paragraph(3)))
    paragraphs = [b for b in blocks if b[0] == "p" and len(b[1]) > 2]
    for target, block in zip(targets, r.sample(paragraphs, len(targets))):
        block[1].extend([("t", " Voir aussi la "), ("x", ident(target)), ("t", ".")])
    for i, block in enumerate(sorted(r.sample(range(len(paragraphs)), len(notes)))):
        paragraphs[block][1].append(("n", i))
    return {
        "id": ident(index), "year": year, "order": index, "title": title, "chapeau": chapeau, "blocks": blocks, "notes": notes,
        "categories": r.sample([c[0] for c in CATEGORIES if c[1] == "axe"], 1) + r.sample([c[0] for c in CATEGORIES if c[1] != "axe"], r.randint(1, 2)),
        "sources": [f"Registre de l’île ({r.choice(PLACES)}), {year + k}, p. {r.randint(2, 400)}" for k in range(2)],
        "cites": [ident(t) for t in targets],
    }


def ident(index):
    return f"chronique-{index:04d}"


def pieces(block):
    if block[0] == "p":
        return block[1]
    return [p for item in block[1] for p in item] if block[0] in ("ul", "ol") else []


def words(fiche):
    text = [fiche["chapeau"], *fiche["notes"]]
    for block in fiche["blocks"]:
        text += [p[1] for p in pieces(block) if p[0] != "n"] if block[0] in ("p", "ul", "ol") else [block[2]] if block[0] == "h" else sum(block[2], block[1])
    return sum(len(t.split()) for t in text)


# ---------------------------------------------------------------------------------------------------- a workspace of livret
def markdown(run):
    write = {"t": str, "e": "*{}*".format, "s": str, "x": "[[{}]]".format, "n": lambda i: f"[^{i + 1}]"}
    return "".join(write[kind](value) for kind, value in run)


def livret_fiche(f):
    axes = [c for c in f["categories"] if c in {x[0] for x in CATEGORIES if x[1] == "axe"}]
    others = [c for c in f["categories"] if c not in axes]
    out = ["---", f"titre: {json.dumps(f['title'], ensure_ascii=False)}", f"date: {f['year']}", f"ordre: {f['order']}", "statut: publié", "chapeau: |",
           f"  {f['chapeau']}", f"axes: [{', '.join(axes)}]", f"thematiques: [{', '.join(others)}]", "sources:"]
    out += [f"  - {json.dumps(s, ensure_ascii=False)}" for s in f["sources"]] + ["---"]
    for b in f["blocks"]:
        if b[0] == "h":
            out.append("#" * b[1] + " " + b[2])
        elif b[0] == "p":
            out.append(markdown(b[1]))
        elif b[0] in ("ul", "ol"):
            out.append("\n".join((f"{i + 1}. " if b[0] == "ol" else "- ") + markdown(item) for i, item in enumerate(b[1])))
        else:
            rows = [b[1], ["---"] * len(b[1]), *b[2]]
            out.append("\n".join("| " + " | ".join(row) + " |" for row in rows))
        out.append("")
    out += [f"[^{i + 1}]: {note}\n" for i, note in enumerate(f["notes"])]
    return "\n".join(out)


def write_livret(fiches, root):
    quoted = lambda text: json.dumps(text, ensure_ascii=False)
    files = {"content/collection.yaml": f"""version: 1
nom: Archives de l’archipel
sigle: ADA
adresse: ["Quai du Banc 1, 0000 Orsenne"]
courriel: archives@exemple.invalid
site: https://exemple.invalid
editeur_responsable: {{ nom: Prénom Nom (exemple), adresse: "Quai du Banc 1, 0000 Orsenne" }}
credits:
  - {{ role: Rédaction, noms: [Une grammaire et un tirage au sort] }}
langue: fr
date: 2026-11-23
edition: "1"
""", "content/publications.yaml": f"""- id: archipel
  genre: livret
  titre: {quoted(TITLE)}
  sous_titre: {quoted(SUBTITLE)}
  format: A5
  presentation: |
    {BLURB}
  selection: {{ statut: publié }}
  profils: [ecran]
"""}
    files["content/categories.yaml"] = "".join(
        f'- id: {i}\n  famille: {family}\n  nom: {name}\n  couleur: "{colour}"\n  icone: {i}\n  definition: {text}\n' for i, family, name, colour, text in CATEGORIES)
    files["content/sigles.yaml"] = "".join(f"- terme: {s}\n  nature: sigle\n  developpement: {long}\n" for s, long in SIGLES.items())
    files |= {f"content/fiches/{f['id']}.md": livret_fiche(f) for f in fiches}
    store(files, root)


# ------------------------------------------------------------------------------------------------- a Typst project by hand
NO_BREAK, THIN = "\u00a0", "\u202f"


def french(text):
    """The spaces that livret would set, typed by the author."""
    for sign in ";?!":
        text = text.replace(f" {sign}", THIN + sign)
    text = text.replace(" :", NO_BREAK + ":").replace("« ", "«" + THIN).replace(" »", THIN + "»")
    return text.replace(" p. ", f" p.{NO_BREAK}")


def markup(text):
    return "".join("\\" + c if c in "\\#$*_`<>@[]~=-+/" and not (c == "-" and len(text) > 1) else c for c in french(text))


def typst_run(run, f, seen):
    out = ""
    for kind, value in run:
        if kind == "t":
            out += markup(value)
        elif kind == "e":
            out += f"#emph[{markup(value)}]"
        elif kind == "s":
            # What the reader of the printed page sees is the same: the expansion at the first use in the fiche.
            out += f'#sigle("{value}")' if value in seen else f'#sigle("{value}", first: true)'
            seen.add(value)
        elif kind == "x":
            out += f'#voir("{value}")'
        else:
            out += f"#footnote[{markup(f['notes'][value])}]"
    return out


def typst_fiche(f, cited_by, years):
    seen = set()
    body = []
    for b in f["blocks"]:
        if b[0] == "h":
            body.append("=" * b[1] + " " + markup(b[2]))
        elif b[0] == "p":
            body.append(typst_run(b[1], f, seen))
        elif b[0] in ("ul", "ol"):
            body.append("\n".join(("+ " if b[0] == "ol" else "- ") + typst_run(item, f, seen) for item in b[1]))
        else:
            cells = [f"  table.header({', '.join(f'[*{c}*]' for c in b[1])}),"] + ["  " + ", ".join(f"[{markup(c)}]" for c in row) + "," for row in b[2]]
            body.append("\n".join(["#table(", "  columns: 4,", *cells, ")"]))
        body.append("")
    also = sorted({(i, "") for i in f["cites"]} | {(i, " (renvoie à cette fiche)") for i in cited_by if i not in f["cites"]}, key=lambda x: years[x[0]])
    strings = lambda items: "(" + "".join(f"{json.dumps(i, ensure_ascii=False)}, " for i in items) + ")"
    head = ['#import "/livre.typ": *', "#show: fiche.with(", f'  "{f["id"]}",', f"  chapeau: [{markup(f['chapeau'])}],",
            f"  categories: {strings(f['categories'])},", ")", ""]
    foot = ["#appareil(", f"  sources: ({''.join(f'[{markup(s)}], ' for s in f['sources'])}),", "  voir-aussi: (" + "".join(f'("{i}", "{how}"), ' for i, how in also) + "),", ")", ""]
    return "\n".join(head + body + foot)


BOOK = r'''// The look of the book: page, headings, fiches, references, glossary.
#import "/donnees.typ": fiches, sigles, categories

#let sans = "Source Sans 3"
#let accent = rgb("#0f4c5c")
#let petit(corps) = { set text(font: sans, size: 8.3pt, hyphenate: false); set par(justify: false, first-line-indent: 0pt, leading: 0.42em, spacing: 0.7em); corps }
#let tete(gauche, droite) = text(font: sans, size: 7pt, fill: luma(80), hyphenate: false)[#gauche #h(1fr) #droite]

#let livre(titre: "", sous-titre: "", corps) = {
  set document(title: titre, author: "Archives de l’archipel", date: datetime(year: 2026, month: 11, day: 23))
  set page(
    width: 148mm, height: 210mm, margin: (x: 18.5mm, top: 20mm, bottom: 19mm),
    footer: context align(right, text(font: sans, size: 8.3pt, weight: "semibold", counter(page).display())),
    numbering: "1",
  )
  set text(font: "Source Serif 4", size: 10pt, lang: "fr", region: "be", hyphenate: true)
  set par(justify: true, leading: 0.68em, spacing: 0.68em, first-line-indent: (amount: 1.2em, all: true))
  set list(marker: [–], indent: 1.2em)
  set enum(indent: 1.2em)
  show list: set par(first-line-indent: 0pt)
  show enum: set par(first-line-indent: 0pt)
  show heading: set text(font: sans, weight: "semibold", hyphenate: false)
  show heading: set par(justify: false, first-line-indent: 0pt)
  show heading.where(level: 1): set text(size: 18pt)
  show heading.where(level: 1): set block(below: 1.3em)
  show heading.where(level: 2): set text(size: 11.5pt)
  show heading.where(level: 2): set block(above: 1.7em, below: 0.8em)
  show heading.where(level: 3): set text(size: 10.5pt)
  show heading.where(level: 3): set block(above: 1.7em, below: 0.8em)
  show footnote.entry: set text(size: 8.3pt)
  set table(stroke: (x, y) => (bottom: 0.4pt + luma(150)), inset: (x: 4pt, y: 3pt))
  show table: set text(font: sans, size: 8.3pt, hyphenate: false)
  show table: set par(justify: false, first-line-indent: 0pt)

  page(footer: none, {
    set par(justify: false, first-line-indent: 0pt)
    v(3cm)
    text(font: sans, size: 28pt, weight: "bold", fill: accent, hyphenate: false, titre)
    parbreak()
    text(font: sans, size: 13pt, sous-titre)
  })
  corps
}

#let partie(titre, corps) = {
  pagebreak(weak: true)
  set page(header: context if query(heading.where(level: 1)).filter(it => it.location().page() == here().page()).len() == 0 { tete([], titre) })
  heading(level: 1, text(fill: accent, titre))
  corps
}

#let sommaire() = partie("Table des matières", {
  show outline.entry: it => {
    let cle = it.element.at("label", default: none)
    if cle != none {
      let f = fiches.at(str(cle))
      link(it.element.location(), block(above: 0.9em, below: 0pt, it.indented(text(fill: luma(80))[#f.annee #h(0.4em) #f.numero], it.inner())))
    }
  }
  petit(outline(title: none, target: heading.where(level: 1)))
})

#let pastille(c) = box(width: 0.7em, height: 0.7em, fill: c.couleur)

#let legende() = partie("Légende", for (id, c) in categories {
  block(above: 0.9em, petit(grid(columns: (1.4em, 1fr), pastille(c), [*#c.nom* \ #c.definition])))
})

// A use of a sigle: an invisible marker for the glossary, and a link to its entry.
#let sigle(cle, first: false) = {
  if first { sigles.at(cle) + " (" }
  [#metadata(cle)<emploi>]
  if /*LINKED*/ true { link(label("glossaire-" + cle), cle) } else { cle }
  if first { ")" }
}

#let voir(id) = [fiche #fiches.at(id).numero, #link(label(id), emph(fiches.at(id).titre)), page #ref(label(id), form: "page", supplement: [])]

#let fiche(id, chapeau: none, categories: (), corps) = {
  import "/donnees.typ": categories as toutes
  let f = fiches.at(id)
  pagebreak(weak: true)
  set page(header: context if here().page() != locate(label(id)).page() { tete("TITRE", [Fiche #f.numero · #f.titre]) })
  counter(footnote).update(0)
  block(below: 0.6em, width: 100%, par(first-line-indent: 0pt, { text(font: sans, size: 30pt, weight: "semibold", fill: accent, str(f.annee)); h(1fr); text(font: sans, size: 8.3pt)[Fiche #f.numero] }))
  [#heading(level: 1, f.titre)#label(id)]
  block(above: 0pt, below: 1.2em, petit(categories.map(c => box[#pastille(toutes.at(c)) #toutes.at(c).nom]).join(h(1em))))
  block(width: 100%, below: 1.6em, stroke: (y: 0.4pt + luma(150)), inset: (y: 7pt), {
    set text(font: sans, size: 10.4pt, hyphenate: false)
    set par(justify: false, first-line-indent: 0pt)
    chapeau
  })
  corps
}

#let appareil(sources: (), voir-aussi: ()) = {
  block(above: 2.4em, below: 0.6em, sticky: true, line(length: 30%, stroke: 1.2pt + accent))
  show heading: set text(size: 8.3pt, fill: accent)
  show heading: set block(above: 1em, below: 0.5em)
  petit({
    set list(indent: 0pt)
    heading(level: 2, bookmarked: false)[Sources]
    list(..sources)
    if voir-aussi.len() > 0 {
      heading(level: 2, bookmarked: false)[Voir aussi]
      list(..voir-aussi.map(((id, comment)) => [#voir(id)#comment]))
    }
  })
}

// One query for the whole book: the uses of each sigle, one page each.
#let glossaire() = partie("Glossaire", columns(2, petit(context {
  let pages = (:)
  for emploi in query(<emploi>) {
    let lieu = emploi.location()
    let deja = pages.at(emploi.value, default: ())
    if deja.len() == 0 or deja.last().page() != lieu.page() { pages.insert(emploi.value, deja + (lieu,)) }
  }
  for (cle, long) in sigles {
    let lieux = pages.at(cle, default: ())
    if lieux.len() > 0 {
      [#block(spacing: 0.75em, par(hanging-indent: 0.9em)[*#cle* #long #text(fill: luma(80))[→ #lieux.map(l => link(l, str(l.page()))).join(", ")]])#label("glossaire-" + cle)]
    }
  }
})))
'''


def write_typst(fiches, root, first_links):
    quoted = lambda text: json.dumps(text, ensure_ascii=False)
    ordered = sorted(fiches, key=lambda f: (f["year"], f["order"]))
    years = {f["id"]: (f["year"], f["order"]) for f in fiches}
    cited_by = {f["id"]: [] for f in fiches}
    for f in ordered:
        for target in f["cites"]:
            cited_by[target].append(f["id"])
    data = "#let fiches = (\n" + "".join(f'  "{f["id"]}": (numero: {i + 1}, annee: {f["year"]}, titre: {quoted(f["title"])}),\n' for i, f in enumerate(ordered)) + ")\n"
    data += "#let sigles = (\n" + "".join(f'  "{s}": {quoted(long)},\n' for s, long in SIGLES.items()) + ")\n"
    data += "#let categories = (\n" + "".join(f'  "{i}": (nom: {quoted(n)}, couleur: rgb("{c}"), definition: {quoted(d)}),\n' for i, _, n, c, d in CATEGORIES) + ")\n"
    main = ['#import "livre.typ": *', f"#show: livre.with(titre: {quoted(TITLE)}, sous-titre: {quoted(SUBTITLE)})", "",
            "#partie(" + quoted("Avant-propos") + ")[" + markup(BLURB) + "]", "#sommaire()", "#legende()"]
    main += [f'#include "fiches/{f["id"]}.typ"' for f in ordered] + ["#glossaire()", ""]
    book = BOOK.replace('"TITRE"', quoted(TITLE)).replace("/*LINKED*/ true", "first" if first_links else "true")
    store({"main.typ": "\n".join(main), "livre.typ": book, "donnees.typ": data} | {f"fiches/{f['id']}.typ": typst_fiche(f, cited_by[f["id"]], years) for f in fiches}, root)


def store(files, root):
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def write(count, out, seed=1, first_links=False):
    titles = set()
    fiches = [make(i, count, seed, titles) for i in range(1, count + 1)]
    write_livret(fiches, out / "livret")
    write_typst(fiches, out / "typst", first_links)
    return fiches


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first-links", action="store_true")
    args = parser.parse_args()
    lengths = [words(f) for f in write(args.count, args.out, args.seed, args.first_links)]
    print(f"{len(lengths)} fiches, {min(lengths)} to {max(lengths)} words, {sum(lengths) // len(lengths)} in the mean")
