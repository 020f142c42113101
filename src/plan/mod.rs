//! Which pages there are, and where.
//!
//! The kinds of pages are a closed list, every page has one address, and every link can be written. Two things that want one
//! address are an error that shows both. What stands on a page is the business of `render`; how long its list is, and in
//! which order, is settled here ([`Lists`]), because it decides how many pages there are.

mod address;
mod alphabet;
mod exports;
mod files;
mod lists;
mod own;
mod register;
mod timeline;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

pub use address::Address;
pub(crate) use address::{address_of_file, place_of_page};
pub use alphabet::Initial;
pub use exports::{Calendar, Export, Feed, Table, WHOLE, WholeExport, Works};
pub(crate) use files::{SEARCH_FILES, asset_path};
pub(crate) use lists::claims_of_briefing;
pub use lists::{Edge, EdgeKind, Lists, Voice, Voices};
pub use own::OwnPages;
pub(crate) use timeline::BESIDE;
pub use timeline::{Moment, Selection, Timelines};

use register::{Owner, Register};

use crate::config::{Addresses, Settings};
use crate::diagnostic::Diagnostic;
use crate::project::Project;
use crate::resolve::graph::{Actor, Briefing, Claim, Event, Node, Page, Source, Tag};
use crate::resolve::{Graph, Handle};
use crate::source::SitePath;

/// The pages of a site, in one order, and where everything stands.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every page, redirects included.
    pub pages: Vec<PlannedPage>,
    /// Files that are copied, and where to.
    pub assets: BTreeMap<SitePath, Address>,
    /// What the lists of the site show, in order.
    pub lists: Lists,
    /// Where the pages stand that every site has.
    pub own: OwnPages,
    briefings: Vec<Address>,
    actors: Vec<Option<Address>>,
    claims: Vec<Address>,
    events: Vec<Address>,
    sources: Vec<Option<Address>>,
    tags: Vec<Address>,
    beside: Vec<Address>,
    /// Files for other programs, by address.
    exports: Vec<(Address, Export)>,
    /// Every timeline that has a page.
    timelines: Vec<(Selection, Address)>,
}

/// A page of the site.
#[derive(Debug, Clone)]
pub struct PlannedPage {
    /// Where it stands.
    pub address: Address,
    /// What it is.
    pub kind: PageKind,
    /// Which part of its list it shows; the whole of nothing when it has none.
    pub part: Part,
}

/// The part of a list that one page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// From 1.
    pub number: usize,
    /// How many parts there are.
    pub count: usize,
    /// Which entries of the list.
    pub range: Range<usize>,
    /// Where the first part stands, below which the others do.
    pub first: Option<Address>,
}

/// What a page is: the closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageKind {
    /// The home page.
    Home,
    /// A briefing.
    Briefing(Handle<Briefing>),
    /// All briefings, newest first.
    Briefings,
    /// An actor, with a part of its statements.
    Actor(Handle<Actor>),
    /// All actors, A–Z.
    Actors,
    /// A claim, with a part of its statements.
    Claim(Handle<Claim>),
    /// All claims, newest first.
    Claims,
    /// All claims, by status.
    ClaimsByStatus,
    /// All claims, by who makes them.
    ClaimsByActor,
    /// An event, with a part of what was said at it.
    Event(Handle<Event>),
    /// All events, newest first.
    Events,
    /// A source, with a part of the statements taken from it.
    Source(Handle<Source>),
    /// All sources, by title.
    Sources,
    /// A tag, with a part of its briefings.
    Tag(Handle<Tag>),
    /// All tags.
    Tags,
    /// A page beside the briefings.
    Page(Handle<Page>),
    /// Events and statements by date, newest first: all, or some.
    Timeline(Selection),
    /// Actors and what is between them.
    Network,
    /// The list of matrices who said what.
    Matrices,
    /// Who said what in the briefings of a tag.
    MatrixOfTag(Handle<Tag>),
    /// Who said what in a briefing.
    MatrixOfBriefing(Handle<Briefing>),
    /// Claims in dispute, most disputed first.
    Disputed,
    /// Changes of status, newest first.
    Changes,
    /// Everything with a page, A to Z: where searches begin.
    Search,
    /// The page for addresses that do not exist.
    NotFound,
    /// A former address, and where its page is now.
    Redirect(Address),
}

/// Gives every page its address.
#[must_use]
pub fn plan(graph: &Graph, project: &Project, settings: &Settings) -> (Plan, Vec<Diagnostic>) {
    let lists = Lists::new(graph);
    let mut plan = entities(graph, lists, settings.addresses);
    let mut register = Register::default();
    let size = settings.paginate.max(1);
    own::own_pages(&mut plan, &mut register, graph, size);
    timelines(&mut plan, &mut register, graph, (size, settings.addresses));
    entity_pages(&mut plan, &mut register, graph, size);
    files::redirects(&mut plan, &mut register, graph);
    files::assets(&mut plan, &mut register, graph, project);
    files::generated(&mut register, settings);
    exports::exports(&mut plan, &mut register, graph, settings);
    plan.pages.shrink_to_fit();
    plan.exports.shrink_to_fit();
    (plan, register.finish())
}

impl Plan {
    /// Where something stands; none for what is confidential or not published.
    #[must_use]
    pub fn address(&self, node: &Node) -> Option<&Address> {
        match node {
            Node::Briefing(handle) => self.briefings.get(handle.index()),
            Node::Actor(handle) => self.actors.get(handle.index()).and_then(Option::as_ref),
            Node::Claim(handle) => self.claims.get(handle.index()),
            Node::Event(handle) => self.events.get(handle.index()),
            Node::Source(handle) => self.sources.get(handle.index()).and_then(Option::as_ref),
            Node::Page(handle) => self.beside.get(handle.index()),
            Node::Home => Some(&self.own.home),
            Node::Asset(path) => self.assets.get(path),
        }
    }

    /// Where the page of a tag stands.
    #[must_use]
    pub fn tag(&self, tag: Handle<Tag>) -> Option<&Address> {
        self.tags.get(tag.index())
    }

    /// Where the matrix of a tag stands.
    #[must_use]
    pub fn matrix_of_tag(&self, tag: Handle<Tag>) -> Option<Address> {
        self.tag(tag).map(matrix)
    }

    /// Where the matrix of a briefing stands.
    #[must_use]
    pub fn matrix_of_briefing(&self, briefing: Handle<Briefing>) -> Option<Address> {
        self.briefings.get(briefing.index()).map(matrix)
    }

    /// The page that stands in this file of the output.
    #[must_use]
    pub fn page_in(&self, file: &str) -> Option<&PlannedPage> {
        self.pages.iter().find(|page| page.address.is_in(file))
    }

    /// Files for other programs, with their addresses, in order of these.
    #[must_use]
    pub fn exports(&self) -> &[(Address, Export)] {
        &self.exports
    }

    /// What the file for other programs at this address is.
    #[must_use]
    pub fn export(&self, address: &str) -> Option<&Export> {
        let at = self.exports.binary_search_by(|(it, _)| it.as_str().cmp(address)).ok()?;
        self.exports.get(at).map(|(_, export)| export)
    }

    /// Where a timeline stands; none for one that would show too little.
    #[must_use]
    pub fn timeline(&self, selection: Selection) -> Option<&Address> {
        let at = self.timelines.binary_search_by_key(&selection, |(it, _)| *it).ok()?;
        self.timelines.get(at).map(|(_, address)| address)
    }

    fn push(&mut self, register: &mut Register, address: &Address, kind: PageKind, owner: Owner) {
        let part = Part { number: 1, count: 1, range: 0..0, first: Some(address.clone()) };
        register.take(address, owner);
        self.pages.push(PlannedPage { address: address.clone(), kind, part });
    }

    fn push_parts(
        &mut self,
        register: &mut Register,
        address: &Address,
        kind: &PageKind,
        owner: &Owner,
        ranges: &[Range<usize>],
    ) {
        let count = ranges.len().max(1);
        for index in 0..count {
            let range = ranges.get(index).cloned().unwrap_or(0..0);
            let part = Part { number: index + 1, count, range, first: Some(address.clone()) };
            let address = part.address(part.number);
            register.take(&address, owner.clone());
            self.pages.push(PlannedPage { address, kind: kind.clone(), part });
        }
    }
}

impl Part {
    /// Where the part of this number stands: the first at the address of the list, the others below it.
    #[must_use]
    pub fn address(&self, number: usize) -> Address {
        self.first.as_ref().map(|first| first.part(number)).unwrap_or_default()
    }

    /// The href of any part but the first, with `{number}` in the place of its number.
    #[must_use]
    pub fn others_href(&self) -> String {
        self.first.as_ref().map(Address::parts_href).unwrap_or_default()
    }
}

fn entities(graph: &Graph, lists: Lists, form: Addresses) -> Plan {
    let at = |folder: &str, id: &str| Address::of_page(format_args!("{folder}/{id}"), form);
    let briefing = |it: &Briefing| Address::of_page(format_args!("briefings/{}{}", it.folder, it.slug), form);
    Plan {
        own: OwnPages::new(form),
        briefings: graph.briefings.iter().map(briefing).collect(),
        actors: graph
            .actors
            .iter()
            .map(|it| it.confidential.is_none().then(|| at("actors", it.source.id.slug.as_str())))
            .collect(),
        claims: graph.claims.iter().map(|it| at("claims", it.source.id.slug.as_str())).collect(),
        events: graph.events.iter().map(|it| at("events", it.source.id.slug.as_str())).collect(),
        sources: graph
            .sources
            .iter()
            .map(|it| it.confidential.is_none().then(|| at("sources", it.source.id.slug.as_str())))
            .collect(),
        tags: graph.tags.iter().map(|it| at("tags", it.slug.as_str())).collect(),
        beside: graph.pages.iter().map(|it| Address::of_page(&it.slug, form)).collect(),
        lists,
        ..Plan::default()
    }
}

/// The timeline and the timelines of its parts.
fn timelines(plan: &mut Plan, register: &mut Register, graph: &Graph, (size, form): (usize, Addresses)) {
    for selection in plan.lists.timelines.selections(graph) {
        let (kind, address) = (PageKind::Timeline(selection), selection.address(graph, form));
        let ranges = chunks(plan.lists.timelines.of(selection).len(), size);
        plan.push_parts(register, &address, &kind, &Owner::own(kind.title()), &ranges);
        plan.timelines.push((selection, address));
    }
}

fn entity_pages(plan: &mut Plan, register: &mut Register, graph: &Graph, size: usize) {
    for (index, address) in plan.briefings.clone().into_iter().enumerate() {
        let (handle, owner) = (Handle::new(index), Owner::briefing(&graph.briefings[index]));
        plan.push(register, &address, PageKind::Briefing(handle), owner.clone());
        let matrix = matrix(&address);
        let ranges = plan.lists.matrix_parts(&claims_of_briefing(graph, handle));
        if !ranges.is_empty() {
            plan.push_parts(register, &matrix, &PageKind::MatrixOfBriefing(handle), &owner, &ranges);
        }
    }
    for (index, address) in plan.actors.clone().into_iter().enumerate() {
        let (Some(address), actor) = (address, &graph.actors[index]) else { continue };
        let owner = Owner::new(format!("the actor `{}`", actor.source.id.slug), actor.source.id.span);
        let kind = PageKind::Actor(Handle::new(index));
        plan.push_parts(register, &address, &kind, &owner, &chunks(actor.statements.len(), size));
    }
    for (index, address) in plan.claims.clone().into_iter().enumerate() {
        let (id, said) = (&graph.claims[index].source.id, graph.claims[index].statements.len());
        let owner = Owner::new(format!("the claim `{}`", id.slug), id.span);
        plan.push_parts(register, &address, &PageKind::Claim(Handle::new(index)), &owner, &chunks(said, size));
    }
    for (index, address) in plan.events.clone().into_iter().enumerate() {
        let (id, said) = (&graph.events[index].source.id, graph.events[index].statements.len());
        let owner = Owner::new(format!("the event `{}`", id.slug), id.span);
        plan.push_parts(register, &address, &PageKind::Event(Handle::new(index)), &owner, &chunks(said, size));
    }
    for (index, address) in plan.sources.clone().into_iter().enumerate() {
        let (Some(address), source) = (address, &graph.sources[index]) else { continue };
        let owner = Owner::new(format!("the source `{}`", source.source.id.slug), source.source.id.span);
        let kind = PageKind::Source(Handle::new(index));
        plan.push_parts(register, &address, &kind, &owner, &chunks(source.statements.len(), size));
    }
    for (index, address) in plan.tags.clone().into_iter().enumerate() {
        let (handle, tag) = (Handle::new(index), &graph.tags[index]);
        let owner = Owner::tag(tag);
        plan.push_parts(register, &address, &PageKind::Tag(handle), &owner, &chunks(tag.briefings.len(), size));
        let matrix = matrix(&address);
        let ranges = plan.lists.matrix_parts(plan.lists.claims_of_tag(handle));
        if !ranges.is_empty() {
            plan.push_parts(register, &matrix, &PageKind::MatrixOfTag(handle), &owner, &ranges);
        }
    }
    for (index, address) in plan.beside.clone().into_iter().enumerate() {
        let owner = Owner::page(&graph.pages[index]);
        plan.push(register, &address, PageKind::Page(Handle::new(index)), owner);
    }
}

impl PageKind {
    /// What the page is about, if that is one thing.
    #[must_use]
    pub fn about(&self) -> Option<Node> {
        match self {
            Self::Home => Some(Node::Home),
            Self::Briefing(it) => Some(Node::Briefing(*it)),
            Self::Actor(it) => Some(Node::Actor(*it)),
            Self::Claim(it) => Some(Node::Claim(*it)),
            Self::Event(it) => Some(Node::Event(*it)),
            Self::Source(it) => Some(Node::Source(*it)),
            Self::Page(it) => Some(Node::Page(*it)),
            Self::Briefings
            | Self::Actors
            | Self::Claims
            | Self::ClaimsByStatus
            | Self::ClaimsByActor
            | Self::Events
            | Self::Sources
            | Self::Tag(_)
            | Self::Tags
            | Self::Timeline(_)
            | Self::Network
            | Self::Matrices
            | Self::MatrixOfTag(_)
            | Self::MatrixOfBriefing(_)
            | Self::Disputed
            | Self::Changes
            | Self::Search
            | Self::NotFound
            | Self::Redirect(_) => None,
        }
    }

    /// What the page is, in words that follow "wanted by".
    fn title(&self) -> &'static str {
        match self {
            Self::Home => "the home page",
            Self::Briefings => "the index of briefings",
            Self::Actors => "the index of actors",
            Self::Claims => "the index of claims",
            Self::ClaimsByStatus => "the index of claims by status",
            Self::ClaimsByActor => "the index of claims by actor",
            Self::Events => "the index of events",
            Self::Sources => "the index of sources",
            Self::Tags => "the index of tags",
            Self::Timeline(_) => "the timeline",
            Self::Network => "the network of actors",
            Self::Matrices => "the index of matrices",
            Self::Disputed => "the list of disputed claims",
            Self::Changes => "the list of recent changes",
            Self::Search => "the search page",
            Self::NotFound => "the page for missing addresses",
            Self::Redirect(_) => "a former address",
            Self::Briefing(_) => "a briefing",
            Self::Actor(_) => "an actor",
            Self::Claim(_) => "a claim",
            Self::Event(_) => "an event",
            Self::Source(_) => "a source",
            Self::Tag(_) => "a tag",
            Self::Page(_) => "a page",
            Self::MatrixOfTag(_) | Self::MatrixOfBriefing(_) => "a matrix",
        }
    }
}

/// Where the matrix of the tag or briefing stands that has this address.
fn matrix(address: &Address) -> Address {
    address.within("matrix")
}

/// The ranges of a list of this length, so many entries each; one empty range for an empty list.
fn chunks(length: usize, size: usize) -> Vec<Range<usize>> {
    (0..length.div_ceil(size)).map(|index| index * size..length.min((index + 1) * size)).collect()
}
