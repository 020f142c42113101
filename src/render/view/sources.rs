//! The index of sources.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::plan::PlannedPage;

/// All sources that may be seen, by title.
#[derive(Debug, Serialize)]
pub struct SourcesView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Lines.
    pub sources: Vec<Value>,
    /// How many there are in all.
    pub total: usize,
}

impl SourcesView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let all = &site.plan.lists.sources;
        let description = format!("{}, with their grades.", shared::count(all.len(), "source", "sources"));
        Self {
            page: PageMeta::new(site, page, "sources", "Sources", &description),
            sources: site.cards.sources(shared::part(all, page)),
            total: all.len(),
        }
    }
}
