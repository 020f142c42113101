//! The index of briefings.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::plan::PlannedPage;
use crate::resolve::Handle;

/// All briefings, newest first.
#[derive(Debug, Serialize)]
pub struct BriefingsView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Rows.
    pub briefings: Vec<Value>,
    /// How many there are in all.
    pub total: usize,
}

impl BriefingsView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let total = site.graph.briefings.len();
        let description = format!("{}, newest first.", shared::count(total, "briefing", "briefings"));
        let range = page.part.range.clone();
        Self {
            page: PageMeta::new(site, page, "briefings", "Briefings", &description),
            briefings: range.map(|it| site.cards.briefing(Handle::new(it))).collect(),
            total,
        }
    }
}
