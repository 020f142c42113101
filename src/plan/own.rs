//! The pages that every site has.

use super::register::{Owner, Register};
use super::{Address, PageKind, Plan, chunks};
use crate::config::Addresses;
use crate::resolve::Graph;

/// Where the pages stand that every site has.
#[derive(Debug, Clone, Default)]
pub struct OwnPages {
    /// The home page.
    pub home: Address,
    /// All briefings, newest first.
    pub briefings: Address,
    /// All actors.
    pub actors: Address,
    /// All claims, newest first.
    pub claims: Address,
    /// All claims, by status.
    pub claims_by_status: Address,
    /// All claims, by who makes them.
    pub claims_by_actor: Address,
    /// All events.
    pub events: Address,
    /// All sources.
    pub sources: Address,
    /// All tags.
    pub tags: Address,
    /// Events and statements by date.
    pub timeline: Address,
    /// Actors and what is between them.
    pub network: Address,
    /// The list of matrices who said what.
    pub matrix: Address,
    /// Claims in dispute.
    pub disputed: Address,
    /// Changes of status.
    pub changes: Address,
    /// Everything with a page, A to Z, and the search.
    pub search: Address,
}

impl OwnPages {
    pub(super) fn new(form: Addresses) -> Self {
        let at = |place: &str| Address::of_page(place, form);
        Self {
            home: Address::of_home(form),
            briefings: at("briefings"),
            actors: at("actors"),
            claims: at("claims"),
            claims_by_status: at("claims/by/status"),
            claims_by_actor: at("claims/by/actor"),
            events: at("events"),
            sources: at("sources"),
            tags: at("tags"),
            timeline: at("timeline"),
            network: at("network"),
            matrix: at("matrix"),
            disputed: at("disputed"),
            changes: at("changes"),
            search: at("search"),
        }
    }
}

/// Gives these pages their addresses, but for the timelines, which are some with many others. They come first, so that an
/// author's page in their way is the one that is reported.
pub(super) fn own_pages(plan: &mut Plan, register: &mut Register, graph: &Graph, size: usize) {
    let (lists, own) = (&plan.lists, plan.own.clone());
    let listed: [(Address, PageKind, usize); 13] = [
        (own.briefings, PageKind::Briefings, graph.briefings.len()),
        (own.actors, PageKind::Actors, lists.actors.len()),
        (own.claims, PageKind::Claims, graph.claims.len()),
        (own.claims_by_status, PageKind::ClaimsByStatus, lists.by_status.len()),
        (own.claims_by_actor, PageKind::ClaimsByActor, lists.by_actor.len()),
        (own.events, PageKind::Events, graph.events.len()),
        (own.sources, PageKind::Sources, lists.sources.len()),
        (own.tags, PageKind::Tags, graph.tags.len()),
        (own.network, PageKind::Network, lists.edges.len()),
        (own.matrix, PageKind::Matrices, graph.briefings.len()),
        (own.disputed, PageKind::Disputed, lists.disputed.len()),
        (own.changes, PageKind::Changes, graph.changes.len()),
        // Servers look for this file, whatever other pages are called.
        (Address::new("404.html"), PageKind::NotFound, 0),
    ];
    let titled = chunks(lists.titled.len(), size.saturating_mul(LINES));
    plan.push(register, &own.home, PageKind::Home, Owner::own("the home page"));
    for (address, kind, length) in listed {
        let owner = Owner::own(kind.title());
        plan.push_parts(register, &address, &kind, &owner, &chunks(length, size));
    }
    let owner = Owner::own(PageKind::Search.title());
    plan.push_parts(register, &own.search, &PageKind::Search, &owner, &titled);
}

/// A list of titles alone shows so many times more entries on a page than others.
const LINES: usize = 4;
