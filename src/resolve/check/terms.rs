//! Words of likelihood in English prose, by ICD 203 (Analytic Standards), section D.6.e.(2).
//!
//! Words of others, between quotation marks, are not the author's and are left alone.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_segmentation::UnicodeSegmentation;

use super::super::build::briefing_head;
use super::Site;
use crate::anchor::Anchored;
use crate::config::Settings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::Text;
use crate::parse::Body;
use crate::source::Span;

/// Checks the prose of every briefing and the text of every claim; one search goes over each text.
pub(super) fn check(site: &Site, problems: &mut Vec<Diagnostic>) {
    for claim in &site.graph.claims {
        let briefing = claim.declared_in.map(|briefing| &site.graph[briefing]);
        if is_english(site.settings, briefing.map(|briefing| &*briefing.source)) {
            said(&claim.source.text, problems);
        }
    }
    for briefing in &site.graph.briefings {
        prose(&briefing.source, site.settings, problems);
    }
}

/// Whether there is anything to say about the prose and the claims of an article.
pub(in crate::resolve) fn has_any(anchored: &Anchored, settings: &Settings) -> bool {
    let mut problems = Vec::new();
    prose(anchored, settings, &mut problems);
    if is_english(settings, Some(anchored)) {
        anchored.article.claims.iter().for_each(|claim| said(&claim.text, &mut problems));
    }
    !problems.is_empty()
}

/// Checks what a claim says.
fn said(text: &Text, problems: &mut Vec<Diagnostic>) {
    for sentence in mixed_sentences(text, &terms(text)) {
        problems.push(both_in_one(text.span, &text[sentence]));
    }
}

/// Checks the prose of a briefing.
fn prose(anchored: &Anchored, settings: &Settings, problems: &mut Vec<Diagnostic>) {
    let (Some(head), Some(body)) = (briefing_head(anchored), &anchored.article.body) else { return };
    if !is_english(settings, Some(anchored)) {
        return;
    }
    let found = terms(body.text());
    let place = |range: &Range<usize>| place(body, range).unwrap_or(head.title.span);
    for sentence in mixed_sentences(body.text(), &found) {
        problems.push(both_in_one(place(&sentence), &body.text()[sentence.clone()]));
    }
    problems.extend(two_rows(body.text(), &found, place));
}

fn is_english(settings: &Settings, briefing: Option<&Anchored>) -> bool {
    let head = briefing.and_then(briefing_head);
    let written = head.and_then(|head| head.lang.as_ref()).map(|lang| lang.value.as_str());
    let lang = written.unwrap_or(&settings.language);
    lang.split(['-', '_']).next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
}

fn place(body: &Body, range: &Range<usize>) -> Option<Span> {
    body.span(u32::try_from(range.start).ok()?..u32::try_from(range.end).ok()?)
}

fn both_in_one(span: Span, sentence: &str) -> Diagnostic {
    let found = terms(sentence);
    let word = |confidence: bool| {
        found
            .iter()
            .find(|term| (term.kind == Kind::Confidence) == confidence)
            .map_or("", |term| &sentence[term.at.clone()])
    };
    let message = format!("`{}` and `{}` stand in one sentence", word(false), word(true));
    Diagnostic::new(Code::LikelihoodWithConfidence, span, message)
        .help("say in one sentence how likely it is, and in another how sure you are of that")
}

fn mixed_sentences(text: &str, terms: &[Term]) -> Vec<Range<usize>> {
    if terms.iter().all(|term| term.kind != Kind::Confidence) || terms.iter().all(|term| term.kind == Kind::Confidence)
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut rest = terms;
    for (start, sentence) in text.split_sentence_bound_indices() {
        let end = start + sentence.len();
        let count = rest.iter().take_while(|term| term.at.start < end).count();
        let (here, after) = rest.split_at(count);
        rest = after;
        let confident = here.iter().any(|term| term.kind == Kind::Confidence);
        if confident && here.iter().any(|term| term.kind != Kind::Confidence) {
            found.push(start..start + sentence.trim_end().len());
        }
    }
    found
}

fn two_rows(text: &str, terms: &[Term], place: impl Fn(&Range<usize>) -> Span) -> Option<Diagnostic> {
    let first = terms.iter().find(|term| term.kind == Kind::FirstRow)?;
    let second = terms.iter().find(|term| term.kind == Kind::SecondRow)?;
    let (earlier, later) = if first.at.start < second.at.start { (first, second) } else { (second, first) };
    let (one, two) = (&text[earlier.at.clone()], &text[later.at.clone()]);
    let message = format!("`{one}` and `{two}` are of different rows of ICD 203");
    let help = match second.other {
        "" => "use the words of one row".to_owned(),
        other => format!("write `{other}` instead of `{}`", &text[second.at.clone()]),
    };
    Some(
        Diagnostic::new(Code::MixedLikelihoodTerms, place(&later.at), message)
            .label("of the one row")
            .also(place(&earlier.at), "of the other row")
            .help(help),
    )
}

/// A term and where it stands.
struct Term {
    kind: Kind,
    at: Range<usize>,
    other: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    FirstRow,
    SecondRow,
    Confidence,
}

/// The terms of a text that stand as whole words outside of quotation marks.
fn terms(text: &str) -> Vec<Term> {
    let Some(searcher) = SEARCHER.as_ref() else { return Vec::new() };
    let mut quoted = quoted(text).into_iter().peekable();
    let mut found = Vec::new();
    for hit in searcher.find_iter(text) {
        let before = text[..hit.start()].chars().next_back();
        let after = text[hit.end()..].chars().next();
        if before.into_iter().chain(after).any(|c| c.is_alphanumeric() || c == '-') {
            continue;
        }
        while quoted.next_if(|range| range.end <= hit.start()).is_some() {}
        if quoted.peek().is_some_and(|range| range.start < hit.start()) {
            continue;
        }
        let (_, kind, other) = TERMS[hit.pattern().as_usize()];
        found.push(Term { kind, at: hit.start()..hit.end(), other });
    }
    found
}

/// What stands between quotation marks, within one line.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('\n', _) => open = None,
            ('"' | '”' | '»' | '“', Some(start)) => {
                ranges.push(start..at);
                open = None;
            }
            ('"' | '“' | '„' | '«', None) => open = Some(at),
            _ => {}
        }
    }
    ranges
}

static SEARCHER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(TERMS.iter().map(|(term, _, _)| term))
        .ok()
});

/// A term, its row, and for the second row what the first row says instead.
///
/// "remote" alone is left out: in prose it is mostly a place.
const TERMS: &[(&str, Kind, &str)] = &[
    ("almost no chance", Kind::FirstRow, ""),
    ("very unlikely", Kind::FirstRow, ""),
    ("unlikely", Kind::FirstRow, ""),
    ("roughly even chance", Kind::FirstRow, ""),
    ("likely", Kind::FirstRow, ""),
    ("very likely", Kind::FirstRow, ""),
    ("almost certain", Kind::FirstRow, ""),
    ("almost certainly", Kind::FirstRow, ""),
    ("remote chance", Kind::SecondRow, "almost no chance"),
    ("remote possibility", Kind::SecondRow, "almost no chance"),
    ("highly improbable", Kind::SecondRow, "very unlikely"),
    ("improbable", Kind::SecondRow, "unlikely"),
    ("improbably", Kind::SecondRow, "unlikely"),
    ("roughly even odds", Kind::SecondRow, "roughly even chance"),
    ("probable", Kind::SecondRow, "likely"),
    ("probably", Kind::SecondRow, "likely"),
    ("highly probable", Kind::SecondRow, "very likely"),
    ("nearly certain", Kind::SecondRow, "almost certain"),
    ("low confidence", Kind::Confidence, ""),
    ("moderate confidence", Kind::Confidence, ""),
    ("high confidence", Kind::Confidence, ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        terms(text).into_iter().map(|term| &text[term.at]).collect()
    }

    #[test]
    fn the_longest_term_counts_as_a_whole_word() {
        assert_eq!(
            found("Very likely, almost certainly not unlikely."),
            ["Very likely", "almost certainly", "unlikely"]
        );
        assert_eq!(found("likelihood, likely-looking, a likeliness"), Vec::<&str>::new());
        assert_eq!(found("“likely”, she said; \"probable\" he said, likely"), ["likely"]);
        assert_eq!(found("an open “ quote\nlikely"), ["likely"]);
    }

    #[test]
    fn only_one_sentence_mixes() {
        let text = "It is likely. We have high confidence. It is probable, with low confidence!";
        let mixed: Vec<_> = mixed_sentences(text, &terms(text)).into_iter().map(|range| &text[range]).collect();
        assert_eq!(mixed, ["It is probable, with low confidence!"]);
    }
}
