//! For people: each problem with the lines that it is about. The only file that knows `annotate-snippets`.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Padding, Renderer, Snippet, Title};

use super::MAX_SHOWN;
use super::place::Place;
use super::summary::more;
use super::terminal::{printable, printable_lines};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceText, Sources};

/// How it looks.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether ANSI colours are used.
    pub colours: bool,
    /// How many columns a line may take; longer lines of source are cut around what is marked.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { colours: false, width: 140 }
    }
}

/// Each problem with its lines, notes and help, an empty line between them.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = if style.colours { Renderer::styled() } else { Renderer::plain() }.term_width(style.width);
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(MAX_SHOWN) {
        text.push_str(&renderer.render(&[group(diagnostic, sources)]));
        text.push_str("\n\n");
    }
    text + &more(diagnostics)
}

/// The lines that one problem is about: what [`render`] shows between the headline and the notes.
#[must_use]
pub(super) fn lines(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let group = Group::with_title(title(diagnostic)).elements(snippets(diagnostic, sources));
    let text = Renderer::plain().term_width(Style::default().width).render(&[group]);
    text.split_once('\n').map_or_else(String::new, |(_, rest)| rest.to_owned())
}

fn title(diagnostic: &Diagnostic) -> Title<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    level.primary_title(printable(&diagnostic.message)).id(diagnostic.code.name())
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let mut group = Group::with_title(title(diagnostic)).elements(snippets(diagnostic, sources));
    if group_is_placeless(diagnostic, sources)
        && let Some(file) = &diagnostic.file
    {
        group = group.element(Origin::path(printable(file.as_str())));
    }
    let remarks = diagnostic.notes.iter().map(|note| Level::NOTE.message(printable(note)));
    let remarks = remarks.chain(diagnostic.help.iter().map(|help| Level::HELP.message(printable(help))));
    let remarks: Vec<Element<'a>> = remarks.map(Element::from).collect();
    if !remarks.is_empty() && !diagnostic.labels.is_empty() {
        group = group.element(Padding);
    }
    group.elements(remarks)
}

fn group_is_placeless(diagnostic: &Diagnostic, sources: &Sources) -> bool {
    diagnostic.labels.iter().all(|label| sources.get(label.span.file).is_none())
}

/// One snippet for each file, the file of the first place first.
fn snippets<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Element<'a>> {
    let mut files: Vec<FileId> = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    let first = diagnostic.labels.first();
    files
        .into_iter()
        .filter_map(|file| sources.get(file))
        .map(|source| snippet(source, diagnostic.labels.iter().filter(|l| l.span.file == source.id()), first, sources))
        .collect()
}

/// The lines of one file that these labels mark. Only those lines are handed over, so that the cost of a problem does not
/// depend on the size of its file.
fn snippet<'a>(
    source: &'a SourceText,
    labels: impl Iterator<Item = &'a Label> + Clone,
    first: Option<&Label>,
    sources: &'a Sources,
) -> Element<'a> {
    let places = labels.clone().filter_map(|label| Place::of(label.span, sources));
    let start = places.clone().map(|place| place.span.start).min().unwrap_or(0);
    let end = places.map(|place| place.span.end).max().unwrap_or(0);
    let window = lines_around(source.text(), start as usize..end as usize);
    let line = source.position(u32::try_from(window.start).unwrap_or(u32::MAX)).line;
    let annotations = labels.filter_map(|label| {
        let place = Place::of(label.span, sources)?;
        let range = place.span.range();
        let kind = if first == Some(label) { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(range.start - window.start..range.end - window.start);
        Some(if label.text.is_empty() { annotation } else { annotation.label(printable(&label.text)) })
    });
    let annotations: Vec<_> = annotations.collect();
    let shown = printable_lines(&source.text()[window]);
    Snippet::source(shown)
        .line_start(line as usize)
        .path(printable(source.path().as_str()))
        .annotations(annotations)
        .into()
}

/// The whole lines that these bytes stand in, without the last line end.
fn lines_around(text: &str, range: Range<usize>) -> Range<usize> {
    let is_end = |c: char| matches!(c, '\n' | '\r');
    let start = text[..range.start].rfind(is_end).map_or(0, |at| at + 1);
    let end = text[range.end..].find(is_end).map_or(text.len(), |at| range.end + at);
    start..end.max(start)
}
