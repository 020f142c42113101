//! The other direction of every edge.
//!
//! Things are gone through in the order of their handles, so that every list of handles comes out in its order.

use std::collections::BTreeSet;

use super::graph::{Actor, Briefing, Graph, Handle, Node, Relation, Statement};

/// Adds to everything what refers to it.
pub(super) fn link(graph: &mut Graph) {
    statements(graph);
    events(graph);
    sources(graph);
    claims(graph);
    offices(graph);
    relations(graph);
    briefings(graph);
}

fn statements(graph: &mut Graph) {
    for at in 0..graph.statements.len() {
        let handle = Handle::new(at);
        let statement = &graph.statements[at];
        graph.claims[statement.claim.index()].statements.push(handle);
        for actor in &statement.by {
            graph.actors[actor.index()].statements.push(handle);
        }
        for actor in &statement.on_behalf_of {
            graph.actors[actor.index()].on_its_behalf.push(handle);
        }
        for actor in &statement.to {
            graph.actors[actor.index()].addressed.push(handle);
        }
        for node in &statement.about {
            match node {
                Node::Actor(actor) => graph.actors[actor.index()].about.push(handle),
                Node::Event(event) => graph.events[event.index()].about.push(handle),
                Node::Claim(claim) => graph.claims[claim.index()].about.push(handle),
                Node::Briefing(_) | Node::Source(_) | Node::Page(_) | Node::Home | Node::Asset(_) => {}
            }
        }
        if let Some(event) = statement.event {
            graph.events[event.index()].statements.push(handle);
        }
        if let Some(source) = statement.taken_from {
            graph.sources[source.index()].statements.push(handle);
        }
        if let Some(briefing) = statement.briefing {
            graph.briefings[briefing.index()].statements.push(handle);
        }
    }
    let written = |statement: &Handle<Statement>| graph.statements[statement.index()].index;
    for briefing in &mut graph.briefings {
        briefing.statements.sort_by_key(written);
    }
}

fn events(graph: &mut Graph) {
    for at in 0..graph.events.len() {
        let handle = Handle::new(at);
        let event = &graph.events[at];
        for (actor, role) in event.actors.clone() {
            graph.actors[actor.index()].events.push((handle, role));
        }
        for source in &event.sources {
            graph.sources[source.index()].events.push(handle);
        }
        if let Some(whole) = event.part_of {
            graph.events[whole.index()].parts.push(handle);
        }
        for before in graph.events[at].follows.clone() {
            graph.events[before.index()].followed_by.push(handle);
        }
    }
}

fn sources(graph: &mut Graph) {
    for at in 0..graph.sources.len() {
        for origin in graph.sources[at].derived_from.clone() {
            graph.sources[origin.index()].derived.push(Handle::new(at));
        }
    }
}

fn claims(graph: &mut Graph) {
    for at in 0..graph.claims.len() {
        for (relation, other) in graph.claims[at].relations.clone() {
            graph.claims[other.index()].inverse.push((relation, Handle::new(at)));
        }
    }
    for claim in &mut graph.claims {
        claim.inverse.sort_unstable();
    }
}

fn offices(graph: &mut Graph) {
    for at in 0..graph.actors.len() {
        for role in graph.actors[at].roles.clone() {
            if let Some(org) = role.org {
                graph.actors[org.index()].officers.push((Handle::new(at), role));
            }
        }
    }
}

fn relations(graph: &mut Graph) {
    for at in 0..graph.actors.len() {
        let own: Vec<Relation> = graph.actors[at].relations.iter().filter(|r| !r.inverse).cloned().collect();
        for relation in own {
            let other = relation.other;
            graph.actors[other.index()].relations.push(Relation { other: Handle::new(at), inverse: true, ..relation });
        }
    }
    for actor in &mut graph.actors {
        actor.relations.sort_by_key(|relation| (relation.kind, relation.other, relation.inverse));
    }
}

/// Who and what appears in each briefing, and the briefings in which each appears.
fn briefings(graph: &mut Graph) {
    for at in 0..graph.briefings.len() {
        let handle: Handle<Briefing> = Handle::new(at);
        let briefing = &graph.briefings[at];
        let mut events: BTreeSet<_> = briefing.events.iter().copied().collect();
        let mut sources: BTreeSet<_> = briefing.sources.iter().copied().collect();
        let mut actors: BTreeSet<Handle<Actor>> = briefing.listed.iter().copied().collect();
        for statement in &briefing.statements {
            let statement = &graph.statements[statement.index()];
            actors.extend(statement.by.iter().chain(&statement.on_behalf_of).chain(&statement.to));
            events.extend(statement.event);
            sources.extend(statement.taken_from);
            for node in &statement.about {
                match node {
                    Node::Actor(actor) => drop(actors.insert(*actor)),
                    Node::Event(event) => drop(events.insert(*event)),
                    Node::Briefing(_)
                    | Node::Claim(_)
                    | Node::Source(_)
                    | Node::Page(_)
                    | Node::Home
                    | Node::Asset(_) => {}
                }
            }
        }
        let small = events.iter().map(|it| &graph.events[it.index()]).filter(|it| it.actors.len() <= CROWD);
        for event in small {
            actors.extend(event.actors.iter().map(|(actor, _)| *actor));
        }
        for actor in &actors {
            graph.actors[actor.index()].briefings.push(handle);
        }
        for event in &events {
            graph.events[event.index()].briefings.push(handle);
        }
        for source in &sources {
            graph.sources[source.index()].briefings.push(handle);
        }
        let briefing = &mut graph.briefings[at];
        briefing.actors = actors.into_iter().collect();
        briefing.events = events.into_iter().collect();
        briefing.sources = sources.into_iter().collect();
    }
}

/// Of an event with more participants than this, a briefing tells nothing of each of them; with many such briefings, what would
/// be between them and the participants would grow with the square.
const CROWD: usize = 100;
