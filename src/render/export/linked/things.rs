//! The things of a site in the words of schema.org. What is confidential is its `display` and has no address.

use super::{Thing, Value};
use crate::model::declaration::Text;
use crate::model::{ActorKind, ActorRelation, ClaimRelation, Date, EventRole, EventStatus, SourceKind};
use crate::parse::Head;
use crate::plan::Address;
use crate::render::export::authors;
use crate::render::export::describe::text;
use crate::render::view::Site;
use crate::render::view::claim::credibility;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Briefing, Claim, Event, Node, Role, Source};

/// The site itself.
pub(super) fn site(site: &Site<'_>) -> Thing {
    let settings = site.settings;
    Thing::new("WebSite")
        .at(Some(String::new()))
        .with("name", Value::from(&*settings.title))
        .with("url", Value::Page(String::new()))
        .with("description", settings.description.as_deref().map(Value::from))
        .with("inLanguage", Value::from(&*settings.language))
        .with("publisher", publisher(site))
}

/// A briefing, without what is said in it.
pub(super) fn briefing(site: &Site<'_>, handle: Handle<Briefing>) -> Thing {
    let graph = site.graph;
    let briefing = &graph[handle];
    let node = Node::Briefing(handle);
    let head = match &briefing.source.article.head {
        Head::Briefing(head) => Some(head),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
    };
    let authors: Vec<Value> = authors(briefing).into_iter().map(|name| named(&name)).collect();
    let authors = if authors.is_empty() { vec![Value::Thing(publisher(site))] } else { authors };
    let language = head.and_then(|it| it.lang.as_ref()).map_or(&site.settings.language, |it| &it.value);
    thing(site, "AnalysisNewsArticle", &node)
        .with("headline", head.map(|it| Value::Words(it.title.value.clone(), language.clone())))
        .with("description", head.and_then(|it| words(it.summary.as_ref(), language)))
        .with("datePublished", Value::Date(briefing.date))
        .with("dateModified", head.and_then(|it| it.updated.as_ref()).map(|it| Value::Date(it.value)))
        .with("inLanguage", Value::from(&**language))
        .with_all("author", authors)
        .with("publisher", publisher(site))
        .with("isPartOf", short_site(site))
        .with_all("keywords", briefing.tags.iter().map(|it| Value::from(&*graph[*it].name)))
        .with_all("about", briefing.events.iter().map(|it| reference(site, &Node::Event(*it))))
        .with_all("mentions", briefing.actors.iter().map(|it| reference(site, &Node::Actor(*it))))
        .with_all("mentions", briefing.claims.iter().map(|(it, _)| reference(site, &Node::Claim(*it))))
        .with_all("citation", briefing.sources.iter().map(|it| reference(site, &Node::Source(*it))))
}

/// A claim, without its statements.
pub(super) fn claim(site: &Site<'_>, handle: Handle<Claim>) -> Thing {
    let graph = site.graph;
    let claim = &graph[handle];
    let mut briefings: Vec<_> = claim.statements.iter().filter_map(|it| graph[*it].briefing).collect();
    let first = briefings.first().map(|it| reference(site, &Node::Briefing(*it)));
    briefings.sort_unstable();
    briefings.dedup();
    let statements = claim.statements.iter().map(|it| &graph[*it]);
    let mut authors: Vec<_> = statements.filter(|it| it.stance.is_for()).flat_map(|it| it.by.iter().copied()).collect();
    authors.sort_unstable();
    authors.dedup();
    let derived = claim.relations.iter().filter(|(kind, _)| *kind == ClaimRelation::DerivedFrom).map(|(_, it)| it);
    thing(site, "Claim", &Node::Claim(handle))
        .with("text", Value::from(&*claim.source.text.value))
        .with("creativeWorkStatus", Value::Text(claim.status.to_string()))
        .with("genre", Value::Text(claim.kind.to_string()))
        .with("dateCreated", claim.statements.first().map(|it| Value::Date(graph[*it].date)))
        .with_all("author", authors.into_iter().take(MANY).map(|it| reference(site, &Node::Actor(it))))
        .with("firstAppearance", first.map(Value::Thing))
        .with_all("appearance", briefings.into_iter().take(MANY).map(|it| reference(site, &Node::Briefing(it))))
        .with_all("isBasedOn", derived.map(|it| reference(site, &Node::Claim(*it))))
}

/// The author's rating of a claim, if it has one: how credible it is on the Admiralty scale, 1 to 5. That this cannot be judged (6)
/// is no rating.
///
/// Whoever reads a `ClaimReview` takes a higher value to be better, so that the scale is turned around.
pub(super) fn review(site: &Site<'_>, handle: Handle<Claim>) -> Option<Thing> {
    let claim = &site.graph[handle];
    let grade = claim.source.credibility.as_ref().map(|it| it.value).filter(|it| (1..=5).contains(it))?;
    let address = site.plan.address(&Node::Claim(handle))?.href();
    let rating = Thing::new("Rating")
        .with("ratingValue", Value::Whole(6 - usize::from(grade)))
        .with("bestRating", Value::Whole(5))
        .with("worstRating", Value::Whole(1))
        .with("alternateName", Value::from(credibility(grade)))
        .with("ratingExplanation", Value::Text(format!("{grade} on the Admiralty scale of 1 to 6")));
    let date = claim.declared_in.map(|it| Value::Date(site.graph[it].date));
    let review = Thing::new("ClaimReview")
        .at(Some(format!("{address}#review")))
        .with("url", Value::Page(address))
        .with("claimReviewed", Value::from(&*claim.source.text.value))
        .with("itemReviewed", reference(site, &Node::Claim(handle)))
        .with("author", publisher(site))
        .with("datePublished", date)
        .with("reviewRating", rating);
    Some(review)
}

/// An actor.
pub(super) fn actor(site: &Site<'_>, handle: Handle<Actor>) -> Thing {
    let actor = &site.graph[handle];
    let written = &actor.source;
    let wikidata = text(written.wikidata.as_ref()).map(|it| format!("https://www.wikidata.org/entity/{it}"));
    let links = written.links.iter().map(|it| it.url.value.clone()).filter(|it| !it.starts_with("mailto:"));
    let country =
        text(written.country.as_ref()).map(|it| Thing::new("PostalAddress").with("addressCountry", Value::from(it)));
    let image = actor.image.as_ref().and_then(|it| site.plan.assets.get(it));
    let relations = actor.relations.iter();
    let members = relations.filter(|it| it.kind == ActorRelation::Membership && !it.inverse);
    let thing = thing(site, "Thing", &Node::Actor(handle));
    Thing { types: types(actor.kind).to_vec(), ..thing }
        .with("name", Value::from(&*written.name.value))
        .with_all("alternateName", written.aliases.iter().map(|it| Value::from(&*it.value)))
        .with("description", text(written.summary.as_ref()).map(Value::from))
        .with("image", image.map(|it| Value::Page(it.href())))
        .with("address", country.map(Value::Thing))
        .with_all("sameAs", wikidata.into_iter().chain(links).map(Value::Address))
        .with_all("affiliation", actor.roles.iter().map(|it| office(site, it)))
        .with_all("memberOf", members.map(|it| reference(site, &Node::Actor(it.other))))
}

/// An office: in schema.org, a role that stands between the person and the organization.
fn office(site: &Site<'_>, role: &Role) -> Thing {
    Thing::new("OrganizationRole")
        .with("roleName", Value::from(&*role.title))
        .with("startDate", role.from.map(Value::Date))
        .with("endDate", role.to.map(Value::Date))
        .with("affiliation", role.org.map(|it| Value::Thing(reference(site, &Node::Actor(it)))))
}

/// An event.
pub(super) fn event(site: &Site<'_>, handle: Handle<Event>) -> Thing {
    let graph = site.graph;
    let event = &graph[handle];
    let written = &event.source;
    let (from, to) = ends(&written.date.value);
    let place = written.place.as_ref().map(|it| {
        let point = it.lat.zip(it.lon).map(|(lat, lon)| {
            let point = Thing::new("GeoCoordinates").with("latitude", Value::Number(lat));
            Value::Thing(point.with("longitude", Value::Number(lon)))
        });
        let country = text(it.country.as_ref())
            .map(|it| Value::Thing(Thing::new("PostalAddress").with("addressCountry", Value::from(it))));
        let place = Thing::new("Place").with("name", Value::from(&*it.name.value));
        Value::Thing(place.with("address", country).with("geo", point))
    });
    let actors = |wanted: fn(Option<EventRole>) -> bool| {
        let actors = event.actors.iter().filter(move |(_, role)| wanted(*role));
        actors.map(|(it, _)| reference(site, &Node::Actor(*it)))
    };
    thing(site, "Event", &Node::Event(handle))
        .with("name", Value::from(&*written.title.value))
        .with("startDate", from)
        .with("endDate", to)
        .with("eventStatus", status(event.status))
        .with("location", place)
        .with("description", text(written.summary.as_ref()).map(Value::from))
        .with_all("organizer", actors(|role| role == Some(EventRole::Host)))
        .with_all("performer", actors(|role| role == Some(EventRole::Speaker)))
        .with_all("attendee", actors(|role| !matches!(role, Some(EventRole::Host | EventRole::Speaker))))
        .with("superEvent", event.part_of.map(|it| Value::Thing(reference(site, &Node::Event(it)))))
        .with_all("subEvent", event.parts.iter().map(|it| reference(site, &Node::Event(*it))))
        .with_all("subjectOf", event.briefings.iter().take(MANY).map(|it| reference(site, &Node::Briefing(*it))))
}

/// A source that is not confidential.
pub(super) fn source(site: &Site<'_>, handle: Handle<Source>) -> Thing {
    let source = &site.graph[handle];
    let written = &source.source;
    let address = |text: Option<&Text>| text.map(|it| Value::Address(it.value.clone()));
    let publisher = text(written.publisher.as_ref());
    let publisher = publisher.map(|it| Value::Thing(Thing::new("Organization").with("name", Value::from(it))));
    thing(site, work(written.kind.as_ref().map(|it| it.value)), &Node::Source(handle))
        .with("name", Value::from(&*written.title.value))
        .with("description", text(written.summary.as_ref()).map(Value::from))
        .with_all("author", written.author.iter().map(|it| named(&it.value)))
        .with("publisher", publisher)
        .with("datePublished", written.date.map(|it| Value::Date(it.value)))
        .with("inLanguage", text(written.lang.as_ref()).map(Value::from))
        .with("sameAs", address(written.url.as_ref()))
        .with("archivedAt", address(written.archive_url.as_ref()))
        .with_all("isBasedOn", source.derived_from.iter().map(|it| reference(site, &Node::Source(*it))))
}

/// Something by its name, with its address unless it is confidential.
pub(super) fn reference(site: &Site<'_>, node: &Node) -> Thing {
    let link = site.link(node);
    let thing = match node {
        Node::Briefing(_) => Thing::new("AnalysisNewsArticle"),
        // The kind of what is confidential is not told.
        Node::Actor(it) => Thing::of(types(site.graph[*it].kind.filter(|_| link.href.is_some()))),
        Node::Claim(_) => Thing::new("Claim"),
        Node::Event(_) => Thing::new("Event"),
        Node::Source(it) => {
            let kind = site.graph[*it].source.kind.as_ref().map(|it| it.value);
            Thing::new(work(kind.filter(|_| link.href.is_some())))
        }
        Node::Page(_) | Node::Home | Node::Asset(_) => Thing::new("WebPage"),
    };
    let property = if matches!(node, Node::Briefing(_)) { "headline" } else { "name" };
    thing.at(link.href).with(property, Value::Text(link.title))
}

/// What has a page, with its address.
fn thing(site: &Site<'_>, kind: &'static str, node: &Node) -> Thing {
    let href = site.plan.address(node).map(Address::href);
    Thing::new(kind).at(href.clone()).with("url", href.map(Value::Page))
}

/// Who publishes the site.
fn publisher(site: &Site<'_>) -> Thing {
    let name = site.settings.author.as_ref().unwrap_or(&site.settings.title);
    Thing::new("Organization").with("name", Value::from(&**name))
}

fn short_site(site: &Site<'_>) -> Thing {
    Thing::new("WebSite").at(Some(String::new())).with("name", Value::from(&*site.settings.title))
}

/// Somebody who is printed. Whether that is a person is not known.
fn named(name: &str) -> Value {
    Value::Thing(Thing::of(&[]).with("name", Value::from(name)))
}

fn words(text: Option<&Text>, language: &str) -> Option<Value> {
    text.map(|it| Value::Words(it.value.clone(), language.to_owned()))
}

/// When something begins and when it ends, as far as that is known.
fn ends(date: &Date) -> (Option<Value>, Option<Value>) {
    let value = |moment| Value::Date(Date::Moment(moment));
    match date {
        Date::Moment(moment) => (Some(value(*moment)), None),
        Date::Interval(from, to) => (from.map(value), to.map(value)),
    }
}

/// The types of an actor. A state is a country and acts as an organization.
fn types(kind: Option<ActorKind>) -> &'static [&'static str] {
    match kind {
        Some(ActorKind::Person) => &["Person"],
        Some(ActorKind::Organization | ActorKind::Igo | ActorKind::Group) => &["Organization"],
        Some(ActorKind::PublicBody) => &["GovernmentOrganization"],
        Some(ActorKind::State) => &["Country", "GovernmentOrganization"],
        Some(ActorKind::Media) => &["NewsMediaOrganization"],
        Some(ActorKind::Unnamed) | None => &["Thing"],
    }
}

fn status(status: EventStatus) -> Option<Value> {
    let term = match status {
        EventStatus::Scheduled | EventStatus::Ongoing | EventStatus::Occurred => "EventScheduled",
        EventStatus::Postponed => "EventPostponed",
        EventStatus::Rescheduled => "EventRescheduled",
        EventStatus::Cancelled => "EventCancelled",
        EventStatus::Unconfirmed => return None,
    };
    Some(Value::Term(term))
}

/// The type of a source.
fn work(kind: Option<SourceKind>) -> &'static str {
    match kind {
        Some(
            SourceKind::Article
            | SourceKind::ArticleMagazine
            | SourceKind::Entry
            | SourceKind::EntryDictionary
            | SourceKind::EntryEncyclopedia,
        ) => "Article",
        Some(SourceKind::ArticleJournal | SourceKind::PaperConference) => "ScholarlyArticle",
        Some(SourceKind::ArticleNewspaper) => "NewsArticle",
        Some(SourceKind::Bill | SourceKind::Legislation | SourceKind::Regulation) => "Legislation",
        Some(SourceKind::Book) => "Book",
        Some(SourceKind::Chapter) => "Chapter",
        Some(SourceKind::Collection) => "Collection",
        Some(SourceKind::Dataset) => "Dataset",
        Some(SourceKind::Manuscript) => "Manuscript",
        Some(SourceKind::Map) => "Map",
        Some(SourceKind::MotionPicture) => "Movie",
        Some(SourceKind::Periodical) => "Periodical",
        Some(SourceKind::Post) => "SocialMediaPosting",
        Some(SourceKind::PostWeblog) => "BlogPosting",
        Some(SourceKind::Report) => "Report",
        Some(SourceKind::Thesis) => "Thesis",
        Some(SourceKind::Webpage) => "WebPage",
        Some(
            SourceKind::Broadcast
            | SourceKind::Classic
            | SourceKind::Document
            | SourceKind::Event
            | SourceKind::Figure
            | SourceKind::Graphic
            | SourceKind::Hearing
            | SourceKind::Interview
            | SourceKind::LegalCase
            | SourceKind::MusicalScore
            | SourceKind::Pamphlet
            | SourceKind::Patent
            | SourceKind::Performance
            | SourceKind::PersonalCommunication
            | SourceKind::Review
            | SourceKind::ReviewBook
            | SourceKind::Software
            | SourceKind::Song
            | SourceKind::Speech
            | SourceKind::Standard
            | SourceKind::Treaty,
        )
        | None => "CreativeWork",
    }
}

/// How many of something without end are named: a page of a claim is not a list of all that mention it.
const MANY: usize = 50;
