//! The HTML of a body with everything that only the whole site can say: links, images, names of actors, and the marks of
//! annotations.
//!
//! Annotating never changes the text content. Marks and links never cut an element: they enclose inline elements that they
//! hold wholly, and are divided at the others and at each other, so that the HTML stays well-formed.

mod content;
mod pieces;
mod tags;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(super) use content::{Passage, block_id, passages};
pub(super) use tags::{encoded_fragment, escaped};

use crate::parse::Body;
use crate::parse::body::LinkTarget;
use pieces::{Mark, Piece, pieces};

/// What is put into a body.
#[derive(Debug, Clone, Default)]
pub struct Decorations {
    /// The marks of annotations, in any order.
    pub marks: Vec<MarkDecoration>,
    /// For each of [`Body::links`], its href and perhaps what sort of thing it leads to. `None` leaves the words without a
    /// link, except for addresses elsewhere and fragments of the same page, which need nothing.
    pub links: Vec<Option<LinkDecoration>>,
    /// For each of [`Body::images`], its address. `None` leaves that of an image elsewhere as it is.
    pub images: Vec<Option<String>>,
    /// Names in prose that become links. One that overlaps another link is left out.
    pub names: Vec<NameDecoration>,
}

/// The mark of an annotation.
#[derive(Debug, Clone)]
pub struct MarkDecoration {
    /// The id of its first piece.
    pub id: String,
    /// Its number, by which references at one place are ordered.
    pub number: u32,
    /// What style sheets show as its number.
    pub shown: String,
    /// `data-standing`; nothing when empty.
    pub standing: String,
    /// Where its numbered reference leads.
    pub href: String,
    /// What its numbered reference is called: `Note 8, disputed`.
    pub label: String,
    /// Its pieces in the rendered text, as in an anchor.
    pub pieces: Vec<Range<u32>>,
}

/// A link that an author wrote, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkDecoration {
    /// Where it leads, as it is to be written but for HTML's escapes.
    pub href: String,
    /// `class`; nothing when empty.
    pub class: String,
    /// `data-kind`; nothing when empty.
    pub kind: String,
}

/// A name in prose that becomes a link.
#[derive(Debug, Clone)]
pub struct NameDecoration {
    /// Where it stands in the rendered text.
    pub range: Range<u32>,
    /// The link.
    pub link: LinkDecoration,
}

/// A body as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Composed {
    /// Its top-level blocks, in order.
    pub blocks: Vec<Block>,
}

/// A top-level block as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// Its HTML.
    pub html: String,
    /// The numbers of the marks that end in it, in order of their ends.
    pub notes: Vec<u32>,
}

/// Puts decorations into a body.
#[must_use]
pub fn compose(body: &Body, decorations: &Decorations) -> Composed {
    let pieces = pieces(body, decorations);
    let mut composer = Composer { body, decorations, written: 0, html: String::new(), open: Vec::new() };
    let mut insertions = insertions(body, decorations, &pieces).into_iter().peekable();
    let mut ends: Vec<(u32, u32)> = pieces.iter().filter_map(|piece| piece.reference).collect();
    ends.sort_unstable();
    let mut ends = ends.into_iter().peekable();
    let mut blocks = Vec::with_capacity(body.top_level_ends().len());
    for top in body.top_level_ends() {
        while let Some(insertion) = insertions.next_if(|insertion| insertion.at <= *top) {
            composer.insert(&insertion);
        }
        composer.copy_to(*top);
        let html = std::mem::take(&mut composer.html);
        let notes = std::iter::from_fn(|| ends.next_if(|(at, _)| at <= top)).map(|(_, number)| number).collect();
        blocks.push(Block { html, notes });
    }
    Composed { blocks }
}

/// The body as it is shown without any decoration but its links and images.
impl Composed {
    /// All blocks together.
    #[must_use]
    pub fn html(&self) -> String {
        self.blocks.iter().map(|block| block.html.as_str()).collect()
    }
}

/// The sentence of a passage as HTML, with the passage in `<mark>`: both as ranges of the rendered text.
#[must_use]
pub fn excerpt(body: &Body, context: &Range<u32>, passage: &[Range<u32>]) -> String {
    let text = |from: u32, to: u32| body.text().get(from as usize..to as usize).unwrap_or_default().replace('\n', " ");
    let mut html = String::new();
    let mut from = context.start;
    for piece in passage {
        let piece = piece.start.clamp(from, context.end)..piece.end.clamp(from, context.end);
        if piece.is_empty() {
            continue;
        }
        html.push_str(&escaped(&text(from, piece.start)));
        html.push_str("<mark>");
        html.push_str(&escaped(&text(piece.start, piece.end)));
        html.push_str("</mark>");
        from = piece.end;
    }
    html.push_str(&escaped(&text(from, context.end)));
    html
}

/// Something to be written at a place of the HTML.
struct Insertion<'a> {
    at: u32,
    what: What<'a>,
}

enum What<'a> {
    Open(&'a Piece),
    Close,
    Reference(u32),
    Source(usize),
}

/// Everything to be written, in order: at one place first what closes, the inner before the outer, then references by
/// number, then what opens, the outer before the inner.
fn insertions<'a>(body: &Body, decorations: &Decorations, pieces: &'a [Piece]) -> Vec<Insertion<'a>> {
    let mut insertions: Vec<((u32, u8, u32), Insertion<'a>)> = Vec::new();
    let mut add = |at: u32, rank: u8, second: u32, what: What<'a>| {
        insertions.push(((at, rank, second), Insertion { at, what }));
    };
    for (nth, piece) in (0..).zip(pieces) {
        add(piece.html.start, 2, nth, What::Open(piece));
        add(piece.html.end, 0, 0, What::Close);
    }
    for (at, mark) in pieces.iter().filter_map(Piece::reference_mark) {
        let number = decorations.marks.get(mark).map_or(0, |mark| mark.number);
        add(at, 1, number, What::Reference(u32::try_from(mark).unwrap_or_default()));
    }
    for (index, image) in body.images().iter().enumerate() {
        add(image.html, 3, 0, What::Source(index));
    }
    insertions.sort_by_key(|(key, _)| *key);
    insertions.into_iter().map(|(_, insertion)| insertion).collect()
}

/// The HTML while it is composed.
struct Composer<'a> {
    body: &'a Body,
    decorations: &'a Decorations,
    written: u32,
    html: String,
    /// The closing tags of what is open.
    open: Vec<&'static str>,
}

impl Composer<'_> {
    fn insert(&mut self, insertion: &Insertion<'_>) {
        self.copy_to(insertion.at);
        match insertion.what {
            What::Open(piece) => self.open(piece),
            What::Close => self.html.push_str(self.open.pop().unwrap_or_default()),
            What::Reference(mark) => {
                if let Some(mark) = self.decorations.marks.get(mark as usize) {
                    tags::reference(&mut self.html, mark);
                }
            }
            What::Source(index) => self.source(index),
        }
    }

    fn copy_to(&mut self, at: u32) {
        self.html.push_str(self.body.html().get(self.written as usize..at as usize).unwrap_or_default());
        self.written = self.written.max(at);
    }

    fn open(&mut self, piece: &Piece) {
        match piece.mark {
            Mark::Annotation { index, first } => {
                if let Some(mark) = self.decorations.marks.get(index) {
                    tags::mark(&mut self.html, mark, first);
                }
                self.open.push("</mark>");
            }
            Mark::Name(index) => {
                if let Some(name) = self.decorations.names.get(index) {
                    tags::link(&mut self.html, &name.link, "");
                }
                self.open.push("</a>");
            }
            Mark::Link(index) => {
                if let (Some(link), Some(written)) =
                    (link(self.body, self.decorations, index), self.body.links().get(index))
                {
                    tags::link(&mut self.html, &link, &written.title);
                }
                self.open.push("</a>");
            }
        }
    }

    fn source(&mut self, index: usize) {
        let Some(image) = self.body.images().get(index) else { return };
        let given = self.decorations.images.get(index).cloned().flatten();
        let address = given.or_else(|| image.is_elsewhere().then(|| tags::encoded(&image.target)));
        if let Some(address) = address {
            self.html.push_str(&format!(" src=\"{}\"", escaped(&address)));
        }
    }
}

/// Where a link of the body leads: what was given, or what needs nothing from the site.
fn link(body: &Body, decorations: &Decorations, index: usize) -> Option<LinkDecoration> {
    if let Some(link) = decorations.links.get(index).cloned().flatten() {
        return Some(link);
    }
    let href = match &body.links().get(index)?.target {
        LinkTarget::External(url) => tags::encoded(url),
        LinkTarget::Fragment(id) if body.fragments().contains(id) => encoded_fragment(id),
        _ => return None,
    };
    Some(LinkDecoration { href, class: String::new(), kind: String::new() })
}
