//! The index of tags.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::plan::PlannedPage;
use crate::resolve::Handle;

/// All tags, by name.
#[derive(Debug, Serialize)]
pub struct TagsView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Chips.
    pub tags: Vec<Value>,
    /// How many there are in all.
    pub total: usize,
}

impl TagsView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let total = site.graph.tags.len();
        let description = format!("{} of the briefings.", shared::count(total, "subject", "subjects"));
        Self {
            page: PageMeta::new(site, page, "tags", "Tags", &description),
            tags: page.part.range.clone().map(|it| site.cards.tag(Handle::new(it))).collect(),
            total,
        }
    }
}
