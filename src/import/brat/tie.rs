//! Roles and relations: what ties two things of an annotation file.

use super::gather::{Gather, Node};
use super::meaning::Tie;
use crate::import::dates;
use crate::import::draft::{Entry, Quote, Section, Value};
use crate::import::value::{date, one_line, shortened};
use crate::model::{ClaimRelation, Stance, Word};
use crate::source::{Span, Spanned};

impl Gather<'_, '_> {
    /// What a role or relation says of the thing that has it.
    pub(super) fn bind(&mut self, tie: Tie, from: &str, to: &str, span: Span) {
        if matches!(tie, Tie::Ignored | Tie::Same) {
            return;
        }
        let (Some(a), Some(b)) = (self.nodes.get(from).cloned(), self.nodes.get(to).cloned()) else {
            let missing = if self.nodes.contains_key(from) { to } else { from };
            self.problem(span, format!("there is no annotation `{missing}`"), "add it, or delete what refers to it");
            return;
        };
        // What is left out has been reported itself.
        if a == Node::Nothing || b == Node::Nothing {
            return;
        }
        let done = match (&a, &b) {
            (Node::Entry(a), Node::Entry(b)) => self.bind_entries(tie, (*a, *b), (from, to), span),
            (Node::Entry(a), Node::Words(words)) | (Node::Words(words), Node::Entry(a)) => {
                self.bind_words(tie, *a, words, span)
            }
            _ => false,
        };
        if !done {
            let message = format!("what ties `{from}` to `{to}` has no meaning for what they are");
            self.problem(
                span,
                message,
                "say what the types mean: `--as TYPE=claim`, and what ties them: `--as NAME=by`",
            );
        }
    }

    fn bind_entries(&mut self, tie: Tie, (a, b): (usize, usize), (from, to): (&str, &str), span: Span) -> bool {
        let section = |at: usize| self.entries[at].section;
        let name = |at: usize| self.entries[at].text("name").unwrap_or_default().to_owned();
        match (section(a), section(b), tie) {
            (Section::Claims, Section::Actors, tie) => {
                let name = name(b);
                match tie {
                    Tie::Party(key) => self.entries[a].add(key, name, span),
                    Tie::Part(_) => self.entries[a].add("by", name, span),
                    Tie::Stance(stance) => self.said(a, name, stance, span),
                    _ => return false,
                }
            }
            (Section::Actors, Section::Claims, tie) => {
                let name = name(a);
                match tie {
                    Tie::Party(key) => self.entries[b].add(key, name, span),
                    Tie::Stance(stance) => self.said(b, name, stance, span),
                    _ => return false,
                }
            }
            (Section::Claims, Section::Claims, Tie::Claims(relation)) => {
                self.entries[a].add(relation.as_str(), to.to_owned(), span);
            }
            (Section::Claims, Section::Claims, Tie::Stance(stance)) => {
                let Some(relation) = <ClaimRelation as Word>::parse(stance.as_str()) else { return false };
                self.entries[a].add(relation.as_str(), to.to_owned(), span);
            }
            (Section::Claims, Section::Claims, Tie::Party("about")) => {
                self.entries[a].add("about", format!("claim:{to}"), span);
            }
            (Section::Claims, Section::Claims, Tie::Passage) => self.entries[a].quote = self.entries[b].quote.clone(),
            (Section::Claims, Section::Events, Tie::Party("about")) => {
                self.entries[a].add("about", format!("event:{to}"), span);
            }
            (Section::Claims, Section::Events, _) => self.entries[a].set("event", Value::Text(to.to_owned()), span),
            (Section::Events, Section::Claims, Tie::Passage | Tie::Key("event")) => {
                self.entries[b].set("event", Value::Text(from.to_owned()), span);
            }
            (Section::Events, Section::Actors, tie) => return self.take_part(a, name(b), tie, span),
            (Section::Actors, Section::Events, tie) => return self.take_part(b, name(a), tie, span),
            (Section::Events, Section::Events, Tie::Key(key @ ("part_of" | "follows"))) => {
                let key = if key == "part_of" { "part_of" } else { "follows" };
                self.entries[a].set(key, Value::Text(to.to_owned()), span);
            }
            (Section::Actors, Section::Actors, Tie::Actors(kind)) => {
                let relation = vec![("type", kind.as_str().to_owned()), ("actor", name(b))];
                let mut maps = match self.entries[a].get("relations") {
                    Some(Value::Maps(maps)) => maps.clone(),
                    _ => Vec::new(),
                };
                maps.push(relation);
                self.entries[a].set("relations", Value::Maps(maps), span);
            }
            _ => return false,
        }
        true
    }

    fn said(&mut self, claim: usize, name: String, stance: Stance, span: Span) {
        let has_other = self.entries[claim].text("stance").is_some_and(|it| it != stance.as_str());
        if has_other
            || (stance != Stance::Asserts
                && self.entries[claim].get("by").is_some()
                && self.entries[claim].get("stance").is_none())
        {
            // Somebody else does something else with the claim: a statement of its own, of the same passage.
            let mut further = Entry::new(Section::Claims, span);
            further.quote.clone_from(&self.entries[claim].quote);
            for key in ["text", "id"] {
                if let Some(text) = self.entries[claim].text(key) {
                    further.set(key, Value::Text(text.to_owned()), span);
                }
            }
            further.set("by", Value::Text(name), span);
            further.set("stance", Value::Text(stance.as_str().to_owned()), span);
            let start = self.starts[claim] + 1;
            self.entry(further, start);
            return;
        }
        self.entries[claim].add("by", name, span);
        self.entries[claim].set("stance", Value::Text(stance.as_str().to_owned()), span);
    }

    fn take_part(&mut self, event: usize, name: String, tie: Tie, span: Span) -> bool {
        let role = match tie {
            Tie::Part(role) => role,
            Tie::Party("by") => Some(crate::model::EventRole::Speaker),
            Tie::Party(_) => None,
            _ => return false,
        };
        let mut map = vec![("actor", name)];
        map.extend(role.map(|role| ("role", role.as_str().to_owned())));
        let mut maps = match self.entries[event].get("actors") {
            Some(Value::Maps(maps)) => maps.clone(),
            _ => Vec::new(),
        };
        if !maps.contains(&map) {
            maps.push(map);
        }
        self.entries[event].set("actors", Value::Maps(maps), span);
        true
    }

    fn bind_words(&mut self, tie: Tie, at: usize, words: &str, span: Span) -> bool {
        let section = self.entries[at].section;
        match (section, tie) {
            (Section::Claims | Section::Events, Tie::Key("date")) => {
                if let Some(date) = date(words).or_else(|| dates::date(words)) {
                    self.entries[at].set("date", Value::Text(date), span);
                } else {
                    let message = format!("`{}` is no date that can be read in one way", shortened(words));
                    self.problem(span, message, "add an attribute `Date` with a date such as `2025-12-11`");
                }
            }
            (Section::Events, Tie::Key("place")) => self.entries[at].set("place", Value::Text(one_line(words)), span),
            (Section::Claims, Tie::Passage) => {
                let exact = Spanned::new(one_line(words), span);
                self.entries[at].quote = Some(Quote { exact, prefix: None, suffix: None });
            }
            _ => return false,
        }
        true
    }
}
