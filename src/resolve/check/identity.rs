//! Who is who: names that several share, actors that nothing refers to, events without anyone.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::graph::{Actor, Graph, Handle};
use super::super::names::name_key;
use super::Site;
use crate::anchor::is_whole;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::Text;
use crate::parse::Body;
use crate::source::Span;

/// Checks actors and events.
pub(super) fn check(site: &Site, problems: &mut Vec<Diagnostic>) {
    shared(site, problems);
    unused(site, problems);
    for event in site.graph.events.iter().filter(|event| event.actors.is_empty()) {
        let written = &event.source;
        if !written.names_actors {
            let message = format!("nobody takes part in the event `{}`", written.id.slug);
            problems.push(
                Diagnostic::new(Code::EventWithoutActors, written.title.span, message)
                    .help("add who takes part: `actors: [NAME]`"),
            );
        }
    }
}

/// The name of an actor and its aliases.
pub(super) fn names(actor: &Actor) -> impl Iterator<Item = &Text> {
    std::iter::once(&actor.source.name).chain(&actor.source.aliases)
}

fn shared(site: &Site, problems: &mut Vec<Diagnostic>) {
    let mut called: BTreeMap<String, Vec<(Handle<Actor>, Span)>> = BTreeMap::new();
    for (at, actor) in site.graph.actors.iter().enumerate() {
        let handle = Handle::new(at);
        for name in names(actor) {
            let list = called.entry(name_key(name)).or_default();
            if list.last().is_none_or(|(last, _)| *last != handle) {
                list.push((handle, name.span));
            }
        }
    }
    for (name, actors) in called.into_iter().filter(|(_, actors)| actors.len() > 1) {
        let id = |actor: Handle<Actor>| &site.graph[actor].source.id.slug;
        let (first, first_span) = actors[0];
        let (second, second_span) = actors[1];
        let message = format!("`{name}` is a name of {} actors", actors.len());
        let mut problem =
            Diagnostic::new(Code::SharedAlias, second_span, message).label(format!("of `{}`", id(second)));
        problem = problem.also(first_span, format!("of `{}`", id(first)));
        for (actor, span) in actors.iter().skip(2).take(SHOWN) {
            problem = problem.also(*span, format!("of `{}`", id(*actor)));
        }
        problems.push(problem.help(format!(
            "if they are one actor, declare it once; else remove the alias from one of them, such as `{}`",
            id(second)
        )));
    }
}

fn unused(site: &Site, problems: &mut Vec<Diagnostic>) {
    let candidates = candidates(site.graph);
    if candidates.is_empty() {
        return;
    }
    let bodies = site.declared.articles.iter().filter_map(|anchored| anchored.article.body.as_deref());
    let mentioned = mentioned(&candidates, bodies);
    for (_, actor) in candidates.into_iter().enumerate().filter(|(at, _)| !mentioned.contains(at)) {
        let id = &actor.source.id;
        let message = format!("nothing refers to the actor `{}`", id.slug);
        problems.push(
            Diagnostic::new(Code::ActorNeverUsed, id.span, message)
                .help(format!("name it where it speaks or acts (`by: {}`), or remove it", id.slug)),
        );
    }
}

/// Whether two states of a body mention the same of the actors that only prose can mention.
pub(in crate::resolve) fn mentions_the_same(graph: &Graph, old: &Body, new: &Body) -> bool {
    let candidates = candidates(graph);
    candidates.is_empty() || mentioned(&candidates, [old]) == mentioned(&candidates, [new])
}

/// Declared actors that nothing but prose can refer to.
fn candidates(graph: &Graph) -> Vec<&Actor> {
    graph.actors.iter().filter(|actor| !actor.implicit && !is_referred_to(actor)).collect()
}

/// Whether anything but the actor itself refers to it.
fn is_referred_to(actor: &Actor) -> bool {
    let said = [&actor.statements, &actor.on_its_behalf, &actor.addressed, &actor.about];
    said.into_iter().any(|list| !list.is_empty())
        || !actor.briefings.is_empty()
        || !actor.events.is_empty()
        || !actor.officers.is_empty()
        || !actor.linked_from.is_empty()
        || actor.relations.iter().any(|relation| relation.inverse)
}

/// Which of these actors some prose names, because a name in prose is a link.
fn mentioned<'a>(candidates: &[&Actor], bodies: impl IntoIterator<Item = &'a Body>) -> BTreeSet<usize> {
    let patterns: Vec<(usize, &str)> = candidates
        .iter()
        .enumerate()
        .filter(|(_, actor)| actor.confidential.is_none())
        .flat_map(|(at, actor)| names(actor).map(move |name| (at, name.value.as_str())))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    let searcher =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns.iter().map(|(_, name)| name));
    let Ok(searcher) = searcher else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    for body in bodies {
        let text = body.text();
        for hit in searcher.find_iter(text) {
            if is_whole(text, &hit.range()) {
                found.insert(patterns[hit.pattern().as_usize()].0);
            }
        }
    }
    found
}

const SHOWN: usize = 6;
