//! Every key of the format: where it may stand and what it takes.
//!
//! These tables are what `lower` checks keys against, and what documentation and schemas are made from.

mod sections;

pub use sections::{BUILD, CONTENT, EXPORTS, SETTINGS, SITE};

use crate::model::{
    Access, ActorKind, ActorRelation, ClaimKind, Confidence, EventRole, EventStatus, Likelihood, Mode, Reliability,
    SourceKind, Stance, Status, Word,
};

/// The keys of one sort of mapping.
#[derive(Debug)]
pub struct KeySet {
    /// What the mapping is: `briefing`, `claim`, `site`.
    pub name: &'static str,
    /// Its keys, in the order in which the format lists them.
    pub keys: &'static [Key],
}

/// A key of the format.
#[derive(Debug)]
pub struct Key {
    /// As it is typed.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be there, wherever the mapping stands.
    pub required: bool,
}

/// What a key takes.
#[derive(Debug)]
pub enum Takes {
    /// A text.
    Text,
    /// A text in Markdown.
    Markdown,
    /// An id that is declared here.
    Id,
    /// The id of a claim, event or source, or the id or a name of an actor: the kind is given.
    Reference(&'static str),
    /// A date in the EDTF subset.
    Date,
    /// `true` or `false`.
    Truth,
    /// A whole number from the first to the second.
    Whole(u16, u16),
    /// A number between minus and plus this.
    Degrees(u8),
    /// An http, https or mailto address.
    Url,
    /// A path of a file, relative to the file it is written in, or of a page, relative to the site.
    Path,
    /// A country: ISO 3166-1 alpha-2.
    Country,
    /// A Wikidata item.
    Wikidata,
    /// 64 hexadecimal digits.
    Sha256,
    /// A language tag: BCP 47.
    Language,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// A list of these; a single one is accepted in its place.
    List(&'static Takes),
    /// A mapping with these keys.
    Map(&'static KeySet),
    /// One or the other.
    Either(&'static Takes, &'static Takes),
    /// Anything at all.
    Anything,
}

/// All sets of keys of the front matter and of list files.
#[must_use]
pub fn content() -> &'static [&'static KeySet] {
    static SETS: [&KeySet; 15] = [
        &BRIEFING,
        &CLAIM,
        &QUOTE,
        &UPDATE,
        &NOTE,
        &ACTOR,
        &ROLE,
        &LINK,
        &RELATION,
        &EVENT,
        &PLACE,
        &PARTICIPANT,
        &SOURCE,
        &PAGE,
        &HOME,
    ];
    &SETS
}

/// All sets of keys of `postil.toml`.
#[must_use]
pub fn settings() -> &'static [&'static KeySet] {
    static SETS: [&KeySet; 5] = [&SETTINGS, &SITE, &CONTENT, &BUILD, &EXPORTS];
    &SETS
}

impl KeySet {
    /// The key of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The names of its keys, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.keys.iter().map(|key| key.name)
    }
}

impl Takes {
    /// What is wanted, as words that follow "write" or "must be".
    #[must_use]
    pub fn wanted(&self) -> String {
        match self {
            Self::Text => "a text".to_owned(),
            Self::Markdown => "a text (Markdown)".to_owned(),
            Self::Id => "an id such as `guarantees-by-treaty`".to_owned(),
            Self::Reference("actor") => "an actor, by id or name".to_owned(),
            Self::Reference("event") => "the id of an event".to_owned(),
            Self::Reference(kind) => format!("the id of a {kind}"),
            Self::Date => "a date such as `2025-12-11` or `2025-12`".to_owned(),
            Self::Truth => "`true` or `false`".to_owned(),
            Self::Whole(from, to) => format!("a whole number from {from} to {to}"),
            Self::Degrees(most) => format!("a number from -{most} to {most}"),
            Self::Url => "an address such as `https://example.org/report`".to_owned(),
            Self::Path => "a path".to_owned(),
            Self::Country => "a country code such as `UA`".to_owned(),
            Self::Wikidata => "a Wikidata item such as `Q58217`".to_owned(),
            Self::Sha256 => "64 hexadecimal digits".to_owned(),
            Self::Language => "a language tag such as `en` or `pt-BR`".to_owned(),
            Self::Word(words) => one_of(&words()),
            Self::List(of) => format!("a list; each item is {}", of.wanted()),
            Self::Map(set) => {
                let keys: Vec<_> = set.names().map(|name| format!("`{name}`")).collect();
                format!("a mapping with the keys {}", keys.join(", "))
            }
            Self::Either(one, other) => format!("{}, or {}", one.wanted(), other.wanted()),
            Self::Anything => "anything".to_owned(),
        }
    }

    /// Whether nothing at all may stand after the key.
    #[must_use]
    pub fn may_be_nothing(&self) -> bool {
        matches!(self, Self::List(_) | Self::Anything)
    }
}

fn one_of(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    format!("one of {}", quoted.join(", "))
}

pub(super) fn words<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|word| word.as_str()).collect()
}

const fn key(name: &'static str, takes: Takes) -> Key {
    Key { name, takes, required: false }
}

const fn required(name: &'static str, takes: Takes) -> Key {
    Key { name, takes, required: true }
}

const ACTORS: Takes = Takes::Reference("actor");
const CLAIMS: Takes = Takes::List(&Takes::Reference("claim"));
const EVENTS: Takes = Takes::Reference("event");
const SOURCES: Takes = Takes::Reference("source");
const TEXTS: Takes = Takes::List(&Takes::Text);
const PATHS: Takes = Takes::List(&Takes::Path);

/// The front matter of a briefing.
pub static BRIEFING: KeySet = KeySet {
    name: "briefing",
    keys: &[
        required("title", Takes::Text),
        required("date", Takes::Date),
        key("updated", Takes::Date),
        key("summary", Takes::Text),
        key("authors", TEXTS),
        key("tags", TEXTS),
        key("lang", Takes::Language),
        key("slug", Takes::Id),
        key("draft", Takes::Truth),
        key("publish", Takes::Date),
        key("expires", Takes::Date),
        key("actors", Takes::List(&Takes::Either(&ACTORS, &Takes::Map(&ACTOR)))),
        key("events", Takes::List(&Takes::Either(&EVENTS, &Takes::Map(&EVENT)))),
        key("claims", Takes::List(&Takes::Map(&CLAIM))),
        key("sources", Takes::List(&Takes::Either(&SOURCES, &Takes::Map(&SOURCE)))),
        key("updates", Takes::List(&Takes::Map(&UPDATE))),
        key("notes", Takes::List(&Takes::Map(&NOTE))),
        key("aliases", PATHS),
        key("image", Takes::Path),
        key("extra", Takes::Anything),
    ],
};

/// An entry of `claims:`: a claim, its first statement, or a further statement of a claim declared elsewhere.
pub static CLAIM: KeySet = KeySet {
    name: "claim",
    keys: &[
        key("id", Takes::Id),
        key("text", Takes::Text),
        key("claim", Takes::Reference("claim")),
        key("by", Takes::List(&ACTORS)),
        key("for", Takes::List(&ACTORS)),
        key("to", Takes::List(&ACTORS)),
        key("about", Takes::List(&ACTORS)),
        key("stance", Takes::Word(words::<Stance>)),
        key("quote", Takes::Either(&Takes::Text, &Takes::Map(&QUOTE))),
        key("mode", Takes::Word(words::<Mode>)),
        key("date", Takes::Date),
        key("event", EVENTS),
        key("source", SOURCES),
        key("locator", Takes::Text),
        key("lang", Takes::Language),
        key("translation", Takes::Text),
        key("note", Takes::Markdown),
        key("kind", Takes::Word(words::<ClaimKind>)),
        key("status", Takes::Word(words::<Status>)),
        key("credibility", Takes::Whole(1, 6)),
        key("likelihood", Takes::Word(words::<Likelihood>)),
        key("confidence", Takes::Word(words::<Confidence>)),
        key("condition", Takes::Text),
        key("supports", CLAIMS),
        key("confirms", CLAIMS),
        key("disputes", CLAIMS),
        key("refutes", CLAIMS),
        key("contradicts", CLAIMS),
        key("qualifies", CLAIMS),
        key("responds-to", CLAIMS),
        key("updates", CLAIMS),
        key("supersedes", CLAIMS),
        key("derived-from", CLAIMS),
        key("redirects", PATHS),
        key("extra", Takes::Anything),
    ],
};

/// A quotation that says where it stands.
pub static QUOTE: KeySet = KeySet {
    name: "quotation",
    keys: &[required("exact", Takes::Text), key("prefix", Takes::Text), key("suffix", Takes::Text)],
};

/// An entry of `updates:`.
pub static UPDATE: KeySet = KeySet {
    name: "change of status",
    keys: &[
        required("claim", Takes::Reference("claim")),
        required("status", Takes::Word(words::<Status>)),
        required("why", Takes::Text),
        key("date", Takes::Date),
        key("source", SOURCES),
    ],
};

/// An entry of `notes:`.
pub static NOTE: KeySet = KeySet {
    name: "note",
    keys: &[required("quote", Takes::Either(&Takes::Text, &Takes::Map(&QUOTE))), required("text", Takes::Markdown)],
};

/// An actor.
pub static ACTOR: KeySet = KeySet {
    name: "actor",
    keys: &[
        key("id", Takes::Id),
        required("name", Takes::Text),
        key("type", Takes::Word(words::<ActorKind>)),
        key("aliases", TEXTS),
        key("roles", Takes::List(&Takes::Either(&Takes::Text, &Takes::Map(&ROLE)))),
        key("country", Takes::Country),
        key("wikidata", Takes::Wikidata),
        key("links", Takes::List(&Takes::Either(&Takes::Url, &Takes::Map(&LINK)))),
        key("image", Takes::Path),
        key("reliability", Takes::Word(words::<Reliability>)),
        key("summary", Takes::Text),
        key("relations", Takes::List(&Takes::Map(&RELATION))),
        key("access", Takes::Word(words::<Access>)),
        key("display", Takes::Text),
        key("redirects", PATHS),
        key("extra", Takes::Anything),
    ],
};

/// An office of an actor.
pub static ROLE: KeySet = KeySet {
    name: "role",
    keys: &[required("title", Takes::Text), key("org", ACTORS), key("from", Takes::Date), key("to", Takes::Date)],
};

/// An address elsewhere.
pub static LINK: KeySet = KeySet { name: "link", keys: &[required("url", Takes::Url), key("title", Takes::Text)] };

/// How an actor stands to another.
pub static RELATION: KeySet = KeySet {
    name: "relation",
    keys: &[
        required("type", Takes::Word(words::<ActorRelation>)),
        required("actor", ACTORS),
        key("from", Takes::Date),
        key("to", Takes::Date),
        key("source", SOURCES),
        key("note", Takes::Text),
    ],
};

/// An event.
pub static EVENT: KeySet = KeySet {
    name: "event",
    keys: &[
        key("id", Takes::Id),
        required("title", Takes::Text),
        required("date", Takes::Date),
        key("status", Takes::Word(words::<EventStatus>)),
        key("kind", Takes::Text),
        key("cameo", Takes::Whole(1, 20)),
        key("place", Takes::Either(&Takes::Text, &Takes::Map(&PLACE))),
        key("actors", Takes::List(&Takes::Either(&ACTORS, &Takes::Map(&PARTICIPANT)))),
        key("part_of", EVENTS),
        key("follows", Takes::List(&EVENTS)),
        key("sources", Takes::List(&SOURCES)),
        key("summary", Takes::Text),
        key("redirects", PATHS),
        key("extra", Takes::Anything),
    ],
};

/// Where an event happens.
pub static PLACE: KeySet = KeySet {
    name: "place",
    keys: &[
        required("name", Takes::Text),
        key("country", Takes::Country),
        key("lat", Takes::Degrees(90)),
        key("lon", Takes::Degrees(180)),
    ],
};

/// Who takes part in an event.
pub static PARTICIPANT: KeySet =
    KeySet { name: "participant", keys: &[required("actor", ACTORS), key("role", Takes::Word(words::<EventRole>))] };

/// A source.
pub static SOURCE: KeySet = KeySet {
    name: "source",
    keys: &[
        key("id", Takes::Id),
        required("title", Takes::Text),
        key("type", Takes::Word(words::<SourceKind>)),
        key("author", TEXTS),
        key("publisher", Takes::Text),
        key("date", Takes::Date),
        key("accessed", Takes::Date),
        key("url", Takes::Url),
        key("archive_url", Takes::Url),
        key("snapshot", Takes::Path),
        key("sha256", Takes::Sha256),
        key("reliability", Takes::Word(words::<Reliability>)),
        key("derived_from", Takes::List(&SOURCES)),
        key("access", Takes::Word(words::<Access>)),
        key("display", Takes::Text),
        key("lang", Takes::Language),
        key("summary", Takes::Text),
        key("redirects", PATHS),
        key("extra", Takes::Anything),
    ],
};

/// The front matter of a page.
pub static PAGE: KeySet = KeySet {
    name: "page",
    keys: &[
        required("title", Takes::Text),
        key("summary", Takes::Text),
        key("lang", Takes::Language),
        key("slug", Takes::Id),
        key("draft", Takes::Truth),
        key("aliases", PATHS),
        key("extra", Takes::Anything),
    ],
};

/// The front matter of the home page.
pub static HOME: KeySet = KeySet {
    name: "home page",
    keys: &[
        key("title", Takes::Text),
        key("summary", Takes::Text),
        key("lang", Takes::Language),
        key("extra", Takes::Anything),
    ],
};
