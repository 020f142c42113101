//! The prose of a file: Markdown, rendered once to HTML with places left open for what only the whole site can say.
//!
//! A [`Body`] holds the HTML of the prose without annotations, its *rendered text* (what a reader sees, in which quotations
//! are looked for), the map between the two, and lists of links, images and headings with their spans.

use std::ops::Range;

use crate::config::RawHtml;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceText, Span};

/// The prose of a file.
#[derive(Debug, Clone, Default)]
pub struct Body {
    key: Option<BodyKey>,
    text: String,
    links: Vec<BodyLink>,
    images: Vec<BodyImage>,
    headings: Vec<Heading>,
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
}

/// Where a link leads, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// `actor:id`
    Actor(String),
    /// `claim:id`
    Claim(String),
    /// `event:id`
    Event(String),
    /// `source:id`
    Source(String),
    /// `briefing:slug`, perhaps with a `#fragment`
    Briefing(String, Option<String>),
    /// `[[name]]`: an actor, or else a briefing, page, event, claim or source of that name, title or id
    Name(String),
    /// A relative path, perhaps with a fragment: another file of content, an image or another asset.
    File(String, Option<String>),
    /// `#fragment` of the same page.
    Fragment(String),
    /// An address elsewhere, already found harmless.
    External(String),
}

/// An image that an author placed.
#[derive(Debug, Clone)]
pub struct BodyImage {
    /// A path relative to the file, or an address elsewhere.
    pub target: String,
    /// Where it was written.
    pub span: Span,
}

/// A heading of the prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6: the page's title is the only heading of level 1.
    pub level: u8,
    /// The fragment that leads to it; unique in the body.
    pub id: String,
    /// Its words.
    pub text: String,
}

impl Body {
    /// The body that stands in these bytes of a file.
    #[must_use]
    pub fn parse(source: &SourceText, range: Range<usize>, settings: BodySettings) -> (Self, Vec<Diagnostic>) {
        let _ = (source, range, settings);
        (Self::default(), Vec::new())
    }

    /// Markdown that was written as a value of the front matter: all its places are the value's.
    #[must_use]
    pub fn parse_value(markdown: &str, span: Span, settings: BodySettings) -> (Self, Vec<Diagnostic>) {
        let _ = (markdown, span, settings);
        (Self::default(), Vec::new())
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
}
