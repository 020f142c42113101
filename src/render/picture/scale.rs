//! A line of time: instants to places on it, and its marks.
//!
//! When a few early or late entries would press all others together, the line is broken: what is beyond the break has a
//! strip of its own at the end, to its own scale.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate};

use crate::model::Date;

/// A line of time.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    /// The pieces of the line, from the left.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    from: i64,
    to: i64,
    left: i32,
    right: i32,
}

/// The stretch of time where nearly everything happens, within the whole: without the few early or late entries that
/// would press all others together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// The beginning of all.
    pub(super) first: i64,
    /// The beginning of the stretch.
    pub(super) from: i64,
    /// Its end.
    pub(super) to: i64,
    /// The end of all.
    pub(super) last: i64,
    /// Whether something goes on beyond it.
    open: bool,
}

/// A mark on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tick {
    /// Its place.
    pub(super) x: i32,
    /// Its words.
    pub(super) label: String,
}

impl Scale {
    /// The line between two places on which all these dates fit. None when no date is known.
    pub(super) fn of<'a>(dates: impl Iterator<Item = &'a Date>, left: i32, right: i32) -> Option<Self> {
        let window = Window::of(dates)?;
        let padded = |from: i64, to: i64| {
            let pad = ((to - from) / 40).max(DAY);
            (from - pad, to + pad)
        };
        let (from, to) = padded(window.from, window.to);
        let to = if window.open { to + (to - from) / TAIL } else { to };
        let strip = (right - left) * STRIP / 100;
        let (mut main, mut pieces) = (Piece { from, to, left, right }, Vec::new());
        if window.first < window.from {
            let (early, _) = padded(window.first, from);
            pieces.push(Piece { from: early, to: from - 1, left, right: left + strip - BREAK });
            main.left = left + strip + BREAK;
        }
        let late = (window.last > window.to).then(|| {
            main.right = right - strip - BREAK;
            Piece { from: to + 1, to: padded(to, window.last).1, left: right - strip + BREAK, right }
        });
        pieces.push(main);
        pieces.extend(late);
        Some(Self { pieces })
    }

    /// The place of an instant.
    pub(super) fn at(&self, instant: i64) -> i32 {
        let piece = self.pieces.iter().find(|it| instant <= it.to).or(self.pieces.last());
        piece.map_or(0, |it| it.at(instant))
    }

    /// Where a date begins and ends; an open end is at the end of the line.
    pub(super) fn range(&self, date: &Date) -> (i32, i32) {
        let (left, right) = self.ends();
        let from = date.first_instant().map_or(left, |it| self.at(it));
        let to = date.last_instant().map_or(right, |it| self.at(it));
        (from.min(to), to.max(from))
    }

    /// Where the line begins and ends.
    pub(super) fn ends(&self) -> (i32, i32) {
        (self.pieces.first().map_or(0, |it| it.left), self.pieces.last().map_or(0, |it| it.right))
    }

    /// Where it is broken.
    pub(super) fn breaks(&self) -> Vec<i32> {
        self.pieces.windows(2).map(|it| i32::midpoint(it[0].right, it[1].left)).collect()
    }

    /// Marks so far apart that their words have room, the first of each piece with its year.
    pub(super) fn ticks(&self) -> Vec<Tick> {
        self.pieces.iter().flat_map(Piece::ticks).collect()
    }
}

impl Piece {
    fn at(&self, instant: i64) -> i32 {
        let length = i64::from(self.right - self.left);
        let at = (instant.clamp(self.from, self.to) - self.from) * length / (self.to - self.from).max(1);
        self.left + i32::try_from(at).unwrap_or(0)
    }

    fn ticks(&self) -> Vec<Tick> {
        let most = usize::try_from((self.right - self.left) / TICK).unwrap_or(1).max(1);
        let (Some(from), Some(to)) = (day(self.from), day(self.to)) else { return Vec::new() };
        let marks = STEPS.iter().map(|step| step.days(from, to, most)).find(|days| days.len() <= most);
        let mut ticks: Vec<Tick> = Vec::new();
        let mut year = None;
        for (step, date) in marks.into_iter().flatten() {
            let x = self.at(seconds(date));
            let label = step.label(date, year != Some(date.year()));
            year = Some(date.year());
            ticks.push(Tick { x, label });
        }
        ticks
    }
}

/// The distance between two marks.
#[derive(Debug, Clone, Copy)]
enum Step {
    Days(u64),
    Months(u32),
}

impl Step {
    /// The marks from one day to another; as soon as there are more than so many, the search is off.
    fn days(self, from: NaiveDate, to: NaiveDate, most: usize) -> Vec<(Self, NaiveDate)> {
        let mut days = Vec::new();
        let mut next = self.first(from);
        while let Some(date) = next.filter(|date| *date <= to && days.len() <= most) {
            if date >= from {
                days.push((self, date));
            }
            next = self.after(date);
        }
        days
    }

    /// The last mark not after this day.
    fn first(self, from: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(7) => from.checked_sub_days(Days::new(u64::from(from.weekday().num_days_from_monday()))),
            Self::Days(_) => Some(from),
            Self::Months(months) if months < 12 => {
                NaiveDate::from_ymd_opt(from.year(), from.month0() / months * months + 1, 1)
            }
            Self::Months(months) => {
                let years = i32::try_from(months / 12).unwrap_or(1);
                NaiveDate::from_ymd_opt((from.year() / years * years).max(1), 1, 1)
            }
        }
    }

    fn after(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => date.checked_add_days(Days::new(days)),
            Self::Months(months) => date.checked_add_months(Months::new(months)),
        }
    }

    fn label(self, date: NaiveDate, with_year: bool) -> String {
        let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
        match self {
            Self::Days(_) if with_year => format!("{} {month} {}", date.day(), date.year()),
            Self::Days(_) => format!("{} {month}", date.day()),
            Self::Months(months) if months >= 12 => date.year().to_string(),
            Self::Months(_) if with_year => format!("{month} {}", date.year()),
            Self::Months(_) => month.to_owned(),
        }
    }
}

/// From when to when a date reaches on the line; an open end adds nothing.
fn span(date: &Date) -> Option<(i64, i64)> {
    let (from, to) = (date.first_instant(), date.last_instant());
    Some((from.or(to)?.min(to.or(from)?), to.or(from)?.max(from.or(to)?)))
}

impl Window {
    /// The stretch of these dates. None when no date is known.
    pub(super) fn of<'a>(dates: impl Iterator<Item = &'a Date>) -> Option<Self> {
        let dates: Vec<&Date> = dates.collect();
        let open = dates.iter().any(|it| matches!(it, Date::Interval(Some(_), None)));
        let mut spans: Vec<(i64, i64)> = dates.into_iter().filter_map(span).collect();
        spans.sort_unstable();
        let (first, last) = (spans.first()?.0, spans.iter().map(|it| it.1).max()?);
        let few = spans.len() / 4;
        let is_far = |near: i64, whole: i64| near.max(LONG) * 3 < whole;
        let starts = (1..=few).filter_map(|it| spans.get(it)).map(|it| it.0);
        let from = starts.into_iter().find(|it| is_far(last - it, last - first)).unwrap_or(first);
        let mut ends: Vec<i64> = spans.iter().map(|it| it.1).filter(|it| *it >= from).collect();
        ends.sort_unstable_by_key(|it| std::cmp::Reverse(*it));
        let to = (1..=few).filter_map(|it| ends.get(it)).find(|it| is_far(**it - from, last - from));
        Some(Self { first, from, to: to.copied().unwrap_or(last), last, open })
    }
}

fn day(instant: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(instant, 0).map(|it| it.date_naive())
}

fn seconds(date: NaiveDate) -> i64 {
    date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
}

const STEPS: &[Step] = &[
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(240),
    Step::Months(600),
    Step::Months(1200),
    Step::Months(6000),
    Step::Months(24000),
];
const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// A day in seconds.
const DAY: i64 = 86_400;
/// A shorter stretch than this is not drawn larger at the price of a break.
const LONG: i64 = 180 * DAY;
/// The room that the words of a mark need.
const TICK: i32 = 84;
/// How much of a broken line is beyond a break, in hundredths.
const STRIP: i32 = 15;
/// What goes on has this part of the line for itself.
const TAIL: i64 = 12;
/// Half the gap of a break.
const BREAK: i32 = 9;

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(dates: &[&str]) -> Scale {
        let dates: Vec<Date> = dates.iter().map(|it| Date::parse(it).expect("a date")).collect();
        Scale::of(dates.iter(), 0, 1000).expect("a scale")
    }

    #[test]
    fn order_in_time_is_order_on_the_line() {
        let scale = scale(&["2024-03-01", "2024-09", "2025"]);
        let places: Vec<i32> = ["2024-03-01", "2024-09-10", "2025-01-01"]
            .iter()
            .map(|it| scale.range(&Date::parse(it).expect("a date")).0)
            .collect();
        assert!(places.is_sorted() && places[0] > 0 && places[2] < 1000, "{places:?}");
        let (from, to) = scale.range(&Date::parse("2024-09").expect("a month"));
        assert!(to - from > 30, "a month is a band");
    }

    #[test]
    fn a_far_past_gets_a_strip_of_its_own() {
        let scale = scale(&["1998", "2024-03-01", "2024-04-01", "2024-09", "2025"]);
        let at = scale.breaks()[0];
        assert!(scale.range(&Date::parse("1998").expect("a year")).1 < at);
        assert!(scale.range(&Date::parse("2024-03-01").expect("a day")).0 > at);
        assert!(scale.ticks().is_sorted_by_key(|tick| tick.x));
    }

    #[test]
    fn marks_are_never_too_many_and_say_their_year() {
        for dates in [&["2025-12-11"][..], &["2025-12-11", "2025-12-30"], &["2019", "2025"], &["0001", "9999"]] {
            let ticks = scale(dates).ticks();
            assert!((1..=12).contains(&ticks.len()), "{dates:?}: {ticks:?}");
            assert!(ticks[0].label.ends_with(|it: char| it.is_ascii_digit()), "{ticks:?}");
        }
    }

    #[test]
    fn dates_that_say_nothing_make_no_line() {
        assert!(Scale::of([Date::UNKNOWN].iter(), 0, 10).is_none());
        assert!(Scale::of([Date::parse("../1998").expect("an interval")].iter(), 0, 10).is_some());
    }
}
