//! What the pages of the compared site show. Addresses begin at the root of the site: `/claims/claim-1-0/`.

use std::collections::BTreeMap;

use postil::compile::Analysis;
use postil::model::{ClaimRelation, Date, Status, Word};
use postil::parse::Head;
use postil::plan::Plan;
use postil::project::Project;
use postil::resolve::graph::{self, EntryKind, Graph, Handle, Node};
use serde::Serialize;

/// All pages, each list in the order in which the site shows it.
pub(crate) struct Pages {
    pub(crate) briefings: Vec<Briefing>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) actors: Vec<Actor>,
    pub(crate) events: Vec<Event>,
    /// Entries of a page of a list.
    pub(crate) paginate: usize,
}

/// Something that a link leads to.
#[derive(Clone, Serialize)]
pub(crate) struct Link {
    pub(crate) url: String,
    pub(crate) title: String,
}

#[derive(Clone, Serialize)]
pub(crate) struct Day {
    /// ISO 8601: `2025-03-14`.
    pub(crate) iso: String,
    /// `14 March 2025`.
    words: String,
}

#[derive(Clone, Serialize)]
pub(crate) struct Dated {
    url: String,
    title: String,
    day: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct Briefing {
    /// `briefings/2025/harbour-fee`
    #[serde(skip)]
    pub(crate) path: String,
    #[serde(skip)]
    pub(crate) title: String,
    pub(crate) day: Day,
    pub(crate) summary: String,
    tally: Vec<Tally>,
    actors: Vec<Link>,
    events: Vec<Dated>,
    sources: Vec<String>,
    notes: Vec<Note>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Link>,
    /// Markdown, with the marks of the notes and the links to actors.
    #[serde(skip)]
    pub(crate) body: String,
}

/// How many claims of a briefing have a status.
#[derive(Serialize)]
pub(crate) struct Tally {
    count: usize,
    status: &'static str,
    standing: &'static str,
}

/// The card of a claim beside the prose.
#[derive(Serialize)]
pub(crate) struct Note {
    anchor: String,
    number: u32,
    row: Row,
    bears: Vec<Bearing>,
}

/// What stands in a relation to a claim.
#[derive(Serialize)]
pub(crate) struct Bearing {
    label: &'static str,
    claims: Vec<Brief>,
}

/// A claim as others name it.
#[derive(Serialize)]
pub(crate) struct Brief {
    url: String,
    text: String,
    status: &'static str,
    standing: &'static str,
}

/// A claim with what was said.
#[derive(Clone, Serialize)]
pub(crate) struct Row {
    url: String,
    text: String,
    status: &'static str,
    standing: &'static str,
    kind: &'static str,
    by: Link,
    stance: &'static str,
    quote: String,
    context: String,
    day: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct Claim {
    pub(crate) id: String,
    #[serde(skip)]
    pub(crate) text: String,
    row: Row,
    briefing: Link,
    bears: Vec<Bearing>,
    history: Vec<Entry>,
}

/// An entry of a claim's history: one of the two.
#[derive(Serialize)]
pub(crate) struct Entry {
    day: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<Said>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Change>,
}

#[derive(Serialize)]
pub(crate) struct Said {
    by: Link,
    stance: &'static str,
    context: String,
}

#[derive(Serialize)]
pub(crate) struct Change {
    status: &'static str,
    standing: &'static str,
    briefing: Link,
}

#[derive(Serialize)]
pub(crate) struct Actor {
    pub(crate) id: String,
    #[serde(skip)]
    pub(crate) name: String,
    kind: String,
    statements: Vec<Row>,
    briefings: Vec<Dated>,
    events: Vec<Dated>,
}

#[derive(Serialize)]
pub(crate) struct Event {
    pub(crate) id: String,
    #[serde(skip)]
    pub(crate) title: String,
    pub(crate) day: Day,
    place: String,
    actors: Vec<Participant>,
    statements: Vec<Row>,
    briefings: Vec<Dated>,
}

#[derive(Serialize)]
pub(crate) struct Participant {
    actor: Link,
    role: String,
}

impl Pages {
    pub(crate) fn new(analysis: &Analysis, project: &Project) -> Self {
        let site = Site { graph: &analysis.graph, plan: &analysis.plan, limit: analysis.settings.paginate };
        Self {
            briefings: handles(&site.graph.briefings).map(|it| site.briefing(it, project)).collect(),
            claims: handles(&site.graph.claims).map(|it| site.claim_page(it)).collect(),
            actors: handles(&site.graph.actors).map(|it| site.actor_page(it)).collect(),
            events: handles(&site.graph.events).map(|it| site.event_page(it)).collect(),
            paginate: analysis.settings.paginate,
        }
    }

    /// The newest briefings, for the home page.
    pub(crate) fn latest(&self) -> Vec<Dated> {
        self.briefings.iter().take(LATEST).map(Briefing::dated).collect()
    }
}

impl Briefing {
    pub(crate) fn dated(&self) -> Dated {
        Dated {
            url: format!("/{}/", self.path),
            title: self.title.clone(),
            day: self.day.clone(),
            summary: Some(self.summary.clone()),
        }
    }
}

struct Site<'a> {
    graph: &'a Graph,
    plan: &'a Plan,
    /// How many briefings or events an actor's page shows.
    limit: usize,
}

impl Site<'_> {
    fn briefing(&self, handle: Handle<graph::Briefing>, project: &Project) -> Briefing {
        let briefing = &self.graph[handle];
        let dated = self.dated_briefing(handle);
        Briefing {
            path: dated.url.trim_matches('/').to_owned(),
            title: dated.title,
            day: dated.day,
            summary: dated.summary.unwrap_or_default(),
            tally: self.tally(briefing),
            before: (handle.index() + 1 < self.graph.briefings.len())
                .then(|| self.link(Handle::new(handle.index() + 1))),
            after: handle.index().checked_sub(1).map(|it| self.link(Handle::new(it))),
            actors: briefing.actors.iter().map(|it| self.actor(*it)).collect(),
            events: briefing.events.iter().map(|it| self.dated_event(*it)).collect(),
            sources: briefing.sources.iter().map(|it| self.source(*it)).collect(),
            notes: briefing.statements.iter().map(|it| self.note(*it)).collect(),
            body: self.body(briefing, project),
        }
    }

    fn note(&self, handle: Handle<graph::Statement>) -> Note {
        let statement = &self.graph[handle];
        Note {
            anchor: statement.anchor_id.clone(),
            number: statement.number,
            row: self.row(handle),
            bears: self.bears(statement.claim),
        }
    }

    fn claim_page(&self, handle: Handle<graph::Claim>) -> Claim {
        let claim = &self.graph[handle];
        Claim {
            id: claim.source.id.slug.to_string(),
            text: claim.source.text.value.clone(),
            row: self.row(claim.statements[0]),
            briefing: self.link(claim.declared_in.unwrap()),
            bears: self.bears(handle),
            history: claim.history.iter().map(|it| self.entry(it)).collect(),
        }
    }

    fn entry(&self, entry: &graph::Entry) -> Entry {
        let (mut said, mut change) = (None, None);
        match entry.what {
            EntryKind::Statement(handle) => {
                let Row { by, stance, context, .. } = self.row(handle);
                said = Some(Said { by, stance, context });
            }
            EntryKind::Change(handle) => {
                let to = self.graph[handle].to;
                let briefing = self.link(entry.briefing.unwrap());
                change = Some(Change { status: to.as_str(), standing: to.standing().as_str(), briefing });
            }
        }
        Entry { day: day(&entry.date), said, change }
    }

    fn tally(&self, briefing: &graph::Briefing) -> Vec<Tally> {
        let mut counts = BTreeMap::new();
        for (claim, _) in &briefing.claims {
            *counts.entry(self.graph[*claim].status).or_insert(0) += 1;
        }
        let count = |(status, count): (Status, usize)| Tally {
            count,
            status: status.as_str(),
            standing: status.standing().as_str(),
        };
        counts.into_iter().map(count).collect()
    }

    fn actor_page(&self, handle: Handle<graph::Actor>) -> Actor {
        let actor = &self.graph[handle];
        Actor {
            id: actor.source.id.slug.to_string(),
            name: actor.source.name.value.clone(),
            kind: actor.kind.map_or("", postil::model::ActorKind::label).to_owned(),
            statements: actor.statements.iter().rev().map(|it| self.row(*it)).collect(),
            // Postil shows the newest of long lists.
            briefings: actor.briefings.iter().take(self.limit).map(|it| self.dated_briefing(*it)).collect(),
            events: actor.events.iter().rev().take(self.limit).map(|(it, _)| self.dated_event(*it)).collect(),
        }
    }

    fn event_page(&self, handle: Handle<graph::Event>) -> Event {
        let event = &self.graph[handle];
        let role = |it: &postil::model::EventRole| it.as_str().to_owned();
        Event {
            id: event.source.id.slug.to_string(),
            title: event.source.title.value.clone(),
            day: day(&event.source.date.value),
            place: event.source.place.as_ref().map(|it| it.name.value.clone()).unwrap_or_default(),
            actors: (event.actors.iter())
                .map(|(it, part)| Participant {
                    actor: self.actor(*it),
                    role: part.as_ref().map(role).unwrap_or_default(),
                })
                .collect(),
            statements: event.statements.iter().map(|it| self.row(*it)).collect(),
            briefings: event.briefings.iter().map(|it| self.dated_briefing(*it)).collect(),
        }
    }

    fn row(&self, handle: Handle<graph::Statement>) -> Row {
        let statement = &self.graph[handle];
        let claim = &self.graph[statement.claim];
        let context = format!("{}#{}", self.briefing_url(statement.briefing.unwrap()), statement.anchor_id);
        Row {
            url: self.url(&Node::Claim(statement.claim)),
            text: claim.source.text.value.clone(),
            status: claim.status.as_str(),
            standing: claim.status.standing().as_str(),
            kind: claim.kind.as_str(),
            by: self.actor(statement.by[0]),
            stance: statement.stance.as_str(),
            quote: quote(statement).to_owned(),
            context,
            day: day(&statement.date),
            event: statement.event.map(|it| self.event(it)),
            source: statement.taken_from.map(|it| self.source(it)),
        }
    }

    fn bears(&self, handle: Handle<graph::Claim>) -> Vec<Bearing> {
        let claim = &self.graph[handle];
        let mut bears = Vec::new();
        for relation in ClaimRelation::ALL {
            for (label, list) in [(relation.inverse(), &claim.inverse), (relation.label(), &claim.relations)] {
                let claims: Vec<_> =
                    list.iter().filter(|(it, _)| it == relation).map(|(_, other)| self.brief(*other)).collect();
                if !claims.is_empty() {
                    bears.push(Bearing { label, claims });
                }
            }
        }
        bears
    }

    fn brief(&self, handle: Handle<graph::Claim>) -> Brief {
        let row = self.row(self.graph[handle].statements[0]);
        Brief { url: row.url, text: row.text, status: row.status, standing: row.standing }
    }

    /// The prose as Markdown, its quotations marked and the first mention of each actor linked, as on the pages of Postil.
    fn body(&self, briefing: &graph::Briefing, project: &Project) -> String {
        let text = project.texts.at(&briefing.source.article.path).unwrap().text();
        let mut body = text.split_once("\n---\n").unwrap().1.to_owned();
        for handle in &briefing.actors {
            let Link { url, title } = self.actor(*handle);
            body = body.replacen(&title, &format!("[{title}]({url})"), 1);
        }
        for handle in &briefing.statements {
            let statement = &self.graph[*handle];
            let (id, number, words) = (&statement.anchor_id, statement.number, quote(statement));
            let claim = &self.graph[statement.claim];
            let (status, standing) = (claim.status.as_str(), claim.status.standing().as_str());
            let marked = format!(
                "<mark id=\"{id}\" class=\"anchor\" data-standing=\"{standing}\" data-note=\"{number}\">{words}</mark><a class=\"ref\" href=\"#note_{id}\" data-note=\"{number}\" data-standing=\"{standing}\" aria-label=\"Note {number}, {status}\"></a>"
            );
            assert!(body.contains(words), "`{words}` does not stand in the text as it is written");
            body = body.replacen(words, &marked, 1);
        }
        body
    }

    fn dated_briefing(&self, handle: Handle<graph::Briefing>) -> Dated {
        let Head::Briefing(head) = &self.graph[handle].source.article.head else { unreachable!("a briefing") };
        Dated {
            url: self.briefing_url(handle),
            title: head.title.value.clone(),
            day: day(&self.graph[handle].date),
            summary: head.summary.as_ref().map(|it| it.value.clone()),
        }
    }

    fn dated_event(&self, handle: Handle<graph::Event>) -> Dated {
        let Link { url, title } = self.event(handle);
        Dated { url, title, day: day(&self.graph[handle].source.date.value), summary: None }
    }

    fn event(&self, handle: Handle<graph::Event>) -> Link {
        Link { url: self.url(&Node::Event(handle)), title: self.graph[handle].source.title.value.clone() }
    }

    fn actor(&self, handle: Handle<graph::Actor>) -> Link {
        Link { url: self.url(&Node::Actor(handle)), title: self.graph[handle].source.name.value.clone() }
    }

    fn source(&self, handle: Handle<graph::Source>) -> String {
        self.graph[handle].source.title.value.clone()
    }

    fn link(&self, handle: Handle<graph::Briefing>) -> Link {
        let Dated { url, title, .. } = self.dated_briefing(handle);
        Link { url, title }
    }

    fn briefing_url(&self, handle: Handle<graph::Briefing>) -> String {
        self.url(&Node::Briefing(handle))
    }

    fn url(&self, node: &Node) -> String {
        format!("/{}", self.plan.address(node).unwrap().as_str())
    }
}

fn quote(statement: &graph::Statement) -> &str {
    &statement.source.article.statements[statement.index].quote.as_ref().unwrap().exact.value
}

fn day(date: &Date) -> Day {
    Day { iso: date.first_day().unwrap().to_string(), words: date.words() }
}

fn handles<T>(list: &[T]) -> impl Iterator<Item = Handle<T>> + use<T> {
    (0..list.len()).map(Handle::new)
}

/// How many briefings the home page shows.
const LATEST: usize = 20;
