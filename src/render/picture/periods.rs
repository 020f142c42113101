//! A timeline with too many entries to draw each: lanes of columns, one column for each period.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate};

use super::lanes::{Frame, Lane, Mark, PAD, TOP, counted, entries, item_attributes, lane_name};
use super::scale::Window;
use super::svg::{Anchor, Svg};
use super::{KeyEntry, Picture, pixels, text};
use crate::model::{Date, Moment, Qualifier};

/// The lanes by period; none when nothing is dated.
pub(super) fn drawing(
    frame: &Frame,
    root: &str,
    lanes: &[Lane],
    href: &dyn Fn(&Date) -> Option<String>,
) -> Option<Picture> {
    let starts: Vec<Date> =
        lanes.iter().flat_map(|it| &it.items).filter_map(|it| it.date.anchor()).map(first_day).collect();
    let window = Window::of(starts.iter())?;
    let (first, last) = (day(window.from)?, day(window.to)?);
    let period = Period::for_span(first, last, i64::from((frame.width - frame.gutter) / COLUMN).min(MOST));
    let (before, after) = (window.first < window.from, window.last > window.to);
    let (from, to) = (period.number(first) - i64::from(before), period.number(last) + i64::from(after));
    let columns = usize::try_from(to - from + 1).unwrap_or(1);
    let (left, right) = (frame.gutter, frame.width);
    let edge = |column: usize| left + (right - left) * pixels(column) / pixels(columns);
    let counts: Vec<BTreeMap<usize, Count>> = lanes.iter().map(|it| counted_by(it, period, (from, to))).collect();
    let attributes = item_attributes(counts.iter().map(BTreeMap::len).sum());
    let most = |counts: &BTreeMap<usize, Count>| counts.values().map(|it| it.all).max().unwrap_or(1);
    let compared = lanes.iter().zip(&counts).filter(|(lane, _)| !lane.alone).map(|(_, counts)| most(counts)).max();
    let mut svg = Svg::default();
    let bottom = TOP + pixels(lanes.len()) * LANE;
    axis(&mut svg, period, (from, columns), (before, after), &edge, bottom);
    for ((lane, counts), row) in lanes.iter().zip(&counts).zip(0..) {
        let top = TOP + row * LANE;
        lane_name(&mut svg, frame, root, lane, (top, right, 1));
        let highest = compared.filter(|_| !lane.alone).unwrap_or_else(|| most(counts));
        let total: usize = counts.values().map(|it| it.all).sum();
        svg.text((0, top + PAD + 30), Anchor::Start, "tick", &entries(total));
        for (column, count) in counts {
            let date = period.date(from + i64::try_from(*column).unwrap_or(0));
            let date = match *column {
                0 if before => Date::Interval(None, ends(&date).1),
                column if after && column + 1 == columns => Date::Interval(ends(&date).0, None),
                _ => date,
            };
            let place = (edge(*column), edge(column + 1), top + LANE - 4);
            let title = title(&lane.name, &date, *count);
            let href = href(&date).map(|it| format!("{root}{it}"));
            svg.link(href.as_deref(), attributes, &title, |svg| bar(svg, place, *count, highest));
        }
    }
    svg.line((0, bottom), (right, bottom), "class=\"lane\"");
    let total: usize = counts.iter().flat_map(BTreeMap::values).map(|it| it.all).sum();
    let description =
        format!("{} in {}, counted by {}.", entries(total), counted(lanes.len(), "lane", "lanes"), period.name());
    Some(Picture {
        id: frame.id,
        svg: svg.finish(frame.id, (frame.width, bottom + 2), &frame.title, &description),
        title: frame.title.clone(),
        description,
        compact: None,
        key: key(&counts),
        left_out: None,
        table: None,
    })
}

/// How many entries fall into a period, and how many of them stand against a claim.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    all: usize,
    against: usize,
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Period {
    Month,
    Quarter,
    Year,
    Years(i64),
}

impl Period {
    /// The shortest with which there are at most so many.
    fn for_span(first: NaiveDate, last: NaiveDate, most: i64) -> Self {
        let count = |period: Self| period.number(last) - period.number(first) + 1;
        [Self::Month, Self::Quarter, Self::Year].into_iter().find(|it| count(*it) <= most).unwrap_or_else(|| {
            let years = i64::from(last.year()) - i64::from(first.year());
            Self::Years((years / (most - 1).max(1) + 1).max(2))
        })
    }

    /// Its number since the year 0.
    fn number(self, date: NaiveDate) -> i64 {
        let (year, month) = (i64::from(date.year()), i64::from(date.month0()));
        match self {
            Self::Month => year * 12 + month,
            Self::Quarter => year * 4 + month / 3,
            Self::Year => year,
            Self::Years(years) => year / years,
        }
    }

    /// The period of this number as a date.
    fn date(self, number: i64) -> Date {
        let moment = |year: i64, month: Option<i64>| Moment {
            year: u16::try_from(year).unwrap_or(1).max(1),
            month: month.and_then(|it| u8::try_from(it).ok()),
            day: None,
            time: None,
            qualifier: Qualifier::Certain,
        };
        match self {
            Self::Month => Date::Moment(moment(number / 12, Some(number % 12 + 1))),
            Self::Quarter => {
                let month = number % 4 * 3 + 1;
                let end = moment(number / 4, Some(month + 2));
                Date::Interval(Some(moment(number / 4, Some(month))), Some(end))
            }
            Self::Year => Date::Moment(moment(number, None)),
            Self::Years(years) => {
                Date::Interval(Some(moment(number * years, None)), Some(moment((number + 1) * years - 1, None)))
            }
        }
    }

    /// The year with which a period begins, when it is the first of that year.
    fn year(self, number: i64) -> Option<i64> {
        match self {
            Self::Month => (number % 12 == 0).then_some(number / 12),
            Self::Quarter => (number % 4 == 0).then_some(number / 4),
            Self::Year => Some(number),
            Self::Years(years) => Some(number * years),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Years(_) => "several years",
        }
    }
}

fn counted_by(lane: &Lane, period: Period, (from, to): (i64, i64)) -> BTreeMap<usize, Count> {
    let mut counts: BTreeMap<usize, Count> = BTreeMap::new();
    for item in &lane.items {
        let Some(moment) = item.date.anchor() else { continue };
        let column = usize::try_from(period.number(moment.first_day()).clamp(from, to) - from).unwrap_or(0);
        let count = counts.entry(column).or_default();
        count.all += 1;
        count.against += usize::from(matches!(item.mark, Mark::Statement(_, true)));
    }
    counts
}

/// A line and the number where a year begins, as far as the numbers have room.
fn axis(
    svg: &mut Svg,
    period: Period,
    (from, columns): (i64, usize),
    (before, after): (bool, bool),
    edge: &dyn Fn(usize) -> i32,
    bottom: i32,
) {
    let mut free = i32::MIN;
    if before {
        svg.text((edge(0) + 2, TOP - 11), Anchor::Start, "tick", "earlier");
        free = edge(0) + 46;
    }
    if after {
        svg.line((edge(columns - 1), TOP - 6), (edge(columns - 1), bottom), "class=\"grid\" data-break=\"true\"");
        svg.text((edge(columns), TOP - 11), Anchor::End, "tick", "later");
    }
    for column in usize::from(before)..columns - usize::from(after) {
        let number = from + i64::try_from(column).unwrap_or(0);
        let year =
            period.year(number).or_else(|| (column == usize::from(before)).then(|| year_of(period.date(number))));
        let Some(year) = year else { continue };
        let x = edge(column);
        svg.line((x, TOP - 6), (x, bottom), "class=\"grid\"");
        if x >= free && x + 30 <= edge(columns) {
            svg.text((x + 2, TOP - 11), Anchor::Start, "tick", &year.to_string());
            free = x + 34;
        }
    }
}

/// The first day of a moment.
fn first_day(moment: Moment) -> Date {
    Date::day(moment.first_day())
}

fn day(instant: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(instant, 0).map(|it| it.date_naive())
}

/// The moments with which a date begins and ends.
fn ends(date: &Date) -> (Option<Moment>, Option<Moment>) {
    match date {
        Date::Moment(moment) => (Some(*moment), Some(*moment)),
        Date::Interval(from, to) => (*from, *to),
    }
}

fn year_of(date: Date) -> i64 {
    date.anchor().map_or(0, |it| i64::from(it.year))
}

/// What a column says, in words.
fn title(lane: &str, date: &Date, count: Count) -> String {
    let against = match count.against {
        0 => String::new(),
        number => format!(", {number} against a claim"),
    };
    format!("{lane}, {}: {}{against}", date.words(), entries(count.all))
}

/// A column, its number above it, and the part that stands against claims at its foot.
fn bar(svg: &mut Svg, (left, right, foot): (i32, i32, i32), count: Count, highest: usize) {
    let height = |number: usize| (pixels(number) * HIGHEST / pixels(highest.max(1))).max(i32::from(number > 0) * 2);
    let (x, width) = (left + 1, (right - left - 2).max(1));
    svg.rect((x, foot - HIGHEST - 14), (width, HIGHEST + 14), 0, "class=\"hit\"");
    svg.rect((x, foot - height(count.all)), (width, height(count.all)), 0, "class=\"bar-all\"");
    if count.against > 0 {
        let high = height(count.against);
        svg.rect((x, foot - high), (width, high), 0, "class=\"bar-against\" data-standing=\"contested\"");
    }
    let number = count.all.to_string();
    if text::width(&number, 10) <= width + 1 {
        svg.text((i32::midpoint(left, right), foot - height(count.all) - 3), Anchor::Middle, "number", &number);
    }
}

fn key(counts: &[BTreeMap<usize, Count>]) -> Vec<KeyEntry> {
    let sample = |attributes: &str| {
        let mut svg = Svg::default();
        svg.rect((10, 2), (14, 12), 0, attributes);
        svg.sample()
    };
    let mut key = vec![KeyEntry { svg: sample("class=\"bar-all\""), meaning: "Entries of a period" }];
    if counts.iter().flat_map(BTreeMap::values).any(|it| it.against > 0) {
        let svg = sample("class=\"bar-against\" data-standing=\"contested\"");
        key.push(KeyEntry { svg, meaning: "of them, against a claim" });
    }
    key
}

/// A column is at least so wide, unless there are more columns than this.
const COLUMN: i32 = 9;
const MOST: i64 = 36;
/// How high a lane is, and its highest column.
const LANE: i32 = 58;
const HIGHEST: i32 = 36;
