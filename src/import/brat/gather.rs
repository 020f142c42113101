//! From the lines of one annotation file to the entries of a briefing.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Pair;
use super::line::{Line, What};
use super::meaning::{Meanings, Thing};
use super::names::names;
use super::passage::{Places, Spot};
use crate::diagnostic::{Code, Diagnostic};
use crate::import::dates;
use crate::import::draft::{Briefing, Destination, Entry, Prose, Section, Value};
use crate::import::headline::headline;
use crate::import::value::{one_line, shortened};
use crate::model::{ClaimKind, Word};
use crate::source::Span;

/// Everything that one pair of files says.
pub(super) struct Gather<'a, 'p> {
    pair: &'a Pair,
    pub(super) problems: &'p mut Vec<Diagnostic>,
    pub(super) meanings: Meanings,
    /// What each id of the file is.
    pub(super) nodes: HashMap<&'a str, Node>,
    pub(super) entries: Vec<Entry>,
    /// Where the entries begin in the text, for their order.
    pub(super) starts: Vec<usize>,
    /// Types that nobody knows: what they are types of, where one stands, and how many there are.
    unknown: BTreeMap<(&'static str, String), (Span, usize)>,
}

/// What an id of the file stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
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
        gather.leave_out_undated();
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
            is_dated_by_statements: false,
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
                        let (name, aliases) =
                            names.get(line.id).cloned().unwrap_or_else(|| (one_line(words), Vec::new()));
                        let name = if name.is_empty() { spot.words.clone() } else { name };
                        let index = actors.get(&name).copied().unwrap_or_else(|| {
                            let mut entry = Entry::new(Section::Actors, line.span);
                            entry.set("name", Value::Text(name.clone()), line.span);
                            if let Some(kind) = kind {
                                entry.set("type", Value::Text(kind.as_str().to_owned()), line.span);
                            }
                            for it in aliases {
                                entry.add("aliases", it, line.span);
                            }
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
                    self.problem(
                        line.span,
                        format!("`{kind}` has arguments, and is neither a claim nor an event"),
                        &help,
                    );
                    Node::Nothing
                }
                (Some(_), None) => {
                    self.problem(
                        line.span,
                        format!("there is no `{trigger}` that `{}` begins with", line.id),
                        "add that annotation, or delete this one",
                    );
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

    pub(super) fn entry(&mut self, entry: Entry, start: usize) -> usize {
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

    /// An event has a date; one without is left out, with what refers to it.
    fn leave_out_undated(&mut self) {
        let is_undated = |it: &Entry| it.section == Section::Events && it.get("date").is_none();
        let undated: Vec<usize> = (0..self.entries.len()).filter(|at| is_undated(&self.entries[*at])).collect();
        for at in undated.into_iter().rev() {
            let event = self.entries.remove(at);
            self.starts.remove(at);
            let message = format!("the event `{}` has no date", shortened(event.text("title").unwrap_or_default()));
            self.problem(
                event.span,
                message,
                "tie it to a date, as in `E1\tMeeting:T6 Date:T7`, or give it an attribute `Date`",
            );
            let Some(local) = event.local else { continue };
            for entry in &mut self.entries {
                let is_about = entry.text("about") == Some(&*format!("event:{local}"));
                let refers = ["event", "part_of", "follows"].map(|key| entry.text(key) == Some(&*local));
                entry.without(|key| {
                    (key == "about" && is_about)
                        || ["event", "part_of", "follows"].iter().zip(refers).any(|(it, refers)| refers && *it == key)
                });
            }
        }
    }

    pub(super) fn problem(&mut self, span: Span, message: String, help: &str) {
        self.problems.push(Diagnostic::new(Code::ImportUnplaced, span, message).help(help));
    }

    pub(super) fn count(&mut self, what: &'static str, name: &str, span: Span) {
        self.unknown.entry((what, name.to_owned())).or_insert((span, 0)).1 += 1;
    }

    fn report_unknown(&mut self) {
        for ((what, name), (span, count)) in std::mem::take(&mut self.unknown) {
            let shown = shortened(&name);
            let times =
                if count == 1 { "is left out".to_owned() } else { format!("and {} more are left out", count - 1) };
            let message = format!("nobody knows what the {what} `{shown}` means: this {times}");
            let help = match what {
                "type" => format!(
                    "say what it is: `--as {shown}=claim`; or `actor`, `event`, `note`, a kind of these, `ignore`"
                ),
                "role" | "relation" => {
                    format!("say what it means: `--as {shown}=by`; or `to`, `about`, a stance, a relation, `ignore`")
                }
                "attribute" => {
                    format!("say which key it fills: `--as {shown}=stance`; or `kind`, `status` …, `ignore`")
                }
                _ => "only Wikidata is known".to_owned(),
            };
            self.problems.push(Diagnostic::new(Code::ImportUnplaced, span, message).help(help));
        }
    }
}
