//! The craft of analysis: what a status needs, and who turned round.

use std::collections::BTreeSet;

use super::super::build::briefing_head;
use super::super::graph::{Claim, Graph, Handle, Source};
use super::{Site, place};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ClaimKind, ClaimRelation, Status, Word};
use crate::source::{Span, Spanned};

/// Checks statuses, grades and reversals.
pub(super) fn check(site: &Site, problems: &mut Vec<Diagnostic>) {
    let updated = updated(site, problems);
    let roots = roots(site.graph);
    for (at, claim) in site.graph.claims.iter().enumerate() {
        if let Some(status) = &claim.source.status {
            problems.extend(fits(claim, status));
        }
        let sources = sources(site.graph, Handle::new(at), &updated[at]);
        corroborated(site.graph, claim, &updated[at], &sources, &roots, problems);
        credible(claim, &sources, problems);
    }
    reversals(site, problems);
}

/// A change of status as it was written, with the source it names.
struct Update {
    status: Spanned<Status>,
    source: Option<Handle<Source>>,
}

/// The `updates:` of each claim, from the oldest briefing.
fn updated(site: &Site, problems: &mut Vec<Diagnostic>) -> Vec<Vec<Update>> {
    let mut updated: Vec<Vec<Update>> = site.graph.claims.iter().map(|_| Vec::new()).collect();
    for briefing in site.graph.briefings.iter().rev() {
        let Some(head) = briefing_head(&briefing.source) else { continue };
        for update in &head.updates {
            let Some(claim) = site.declared.claims.get(&update.claim.value) else { continue };
            problems.extend(fits(&site.graph[claim], &update.status));
            let source = update.source.as_ref().and_then(|id| site.declared.sources.get(id));
            updated[claim.index()].push(Update { status: update.status, source });
        }
    }
    updated
}

fn fits(claim: &Claim, status: &Spanned<Status>) -> Option<Diagnostic> {
    if status.value.fits(claim.kind) {
        return None;
    }
    let message = format!("a claim of kind `{}` cannot be `{}`", claim.kind, status.value);
    let mut problem = Diagnostic::new(Code::StatusDoesNotFitKind, status.span, message);
    problem = match &claim.source.kind {
        Some(kind) => problem.also(kind.span, "the kind of the claim"),
        None => problem.also(claim.source.id.span, format!("without `kind`, a claim is a `{}`", ClaimKind::Fact)),
    };
    let fitting: Vec<String> =
        Status::ALL.iter().filter(|other| other.fits(claim.kind)).map(|other| format!("`{other}`")).collect();
    Some(problem.help(format!("write one of {}", fitting.join(", "))))
}

/// What stands behind a claim: the sources of statements for it, of its changes, and of claims that confirm or support it.
fn sources(graph: &Graph, claim: Handle<Claim>, updates: &[Update]) -> BTreeSet<Handle<Source>> {
    let support = [ClaimRelation::Confirms, ClaimRelation::Supports];
    let helpers = graph[claim].inverse.iter().filter(|(relation, _)| support.contains(relation)).map(|(_, other)| *other);
    let statements = std::iter::once(claim).chain(helpers).flat_map(|claim| &graph[claim].statements);
    let behind = statements.map(|statement| &graph[*statement]).filter(|statement| statement.stance.is_for());
    behind
        .filter_map(|statement| statement.taken_from)
        .chain(updates.iter().filter_map(|update| update.source))
        .collect()
}

fn corroborated(
    graph: &Graph,
    claim: &Claim,
    updates: &[Update],
    sources: &BTreeSet<Handle<Source>>,
    roots: &[Option<Handle<Source>>],
    problems: &mut Vec<Diagnostic>,
) {
    if claim.status != Status::Corroborated {
        return;
    }
    let said = updates.iter().rev().map(|update| &update.status).chain(claim.source.status.as_ref());
    let Some(place) = said.into_iter().find(|status| status.value == Status::Corroborated).map(|status| status.span)
    else {
        return;
    };
    let id = &claim.source.id.slug;
    if sources.len() < 2 {
        let count = if sources.is_empty() { "no source" } else { "one source" };
        let message = format!("the claim `{id}` is called corroborated, with {count}");
        problems.push(
            Diagnostic::new(Code::CorroboratedByOneSource, place, message)
                .help("add a statement from a second source, or write `unverified`"),
        );
        return;
    }
    let origins: BTreeSet<_> = sources.iter().map(|source| roots[source.index()]).collect();
    let mut origins = origins.into_iter();
    if let (Some(Some(origin)), None) = (origins.next(), origins.next()) {
        problems.push(circular(graph, id.as_str(), place, sources, origin));
    }
}

fn circular(
    graph: &Graph,
    id: &str,
    place: Span,
    sources: &BTreeSet<Handle<Source>>,
    origin: Handle<Source>,
) -> Diagnostic {
    let origin_id = &graph[origin].source.id;
    let message = format!("the {} sources of the corroborated claim `{id}` all come from `{}`", sources.len(), origin_id.slug);
    let mut problem = Diagnostic::new(Code::CircularSourcing, place, message).also(origin_id.span, "the one origin");
    for source in sources.iter().filter(|source| **source != origin).take(SHOWN) {
        if let Some(from) = graph[*source].source.derived_from.first() {
            problem = problem.also(from.span, format!("`{}` repeats another", graph[*source].source.id.slug));
        }
    }
    problem.help("add a statement from a source that does not derive from it, or write `unverified`")
}

/// The one source from which each source derives in the end: itself when it derives from none; nothing when it has several
/// origins, or derives from itself.
fn roots(graph: &Graph) -> Vec<Option<Handle<Source>>> {
    let mut open: Vec<usize> = graph.sources.iter().map(|source| source.derived_from.len()).collect();
    let mut roots: Vec<Option<Handle<Source>>> = vec![None; open.len()];
    let mut ready: Vec<Handle<Source>> =
        (0..open.len()).filter(|at| open[*at] == 0).map(Handle::new).collect();
    while let Some(source) = ready.pop() {
        let origins: BTreeSet<_> = graph[source].derived_from.iter().map(|origin| roots[origin.index()]).collect();
        roots[source.index()] = match (origins.first(), origins.len()) {
            (None, _) => Some(source),
            (Some(origin), 1) => *origin,
            _ => None,
        };
        for derived in &graph[source].derived {
            open[derived.index()] -= 1;
            if open[derived.index()] == 0 {
                ready.push(*derived);
            }
        }
    }
    roots
}

fn credible(claim: &Claim, sources: &BTreeSet<Handle<Source>>, problems: &mut Vec<Diagnostic>) {
    let Some(credibility) = claim.source.credibility.as_ref().filter(|credibility| credibility.value == 1) else { return };
    if sources.len() < 2 {
        let count = if sources.is_empty() { "no source" } else { "one source" };
        let message = format!("the claim `{}` has credibility `1`, confirmed by others, with {count}", claim.source.id.slug);
        problems.push(
            Diagnostic::new(Code::CredibilityWithOneSource, credibility.span, message)
                .help("add a statement from a second source, or write `credibility: 2`"),
        );
    }
}

fn reversals(site: &Site, problems: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for actor in &site.graph.actors {
        for (earlier, later) in &actor.reversals {
            if !seen.insert((*earlier, *later)) {
                continue;
            }
            let (before, after) = (&site.graph[*earlier], &site.graph[*later]);
            let (Some(first), Some(second)) = (place(before), place(after)) else { continue };
            let claim = &site.graph[before.claim].source.id.slug;
            let name = &actor.source.name.value;
            let message = if before.claim == after.claim {
                format!("`{name}` {} its own claim `{claim}`", after.stance)
            } else {
                format!("`{name}` contradicts its own claim `{claim}`")
            };
            problems.push(
                Diagnostic::new(Code::Reversal, second, message).also(first, format!("said on {}", before.date)),
            );
        }
    }
}

const SHOWN: usize = 6;
