//! What is said of a quotation that has not one place.

use std::ops::Range;

use super::fold::{Folded, folded};
use super::nearest::Nearest;
use super::search::{Found, Wanted, stands_after, stands_before};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::QuoteSelector;
use crate::parse::Body;

/// A quotation without words.
pub(super) fn empty(selector: &QuoteSelector) -> Diagnostic {
    Diagnostic::new(
        Code::QuoteNotFound,
        selector.exact.span,
        format!("`{}` has no words to look for", shortened(&selector.exact.value)),
    )
    .help("copy the passage from the text")
}

/// A quotation that stands nowhere.
pub(super) fn not_found(selector: &QuoteSelector) -> Diagnostic {
    let quoted = shortened(&selector.exact.value);
    Diagnostic::new(Code::QuoteNotFound, selector.exact.span, format!("`{quoted}` does not stand in the text"))
        .help("copy the passage from the text")
}

/// A quotation that nearly stands in the text.
pub(super) fn drifted(selector: &QuoteSelector, nearest: &Nearest, body: &Body, text: &Folded) -> Diagnostic {
    let quoted = shortened(&selector.exact.value);
    let message = format!("`{quoted}` nearly stands in the text");
    let mut diagnostic = Diagnostic::new(Code::QuoteDrifted, selector.exact.span, message);
    let place = text.original(nearest.place.clone());
    if let Some(span) = body.span(place.clone()) {
        diagnostic = diagnostic.also(span, "the nearest passage");
    }
    let mut difference = String::from("Quotation (-) and text (+) differ:");
    for change in nearest.changes.iter().take(MAX_CHANGES) {
        for (sign, words) in [('-', &change.quoted), ('+', &change.written)] {
            if !words.is_empty() {
                difference.push_str(&format!(" `{sign}{}`", shortened(words)));
            }
        }
    }
    if nearest.changes.len() > MAX_CHANGES {
        difference.push_str(&format!(" and {} more", nearest.changes.len() - MAX_CHANGES));
    }
    let passage = written(body, place);
    diagnostic.note(difference).help(format!("write `{}`", yaml(&passage)))
}

/// A quotation that stands in the text, but not where prefix and suffix say.
pub(super) fn elsewhere(
    selector: &QuoteSelector,
    wanted: &Wanted,
    places: &[Range<usize>],
    body: &Body,
    text: &Folded,
) -> Diagnostic {
    let quoted = shortened(&selector.exact.value);
    let beside = match (&selector.prefix, &selector.suffix) {
        (Some(prefix), Some(suffix)) => {
            format!("between `{}` and `{}`", shortened(&prefix.value), shortened(&suffix.value))
        }
        (Some(prefix), None) => format!("after `{}`", shortened(&prefix.value)),
        (None, Some(suffix)) => format!("before `{}`", shortened(&suffix.value)),
        (None, None) => String::from("there"),
    };
    let message = format!("`{quoted}` stands in the text, but not {beside}");
    let mut diagnostic = Diagnostic::new(Code::QuoteNotFound, selector.exact.span, message);
    for place in places.iter().take(MAX_LABELS) {
        if let Some(span) = body.span(text.original(place.clone())) {
            diagnostic = diagnostic.also(span, "it stands here");
        }
    }
    let only = match places {
        [_] => Some("take `prefix` and `suffix` out".to_owned()),
        places => Distinction::of(&places[0], places, body, text).map(|found| found.advice(&selector.exact.value)),
    };
    let _ = wanted;
    diagnostic.help(only.unwrap_or_else(|| "copy what stands beside it from the text".to_owned()))
}

/// A quotation that stands in several places.
pub(super) fn ambiguous(
    selector: &QuoteSelector,
    wanted: &Wanted,
    found: &Found,
    body: &Body,
    text: &Folded,
) -> Diagnostic {
    let quoted = shortened(&selector.exact.value);
    let count = found.places.len() + found.more;
    let message = format!("`{quoted}` stands {count} times in the text");
    let mut diagnostic = Diagnostic::new(Code::AmbiguousQuote, selector.exact.span, message);
    let places: Vec<Range<usize>> =
        found.places.iter().filter_map(|place| Some(place.first()?.start..place.last()?.end)).collect();
    let _ = wanted;
    let mut help = None;
    for place in places.iter().take(MAX_LABELS) {
        let Some(span) = body.span(text.original(place.clone())) else { continue };
        let distinction = if found.more == 0 { Distinction::of(place, &places, body, text) } else { None };
        diagnostic = match distinction {
            Some(distinction) => {
                let diagnostic = diagnostic.also(span, format!("with `{}`", distinction.key()));
                help.get_or_insert_with(|| distinction.advice(&selector.exact.value));
                diagnostic
            }
            None => diagnostic.also(span, "here"),
        };
    }
    if count > MAX_LABELS {
        diagnostic = diagnostic.note(format!("It stands in {} more places.", count - MAX_LABELS));
    }
    diagnostic.help(help.unwrap_or_else(|| "quote more words, so that the passage stands once in the text".to_owned()))
}

/// What tells one place from the others.
pub(super) enum Distinction {
    /// The words before it.
    Prefix(String),
    /// The words after it.
    Suffix(String),
}

impl Distinction {
    /// The fewest words before or after the place that no other place has.
    pub(super) fn of(place: &Range<usize>, places: &[Range<usize>], body: &Body, text: &Folded) -> Option<Self> {
        let before = &text.text()[..place.start];
        let after = &text.text()[place.end..];
        let unique = |stands: &dyn Fn(&Range<usize>) -> bool| places.iter().filter(|other| stands(other)).count() == 1;
        for words in 1..=MAX_DISTINCTION {
            if let Some(start) = words_back(before, words) {
                let offered = written(body, text.original(start..place.start));
                let prefix = folded(&offered);
                if !prefix.is_empty() && unique(&|other| stands_before(text.text(), other.start, &prefix)) {
                    return Some(Self::Prefix(offered));
                }
            }
            if let Some(end) = words_on(after, words) {
                let offered = written(body, text.original(place.end..place.end + end));
                let suffix = folded(&offered);
                if !suffix.is_empty() && unique(&|other| stands_after(text.text(), other.end, &suffix)) {
                    return Some(Self::Suffix(offered));
                }
            }
        }
        None
    }

    fn key(&self) -> String {
        match self {
            Self::Prefix(words) => format!("prefix: {}", yaml(words)),
            Self::Suffix(words) => format!("suffix: {}", yaml(words)),
        }
    }

    fn advice(&self, exact: &str) -> String {
        format!("write `quote: {{exact: {}, {}}}`", yaml(exact), self.key())
    }
}

/// Where the last so many words of a text begin.
fn words_back(text: &str, words: usize) -> Option<usize> {
    let trimmed = text.trim_end();
    let mut start = trimmed.len();
    for _ in 0..words {
        let rest = trimmed[..start].trim_end();
        if rest.is_empty() {
            return None;
        }
        let chars_back = rest.char_indices().rev().take(MAX_WORD_CHARS).find(|(_, c)| *c == ' ');
        start = match chars_back {
            Some((at, _)) => at + 1,
            None => rest.char_indices().rev().take(MAX_WORD_CHARS).last().map_or(0, |(at, _)| at),
        };
    }
    Some(start)
}

/// Where the first so many words of a text end.
fn words_on(text: &str, words: usize) -> Option<usize> {
    let mut end = 0;
    for _ in 0..words {
        let rest = text[end..].trim_start();
        if rest.is_empty() {
            return None;
        }
        let start = text.len() - rest.len();
        let length = rest
            .char_indices()
            .take(MAX_WORD_CHARS)
            .find(|(_, c)| *c == ' ')
            .map_or_else(|| rest.char_indices().nth(MAX_WORD_CHARS).map_or(rest.len(), |(at, _)| at), |(at, _)| at);
        end = start + length;
    }
    Some(end)
}

/// The words of a passage as they are written, on one line.
pub(super) fn written(body: &Body, range: Range<u32>) -> String {
    let text = body.text().get(range.start as usize..range.end as usize).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as it is typed in YAML, on one line.
fn yaml(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

const MAX_LABELS: usize = 10;
const MAX_CHANGES: usize = 12;
const MAX_DISTINCTION: usize = 12;
const MAX_WORD_CHARS: usize = 40;
const MAX_SHOWN: usize = 80;
