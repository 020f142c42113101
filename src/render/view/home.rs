//! The home page.

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site};
use crate::parse::Head;
use crate::plan::PlannedPage;
use crate::render::card::Tally;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Node};

/// The home page: what is new, what is disputed, and how much there is.
#[derive(Debug, Serialize)]
pub struct HomeView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// The title of `content/index.md`, else the site's.
    pub heading: String,
    /// The text of `content/index.md`, as HTML.
    pub text: Option<String>,
    /// The newest briefings.
    pub briefings: Vec<Value>,
    /// The newest changes of status, those that made a claim known left out.
    pub changes: Vec<Value>,
    /// The most disputed claims.
    pub disputed: Vec<Value>,
    /// All claims by status.
    pub tally: Tally,
    /// The actors that say most.
    pub actors: Vec<Value>,
    /// The newest events.
    pub events: Vec<Value>,
    /// What there is, with numbers.
    pub counts: Vec<Count>,
}

/// How much there is of something.
#[derive(Debug, Serialize)]
pub struct Count {
    /// Of what.
    pub label: &'static str,
    /// How much.
    pub count: usize,
    /// Its index.
    pub href: &'static str,
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
            text: graph
                .home
                .as_ref()
                .and_then(|it| site.prose(it.source.article.body.as_deref(), &meta.root, Node::Home)),
            heading: heading.clone(),
            briefings: (0..graph.briefings.len().min(BRIEFINGS)).map(|it| cards.briefing(Handle::new(it))).collect(),
            changes: changes.take(ROWS).map(|(it, _)| cards.change(Handle::new(it))).collect(),
            disputed: plan.lists.disputed.iter().take(ROWS).map(|(it, _)| cards.claim(*it)).collect(),
            tally: Tally::new(graph.claims.iter().map(|it| it.status)),
            actors: loudest(site).into_iter().map(|it| cards.actor(it)).collect(),
            events: (0..graph.events.len()).rev().take(ROWS).map(|it| cards.event(Handle::new(it))).collect(),
            counts: vec![
                Count { label: "Briefings", count: graph.briefings.len(), href: "briefings/" },
                Count { label: "Claims", count: graph.claims.len(), href: "claims/" },
                Count { label: "Statements", count: graph.statements.len(), href: "timeline/" },
                Count { label: "Actors", count: plan.lists.actors.len(), href: "actors/" },
                Count { label: "Events", count: graph.events.len(), href: "events/" },
                Count { label: "Sources", count: plan.lists.sources.len(), href: "sources/" },
                Count { label: "Tags", count: graph.tags.len(), href: "tags/" },
            ],
            page: meta,
        }
    }
}

fn loudest(site: &Site<'_>) -> Vec<Handle<Actor>> {
    let mut actors = site.plan.lists.actors.clone();
    actors.sort_by_key(|it| (std::cmp::Reverse(site.graph[*it].statements.len()), *it));
    actors.truncate(ACTORS);
    actors
}

const BRIEFINGS: usize = 6;
const ROWS: usize = 6;
const ACTORS: usize = 16;
