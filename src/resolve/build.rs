//! The second half: every list of the graph, in its order, with references bound to handles.
//!
//! Each thing knows here what it refers to; `edges` adds the other direction.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bind::Binder;
use super::declare::{Declared, claim_id, confidential, date_of};
use super::graph::{Actor, Briefing, Claim, Event, Graph, Handle, Node, Page, Relation, Role, Source, Statement, Tag};
use crate::anchor::Anchored;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::{
    ActorDeclaration, ClaimReference, EventDeclaration, Party, RoleDeclaration, SourceDeclaration,
    StatementDeclaration, Text, Topic,
};
use crate::model::{ActorKind, ClaimKind, Date, EventStatus, Slug};
use crate::parse::{BriefingHead, Head};
use crate::project::Project;
use crate::source::{SitePath, Spanned};

/// What is known of an article while binding.
pub(super) struct Context {
    /// Its briefing, when it is one.
    pub(super) briefing: Option<Handle<Briefing>>,
    /// The actors that it lists or declares.
    pub(super) listed: Vec<Handle<Actor>>,
    /// The sources that it lists or declares.
    pub(super) sources: Vec<Handle<Source>>,
}

/// Every list of the graph, and for each article what else must be known of it.
pub(super) fn build(binder: &mut Binder, project: &Project) -> (Graph, Vec<Context>) {
    let declared = binder.declared;
    let mut graph = Graph::default();
    let order = briefing_order(declared);
    let mut contexts: Vec<Context> =
        declared.articles.iter().map(|_| Context { briefing: None, listed: Vec::new(), sources: Vec::new() }).collect();
    for (at, article) in order.iter().enumerate() {
        contexts[*article].briefing = Some(Handle::new(at));
    }
    for (context, anchored) in contexts.iter_mut().zip(&declared.articles) {
        list(binder, context, anchored);
    }
    graph.actors =
        declared.actors.list.iter().map(|d| actor(binder, &d.written, d.implicit, &contexts[d.article])).collect();
    graph.events =
        declared.events.list.iter().map(|d| event(binder, &d.written, &contexts[d.article], project)).collect();
    graph.sources = sources(binder);
    graph.claims = claims(binder, &contexts);
    graph.statements = statements(binder, &contexts);
    graph.briefings = order.iter().filter_map(|at| briefing(binder, &declared.articles[*at], &contexts[*at])).collect();
    tags(&mut graph, declared, &contexts, &mut binder.problems);
    pages(&mut graph, declared);
    graph.names = names(&graph);
    (graph, contexts)
}

/// The head of an article that is a briefing.
pub(super) fn briefing_head(anchored: &Anchored) -> Option<&BriefingHead> {
    match &anchored.article.head {
        Head::Briefing(head) => Some(head),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
    }
}

/// The folders of a briefing's address: those between `content/briefings/` and the file, or the folder that is the briefing.
pub(super) fn folder(path: &SitePath) -> String {
    let below = path.below("content/briefings").unwrap_or_default();
    let mut parts: Vec<&str> = below.split('/').collect();
    let file = parts.pop().unwrap_or_default();
    if file.starts_with("index.") {
        parts.pop();
    }
    let slug = |part: &str| Slug::from_text(part).map_or_else(|| part.to_owned(), |slug| slug.to_string());
    parts.into_iter().map(|part| slug(part) + "/").collect()
}

/// Newest first; of one day the last by path first, as a series is named in order.
fn briefing_order(declared: &Declared) -> Vec<usize> {
    let mut dated: Vec<(usize, Date)> = declared
        .articles
        .iter()
        .enumerate()
        .filter_map(|(at, anchored)| briefing_head(anchored).map(|head| (at, head.date.value)))
        .collect();
    dated.sort_by(|a, b| b.1.order(&a.1).then_with(|| b.0.cmp(&a.0)));
    dated.into_iter().map(|(at, _)| at).collect()
}

fn list(binder: &mut Binder, context: &mut Context, anchored: &Anchored) {
    let Some(head) = briefing_head(anchored) else { return };
    let declared = binder.declared;
    let article = &anchored.article;
    context.listed = article.actors.iter().filter_map(|actor| declared.actors.get(actor.id.slug.as_str())).collect();
    for name in &head.actors {
        let actor = binder.actor(name, name.span, &context.listed);
        context.listed.extend(actor);
    }
    context.listed.sort_unstable();
    context.listed.dedup();
    let own = article.sources.iter().filter_map(|source| declared.sources.get(source.id.slug.as_str()));
    context.sources = own.chain(binder.sources(&head.sources)).collect();
    context.sources.sort_unstable();
    context.sources.dedup();
}

fn actor(binder: &mut Binder, written: &Arc<ActorDeclaration>, implicit: bool, context: &Context) -> Actor {
    let confidential = confidential(
        written.access.as_ref().map(|access| access.value),
        written.display.as_ref().map(|display| display.value.as_str()),
    );
    let kind = written.kind.as_ref().map(|kind| kind.value);
    let mut roles: Vec<Role> = written.roles.iter().map(|written| role(binder, written, context)).collect();
    roles.sort_by_key(|role| {
        let since = role.from.and_then(|from| from.first_instant());
        (since.is_none(), std::cmp::Reverse(since))
    });
    let relations = written
        .relations
        .iter()
        .filter_map(|written| {
            Some(Relation {
                kind: written.kind.value,
                other: binder.actor(&written.actor, written.actor.span, &context.listed)?,
                inverse: false,
                from: written.from.as_ref().map(|date| date.value),
                to: written.to.as_ref().map(|date| date.value),
                source: written.source.as_ref().and_then(|id| binder.source(id, id.span)),
                note: written.note.as_deref().cloned(),
            })
        })
        .collect();
    Actor {
        source: Arc::clone(written),
        implicit,
        kind: kind.or_else(|| confidential.as_ref().map(|_| ActorKind::Unnamed)),
        confidential,
        statements: Vec::new(),
        on_its_behalf: Vec::new(),
        addressed: Vec::new(),
        about: Vec::new(),
        events: Vec::new(),
        roles,
        officers: Vec::new(),
        relations,
        opponents: Vec::new(),
        reversals: Vec::new(),
        briefings: Vec::new(),
        image: None,
        linked_from: Vec::new(),
    }
}

fn role(binder: &mut Binder, written: &RoleDeclaration, context: &Context) -> Role {
    Role {
        title: written.title.value.clone(),
        org: written.org.as_ref().and_then(|org| binder.actor(org, org.span, &context.listed)),
        from: written.from.as_ref().map(|date| date.value),
        to: written.to.as_ref().map(|date| date.value),
    }
}

fn event(binder: &mut Binder, written: &Arc<EventDeclaration>, context: &Context, project: &Project) -> Event {
    let mut seen = BTreeSet::new();
    let actors = written
        .actors
        .iter()
        .filter_map(|participant| {
            let actor = binder.actor(&participant.actor, participant.actor.span, &context.listed)?;
            let role = participant.role.as_ref().map(|role| role.value);
            seen.insert((actor, role)).then_some((actor, role))
        })
        .collect();
    let stated = written.status.as_ref().map(|status| status.value);
    Event {
        source: Arc::clone(written),
        status: stated.unwrap_or_else(|| status_on(&written.date, project.today)),
        actors,
        part_of: written.part_of.as_ref().and_then(|id| binder.event(id, id.span)),
        parts: Vec::new(),
        follows: binder.events(&written.follows),
        followed_by: Vec::new(),
        sources: binder.sources(&written.sources),
        statements: Vec::new(),
        about: Vec::new(),
        briefings: Vec::new(),
        linked_from: Vec::new(),
    }
}

/// An event is to come until the first day it can mean, and has happened from the last; between them an interval goes on,
/// and a moment that is only known as a month or year is taken to have happened.
pub(crate) fn status_on(date: &Date, today: chrono::NaiveDate) -> EventStatus {
    if date.first_day().is_some_and(|first| first > today) {
        return EventStatus::Scheduled;
    }
    match date {
        Date::Interval(Some(_), None) => EventStatus::Ongoing,
        Date::Interval(_, Some(to)) if to.last_day() >= today => EventStatus::Ongoing,
        Date::Interval(..) | Date::Moment(_) => EventStatus::Occurred,
    }
}

fn sources(binder: &mut Binder) -> Vec<Source> {
    let declared = binder.declared;
    let source = |written: &Arc<SourceDeclaration>, binder: &mut Binder| Source {
        source: Arc::clone(written),
        confidential: confidential(
            written.access.as_ref().map(|access| access.value),
            written.display.as_ref().map(|display| display.value.as_str()),
        ),
        derived_from: binder.sources(&written.derived_from),
        derived: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        briefings: Vec::new(),
        linked_from: Vec::new(),
    };
    declared.sources.list.iter().map(|d| source(&d.written, binder)).collect()
}

fn claims(binder: &mut Binder, contexts: &[Context]) -> Vec<Claim> {
    let declared = binder.declared;
    let mut claims = Vec::with_capacity(declared.claims.list.len());
    for declaration in &declared.claims.list {
        let written = &declaration.written;
        let kind = written.kind.as_ref().map_or(ClaimKind::Fact, |kind| kind.value);
        let relations: BTreeSet<_> = written
            .relations
            .iter()
            .filter_map(|(relation, id)| binder.claim(id, id.span).map(|claim| (relation.value, claim)))
            .collect();
        claims.push(Claim {
            source: Arc::clone(written),
            kind,
            declared_in: contexts[declaration.article].briefing,
            statements: Vec::new(),
            relations: relations.into_iter().collect(),
            inverse: Vec::new(),
            about: Vec::new(),
            status: written.status.as_ref().map_or_else(|| kind.default_status(), |status| status.value),
            history: Vec::new(),
            linked_from: Vec::new(),
        });
    }
    claims
}

/// All statements of claims that exist, by date, then by path and position.
fn statements(binder: &mut Binder, contexts: &[Context]) -> Vec<Statement> {
    let declared = binder.declared;
    let mut found: Vec<(Date, usize, usize, Handle<Claim>)> = Vec::new();
    for (at, anchored) in declared.articles.iter().enumerate() {
        let article = &anchored.article;
        for (index, statement) in article.statements.iter().enumerate() {
            let Some(id) = claim_id(statement, article) else { continue };
            let span = match &statement.claim {
                ClaimReference::Elsewhere(text) => text.span,
                ClaimReference::Here(_) => statement.span,
            };
            let Some(claim) = binder.claim(id, span) else { continue };
            found.push((date_of(statement, article), at, index, claim));
        }
    }
    found.sort_by(|a, b| a.0.order(&b.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    found
        .into_iter()
        .map(|(date, at, index, claim)| {
            let anchored = &declared.articles[at];
            statement(binder, &contexts[at], anchored, index, (date, claim))
        })
        .collect()
}

fn statement(
    binder: &mut Binder,
    context: &Context,
    anchored: &Arc<Anchored>,
    index: usize,
    (date, claim): (Date, Handle<Claim>),
) -> Statement {
    let written = &anchored.article.statements[index];
    let listed = &context.listed;
    let by = written.by.iter().filter_map(|party| match &party.value {
        Party::Actor(name) => Some(Spanned::new(name.as_str(), party.span)),
        Party::Author => None,
    });
    let stated = written.source.as_ref().and_then(|id| binder.source(id, id.span));
    let only = if let [only] = context.sources[..] { Some(only) } else { None };
    let anchor = anchored.statements.get(index).and_then(Option::as_ref);
    Statement {
        claim,
        briefing: context.briefing,
        source: Arc::clone(anchored),
        index,
        anchor_id: String::new(),
        number: 0,
        by: binder.actors(by, listed),
        on_behalf_of: binder.actors(texts(&written.on_behalf_of), listed),
        to: binder.actors(texts(&written.to), listed),
        about: about(binder, written, listed),
        stance: written.stance,
        mode: anchor.map(|anchor| written.mode.as_ref().map_or(anchor.mode, |mode| mode.value)),
        date,
        event: written.event.as_ref().and_then(|id| binder.event(id, id.span)),
        taken_from: if written.source.is_some() { stated } else { only },
    }
}

fn about(binder: &mut Binder, written: &StatementDeclaration, listed: &[Handle<Actor>]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(written.about.len());
    let mut seen = BTreeSet::new();
    for topic in &written.about {
        let node = match &topic.value {
            Topic::Actor(name) => binder.actor(name, topic.span, listed).map(Node::Actor),
            Topic::Event(id) => binder.event(id, topic.span).map(Node::Event),
            Topic::Claim(id) => binder.claim(id, topic.span).map(Node::Claim),
        };
        nodes.extend(node.filter(|node| seen.insert(node.clone())));
    }
    nodes
}

fn texts(texts: &[Text]) -> impl Iterator<Item = Spanned<&str>> {
    texts.iter().map(|text| Spanned::new(text.value.as_str(), text.span))
}

fn briefing(binder: &mut Binder, anchored: &Arc<Anchored>, context: &Context) -> Option<Briefing> {
    let head = briefing_head(anchored)?;
    let declared = binder.declared;
    let own = anchored.article.events.iter().filter_map(|event| declared.events.get(event.id.slug.as_str()));
    Some(Briefing {
        slug: head.slug.value.clone(),
        folder: folder(&anchored.article.path),
        source: Arc::clone(anchored),
        date: head.date.value,
        statements: Vec::new(),
        actors: Vec::new(),
        listed: context.listed.clone(),
        events: own.chain(binder.events(&head.events)).collect(),
        sources: context.sources.clone(),
        tags: Vec::new(),
        image: None,
        changes: Vec::new(),
        claims: Vec::new(),
        linked_from: Vec::new(),
    })
}

/// The tags of all briefings, by name; each is called as it was first written, by path and place.
fn tags(graph: &mut Graph, declared: &Declared, contexts: &[Context], problems: &mut Vec<Diagnostic>) {
    let mut tags: BTreeMap<Slug, (&Text, BTreeSet<Handle<Briefing>>)> = BTreeMap::new();
    for (context, anchored) in contexts.iter().zip(&declared.articles) {
        let (Some(briefing), Some(head)) = (context.briefing, briefing_head(anchored)) else { continue };
        for tag in &head.tags {
            if let Some(slug) = Slug::from_text(tag) {
                let (_, briefings) = tags.entry(slug).or_insert_with(|| (tag, BTreeSet::new()));
                briefings.insert(briefing);
            } else {
                let message = format!("no address can be made from the tag `{}`", tag.value);
                problems.push(Diagnostic::new(Code::BadId, tag.span, message).help("use a tag with a letter or digit"));
            }
        }
    }
    let mut list: Vec<_> = tags.into_iter().collect();
    list.sort_by_cached_key(|(slug, (name, _))| (name.to_lowercase(), slug.clone()));
    for (at, (slug, (name, briefings))) in list.into_iter().enumerate() {
        for briefing in &briefings {
            graph.briefings[briefing.index()].tags.push(Handle::new(at));
        }
        let briefings = briefings.into_iter().collect();
        graph.tags.push(Tag { slug, name: name.value.clone(), span: name.span, briefings });
    }
}

fn pages(graph: &mut Graph, declared: &Declared) {
    for anchored in &declared.articles {
        match &anchored.article.head {
            Head::Page(head) => {
                graph.pages.push(Page { slug: head.slug.value.clone(), source: Arc::clone(anchored) });
            }
            Head::Home(head) => {
                graph.home = Some(Page { slug: head.slug.value.clone(), source: Arc::clone(anchored) });
            }
            Head::Briefing(_) | Head::Entity | Head::List => {}
        }
    }
}

fn names(graph: &Graph) -> Vec<(String, Handle<Actor>)> {
    let named = graph.actors.iter().enumerate().filter(|(_, actor)| actor.confidential.is_none());
    let names: BTreeSet<_> = named
        .flat_map(|(at, actor)| {
            let written = &actor.source;
            let names = std::iter::once(&written.name).chain(&written.aliases);
            names.map(move |name| (name.value.clone(), Handle::new(at)))
        })
        .collect();
    names.into_iter().collect()
}
