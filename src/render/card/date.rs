//! Dates as templates show them.

use std::sync::OnceLock;

use foldhash::HashMap;
use serde::Serialize;
use tera::Value;

use crate::model::{Date, Moment, Precision};
use crate::resolve::Graph;

/// A [`DateView`] that all places share where the date stands.
pub type SharedDate = Value;

/// A date as a template shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// In words.
    pub words: String,
    /// The value of `datetime`; none for an interval, which HTML cannot say.
    pub datetime: Option<String>,
    /// As it was written (EDTF).
    pub edtf: String,
    /// Whether the author is not sure of it.
    pub uncertain: bool,
    /// `year`, `month`, `day`, `time` or `interval`.
    pub precision: &'static str,
}

impl DateView {
    /// What a template sees of a date.
    #[must_use]
    pub fn new(date: &Date) -> Self {
        let (datetime, precision) = match date {
            Date::Moment(moment) => (Some(moment.html_datetime()), precision(*moment)),
            Date::Interval(..) => (None, "interval"),
        };
        Self { words: date.words(), datetime, edtf: date.to_string(), uncertain: date.is_qualified(), precision }
    }
}

fn precision(moment: Moment) -> &'static str {
    match moment.precision() {
        Precision::Year => "year",
        Precision::Month => "month",
        Precision::Day => "day",
        Precision::Time => "time",
    }
}

/// Places for the dates that cards show. They come one by one, for there are far fewer than places where they stand.
pub(super) fn places(graph: &Graph) -> HashMap<Date, OnceLock<Value>> {
    let mut dates = HashMap::default();
    let mut add = |date: Date| {
        dates.entry(date).or_insert_with(OnceLock::new);
    };
    graph.statements.iter().for_each(|it| add(it.date));
    graph.changes.iter().for_each(|it| add(it.date));
    graph.events.iter().for_each(|it| add(it.source.date.value));
    graph.briefings.iter().for_each(|it| add(it.date));
    graph.sources.iter().filter_map(|it| it.source.date).for_each(|it| add(it.value));
    dates
}
