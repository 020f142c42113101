//! Where quotations stand in a folded text.
//!
//! Few quotations are looked for one by one, more of them all at once, so that the cost is that of reading the text plus the
//! matches.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use memchr::memmem::Finder;

use super::fold::{Folded, folded};
use crate::model::declaration::QuoteSelector;

/// A quotation as it is looked for.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The words, folded.
    pub(super) exact: String,
    /// The words between marks of omission, folded; one when there is no such mark.
    pub(super) parts: Vec<String>,
    /// What stands before, folded; empty when it is not said.
    pub(super) prefix: String,
    /// What stands after, folded; empty when it is not said.
    pub(super) suffix: String,
}

/// Where one quotation stands.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its places; each has one piece, or several around what was left out. In the folded text.
    pub(super) places: Vec<Vec<Range<usize>>>,
    /// How many places more there are than are listed.
    pub(super) more: usize,
    /// Places of its words that do not have the prefix and suffix.
    pub(super) elsewhere: Vec<Range<usize>>,
}

impl Wanted {
    /// What a selector asks for.
    pub(super) fn new(selector: &QuoteSelector) -> Self {
        let exact = folded(&selector.exact.value);
        let parts = exact.replace("[...]", OMISSION).replace("...", OMISSION);
        let parts = parts.split(OMISSION).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let beside = |text: &Option<Box<crate::source::Spanned<String>>>| {
            text.as_ref().map(|t| folded(&t.value)).unwrap_or_default()
        };
        Self { exact, parts, prefix: beside(&selector.prefix), suffix: beside(&selector.suffix) }
    }

    /// Whether what was asked for stands before and after this place.
    pub(super) fn fits(&self, text: &str, place: &Range<usize>) -> bool {
        stands_before(text, place.start, &self.prefix) && stands_after(text, place.end, &self.suffix)
    }
}

/// Whether these words stand directly before a place, whatever white space there is between.
pub(super) fn stands_before(text: &str, at: usize, words: &str) -> bool {
    text[..at].strip_suffix(' ').unwrap_or(&text[..at]).ends_with(words)
}

/// Whether these words stand directly after a place, whatever white space there is between.
pub(super) fn stands_after(text: &str, at: usize, words: &str) -> bool {
    text[at..].strip_prefix(' ').unwrap_or(&text[at..]).starts_with(words)
}

/// Where each of the quotations stands. `blocks` are the paragraphs, in the folded text, in order.
pub(super) fn search(text: &Folded, blocks: &[Range<usize>], wanted: &[Wanted]) -> Vec<Found> {
    let text = text.text();
    let mut found = literal(text, wanted);
    for (wanted, found) in wanted.iter().zip(&mut found) {
        prefer_whole_words(text, found);
        if found.places.is_empty() && found.elsewhere.is_empty() && wanted.parts.len() > 1 {
            found.places = with_omissions(text, blocks, wanted);
        } else if found.places.is_empty() && wanted.parts.len() == 1 && wanted.parts[0] != wanted.exact {
            // Marks of omission at the ends leave nothing out within the passage.
            found.places = with_omissions(text, blocks, wanted);
        }
    }
    found
}

fn literal(text: &str, wanted: &[Wanted]) -> Vec<Found> {
    let active: Vec<usize> = (0..wanted.len()).filter(|index| !wanted[*index].exact.is_empty()).collect();
    let found = if active.len() <= FEW { one_by_one(text, wanted, &active) } else { None };
    found.unwrap_or_else(|| all_at_once(text, wanted, active))
}

fn all_at_once(text: &str, wanted: &[Wanted], mut active: Vec<usize>) -> Vec<Found> {
    let mut found = vec![Found::default(); wanted.len()];
    // Identical quotations share one pattern.
    active.sort_by(|a, b| wanted[*a].exact.cmp(&wanted[*b].exact).then(a.cmp(b)));
    let mut from = 0;
    while !active.is_empty() && from < text.len() {
        let groups: Vec<&[usize]> = active.chunk_by(|a, b| wanted[*a].exact == wanted[*b].exact).collect();
        let patterns = groups.iter().map(|group| &wanted[group[0]].exact);
        let longest = patterns.clone().map(String::len).max().unwrap_or_default();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns);
        let Ok(automaton) = automaton else { return found };
        let mut budget = text.len().max(MATCHES_BETWEEN_REVIEWS);
        let mut reached = None;
        let begin = char_boundary(text, from.saturating_sub(longest));
        for place in automaton.find_overlapping_iter(&text[begin..]) {
            let (start, end) = (begin + place.start(), begin + place.end());
            // Places that end before were seen before the review.
            if from > 0 && end <= from {
                continue;
            }
            let group = groups[place.pattern().as_usize()];
            for index in group {
                take(text, &wanted[*index], start..end, &mut found[*index]);
            }
            budget = budget.saturating_sub(group.len());
            if budget == 0 && reached.is_none() {
                reached = Some(end);
            } else if reached.is_some_and(|reached| end > reached) {
                break;
            }
        }
        let Some(reached) = reached else { return found };
        // What stands everywhere has been seen often enough; without it the rest costs no more than its length.
        active.retain(|index| found[*index].places.len() < MAX_PLACES && found[*index].elsewhere.len() < MAX_PLACES);
        from = reached;
    }
    found
}

/// Where each of these stands. To make an automaton of few quotations would take longer than to read an article once for each.
/// None when one stands in so many places that reading could come to cost more than its length.
fn one_by_one(text: &str, wanted: &[Wanted], active: &[usize]) -> Option<Vec<Found>> {
    let mut found = vec![Found::default(); wanted.len()];
    for index in active {
        let (wanted, found) = (&wanted[*index], &mut found[*index]);
        let finder = Finder::new(&wanted.exact);
        let (mut from, mut places) = (0, 0);
        while let Some(at) = finder.find(&text.as_bytes()[from..]) {
            places += 1;
            if places > MAX_PLACES {
                return None;
            }
            let start = from + at;
            take(text, wanted, start..start + wanted.exact.len(), found);
            // The next may overlap with it.
            from = start + 1;
        }
    }
    Some(found)
}

fn take(text: &str, wanted: &Wanted, place: Range<usize>, found: &mut Found) {
    if !wanted.fits(text, &place) {
        if found.elsewhere.len() < MAX_PLACES {
            found.elsewhere.push(place);
        }
    } else if found.places.len() < MAX_PLACES {
        found.places.push(vec![place]);
    } else {
        found.more += 1;
    }
}

/// Of several places, those that begin and end where words do are meant.
fn prefer_whole_words(text: &str, found: &mut Found) {
    let whole = |place: &Vec<Range<usize>>| place.iter().all(|piece| is_whole(text, piece));
    if found.places.len() > 1 && found.places.iter().any(whole) {
        found.places.retain(whole);
    }
}

/// Whether a piece of text begins and ends where words do.
pub(crate) fn is_whole(text: &str, piece: &Range<usize>) -> bool {
    let cuts = |before: Option<char>, after: Option<char>| matches!((before, after), (Some(before), Some(after)) if is_spaced_letter(before) && is_spaced_letter(after));
    let inside = &text[piece.clone()];
    !cuts(text[..piece.start].chars().next_back(), inside.chars().next())
        && !cuts(inside.chars().next_back(), text[piece.end..].chars().next())
}

/// Whether a character is part of a word in a script that puts spaces between words.
pub(super) fn is_spaced_letter(c: char) -> bool {
    (c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)) && !is_unspaced(c)
}

/// Han, Hiragana, Katakana, Thai, Lao, Myanmar, Khmer: scripts without spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3040..=0x30FF
        | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x20000..=0x3FFFF)
}

/// Places of the parts one after the other in one paragraph, as near to each other as can be.
fn with_omissions(text: &str, blocks: &[Range<usize>], wanted: &Wanted) -> Vec<Vec<Range<usize>>> {
    let Some((first, rest)) = wanted.parts.split_first() else { return Vec::new() };
    let mut places: Vec<Vec<Range<usize>>> = Vec::new();
    for block in blocks {
        let paragraph = &text[block.clone()];
        if !wanted.parts.iter().all(|part| paragraph.contains(part.as_str())) {
            continue;
        }
        for (at, _) in paragraph.match_indices(first.as_str()).take(MAX_PLACES) {
            let mut pieces = vec![block.start + at..block.start + at + first.len()];
            let mut from = at + first.len();
            for part in rest {
                let Some(next) = paragraph[from..].find(part.as_str()) else { break };
                pieces.push(block.start + from + next..block.start + from + next + part.len());
                from += next + part.len();
            }
            let whole = pieces[0].start..block.start + from;
            if pieces.len() == wanted.parts.len() && wanted.fits(text, &whole) {
                // From the same end the shorter way back is meant.
                places.retain(|earlier| earlier.last().map(|last| last.end) != Some(whole.end));
                places.push(pieces);
            }
        }
        if places.len() >= MAX_PLACES {
            break;
        }
    }
    let mut found = Found { places, ..Found::default() };
    prefer_whole_words(text, &mut found);
    found.places
}

fn char_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A character that folding removes, so that no text holds it.
const OMISSION: &str = "\u{feff}";
/// How many places of one quotation are looked at; nobody reads more.
pub(super) const MAX_PLACES: usize = 200;
const MATCHES_BETWEEN_REVIEWS: usize = 1 << 20;
/// As many quotations are looked for one by one.
const FEW: usize = 16;

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn one_by_one_and_all_at_once_find_the_same(text in "[ab é]{0,300}", exact in vec("[abé]{1,4}", 1..6), prefix in "[a]{0,1}") {
            let wanted = |exact: String| {
                Wanted { parts: vec![exact.clone()], exact, prefix: prefix.clone(), suffix: String::new() }
            };
            let wanted: Vec<Wanted> = exact.into_iter().map(wanted).collect();
            let active: Vec<usize> = (0..wanted.len()).collect();
            let all = all_at_once(&text, &wanted, active.clone());
            match one_by_one(&text, &wanted, &active) {
                Some(found) => prop_assert_eq!(found, all),
                None => prop_assert!(all.iter().any(|it| it.places.len() + it.elsewhere.len() + it.more >= MAX_PLACES)),
            }
        }
    }
}
