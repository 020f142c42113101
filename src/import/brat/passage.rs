//! Passages of a text, which annotations name by characters.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::line::{Line, What};
use crate::anchor::folded;
use crate::import::draft::Quote;
use crate::import::value::{one_line, shortened};
use crate::source::{Span, Spanned};

/// From the characters that annotations name to bytes of the text.
pub(super) struct Places(HashMap<usize, usize>);

/// A passage that was found.
pub(super) struct Spot {
    /// Its words in one line, without what it leaves out.
    pub(super) words: String,
    /// Its words, with marks of omission where it leaves something out.
    exact: String,
    prefix: String,
    suffix: String,
    /// Its first byte.
    pub(super) start: usize,
}

impl Places {
    /// The places that these lines name, found in one pass through the text.
    pub(super) fn of(text: &str, lines: &[Line<'_>]) -> Self {
        let mut wanted: BTreeSet<usize> = BTreeSet::new();
        for line in lines {
            if let What::Passage { pieces, .. } = &line.what {
                wanted.extend(pieces.iter().flat_map(|it| [it.start, it.end]));
            }
        }
        let mut places = HashMap::with_capacity(wanted.len());
        let mut wanted = wanted.into_iter().peekable();
        let ends = text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len()));
        for (nth, at) in ends.enumerate() {
            let Some(next) = wanted.peek() else { break };
            if *next == nth {
                places.insert(nth, at);
                wanted.next();
            }
        }
        Self(places)
    }

    /// The passage that a line names.
    ///
    /// # Errors
    /// When the text is shorter, or other words stand there than the line says.
    pub(super) fn spot(&self, line: &Line<'_>, text: &str) -> Result<Spot, String> {
        let What::Passage { pieces, words, .. } = &line.what else {
            return Err(format!("`{}` is no passage", line.id));
        };
        let byte = |it: &Range<usize>| Some(*self.0.get(&it.start)?..*self.0.get(&it.end)?);
        let places: Option<Vec<Range<usize>>> = pieces.iter().map(byte).collect();
        let Some(mut places) = places else {
            return Err(format!("`{}` points beyond the end of the text", line.id));
        };
        places.sort_by_key(|it| it.start);
        let said = places.iter().map(|it| &text[it.clone()]).collect::<Vec<_>>().join(" ");
        if !words.trim().is_empty() && folded(&said) != folded(words) {
            let (there, wanted) = (shortened(&said), shortened(words));
            return Err(format!("where `{}` points stands `{there}`, not `{wanted}`", line.id));
        }
        Ok(Spot::new(text, places))
    }
}

impl Spot {
    fn new(text: &str, places: Vec<Range<usize>>) -> Self {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for place in places {
            match pieces.last_mut() {
                // Tools divide passages at line ends.
                Some(last) if text.get(last.end..place.start).is_none_or(|it| it.trim().is_empty()) => {
                    last.end = last.end.max(place.end);
                }
                _ => pieces.push(place),
            }
        }
        let whole = pieces.first().map_or(0, |it| it.start)..pieces.last().map_or(0, |it| it.end);
        let said = |it: &Range<usize>| one_line(&text[it.clone()]);
        let words = pieces.iter().map(said).collect::<Vec<_>>().join(" ");
        // Omissions reach no further than a paragraph.
        let within = !text[whole.clone()].replace('\r', "").contains("\n\n");
        let exact = if within { pieces.iter().map(said).collect::<Vec<_>>().join(" […] ") } else { said(&whole) };
        let before = text[..whole.start].char_indices().rev().take(BESIDE).last().map_or(whole.start, |(at, _)| at);
        let after = text[whole.end..].char_indices().nth(BESIDE).map_or(text.len(), |(at, _)| whole.end + at);
        let (prefix, suffix) = (text[before..whole.start].to_owned(), text[whole.end..after].to_owned());
        Self { words, exact, prefix, suffix, start: whole.start }
    }

    /// The passage for an entry at this place of the annotations.
    pub(super) fn quote(self, span: Span) -> Quote {
        let beside = |text: String| Some(text).filter(|it| !it.trim().is_empty());
        Quote { exact: Spanned::new(self.exact, span), prefix: beside(self.prefix), suffix: beside(self.suffix) }
    }
}

/// How many characters around a passage are kept to tell it from others.
const BESIDE: usize = 80;
