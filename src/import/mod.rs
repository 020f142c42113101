//! Annotations of other tools as briefings and claims.
//!
//! One function for each format turns imported texts into a [`Draft`], in the words of the format, with what could not be
//! read ([`brat()`], [`hypothesis()`], [`web_annotation()`], [`tables()`]): texts in, value and diagnostics out, whatever the texts
//! hold. [`place()`] finds the place of everything in a site: which briefing (`target`), which actor and which id (`known`), which
//! passage (`anchor`). What it would write is analysed as the site would be; an entry that would be an error is left out and
//! reported, so that what is written passes the site's own checks. Nothing here writes: see [`crate::scaffold::add`].

mod annotation;
mod brat;
mod claims;
mod csv;
pub(crate) mod dates;
mod declare;
pub mod draft;
pub(crate) mod headline;
mod files;
mod hypothesis;
mod insert;
mod json;
mod known;
mod place;
mod prose;
mod reference;
mod statement;
mod target;
mod value;
mod web_annotation;
pub(crate) mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

pub use brat::{Pair, brat};
pub use csv::tables;
pub use draft::{Draft, Section};
pub use hypothesis::hypothesis;
pub use web_annotation::web_annotation;

use crate::compile::{Analysis, analyse};
use crate::diagnostic::{Code, Diagnostic, Group, Severity, sort};
use crate::project::Project;
use crate::source::{FileId, SitePath, SourceText, Sources, Span};

/// How a draft is to be taken into a site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// The id of the briefing that gets everything, in place of those that the files name.
    pub into: Option<String>,
    /// The folder below `content/briefings/` for new briefings.
    pub folder: Option<String>,
    /// The date of new briefings whose date is not known, in the form of the format.
    pub date: Option<String>,
    /// Who makes the statements of which nobody is known: an actor, or `author`.
    pub by: Option<String>,
    /// Tags of new briefings.
    pub tags: Vec<String>,
    /// What names in the files mean: an actor for a name, a word of the format for a type.
    pub meanings: BTreeMap<String, String>,
}

/// What an import would do to a site.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// The files that change or are new, by path.
    pub changes: Vec<Change>,
    /// How many entries the site has already.
    pub known: usize,
    /// What is not taken in, and why; and what was assumed.
    pub problems: Vec<Diagnostic>,
}

/// A file that changes or is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path.
    pub path: SitePath,
    /// Its text as it was read; none when it is new.
    pub before: Option<Arc<str>>,
    /// Its text afterwards.
    pub after: String,
    /// How many entries of each kind it gets.
    pub counts: BTreeMap<Section, usize>,
    /// The lines that it gets, as bytes of `after`; all of a new one.
    pub added: Vec<Range<usize>>,
    /// Which bytes of `after` are which entry.
    parts: Vec<(usize, Range<usize>)>,
}

/// A site into which something is imported.
pub(crate) struct Task<'a> {
    project: &'a Project,
    analysis: &'a Analysis,
}

/// Finds the place of everything in a draft. The project should show drafts and what is not published at its day.
///
/// # Errors
/// The errors of the site that hide what it has; nothing can be imported before they are mended.
pub fn place(project: &Project, draft: &Draft, request: &Request) -> Result<Import, Vec<Diagnostic>> {
    let analysis = analyse(project);
    let is_form = |it: &&Diagnostic| it.code.group() == Group::Form && it.code.severity() == Severity::Error;
    let hiding: Vec<_> = analysis.diagnostics.iter().filter(is_form).cloned().collect();
    if !hiding.is_empty() {
        return Err(hiding);
    }
    let task = Task { project, analysis: &analysis };
    let mut left_out = LeftOut::default();
    for _ in 0..ROUNDS {
        let mut import = place::place(&task, draft, request, &left_out);
        let more = task.errors_after(&import.changes, draft);
        if more.is_empty() {
            import.problems.extend(left_out.entries.into_values().chain(left_out.files.into_values()));
            return Ok(import);
        }
        let before = (left_out.entries.len(), left_out.files.len());
        for (culprit, problem) in more {
            match culprit {
                Culprit::Entry(number) => {
                    left_out.entries.entry(number).or_insert(problem);
                }
                Culprit::File(path) => {
                    left_out.files.entry(path).or_insert(problem);
                }
                Culprit::Unknown => return Err(vec![problem]),
            }
        }
        if (left_out.entries.len(), left_out.files.len()) == before {
            break;
        }
    }
    Err(left_out.entries.into_values().chain(left_out.files.into_values()).collect())
}

/// What would be errors of the site, and why.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    /// Entries, by their numbers.
    entries: BTreeMap<usize, Diagnostic>,
    /// Files that stay as they are, or are not made.
    files: BTreeMap<SitePath, Diagnostic>,
}

/// What an error comes from.
enum Culprit {
    /// The entry of this number.
    Entry(usize),
    /// This file as a whole.
    File(SitePath),
    /// None of what is imported alone.
    Unknown,
}

impl Task<'_> {
    /// The errors that the site would have more, each with what it comes from.
    fn errors_after(&self, changes: &[Change], draft: &Draft) -> Vec<(Culprit, Diagnostic)> {
        if changes.is_empty() {
            return Vec::new();
        }
        let project = after(self.project, changes);
        let known: BTreeSet<(Code, &str)> =
            self.analysis.diagnostics.iter().map(|it| (it.code, it.message.as_str())).collect();
        let is_new =
            |it: &Diagnostic| it.severity == Severity::Error && !known.contains(&(it.code, it.message.as_str()));
        let spans = spans(draft);
        let new = analyse(&project).diagnostics.into_iter().filter(is_new);
        new.flat_map(|found| culprits(found, changes, &spans)).collect()
    }
}

/// What an error comes from: the entries that it points to, or else the file; told of their places in the imported files.
fn culprits(found: Diagnostic, changes: &[Change], spans: &[Span]) -> Vec<(Culprit, Diagnostic)> {
    let places = || found.labels.iter().map(|it| it.span);
    let numbers: BTreeSet<usize> = places().filter_map(|span| entry_at(span, changes)).collect();
    if numbers.is_empty() {
        let file = places().find_map(|span| changes.iter().find(|it| FileId::of(&it.path) == span.file));
        return match file.map(|it| it.path.clone()) {
            None => vec![(Culprit::Unknown, found)],
            Some(path) => {
                let problem = Diagnostic::about_file(found.code, path.clone(), found.message)
                    .note("With what is imported the file would have this problem, so that it gets nothing.");
                vec![(Culprit::File(path), problem)]
            }
        };
    }
    let told = |number: usize| {
        let span = spans.get(number).copied()?;
        let mut problem = Diagnostic::new(found.code, span, found.message.clone());
        problem.severity = Severity::Error;
        problem.notes.clone_from(&found.notes);
        problem.help.clone_from(&found.help);
        Some((
            Culprit::Entry(number),
            problem.note("With it the site would have this problem, so that it is left out."),
        ))
    };
    numbers.into_iter().filter_map(told).collect()
}

/// The entry whose lines hold a place.
fn entry_at(span: Span, changes: &[Change]) -> Option<usize> {
    let change = changes.iter().find(|it| FileId::of(&it.path) == span.file)?;
    let at = span.range();
    change.parts.iter().find(|(_, part)| part.start <= at.start && at.start < part.end).map(|(number, _)| *number)
}

/// The project with these changes.
#[must_use]
pub fn after(project: &Project, changes: &[Change]) -> Project {
    let mut after = project.clone();
    for change in changes {
        after.texts.insert(SourceText::new(change.path.clone(), change.after.as_str()));
    }
    after
}

/// Puts problems of an import in order. Of a text with lines that nobody could look at, such as JSON in one line, each tells its
/// place in words.
#[must_use]
pub fn in_order(mut problems: Vec<Diagnostic>, texts: &Sources) -> Vec<Diagnostic> {
    sort(&mut problems, texts);
    problems.dedup();
    for text in texts.iter() {
        let long = text.text().split('\n').any(|line| line.len() > LONGEST_LINE);
        if long {
            tell_places(&mut problems, text);
        }
    }
    problems
}

/// In one pass through the text, in which the problems stand in order.
fn tell_places(problems: &mut [Diagnostic], text: &SourceText) {
    let whole = text.text();
    let (mut at, mut line, mut column) = (0, 1, 1);
    for problem in problems {
        let Some(span) = problem.span().filter(|span| span.file == text.id()) else { continue };
        let start = span.range().start.max(at);
        for c in whole.get(at..start).unwrap_or_default().chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        at = start;
        let excerpt = value::shortened(
            whole.get(span.range()).unwrap_or_default().get(..EXCERPT).unwrap_or_else(|| &whole[span.range()]),
        );
        problem.notes.insert(0, format!("It stands at line {line}, column {column}: `{excerpt}`."));
        problem.labels.retain(|label| label.span.file != text.id());
        problem.file = Some(text.path().clone());
    }
}

/// Where each entry of a draft stands in the imported files, by its number.
fn spans(draft: &Draft) -> Vec<Span> {
    draft.briefings.iter().flat_map(|it| &it.entries).chain(&draft.listed).map(|it| it.span).collect()
}

/// A longer line is not shown.
const LONGEST_LINE: usize = 4_000;
/// How many bytes are looked at to show the beginning of a place.
const EXCERPT: usize = 400;

/// How often entries that would be errors are left out before nothing is imported: what is left out can leave others without
/// what they refer to.
const ROUNDS: usize = 6;
