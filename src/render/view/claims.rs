//! The indexes of claims: newest first, by status, by actor.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::model::Word;
use crate::plan::{PageKind, PlannedPage};
use crate::render::card::Tally;
use crate::resolve::Handle;

/// All claims in one of three orders.
#[derive(Debug, Serialize)]
pub struct ClaimsView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// `date`, `status` or `actor`.
    pub order: &'static str,
    /// All claims by status.
    pub tally: Tally,
    /// The claims of this page, in groups; one group without heading when they are in order of date.
    pub groups: Vec<Group>,
}

/// Claims under one heading.
#[derive(Debug, Serialize)]
pub struct Group {
    /// A status, or nothing.
    pub status: Option<&'static str>,
    /// Its family.
    pub standing: Option<&'static str>,
    /// The chip of an actor, or nothing.
    pub actor: Option<Value>,
    /// The id of its heading.
    pub id: String,
    /// Cards.
    pub claims: Vec<Value>,
}

impl ClaimsView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let (order, title, groups) = match page.kind {
            PageKind::ClaimsByStatus => ("status", "Claims by status", by_status(site, page)),
            PageKind::ClaimsByActor => ("actor", "Claims by actor", by_actor(site, page)),
            _ => ("date", "Claims", by_date(site, page)),
        };
        let tally = site.cards.tally();
        let page = PageMeta::new(site, page, "claims", title, &tally.label);
        Self { page, order, tally, groups }
    }
}

fn by_date(site: &Site<'_>, page: &PlannedPage) -> Vec<Group> {
    let claims: Vec<_> = page.part.range.clone().map(|it| site.cards.listed_claim(Handle::new(it))).collect();
    if claims.is_empty() { Vec::new() } else { vec![Group { claims, ..Group::new(1) }] }
}

fn by_status(site: &Site<'_>, page: &PlannedPage) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (status, claim) in shared::part(&site.plan.lists.by_status, page) {
        let word = Some(status.as_str());
        if groups.last().is_none_or(|last| last.status != word) {
            let standing = Some(status.standing().as_str());
            groups.push(Group { status: word, standing, ..Group::new(groups.len() + 1) });
        }
        groups.last_mut().into_iter().for_each(|it| it.claims.push(site.cards.listed_claim(*claim)));
    }
    groups
}

fn by_actor(site: &Site<'_>, page: &PlannedPage) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut last = None;
    for (actor, claim) in shared::part(&site.plan.lists.by_actor, page) {
        if last != Some(*actor) {
            last = Some(*actor);
            groups.push(Group { actor: actor.map(|it| site.cards.actor(it)), ..Group::new(groups.len() + 1) });
        }
        groups.last_mut().into_iter().for_each(|it| it.claims.push(site.cards.listed_claim(*claim)));
    }
    groups
}

impl Group {
    fn new(number: usize) -> Self {
        Self { status: None, standing: None, actor: None, id: format!("group-{number}"), claims: Vec::new() }
    }
}
