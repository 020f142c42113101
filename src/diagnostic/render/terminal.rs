//! What may reach a terminal.

use std::borrow::Cow;

/// The text with every character that steers a terminal, or reorders what stands around it, replaced by one that is seen.
///
/// Tabs and line ends become spaces, so that one message stays one line. A replacement is as long as what it replaces in
/// UTF-8, so that byte offsets stay right.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| seen(c) == c) { Cow::Borrowed(text) } else { text.chars().map(seen).collect() }
}

/// The same for a passage of a text, in which line feeds and tabs mean what they are.
#[must_use]
pub fn printable_lines(text: &str) -> String {
    let mut characters = text.chars().peekable();
    let mut shown = String::with_capacity(text.len());
    while let Some(c) = characters.next() {
        shown.push(match c {
            '\n' | '\t' => c,
            // A CR before a LF is part of the line end; a lone one ends a line too.
            '\r' if characters.peek() == Some(&'\n') => c,
            '\r' => '\n',
            c => seen(c),
        });
    }
    shown
}

fn seen(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        '\0'..='\x1f' | '\x7f' => '?',
        '\u{80}'..='\u{9f}' | '\u{61c}' => '·',
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        let hostile = "a\x1b[2Jb\u{9b}31m\u{202e}c\td\r\ne";
        let shown = printable(hostile);
        assert_eq!(shown, "a?[2Jb·31m\u{fffd}c d  e");
        assert_eq!(shown.len(), hostile.len(), "byte offsets stay right");
    }

    #[test]
    fn line_ends_of_a_passage_stay() {
        assert_eq!(printable_lines("a\r\nb\rc\u{7}\td"), "a\r\nb\nc?\td");
    }

    #[test]
    fn ordinary_text_is_not_copied() {
        assert!(matches!(printable("Зеленський — “quoted”"), Cow::Borrowed(_)));
    }
}
