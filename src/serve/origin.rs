//! The text that a page was written in: what finds the page again when it has another address.

use std::fmt;

use xxhash_rust::xxh3::xxh3_64;

use super::answer::Page;
use super::places;
use super::site::State;
use crate::source::{SitePath, SourceText};

/// A text of the site and what it said. A tab carries it, and gives it back when it comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    path: SitePath,
    /// The hash of the text, by which a file is known under another name.
    hash: u64,
}

impl Origin {
    /// The text that this page was written in; none for a page that nobody wrote.
    pub(super) fn of(state: &State, page: &Page) -> Option<Self> {
        let edition = state.edition.as_ref()?;
        let planned = edition.plan().page_in(page.file.as_ref()?)?;
        let path = places::written(edition, planned, None)?.path;
        let hash = hash(edition.project().texts.at(&path)?);
        Some(Self { path, hash })
    }

    /// The file that it is now: the same, or else the one that says what it said.
    pub(super) fn now<'a>(&'a self, state: &'a State) -> Option<&'a SitePath> {
        let texts = &state.edition.as_ref()?.project().texts;
        if texts.at(&self.path).is_some() {
            return Some(&self.path);
        }
        texts.iter().find(|text| hash(text) == self.hash).map(SourceText::path)
    }

    /// Takes what the text says now.
    pub(super) fn refresh(&mut self, state: &State) {
        let text = state.edition.as_ref().and_then(|edition| edition.project().texts.at(&self.path));
        self.hash = text.map_or(self.hash, hash);
    }

    /// What [`Origin`] reads as; none for what no tab was given.
    pub(super) fn read(word: &str) -> Option<Self> {
        let (hash, path) = word.split_once(' ')?;
        Some(Self { path: SitePath::new(path).ok()?, hash: u64::from_str_radix(hash, 16).ok()? })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x} {}", self.hash, self.path)
    }
}

fn hash(text: &SourceText) -> u64 {
    xxh3_64(text.text().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_read_as_it_was_written() {
        let path = SitePath::new("content/briefings/о чём \"это\".md").expect("a path");
        let origin = Origin { path, hash: u64::MAX };
        assert_eq!(Origin::read(&origin.to_string()), Some(origin));
        for word in ["", "content/x.md", "x content/x.md", "1 ../x", "1 "] {
            assert_eq!(Origin::read(word).filter(|origin| !origin.path.as_str().is_empty()), None, "{word}");
        }
    }
}
