//! Cards: whatever many pages show of a thing, made into a template value once, when a page first shows it.
//!
//! A card's `href` is relative to the root of the site; templates write `{{ root }}{{ card.href }}`. A card without `href`
//! has no page: it is confidential.

use std::sync::OnceLock;

use foldhash::HashMap;
use serde::Serialize;
use tera::Value;

use super::fragment::{self, Fragment, fragments_alone, with_fragments};
use super::theme::Theme;
use crate::model::Date;
use crate::plan::Plan;
use crate::resolve::graph::{Actor, Briefing, Change, Claim, Event, Source, Statement, Tag};
use crate::resolve::{Graph, Handle};

/// The cards of everything.
#[derive(Debug, Clone, Copy)]
pub struct Cards<'a> {
    graph: &'a Graph,
    plan: &'a Plan,
    made: &'a Made,
    entries: Option<&'a Entries>,
    /// Makes their HTML; none where no page is made.
    theme: Option<&'a Theme>,
}

/// The statements of timelines made so far, by handle. No other pages show them, so that they are kept no longer than
/// timelines are made.
#[derive(Debug)]
pub struct Entries(Vec<OnceLock<Value>>);

/// The cards made so far, by handle.
#[derive(Debug)]
pub struct Made {
    actors: Vec<OnceLock<Value>>,
    claims: Vec<OnceLock<Value>>,
    events: Vec<OnceLock<Value>>,
    sources: Vec<OnceLock<Value>>,
    tags: Vec<OnceLock<Value>>,
    briefings: Vec<OnceLock<Value>>,
    statements: Vec<OnceLock<Value>>,
    dates: HashMap<Date, OnceLock<Value>>,
    /// Of all claims.
    tally: OnceLock<Tally>,
    /// Of those of each tag.
    tallies_of_tags: Vec<OnceLock<Tally>>,
}

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
struct Voice {
    by: Vec<Value>,
    stance_label: String,
}

/// A statement as a timeline of the default theme shows it: the fields of that name of its view.
#[derive(Debug, Serialize)]
struct EntryView {
    by: Vec<Value>,
    stance_label: String,
    href: Option<String>,
    anchored: bool,
    claim: Value,
    on_behalf_of: Vec<Value>,
    to: Vec<Value>,
    mode: Option<&'static str>,
    date: SharedDate,
    event: Option<Value>,
    source: Option<Value>,
    locator: Option<String>,
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

mod date;
mod make;
mod tally;

pub use date::{DateView, SharedDate};
pub(in crate::render) use make::{place, quoted};

fn places<T, C>(list: &[T]) -> Vec<OnceLock<C>> {
    list.iter().map(|_| OnceLock::new()).collect()
}

impl Entries {
    /// Places for the statements of a site, all empty.
    #[must_use]
    pub fn none_yet(graph: &Graph) -> Self {
        Self(places(&graph.statements))
    }
}

impl Made {
    /// Places for the cards of a site, all empty.
    #[must_use]
    pub fn none_yet(graph: &Graph) -> Self {
        Self {
            actors: places(&graph.actors),
            claims: places(&graph.claims),
            events: places(&graph.events),
            sources: places(&graph.sources),
            tags: places(&graph.tags),
            briefings: places(&graph.briefings),
            statements: places(&graph.statements),
            dates: date::places(graph),
            tally: OnceLock::new(),
            tallies_of_tags: places(&graph.tags),
        }
    }
}

impl<'a> Cards<'a> {
    /// The cards of a site, kept in `made`.
    #[must_use]
    pub(super) fn new(graph: &'a Graph, plan: &'a Plan, made: &'a Made, theme: Option<&'a Theme>) -> Self {
        Self { graph, plan, made, entries: None, theme }
    }

    /// The same, which keeps the entries of timelines too.
    #[must_use]
    pub(super) fn with_entries(self, entries: &'a Entries) -> Self {
        Self { entries: Some(entries), ..self }
    }

    /// The chip of an actor.
    #[must_use]
    pub fn actor(&self, handle: Handle<Actor>) -> Value {
        self.kept(&self.made.actors, handle, fragment::ACTOR, || make::actor(self, handle))
    }

    /// Chips of actors.
    #[must_use]
    pub fn actors(&self, handles: &[Handle<Actor>]) -> Vec<Value> {
        handles.iter().map(|it| self.actor(*it)).collect()
    }

    /// The card of a claim. In the default theme it is made anew: few pages show all of it.
    #[must_use]
    pub fn claim(&self, handle: Handle<Claim>) -> Value {
        if self.theme.is_some_and(Theme::is_default) {
            return value(&make::claim(self, handle));
        }
        self.kept(&self.made.claims, handle, fragment::CLAIM, || make::claim(self, handle))
    }

    /// A claim as lists and links of many show it. The default theme needs its fragments and few fields; templates of a site
    /// may look at any of its card.
    #[must_use]
    pub fn listed_claim(&self, handle: Handle<Claim>) -> Value {
        let (places, fragments) = (&self.made.claims, fragment::CLAIM);
        match self.theme.filter(|theme| theme.is_default()) {
            Some(theme) => kept(places, handle, || fragments_alone(theme, self.claim(handle), fragments, LISTED)),
            None => self.claim(handle),
        }
    }

    /// The row of an event.
    #[must_use]
    pub fn event(&self, handle: Handle<Event>) -> Value {
        self.kept(&self.made.events, handle, fragment::EVENT, || make::event(self, handle))
    }

    /// Rows of events.
    #[must_use]
    pub fn events(&self, handles: &[Handle<Event>]) -> Vec<Value> {
        handles.iter().map(|it| self.event(*it)).collect()
    }

    /// The line of a source.
    #[must_use]
    pub fn source(&self, handle: Handle<Source>) -> Value {
        self.kept(&self.made.sources, handle, fragment::SOURCE, || make::source(self, handle))
    }

    /// Lines of sources.
    #[must_use]
    pub fn sources(&self, handles: &[Handle<Source>]) -> Vec<Value> {
        handles.iter().map(|it| self.source(*it)).collect()
    }

    /// The chip of a tag.
    #[must_use]
    pub fn tag(&self, handle: Handle<Tag>) -> Value {
        self.kept(&self.made.tags, handle, &[], || make::tag(self, handle))
    }

    /// The row of a briefing.
    #[must_use]
    pub fn briefing(&self, handle: Handle<Briefing>) -> Value {
        self.kept(&self.made.briefings, handle, &[], || make::briefing(self, handle))
    }

    /// Rows of briefings.
    #[must_use]
    pub fn briefings(&self, handles: &[Handle<Briefing>]) -> Vec<Value> {
        handles.iter().map(|it| self.briefing(*it)).collect()
    }

    /// The row of a change. It is made anew: it stands in the list of all, and on the page of its claim.
    #[must_use]
    pub fn change(&self, handle: Handle<Change>) -> Value {
        value(&make::change(self, handle))
    }

    /// A date. Those of the site are few, beside the places where they are shown.
    #[must_use]
    pub fn date(&self, date: &Date) -> SharedDate {
        let make = || value(&DateView::new(date));
        self.made.dates.get(date).map_or_else(make, |place| place.get_or_init(make).clone())
    }

    /// Rows of changes.
    #[must_use]
    pub fn changes(&self, handles: &[Handle<Change>]) -> Vec<Value> {
        handles.iter().map(|it| self.change(*it)).collect()
    }

    /// The view of a statement. It is made anew: few pages show all of it, and all of them would fill the memory.
    #[must_use]
    pub fn statement(&self, handle: Handle<Statement>) -> Value {
        value(&make::statement(self, handle))
    }

    /// A statement as lists of many show it. The default theme needs its fragment; templates of a site may look at any of its
    /// view.
    #[must_use]
    pub fn listed_statement(&self, handle: Handle<Statement>) -> Value {
        let (places, fragments) = (&self.made.statements, fragment::STATEMENT);
        match self.theme.filter(|theme| theme.is_default()) {
            Some(theme) => kept(places, handle, || fragments_alone(theme, self.statement(handle), fragments, &[])),
            None => self.kept(places, handle, fragments, || make::statement(self, handle)),
        }
    }

    /// A statement as timelines show it. The default theme needs its fragment; templates of a site may look at any of its view.
    #[must_use]
    pub fn entry(&self, handle: Handle<Statement>) -> Value {
        let (places, fragments) = (self.entries.map_or(&[][..], |it| &it.0), fragment::ENTRY);
        match self.theme.filter(|theme| theme.is_default()) {
            Some(theme) => {
                let view = || value(&make::entry(self, handle));
                kept(places, handle, || fragments_alone(theme, view(), fragments, &[]))
            }
            None => self.kept(places, handle, fragments, || make::statement(self, handle)),
        }
    }

    /// A statement as the cause of a change. The default theme says who speaks, and how; templates of a site may look at any of
    /// its view.
    #[must_use]
    pub fn cause(&self, handle: Handle<Statement>) -> Value {
        if self.theme.is_some_and(Theme::is_default) {
            return value(&make::voice(self, handle));
        }
        self.listed_statement(handle)
    }

    /// Where a statement stands, relative to the root: the `href` of its view, without making that.
    #[must_use]
    pub fn href_of_statement(&self, handle: Handle<Statement>) -> Option<String> {
        make::href_of_statement(self.graph, self.plan, handle)
    }

    /// All claims by status.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.made.tally.get_or_init(|| Tally::new(self.graph.claims.iter().map(|it| it.status))).clone()
    }

    /// The claims of a tag by status.
    #[must_use]
    pub fn tally_of_tag(&self, tag: Handle<Tag>, claims: &[Handle<Claim>]) -> Tally {
        let make = || Tally::new(claims.iter().map(|it| self.graph[*it].status));
        self.made.tallies_of_tags.get(tag.index()).map_or_else(make, |place| place.get_or_init(make).clone())
    }

    /// The card in its place with its fragments, made if that is empty.
    fn kept<T, C: Serialize>(
        &self,
        places: &[OnceLock<Value>],
        handle: Handle<T>,
        fragments: &[Fragment],
        card: impl FnOnce() -> C,
    ) -> Value {
        kept(places, handle, || match self.theme.filter(|_| !fragments.is_empty()) {
            Some(theme) => with_fragments(theme, value(&card()), fragments),
            None => value(&card()),
        })
    }
}

/// The value in its place, made if that is empty, or if there is none.
fn kept<T>(places: &[OnceLock<Value>], handle: Handle<T>, make: impl FnOnce() -> Value) -> Value {
    match places.get(handle.index()) {
        Some(place) => place.get_or_init(make).clone(),
        None => make(),
    }
}

/// What the default theme reads of a listed claim beside its fragments.
const LISTED: &[&str] = &["href", "text", "kind", "status", "standing"];

fn value(card: &impl Serialize) -> Value {
    Value::try_from_serializable(card).unwrap_or_else(|_| Value::none())
}
