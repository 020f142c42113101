//! A source.

use serde::Serialize;
use tera::Value;

use super::{LinkedFrom, Listing, PageMeta, Site, StatementRow, shared};
use crate::model::Extra;
use crate::plan::PlannedPage;
use crate::render::card::SharedDate;
use crate::resolve::Handle;
use crate::resolve::graph::{Node, Source};

/// A source: what it is, how reliable, and what was taken from it.
#[derive(Debug, Serialize)]
pub struct SourceView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Its line.
    pub source: Value,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was last read.
    pub accessed: Option<SharedDate>,
    /// Where a copy stands.
    pub archive_url: Option<String>,
    /// Whether its words are kept and checked.
    pub snapshot: bool,
    /// SHA-256 of what is kept.
    pub sha256: Option<String>,
    /// BCP 47.
    pub lang: Option<String>,
    /// Plain text.
    pub summary: Option<String>,
    /// The author's prose as HTML.
    pub text: Option<String>,
    /// Sources it repeats; on the first part only.
    pub derived_from: Vec<Value>,
    /// Sources that repeat it; on the first part only.
    pub derived: Vec<Value>,
    /// The part of the statements taken from it that this page shows, by date.
    pub statements: Vec<StatementRow>,
    /// Events it reports.
    pub events: Listing,
    /// Briefings that use it.
    pub briefings: Listing,
    /// Who links here.
    pub linked_from: LinkedFrom,
    /// Free data of the author.
    pub extra: Extra,
}

impl SourceView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage, handle: Handle<Source>) -> Self {
        let Site { graph, cards, .. } = site;
        let source = &graph[handle];
        let written = &source.source;
        let summary = written.summary.as_ref().map(|it| it.value.clone());
        let said = shared::count(source.statements.len(), "statement", "statements");
        let description = summary.clone().unwrap_or_else(|| format!("A source of {said}."));
        let meta = PageMeta::new(site, page, "sources", &written.title, &description);
        let first = !meta.continued;
        Self {
            source: cards.source(handle),
            authors: written.author.iter().map(|name| name.value.clone()).collect(),
            publisher: written.publisher.as_deref().cloned(),
            accessed: written.accessed.map(|it| cards.date(&it.value)),
            archive_url: written.archive_url.as_ref().map(|it| it.value.clone()),
            snapshot: written.snapshot.is_some(),
            sha256: written.sha256.as_ref().map(|it| it.value.clone()),
            lang: written.lang.as_ref().map(|it| it.value.clone()),
            summary,
            text: site.prose(written.body.as_deref(), &meta.root, Node::Source(handle)),
            derived_from: if first { cards.sources(&source.derived_from) } else { Vec::new() },
            derived: if first { cards.sources(&source.derived) } else { Vec::new() },
            statements: StatementRow::all(site, &meta.root, shared::part(&source.statements, page)),
            events: Listing::new(site, &source.events, |it| cards.event(it)),
            briefings: Listing::new(site, &source.briefings, |it| cards.briefing(it)),
            linked_from: site.linked_from(&source.linked_from),
            extra: written.extra.clone(),
            page: meta,
        }
    }
}
