//! From the lines of one annotation file to the entries of a briefing.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::line::{Line, What};
use super::meaning::{Meanings, Thing, Tie};
use super::passage::{Places, Spot};
use super::Pair;
use crate::diagnostic::{Code, Diagnostic};
use crate::import::dates;
use crate::import::draft::{Briefing, Destination, Entry, Prose, Quote, Section, Value};
use crate::import::headline::headline;
use crate::import::value::{checked, date, folded, lines, one_line, shortened};
use crate::model::{ClaimKind, ClaimRelation, Stance, Status, Word};
use crate::source::{Span, Spanned};

/// Everything that one pair of files says.
pub(super) struct Gather<'a, 'p> {
    pair: &'a Pair,
    problems: &'p mut Vec<Diagnostic>,
    meanings: Meanings,
    /// What each id of the file is.
    nodes: HashMap<&'a str, Node>,
    entries: Vec<Entry>,
    /// Where the entries begin in the text, for their order.
    starts: Vec<usize>,
    /// Types that nobody knows: what they are types of, where one stands, and how many there are.
    unknown: BTreeMap<(&'static str, String), (Span, usize)>,
}

/// What an id of the file stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    /// The entry of this index.
    Entry(usize),
    /// Words that are part of something else: a date, a place, a trigger.
    Words(String),
    /// Something that is left out, and reported.
    Nothing,
}

impl<'a, 'p> Gather<'a, 'p> {
    /// Reads the lines: passages first, then events, then what ties them.
    pub(super) fn new(
        pair: &'a Pair,
        lines: &[Line<'a>],
        given: &BTreeMap<String, String>,
        problems: &'p mut Vec<Diagnostic>,
    ) -> Self {
        let meanings = Meanings::new(given);
        let mut gather = Self {
            pair,
            problems,
            meanings,
            nodes: HashMap::new(),
            entries: Vec::new(),
            starts: Vec::new(),
            unknown: BTreeMap::new(),
        };
        let places = Places::of(pair.text.text(), lines);
        gather.passages(lines, &places);
        gather.events(lines, &places);
        for line in lines {
            gather.tie(line);
        }
        gather.report_unknown();
        gather
    }

    /// The briefing that the text becomes.
    pub(super) fn briefing(self) -> Briefing {
        let text = self.pair.text.text();
        let first = text.lines().map(one_line).find(|line| !line.is_empty());
        let title = first.map_or_else(|| self.pair.text.path().stem().to_owned(), |line| headline(&line));
        let mut entries: Vec<(usize, Entry)> = self.starts.into_iter().zip(self.entries).collect();
        entries.sort_by_key(|(start, _)| *start);
        let all = text.trim_start_matches('\u{feff}');
        Briefing {
            destination: Destination::Body,
            title,
            date: dates::date(text),
            lang: None,
            prose: Prose::Text(all.to_owned()),
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
            span: self.pair.annotations.span(0..0),
        }
    }

    fn passages(&mut self, lines: &[Line<'a>], places: &Places) {
        let triggers: HashSet<&str> = lines
            .iter()
            .filter_map(|line| match &line.what {
                What::Event { trigger, .. } => Some(*trigger),
                _ => None,
            })
            .collect();
        let names = names(lines, &self.meanings);
        let mut actors: HashMap<String, usize> = HashMap::new();
        for line in lines {
            let What::Passage { kind, words, .. } = &line.what else { continue };
            if self.nodes.contains_key(line.id) {
                self.problem(line.span, format!("`{}` stands twice", line.id), "give each annotation an id of its own");
                continue;
            }
            let node = match places.spot(line, self.pair.text.text()) {
                Err(message) => {
                    let help = "give the text that was annotated, with its line ends as they were";
                    self.problem(line.span, message, help);
                    Node::Nothing
                }
                Ok(spot) if triggers.contains(line.id) => Node::Words(spot.words),
                Ok(spot) => match self.meanings.thing(kind) {
                    None => {
                        self.count("type", kind, line.span);
                        Node::Nothing
                    }
                    Some(Thing::Ignored) => Node::Nothing,
                    Some(Thing::Detail) => Node::Words(spot.words),
                    Some(Thing::Actor(kind)) => {
                        let (name, aliases) = names.get(line.id).cloned().unwrap_or_else(|| (one_line(words), Vec::new()));
                        let name = if name.is_empty() { spot.words.clone() } else { name };
                        let index = actors.get(&name).copied().unwrap_or_else(|| {
                            let mut entry = Entry::new(Section::Actors, line.span);
                            entry.set("name", Value::Text(name.clone()), line.span);
                            if let Some(kind) = kind {
                                entry.set("type", Value::Text(kind.as_str().to_owned()), line.span);
                            }
                            aliases.into_iter().for_each(|it| entry.add("aliases", it, line.span));
                            self.entry(entry, spot.start)
                        });
                        actors.insert(name, index);
                        Node::Entry(index)
                    }
                    Some(Thing::Claim(kind)) => Node::Entry(self.claim(line, kind, spot)),
                    Some(Thing::Event) => Node::Entry(self.event(line, spot.words, spot.start)),
                    Some(Thing::Note) => {
                        let mut entry = Entry::new(Section::Notes, line.span);
                        let start = spot.start;
                        entry.quote = Some(spot.quote(line.span));
                        Node::Entry(self.entry(entry, start))
                    }
                },
            };
            self.nodes.insert(line.id, node);
        }
    }

    fn events(&mut self, lines: &[Line<'a>], places: &Places) {
        let text = self.pair.text.text();
        let triggers: HashMap<&str, &Line<'a>> =
            lines.iter().filter(|it| it.id.starts_with('T')).map(|it| (it.id, it)).collect();
        for line in lines {
            let What::Event { kind, trigger, .. } = &line.what else { continue };
            let spot = triggers.get(trigger).and_then(|it| places.spot(it, text).ok());
            let node = match (self.meanings.thing(kind), spot) {
                (None, _) => {
                    self.count("type", kind, line.span);
                    Node::Nothing
                }
                (Some(Thing::Ignored), _) => Node::Nothing,
                (Some(Thing::Claim(kind)), Some(spot)) => Node::Entry(self.claim(line, kind, spot)),
                (Some(Thing::Event), Some(spot)) => Node::Entry(self.event(line, spot.words, spot.start)),
                (Some(_), Some(_)) => {
                    let help = format!("say that it is a claim or an event: `--as {kind}=claim`, `--as {kind}=event`");
                    self.problem(line.span, format!("`{kind}` has arguments, and is neither a claim nor an event"), &help);
                    Node::Nothing
                }
                (Some(_), None) => {
                    self.problem(line.span, format!("there is no `{trigger}` that `{}` begins with", line.id), "add that annotation, or delete this one");
                    Node::Nothing
                }
            };
            self.nodes.insert(line.id, node);
        }
        for line in lines {
            let What::Event { arguments, .. } = &line.what else { continue };
            for (role, of) in arguments {
                match self.meanings.tie(role) {
                    Some(tie) => self.bind(tie, line.id, of, line.span),
                    None => self.count("role", role, line.span),
                }
            }
        }
    }

    fn tie(&mut self, line: &Line<'a>) {
        match &line.what {
            What::Relation { kind, from, to } => match self.meanings.tie(kind) {
                Some(tie) => self.bind(tie, from, to, line.span),
                None => self.count("relation", kind, line.span),
            },
            What::Attribute { name, of, value } => self.attribute(name, of, *value, line.span),
            What::Normalization { of, reference } => self.attribute_of_database(of, reference, line.span),
            What::Remark { of, text } => self.remark(of, text, line.span),
            What::Passage { .. } | What::Event { .. } | What::Same(_) => {}
        }
    }

    fn entry(&mut self, entry: Entry, start: usize) -> usize {
        self.entries.push(entry);
        self.starts.push(start);
        self.entries.len() - 1
    }

    fn claim(&mut self, line: &Line<'a>, kind: Option<ClaimKind>, spot: Spot) -> usize {
        let mut entry = Entry::new(Section::Claims, line.span);
        entry.local = Some(line.id.to_owned());
        if let Some(kind) = kind {
            entry.set("kind", Value::Text(kind.as_str().to_owned()), line.span);
        }
        let start = spot.start;
        entry.quote = Some(spot.quote(line.span));
        self.entry(entry, start)
    }

    fn event(&mut self, line: &Line<'a>, words: String, start: usize) -> usize {
        let mut entry = Entry::new(Section::Events, line.span);
        entry.local = Some(line.id.to_owned());
        entry.set("title", Value::Text(words), line.span);
        self.entry(entry, start)
    }

    /// What a role or relation says of the thing that has it.
    fn bind(&mut self, tie: Tie, from: &str, to: &str, span: Span) {
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
            (Node::Entry(a), Node::Entry(b)) => self.bind_entries(tie, (*a, *b), (from, to), span) ,
            (Node::Entry(a), Node::Words(words)) | (Node::Words(words), Node::Entry(a)) => self.bind_words(tie, *a, words, span),
            _ => false,
        };
        if !done {
            let message = format!("what ties `{from}` to `{to}` has no meaning for what they are");
            self.problem(span, message, "say what the types mean: `--as TYPE=claim`, and what ties them: `--as NAME=by`");
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
            (Section::Claims, Section::Claims, Tie::Claims(relation)) => self.entries[a].add(relation.as_str(), to.to_owned(), span),
            (Section::Claims, Section::Claims, Tie::Stance(stance)) => {
                let Some(relation) = <ClaimRelation as Word>::parse(stance.as_str()) else { return false };
                self.entries[a].add(relation.as_str(), to.to_owned(), span);
            }
            (Section::Claims, Section::Claims, Tie::Party("about")) => self.entries[a].add("about", format!("claim:{to}"), span),
            (Section::Claims, Section::Claims, Tie::Passage) => self.entries[a].quote = self.entries[b].quote.clone(),
            (Section::Claims, Section::Events, Tie::Party("about")) => self.entries[a].add("about", format!("event:{to}"), span),
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
        if has_other || (stance != Stance::Asserts && self.entries[claim].get("by").is_some() && self.entries[claim].get("stance").is_none()) {
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
            (Section::Claims | Section::Events, Tie::Key("date")) => match date(words).or_else(|| dates::date(words)) {
                Some(date) => self.entries[at].set("date", Value::Text(date), span),
                None => {
                    let message = format!("`{}` is no date that can be read in one way", shortened(words));
                    self.problem(span, message, "add an attribute `Date` with a date such as `2025-12-11`");
                }
            },
            (Section::Events, Tie::Key("place")) => self.entries[at].set("place", Value::Text(one_line(words)), span),
            (Section::Claims, Tie::Passage) => {
                let exact = Spanned::new(one_line(words), span);
                self.entries[at].quote = Some(Quote { exact, prefix: None, suffix: None });
            }
            _ => return false,
        }
        true
    }

    fn attribute(&mut self, name: &str, of: &str, value: Option<&str>, span: Span) {
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
                return if key == "ignore" { () } else { self.count("attribute", name, span) };
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
        match entry.section.keys().get(&key).filter(|it| ATTRIBUTES.contains(&it.name)).map(|key| (key, checked(key, &value, span))) {
            Some((key, Ok(value))) => entry.set(key.name, Value::Text(value), span),
            Some((_, Err(problem))) => self.problems.push(problem),
            None => self.count("attribute", name, span),
        }
    }

    fn attribute_of_database(&mut self, of: &str, reference: &str, span: Span) {
        let Some(at) = self.of(of, span) else { return };
        match reference.split_once(':') {
            Some((database, item)) if folded(database) == "wikidata" && self.entries[at].section == Section::Actors => {
                self.attribute("wikidata", of, Some(item), span);
            }
            Some((database, _)) => self.count("database", database, span),
            None => self.count("database", reference, span),
        }
    }

    fn remark(&mut self, of: &str, text: &str, span: Span) {
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
                self.problem(span, format!("what is said of `{id}` has no place"), "say it of the event or claim itself");
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

    fn problem(&mut self, span: Span, message: String, help: &str) {
        self.problems.push(Diagnostic::new(Code::ImportUnplaced, span, message).help(help));
    }

    fn count(&mut self, what: &'static str, name: &str, span: Span) {
        self.unknown.entry((what, name.to_owned())).or_insert((span, 0)).1 += 1;
    }

    fn report_unknown(&mut self) {
        for ((what, name), (span, count)) in std::mem::take(&mut self.unknown) {
            let shown = shortened(&name);
            let times = if count == 1 { "is left out".to_owned() } else { format!("and {} more are left out", count - 1) };
            let message = format!("nobody knows what the {what} `{shown}` means: this {times}");
            let help = match what {
                "type" => format!("say what it is: `--as {shown}=claim`; or `actor`, `event`, `note`, a kind of these, `ignore`"),
                "role" | "relation" => {
                    format!("say what it means: `--as {shown}=by`; or `to`, `about`, a stance, a relation, `ignore`")
                }
                "attribute" => format!("say which key it fills: `--as {shown}=stance`; or `kind`, `status` …, `ignore`"),
                _ => "only Wikidata is known".to_owned(),
            };
            self.problems.push(Diagnostic::new(Code::ImportUnplaced, span, message).help(help));
        }
    }
}

/// For each passage that is the same as others, what all of them are called: the longest, and the names among the others.
fn names<'a>(lines: &[Line<'a>], meanings: &Meanings) -> HashMap<&'a str, (String, Vec<String>)> {
    let words: HashMap<&str, String> = lines
        .iter()
        .filter_map(|line| match &line.what {
            What::Passage { words, .. } => Some((line.id, one_line(words))),
            _ => None,
        })
        .collect();
    let mut sets: Vec<Vec<&'a str>> = Vec::new();
    let mut set_of: HashMap<&'a str, usize> = HashMap::new();
    for line in lines {
        let same: Vec<&'a str> = match &line.what {
            What::Same(ids) => ids.clone(),
            What::Relation { kind, from, to } if meanings.tie(kind) == Some(Tie::Same) => vec![from, to],
            _ => continue,
        };
        let into = same.iter().find_map(|id| set_of.get(id).copied()).unwrap_or(sets.len());
        if into == sets.len() {
            sets.push(Vec::new());
        }
        for id in same {
            match set_of.get(id).copied() {
                Some(other) if other != into => {
                    let moved = std::mem::take(&mut sets[other]);
                    set_of.extend(moved.iter().map(|id| (*id, into)));
                    sets[into].extend(moved);
                }
                Some(_) => {}
                None => {
                    set_of.insert(id, into);
                    sets[into].push(id);
                }
            }
        }
    }
    let mut names = HashMap::new();
    for set in sets {
        let mut all: Vec<String> = set.iter().filter_map(|id| words.get(id).cloned()).filter(|it| !it.is_empty()).collect();
        all.sort_by_key(|it| (!is_name(it), std::cmp::Reverse(it.chars().count())));
        all.dedup();
        let Some(name) = all.first().cloned() else { continue };
        // "she" and "the minister" stand for somebody, but are nobody's names.
        let aliases: Vec<String> = all.into_iter().skip(1).filter(|it| is_name(it) && *it != name).collect();
        names.extend(set.into_iter().map(|id| (id, (name.clone(), aliases.clone()))));
    }
    names
}

/// Whether words begin as names do, in scripts that have capitals.
fn is_name(words: &str) -> bool {
    words.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// The keys that an attribute can fill.
const ATTRIBUTES: [&str; 19] = [
    "id", "text", "title", "kind", "status", "stance", "mode", "credibility", "likelihood", "confidence", "condition", "date",
    "locator", "lang", "type", "country", "wikidata", "reliability", "cameo",
];
