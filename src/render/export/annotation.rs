//! The Web Annotation Data Model (W3C): each statement as the annotation of its passages, each remark as a comment on them.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use super::describe::{self, record, statement_href};
use super::feed::full;
use super::shapes;
use super::{Each, authors, compact, handles};
use crate::anchor::Anchor;
use crate::model::Date;
use crate::parse::{Body, Head};
use crate::plan::Address;
use crate::render::body::{Passage, block_id, encoded_fragment, passages};
use crate::render::prose::letter;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Claim, Event, Graph, Node, Statement};

/// Where the annotations of a briefing stand in its page; none for what has no passage.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// For each statement of the article, by its index.
    pub(super) statements: Vec<Vec<Passage>>,
    /// For each remark of the author.
    pub(super) notes: Vec<Vec<Passage>>,
}

/// Where the annotations of this briefing stand in its page.
pub(super) fn places<'a>(site: &Site<'a>, briefing: &'a Briefing) -> Places {
    let written = site.written(&briefing.source);
    let Some(body) = written.body else { return Places::default() };
    let anchors = written.statements.iter().chain(written.notes);
    let pieces = anchors.map(|it: &Option<Anchor>| it.as_ref().map_or(&[][..], |anchor| &anchor.pieces));
    let mut statements = passages(body, pieces);
    let notes = statements.split_off(written.statements.len().min(statements.len()));
    Places { statements, notes }
}

/// The annotations of a briefing, or those of the whole site, as one collection with one page.
pub(super) fn text(site: &Site<'_>, of: Option<Handle<Briefing>>, address: &str) -> String {
    let graph = site.graph;
    let own = full(site, &Address::new(address).href());
    if let Some(briefing) = of {
        let title = site.title_of(&Node::Briefing(briefing)).to_owned();
        let items = of_briefing(site, briefing);
        return collection(site, own, title, items.len(), items.iter().cloned(), &Beside::of(graph, briefing));
    }
    let outside = handles(&graph.statements).filter(|it| graph[*it].briefing.is_none());
    let notes = graph.briefings.iter().map(|it| site.written(&it.source).notes.len());
    let total = graph.statements.len() + notes.sum::<usize>();
    let items = handles(&graph.briefings).flat_map(|it| of_briefing(site, it));
    let items = items.chain(outside.map(|it| statement(site, it, &[])));
    let all = Beside {
        claims: handles(&graph.claims).collect(),
        events: handles(&graph.events).collect(),
        briefings: handles(&graph.briefings).collect(),
    };
    collection(site, own, site.settings.title.clone(), total, items, &all)
}

/// What annotations refer to, and what that refers to in turn.
struct Beside {
    claims: Vec<Handle<Claim>>,
    events: Vec<Handle<Event>>,
    briefings: Vec<Handle<Briefing>>,
}

impl Beside {
    /// What those of one briefing refer to.
    fn of(graph: &Graph, briefing: Handle<Briefing>) -> Self {
        let topics = graph[briefing].statements.iter().flat_map(|it| &graph[*it].about);
        let topics = topics.filter_map(|it| if let Node::Event(event) = it { Some(*event) } else { None });
        let mut open: Vec<Handle<Event>> = graph[briefing].events.iter().copied().chain(topics).collect();
        let mut events: BTreeSet<Handle<Event>> = BTreeSet::new();
        while let Some(event) = open.pop() {
            if events.insert(event) {
                open.extend(graph[event].part_of.into_iter().chain(graph[event].follows.iter().copied()));
            }
        }
        Self {
            claims: graph[briefing].claims.iter().map(|(claim, _)| *claim).collect(),
            events: events.into_iter().collect(),
            briefings: vec![briefing],
        }
    }
}

/// A briefing without its words, which stand in its page.
fn briefing<'a>(site: &Site<'a>, handle: Handle<Briefing>) -> shapes::Briefing<'a> {
    shapes::Briefing { text: None, ..describe::briefing(site, handle) }
}

/// A collection of so many annotations, each made when it is written.
fn collection(
    site: &Site<'_>,
    id: String,
    label: String,
    total: usize,
    items: impl Iterator<Item = Value> + Clone,
    beside: &Beside,
) -> String {
    let schema = full(site, "data/schema.json");
    let term = |shape: &str| json!({ "@id": format!("{schema}#/$defs/{shape}"), "@type": "@json" });
    let ours = json!({
        "@version": 1.1,
        "statement": term("statement"),
        "claims": term("claim"),
        "events": term("event"),
        "briefings": term("briefing"),
    });
    compact(&Collection {
        context: json!(["http://www.w3.org/ns/anno.jsonld", ours]),
        kind: "AnnotationCollection",
        label,
        total,
        first: Page { id: format!("{id}#page_1"), kind: "AnnotationPage", start: 0, items: Each(items) },
        claims: Each(beside.claims.iter().map(|it| describe::claim(site, *it))),
        events: Each(beside.events.iter().map(|it| describe::event(site, *it))),
        briefings: Each(beside.briefings.iter().map(|it| briefing(site, *it))),
        id,
    })
}

#[derive(Serialize)]
struct Collection<I, C, E, B> {
    #[serde(rename = "@context")]
    context: Value,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    label: String,
    total: usize,
    first: Page<I>,
    claims: C,
    events: E,
    briefings: B,
}

#[derive(Serialize)]
struct Page<I> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "startIndex")]
    start: usize,
    items: I,
}

fn of_briefing(site: &Site<'_>, handle: Handle<Briefing>) -> Vec<Value> {
    let briefing = &site.graph[handle];
    let places = places(site, briefing);
    let passages = |list: &[Vec<Passage>], index: usize| list.get(index).cloned().unwrap_or_default();
    let passages_of = |it: Handle<Statement>| passages(&places.statements, site.graph[it].index);
    let mut items: Vec<Value> = briefing.statements.iter().map(|it| statement(site, *it, &passages_of(*it))).collect();
    if let Head::Briefing(head) = &briefing.source.article.head {
        let notes = head.notes.iter().enumerate();
        items.extend(notes.map(|(index, it)| remark(site, handle, index, &it.text, &passages(&places.notes, index))));
    }
    items
}

/// A statement: it says that the passage is one of this claim.
fn statement(site: &Site<'_>, handle: Handle<Statement>, passages: &[Passage]) -> Value {
    let graph = site.graph;
    let statement = &graph[handle];
    let claim = &graph[statement.claim];
    let written = statement.source.article.statements.get(statement.index);
    let node = Node::Claim(statement.claim);
    let page = site.plan.address(&node).map(|it| full(site, &it.href()));
    let textual = |purpose: &str, value: &str, language: Option<&str>| {
        record(json!({
            "type": "TextualBody",
            "purpose": purpose,
            "value": value,
            "format": "text/plain",
            "language": language,
        }))
    };
    let mut bodies = vec![
        json!({ "id": page, "type": "schema:Claim", "purpose": "identifying", "format": "text/html" }),
        textual("describing", &claim.source.text.value, Some(&site.settings.language)),
        textual("tagging", &statement.stance.to_string(), None),
        textual("tagging", &claim.status.to_string(), None),
    ];
    let note = written.and_then(|it| it.note.as_deref()).map(Body::text).filter(|it| !it.trim().is_empty());
    bodies.extend(note.map(|it| textual("commenting", it, None)));
    let mut annotation = annotation(site, statement.briefing, &full(site, &statement_href(site, handle)));
    let shown = statement.briefing.map_or(node, Node::Briefing);
    annotation["motivation"] = "identifying".into();
    annotation["body"] = bodies.into();
    annotation["target"] = targets(site, &shown, passages);
    annotation["statement"] = json!(describe::statement(site, handle));
    annotation
}

/// The author's remark on a passage.
fn remark(site: &Site<'_>, handle: Handle<Briefing>, index: usize, text: &Body, passages: &[Passage]) -> Value {
    let node = Node::Briefing(handle);
    let page = site.plan.address(&node).map(Address::href).unwrap_or_default();
    let place = encoded_fragment(&format!("remark_{}", letter(index)));
    let mut annotation = annotation(site, Some(handle), &full(site, &format!("{page}{place}")));
    annotation["motivation"] = "commenting".into();
    annotation["body"] = json!({
        "type": "TextualBody",
        "purpose": "commenting",
        "value": text.text(),
        "format": "text/plain",
    });
    annotation["target"] = targets(site, &node, passages);
    annotation
}

/// What every annotation says of itself.
fn annotation(site: &Site<'_>, briefing: Option<Handle<Briefing>>, id: &str) -> Value {
    let briefing = briefing.map(|it| &site.graph[it]);
    let creators = briefing.map(authors).filter(|it| !it.is_empty());
    let creators = creators.map(|it| it.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>());
    let modified = briefing.and_then(|it| match &it.source.article.head {
        Head::Briefing(head) => head.updated.as_ref().and_then(|it| instant(&it.value)),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
    });
    record(json!({
        "id": id,
        "type": "Annotation",
        "creator": creators,
        "created": briefing.and_then(|it| instant(&it.date)),
        "modified": modified,
    }))
}

/// The passages, each by its words, and by its place in the element that holds its block; the page alone when there are none.
fn targets(site: &Site<'_>, page: &Node, passages: &[Passage]) -> Value {
    let source = site.plan.address(page).map(|it| full(site, &it.href()));
    let target = |passage: &Passage| {
        json!({
            "type": "SpecificResource",
            "source": source,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": passage.exact,
                    "prefix": passage.prefix,
                    "suffix": passage.suffix,
                },
                {
                    "type": "FragmentSelector",
                    "conformsTo": "http://tools.ietf.org/rfc/rfc3236",
                    "value": block_id(passage.block),
                    "refinedBy": {
                        "type": "TextPositionSelector",
                        "start": passage.range.start,
                        "end": passage.range.end,
                    },
                },
            ],
        })
    };
    match passages {
        [] => json!(source),
        [only] => target(only),
        several => several.iter().map(target).collect(),
    }
}

/// The first instant of a date, in UTC.
fn instant(date: &Date) -> Option<String> {
    let instant = chrono::DateTime::from_timestamp(date.first_instant()?, 0)?;
    Some(instant.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}
