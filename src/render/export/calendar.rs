//! iCalendar (RFC 5545).

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use icalendar::{Calendar as File, Component, Event as Item, EventLike, EventStatus as ItemStatus, Property};
use url::Url;

use super::feed::full;
use crate::model::{Date, EventStatus, Precision};
use crate::parse::Head;
use crate::plan::Calendar;
use crate::render::card::place;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Event, Node};

/// The calendar of these events.
pub(super) fn text(site: &Site<'_>, calendar: Calendar) -> String {
    let (name, events): (String, Vec<Handle<Event>>) = match calendar {
        Calendar::All => (site.settings.title.clone(), (0..site.graph.events.len()).map(Handle::new).collect()),
        Calendar::Actor(actor) => {
            let name = format!("{} · {}", site.title_of(&Node::Actor(actor)).to_owned(), site.settings.title);
            // One in which it has several parts stands there several times.
            let events: BTreeSet<_> = site.graph[actor].events.iter().map(|(event, _)| *event).collect();
            (name, events.into_iter().collect())
        }
    };
    let mut file = File::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", "-//Postil//Postil//EN"), ("CALSCALE", "GREGORIAN")] {
        file.append_property(Property::new(key, value));
    }
    for key in ["NAME", "X-WR-CALNAME"] {
        file.append_property(Property::new(key, one_line(&name)).add_parameter("VALUE", "TEXT").done());
    }
    let host = host(site);
    file.extend(events.iter().filter_map(|event| item(site, *event, &host)));
    folded(&file.to_string())
}

/// The file with its lines folded anew, to 75 octets at most (RFC 5545, 3.1): the library does not count the space that begins a
/// continued line.
fn folded(file: &str) -> String {
    let mut folded = String::with_capacity(file.len());
    for line in file.replace("\r\n ", "").split_terminator("\r\n") {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LINE {
                folded.push_str("\r\n ");
                length = 1;
            }
            folded.push(c);
            length += c.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

/// An event; none when nothing at all is known of its date.
fn item(site: &Site<'_>, handle: Handle<Event>, host: &str) -> Option<Item> {
    let event = &site.graph[handle];
    let written = &event.source;
    let mut item = Item::new();
    item.uid(&format!("{}@{host}", written.id.slug));
    item.timestamp(stamp(site, event));
    item.summary(&one_line(&written.title));
    let note = dated(&mut item, &written.date.value)?;
    item.status(match event.status {
        EventStatus::Cancelled => ItemStatus::Cancelled,
        EventStatus::Postponed | EventStatus::Unconfirmed => ItemStatus::Tentative,
        EventStatus::Scheduled | EventStatus::Ongoing | EventStatus::Occurred | EventStatus::Rescheduled => {
            ItemStatus::Confirmed
        }
    });
    if let Some(address) = site.plan.address(&Node::Event(handle)) {
        item.url(&full(site, &address.href()));
    }
    if let Some(it) = &written.place {
        item.location(&one_line(&place(it)));
        if let (Some(lat), Some(lon)) = (it.lat, it.lon) {
            item.add_property("GEO", format!("{lat};{lon}"));
        }
    }
    let actors: Vec<_> = event.actors.iter().map(|(actor, _)| site.title_of(&Node::Actor(*actor)).to_owned()).collect();
    let actors = (!actors.is_empty()).then(|| format!("With {}.", actors.join(", ")));
    let status = (event.status == EventStatus::Postponed).then(|| "Postponed.".to_owned());
    let summary = written.summary.as_ref().map(|it| it.value.clone());
    let note = Some(note).filter(|note| !note.is_empty());
    let parts: Vec<String> = [note, status, summary, actors].into_iter().flatten().collect();
    if !parts.is_empty() {
        item.description(&plain(&parts.join("\n")));
    }
    // What others do takes nobody's time.
    item.add_property("TRANSP", "TRANSPARENT");
    Some(item.done())
}

/// Puts an event on its days, or at its time. What the calendar cannot say is returned as a note, empty when it says all; none when
/// nothing is known.
fn dated(item: &mut Item, date: &Date) -> Option<String> {
    if let Date::Moment(moment) = date
        && moment.precision() == Precision::Time
    {
        item.starts(DateTime::<Utc>::from_timestamp(moment.first_instant(), 0)?);
        let note = || format!("The time is not certain: {}.", date.words());
        return Some(date.is_qualified().then(note).unwrap_or_default());
    }
    let from = date.first_day().or_else(|| date.last_day())?;
    let to = date.last_day().filter(|to| *to >= from).unwrap_or(from);
    item.starts(from);
    item.ends(after(to));
    let is_open = matches!(date, Date::Interval(None, _) | Date::Interval(_, None));
    let is_day = match date {
        Date::Moment(moment) => moment.precision() == Precision::Day,
        Date::Interval(from, to) => [from, to].into_iter().flatten().all(|it| it.precision() >= Precision::Day),
    };
    let exact = is_day && !is_open && !date.is_qualified();
    Some(if exact { String::new() } else { format!("The day is not known, only this: {}.", date.words()) })
}

/// An end of days is not part of what it ends.
fn after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

/// When what is said of an event was last changed, as far as the site tells: with its newest briefing.
fn stamp(site: &Site<'_>, event: &Event) -> DateTime<Utc> {
    let briefings = event.briefings.iter().map(|it| &site.graph[*it].source.article.head);
    let changed = briefings.filter_map(|head| match head {
        Head::Briefing(head) => head.updated.as_ref().unwrap_or(&head.date).first_instant(),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
    });
    changed.max().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default()
}

/// Makes an id of the site one of the world.
fn host(site: &Site<'_>) -> String {
    let url = site.settings.base_url.as_deref().and_then(|base| Url::parse(base).ok());
    url.as_ref().and_then(Url::host_str).unwrap_or("localhost").to_owned()
}

fn one_line(text: &str) -> String {
    plain(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Without the controls that the format forbids.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

/// The longest line, in octets, without its end.
const LINE: usize = 75;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_the_standard_allows() {
        let long = format!("SUMMARY:{}\r\nEND:VEVENT\r\n", "a длинный 題 ".repeat(40));
        let file = folded(&folded(&long));
        assert!(file.split("\r\n").all(|line| line.len() <= LINE));
        assert_eq!(file.replace("\r\n ", ""), long);
    }
}
