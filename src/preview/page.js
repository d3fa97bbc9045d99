// The page of `livret preview`. It shows pictures of pages with their words as text over them, follows the server's events, and leads from
// a word to its line and back. Everything that comes from a text is set with textContent: it never becomes HTML.
"use strict";

const WORDS = {
  fr: {
    skip: "Aller aux pages", subject: "Document", profile: "Profil", mode: "Vue", single: "Pages simples", spread: "Pages en regard", sheet: "Feuilles à plier",
    smaller: "Réduire", larger: "Agrandir", overlays: "Repères", trim: "Format et fond perdu", margins: "Marges", grid: "Grille de base",
    search: "Chercher", next: "Occurrence suivante", export: "Exporter en PDF", keys: "Raccourcis", contents: "Sommaire", place: "Dans le texte",
    copy: "Copier l’endroit", open: "Ouvrir dans l’éditeur", findings: "Remarques", page: "Page", blank: "Page blanche", old: "Page d’un état plus ancien du texte",
    publications: "Publications", fiches: "Fiches seules", working: "Mise en page en cours…", ready: "À jour", copied: "Endroit copié",
    behind: "Cet état du texte ne peut pas être mis en page : voici le dernier qui pouvait l’être.",
    template: "Ce mot est écrit par le gabarit, pas par un texte.", none: "Introuvable", of: "sur", lost: "Le programme ne répond plus. Cette page attend son retour.",
    exporting: "Export en cours…", exported: "PDF exporté", error: "erreur", warning: "avertissement", note: "note", nothing: "Aucune remarque.", sheetSide: "Côté de feuille",
    help: [["j, k", "page suivante, précédente"], ["Début, Fin", "première, dernière page"], ["+, −, 0", "agrandir, réduire, taille réelle"], ["v", "changer de vue"],
      ["t, m, g", "format, marges, grille"], ["/", "chercher"], ["n", "occurrence suivante"], ["c", "copier l’endroit"], ["o", "ouvrir dans l’éditeur"],
      ["Entrée sur un paragraphe", "montrer sa ligne"], ["?", "ces raccourcis"]],
  },
  en: {
    skip: "Go to the pages", subject: "Document", profile: "Profile", mode: "View", single: "Single pages", spread: "Spreads", sheet: "Sheets to fold",
    smaller: "Zoom out", larger: "Zoom in", overlays: "Overlays", trim: "Trim and bleed", margins: "Margins", grid: "Baseline grid",
    search: "Search", next: "Next place", export: "Export as PDF", keys: "Shortcuts", contents: "Contents", place: "In the text",
    copy: "Copy the place", open: "Open in the editor", findings: "Findings", page: "Page", blank: "Blank page", old: "Page of an older state of the text",
    publications: "Publications", fiches: "Single fiches", working: "Typesetting…", ready: "Up to date", copied: "Place copied",
    behind: "This state of the text cannot be typeset: this is the last one that could.",
    template: "This word is written by the template, not by a text.", none: "Not found", of: "of", lost: "The program no longer answers. This page waits for it.",
    exporting: "Exporting…", exported: "PDF exported", error: "error", warning: "warning", note: "note", nothing: "No findings.", sheetSide: "Side of a sheet",
    help: [["j, k", "next, previous page"], ["Home, End", "first, last page"], ["+, −, 0", "zoom in, out, real size"], ["v", "change the view"],
      ["t, m, g", "trim, margins, grid"], ["/", "search"], ["n", "next place"], ["c", "copy the place"], ["o", "open in the editor"],
      ["Enter on a paragraph", "show its line"], ["?", "these shortcuts"]],
  },
};

const say = WORDS[document.documentElement.lang] || WORDS.fr;
const token = document.documentElement.dataset.token;
const $ = (id) => document.getElementById(id);
const POINT = 96 / 72; // CSS pixels in a point
const MM = 72 / 25.4; // points in a millimetre

let state = null; // what can be shown
let views = []; // what is listened to: the one that is shown first, and one that follows it
let shown = ""; // the view on the desk
let version = 0; // its moment
let pages = []; // its pages: key, width, height, bleed, old, and the element
let sheets = [];
let grid = null;
let zoom = 1;
let events = null;
let serial = -1; // the last move that was followed
let clicked = null;
let hits = [];
let hit = -1;

function make(name, text, attributes) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  return element;
}

function status(text) {
  $("status").textContent = text;
}

function address(path, query) {
  return path + "?" + new URLSearchParams(query);
}

async function get(path, query) {
  const answer = await fetch(address(path, query));
  return answer.ok ? answer.json() : null;
}

function post(path, body) {
  return fetch(path, { method: "POST", headers: { "x-livret": token, "content-type": "application/json" }, body: JSON.stringify(body) });
}

// ——— What is shown ———

async function start() {
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say[element.dataset.say];
  for (const element of document.querySelectorAll("[data-name]")) element.setAttribute("aria-label", say[element.dataset.name]);
  $("side").setAttribute("aria-label", say.findings);
  for (const [key, what] of say.help) $("help-list").append(make("dt", key), make("dd", what));
  state = await get("/state", {});
  choices();
  const asked = decodeURIComponent(location.hash.slice(1));
  follow(asked.split("/").length > 2 ? [asked] : state.first);
}

function choices() {
  const subjects = $("subject");
  const group = (label, kind, list) => {
    const out = make("optgroup", "", { label });
    for (const one of list) out.append(make("option", one.title, { value: kind + "/" + one.id }));
    return out;
  };
  subjects.replaceChildren(group(say.publications, "publication", state.publications), group(say.fiches, "fiche", state.fiches));
  $("profile").replaceChildren(...state.profiles.map((name) => make("option", name, { value: name })));
  $("open").hidden = state.readonly;
}

function split(view) {
  const at = view.lastIndexOf("/");
  return [view.slice(0, at), view.slice(at + 1)];
}

// Listens to views; the last one takes the desk when it is ready, the first one until then.
function follow(list) {
  views = list;
  if (events) events.close();
  show(views[0], true);
  events = new EventSource("/events?" + views.map((view) => "view=" + encodeURIComponent(view)).join("&"));
  events.onmessage = () => update();
  events.onerror = () => status(say.lost);
}

function show(view, anew) {
  shown = view;
  if (anew) {
    version = 0;
    pages = [];
    $("pages").replaceChildren();
  }
  const [subject, profile] = split(view || "");
  $("subject").value = subject;
  $("profile").value = profile;
  history.replaceState(null, "", "#" + encodeURIComponent(view || ""));
  document.title = ($("subject").selectedOptions[0] || {}).textContent || "Livret";
}

let asking = false;
let again = false;

async function update() {
  // One question at a time: what happens meanwhile is asked for afterwards.
  if (asking) { again = true; return; }
  asking = true;
  try {
    do {
      again = false;
      await look();
    } while (again);
  } catch {
    status(say.lost);
  }
  asking = false;
}

async function look() {
  const last = views[views.length - 1];
  if (shown !== last) {
    // The publication around a fiche is there: the page that is read stays the page that is read.
    const around = await get("/view", { view: last, since: 0 });
    if (around && around.ready) {
      const fiche = split(shown)[0].replace(/^fiche\//, "content/fiches/") + ".md";
      show(last, true);
      apply(around);
      const at = await get("/find", { view: last, file: fiche, line: 1 });
      if (at) reveal(at, false);
      return;
    }
  }
  let view = await get("/view", { view: shown, since: version });
  // The program began anew: what this page knows is of another time.
  if (view && view.version < version) view = await get("/view", { view: shown, since: 0 });
  if (view) apply(view);
}

function apply(view) {
  if (!view.ready) {
    status(say.working);
    findings(view.findings);
    return;
  }
  version = view.version;
  grid = view.grid;
  sheets = view.sheets;
  const whole = view.count !== pages.length;
  pages.length = view.count;
  const changed = [];
  for (const [number, key, width, height, bleed, old] of view.pages) {
    const page = pages[number] || (pages[number] = { number, seen: false });
    const size = page.width !== width || page.height !== height || page.bleed !== bleed;
    Object.assign(page, { key, width, height, bleed, old });
    if (size || !page.element) changed.push(number);
    else refresh(page);
  }
  if (whole || changed.length) arrange();
  contents(view.contents);
  findings(view.findings);
  mark(view.findings, view.version);
  status(view.behind ? say.behind : say.ready);
  document.body.classList.toggle("behind", view.behind);
  if (view.edited && view.edited.serial !== serial) {
    const first = serial < 0;
    serial = view.edited.serial;
    if (view.edited.spot && !first) reveal(view.edited.spot, true);
  } else if (!view.edited && serial < 0) {
    serial = 0;
  }
}

// ——— Pages ———

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const page = pages[entry.target.dataset.number];
    if (!page || page.element !== entry.target) continue;
    page.near = entry.isIntersecting;
    if (page.near) refresh(page);
    // A page that is far away gives its picture and its words back.
    else { page.seen = false; page.element.querySelector(".text").replaceChildren(); page.element.querySelector("img").removeAttribute("src"); page.drawn = ""; page.read = ""; }
  }
}, { rootMargin: "800px" });

function arrange() {
  near.disconnect();
  const desk = $("pages");
  const mode = $("mode").value;
  desk.className = mode;
  const rows = [];
  const all = pages.map((_, i) => i);
  if (mode === "single") rows.push(...all.map((i) => [i]));
  // The first page of a booklet is a right-hand one.
  else if (mode === "spread") { rows.push([null, 0]); for (let i = 1; i < pages.length; i += 2) rows.push([i, i + 1 < pages.length ? i + 1 : null]); }
  else rows.push(...sheets.map((side) => side.map((n) => (n === null ? null : n - 1))));
  const list = rows.map((row, i) => {
    const out = make("div", "", { class: "row" });
    if (mode === "sheet") out.append(make("p", say.sheetSide + " " + (i + 1), { class: "caption" }));
    for (const number of row) out.append(number === null ? blank() : element(pages[number]));
    return out;
  });
  desk.replaceChildren(...list);
  for (const page of pages) near.observe(page.element);
}

function blank() {
  const out = make("div", "", { class: "page blank" });
  const page = pages[0];
  if (page) size(out, page);
  return out;
}

function size(element, page) {
  element.style.width = (page.width + 2 * page.bleed) * POINT * zoom + "px";
  element.style.height = (page.height + 2 * page.bleed) * POINT * zoom + "px";
}

function element(page) {
  if (!page.element) {
    page.element = make("section", "", { class: "page", "data-number": page.number, tabindex: "0" });
    page.element.append(make("img", "", { alt: "" }), make("div", "", { class: "text" }), make("div", "", { class: "over", "aria-hidden": "true" }), make("div", "", { class: "marks" }));
  }
  const label = say.page + " " + (page.number + 1);
  page.element.setAttribute("aria-label", label);
  page.element.dataset.folio = page.number + 1;
  size(page.element, page);
  page.drawn = "";
  overlays(page);
  return page.element;
}

// Shows what a page is now, if it is near enough to be seen.
function refresh(page) {
  page.element.classList.toggle("old", page.old);
  page.element.title = page.old ? say.old : "";
  if (!page.near) return;
  const scale = Math.min(8, POINT * zoom * (window.devicePixelRatio || 1)).toFixed(3);
  const want = address("/page", { view: shown, page: page.number, key: page.key, scale });
  if (page.drawn !== want) {
    page.drawn = want;
    const next = new Image();
    next.alt = "";
    next.src = want;
    // The old picture stays until the new one is there: nothing flickers.
    next.decode().then(() => {
      if (page.drawn !== want) return;
      page.element.querySelector("img").replaceWith(next);
      page.element.dataset.shown = page.key;
    }, () => { if (page.drawn === want) page.drawn = ""; });
  }
  const read = page.key + zoom;
  if (page.read !== read) {
    page.read = read;
    get("/text", { view: shown, page: page.number, key: page.key }).then((words) => { if (words && page.read === read) text(page, words); });
  }
  overlays(page);
}

// The words of a page as text over its picture, line by line: they can be read aloud, selected and found.
function text(page, words) {
  const lines = [];
  let last = null;
  for (const [word, x, y, width, size] of words) {
    const joins = last && Math.abs(y - last.y) < 0.4 * size && x >= last.x + last.width - 1 && x - last.x - last.width < 2 * size;
    if (joins) {
      const gap = x - last.x - last.width > 0.08 * size;
      last.text += (gap ? " " : "") + word;
      last.width = x + width - last.x;
    } else {
      last = { text: word, x, y, width, size };
      lines.push(last);
    }
  }
  const k = POINT * zoom;
  const spans = lines.map((line) => {
    const span = make("span", line.text + " ");
    span.style.left = (line.x + page.bleed) * k + "px";
    span.style.top = (line.y - 0.85 * line.size + page.bleed) * k + "px";
    span.style.width = line.width * k + "px";
    span.style.height = 1.2 * line.size * k + "px";
    span.style.fontSize = line.size * 0.9 * k + "px";
    return span;
  });
  page.element.querySelector(".text").replaceChildren(...spans);
}

function overlays(page) {
  const over = page.element.querySelector(".over");
  const k = POINT * zoom;
  const b = page.bleed * k;
  const boxes = [];
  const box = (name, left, top, width, height) => {
    const out = make("div", "", { class: name });
    out.style.left = left + "px";
    out.style.top = top + "px";
    out.style.width = width + "px";
    out.style.height = height + "px";
    boxes.push(out);
    return out;
  };
  if ($("trim").checked) box("trim", b, b, page.width * k, page.height * k);
  if (grid) {
    const right = page.number % 2 === 0;
    const [left, far] = !grid.facing || right ? [grid.inside, grid.outside] : [grid.outside, grid.inside];
    const [x, y] = [b + left * MM * k, b + grid.top * MM * k];
    const [w, h] = [(page.width - (left + far) * MM) * k, (page.height - (grid.top + grid.bottom) * MM) * k];
    if ($("margins").checked) box("margins", x, y, w, h);
    if ($("grid").checked) box("lines", x, y, w, h).style.backgroundSize = "100% " + grid.line * k + "px";
  }
  over.replaceChildren(...boxes);
}

function current() {
  const middle = window.innerHeight / 2;
  let best = 0;
  let least = Infinity;
  for (const page of pages) {
    if (!page || !page.element) continue;
    const box = page.element.getBoundingClientRect();
    const away = Math.max(box.top - middle, middle - box.bottom, 0);
    if (away < least) { least = away; best = page.number; }
  }
  return best;
}

function turn(number) {
  const page = pages[Math.max(0, Math.min(pages.length - 1, number))];
  if (!page) return;
  page.element.scrollIntoView({ block: "start" });
  page.element.focus({ preventScroll: true });
}

// Scrolls to a place and marks it for a while.
function reveal(spot, gently) {
  const page = pages[spot.page];
  if (!page || !page.element) return;
  const k = POINT * zoom;
  const mark = make("div", "", { class: "mark" });
  mark.style.left = (spot.x + page.bleed) * k - 3 + "px";
  mark.style.top = (spot.y - 0.9 * spot.size + page.bleed) * k - 2 + "px";
  mark.style.width = spot.width * k + 6 + "px";
  mark.style.height = 1.25 * spot.size * k + 4 + "px";
  for (const old of document.querySelectorAll(".mark")) old.remove();
  page.element.append(mark);
  const box = mark.getBoundingClientRect();
  const seen = box.top > $("bar").offsetHeight && box.bottom < window.innerHeight;
  if (!seen || !gently) mark.scrollIntoView({ block: "center" });
}

// ——— Beside the pages ———

function contents(list) {
  const items = list.map((chapter) => {
    const item = make("li");
    const button = make("button", chapter.title, { type: "button" });
    button.append(make("span", " " + chapter.page, { class: "folio" }));
    button.onclick = () => turn(chapter.page - 1);
    item.append(button);
    return item;
  });
  $("chapters").replaceChildren(...items);
}

function findings(list) {
  $("count").textContent = "(" + list.length + ")";
  const items = list.map((finding) => {
    const item = make("li", "", { class: finding.severity });
    const place = finding.file + (finding.line ? ":" + finding.line + ":" + finding.column : "");
    const button = make("button", "", { type: "button" });
    button.append(make("strong", say[finding.severity] + " " + finding.code), " " + finding.message);
    button.onclick = () => {
      if (finding.spot) reveal(finding.spot, false);
      if (finding.line) tell({ file: finding.file, line: finding.line, column: finding.column, word: "", written: "" });
    };
    item.append(button, make("p", finding.remedy, { class: "remedy" }), make("p", place, { class: "where" }));
    return item;
  });
  if (!items.length) items.push(make("li", say.nothing, { class: "nothing" }));
  $("findings").replaceChildren(...items);
}

// Signs in the margins of the pages, once it is known where the findings stand.
async function mark(list, at) {
  const spots = list.length ? await get("/spots", { view: shown }) : [];
  if (!spots || at !== version || spots.length !== list.length) return;
  for (const old of document.querySelectorAll(".finding-mark")) old.remove();
  list.forEach((finding, i) => {
    finding.spot = spots[i];
    if (finding.spot) sign(finding);
  });
}

function sign(finding) {
  const page = pages[finding.spot.page];
  if (!page || !page.element) return;
  const button = make("button", "!", { type: "button", class: "finding-mark " + finding.severity, "aria-label": say[finding.severity] + " " + finding.code + " : " + finding.message });
  button.title = finding.message + "\n" + finding.remedy;
  button.style.top = (finding.spot.y - finding.spot.size + page.bleed) * POINT * zoom + "px";
  button.onclick = (event) => {
    event.stopPropagation();
    tell({ file: finding.file, line: finding.line, column: finding.column, word: "", written: "" });
  };
  page.element.querySelector(".marks").append(button);
}

function tell(place) {
  clicked = place.file ? place : null;
  $("clicked").hidden = false;
  $("place").textContent = place.file ? place.file + ":" + place.line + ":" + place.column : say.template;
  $("written").textContent = place.written;
  $("written").hidden = !place.written;
  $("copy").disabled = $("open").disabled = !clicked;
  if (clicked) copy();
}

async function copy() {
  if (!clicked) return;
  try {
    await navigator.clipboard.writeText(clicked.file + ":" + clicked.line + ":" + clicked.column);
    status(say.copied);
  } catch {
    // Without the right to the clipboard the place stands there to be selected.
  }
}

async function open() {
  if (!clicked || state.readonly) return;
  const answer = await post("/open", { file: clicked.file, line: clicked.line, column: clicked.column });
  if (!answer.ok) return status(await answer.text());
  const { address } = await answer.json();
  if (address) location.href = address;
}

async function ask(page, x, y) {
  const place = await get("/place", { view: shown, page: page.number, x, y });
  if (!place) return;
  tell(place);
  reveal(place.spot, true);
}

async function search() {
  const words = $("words").value.trim();
  if (words !== search.last) {
    search.last = words;
    hits = (words && (await get("/search", { view: shown, words }))) || [];
    hit = -1;
  }
  if (!hits.length) { $("found").textContent = words ? say.none : ""; return; }
  hit = (hit + 1) % hits.length;
  $("found").textContent = hit + 1 + " " + say.of + " " + hits.length;
  reveal(hits[hit], false);
}

async function save() {
  status(say.exporting);
  const answer = await post("/export", { view: shown });
  if (!answer.ok) return status(await answer.text());
  const link = make("a", "", { download: shown.split("/").slice(1).join("-") + ".pdf" });
  link.href = URL.createObjectURL(await answer.blob());
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  status(say.exported);
}

function scale(next) {
  const here = current();
  zoom = Math.max(0.25, Math.min(5, next));
  $("zoom").textContent = Math.round(zoom * 100) + " %";
  arrange();
  turn(here);
}

// ——— What people do ———

$("subject").onchange = () => {
  const subject = $("subject").value;
  const one = state.publications.find((p) => "publication/" + p.id === subject);
  const profile = one && one.profiles.length && !one.profiles.includes($("profile").value) ? one.profiles[0] : $("profile").value;
  follow([subject + "/" + profile]);
};
$("profile").onchange = () => follow([$("subject").value + "/" + $("profile").value]);
$("mode").onchange = () => { const here = current(); arrange(); turn(here); };
$("smaller").onclick = () => scale(zoom / 1.25);
$("larger").onclick = () => scale(zoom * 1.25);
for (const id of ["trim", "margins", "grid"]) $(id).onchange = () => { for (const page of pages) if (page.near) overlays(page); };
$("search").onsubmit = (event) => { event.preventDefault(); search(); };
$("export").onclick = save;
$("copy").onclick = copy;
$("open").onclick = open;
$("keys").onclick = () => { const help = $("help"); help.hidden = !help.hidden; $("keys").setAttribute("aria-expanded", String(!help.hidden)); };

$("pages").onclick = (event) => {
  const section = event.target.closest(".page[data-number]");
  if (!section || String(window.getSelection())) return;
  const page = pages[section.dataset.number];
  const box = section.getBoundingClientRect();
  const k = POINT * zoom;
  ask(page, (event.clientX - box.left) / k - page.bleed, (event.clientY - box.top) / k - page.bleed);
};

// With the keyboard, a page is read line by line: the arrows choose a line, Enter asks for its place.
$("pages").onkeydown = (event) => {
  const section = event.target.closest && event.target.closest(".page[data-number]");
  if (!section || event.target !== section) return;
  const page = pages[section.dataset.number];
  const lines = [...section.querySelectorAll(".text span")];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    page.line = Math.max(0, Math.min(lines.length - 1, (page.line === undefined ? -1 : page.line) + (event.key === "ArrowDown" ? 1 : -1)));
    for (const line of lines) line.classList.remove("chosen");
    if (lines[page.line]) { lines[page.line].classList.add("chosen"); lines[page.line].scrollIntoView({ block: "nearest" }); status(lines[page.line].textContent); }
    event.preventDefault();
  } else if (event.key === "Enter" && lines[page.line || 0]) {
    const line = lines[page.line || 0];
    const k = POINT * zoom;
    ask(page, (parseFloat(line.style.left) + 2) / k - page.bleed, (parseFloat(line.style.top) + parseFloat(line.style.height) / 2) / k - page.bleed);
    event.preventDefault();
  }
};

document.onkeydown = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const click = (id) => $(id).click();
  const actions = {
    j: () => turn(current() + 1), k: () => turn(current() - 1), Home: () => turn(0), End: () => turn(pages.length - 1),
    "+": () => click("larger"), "-": () => click("smaller"), "0": () => scale(1),
    v: () => { const mode = $("mode"); mode.selectedIndex = (mode.selectedIndex + 1) % mode.length; mode.onchange(); },
    t: () => click("trim"), m: () => click("margins"), g: () => click("grid"),
    "/": () => $("words").focus(), n: search, c: copy, o: open, "?": () => click("keys"),
  };
  const action = actions[event.key];
  if (action) { event.preventDefault(); action(); }
};

start();
