//! Where what a page shows was written: what `edit` beside a heading or a card opens.

use crate::compile::Edition;
use crate::parse::body::Context;
use crate::parse::{Body, Head};
use crate::plan::{PageKind, PlannedPage};
use crate::resolve::graph::{Briefing, Node};
use crate::source::{SitePath, Span};

/// A line of a text of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) path: SitePath,
    /// From 1.
    pub(super) line: u32,
    /// In characters, from 1.
    pub(super) column: u32,
}

/// Where a page was written, or the part of it with this id. None for pages that nobody wrote, such as lists.
pub(super) fn written(edition: &Edition, page: &PlannedPage, id: Option<&str>) -> Option<Written> {
    let whole = whole(edition, page)?;
    let part = id.and_then(|id| part(edition, page, id));
    let span = part.unwrap_or(whole);
    let source = edition.project().texts.get(span.file)?;
    let at = source.position(span.start);
    Some(Written { path: source.path().clone(), line: at.line, column: at.column })
}

fn whole(edition: &Edition, page: &PlannedPage) -> Option<Span> {
    let graph = edition.graph();
    if let PageKind::MatrixOfBriefing(handle) = page.kind {
        return briefing_span(&graph[handle]);
    }
    Some(match page.kind.about()? {
        Node::Briefing(handle) => briefing_span(&graph[handle])?,
        Node::Actor(handle) => graph[handle].source.span,
        Node::Claim(handle) => graph[handle].source.span,
        Node::Event(handle) => graph[handle].source.span,
        Node::Source(handle) => graph[handle].source.span,
        Node::Page(handle) => start_of_file(graph[handle].source.article.body.as_deref()?)?,
        Node::Home => start_of_file(graph.home.as_ref()?.source.article.body.as_deref()?)?,
        Node::Asset(_) => return None,
    })
}

/// The start of the file: its title stands there.
fn briefing_span(briefing: &Briefing) -> Option<Span> {
    start_of_file(briefing.source.article.body.as_deref()?)
}

fn start_of_file(body: &Body) -> Option<Span> {
    body.key().map(|key| Span::new(key.0, 0, 0))
}

fn part(edition: &Edition, page: &PlannedPage, id: &str) -> Option<Span> {
    let graph = edition.graph();
    match page.kind {
        PageKind::Briefing(handle) => {
            let briefing = &graph[handle];
            let id = id.strip_prefix("note_").unwrap_or(id);
            let statements = briefing.statements.iter().map(|handle| &graph[*handle]);
            let said = statements.clone().find(|statement| statement.anchor_id == id);
            said.and_then(|said| said.source.article.statements.get(said.index))
                .map(|statement| statement.span)
                .or_else(|| remark(briefing, id.strip_prefix("remark_")?))
                .or_else(|| heading(briefing.source.article.body.as_deref()?, id))
        }
        PageKind::Page(handle) => heading(graph[handle].source.article.body.as_deref()?, id),
        PageKind::Home => heading(graph.home.as_ref()?.source.article.body.as_deref()?, id),
        _ => None,
    }
}

/// Where the remark with these letters stands: `a` to `z`, then `aa`, `ab` and so on.
fn remark(briefing: &Briefing, letters: &str) -> Option<Span> {
    let Head::Briefing(head) = &briefing.source.article.head else { return None };
    let number = letters.bytes().try_fold(0_usize, |number, letter| {
        let of_letter = usize::from(letter.is_ascii_lowercase().then(|| letter - b'a' + 1)?);
        number.checked_mul(26)?.checked_add(of_letter)
    })?;
    head.notes.get(number.checked_sub(1)?).map(|note| note.span)
}

/// Where the heading with this id stands: of those with its words, the one that comes as often before.
fn heading(body: &Body, id: &str) -> Option<Span> {
    let at = body.headings().iter().position(|heading| heading.id == id)?;
    let words = &body.headings()[at].text;
    let before = body.headings()[..at].iter().filter(|heading| heading.text == *words).count();
    let is_heading = |block: &&std::ops::Range<u32>| {
        let runs = body.runs_in((*block).clone());
        runs.first().is_some_and(|run| run.context.touches(Context::HEADING))
            && body.text().get(block.start as usize..block.end as usize).map(str::trim) == Some(words.trim())
    };
    let block = body.blocks().iter().filter(is_heading).nth(before)?;
    body.span(block.clone())
}
