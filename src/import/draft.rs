//! What imported files say, in the words of the format: before it is known where in the site it goes.

use crate::parse::Entity;
use crate::parse::keys::{self, KeySet};
use crate::source::{Span, Spanned};

/// Everything that imported files say.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What belongs to briefings, new or not.
    pub briefings: Vec<Briefing>,
    /// What is declared for the whole site.
    pub listed: Vec<Entry>,
}

/// What belongs to one briefing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Briefing {
    /// Which briefing.
    pub destination: Destination,
    /// Its title, if it is new.
    pub title: String,
    /// Its date in the form of the format, if it is new and its date is known.
    pub date: Option<String>,
    /// Whether that date is only the latest of its statements.
    pub is_dated_by_statements: bool,
    /// Its body, if it is new.
    pub prose: Prose,
    /// What stands in its front matter, in order within each kind.
    pub entries: Vec<Entry>,
    /// Where the imported file speaks of it.
    pub span: Span,
}

/// Which briefing something belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// The one of this id (`2025/talks`): one that the site has, or else a new one.
    Id(String),
    /// The one that is published at this address, or else a new one about the page there.
    Page(String),
    /// The one that has this body, or else a new one.
    Body,
    /// A new one of this title, or one that an earlier import made of the same.
    Title,
}

/// The body of a new briefing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prose {
    /// This text.
    Text(String),
    /// The passages that are quoted, each a quotation of its own.
    Passages,
}

/// A mapping of the format: a claim with its statement, an actor, a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub section: Section,
    /// Its keys and values.
    pub fields: Vec<Field>,
    /// The passage that carries it.
    pub quote: Option<Quote>,
    /// By what other entries of the file refer to it, where that is no id of the format.
    pub local: Option<String>,
    /// Whether it is a note where nobody is known who says it.
    pub or_note: bool,
    /// Whether it is the entry that declares its claim, where several could.
    pub declares: bool,
    /// Where it stands in the imported file.
    pub span: Span,
}

/// Under which key of the front matter, or in which list, something stands. In the order in which it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// `sources`
    Sources,
    /// `actors`
    Actors,
    /// `events`
    Events,
    /// `claims`
    Claims,
    /// `notes`
    Notes,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key, as the format has it.
    pub key: &'static str,
    /// What is written after it.
    pub value: Value,
    /// Where it stands in the imported file.
    pub span: Span,
}

/// What is written after a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One value.
    Text(String),
    /// Several.
    Texts(Vec<String>),
    /// One mapping: a place.
    Map(Vec<(&'static str, String)>),
    /// Mappings, each of keys and values: participants.
    Maps(Vec<Vec<(&'static str, String)>>),
}

/// A passage as the imported file gives it. What stands around it may be longer than what agrees with the briefing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Its words.
    pub exact: Spanned<String>,
    /// What stands before it.
    pub prefix: Option<String>,
    /// What stands after it.
    pub suffix: Option<String>,
}

impl Entry {
    /// An entry without anything in it.
    #[must_use]
    pub fn new(section: Section, span: Span) -> Self {
        Self { section, fields: Vec::new(), quote: None, local: None, or_note: false, declares: false, span }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.fields.iter().find(|it| it.key == key).map(|it| &it.value)
    }

    /// The one value of a key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Text(text) => Some(text),
            Value::Texts(_) | Value::Map(_) | Value::Maps(_) => None,
        }
    }

    /// The values of a key, one or several, each with the place of all.
    #[must_use]
    pub fn texts(&self, key: &str) -> Vec<Spanned<&str>> {
        let Some(field) = self.fields.iter().find(|it| it.key == key) else { return Vec::new() };
        match &field.value {
            Value::Text(text) => vec![Spanned::new(text.as_str(), field.span)],
            Value::Texts(texts) => texts.iter().map(|it| Spanned::new(it.as_str(), field.span)).collect(),
            Value::Map(_) | Value::Maps(_) => Vec::new(),
        }
    }

    /// Where the value of a key stands in the imported file; the whole entry where it does not.
    #[must_use]
    pub fn span_of(&self, key: &str) -> Span {
        self.fields.iter().find(|it| it.key == key).map_or(self.span, |it| it.span)
    }

    /// Gives a key a value in place of what it had.
    pub fn set(&mut self, key: &'static str, value: Value, span: Span) {
        match self.fields.iter_mut().find(|it| it.key == key) {
            Some(field) => field.value = value,
            None => self.fields.push(Field { key, value, span }),
        }
    }

    /// Adds a value to those of a key.
    pub fn add(&mut self, key: &'static str, text: String, span: Span) {
        let mut texts: Vec<String> = self.texts(key).iter().map(|it| it.value.to_owned()).collect();
        if !texts.contains(&text) {
            texts.push(text);
        }
        let value = if texts.len() == 1 { Value::Text(texts.remove(0)) } else { Value::Texts(texts) };
        self.set(key, value, span);
    }

    /// Takes keys out.
    pub fn without(&mut self, keys: impl Fn(&str) -> bool) {
        self.fields.retain(|it| !keys(it.key));
    }
}

impl Section {
    /// The key in the front matter of a briefing, and the name of the list file.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Sources => "sources",
            Self::Actors => "actors",
            Self::Events => "events",
            Self::Claims => "claims",
            Self::Notes => "notes",
        }
    }

    /// The keys that its entries have.
    #[must_use]
    pub fn keys(self) -> &'static KeySet {
        match self {
            Self::Sources => &keys::SOURCE,
            Self::Actors => &keys::ACTOR,
            Self::Events => &keys::EVENT,
            Self::Claims => &keys::CLAIM,
            Self::Notes => &keys::NOTE,
        }
    }

    /// What one entry is called, with its plural.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Sources => ("source", "sources"),
            Self::Actors => ("actor", "actors"),
            Self::Events => ("event", "events"),
            Self::Claims => ("statement", "statements"),
            Self::Notes => ("note", "notes"),
        }
    }

    /// What its list file holds; notes have none.
    #[must_use]
    pub fn entity(self) -> Option<Entity> {
        match self {
            Self::Sources => Some(Entity::Source),
            Self::Actors => Some(Entity::Actor),
            Self::Events => Some(Entity::Event),
            Self::Claims => Some(Entity::Claim),
            Self::Notes => None,
        }
    }
}
