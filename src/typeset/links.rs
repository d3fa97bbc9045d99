//! Links inside the publication. The library writes them as addresses `livret:<kind>/<key>`, which ask the engine nothing; here they get
//! their destinations in the laid-out pages, and words that a screen reader can say.

use std::collections::HashMap;
use typst::foundations::{Label, Selector, Value};
use typst::introspection::{Introspector as _, Location, Tag};
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, LinkMarker};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

const SCHEME: &str = "livret:";

/// Where a target is: its location, and what to say of it.
struct Target {
    location: Location,
    words: String,
}

/// Gives every link of the document its destination. A link to nothing becomes plain text.
pub(super) fn resolve(document: PagedDocument) -> PagedDocument {
    let introspector = document.introspector();
    let mut targets: HashMap<String, Target> = HashMap::new();
    for (kind, word) in [("fiche", "Fiche"), ("term", "Glossaire"), ("demand", "Demande"), ("theme", "Thème"), ("part", "Partie"), ("anchor", "Passage")] {
        let Some(label) = Label::new(PicoStr::intern(&format!("lv-{kind}"))) else { continue };
        for element in introspector.query(&Selector::Label(label)) {
            if let (Ok(Value::Str(key)), Some(location)) = (element.get_by_name("value"), element.location()) {
                let page = introspector.page(location).map_or(0, |p| p.get());
                targets.entry(format!("{SCHEME}{kind}/{key}")).or_insert_with(|| Target {
                    location,
                    words: if kind == "term" { format!("{word} : {key}, page {page}") } else { format!("{word}, page {page}") },
                });
            }
        }
    }
    let pages = document
        .pages()
        .iter()
        .cloned()
        .map(|mut page| {
            frame(&mut page.frame, &targets);
            page
        })
        .collect();
    let mut document = document;
    let info = document.info_mut().clone();
    PagedDocument::new(pages, info)
}

fn frame(frame: &mut Frame, targets: &HashMap<String, Target>) {
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => self::frame(&mut group.frame, targets),
            FrameItem::Tag(Tag::Start(content, _)) => {
                if let Some(marker) = content.to_packed_mut::<LinkMarker>()
                    && let Some(target) = marker.alt.as_ref().and_then(|alt| targets.get(alt.as_str()))
                {
                    marker.alt = Some(target.words.as_str().into());
                }
            }
            FrameItem::Link(destination, _) => {
                if let Destination::Url(url) = destination
                    && url.as_str().starts_with(SCHEME)
                {
                    let Some(target) = targets.get(url.as_str()) else { return false };
                    *destination = Destination::Location(target.location);
                }
            }
            FrameItem::Tag(Tag::End(..)) | FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Image(..) => {}
        }
        true
    });
}
