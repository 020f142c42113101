//! A claim.

use std::collections::BTreeSet;

use serde::Serialize;
use tera::Value;

use super::cite::{Cite, Work};
use super::{LinkedFrom, PageMeta, Site, StatementListing, StatementRow, shared};
use crate::model::{ClaimRelation, Extra, Word};
use crate::plan::PlannedPage;
use crate::render::card::SharedDate;
use crate::render::picture::{self, Picture};
use crate::resolve::Handle;
use crate::resolve::graph::{Claim, EntryKind, Node, Source, Statement};

/// A claim: where it stands, who says it, and what bears on it.
#[derive(Debug, Serialize)]
pub struct ClaimView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Its card.
    pub claim: Value,
    /// The change that gave it its status; none when it never had another than its first.
    pub last_change: Option<Value>,
    /// ICD 203: the word and its band.
    pub likelihood: Option<Likelihood>,
    /// ICD 203.
    pub confidence: Option<&'static str>,
    /// Admiralty scale, 1 to 6.
    pub credibility: Option<Credibility>,
    /// What must hold for it.
    pub condition: Option<String>,
    /// The author's prose as HTML.
    pub text: Option<String>,
    /// The briefing that declares it.
    pub declared_in: Option<Value>,
    /// The part of its statements that this page shows, by date.
    pub statements: Vec<StatementRow>,
    /// Statements about it.
    pub about: StatementListing,
    /// The latest statements and changes, by date.
    pub history: Vec<Entry>,
    /// How many earlier ones are left out of its history.
    pub more_history: usize,
    /// What bears on it and on what it bears, by relation.
    pub relations: Vec<RelationGroup>,
    /// Its history on a line; none when everything happens at once; on the first part only.
    pub line: Option<Picture>,
    /// What bears on it and on what it bears, two steps out; on the first part only.
    pub map: Option<Picture>,
    /// Where its statements were taken from; on the first part only.
    pub sources: Vec<Value>,
    /// What is checked about it, and what is not; on the first part only.
    pub checks: Vec<Check>,
    /// Who links here.
    pub linked_from: LinkedFrom,
    /// Its status when it was recorded, if that was another.
    pub then: Option<Then>,
    /// How to cite it.
    pub cite: Cite,
    /// Free data of the author.
    pub extra: Extra,
}

/// A status that a claim had.
#[derive(Debug, Serialize)]
pub struct Then {
    /// The status.
    pub status: &'static str,
    /// Its family.
    pub standing: &'static str,
}

/// A word of estimative probability.
#[derive(Debug, Serialize)]
pub struct Likelihood {
    /// The word.
    pub word: String,
    /// Percent, from.
    pub from: u8,
    /// Percent, to.
    pub to: u8,
}

/// A grade of information.
#[derive(Debug, Serialize)]
pub struct Credibility {
    /// 1 to 6.
    pub grade: u8,
    /// The words of the scale (NATO AJP-2.1).
    pub meaning: &'static str,
}

/// An entry of the history: one of the two.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// When.
    pub date: SharedDate,
    /// A statement.
    pub statement: Option<Value>,
    /// A change of status.
    pub change: Option<Value>,
}

/// Claims in one relation to this one, each with what bears on *it*: two steps of the argument.
#[derive(Debug, Serialize)]
pub struct RelationGroup {
    /// The relation in words: `disputed by`.
    pub label: &'static str,
    /// Whether it stands against this claim, or this claim against others.
    pub against: bool,
    /// The other claims.
    pub claims: Vec<ArgumentNode>,
}

/// A claim in the argument.
#[derive(Debug, Serialize)]
pub struct ArgumentNode {
    /// Its card.
    pub claim: Value,
    /// What bears on it in turn.
    pub inner: Vec<InnerNode>,
}

/// A claim two steps away.
#[derive(Debug, Serialize)]
pub struct InnerNode {
    /// The relation in words.
    pub label: &'static str,
    /// Its card.
    pub claim: Value,
}

/// Something that is checked, or not.
#[derive(Debug, Serialize)]
pub struct Check {
    /// Whether it holds.
    pub holds: bool,
    /// What, in words.
    pub text: String,
}

impl ClaimView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage, handle: Handle<Claim>) -> Self {
        let Site { graph, cards, .. } = site;
        let claim = &graph[handle];
        let written = &claim.source;
        let meta = PageMeta::new(site, page, "claims", &written.text, &description(site, claim));
        let first = !meta.continued;
        let sources = if first { sources(site, claim) } else { Vec::new() };
        let latest = &claim.history[claim.history.len().saturating_sub(HISTORY)..];
        let row = |it: &Handle<Statement>| (*it, StatementRow::new(site, &meta.root, *it));
        let made: Vec<_> = shared::part(&claim.statements, page).iter().map(row).collect();
        let last_change = claim.history.iter().rev().find_map(|entry| match entry.what {
            EntryKind::Change(change) => Some(cards.change(change)),
            EntryKind::Statement(_) => None,
        });
        Self {
            claim: cards.claim(handle),
            last_change,
            likelihood: written.likelihood.map(|it| {
                let (from, to) = it.value.band();
                Likelihood { word: it.value.as_str().replace('-', " "), from, to }
            }),
            confidence: written.confidence.map(|it| it.value.as_str()),
            credibility: written.credibility.map(|it| Credibility { grade: it.value, meaning: credibility(it.value) }),
            condition: written.condition.as_ref().map(|it| it.value.clone()),
            text: site.prose(written.body.as_deref(), &meta.root, Node::Claim(handle)),
            declared_in: claim.declared_in.map(|it| cards.briefing(it)),
            history: latest.iter().map(|entry| history(site, entry, &made)).collect(),
            statements: made.into_iter().map(|(_, row)| row).collect(),
            about: StatementListing::new(site, &meta.root, &claim.about),
            more_history: claim.history.len() - latest.len(),
            line: first.then(|| picture::history(site, &meta.root, handle)).flatten(),
            map: first.then(|| picture::argument(site, &meta.root, handle)).flatten(),
            relations: relations(site, handle),
            checks: if first { checks(site, claim, &sources) } else { Vec::new() },
            sources: cards.sources(&sources),
            linked_from: site.linked_from(&claim.linked_from),
            then: then(site, handle),
            cite: Cite::new(&Work::claim(site, handle)),
            extra: written.extra.clone(),
            page: meta,
        }
    }
}

fn description(site: &Site<'_>, claim: &Claim) -> String {
    let who = claim.statements.first().and_then(|it| site.graph[*it].by.first()).map(|it| &site.graph[*it]);
    let name = who.map(|it| it.confidential.as_ref().unwrap_or(&it.source.name.value));
    let status = claim.status.as_str();
    let kind = claim.kind.as_str();
    let article = if status.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
    match name {
        Some(name) => {
            format!("{article} {status} {kind} by {name}, with its exact words, its sources and its history.")
        }
        None => format!("{article} {status} {kind}, with its sources and its history."),
    }
}

/// The status of a claim after the briefing that declares it, when it has changed since.
fn then(site: &Site<'_>, handle: Handle<Claim>) -> Option<Then> {
    let claim = &site.graph[handle];
    let (_, then) = site.graph[claim.declared_in?].claims.iter().find(|(it, _)| *it == handle)?;
    (*then != claim.status).then(|| Then { status: then.as_str(), standing: then.standing().as_str() })
}

/// An entry of the history; statements that were made for the page are not made again.
fn history(site: &Site<'_>, entry: &crate::resolve::graph::Entry, made: &[(Handle<Statement>, StatementRow)]) -> Entry {
    let known = |wanted| made.iter().find(|(it, _)| *it == wanted).map(|(_, row)| row.statement.clone());
    let (statement, change) = match entry.what {
        EntryKind::Statement(it) => (Some(known(it).unwrap_or_else(|| site.cards.statement(it))), None),
        EntryKind::Change(it) => (None, Some(site.cards.change(it))),
    };
    Entry { date: site.cards.date(&entry.date), statement, change }
}

fn sources(site: &Site<'_>, claim: &Claim) -> Vec<Handle<Source>> {
    let sources: BTreeSet<_> = claim.statements.iter().filter_map(|it| site.graph[*it].taken_from).collect();
    sources.into_iter().collect()
}

fn relations(site: &Site<'_>, handle: Handle<Claim>) -> Vec<RelationGroup> {
    let claim = &site.graph[handle];
    let mut groups = Vec::new();
    for kind in ClaimRelation::ALL {
        let sides = [(kind.inverse(), &claim.inverse), (kind.label(), &claim.relations)];
        for (label, list) in sides {
            let others = list.iter().filter(|(it, _)| it == kind).map(|(_, other)| *other);
            let claims: Vec<_> = others.take(NODES).map(|other| node(site, handle, other)).collect();
            if !claims.is_empty() {
                groups.push(RelationGroup { label, against: kind.is_against(), claims });
            }
        }
    }
    groups
}

fn node(site: &Site<'_>, from: Handle<Claim>, other: Handle<Claim>) -> ArgumentNode {
    let inner = site.graph[other].inverse.iter().filter(|(_, it)| *it != from).take(INNER);
    ArgumentNode {
        claim: site.cards.listed_claim(other),
        inner: inner
            .map(|(kind, it)| InnerNode { label: kind.inverse(), claim: site.cards.listed_claim(*it) })
            .collect(),
    }
}

fn checks(site: &Site<'_>, claim: &Claim, sources: &[Handle<Source>]) -> Vec<Check> {
    let graph = site.graph;
    let roots: BTreeSet<_> = sources.iter().map(|it| root(site, *it)).collect();
    let anchored = claim.statements.iter().filter(|it| graph[**it].is_anchored());
    let (anchored, all) = (anchored.count(), claim.statements.len());
    let snapshots = sources.iter().filter(|it| graph[**it].source.snapshot.is_some()).count();
    let independent = match (sources.len(), roots.len()) {
        (0, _) => "No source is named".to_owned(),
        (1, _) => "One source: nothing independent supports it".to_owned(),
        (count, 1) => format!("{count} sources, all from one: not independent"),
        (count, roots) => format!("{count} sources, of which {roots} are independent of each other"),
    };
    let passages = match all {
        0 => "Nobody is on record as saying it".to_owned(),
        _ if anchored == all => format!("{} in the text", shared::count(all, "passage found", "passages found")),
        _ => format!("{anchored} of {} found in the text", shared::count(all, "passage", "passages")),
    };
    let kept = match (sources.len(), snapshots) {
        (0, _) => None,
        (all, kept) if all == kept => {
            Some((true, "Its words are checked against a kept copy of each source".to_owned()))
        }
        (_, 0) => Some((false, "No copy of a source is kept: the wording is not checked against it".to_owned())),
        (all, kept) => Some((false, format!("A copy is kept of {kept} of {all} sources"))),
    };
    let mut checks = vec![
        Check { holds: roots.len() > 1, text: independent },
        Check { holds: all > 0 && anchored == all, text: passages },
    ];
    checks.extend(kept.map(|(holds, text)| Check { holds, text }));
    checks
}

/// The source that a source repeats in the end; itself when it repeats none, or several.
fn root(site: &Site<'_>, source: Handle<Source>) -> Handle<Source> {
    let mut at = source;
    for _ in 0..DERIVATIONS {
        match site.graph[at].derived_from.as_slice() {
            [only] => at = *only,
            _ => break,
        }
    }
    at
}

/// The words of the Admiralty scale for information (NATO AJP-2.1).
pub(in crate::render) fn credibility(grade: u8) -> &'static str {
    match grade {
        1 => "confirmed by other sources",
        2 => "probably true",
        3 => "possibly true",
        4 => "doubtful",
        5 => "improbable",
        _ => "truth cannot be judged",
    }
}

/// How many entries of its history are shown.
const HISTORY: usize = 24;
/// How many claims are shown in one relation.
const NODES: usize = 50;
/// How many are shown below each.
const INNER: usize = 5;
/// A chain of sources longer than this is not followed.
const DERIVATIONS: usize = 32;
