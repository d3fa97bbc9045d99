//! A text as a tree: the program's own, small, the only one that the stages share. Every node knows where it was written.

use crate::base::source::Span;

/// A block and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it was written.
    pub span: Span,
}

/// The kinds of blocks.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading; the level is the author's, 1 to 6.
    Heading {
        /// 1 to 6, as written.
        level: u8,
        /// The anchor that the author gave.
        id: Option<String>,
        /// The words.
        content: Vec<Inline>,
    },
    /// A list.
    List {
        /// The first number of a numbered list; none for bullets.
        start: Option<u32>,
        /// Whether items follow each other without space.
        tight: bool,
        /// The items.
        items: Vec<Item>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A GitHub alert (`> [!NOTE]`).
    Alert {
        /// Its kind.
        kind: AlertKind,
        /// A title in the place of the kind's own.
        title: Option<String>,
        /// Its blocks.
        blocks: Vec<Block>,
    },
    /// Preformatted text.
    Code {
        /// The first word of the information line.
        language: Option<String>,
        /// The text, with its line ends.
        text: String,
    },
    /// A table.
    Table {
        /// One entry a column.
        align: Vec<Align>,
        /// The header row.
        header: Vec<Vec<Inline>>,
        /// The other rows, each as long as the header.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A definition list.
    Definitions(Vec<Definition>),
    /// A picture that stands by itself.
    Picture(Picture),
    /// A thematic break.
    Rule,
    /// A block of its own kind (`:::encadre`).
    Directive(Directive, Vec<Block>),
    /// A demand of a memorandum.
    Demand(Box<Demand>),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Whether it is a task, and then whether it is done.
    pub task: Option<bool>,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// A term and what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// The explanation.
    pub details: Vec<Block>,
}

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// As the text goes.
    Auto,
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// The kinds of alerts of GitHub's Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    /// Note.
    Note,
    /// Conseil.
    Tip,
    /// Important.
    Important,
    /// Attention.
    Warning,
    /// Prudence.
    Caution,
}

/// A short text that an attribute holds.
pub type Line = Vec<Inline>;

/// The block directives that are no demand.
#[derive(Debug, Clone, PartialEq)]
pub enum Directive {
    /// A box beside the text.
    Encadre {
        /// Its title.
        title: Option<Line>,
    },
    /// A quotation with its author.
    Citation {
        /// Who said it.
        author: Option<Line>,
        /// Where.
        source: Option<Line>,
    },
    /// A testimony.
    Testimony {
        /// Who speaks.
        name: Option<Line>,
        /// Where.
        place: Option<Line>,
        /// When.
        date: Option<Line>,
        /// The portrait.
        portrait: Option<Picture>,
    },
    /// « Constat ».
    Finding,
    /// « Enjeu ».
    Stake,
    /// « Bonne pratique ».
    Practice {
        /// Its title.
        title: Option<Line>,
    },
}

crate::vocabulary! {
    /// The levels of power, in the order that DOMAIN.md 3.7 fixes.
    pub enum PowerLevel {
        /// européen
        European = "europeen" | "européen",
        /// fédéral
        Federal = "federal" | "fédéral",
        /// communautaire
        Community = "communautaire",
        /// régional
        Regional = "regional" | "régional",
        /// provincial
        Provincial = "provincial",
        /// communal
        Municipal = "communal",
    }
}

crate::vocabulary! {
    /// The priority of a demand.
    pub enum Priority {
        /// haute
        High = "haute",
        /// moyenne
        Medium = "moyenne",
        /// basse
        Low = "basse",
    }
}

crate::vocabulary! {
    /// What a demand would cost.
    pub enum Cost {
        /// sans coût
        None = "sans coût" | "sans cout",
        /// €
        Low = "€",
        /// €€
        Medium = "€€",
        /// €€€
        High = "€€€",
        /// à chiffrer
        Unknown = "à chiffrer" | "a chiffrer",
    }
}

crate::vocabulary! {
    /// Where a demand stands since the last memorandum.
    pub enum DemandStatus {
        /// nouvelle
        New = "nouvelle",
        /// reprise
        Repeated = "reprise",
        /// obtenue
        Granted = "obtenue",
    }
}

/// A demand of a memorandum.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// The permanent identifier.
    pub id: String,
    /// Whom it is put to; never empty, in the fixed order.
    pub levels: Vec<PowerLevel>,
    /// Its priority.
    pub priority: Option<Priority>,
    /// Its cost.
    pub cost: Option<Cost>,
    /// Where it stands.
    pub status: Option<DemandStatus>,
    /// Whom it would help.
    pub audience: Option<Line>,
    /// The demand itself: the first paragraph.
    pub title: Vec<Inline>,
    /// The rest.
    pub details: Vec<Block>,
}

/// A picture of the content.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The path as written, relative to `content/`.
    pub path: String,
    /// The alternative text.
    pub alt: String,
    /// The legend.
    pub caption: Option<Line>,
    /// The credit, with its ©.
    pub credit: Option<Line>,
    /// The width, in percent of the text.
    pub width: Option<u8>,
    /// Where it was written.
    pub span: Span,
}

/// A piece of running text and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it was written.
    pub span: Span,
}

/// The kinds of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Words.
    Text(String),
    /// A line end that the author wants.
    Break,
    /// Emphasis.
    Emph(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck through.
    Strike(Vec<Inline>),
    /// Superscript.
    Super(Vec<Inline>),
    /// Subscript.
    Sub(Vec<Inline>),
    /// Code.
    Code(String),
    /// A link to an address.
    Link {
        /// The address.
        url: String,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A picture in the line.
    Picture(Picture),
    /// The call of a note: its index in [`Body::notes`].
    Note(usize),
    /// A passage in another language.
    Foreign {
        /// ISO 639-1 code.
        lang: String,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A reference as written, `[[target|words]]`: `resolve` leaves none of these.
    WikiLink {
        /// The target as written.
        target: String,
        /// The words to show.
        shown: Option<String>,
    },
    /// A reference to a fiche.
    FicheRef {
        /// The fiche.
        target: String,
        /// The author's words in the place of number and title.
        shown: Option<String>,
    },
    /// A reference to a demand.
    DemandRef {
        /// The demand.
        target: String,
        /// The author's words.
        shown: Option<String>,
    },
    /// A use of a term of the glossary.
    Sigle(SigleUse),
}

/// A use of a term of the glossary.
#[derive(Debug, Clone, PartialEq)]
pub struct SigleUse {
    /// The term as the glossary has it.
    pub key: String,
    /// The term as the author wrote it here.
    pub shown: String,
    /// Whether several are meant, and the glossary has the words for several: « les CRI ».
    pub plural: bool,
    /// Words before and after it that the program adds, when this is the place to expand it.
    pub expansion: Option<Expansion>,
    /// Whether it links to the glossary.
    pub link: bool,
}

/// How a sigle is expanded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expansion {
    /// « Fonds social européen (FSE) ».
    Before(String),
    /// « FSE (Fonds social européen) », where the grammar around the sigle would break otherwise.
    After(String),
    /// « FSE [Fonds social européen] », inside a parenthesis.
    Bracketed(String),
}

/// A whole text: blocks, and the notes that they call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// The notes, in the order of their first call.
    pub notes: Vec<Vec<Block>>,
}

/// What a run of words is for; sigles are expanded in running text only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text: paragraphs, items, notes, details.
    Text,
    /// A heading or a title.
    Heading,
    /// A legend or a credit.
    Caption,
    /// A cell of a table's header: no links there (PDF/UA forbids them in repeated headers).
    TableHeader,
    /// Another cell.
    TableCell,
    /// A term of a definition list, a title of a box, the name of a witness.
    Label,
}

/// The one walker, written once for looking and once for changing.
macro_rules! walker {
    ($(#[$doc:meta])* $walk:ident, $picture:ident, $run:ident $(, $m:tt)?) => {
        $(#[$doc])*
        pub fn $walk(blocks: &$($m)? [Block], f: &mut dyn FnMut(&$($m)? Vec<Inline>, Role)) {
            for block in blocks {
                match &$($m)? block.kind {
                    BlockKind::Paragraph(content) => $run(content, Role::Text, f),
                    BlockKind::Heading { content, .. } => $run(content, Role::Heading, f),
                    BlockKind::List { items, .. } => {
                        for item in items {
                            $walk(&$($m)? item.blocks, f);
                        }
                    }
                    BlockKind::Quote(blocks) | BlockKind::Alert { blocks, .. } => $walk(blocks, f),
                    BlockKind::Code { .. } | BlockKind::Rule => {}
                    BlockKind::Table { header, rows, .. } => {
                        for cell in header {
                            $run(cell, Role::TableHeader, f);
                        }
                        for cell in rows.into_iter().flatten() {
                            $run(cell, Role::TableCell, f);
                        }
                    }
                    BlockKind::Definitions(list) => {
                        for d in list {
                            $run(&$($m)? d.term, Role::Label, f);
                            $walk(&$($m)? d.details, f);
                        }
                    }
                    BlockKind::Picture(picture) => $picture(picture, f),
                    BlockKind::Directive(directive, blocks) => {
                        match directive {
                            Directive::Encadre { title } | Directive::Practice { title } => {
                                if let Some(t) = title {
                                    $run(t, Role::Label, f);
                                }
                            }
                            Directive::Citation { author, source } => {
                                for t in author.into_iter().chain(source) {
                                    $run(t, Role::Label, f);
                                }
                            }
                            Directive::Testimony { name, place, date, portrait } => {
                                for t in name.into_iter().chain(place).chain(date) {
                                    $run(t, Role::Label, f);
                                }
                                if let Some(p) = portrait {
                                    $picture(p, f);
                                }
                            }
                            Directive::Finding | Directive::Stake => {}
                        }
                        $walk(blocks, f);
                    }
                    BlockKind::Demand(demand) => {
                        $run(&$($m)? demand.title, Role::Text, f);
                        if let Some(t) = &$($m)? demand.audience {
                            $run(t, Role::Label, f);
                        }
                        $walk(&$($m)? demand.details, f);
                    }
                }
            }
        }

        fn $picture(picture: &$($m)? Picture, f: &mut dyn FnMut(&$($m)? Vec<Inline>, Role)) {
            for t in (&$($m)? picture.caption).into_iter().chain(&$($m)? picture.credit) {
                $run(t, Role::Caption, f);
            }
        }

        fn $run(content: &$($m)? Vec<Inline>, role: Role, f: &mut dyn FnMut(&$($m)? Vec<Inline>, Role)) {
            if !content.is_empty() {
                f(content, role);
            }
        }
    };
}

walker! {
    /// Applies a function to every run of words, in reading order, to change it.
    map_runs, map_picture, map_run, mut
}

walker! {
    /// Shows a function every run of words, in reading order.
    visit_runs, visit_picture, visit_run
}

impl Body {
    /// Applies a function to every run of words, notes last.
    pub fn map_runs(&mut self, f: &mut dyn FnMut(&mut Vec<Inline>, Role)) {
        map_runs(&mut self.blocks, f);
        self.notes.iter_mut().for_each(|note| map_runs(note, f));
    }

    /// Calls a function for every inline of every run, children after their parent, notes last.
    pub fn visit(&self, f: &mut dyn FnMut(&Inline, Role)) {
        visit(&self.blocks, f);
        self.notes.iter().for_each(|note| visit(note, f));
    }
}

/// Calls a function for every inline of every run of some blocks, children after their parent.
pub fn visit(blocks: &[Block], f: &mut dyn FnMut(&Inline, Role)) {
    visit_runs(blocks, &mut |run, role| visit_inlines(run, role, f));
}

/// Calls a function for every inline of a run, children after their parent.
pub fn visit_inlines(run: &[Inline], role: Role, f: &mut dyn FnMut(&Inline, Role)) {
    for inline in run {
        f(inline, role);
        if let Some(children) = inline.kind.children() {
            visit_inlines(children, role, f);
        }
    }
}

impl InlineKind {
    /// The words inside, for the kinds that hold some.
    pub fn children(&self) -> Option<&Vec<Inline>> {
        match self {
            Self::Emph(c)
            | Self::Strong(c)
            | Self::Strike(c)
            | Self::Super(c)
            | Self::Sub(c)
            | Self::Link { content: c, .. }
            | Self::Foreign { content: c, .. } => Some(c),
            Self::Text(_)
            | Self::Break
            | Self::Code(_)
            | Self::Picture(_)
            | Self::Note(_)
            | Self::WikiLink { .. }
            | Self::FicheRef { .. }
            | Self::DemandRef { .. }
            | Self::Sigle(_) => None,
        }
    }

    /// The words inside, to change them.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Self::Emph(c)
            | Self::Strong(c)
            | Self::Strike(c)
            | Self::Super(c)
            | Self::Sub(c)
            | Self::Link { content: c, .. }
            | Self::Foreign { content: c, .. } => Some(c),
            Self::Text(_)
            | Self::Break
            | Self::Code(_)
            | Self::Picture(_)
            | Self::Note(_)
            | Self::WikiLink { .. }
            | Self::FicheRef { .. }
            | Self::DemandRef { .. }
            | Self::Sigle(_) => None,
        }
    }
}

/// The words of a run, without what is no text.
pub fn plain(run: &[Inline]) -> String {
    let mut out = String::new();
    visit_inlines(run, Role::Text, &mut |inline, _| match &inline.kind {
        InlineKind::Text(t) | InlineKind::Code(t) => out.push_str(t),
        InlineKind::Break => out.push(' '),
        InlineKind::Sigle(s) => out.push_str(&s.shown),
        InlineKind::WikiLink { target, shown } | InlineKind::FicheRef { target, shown } | InlineKind::DemandRef { target, shown } => {
            out.push_str(shown.as_ref().unwrap_or(target))
        }
        InlineKind::Picture(p) => out.push_str(&p.alt),
        InlineKind::Emph(_)
        | InlineKind::Strong(_)
        | InlineKind::Strike(_)
        | InlineKind::Super(_)
        | InlineKind::Sub(_)
        | InlineKind::Link { .. }
        | InlineKind::Note(_)
        | InlineKind::Foreign { .. } => {}
    });
    out
}

/// Every picture of some blocks, in reading order.
pub fn pictures(blocks: &[Block]) -> Vec<Picture> {
    let mut out = Vec::new();
    collect_pictures(blocks, &mut out);
    out
}

fn collect_pictures(blocks: &[Block], out: &mut Vec<Picture>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Picture(p) => out.push(p.clone()),
            BlockKind::List { items, .. } => items.iter().for_each(|i| collect_pictures(&i.blocks, out)),
            BlockKind::Quote(b) | BlockKind::Alert { blocks: b, .. } => collect_pictures(b, out),
            BlockKind::Definitions(list) => list.iter().for_each(|d| collect_pictures(&d.details, out)),
            BlockKind::Directive(directive, b) => {
                if let Directive::Testimony { portrait: Some(p), .. } = directive {
                    out.push(p.clone());
                }
                collect_pictures(b, out);
            }
            BlockKind::Demand(d) => collect_pictures(&d.details, out),
            BlockKind::Paragraph(_) | BlockKind::Heading { .. } | BlockKind::Code { .. } | BlockKind::Table { .. } | BlockKind::Rule => {}
        }
    }
    visit_shallow_runs(blocks, out);
}

/// Pictures in the line of the runs that belong to these blocks themselves.
fn visit_shallow_runs(blocks: &[Block], out: &mut Vec<Picture>) {
    let mut from_run = |run: &Vec<Inline>| {
        visit_inlines(run, Role::Text, &mut |inline, _| {
            if let InlineKind::Picture(p) = &inline.kind {
                out.push(p.clone());
            }
        });
    };
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => from_run(content),
            BlockKind::Table { header, rows, .. } => header.iter().chain(rows.iter().flatten()).for_each(&mut from_run),
            BlockKind::Demand(d) => from_run(&d.title),
            BlockKind::List { .. }
            | BlockKind::Quote(_)
            | BlockKind::Alert { .. }
            | BlockKind::Code { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Picture(_)
            | BlockKind::Rule
            | BlockKind::Directive(..) => {}
        }
    }
}

/// Calls a function for every list of blocks that follow each other: the blocks themselves, then what is inside of each.
pub fn visit_siblings<'a>(blocks: &'a [Block], f: &mut dyn FnMut(&'a [Block])) {
    f(blocks);
    for block in blocks {
        match &block.kind {
            BlockKind::List { items, .. } => items.iter().for_each(|i| visit_siblings(&i.blocks, f)),
            BlockKind::Quote(b) | BlockKind::Alert { blocks: b, .. } | BlockKind::Directive(_, b) => visit_siblings(b, f),
            BlockKind::Definitions(list) => list.iter().for_each(|d| visit_siblings(&d.details, f)),
            BlockKind::Demand(d) => visit_siblings(&d.details, f),
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::Code { .. }
            | BlockKind::Table { .. }
            | BlockKind::Picture(_)
            | BlockKind::Rule => {}
        }
    }
}
