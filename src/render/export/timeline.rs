//! The JSON of TimelineJS 3 (Knight Lab): the events and briefings of the site.

use serde_json::{Value, json};

use super::describe::record;
use super::document;
use super::feed::full;
use crate::model::{Date, Moment};
use crate::parse::Head;
use crate::plan::Address;
use crate::render::body::escaped;
use crate::render::card::place;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Event, Node};

/// The timeline.
pub(super) fn text(site: &Site<'_>) -> String {
    let graph = site.graph;
    let mut slides: Vec<(Option<i64>, Value)> = Vec::new();
    slides.extend((0..graph.events.len()).filter_map(|at| event(site, Handle::new(at))));
    slides.extend((0..graph.briefings.len()).rev().filter_map(|at| briefing(site, Handle::new(at))));
    slides.sort_by_key(|(instant, _)| *instant);
    document(&json!({
        "title": { "text": record(json!({
            "headline": escaped(&site.settings.title),
            "text": site.settings.description.as_deref().map(paragraph),
        })) },
        "events": slides.into_iter().map(|(_, slide)| slide).collect::<Vec<_>>(),
        "scale": "human",
    }))
}

fn event(site: &Site<'_>, handle: Handle<Event>) -> Option<(Option<i64>, Value)> {
    let event = &site.graph[handle];
    let written = &event.source;
    let actors: Vec<_> = event.actors.iter().map(|(it, _)| site.title_of(&Node::Actor(*it)).to_owned()).collect();
    let parts = [
        written.summary.as_ref().map(|it| it.value.clone()),
        written.place.as_ref().map(|it| format!("At {}.", place(it))),
        (!actors.is_empty()).then(|| format!("With {}.", actors.join(", "))),
        Some(format!("This is {}.", event.status)),
    ];
    slide(site, &Node::Event(handle), "Events", &written.date.value, parts.into_iter().flatten())
}

fn briefing(site: &Site<'_>, handle: Handle<Briefing>) -> Option<(Option<i64>, Value)> {
    let briefing = &site.graph[handle];
    let summary = match &briefing.source.article.head {
        Head::Briefing(head) => head.summary.as_ref().map(|it| it.value.clone()),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
    };
    slide(site, &Node::Briefing(handle), "Briefings", &briefing.date, summary.into_iter())
}

/// A slide, with its first instant; none when nothing is known of its date.
fn slide(
    site: &Site<'_>,
    node: &Node,
    group: &str,
    date: &Date,
    parts: impl Iterator<Item = String>,
) -> Option<(Option<i64>, Value)> {
    let (from, to) = match date {
        Date::Moment(moment) => (*moment, None),
        Date::Interval(from, to) => ((*from).or(*to)?, from.and(*to)),
    };
    let link = site.link(node);
    let address = site.plan.address(node).cloned().unwrap_or_default();
    // A link that leads nowhere from the page that shows the timeline is none.
    let headline = match &site.settings.base_url {
        Some(_) => format!("<a href=\"{}\">{}</a>", escaped(&full(site, &address.href())), escaped(&link.title)),
        None => escaped(&link.title),
    };
    let value = record(json!({
        // The same in either form of addresses.
        "unique_id": Address::new(address.place()).href().replace('/', "-"),
        "start_date": day(from),
        "end_date": to.map(day),
        "display_date": date.words(),
        "group": group,
        "text": { "headline": headline, "text": parts.map(|it| paragraph(&it)).collect::<String>() },
    }));
    Some((date.first_instant().or_else(|| date.last_instant()), value))
}

/// A date with no more parts than are known; a time is told in UTC.
fn day(moment: Moment) -> Value {
    let mut moment = moment;
    let mut time = None;
    if let Some(instant) = moment.time.and_then(|_| chrono::DateTime::from_timestamp(moment.first_instant(), 0)) {
        moment = Moment::day(instant.date_naive());
        time = Some(instant.time());
    }
    record(json!({
        "year": moment.year,
        "month": moment.month,
        "day": moment.day,
        "hour": time.as_ref().map(chrono::Timelike::hour),
        "minute": time.as_ref().map(chrono::Timelike::minute),
    }))
}

fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", escaped(text))
}
