//! Claims in dispute.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, StatementRow, shared};
use crate::plan::PlannedPage;
use crate::resolve::Handle;
use crate::resolve::graph::Claim;

/// Claims that somebody stands against, most disputed first.
#[derive(Debug, Serialize)]
pub struct DisputedView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// The claims of this part.
    pub claims: Vec<Dispute>,
    /// How many there are in all.
    pub total: usize,
}

/// A claim and what stands against it.
#[derive(Debug, Serialize)]
pub struct Dispute {
    /// Its card.
    pub claim: Value,
    /// How many statements and claims stand against it.
    pub against: usize,
    /// The first statements against it.
    pub statements: Vec<StatementRow>,
    /// The first claims against it.
    pub counters: Vec<Value>,
}

impl DisputedView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let all = &site.plan.lists.disputed;
        let description = format!("{} that somebody disputes.", shared::count(all.len(), "claim", "claims"));
        let meta = PageMeta::new(site, page, "claims", "Disputed claims", &description);
        let claims = shared::part(all, page).iter();
        Self {
            claims: claims.map(|(it, against)| dispute(site, &meta.root, *it, *against)).collect(),
            page: meta,
            total: all.len(),
        }
    }
}

fn dispute(site: &Site<'_>, root: &str, handle: Handle<Claim>, against: usize) -> Dispute {
    let claim = &site.graph[handle];
    let statements = claim.statements.iter().filter(|it| site.graph[**it].stance.is_against()).take(SHOWN);
    let counters = claim.inverse.iter().filter(|(kind, _)| kind.is_against()).take(SHOWN);
    Dispute {
        claim: site.cards.claim(handle),
        against,
        statements: statements.map(|it| StatementRow::new(site, root, *it)).collect(),
        counters: counters.map(|(_, it)| site.cards.listed_claim(*it)).collect(),
    }
}

/// How many of each are shown.
const SHOWN: usize = 3;
