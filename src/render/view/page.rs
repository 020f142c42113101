//! A page beside the briefings.

use serde::Serialize;

use super::{PageMeta, Site};
use crate::model::Extra;
use crate::parse::Head;
use crate::plan::PlannedPage;
use crate::resolve::Handle;
use crate::resolve::graph::{Node, Page};

/// A page of the author's.
#[derive(Debug, Serialize)]
pub struct TextView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Plain text.
    pub summary: Option<String>,
    /// Its prose as HTML.
    pub text: Option<String>,
    /// Free data of the author.
    pub extra: Extra,
}

impl TextView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage, handle: Handle<Page>) -> Self {
        let written = &site.graph[handle];
        let head = match &written.source.article.head {
            Head::Page(head) | Head::Home(head) => Some(head),
            Head::Briefing(_) | Head::Entity | Head::List => None,
        };
        let title = head.and_then(|it| it.title.as_ref()).map_or_else(|| written.slug.as_str(), |it| it.value.as_str());
        let summary = head.and_then(|it| it.summary.as_ref()).map(|it| it.value.clone());
        let description = summary.clone().unwrap_or_else(|| format!("{title}, on {}", site.settings.title));
        let meta = PageMeta::new(site, page, "", title, &description)
            .in_language(head.and_then(|it| it.lang.as_ref()).map(|it| it.value.as_str()));
        Self {
            text: site.prose(site.written(&written.source).body, &meta.root, Node::Page(handle)),
            summary,
            extra: head.map(|it| it.extra.clone()).unwrap_or_default(),
            page: meta,
        }
    }
}
