//! The status of each claim, now and then, and how it came about.
//!
//! A claim begins with the default of its kind, or with what a list says of it. What a briefing states (in the declaration
//! or in `updates:`) counts from the date it gives, and from then on nothing is derived. Until then another actor's
//! opposition makes it disputed, and it is retracted when all who asserted it have taken it back.
//!
//! A status is the site's conclusion, so it changes when the site tells: what a briefing reports of an earlier year changes
//! nothing before that briefing. The statement itself keeps the date on which it was made.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::bind::Binder;
use super::build::{Context, briefing_head};
use super::declare::Declared;
use super::graph::{Actor, Briefing, Cause, Change, Claim, Entry, EntryKind, Graph, Handle, Source, Statement};
use crate::model::{Date, Stance, Status};

/// Who speaks: an actor, or nothing for the briefing's own voice.
type Voice = Option<Handle<Actor>>;

/// Something that bears on the status of a claim.
#[derive(Debug, Clone)]
struct Event {
    date: Date,
    /// What is stated comes before what is derived on one day, then by path and place.
    rank: (bool, usize, usize),
    briefing: Option<Handle<Briefing>>,
    status: Status,
    cause: Cause,
    source: Option<Handle<Source>>,
}

/// Gives every claim its status and history, and the graph all changes.
pub(super) fn history(graph: &mut Graph, binder: &mut Binder, contexts: &[Context]) {
    let updates = updates(graph.claims.len(), binder, contexts);
    let mut changes: Vec<(usize, Change)> = Vec::new();
    for (at, mut events) in updates.into_iter().enumerate() {
        let handle = Handle::new(at);
        events.extend(declared(graph, binder.declared, handle));
        derived(graph, handle, &mut events);
        events.sort_by(|a, b| a.date.order(&b.date).then(a.rank.cmp(&b.rank)));
        let found = timeline(graph, handle, events);
        if let Some(last) = found.last() {
            graph.claims[at].status = last.to;
        }
        changes.extend(found.into_iter().enumerate());
    }
    record(graph, changes);
    entries(graph);
    statuses_then(graph);
}

/// The parties that assert a claim.
pub(super) fn speakers(graph: &Graph, claim: Handle<Claim>) -> BTreeSet<Voice> {
    let statements = graph[claim].statements.iter().map(|statement| &graph[*statement]);
    statements.filter(|statement| statement.stance == Stance::Asserts).flat_map(voices).collect()
}

/// Who makes a statement.
pub(super) fn voices(statement: &Statement) -> Vec<Voice> {
    if statement.by.is_empty() { vec![None] } else { statement.by.iter().copied().map(Some).collect() }
}

fn updates(claims: usize, binder: &mut Binder, contexts: &[Context]) -> Vec<Vec<Event>> {
    let mut events = vec![Vec::new(); claims];
    let declared = binder.declared;
    for (at, (context, anchored)) in contexts.iter().zip(&declared.articles).enumerate() {
        let Some(head) = briefing_head(anchored) else { continue };
        for (index, update) in head.updates.iter().enumerate() {
            let source = update.source.as_ref().and_then(|id| binder.source(id, id.span));
            let Some(claim) = binder.claim(&update.claim, update.claim.span) else { continue };
            events[claim.index()].push(Event {
                date: update.date.as_ref().map_or(head.date.value, |date| date.value),
                rank: (false, at + 1, index),
                briefing: context.briefing,
                status: update.status.value,
                cause: Cause::Update(update.why.value.clone()),
                source,
            });
        }
    }
    events
}

/// What the declaration says. A briefing says it on its day; a list says it from the beginning.
fn declared(graph: &Graph, declared: &Declared, claim: Handle<Claim>) -> Option<Event> {
    let declaration = declared.claims.list.get(claim.index())?;
    let status = declaration.written.status.as_ref()?.value;
    let briefing = graph[claim].declared_in;
    let date = match briefing {
        Some(briefing) => graph[briefing].date,
        None => Date::UNKNOWN,
    };
    Some(Event { date, rank: (false, 0, 0), briefing, status, cause: Cause::Declared, source: None })
}

fn derived(graph: &Graph, claim: Handle<Claim>, events: &mut Vec<Event>) {
    let speakers = speakers(graph, claim);
    let mut behind = BTreeSet::new();
    for (index, handle) in graph[claim].statements.iter().enumerate() {
        let statement = &graph[*handle];
        let voices = voices(statement);
        let event = |status, cause| Event {
            date: told(graph, statement),
            rank: (true, 0, index),
            briefing: statement.briefing,
            status,
            cause,
            source: statement.taken_from,
        };
        if statement.stance.is_against() && voices.iter().any(|voice| !speakers.contains(voice)) {
            events.push(event(Status::Disputed, Cause::Opposed(*handle)));
        }
        match statement.stance {
            Stance::Asserts => behind.extend(voices),
            Stance::Retracts => {
                let took_back = voices.iter().filter(|voice| behind.remove(voice)).count() > 0;
                if took_back && behind.is_empty() {
                    events.push(event(Status::Retracted, Cause::Withdrawn(*handle)));
                }
            }
            _ => {}
        }
    }
    for (relation, other) in &graph[claim].inverse {
        let first = graph[*other].statements.first().map(|statement| &graph[*statement]);
        let Some(first) = first.filter(|_| relation.is_against() && *other != claim) else { continue };
        if voices(first).iter().any(|voice| !speakers.contains(voice)) {
            let declared = graph[*other].declared_in.map(|briefing| graph[briefing].date);
            events.push(Event {
                date: declared.map_or(told(graph, first), |declared| later(declared, told(graph, first))),
                rank: (true, 1, other.index()),
                briefing: first.briefing,
                status: Status::Disputed,
                cause: Cause::Countered(*other),
                source: first.taken_from,
            });
        }
    }
}

/// When the site tells of a statement: with its briefing, but not before it is made.
fn told(graph: &Graph, statement: &Statement) -> Date {
    statement.briefing.map_or(statement.date, |briefing| later(graph[briefing].date, statement.date))
}

/// The changes that these events, in order, make of a claim.
fn timeline(graph: &Graph, claim: Handle<Claim>, events: Vec<Event>) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let begins = appearance(graph, claim);
    let starts_stated =
        events.first().is_some_and(|first| matches!(first.cause, Cause::Declared) && !begins.is_before(&first.date));
    if !starts_stated {
        let date = events.first().map_or(begins, |first| earlier(begins, first.date));
        changes.push(Change {
            claim,
            date,
            briefing: graph[claim].declared_in,
            from: None,
            to: graph[claim].kind.default_status(),
            cause: Cause::Default,
            source: None,
        });
    }
    let mut stated = false;
    for event in events {
        let from = changes.last().map(|change| change.to);
        let is_stated = matches!(event.cause, Cause::Declared | Cause::Update(_));
        let retracted = from == Some(Status::Retracted);
        if !is_stated && (stated || retracted || from == Some(event.status)) {
            continue;
        }
        stated |= is_stated;
        let date = if from.is_none() && event.briefing.is_none() { begins } else { event.date };
        let Event { briefing, status, cause, source, .. } = event;
        changes.push(Change { claim, date, briefing, from, to: status, cause, source });
    }
    changes
}

/// When a claim first appears in the site: in its first briefing, or else with its first statement.
fn appearance(graph: &Graph, claim: Handle<Claim>) -> Date {
    let claim = &graph[claim];
    let reporting = claim.statements.iter().filter_map(|statement| graph[*statement].briefing);
    let briefings = reporting.chain(claim.declared_in).map(|briefing| graph[briefing].date);
    briefings
        .min_by(Date::order)
        .or_else(|| claim.statements.first().map(|statement| graph[*statement].date))
        .unwrap_or(Date::UNKNOWN)
}

fn earlier(a: Date, b: Date) -> Date {
    if b.order(&a) == Ordering::Less { b } else { a }
}

fn later(a: Date, b: Date) -> Date {
    if a.is_before(&b) { b } else { a }
}

/// Puts all changes into one order, newest first, of which the later of one claim on one day comes first.
fn record(graph: &mut Graph, mut changes: Vec<(usize, Change)>) {
    changes.sort_by(|(a_nth, a), (b_nth, b)| {
        b.date.order(&a.date).then_with(|| a.claim.cmp(&b.claim)).then_with(|| b_nth.cmp(a_nth))
    });
    graph.changes = changes.into_iter().map(|(_, change)| change).collect();
    graph.changes.shrink_to_fit();
    for (at, change) in graph.changes.iter().enumerate() {
        if let Some(briefing) = change.briefing.filter(|_| !matches!(change.cause, Cause::Default)) {
            graph.briefings[briefing.index()].changes.push(Handle::new(at));
        }
    }
}

/// Statements and changes of each claim by date; on one day what was said comes before what follows from it.
fn entries(graph: &mut Graph) {
    let mut histories: Vec<Vec<Entry>> = graph
        .claims
        .iter()
        .map(|claim| {
            let entry = |handle: &Handle<Statement>| {
                let statement = &graph.statements[handle.index()];
                Entry { date: statement.date, briefing: statement.briefing, what: EntryKind::Statement(*handle) }
            };
            claim.statements.iter().map(entry).collect()
        })
        .collect();
    for (at, change) in graph.changes.iter().enumerate().rev() {
        let what = EntryKind::Change(Handle::new(at));
        histories[change.claim.index()].push(Entry { date: change.date, briefing: change.briefing, what });
    }
    for (claim, mut history) in graph.claims.iter_mut().zip(histories.drain(..)) {
        history.sort_by(|a, b| a.date.order(&b.date));
        history.shrink_to_fit();
        claim.history = history;
    }
}

/// What each briefing's claims were when it was written: after everything that it and the briefings before it tell, and
/// that is not surely later.
fn statuses_then(graph: &mut Graph) {
    let count = graph.briefings.len();
    // Of the oldest briefing 0; the list has the newest first.
    let place = |briefing: Handle<Briefing>| count - 1 - briefing.index();
    let ends: Vec<i64> =
        graph.briefings.iter().rev().map(|briefing| briefing.date.last_instant().unwrap_or(i64::MAX)).collect();
    let mut known: Vec<Vec<(usize, usize, Status)>> = vec![Vec::new(); graph.claims.len()];
    for change in graph.changes.iter().rev() {
        let told = change.briefing.filter(|_| !matches!(change.cause, Cause::Default)).map_or(0, place);
        let begun = change.date.first_instant().map_or(0, |first| ends.partition_point(|end| *end < first));
        let changes = &mut known[change.claim.index()];
        changes.push((told.max(begun), changes.len(), change.to));
    }
    for changes in &mut known {
        changes.sort_unstable_by_key(|(place, nth, _)| (*place, *nth));
        let mut last = (0, None);
        for (_, nth, status) in changes {
            // Of what is known the last by date counts, whenever it became known.
            match last {
                (latest, Some(kept)) if *nth < latest => *status = kept,
                _ => last = (*nth, Some(*status)),
            }
        }
    }
    for at in 0..count {
        let briefing = &graph.briefings[at];
        let mut seen = BTreeSet::new();
        let mut claims = Vec::new();
        for statement in &briefing.statements {
            let claim = graph.statements[statement.index()].claim;
            if !seen.insert(claim) {
                continue;
            }
            let changes = &known[claim.index()];
            let until = changes.partition_point(|(told, ..)| *told <= place(Handle::new(at)));
            let default = graph.claims[claim.index()].kind.default_status();
            claims.push((claim, until.checked_sub(1).map_or(default, |last| changes[last].2)));
        }
        graph.briefings[at].claims = claims;
    }
}
