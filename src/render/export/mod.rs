//! The site as data: one file here for each format, each a pure function of what the site knows and where it stands.
//!
//! Which files there are is settled in `plan::exports`. `describe` tells the things of the site as JSON, without what is
//! confidential; `feed` the entries of feeds. The other files only write.

mod annotation;
mod argdown;
mod atom;
mod bibtex;
mod calendar;
mod csl;
mod describe;
mod feed;
mod follow_the_money;
mod graph_file;
mod json;
mod json_feed;
mod linked;
mod network;
mod schema;
mod shapes;
mod table;
mod timeline;

use serde::{Serialize, Serializer};

pub(super) use argdown::plain as in_argdown;
pub(super) use linked::json_ld::{in_script, of_page};

use super::view::Site;
use crate::parse::Head;
use crate::plan::{Address, Export, PageKind, PlannedPage};
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Node};

/// A file of data that belongs to a page.
#[derive(Debug, Clone, Serialize)]
pub struct Alternate {
    /// Its media type.
    pub media_type: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Relative to the root of the site.
    pub href: String,
    /// Whether it is of the whole site rather than of the page.
    pub shared: bool,
}

/// The content of a file for other programs.
pub(super) fn made(site: &Site<'_>, address: &str, export: &Export) -> String {
    match export {
        Export::Atom(of) => atom::text(site, &feed::channel(site, *of), address),
        Export::JsonFeed(of) => json_feed::text(site, &feed::channel(site, *of), address),
        Export::Calendar(of) => calendar::text(site, *of),
        Export::Site => json::site(site, address),
        Export::Schema => schema::text(),
        Export::Entity(node) => json::entity(site, address, node),
        Export::Table(of) => table::text(site, *of),
        Export::Bibtex(of) => bibtex::text(site, *of),
        Export::CslJson(of) => csl::text(site, *of),
        Export::Annotations(of) => annotation::text(site, *of, address),
        Export::Turtle => linked::rdf::turtle(site),
        Export::Nquads => linked::rdf::nquads(site),
        Export::FollowTheMoney => follow_the_money::text_of(site),
        Export::Graphml => graph_file::graphml(site),
        Export::Gexf => graph_file::gexf(site),
        Export::Timeline => timeline::text(site),
        Export::Argdown(of) => argdown::text(site, *of),
    }
}

/// The files of data that belong to a page, those that the site has.
pub(super) fn alternates(site: &Site<'_>, page: &PlannedPage) -> Vec<Alternate> {
    let shared = [("atom.xml", "Feed of the site (Atom)"), ("feed.json", "Feed of the site (JSON Feed)")];
    let shared = shared.map(|(file, title)| (Address::new(file), title, true));
    let own = own(site, page).into_iter().map(|(address, title)| (address, title, false));
    let known = |(address, title, shared): (Address, &'static str, bool)| {
        let export = site.plan.export(address.as_str())?;
        Some(Alternate { media_type: export.media_type(), title, href: address.href(), shared })
    };
    shared.into_iter().chain(own).filter_map(known).collect()
}

/// The files that belong to a page, whether the site has them or not.
fn own(site: &Site<'_>, page: &PlannedPage) -> Vec<(Address, &'static str)> {
    let at = |file: &'static str, title: &'static str| (Address::new(file), title);
    let node = match page.kind {
        PageKind::Briefing(it) => Node::Briefing(it),
        PageKind::Actor(it) => Node::Actor(it),
        PageKind::Claim(it) => Node::Claim(it),
        PageKind::Event(it) => Node::Event(it),
        PageKind::Source(it) => Node::Source(it),
        PageKind::Tag(it) => return site.plan.tag(it).map(feeds).unwrap_or_default(),
        PageKind::Home => {
            return vec![
                at("data/site.json", "All data (JSON)"),
                at("data/schema.json", "Schema of the data"),
                at("data/annotations.jsonld", "Annotations (W3C)"),
                at("data/site.ttl", "All data (Turtle)"),
                at("data/site.nq", "All data (N-Quads)"),
                at("data/entities.ftm.json", "Entities (FollowTheMoney)"),
            ];
        }
        PageKind::Briefings => {
            return vec![
                at("data/briefings.bib", "Briefings (BibTeX)"),
                at("data/briefings.csl.json", "Briefings (CSL-JSON)"),
            ];
        }
        PageKind::Actors => return vec![at("data/actors.csv", "Actors (CSV)")],
        PageKind::Claims | PageKind::ClaimsByStatus | PageKind::ClaimsByActor => {
            return vec![
                at("data/claims.csv", "Claims (CSV)"),
                at("data/statements.csv", "Statements (CSV)"),
                at("data/claims.bib", "Claims (BibTeX)"),
                at("data/claims.csl.json", "Claims (CSL-JSON)"),
                at("data/claims.argdown", "Claims (Argdown)"),
            ];
        }
        PageKind::Events => {
            return vec![at("events/events.ics", "Calendar of events"), at("data/events.csv", "Events (CSV)")];
        }
        PageKind::Sources => {
            return vec![at("data/sources.bib", "Sources (BibTeX)"), at("data/sources.csl.json", "Sources (CSL-JSON)")];
        }
        PageKind::Network => {
            return vec![at("data/network.graphml", "Network (GraphML)"), at("data/network.gexf", "Network (GEXF)")];
        }
        PageKind::Timeline(_) => return vec![at("data/timeline.json", "Timeline (TimelineJS)")],
        PageKind::Changes => return feeds(&site.plan.own.changes),
        PageKind::Tags
        | PageKind::Page(_)
        | PageKind::Matrices
        | PageKind::MatrixOfTag(_)
        | PageKind::MatrixOfBriefing(_)
        | PageKind::Disputed
        | PageKind::Search
        | PageKind::NotFound
        | PageKind::Redirect(_) => return Vec::new(),
    };
    let Some(address) = site.plan.address(&node) else { return Vec::new() };
    let mut files = match node {
        Node::Actor(_) | Node::Event(_) => feeds(address),
        _ => Vec::new(),
    };
    if matches!(node, Node::Actor(_)) {
        files.push((address.file_below("events.ics"), "Calendar of its events"));
    }
    files.push((address.file_below("index.json"), "This page as data (JSON)"));
    if matches!(node, Node::Briefing(_)) {
        files.push((address.file_below("annotations.jsonld"), "Annotations of this page (W3C)"));
        files.push((address.file_below("claims.argdown"), "Claims of this page (Argdown)"));
    }
    files
}

fn feeds(page: &Address) -> Vec<(Address, &'static str)> {
    vec![
        (page.file_below("atom.xml"), "Feed of this page (Atom)"),
        (page.file_below("feed.json"), "Feed of this page (JSON Feed)"),
    ]
}

/// Who wrote a briefing, as printed.
fn authors(briefing: &Briefing) -> Vec<String> {
    match &briefing.source.article.head {
        Head::Briefing(head) => head.authors.iter().map(|it| it.value.clone()).collect(),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => Vec::new(),
    }
}

/// The handles of a list, in its order.
fn handles<T>(list: &[T]) -> impl Iterator<Item = Handle<T>> + Clone {
    (0..list.len()).map(Handle::new)
}

/// A list of which each is made when it is written.
struct Each<I>(I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

/// A long JSON document as a file: on one line, because nobody reads it.
fn compact(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

/// A JSON document as a file.
fn document(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
