//! The passage that is nearest to a quotation that does not stand in the text.
//!
//! Candidates come from an index of words: those of the quotation that are rarest in the text vote for the places where it
//! would begin. A few candidates are then compared word by word, so that the cost of a quotation depends on its own length,
//! however often its words occur.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use xxhash_rust::xxh3::xxh3_64;

use super::search::is_unspaced;

/// The words of a folded text, and where each stands.
#[derive(Debug)]
pub(super) struct Words {
    places: Vec<Range<u32>>,
    /// Where words and pairs of words stand, by hash: the first few places, and how many there are.
    index: HashMap<u64, (u32, Vec<u32>)>,
}

/// A passage that is nearly a quotation.
#[derive(Debug)]
pub(super) struct Nearest {
    /// Where it stands, in the folded text.
    pub(super) place: Range<usize>,
    /// What only the quotation has (`-`) and what only the text has (`+`), in order.
    pub(super) changes: Vec<Change>,
    /// How much is the same, 0 to 1.
    ratio: f64,
}

/// A difference between a quotation and a passage.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) quoted: String,
    pub(super) written: String,
}

impl Words {
    pub(super) fn new(text: &str) -> Self {
        let places = words(text);
        let mut index: HashMap<u64, (u32, Vec<u32>)> = HashMap::new();
        for (nth, key) in keys(text, &places) {
            let (count, first) = index.entry(key).or_default();
            *count += 1;
            if first.len() < MAX_POSTINGS {
                first.push(position(nth));
            }
        }
        Self { places, index }
    }

    /// The passage nearest to a folded quotation, if enough of it is the same.
    pub(super) fn nearest(&self, text: &str, quotation: &str) -> Option<Nearest> {
        let places = words(quotation);
        let quoted: Vec<&str> =
            places.iter().take(MAX_WORDS).map(|p| &quotation[p.start as usize..p.end as usize]).collect();
        let mut best: Option<Nearest> = None;
        for start in self.candidates(quotation, &places) {
            let Some(near) = self.compare(text, &quoted, start) else { continue };
            if best.as_ref().is_none_or(|best| near.ratio > best.ratio) {
                best = Some(near);
            }
        }
        best.filter(|best| best.ratio >= ENOUGH)
    }

    /// Words of the text at which the quotation may begin, the likeliest first.
    fn candidates(&self, quotation: &str, places: &[Range<u32>]) -> Vec<usize> {
        let mut known: Vec<(u32, usize, &Vec<u32>)> = keys(quotation, places)
            .filter_map(|(nth, key)| self.index.get(&key).map(|(count, first)| (*count, nth, first)))
            .collect();
        known.sort_by_key(|(count, nth, _)| (*count, *nth));
        let mut votes: BTreeMap<u32, u32> = BTreeMap::new();
        for (count, nth, places) in known.into_iter().take(MAX_VOTERS) {
            // A rare word says more than a common one.
            let weight = 1 + 64 / count;
            for place in places {
                *votes.entry(place.saturating_sub(position(nth)) / BUCKET).or_default() += weight;
            }
        }
        let both = |bucket: u32| votes.get(&bucket).copied().unwrap_or_default();
        let mut ranked: Vec<(u32, u32)> =
            votes.keys().map(|bucket| (both(*bucket) + both(bucket + 1), *bucket)).collect();
        ranked.sort_by_key(|(votes, bucket)| (std::cmp::Reverse(*votes), *bucket));
        let starts: BTreeSet<u32> =
            ranked.into_iter().take(MAX_CANDIDATES).map(|(_, bucket)| bucket * BUCKET).collect();
        starts.into_iter().map(|start| start as usize).collect()
    }

    /// The passage around a candidate, cut to what it shares with the quotation.
    fn compare(&self, text: &str, quoted: &[&str], start: usize) -> Option<Nearest> {
        let slack = SLACK + quoted.len() / 8;
        let from = start.saturating_sub(slack);
        let to = (start + quoted.len() + BUCKET as usize + slack).min(self.places.len());
        let window = self.places.get(from..to)?;
        let written: Vec<&str> = window.iter().map(|p| core(&text[p.start as usize..p.end as usize])).collect();
        let cores: Vec<&str> = quoted.iter().map(|word| core(word)).collect();
        let operations = capture_diff_slices(Algorithm::Myers, &cores, &written);
        let (first, last) = shared(&operations)?;
        // Words of the quotation before the first shared one may be changed words of the text.
        let first = first.1.saturating_sub(first.0.min(1));
        let after = usize::from(last.0 + 1 < quoted.len());
        let last = (last.1 + after).min(written.len() - 1);
        let place = ends_alike(text, window[first].start as usize..window[last].end as usize, quoted);
        let passage = words(&text[place.clone()]);
        let passage: Vec<&str> =
            passage.iter().map(|p| &text[place.start + p.start as usize..place.start + p.end as usize]).collect();
        let operations = capture_diff_slices(Algorithm::Myers, quoted, &passage);
        let changes = changes(&operations, quoted, &passage);
        Some(Nearest { ratio: ratio(&operations, quoted, &passage), changes, place })
    }
}

/// The passage without the punctuation at an end at which the quotation has none.
fn ends_alike(text: &str, mut place: Range<usize>, quoted: &[&str]) -> Range<usize> {
    let is_letter = |c: char| c.is_alphanumeric();
    let passage = &text[place.clone()];
    if quoted.last().is_some_and(|word| word.ends_with(is_letter)) {
        place.end -= passage.len() - passage.trim_end_matches(|c| !is_letter(c)).len();
    }
    if quoted.first().is_some_and(|word| word.starts_with(is_letter)) {
        place.start += passage.len() - passage.trim_start_matches(|c| !is_letter(c)).len();
    }
    if place.start < place.end { place } else { place.end..place.end }
}

/// A word without the punctuation around it; what is only punctuation stays.
fn core(word: &str) -> &str {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    if core.is_empty() { word } else { core }
}

/// The first and the last pair of words that both have: their indexes in the quotation and in the text.
fn shared(operations: &[DiffOp]) -> Option<((usize, usize), (usize, usize))> {
    let mut equal = operations.iter().filter_map(|operation| match operation {
        DiffOp::Equal { old_index, new_index, len } => Some((*old_index, *new_index, *len)),
        _ => None,
    });
    let first = equal.next()?;
    let last = equal.next_back().unwrap_or(first);
    Some(((first.0, first.1), (last.0 + last.2 - 1, last.1 + last.2 - 1)))
}

/// How many of the characters are the same, 0 to 1.
fn ratio(operations: &[DiffOp], quoted: &[&str], written: &[&str]) -> f64 {
    let length = |words: &[&str]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    let mut same = 0.0;
    for operation in operations {
        let (old, new) = (operation.old_range(), operation.new_range());
        match operation {
            DiffOp::Equal { .. } => same += real(2 * length(&quoted[old])),
            DiffOp::Replace { .. } => {
                let (old, new) = (&quoted[old], &written[new]);
                for (old, new) in old.iter().zip(new) {
                    let likeness = strsim::normalized_levenshtein(&cut(old), &cut(new));
                    same += likeness * real(old.chars().count() + new.chars().count());
                }
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } => {}
        }
    }
    same / real((length(quoted) + length(written)).max(1))
}

fn changes(operations: &[DiffOp], quoted: &[&str], written: &[&str]) -> Vec<Change> {
    operations
        .iter()
        .filter(|operation| !matches!(operation, DiffOp::Equal { .. }))
        .map(|operation| Change {
            quoted: quoted[operation.old_range()].join(" "),
            written: written[operation.new_range()].join(" "),
        })
        .collect()
}

/// The words of a folded text: what is between spaces; in scripts without spaces each character.
fn words(text: &str) -> Vec<Range<u32>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if c == ' ' || is_unspaced(c) {
            if let Some(start) = start.take() {
                words.push(start..position(at));
            }
            if c != ' ' {
                words.push(position(at)..position(at + c.len_utf8()));
            }
        } else if start.is_none() {
            start = Some(position(at));
        }
    }
    words.extend(start.map(|start| start..position(text.len())));
    words
}

/// A key for each word and each pair of words, with the index of the (first) word. Case and punctuation do not count.
fn keys<'a>(text: &'a str, places: &'a [Range<u32>]) -> impl Iterator<Item = (usize, u64)> + 'a {
    let mut before = 0;
    places.iter().enumerate().flat_map(move |(nth, place)| {
        let word = &text[place.start as usize..place.end as usize];
        let letters: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let key = xxh3_64(letters.as_bytes());
        let pair = (nth > 0).then(|| (nth - 1, before ^ key.rotate_left(1)));
        before = key;
        pair.into_iter().chain((!letters.is_empty()).then_some((nth, key)))
    })
}

fn cut(word: &str) -> String {
    word.chars().take(MAX_WORD_CHARS).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of characters of a quotation")]
fn real(count: usize) -> f64 {
    count as f64
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

const ENOUGH: f64 = 0.6;
const BUCKET: u32 = 4;
const SLACK: usize = 4;
const MAX_POSTINGS: usize = 64;
const MAX_VOTERS: usize = 64;
const MAX_CANDIDATES: usize = 8;
const MAX_WORDS: usize = 600;
const MAX_WORD_CHARS: usize = 60;
