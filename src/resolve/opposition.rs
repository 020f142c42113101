//! Who stands against whom, and who turned round.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Actor, Claim, Graph, Handle, Opponent, Statement};
use super::history::speakers;
use crate::model::Stance;

/// Fills the opponents and reversals of every actor.
pub(super) fn oppose(graph: &mut Graph) {
    opponents(graph);
    reversals(graph);
}

fn opponents(graph: &mut Graph) {
    let mut between: BTreeMap<(Handle<Actor>, Handle<Actor>), BTreeSet<Handle<Claim>>> = BTreeMap::new();
    let mut add = |ones: &[Handle<Actor>], others: &[Handle<Actor>], claims: &[Handle<Claim>]| {
        for one in ones.iter().take(MOST) {
            for other in others.iter().take(MOST).filter(|other| *other != one) {
                between.entry((*one, *other)).or_default().extend(claims);
                between.entry((*other, *one)).or_default().extend(claims);
            }
        }
    };
    let speakers: Vec<Vec<Handle<Actor>>> =
        (0..graph.claims.len()).map(|at| speakers(graph, Handle::new(at)).into_iter().flatten().collect()).collect();
    for (at, owners) in speakers.iter().enumerate() {
        let claim: Handle<Claim> = Handle::new(at);
        for statement in graph[claim].statements.iter().map(|statement| &graph[*statement]) {
            if statement.stance.is_against() {
                add(&statement.by, owners, &[claim]);
            }
        }
        for (relation, other) in &graph[claim].relations {
            if relation.is_against() && *other != claim {
                add(owners, &speakers[other.index()], &[claim, *other]);
            }
        }
    }
    for ((one, other), claims) in between {
        graph.actors[one.index()].opponents.push(Opponent { actor: other, claims: claims.into_iter().collect() });
    }
}

fn reversals(graph: &mut Graph) {
    let mut found: BTreeSet<(Handle<Actor>, Handle<Statement>, Handle<Statement>)> = BTreeSet::new();
    let assertions: Vec<_> = (0..graph.claims.len()).map(|at| first_assertions(graph, Handle::new(at))).collect();
    for (at, own) in assertions.iter().enumerate() {
        let claim: Handle<Claim> = Handle::new(at);
        let mut behind: BTreeMap<Handle<Actor>, Handle<Statement>> = BTreeMap::new();
        for handle in &graph[claim].statements {
            let statement = &graph[*handle];
            for actor in &statement.by {
                if statement.stance.is_for() {
                    behind.entry(*actor).or_insert(*handle);
                } else if statement.stance.is_against() || statement.stance == Stance::Retracts {
                    found.extend(behind.remove(actor).map(|earlier| (*actor, earlier, *handle)));
                }
            }
        }
        for (relation, other) in &graph[claim].relations {
            if !relation.is_against() || *other == claim {
                continue;
            }
            let theirs = &assertions[other.index()];
            let (few, many) = if own.len() < theirs.len() { (own, theirs) } else { (theirs, own) };
            for (actor, one) in few {
                if let Some(two) = many.get(actor) {
                    found.insert((*actor, *one.min(two), *one.max(two)));
                }
            }
        }
    }
    for (actor, earlier, later) in found {
        graph.actors[actor.index()].reversals.push((earlier, later));
    }
}

fn first_assertions(graph: &Graph, claim: Handle<Claim>) -> BTreeMap<Handle<Actor>, Handle<Statement>> {
    let mut first = BTreeMap::new();
    for handle in &graph[claim].statements {
        let statement = &graph[*handle];
        if statement.stance == Stance::Asserts {
            for actor in &statement.by {
                first.entry(*actor).or_insert(*handle);
            }
        }
    }
    first
}

/// Of more speakers than this in one statement the first are taken, so that long lists do not multiply.
const MOST: usize = 32;
