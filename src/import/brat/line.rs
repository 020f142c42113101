//! The lines of an annotation file.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceText, Span};

/// A line.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// `T1`; `*` for an equivalence.
    pub(super) id: &'a str,
    /// What it says.
    pub(super) what: What<'a>,
    /// Where it stands.
    pub(super) span: Span,
}

/// What a line says.
#[derive(Debug, Clone)]
pub(super) enum What<'a> {
    /// A passage: its type, its pieces in characters of the text, and its words.
    Passage { kind: &'a str, pieces: Vec<Range<usize>>, words: &'a str },
    /// A relation from the first to the second.
    Relation { kind: &'a str, from: &'a str, to: &'a str },
    /// An event: its type, its trigger, and its arguments by role.
    Event { kind: &'a str, trigger: &'a str, arguments: Vec<(&'a str, &'a str)> },
    /// An attribute of something.
    Attribute { name: &'a str, of: &'a str, value: Option<&'a str> },
    /// What something is in a database: `Wikidata:Q42`.
    Normalization { of: &'a str, reference: &'a str },
    /// A remark on something.
    Remark { of: &'a str, text: &'a str },
    /// Things that are the same.
    Same(Vec<&'a str>),
}

/// The lines of a file; those that cannot be read are reported.
pub(super) fn lines<'a>(source: &'a SourceText, problems: &mut Vec<Diagnostic>) -> Vec<Line<'a>> {
    let (mut lines, mut at) = (Vec::new(), 0);
    for written in source.text().split_inclusive('\n') {
        let start = at;
        at += written.len();
        let written = written.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}');
        if written.trim().is_empty() {
            continue;
        }
        let span = source.span(start..start + written.len());
        match line(written) {
            Ok((id, what)) => lines.push(Line { id, what, span }),
            Err(wanted) => problems.push(
                Diagnostic::new(Code::ImportSyntax, span, "this line of the annotations cannot be read")
                    .help(format!("it should be like `{}`", wanted.replace('\t', "⇥")))
                    .note("`⇥` is a tab."),
            ),
        }
    }
    lines
}

/// One line.
///
/// # Errors
/// When it cannot be read: an example of one that can.
fn line(written: &str) -> Result<(&str, What<'_>), &'static str> {
    let mut columns = written.splitn(3, '\t');
    let id = columns.next().unwrap_or_default().trim();
    let said = columns.next().unwrap_or_default();
    let rest = columns.next().unwrap_or_default();
    let mut words = said.split_whitespace();
    let what = match id.chars().next() {
        Some('T') => {
            let wanted = "T1\tClaim 0 24\tNo vessel will pay more.";
            let (kind, places) = said.split_once(' ').ok_or(wanted)?;
            let pieces: Option<Vec<_>> = places.split(';').map(piece).collect();
            What::Passage { kind, pieces: pieces.filter(|it| !it.is_empty()).ok_or(wanted)?, words: rest }
        }
        Some('R') => {
            let wanted = "R1\tsupports Arg1:T1 Arg2:T2";
            let kind = words.next().ok_or(wanted)?;
            let mut ends = words.filter_map(|it| it.split_once(':')).map(|(_, id)| id);
            What::Relation { kind, from: ends.next().ok_or(wanted)?, to: ends.next().ok_or(wanted)? }
        }
        Some('E') => {
            let wanted = "E1\tStatement:T3 Speaker:T1";
            let (kind, trigger) = words.next().and_then(|it| it.split_once(':')).ok_or(wanted)?;
            What::Event { kind, trigger, arguments: words.filter_map(|it| it.split_once(':')).collect() }
        }
        Some('A' | 'M') => {
            let wanted = "A1\tStance T1 denies";
            let name = words.next().ok_or(wanted)?;
            What::Attribute { name, of: words.next().ok_or(wanted)?, value: words.next() }
        }
        Some('N') => {
            let wanted = "N1\tReference T1 Wikidata:Q42\tDouglas Adams";
            let (_, of) = (words.next().ok_or(wanted)?, words.next().ok_or(wanted)?);
            What::Normalization { of, reference: words.next().ok_or(wanted)? }
        }
        Some('#') => {
            let wanted = "#1\tAnnotatorNotes T1\tSaid twice.";
            let (_, of) = (words.next().ok_or(wanted)?, words.next().ok_or(wanted)?);
            What::Remark { of, text: rest }
        }
        Some('*') => {
            words.next();
            What::Same(words.collect())
        }
        _ => return Err("T1\tClaim 0 24\tNo vessel will pay more."),
    };
    Ok((id, what))
}

/// `0 24`
fn piece(written: &str) -> Option<Range<usize>> {
    let (start, end) = written.trim().split_once(' ')?;
    let (start, end): (usize, usize) = (start.parse().ok()?, end.trim().parse().ok()?);
    (start < end).then_some(start..end)
}
