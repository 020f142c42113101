//! Attributes, items of databases and remarks: what is said of one thing of an annotation file.

use super::gather::{Gather, Node};
use crate::import::draft::{Section, Value};
use crate::import::value::{checked, folded, lines, one_line};
use crate::model::{ClaimKind, Stance, Status, Word};
use crate::source::Span;

impl Gather<'_, '_> {
    pub(super) fn attribute(&mut self, name: &str, of: &str, value: Option<&str>, span: Span) {
        let Some(at) = self.of(of, span) else { return };
        let key = self.meanings.key(name);
        let entry = &mut self.entries[at];
        let Some(value) = value else {
            // An attribute without a value is a word by itself.
            let word = if <Stance as Word>::parse(&key).is_some() {
                "stance"
            } else if <Status as Word>::parse(&key).is_some() {
                "status"
            } else if <ClaimKind as Word>::parse(&key).is_some() {
                "kind"
            } else {
                return if key == "ignore" {
                } else {
                    self.count("attribute", name, span);
                };
            };
            if entry.section == Section::Claims {
                return entry.set(word, Value::Text(key), span);
            }
            return self.count("attribute", name, span);
        };
        if key == "ignore" {
            return;
        }
        let value = value.replace('_', " ");
        match entry
            .section
            .keys()
            .get(&key)
            .filter(|it| ATTRIBUTES.contains(&it.name))
            .map(|key| (key, checked(key, &value, span)))
        {
            Some((key, Ok(value))) => entry.set(key.name, Value::Text(value), span),
            Some((_, Err(problem))) => self.problems.push(problem),
            None => self.count("attribute", name, span),
        }
    }

    pub(super) fn attribute_of_database(&mut self, of: &str, reference: &str, span: Span) {
        let Some(at) = self.of(of, span) else { return };
        match reference.split_once(':') {
            Some((database, item)) if folded(database) == "wikidata" && self.entries[at].section == Section::Actors => {
                self.attribute("wikidata", of, Some(item), span);
            }
            Some((database, _)) => self.count("database", database, span),
            None => self.count("database", reference, span),
        }
    }

    pub(super) fn remark(&mut self, of: &str, text: &str, span: Span) {
        let Some(at) = self.of(of, span) else { return };
        let entry = &mut self.entries[at];
        let (key, text) = match entry.section {
            Section::Claims => ("note", lines(text)),
            Section::Notes => ("text", lines(text)),
            Section::Actors | Section::Events | Section::Sources => ("summary", one_line(text)),
        };
        let text = match entry.text(key) {
            Some(before) => format!("{before} {text}"),
            None => text,
        };
        entry.set(key, Value::Text(text), span);
    }

    /// The entry that something is said of; none for what is left out, and reported where it is not there at all.
    fn of(&mut self, id: &str, span: Span) -> Option<usize> {
        match self.nodes.get(id) {
            Some(Node::Entry(at)) => Some(*at),
            Some(Node::Nothing) => None,
            Some(Node::Words(_)) => {
                self.problem(
                    span,
                    format!("what is said of `{id}` has no place"),
                    "say it of the event or claim itself",
                );
                None
            }
            None if id.starts_with(['R', 'A', 'M', 'N', '#']) => {
                let message = format!("`{id}` is no passage or event, and nothing can be said of it");
                self.problem(span, message, "say it of one of its ends");
                None
            }
            None => {
                self.problem(span, format!("there is no annotation `{id}`"), "add it, or delete what refers to it");
                None
            }
        }
    }
}

/// The keys that an attribute can fill.
const ATTRIBUTES: [&str; 19] = [
    "id",
    "text",
    "title",
    "kind",
    "status",
    "stance",
    "mode",
    "credibility",
    "likelihood",
    "confidence",
    "condition",
    "date",
    "locator",
    "lang",
    "type",
    "country",
    "wikidata",
    "reliability",
    "cameo",
];
