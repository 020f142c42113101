//! Recent changes of status.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::plan::PlannedPage;
use crate::resolve::Handle;

/// Changes of status over all briefings, newest first.
#[derive(Debug, Serialize)]
pub struct ChangesView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Rows.
    pub changes: Vec<Value>,
    /// How many there are in all.
    pub total: usize,
}

impl ChangesView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let total = site.graph.changes.len();
        let description = format!("{} of status, newest first.", shared::count(total, "change", "changes"));
        Self {
            page: PageMeta::new(site, page, "claims", "Recent changes", &description),
            changes: page.part.range.clone().map(|it| site.cards.change(Handle::new(it))).collect(),
            total,
        }
    }
}
