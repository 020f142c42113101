//! The graph: everything the site knows, linked both ways.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Index;
use std::sync::Arc;

pub use super::handle::Handle;
use crate::anchor::Anchored;
use crate::model::declaration::{ActorDeclaration, ClaimDeclaration, EventDeclaration, SourceDeclaration};
use crate::model::{
    ActorKind, ActorRelation, ClaimKind, ClaimRelation, Date, EventRole, EventStatus, Mode, Slug, Stance, Status,
};
use crate::parse::body::BodyKey;
use crate::source::{SitePath, Span};

/// Everything the site knows. Each list is in the order in which the site shows it, so that handles sort the same way:
/// briefings newest first, of one day the last by path first; actors by name; claims by the date of their first statement, newest first; statements and
/// events by date, oldest first; sources by title; tags by name; pages by path.
#[derive(Debug, Default, Hash)]
pub struct Graph {
    /// Briefings that are shown.
    pub briefings: Vec<Briefing>,
    /// Actors, declared or named. Confidential ones included: see [`Actor::confidential`].
    pub actors: Vec<Actor>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Statements.
    pub statements: Vec<Statement>,
    /// Events.
    pub events: Vec<Event>,
    /// Sources. Confidential ones included: see [`Source::confidential`].
    pub sources: Vec<Source>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// Pages beside the briefings.
    pub pages: Vec<Page>,
    /// The text of the home page.
    pub home: Option<Page>,
    /// Changes of status over all briefings, newest first.
    pub changes: Vec<Change>,
    /// Where the links and images of every body lead.
    pub ends: BTreeMap<BodyKey, BodyEnds>,
    /// Names and aliases of actors that are not confidential, to find them in prose; in the order of the alphabet, and a name
    /// that several have with each of them.
    pub names: Vec<(String, Handle<Actor>)>,
    /// What links in prose call things by name, as names are compared.
    pub wiki: BTreeSet<String>,
}

/// Where the links and images of one body lead. Nothing where a link is broken, which is an error already reported.
#[derive(Debug, Clone, Default, Hash)]
pub struct BodyEnds {
    /// For each of `Body::links`; `None` also for a link to an address elsewhere.
    pub links: Vec<Option<LinkEnd>>,
    /// For each of `Body::images`; `None` also for an image elsewhere.
    pub images: Vec<Option<SitePath>>,
}

/// Something that has a page of its own, or is a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A briefing.
    Briefing(Handle<Briefing>),
    /// An actor.
    Actor(Handle<Actor>),
    /// A claim.
    Claim(Handle<Claim>),
    /// An event.
    Event(Handle<Event>),
    /// A source.
    Source(Handle<Source>),
    /// A page beside the briefings.
    Page(Handle<Page>),
    /// The home page.
    Home,
    /// A file of the site that is copied.
    Asset(SitePath),
}

impl Node {
    /// What it is, in a word: `briefing`, `actor`, `claim`, `event`, `source`, `page` or `file`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Briefing(_) => "briefing",
            Self::Actor(_) => "actor",
            Self::Claim(_) => "claim",
            Self::Event(_) => "event",
            Self::Source(_) => "source",
            Self::Page(_) | Self::Home => "page",
            Self::Asset(_) => "file",
        }
    }
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LinkEnd {
    /// To what.
    pub node: Node,
    /// To which place of it.
    pub fragment: Option<String>,
}

/// A briefing.
#[derive(Debug, Hash)]
pub struct Briefing {
    /// Its id and the last part of its address.
    pub slug: Slug,
    /// Folders between `content/briefings/` and the file, as part of the address; empty or `2025/`.
    pub folder: String,
    /// What was written. Its head is a [`crate::parse::Head::Briefing`].
    pub source: Arc<Anchored>,
    /// When it was written.
    pub date: Date,
    /// Its statements, in the order of the front matter, as are those of the article.
    pub statements: Vec<Handle<Statement>>,
    /// Actors that speak, are spoken about, are listed, or take part in its events where
    /// these are no crowds; by name.
    pub actors: Vec<Handle<Actor>>,
    /// Actors it lists or declares itself, for names that several actors share.
    pub listed: Vec<Handle<Actor>>,
    /// Events it lists, declares, or whose statements name them.
    pub events: Vec<Handle<Event>>,
    /// Sources it lists, declares, or whose statements name them.
    pub sources: Vec<Handle<Source>>,
    /// Its tags.
    pub tags: Vec<Handle<Tag>>,
    /// The file of its picture, if it has one in the site.
    pub image: Option<SitePath>,
    /// Changes of status that it brings.
    pub changes: Vec<Handle<Change>>,
    /// Every claim it makes a statement of, in order of first statement, with its status when the briefing was written.
    pub claims: Vec<(Handle<Claim>, Status)>,
    /// Who links here.
    pub linked_from: Vec<Node>,
}

/// An actor.
#[derive(Debug, Hash)]
pub struct Actor {
    /// What was written. For an actor that is only named, made from that mention.
    pub source: Arc<ActorDeclaration>,
    /// Whether it was declared by being named.
    pub implicit: bool,
    /// What sort of actor; `unnamed` when nothing is said and it is confidential, else `person` when nothing is said
    /// would be a guess, so `None`.
    pub kind: Option<ActorKind>,
    /// What to show instead of its name. When present, it has no page, and nothing of `source` may reach the output.
    pub confidential: Option<String>,
    /// Its statements, by date.
    pub statements: Vec<Handle<Statement>>,
    /// Statements made on its behalf.
    pub on_its_behalf: Vec<Handle<Statement>>,
    /// Statements addressed to it.
    pub addressed: Vec<Handle<Statement>>,
    /// Statements of others about it.
    pub about: Vec<Handle<Statement>>,
    /// Events it takes part in, by date, with its part.
    pub events: Vec<(Handle<Event>, Option<EventRole>)>,
    /// Offices held, newest first.
    pub roles: Vec<Role>,
    /// Offices held at this organization, by name of who holds them.
    pub officers: Vec<(Handle<Actor>, Role)>,
    /// How it stands to others, declared from either end.
    pub relations: Vec<Relation>,
    /// Whom it contradicts or is contradicted by: statements against claims of the other, or claims that dispute each other.
    pub opponents: Vec<Opponent>,
    /// Its own reversals: the earlier and the later statement.
    pub reversals: Vec<(Handle<Statement>, Handle<Statement>)>,
    /// Briefings in which it appears, newest first.
    pub briefings: Vec<Handle<Briefing>>,
    /// The file of its picture, if it has one in the site.
    pub image: Option<SitePath>,
    /// Who links here.
    pub linked_from: Vec<Node>,
}

/// An office held.
#[derive(Debug, Clone, Hash)]
pub struct Role {
    /// Its title.
    pub title: String,
    /// Where.
    pub org: Option<Handle<Actor>>,
    /// Since when.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
}

/// How an actor stands to another.
#[derive(Debug, Clone, Hash)]
pub struct Relation {
    /// The relation.
    pub kind: ActorRelation,
    /// The other.
    pub other: Handle<Actor>,
    /// Whether the other declared it, so that it reads from there to here.
    pub inverse: bool,
    /// Since when.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
    /// Who says so.
    pub source: Option<Handle<Source>>,
    /// Plain text.
    pub note: Option<String>,
}

/// Two actors against each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Opponent {
    /// The other.
    pub actor: Handle<Actor>,
    /// The claims between them: of either side, disputed by the other.
    pub claims: Vec<Handle<Claim>>,
}

/// A claim.
#[derive(Debug, Hash)]
pub struct Claim {
    /// What was written.
    pub source: Arc<ClaimDeclaration>,
    /// What sort of claim.
    pub kind: ClaimKind,
    /// The briefing that declares it, if one does.
    pub declared_in: Option<Handle<Briefing>>,
    /// Its statements, by date.
    pub statements: Vec<Handle<Statement>>,
    /// Relations to other claims.
    pub relations: Vec<(ClaimRelation, Handle<Claim>)>,
    /// Relations of other claims to it.
    pub inverse: Vec<(ClaimRelation, Handle<Claim>)>,
    /// Statements about it.
    pub about: Vec<Handle<Statement>>,
    /// Its status now.
    pub status: Status,
    /// Every statement and every change of status, by date.
    pub history: Vec<Entry>,
    /// Who links here.
    pub linked_from: Vec<Node>,
}

/// One entry of a claim's history.
#[derive(Debug, Clone, Hash)]
pub struct Entry {
    /// When.
    pub date: Date,
    /// In which briefing; none when it was declared outside of one.
    pub briefing: Option<Handle<Briefing>>,
    /// What.
    pub what: EntryKind,
}

/// What happened to a claim.
#[derive(Debug, Clone, Hash)]
pub enum EntryKind {
    /// Somebody did something with it.
    Statement(Handle<Statement>),
    /// Its status changed.
    Change(Handle<Change>),
}

/// A change of a claim's status.
#[derive(Debug, Clone, Hash)]
pub struct Change {
    /// Which claim.
    pub claim: Handle<Claim>,
    /// When.
    pub date: Date,
    /// In which briefing; none when it was declared outside of one.
    pub briefing: Option<Handle<Briefing>>,
    /// From which status; none when it is the first.
    pub from: Option<Status>,
    /// To which status.
    pub to: Status,
    /// Why.
    pub cause: Cause,
    /// Who shows it.
    pub source: Option<Handle<Source>>,
}

/// Why a claim has a status.
#[derive(Debug, Clone, Hash)]
pub enum Cause {
    /// It is the default of its kind.
    Default,
    /// Its declaration says so.
    Declared,
    /// An `updates:` entry says so, for this reason.
    Update(String),
    /// Another actor stands against it.
    Opposed(Handle<Statement>),
    /// Another actor's claim disputes, refutes or contradicts it.
    Countered(Handle<Claim>),
    /// Whoever asserted it has taken it back; this is the last who did.
    Withdrawn(Handle<Statement>),
}

/// One actor, or several together, doing something with one claim at one time.
#[derive(Debug, Hash)]
pub struct Statement {
    /// The claim.
    pub claim: Handle<Claim>,
    /// The briefing that reports it; none for one declared in a list or file of its own.
    pub briefing: Option<Handle<Briefing>>,
    /// The article it was written in, and its index there: `source.article.statements[index]`.
    pub source: Arc<Anchored>,
    /// See `source`.
    pub index: usize,
    /// Its id on the page of its briefing: the claim's, with a number when there are several.
    pub anchor_id: String,
    /// Its number in its briefing, from 1, in the order in which their passages end; unanchored ones last.
    pub number: u32,
    /// Who. Empty only for the briefing's own voice.
    pub by: Vec<Handle<Actor>>,
    /// On whose behalf.
    pub on_behalf_of: Vec<Handle<Actor>>,
    /// To whom.
    pub to: Vec<Handle<Actor>>,
    /// What it is about.
    pub about: Vec<Node>,
    /// What the actor does with the claim.
    pub stance: Stance,
    /// How its words are given; none without a passage.
    pub mode: Option<Mode>,
    /// When.
    pub date: Date,
    /// At which event.
    pub event: Option<Handle<Event>>,
    /// From which source.
    pub taken_from: Option<Handle<Source>>,
}

/// An event.
#[derive(Debug, Hash)]
pub struct Event {
    /// What was written.
    pub source: Arc<EventDeclaration>,
    /// Whether it has happened.
    pub status: EventStatus,
    /// Who took part, in the order written.
    pub actors: Vec<(Handle<Actor>, Option<EventRole>)>,
    /// The event it is part of.
    pub part_of: Option<Handle<Event>>,
    /// Its parts, by date.
    pub parts: Vec<Handle<Event>>,
    /// The events it follows.
    pub follows: Vec<Handle<Event>>,
    /// The events that follow it.
    pub followed_by: Vec<Handle<Event>>,
    /// Who reports it.
    pub sources: Vec<Handle<Source>>,
    /// What was said at it, by date.
    pub statements: Vec<Handle<Statement>>,
    /// What was said about it.
    pub about: Vec<Handle<Statement>>,
    /// Briefings in which it appears, newest first.
    pub briefings: Vec<Handle<Briefing>>,
    /// Who links here.
    pub linked_from: Vec<Node>,
}

/// A source.
#[derive(Debug, Hash)]
pub struct Source {
    /// What was written.
    pub source: Arc<SourceDeclaration>,
    /// What to show instead of it. When present, it has no page, and nothing of `source` may reach the output.
    pub confidential: Option<String>,
    /// Sources it repeats.
    pub derived_from: Vec<Handle<Source>>,
    /// Sources that repeat it.
    pub derived: Vec<Handle<Source>>,
    /// Statements taken from it, by date.
    pub statements: Vec<Handle<Statement>>,
    /// Events it reports.
    pub events: Vec<Handle<Event>>,
    /// Briefings that use it, newest first.
    pub briefings: Vec<Handle<Briefing>>,
    /// Who links here.
    pub linked_from: Vec<Node>,
}

/// A subject of briefings.
#[derive(Debug, Hash)]
pub struct Tag {
    /// Its id.
    pub slug: Slug,
    /// As it was first written.
    pub name: String,
    /// Where it was first written.
    pub span: Span,
    /// Its briefings, newest first.
    pub briefings: Vec<Handle<Briefing>>,
}

/// A page beside the briefings.
#[derive(Debug, Hash)]
pub struct Page {
    /// The last part of its address.
    pub slug: Slug,
    /// What was written. Its head is a [`crate::parse::Head::Page`] or `Home`.
    pub source: Arc<Anchored>,
}

impl Statement {
    /// Whether it has a place in the text.
    #[must_use]
    pub fn is_anchored(&self) -> bool {
        self.mode.is_some()
    }
}

impl Actor {
    /// The whole declaration, for a diagnostic.
    #[must_use]
    pub fn span(&self) -> Span {
        self.source.span
    }
}

macro_rules! lists {
    ($( $list:ident: $type:ident, )*) => { $(
        impl Index<Handle<$type>> for Graph {
            type Output = $type;

            fn index(&self, handle: Handle<$type>) -> &$type {
                &self.$list[handle.index()]
            }
        }
    )* };
}

lists! {
    briefings: Briefing, actors: Actor, claims: Claim, statements: Statement, events: Event, sources: Source, tags: Tag,
    pages: Page, changes: Change,
}
