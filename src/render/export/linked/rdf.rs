//! RDF 1.1 of the whole site: Turtle, and N-Quads in which each statement stands in the graph of the briefing that makes it.

use std::io;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, TripleRef};
use oxttl::nquads::WriterNQuadsSerializer;
use oxttl::turtle::WriterTurtleSerializer;
use oxttl::{NQuadsSerializer, TurtleSerializer};

use super::{Thing, Value, statements, things};
use crate::model::{ActorKind, Date, Precision};
use crate::plan::{Address, EdgeKind};
use crate::render::export::annotation::places;
use crate::render::export::handles;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Briefing, Claim, Event, Node, Source, Statement};

/// The site in Turtle.
pub(in crate::render::export) fn turtle(site: &Site<'_>) -> String {
    let named = |serializer: TurtleSerializer, (prefix, iri): &(&str, &str)| {
        // The prefixes are ours, and right.
        serializer.clone().with_prefix(*prefix, *iri).unwrap_or(serializer)
    };
    let serializer = VOCABULARIES.iter().fold(TurtleSerializer::new(), named);
    written(site, Output::Turtle(Box::new(serializer.for_writer(Vec::new()))))
}

/// The site in N-Quads.
pub(in crate::render::export) fn nquads(site: &Site<'_>) -> String {
    written(site, Output::Quads(NQuadsSerializer::new().for_writer(Vec::new())))
}

fn written(site: &Site<'_>, output: Output) -> String {
    let base = site.settings.base_url.clone().unwrap_or_default();
    let mut store = Store { base, output, graph: GraphName::DefaultGraph, blanks: 0 };
    store.site(site);
    String::from_utf8(store.output.finish()).unwrap_or_default()
}

/// What is written to.
enum Output {
    Turtle(Box<WriterTurtleSerializer<Vec<u8>>>),
    Quads(WriterNQuadsSerializer<Vec<u8>>),
}

impl Output {
    fn write(&mut self, quad: &Quad) -> io::Result<()> {
        match self {
            Self::Turtle(turtle) => turtle.serialize_triple(TripleRef::from(quad.as_ref())),
            Self::Quads(quads) => quads.serialize_quad(quad.as_ref()),
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            // Writing into memory does not fail.
            Self::Turtle(turtle) => turtle.finish().unwrap_or_default(),
            Self::Quads(quads) => quads.finish(),
        }
    }
}

/// The site while it is written.
struct Store {
    /// Where the site stands.
    base: String,
    output: Output,
    /// Where what is written now is said.
    graph: GraphName,
    /// How many things without an address there are.
    blanks: usize,
}

impl Store {
    fn site(&mut self, site: &Site<'_>) {
        let graph = site.graph;
        self.said_in("");
        self.add(&things::site(site));
        for handle in handles(&graph.actors).filter(|it: &Handle<Actor>| graph[*it].confidential.is_none()) {
            self.add(&actor(site, handle));
        }
        for handle in handles(&graph.events) {
            self.add(&event(site, handle));
        }
        for handle in handles(&graph.sources).filter(|it: &Handle<Source>| graph[*it].confidential.is_none()) {
            self.add(&source(site, handle));
        }
        for handle in handles(&graph.claims) {
            self.add(&claim(site, handle));
            if let Some(review) = things::review(site, handle) {
                self.add(&review);
            }
        }
        for handle in handles(&graph.briefings) {
            self.briefing(site, handle);
        }
        self.said_in("");
        let outside = |it: &Handle<Statement>| graph[*it].briefing.is_none();
        for handle in handles(&graph.statements).filter(outside) {
            self.add(&statements::annotation(site, handle, &[]));
        }
    }

    fn briefing(&mut self, site: &Site<'_>, handle: Handle<Briefing>) {
        let briefing = &site.graph[handle];
        self.said_in(&site.plan.address(&Node::Briefing(handle)).map(Address::href).unwrap_or_default());
        let sources = briefing.sources.iter().map(|it| things::reference(site, &Node::Source(*it)));
        let told = things::briefing(site, handle).also("prov:Entity");
        self.add(&told.with_all("cito:citesAsSourceDocument", sources));
        let places = places(site, briefing);
        for handle in &briefing.statements {
            let index = site.graph[*handle].index;
            let passages = places.statements.get(index).map(Vec::as_slice).unwrap_or_default();
            self.add(&statements::annotation(site, *handle, passages));
        }
    }

    /// What follows is said on this page.
    fn said_in(&mut self, href: &str) {
        self.graph = self.page(href).map_or(GraphName::DefaultGraph, GraphName::from);
    }

    /// Writes a thing, then those in it that have no address.
    fn add(&mut self, thing: &Thing) {
        let subject = self.subject(thing);
        self.describe(&subject, thing);
    }

    fn describe(&mut self, subject: &NamedOrBlankNode, thing: &Thing) {
        for kind in &thing.types {
            self.say(subject, rdf::TYPE.into_owned(), term(kind).into());
        }
        let mut inner = Vec::new();
        for (property, value) in &thing.properties {
            let object = match value {
                Value::Thing(other) => {
                    let object = self.subject(other);
                    if other.id.is_none() {
                        inner.push((object.clone(), other));
                    }
                    Some(object.into())
                }
                value => self.value(value),
            };
            if let Some(object) = object {
                self.say(subject, term(property), object);
            }
        }
        for (subject, thing) in inner {
            self.describe(&subject, thing);
        }
    }

    fn say(&mut self, subject: &NamedOrBlankNode, property: NamedNode, object: Term) {
        let quad = Quad::new(subject.clone(), property, object, self.graph.clone());
        // Writing into memory does not fail.
        let _ = self.output.write(&quad);
    }

    /// The node of a thing: its address, or one of this file.
    fn subject(&mut self, thing: &Thing) -> NamedOrBlankNode {
        if let Some(node) = thing.id.as_ref().and_then(|href| self.page(href)) {
            return node.into();
        }
        self.blanks += 1;
        BlankNode::new_unchecked(format!("n{}", self.blanks)).into()
    }

    fn page(&self, href: &str) -> Option<NamedNode> {
        NamedNode::new(format!("{}{href}", self.base)).ok()
    }

    /// A value that is no thing; none for an address that no IRI can be.
    fn value(&self, value: &Value) -> Option<Term> {
        Some(match value {
            Value::Text(text) => Literal::new_simple_literal(text).into(),
            Value::Words(text, language) => Literal::new_language_tagged_literal(text, language)
                .unwrap_or_else(|_| Literal::new_simple_literal(text))
                .into(),
            Value::Date(date) => day(date).into(),
            Value::Whole(number) => Literal::from(u64::try_from(*number).unwrap_or(u64::MAX)).into(),
            Value::Number(number) => Literal::from(*number).into(),
            Value::Page(href) => self.page(href)?.into(),
            Value::Address(address) => NamedNode::new(address.as_str()).ok()?.into(),
            Value::Term(word) => term(word).into(),
            Value::Thing(_) => return None,
        })
    }
}

/// An actor as an agent.
fn actor(site: &Site<'_>, handle: Handle<Actor>) -> Thing {
    let lists = &site.plan.lists;
    let edges = lists.edges_of.get(handle.index()).into_iter().flatten().filter_map(|it| lists.edges.get(*it));
    let principals = edges.filter(|edge| edge.kind == EdgeKind::SpeaksFor && edge.from == handle);
    let kind = match site.graph[handle].kind {
        Some(ActorKind::Person) => "prov:Person",
        Some(ActorKind::Unnamed) | None => "prov:Agent",
        Some(_) => "prov:Organization",
    };
    let principals = principals.map(|edge| things::reference(site, &Node::Actor(edge.to)));
    things::actor(site, handle).also(kind).with_all("prov:actedOnBehalfOf", principals)
}

/// An event as an activity.
fn event(site: &Site<'_>, handle: Handle<Event>) -> Thing {
    let event = &site.graph[handle];
    let actors = event.actors.iter().map(|(it, _)| things::reference(site, &Node::Actor(*it)));
    let before = event.follows.iter().map(|it| things::reference(site, &Node::Event(*it)));
    let event = things::event(site, handle).also("prov:Activity");
    event.with_all("prov:wasAssociatedWith", actors).with_all("prov:wasInformedBy", before)
}

/// A source as an entity.
fn source(site: &Site<'_>, handle: Handle<Source>) -> Thing {
    let derived = site.graph[handle].derived_from.iter();
    let derived = derived.map(|it| things::reference(site, &Node::Source(*it)));
    things::source(site, handle).also("prov:Entity").with_all("prov:wasDerivedFrom", derived)
}

/// A claim as an entity that bears on others.
fn claim(site: &Site<'_>, handle: Handle<Claim>) -> Thing {
    let relations = site.graph[handle].relations.iter();
    relations.fold(things::claim(site, handle).also("prov:Entity"), |claim, (kind, other)| {
        claim.with(statements::relation(*kind), things::reference(site, &Node::Claim(*other)))
    })
}

/// A date by the type that says how precise it is; EDTF for what XML Schema has no type for.
fn day(date: &Date) -> Literal {
    let kind = match date {
        Date::Moment(moment) if !date.is_qualified() => match moment.precision() {
            Precision::Year => xsd::G_YEAR,
            Precision::Month => xsd::G_YEAR_MONTH,
            Precision::Day => xsd::DATE,
            Precision::Time => xsd::DATE_TIME,
        },
        Date::Moment(_) | Date::Interval(..) => {
            return Literal::new_typed_literal(date.to_string(), NamedNode::new_unchecked(EDTF));
        }
    };
    Literal::new_typed_literal(date.to_string(), kind)
}

/// The IRI of a word of a vocabulary.
fn term(word: &str) -> NamedNode {
    let (prefix, name) = word.split_once(':').unwrap_or(("schema", word));
    let vocabulary = VOCABULARIES.iter().find(|(known, _)| *known == prefix).map_or("", |(_, iri)| iri);
    NamedNode::new_unchecked(format!("{vocabulary}{name}"))
}

/// The vocabularies with their prefixes.
const VOCABULARIES: &[(&str, &str)] = &[
    ("schema", "http://schema.org/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("cito", "http://purl.org/spar/cito/"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];
/// The datatype of EDTF (Library of Congress).
const EDTF: &str = "http://id.loc.gov/datatypes/edtf/EDTF";
