//! Previews: the card that a page shows beside a link, in bundles, so that one request brings the cards of many links.
//!
//! The script of the theme finds the bundle of an address by the same sum as `bundle`.

use serde::Serialize;
use tera::{Context, Value};

use crate::plan::Address;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::Node;

/// A bundle of previews, for its template.
#[derive(Debug, Serialize)]
pub struct PreviewsView {
    /// The cards, by address.
    pub cards: Vec<Preview>,
}

/// The card of one page.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// The address of the page, not percent-encoded.
    pub address: String,
    /// `actor`, `briefing`, `claim`, `event` or `source`.
    pub kind: &'static str,
    /// Its chip, card, row or line.
    pub card: Value,
}

/// How many bundles a site has: a power of two.
#[must_use]
pub fn bundles(site: &Site<'_>) -> usize {
    let graph = site.graph;
    let pages = graph.briefings.len()
        + graph.claims.len()
        + graph.events.len()
        + site.plan.lists.actors.len()
        + site.plan.lists.sources.len();
    (pages / CARDS).max(1).next_power_of_two()
}

/// File name and context of each bundle.
pub(super) fn views(site: &Site<'_>) -> Vec<(String, Context)> {
    let count = bundles(site);
    let mut views: Vec<_> = (0..count).map(|_| PreviewsView { cards: Vec::new() }).collect();
    for card in cards(site) {
        views[bundle(&card.address, count)].cards.push(card);
    }
    let context = |view| Context::from_serialize(&view).unwrap_or_default();
    views.into_iter().enumerate().map(|(number, view)| (file(number), context(view))).collect()
}

/// The file of a bundle.
pub(super) fn file(number: usize) -> String {
    format!("previews/{number}.html")
}

/// The card of every page that may be previewed.
fn cards(site: &Site<'_>) -> Vec<Preview> {
    let Site { graph, plan, cards, .. } = site;
    let mut all = Vec::new();
    let mut add = |node: &Node, kind, card| {
        let address = plan.address(node).map(Address::as_str);
        all.extend(address.map(|it| Preview { address: it.to_owned(), kind, card }));
    };
    for handle in &plan.lists.actors {
        add(&Node::Actor(*handle), "actor", cards.actor(*handle));
    }
    for handle in (0..graph.briefings.len()).map(Handle::new) {
        add(&Node::Briefing(handle), "briefing", cards.briefing(handle));
    }
    for handle in (0..graph.claims.len()).map(Handle::new) {
        add(&Node::Claim(handle), "claim", cards.claim(handle));
    }
    for handle in (0..graph.events.len()).map(Handle::new) {
        add(&Node::Event(handle), "event", cards.event(handle));
    }
    for handle in &plan.lists.sources {
        add(&Node::Source(*handle), "source", cards.source(*handle));
    }
    all
}

/// Which of so many bundles holds an address: FNV-1a over its UTF-16 units.
fn bundle(address: &str, count: usize) -> usize {
    let sum =
        address.encode_utf16().fold(0x811c_9dc5_u32, |sum, unit| (sum ^ u32::from(unit)).wrapping_mul(0x0100_0193));
    sum as usize & (count - 1)
}

/// About how many cards a bundle holds.
const CARDS: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_the_script() {
        // Computed by `bundle` in static/postil.js.
        assert_eq!(bundle("claims/no-new-fee/", 1 << 20), 342_573);
        assert_eq!(bundle("actors/министр/", 1 << 20), 91_491);
    }
}
