//! The prose of a file: Markdown, rendered once to HTML with places left open for what only the whole site can say.
//!
//! A [`Body`] holds the HTML of the prose without annotations, its *rendered text* (what a reader sees, in which quotations
//! are looked for), the map between the two, and lists of links, images and headings with their spans. Where a link leads is
//! said by `resolve`; putting links, images and marks into the HTML is the business of `render`.

mod code;
mod depth;
mod draft;
mod finish;
mod footnotes;
mod map;
mod raw;
mod target;
#[cfg(test)]
mod tests;
mod writer;

use std::ops::Range;

use crate::config::RawHtml;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceText, Span};

pub use map::{Context, Element, ElementKind, Run};
pub use target::LinkTarget;

/// The prose of a file.
#[derive(Debug, Clone, Default)]
pub struct Body {
    key: Option<BodyKey>,
    place: Option<Span>,
    html: String,
    text: String,
    runs: Vec<Run>,
    blocks: Vec<Range<u32>>,
    elements: Vec<Element>,
    tops: Vec<u32>,
    links: Vec<BodyLink>,
    images: Vec<BodyImage>,
    headings: Vec<Heading>,
    fragments: Vec<String>,
}

/// Which body: the file it stands in, and its first byte there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyKey(pub FileId, pub u32);

/// How Markdown is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BodySettings {
    /// What happens to HTML in it.
    pub raw_html: RawHtml,
    /// Whether straight quotation marks and hyphens are made typographic.
    pub smart_punctuation: bool,
}

/// A link that an author wrote.
#[derive(Debug, Clone)]
pub struct BodyLink {
    /// Where it leads.
    pub target: LinkTarget,
    /// Where it was written.
    pub span: Span,
    /// Its words, in the rendered text.
    pub words: Range<u32>,
    /// What its element holds, in the HTML; empty when it has no words, so that nothing is linked.
    pub html: Range<u32>,
    /// Its title, shown when it is pointed at; mostly empty.
    pub title: String,
}

/// An image that an author placed.
#[derive(Debug, Clone)]
pub struct BodyImage {
    /// A path relative to the file, or an address elsewhere.
    pub target: String,
    /// Where it was written.
    pub span: Span,
    /// Where in the HTML its `src` attribute belongs.
    pub html: u32,
}

/// A heading of the prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6: the page's title is the only heading of level 1.
    pub level: u8,
    /// The fragment that leads to it; unique in the body. Empty in Markdown of the front matter.
    pub id: String,
    /// Its words.
    pub text: String,
}

impl Body {
    /// The body that stands in these bytes of a file.
    #[must_use]
    pub fn parse(source: &SourceText, range: Range<usize>, settings: BodySettings) -> (Self, Vec<Diagnostic>) {
        let span = source.span(range);
        let markdown = source.text().get(span.range()).unwrap_or_default();
        finish::body(markdown, writer::Origin::File { file: span.file, offset: span.start }, settings)
    }

    /// Markdown that was written as a value of the front matter: all its places are the value's.
    ///
    /// Several of these stand on one page, so that headings get no ids and footnotes stay as they were typed.
    #[must_use]
    pub fn parse_value(markdown: &str, span: Span, settings: BodySettings) -> (Self, Vec<Diagnostic>) {
        finish::body(markdown, writer::Origin::Value(span), settings)
    }

    /// Which body this is; none for an empty default.
    #[must_use]
    pub fn key(&self) -> Option<BodyKey> {
        self.key
    }

    /// The rendered text: what a reader sees, blocks separated by line feeds.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The HTML without the `a` elements of its links, the `src` of its images, and annotations.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.html
    }

    /// The text piece by piece, in order, each with its place in the HTML and in the source.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Paragraphs, headings, cells and other blocks of text, in order, as ranges of the text.
    #[must_use]
    pub fn blocks(&self) -> &[Range<u32>] {
        &self.blocks
    }

    /// The inline elements of the HTML that annotations must not cut, in order of their beginning.
    #[must_use]
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// Where in the HTML each top-level block ends, in order; the last one is the end of the HTML.
    #[must_use]
    pub fn top_level_ends(&self) -> &[u32] {
        &self.tops
    }

    /// The links, in order.
    #[must_use]
    pub fn links(&self) -> &[BodyLink] {
        &self.links
    }

    /// The images, in order.
    #[must_use]
    pub fn images(&self) -> &[BodyImage] {
        &self.images
    }

    /// The headings, in order.
    #[must_use]
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// Every id in the body: headings, footnotes, and those in raw HTML that is allowed.
    #[must_use]
    pub fn fragments(&self) -> &[String] {
        &self.fragments
    }

    /// The block of text that holds this byte of the text, or else the nearest before it.
    #[must_use]
    pub fn block_at(&self, at: u32) -> Option<Range<u32>> {
        let index = self.blocks.partition_point(|block| block.start <= at);
        self.blocks.get(index.checked_sub(1)?).cloned()
    }

    /// Where the words of this range of the text stand in the source. None for an empty body.
    #[must_use]
    pub fn span(&self, range: Range<u32>) -> Option<Span> {
        let file = self.key?.0;
        if self.place.is_some() {
            return self.place;
        }
        let runs = self.runs_in(range.clone());
        let (first, last) = (runs.first()?, runs.last()?);
        Some(Span::new(file, first.source_at(range.start), last.source_before(range.end)))
    }

    /// The runs that hold bytes of this range of the text.
    #[must_use]
    pub fn runs_in(&self, range: Range<u32>) -> &[Run] {
        let start = self.runs.partition_point(|run| run.text_end() <= range.start);
        let end = self.runs.partition_point(|run| run.text < range.end);
        self.runs.get(start..end).unwrap_or_default()
    }
}
