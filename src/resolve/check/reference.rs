//! Things that lead back to themselves, and statements without a place.

use std::collections::BTreeSet;

use foldhash::HashMap;

use super::super::graph::Graph;
use super::{Site, place, written};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::ClaimRelation;
use crate::model::declaration::Text;
use crate::source::Span;

/// Looks for cycles in each relation that may have none, and with `strict` for statements without a place.
pub(super) fn check(site: &Site, problems: &mut Vec<Diagnostic>) {
    for relation in relations(site.graph) {
        for cycle in cycles(&relation.edges) {
            problems.extend(problem(&relation, &cycle));
        }
    }
    with_itself(site.graph, problems);
    if site.settings.strict {
        unanchored(site, problems);
    }
}

/// A relation that must not lead back.
struct Relation<'a> {
    words: &'static str,
    edges: Vec<Vec<usize>>,
    /// The id of each thing, and the references it makes.
    things: Vec<(&'a str, Vec<(usize, Span)>)>,
}

fn relations(graph: &Graph) -> Vec<Relation<'_>> {
    let mut part_of = Vec::new();
    let mut follows = Vec::new();
    for event in &graph.events {
        let id = |at: usize| graph.events[at].source.id.slug.as_str();
        let written = &event.source;
        let whole = event.part_of.iter().map(|whole| whole.index());
        let before = event.follows.iter().map(|before| before.index());
        part_of.push((written.id.slug.as_str(), placed(whole, written.part_of.iter(), id)));
        follows.push((written.id.slug.as_str(), placed(before, written.follows.iter(), id)));
    }
    let mut derived = Vec::new();
    for source in &graph.sources {
        let id = |at: usize| graph.sources[at].source.id.slug.as_str();
        let origins = source.derived_from.iter().map(|origin| origin.index());
        derived.push((source.source.id.slug.as_str(), placed(origins, source.source.derived_from.iter(), id)));
    }
    vec![
        Relation::new("is part of itself", part_of),
        Relation::new("follows itself", follows),
        Relation::new("derives from itself", derived),
        Relation::new("supersedes itself", claims(graph, ClaimRelation::Supersedes)),
        Relation::new("derives from itself", claims(graph, ClaimRelation::DerivedFrom)),
    ]
}

/// A claim or an actor that stands in a relation to itself, where a longer way back would be none.
fn with_itself(graph: &Graph, problems: &mut Vec<Diagnostic>) {
    let mut report = |span: Span, message: String| {
        problems.push(Diagnostic::new(Code::ReferenceCycle, span, message).help("remove this reference"));
    };
    for claim in &graph.claims {
        let id = claim.source.id.slug.as_str();
        for (relation, other) in claim.source.relations.iter().filter(|(_, other)| other.value == id) {
            if !matches!(relation.value, ClaimRelation::Supersedes | ClaimRelation::DerivedFrom) {
                report(other.span, format!("`{id}` {} itself", relation.value.label()));
            }
        }
    }
    for actor in &graph.actors {
        let id = actor.source.id.slug.as_str();
        for relation in actor.source.relations.iter().filter(|relation| relation.actor.value == id) {
            report(relation.actor.span, format!("`{id}` has a relation to itself"));
        }
    }
}

fn claims(graph: &Graph, relation: ClaimRelation) -> Vec<(&str, Vec<(usize, Span)>)> {
    let id = |at: usize| graph.claims[at].source.id.slug.as_str();
    let related = graph.claims.iter().map(|claim| {
        let others = claim.relations.iter().filter(|(kind, _)| *kind == relation).map(|(_, other)| other.index());
        let written = claim.source.relations.iter().filter(|(kind, _)| kind.value == relation).map(|(_, text)| text);
        (claim.source.id.slug.as_str(), placed(others, written, id))
    });
    related.collect()
}

/// Each target with the place where it is written.
fn placed<'g>(
    targets: impl Iterator<Item = usize>,
    written: impl Iterator<Item = &'g Text>,
    id: impl Fn(usize) -> &'g str,
) -> Vec<(usize, Span)> {
    let places: HashMap<&str, Span> = written.map(|text| (text.value.as_str(), text.span)).collect();
    targets.filter_map(|target| places.get(id(target)).map(|span| (target, *span))).collect()
}

impl<'a> Relation<'a> {
    fn new(words: &'static str, things: Vec<(&'a str, Vec<(usize, Span)>)>) -> Self {
        let edges = things.iter().map(|(_, targets)| targets.iter().map(|(target, _)| *target).collect()).collect();
        Self { words, edges, things }
    }
}

fn problem(relation: &Relation, cycle: &[usize]) -> Option<Diagnostic> {
    let first = *cycle.first()?;
    let place = |from: usize, to: usize| {
        relation.things[from].1.iter().find(|(target, _)| *target == to).map(|(_, span)| *span)
    };
    let next = |nth: usize| cycle[(nth + 1) % cycle.len()];
    let name = relation.things[first].0;
    let through = if cycle.len() > 1 { format!(", through {}", cycle.len() - 1) + " other" } else { String::new() };
    let plural = if cycle.len() > 2 { "s" } else { "" };
    let message = format!("`{name}` {}{through}{plural}", relation.words);
    let mut problem = Diagnostic::new(Code::ReferenceCycle, place(first, next(0))?, message)
        .label(format!("from `{name}` to `{}`", relation.things[next(0)].0));
    for (nth, from) in cycle.iter().enumerate().skip(1).take(SHOWN) {
        if let Some(span) = place(*from, next(nth)) {
            let (from, to) = (relation.things[*from].0, relation.things[next(nth)].0);
            problem = problem.also(span, format!("from `{from}` to `{to}`"));
        }
    }
    Some(problem.help("remove one of these references"))
}

/// A cycle of each knot of these edges. What nothing leads to, and what leads nowhere, is peeled off until only cycles
/// and what is between them are left; then one cycle is walked and taken out, and the peeling goes on. So every edge is
/// looked at a few times only; of a site in knots the first are enough.
fn cycles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for target in targets {
            back[*target].push(from);
        }
    }
    let mut outgoing: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut left: BTreeSet<usize> = (0..edges.len()).collect();
    let mut peel: Vec<usize> = (0..edges.len()).filter(|at| outgoing[*at] == 0).collect();
    let mut found = Vec::new();
    loop {
        while let Some(at) = peel.pop() {
            if !left.remove(&at) {
                continue;
            }
            for from in &back[at] {
                outgoing[*from] -= 1;
                if outgoing[*from] == 0 {
                    peel.push(*from);
                }
            }
        }
        let Some(start) = left.first().copied() else { return found };
        let cycle = walk(start, edges, &left);
        if cycle.is_empty() || found.len() == MOST {
            return found;
        }
        peel.extend(&cycle);
        found.push(cycle);
    }
}

/// From a thing along the first reference that is left, until one comes again.
fn walk(start: usize, edges: &[Vec<usize>], left: &BTreeSet<usize>) -> Vec<usize> {
    let mut path = vec![start];
    let mut seen: HashMap<usize, usize> = HashMap::from_iter([(start, 0)]);
    let mut at = start;
    while let Some(next) = edges[at].iter().copied().find(|next| left.contains(next)) {
        if let Some(begin) = seen.get(&next) {
            let mut cycle = path.split_off(*begin);
            let lowest = cycle.iter().enumerate().min_by_key(|(_, thing)| **thing).map_or(0, |(nth, _)| nth);
            cycle.rotate_left(lowest);
            return cycle;
        }
        seen.insert(next, path.len());
        path.push(next);
        at = next;
    }
    Vec::new()
}

fn unanchored(site: &Site, problems: &mut Vec<Diagnostic>) {
    for statement in site.graph.statements.iter().filter(|statement| statement.briefing.is_some()) {
        let anchored = statement.source.statements.get(statement.index).is_some_and(Option::is_some);
        let quoted = written(statement).is_some_and(|written| written.quote.is_some());
        let Some(span) = place(statement).filter(|_| !anchored && !quoted) else { continue };
        let id = &site.graph[statement.claim].source.id.slug;
        let message = format!("the statement of `{id}` has no place in the text");
        problems.push(
            Diagnostic::new(Code::UnanchoredClaim, span, message)
                .help(format!("add `quote` with words of the text, or link the passage: `[words](claim:{id})`")),
        );
    }
}

const SHOWN: usize = 6;
const MOST: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_knot_gives_a_cycle() {
        assert_eq!(cycles(&[vec![1], vec![2], vec![]]), Vec::<Vec<usize>>::new());
        assert_eq!(cycles(&[vec![0], vec![0]]), [vec![0]]);
        assert_eq!(cycles(&[vec![2], vec![1], vec![3], vec![0, 1]]), [vec![0, 2, 3], vec![1]]);
        assert_eq!(cycles(&[vec![1, 2], vec![3], vec![3], vec![]]), Vec::<Vec<usize>>::new());
        let long: Vec<Vec<usize>> = (0..50_000).map(|at| vec![(at + 1) % 50_000]).collect();
        assert_eq!(cycles(&long).len(), 1);
    }
}
