// The page of `livret preview`. It shows pictures of pages with their words as text over them, follows the server's events, and leads from
// a word to its line and back. Everything that comes from a text is set with textContent: it never becomes HTML.
"use strict";

const WORDS = {
  fr: {
    skip: "Aller aux pages", subject: "Document", profile: "Profil", mode: "Vue", single: "Pages simples", spread: "Pages en regard", sheet: "Feuilles à plier",
    smaller: "Réduire", larger: "Agrandir", fit: "Ajuster", overlays: "Repères", trim: "Format et fond perdu", margins: "Marges", grid: "Grille de base",
    search: "Chercher", next: "Occurrence suivante", export: "Exporter en PDF", keys: "Raccourcis", contents: "Sommaire", place: "Dans le texte",
    copy: "Copier l’endroit", open: "Ouvrir dans l’éditeur", opens: "Un clic ouvre l’éditeur", findings: "Remarques", page: "Page", blank: "Page blanche", old: "Page d’un état plus ancien du texte",
    publications: "Publications", fiches: "Fiches seules", working: "Mise en page en cours…", ready: "À jour", copied: "Endroit copié",
    behind: "Cet état du texte ne peut pas être mis en page : voici le dernier qui pouvait l’être.",
    gone: "Ce document n’existe plus.", never: "Ce texte ne peut pas être mis en page : voyez les remarques.",
    template: "Ce mot est écrit par le gabarit, pas par un texte.", none: "Introuvable", of: "sur", lost: "Le programme ne répond plus. Cette page attend son retour.",
    exporting: "Export en cours…", exported: "PDF exporté", error: "erreur", warning: "avertissement", note: "note", nothing: "Aucune remarque.", sheet1: "Feuille", front: "recto", back: "verso",
    help: [["j, k", "page suivante, précédente"], ["Début, Fin", "première, dernière page"], ["+, −", "agrandir, réduire"], ["0, f", "taille réelle, ajuster à la fenêtre"], ["v", "changer de vue"],
      ["t, m, g", "format, marges, grille"], ["/", "chercher"], ["n", "occurrence suivante"], ["c", "copier l’endroit"], ["o", "ouvrir dans l’éditeur"],
      ["↑, ↓, puis Entrée", "choisir une ligne de la page, montrer sa place dans le texte"], ["?", "ces raccourcis"]],
  },
  en: {
    skip: "Go to the pages", subject: "Document", profile: "Profile", mode: "View", single: "Single pages", spread: "Spreads", sheet: "Sheets to fold",
    smaller: "Zoom out", larger: "Zoom in", fit: "Fit", overlays: "Overlays", trim: "Trim and bleed", margins: "Margins", grid: "Baseline grid",
    search: "Search", next: "Next place", export: "Export as PDF", keys: "Shortcuts", contents: "Contents", place: "In the text",
    copy: "Copy the place", open: "Open in the editor", opens: "A click opens the editor", findings: "Findings", page: "Page", blank: "Blank page", old: "Page of an older state of the text",
    publications: "Publications", fiches: "Single fiches", working: "Typesetting…", ready: "Up to date", copied: "Place copied",
    behind: "This state of the text cannot be typeset: this is the last one that could.",
    gone: "This document is no longer there.", never: "This text cannot be typeset: see the findings.",
    template: "This word is written by the template, not by a text.", none: "Not found", of: "of", lost: "The program no longer answers. This page waits for it.",
    exporting: "Exporting…", exported: "PDF exported", error: "error", warning: "warning", note: "note", nothing: "No findings.", sheet1: "Sheet", front: "front", back: "back",
    help: [["j, k", "next, previous page"], ["Home, End", "first, last page"], ["+, −", "zoom in, out"], ["0, f", "real size, fit to the window"], ["v", "change the view"],
      ["t, m, g", "trim, margins, grid"], ["/", "search"], ["n", "next place"], ["c", "copy the place"], ["o", "open in the editor"],
      ["↑, ↓, then Enter", "choose a line of the page, show its place in the text"], ["?", "these shortcuts"]],
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
let fitted = true; // whether the zoom follows the width of the window
let events = null;
let serial = -1; // the last move that was followed
let clicked = null;
let marked = null; // the place that is marked on a page
let signs = []; // the findings with their places
let prints = { frame: "", found: "", state: "" }; // what of the rest this page has
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
  $("opener").hidden = state.readonly;
  // Some want the editor at every click, some read first: the browser remembers.
  $("opens").checked = localStorage.getItem("opens") !== "no";
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", getComputedStyle($("bar")).position === "sticky" ? $("bar").offsetHeight + "px" : "0px")).observe($("bar"));
  new ResizeObserver(() => { if (fitted) adjust(); }).observe($("desk"));
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
  views = list.filter(Boolean);
  show(views[0], true);
  listen();
}

function listen() {
  if (events) events.close();
  events = null;
  if (!views.length) return;
  events = new EventSource("/events?" + views.map((view) => "view=" + encodeURIComponent(view)).join("&"));
  events.onmessage = () => update();
  events.onerror = () => status(say.lost);
}

function show(view, anew) {
  shown = view;
  if (anew) {
    version = 0;
    pages = [];
    prints = { frame: "", found: "", state: prints.state };
    marked = null;
    signs = [];
    search.last = null;
    $("pages").replaceChildren();
  }
  history.replaceState(null, "", "#" + encodeURIComponent(view || ""));
  name();
}

function name() {
  const [subject, profile] = split(shown || "");
  $("subject").value = subject;
  $("profile").value = profile;
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
    const around = await get("/view", { view: last, since: 0, state: prints.state });
    if (around && around.ready) {
      const fiche = split(shown)[0].replace(/^fiche\//, "content/fiches/") + ".md";
      show(last, true);
      apply(around);
      const at = await get("/find", { view: last, file: fiche, line: 1 });
      if (at) reveal(at, false);
      return;
    }
  }
  const asked = shown;
  const view = await get("/view", { view: asked, since: version, ...prints });
  if (asked !== shown) return;
  if (!view) return status(say.gone);
  // The program began anew: this page and its token are of another time.
  if (view.version < version) return location.reload();
  apply(view);
  if (prints.state !== view.state) {
    prints.state = view.state;
    const began = state.began;
    state = await get("/state", {});
    if (state.began !== began) return location.reload();
    choices();
    name();
  }
}

function apply(view) {
  const told = view.findings.value;
  prints.found = view.findings.print;
  if (told) findings(told);
  if (!view.ready) {
    status(view.behind ? say.never : say.working);
    return;
  }
  version = view.version;
  prints.frame = view.frame.print;
  if (view.frame.value) {
    ({ grid, sheets } = view.frame.value);
    contents(view.frame.value.contents);
  }
  const whole = view.count !== pages.length;
  pages.length = view.count;
  const changed = [];
  for (const [number, key, width, height, bleed, old] of view.pages) {
    const page = pages[number] || (pages[number] = { number });
    if (marked && marked.page === number && page.key !== key) marked = null;
    const size = page.width !== width || page.height !== height || page.bleed !== bleed;
    Object.assign(page, { key, width, height, bleed, old });
    if (size || !page.element) changed.push(number);
    else refresh(page);
  }
  if (whole || changed.length) {
    if (fitted) zoom = widest();
    arrange();
  } else {
    draw();
  }
  if (told || view.pages.length) mark(view.version);
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
    else if (page.element.firstChild) { page.element.querySelector(".text").replaceChildren(); page.element.querySelector("img").removeAttribute("src"); page.drawn = ""; page.read = ""; }
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
  const list = [];
  rows.forEach((row, i) => {
    const out = make("div", "", { class: "row" });
    if (mode === "sheet") list.push(make("p", say.sheet1 + " " + (Math.floor(i / 2) + 1) + ", " + (i % 2 ? say.back : say.front), { class: "caption" }));
    for (const number of row) out.append(number === null ? blank() : element(pages[number]));
    list.push(out);
  });
  // Whoever reads with the keyboard stays on the page that is read.
  const held = desk.contains(document.activeElement) ? document.activeElement : null;
  desk.replaceChildren(...list);
  if (held && held.isConnected) held.focus({ preventScroll: true });
  for (const page of pages) near.observe(page.element);
  $("zoom").textContent = Math.round(zoom * 100) + " %";
  $("fit").setAttribute("aria-pressed", String(fitted));
  draw();
}

// The zoom at which what stands side by side just has room, at most that of real size.
function widest() {
  const beside = $("mode").value === "single" ? 1 : 2;
  const page = Math.max(...pages.map((page) => (page.width + 2 * page.bleed) * POINT));
  const style = getComputedStyle($("pages"));
  const room = $("pages").clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return pages.length && room > 0 ? Math.max(0.2, Math.min(1, room / (beside * page))) : zoom;
}

function adjust() {
  const next = widest();
  if (pages.length && Math.abs(next - zoom) > 0.002) rearrange(() => { zoom = next; });
}

// Lays the desk anew, and what was in the middle of the window stays there.
function rearrange(change) {
  const page = pages[current()];
  const middle = window.innerHeight / 2;
  const share = (box) => (middle - box.top) / box.height;
  const before = page && share(page.element.getBoundingClientRect());
  change();
  arrange();
  if (!page) return;
  const box = page.element.getBoundingClientRect();
  window.scrollBy(0, box.top + before * box.height - middle);
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
  }
  page.element.dataset.folio = page.number + 1;
  size(page.element, page);
  page.drawn = "";
  refresh(page);
  return page.element;
}

// A page with room for what it holds: of a thousand pages, most are never looked at.
function filled(page) {
  if (!page.element.firstChild) {
    page.element.append(make("img", "", { alt: "" }), make("div", "", { class: "text" }), make("div", "", { class: "over", "aria-hidden": "true" }), make("div", "", { class: "marks" }));
  }
  return page.element;
}

// Shows what a page is now, if it is near enough to be seen.
function refresh(page) {
  page.element.classList.toggle("old", page.old);
  page.element.title = page.old ? say.old : "";
  page.element.setAttribute("aria-label", say.page + " " + (page.number + 1) + (page.old ? " – " + say.old : ""));
  if (!page.near) return;
  filled(page);
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
  page.baselines = words.map(([, , y]) => y);
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
  if ($("grid").checked) overlays(page);
}

// How far below the head margin the first baseline stands: where most baselines say it does.
function first() {
  const votes = new Map();
  for (const page of pages) {
    for (const y of page.baselines || []) {
      const rest = (((y - grid.top * MM) % grid.line) + grid.line) % grid.line;
      const step = Math.round(rest * 10) / 10;
      votes.set(step, (votes.get(step) || 0) + 1);
    }
  }
  return [...votes].reduce((best, one) => (one[1] > best[1] ? one : best), [0.7 * grid.line, 0])[0];
}

function overlays(page) {
  const over = filled(page).querySelector(".over");
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
    if ($("grid").checked) {
      // Each tile ends with its line, which lies just below a baseline.
      const lines = box("lines", x, y, w, h);
      lines.style.backgroundSize = "100% " + grid.line * k + "px";
      lines.style.backgroundPositionY = (first() - grid.line) * k + 1 + "px";
    }
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

// Scrolls to a place and marks it, until another one is marked or the page changes.
function reveal(spot, gently) {
  marked = spot;
  const mark = draw();
  if (!mark) return;
  const box = mark.getBoundingClientRect();
  const seen = box.top > parseFloat(document.documentElement.style.getPropertyValue("--bar")) && box.bottom < window.innerHeight;
  if (!seen || !gently) mark.scrollIntoView({ block: "center", inline: "nearest" });
}

// Draws the mark and the signs of the findings where they belong at this zoom; gives the mark.
function draw() {
  for (const old of document.querySelectorAll(".mark, .finding-mark")) old.remove();
  for (const finding of signs) if (finding.spot) sign(finding);
  const page = marked && pages[marked.page];
  if (!page || !page.element) return null;
  const k = POINT * zoom;
  const mark = make("div", "", { class: "mark" });
  mark.style.left = (marked.x + page.bleed) * k - 3 + "px";
  mark.style.top = (marked.y - 0.9 * marked.size + page.bleed) * k - 2 + "px";
  mark.style.width = marked.width * k + 6 + "px";
  mark.style.height = 1.25 * marked.size * k + 4 + "px";
  filled(page).append(mark);
  return mark;
}

// ——— Beside the pages ———

function contents(list) {
  const items = list.map((chapter) => {
    const item = make("li", "", chapter.level > 1 ? { class: "deeper" } : {});
    const button = make("button", chapter.title, { type: "button" });
    button.append(make("span", " " + chapter.page, { class: "folio" }));
    button.onclick = () => turn(chapter.page - 1);
    item.append(button);
    return item;
  });
  $("chapters").replaceChildren(...items);
}

function findings(list) {
  signs = list;
  $("count").textContent = "(" + list.length + ")";
  const items = list.map((finding) => {
    const item = make("li", "", { class: finding.severity });
    const place = finding.file + (finding.line ? ":" + finding.line + ":" + finding.column : "");
    const button = make("button", "", { type: "button" });
    button.append(make("strong", say[finding.severity] + " " + finding.code), " " + finding.message);
    button.onclick = () => {
      if (finding.spot) reveal(finding.spot, false);
      if (finding.line) tell(finding);
    };
    item.append(button, make("p", finding.remedy, { class: "remedy" }), make("p", place, { class: "where" }));
    return item;
  });
  if (!items.length) items.push(make("li", say.nothing, { class: "nothing" }));
  $("findings").replaceChildren(...items);
}

// Signs in the margins of the pages, once it is known where the findings stand.
async function mark(at) {
  const list = signs;
  const spots = list.length ? await get("/spots", { view: shown }) : [];
  if (!spots || at !== version || list !== signs || spots.length !== list.length) return;
  list.forEach((finding, i) => { finding.spot = spots[i]; });
  draw();
}

function sign(finding) {
  const page = pages[finding.spot.page];
  if (!page || !page.element) return;
  const button = make("button", "!", { type: "button", class: "finding-mark " + finding.severity, "aria-label": say[finding.severity] + " " + finding.code + " : " + finding.message });
  button.title = finding.message + "\n" + finding.remedy;
  button.style.top = (finding.spot.y - finding.spot.size + page.bleed) * POINT * zoom + "px";
  button.onclick = (event) => {
    event.stopPropagation();
    tell(finding);
  };
  filled(page).querySelector(".marks").append(button);
}

function tell(place) {
  clicked = place.file ? place : null;
  $("clicked").hidden = false;
  $("place").textContent = place.file ? place.file + ":" + place.line + ":" + place.column : say.template;
  $("written").textContent = place.written;
  $("written").hidden = !place.written;
  $("copy").disabled = $("open").disabled = !clicked;
  if (!clicked) return;
  copy();
  if ($("opens").checked) open();
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
  if (address) make("a", "", { href: address }).click();
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
  rearrange(() => {
    fitted = false;
    zoom = Math.max(0.2, Math.min(5, next));
  });
}

function fit() {
  rearrange(() => {
    fitted = true;
    zoom = widest();
  });
}

// ——— What people do ———

$("subject").onchange = () => {
  const subject = $("subject").value;
  const one = state.publications.find((p) => "publication/" + p.id === subject);
  const profile = one && one.profiles.length && !one.profiles.includes($("profile").value) ? one.profiles[0] : $("profile").value;
  follow([subject + "/" + profile]);
};
$("profile").onchange = () => follow([$("subject").value + "/" + $("profile").value]);
$("mode").onchange = () => rearrange(() => { if (fitted) zoom = widest(); });
$("fit").onclick = fit;
$("opens").onchange = () => localStorage.setItem("opens", $("opens").checked ? "yes" : "no");
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
    "+": () => click("larger"), "-": () => click("smaller"), "0": () => scale(1), f: fit,
    v: () => { const mode = $("mode"); mode.selectedIndex = (mode.selectedIndex + 1) % mode.length; mode.onchange(); },
    t: () => click("trim"), m: () => click("margins"), g: () => click("grid"),
    "/": () => $("words").focus(), n: search, c: copy, o: open, "?": () => click("keys"),
  };
  const action = actions[event.key];
  if (action) { event.preventDefault(); action(); }
};

// A browser keeps few connections to one address: pages in tabs that nobody sees let theirs go.
document.onvisibilitychange = () => {
  if (!document.hidden) listen();
  else if (events) events.close();
};

start();
