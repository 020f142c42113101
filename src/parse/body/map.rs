//! The map between the rendered text, the HTML and the source.

use std::ops::Range;

/// A piece of the rendered text that stands in one piece in the HTML and in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Its first byte in the text.
    pub text: u32,
    /// Its first byte in the HTML.
    pub html: u32,
    /// Its first byte in the source.
    pub source: u32,
    /// Its length in the text. When another length differs, the piece is one that cannot be divided there.
    pub text_length: u32,
    /// Its length in the HTML; only a single character has another there than in the text.
    pub html_length: u32,
    /// Its length in the source.
    pub source_length: u32,
    /// Where it stands.
    pub context: Context,
}

/// In what a piece of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context(u8);

/// An inline element of the HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// From the first byte of its first tag to the end of its last.
    pub outer: Range<u32>,
    /// What is between its tags; empty at the end of `outer` for an element without content.
    pub inner: Range<u32>,
    /// What sort of element.
    pub kind: ElementKind,
}

/// How an annotation may treat an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElementKind {
    /// It may stand in an annotation, and an annotation in it.
    Phrase,
    /// The same, but nothing in it may be linked.
    Link,
    /// Something that no annotation may enclose: part of a block, or raw HTML of which nothing is known.
    Barrier,
}

impl Run {
    /// The byte after its last in the text.
    #[must_use]
    pub fn text_end(&self) -> u32 {
        self.text + self.text_length
    }

    /// The byte after its last in the HTML.
    #[must_use]
    pub fn html_end(&self) -> u32 {
        self.html + self.html_length
    }

    /// The byte of the HTML where the text from `at` on begins.
    #[must_use]
    pub fn html_at(&self, at: u32) -> u32 {
        let at = at.clamp(self.text, self.text_end());
        if at == self.text_end() {
            return self.html_end();
        }
        self.html + if self.text_length == self.html_length { at - self.text } else { 0 }
    }

    /// The byte of the source where the text from `at` on begins.
    #[must_use]
    pub fn source_at(&self, at: u32) -> u32 {
        let within = at.clamp(self.text, self.text_end()) - self.text;
        self.source + if self.text_length == self.source_length { within } else { 0 }
    }

    /// The byte of the source where the text before `at` ends.
    #[must_use]
    pub fn source_before(&self, at: u32) -> u32 {
        let within = at.clamp(self.text, self.text_end()) - self.text;
        self.source + if self.text_length == self.source_length { within } else { self.source_length }
    }

    /// Whether `next` continues this piece everywhere, so that both are one.
    pub(super) fn continues_in(&self, next: &Self) -> bool {
        let plain = |run: &Self| run.text_length == run.html_length && run.text_length == run.source_length;
        plain(self)
            && plain(next)
            && self.text_end() == next.text
            && self.html_end() == next.html
            && self.source + self.source_length == next.source
            && self.context == next.context
    }
}

impl Context {
    /// In the words of a link.
    pub const LINK: Self = Self(1);
    /// In code.
    pub const CODE: Self = Self(2);
    /// In a heading.
    pub const HEADING: Self = Self(4);

    /// Whether any of `other` holds here.
    #[must_use]
    pub fn touches(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This without `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}
