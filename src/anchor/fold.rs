//! Text as quotations are compared: typography, white space and composition taken as equal.
//!
//! White space is folded to one space, quotation marks, dashes and ellipses to their plain forms, ligatures to letters,
//! everything to NFC, and what is invisible is left out. Case matters, as do the joiners that Persian and Indic scripts
//! need. A [`Folded`] text knows where each of its characters came from.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A folded text with the way back.
#[derive(Debug, Default)]
pub(super) struct Folded {
    text: String,
    /// For each character, in order: its first byte here, and the bytes of the original that it stands for.
    origins: Vec<(u32, Range<u32>)>,
}

impl Folded {
    /// The text folded, without white space at its ends.
    pub(super) fn new(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), origins: Vec::with_capacity(text.len() + 1) };
        let mut start = 0;
        while let Some(c) = text[start..].chars().next() {
            let same = stays(&text.as_bytes()[start..]);
            if same > 0 {
                folded.push_same(&text[start..start + same], start);
                start += same;
                continue;
            }
            let mut end = start + c.len_utf8();
            end += text[end..].chars().take_while(|next| joins(*next)).map(char::len_utf8).sum::<usize>();
            for composed in text[start..end].nfc() {
                folded.push(composed, start..end);
            }
            start = end;
        }
        if folded.text.ends_with(' ') {
            folded.text.pop();
            folded.origins.pop();
        }
        folded
    }

    /// The folded text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that these bytes of the folded text stand for.
    pub(super) fn original(&self, range: Range<usize>) -> Range<u32> {
        let first = self.origins.partition_point(|(at, _)| (*at as usize) <= range.start).saturating_sub(1);
        let last = self.origins.partition_point(|(at, _)| (*at as usize) < range.end).saturating_sub(1);
        match (self.origins.get(first), self.origins.get(last)) {
            (Some((_, first)), Some((_, last))) => first.start..last.end.max(first.start),
            _ => 0..0,
        }
    }

    /// The bytes of the folded text that stand for these bytes of the original, without white space at the ends.
    pub(super) fn folded(&self, original: Range<u32>) -> Range<usize> {
        let place = |index: usize| self.origins.get(index).map_or(self.text.len(), |(at, _)| *at as usize);
        let start = place(self.origins.partition_point(|(_, origin)| origin.start < original.start));
        let end = place(self.origins.partition_point(|(_, origin)| origin.start < original.end));
        start..end.max(start)
    }

    fn push(&mut self, c: char, origin: Range<usize>) {
        if c.is_ascii_alphanumeric() {
            return self.push_character(c, &origin);
        }
        if is_invisible(c) {
            return;
        }
        if c.is_whitespace() {
            return self.push_once(' ', origin);
        }
        match plain(c) {
            Plain::Itself => self.push_character(c, &origin),
            Plain::Character('-') => self.push_once('-', origin),
            Plain::Character(plain) => self.push_character(plain, &origin),
            Plain::Characters(plain) => plain.chars().for_each(|plain| self.push_character(plain, &origin)),
        }
    }

    /// Adds a character that is not repeated: the one before stands for this one as well. No space at the beginning.
    fn push_once(&mut self, c: char, origin: Range<usize>) {
        if self.text.ends_with(c) {
            if let Some((_, last)) = self.origins.last_mut() {
                last.end = position(origin.end);
            }
        } else if c != ' ' || !self.text.is_empty() {
            self.push_character(c, &origin);
        }
    }

    /// Adds ASCII that stays as it is.
    fn push_same(&mut self, ascii: &str, start: usize) {
        let (here, start) = (position(self.text.len()), position(start));
        self.origins.extend((0..position(ascii.len())).map(|at| (here + at, start + at..start + at + 1)));
        self.text.push_str(ascii);
    }

    fn push_character(&mut self, c: char, origin: &Range<usize>) {
        self.origins.push((position(self.text.len()), position(origin.start)..position(origin.end)));
        self.text.push(c);
    }
}

/// The folded text alone.
pub(crate) fn folded(text: &str) -> String {
    Folded::new(text).text
}

/// The text in NFC, with the first byte of each character here and in the original; a last entry for the ends.
pub(super) fn composed(text: &str) -> (String, Vec<(usize, usize)>) {
    let (mut composed, mut origins) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let mut end = start + c.len_utf8();
        while let Some((_, next)) = rest.next_if(|(_, next)| joins(*next)) {
            end += next.len_utf8();
        }
        origins.push((composed.len(), start));
        composed.extend(text[start..end].nfc());
    }
    origins.push((composed.len(), text.len()));
    (composed, origins)
}

enum Plain {
    Itself,
    Character(char),
    Characters(&'static str),
}

fn plain(c: char) -> Plain {
    Plain::Characters(match c {
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '`' | '´' => return Plain::Character('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』' => {
            return Plain::Character('"');
        }
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => return Plain::Character('-'),
        '…' => "...",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return Plain::Itself,
    })
}

/// How much of the beginning of a text is ASCII that stays as it is, which most is of most texts: what is seen, and single
/// spaces between. The last before another character may compose with that.
fn stays(text: &[u8]) -> usize {
    let mut before = b' ';
    let changes = |byte: &u8| {
        let stays = byte.is_ascii_graphic() && !matches!(byte, b'-' | b'`') || *byte == b' ' && before != b' ';
        before = *byte;
        !stays
    };
    let length = text.iter().position(changes).unwrap_or(text.len());
    let composes = text.get(length).is_some_and(|byte| !byte.is_ascii());
    if composes { length.saturating_sub(1) } else { length }
}

/// Whether a character may compose with the one before.
fn joins(c: char) -> bool {
    !c.is_ascii() && (canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe)
}

/// Soft hyphen, zero-width space, word joiner, byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_character_is_what_its_original_folds_to(text in "[ab'` \n\t\\-é…\u{301}\u{ad}]{0,60}") {
            let all = Folded::new(&text);
            let mut before = 0;
            for (at, c) in all.text().char_indices() {
                let original = all.original(at..at + c.len_utf8());
                prop_assert!(original.start >= before && original.end > original.start, "{:?} of {:?}", c, text);
                before = original.start;
                let alone = folded(&text[original.start as usize..original.end as usize]);
                prop_assert!(c == ' ' || alone.contains(c), "{:?} of {:?}", c, text);
            }
        }
    }

    #[test]
    fn typography_is_taken_as_equal() {
        assert_eq!(folded(" “He—said…” \u{a0}\n it\u{ad}self "), "\"He-said...\" itself");
        assert_eq!(folded("e\u{301}ﬁx -- ‘x’"), "éfix - 'x'");
        assert_eq!(folded("\u{1112}\u{1161}\u{11ab}"), "한");
        assert_eq!(folded("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    #[test]
    fn every_place_leads_back() {
        let text = "a  e\u{301} …ﬁ";
        let folded = Folded::new(text);
        assert_eq!(folded.text(), "a é ...fi");
        let original = |range| {
            let range = folded.original(range);
            &text[range.start as usize..range.end as usize]
        };
        assert_eq!(original(2..4), "e\u{301}");
        assert_eq!(original(5..6), "…");
        assert_eq!(original(9..10), "ﬁ");
        assert_eq!(original(0..2), "a  ");
    }
}
