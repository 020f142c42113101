//! The site as a network: what has a page is a node, what is between two of them an edge.
//!
//! What is confidential is left out: as a node it would tell what belongs together.

use chrono::NaiveDate;

use super::describe::{id, statement_href};
use super::feed::full;
use super::handles;
use crate::model::{Date, Word};
use crate::plan::Address;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Briefing, Claim, Event, Node, Source, Statement};

/// Everything that is a node or an edge.
#[derive(Debug, Default)]
pub(super) struct Network {
    pub(super) nodes: Vec<Vertex>,
    pub(super) edges: Vec<Edge>,
}

/// A node.
#[derive(Debug)]
pub(super) struct Vertex {
    /// No other node has it: `actor:ID`.
    pub(super) id: String,
    pub(super) label: String,
    /// `actor`, `claim`, `event`, `source` or `briefing`.
    pub(super) class: &'static str,
    /// The kind within its class, if it is known.
    pub(super) kind: Option<&'static str>,
    /// What is concluded about a claim, or whether an event has happened.
    pub(super) status: Option<&'static str>,
    /// A full address for a site that has one, else relative to its root.
    pub(super) address: String,
    pub(super) when: Option<Date>,
}

/// An edge, from one node to another.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) from: String,
    pub(super) to: String,
    /// What is between them, as sorts of edges: `statement`, `relation`, `role` …
    pub(super) class: &'static str,
    /// The word of the format: a stance, a relation, the part in an event; for an office its title.
    pub(super) label: String,
    /// Since when; for a statement and an event, all the time it can mean.
    pub(super) from_day: Option<NaiveDate>,
    /// Until when.
    pub(super) to_day: Option<NaiveDate>,
    /// The quotation of a statement.
    pub(super) quote: Option<String>,
    /// Where a statement stands.
    pub(super) address: Option<String>,
}

impl Network {
    /// The network of a site, nodes and edges in the order of the site.
    pub(super) fn new(site: &Site<'_>) -> Self {
        let graph = site.graph;
        let mut network = Self::default();
        handles(&graph.briefings).for_each(|it| network.briefing(site, it));
        handles(&graph.actors).for_each(|it| network.actor(site, it));
        handles(&graph.claims).for_each(|it| network.claim(site, it));
        handles(&graph.events).for_each(|it| network.event(site, it));
        handles(&graph.sources).for_each(|it| network.source(site, it));
        handles(&graph.statements).for_each(|it| network.statement(site, it));
        network
    }

    fn briefing(&mut self, site: &Site<'_>, handle: Handle<Briefing>) {
        let briefing = &site.graph[handle];
        let node = Node::Briefing(handle);
        self.node(site, &node, None, None, Some(briefing.date));
        let claims = briefing.claims.iter().map(|(it, _)| (Node::Claim(*it), "reports"));
        let events = briefing.events.iter().map(|it| (Node::Event(*it), "covers"));
        let sources = briefing.sources.iter().map(|it| (Node::Source(*it), "cites"));
        for (other, label) in claims.chain(events).chain(sources) {
            self.edge(site, &node, &other, Edge::new("content", label).at(Some(&briefing.date)));
        }
    }

    fn actor(&mut self, site: &Site<'_>, handle: Handle<Actor>) {
        let actor = &site.graph[handle];
        let node = Node::Actor(handle);
        self.node(site, &node, actor.kind.map(Word::as_str), None, None);
        for relation in actor.relations.iter().filter(|it| !it.inverse) {
            let edge = Edge::new("relation", relation.kind.as_str()).between(relation.from, relation.to);
            self.edge(site, &node, &Node::Actor(relation.other), edge);
        }
        for role in &actor.roles {
            let Some(org) = role.org else { continue };
            self.edge(site, &node, &Node::Actor(org), Edge::new("role", &role.title).between(role.from, role.to));
        }
    }

    fn claim(&mut self, site: &Site<'_>, handle: Handle<Claim>) {
        let claim = &site.graph[handle];
        let node = Node::Claim(handle);
        let first = claim.statements.first().map(|it| site.graph[*it].date);
        self.node(site, &node, Some(claim.kind.as_str()), Some(claim.status.as_str()), first);
        for (kind, other) in &claim.relations {
            self.edge(site, &node, &Node::Claim(*other), Edge::new("argument", kind.as_str()));
        }
    }

    fn event(&mut self, site: &Site<'_>, handle: Handle<Event>) {
        let event = &site.graph[handle];
        let node = Node::Event(handle);
        let date = event.source.date.value;
        self.node(site, &node, None, Some(event.status.as_str()), Some(date));
        for (actor, role) in &event.actors {
            let label = role.map_or("takes-part", Word::as_str);
            self.edge(site, &Node::Actor(*actor), &node, Edge::new("participation", label).at(Some(&date)));
        }
        let whole = event.part_of.iter().map(|it| (*it, "part-of"));
        for (other, label) in whole.chain(event.follows.iter().map(|it| (*it, "follows"))) {
            self.edge(site, &node, &Node::Event(other), Edge::new("event", label));
        }
    }

    fn source(&mut self, site: &Site<'_>, handle: Handle<Source>) {
        let source = &site.graph[handle];
        let node = Node::Source(handle);
        // A kind would be that of a confidential source, which is no node.
        let kind = source.source.kind.as_ref().map(|it| it.value.as_str());
        self.node(site, &node, kind, None, source.source.date.as_ref().map(|it| it.value));
        for other in &source.derived_from {
            self.edge(site, &node, &Node::Source(*other), Edge::new("source", "derived-from"));
        }
    }

    /// A statement is an edge from each who makes it to its claim, and from the claim to where it was made and taken from.
    fn statement(&mut self, site: &Site<'_>, handle: Handle<Statement>) {
        let statement = &site.graph[handle];
        let claim = Node::Claim(statement.claim);
        let address = full(site, &statement_href(site, handle));
        let quote = site.cards.quoted(statement).map(|(words, _)| words);
        let edge = |class, label: &str| {
            let edge = Edge::new(class, label).at(Some(&statement.date));
            Edge { address: Some(address.clone()), ..edge }
        };
        for actor in &statement.by {
            let said = Edge { quote: quote.clone(), ..edge("statement", statement.stance.as_str()) };
            self.edge(site, &Node::Actor(*actor), &claim, said);
            for (others, label) in [(&statement.on_behalf_of, "speaks-for"), (&statement.to, "addresses")] {
                for other in others {
                    self.edge(site, &Node::Actor(*actor), &Node::Actor(*other), edge("speech", label));
                }
            }
        }
        for topic in &statement.about {
            self.edge(site, &claim, topic, edge("topic", "about"));
        }
        let event = statement.event.map(|it| (Node::Event(it), "said-at"));
        let source = statement.taken_from.map(|it| (Node::Source(it), "taken-from"));
        for (other, label) in event.into_iter().chain(source) {
            self.edge(site, &claim, &other, edge("provenance", label));
        }
    }

    fn node(
        &mut self,
        site: &Site<'_>,
        node: &Node,
        kind: Option<&'static str>,
        status: Option<&'static str>,
        when: Option<Date>,
    ) {
        let (Some(id), Some(page)) = (name(site, node), site.plan.address(node)) else { return };
        let (link, address) = (site.link(node), full(site, &Address::href(page)));
        self.nodes.push(Vertex { id, label: link.title, class: link.kind, kind, status, address, when });
    }

    fn edge(&mut self, site: &Site<'_>, from: &Node, to: &Node, edge: Edge) {
        if let (Some(from), Some(to)) = (name(site, from), name(site, to)) {
            self.edges.push(Edge { from, to, ..edge });
        }
    }
}

impl Edge {
    fn new(class: &'static str, label: &str) -> Self {
        Self {
            from: String::new(),
            to: String::new(),
            class,
            label: label.to_owned(),
            from_day: None,
            to_day: None,
            quote: None,
            address: None,
        }
    }

    /// The same at a date.
    fn at(self, date: Option<&Date>) -> Self {
        Self { from_day: date.and_then(Date::first_day), to_day: date.and_then(Date::last_day), ..self }
    }

    /// The same from a date to another.
    fn between(self, from: Option<Date>, to: Option<Date>) -> Self {
        let from_day = from.and_then(|it| it.first_day());
        Self { from_day, to_day: to.and_then(|it| it.last_day()), ..self }
    }
}

/// The id of a node; none for what is confidential.
fn name(site: &Site<'_>, node: &Node) -> Option<String> {
    let class = match node {
        Node::Briefing(_) => "briefing",
        Node::Actor(_) => "actor",
        Node::Claim(_) => "claim",
        Node::Event(_) => "event",
        Node::Source(_) => "source",
        Node::Page(_) | Node::Home | Node::Asset(_) => return None,
    };
    Some(format!("{class}:{}", id(site.graph, node)?))
}
