//! Names of actors in prose.
//!
//! One automaton over all names of the site, longest first. Which of its matches become links is decided elsewhere.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::search::is_whole;
use crate::parse::Body;
use crate::parse::body::Context;

/// All names of a site, ready to be looked for.
#[derive(Debug)]
pub struct NameIndex {
    /// What it was made of.
    names: Vec<(String, u32)>,
    automaton: Option<AhoCorasick>,
    /// For each pattern, the ids of all who have the name, in order.
    ids: Vec<Vec<u32>>,
}

/// A name in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch<'a> {
    /// Where it stands in the rendered text, in bytes.
    pub range: Range<u32>,
    /// All who have this name, in order, each once.
    pub ids: &'a [u32],
}

impl NameIndex {
    /// An index of these names, each with the id of who has it. Names of one character are left out.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = (String, u32)>) -> Self {
        let given: Vec<(String, u32)> = names.into_iter().collect();
        let mut names: Vec<(String, u32)> = given
            .iter()
            .map(|(name, id)| (name.trim().nfc().collect::<String>(), *id))
            .filter(|(name, _)| name.chars().nth(1).is_some())
            .collect();
        names.sort();
        names.dedup();
        let groups: Vec<&[(String, u32)]> = names.chunk_by(|a, b| a.0 == b.0).collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(groups.iter().map(|group| &group[0].0))
            .ok()
            .filter(|_| !groups.is_empty());
        let ids = groups.iter().map(|group| group.iter().map(|(_, id)| *id).collect()).collect();
        Self { automaton, ids, names: given }
    }

    /// Whether it was made of these names, in this order.
    #[must_use]
    pub fn is_of(&self, names: &[(String, u32)]) -> bool {
        self.names == names
    }

    /// Every name in the prose of a body, in order: whole words, not in links, code or headings.
    #[must_use]
    pub fn find(&self, body: &Body) -> Vec<NameMatch<'_>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut matches = Vec::new();
        for block in body.blocks() {
            let text = &body.text()[block.start as usize..block.end as usize];
            let composed = Composed::new(text);
            let mut from = 0;
            while let Some((range, pattern)) = next(automaton, composed.text(), from) {
                from = range.end;
                let original = composed.original(range);
                let range = block.start + original.start..block.start + original.end;
                let closed = Context::LINK.with(Context::CODE).with(Context::HEADING);
                if !body.runs_in(range.clone()).iter().any(|run| run.context.touches(closed)) {
                    matches.push(NameMatch { range, ids: self.ids.get(pattern).map_or(&[][..], Vec::as_slice) });
                }
            }
        }
        matches
    }
}

/// The next name that is not part of a longer word.
fn next(automaton: &AhoCorasick, text: &str, mut from: usize) -> Option<(Range<usize>, usize)> {
    loop {
        let found = automaton.find(aho_corasick::Input::new(text).range(from..))?;
        if is_whole(text, &found.range()) {
            return Some((found.range(), found.pattern().as_usize()));
        }
        let first = text[found.start()..].chars().next().map_or(1, char::len_utf8);
        from = found.start() + first;
    }
}

/// A text in NFC with the way back.
enum Composed<'a> {
    Already(&'a str),
    /// For each character: its first byte here, and its first byte in the original.
    Made(String, Vec<(usize, usize)>),
}

impl<'a> Composed<'a> {
    fn new(text: &'a str) -> Self {
        if is_nfc(text) {
            return Self::Already(text);
        }
        let folded = super::fold::composed(text);
        Self::Made(folded.0, folded.1)
    }

    fn text(&self) -> &str {
        match self {
            Self::Already(text) => text,
            Self::Made(text, _) => text,
        }
    }

    fn original(&self, range: Range<usize>) -> Range<u32> {
        let place = |at: usize| match self {
            Self::Already(_) => at,
            Self::Made(_, origins) => {
                let index = origins.partition_point(|(here, _)| *here < at);
                origins.get(index).or(origins.last()).map_or(at, |(_, original)| *original)
            }
        };
        let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        position(place(range.start))..position(place(range.end))
    }
}
