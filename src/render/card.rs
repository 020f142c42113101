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
use crate::output::{Prose, Reads};
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
    /// Takes note of the articles whose prose is shown; none where nobody asks.
    reads: Option<&'a Reads>,
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

mod date;
mod make;
mod tally;
mod view;

pub use date::{DateView, SharedDate};
pub(in crate::render) use make::{locator, place};
use view::Voice;
pub use view::{
    ActorChip, BriefingRow, ChangeRow, ClaimCard, EventRow, Piece, SourceLine, StatementView, TagChip, Tally, TallyBar,
    TallyCount,
};

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
        Self { graph, plan, made, entries: None, theme, reads: None }
    }

    /// The same, which keeps the entries of timelines too.
    #[must_use]
    pub(super) fn with_entries(self, entries: &'a Entries) -> Self {
        Self { entries: Some(entries), ..self }
    }

    /// The same, for a file of which is noted what is read.
    #[must_use]
    pub(super) fn noting(self, reads: &'a Reads) -> Self {
        Self { reads: Some(reads), ..self }
    }

    /// Takes note that prose is shown.
    pub(super) fn read(&self, prose: Prose) {
        if let Some(reads) = self.reads {
            reads.note(prose);
        }
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
        match self.default_theme() {
            Some(_) => value(&make::claim(self, handle)),
            None => self.listed_claim(handle),
        }
    }

    /// A claim as lists and links of many show it: in the default theme with few fields.
    #[must_use]
    pub fn listed_claim(&self, handle: Handle<Claim>) -> Value {
        self.listed(&self.made.claims, handle, (fragment::CLAIM, LISTED), || make::claim(self, handle))
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

    /// A statement as lists of many show it: in the default theme its fragment.
    #[must_use]
    pub fn listed_statement(&self, handle: Handle<Statement>) -> Value {
        // Whoever made the card first has read the prose, and whoever takes it shows it.
        self.read(Prose::Quotations(self.graph[handle].source.article.file));
        self.listed(&self.made.statements, handle, (fragment::STATEMENT, &[]), || make::statement(self, handle))
    }

    /// A statement as timelines show it: in the default theme its fragment, which quotes nothing.
    #[must_use]
    pub fn entry(&self, handle: Handle<Statement>) -> Value {
        let quotes_nothing = self.default_theme().is_some();
        if !quotes_nothing {
            self.read(Prose::Quotations(self.graph[handle].source.article.file));
        }
        let made = if quotes_nothing { make::unquoted } else { make::statement };
        let places = self.entries.map_or(&[][..], |it| &it.0);
        self.listed(places, handle, (fragment::ENTRY, &[]), || made(self, handle))
    }

    /// A statement as the cause of a change. The default theme says who speaks, and how; templates of a site may look at any of
    /// its view.
    #[must_use]
    pub fn cause(&self, handle: Handle<Statement>) -> Value {
        if self.default_theme().is_some() {
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
    pub fn tally_of_tag(&self, tag: Handle<Tag>) -> Tally {
        let make = || Tally::new(self.plan.lists.claims_of_tag(tag).iter().map(|it| self.graph[*it].status));
        self.made.tallies_of_tags.get(tag.index()).map_or_else(make, |place| place.get_or_init(make).clone())
    }

    fn default_theme(&self) -> Option<&'a Theme> {
        self.theme.filter(|theme| theme.shows_as_default())
    }

    /// What lists of many show, in its place. The default theme needs these fragments and fields alone; templates of a site may
    /// look at any of a card.
    fn listed<T, C: Serialize>(
        &self,
        places: &[OnceLock<Value>],
        handle: Handle<T>,
        (fragments, fields): (&[Fragment], &[&'static str]),
        card: impl FnOnce() -> C,
    ) -> Value {
        match self.default_theme() {
            Some(theme) => kept(places, handle, || fragments_alone(theme, value(&self.noted(card)), fragments, fields)),
            None => self.kept(places, handle, fragments, card),
        }
    }

    /// A card that many pages show. What prose it shows must be noted already, for each of them takes note of it alone.
    fn noted<C>(&self, card: impl FnOnce() -> C) -> C {
        let noted = || self.reads.filter(|_| cfg!(debug_assertions)).map(Reads::count);
        let before = noted();
        let card = card();
        debug_assert_eq!(before, noted(), "prose that is noted for one page only");
        card
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
            Some(theme) => with_fragments(theme, value(&self.noted(card)), fragments),
            None => value(&self.noted(card)),
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
