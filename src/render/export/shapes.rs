//! The shapes of things in JSON. Their fields stand in the order of the alphabet, and those are left out of which there is nothing
//! to say. `schema` describes them to other programs.

use std::borrow::Cow;

use serde::Serialize;

use crate::model::{
    Access, ActorKind, ActorRelation, ClaimKind, ClaimRelation, Confidence, Date, EventRole, EventStatus, Likelihood,
    Mode, Reliability, SourceKind, Stance, Standing, Status,
};

/// The id of something, among those of its kind.
pub(super) type Id<'a> = Cow<'a, str>;

/// A briefing.
#[derive(Debug, Serialize)]
pub(super) struct Briefing<'a> {
    pub(super) actors: Vec<Reference<'a>>,
    pub(super) authors: Vec<String>,
    pub(super) claims: Vec<ClaimThen<'a>>,
    pub(super) date: Date,
    pub(super) events: Vec<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) href: Option<String>,
    pub(super) id: Id<'a>,
    pub(super) language: &'a str,
    pub(super) sources: Vec<Reference<'a>>,
    pub(super) statements: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<&'a str>,
    pub(super) tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) updated: Option<Date>,
}

/// A claim of a briefing, with its status when that was written.
#[derive(Debug, Serialize)]
pub(super) struct ClaimThen<'a> {
    pub(super) id: Id<'a>,
    pub(super) status: Status,
}

/// An actor that is not confidential.
#[derive(Debug, Serialize)]
pub(super) struct Actor<'a> {
    pub(super) aliases: Vec<&'a str>,
    pub(super) briefings: Vec<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) country: Option<&'a str>,
    pub(super) declared: bool,
    pub(super) events: Vec<Part<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<ActorKind>,
    pub(super) links: Vec<Page<'a>>,
    pub(super) name: &'a str,
    pub(super) relations: Vec<Relation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reliability: Option<Reliability>,
    pub(super) roles: Vec<Role<'a>>,
    pub(super) statements: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) wikidata: Option<&'a str>,
}

/// An event that an actor takes part in.
#[derive(Debug, Serialize)]
pub(super) struct Part<'a> {
    pub(super) id: Id<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) role: Option<EventRole>,
}

/// An address elsewhere.
#[derive(Debug, Serialize)]
pub(super) struct Page<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<&'a str>,
    pub(super) url: &'a str,
}

/// An office.
#[derive(Debug, Serialize)]
pub(super) struct Role<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) organization: Option<Reference<'a>>,
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<Date>,
}

/// How an actor stands to another.
#[derive(Debug, Serialize)]
pub(super) struct Relation<'a> {
    pub(super) declared_by_other: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<Date>,
    pub(super) kind: ActorRelation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'a str>,
    pub(super) other: Reference<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<Date>,
}

/// A claim.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "the field of its words is called so in the data")]
pub(super) struct Claim<'a> {
    pub(super) changes: Vec<Change<'a>>,
    pub(super) claim: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) condition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) confidence: Option<Confidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) credibility: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) declared_in: Option<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) href: Option<String>,
    pub(super) id: Id<'a>,
    pub(super) kind: ClaimKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) likelihood: Option<Likelihood>,
    pub(super) relations: Vec<ToClaim<'a>>,
    pub(super) standing: Standing,
    pub(super) statements: Vec<String>,
    pub(super) status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
}

/// A relation to another claim.
#[derive(Debug, Serialize)]
pub(super) struct ToClaim<'a> {
    pub(super) id: Id<'a>,
    pub(super) kind: ClaimRelation,
}

/// A change of status.
#[derive(Debug, Serialize)]
pub(super) struct Change<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) briefing: Option<Id<'a>>,
    pub(super) cause: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) claim: Option<Id<'a>>,
    pub(super) date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) statement: Option<String>,
    pub(super) to: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<&'a str>,
}

/// A statement.
#[derive(Debug, Serialize)]
pub(super) struct Statement<'a> {
    pub(super) about: Vec<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) briefing: Option<Id<'a>>,
    pub(super) by: Vec<Reference<'a>>,
    pub(super) claim: Id<'a>,
    pub(super) date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) event: Option<Id<'a>>,
    pub(super) href: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) locator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mode: Option<Mode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'a str>,
    pub(super) on_behalf_of: Vec<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quote: Option<Quote<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Reference<'a>>,
    pub(super) stance: Stance,
    pub(super) to: Vec<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) translation: Option<&'a str>,
}

/// The words of a statement, and where they stand in the text of the briefing.
#[derive(Debug, Serialize)]
pub(super) struct Quote<'a> {
    pub(super) exact: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) position: Option<Vec<Position>>,
}

/// An event.
#[derive(Debug, Serialize)]
pub(super) struct Event<'a> {
    pub(super) actors: Vec<Participant<'a>>,
    pub(super) briefings: Vec<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cameo: Option<String>,
    pub(super) date: Date,
    pub(super) follows: Vec<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) href: Option<String>,
    pub(super) id: Id<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) part_of: Option<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<Place<'a>>,
    pub(super) sources: Vec<Reference<'a>>,
    pub(super) statements: Vec<String>,
    pub(super) status: EventStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
    pub(super) title: &'a str,
}

/// Who takes part in an event.
#[derive(Debug, Serialize)]
pub(super) struct Participant<'a> {
    pub(super) actor: Reference<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) role: Option<EventRole>,
}

/// A place.
#[derive(Debug, Serialize)]
pub(super) struct Place<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lon: Option<f64>,
    pub(super) name: &'a str,
}

/// A source that is not confidential.
#[derive(Debug, Serialize)]
pub(super) struct Source<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) access: Option<Access>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accessed: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) archive_url: Option<&'a str>,
    pub(super) authors: Vec<&'a str>,
    pub(super) briefings: Vec<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<Date>,
    pub(super) derived_from: Vec<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<SourceKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reliability: Option<Reliability>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sha256: Option<&'a str>,
    pub(super) statements: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
}

/// A tag.
#[derive(Debug, Serialize)]
pub(super) struct Tag<'a> {
    pub(super) briefings: Vec<Id<'a>>,
    pub(super) href: Option<String>,
    pub(super) id: &'a str,
    pub(super) name: &'a str,
}

/// What something is called, with its id and address unless it is confidential.
#[derive(Debug, Serialize)]
pub(super) struct Reference<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<Id<'a>>,
    pub(super) kind: &'static str,
    pub(super) title: String,
}

/// A piece of a quotation in code points, as the `TextPositionSelector` of the Web Annotation Data Model counts them.
#[derive(Debug, Serialize)]
pub(super) struct Position {
    pub(super) end: usize,
    pub(super) start: usize,
}
