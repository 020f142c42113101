//! Where the pages stand that every site has, for templates: the plan knows, and no template spells an address.

use serde::Serialize;

use super::NavItem;
use crate::plan::{Address, OwnPages};

/// The pages that every site has, each relative to the root of the site: `{{ root }}{{ site.hrefs.claims }}`.
#[derive(Debug, Serialize)]
pub struct SiteHrefs {
    /// The home page.
    pub home: String,
    /// All briefings, newest first.
    pub briefings: String,
    /// All actors, A to Z.
    pub actors: String,
    /// All claims, newest first.
    pub claims: String,
    /// All claims, by status.
    pub claims_by_status: String,
    /// All claims, by who makes them.
    pub claims_by_actor: String,
    /// All events, newest first.
    pub events: String,
    /// All sources, by title.
    pub sources: String,
    /// All tags.
    pub tags: String,
    /// Events and statements by date.
    pub timeline: String,
    /// Actors and what is between them.
    pub network: String,
    /// The list of matrices who said what.
    pub matrix: String,
    /// Claims in dispute.
    pub disputed: String,
    /// Changes of status.
    pub changes: String,
    /// Everything with a page, A to Z, and the search.
    pub search: String,
}

impl SiteHrefs {
    pub(super) fn new(own: &OwnPages) -> Self {
        Self {
            home: own.home.href(),
            briefings: own.briefings.href(),
            actors: own.actors.href(),
            claims: own.claims.href(),
            claims_by_status: own.claims_by_status.href(),
            claims_by_actor: own.claims_by_actor.href(),
            events: own.events.href(),
            sources: own.sources.href(),
            tags: own.tags.href(),
            timeline: own.timeline.href(),
            network: own.network.href(),
            matrix: own.matrix.href(),
            disputed: own.disputed.href(),
            changes: own.changes.href(),
            search: own.search.href(),
        }
    }
}

/// The sections in the masthead.
pub(super) fn sections(own: &OwnPages) -> Vec<NavItem> {
    let section = |title, page: &Address, section| NavItem { title, href: page.href(), section };
    vec![
        section("Briefings", &own.briefings, "briefings"),
        section("Claims", &own.claims, "claims"),
        section("Actors", &own.actors, "actors"),
        section("Events", &own.events, "events"),
        section("Sources", &own.sources, "sources"),
        section("Timeline", &own.timeline, "timeline"),
        section("Network", &own.network, "network"),
        section("Matrix", &own.matrix, "matrix"),
        section("Search", &own.search, "search"),
    ]
}
