//! What this room makes of whole files.

mod laws;
mod lists;
mod syntax;
mod values;

use super::*;
use crate::config::RawHtml;
use crate::diagnostic::Diagnostic;
use crate::source::{SitePath, SourceText};

pub(super) const SETTINGS: BodySettings = BodySettings { raw_html: RawHtml::Sanitize, smart_punctuation: false };

pub(super) fn source(path: &str, text: &str) -> SourceText {
    SourceText::new(SitePath::new(path).expect("a path"), text)
}

/// A problem in a line: code, what its first place covers, message, and help.
pub(super) fn line(source: &SourceText, diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span().map_or("", |span| &source.text()[span.range()]);
    format!("{} `{place}`: {} → {}", diagnostic.code, diagnostic.message, diagnostic.help.as_deref().unwrap_or("?"))
}

/// The article in a file, and its problems as lines.
pub(super) fn read(path: &str, text: &str) -> (Article, Vec<String>) {
    let source = source(path, text);
    let (article, diagnostics) = article(&source, SETTINGS);
    let lines = diagnostics.iter().map(|diagnostic| line(&source, diagnostic)).collect();
    (article.expect("an article"), lines)
}

/// The briefing with this front matter, and its problems.
pub(super) fn briefing(front_matter: &str) -> (Article, Vec<String>) {
    read("content/briefings/2025-12-11-the-offer.md", &format!("---\n{front_matter}\n---\nProse.\n"))
}

/// The problems of a briefing that has a title and a date, and these lines.
pub(super) fn problems(lines: &str) -> Vec<String> {
    briefing(&format!("title: T\ndate: 2025\n{lines}")).1
}

pub(super) fn head(article: &Article) -> &BriefingHead {
    let Head::Briefing(head) = &article.head else { panic!("not a briefing") };
    head
}
