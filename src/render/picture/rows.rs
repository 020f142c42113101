//! The rows of a lane: where each entry and its words find room.

use super::lanes::{Item, Lane, Mark};
use super::scale::Scale;
use super::{pixels, text};
use crate::model::{Date, Precision};

/// Where the items of a lane go.
#[derive(Debug)]
pub(super) struct Rows {
    /// For each item of the lane.
    pub(super) places: Vec<Place>,
    /// How many rows there are.
    pub(super) count: i32,
    /// How high one is.
    pub(super) height: i32,
}

/// Where an item goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Its row.
    pub(super) row: i32,
    /// The middle of its mark.
    pub(super) spot: i32,
    /// Where its date begins and ends, or its mark where that is wider.
    pub(super) span: (i32, i32),
    /// Over how many rows its date is drawn as a band: 0 for a day, and for all but the first of items that share one.
    pub(super) band: i32,
    /// Its words, where they begin, and where they end; none where there is no room.
    pub(super) label: Option<(String, i32, i32)>,
}

impl Rows {
    /// Every item in the first row where it fits with its words; when that makes too many rows, items of one date
    /// together and without words; none when there is no room even so.
    pub(super) fn of(lane: &Lane, scale: &Scale) -> Option<Self> {
        let is_event = |it: &Item| matches!(it.mark, Mark::Event);
        let most = if lane.items.iter().any(is_event) { EVENT_ROWS } else { LABEL_ROWS };
        let with_words = |room| Self::with_words(lane, scale, room, most);
        with_words(LABEL).or_else(|| with_words(SHORT_LABEL)).or_else(|| Self::by_date(lane, scale))
    }

    fn with_words(lane: &Lane, scale: &Scale, room: i32, most: usize) -> Option<Self> {
        let mut places: Vec<Place> = lane.items.iter().map(|it| place(it, scale, room)).collect();
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|it| (places[*it].span.0, *it));
        let mut taken = Taken::default();
        for at in order {
            // Where one status ends the next begins.
            let gap = if matches!(lane.items[at].mark, Mark::Status(_)) { -9 } else { GAP };
            places[at].row = taken.first_free(places[at].extent(), gap, 1, most)?;
        }
        Some(Self { places, count: taken.rows(), height: 22 })
    }

    fn by_date(lane: &Lane, scale: &Scale) -> Option<Self> {
        let mut order: Vec<usize> = (0..lane.items.len()).collect();
        let spans: Vec<(i32, i32)> = lane.items.iter().map(|it| span(it, scale)).collect();
        let key = |it: &usize| (spans[*it], lane.items[*it].date.to_string());
        order.sort_by_key(|it| (key(it), *it));
        let nowhere = Place { row: 0, spot: 0, span: (0, 0), band: 0, label: None };
        let mut places = vec![nowhere; lane.items.len()];
        let mut taken = Taken::default();
        for group in order.chunk_by(|a, b| key(a) == key(b)) {
            let (from, to) = spans[group[0]];
            let count = pixels(group.len());
            let columns = ((to - from) / STEP).max((count + HIGHEST - 1) / HIGHEST).min(count).max(1);
            let rows = (count + columns - 1) / columns;
            let middle = i32::midpoint(from, to);
            let half = (columns * STEP / 2).max((to - from + 1) / 2);
            let row = taken.first_free((middle - half, middle + half), GAP, rows, MARK_ROWS)?;
            for (nth, it) in (0..).zip(group) {
                let spot = middle - (columns - 1) * STEP / 2 + nth % columns * STEP;
                let band = if nth == 0 && is_band(&lane.items[*it].date) { rows } else { 0 };
                places[*it] = Place { row: row + nth / columns, spot, span: (from, to), band, label: None };
            }
        }
        Some(Self { places, count: taken.rows(), height: 16 })
    }
}

impl Place {
    /// From where to where it needs room.
    pub(super) fn extent(&self) -> (i32, i32) {
        let (from, to) = self.label.as_ref().map_or(self.span, |(_, from, to)| (*from, *to));
        (from.min(self.span.0), to.max(self.span.1))
    }
}

/// What is taken in each row.
#[derive(Debug, Default)]
struct Taken(Vec<Vec<(i32, i32)>>);

impl Taken {
    /// Takes the first rows, so many below each other, where this stretch is free; none when that needs too many.
    fn first_free(&mut self, (from, to): (i32, i32), gap: i32, high: i32, most: usize) -> Option<i32> {
        let high = usize::try_from(high).unwrap_or(1);
        let free = |row: Option<&Vec<(i32, i32)>>| row.is_none_or(|row| row.iter().all(|it| to < it.0 || from > it.1));
        let first = (0..=self.0.len()).find(|row| (*row..row + high).all(|it| free(self.0.get(it))))?;
        if first + high > most {
            return None;
        }
        self.0.resize(self.0.len().max(first + high), Vec::new());
        for row in &mut self.0[first..first + high] {
            row.push((from, to + gap));
        }
        Some(pixels(first))
    }

    fn rows(&self) -> i32 {
        pixels(self.0.len())
    }
}

/// Where an item goes in an empty row: its words after its mark, or before it where the line ends.
fn place(item: &Item, scale: &Scale, room: i32) -> Place {
    let (left, right) = scale.ends();
    let (from, to) = span(item, scale);
    let status = matches!(item.mark, Mark::Status(_));
    let inside = status && !is_open(&item.date);
    let words = text::shortened(&item.label, SIZE, if inside { to - from - 12 } else { room });
    let label = Some(words).filter(|it| it.chars().count() > 3).map(|words| {
        let width = text::width(&words, SIZE);
        let after = to + SPACE + width;
        if status && is_open(&item.date) && width > to - from - 12 {
            (words, to + SPACE, after)
        } else if status {
            (words, from + 6, from + 6 + width)
        } else if after <= right || from - SPACE - width < left {
            (words, to + SPACE, after)
        } else {
            (words, from - SPACE - width, from - SPACE)
        }
    });
    let spot = if is_open(&item.date) { from + HALF } else { i32::midpoint(from, to) };
    Place { row: 0, spot, span: (from, to), band: i32::from(is_band(&item.date) && !status), label }
}

/// Where the date of an item begins and ends, at least as wide as a mark.
fn span(item: &Item, scale: &Scale) -> (i32, i32) {
    let (from, to) = scale.range(&item.date);
    let middle = i32::midpoint(from, to);
    if matches!(item.mark, Mark::Status(_)) && is_open(&item.date) {
        return (from, to.max(from + STEP));
    }
    if is_band(&item.date) && to - from > 2 * HALF { (from, to) } else { (middle - HALF, middle + HALF) }
}

/// Whether a date has a beginning but no end.
fn is_open(date: &Date) -> bool {
    matches!(date, Date::Interval(Some(_), None))
}

/// Whether a date is longer than a day, so that a dot would say too much.
pub(super) fn is_band(date: &Date) -> bool {
    match date {
        Date::Moment(moment) => moment.precision() < Precision::Day,
        Date::Interval(..) => true,
    }
}

/// How many rows a lane has at most.
const EVENT_ROWS: usize = 14;
const LABEL_ROWS: usize = 5;
const MARK_ROWS: usize = 8;
/// How high a heap of marks of one day is, and from one mark to the next.
const HIGHEST: i32 = 5;
const STEP: i32 = 15;
/// Half a mark.
pub(super) const HALF: i32 = 7;
/// Between a mark and its words.
const SPACE: i32 = 5;
/// Between one item and the next.
const GAP: i32 = 8;
/// The room of the words of an item, less when many are near each other, and their size.
const LABEL: i32 = 400;
const SHORT_LABEL: i32 = 230;
pub(super) const SIZE: i32 = 12;
