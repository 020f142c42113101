//! The timeline.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::model::Date;
use crate::plan::{Address, Moment, PlannedPage, Selection};
use crate::render::picture::{self, Picture};
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Node};

/// Events and statements by date, newest first.
#[derive(Debug, Serialize)]
pub struct TimelineView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// What is shown: `everything`, `events`, `statements`, `actor` or `tag`.
    pub shown: &'static str,
    /// The chip of the actor or tag whose timeline it is; none for the others.
    pub of: Option<Value>,
    /// The timelines to choose from: everything, or one kind alone.
    pub kinds: Vec<TimelineLink>,
    /// The timelines of the actors with most entries, or the pages of those that show as much; on the first part only.
    pub actors: Vec<TimelineLink>,
    /// The timelines of the tags with most entries; on the first part only.
    pub tags: Vec<TimelineLink>,
    /// The entries of this part by year.
    pub years: Vec<Year>,
    /// How many entries there are in all.
    pub total: usize,
    /// All of them on one line; on the first part only.
    pub picture: Option<Picture>,
}

/// A timeline to choose.
#[derive(Debug, Serialize)]
pub struct TimelineLink {
    /// What it is of.
    pub title: String,
    /// Where it stands, relative to the root.
    pub href: String,
    /// How many entries it has.
    pub count: usize,
    /// Whether it is this one.
    pub current: bool,
}

/// A year of the timeline.
#[derive(Debug, Serialize)]
pub struct Year {
    /// The year; none for what has no date.
    pub year: Option<u16>,
    /// The id of its heading.
    pub id: String,
    /// Its months, newest first; what is known by the year alone comes first, without month.
    pub months: Vec<Month>,
}

/// A month of the timeline.
#[derive(Debug, Serialize)]
pub struct Month {
    /// In words, with the year; none for what is known by the year alone.
    pub month: Option<String>,
    /// Its entries, newest first.
    pub entries: Vec<Entry>,
}

/// One of the two.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// An event's row.
    pub event: Option<Value>,
    /// A statement.
    pub statement: Option<Value>,
}

impl TimelineView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage, selection: Selection) -> Self {
        let all = site.plan.lists.timelines.of(selection);
        let first = page.part.number <= 1;
        let (shown, title, of) = heading(site, selection);
        let description = format!("{} by date, newest first.", shared::count(all.len(), "entry", "entries"));
        let meta = PageMeta::new(site, page, "timeline", &title, &description);
        let (actors, tags) = if first { (actors(site, selection), tags(site, selection)) } else { Default::default() };
        Self {
            shown,
            of,
            kinds: KINDS.iter().filter_map(|(title, it)| link(site, (*title).to_owned(), *it, selection)).collect(),
            actors,
            tags,
            years: years(site, shared::part(all, page)),
            total: all.len(),
            picture: first.then(|| picture::of_timeline(site, &meta.root, selection)).flatten(),
            page: meta,
        }
    }
}

/// What is shown, in a word, in the words of a heading, and as a chip.
fn heading(site: &Site<'_>, selection: Selection) -> (&'static str, String, Option<Value>) {
    match selection {
        Selection::Everything => ("everything", "Timeline".to_owned(), None),
        Selection::Events => ("events", "Timeline of events".to_owned(), None),
        Selection::Statements => ("statements", "Timeline of statements".to_owned(), None),
        Selection::Actor(it) => {
            let name = site.title_of(&Node::Actor(it)).to_owned();
            ("actor", format!("Timeline: {name}"), Some(site.cards.actor(it)))
        }
        Selection::Tag(it) => ("tag", format!("Timeline: {}", site.graph[it].name), Some(site.cards.tag(it))),
    }
}

fn link(site: &Site<'_>, title: String, to: Selection, selection: Selection) -> Option<TimelineLink> {
    let href = site.plan.timeline(to).map(Address::href)?;
    Some(TimelineLink { title, href, count: site.plan.lists.timelines.of(to).len(), current: to == selection })
}

/// The longest timelines of actors, or the pages of those that show as much.
fn actors(site: &Site<'_>, selection: Selection) -> Vec<TimelineLink> {
    let link = |it: &Handle<Actor>| {
        let (page, to) = (site.link(&Node::Actor(*it)), Selection::Actor(*it));
        let href = site.plan.timeline(to).map(Address::href).or(page.href)?;
        let count = site.plan.lists.timelines.of(to).len();
        Some(TimelineLink { title: page.title, href, count, current: to == selection })
    };
    site.plan.lists.timelines.main_actors.iter().filter_map(link).collect()
}

/// The longest timelines of tags.
fn tags(site: &Site<'_>, selection: Selection) -> Vec<TimelineLink> {
    let all = site.plan.lists.timelines.main_tags.iter();
    all.filter_map(|it| link(site, site.graph[*it].name.clone(), Selection::Tag(*it), selection)).collect()
}

/// These entries by year and month.
fn years(site: &Site<'_>, moments: &[Moment]) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    let mut last = None;
    for moment in moments {
        let (date, entry) = entry(site, *moment);
        let at = date.anchor();
        let (year, month) = (at.map(|it| it.year), at.and_then(|it| it.month));
        if years.last().is_none_or(|last| last.year != year) {
            let id = year.map_or_else(|| "undated".to_owned(), |it| format!("year-{it}"));
            years.push(Year { year, id, months: Vec::new() });
            last = None;
        }
        let Some(months) = years.last_mut().map(|it| &mut it.months) else { continue };
        if last != Some(month) {
            last = Some(month);
            months.push(Month { month: month.and(at).map(month_words), entries: Vec::new() });
        }
        if let Some(month) = months.last_mut() {
            month.entries.push(entry);
        }
    }
    years
}

fn entry(site: &Site<'_>, moment: Moment) -> (Date, Entry) {
    match moment {
        Moment::Event(it) => {
            (site.graph[it].source.date.value, Entry { event: Some(site.cards.event(it)), statement: None })
        }
        Moment::Statement(it) => (site.graph[it].date, Entry { event: None, statement: Some(site.cards.entry(it)) }),
    }
}

fn month_words(moment: crate::model::Moment) -> String {
    let month = crate::model::Moment { day: None, time: None, qualifier: crate::model::Qualifier::Certain, ..moment };
    month.words()
}

/// The timelines that every site has, if it has entries of both kinds.
const KINDS: &[(&str, Selection)] =
    &[("Everything", Selection::Everything), ("Events", Selection::Events), ("Statements", Selection::Statements)];
