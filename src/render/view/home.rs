//! The home page.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site};
use crate::model::{Date, EventStatus, Standing};
use crate::parse::Head;
use crate::plan::{Address, PlannedPage};
use crate::render::body::Block;
use crate::render::card::Tally;
use crate::render::prose::{Place, marks, prose};
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Briefing, Event, Node};

/// The home page: what is new, what is disputed, and how much there is.
#[derive(Debug, Serialize)]
pub struct HomeView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// The title of `content/index.md`, else the site's.
    pub heading: String,
    /// The text of `content/index.md`, as HTML.
    pub text: Option<String>,
    /// The newest briefing.
    pub lead: Option<Lead>,
    /// The newest briefings after it.
    pub briefings: Vec<Value>,
    /// The newest changes of status, those that made a claim known left out.
    pub changes: Vec<Value>,
    /// The most disputed claims.
    pub disputed: Vec<Value>,
    /// All claims by status.
    pub tally: Tally,
    /// The actors that say most.
    pub actors: Vec<Value>,
    /// Events to come as of the day of the build, the next first.
    pub coming: Vec<Value>,
    /// What there is, with numbers.
    pub counts: Vec<Count>,
}

/// The newest briefing with a passage of it.
#[derive(Debug, Serialize)]
pub struct Lead {
    /// Its row.
    pub briefing: Value,
    /// The paragraph with most in dispute, or else with most claims, as HTML with its marks.
    pub excerpt: Option<String>,
}

/// How much there is of something.
#[derive(Debug, Serialize)]
pub struct Count {
    /// Of what, in the number that fits.
    pub label: &'static str,
    /// How much.
    pub count: usize,
    /// Its index.
    pub href: String,
}

impl HomeView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let Site { graph, plan, cards, settings, .. } = site;
        let head = graph.home.as_ref().and_then(|home| match &home.source.article.head {
            Head::Home(head) | Head::Page(head) => Some(head),
            Head::Briefing(_) | Head::Entity | Head::List => None,
        });
        let summary = head.and_then(|head| head.summary.as_ref()).map(|it| it.value.clone());
        let description = summary.or_else(|| settings.description.clone()).unwrap_or_default();
        let heading = head.and_then(|head| head.title.as_ref()).map_or(&settings.title, |it| &it.value);
        let meta = PageMeta::new(site, page, "home", heading, &description);
        let changes = graph.changes.iter().enumerate().filter(|(_, change)| change.from.is_some());
        Self {
            text: graph.home.as_ref().and_then(|it| site.prose(site.written(&it.source).body, &meta.root, Node::Home)),
            heading: heading.clone(),
            lead: (!graph.briefings.is_empty()).then(|| lead(site, &meta.root)),
            briefings: (1..graph.briefings.len().clamp(1, BRIEFINGS))
                .map(|it| cards.briefing(Handle::new(it)))
                .collect(),
            changes: changes.take(ROWS).map(|(it, _)| cards.change(Handle::new(it))).collect(),
            disputed: plan.lists.disputed.iter().take(ROWS).map(|(it, _)| cards.claim(*it)).collect(),
            tally: site.cards.tally(),
            actors: loudest(site).into_iter().map(|it| cards.actor(it)).collect(),
            coming: coming(site).into_iter().map(|it| cards.event(it)).collect(),
            counts: vec![
                Count::new(graph.briefings.len(), "briefing", "briefings", &plan.own.briefings),
                Count::new(graph.claims.len(), "claim", "claims", &plan.own.claims),
                Count::new(graph.statements.len(), "statement", "statements", &plan.own.timeline),
                Count::new(plan.lists.actors.len(), "actor", "actors", &plan.own.actors),
                Count::new(graph.events.len(), "event", "events", &plan.own.events),
                Count::new(plan.lists.sources.len(), "source", "sources", &plan.own.sources),
                Count::new(graph.tags.len(), "tag", "tags", &plan.own.tags),
            ],
            page: meta,
        }
    }
}

impl Count {
    fn new(count: usize, one: &'static str, many: &'static str, page: &Address) -> Self {
        Self { label: if count == 1 { one } else { many }, count, href: page.href() }
    }
}

fn lead(site: &Site<'_>, root: &str) -> Lead {
    let handle = Handle::new(0);
    Lead { briefing: site.cards.briefing(handle), excerpt: excerpt(site, &site.graph[handle], handle, root) }
}

/// The paragraph of a briefing with most in dispute, or else with most claims.
fn excerpt(site: &Site<'_>, briefing: &Briefing, handle: Handle<Briefing>, root: &str) -> Option<String> {
    let page = site.plan.address(&Node::Briefing(handle))?.href();
    let standing: BTreeMap<u32, Standing> = briefing
        .statements
        .iter()
        .map(|it| &site.graph[*it])
        .map(|it| (it.number, site.graph[it.claim].status.standing()))
        .collect();
    let weight = |block: &Block| -> (usize, usize) {
        let known: Vec<_> = block.notes.iter().filter_map(|it| standing.get(it)).collect();
        let heated = known.iter().filter(|it| matches!(it, Standing::Contested | Standing::Failed)).count();
        (heated, known.len())
    };
    let body = site.written(&briefing.source).body?;
    let mut marks = marks(site, briefing);
    for mark in &mut marks {
        mark.id.clear();
        mark.href = format!("{root}{page}{}", mark.href);
    }
    let place = Place { root, owner: Node::Home, listed: &briefing.listed };
    let mut blocks = prose(site, body, &place, marks).blocks;
    // A paragraph with footnotes would lead to places that this page does not have.
    let is_whole = |block: &Block| block.html.starts_with("<p>") && !block.html.contains("href=\"#");
    blocks.retain(|it| is_whole(it) && weight(it).1 > 0);
    let best = blocks.iter().map(weight).max()?;
    blocks.into_iter().find(|it| weight(it) == best).map(|it| it.html)
}

/// Events to come, the next first.
///
/// One that is known by its month or year is to come until that is over, and stands where it has begun at the latest. One
/// that may have begun and has no end stands last: it is awaited, but nobody knows for when.
fn coming(site: &Site<'_>) -> Vec<Handle<Event>> {
    let today = site.project.today;
    let events = (0..site.graph.events.len()).map(Handle::<Event>::new);
    let mut coming: Vec<_> = events.filter(|it| is_to_come(&site.graph[*it], today)).collect();
    let begins = |it: &Handle<Event>| {
        let date = &site.graph[*it].source.date.value;
        let latest = match date {
            Date::Moment(moment) => Some(moment.last_day()),
            Date::Interval(from, to) => from.or(*to).map(|it| it.last_day()).filter(|it| *it >= today || to.is_some()),
        };
        (latest.is_none(), latest.map(|it| it.max(today)), date.first_day())
    };
    coming.sort_by_key(|it| (begins(it), *it));
    coming.truncate(ROWS);
    coming
}

/// Whether an event is announced and not over on this day, as far as its date tells.
fn is_to_come(event: &Event, today: NaiveDate) -> bool {
    let announced = match event.status {
        EventStatus::Scheduled | EventStatus::Rescheduled | EventStatus::Unconfirmed => true,
        EventStatus::Ongoing | EventStatus::Occurred | EventStatus::Postponed | EventStatus::Cancelled => false,
    };
    announced && event.source.date.value.last_day().is_none_or(|last| last >= today)
}

fn loudest(site: &Site<'_>) -> Vec<Handle<Actor>> {
    let says = |it: &Handle<Actor>| !site.graph[*it].statements.is_empty();
    let mut actors: Vec<_> = site.plan.lists.actors.iter().copied().filter(says).collect();
    actors.sort_by_key(|it| (std::cmp::Reverse(site.graph[*it].statements.len()), *it));
    actors.truncate(ACTORS);
    actors
}

const BRIEFINGS: usize = 4;
const ROWS: usize = 3;
const ACTORS: usize = 6;
