//! The timeline.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::model::Date;
use crate::plan::{Moment, PlannedPage};
use crate::render::picture::{self, Picture};

/// Events and statements by date, newest first.
#[derive(Debug, Serialize)]
pub struct TimelineView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// The entries of this part by year.
    pub years: Vec<Year>,
    /// How many entries there are in all.
    pub total: usize,
    /// All of them on one line; on the first part only.
    pub picture: Option<Picture>,
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
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let all = &site.plan.lists.timeline;
        let mut years: Vec<Year> = Vec::new();
        let mut last = None;
        for moment in shared::part(all, page) {
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
        let description = format!("{} by date, newest first.", shared::count(all.len(), "entry", "entries"));
        let meta = PageMeta::new(site, page, "timeline", "Timeline", &description);
        let picture = (page.part.number <= 1).then(|| picture::of_site(site, &meta.root)).flatten();
        Self { page: meta, years, total: all.len(), picture }
    }
}

fn entry(site: &Site<'_>, moment: Moment) -> (Date, Entry) {
    match moment {
        Moment::Event(it) => {
            (site.graph[it].source.date.value, Entry { event: Some(site.cards.event(it)), statement: None })
        }
        Moment::Statement(it) => {
            (site.graph[it].date, Entry { event: None, statement: Some(site.cards.statement(it)) })
        }
    }
}

fn month_words(moment: crate::model::Moment) -> String {
    let month = crate::model::Moment { day: None, time: None, qualifier: crate::model::Qualifier::Certain, ..moment };
    month.words()
}
