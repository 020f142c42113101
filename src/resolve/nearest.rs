//! The nearest known word to one that is not known, for "did you mean".
//!
//! Words that differ by a slip of the hand share a beginning or an end, so that only the neighbours in the sorted list and
//! in the list sorted from the end are compared: a question costs the logarithm of the number of words.

use std::cell::OnceCell;

/// Words to choose from, collected and indexed when the first question is asked: most sites never ask.
#[derive(Debug, Default)]
pub(super) struct Nearest(OnceCell<Index>);

#[derive(Debug)]
struct Index {
    words: Vec<String>,
    forwards: Vec<(String, usize)>,
    backwards: Vec<(String, usize)>,
}

impl Nearest {
    /// The one of these words, always the same, that is most like this one, if any is like it at all.
    pub(super) fn to(&self, typed: &str, words: impl FnOnce() -> Vec<String>) -> Option<&str> {
        let index = self.0.get_or_init(|| Index::new(words()));
        let folded = fold(typed);
        let most = (folded.chars().count() / 5).max(1);
        index
            .candidates(&folded)
            .filter(|(word, _)| word.len().abs_diff(folded.len()) <= most * 4)
            .map(|(word, at)| (strsim::damerau_levenshtein(word_head(&word), word_head(&folded)), &index.words[at]))
            .filter(|(distance, _)| *distance <= most)
            .min()
            .map(|(_, word)| word.as_str())
    }
}

impl Index {
    fn new(words: Vec<String>) -> Self {
        let folded = words.iter().enumerate().map(|(at, word)| (fold(word), at));
        let mut forwards: Vec<_> = folded.collect();
        let mut backwards: Vec<_> =
            forwards.iter().map(|(word, at)| (word.chars().rev().collect::<String>(), *at)).collect();
        forwards.sort();
        backwards.sort();
        Self { words, forwards, backwards }
    }

    fn candidates(&self, folded: &str) -> impl Iterator<Item = (String, usize)> {
        let reversed: String = folded.chars().rev().collect();
        let near = around(&self.forwards, folded).iter().cloned();
        let far = around(&self.backwards, &reversed).iter().map(|(word, at)| (word.chars().rev().collect(), *at));
        near.chain(far)
    }
}

fn around<'a>(sorted: &'a [(String, usize)], word: &str) -> &'a [(String, usize)] {
    let at = sorted.partition_point(|(other, _)| other.as_str() < word);
    &sorted[at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS).min(sorted.len())]
}

fn fold(word: &str) -> String {
    word.to_lowercase()
}

/// Distances are quadratic in the length of the words, so that only the head of a very long word counts.
fn word_head(word: &str) -> &str {
    word.char_indices().nth(HEAD).map_or(word, |(end, _)| &word[..end])
}

const NEIGHBOURS: usize = 24;
const HEAD: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_anywhere_is_found() {
        let words = || (0..5000).map(|n| format!("claim-{n:04}-guarantees-by-treaty-{n:04}")).collect();
        let nearest = Nearest::default();
        assert_eq!(
            nearest.to("clam-0007-guarantees-by-treaty-0007", words),
            Some("claim-0007-guarantees-by-treaty-0007")
        );
        assert_eq!(
            nearest.to("claim-0007-guarantees-by-treaty-007", words),
            Some("claim-0007-guarantees-by-treaty-0007")
        );
        assert_eq!(
            nearest.to("Claim-0007-guarntees-by-treaty-0007", words),
            Some("claim-0007-guarantees-by-treaty-0007")
        );
        assert_eq!(nearest.to("something else", words), None);
        assert_eq!(Nearest::default().to("x", Vec::new), None);
    }
}
