//! CSV (RFC 4180), for spreadsheets: UTF-8 with a mark that tells them so, one row for each thing.
//!
//! A cell that a spreadsheet would take for a formula begins with an apostrophe, which it does not show.

use csv::{Terminator, WriterBuilder};

use super::describe::{self, statement_href};
use super::feed::full;
use crate::model::Word;
use crate::model::declaration::Text;
use crate::plan::{Address, Table};
use crate::render::card::locator;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Claim, Event, Graph, Node, Statement};

/// The table.
pub(super) fn text(site: &Site<'_>, table: Table) -> String {
    let graph = site.graph;
    match table {
        Table::Statements => {
            written(STATEMENTS, (0..graph.statements.len()).map(|at| statement(site, Handle::new(at))))
        }
        Table::Actors => {
            let open =
                (0..graph.actors.len()).map(Handle::new).filter(|it: &Handle<Actor>| graph[*it].confidential.is_none());
            written(ACTORS, open.map(|it| actor(site, it)))
        }
        Table::Claims => written(CLAIMS, (0..graph.claims.len()).map(|at| claim(site, Handle::new(at)))),
        Table::Events => written(EVENTS, (0..graph.events.len()).map(|at| event(site, Handle::new(at)))),
    }
}

fn written<const N: usize>(columns: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    // Writing into memory does not fail, and rows are of one length.
    let _ = writer.write_record(columns);
    for row in rows {
        let _ = writer.write_record(row.map(defused));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A cell that no spreadsheet computes.
fn defused(cell: String) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if is_formula && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell }
}

const STATEMENTS: [&str; 22] = [
    "address",
    "briefing",
    "briefing_title",
    "claim",
    "claim_text",
    "claim_kind",
    "claim_status",
    "by",
    "by_names",
    "on_behalf_of",
    "to",
    "about",
    "stance",
    "mode",
    "date",
    "quote",
    "language",
    "translation",
    "event",
    "source",
    "source_title",
    "locator",
];

fn statement(site: &Site<'_>, handle: Handle<Statement>) -> [String; 22] {
    let graph = site.graph;
    let statement = &graph[handle];
    let claim = &graph[statement.claim];
    let written = statement.source.article.statements.get(statement.index);
    let (quote, language) = site.cards.quoted(statement).unwrap_or_default();
    let briefing = statement.briefing.map(Node::Briefing);
    let source = statement.taken_from.map(Node::Source);
    let names = |list: &[Handle<Actor>]| joined(list.iter().map(|it| site.title_of(&Node::Actor(*it)).to_owned()));
    [
        full(site, &statement_href(site, handle)),
        briefing.as_ref().and_then(|it| id(graph, it)).unwrap_or_default(),
        briefing.map(|it| site.title_of(&it).to_owned()).unwrap_or_default(),
        claim.source.id.slug.to_string(),
        claim.source.text.value.clone(),
        claim.kind.to_string(),
        claim.status.to_string(),
        joined(statement.by.iter().filter_map(|it| id(graph, &Node::Actor(*it)))),
        names(&statement.by),
        names(&statement.on_behalf_of),
        names(&statement.to),
        joined(statement.about.iter().map(|it| site.title_of(it).to_owned())),
        statement.stance.to_string(),
        statement.mode.map(Word::as_str).unwrap_or_default().to_owned(),
        statement.date.to_string(),
        quote,
        language.unwrap_or_default().to_owned(),
        written.and_then(|it| text_of(it.translation.as_deref())).unwrap_or_default(),
        statement.event.and_then(|it| id(graph, &Node::Event(it))).unwrap_or_default(),
        source.as_ref().and_then(|it| id(graph, it)).unwrap_or_default(),
        source.map(|it| site.title_of(&it).to_owned()).unwrap_or_default(),
        locator(graph, statement).unwrap_or_default().to_owned(),
    ]
}

const ACTORS: [&str; 11] = [
    "id",
    "address",
    "name",
    "kind",
    "aliases",
    "country",
    "wikidata",
    "reliability",
    "summary",
    "statements",
    "briefings",
];

fn actor(site: &Site<'_>, handle: Handle<Actor>) -> [String; 11] {
    let actor = &site.graph[handle];
    let written = &actor.source;
    [
        written.id.slug.to_string(),
        address(site, &Node::Actor(handle)),
        written.name.value.clone(),
        actor.kind.map(Word::as_str).unwrap_or_default().to_owned(),
        joined(written.aliases.iter().map(|it| it.value.clone())),
        text_of(written.country.as_ref()).unwrap_or_default(),
        text_of(written.wikidata.as_ref()).unwrap_or_default(),
        written.reliability.map(|it| it.value.to_string()).unwrap_or_default(),
        text_of(written.summary.as_ref()).unwrap_or_default(),
        actor.statements.len().to_string(),
        actor.briefings.len().to_string(),
    ]
}

const CLAIMS: [&str; 14] = [
    "id",
    "address",
    "text",
    "kind",
    "status",
    "standing",
    "credibility",
    "likelihood",
    "confidence",
    "condition",
    "declared_in",
    "first_date",
    "statements",
    "relations",
];

fn claim(site: &Site<'_>, handle: Handle<Claim>) -> [String; 14] {
    let graph = site.graph;
    let claim = &graph[handle];
    let written = &claim.source;
    [
        written.id.slug.to_string(),
        address(site, &Node::Claim(handle)),
        written.text.value.clone(),
        claim.kind.to_string(),
        claim.status.to_string(),
        claim.status.standing().to_string(),
        written.credibility.map(|it| it.value.to_string()).unwrap_or_default(),
        written.likelihood.map(|it| it.value.to_string()).unwrap_or_default(),
        written.confidence.map(|it| it.value.to_string()).unwrap_or_default(),
        text_of(written.condition.as_ref()).unwrap_or_default(),
        claim.declared_in.and_then(|it| id(graph, &Node::Briefing(it))).unwrap_or_default(),
        claim.statements.first().map(|it| graph[*it].date.to_string()).unwrap_or_default(),
        claim.statements.len().to_string(),
        joined(claim.relations.iter().map(|(kind, it)| format!("{kind} {}", graph[*it].source.id.slug))),
    ]
}

const EVENTS: [&str; 16] = [
    "id",
    "address",
    "title",
    "date",
    "first_day",
    "last_day",
    "status",
    "kind",
    "cameo",
    "place",
    "country",
    "lat",
    "lon",
    "actors",
    "part_of",
    "summary",
];

fn event(site: &Site<'_>, handle: Handle<Event>) -> [String; 16] {
    let graph = site.graph;
    let event = &graph[handle];
    let written = &event.source;
    let place = written.place.as_ref();
    let day = |day: Option<chrono::NaiveDate>| day.map(|it| it.to_string()).unwrap_or_default();
    [
        written.id.slug.to_string(),
        address(site, &Node::Event(handle)),
        written.title.value.clone(),
        written.date.value.to_string(),
        day(written.date.value.first_day()),
        day(written.date.value.last_day()),
        event.status.to_string(),
        text_of(written.kind.as_ref()).unwrap_or_default(),
        written.cameo.map(|it| format!("{:02}", it.value)).unwrap_or_default(),
        place.map(|it| it.name.value.clone()).unwrap_or_default(),
        place.and_then(|it| text_of(it.country.as_ref())).unwrap_or_default(),
        place.and_then(|it| it.lat).map(|it| it.to_string()).unwrap_or_default(),
        place.and_then(|it| it.lon).map(|it| it.to_string()).unwrap_or_default(),
        joined(event.actors.iter().map(|(it, _)| site.title_of(&Node::Actor(*it)).to_owned())),
        event.part_of.and_then(|it| id(graph, &Node::Event(it))).unwrap_or_default(),
        text_of(written.summary.as_ref()).unwrap_or_default(),
    ]
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

fn id(graph: &Graph, node: &Node) -> Option<String> {
    describe::id(graph, node).map(Into::into)
}

fn text_of(written: Option<&Text>) -> Option<String> {
    written.map(|it| it.value.clone())
}

/// A full address for a site that has one, else relative to its root.
fn address(site: &Site<'_>, node: &Node) -> String {
    site.plan.address(node).map(|it| full(site, &Address::href(it))).unwrap_or_default()
}

/// A byte order mark: without it the commonest spreadsheet reads letters beyond ASCII wrongly.
const MARK: &str = "\u{feff}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_defused_and_numbers_stay() {
        let cells = ["=1+1", "@SUM(A1)", "-cmd", "\tx", "-12.5", "+3", "a=b", "－１＋"];
        let expected = ["'=1+1", "'@SUM(A1)", "'-cmd", "'\tx", "-12.5", "+3", "a=b", "'－１＋"];
        assert_eq!(cells.map(|cell| defused(cell.to_owned())), expected);
    }
}
