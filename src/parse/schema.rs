//! The form of the format as JSON Schemas (draft 2020-12), for editors and for other programs.
//!
//! They are made from the tables in [`keys`] and from the vocabularies of the model, which is what files are checked against.
//! A schema says what one file alone may hold; whether what is referred to exists is beyond it. No keyword is used that
//! means something else in draft 07, which many editors still read.

mod about;

use serde_json::{Map, Value, json};

use super::keys::{self, Key, KeySet, Takes};
use super::lower::claim::DECLARING;
use crate::model::{ClaimRelation, Slug, Word};

/// What a schema is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The front matter of a briefing.
    Briefing,
    /// The front matter of a page.
    Page,
    /// The front matter of the home page.
    Home,
    /// The front matter of an actor's own file.
    Actor,
    /// The front matter of a claim's own file.
    Claim,
    /// The front matter of an event's own file.
    Event,
    /// The front matter of a source's own file.
    Source,
    /// `content/actors.yaml`
    Actors,
    /// `content/claims.yaml`
    Claims,
    /// `content/events.yaml`
    Events,
    /// `content/sources.yaml`
    Sources,
    /// `postil.toml`
    Settings,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Briefing,
        Self::Page,
        Self::Home,
        Self::Actor,
        Self::Claim,
        Self::Event,
        Self::Source,
        Self::Actors,
        Self::Claims,
        Self::Events,
        Self::Sources,
        Self::Settings,
    ];

    /// As it is typed, and as the file of its schema is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Briefing => "briefing",
            Self::Page => "page",
            Self::Home => "home",
            Self::Actor => "actor",
            Self::Claim => "claim",
            Self::Event => "event",
            Self::Source => "source",
            Self::Actors => "actors",
            Self::Claims => "claims",
            Self::Events => "events",
            Self::Sources => "sources",
            Self::Settings => "settings",
        }
    }

    /// What is described, in words.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Briefing => "The front matter of a briefing",
            Self::Page => "The front matter of a page",
            Self::Home => "The front matter of the home page",
            Self::Actor => "The front matter of an actor's own file",
            Self::Claim => "The front matter of a claim's own file",
            Self::Event => "The front matter of an event's own file",
            Self::Source => "The front matter of a source's own file",
            Self::Actors => "A list of actors: content/actors.yaml",
            Self::Claims => "A list of claims: content/claims.yaml",
            Self::Events => "A list of events: content/events.yaml",
            Self::Sources => "A list of sources: content/sources.yaml",
            Self::Settings => "The settings of a site: postil.toml",
        }
    }

    fn set(self) -> &'static KeySet {
        match self {
            Self::Briefing => &keys::BRIEFING,
            Self::Page => &keys::PAGE,
            Self::Home => &keys::HOME,
            Self::Actor | Self::Actors => &keys::ACTOR,
            Self::Claim | Self::Claims => &keys::CLAIM,
            Self::Event | Self::Events => &keys::EVENT,
            Self::Source | Self::Sources => &keys::SOURCE,
            Self::Settings => &keys::SETTINGS,
        }
    }

    fn is_list(self) -> bool {
        matches!(self, Self::Actors | Self::Claims | Self::Events | Self::Sources)
    }
}

/// The schema for files of this kind.
#[must_use]
pub fn schema(kind: Kind) -> Value {
    let mut definitions = Map::new();
    let set = kind.set();
    let mut root = match kind {
        Kind::Claim | Kind::Claims => json!({"allOf": [reference(set, &mut definitions), outside_a_briefing()]}),
        _ if kind.is_list() => reference(set, &mut definitions),
        _ => mapping(set, &mut definitions),
    };
    if kind.is_list() {
        root = json!({"type": ["array", "null"], "items": root});
    }
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(kind.title()));
    schema.extend(root.as_object().cloned().unwrap_or_default());
    if !definitions.is_empty() {
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    Value::Object(schema)
}

/// The schema as the text of a file.
#[must_use]
pub fn text(kind: Kind) -> String {
    format!("{:#}\n", schema(kind))
}

/// A mapping with these keys and no others.
fn mapping(set: &'static KeySet, definitions: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for key in set.keys {
        properties.insert(key.name.to_owned(), property(set, key, definitions));
    }
    let required: Vec<_> = set.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut mapping = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        mapping["required"] = json!(required);
    }
    if set.name == keys::CLAIM.name {
        mapping["if"] = json!({"required": ["claim"]});
        mapping["then"] = without(DECLARING.into_iter().chain(ClaimRelation::ALL.iter().map(|it| it.as_str())));
    }
    mapping
}

/// A reference to the mapping of this set, which is defined once.
fn reference(set: &'static KeySet, definitions: &mut Map<String, Value>) -> Value {
    let name = set.name.replace(' ', "-");
    if !definitions.contains_key(&name) {
        // It is there before it is finished, in case it holds itself.
        definitions.insert(name.clone(), Value::Bool(true));
        let made = mapping(set, definitions);
        definitions.insert(name.clone(), made);
    }
    json!({"$ref": format!("#/$defs/{name}")})
}

fn property(set: &KeySet, key: &'static Key, definitions: &mut Map<String, Value>) -> Value {
    let mut property = match (set.name, key.name) {
        ("briefing", "claims") => {
            let entry = json!({"allOf": [reference(&keys::CLAIM, definitions), in_a_briefing()]});
            list(&entry)
        }
        ("build", "output") => json!({"type": "string", "pattern": "\\S", "not": {"pattern": NO_OUTPUT}}),
        _ => value(&key.takes, definitions),
    };
    if let (Value::Object(property), Some(about)) = (&mut property, about::about(set.name, key.name)) {
        property.insert("description".to_owned(), json!(about));
    }
    property
}

/// What a value looks like after YAML or TOML have read it: a text may come as a number.
fn value(takes: &'static Takes, definitions: &mut Map<String, Value>) -> Value {
    match takes {
        Takes::Text | Takes::Markdown | Takes::Reference(_) | Takes::Path => {
            json!({"type": ["string", "number", "boolean"], "pattern": "\\S"})
        }
        Takes::Id => json!({"anyOf": [
            {"type": "string", "pattern": ID, "maxLength": Slug::MAX_CHARS},
            {"type": "integer", "minimum": 0},
            {"type": "boolean"},
        ]}),
        Takes::Date => json!({"anyOf": [
            {"type": "string", "pattern": format!("^(?:{MOMENT}|(?:\\.\\.|{MOMENT})/(?:\\.\\.|{MOMENT}))$")},
            {"type": "integer", "minimum": 1, "maximum": 9999},
        ]}),
        Takes::Truth => json!({"type": "boolean"}),
        Takes::Whole(from, to) => json!({"anyOf": [
            {"type": "integer", "minimum": from, "maximum": to},
            {"type": "string", "pattern": digits(*from, *to)},
        ]}),
        Takes::Degrees(most) => json!({"anyOf": [
            {"type": "number", "minimum": -i16::from(*most), "maximum": most},
            {"type": "string", "pattern": "^[-+]?[0-9]+(?:\\.[0-9]*)?$"},
        ]}),
        Takes::Url => {
            json!({"type": "string", "pattern": "^(?:[Hh][Tt][Tt][Pp][Ss]?://[^/\\s]|[Mm][Aa][Ii][Ll][Tt][Oo]:[^\\s]*@)[^\\s]*$"})
        }
        Takes::Country => json!({"type": "string", "pattern": "^[A-Za-z]{2}$"}),
        Takes::Wikidata => json!({"type": "string", "pattern": "^Q[1-9][0-9]{0,11}$"}),
        Takes::Sha256 => json!({"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"}),
        Takes::Language => {
            json!({"type": "string", "pattern": "^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$", "maxLength": 35})
        }
        Takes::Word(words) => json!({"enum": words()}),
        Takes::List(of) => list(&value(of, definitions)),
        Takes::Map(set) => reference(set, definitions),
        Takes::Either(one, other) => json!({"anyOf": [value(one, definitions), value(other, definitions)]}),
        Takes::Anything => json!({}),
    }
}

/// One of these, or a list of them, or nothing.
fn list(of: &Value) -> Value {
    json!({"anyOf": [of, {"type": "array", "items": of}, {"type": "null"}]})
}

/// What holds of an entry of `claims:`: it is a statement, of a claim that it declares or refers to.
fn in_a_briefing() -> Value {
    json!({
        "required": ["by"],
        "anyOf": [{"required": ["claim"]}, {"required": ["text"]}, {"required": ["quote"]}],
    })
}

/// What holds of a claim elsewhere: there is no text to quote, and a statement says when it was made.
fn outside_a_briefing() -> Value {
    json!({
        "properties": {"quote": false},
        "anyOf": [{"required": ["claim", "by", "date"]}, {"required": ["text"]}],
        "if": {"required": ["by"]},
        "then": {"required": ["date"]},
    })
}

fn without(keys: impl Iterator<Item = &'static str>) -> Value {
    let none: Map<String, Value> = keys.map(|key| (key.to_owned(), Value::Bool(false))).collect();
    json!({"properties": none})
}

/// Whole numbers that are written as texts: `"04"`.
fn digits(from: u16, to: u16) -> String {
    if to - from > 100 {
        return "^[0-9]{1,8}$".to_owned();
    }
    let numbers: Vec<_> = (from..=to).map(|number| number.to_string()).collect();
    format!("^0*(?:{})$", numbers.join("|"))
}

/// Folders that the site is made from, and those outside.
const NO_OUTPUT: &str = "^(?:/|\\.\\.?(?:/|$)|(?:content|templates|static|\\.git)(?:/|$))";

/// A moment of EDTF, as precise as it is written.
const MOMENT: &str =
    "[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2}))?)?)?[~?%]?";

/// Lowercase letters, digits and marks of any script, in groups joined by single hyphens.
const ID: &str = "^[\\p{Ll}\\p{Lo}\\p{Lm}\\p{N}][\\p{Ll}\\p{Lo}\\p{Lm}\\p{N}\\p{M}]*(?:-[\\p{Ll}\\p{Lo}\\p{Lm}\\p{N}][\\p{Ll}\\p{Lo}\\p{Lm}\\p{N}\\p{M}]*)*$";
