//! The network of actors.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::plan::{EdgeKind, PlannedPage};
use crate::render::picture::{self, Picture};

/// Who is connected with whom, and how, as a table.
#[derive(Debug, Serialize)]
pub struct NetworkView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// The connections of this part, by name of the first actor.
    pub edges: Vec<EdgeRow>,
    /// How many connections there are in all.
    pub total: usize,
    /// The strongest of them drawn; on the first part only.
    pub picture: Option<Picture>,
}

/// A connection.
#[derive(Debug, Serialize)]
pub struct EdgeRow {
    /// A chip.
    pub from: Value,
    /// How, in words read from the first to the second.
    pub label: &'static str,
    /// `speaks-for`, `addresses`, `about`, `opposes`, `events` or `relation`.
    pub kind: &'static str,
    /// A chip.
    pub to: Value,
    /// How often.
    pub count: usize,
}

impl NetworkView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let all = &site.plan.lists.edges;
        let edges = shared::part(all, page).iter().map(|edge| EdgeRow {
            from: site.cards.actor(edge.from),
            label: edge.kind.label(),
            kind: kind(edge.kind),
            to: site.cards.actor(edge.to),
            count: edge.count,
        });
        let description = format!("{} between actors.", shared::count(all.len(), "connection", "connections"));
        let meta = PageMeta::new(site, page, "network", "Network", &description);
        Self {
            edges: edges.collect(),
            picture: (page.part.number <= 1).then(|| picture::network(site, &meta.root)).flatten(),
            page: meta,
            total: all.len(),
        }
    }
}

fn kind(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::SpeaksFor => "speaks-for",
        EdgeKind::Addresses => "addresses",
        EdgeKind::SpeaksAbout => "about",
        EdgeKind::Opposes => "opposes",
        EdgeKind::SharesEvents => "events",
        EdgeKind::Relation(_) => "relation",
    }
}
