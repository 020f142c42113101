//! The site as data: which files there are beside the pages for other programs, and where.
//!
//! What stands in them is the business of `render::export`. To add a format: a variant of [`ExportFormat`] and its key in the
//! settings, its files here, and one file in `render::export` that makes them.

use super::{Address, Plan, Register, register::Owner};
use crate::config::{EntityExports, ExportFormat, Settings};
use crate::resolve::graph::{Actor, Briefing, Event, Node, Tag};
use crate::resolve::{Graph, Handle};

/// A file for other programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Export {
    /// Atom 1.0 (RFC 4287).
    Atom(Feed),
    /// JSON Feed 1.1.
    JsonFeed(Feed),
    /// iCalendar (RFC 5545).
    Calendar(Calendar),
    /// JSON of the whole site.
    Site,
    /// The JSON Schema of all our JSON.
    Schema,
    /// JSON of one briefing, actor, claim, event or source.
    Entity(Node),
    /// CSV (RFC 4180).
    Table(Table),
    /// BibTeX, in the fields of biblatex.
    Bibtex(Works),
    /// CSL-JSON 1.0.2.
    CslJson(Works),
    /// The Web Annotation Data Model: of a briefing, or of the whole site.
    Annotations(Option<Handle<Briefing>>),
    /// RDF in Turtle.
    Turtle,
    /// RDF in N-Quads.
    Nquads,
    /// Entities of FollowTheMoney, one a line.
    FollowTheMoney,
    /// The network of the site in GraphML.
    Graphml,
    /// The network of the site in GEXF 1.3.
    Gexf,
    /// The JSON of TimelineJS.
    Timeline,
    /// Claims in Argdown: of a briefing, or of the whole site.
    Argdown(Option<Handle<Briefing>>),
}

/// What a feed is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// The newest briefings.
    Briefings,
    /// The newest changes of claim status.
    Changes,
    /// What an actor says, and what is said about it.
    Actor(Handle<Actor>),
    /// The newest briefings of a tag.
    Tag(Handle<Tag>),
    /// What is said at an event and about it.
    Event(Handle<Event>),
}

/// Which events a calendar has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// All.
    All,
    /// Those in which an actor takes part.
    Actor(Handle<Actor>),
}

/// What a table has a row for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Each statement.
    Statements,
    /// Each actor that is not confidential.
    Actors,
    /// Each claim.
    Claims,
    /// Each event.
    Events,
}

/// What a bibliography has an entry for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Works {
    /// Each source that is not confidential.
    Sources,
    /// Each briefing.
    Briefings,
    /// Each claim.
    Claims,
}

/// A file of the whole site.
#[derive(Debug)]
pub struct WholeExport {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Where it stands.
    pub address: &'static str,
    /// Its format.
    pub format: ExportFormat,
    /// What it is.
    pub export: Export,
}

/// The files of the whole site, whether its settings choose them or not.
pub const WHOLE: &[WholeExport] = &[
    whole("atom", "Atom feed of the newest briefings", "atom.xml", Export::Atom(Feed::Briefings)),
    whole("json-feed", "JSON Feed of the newest briefings", "feed.json", Export::JsonFeed(Feed::Briefings)),
    whole("changes-atom", "Atom feed of changes of claim status", "changes/atom.xml", Export::Atom(Feed::Changes)),
    whole(
        "changes-json-feed",
        "JSON Feed of changes of claim status",
        "changes/feed.json",
        Export::JsonFeed(Feed::Changes),
    ),
    whole("icalendar", "calendar of all events", "events/events.ics", Export::Calendar(Calendar::All)),
    whole("json", "everything, as one JSON document", "data/site.json", Export::Site),
    whole("json-schema", "JSON Schema of that document", "data/schema.json", Export::Schema),
    whole("csv-statements", "table of statements", "data/statements.csv", Export::Table(Table::Statements)),
    whole("csv-actors", "table of actors", "data/actors.csv", Export::Table(Table::Actors)),
    whole("csv-claims", "table of claims", "data/claims.csv", Export::Table(Table::Claims)),
    whole("csv-events", "table of events", "data/events.csv", Export::Table(Table::Events)),
    whole("bibtex-sources", "sources for BibTeX", "data/sources.bib", Export::Bibtex(Works::Sources)),
    whole("bibtex-briefings", "briefings for BibTeX", "data/briefings.bib", Export::Bibtex(Works::Briefings)),
    whole("bibtex-claims", "claims for BibTeX", "data/claims.bib", Export::Bibtex(Works::Claims)),
    whole("csl-sources", "sources as CSL-JSON", "data/sources.csl.json", Export::CslJson(Works::Sources)),
    whole("csl-briefings", "briefings as CSL-JSON", "data/briefings.csl.json", Export::CslJson(Works::Briefings)),
    whole("csl-claims", "claims as CSL-JSON", "data/claims.csl.json", Export::CslJson(Works::Claims)),
    whole("web-annotation", "annotations (W3C)", "data/annotations.jsonld", Export::Annotations(None)),
    whole("turtle", "everything, as RDF in Turtle", "data/site.ttl", Export::Turtle),
    whole("nquads", "everything, as RDF in N-Quads", "data/site.nq", Export::Nquads),
    whole("follow-the-money", "entities of FollowTheMoney", "data/entities.ftm.json", Export::FollowTheMoney),
    whole("graphml", "network in GraphML", "data/network.graphml", Export::Graphml),
    whole("gexf", "network in GEXF 1.3", "data/network.gexf", Export::Gexf),
    whole("timelinejs", "events and briefings for TimelineJS", "data/timeline.json", Export::Timeline),
    whole("argdown", "claims in Argdown", "data/claims.argdown", Export::Argdown(None)),
];

const fn whole(name: &'static str, about: &'static str, address: &'static str, export: Export) -> WholeExport {
    WholeExport { name, about, address, format: export.format(), export }
}

impl Export {
    /// The format that the settings choose it by.
    #[must_use]
    pub const fn format(&self) -> ExportFormat {
        match self {
            Self::Atom(_) => ExportFormat::Atom,
            Self::JsonFeed(_) => ExportFormat::JsonFeed,
            Self::Calendar(_) => ExportFormat::Icalendar,
            Self::Site | Self::Schema | Self::Entity(_) => ExportFormat::Json,
            Self::Table(_) => ExportFormat::Csv,
            Self::Bibtex(_) => ExportFormat::Bibtex,
            Self::CslJson(_) => ExportFormat::CslJson,
            Self::Annotations(_) => ExportFormat::WebAnnotation,
            Self::Turtle => ExportFormat::Turtle,
            Self::Nquads => ExportFormat::Nquads,
            Self::FollowTheMoney => ExportFormat::FollowTheMoney,
            Self::Graphml => ExportFormat::Graphml,
            Self::Gexf => ExportFormat::Gexf,
            Self::Timeline => ExportFormat::Timelinejs,
            Self::Argdown(_) => ExportFormat::Argdown,
        }
    }

    /// Whether it is of the whole site and tells each thing at length, which takes as long as the pages of some things.
    #[must_use]
    pub const fn is_large(&self) -> bool {
        matches!(
            self,
            Self::Annotations(None) | Self::Turtle | Self::Nquads | Self::FollowTheMoney | Self::Graphml | Self::Gexf
        )
    }

    /// The media type of the file.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::Atom(_) => "application/atom+xml",
            Self::JsonFeed(_) => "application/feed+json",
            Self::Calendar(_) => "text/calendar",
            Self::Site | Self::Entity(_) => "application/json",
            Self::Schema => "application/schema+json",
            Self::Table(_) => "text/csv",
            Self::Bibtex(_) => "application/x-bibtex",
            Self::CslJson(_) => "application/vnd.citationstyles.csl+json",
            Self::Annotations(_) => "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"",
            Self::Turtle => "text/turtle",
            Self::Nquads => "application/n-quads",
            Self::FollowTheMoney => "application/json+ftm",
            Self::Graphml => "application/graphml+xml",
            Self::Gexf => "application/gexf+xml",
            Self::Timeline => "application/json",
            // It has no media type of its own.
            Self::Argdown(_) => "text/plain",
        }
    }
}

impl ExportFormat {
    /// Whether its entries need addresses that hold everywhere, and so a `base_url`.
    #[must_use]
    pub fn needs_base_url(self) -> bool {
        matches!(
            self,
            Self::Atom | Self::JsonFeed | Self::Icalendar | Self::WebAnnotation | Self::Turtle | Self::Nquads
        )
    }
}

/// Gives every file for other programs its address.
pub(super) fn exports(plan: &mut Plan, register: &mut Register, graph: &Graph, settings: &Settings) {
    let whole = WHOLE.iter().map(|it| (Address::new(it.address), it.export.clone()));
    let single = if is_wanted(settings.exports.entities, graph) { of_entities(plan, graph) } else { Vec::new() };
    let has_large = is_wanted(settings.exports.large, graph);
    let mut exports: Vec<(Address, Export)> = whole
        .chain(single)
        // A calendar must have an event.
        .filter(|(_, export)| *export != Export::Calendar(Calendar::All) || !graph.events.is_empty())
        .filter(|(_, export)| has_large || !export.is_large())
        .filter(|(_, export)| {
            let format = export.format();
            settings.exports.formats.contains(&format) && (settings.base_url.is_some() || !format.needs_base_url())
        })
        .collect();
    exports.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (address, _) in &exports {
        register.take(address, Owner::own(format!("the generated `{address}`")));
    }
    plan.exports = exports;
}

/// Whether there are files of which a large site has many, or large ones.
fn is_wanted(which: EntityExports, graph: &Graph) -> bool {
    let Graph { briefings, actors, claims, events, sources, tags, .. } = graph;
    match which {
        EntityExports::All => true,
        EntityExports::Off => false,
        EntityExports::Auto => {
            briefings.len() + actors.len() + claims.len() + events.len() + sources.len() + tags.len() <= SMALL
        }
    }
}

fn of_entities(plan: &Plan, graph: &Graph) -> Vec<(Address, Export)> {
    let mut files = Vec::new();
    let mut feeds = |address: &Address, feed| {
        files.push((address.file_below("atom.xml"), Export::Atom(feed)));
        files.push((address.file_below("feed.json"), Export::JsonFeed(feed)));
    };
    let actors = || plan.actors.iter().enumerate().filter_map(|(at, it)| Some((Handle::new(at), it.as_ref()?)));
    for (handle, address) in actors() {
        feeds(address, Feed::Actor(handle));
    }
    for (at, address) in plan.tags.iter().enumerate() {
        feeds(address, Feed::Tag(Handle::new(at)));
    }
    for (at, address) in plan.events.iter().enumerate() {
        feeds(address, Feed::Event(Handle::new(at)));
    }
    let busy = actors().filter(|(handle, _)| !graph[*handle].events.is_empty());
    files.extend(busy.map(|(it, address)| (address.file_below("events.ics"), Export::Calendar(Calendar::Actor(it)))));
    let nodes = (0..graph.briefings.len()).map(|at| Node::Briefing(Handle::new(at)));
    let nodes = nodes.chain((0..graph.actors.len()).map(|at| Node::Actor(Handle::new(at))));
    let nodes = nodes.chain((0..graph.claims.len()).map(|at| Node::Claim(Handle::new(at))));
    let nodes = nodes.chain((0..graph.events.len()).map(|at| Node::Event(Handle::new(at))));
    let nodes = nodes.chain((0..graph.sources.len()).map(|at| Node::Source(Handle::new(at))));
    for (at, address) in plan.briefings.iter().enumerate() {
        files.push((address.file_below("annotations.jsonld"), Export::Annotations(Some(Handle::new(at)))));
        files.push((address.file_below("claims.argdown"), Export::Argdown(Some(Handle::new(at)))));
    }
    files.extend(nodes.filter_map(|node| Some((plan.address(&node)?.file_below("index.json"), Export::Entity(node)))));
    files
}

/// A site with no more pages of its own things than this is small.
const SMALL: usize = 2_000;
