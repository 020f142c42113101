//! Lanes of entries on one line of time.
//!
//! A day is a mark; what is known by the month or year alone, and what lasts, is a band. As long as every entry finds
//! room each is drawn, with its words where they fit; else the same lanes count entries by period ([`super::periods`]).

use super::rows::{Place, Rows, SIZE, is_band};
use super::scale::{Scale, Tick};
use super::svg::{Anchor, Svg};
use super::{KeyEntry, Picture, periods, text};
use crate::model::Date;

/// Something that is drawn at its date.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// When.
    pub(super) date: Date,
    /// Its mark.
    pub(super) mark: Mark,
    /// A few words beside it.
    pub(super) label: String,
    /// All about it.
    pub(super) title: String,
    /// Where it leads.
    pub(super) href: Option<String>,
}

impl Item {
    /// One that is only counted.
    pub(super) fn without_words(date: Date, mark: Mark) -> Self {
        Self { date, mark, label: String::new(), title: String::new(), href: None }
    }
}

/// How something looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A diamond.
    Event,
    /// The disc of the family of its claim's status; whether it stands against the claim.
    Statement(&'static str, bool),
    /// A plain dot, for a statement where the status of its claim is shown beside it.
    Said,
    /// A band of this family with its words inside.
    Status(&'static str),
}

/// Items that belong together.
#[derive(Debug, Clone, Default)]
pub(super) struct Lane {
    /// Its name.
    pub(super) name: String,
    /// Where the name leads.
    pub(super) href: Option<String>,
    /// What is in it.
    pub(super) items: Vec<Item>,
    /// Whether its numbers compare with those of no other lane.
    pub(super) alone: bool,
}

/// How large a drawing is, and what it is called.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// The beginning of its ids.
    pub(super) id: &'static str,
    /// What it shows.
    pub(super) title: String,
    /// From left to right.
    pub(super) width: i32,
    /// The room for the names of lanes.
    pub(super) gutter: i32,
    /// Where what is not drawn can be found.
    pub(super) list: &'static str,
    /// The beginning of the ids of a compact drawing; none where there is none.
    pub(super) compact: Option<&'static str>,
}

impl Frame {
    /// The frame of the drawing for narrow screens.
    fn compact(&self) -> Option<Self> {
        self.compact.map(|id| Self { id, width: NARROW, gutter: 100, ..self.clone() })
    }
}

/// The lanes that hold something, each entry on its own or by period; none when all is of one date.
pub(super) fn lanes(
    frame: &Frame,
    root: &str,
    mut lanes: Vec<Lane>,
    period_href: &dyn Fn(&Date) -> Option<String>,
) -> Option<Picture> {
    let dated = |it: &Item| it.date.anchor().is_some();
    let undated = lanes.iter().flat_map(|it| &it.items).filter(|it| !dated(it)).count();
    for lane in &mut lanes {
        lane.items.retain(dated);
    }
    lanes.retain(|it| !it.items.is_empty());
    let count: usize = lanes.iter().map(|it| it.items.len()).sum();
    let mut all = lanes.iter().flat_map(|it| &it.items).map(|it| &it.date);
    let first = all.next()?;
    if all.all(|it| it == first) {
        return None;
    }
    let dates = lanes.iter().flat_map(|it| &it.items).map(|it| &it.date);
    let scale = Scale::of(dates, frame.gutter + MARGIN, frame.width - MARGIN)?;
    let rows: Option<Vec<Rows>> =
        if count > MOST { None } else { lanes.iter().map(|it| Rows::of(it, &scale)).collect() };
    let mut left_out = Vec::new();
    if undated > 0 {
        left_out.push(format!("Without a date: {undated}."));
    }
    if !scale.breaks().is_empty() && rows.is_some() {
        left_out.push("The line is broken: beyond a break it has another scale.".to_owned());
    }
    let mut picture = if let Some(rows) = rows {
        each(frame, root, &lanes, &rows, &scale, count)
    } else {
        left_out.push(format!("Entries are counted by period. {}", frame.list));
        if lanes.iter().any(|it| it.alone) && lanes.len() > 1 {
            let alone: Vec<&str> = lanes.iter().filter(|it| it.alone).map(|it| it.name.as_str()).collect();
            left_out.push(format!("Columns of {} have a scale of their own.", alone.join(" and of ")));
        }
        periods::drawing(frame, root, &lanes, period_href)?
    };
    let compact = frame.compact().and_then(|it| periods::drawing(&it, root, &lanes, period_href));
    picture.compact = compact.map(|it| it.svg);
    picture.left_out = (!left_out.is_empty()).then(|| left_out.join(" "));
    Some(picture)
}

/// Every entry on its own.
fn each(frame: &Frame, root: &str, lanes: &[Lane], rows: &[Rows], scale: &Scale, count: usize) -> Picture {
    let mut svg = Svg::default();
    let heights = rows.iter().map(|it| it.count * it.height + 2 * PAD);
    let bottom = TOP + heights.clone().sum::<i32>();
    let places = rows.iter().flat_map(|it| &it.places);
    let width = places.map(|it| it.extent().1 + MARGIN).fold(frame.width, i32::max);
    grid(&mut svg, scale, &scale.ticks(), bottom);
    let mut top = TOP;
    for ((lane, rows), height) in lanes.iter().zip(rows).zip(heights) {
        lane_name(&mut svg, frame, root, lane, (top, width, if height > 44 { 2 } else { 1 }));
        bands(&mut svg, lane, rows, top + PAD);
        for (item, place) in lane.items.iter().zip(&rows.places) {
            let y = top + PAD + place.row * rows.height + rows.height / 2;
            draw(&mut svg, root, item, place, (y, item_attributes(count)));
        }
        top += height;
    }
    svg.line((0, bottom), (width, bottom), "class=\"lane\"");
    let description = format!("{} in {}, on one line of time.", entries(count), counted(lanes.len(), "lane", "lanes"));
    Picture {
        id: frame.id,
        svg: svg.finish(frame.id, (width, bottom + 2), &frame.title, &description),
        title: frame.title.clone(),
        description,
        key: key(lanes),
        compact: None,
        left_out: None,
        table: None,
    }
}

/// The attributes of a mark. Beyond so many marks the tabulator passes over them: the list on the page has the same links.
pub(super) fn item_attributes(count: usize) -> &'static str {
    if count > STOPS { "class=\"item\" tabindex=\"-1\"" } else { "class=\"item\"" }
}

/// The marks of the line, with their words above, and where it is broken.
pub(super) fn grid(svg: &mut Svg, scale: &Scale, ticks: &[Tick], bottom: i32) {
    for tick in ticks {
        svg.line((tick.x, TOP - 6), (tick.x, bottom), "class=\"grid\"");
        svg.text((tick.x, TOP - 11), Anchor::Middle, "tick", &tick.label);
    }
    for x in scale.breaks() {
        for x in [x - 3, x + 3] {
            svg.line((x - 3, TOP), (x + 3, TOP - 12), "class=\"break\"");
            svg.line((x, TOP), (x, bottom), "class=\"grid\" data-break=\"true\"");
        }
    }
}

/// The rule above a lane and its name, on up to two lines.
pub(super) fn lane_name(svg: &mut Svg, frame: &Frame, root: &str, lane: &Lane, (top, width, lines): (i32, i32, usize)) {
    svg.line((0, top), (width, top), "class=\"lane\"");
    let href = lane.href.as_ref().map(|it| format!("{root}{it}"));
    svg.link(href.as_deref(), "class=\"lane-name\"", &lane.name, |svg| {
        for (line, words) in (0..).zip(text::lines(&lane.name, SIZE + 1, frame.gutter - 10, lines)) {
            svg.text((0, top + PAD + 15 + line * 15), Anchor::Start, "label", &words);
        }
    });
}

/// The bands of a lane, which lie under its marks.
fn bands(svg: &mut Svg, lane: &Lane, rows: &Rows, top: i32) {
    for (item, place) in lane.items.iter().zip(&rows.places).filter(|(_, place)| place.band > 0) {
        let (row, height) = (top + place.row * rows.height, place.band * rows.height);
        let inset = if rows.height > 16 { 6 } else { 1 };
        band(svg, item, place.span, (row + inset, height - 2 * inset));
    }
}

fn draw(svg: &mut Svg, root: &str, item: &Item, place: &Place, (y, attributes): (i32, &str)) {
    let href = item.href.as_ref().map(|it| format!("{root}{it}"));
    let uncertain = item.date.is_qualified() && !is_band(&item.date);
    let (from, to) = place.span;
    svg.link(href.as_deref(), attributes, &item.title, |svg| {
        match item.mark {
            Mark::Status(standing) => {
                let attributes = format!("class=\"status\" data-standing=\"{standing}\"");
                svg.rect((from, y - 10), (to - from - 1, 20), 3, &attributes);
            }
            Mark::Statement(standing, _) => svg.disc((place.spot, y), standing, uncertain),
            Mark::Said => svg.circle((place.spot, y), 5, "class=\"said\""),
            Mark::Event => svg.diamond((place.spot, y), uncertain),
        }
        if let Some((words, at, _)) = &place.label {
            svg.text((*at, y + 4), Anchor::Start, "label", words);
        }
    });
}

/// A date that is longer than a day. Where an interval is open, it has no end line but an arrow.
fn band(svg: &mut Svg, item: &Item, (from, to): (i32, i32), (top, height): (i32, i32)) {
    let uncertain = if item.date.is_qualified() { " data-uncertain=\"true\"" } else { "" };
    let (middle, bottom) = (top + height / 2, top + height);
    let attributes = format!("class=\"band\"{uncertain}");
    match item.date {
        Date::Interval(Some(_), None) => {
            let d = format!("M{} {top}H{from}V{bottom}H{}L{to} {middle}z", to - 7, to - 7);
            svg.path(&d, &attributes);
        }
        Date::Interval(None, Some(_)) => {
            let d = format!("M{} {top}H{to}V{bottom}H{}L{from} {middle}z", from + 7, from + 7);
            svg.path(&d, &attributes);
        }
        _ => svg.rect((from, top), (to - from, height), 5, &attributes),
    }
}

/// What the marks of these lanes mean.
fn key(lanes: &[Lane]) -> Vec<KeyEntry> {
    let items = || lanes.iter().flat_map(|it| &it.items);
    let mut key = Vec::new();
    let mut add = |wanted: bool, meaning, draw: &dyn Fn(&mut Svg)| {
        if wanted {
            let mut svg = Svg::default();
            draw(&mut svg);
            key.push(KeyEntry { svg: svg.sample(), meaning });
        }
    };
    add(items().any(|it| it.mark == Mark::Event), "Event", &|svg| svg.diamond((17, 8), false));
    for (standing, meaning) in STANDINGS {
        let wanted = items().any(|it| matches!(it.mark, Mark::Statement(found, _) if found == *standing));
        add(wanted, meaning, &|svg| svg.disc((17, 8), standing, false));
    }
    let bands = items().any(|it| is_band(&it.date) && !matches!(it.mark, Mark::Status(_)));
    add(bands, "Only month or year known, or lasting", &|svg| svg.rect((2, 3), (30, 10), 5, "class=\"band\""));
    let uncertain = || items().filter(|it| it.date.is_qualified());
    if uncertain().any(|it| is_band(&it.date)) {
        let dashed = "class=\"band\" data-uncertain=\"true\"";
        add(true, "Date uncertain", &|svg| svg.rect((2, 3), (30, 10), 5, dashed));
    } else {
        add(uncertain().next().is_some(), "Date uncertain", &|svg| svg.ring((17, 8)));
    }
    key
}

/// A number of entries.
pub(super) fn entries(count: usize) -> String {
    counted(count, "entry", "entries")
}

/// A number with its noun.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The families of statuses in words.
const STANDINGS: &[(&str, &str)] = &[
    ("open", "Statement of an open claim"),
    ("contested", "of a disputed one"),
    ("upheld", "of one upheld"),
    ("failed", "of one refuted, rejected, broken or retracted"),
    ("closed", "of one closed"),
];
/// The width of a whole page within the frame of a figure, and of the column beside a margin.
pub(super) const PAGE: i32 = 1100;
pub(super) const COLUMN: i32 = 744;
/// The width of a narrow screen without its margins.
const NARROW: i32 = 320;
/// With more entries they are counted by period.
pub(super) const MOST: usize = 240;
/// With more marks the tabulator does not stop at them.
const STOPS: usize = 24;
/// Where the first lane begins.
pub(super) const TOP: i32 = 28;
/// Above and below the rows of a lane.
pub(super) const PAD: i32 = 5;
const MARGIN: i32 = 10;
