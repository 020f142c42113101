//! What the lists of the site show, in order. Computed once: the plan needs their lengths, the views their entries.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::alphabet::{self, Initial, initial, initials, titled};
use super::timeline::Timelines;
use crate::model::{ActorRelation, Status, Word};
use crate::resolve::graph::{Actor, Briefing, Claim, Node, Source, Statement, Tag};
use crate::resolve::{Graph, Handle};

/// The entries of every list whose order is not that of the graph.
#[derive(Debug, Default)]
pub struct Lists {
    /// Actors that have a page, by name.
    pub actors: Vec<Handle<Actor>>,
    /// Where in `actors` each letter begins.
    pub actor_letters: Vec<Initial>,
    /// Sources that have a page, by title.
    pub sources: Vec<Handle<Source>>,
    /// Claims by status, in the order of the format.
    pub by_status: Vec<(Status, Handle<Claim>)>,
    /// Claims by who makes them, by name; what only the author says, and what nobody says, comes last.
    pub by_actor: Vec<(Option<Handle<Actor>>, Handle<Claim>)>,
    /// Claims in dispute, by how many stand against them.
    pub disputed: Vec<(Handle<Claim>, usize)>,
    /// Events and statements by date.
    pub timelines: Timelines,
    /// Whatever has a page and a title, from A to Z.
    pub titled: Vec<Node>,
    /// Where in `titled` each letter begins.
    pub title_letters: Vec<Initial>,
    /// For each claim of the graph, who says something about it.
    voices: Vec<Voices>,
    /// For each tag of the graph, the claims of all its briefings, newest first.
    claims_of_tags: Vec<Vec<Handle<Claim>>>,
    /// What is between actors that have pages.
    pub edges: Vec<Edge>,
    /// For each actor of the graph, which of the edges begin or end at it.
    pub edges_of: Vec<Vec<usize>>,
}

/// Who says something about a claim.
#[derive(Debug)]
pub struct Voices {
    /// All of them, in the order of the graph.
    all: Vec<Voice>,
    /// As many as a matrix has columns, in the same order; nobody where it has room for all.
    most: Vec<Handle<Actor>>,
}

/// What an actor says about a claim.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    /// Who.
    pub actor: Handle<Actor>,
    /// The latest of its statements.
    pub latest: Handle<Statement>,
    /// How many there are.
    pub statements: usize,
}

/// What is between two actors.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// From whom.
    pub from: Handle<Actor>,
    /// To whom.
    pub to: Handle<Actor>,
    /// What.
    pub kind: EdgeKind,
    /// How often.
    pub count: usize,
}

/// How two actors are connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// One speaks on behalf of the other.
    SpeaksFor,
    /// One addresses the other.
    Addresses,
    /// One says something about the other.
    SpeaksAbout,
    /// They stand against each other's claims.
    Opposes,
    /// They take part in the same events.
    SharesEvents,
    /// One stands to the other so.
    Relation(ActorRelation),
}

impl Lists {
    /// The lists of a site.
    pub(super) fn new(graph: &Graph) -> Self {
        let edges = edges(graph);
        let mut actors: Vec<_> = handles(&graph.actors).filter(|it| graph[*it].confidential.is_none()).collect();
        // Each letter once, also where names begin with marks or accents.
        actors.sort_by_cached_key(|it| (alphabet::place(&graph[*it].source.name), *it));
        let (titled, title_letters) = titled(graph);
        let voices: Vec<_> = handles(&graph.claims).map(|it| Voices::of(graph, it)).collect();
        Self {
            actor_letters: initials(actors.iter().map(|it| initial(&graph[*it].source.name))),
            sources: handles(&graph.sources).filter(|it| graph[*it].confidential.is_none()).collect(),
            by_status: by_status(graph),
            by_actor: by_actor(graph, &voices),
            disputed: disputed(graph),
            timelines: Timelines::new(graph, &actors),
            titled,
            title_letters,
            voices,
            claims_of_tags: handles(&graph.tags).map(|it| claims_of_tag(graph, it)).collect(),
            edges_of: edges_of(graph, &edges),
            edges,
            actors,
        }
    }

    /// Who says something about a claim.
    #[must_use]
    pub fn voices(&self, claim: Handle<Claim>) -> &Voices {
        &self.voices[claim.index()]
    }

    /// Cuts the rows of a matrix so that no page of it has too many rows or columns.
    pub(crate) fn matrix_parts(&self, claims: &[Handle<Claim>]) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        while let Some(part) = self.matrix_part(claims, parts.last().map_or(0, |it| it.end)) {
            parts.push(part);
        }
        parts
    }

    /// The part of a matrix that begins with this row; none behind the last.
    pub(crate) fn matrix_part(&self, claims: &[Handle<Claim>], start: usize) -> Option<Range<usize>> {
        let rows = claims.get(start..).filter(|rows| !rows.is_empty())?;
        let mut actors = BTreeSet::new();
        let is_too_much = |(index, claim): (usize, &Handle<Claim>)| {
            actors.extend(self.voices(*claim).columns());
            index > 0 && (index >= MATRIX_ROWS || actors.len() > MATRIX_COLUMNS)
        };
        let length = rows.iter().enumerate().position(is_too_much).unwrap_or(rows.len());
        Some(start..start + length)
    }

    /// The claims of all briefings of a tag, newest first.
    #[must_use]
    pub fn claims_of_tag(&self, tag: Handle<Tag>) -> &[Handle<Claim>] {
        &self.claims_of_tags[tag.index()]
    }

    /// Follows that these have other titles.
    pub(crate) fn retitle(&mut self, graph: &Graph, nodes: &BTreeSet<Node>) {
        alphabet::retitle(graph, &mut self.titled, &mut self.title_letters, nodes);
    }
}

impl Voices {
    fn of(graph: &Graph, claim: Handle<Claim>) -> Self {
        let mut voices: BTreeMap<Handle<Actor>, Voice> = BTreeMap::new();
        for latest in &graph[claim].statements {
            for actor in &graph[*latest].by {
                let voice = voices.entry(*actor).or_insert(Voice { actor: *actor, latest: *latest, statements: 0 });
                voice.latest = *latest;
                voice.statements += 1;
            }
        }
        let all: Vec<_> = voices.into_values().collect();
        let mut most = Vec::new();
        if all.len() > MATRIX_COLUMNS {
            let mut by_count: Vec<_> = all.iter().map(|it| (Reverse(it.statements), it.actor)).collect();
            by_count.sort_unstable();
            most.extend(by_count.into_iter().take(MATRIX_COLUMNS).map(|(_, actor)| actor));
            most.sort_unstable();
        }
        Self { all, most }
    }

    /// How many they are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Those who have a column in a matrix with this claim: who say most, when they are more than it has columns.
    pub fn columns(&self) -> impl Iterator<Item = Handle<Actor>> {
        let all = self.most.is_empty().then_some(&self.all);
        self.most.iter().copied().chain(all.into_iter().flatten().map(|it| it.actor))
    }

    /// What an actor says.
    #[must_use]
    pub fn of_actor(&self, actor: Handle<Actor>) -> Option<&Voice> {
        let at = self.all.binary_search_by_key(&actor, |it| it.actor).ok()?;
        self.all.get(at)
    }
}

impl EdgeKind {
    /// The connection in words, read from the first actor to the second.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::SpeaksFor => "speaks for",
            Self::Addresses => "addresses",
            Self::SpeaksAbout => "speaks about",
            Self::Opposes => "disputes with",
            Self::SharesEvents => "same events as",
            Self::Relation(relation) => relation.label(),
        }
    }
}

/// The claims of a briefing, in the order of its text.
pub(crate) fn claims_of_briefing(graph: &Graph, briefing: Handle<Briefing>) -> Vec<Handle<Claim>> {
    graph[briefing].claims.iter().map(|(claim, _)| *claim).collect()
}

fn claims_of_tag(graph: &Graph, tag: Handle<Tag>) -> Vec<Handle<Claim>> {
    let claims: BTreeSet<_> = graph[tag].briefings.iter().flat_map(|it| claims_of_briefing(graph, *it)).collect();
    claims.into_iter().collect()
}

pub(super) fn handles<T>(list: &[T]) -> impl Iterator<Item = Handle<T>> {
    (0..list.len()).map(Handle::new)
}

fn by_status(graph: &Graph) -> Vec<(Status, Handle<Claim>)> {
    let mut groups: BTreeMap<Status, Vec<Handle<Claim>>> = BTreeMap::new();
    for claim in handles(&graph.claims) {
        groups.entry(graph[claim].status).or_default().push(claim);
    }
    let group = |status: &Status| groups.get(status).into_iter().flatten().map(|claim| (*status, *claim)).collect();
    Status::ALL.iter().flat_map(|status| -> Vec<_> { group(status) }).collect()
}

fn by_actor(graph: &Graph, voices: &[Voices]) -> Vec<(Option<Handle<Actor>>, Handle<Claim>)> {
    let mut pairs = BTreeSet::new();
    for (claim, voices) in handles(&graph.claims).zip(voices) {
        let mut who = voices.all.iter().map(|it| it.actor).filter(|it| graph[*it].confidential.is_none()).peekable();
        if who.peek().is_none() {
            pairs.insert((true, None, claim));
        }
        pairs.extend(who.map(|actor| (false, Some(actor), claim)));
    }
    pairs.into_iter().map(|(_, actor, claim)| (actor, claim)).collect()
}

fn disputed(graph: &Graph) -> Vec<(Handle<Claim>, usize)> {
    let mut claims: Vec<_> = handles(&graph.claims)
        .map(|claim| (claim, opposition(graph, claim)))
        .filter(|(claim, against)| *against > 0 || graph[*claim].status == Status::Disputed)
        .collect();
    claims.sort_by_key(|(claim, against)| (graph[*claim].status != Status::Disputed, usize::MAX - against, *claim));
    claims
}

/// How many statements and claims stand against a claim.
fn opposition(graph: &Graph, claim: Handle<Claim>) -> usize {
    let statements = graph[claim].statements.iter().filter(|it| graph[**it].stance.is_against()).count();
    let claims = graph[claim].inverse.iter().filter(|(relation, _)| relation.is_against()).count();
    statements + claims
}

fn edges(graph: &Graph) -> Vec<Edge> {
    let mut counts: BTreeMap<(Handle<Actor>, Handle<Actor>, EdgeKind), usize> = BTreeMap::new();
    let mut add = |from: Handle<Actor>, to: Handle<Actor>, kind, count| {
        let open = graph[from].confidential.is_none() && graph[to].confidential.is_none();
        if from != to && open && count > 0 {
            *counts.entry((from, to, kind)).or_default() += count;
        }
    };
    for statement in &graph.statements {
        for from in &statement.by {
            statement.on_behalf_of.iter().for_each(|to| add(*from, *to, EdgeKind::SpeaksFor, 1));
            statement.to.iter().for_each(|to| add(*from, *to, EdgeKind::Addresses, 1));
            for node in &statement.about {
                if let Node::Actor(to) = node {
                    add(*from, *to, EdgeKind::SpeaksAbout, 1);
                }
            }
        }
    }
    for from in handles(&graph.actors) {
        let symmetric = |to: Handle<Actor>| from < to;
        for opponent in graph[from].opponents.iter().filter(|it| symmetric(it.actor)) {
            add(from, opponent.actor, EdgeKind::Opposes, opponent.claims.len());
        }
        for relation in &graph[from].relations {
            let wanted = if relation.kind.is_symmetric() { symmetric(relation.other) } else { !relation.inverse };
            if wanted {
                add(from, relation.other, EdgeKind::Relation(relation.kind), 1);
            }
        }
    }
    for event in graph.events.iter().filter(|it| it.actors.len() <= LARGEST_MEETING) {
        let present: BTreeSet<_> = event.actors.iter().map(|(actor, _)| *actor).collect();
        for from in &present {
            present.range(*from..).for_each(|to| add(*from, *to, EdgeKind::SharesEvents, 1));
        }
    }
    counts.into_iter().map(|((from, to, kind), count)| Edge { from, to, kind, count }).collect()
}

fn edges_of(graph: &Graph, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut edges_of = vec![Vec::new(); graph.actors.len()];
    for (index, edge) in edges.iter().enumerate() {
        edges_of[edge.from.index()].push(index);
        edges_of[edge.to.index()].push(index);
    }
    edges_of
}

/// How many claims a page of a matrix shows at most.
const MATRIX_ROWS: usize = 25;
/// How many actors it shows at most.
const MATRIX_COLUMNS: usize = 12;
/// Events with more participants connect nobody in particular, and their pairs would grow with the square.
const LARGEST_MEETING: usize = 24;
