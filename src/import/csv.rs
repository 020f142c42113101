//! Tables: our own `statements.csv` with the tables beside it, and any CSV whose columns have names that can be understood.
//!
//! Which table a file is is told by its columns. Several are read together, so that a claim of one gets what another says
//! of it. Fields are separated by whatever separates the names of the first line best.

mod columns;
mod table;

use std::collections::{BTreeMap, HashMap, HashSet};

use columns::{Column, Kind, Shape};
use table::{Cell, Row, Table};

use super::claims::{Claims, settle};
use super::draft::{Briefing, Destination, Draft, Entry, Prose, Quote, Section, Value};
use super::value::{checked, one_line, shortened};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ClaimRelation, EventRole, Slug, Word};
use crate::parse::keys;
use crate::source::{SourceText, Span, Spanned};

/// What these tables say: statements, claims, actors and events, each file one of them.
#[must_use]
pub fn tables(texts: &[SourceText]) -> (Draft, Vec<Diagnostic>) {
    let mut reader = Reader::default();
    for source in texts {
        if let Some(table) = Table::read(source, &mut reader.problems) {
            for row in &table.rows {
                match table.kind {
                    Kind::Statements => reader.statement(&table, row),
                    Kind::Claims => reader.claim(row),
                    Kind::Actors => reader.actor(row),
                    Kind::Events => reader.event(row),
                }
            }
        }
    }
    reader.finish()
}

/// A statement, the id of its briefing, and its number among those of its claim there.
type Stated = (Option<String>, Entry, u32);

/// What was read.
#[derive(Default)]
struct Reader {
    /// Statements by the briefing that they belong to; none for those outside of one.
    statements: Vec<Stated>,
    titles: HashMap<String, Spanned<String>>,
    /// Claims by id, with the briefing that declares them.
    claims: Claims,
    listed: Vec<Entry>,
    /// Actors and sources that statements name with their ids, by kind and id.
    named: BTreeMap<(Section, String), Entry>,
    /// Titles of events and texts of claims, which the column `about` uses.
    topics: HashMap<String, String>,
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn statement(&mut self, table: &Table, row: &Row) {
        let mut entry = Entry::new(Section::Claims, row.span);
        for cell in &row.cells {
            self.field(&mut entry, cell);
        }
        if row.cells.is_empty() {
            return;
        }
        self.people(table, row, &mut entry);
        if let Some(cell) = row.get(Column::Quote) {
            let exact = one_line(&cell.text);
            entry.quote = (!exact.is_empty()).then(|| Quote {
                exact: Spanned::new(exact, cell.span),
                prefix: None,
                suffix: None,
            });
        }
        self.source(row, &mut entry);
        if let (Some(id), Some(text)) = (entry.text("id"), entry.text("text")) {
            self.topics.entry(text.to_owned()).or_insert_with(|| format!("claim:{id}"));
        }
        let briefing = row.get(Column::Briefing).map(|it| one_line(&it.text));
        let title = row.get(Column::BriefingTitle).map(|it| Spanned::new(one_line(&it.text), it.span));
        let briefing = match (briefing, &title) {
            (Some(id), _) => Some(id),
            (None, Some(title)) => Slug::from_text(&title.value).map(|it| it.to_string()),
            (None, None) if table.has(Column::Briefing) => None,
            (None, None) => {
                let title = Spanned::new(table.title.clone(), row.span);
                self.titles.entry(String::new()).or_insert(title);
                Some(String::new())
            }
        };
        if let (Some(id), Some(title)) = (&briefing, title) {
            self.titles.entry(id.clone()).or_insert(title);
        }
        let number = row.get(Column::Address).map_or(1, |it| number(&it.text, entry.text("id").unwrap_or_default()));
        self.statements.push((briefing, entry, number));
    }

    /// A cell that is the value of one key.
    fn field(&mut self, entry: &mut Entry, cell: &Cell) {
        let Shape::Key(name) = cell.column.shape() else { return };
        let Some(key) = entry.section.keys().get(name) else { return };
        match checked(key, &cell.text, cell.span) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => entry.set(key.name, Value::Text(value), cell.span),
            Err(problem) => self.problems.push(problem),
        }
    }

    /// Who says it, for whom, to whom, and what about.
    fn people(&mut self, table: &Table, row: &Row, entry: &mut Entry) {
        let ids = row.list(Column::By);
        let names = row.get(Column::ByNames).map(|it| Spanned::new(it.text.clone(), it.span));
        let span = row.get(Column::By).or(row.get(Column::ByNames)).map_or(row.span, |it| it.span);
        match names {
            // What is protected has a name there, and no id.
            Some(names) => {
                let names = parts(&names.value);
                if names.len() == ids.len() {
                    for (id, name) in ids.iter().zip(&names) {
                        let mut actor = Entry::new(Section::Actors, span);
                        actor.set("id", Value::Text(id.clone()), span);
                        actor.set("name", Value::Text(name.clone()), span);
                        self.named.entry((Section::Actors, id.clone())).or_insert(actor);
                        entry.add("by", id.clone(), span);
                    }
                } else if ids.is_empty() {
                    for name in names {
                        entry.add("by", name, span);
                    }
                } else {
                    // A name that holds the separator, or that is protected.
                    for id in ids {
                        entry.add("by", id, span);
                    }
                }
            }
            None => ids.into_iter().for_each(|name| entry.add("by", name, span)),
        }
        // In our own table the voice of the briefing is nobody's.
        if table.has(Column::ByNames) && table.has(Column::By) && entry.get("by").is_none() {
            entry.set("by", Value::Text("author".to_owned()), span);
        }
        for (column, key) in [(Column::For, "for"), (Column::To, "to"), (Column::About, "about")] {
            let span = row.get(column).map_or(row.span, |it| it.span);
            for name in row.list(column) {
                entry.add(key, name, span);
            }
        }
    }

    /// The source by its id or title, with what the row says of it.
    fn source(&mut self, row: &Row, entry: &mut Entry) {
        let id = row.get(Column::Source).map(|it| Spanned::new(one_line(&it.text), it.span));
        let title = row.get(Column::SourceTitle).map(|it| one_line(&it.text));
        let url = row.get(Column::SourceUrl).map(|it| Spanned::new(it.text.trim().to_owned(), it.span));
        let span = id.as_ref().map_or(row.span, |it| it.span);
        let words = title
            .or_else(|| id.as_ref().map(|it| it.value.clone()))
            .or_else(|| url.as_ref().map(|it| it.value.clone()));
        let Some(words) = words.filter(|it| !it.is_empty()) else { return };
        let given = id.as_ref().map(|it| it.value.clone()).filter(|it| Slug::parse(it).is_some());
        let is_given = given.is_some() && row.get(Column::SourceTitle).is_some();
        let Some(slug) = given.or_else(|| Slug::from_text(&words).map(|it| it.to_string())) else { return };
        let mut source = Entry::new(Section::Sources, span);
        if is_given {
            source.set("id", Value::Text(slug.clone()), span);
        } else {
            source.local = Some(slug.clone());
        }
        source.set("title", Value::Text(words), span);
        if let Some(url) = url {
            match keys::SOURCE.get("url").map(|key| checked(key, &url.value, url.span)) {
                Some(Ok(url)) => source.set("url", Value::Text(url), span),
                Some(Err(problem)) => self.problems.push(problem),
                None => {}
            }
        }
        self.named.entry((Section::Sources, slug.clone())).or_insert(source);
        entry.set("source", Value::Text(slug), span);
    }

    fn claim(&mut self, row: &Row) {
        let mut entry = Entry::new(Section::Claims, row.span);
        for cell in &row.cells {
            self.field(&mut entry, cell);
        }
        if let Some(cell) = row.get(Column::Relations) {
            for relation in parts(&cell.text) {
                let known =
                    relation.split_once(' ').and_then(|(kind, id)| Some((<ClaimRelation as Word>::parse(kind)?, id)));
                if let Some((kind, id)) = known {
                    entry.add(kind.as_str(), id.trim().to_owned(), cell.span);
                } else {
                    let message = format!("`{}` is no relation to a claim", shortened(&relation));
                    self.problems.push(
                        Diagnostic::new(Code::UnknownValue, cell.span, message)
                            .help("write a relation and an id, such as `disputes no-new-fee`"),
                    );
                }
            }
        }
        let text = entry.text("text").map(str::to_owned);
        let id = entry.text("id").map(str::to_owned).or_else(|| Some(Slug::from_text(text.as_deref()?)?.to_string()));
        let (Some(id), Some(text)) = (id, text) else {
            self.problems.push(
                Diagnostic::new(Code::ImportUnplaced, row.span, "this claim has no text")
                    .help("fill in the column `text`"),
            );
            return;
        };
        self.topics.entry(text).or_insert_with(|| format!("claim:{id}"));
        entry.set("id", Value::Text(id.clone()), row.span);
        self.claims.insert(id, (entry, row.get(Column::Briefing).map(|it| one_line(&it.text))));
    }

    fn actor(&mut self, row: &Row) {
        let mut entry = Entry::new(Section::Actors, row.span);
        for cell in &row.cells {
            self.field(&mut entry, cell);
        }
        let aliases = row.list(Column::Aliases);
        let span = row.get(Column::Aliases).map_or(row.span, |it| it.span);
        for alias in aliases {
            entry.add("aliases", alias, span);
        }
        if entry.text("name").is_some() {
            self.listed.push(entry);
        } else {
            self.problems.push(
                Diagnostic::new(Code::ImportUnplaced, row.span, "this actor has no name")
                    .help("fill in the column `name`"),
            );
        }
    }

    fn event(&mut self, row: &Row) {
        let mut entry = Entry::new(Section::Events, row.span);
        for cell in &row.cells {
            self.field(&mut entry, cell);
        }
        let span = row.get(Column::Actors).map_or(row.span, |it| it.span);
        let actors: Vec<_> = row.list(Column::Actors).into_iter().map(participant).collect();
        if !actors.is_empty() {
            entry.set("actors", Value::Maps(actors), span);
        }
        self.place(row, &mut entry);
        let missing = ["title", "date"].into_iter().find(|key| entry.text(key).is_none());
        if let Some(key) = missing {
            let message = format!("this event has no {key}");
            let help = format!("fill in the column `{key}`");
            self.problems.push(Diagnostic::new(Code::ImportUnplaced, row.span, message).help(help));
            return;
        }
        let title = entry.text("title").unwrap_or_default().to_owned();
        let id = entry.text("id").map(str::to_owned).or_else(|| Slug::from_text(&title).map(|it| it.to_string()));
        self.topics.insert(title, format!("event:{}", id.unwrap_or_default()));
        self.listed.push(entry);
    }

    fn place(&mut self, row: &Row, entry: &mut Entry) {
        let Some(name) = row.get(Column::Place) else { return };
        let mut place = vec![("name", one_line(&name.text))];
        for (column, key) in [(Column::Country, "country"), (Column::Lat, "lat"), (Column::Lon, "lon")] {
            let (Some(cell), Some(key)) = (row.get(column), keys::PLACE.get(key)) else { continue };
            match checked(key, &cell.text, cell.span) {
                Ok(value) => place.push((key.name, value)),
                Err(problem) => self.problems.push(problem),
            }
        }
        let value = if place.len() == 1 { Value::Text(place.swap_remove(0).1) } else { Value::Map(place) };
        entry.set("place", value, name.span);
    }

    fn finish(mut self) -> (Draft, Vec<Diagnostic>) {
        let mut statements = std::mem::take(&mut self.statements);
        in_order(&mut statements);
        let these = statements.iter_mut().map(|(briefing, entry, _)| (briefing.as_deref(), entry));
        let alone = settle(these, std::mem::take(&mut self.claims));
        let mut briefings: Vec<Briefing> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut listed = std::mem::take(&mut self.listed);
        let known: HashSet<(Section, String)> =
            listed.iter().filter_map(|it| Some((it.section, it.text("id")?.to_owned()))).collect();
        let named = std::mem::take(&mut self.named);
        listed.extend(named.into_iter().filter(|(key, _)| !known.contains(key)).map(|(_, entry)| entry));
        listed.extend(alone);
        for (briefing, mut entry, _) in statements {
            self.topics(&mut entry);
            let Some(key) = briefing else {
                listed.push(entry);
                continue;
            };
            let place = *places.entry(key.clone()).or_insert(briefings.len());
            if place == briefings.len() {
                briefings.push(self.briefing(key, entry.span));
            }
            let briefing = &mut briefings[place];
            let date = entry.text("date").map(str::to_owned);
            briefing.date = briefing.date.take().max(date.filter(|it| it.starts_with(|c: char| c.is_ascii_digit())));
            briefing.entries.push(entry);
        }
        for briefing in &mut briefings {
            briefing.is_dated_by_statements = briefing.date.is_some();
        }
        (Draft { briefings, listed }, self.problems)
    }

    fn briefing(&self, id: String, span: Span) -> Briefing {
        let title = self.titles.get(&id).map(|it| it.value.clone());
        let span = self.titles.get(&id).map_or(span, |it| it.span);
        let title = title.unwrap_or_else(|| id.rsplit('/').next().unwrap_or_default().to_owned());
        let destination = if id.is_empty() { Destination::Title } else { Destination::Id(id) };
        Briefing {
            destination,
            title,
            date: None,
            is_dated_by_statements: false,
            prose: Prose::Passages,
            entries: Vec::new(),
            span,
        }
    }

    /// What a statement is about: titles of events and texts of claims, which may hold the separator of lists, and names.
    fn topics(&self, entry: &mut Entry) {
        let given: Vec<String> = entry.texts("about").iter().map(|it| it.value.to_owned()).collect();
        let span = entry.span_of("about");
        if given.is_empty() {
            return;
        }
        let mut topics = Vec::new();
        let mut at = 0;
        while at < given.len() {
            let ends = (at + 1..=given.len().min(at + MOST_PARTS)).rev();
            let known = ends.into_iter().find_map(|end| Some((end, self.topics.get(&given[at..end].join("; "))?)));
            if let Some((end, topic)) = known {
                topics.push(topic.clone());
                at = end;
            } else {
                topics.push(given[at].clone());
                at += 1;
            }
        }
        entry.without(|key| key == "about");
        for topic in topics {
            entry.add("about", topic, span);
        }
    }
}

/// The number that the address of a statement gives it: those of one claim in one briefing are numbered as they are written.
fn number(address: &str, claim: &str) -> u32 {
    let fragment = address.rsplit('#').next().unwrap_or_default();
    let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
    let fragment = fragment.strip_prefix("note_").unwrap_or(&fragment);
    let number = fragment.strip_prefix(claim).and_then(|rest| rest.strip_prefix('-'));
    number.and_then(|it| it.parse().ok()).unwrap_or(1)
}

/// Statements of one claim in one briefing by their numbers, where the first of them stands.
fn in_order(statements: &mut Vec<Stated>) {
    let mut first: HashMap<(Option<String>, String), usize> = HashMap::new();
    let mut keyed: Vec<((usize, u32), Stated)> = Vec::with_capacity(statements.len());
    for (at, it) in std::mem::take(statements).into_iter().enumerate() {
        let claim = it.1.text("id").map_or_else(|| format!("row {at}"), str::to_owned);
        let place = *first.entry((it.0.clone(), claim)).or_insert(at);
        keyed.push(((place, it.2), it));
    }
    keyed.sort_by_key(|(key, _)| *key);
    statements.extend(keyed.into_iter().map(|(_, it)| it));
}

/// Who takes part: a name, with its part in brackets where that is a word of the format.
fn participant(text: String) -> Vec<(&'static str, String)> {
    let role = text.strip_suffix(')').and_then(|it| it.rsplit_once(" ("));
    match role.and_then(|(name, role)| Some((name, <EventRole as Word>::parse(role)?))) {
        Some((name, role)) => vec![("actor", name.to_owned()), ("role", role.as_str().to_owned())],
        None => vec![("actor", text)],
    }
}

/// The values in one cell.
pub(super) fn parts(cell: &str) -> Vec<String> {
    cell.split(';').map(one_line).filter(|part| !part.is_empty()).collect()
}

/// A title of more parts than this is not put together again.
const MOST_PARTS: usize = 8;
