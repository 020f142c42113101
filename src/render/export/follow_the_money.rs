//! Entities of FollowTheMoney 4 (followthemoney.tech), one a line: who and what there is, and how they are connected.
//!
//! What is confidential is left out: an entity without a name is none. What the model has no word for (claims, stances, confidence) is
//! told in notes on those who speak.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};

use super::describe::{id, text};
use super::feed::full;
use super::{authors, handles};
use crate::model::{ActorKind, ActorRelation, Date, EventRole, SourceKind};
use crate::parse::{Body, Head};
use crate::plan::Address;
use crate::render::card::place;
use crate::render::view::Site;
use crate::render::view::claim::credibility;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Briefing, Event, Node, Relation, Role, Source, Statement};

/// The entities, each after those that it names where that is possible.
pub(super) fn text_of(site: &Site<'_>) -> String {
    let graph = site.graph;
    let mut stream = Stream { site, seen: BTreeSet::new(), text: String::new() };
    let actors = handles(&graph.actors).filter(|it: &Handle<Actor>| graph[*it].confidential.is_none());
    let actors: Vec<_> = actors.collect();
    for handle in &actors {
        stream.actor(*handle);
    }
    for handle in actors {
        let actor = &graph[handle];
        for role in &actor.roles {
            stream.office(handle, role);
        }
        for relation in actor.relations.iter().filter(|it| !it.inverse) {
            stream.relation(handle, relation);
        }
    }
    handles(&graph.sources)
        .filter(|it: &Handle<Source>| graph[*it].confidential.is_none())
        .for_each(|it| stream.source(it));
    handles(&graph.events).for_each(|it| stream.event(it));
    handles(&graph.briefings).for_each(|it| stream.briefing(it));
    handles(&graph.statements).for_each(|it| stream.statement(it));
    stream.text
}

/// The entities while they are written.
struct Stream<'a> {
    site: &'a Site<'a>,
    /// The keys of what is written, where it can be met again.
    seen: BTreeSet<String>,
    text: String,
}

impl Stream<'_> {
    fn actor(&mut self, handle: Handle<Actor>) {
        let written = &self.site.graph[handle].source;
        let links = written.links.iter().map(|it| it.url.value.clone()).filter(|it| it.starts_with("http"));
        let reliability =
            written.reliability.as_ref().map(|it| format!("reliability {}: {}", it.value, it.value.meaning()));
        let entity = Entity::new(self.key(&Node::Actor(handle)), schema(self.site, handle))
            .with("name", Some(written.name.value.clone()))
            .with_all("alias", written.aliases.iter().map(|it| it.value.clone()))
            .with("country", written.country.as_ref().and_then(|it| country(&it.value)))
            .with("wikidataId", text(written.wikidata.as_ref()).map(str::to_owned))
            .with("summary", text(written.summary.as_ref()).map(str::to_owned))
            .with_all("website", links)
            .with("notes", reliability)
            .with("sourceUrl", self.page(&Node::Actor(handle)));
        self.write(entity);
    }

    /// An office: held by a person, a position; of anybody else, a membership.
    fn office(&mut self, holder: Handle<Actor>, role: &Role) {
        let graph = self.site.graph;
        let org = role.org.filter(|it| graph[*it].confidential.is_none());
        let (from, to) = (role.from.as_ref().and_then(first), role.to.as_ref().and_then(first));
        let place = org.map(|it| graph[it].source.name.value.clone());
        let name = place.as_ref().map_or_else(|| role.title.clone(), |org| format!("{}, {org}", role.title));
        if schema(self.site, holder) != "Person" {
            let Some(org) = org else { return };
            let link = self.link(("Membership", "member", "organization"), holder, org, &role.title, (from, to));
            return self.write(link);
        }
        let post = key(self.site, &["position", &name]);
        if self.seen.insert(post.clone()) {
            let of = org.filter(|it| is_organization(schema(self.site, *it)));
            let organization = of.map(|it| self.key(&Node::Actor(it)));
            let position = Entity::new(post.clone(), "Position").with("name", Some(name));
            self.write(position.with("organization", organization));
        }
        let parts = [from.as_deref(), to.as_deref()].map(Option::unwrap_or_default);
        let holder = self.key(&Node::Actor(holder));
        let occupancy = Entity::new(key(self.site, &["occupancy", &holder, &post, parts[0], parts[1]]), "Occupancy")
            .with("holder", Some(holder))
            .with("post", Some(post))
            .with("startDate", from)
            .with("endDate", to);
        self.write(occupancy);
    }

    fn relation(&mut self, one: Handle<Actor>, relation: &Relation) {
        let graph = self.site.graph;
        let other = relation.other;
        if graph[other].confidential.is_some() {
            return;
        }
        let (schema_of_one, schema_of_other) = (schema(self.site, one), schema(self.site, other));
        let are_persons = schema_of_one == "Person" && schema_of_other == "Person";
        let known = match relation.kind {
            ActorRelation::Membership if is_organization(schema_of_other) => ("Membership", "member", "organization"),
            ActorRelation::Position if schema_of_one == "Person" && is_organization(schema_of_other) => {
                ("Employment", "employee", "employer")
            }
            ActorRelation::Represents => ("Representation", "agent", "client"),
            ActorRelation::Family if are_persons => ("Family", "person", "relative"),
            ActorRelation::Professional if are_persons => ("Associate", "person", "associate"),
            ActorRelation::Membership
            | ActorRelation::Position
            | ActorRelation::Family
            | ActorRelation::Professional
            | ActorRelation::Hierarchy
            | ActorRelation::Ownership
            | ActorRelation::AlliedWith
            | ActorRelation::OpposedTo
            | ActorRelation::Other => ("UnknownLink", "subject", "object"),
        };
        let days = (relation.from.as_ref().and_then(first), relation.to.as_ref().and_then(first));
        let source = relation.source.filter(|it| graph[*it].confidential.is_none());
        let link = self
            .link(known, one, other, relation.kind.label(), days)
            .with("summary", relation.note.clone())
            .with("proof", source.map(|it| self.key(&Node::Source(it))));
        self.write(link);
    }

    /// A link between two actors: its schema with the properties of its ends, what it is called, and its first and last day.
    fn link(
        &self,
        (schema, from, to): (&'static str, &'static str, &'static str),
        one: Handle<Actor>,
        other: Handle<Actor>,
        label: &str,
        (since, until): (Option<String>, Option<String>),
    ) -> Entity {
        let (one, other) = (self.key(&Node::Actor(one)), self.key(&Node::Actor(other)));
        let days = [&since, &until].map(|it| it.as_deref().unwrap_or_default());
        let word = if matches!(schema, "Family" | "Associate") { "relationship" } else { "role" };
        Entity::new(key(self.site, &[schema, &one, &other, label, days[0], days[1]]), schema)
            .with(from, Some(one))
            .with(to, Some(other))
            .with(word, Some(label.to_owned()))
            .with("startDate", since)
            .with("endDate", until)
    }

    fn source(&mut self, handle: Handle<Source>) {
        let written = &self.site.graph[handle].source;
        let node = Node::Source(handle);
        let schema = match written.kind.as_ref().map(|it| it.value) {
            Some(
                SourceKind::Article
                | SourceKind::ArticleJournal
                | SourceKind::ArticleMagazine
                | SourceKind::ArticleNewspaper
                | SourceKind::Broadcast
                | SourceKind::Interview
                | SourceKind::Post
                | SourceKind::PostWeblog,
            ) => "Article",
            _ => "Document",
        };
        let url = text(written.url.as_ref()).map(str::to_owned);
        let reliability =
            written.reliability.as_ref().map(|it| format!("reliability {}: {}", it.value, it.value.meaning()));
        let entity = Entity::new(self.key(&node), schema)
            .with("title", Some(written.title.value.clone()))
            .with("fileName", Some(written.id.slug.to_string()))
            .with_all("author", written.author.iter().map(|it| it.value.clone()))
            .with("publisher", text(written.publisher.as_ref()).map(str::to_owned))
            .with("publishedAt", written.date.as_ref().and_then(|it| first(&it.value)))
            .with("retrievedAt", written.accessed.as_ref().and_then(|it| first(&it.value)))
            .with("sourceUrl", url.or_else(|| self.page(&node)))
            .with("summary", text(written.summary.as_ref()).map(str::to_owned))
            .with("notes", reliability);
        self.write(entity);
    }

    fn event(&mut self, handle: Handle<Event>) {
        let graph = self.site.graph;
        let event = &graph[handle];
        let written = &event.source;
        let date = written.date.value;
        let open = event.actors.iter().filter(|(it, _)| graph[*it].confidential.is_none());
        let hosts = open.clone().filter(|(_, role)| *role == Some(EventRole::Host));
        let sources = event.sources.iter().filter(|it| graph[**it].confidential.is_none());
        let span = matches!(date, Date::Interval(..));
        let entity = Entity::new(self.key(&Node::Event(handle)), "Event")
            .with("name", Some(written.title.value.clone()))
            .with("date", first(&date).filter(|_| !span))
            .with("startDate", first(&date).filter(|_| span))
            .with("endDate", last(&date).filter(|_| span))
            .with("location", written.place.as_ref().map(place))
            .with(
                "country",
                written.place.as_ref().and_then(|it| it.country.as_ref()).and_then(|it| country(&it.value)),
            )
            .with("summary", text(written.summary.as_ref()).map(str::to_owned))
            .with_all("organizer", hosts.map(|(it, _)| self.key(&Node::Actor(*it))))
            .with_all("involved", open.map(|(it, _)| self.key(&Node::Actor(*it))))
            .with_all("proof", sources.map(|it| self.key(&Node::Source(*it))))
            .with_all(
                "keywords",
                [event.status.to_string()].into_iter().chain(written.kind.as_ref().map(|it| it.value.clone())),
            )
            .with("sourceUrl", self.page(&Node::Event(handle)));
        self.write(entity);
    }

    /// A briefing, and a mention of each actor in it.
    fn briefing(&mut self, handle: Handle<Briefing>) {
        let graph = self.site.graph;
        let briefing = &graph[handle];
        let node = Node::Briefing(handle);
        let own = self.key(&node);
        let head = match &briefing.source.article.head {
            Head::Briefing(head) => Some(head),
            Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
        };
        let body = self.site.written(&briefing.source).body.map(Body::text).filter(|it| !it.trim().is_empty());
        let publisher = self.site.settings.author.as_ref().unwrap_or(&self.site.settings.title);
        let entity = Entity::new(own.clone(), "Article")
            .with("title", Some(self.site.title_of(&node).to_owned()))
            .with("fileName", id(graph, &node).map(Into::into))
            .with_all("author", authors(briefing))
            .with("publisher", Some(publisher.clone()))
            .with("publishedAt", first(&briefing.date))
            .with("modifiedAt", head.and_then(|it| it.updated.as_ref()).and_then(|it| first(&it.value)))
            .with("summary", head.and_then(|it| text(it.summary.as_ref())).map(str::to_owned))
            .with("bodyText", body.map(str::to_owned))
            .with_all("keywords", briefing.tags.iter().map(|it| graph[*it].name.clone()))
            .with("sourceUrl", self.page(&node));
        self.write(entity);
        for actor in briefing.actors.iter().filter(|it| graph[**it].confidential.is_none()) {
            let resolved = self.key(&Node::Actor(*actor));
            let mention = Entity::new(key(self.site, &["mention", &own, &resolved]), "Mention")
                .with("document", Some(own.clone()))
                .with("name", Some(graph[*actor].source.name.value.clone()))
                .with("detectedSchema", Some(schema(self.site, *actor).to_owned()))
                .with("resolved", Some(resolved));
            self.write(mention);
        }
    }

    /// A statement, as a note on those who make it.
    fn statement(&mut self, handle: Handle<Statement>) {
        let graph = self.site.graph;
        let statement = &graph[handle];
        let claim = &graph[statement.claim];
        let written = &claim.source;
        let speakers: Vec<_> = statement.by.iter().filter(|it| graph[**it].confidential.is_none()).collect();
        if speakers.is_empty() {
            return;
        }
        let likelihood = written.likelihood.as_ref().map(|it| {
            let (from, to) = it.value.band();
            format!("likelihood: {} ({from}–{to} %)", it.value)
        });
        let marks = [
            Some(format!("stance: {}", statement.stance)),
            Some(format!("status: {}", claim.status)),
            Some(format!("kind: {}", claim.kind)),
            written.credibility.as_ref().map(|it| format!("credibility: {} ({})", it.value, credibility(it.value))),
            written.confidence.as_ref().map(|it| format!("confidence: {}", it.value)),
            likelihood,
        ];
        let source = statement.taken_from.filter(|it| graph[*it].confidential.is_none());
        let proof = statement.briefing.map(Node::Briefing).into_iter().chain(source.map(Node::Source));
        let address = super::describe::statement_href(self.site, handle);
        let page = self.site.settings.base_url.as_ref().map(|base| format!("{base}{address}"));
        let entity = Entity::new(key(self.site, &["statement", &address]), "Note")
            .with("name", Some(written.text.value.clone()))
            .with("description", self.site.cards.quoted(statement).map(|(words, _)| words))
            .with_all("entity", speakers.into_iter().map(|it| self.key(&Node::Actor(*it))))
            .with_all("proof", proof.map(|it| self.key(&it)))
            .with("createdAt", first(&statement.date))
            .with_all("keywords", marks.into_iter().flatten())
            .with("sourceUrl", page);
        self.write(entity);
    }

    fn write(&mut self, entity: Entity) {
        let Entity { id, schema, properties } = entity;
        let entity = json!({ "id": id, "schema": schema, "properties": properties });
        self.text.push_str(&entity.to_string());
        self.text.push('\n');
    }

    fn key(&self, node: &Node) -> String {
        let kind = self.site.link(node).kind;
        key(self.site, &[kind, &id(self.site.graph, node).unwrap_or_default()])
    }

    /// The full address of a page; none for a site that has none.
    fn page(&self, node: &Node) -> Option<String> {
        self.site.settings.base_url.as_ref()?;
        self.site.plan.address(node).map(|it| full(self.site, &Address::href(it)))
    }
}

/// An entity.
struct Entity {
    id: String,
    schema: &'static str,
    properties: Map<String, Value>,
}

impl Entity {
    fn new(id: String, schema: &'static str) -> Self {
        Self { id, schema, properties: Map::new() }
    }

    fn with(self, property: &str, value: Option<String>) -> Self {
        self.with_all(property, value)
    }

    fn with_all(mut self, property: &str, values: impl IntoIterator<Item = String>) -> Self {
        let values: Vec<Value> = values.into_iter().filter(|it| !it.trim().is_empty()).map(Value::from).collect();
        if !values.is_empty() {
            self.properties.insert(property.to_owned(), values.into());
        }
        self
    }
}

/// The schema of an actor.
fn schema(site: &Site<'_>, actor: Handle<Actor>) -> &'static str {
    match site.graph[actor].kind {
        Some(ActorKind::Person) => "Person",
        Some(ActorKind::Organization | ActorKind::Igo | ActorKind::Group | ActorKind::Media) => "Organization",
        Some(ActorKind::PublicBody | ActorKind::State) => "PublicBody",
        Some(ActorKind::Unnamed) | None => "LegalEntity",
    }
}

fn is_organization(schema: &str) -> bool {
    matches!(schema, "Organization" | "PublicBody")
}

/// A country of the model: one of ISO 3166-1, in lower case, but for the codes that the standard leaves to its users, of which the
/// model knows Kosovo's.
fn country(code: &str) -> Option<String> {
    let is_free = match code.as_bytes() {
        [b'X', b'K'] => false,
        [b'A', b'A'] | [b'Q', b'M'..=b'Z'] | [b'X', _] | [b'Z', b'Z'] => true,
        _ => false,
    };
    (!is_free).then(|| code.to_lowercase())
}

/// An id of FollowTheMoney, which may hold no letters beyond ASCII: the SHA-1 of where the site stands and what it is.
fn key(site: &Site<'_>, parts: &[&str]) -> String {
    let base = site.settings.base_url.as_deref().unwrap_or_default();
    let mut hash = Sha1::new();
    for part in [base].iter().chain(parts) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A date as the model writes it: as precise as it is known, without qualifier. Of an interval, its beginning.
fn first(date: &Date) -> Option<String> {
    match date {
        Date::Moment(moment) => Some(moment.html_datetime()),
        Date::Interval(from, _) => from.map(|it| it.html_datetime()),
    }
}

/// The end of an interval.
fn last(date: &Date) -> Option<String> {
    match date {
        Date::Moment(_) => None,
        Date::Interval(_, to) => to.map(|it| it.html_datetime()),
    }
}
