//! What one file declares, with the place of every value, and with references as they were typed.

use std::sync::Arc;

use super::words::{
    Access, ActorKind, ActorRelation, ClaimKind, ClaimRelation, Confidence, EventRole, EventStatus, Likelihood, Mode,
    Reliability, SourceKind, Stance, Status,
};
use super::{Date, Extra, Slug};
use crate::parse::Body;
use crate::source::{Span, Spanned};

/// A text with its place.
pub type Text = Spanned<String>;

/// An id with its place, and whether the author wrote it; when not, the place is what it was made from.
#[derive(Debug, Clone)]
pub struct Id {
    /// The id.
    pub slug: Slug,
    /// Where it, or what it was made from, stands.
    pub span: Span,
    /// Whether it was made from a name, title or text.
    pub made: bool,
}

/// An actor as declared in one place.
#[derive(Debug, Clone)]
pub struct ActorDeclaration {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// What sort of actor; `None` is not said.
    pub kind: Option<Spanned<ActorKind>>,
    /// Other names it is known by.
    pub aliases: Vec<Text>,
    /// Offices held.
    pub roles: Vec<RoleDeclaration>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<Text>,
    /// A Wikidata item, `Q` and digits.
    pub wikidata: Option<Text>,
    /// Addresses elsewhere.
    pub links: Vec<LinkDeclaration>,
    /// A picture, as a path relative to the file.
    pub image: Option<Text>,
    /// Admiralty scale, A to F.
    pub reliability: Option<Spanned<Reliability>>,
    /// Plain text.
    pub summary: Option<Text>,
    /// How it stands to other actors.
    pub relations: Vec<RelationDeclaration>,
    /// Who may know of it.
    pub access: Option<Spanned<Access>>,
    /// What is shown instead of a confidential one.
    pub display: Option<Text>,
    /// Free data.
    pub extra: Extra,
    /// Former addresses of its page.
    pub former: Vec<Text>,
    /// Prose for its page, when it has a file of its own.
    pub body: Option<Arc<Body>>,
    /// The whole declaration.
    pub span: Span,
}

/// An office held by an actor.
#[derive(Debug, Clone)]
pub struct RoleDeclaration {
    /// The title of the office.
    pub title: Text,
    /// The organization: an actor by id, name or alias.
    pub org: Option<Text>,
    /// Since when.
    pub from: Option<Spanned<Date>>,
    /// Until when.
    pub to: Option<Spanned<Date>>,
}

/// An address elsewhere.
#[derive(Debug, Clone)]
pub struct LinkDeclaration {
    /// What it is called, when said.
    pub title: Option<Text>,
    /// An http, https or mailto address.
    pub url: Text,
}

/// How an actor stands to another.
#[derive(Debug, Clone)]
pub struct RelationDeclaration {
    /// The relation.
    pub kind: Spanned<ActorRelation>,
    /// The other actor, by id, name or alias.
    pub actor: Text,
    /// Since when.
    pub from: Option<Spanned<Date>>,
    /// Until when.
    pub to: Option<Spanned<Date>>,
    /// Id of the source that says so.
    pub source: Option<Text>,
    /// Plain text.
    pub note: Option<Text>,
}

/// A claim as declared in one place.
#[derive(Debug, Clone)]
pub struct ClaimDeclaration {
    /// Its id.
    pub id: Id,
    /// The proposition.
    pub text: Text,
    /// What sort of claim; `None` is not said (then it is a fact).
    pub kind: Option<Spanned<ClaimKind>>,
    /// What the author concludes; `None` is not said.
    pub status: Option<Spanned<Status>>,
    /// Credibility of the information on the Admiralty scale, 1 (confirmed) to 6 (cannot be judged).
    pub credibility: Option<Spanned<u8>>,
    /// ICD 203.
    pub likelihood: Option<Spanned<Likelihood>>,
    /// ICD 203.
    pub confidence: Option<Spanned<Confidence>>,
    /// What must hold for it.
    pub condition: Option<Text>,
    /// Relations to other claims, by their ids.
    pub relations: Vec<(Spanned<ClaimRelation>, Text)>,
    /// Free data.
    pub extra: Extra,
    /// Former addresses of its page.
    pub former: Vec<Text>,
    /// Prose for its page, when it has a file of its own.
    pub body: Option<Arc<Body>>,
    /// The whole declaration.
    pub span: Span,
}

/// One actor doing something with one claim at one time.
#[derive(Debug, Clone)]
pub struct StatementDeclaration {
    /// Which claim.
    pub claim: ClaimReference,
    /// Who; at least one, unless the front matter is broken.
    pub by: Vec<Spanned<Party>>,
    /// On whose behalf.
    pub on_behalf_of: Vec<Text>,
    /// To whom.
    pub to: Vec<Text>,
    /// What it is about.
    pub about: Vec<Spanned<Topic>>,
    /// What the actor does with the claim.
    pub stance: Stance,
    /// The passage that carries it.
    pub quote: Option<QuoteSelector>,
    /// How its words are given; `None` is found from the quotation marks.
    pub mode: Option<Spanned<Mode>>,
    /// When; `None` is the date of the briefing.
    pub date: Option<Spanned<Date>>,
    /// At which event, by id.
    pub event: Option<Text>,
    /// From which source, by id; `None` is the only source of the briefing.
    pub source: Option<Text>,
    /// Where in the source. This and what few statements have beside it takes no room in the others.
    pub locator: Option<Box<Text>>,
    /// The language of the quotation (BCP 47).
    pub lang: Option<Box<Text>>,
    /// The quotation translated.
    pub translation: Option<Box<Text>>,
    /// The author's remark.
    pub note: Option<Arc<Body>>,
    /// The whole entry.
    pub span: Span,
}

/// Which claim a statement is about.
#[derive(Debug, Clone)]
pub enum ClaimReference {
    /// The one declared in the same entry: its index in the claims of the article.
    Here(usize),
    /// One declared elsewhere, by id.
    Elsewhere(Text),
}

/// Who makes a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// The briefing's own voice.
    Author,
    /// An actor by id, name or alias.
    Actor(String),
}

/// What a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// An actor by id, name or alias.
    Actor(String),
    /// An event by id.
    Event(String),
    /// A claim by id.
    Claim(String),
}

/// A passage: the `TextQuoteSelector` of the Web Annotation Data Model.
#[derive(Debug, Clone)]
pub struct QuoteSelector {
    /// The words.
    pub exact: Text,
    /// What stands before them.
    pub prefix: Option<Box<Text>>,
    /// What stands after them.
    pub suffix: Option<Box<Text>>,
}

/// An event as declared in one place.
#[derive(Debug, Clone)]
pub struct EventDeclaration {
    /// Whether `actors` is written, even when none of it can be read.
    pub names_actors: bool,
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Text,
    /// When.
    pub date: Spanned<Date>,
    /// Whether it has happened; `None` is not said.
    pub status: Option<Spanned<EventStatus>>,
    /// Free words.
    pub kind: Option<Text>,
    /// Root category of CAMEO, 1 to 20.
    pub cameo: Option<Spanned<u8>>,
    /// Where.
    pub place: Option<Place>,
    /// Who took part.
    pub actors: Vec<ParticipantDeclaration>,
    /// Id of the event it is part of.
    pub part_of: Option<Text>,
    /// Ids of the events it follows.
    pub follows: Vec<Text>,
    /// Ids of sources.
    pub sources: Vec<Text>,
    /// Plain text.
    pub summary: Option<Text>,
    /// Free data.
    pub extra: Extra,
    /// Former addresses of its page.
    pub former: Vec<Text>,
    /// Prose for its page, when it has a file of its own.
    pub body: Option<Arc<Body>>,
    /// The whole declaration.
    pub span: Span,
}

/// Where something happens.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name.
    pub name: Text,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<Text>,
    /// Latitude in degrees north, −90 to 90 (WGS 84).
    pub lat: Option<f64>,
    /// Longitude in degrees east, −180 to 180 (WGS 84).
    pub lon: Option<f64>,
}

/// Who takes part in an event.
#[derive(Debug, Clone)]
pub struct ParticipantDeclaration {
    /// An actor by id, name or alias.
    pub actor: Text,
    /// As what.
    pub role: Option<Spanned<EventRole>>,
}

/// A source as declared in one place.
#[derive(Debug, Clone)]
pub struct SourceDeclaration {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Text,
    /// A CSL type.
    pub kind: Option<Spanned<SourceKind>>,
    /// Who wrote it, as printed.
    pub author: Vec<Text>,
    /// Who published it, as printed.
    pub publisher: Option<Text>,
    /// When it was published.
    pub date: Option<Spanned<Date>>,
    /// When it was last read.
    pub accessed: Option<Spanned<Date>>,
    /// Where it stands.
    pub url: Option<Text>,
    /// Where a copy stands.
    pub archive_url: Option<Text>,
    /// A text file in the site that holds its words, as a path relative to the file.
    pub snapshot: Option<Text>,
    /// SHA-256 of the snapshot's bytes, 64 hexadecimal digits, lower case.
    pub sha256: Option<Text>,
    /// Admiralty scale, A to F.
    pub reliability: Option<Spanned<Reliability>>,
    /// Ids of the sources that it repeats.
    pub derived_from: Vec<Text>,
    /// Who may see it.
    pub access: Option<Spanned<Access>>,
    /// What is shown instead of a confidential one.
    pub display: Option<Text>,
    /// Its language (BCP 47).
    pub lang: Option<Text>,
    /// Plain text.
    pub summary: Option<Text>,
    /// Free data.
    pub extra: Extra,
    /// Former addresses of its page.
    pub former: Vec<Text>,
    /// Prose for its page, when it has a file of its own.
    pub body: Option<Arc<Body>>,
    /// The whole declaration.
    pub span: Span,
}

/// A change of a claim's status.
#[derive(Debug, Clone)]
pub struct UpdateDeclaration {
    /// The claim, by id.
    pub claim: Text,
    /// What it is from now on.
    pub status: Spanned<Status>,
    /// Why; empty when it was left out, which is an error already reported.
    pub why: Text,
    /// When; `None` is the date of the briefing.
    pub date: Option<Spanned<Date>>,
    /// Id of the source that shows it.
    pub source: Option<Text>,
    /// The whole entry.
    pub span: Span,
}

/// The author's remark on a passage.
#[derive(Debug, Clone)]
pub struct NoteDeclaration {
    /// The passage.
    pub quote: QuoteSelector,
    /// The remark.
    pub text: Arc<Body>,
    /// The whole entry.
    pub span: Span,
}
