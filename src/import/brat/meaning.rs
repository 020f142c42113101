//! What the types, roles and attributes of brat mean to the format.
//!
//! A name means a word of the format that is written so, whatever its capitals; what corpora call otherwise is listed. Whoever
//! imports can say what any name means.

use std::collections::BTreeMap;

use crate::import::value::folded;
use crate::model::{ActorKind, ActorRelation, ClaimKind, ClaimRelation, EventRole, Stance, Word};

/// What an entity or event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    Actor(Option<ActorKind>),
    Claim(Option<ClaimKind>),
    Event,
    Note,
    /// A date or place of an event.
    Detail,
    /// Nothing that is imported.
    Ignored,
}

/// What a role, relation or attribute says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// `by`, `for`, `to`, `about`.
    Party(&'static str),
    /// Somebody does this with a claim.
    Stance(Stance),
    /// A claim bears so on another.
    Claims(ClaimRelation),
    /// An actor stands so to another.
    Actors(ActorRelation),
    /// An actor takes part so in an event.
    Part(Option<EventRole>),
    /// The words of a claim.
    Passage,
    /// `event`, `date`, `place`, `part_of`, `follows`.
    Key(&'static str),
    /// Both are the same.
    Same,
    /// Nothing that is imported.
    Ignored,
}

/// The words that whoever imports gave meanings to, as they are compared.
pub(super) struct Meanings(BTreeMap<String, String>);

impl Meanings {
    pub(super) fn new(given: &BTreeMap<String, String>) -> Self {
        Self(given.iter().map(|(name, meaning)| (folded(name), folded(meaning))).collect())
    }

    fn of(&self, name: &str) -> String {
        let name = folded(name);
        self.0.get(&name).cloned().unwrap_or(name)
    }

    /// What a type of entities or events is.
    pub(super) fn thing(&self, name: &str) -> Option<Thing> {
        let name = self.of(name);
        Some(match name.as_str() {
            "person" | "per" | "people" | "politician" => Thing::Actor(Some(ActorKind::Person)),
            "organization" | "organisation" | "org" | "company" | "institution" | "party" => {
                Thing::Actor(Some(ActorKind::Organization))
            }
            "state" | "country" | "gpe" | "nation" | "geo-political-entity" => Thing::Actor(Some(ActorKind::State)),
            "public-body" | "government" | "agency" | "ministry" => Thing::Actor(Some(ActorKind::PublicBody)),
            "group" | "norp" => Thing::Actor(Some(ActorKind::Group)),
            "media" | "newspaper" => Thing::Actor(Some(ActorKind::Media)),
            "actor" | "agent" | "speaker" | "holder" => Thing::Actor(None),
            "claim" | "major-claim" | "majorclaim" | "premise" | "statement" | "proposition" | "assertion"
            | "opinion" | "quotation" | "quote" => Thing::Claim(None),
            "event" => Thing::Event,
            "note" | "comment" | "remark" => Thing::Note,
            "date" | "time" | "timex" | "timex3" | "place" | "location" | "loc" | "facility" | "fac" => Thing::Detail,
            "ignore" => Thing::Ignored,
            other => match (<ActorKind as Word>::parse(other), <ClaimKind as Word>::parse(other)) {
                (Some(kind), _) => Thing::Actor(Some(kind)),
                (None, Some(kind)) => Thing::Claim(Some(kind)),
                (None, None) => return None,
            },
        })
    }

    /// What a role or relation says.
    pub(super) fn tie(&self, name: &str) -> Option<Tie> {
        let name = self.of(name);
        // Roles that occur several times in an event are numbered.
        let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
        Some(match name {
            "by" | "source" | "agent" | "holder" | "author" | "attribution" | "attributed-to" | "said-by" | "says"
            | "claimant" | "utterer" | "cue-source" => Tie::Party("by"),
            "for" | "on-behalf-of" | "behalf" => Tie::Party("for"),
            "to" | "addressee" | "recipient" | "audience" => Tie::Party("to"),
            "about" | "topic" | "subject" => Tie::Party("about"),
            "quote" | "content" | "message" | "text" | "quotation" | "claim" | "proposition" => Tie::Passage,
            "event" | "at" | "occasion" => Tie::Key("event"),
            "date" | "time" | "when" => Tie::Key("date"),
            "place" | "location" | "where" | "loc" => Tie::Key("place"),
            "part-of" => Tie::Key("part_of"),
            "follows" | "after" => Tie::Key("follows"),
            "participant" | "actor" | "patient" | "arg" | "entity" => Tie::Part(None),
            "attacks" | "attack" => Tie::Claims(ClaimRelation::Disputes),
            "rebuts" | "rebut" | "rebuttal" => Tie::Claims(ClaimRelation::Refutes),
            "member-of" => Tie::Actors(ActorRelation::Membership),
            "owns" => Tie::Actors(ActorRelation::Ownership),
            "same" | "coref" | "coreference" | "alias" => Tie::Same,
            "ignore" => Tie::Ignored,
            other => return word(other),
        })
    }

    /// The key that an attribute fills.
    pub(super) fn key(&self, name: &str) -> String {
        match self.of(name).as_str() {
            "language" => "lang".to_owned(),
            other => other.to_owned(),
        }
    }
}

/// A word of the format: `denies`, `supports` or `support`, `host`.
fn word(name: &str) -> Option<Tie> {
    let plural = format!("{name}s");
    let stance = <Stance as Word>::parse(name).or_else(|| <Stance as Word>::parse(&plural));
    let claims = <ClaimRelation as Word>::parse(name).or_else(|| <ClaimRelation as Word>::parse(&plural));
    let actors = <ActorRelation as Word>::parse(name);
    let part = <EventRole as Word>::parse(name);
    stance
        .map(Tie::Stance)
        .or(claims.map(Tie::Claims))
        .or(actors.map(Tie::Actors))
        .or(part.map(|role| Tie::Part(Some(role))))
}
