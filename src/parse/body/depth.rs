//! A limit to how deep blocks may nest, applied before Markdown is read.
//!
//! Deep containers are the one kind of text on which the parser is slower than linear, and deep elements the one kind on
//! which browsers and sanitizers are. Nobody quotes sixty levels deep.

use std::borrow::Cow;
use std::ops::Range;

/// How many containers a line may open.
pub(super) const MAX_DEPTH: usize = 64;

/// The Markdown with markers beyond the limit replaced by spaces, so that all offsets stay; and the first such place.
pub(super) fn limited(markdown: &str) -> (Cow<'_, str>, Option<Range<usize>>) {
    let mut blanks = Vec::new();
    let mut at = 0;
    for line in markdown.split_inclusive('\n') {
        if let Some(excess) = excess(line) {
            blanks.push(at + excess.start..at + excess.end);
        }
        at += line.len();
    }
    let Some(first) = blanks.first().cloned() else { return (Cow::Borrowed(markdown), None) };
    let mut limited = String::with_capacity(markdown.len());
    let mut from = 0;
    for blank in blanks {
        limited.push_str(&markdown[from..blank.start]);
        limited.extend(std::iter::repeat_n(' ', blank.len()));
        from = blank.end;
    }
    limited.push_str(&markdown[from..]);
    (Cow::Owned(limited), Some(first))
}

/// The markers at the beginning of a line beyond the limit.
fn excess(line: &str) -> Option<Range<usize>> {
    let bytes = line.as_bytes();
    let (mut at, mut depth, mut columns) = (0, 0, 0);
    let mut limit = None;
    loop {
        match bytes.get(at) {
            Some(b' ') => columns += 1,
            Some(b'\t') => columns += 4,
            Some(_) => match marker(&bytes[at..]) {
                // A list that goes on by indentation takes two columns a level.
                Some(length) => {
                    depth += 1 + columns / 2;
                    columns = 0;
                    if depth > MAX_DEPTH && limit.is_none() {
                        limit = Some(at);
                    }
                    at += length - 1;
                }
                None => return limit.map(|start| start..at),
            },
            None => return limit.map(|start| start..at),
        }
        at += 1;
    }
}

/// The length of a container's marker: a quotation, a bullet, a number, a definition.
fn marker(bytes: &[u8]) -> Option<usize> {
    let spaced = |at: usize| bytes.get(at).is_none_or(|next| matches!(next, b' ' | b'\t' | b'\r' | b'\n'));
    match bytes.first()? {
        b'>' => Some(1),
        b'-' | b'+' | b'*' | b':' if spaced(1) => Some(1),
        b'0'..=b'9' => {
            let digits = bytes.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
            (matches!(bytes.get(digits), Some(b'.' | b')')) && spaced(digits + 1)).then_some(digits + 1)
        }
        _ => None,
    }
}
