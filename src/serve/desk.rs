//! The page for authors: what is wrong, what is not anchored, who is never used, and how much of each briefing is tied to
//! claims.
//!
//! Long lists are cut; `?show=` with the name of a section gives that section alone and whole.

use std::collections::BTreeMap;

use super::answer::Page;
use super::page::{document, edit};
use super::site::State;
use crate::compile::Edition;
use crate::diagnostic::render::html::{self, Link, escaped};
use crate::diagnostic::render::{counted, printable, summary};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::parse::Head;
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Node, Statement};
use crate::source::FileId;

/// The page as it is now; with `show`, one section of it.
pub(super) fn page(state: &State, show: Option<&str>) -> Page {
    let mut sections = sections(state);
    sections.retain(|section| show.is_none_or(|id| section.id == id));
    let site = state.edition.as_ref().map_or("The site", |edition| &edition.settings().title);
    let mut body =
        format!("<main class=\"desk\">\n<p class=\"up\"><a href=\"{}\">{}</a>", escaped(state.base()), shown(site));
    if show.is_some() {
        body.push_str(" <a href=\"/_postil/\">All for authors</a>");
    }
    body.push_str("</p>\n<h1>For authors</h1>\n");
    body.push_str(&condition(state));
    if show.is_none() {
        body.push_str(&contents(&sections));
    }
    let most = if show.is_some() { MANY } else { FEW };
    for section in &sections {
        body.push_str(&section.html(state, most));
    }
    body.push_str("</main>\n");
    Page { status: 200, file: None, html: document("For authors", &body) }
}

/// A part of the page.
struct Section<'a> {
    /// What it is called in an address.
    id: &'static str,
    title: &'a str,
    /// A sentence below the title, as markup.
    about: String,
    rows: Rows<'a>,
}

enum Rows<'a> {
    /// Problems, each with its lines.
    Articles(Vec<&'a Diagnostic>),
    /// Problems, each in one line; and what is said when there is none.
    List(Vec<&'a Diagnostic>, &'static str),
    /// Statements without a passage, in the texts of the edition.
    Loose(Vec<&'a Statement>, &'a Edition),
    Coverage(Vec<Coverage<'a>>),
}

/// How much of a briefing is tied to claims.
struct Coverage<'a> {
    title: &'a str,
    path: &'a str,
    /// Where its page stands.
    href: String,
    problems: usize,
    statements: usize,
    /// How many of them have a passage.
    anchored: usize,
    /// How much of its text stands in passages, in percent.
    share: u32,
}

fn sections(state: &State) -> Vec<Section<'_>> {
    let mut by_code: BTreeMap<(Severity, Code), Vec<&Diagnostic>> = BTreeMap::new();
    let mut errors = Vec::new();
    for problem in state.problems() {
        match problem.severity {
            Severity::Error => errors.push(problem),
            severity => by_code.entry((severity, problem.code)).or_default().push(problem),
        }
    }
    let mut sections = Vec::new();
    if !errors.is_empty() {
        let about = "These keep the site from being built.".to_owned();
        sections.push(Section { id: "errors", title: "Errors", about, rows: Rows::Articles(errors) });
    }
    if let Some(edition) = &state.edition {
        by_code.remove(&(Severity::Warning, Code::UnanchoredClaim));
        sections.push(unanchored(edition));
    }
    for (code, title, none) in ASKED {
        let found = by_code.remove(&(code.severity(), code)).unwrap_or_default();
        sections.push(Section { title, ..of_code(code, found, none) });
    }
    sections.extend(by_code.into_iter().map(|((_, code), found)| of_code(code, found, "")));
    if let Some(edition) = &state.edition {
        sections.push(coverage(state, edition));
    }
    sections
}

fn of_code<'a>(code: Code, found: Vec<&'a Diagnostic>, none: &'static str) -> Section<'a> {
    let (id, severity) = (code.name(), code.severity().as_str());
    let about = format!("{} ({severity}). More: <code>postil explain {id}</code>", escaped(code.summary()));
    Section { id, title: code.summary(), about, rows: Rows::List(found, none) }
}

/// The statements of briefings that have no passage. They are a problem for `--strict` only.
fn unanchored(edition: &Edition) -> Section<'_> {
    let is_loose = |statement: &&Statement| {
        statement.briefing.is_some() && statement.source.statements.get(statement.index).is_none_or(Option::is_none)
    };
    let rows = Rows::Loose(edition.graph().statements.iter().filter(is_loose).collect(), edition);
    let about = "Readers cannot see on which words these rest. With <code>--strict</code> they are told as \
                 <code>unanchored-claim</code>."
        .to_owned();
    Section { id: "unanchored", title: "Statements without a passage", about, rows }
}

/// The briefings, that of which the least is tied to claims first.
fn coverage<'a>(state: &State, edition: &'a Edition) -> Section<'a> {
    let mut problems: BTreeMap<FileId, usize> = BTreeMap::new();
    for span in state.problems().iter().filter_map(Diagnostic::span) {
        *problems.entry(span.file).or_default() += 1;
    }
    let briefings = edition.graph().briefings.iter().enumerate();
    let mut rows: Vec<Coverage<'_>> = briefings
        .map(|(index, briefing)| {
            let path = &briefing.source.article.path;
            let address = edition.plan().address(&Node::Briefing(Handle::new(index)));
            Coverage {
                title: title(briefing),
                path: path.as_str(),
                href: address.map(|it| it.url(state.base())).unwrap_or_default(),
                problems: problems.get(&FileId::of(path)).copied().unwrap_or_default(),
                statements: briefing.statements.len(),
                anchored: briefing.source.statements.iter().flatten().count(),
                share: share(briefing),
            }
        })
        .collect();
    rows.sort_by_key(|row| row.share);
    let sum = |count: fn(&Coverage<'_>) -> usize| rows.iter().map(count).sum::<usize>();
    let (statements, anchored) = (sum(|row| row.statements), sum(|row| row.anchored));
    let about = format!(
        "{} with {}, of which {anchored} have a passage. The least covered come first.",
        counted(rows.len(), "briefing"),
        counted(statements, "statement")
    );
    Section { id: "coverage", title: "Coverage", about, rows: Rows::Coverage(rows) }
}

fn title(briefing: &Briefing) -> &str {
    match &briefing.source.article.head {
        Head::Briefing(head) => &head.title.value,
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => briefing.slug.as_str(),
    }
}

/// How much of the text of a briefing stands in passages, in percent.
fn share(briefing: &Briefing) -> u32 {
    let text = briefing.source.article.body.as_ref().map_or(0, |body| body.text().len());
    let anchors = briefing.source.statements.iter().flatten();
    let mut pieces: Vec<_> = anchors.flat_map(|anchor| anchor.pieces.iter().cloned()).collect();
    pieces.sort_by_key(|piece| piece.start);
    let (mut covered, mut end) = (0_usize, 0);
    for piece in pieces {
        covered += (piece.end.max(end) - piece.start.max(end)) as usize;
        end = end.max(piece.end);
    }
    u32::try_from(covered * 100 / text.max(1)).unwrap_or(100)
}

impl Section<'_> {
    fn count(&self) -> usize {
        match &self.rows {
            Rows::Articles(rows) | Rows::List(rows, _) => rows.len(),
            Rows::Loose(rows, _) => rows.len(),
            Rows::Coverage(rows) => rows.len(),
        }
    }

    /// Where the rows are that are too many for a page.
    fn beyond(&self) -> &'static str {
        match self.rows {
            Rows::Articles(_) | Rows::List(..) => "<code>postil check --message-format json</code> lists all.",
            Rows::Loose(..) => "<code>postil check --strict --message-format json</code> lists all.",
            Rows::Coverage(_) => "of these more is covered.",
        }
    }

    fn html(&self, state: &State, most: usize) -> String {
        let (id, count, sources) = (self.id, self.count(), state.sources());
        let rows = match &self.rows {
            Rows::List(rows, none) if rows.is_empty() => format!("<p>{none}</p>\n"),
            Rows::Loose(rows, _) if rows.is_empty() => "<p>Every statement has its passage.</p>\n".to_owned(),
            Rows::Coverage(rows) if rows.is_empty() => "<p>There is no briefing yet.</p>\n".to_owned(),
            Rows::Articles(rows) => rows.iter().take(most).map(|it| html::article(it, sources, 3, edit)).collect(),
            Rows::List(rows, _) => list(rows.iter().take(most).map(|it| html::row(it, sources, edit))),
            Rows::Loose(rows, edition) => list(rows.iter().take(most).map(|it| loose(it, edition))),
            Rows::Coverage(rows) => table(rows.iter().take(most)),
        };
        let rest = match count.saturating_sub(most) {
            0 => String::new(),
            _ if most == FEW => format!("<p><a href=\"/_postil/?show={id}\">{}</a></p>\n", whole(count)),
            rest => format!("<p>{rest} more; {}</p>\n", self.beyond()),
        };
        let (title, about) = (escaped(self.title), &self.about);
        format!(
            "<section id=\"{id}\" aria-labelledby=\"of-{id}\">\n<h2 id=\"of-{id}\">{title} <span>{count}</span></h2>\n\
             <p class=\"more\">{about}</p>\n{rows}{rest}</section>\n"
        )
    }
}

fn whole(count: usize) -> String {
    if count <= MANY { format!("Show all {count}") } else { format!("Show {MANY} of {count}") }
}

fn list(rows: impl Iterator<Item = String>) -> String {
    format!("<ul class=\"found\">\n{}</ul>\n", rows.collect::<String>())
}

fn loose(statement: &Statement, edition: &Edition) -> String {
    let claim = &edition.graph()[statement.claim].source;
    let written = statement.source.article.statements.get(statement.index);
    let at = written.and_then(|written| {
        let source = edition.project().texts.get(written.span.file)?;
        Some((source.path().as_str(), source.position(written.span.start)))
    });
    let place = at.map(|(path, at)| {
        let href = escaped(&edit(Link { path, line: at.line, column: at.column }));
        format!("<a class=\"place\" href=\"{href}\">{}:{}:{}</a> ", shown(path), at.line, at.column)
    });
    format!(
        "<li>{}<span>{}</span> <span class=\"help\">add `quote` with words of the text, or link the passage: `[words](claim:{})`</span></li>\n",
        place.unwrap_or_default(),
        shown(&claim.text.value),
        escaped(claim.id.slug.as_str())
    )
}

fn table<'a>(rows: impl Iterator<Item = &'a Coverage<'a>>) -> String {
    let rows: String = rows
        .map(|row| {
            let (title, href) = (shown(row.title), escaped(&row.href));
            let file = escaped(&edit(Link { path: row.path, line: 1, column: 1 }));
            let Coverage { problems, statements, anchored, share, .. } = row;
            format!(
                "<tr><th scope=\"row\"><a href=\"{href}\">{title}</a> <a class=\"postil-edit\" href=\"{file}\" aria-label=\"Edit {title}\"></a></th>\
                 <td>{problems}</td><td>{statements}</td><td>{anchored}</td><td>{share} %</td></tr>\n"
            )
        })
        .collect();
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Briefings\">\n<table>\n<thead><tr><th scope=\"col\">Briefing</th>\
         <th scope=\"col\">Problems</th><th scope=\"col\">Statements</th><th scope=\"col\">With a passage</th>\
         <th scope=\"col\">Text in passages</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}

/// How the site stands, in a sentence.
fn condition(state: &State) -> String {
    if let Some(why) = state.unreadable() {
        return format!(
            "<p class=\"state\">The site cannot be read: {}. What was served last stays.</p>\n",
            shown(why)
        );
    }
    let found = escaped(&summary(state.problems(), state.sources()));
    let behind = match (state.is_behind(), &state.edition) {
        (false, _) => "",
        (true, Some(_)) => ". The site is shown as it was when it last had no errors.",
        (true, None) => ". The site is shown when its errors are mended.",
    };
    format!("<p class=\"state\">{found}{behind}</p>\n")
}

fn contents(sections: &[Section<'_>]) -> String {
    let items = sections.iter().map(|section| {
        format!("<li><a href=\"#{}\">{}</a> {}</li>\n", section.id, escaped(section.title), section.count())
    });
    format!("<nav aria-label=\"On this page\">\n<ul>\n{}</ul>\n</nav>\n", items.collect::<String>())
}

fn shown(text: &str) -> String {
    escaped(&printable(text))
}

/// What has a section also when there is nothing in it, and what is said then.
const ASKED: [(Code, &str, &str); 2] = [
    (Code::SimilarNames, "Similar names", "No two names are alike."),
    (Code::ActorNeverUsed, "Actors never used", "Every declared actor is used."),
];

/// How many rows of a section are shown beside the others.
const FEW: usize = 25;

/// How many are shown alone: what a browser still follows at once.
const MANY: usize = 2_000;
