//! Texts as they can be drawn: in one line, of a bounded length, without what is not seen.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// The text with single spaces, in normal form C, without controls, and with an ellipsis where it is too long to be shown
/// anyway. Marks that pile up on one letter are few enough to stay near it.
pub(super) fn clean(text: &str) -> String {
    let visible: String = text
        .nfc()
        .take(MOST * 4)
        .map(|it| if it.is_whitespace() { ' ' } else { it })
        .filter(|it| !is_unseen(*it))
        .collect();
    let words = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut clean = String::with_capacity(words.len());
    for (number, grapheme) in words.graphemes(true).enumerate() {
        if number == MOST {
            clean.push('…');
            break;
        }
        clean.extend(grapheme.chars().take(MOST_OF_A_GRAPHEME));
    }
    clean
}

/// Whether a character has no shape of its own, so that no font need have it: joiners, variation selectors.
pub(super) fn is_mark_of_nothing(letter: char) -> bool {
    matches!(letter, '\u{34f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}')
}

/// Whether a character is a picture rather than part of a word, so that a text says the same without it.
pub(super) fn is_symbol(letter: char) -> bool {
    matches!(letter, '\u{2190}'..='\u{2bff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1fbff}')
}

/// Whether a character only steers how others are shown: controls, marks of direction, soft hyphens, tags.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(letter, '\u{2061}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}' | '\u{e0000}'..='\u{e0fff}')
}

/// No card has room for more graphemes, however narrow they are.
const MOST: usize = 700;
/// The letters of one grapheme that are drawn: more than any script stacks, and most emoji have.
const MOST_OF_A_GRAPHEME: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_goes_and_joiners_stay() {
        assert_eq!(clean("  a\u{202e}b\n\tc\u{0}\u{feff} d\u{ad}e "), "ab c de");
        assert_eq!(clean("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(clean("e\u{301}"), "é");
    }

    #[test]
    fn no_text_is_long() {
        assert_eq!(clean(&format!("a{}", "\u{301}".repeat(100_000))).chars().count(), MOST_OF_A_GRAPHEME);
        let long = clean(&"word ".repeat(100_000));
        assert!(long.ends_with('…') && long.chars().count() == MOST + 1, "{}", long.len());
    }
}
