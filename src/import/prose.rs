//! Bodies of new briefings: a plain text as Markdown that reads the same, or the passages that are quoted.

use std::collections::HashMap;

use super::draft::Quote;
use super::value::{lines, publishable};
use crate::anchor::folded;
use crate::parse::{Body, BodySettings};
use crate::source::{SitePath, SourceText};

/// A body that is parsed from a text of its own.
pub(super) fn parsed(text: &str, settings: BodySettings) -> Body {
    let path = SitePath::new("content/briefings/imported.md").unwrap_or_else(|_| SitePath::root());
    Body::parse(&SourceText::new(path, text), 0..text.len(), settings).0
}

/// A plain text as Markdown: as it is, where a reader sees the same; else with what would be marks escaped.
pub(super) fn markdown(text: &str, settings: BodySettings) -> String {
    let text = &*publishable(text);
    let wanted = folded(text);
    let is_same = |made: &str| folded(parsed(made, settings).text()) == wanted;
    if is_same(text) {
        return text.to_owned();
    }
    let careful = escaped(text, is_mark);
    if is_same(&careful) { careful } else { escaped(text, |c| c.is_ascii_punctuation()) }
}

/// A plain text as Markdown that reads the same under the settings that a site begins with.
pub(super) fn plain(text: &str) -> String {
    markdown(text, BodySettings { raw_html: crate::config::RawHtml::Sanitize, smart_punctuation: false })
}

/// The passages as quotations of their own, in order, each once. A passage that stands in a longer one gets the surroundings
/// that it has there.
pub(super) fn passages(quotes: &mut [&mut Quote], settings: BodySettings) -> String {
    let words: Vec<String> = quotes.iter().map(|it| folded(&it.exact.value)).collect();
    let mut first = HashMap::new();
    let mut holders: Vec<Option<usize>> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let first = *first.entry(word.as_str()).or_insert(at);
        holders.push((first != at).then_some(first));
    }
    if words.len() <= MAX_COMPARED {
        for at in 0..words.len() {
            let longer = |other: &usize| words[*other].len() > words[at].len() && words[*other].contains(&words[at]);
            holders[at] = (0..words.len()).find(longer).or(holders[at]);
        }
    }
    let mut text = String::new();
    for (at, holder) in holders.iter().enumerate() {
        match holder {
            None => {
                let passage = markdown(&lines(&quotes[at].exact.value), settings);
                let passage: Vec<String> = passage
                    .lines()
                    .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
                    .collect();
                text.push_str(&format!("\n{}\n", passage.join("\n")));
            }
            Some(holder) if words[*holder] == words[at] => {}
            Some(holder) => {
                let (before, after) = words[*holder].split_once(&words[at]).unwrap_or_default();
                let beside = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
                (quotes[at].prefix, quotes[at].suffix) = (beside(before), beside(after));
            }
        }
    }
    text
}

fn escaped(text: &str, is_mark: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for line in text.split_inclusive('\n') {
        // Space before a line would make it code.
        let line = if line.trim().is_empty() { line } else { line.trim_start_matches([' ', '\t', '\u{a0}']) };
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        for (at, c) in line.char_indices() {
            let begins = (at == 0 && matches!(c, '-' | '+' | '=' | ':' | '>'))
                || (at == digits && digits > 0 && matches!(c, '.' | ')'));
            if begins || is_mark(c) {
                escaped.push('\\');
            }
            escaped.push(c);
        }
    }
    escaped
}

/// Characters that Markdown may take for marks wherever they stand.
fn is_mark(c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~' | '!' | '{' | '}' | '$' | '^')
}

/// More passages than this are not compared with each other.
const MAX_COMPARED: usize = 3_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::RawHtml;

    const SETTINGS: BodySettings = BodySettings { raw_html: RawHtml::Sanitize, smart_punctuation: false };

    #[test]
    fn a_text_that_reads_the_same_stays_as_it_is() {
        let plain = "A headline\n\nThree lines, with a snake_case word\nand 2 * 3.\n";
        assert_eq!(markdown(plain, SETTINGS), plain);
        for odd in [
            "# no heading",
            "1. no list\n2) none",
            "*no* emphasis <b>",
            "a\n---\nb",
            "    no code",
            "[x](y) &amp; [[z]]",
        ] {
            let made = markdown(odd, SETTINGS);
            assert_eq!(folded(parsed(&made, SETTINGS).text()), folded(odd), "{made}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_written_is_read(text in "[a-zé *_#<>&\\[\\]()!|~`.:;=+\\-\n0-9\"'{}$^\\\\/@]{0,60}") {
            let made = markdown(&text, SETTINGS);
            prop_assert_eq!(folded(parsed(&made, SETTINGS).text()), folded(&text));
        }
    }
}
