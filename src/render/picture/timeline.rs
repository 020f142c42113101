//! Events and statements over time: of the whole site, of an actor, of a tag.

use super::lanes::{COLUMN, Frame, Item, Lane, MOST, Mark, PAGE, lanes};
use super::text::isolated;
use super::{Picture, actor};
use crate::model::{Date, Stance, Word};
use crate::plan::{Moment, Selection};
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Event, Node, Statement, Tag};

/// A timeline: events, then the actors that speak most; of an actor, its lanes.
pub(in crate::render) fn of_timeline(site: &Site<'_>, root: &str, selection: Selection) -> Option<Picture> {
    if let Selection::Actor(actor) = selection {
        let frame = Frame { width: PAGE, list: LISTED_BELOW, ..actor_frame(site, actor) };
        return lanes(&frame, root, lanes_of_actor(site, actor), &|date| in_list(site, selection, date));
    }
    let (mut statements, mut events) = (Vec::new(), Vec::new());
    for moment in site.plan.lists.timelines.of(selection) {
        match moment {
            Moment::Event(it) => events.push(*it),
            Moment::Statement(it) => statements.push(*it),
        }
    }
    // As the graph has them, so that a picture does not depend on which list they were found in.
    events.sort_unstable();
    statements.sort_unstable();
    let title = match selection {
        Selection::Tag(it) => format!("{} over time", site.graph[it].name),
        _ => "Timeline".to_owned(),
    };
    let frame = Frame { id: "timeline", title, list: LISTED_BELOW, compact: Some("timeline-narrow"), ..WHOLE };
    lanes(&frame, root, by_speaker(site, &events, &statements), &|date| in_list(site, selection, date))
}

/// What an actor says and is part of, and what is said to it and about it.
pub(in crate::render) fn of_actor(site: &Site<'_>, root: &str, handle: Handle<Actor>) -> Option<Picture> {
    let all = lanes_of_actor(site, handle);
    if all.iter().map(|it| it.items.len()).sum::<usize>() < FEWEST {
        return None;
    }
    // Where the actor has no timeline of its own, that of everything has the period.
    let selection = Selection::Actor(handle);
    let own = site.plan.timeline(selection).map_or(Selection::Everything, |_| selection);
    lanes(&actor_frame(site, handle), root, all, &|date| in_list(site, own, date))
}

/// The statements of all briefings of a tag, and the events of these briefings.
pub(in crate::render) fn of_tag(site: &Site<'_>, root: &str, handle: Handle<Tag>) -> Option<Picture> {
    let selection = Selection::Tag(handle);
    site.plan.timeline(selection)?;
    let picture = of_timeline(site, root, selection)?;
    Some(Picture {
        left_out: picture.left_out.map(|it| it.replace(LISTED_BELOW, "The timeline of the tag lists them.")),
        ..picture
    })
}

fn lanes_of_actor(site: &Site<'_>, handle: Handle<Actor>) -> Vec<Lane> {
    let found = &site.graph[handle];
    let events = || found.events.iter().map(|(it, _)| *it);
    let lists = [&found.statements, &found.on_its_behalf, &found.addressed, &found.about];
    let words = Words::of(site, events(), lists.into_iter().flatten().copied());
    let said = |name: &str, list: &[Handle<Statement>], with_speaker: bool| Lane {
        name: name.to_owned(),
        items: list.iter().map(|it| words.statement(site, *it, with_speaker)).collect(),
        ..Lane::default()
    };
    let events = events().map(|it| words.event(site, it)).collect();
    vec![
        Lane { name: "Events".to_owned(), items: events, ..Lane::default() },
        said("Says", &found.statements, false),
        said("On its behalf", &found.on_its_behalf, true),
        said("Said to it", &found.addressed, true),
        said("Said about it", &found.about, true),
    ]
}

fn actor_frame(site: &Site<'_>, handle: Handle<Actor>) -> Frame {
    Frame {
        id: "over-time",
        title: format!("{} over time", actor(site, handle).title),
        width: COLUMN,
        gutter: 124,
        list: if site.plan.timeline(Selection::Actor(handle)).is_some() {
            "Its timeline lists them."
        } else {
            "They are listed on this page."
        },
        compact: Some("over-time-narrow"),
    }
}

/// A lane of events, one for each of the actors that speak most, and one for all others.
fn by_speaker(site: &Site<'_>, events: &[Handle<Event>], statements: &[Handle<Statement>]) -> Vec<Lane> {
    let graph = site.graph;
    let mut counts = vec![0_usize; graph.actors.len()];
    for speaker in statements.iter().flat_map(|it| &graph[*it].by) {
        counts[speaker.index()] += 1;
    }
    let mut speakers: Vec<usize> = (0..counts.len()).filter(|it| counts[*it] > 0).collect();
    speakers.sort_by_key(|it| (std::cmp::Reverse(counts[*it]), *it));
    speakers.truncate(SPEAKERS);
    let words = Words::of(site, events.iter().copied(), statements.iter().copied());
    let items = events.iter().map(|it| words.event(site, *it)).collect();
    let mut lanes = vec![Lane { name: "Events".to_owned(), items, alone: true, ..Lane::default() }];
    lanes.extend(speakers.iter().map(|it| {
        let link = actor(site, Handle::new(*it));
        Lane { name: link.title, href: link.href, ..Lane::default() }
    }));
    lanes.push(Lane { name: "Others".to_owned(), alone: true, ..Lane::default() });
    let last = lanes.len() - 1;
    for handle in statements {
        let by = &graph[*handle].by;
        let mut found: Vec<usize> =
            by.iter().filter_map(|it| speakers.iter().position(|one| *one == it.index())).map(|it| it + 1).collect();
        if found.is_empty() {
            found.push(last);
        }
        for lane in found {
            lanes[lane].items.push(words.statement(site, *handle, lane == last));
        }
    }
    lanes
}

/// Whether items get their words. They are most of the work, and no picture shows those of entries that it counts by period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    Given,
    None,
}

impl Words {
    /// Those of a picture of these.
    fn of(
        site: &Site<'_>,
        events: impl Iterator<Item = Handle<Event>>,
        statements: impl Iterator<Item = Handle<Statement>>,
    ) -> Self {
        let dates = events.map(|it| site.graph[it].source.date.value).chain(statements.map(|it| site.graph[it].date));
        let shown = dates.filter(|it| it.anchor().is_some()).take(MOST + 1).count();
        if shown > MOST { Self::None } else { Self::Given }
    }

    fn event(self, site: &Site<'_>, handle: Handle<Event>) -> Item {
        match self {
            Self::Given => event(site, handle),
            Self::None => Item::without_words(site.graph[handle].source.date.value, Mark::Event),
        }
    }

    fn statement(self, site: &Site<'_>, handle: Handle<Statement>, with_speaker: bool) -> Item {
        match self {
            Self::Given => statement(site, handle, with_speaker),
            Self::None => Item::without_words(site.graph[handle].date, mark(site, &site.graph[handle])),
        }
    }
}

/// An event as an item.
fn event(site: &Site<'_>, handle: Handle<Event>) -> Item {
    let link = site.link(&Node::Event(handle));
    let event = &site.graph[handle];
    let date = event.source.date.value;
    Item {
        date,
        mark: Mark::Event,
        title: format!("{}, {}: {}", date.words(), event.status, link.title),
        label: link.title,
        href: link.href,
    }
}

/// A statement as an item.
pub(super) fn statement(site: &Site<'_>, handle: Handle<Statement>, with_speaker: bool) -> Item {
    let statement = &site.graph[handle];
    let claim = &site.graph[statement.claim];
    let text = site.title_of(&Node::Claim(statement.claim)).to_owned();
    let who = speakers(site, statement);
    let stance = stance(statement.stance);
    let href = site.cards.href_of_statement(handle);
    let date = statement.date;
    Item {
        date,
        mark: mark(site, statement),
        label: if with_speaker { format!("{who}: {text}") } else { text.clone() },
        title: format!("{}: {who} {stance}: {text} ({})", date.words(), claim.status),
        href: href.or_else(|| site.link(&Node::Claim(statement.claim)).href),
    }
}

fn mark(site: &Site<'_>, statement: &Statement) -> Mark {
    let standing = site.graph[statement.claim].status.standing();
    Mark::Statement(standing.as_str(), statement.stance.is_against())
}

/// Who makes a statement, in words.
pub(super) fn speakers(site: &Site<'_>, statement: &Statement) -> String {
    let names: Vec<String> = statement.by.iter().map(|it| isolated(&actor(site, *it).title).into_owned()).collect();
    if names.is_empty() { "The author".to_owned() } else { names.join(", ") }
}

/// A stance in words.
pub(super) fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::NoComment => "gives no comment",
        other => other.as_str(),
    }
}

/// The part of a timeline that lists this day first, and there the heading of its year.
fn in_list(site: &Site<'_>, selection: Selection, date: &Date) -> Option<String> {
    let address = site.plan.timeline(selection)?;
    let last = date.last_instant();
    let graph = site.graph;
    let first = |it: &Moment| match it {
        Moment::Event(it) => graph[*it].source.date.value.anchor(),
        Moment::Statement(it) => graph[*it].date.anchor(),
    };
    let list = site.plan.lists.timelines.of(selection);
    let index = list.partition_point(|it| first(it).is_some_and(|it| Some(it.first_instant()) > last));
    let year = first(list.get(index)?)?.year;
    let number = index / site.settings.paginate.max(1) + 1;
    Some(format!("{}#year-{year}", address.part(number).href()))
}

/// The frame of a picture as wide as a page.
const WHOLE: Frame = Frame {
    id: "over-time",
    title: String::new(),
    width: PAGE,
    gutter: 168,
    list: "",
    compact: Some("over-time-narrow"),
};
/// How many actors have a lane of their own.
const SPEAKERS: usize = 9;
/// With fewer entries there is nothing to see that the list does not say.
const FEWEST: usize = 3;
const LISTED_BELOW: &str = "All are listed below.";
