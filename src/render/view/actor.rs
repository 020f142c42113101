//! An actor.

use std::ops::Range;

use serde::Serialize;
use tera::Value;

use super::{Link, LinkedFrom, Listing, PageMeta, Site, StatementListing, StatementRow, shared};
use crate::model::declaration::ActorDeclaration;
use crate::model::{Extra, Word};
use crate::plan::{Address, PlannedPage, Selection};
use crate::render::card::DateView;
use crate::render::picture::{self, Picture};
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Node, Role, Statement};

/// An actor: who it is, what it says, what is said about it.
#[derive(Debug, Serialize)]
pub struct ActorView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Its chip.
    pub actor: Value,
    /// Its id.
    pub id: String,
    /// Whether it was declared by being named only.
    pub implicit: bool,
    /// Other names.
    pub aliases: Vec<String>,
    /// Offices held, newest first.
    pub roles: Vec<RoleView>,
    /// Who holds offices here; on the first part only.
    pub officers: Vec<RoleView>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// A Wikidata item.
    pub wikidata: Option<String>,
    /// Addresses elsewhere.
    pub links: Vec<Link>,
    /// Its picture, relative to the root.
    pub image: Option<String>,
    /// Admiralty scale, A to F.
    pub reliability: Option<&'static str>,
    /// The words of the scale.
    pub meaning: Option<&'static str>,
    /// The author's prose as HTML; on the first part only.
    pub text: Option<String>,
    /// The part of its statements that this page shows, newest first.
    pub statements: Vec<StatementRow>,
    /// How many statements it makes in all.
    pub total: usize,
    /// Statements on its behalf; these and the lists below on the first part only.
    pub on_its_behalf: StatementListing,
    /// Statements addressed to it.
    pub addressed: StatementListing,
    /// Statements of others about it.
    pub about: StatementListing,
    /// Events with its part in them, newest first; on the first part only.
    pub events: Vec<Participation>,
    /// How many events are left out.
    pub more_events: usize,
    /// What it says and is part of, on a line; on the first part only.
    pub over_time: Option<Picture>,
    /// Those it is connected with most; on the first part only.
    pub connections: Option<Picture>,
    /// How it stands to others; on the first part only.
    pub relations: Vec<RelationView>,
    /// Whom it contradicts or is contradicted by; on the first part only.
    pub opponents: Vec<OpponentView>,
    /// How many of them are left out.
    pub more_opponents: usize,
    /// Its own reversals, the latest; on the first part only.
    pub reversals: Vec<Reversal>,
    /// The timeline of all it says and takes part in, and of what is said for it, to it and about it.
    pub timeline: Option<String>,
    /// Rows, newest first.
    pub briefings: Listing,
    /// Who links here.
    pub linked_from: LinkedFrom,
    /// Free data of the author.
    pub extra: Extra,
}

/// An office held.
#[derive(Debug, Serialize)]
pub struct RoleView {
    /// Its title.
    pub title: String,
    /// Where, or by whom: a chip.
    pub actor: Option<Value>,
    /// Since when.
    pub from: Option<DateView>,
    /// Until when.
    pub to: Option<DateView>,
}

/// A part in an event.
#[derive(Debug, Serialize)]
pub struct Participation {
    /// The event's row.
    pub event: Value,
    /// As what.
    pub role: Option<&'static str>,
}

/// How it stands to another.
#[derive(Debug, Serialize)]
pub struct RelationView {
    /// The relation in words, read from this actor.
    pub label: &'static str,
    /// The other's chip.
    pub actor: Value,
    /// Since when.
    pub from: Option<DateView>,
    /// Until when.
    pub to: Option<DateView>,
    /// Who says so: a line.
    pub source: Option<Value>,
    /// Plain text.
    pub note: Option<String>,
}

/// Somebody against it.
#[derive(Debug, Serialize)]
pub struct OpponentView {
    /// A chip.
    pub actor: Value,
    /// The claims between them, as cards.
    pub claims: Vec<Value>,
    /// How many claims are left out.
    pub more: usize,
}

/// A change of mind.
#[derive(Debug, Serialize)]
pub struct Reversal {
    /// The earlier statement.
    pub earlier: Value,
    /// The later one.
    pub later: Value,
}

impl ActorView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage, handle: Handle<Actor>) -> Self {
        let Site { graph, cards, .. } = site;
        let actor = &graph[handle];
        let written = &actor.source;
        let meta = PageMeta::new(site, page, "actors", &written.name, &description(site, actor));
        let first = !meta.continued;
        let said = |list: &[_]| StatementListing::new(site, &meta.root, if first { list } else { &[] });
        let (events, opponents) =
            if first { (events(site, actor), opponents(site, actor)) } else { Default::default() };
        let left = |all: usize, shown: usize| if first { all - shown } else { 0 };
        let reliability = written.reliability.map(|it| it.value);
        Self {
            actor: cards.actor(handle),
            id: written.id.slug.to_string(),
            implicit: actor.implicit,
            aliases: other_names(written),
            roles: actor.roles.iter().map(|role| held(site, role)).collect(),
            officers: if first { officers(site, actor) } else { Vec::new() },
            country: written.country.as_ref().map(|it| it.value.clone()),
            wikidata: written.wikidata.as_ref().map(|it| it.value.clone()),
            links: links(actor),
            image: image(site, actor),
            reliability: reliability.map(Word::as_str),
            meaning: reliability.map(crate::model::Reliability::meaning),
            text: site.prose(written.body.as_deref(), &meta.root, Node::Actor(handle)).filter(|_| first),
            statements: StatementRow::all(site, &meta.root, &newest(&actor.statements, &page.part.range)),
            total: actor.statements.len(),
            on_its_behalf: said(&actor.on_its_behalf),
            addressed: said(&actor.addressed),
            about: said(&actor.about),
            more_events: left(actor.events.len(), events.len()),
            events,
            over_time: first.then(|| picture::of_actor(site, &meta.root, handle)).flatten(),
            connections: first.then(|| picture::neighbours(site, &meta.root, handle)).flatten(),
            relations: if first { relations(site, actor) } else { Vec::new() },
            more_opponents: left(actor.opponents.len(), opponents.len()),
            opponents,
            reversals: if first { reversals(site, actor) } else { Vec::new() },
            timeline: site.plan.timeline(Selection::Actor(handle)).map(Address::href),
            briefings: Listing::new(site, &actor.briefings, |it| cards.briefing(it)),
            linked_from: site.linked_from(&actor.linked_from),
            extra: written.extra.clone(),
            page: meta,
        }
    }
}

/// A part of a list that is shown from its end.
fn newest(statements: &[Handle<Statement>], part: &Range<usize>) -> Vec<Handle<Statement>> {
    statements.iter().rev().skip(part.start).take(part.len()).copied().collect()
}

fn description(site: &Site<'_>, actor: &Actor) -> String {
    match &actor.source.summary {
        Some(summary) => summary.value.clone(),
        None => format!(
            "{}: {} in {}, on {}.",
            actor.source.name.value,
            shared::count(actor.statements.len(), "statement", "statements"),
            shared::count(actor.briefings.len(), "briefing", "briefings"),
            site.settings.title
        ),
    }
}

fn date(date: Option<&crate::model::Date>) -> Option<DateView> {
    date.map(DateView::new)
}

fn held(site: &Site<'_>, role: &Role) -> RoleView {
    RoleView {
        title: role.title.clone(),
        actor: role.org.map(|it| site.cards.actor(it)),
        from: date(role.from.as_ref()),
        to: date(role.to.as_ref()),
    }
}

/// Those who hold offices here. Who is confidential is left out: that it holds this office would say who it is.
fn officers(site: &Site<'_>, actor: &Actor) -> Vec<RoleView> {
    let open = actor.officers.iter().filter(|(who, _)| site.graph[*who].confidential.is_none());
    open.map(|(who, role)| RoleView { actor: Some(site.cards.actor(*who)), ..held(site, role) }).collect()
}

fn links(actor: &Actor) -> Vec<Link> {
    let title = |url: &str| url.split("://").nth(1).unwrap_or(url).trim_end_matches('/').to_owned();
    let link = |it: &crate::model::declaration::LinkDeclaration| Link {
        title: it.title.as_deref().cloned().unwrap_or_else(|| title(&it.url)),
        href: Some(it.url.value.clone()),
        kind: "elsewhere",
    };
    actor.source.links.iter().map(link).collect()
}

fn image(site: &Site<'_>, actor: &Actor) -> Option<String> {
    let written = actor.source.image.as_ref()?;
    let path = crate::plan::asset_path(site.project, written, written.span)?;
    site.plan.address(&Node::Asset(path)).map(Address::href)
}

fn events(site: &Site<'_>, actor: &Actor) -> Vec<Participation> {
    let shown = shared::beside(site, &actor.events).len();
    let newest = actor.events.iter().rev().take(shown);
    newest.map(|(it, role)| Participation { event: site.cards.event(*it), role: role.map(Word::as_str) }).collect()
}

/// Relations to those that are not confidential.
fn relations(site: &Site<'_>, actor: &Actor) -> Vec<RelationView> {
    let open = actor.relations.iter().filter(|it| site.graph[it.other].confidential.is_none());
    open.map(|it| RelationView {
        label: if it.inverse { it.kind.inverse() } else { it.kind.label() },
        actor: site.cards.actor(it.other),
        from: date(it.from.as_ref()),
        to: date(it.to.as_ref()),
        source: it.source.map(|source| site.cards.source(source)),
        note: it.note.clone(),
    })
    .collect()
}

fn opponents(site: &Site<'_>, actor: &Actor) -> Vec<OpponentView> {
    let view = |it: &crate::resolve::graph::Opponent| OpponentView {
        actor: site.cards.actor(it.actor),
        claims: it.claims.iter().take(CLAIMS).map(|claim| site.cards.listed_claim(*claim)).collect(),
        more: it.claims.len().saturating_sub(CLAIMS),
    };
    shared::beside(site, &actor.opponents).iter().map(view).collect()
}

fn reversals(site: &Site<'_>, actor: &Actor) -> Vec<Reversal> {
    let view = |(earlier, later): &(_, _)| Reversal {
        earlier: site.cards.listed_statement(*earlier),
        later: site.cards.listed_statement(*later),
    };
    let shown = shared::beside(site, &actor.reversals).len();
    actor.reversals[actor.reversals.len() - shown..].iter().map(view).collect()
}

/// How many claims are shown for each opponent.
const CLAIMS: usize = 10;

/// The aliases, each once, without the name itself.
fn other_names(written: &ActorDeclaration) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for alias in written.aliases.iter().filter(|alias| alias.value != written.name.value) {
        if !names.contains(&alias.value) {
            names.push(alias.value.clone());
        }
    }
    names
}
