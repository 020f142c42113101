//! What can be said of a passage: the sentence that holds it, and whether it is quoted.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use super::sentences;
use crate::model::Mode;
use crate::parse::Body;

/// The prose of an article, prepared to be asked about passages.
#[derive(Debug)]
pub(super) struct Prose<'a> {
    body: &'a Body,
    /// What stands in quotation marks, in order, not overlapping.
    quoted: Vec<Range<u32>>,
    /// The sentences of each block that was asked about, by its index.
    sentences: BTreeMap<usize, Sentences<'a>>,
}

/// The sentences of a block, found as far as was asked for.
struct Sentences<'a> {
    rest: sentences::Sentences<'a>,
    /// Where the block begins.
    block: u32,
    /// Where those begin that were found.
    starts: Vec<u32>,
    /// Whether what was found last only looks like the end of a sentence.
    abbreviated: bool,
}

impl<'a> Prose<'a> {
    pub(super) fn new(body: &'a Body) -> Self {
        Self { body, quoted: quoted(body), sentences: BTreeMap::new() }
    }

    /// The sentence or sentences that hold a passage, within its blocks.
    pub(super) fn context(&mut self, passage: &Range<u32>) -> Range<u32> {
        let start = self.sentence_at(passage.start).start;
        let end = self.sentence_at(passage.end.saturating_sub(1).max(passage.start)).end;
        trimmed(self.body.text(), start..end.max(passage.end))
    }

    /// How the words of a passage are given.
    pub(super) fn mode(&self, pieces: &[Range<u32>]) -> Mode {
        let (mut inside, mut outside) = (false, false);
        for piece in pieces {
            let text = &self.body.text()[piece.start as usize..piece.end as usize];
            let mut index = self.quoted.partition_point(|quoted| quoted.end <= piece.start);
            for (at, _) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                let at = piece.start + position(at);
                while self.quoted.get(index).is_some_and(|quoted| quoted.end <= at) {
                    index += 1;
                }
                match self.quoted.get(index) {
                    Some(quoted) if quoted.start <= at => inside = true,
                    _ => outside = true,
                }
            }
        }
        match (inside, outside) {
            (true, false) => Mode::Direct,
            (true, true) => Mode::Mixed,
            (false, _) => Mode::Indirect,
        }
    }

    fn sentence_at(&mut self, at: u32) -> Range<u32> {
        let blocks = self.body.blocks();
        let index = blocks.partition_point(|block| block.start <= at).saturating_sub(1);
        let Some(block) = blocks.get(index) else { return at..at };
        let body = self.body;
        let starts = self.sentences.entry(index).or_insert_with(|| Sentences::new(body, block)).starts(at);
        let nth = starts.partition_point(|start| *start <= at);
        let start = nth.checked_sub(1).and_then(|nth| starts.get(nth)).copied().unwrap_or(block.start);
        start..starts.get(nth).copied().unwrap_or(block.end)
    }
}

impl<'a> Sentences<'a> {
    fn new(body: &'a Body, block: &Range<u32>) -> Self {
        let rest = sentences::Sentences::of(&body.text()[block.start as usize..block.end as usize]);
        Self { rest, block: block.start, starts: Vec::new(), abbreviated: false }
    }

    /// Where sentences begin, in order, up to the first that begins behind this place.
    fn starts(&mut self, place: u32) -> &[u32] {
        while self.starts.last().is_none_or(|last| *last <= place) {
            let Some((at, sentence)) = self.rest.next() else { break };
            if !self.abbreviated {
                self.starts.push(self.block + position(at));
            }
            self.abbreviated = ends_in_abbreviation(sentence);
        }
        &self.starts
    }
}

impl fmt::Debug for Sentences<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sentences").field("starts", &self.starts).finish_non_exhaustive()
    }
}

/// Whether what looks like the end of a sentence is an initial or a title before a name.
fn ends_in_abbreviation(sentence: &str) -> bool {
    let Some(rest) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = rest.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let mut chars = word.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    initial || ABBREVIATIONS.contains(&word)
}

/// What stands in quotation marks, block by block; a quotation that is not closed ends with its block.
fn quoted(body: &Body) -> Vec<Range<u32>> {
    let mut ranges: Vec<Range<u32>> = Vec::new();
    for block in body.blocks() {
        let text = &body.text()[block.start as usize..block.end as usize];
        for range in quoted_in(text) {
            let range = block.start + position(range.start)..block.start + position(range.end);
            match ranges.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => ranges.push(range),
            }
        }
    }
    ranges
}

fn quoted_in(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (at, c) in signs(text) {
        let after = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        let before = text[..at].chars().next_back().unwrap_or(' ');
        match open {
            None if opens(c, before, after) => open = Some((c, at)),
            Some((opening, start)) if closes(opening, c, before, after) => {
                ranges.push(start..at + c.len_utf8());
                open = None;
            }
            _ => {}
        }
    }
    // An apostrophe alone opens nothing; a quotation over several paragraphs is closed only in the last.
    if let Some((opening, start)) = open.filter(|(opening, _)| !matches!(opening, '\'' | '‘' | '"' | '»')) {
        let _ = opening;
        ranges.push(start..text.len());
    }
    ranges
}

/// The characters that may be quotation marks, each with where it stands: those of ASCII, and all others.
fn signs(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_sign = |byte: &u8| matches!(byte, b'"' | b'\'' | 0x80..);
        let found = at + text.as_bytes().get(at..)?.iter().position(is_sign)?;
        let sign = text[found..].chars().next()?;
        at = found + sign.len_utf8();
        Some((found, sign))
    })
}

fn opens(c: char, before: char, after: char) -> bool {
    match c {
        '“' | '„' | '«' | '「' | '『' | '"' => true,
        // In German and Danish books the marks point inwards.
        '»' | '”' => !before.is_alphanumeric() && after.is_alphanumeric(),
        '‘' | '‚' | '‹' | '\'' => !before.is_alphanumeric() && after.is_alphanumeric(),
        _ => false,
    }
}

fn closes(opening: char, c: char, before: char, after: char) -> bool {
    let ends = !before.is_whitespace() && !after.is_alphanumeric();
    match opening {
        '“' => c == '”',
        '„' => matches!(c, '“' | '”'),
        '”' => c == '”',
        '«' => c == '»',
        '»' => c == '«',
        '「' => c == '」',
        '『' => c == '』',
        '"' => c == '"',
        '‘' => c == '’' && ends,
        '‚' => matches!(c, '‘' | '’') && ends,
        '‹' => c == '›',
        _ => c == '\'' && ends,
    }
}

/// The range without white space at its ends.
pub(super) fn trimmed(text: &str, range: Range<u32>) -> Range<u32> {
    let slice = &text[range.start as usize..range.end as usize];
    let end = range.start + position(slice.trim_end().len());
    let start = range.start + position(slice.len() - slice.trim_start().len());
    start.min(end)..end
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Gen", "Col", "Lt", "Capt", "Maj", "Sgt", "Sen", "Rep", "Gov", "Pres",
    "Rev", "Hon", "Jr", "Sr", "vs", "No", "Nr", "Art", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept",
    "Oct", "Nov", "Dec",
];
