//! Characters that no published text may hold, and the way from characters to bytes.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceText, Span};

/// From character counts to byte offsets in a text.
pub(super) struct Offsets<'a> {
    text: &'a str,
    /// The byte at which every `STEP`th character begins; none when every character is one byte.
    steps: Option<Vec<usize>>,
}

impl<'a> Offsets<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let steps = || text.char_indices().step_by(STEP).map(|(at, _)| at).collect();
        let steps = (!text.is_ascii()).then(steps);
        Self { text, steps }
    }

    /// The byte at which the character of this number (from 0) begins; the end of the text when there are fewer.
    pub(super) fn byte(&self, character: usize) -> usize {
        let Some(steps) = &self.steps else { return character.min(self.text.len()) };
        let Some(start) = steps.get(character / STEP) else { return self.text.len() };
        let rest = &self.text[*start..];
        rest.char_indices().nth(character % STEP).map_or(self.text.len(), |(at, _)| start + at)
    }
}

/// The text without characters that cannot be published, with a report of the first of them.
pub(super) fn publishable(text: String, source: &SourceText, span: Span) -> (String, Option<Diagnostic>) {
    let Some(bad) = text.chars().find(|c| is_bad(*c)) else { return (text, None) };
    let written = source.text().get(span.range()).unwrap_or_default();
    let place = match written.find(bad) {
        Some(at) => source.span(span.start as usize + at..span.start as usize + at + bad.len_utf8()),
        None => span,
    };
    let what = if is_bidirectional(bad) { "a mark that turns the direction of text" } else { "a control character" };
    let diagnostic = Diagnostic::new(Code::BadText, place, format!("the text holds {what}, U+{:04X}", u32::from(bad)))
        .help("delete the character");
    (text.chars().filter(|c| !is_bad(*c)).collect(), Some(diagnostic))
}

/// Control characters break formats that the site is exported to; direction overrides can show a text as another.
fn is_bad(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || is_bidirectional(c) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

const STEP: usize = 64;
