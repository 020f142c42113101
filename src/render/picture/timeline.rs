//! Events and statements over time: of the whole site, of an actor, of a tag.

use super::lanes::{COLUMN, Frame, Item, Lane, Mark, PAGE, lanes};
use super::text::isolated;
use super::{Picture, actor};
use crate::model::{Date, Stance, Word};
use crate::plan::Moment;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Event, Node, Statement, Tag};

/// Everything dated on a site: events, then the actors that speak most.
pub(in crate::render) fn of_site(site: &Site<'_>, root: &str) -> Option<Picture> {
    let statements: Vec<_> = (0..site.graph.statements.len()).map(Handle::new).collect();
    let events: Vec<_> = (0..site.graph.events.len()).map(Handle::new).collect();
    let frame = Frame {
        id: "timeline",
        title: "Timeline".to_owned(),
        width: PAGE,
        gutter: 168,
        list: LISTED_BELOW,
        compact: Some("timeline-narrow"),
    };
    lanes(&frame, root, by_speaker(site, &events, &statements), &|period| in_list(site, period))
}

/// What an actor says and is part of, and what is said to it and about it.
pub(in crate::render) fn of_actor(site: &Site<'_>, root: &str, handle: Handle<Actor>) -> Option<Picture> {
    let found = &site.graph[handle];
    let said = |name: &str, list: &[Handle<Statement>], with_speaker: bool| Lane {
        name: name.to_owned(),
        href: None,
        items: list.iter().map(|it| statement(site, *it, with_speaker)).collect(),
    };
    let events = found.events.iter().map(|(it, _)| event(site, *it)).collect();
    let all = vec![
        Lane { name: "Events".to_owned(), href: None, items: events },
        said("Says", &found.statements, false),
        said("Said on its behalf", &found.on_its_behalf, true),
        said("Said to it", &found.addressed, true),
        said("Said about it", &found.about, true),
    ];
    let title = format!("{} over time", actor(site, handle).title);
    let frame = Frame {
        id: "over-time",
        title,
        width: COLUMN,
        gutter: 124,
        list: "Statements and events are listed on this page.",
        compact: Some("over-time-narrow"),
    };
    if all.iter().map(|it| it.items.len()).sum::<usize>() < FEWEST {
        return None;
    }
    lanes(&frame, root, all, &|period| in_list(site, period))
}

/// The statements of all briefings of a tag, and the events of these briefings.
pub(in crate::render) fn of_tag(site: &Site<'_>, root: &str, handle: Handle<Tag>) -> Option<Picture> {
    let tag = &site.graph[handle];
    let briefings = || tag.briefings.iter().map(|it| &site.graph[*it]);
    let mut statements: Vec<_> = briefings().flat_map(|it| it.statements.iter().copied()).collect();
    let mut events: Vec<_> = briefings().flat_map(|it| it.events.iter().copied()).collect();
    statements.sort_unstable();
    statements.dedup();
    events.sort_unstable();
    events.dedup();
    if statements.len() + events.len() < FEWEST {
        return None;
    }
    let title = format!("{} over time", tag.name);
    let frame = Frame {
        id: "over-time",
        title,
        width: PAGE,
        gutter: 168,
        list: "The timeline of the site lists them.",
        compact: Some("over-time-narrow"),
    };
    lanes(&frame, root, by_speaker(site, &events, &statements), &|period| in_list(site, period))
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
    let mut lanes = vec![Lane { name: "Events".to_owned(), href: None, items: Vec::new() }];
    lanes[0].items = events.iter().map(|it| event(site, *it)).collect();
    lanes.extend(speakers.iter().map(|it| {
        let link = actor(site, Handle::new(*it));
        Lane { name: link.title, href: link.href, items: Vec::new() }
    }));
    lanes.push(Lane { name: "Others".to_owned(), href: None, items: Vec::new() });
    let last = lanes.len() - 1;
    for handle in statements {
        let by = &graph[*handle].by;
        let mut found: Vec<usize> =
            by.iter().filter_map(|it| speakers.iter().position(|one| *one == it.index())).map(|it| it + 1).collect();
        if found.is_empty() {
            found.push(last);
        }
        for lane in found {
            lanes[lane].items.push(statement(site, *handle, lane == last));
        }
    }
    lanes
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
    let text = site.link(&Node::Claim(statement.claim)).title;
    let who = speakers(site, statement);
    let stance = stance(statement.stance);
    let standing = claim.status.standing().as_str();
    let href = site.cards.statement(handle).get_from_path("href").and_then(|it| it.as_str()).map(str::to_owned);
    let date = statement.date;
    Item {
        date,
        mark: Mark::Statement(standing, statement.stance.is_against()),
        label: if with_speaker { format!("{who}: {text}") } else { text.clone() },
        title: format!("{}: {who} {stance}: {text} ({})", date.words(), claim.status),
        href: href.or_else(|| site.link(&Node::Claim(statement.claim)).href),
    }
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

/// The part of the timeline that lists this day first, and there the heading of its year.
fn in_list(site: &Site<'_>, date: &Date) -> Option<String> {
    let last = date.last_instant();
    let graph = site.graph;
    let first = |it: &Moment| match it {
        Moment::Event(it) => graph[*it].source.date.value.anchor(),
        Moment::Statement(it) => graph[*it].date.anchor(),
    };
    let list = &site.plan.lists.timeline;
    let index = list.partition_point(|it| first(it).is_some_and(|it| Some(it.first_instant()) > last));
    let year = first(list.get(index)?)?.year;
    let number = index / site.settings.paginate.max(1) + 1;
    let page = if number > 1 { format!("page/{number}/") } else { String::new() };
    Some(format!("timeline/{page}#year-{year}"))
}

/// How many actors have a lane of their own.
const SPEAKERS: usize = 9;
/// With fewer entries there is nothing to see that the list does not say.
const FEWEST: usize = 3;
const LISTED_BELOW: &str = "All are listed below.";
