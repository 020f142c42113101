//! The page for authors: what is wrong, what is not anchored, who is never used.

use super::answer::Page;
use super::page::{document, edit, told};
use super::site::State;
use crate::compile::Edition;
use crate::diagnostic::Code;
use crate::diagnostic::render::html::{Link, escaped};
use crate::diagnostic::render::{counted, printable};
use crate::parse::Head;
use crate::resolve::graph::{Briefing, Node, Statement};
use crate::resolve::{Graph, Handle};
use crate::source::{Sources, Span};

/// The page as it is now.
pub(super) fn page(state: &State) -> Page {
    let mut body = String::from("<main class=\"desk\">\n");
    body.push_str(&format!("<p><a href=\"{}\">The site</a></p>\n<h1>For authors</h1>\n", escaped(state.base())));
    body.push_str(&format!("<section id=\"problems\">\n{}</section>\n", problems(state)));
    if let Some(edition) = &state.edition {
        let sources = &edition.project().texts;
        let graph = edition.graph();
        body.push_str(&coverage(state, edition));
        body.push_str(&unanchored(graph, sources));
        for (id, title, code, none) in [
            ("similar", "Similar names", Code::SimilarNames, "No two names are alike."),
            ("unused", "Actors never used", Code::ActorNeverUsed, "Every declared actor is used."),
        ] {
            let found = state.problems().iter().filter(|problem| problem.code == code);
            let rows = found.map(|problem| row(&problem.message, problem.span(), state.sources())).collect();
            body.push_str(&section(id, title, rows, none));
        }
    }
    body.push_str("</main>\n");
    Page { status: 200, address: None, html: document("For authors", &body) }
}

/// As for the overlay, with what does not stand in the way.
fn problems(state: &State) -> String {
    told(state, state.problems()).replacen("<h1>", "<h2>", 1).replacen("</h1>", "</h2>", 1)
}

/// How much of each briefing is tied to claims, the least first.
fn coverage(state: &State, edition: &Edition) -> String {
    let graph = edition.graph();
    let mut rows: Vec<(u32, String)> = graph
        .briefings
        .iter()
        .zip(0..)
        .map(|(briefing, at)| {
            let node = Node::Briefing(Handle::new(at));
            let href = edition.plan().address(&node).map(|address| format!("{}{}", state.base(), address.href()));
            let title = title(briefing);
            let (said, placed) = (briefing.statements.len(), anchored(briefing).count());
            let share = share(briefing);
            let link = format!("<a href=\"{}\">{}</a>", escaped(&href.unwrap_or_default()), escaped(&printable(title)));
            (share, format!("<tr><td>{link}</td><td>{said}</td><td>{placed}</td><td>{share} %</td></tr>\n"))
        })
        .collect();
    rows.sort_by_key(|(share, _)| *share);
    if rows.is_empty() {
        return section("coverage", "Coverage", Vec::new(), "There is no briefing yet.");
    }
    let total = rows.len();
    let rows: String = rows.into_iter().take(MOST).map(|(_, row)| row).collect();
    let head = "<tr><th>Briefing</th><th>Statements</th><th>Anchored</th><th>Text in passages</th></tr>";
    let rest = rest(total);
    format!(
        "<section id=\"coverage\">\n<h2>Coverage</h2>\n<table>\n<thead>{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n{rest}</section>\n"
    )
}

fn title(briefing: &Briefing) -> &str {
    match &briefing.source.article.head {
        Head::Briefing(head) => &head.title.value,
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => briefing.slug.as_str(),
    }
}

fn anchored(briefing: &Briefing) -> impl Iterator<Item = &crate::anchor::Anchor> {
    briefing.source.statements.iter().flatten()
}

/// How much of the text of a briefing stands in passages, in percent.
fn share(briefing: &Briefing) -> u32 {
    let text = briefing.source.article.body.as_ref().map_or(0, |body| body.text().len());
    let mut pieces: Vec<_> = anchored(briefing).flat_map(|anchor| anchor.pieces.iter().cloned()).collect();
    pieces.sort_by_key(|piece| piece.start);
    let (mut covered, mut end) = (0_usize, 0);
    for piece in pieces {
        covered += (piece.end.max(end) - piece.start.max(end)) as usize;
        end = end.max(piece.end);
    }
    u32::try_from(covered * 100 / text.max(1)).unwrap_or(100)
}

fn unanchored(graph: &Graph, sources: &Sources) -> String {
    let is_loose = |statement: &&Statement| {
        statement.briefing.is_some() && statement.source.statements.get(statement.index).is_none_or(Option::is_none)
    };
    let rows = graph.statements.iter().filter(is_loose).map(|statement| {
        let claim = &graph[statement.claim];
        let span = statement.source.article.statements.get(statement.index).map(|written| written.span);
        row(&claim.source.text.value, span, sources)
    });
    section("unanchored", "Statements without a passage", rows.collect(), "Every statement has its passage.")
}

fn row(words: &str, span: Option<Span>, sources: &Sources) -> String {
    let place = span.and_then(|span| {
        let source = sources.get(span.file)?;
        let at = source.position(span.start);
        let path = source.path().as_str();
        let href = escaped(&edit(Link { path, line: at.line, column: at.column }));
        Some(format!(" <a href=\"{href}\">{}:{}</a>", escaped(&printable(path)), at.line))
    });
    format!("<li>{}{}</li>\n", escaped(&printable(words)), place.unwrap_or_default())
}

fn section(id: &str, title: &str, rows: Vec<String>, none: &str) -> String {
    let total = rows.len();
    let text = if rows.is_empty() {
        format!("<p>{none}</p>\n")
    } else {
        format!("<ul>\n{}</ul>\n{}", rows.into_iter().take(MOST).collect::<String>(), rest(total))
    };
    format!("<section id=\"{id}\">\n<h2>{title}</h2>\n{text}</section>\n")
}

fn rest(total: usize) -> String {
    match total.checked_sub(MOST) {
        None | Some(0) => String::new(),
        Some(more) => format!("<p>… and {}</p>\n", counted(more, "more")),
    }
}

/// How many rows of a list are shown.
const MOST: usize = 500;
