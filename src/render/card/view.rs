//! What cards show: the fields that templates see.

use serde::Serialize;
use tera::Value;

use super::SharedDate;

/// An actor as a chip.
#[derive(Debug, Serialize)]
pub struct ActorChip {
    /// Its name, or what is shown instead.
    pub name: String,
    /// Its page; none when it is confidential.
    pub href: Option<String>,
    /// Its kind as it is written, for `data-kind`.
    pub kind: Option<&'static str>,
    /// Its kind in words.
    pub kind_label: Option<&'static str>,
    /// One plain sentence about it.
    pub summary: Option<String>,
    /// Its present or last office, in words.
    pub role: Option<String>,
    /// How many statements it makes.
    pub statements: usize,
}

/// A claim as a row or card.
#[derive(Debug, Serialize)]
pub struct ClaimCard {
    /// Its id.
    pub id: String,
    /// The proposition.
    pub text: String,
    /// Its page.
    pub href: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its status now.
    pub status: &'static str,
    /// The family of its status.
    pub standing: &'static str,
    /// Who stands behind it: the speakers of its statements that assert or endorse it, each once.
    pub by: Vec<Value>,
    /// When it was first made; none when nobody makes it.
    pub date: Option<SharedDate>,
    /// How many statements there are of it.
    pub statements: usize,
    /// How many statements and claims stand against it.
    pub against: usize,
    /// How many claims support or confirm it.
    pub support: usize,
}

/// An event as a row.
#[derive(Debug, Serialize)]
pub struct EventRow {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// When.
    pub date: SharedDate,
    /// Whether it has happened.
    pub status: &'static str,
    /// Where.
    pub place: Option<String>,
    /// Who took part: chips.
    pub actors: Vec<Value>,
    /// How many statements were made at it.
    pub statements: usize,
}

/// A source as a line.
#[derive(Debug, Serialize)]
pub struct SourceLine {
    /// Its title, or what is shown instead.
    pub title: String,
    /// Its page; none when it is confidential.
    pub href: Option<String>,
    /// Author, publisher and kind, in words; empty when nothing is known.
    pub line: String,
    /// When it was published.
    pub date: Option<SharedDate>,
    /// Admiralty scale, A to F.
    pub reliability: Option<&'static str>,
    /// The words of the scale.
    pub meaning: Option<&'static str>,
    /// Where it stands.
    pub url: Option<String>,
    /// Who may see it, unless anybody may.
    pub access: Option<&'static str>,
    /// Whether it repeats another source.
    pub derived: bool,
}

/// A tag as a chip.
#[derive(Debug, Serialize)]
pub struct TagChip {
    /// As written.
    pub name: String,
    /// Its page.
    pub href: String,
    /// How many briefings it has.
    pub briefings: usize,
}

/// A briefing as a row.
#[derive(Debug, Serialize)]
pub struct BriefingRow {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// When it was written.
    pub date: SharedDate,
    /// Plain text.
    pub summary: Option<String>,
    /// Its language when that is not the site's.
    pub lang: Option<String>,
    /// Its claims by status.
    pub tally: Tally,
}

/// A statement.
#[derive(Debug, Serialize)]
pub struct StatementView {
    /// Its number in its briefing.
    pub number: u32,
    /// The id of its passage on the page of its briefing.
    pub anchor: String,
    /// The exact place: the passage when there is one, else the statement's place in the list of its briefing; none for a
    /// statement outside of briefings.
    pub href: Option<String>,
    /// Whether its passage was found.
    pub anchored: bool,
    /// The claim's card.
    pub claim: Value,
    /// Chips of who makes it; none for the author's own voice.
    pub by: Vec<Value>,
    /// Chips of those on whose behalf.
    pub on_behalf_of: Vec<Value>,
    /// Chips of those addressed.
    pub to: Vec<Value>,
    /// What the actor does with the claim.
    pub stance: &'static str,
    /// The same in words: `declines to comment`.
    pub stance_label: String,
    /// Whether it stands against the claim.
    pub against: bool,
    /// How its words are given.
    pub mode: Option<&'static str>,
    /// When.
    pub date: SharedDate,
    /// The sentence that holds the quotation, in pieces; empty when nothing is quoted.
    pub quote: Vec<Piece>,
    /// The language of the quotation when that is not the site's.
    pub lang: Option<String>,
    /// The quotation translated.
    pub translation: Option<String>,
    /// The event at which, as a row.
    pub event: Option<Value>,
    /// The source from which, as a line.
    pub source: Option<Value>,
    /// Where in the source.
    pub locator: Option<String>,
    /// The briefing that reports it, as a row.
    pub briefing: Option<Value>,
}

/// Who makes a statement, and how: the fields of that name of its view.
#[derive(Debug, Serialize)]
pub(super) struct Voice {
    pub(super) by: Vec<Value>,
    pub(super) stance_label: String,
}

/// A part of a quoted sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// Whether it is of the quotation itself.
    pub marked: bool,
}

/// A change of status.
#[derive(Debug, Serialize)]
pub struct ChangeRow {
    /// The claim's card.
    pub claim: Value,
    /// When.
    pub date: SharedDate,
    /// From which status; none when it is the first.
    pub from: Option<&'static str>,
    /// The family of that status.
    pub from_standing: Option<&'static str>,
    /// To which status.
    pub to: &'static str,
    /// The family of that status.
    pub standing: &'static str,
    /// `default`, `declared`, `update`, `opposed` or `countered`.
    pub cause: &'static str,
    /// The author's reason, for `update`.
    pub why: Option<String>,
    /// The statement that stands against the claim, for `opposed`.
    pub statement: Option<Value>,
    /// The claim that stands against it, for `countered`.
    pub counter: Option<Value>,
    /// Who shows it, as a line.
    pub source: Option<Value>,
    /// In which briefing, as a row.
    pub briefing: Option<Value>,
}

/// Claims by status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Tally {
    /// How many claims.
    pub total: usize,
    /// How many of each status that occurs, in the order of the format.
    pub counts: Vec<TallyCount>,
    /// The bar: families in order, each with its place on a line of 560 units.
    pub bars: Vec<TallyBar>,
    /// The numbers in words.
    pub label: String,
}

/// How many claims have a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TallyCount {
    /// The status.
    pub status: &'static str,
    /// Its family.
    pub standing: &'static str,
    /// How many.
    pub count: usize,
}

/// A part of the bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TallyBar {
    /// The family.
    pub standing: &'static str,
    /// Where it begins.
    pub x: usize,
    /// How long it is.
    pub width: usize,
}
