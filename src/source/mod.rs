//! Texts that Postil reads: where they stand in the site, and how to point into them.
//!
//! A [`SourceText`] is one file's text with its path and its lines; [`Sources`] is all of them. A [`Span`] points into
//! one of them by byte offsets and stays valid however many other files come and go, because a [`FileId`] is derived
//! from the path alone. What the text means is the business of `parse`.

mod lines;
mod path;
mod span;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use lines::{LineIndex, Position};
pub use path::{MAX_NAME_BYTES, PathError, SitePath, Unportable, is_device};
pub use span::{FileId, Span, Spanned};

/// The text of one file, with what is needed to point into it.
#[derive(Debug, Clone)]
pub struct SourceText {
    path: SitePath,
    id: FileId,
    text: Arc<str>,
    lines: Arc<LineIndex>,
}

impl SourceText {
    /// The largest text that is read, in bytes; spans count in 32 bits, and a briefing of this size is a mistake.
    pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

    /// A text at a place of the site.
    #[must_use]
    pub fn new(path: SitePath, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let lines = Arc::new(LineIndex::new(&text));
        Self { id: FileId::of(&path), path, text, lines }
    }

    /// Where the file stands, relative to the root of the site.
    #[must_use]
    pub fn path(&self) -> &SitePath {
        &self.path
    }

    /// The id that spans into this text carry.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The whole text, as it was read, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The span of these bytes. Offsets beyond the text, or within a character, are moved back to the nearest boundary.
    #[must_use]
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let start = floor_boundary(&self.text, range.start);
        let end = floor_boundary(&self.text, range.end.max(range.start));
        Span::new(self.id, start, end)
    }

    /// Line and column of a byte offset, both counted from 1; columns in characters and in UTF-16 units.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        self.lines.position(&self.text, offset)
    }
}

/// All texts of a project, by id and in order of their paths.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    by_path: BTreeMap<SitePath, SourceText>,
    paths: BTreeMap<FileId, SitePath>,
}

impl Sources {
    /// Adds a text, replacing one at the same path.
    pub fn insert(&mut self, source: SourceText) {
        self.paths.insert(source.id(), source.path().clone());
        self.by_path.insert(source.path().clone(), source);
    }

    /// Takes a text out.
    pub fn remove(&mut self, path: &SitePath) -> Option<SourceText> {
        self.paths.remove(&FileId::of(path));
        self.by_path.remove(path)
    }

    /// The text that a span points into, if it is known.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceText> {
        self.paths.get(&id).and_then(|path| self.by_path.get(path))
    }

    /// Lets go of the texts that are not needed any more, which take as much memory as all of a site's prose. What is left of
    /// them is where they stand.
    pub fn release(&mut self, is_needed: impl Fn(&SourceText) -> bool) {
        let (nothing, no_lines) = (Arc::from(""), Arc::new(LineIndex::new("")));
        for text in self.by_path.values_mut().filter(|text| !is_needed(text)) {
            (text.text, text.lines) = (Arc::clone(&nothing), Arc::clone(&no_lines));
        }
    }

    /// The text at a path.
    #[must_use]
    pub fn at(&self, path: &SitePath) -> Option<&SourceText> {
        self.by_path.get(path)
    }

    /// All texts, in order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = &SourceText> {
        self.by_path.values()
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }
}

impl FromIterator<SourceText> for Sources {
    fn from_iter<I: IntoIterator<Item = SourceText>>(texts: I) -> Self {
        let mut sources = Self::default();
        for text in texts {
            sources.insert(text);
        }
        sources
    }
}

fn floor_boundary(text: &str, offset: usize) -> u32 {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    u32::try_from(offset).unwrap_or(u32::MAX)
}
