//! What a source says: its snapshot must be the file that was taken, and hold the words that are quoted from it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::super::graph::{Graph, Handle, Source, Statement};
use super::{Site, written};
use crate::anchor::{Anchored, folded};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Mode;
use crate::model::declaration::{QuoteSelector, Text};
use crate::source::SourceText;

/// Checks every snapshot, and every quotation against the snapshot of its source.
pub(super) fn check(site: &Site, problems: &mut Vec<Diagnostic>) {
    let mut snapshots: HashMap<Handle<Source>, String> = HashMap::new();
    for (at, source) in site.graph.sources.iter().enumerate() {
        let Some(snapshot) = &source.source.snapshot else { continue };
        let article = &site.declared.articles[site.declared.sources.list[at].article].article;
        let path = article.path.parent().join(snapshot).ok();
        let Some(text) = path.as_ref().and_then(|path| site.project.texts.at(path)) else {
            problems.push(missing(snapshot));
            continue;
        };
        problems.extend(source.source.sha256.as_ref().and_then(|hash| changed(snapshot, hash, text)));
        snapshots.insert(Handle::new(at), folded(text.text()));
    }
    for statement in &site.graph.statements {
        let Some(source) = statement.taken_from else { continue };
        let Some(words) = snapshots.get(&source) else { continue };
        let Some(quote) = written(statement).and_then(|written| written.quote.as_ref()) else { continue };
        if let Some(part) = quoted(statement, quote).into_iter().find(|part| !words.contains(part.as_str())) {
            problems.push(absent(site, source, quote, &part));
        }
    }
}

/// Whether two states of an article quote the same words of every source that has a snapshot.
pub(in crate::resolve) fn quotes_the_same(graph: &Graph, old: &Arc<Anchored>, new: &Anchored) -> bool {
    let has_snapshot = |source: Handle<Source>| graph[source].source.snapshot.is_some();
    if !graph.sources.iter().any(|source| source.source.snapshot.is_some()) {
        return true;
    }
    let of_old = |statement: &&Statement| Arc::ptr_eq(&statement.source, old);
    let mut quoting = graph.statements.iter().filter(of_old).filter(|it| it.taken_from.is_some_and(has_snapshot));
    let words = |it: &Anchored, nth: usize| {
        let mode = it.statements.get(nth).and_then(Option::as_ref).map(|anchor| anchor.mode);
        let quote = it.article.statements.get(nth).and_then(|it| it.quote.as_ref());
        (mode, quote.map(|quote| quote.exact.value.clone()))
    };
    quoting.all(|statement| words(old, statement.index) == words(new, statement.index))
}

fn missing(snapshot: &Text) -> Diagnostic {
    let message = format!("the snapshot `{}` does not exist", snapshot.value);
    Diagnostic::new(Code::MissingFile, snapshot.span, message)
        .help("write the path of a text file under `content/`, relative to the folder of this file")
}

/// A byte order mark is no part of a text that was read, so that a file with one has either hash.
fn changed(snapshot: &Text, hash: &Text, text: &SourceText) -> Option<Diagnostic> {
    let of = |head: &str| {
        let digest = Sha256::new().chain_update(head).chain_update(text.text().as_bytes()).finalize();
        digest.iter().fold(String::with_capacity(64), |mut hexadecimal, byte| {
            let _ = write!(hexadecimal, "{byte:02x}");
            hexadecimal
        })
    };
    let (plain, marked) = (of(""), of("\u{feff}"));
    if hash.value.eq_ignore_ascii_case(&plain) || hash.value.eq_ignore_ascii_case(&marked) {
        return None;
    }
    let message = format!("the snapshot `{}` is not the file whose hash is written", snapshot.value);
    Some(
        Diagnostic::new(Code::HashMismatch, hash.span, message)
            .also(snapshot.span, "the snapshot")
            .help(format!("restore the file; or, if the change is right, write `sha256: {plain}`")),
    )
}

fn absent(site: &Site, source: Handle<Source>, quote: &QuoteSelector, part: &str) -> Diagnostic {
    let written = &site.graph[source].source;
    let message = format!("the source `{}` does not say `{part}`", written.id.slug);
    let problem = Diagnostic::new(Code::QuoteNotInSource, quote.exact.span, message);
    let place = written.snapshot.as_ref().map_or(written.id.span, |snapshot| snapshot.span);
    problem
        .also(place, "its words")
        .help("quote the words of the source, or write `mode: indirect` for words of your own")
}

/// The folded words that the source must hold: all of a direct quotation, what stands between quotation marks of a mixed
/// one, nothing of an indirect one, whose words are the author's.
fn quoted(statement: &Statement, quote: &QuoteSelector) -> Vec<String> {
    let pieces = |text: &str| -> Vec<String> {
        let plain = folded(text).replace("[...]", "...");
        plain.split("...").map(clean).filter(|part| !part.is_empty()).collect()
    };
    match statement.mode {
        None | Some(Mode::Indirect) => Vec::new(),
        Some(Mode::Direct) => pieces(&quote.exact),
        Some(Mode::Mixed) => {
            let plain = folded(&quote.exact);
            plain.split('"').skip(1).step_by(2).flat_map(pieces).collect()
        }
    }
}

/// Without the marks and stops that a quotation may add at its ends.
fn clean(part: &str) -> String {
    part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '[' | ']' | ',' | '.')).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{briefing, try_site};

    /// The codes for a quotation of this body, from a source that says "We are ready – at once."
    fn codes(quote: &str, body: &str) -> Vec<&'static str> {
        let head = format!("sources: [wire]\nclaims: [{{id: x, text: X., by: Ann, quote: {quote:?}}}]");
        try_site(&[
            ("content/sources.yaml", "- {id: wire, title: Wire, snapshot: wire.txt}\n"),
            ("content/wire.txt", "He said:\n“We are\nready – at once.”\n"),
            ("content/briefings/a.md", &briefing("2025-01-01", &head, body)),
        ])
        .codes()
    }

    #[test]
    fn only_the_words_of_the_source_are_looked_for() {
        assert!(codes("We are ready - at once", "\"We are ready - at once.\"").is_empty());
        assert!(codes("We are [...] at once", "\"We are ready - at once.\"").is_empty());
        assert_eq!(codes("We were ready", "\"We were ready,\" he said."), ["quote-not-in-source"]);
        assert!(codes("he was ready", "She thinks he was ready.").is_empty());
        assert!(codes("he was \"ready\" then", "It seems he was \"ready\" then.").is_empty());
        assert_eq!(codes("he was \"steady\" then", "It seems he was \"steady\" then."), ["quote-not-in-source"]);
    }
}
