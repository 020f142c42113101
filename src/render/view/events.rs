//! The index of events.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::plan::PlannedPage;
use crate::resolve::Handle;

/// All events, newest first.
#[derive(Debug, Serialize)]
pub struct EventsView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Rows.
    pub events: Vec<Value>,
    /// How many there are in all.
    pub total: usize,
}

impl EventsView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let total = site.graph.events.len();
        let description = format!("{}, newest first.", shared::count(total, "event", "events"));
        let range = page.part.range.clone();
        Self {
            page: PageMeta::new(site, page, "events", "Events", &description),
            events: range.map(|it| site.cards.event(Handle::new(total - 1 - it))).collect(),
            total,
        }
    }
}
