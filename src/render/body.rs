//! Blocks → calls on the functions of `templates/lib/body.typ`. The two files pair: a name or an argument changes in both or in neither.
//!
//! Functions called: `fiche`, `para`, `section`, `bullets`, `numbered`, `task`, `quotation`, `alert`, `code-block`, `rule`,
//! `definitions-list`, `grid-table`, `picture`, `missing-picture`, `encadre`, `citation`, `testimony`, `finding`, `stake`, `practice`,
//! `demand`, `theme`, `apparatus`, `closing`, `together`; in the line `emph`, `strong`, `strike`, `sup`, `sub`, `code`, `weblink`, `sigle`, `fiche-ref`,
//! `demand-ref`, `note`, `note-again`, `inline-picture`, `br`, `foreign`.

use super::code::Code;
use super::{Setting, qr};
use crate::base::source::Span;
use crate::lang::format;
use crate::lang::typography::{self, Language, Style};
use crate::model::fiche::{Fiche, Memorandum, Slot};
use crate::model::markup::{AlertKind, Align, Block, BlockKind, Demand, Directive, Expansion, Inline, InlineKind, Item, Line, Picture, SigleUse, plain, visit};
use crate::model::publication::{Direction, MemorandumParts, Publication};

const IMPORT: &str = "#import \"/templates/lib/body.typ\": *\n";

/// What stands for something opaque in a text that typography looks at.
const OPAQUE: char = '\u{fffc}';

/// Languages written from right to left, as `right-to-left` of `templates/lib/body.typ` has them.
const RIGHT_TO_LEFT: [&str; 7] = ["ar", "fa", "ur", "he", "yi", "ps", "ku-arab"];

/// A piece without spaces of so many characters may be wider than a line: hyphenation knows words, not addresses or keys.
const LONG_PIECE: usize = 32;

/// A paragraph of so many characters, about seven lines, may go to another page as a whole.
const CLOSING: usize = 460;

/// So many sources, resources, sigles and other fiches stand on one page with the last paragraph, whatever their length.
const SHORT_APPARATUS: usize = 16;

/// So many with the expansions of its sigles: a paragraph whose note may part it from its last line.
const KEPT: usize = 520;

/// The characters of a line of running text.
const LINE: usize = 66;

/// The file of a fiche.
pub(super) fn fiche(fiche: &Fiche, publication: &Publication, setting: &Setting<'_>) -> Code {
    let mut w = Writer::new(setting, &fiche.id, &fiche.body.notes, &fiche.language, 1);
    w.code.raw(IMPORT);
    w.code.raw("#fiche(");
    w.code.string(&fiche.id);
    w.code.raw(", title: [");
    w.title(&fiche.title, fiche.title.span);
    w.code.raw("], chapeau: ");
    w.optional_blocks(&fiche.lead);
    w.code.raw(")[\n");
    let entries = apparatus_entries(fiche, publication);
    match fiche.body.blocks.split_last() {
        Some((last, before)) if entries > 0 && letters(std::slice::from_ref(last)) <= CLOSING && !holds_note(last) => {
            w.blocks(before);
            w.closing(last);
            w.apparatus(fiche, publication);
        }
        // What is only sticky moves without the notes that it calls: it is one block with the apparatus.
        Some((last, before)) if (1..=SHORT_APPARATUS).contains(&entries) && letters(std::slice::from_ref(last)) <= CLOSING => {
            let titles = before.iter().rev().take_while(|b| matches!(b.kind, BlockKind::Heading { .. })).count();
            let (before, titles) = before.split_at(before.len() - titles);
            w.blocks(before);
            w.code.raw("#together[\n");
            for block in titles.iter().chain([last]) {
                w.block(block);
                w.code.raw("\n");
            }
            w.apparatus(fiche, publication);
            w.code.raw("]\n");
        }
        _ => {
            w.blocks(&fiche.body.blocks);
            w.apparatus(fiche, publication);
        }
    }
    w.code.raw("]\n");
    w.code
}

/// The file of a memorandum.
pub(super) fn memorandum(memorandum: &Memorandum, parts: &MemorandumParts, setting: &Setting<'_>) -> Code {
    let mut w = Writer::new(setting, &memorandum.id, &memorandum.body.notes, &memorandum.language, 0);
    w.code.raw(IMPORT);
    // A theme is a run of pages with a head of its own: it holds its texts.
    let mut themes = parts.themes.iter();
    let mut open = false;
    for block in &memorandum.body.blocks {
        if let BlockKind::Heading { level, content, .. } = &block.kind
            && Some(*level) == parts.theme_level
            && let Some(theme) = themes.next()
        {
            w.code.raw(if open { "]\n#theme(" } else { "#theme(" });
            w.code.string(&theme.id);
            w.code.raw(", title: ");
            w.open = vec![*level];
            w.content(content);
            w.code.raw(")[");
            open = true;
        } else {
            w.block(block);
        }
        w.code.raw("\n");
    }
    if let Slot::Filled(sources) = &memorandum.sources {
        w.code.raw("#apparatus(sources: (");
        w.lines(sources);
        w.code.raw("))\n");
    }
    if open {
        w.code.raw("]\n");
    }
    w.code
}

/// The texts that introduce and close a publication.
pub(super) fn front(publication: &Publication, memorandum: Option<&Memorandum>, setting: &Setting<'_>) -> Code {
    let mut w = Writer::new(setting, "", &[], "fr", 1);
    w.code.raw(IMPORT);
    let none: &[Block] = &[];
    for (name, blocks) in
        [("chapeau", memorandum.map_or(none, |m| &m.lead)), ("method", memorandum.map_or(none, |m| &m.method)), ("presentation", &publication.blurb)]
    {
        w.code.raw("#let ");
        w.code.raw(name);
        w.code.raw(" = ");
        w.optional_blocks(blocks);
        w.code.raw("\n");
    }
    w.code
}

/// The definitions of the glossary.
pub(super) fn glossary(publication: &Publication, setting: &Setting<'_>) -> Code {
    let mut w = Writer::new(setting, "", &[], "fr", 1);
    w.code.raw(IMPORT);
    let defined = |key: &String| setting.corpus.terms.get(key).and_then(|t| t.definition.as_ref());
    let entries: Vec<_> = publication.glossary.iter().filter_map(|e| Some((&e.key, defined(&e.key)?))).collect();
    // An empty dictionary is written with a colon.
    w.code.raw(if entries.is_empty() { "#let definitions = (:" } else { "#let definitions = (\n" });
    for (key, definition) in entries {
        w.code.raw("  ");
        w.code.string(key);
        w.code.raw(": ");
        w.content(definition);
        w.code.raw(",\n");
    }
    w.code.raw(")\n");
    w.code
}

struct Writer<'a> {
    code: Code,
    setting: &'a Setting<'a>,
    /// The document whose notes are set.
    id: &'a str,
    notes: &'a [Vec<Block>],
    /// The number of the note in which each note was set, once it was; 0 in the header of a table.
    set_notes: Vec<Option<usize>>,
    next_note: usize,
    /// How many pictures were set.
    pictures: usize,
    /// In how many blocks this place is.
    inside: usize,
    /// Whether a note is being set: a note in a note stands in parentheses.
    in_note: bool,
    /// Whether the header of a table is being set. It is repeated on every page as an artifact, and PDF/UA has no links in artifacts:
    /// its links are their words, its notes stand in parentheses.
    in_header: bool,
    /// Whether words that are struck out are being set.
    struck: bool,
    /// Whether the block before was a heading.
    titled: bool,
    language: Language,
    /// Author's levels of the headings that are open; the printed level is their number plus `base`.
    open: Vec<u8>,
    base: u8,
}

impl<'a> Writer<'a> {
    fn new(setting: &'a Setting<'a>, id: &'a str, notes: &'a [Vec<Block>], lang: &str, base: u8) -> Self {
        Self {
            code: Code::default(),
            setting,
            id,
            notes,
            set_notes: vec![None; notes.len()],
            next_note: 0,
            pictures: 0,
            inside: 0,
            in_note: false,
            in_header: false,
            struck: false,
            titled: false,
            language: Language::of(lang),
            open: Vec::new(),
            base,
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut rest = blocks;
        while let Some((block, after)) = rest.split_first() {
            let titles = rest.iter().take_while(|b| matches!(b.kind, BlockKind::Heading { .. })).count();
            // A title does not follow a paragraph that its note sends to the next page: they are one block.
            let kept = titles > 0 && rest.get(titles).is_some_and(is_kept);
            if kept {
                self.code.raw("#together[\n");
                for block in &rest[..=titles] {
                    self.block(block);
                    self.code.raw("\n");
                }
                self.code.raw("]\n");
                rest = &rest[titles + 1..];
            } else {
                self.block(block);
                self.code.raw("\n");
                rest = after;
            }
        }
    }

    /// `[…]` of blocks in a block.
    fn block_content(&mut self, blocks: &[Block]) {
        self.inside += 1;
        self.code.raw("[");
        for (i, block) in blocks.iter().enumerate() {
            if i > 0 {
                self.code.raw("\n");
            }
            self.block(block);
        }
        self.code.raw("]");
        self.inside -= 1;
    }

    /// `[…]` of the blocks of an item: the words of a first paragraph follow the marker directly.
    fn item_content(&mut self, blocks: &[Block]) {
        let Some((Block { kind: BlockKind::Paragraph(content), .. }, rest)) = blocks.split_first() else {
            self.block_content(blocks);
            return;
        };
        self.inside += 1;
        self.code.raw("[");
        self.run(content);
        for block in rest {
            self.code.raw("\n");
            self.block(block);
        }
        self.code.raw("]");
        self.inside -= 1;
    }

    fn optional_blocks(&mut self, blocks: &[Block]) {
        if blocks.is_empty() {
            self.code.raw("none");
        } else {
            self.block_content(blocks);
        }
    }

    /// The last block before the apparatus stays with it, as long as it is short enough to leave no hole.
    fn closing(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => {
                self.code.raw("#para");
                self.code.raw(&paragraph_kind(content, true, self.titled));
                self.content(content);
            }
            BlockKind::List { .. } | BlockKind::Quote(_) | BlockKind::Directive(..) => {
                self.code.raw("#closing[");
                self.block(block);
                self.code.raw("]");
            }
            BlockKind::Heading { .. }
            | BlockKind::Alert { .. }
            | BlockKind::Code { .. }
            | BlockKind::Table { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Picture(_)
            | BlockKind::Rule
            | BlockKind::Demand(_) => self.block(block),
        }
        self.code.raw("\n");
    }

    fn block(&mut self, block: &Block) {
        let titled = std::mem::replace(&mut self.titled, matches!(block.kind, BlockKind::Heading { .. }));
        match &block.kind {
            BlockKind::Paragraph(content) => {
                self.code.raw("#para");
                self.code.raw(&paragraph_kind(content, false, titled));
                self.content(content);
            }
            BlockKind::Heading { level, id, content } => self.heading(*level, id.as_deref(), content),
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items),
            BlockKind::Quote(blocks) => {
                self.code.raw("#quotation");
                let said = match attribution(blocks) {
                    Some((said, author)) => {
                        self.code.raw("(author: ");
                        self.content(&author);
                        self.code.raw(")");
                        said
                    }
                    None => blocks,
                };
                self.block_content(said);
            }
            BlockKind::Alert { kind, title, blocks } => {
                self.code.raw("#alert(");
                self.code.string(match kind {
                    AlertKind::Note => "note",
                    AlertKind::Tip => "tip",
                    AlertKind::Important => "important",
                    AlertKind::Warning => "warning",
                    AlertKind::Caution => "caution",
                });
                self.code.raw(", title: ");
                match title {
                    Some(title) => {
                        self.code.raw("[");
                        self.plain(title, block.span);
                        self.code.raw("]");
                    }
                    None => self.code.raw("none"),
                }
                self.code.raw(")");
                self.block_content(blocks);
            }
            BlockKind::Code { language, text } => {
                self.code.raw("#code-block(");
                self.code.string_at(text, block.span);
                self.code.raw(", lang: ");
                self.code.option(language.as_deref());
                self.code.raw(")");
            }
            BlockKind::Table { align, header, rows } => self.table(align, header, rows),
            BlockKind::Definitions(list) => {
                self.code.raw("#definitions-list(");
                for d in list {
                    self.code.raw("(");
                    self.content(&d.term);
                    self.code.raw(", ");
                    self.item_content(&d.details);
                    self.code.raw("), ");
                }
                self.code.raw(")");
            }
            BlockKind::Picture(picture) => self.picture(picture),
            BlockKind::Rule => self.code.raw("#rule()"),
            BlockKind::Directive(directive, blocks) => self.directive(directive, blocks),
            BlockKind::Demand(demand) => self.demand(demand),
        }
    }

    fn heading(&mut self, level: u8, id: Option<&str>, content: &[Inline]) {
        while self.open.last().is_some_and(|open| *open >= level) {
            self.open.pop();
        }
        self.open.push(level);
        // PDF/UA: levels begin at one and never skip, whatever the author's do.
        let printed = (u8::try_from(self.open.len()).unwrap_or(6) + self.base).clamp(self.base + 1, 6);
        self.code.raw("#section(");
        self.code.raw(&printed.max(2).to_string());
        self.code.raw(", id: ");
        self.code.option(id);
        self.code.raw(")");
        self.content(content);
    }

    fn list(&mut self, start: Option<u32>, tight: bool, items: &[Item]) {
        match start {
            Some(start) => self.code.raw(&format!("#numbered(start: {start}, tight: {tight}, ")),
            None => self.code.raw(&format!("#bullets(tight: {tight}, ")),
        }
        for item in items {
            if let Some(done) = item.task {
                self.code.raw(&format!("[#task({done})"));
                self.item_content(&item.blocks);
                self.code.raw("]");
            } else {
                self.item_content(&item.blocks);
            }
            self.code.raw(", ");
        }
        self.code.raw(")");
    }

    fn table(&mut self, align: &[Align], header: &[Line], rows: &[Vec<Line>]) {
        self.code.raw("#grid-table(align: (");
        for a in align {
            self.code.string(match a {
                Align::Auto => "auto",
                Align::Left => "left",
                Align::Center => "center",
                Align::Right => "right",
            });
            self.code.raw(", ");
        }
        self.code.raw(if self.inside == 0 { "), header: " } else { "), inside: true, header: " });
        if header.iter().all(Vec::is_empty) {
            self.code.raw("none");
        } else {
            self.code.raw("(");
            for cell in header {
                self.in_header = true;
                self.content(cell);
                self.in_header = false;
                self.code.raw(", ");
            }
            self.code.raw(")");
        }
        self.code.raw(", rows: (");
        for row in rows {
            self.code.raw("(");
            for cell in row {
                self.content(cell);
                self.code.raw(", ");
            }
            self.code.raw("), ");
        }
        self.code.raw("))");
    }

    fn picture(&mut self, picture: &Picture) {
        if !self.setting.assets.0.contains_key(&picture.path) {
            self.code.raw("#missing-picture[");
            self.plain(&picture.alt, picture.span);
            self.code.raw("]");
            return;
        }
        self.code.raw("#picture(");
        self.code.string_at(&format!("/{}", picture.path), picture.span);
        self.pictures += 1;
        self.code.raw(", key: ");
        self.code.string(&format!("{}/{}", self.id, self.pictures));
        self.code.raw(", alt: ");
        self.code.string(&self.typeset(&picture.alt));
        self.code.raw(", width: ");
        match picture.width {
            Some(percent) => self.code.raw(&format!("{percent}%")),
            None => self.code.raw("auto"),
        }
        self.code.raw(", caption: ");
        self.optional(picture.caption.as_ref());
        self.code.raw(", credit: ");
        self.optional(picture.credit.as_ref());
        self.code.raw(")");
    }

    fn directive(&mut self, directive: &Directive, blocks: &[Block]) {
        match directive {
            Directive::Encadre { title } => {
                self.code.raw("#encadre(title: ");
                self.optional(title.as_ref());
                self.code.raw(")");
            }
            Directive::Practice { title } => {
                self.code.raw("#practice(title: ");
                self.optional(title.as_ref());
                self.code.raw(")");
            }
            Directive::Citation { author, source } => {
                self.code.raw("#citation(author: ");
                self.optional(author.as_ref());
                self.code.raw(", source: ");
                self.optional(source.as_ref());
                self.code.raw(")");
            }
            Directive::Testimony { name, place, date, portrait } => {
                self.code.raw("#testimony(name: ");
                self.optional(name.as_ref());
                self.code.raw(", place: ");
                self.optional(place.as_ref());
                self.code.raw(", date: ");
                self.optional(date.as_ref());
                if let Some(p) = portrait.as_ref().filter(|p| self.setting.assets.0.contains_key(&p.path)) {
                    self.code.raw(", portrait: ");
                    self.code.string_at(&format!("/{}", p.path), p.span);
                    self.code.raw(", alt: ");
                    self.code.string(&self.typeset(&p.alt));
                }
                self.code.raw(")");
            }
            Directive::Finding => self.code.raw("#finding"),
            Directive::Stake => self.code.raw("#stake"),
        }
        self.block_content(blocks);
    }

    fn demand(&mut self, demand: &Demand) {
        self.code.raw("#demand(");
        self.code.string(&demand.id);
        self.code.raw(", title: ");
        self.content(&demand.title);
        self.code.raw(")");
        self.block_content(&demand.details);
    }

    fn apparatus(&mut self, fiche: &Fiche, publication: &Publication) {
        let none = Vec::new();
        let resources = fiche.resources.filled().unwrap_or(&none);
        let terms = fiche.terms.filled().cloned().unwrap_or_default();
        let sources: &[Line] = fiche.sources.filled().map_or(&[], Vec::as_slice);
        let see = publication.see_also.get(&fiche.id).cloned().unwrap_or_default();
        if apparatus_entries(fiche, publication) == 0 {
            return;
        }
        self.code.raw("#apparatus(key: ");
        self.code.string(&fiche.id);
        self.code.raw(", resources: (");
        for r in resources {
            self.code.raw("(title: [");
            self.plain(&r.title, r.title.span);
            self.code.raw("], description: ");
            match &r.description {
                Some(d) => {
                    self.code.raw("[");
                    self.plain(d, d.span);
                    self.code.raw("]");
                }
                None => self.code.raw("none"),
            }
            let url = r.url.as_ref().map(|u| u.value.as_str());
            self.code.raw(", url: ");
            self.code.option(url);
            self.code.raw(", shown: ");
            self.code.option(url.map(super::data::shown_address).as_deref());
            self.code.raw(", qr: ");
            match url.and_then(qr::rows) {
                Some(rows) => {
                    self.code.raw("(");
                    for row in rows {
                        self.code.string(&row);
                        self.code.raw(", ");
                    }
                    self.code.raw(")");
                }
                None => self.code.raw("none"),
            }
            self.code.raw("), ");
        }
        self.code.raw("), terms: (");
        for (key, expansion) in &terms {
            self.code.raw("(");
            self.code.string_at(key, key.span);
            self.code.raw(", [");
            self.plain(expansion, expansion.span);
            self.code.raw("]), ");
        }
        self.code.raw("), sources: (");
        self.lines(sources);
        self.code.raw("), see-also: (");
        for (id, direction) in &see {
            self.code.raw("(");
            self.code.string(id);
            self.code.raw(match direction {
                Direction::Cites => ", \"cites\"), ",
                Direction::CitedBy => ", \"cited\"), ",
            });
        }
        self.code.raw("))\n");
    }

    fn lines(&mut self, lines: &[Line]) {
        for line in lines {
            self.content(line);
            self.code.raw(", ");
        }
    }

    fn optional(&mut self, line: Option<&Line>) {
        match line {
            Some(line) => self.content(line),
            None => self.code.raw("none"),
        }
    }

    /// A plain text of the header, set as French.
    fn plain(&mut self, text: &str, span: Span) {
        let run = [Inline { kind: InlineKind::Text(text.to_owned()), span }];
        self.run(&run);
    }

    /// A title, whose lines end where a group of words does.
    fn title(&mut self, text: &str, span: Span) {
        match self.language {
            Language::French => self.plain(&typography::bound(text), span),
            Language::Dutch | Language::German | Language::English | Language::Other => self.plain(text, span),
        }
    }

    fn typeset(&self, text: &str) -> String {
        typography::typeset(text, self.setting.typography, self.language)
    }

    /// `[…]` of a run.
    fn content(&mut self, run: &[Inline]) {
        self.code.raw("[");
        self.run(run);
        self.code.raw("]");
    }

    /// A run of words: its typography is decided on the whole, then each piece is written with the changes that fall in it.
    fn run(&mut self, run: &[Inline]) {
        let mut flat = String::new();
        flatten(run, &mut flat);
        let edits = typography::edits(&flat, self.setting.typography, self.language);
        let mut cursor = Cursor { flat: &flat, offset: 0, edits: &edits, next: 0 };
        self.inlines(run, &mut cursor);
    }

    fn inlines(&mut self, run: &[Inline], cursor: &mut Cursor<'_>) {
        for inline in run {
            self.inline(inline, cursor);
        }
    }

    fn wrapped(&mut self, call: &str, content: &[Inline], cursor: &mut Cursor<'_>) {
        self.code.raw(call);
        self.code.raw("[");
        self.inlines(content, cursor);
        self.code.raw("]");
    }

    fn inline(&mut self, inline: &Inline, cursor: &mut Cursor<'_>) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text, inline.span, cursor),
            InlineKind::Sigle(sigle) => self.sigle(sigle, inline.span, cursor),
            InlineKind::Emph(c) => self.wrapped("#emph", c, cursor),
            InlineKind::Strong(c) => self.wrapped("#strong", c, cursor),
            // PDF/UA takes one line over the same words.
            InlineKind::Strike(c) if self.struck => self.inlines(c, cursor),
            InlineKind::Strike(c) => {
                self.struck = true;
                self.wrapped("#strike", c, cursor);
                self.struck = false;
            }
            InlineKind::Super(c) => self.wrapped("#sup", c, cursor),
            InlineKind::Sub(c) => self.wrapped("#sub", c, cursor),
            InlineKind::Link { url, content } => {
                if format::is_web(url) && !self.in_header {
                    self.code.raw("#weblink(");
                    self.code.string_at(url, inline.span);
                    self.code.raw(if self.struck || holds_strike(content) { ", underlined: false)" } else { ")" });
                    self.wrapped("", content, cursor);
                } else {
                    self.inlines(content, cursor);
                }
            }
            InlineKind::Foreign { lang, content } => {
                cursor.opaque();
                self.code.raw("#foreign(");
                self.code.string(lang);
                self.code.raw(")");
                let outer = std::mem::replace(&mut self.language, Language::of(lang));
                self.content(content);
                self.language = outer;
            }
            InlineKind::Code(text) => {
                cursor.opaque();
                self.code.raw("#code(");
                self.code.string_at(text, inline.span);
                self.code.raw(")");
            }
            InlineKind::Break => {
                cursor.opaque();
                self.code.raw("#br()");
            }
            InlineKind::Picture(picture) => {
                cursor.opaque();
                if self.setting.assets.0.contains_key(&picture.path) {
                    self.code.raw("#inline-picture(");
                    self.code.string_at(&format!("/{}", picture.path), picture.span);
                    self.code.raw(", alt: ");
                    self.code.string(&self.typeset(&picture.alt));
                    self.code.raw(")");
                    // In the line there is no room under the picture: what is said of it follows.
                    for (i, words) in picture.caption.iter().chain(&picture.credit).enumerate() {
                        self.code.raw(if i == 0 { "#\" (\"" } else { "#\" \"" });
                        self.run(words);
                    }
                    if picture.caption.is_some() || picture.credit.is_some() {
                        self.code.raw("#\")\"");
                    }
                } else {
                    self.code.words(&picture.alt, picture.span);
                }
            }
            InlineKind::Note(index) => {
                cursor.opaque();
                self.note(*index);
            }
            InlineKind::FicheRef { target, shown } => {
                let named = cursor.follows("fiche");
                cursor.opaque();
                self.reference("#fiche-ref(", target, shown.as_deref(), named, inline.span);
            }
            InlineKind::DemandRef { target, shown } => {
                let named = cursor.follows("demande");
                cursor.opaque();
                self.reference("#demand-ref(", target, shown.as_deref(), named, inline.span);
            }
            InlineKind::WikiLink { target, shown } => {
                // `resolve` leaves none; if one is here its words are kept.
                cursor.opaque();
                self.code.words(shown.as_ref().unwrap_or(target), inline.span);
            }
        }
    }

    fn reference(&mut self, call: &str, target: &str, shown: Option<&str>, named: bool, span: Span) {
        self.code.raw(call);
        self.code.string_at(target, span);
        if let Some(words) = shown {
            self.code.raw(", shown: [");
            let words = self.typeset(words);
            self.code.words(&words, span);
            self.code.raw("]");
        } else if named {
            self.code.raw(", named: true");
        }
        if self.in_header {
            self.code.raw(", linked: false");
        }
        self.code.raw(")");
    }

    fn note(&mut self, index: usize) {
        let Some(blocks) = self.notes.get(index) else { return };
        match self.set_notes[index] {
            // The header of a table says it already.
            Some(0) if self.in_header => return,
            Some(number) if number > 0 => {
                if self.in_header {
                    return;
                }
                self.note_call("#note-again(", number);
                return;
            }
            Some(_) | None => {}
        }
        if self.in_note || self.in_header {
            // The engine sets no note in a note, and no link in a header that is repeated.
            self.set_notes[index] = Some(if self.in_note { self.next_note } else { 0 });
            self.code.raw(if self.code.is_spaced() { "#\"(\"" } else { "#\" (\"" });
            self.in_line(blocks);
            self.code.raw("#\")\"");
            return;
        }
        self.next_note += 1;
        self.set_notes[index] = Some(self.next_note);
        self.in_note = true;
        self.note_call("#note(", self.next_note);
        self.item_content(blocks);
        self.in_note = false;
    }

    /// A call with the key of a note, by which links find it, and its number.
    fn note_call(&mut self, call: &str, number: usize) {
        self.code.raw(call);
        self.code.string(&format!("{}/{number}", self.id));
        self.code.raw(", ");
        self.code.string(&number.to_string());
        self.code.raw(")");
    }

    /// Blocks where only words may stand: what a note in a note says.
    fn in_line(&mut self, blocks: &[Block]) {
        for (i, block) in blocks.iter().enumerate() {
            if i > 0 {
                self.code.raw("#\" \"");
            }
            match &block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => self.run(content),
                BlockKind::List { items, .. } => {
                    for (i, item) in items.iter().enumerate() {
                        self.code.raw(if i > 0 { "#\", \"" } else { "" });
                        self.in_line(&item.blocks);
                    }
                }
                BlockKind::Quote(blocks) | BlockKind::Alert { blocks, .. } | BlockKind::Directive(_, blocks) => self.in_line(blocks),
                BlockKind::Code { text, .. } => {
                    self.code.raw("#code(");
                    self.code.string_at(text, block.span);
                    self.code.raw(")");
                }
                BlockKind::Table { header, rows, .. } => {
                    for (i, cell) in header.iter().chain(rows.iter().flatten()).enumerate() {
                        self.code.raw(if i > 0 { "#\", \"" } else { "" });
                        self.run(cell);
                    }
                }
                BlockKind::Definitions(list) => {
                    for d in list {
                        self.run(&d.term);
                        self.code.raw("#\" \"");
                        self.in_line(&d.details);
                    }
                }
                BlockKind::Picture(picture) => self.code.words(&picture.alt, picture.span),
                BlockKind::Demand(demand) => {
                    self.run(&demand.title);
                    self.code.raw("#\" \"");
                    self.in_line(&demand.details);
                }
                BlockKind::Rule => {}
            }
        }
    }

    fn sigle(&mut self, sigle: &SigleUse, span: Span, cursor: &mut Cursor<'_>) {
        // What is added around the sigle is set by itself; its own letters take part in the paragraph.
        match &sigle.expansion {
            Some(Expansion::Before(words)) => {
                let words = self.typeset(words);
                self.code.words(&format!("{words} ("), span);
            }
            Some(Expansion::After(_) | Expansion::Bracketed(_)) | None => {}
        }
        self.code.raw("#sigle(");
        self.code.string(&sigle.key);
        self.code.raw(if sigle.link && !self.in_header { ", first: true" } else { "" });
        self.code.raw(if sigle.plural { ", plural: true)[" } else { ")[" });
        self.text(&sigle.shown, span, cursor);
        self.code.raw("]");
        match &sigle.expansion {
            Some(Expansion::Before(_)) => self.code.words(")", span),
            Some(Expansion::After(words)) => {
                let words = self.typeset(words);
                self.code.words(&format!(" ({words})"), span);
            }
            Some(Expansion::Bracketed(words)) => {
                let words = self.typeset(words);
                self.code.words(&format!(" [{words}]"), span);
            }
            None => {}
        }
    }

    /// Writes a piece of text with the changes of typography that fall in it.
    fn text(&mut self, text: &str, span: Span, cursor: &mut Cursor<'_>) {
        let from = cursor.offset;
        let to = from + text.len();
        cursor.offset = to;
        let mut done = from;
        let mut pending = String::new();
        while let Some(edit) = cursor.edits.get(cursor.next) {
            // An insertion at the very end belongs to this piece, a replacement that begins there to the next.
            if edit.range.start > to || (edit.range.start == to && !edit.range.is_empty()) {
                break;
            }
            let start = edit.range.start.max(done);
            pending.push_str(&text[done - from..start - from]);
            if edit.range.start >= from {
                match edit.style {
                    Style::Plain => pending.push_str(&edit.text),
                    Style::Superscript | Style::Italic => {
                        self.code.words(&pending, span);
                        pending.clear();
                        self.code.raw(if edit.style == Style::Superscript { "#sup[" } else { "#emph[" });
                        self.code.words(&edit.text, span);
                        self.code.raw("]");
                    }
                }
            }
            done = edit.range.end.clamp(start, to);
            if edit.range.end > to {
                // The rest of the change takes away the beginning of the next piece.
                break;
            }
            cursor.next += 1;
        }
        pending.push_str(&text[done - from..]);
        self.code.words(&pending, span);
    }
}

/// How far a run has been written.
struct Cursor<'e> {
    flat: &'e str,
    offset: usize,
    edits: &'e [typography::Edit],
    next: usize,
}

impl Cursor<'_> {
    /// Whether the word before this place is one, as « la demande » before the name of a demand.
    fn follows(&self, word: &str) -> bool {
        let before = self.flat.get(..self.offset).unwrap_or_default();
        let last = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        before.ends_with(char::is_whitespace) && last.to_lowercase() == word
    }

    /// Passes over something opaque.
    fn opaque(&mut self) {
        self.offset += OPAQUE.len_utf8();
        while self.edits.get(self.next).is_some_and(|e| e.range.end <= self.offset && !e.range.is_empty() && e.range.start < self.offset) {
            self.next += 1;
        }
    }
}

/// The text of a run as typography sees it: emphasis removed, what is no text as one opaque character.
fn flatten(run: &[Inline], out: &mut String) {
    for inline in run {
        match &inline.kind {
            InlineKind::Text(t) => out.push_str(t),
            InlineKind::Sigle(s) => out.push_str(&s.shown),
            InlineKind::Foreign { .. } => out.push(OPAQUE),
            kind => match kind.children() {
                Some(children) => flatten(children, out),
                None => out.push(OPAQUE),
            },
        }
    }
}

/// The arguments of a paragraph that is no plain one: the page does not look into its texts, since that costs as much as setting them.
fn paragraph_kind(content: &[Inline], last: bool, titled: bool) -> String {
    if let [Inline { kind: InlineKind::Foreign { lang, .. }, .. }] = content
        && RIGHT_TO_LEFT.contains(&lang.split('-').next().unwrap_or_default())
    {
        return "(rtl: true)".to_owned();
    }
    let words = plain(content);
    let announces = words.trim_end().ends_with(':');
    let long = words.split(char::is_whitespace).any(|piece| piece.chars().nth(LONG_PIECE - 1).is_some());
    // A title does not follow a paragraph that its note sends to the next page.
    let kept = !titled && ends_with_note(content) && printed(content) <= KEPT;
    let said: Vec<&str> = [(announces, "announces: true"), (kept, "kept: true"), (last, "last: true"), (long, "long: true")]
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| word)
        .collect();
    if said.is_empty() { String::new() } else { format!("({})", said.join(", ")) }
}

/// The longest line, in characters, that says who is quoted.
const AUTHOR: usize = 120;

/// What a quotation says, and who said it: its last paragraph, a short one that begins with a dash where the one before does not, as every
/// paragraph of a dialogue does.
fn attribution(blocks: &[Block]) -> Option<(&[Block], Vec<Inline>)> {
    let (last, said) = blocks.split_last()?;
    let begins = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => {
            let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first() else { return None };
            let words = text.strip_prefix(['—', '–'])?;
            words.starts_with(char::is_whitespace).then(|| (content.clone(), text.len() - words.trim_start().len()))
        }
        _ => None,
    };
    let (mut content, dash) = begins(last).filter(|(content, _)| plain(content).chars().count() <= AUTHOR)?;
    if said.last().is_none_or(|block| begins(block).is_some()) {
        return None;
    }
    if let Some(Inline { kind: InlineKind::Text(text), span }) = content.first_mut() {
        *span = span.part(dash..text.len());
        *text = text[dash..].to_owned();
    }
    Some((said, content))
}

/// Whether a block is a short paragraph whose last line may call a note.
fn is_kept(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if ends_with_note(content) && printed(content) <= KEPT)
}

/// How many characters a run has in print, with the expansions of its sigles.
fn printed(run: &[Inline]) -> usize {
    plain(run).chars().count() + expansions(run)
}

fn expansions(run: &[Inline]) -> usize {
    let added = |inline: &Inline| match &inline.kind {
        InlineKind::Sigle(SigleUse { expansion: Some(Expansion::Before(words) | Expansion::After(words) | Expansion::Bracketed(words)), .. }) => {
            words.chars().count() + 3
        }
        kind => kind.children().map_or(0, |children| expansions(children)),
    };
    run.iter().map(added).sum()
}

/// Whether a note is called in a block.
fn holds_note(block: &Block) -> bool {
    let mut found = false;
    visit(std::slice::from_ref(block), &mut |inline, _| found |= matches!(inline.kind, InlineKind::Note(_)));
    found
}

/// Whether a note is called in what may be the last line of a paragraph.
fn ends_with_note(content: &[Inline]) -> bool {
    let mut after = 0;
    for inline in content.iter().rev() {
        if matches!(inline.kind, InlineKind::Note(_)) {
            return true;
        }
        after += plain(std::slice::from_ref(inline)).chars().count();
        if after > LINE {
            break;
        }
    }
    false
}

/// How many characters some blocks have.
fn letters(blocks: &[Block]) -> usize {
    let mut count = 0;
    visit(blocks, &mut |inline, _| {
        if let InlineKind::Text(text) = &inline.kind {
            count += text.chars().count();
        }
    });
    count
}

/// How many resources, sigles, sources and other fiches stand behind the text of a fiche.
fn apparatus_entries(fiche: &Fiche, publication: &Publication) -> usize {
    fiche.resources.filled().map_or(0, Vec::len)
        + fiche.terms.filled().map_or(0, Vec::len)
        + fiche.sources.filled().map_or(0, Vec::len)
        + publication.see_also.get(&fiche.id).map_or(0, Vec::len)
}

/// Whether some words of a run are struck out.
fn holds_strike(run: &[Inline]) -> bool {
    run.iter().any(|i| matches!(i.kind, InlineKind::Strike(_)) || i.kind.children().is_some_and(|c| holds_strike(c)))
}
