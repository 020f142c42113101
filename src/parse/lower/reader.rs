//! Reading a mapping key by key, so that every problem in it is reported and nothing in it is overlooked.

use super::Lower;
use super::nearest::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::keys::{self, Key, KeySet, Takes};
use crate::parse::node::{Entry, Map, Node, Value};
use crate::source::Span;

/// A mapping that is being read.
pub(super) struct Reader<'n> {
    set: &'static KeySet,
    map: &'n Map,
    /// Keys that are meant by others, which are reported: they are not missing too.
    meant: Vec<&'static str>,
    /// The whole mapping.
    pub(super) span: Span,
}

impl<'n> Reader<'n> {
    /// Begins to read a mapping with these keys; reports a value that is none, and every key that has no meaning here.
    pub(super) fn new(lower: &mut Lower, set: &'static KeySet, node: &'n Node) -> Option<Self> {
        match &node.value {
            Value::Map(map) => {
                let mut reader = Self { set, map, meant: Vec::new(), span: node.span };
                reader.refuse_unknown(lower);
                Some(reader)
            }
            Value::Broken => None,
            Value::Scalar(_) | Value::List(_) => {
                let (what, help) = if lower.is_settings {
                    let keys: Vec<_> = set.names().map(|name| format!("`{name}`")).collect();
                    ("section", format!("write a line `[{}]`, and below it its keys: {}", set.name, keys.join(", ")))
                } else {
                    let keys: Vec<_> = set.names().map(|name| format!("`{name}:`")).collect();
                    ("mapping", format!("write its keys: {}", keys.join(", ")))
                };
                let message = format!("{} is a {what}, but this is {}", with_article(set.name), node.description());
                lower.report(Diagnostic::new(Code::WrongType, node.span, message).help(help));
                None
            }
        }
    }

    /// What a key holds, read so; none when it is not there or cannot be read.
    pub(super) fn get<T>(
        &self,
        lower: &mut Lower,
        key: &'static str,
        read: impl FnOnce(&mut Lower, &str, &Node) -> Option<T>,
    ) -> Option<T> {
        let entry = self.entry(key)?;
        if entry.value.is_nothing() {
            self.refuse_nothing(lower, entry);
            return None;
        }
        match entry.value.value {
            Value::Broken => None,
            _ => read(lower, key, &entry.value),
        }
    }

    /// The same for a key that must be there.
    pub(super) fn required<T>(
        &self,
        lower: &mut Lower,
        key: &'static str,
        read: impl FnOnce(&mut Lower, &str, &Node) -> Option<T>,
    ) -> Option<T> {
        if !self.has(key) {
            self.missing(lower, key);
        }
        self.get(lower, key, read)
    }

    /// What a key holds, as a list; a single value is a list of one.
    pub(super) fn list<T>(
        &self,
        lower: &mut Lower,
        key: &'static str,
        mut read: impl FnMut(&mut Lower, &str, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Some(entry) = self.entry(key).filter(|entry| !entry.value.is_nothing()) else { return Vec::new() };
        let single = std::slice::from_ref(&entry.value);
        let items = if let Value::List(list) = &entry.value.value { &list.items } else { single };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            if item.is_nothing() {
                let place = if item.span.start == item.span.end { entry.key_span } else { item.span };
                let diagnostic = Diagnostic::new(Code::WrongType, place, format!("an item of `{key}` is empty"));
                lower.report(diagnostic.help("delete the item, or write something in its place"));
            } else if !matches!(item.value, Value::Broken) {
                values.extend(read(lower, key, item));
            }
        }
        values
    }

    /// Whether a key is there, or may be in a part that could not be read, or is meant by a key that was reported.
    pub(super) fn has(&self, key: &str) -> bool {
        self.map.incomplete || self.entry(key).is_some() || self.meant.contains(&key)
    }

    /// Whether a key is there with nothing in it.
    pub(super) fn is_empty_list(&self, key: &str) -> bool {
        self.entry(key).is_some_and(|entry| match &entry.value.value {
            Value::List(list) => list.items.is_empty(),
            _ => entry.value.is_nothing(),
        })
    }

    /// Where a key stands.
    pub(super) fn key_span(&self, key: &str) -> Option<Span> {
        self.entry(key).map(|entry| entry.key_span)
    }

    /// A place for what is missing: the first key.
    pub(super) fn head(&self) -> Span {
        self.map.entries.first().map_or(self.span, |entry| entry.key_span)
    }

    /// Reports a key that is not there.
    pub(super) fn missing(&self, lower: &mut Lower, key: &'static str) {
        let wanted = self.set.get(key).map_or(String::new(), |key| match key.takes {
            Takes::List(one) => one.wanted(),
            _ => key.takes.wanted(),
        });
        let message = format!("the {} has no `{key}`", self.set.name);
        let diagnostic = Diagnostic::new(Code::MissingKey, self.head(), message).label("in this mapping");
        lower.report(diagnostic.help(format!("add `{key}:` with {wanted}")));
    }

    fn entry(&self, key: &str) -> Option<&'n Entry> {
        debug_assert!(self.set.get(key).is_some(), "`{key}` is missing in the table of a {}", self.set.name);
        self.map.entries.iter().find(|entry| entry.key == key)
    }

    fn refuse_nothing(&self, lower: &mut Lower, entry: &Entry) {
        let Some(Key { name, takes, required }) = self.set.get(&entry.key) else { return };
        if takes.may_be_nothing() {
            return;
        }
        let help = format!("write {} after it", takes.wanted());
        let help = if *required { help } else { format!("{help}, or delete the line") };
        lower.report(Diagnostic::new(Code::WrongType, entry.key_span, format!("`{name}` has no value")).help(help));
    }

    fn refuse_unknown(&mut self, lower: &mut Lower) {
        for entry in &self.map.entries {
            if self.set.get(&entry.key).is_none() {
                let diagnostic = self.unknown(lower, entry);
                lower.report(diagnostic);
            }
        }
    }

    fn unknown(&mut self, lower: &Lower, entry: &Entry) -> Diagnostic {
        let (key, name) = (super::shown(&entry.key), self.set.name);
        let unknown = || {
            Diagnostic::new(Code::UnknownKey, entry.key_span, format!("unknown key `{key}` in {}", with_article(name)))
        };
        let free = |diagnostic: Diagnostic| {
            if self.set.get("extra").is_some() {
                return diagnostic.help("delete it, or put free data under `extra:`");
            }
            let keys: Vec<_> = self.set.names().map(|key| format!("`{key}`")).collect();
            diagnostic.help(format!("its keys are {}", keys.join(", ")))
        };
        if let Some(meant) = self.synonym(&entry.key) {
            self.meant.push(meant);
            return unknown().help(format!("write `{meant}`"));
        }
        let others = if lower.is_settings { keys::settings() } else { keys::content() };
        let elsewhere: Vec<_> =
            others.iter().filter(|set| set.get(&entry.key).is_some()).map(|set| format!("`{}`", set.name)).collect();
        if let Some(meant) = nearest(&entry.key, self.set.names())
            && (elsewhere.is_empty() || meant.eq_ignore_ascii_case(&entry.key))
        {
            self.meant.push(meant);
            return unknown().help(format!("write `{meant}`"));
        }
        if elsewhere.is_empty() {
            return free(unknown());
        }
        let message = format!("the key `{key}` has no meaning in {}", with_article(name));
        let note = format!("it is a key of: {}", elsewhere.join(", "));
        free(Diagnostic::new(Code::MisplacedKey, entry.key_span, message).note(note))
    }

    /// The key of this set that has the meaning of one that people expect.
    fn synonym(&self, typed: &str) -> Option<&'static str> {
        let folded = typed.to_lowercase().replace(' ', "_");
        let known = |meant: &str| self.set.get(meant).is_some_and(|key| !self.map.has(key.name));
        SYNONYMS
            .iter()
            .filter(|(meant, words)| words.split(' ').any(|word| word == folded) && known(meant))
            .map(|(meant, _)| *meant)
            .next()
    }
}

impl Map {
    fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }
}

impl Takes {
    /// The problem of a value of another shape.
    pub(super) fn refuse(&self, key: &str, node: &Node) -> Diagnostic {
        let message = format!("`{key}` is {}, but must be {}", node.description(), self.wanted());
        Diagnostic::new(Code::WrongType, node.span, message)
    }
}

/// "a claim", "an actor", "the settings".
fn with_article(name: &str) -> String {
    match name {
        "settings" => "the settings".to_owned(),
        "site" | "content" | "build" | "exports" => format!("`[{name}]`"),
        _ if name.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

/// A key, and words that people expect to mean the same.
const SYNONYMS: &[(&str, &str)] = &[
    ("title", "name headline label"),
    ("name", "title label"),
    ("summary", "description abstract excerpt lead subtitle"),
    ("description", "summary tagline subtitle"),
    ("authors", "author byline"),
    ("author", "authors by byline"),
    ("by", "who speaker actor actors said_by author authors"),
    ("kind", "type category"),
    ("type", "kind category"),
    ("tags", "keywords topics categories"),
    ("updated", "lastmod modified last_modified"),
    ("lang", "language locale"),
    ("language", "lang locale"),
    ("quote", "quotation passage"),
    ("text", "note body content"),
    ("url", "link href uri"),
    ("base_url", "url baseurl"),
    ("archive_url", "archive archived"),
    ("wikidata", "qid"),
    ("why", "reason because note text"),
    ("aliases", "redirects also_known_as aka"),
    ("redirects", "aliases"),
    ("locator", "page pages timestamp"),
    ("place", "location where"),
    ("lat", "latitude"),
    ("lon", "lng long longitude"),
    ("publish", "publish_date publishdate"),
    ("expires", "expiry expirydate expiry_date"),
    ("exact", "text quote"),
    ("derived-from", "derived_from based_on"),
    ("derived_from", "derived-from based_on"),
    ("responds-to", "responds_to answers"),
    ("part_of", "part-of partof"),
    ("condition", "conditions if"),
];
