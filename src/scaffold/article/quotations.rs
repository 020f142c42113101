//! What stands in quotation marks, with what is needed to find it again.

use std::ops::Range;
use std::sync::Arc;

use crate::anchor::anchor;
use crate::parse::{self, Body};
use crate::scaffold::archetype::one_line;
use crate::source::{SitePath, SourceText};

/// A quotation of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quotation {
    /// Its words, without the quotation marks.
    pub(super) exact: String,
    /// What stands before them, where they stand several times.
    pub(super) prefix: Option<String>,
}

/// Every quotation of the prose that can be found again by its words, in order.
pub(super) fn quotations(prose: &Body) -> Vec<Quotation> {
    let text = prose.text();
    let places = prose.blocks().iter().flat_map(|block| {
        let block = block.start as usize..block.end as usize;
        quoted(&text[block.clone()])
            .into_iter()
            .map(move |it| (block.clone(), block.start + it.start..block.start + it.end))
    });
    let mut quotations = Vec::new();
    for (block, place) in places.take(MOST) {
        let quotation = quotation(text, block.start, place);
        if !quotations.contains(&quotation) {
            quotations.push(quotation);
        }
    }
    let found = found(prose, &quotations);
    quotations.into_iter().zip(found).filter(|(_, found)| *found).map(|(quotation, _)| quotation).collect()
}

/// The places between quotation marks in a paragraph, the outer ones of those within each other.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((open, closing)) = text[at..].char_indices().find_map(|(i, c)| Some((at + i, closing(c)?))) {
        let start = open + text[open..].chars().next().map_or(1, char::len_utf8);
        let Some(length) = text[start..].find(closing) else {
            at = start;
            continue;
        };
        let words = &text[start..start + length];
        let begin = start + words.len() - words.trim_start().len();
        let range = begin..begin + words.trim().len();
        if words.chars().any(char::is_alphanumeric) {
            found.push(range);
        }
        at = start + length + text[start + length..].chars().next().map_or(1, char::len_utf8);
    }
    found
}

/// What closes a quotation that this opens.
fn closing(opening: char) -> Option<&'static [char]> {
    Some(match opening {
        '“' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«'],
        '「' => &['」'],
        '『' => &['』'],
        '"' => &['"'],
        _ => return None,
    })
}

fn quotation(text: &str, block: usize, place: Range<usize>) -> Quotation {
    let exact = one_line(&text[place.clone()]);
    if text.matches(&text[place.clone()]).count() <= 1 {
        return Quotation { exact, prefix: None };
    }
    let before = &text[block..place.start];
    let words: Vec<usize> = std::iter::once(0)
        .chain(before.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8()))
        .collect();
    let is_only = |from: usize| text.matches(&text[block + from..place.end]).count() == 1;
    let from = words.iter().rev().take(WORDS).copied().find(|from| *from < before.len() && is_only(*from));
    let prefix = from.or_else(|| words.first().copied()).map(|from| before[from..].replace(char::is_control, " "));
    Quotation { exact, prefix: prefix.filter(|prefix| !prefix.trim().is_empty()) }
}

/// Which of them have one place in the prose, found as a briefing's are found.
fn found(prose: &Body, quotations: &[Quotation]) -> Vec<bool> {
    let mut front_matter = String::from("---\ntitle: A\ndate: 2025\nclaims:\n");
    for (number, quotation) in quotations.iter().enumerate() {
        let prefix = quotation.prefix.as_deref().map(|prefix| format!(", prefix: {}", super::quoted(prefix)));
        front_matter.push_str(&format!(
            "  - {{id: a{number}, text: A, by: A, quote: {{exact: {}{}}}}}\n",
            super::quoted(&quotation.exact),
            prefix.unwrap_or_default()
        ));
    }
    let nothing = || vec![false; quotations.len()];
    let Ok(path) = SitePath::new("content/briefings/a.md") else { return nothing() };
    let Some(mut article) = parse::article(&SourceText::new(path, front_matter + "---\n"), super::SETTINGS).0 else {
        return nothing();
    };
    article.body = Some(Arc::new(prose.clone()));
    let (anchored, _) = anchor(Arc::new(article));
    if anchored.statements.len() == quotations.len() {
        anchored.statements.iter().map(Option::is_some).collect()
    } else {
        nothing()
    }
}

/// More quotations than this are not looked at.
const MOST: usize = 200;

/// How many words before a quotation may be needed to tell it from another.
const WORDS: usize = 12;
