//! Events and statements by date: of the whole site, of one kind, of an actor, of a tag.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Address;
use super::lists::handles;
use crate::config::Addresses;
use crate::resolve::graph::{Actor, Event, Node, Statement, Tag};
use crate::resolve::{Graph, Handle};

/// An entry of a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// Something happens.
    Event(Handle<Event>),
    /// Somebody says something.
    Statement(Handle<Statement>),
}

/// Which entries a timeline shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selection {
    /// All.
    Everything,
    /// Events alone.
    Events,
    /// Statements alone.
    Statements,
    /// What an actor says and takes part in, and what is said for it, to it and about it.
    Actor(Handle<Actor>),
    /// The statements and events of a tag's briefings.
    Tag(Handle<Tag>),
}

/// The entries of every timeline, newest first; what has no date comes last.
#[derive(Debug, Default)]
pub struct Timelines {
    everything: Vec<Moment>,
    events: Vec<Moment>,
    statements: Vec<Moment>,
    of_actor: Vec<Vec<Moment>>,
    of_tag: Vec<Vec<Moment>>,
    /// The actors with the longest timelines, by name.
    pub(crate) main_actors: Vec<Handle<Actor>>,
    /// The tags with the longest timelines, by name.
    pub(crate) main_tags: Vec<Handle<Tag>>,
}

impl Timelines {
    /// The timelines of a site with these actors, by name.
    pub(super) fn new(graph: &Graph, actors_by_name: &[Handle<Actor>]) -> Self {
        let mut timelines = Self {
            everything: everything(graph),
            of_actor: vec![Vec::new(); graph.actors.len()],
            of_tag: vec![Vec::new(); graph.tags.len()],
            ..Self::default()
        };
        for moment in &timelines.everything {
            match moment {
                Moment::Event(_) => timelines.events.push(*moment),
                Moment::Statement(_) => timelines.statements.push(*moment),
            }
            for actor in actors(graph, *moment) {
                timelines.of_actor[actor.index()].push(*moment);
            }
            for tag in tags(graph, *moment) {
                timelines.of_tag[tag.index()].push(*moment);
            }
        }
        timelines.main_actors = longest(actors_by_name.iter().map(|it| (*it, timelines.of_actor[it.index()].len())), 1);
        timelines.main_tags = longest(handles(&graph.tags).map(|it| (it, timelines.of_tag[it.index()].len())), FEWEST);
        timelines
    }

    /// The entries of a timeline.
    #[must_use]
    pub fn of(&self, selection: Selection) -> &[Moment] {
        match selection {
            Selection::Everything => &self.everything,
            Selection::Events => &self.events,
            Selection::Statements => &self.statements,
            Selection::Actor(it) => self.of_actor.get(it.index()).map_or(&[], Vec::as_slice),
            Selection::Tag(it) => self.of_tag.get(it.index()).map_or(&[], Vec::as_slice),
        }
    }

    /// Every timeline that has a page: that of everything first, and none that would only repeat it.
    pub(super) fn selections(&self, graph: &Graph) -> Vec<Selection> {
        let mut all = vec![Selection::Everything];
        if !self.events.is_empty() && !self.statements.is_empty() {
            all.extend([Selection::Events, Selection::Statements]);
        }
        all.extend(handles(&graph.actors).filter(|it| exceeds_its_page(&graph[*it])).map(Selection::Actor));
        all.extend(handles(&graph.tags).map(Selection::Tag).filter(|it| self.of(*it).len() >= FEWEST));
        all
    }
}

/// Those with most entries and with enough of them, in the order in which they stood.
fn longest<T>(all: impl Iterator<Item = (Handle<T>, usize)>, enough: usize) -> Vec<Handle<T>> {
    let mut all: Vec<_> = all.filter(|(_, count)| *count >= enough).collect();
    let mut counts: Vec<usize> = all.iter().map(|(_, count)| *count).collect();
    counts.sort_unstable_by_key(|it| Reverse(*it));
    let least = counts.get(CHOICES - 1).copied().unwrap_or(0);
    all.retain(|(_, count)| *count >= least);
    all.truncate(CHOICES);
    all.into_iter().map(|(handle, _)| handle).collect()
}

impl Selection {
    /// Where this timeline stands, if it has a page.
    pub(super) fn address(self, graph: &Graph, form: Addresses) -> Address {
        let at = |place: std::fmt::Arguments<'_>| Address::of_page(place, form);
        match self {
            Self::Everything => at(format_args!("timeline")),
            Self::Events => at(format_args!("timeline/events")),
            Self::Statements => at(format_args!("timeline/statements")),
            Self::Actor(it) => at(format_args!("timeline/actors/{}", graph[it].source.id.slug)),
            Self::Tag(it) => at(format_args!("timeline/tags/{}", graph[it].slug)),
        }
    }
}

fn everything(graph: &Graph) -> Vec<Moment> {
    let events = handles(&graph.events).map(|it| (graph[it].source.date.value, Moment::Event(it)));
    let statements = handles(&graph.statements).map(|it| (graph[it].date, Moment::Statement(it)));
    let mut moments: Vec<_> = events.chain(statements).collect();
    moments.sort_by_key(|(date, moment)| (Reverse(date.anchor().map(|it| it.first_instant())), *moment));
    // Collected in place, they would keep the room of the dates.
    moments.iter().map(|(_, moment)| *moment).collect()
}

/// The actors whose timelines show this.
fn actors(graph: &Graph, moment: Moment) -> BTreeSet<Handle<Actor>> {
    match moment {
        Moment::Event(it) => graph[it].actors.iter().map(|(actor, _)| *actor).collect(),
        Moment::Statement(it) => {
            let statement = &graph[it];
            let about = statement.about.iter().filter_map(|it| match it {
                Node::Actor(actor) => Some(*actor),
                _ => None,
            });
            let named = statement.by.iter().chain(&statement.on_behalf_of).chain(&statement.to).copied();
            named.chain(about).collect()
        }
    }
}

/// The tags whose timelines show this.
fn tags(graph: &Graph, moment: Moment) -> BTreeSet<Handle<Tag>> {
    let briefings = match moment {
        Moment::Event(it) => graph[it].briefings.as_slice(),
        Moment::Statement(it) => graph[it].briefing.as_slice(),
    };
    briefings.iter().flat_map(|it| graph[*it].tags.iter().copied()).collect()
}

/// Whether an actor has a page of its own, and more to show than stands there beside its statements.
fn exceeds_its_page(actor: &Actor) -> bool {
    let said = [&actor.on_its_behalf, &actor.addressed, &actor.about].into_iter().any(|it| it.len() > BESIDE);
    actor.confidential.is_none() && (said || actor.events.len() > BESIDE)
}

/// How many rows of what a page is not about it shows at most.
pub(crate) const BESIDE: usize = 12;
/// A tag with fewer entries has no timeline.
const FEWEST: usize = 3;
/// How many timelines of actors, and of tags, are offered on each.
const CHOICES: usize = 24;
