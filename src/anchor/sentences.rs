//! Sentences, as Unicode cuts them (UAX #29), and faster where that is plain.
//!
//! To find them costs more than anything else about a passage. But most end in a way that can be nothing else than an end:
//! with `.`, `!` or `?`, one space and a capital of ASCII. Between two such places, only what holds another sign that may end
//! a sentence needs the rules.

use unicode_segmentation::{USentenceBoundIndices, UnicodeSegmentation};

/// The sentences of a text, in order, each with where it begins.
pub(super) struct Sentences<'a> {
    text: &'a str,
    /// Where the part begins that comes next.
    at: usize,
    /// The sentences of a part that needs the rules, and where it begins.
    part: Option<(usize, USentenceBoundIndices<'a>)>,
}

impl<'a> Sentences<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, at: 0, part: None }
    }
}

impl<'a> Iterator for Sentences<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((start, sentences)) = &mut self.part {
            if let Some((at, sentence)) = sentences.next() {
                return Some((*start + at, sentence));
            }
            self.part = None;
        }
        let (start, rest) = (self.at, self.text.get(self.at..)?);
        if rest.is_empty() {
            return None;
        }
        let (length, is_one) = part(rest.as_bytes());
        let part = rest.get(..length)?;
        self.at += length;
        if is_one && part.is_ascii() {
            return Some((start, part));
        }
        let mut sentences = part.split_sentence_bound_indices();
        let (_, first) = sentences.next()?;
        self.part = Some((start, sentences));
        Some((start, first))
    }
}

/// How long the part is that ends with a sentence for sure, or else with the text; and whether it is one sentence, as far as signs
/// of ASCII tell.
fn part(text: &[u8]) -> (usize, bool) {
    let mut signs = 0;
    for (at, sign) in text.iter().enumerate().filter(|(_, it)| matches!(it, b'.' | b'!' | b'?' | b'\n' | b'\r')) {
        signs += 1;
        if let (b'.' | b'!' | b'?', [b' ', b'A'..=b'Z', ..]) = (sign, &text[at + 1..]) {
            return (at + 2, signs == 1);
        }
    }
    let ends_so = matches!(text.last(), Some(b'.' | b'!' | b'?'));
    (text.len(), signs == usize::from(ends_so))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn they_are_those_of_the_rules(pieces in vec(prop_oneof![
            Just("word"), Just("Word"), Just(" "), Just(" "), Just("."), Just("!"), Just("?"), Just("…"), Just("\n"), Just("\r"),
            Just("”"), Just("\""), Just("1"), Just("é"), Just("É"), Just("слово"), Just("。"), Just(","), Just("\u{301}"),
            Just("\t"), Just("\u{ad}"), Just("A"), Just("z"),
        ], 0..40)) {
            let text = pieces.concat();
            let expected: Vec<_> = text.split_sentence_bound_indices().collect();
            prop_assert_eq!(Sentences::of(&text).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn plain_ones_need_no_rules() {
        let text = "One ends here. Another does too! A third?";
        assert_eq!(part(text.as_bytes()), (15, true));
        assert_eq!(
            Sentences::of(text).collect::<Vec<_>>(),
            [(0, "One ends here. "), (15, "Another does too! "), (33, "A third?")]
        );
    }
}
