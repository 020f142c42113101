//! Previews: the card that a page shows beside a link, in bundles, so that one request brings the cards of many links.
//!
//! The script of the theme finds the bundle of an address by the same sum as `bundle`.

use serde::Serialize;
use tera::{Context, Value};

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

/// What each bundle holds.
pub(super) fn split(site: &Site<'_>) -> Vec<Vec<Node>> {
    let count = bundles(site);
    let mut split: Vec<Vec<Node>> = vec![Vec::new(); count];
    for node in nodes(site) {
        if let Some(address) = site.plan.address(&node) {
            split[bundle(address.as_str(), count)].push(node);
        }
    }
    split
}

/// The context of the bundle that holds these.
pub(super) fn view(site: &Site<'_>, nodes: &[Node]) -> Context {
    let cards = nodes.iter().filter_map(|node| card(site, node)).collect();
    Context::from_serialize(&PreviewsView { cards }).unwrap_or_default()
}

/// The file of a bundle.
pub(super) fn file(number: usize) -> String {
    format!("previews/{number}.html")
}

/// Every page that may be previewed.
fn nodes(site: &Site<'_>) -> Vec<Node> {
    let Site { graph, plan, .. } = site;
    let mut all: Vec<Node> = plan.lists.actors.iter().copied().map(Node::Actor).collect();
    all.extend((0..graph.briefings.len()).map(|at| Node::Briefing(Handle::new(at))));
    all.extend((0..graph.claims.len()).map(|at| Node::Claim(Handle::new(at))));
    all.extend((0..graph.events.len()).map(|at| Node::Event(Handle::new(at))));
    all.extend(plan.lists.sources.iter().copied().map(Node::Source));
    all
}

/// The card of a page that may be previewed.
fn card(site: &Site<'_>, node: &Node) -> Option<Preview> {
    let cards = site.cards;
    let address = site.plan.address(node)?.as_str();
    let (kind, card) = match node {
        Node::Actor(it) => ("actor", cards.actor(*it)),
        Node::Briefing(it) => ("briefing", cards.briefing(*it)),
        Node::Claim(it) => ("claim", cards.claim(*it)),
        Node::Event(it) => ("event", cards.event(*it)),
        Node::Source(it) => ("source", cards.source(*it)),
        Node::Page(_) | Node::Home | Node::Asset(_) => return None,
    };
    Some(Preview { address: address.to_owned(), kind, card })
}

/// Which of so many bundles holds an address: FNV-1a over its UTF-16 units.
pub(super) fn bundle(address: &str, count: usize) -> usize {
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
