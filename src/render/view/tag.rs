//! A tag.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::plan::{Address, PlannedPage, Selection};
use crate::render::card::Tally;
use crate::render::picture::{self, Picture};
use crate::resolve::Handle;
use crate::resolve::graph::Tag;

/// A tag: its briefings and where their claims stand.
#[derive(Debug, Serialize)]
pub struct TagView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Its chip.
    pub tag: Value,
    /// The briefings of this part, newest first.
    pub briefings: Vec<Value>,
    /// The claims of all its briefings by status.
    pub tally: Tally,
    /// Its statements and events on a line; on the first part only.
    pub over_time: Option<Picture>,
    /// Its matrix who said what; none without claims.
    pub matrix: Option<String>,
    /// Its timeline; none where there is little to list.
    pub timeline: Option<String>,
}

impl TagView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage, handle: Handle<Tag>) -> Self {
        let tag = &site.graph[handle];
        let claims = site.plan.lists.claims_of_tag(handle);
        let tally = site.cards.tally_of_tag(handle);
        let briefings = shared::count(tag.briefings.len(), "briefing", "briefings");
        let description = format!("{briefings} on {}, with {}.", tag.name, tally.label);
        let meta = PageMeta::new(site, page, "tags", &tag.name, &description);
        let first = page.part.number <= 1;
        Self {
            over_time: first.then(|| picture::of_tag(site, &meta.root, handle)).flatten(),
            page: meta,
            tag: site.cards.tag(handle),
            briefings: site.cards.briefings(shared::part(&tag.briefings, page)),
            matrix: site.plan.matrix_of_tag(handle).filter(|_| !claims.is_empty()).map(|it| Address::href(&it)),
            timeline: site.plan.timeline(Selection::Tag(handle)).map(Address::href),
            tally,
        }
    }
}
