//! Dates: the subset of EDTF (ISO 8601-2:2019, level 1) that the format allows.
//!
//! `2025`, `2025-12`, `2025-12-11`, `2025-12-11T10:00:00Z`, each optionally followed by `~` (approximate), `?` (uncertain)
//! or `%` (both), and intervals `A/B` in which one end may be `..` (open). Nothing is made up to fill a precision that
//! was not written: comparing uses the first and the last instant that a date can mean.

use std::cmp::Ordering;
use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};

/// A moment of some precision, or an interval of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Date {
    /// One moment, as precise as it is written.
    Moment(Moment),
    /// From one moment to another; `None` is an open end.
    Interval(Option<Moment>, Option<Moment>),
}

/// A year, month, day or second of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12, when known.
    pub month: Option<u8>,
    /// 1 to 31, when known.
    pub day: Option<u8>,
    /// The time of that day, when known.
    pub time: Option<Time>,
    /// How sure the author is.
    pub qualifier: Qualifier,
}

/// A time of day at an offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// East of UTC, in minutes; `Z` is 0.
    pub offset: i16,
}

/// How precise a moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A day.
    Day,
    /// A second.
    Time,
}

/// How sure a moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Qualifier {
    /// As written.
    #[default]
    Certain,
    /// `~`
    Approximate,
    /// `?`
    Uncertain,
    /// `%`
    Both,
}

/// Why a text is not a date, as words that follow "the date".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError(pub &'static str);

impl Date {
    /// An interval open at both ends: what is left when a date could not be read.
    pub const UNKNOWN: Self = Self::Interval(None, None);

    /// The date written so.
    ///
    /// # Errors
    /// With what is wrong about it. An interval that ends before it begins is a date; [`Date::is_backwards`] tells.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let Some((from, to)) = text.split_once('/') else {
            return Moment::parse(text).map(Self::Moment);
        };
        let end = |text: &str| if text == ".." { Ok(None) } else { Moment::parse(text).map(Some) };
        match (end(from)?, end(to)?) {
            (None, None) => Err(DateError("has two open ends")),
            (from, to) => Ok(Self::Interval(from, to)),
        }
    }

    /// A day.
    #[must_use]
    pub fn day(date: NaiveDate) -> Self {
        Self::Moment(Moment::day(date))
    }

    /// The first day it can mean; none when it is open.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Moment(moment) => Some(moment.first_day()),
            Self::Interval(from, _) => from.map(|moment| moment.first_day()),
        }
    }

    /// The last day it can mean; none when it is open.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Moment(moment) => Some(moment.last_day()),
            Self::Interval(_, to) => to.map(|moment| moment.last_day()),
        }
    }

    /// The moment it begins with, or ends with when its beginning is open.
    #[must_use]
    pub fn anchor(&self) -> Option<Moment> {
        match self {
            Self::Moment(moment) => Some(*moment),
            Self::Interval(from, to) => from.or(*to),
        }
    }

    /// Whether all it can mean is before all that the other can mean.
    #[must_use]
    pub fn is_before(&self, other: &Self) -> bool {
        match (self.last_instant(), other.first_instant()) {
            (Some(last), Some(first)) => last < first,
            _ => false,
        }
    }

    /// Whether it is an interval whose end is surely before its beginning.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        match self {
            Self::Interval(Some(from), Some(to)) => Self::Moment(*to).is_before(&Self::Moment(*from)),
            _ => false,
        }
    }

    /// An order for lists: by first instant (open beginnings first), then by last instant (open ends last), then as
    /// written.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        if self == other {
            return Ordering::Equal;
        }
        let last = |date: &Self| date.last_instant().map_or((1, 0), |instant| (0, instant));
        self.first_instant()
            .cmp(&other.first_instant())
            .then_with(|| last(self).cmp(&last(other)))
            .then_with(|| self.to_string().cmp(&other.to_string()))
    }

    /// Whether any part of it is marked `?`, `~` or `%`.
    #[must_use]
    pub fn is_qualified(&self) -> bool {
        match self {
            Self::Moment(moment) => moment.qualifier != Qualifier::Certain,
            Self::Interval(from, to) => {
                [from, to].into_iter().flatten().any(|moment| moment.qualifier != Qualifier::Certain)
            }
        }
    }

    /// The first instant it can mean, in seconds since 1970-01-01T00:00:00Z; none when it is open.
    #[must_use]
    pub fn first_instant(&self) -> Option<i64> {
        match self {
            Self::Moment(moment) => Some(moment.first_instant()),
            Self::Interval(from, _) => from.map(|moment| moment.first_instant()),
        }
    }

    /// The last instant it can mean, in seconds since 1970-01-01T00:00:00Z; none when it is open.
    #[must_use]
    pub fn last_instant(&self) -> Option<i64> {
        match self {
            Self::Moment(moment) => Some(moment.last_instant()),
            Self::Interval(_, to) => to.map(|moment| moment.last_instant()),
        }
    }

    /// The date in English words: `11 December 2025`, `about December 2025`, `2024 (uncertain)`, `May 2024 – June 2025`,
    /// `since 2004`, `until March 2025`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Moment(moment) => moment.words(),
            Self::Interval(Some(from), Some(to)) => format!("{} – {}", from.words(), to.words()),
            Self::Interval(Some(from), None) => format!("since {}", from.words()),
            Self::Interval(None, Some(to)) => format!("until {}", to.words()),
            Self::Interval(None, None) => "date unknown".to_owned(),
        }
    }
}

impl Moment {
    /// A day.
    #[must_use]
    pub fn day(date: NaiveDate) -> Self {
        Self {
            year: u16::try_from(date.year()).unwrap_or(1),
            month: u8::try_from(date.month()).ok(),
            day: u8::try_from(date.day()).ok(),
            time: None,
            qualifier: Qualifier::Certain,
        }
    }

    /// The moment written so.
    ///
    /// # Errors
    /// With what is wrong about it.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let (text, qualifier) = match text.as_bytes().last() {
            Some(b'~') => (&text[..text.len() - 1], Qualifier::Approximate),
            Some(b'?') => (&text[..text.len() - 1], Qualifier::Uncertain),
            Some(b'%') => (&text[..text.len() - 1], Qualifier::Both),
            _ => (text, Qualifier::Certain),
        };
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year = digits(parts.next(), 4)
            .filter(|year| *year > 0)
            .ok_or(DateError("does not begin with a year of four digits"))?;
        let month = optional(parts.next(), 1..=12, DateError("has a month that is not 01 to 12"))?;
        let day = optional(parts.next(), 1..=31, DateError("has a day that is not 01 to 31"))?;
        if parts.next().is_some() {
            return Err(DateError("has more parts than year, month and day"));
        }
        let moment = Self { year, month, day, time: None, qualifier };
        if day.is_some() && moment.calendar_day().is_none() {
            return Err(DateError("has a day that its month does not have"));
        }
        let time = match time {
            Some(_) if day.is_none() => return Err(DateError("has a time but no day")),
            Some(time) => Some(Time::parse(time)?),
            None => None,
        };
        Ok(Self { time, ..moment })
    }

    /// How precise it is.
    #[must_use]
    pub fn precision(&self) -> Precision {
        match (self.month, self.day, self.time) {
            (None, _, _) => Precision::Year,
            (_, None, _) => Precision::Month,
            (_, _, None) => Precision::Day,
            _ => Precision::Time,
        }
    }

    /// The first day it can mean.
    #[must_use]
    pub fn first_day(&self) -> NaiveDate {
        let month = u32::from(self.month.unwrap_or(1));
        let day = u32::from(self.day.unwrap_or(1));
        NaiveDate::from_ymd_opt(i32::from(self.year), month, day).unwrap_or(NaiveDate::MIN)
    }

    /// The last day it can mean.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        let year = i32::from(self.year);
        let next = match (self.month, self.day) {
            (None, _) => NaiveDate::from_ymd_opt(year + 1, 1, 1),
            (Some(12), None) => NaiveDate::from_ymd_opt(year + 1, 1, 1),
            (Some(month), None) => NaiveDate::from_ymd_opt(year, u32::from(month) + 1, 1),
            (Some(_), Some(_)) => return self.first_day(),
        };
        next.and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// The first instant it can mean, in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn first_instant(&self) -> i64 {
        midnight(self.first_day()) + self.time.map_or(0, Time::seconds)
    }

    /// The last instant it can mean, in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn last_instant(&self) -> i64 {
        midnight(self.last_day()) + self.time.map_or(86_399, Time::seconds)
    }

    /// The moment in English words, with its qualifier.
    #[must_use]
    pub fn words(&self) -> String {
        let plain = self.plain_words();
        match self.qualifier {
            Qualifier::Certain => plain,
            Qualifier::Approximate => format!("about {plain}"),
            Qualifier::Uncertain => format!("{plain} (uncertain)"),
            Qualifier::Both => format!("about {plain} (uncertain)"),
        }
    }

    /// The value of a `datetime` attribute in HTML, which knows no qualifier.
    #[must_use]
    pub fn html_datetime(&self) -> String {
        Self { qualifier: Qualifier::Certain, ..*self }.to_string()
    }

    fn plain_words(&self) -> String {
        let month = self.month.and_then(|month| MONTHS.get(usize::from(month) - 1));
        match (month, self.day, self.time) {
            (None, _, _) => self.year.to_string(),
            (Some(month), None, _) => format!("{month} {}", self.year),
            (Some(month), Some(day), None) => format!("{day} {month} {}", self.year),
            (Some(month), Some(day), Some(time)) => format!("{day} {month} {}, {}", self.year, time.words()),
        }
    }

    fn calendar_day(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(i32::from(self.year), u32::from(self.month?), u32::from(self.day?))
    }
}

impl Time {
    fn parse(text: &str) -> Result<Self, DateError> {
        let wrong = DateError("has a time that is not HH:MM:SSZ or HH:MM:SS+HH:MM");
        let bytes = text.as_bytes();
        let zone_at = text.find(['Z', '+', '-']).ok_or(wrong.clone())?;
        let (clock, zone) = text.split_at(zone_at);
        let mut parts = clock.split(':');
        let part = |value: Option<&str>, most: u16| digits(value, 2).filter(|n| *n <= most).ok_or(wrong.clone());
        let hour = part(parts.next(), 23)?;
        let minute = part(parts.next(), 59)?;
        let second = parts.next().map_or(Ok(0), |second| part(Some(second), 59))?;
        if parts.next().is_some() {
            return Err(wrong);
        }
        let offset = if zone == "Z" {
            0
        } else {
            let (hours, minutes) = zone[1..].split_once(':').ok_or(wrong.clone())?;
            let minutes = part(Some(hours), 14)? * 60 + part(Some(minutes), 59)?;
            let minutes = i16::try_from(minutes).unwrap_or(0);
            if bytes[zone_at] == b'-' { -minutes } else { minutes }
        };
        let small = |n: u16| u8::try_from(n).unwrap_or(0);
        Ok(Self { hour: small(hour), minute: small(minute), second: small(second), offset })
    }

    fn seconds(self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second) - i64::from(self.offset) * 60
    }

    fn zone(self) -> String {
        let (sign, minutes) = (if self.offset < 0 { '-' } else { '+' }, self.offset.unsigned_abs());
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    fn words(self) -> String {
        let zone = if self.offset == 0 { "UTC".to_owned() } else { format!("UTC{}", self.zone()) };
        format!("{:02}:{:02} {zone}", self.hour, self.minute)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |moment: &Option<Moment>| moment.map_or("..".to_owned(), |moment| moment.to_string());
        match self {
            Self::Moment(moment) => moment.fmt(f),
            Self::Interval(from, to) => write!(f, "{}/{}", end(from), end(to)),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        if let Some(time) = self.time {
            write!(f, "T{:02}:{:02}:{:02}", time.hour, time.minute, time.second)?;
            f.write_str(&if time.offset == 0 { "Z".to_owned() } else { time.zone() })?;
        }
        f.write_str(match self.qualifier {
            Qualifier::Certain => "",
            Qualifier::Approximate => "~",
            Qualifier::Uncertain => "?",
            Qualifier::Both => "%",
        })
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn digits(text: Option<&str>, count: usize) -> Option<u16> {
    text.filter(|text| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

fn optional(
    text: Option<&str>,
    range: std::ops::RangeInclusive<u16>,
    error: DateError,
) -> Result<Option<u8>, DateError> {
    let Some(text) = text else { return Ok(None) };
    let value = digits(Some(text), 2).filter(|value| range.contains(value)).ok_or(error)?;
    Ok(u8::try_from(value).ok())
}

fn midnight(day: NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
}

/// The months in English, as they are shown.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests;
