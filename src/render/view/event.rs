//! An event.

use std::collections::BTreeSet;

use serde::Serialize;
use tera::Value;

use super::matrix::Grid;
use super::{LinkedFrom, Listing, PageMeta, Site, StatementListing, StatementRow, shared};
use crate::model::{Extra, Word};
use crate::plan::PlannedPage;
use crate::render::card::place;
use crate::resolve::Handle;
use crate::resolve::graph::{Claim, Event, Node};

/// An event: when, where, who, and what was said.
#[derive(Debug, Serialize)]
pub struct EventView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Its row.
    pub event: Value,
    /// Free words.
    pub kind: Option<String>,
    /// Root category of CAMEO, two digits.
    pub cameo: Option<String>,
    /// Where, with the country.
    pub place: Option<String>,
    /// Degrees north and east (WGS 84), as `50.45, 30.52`.
    pub coordinates: Option<String>,
    /// Plain text.
    pub summary: Option<String>,
    /// Who took part, in the order written; on the first part only.
    pub participants: Vec<Participant>,
    /// The part of what was said at it that this page shows, by date.
    pub statements: Vec<StatementRow>,
    /// Which actor takes which stance on the claims made at it; none when there is nothing to compare; on the first part
    /// only.
    pub matrix: Option<Grid>,
    /// What was said about it, by date.
    pub about: StatementListing,
    /// The event it is part of.
    pub part_of: Option<Value>,
    /// Its parts.
    pub parts: Listing,
    /// The events it follows; on the first part only.
    pub follows: Vec<Value>,
    /// The events that follow it.
    pub followed_by: Listing,
    /// Lines; on the first part only.
    pub sources: Vec<Value>,
    /// Rows, newest first.
    pub briefings: Listing,
    /// The author's prose as HTML.
    pub text: Option<String>,
    /// Who links here.
    pub linked_from: LinkedFrom,
    /// Free data of the author.
    pub extra: Extra,
}

/// Who took part.
#[derive(Debug, Serialize)]
pub struct Participant {
    /// A chip.
    pub actor: Value,
    /// As what.
    pub role: Option<&'static str>,
}

impl EventView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage, handle: Handle<Event>) -> Self {
        let Site { graph, cards, .. } = site;
        let event = &graph[handle];
        let written = &event.source;
        let summary = written.summary.as_ref().map(|it| it.value.clone());
        let description = summary.clone().unwrap_or_else(|| description(event));
        let meta = PageMeta::new(site, page, "events", &written.title, &description);
        let first = !meta.continued;
        let participant = |(actor, role): &(_, Option<crate::model::EventRole>)| Participant {
            actor: cards.actor(*actor),
            role: role.map(Word::as_str),
        };
        Self {
            event: cards.event(handle),
            kind: written.kind.as_ref().map(|it| it.value.clone()),
            cameo: written.cameo.map(|it| format!("{:02}", it.value)),
            place: written.place.as_ref().map(place),
            coordinates: written.place.as_ref().and_then(|it| Some(format!("{}, {}", it.lat?, it.lon?))),
            summary,
            participants: event.actors.iter().filter(|_| first).map(participant).collect(),
            matrix: if first { Grid::beginning(site, &claims(site, event)) } else { None },
            statements: StatementRow::all(site, &meta.root, shared::part(&event.statements, page)),
            about: StatementListing::new(site, &meta.root, &event.about),
            part_of: event.part_of.map(|it| cards.event(it)),
            parts: Listing::new(site, &event.parts, |it| cards.event(it)),
            follows: if first { cards.events(&event.follows) } else { Vec::new() },
            followed_by: Listing::new(site, &event.followed_by, |it| cards.event(it)),
            sources: if first { cards.sources(&event.sources) } else { Vec::new() },
            briefings: Listing::new(site, &event.briefings, |it| cards.briefing(it)),
            text: site.prose(written.body.as_deref(), &meta.root, Node::Event(handle)),
            linked_from: site.linked_from(&event.linked_from),
            extra: written.extra.clone(),
            page: meta,
        }
    }
}

fn description(event: &Event) -> String {
    let said = shared::count(event.statements.len(), "statement", "statements");
    format!("{}, {}, with {said}.", event.source.title.value, event.source.date.value.words())
}

/// The claims made at an event, each once, in the order of their first statements there.
fn claims(site: &Site<'_>, event: &Event) -> Vec<Handle<Claim>> {
    let mut seen = BTreeSet::new();
    event.statements.iter().map(|it| site.graph[*it].claim).filter(|it| seen.insert(*it)).collect()
}
