//! Claims and statements: one mapping may declare a claim, record a statement, or do both.

use super::actor::{AUTHOR, words_of};
use super::reader::Reader;
use super::{Lower, Place};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::{
    ClaimDeclaration, ClaimReference, Party, QuoteSelector, StatementDeclaration, Text, Topic,
};
use crate::model::{ClaimRelation, Slug, Stance, Word};
use crate::parse::keys;
use crate::parse::node::{Node, Value};
use crate::source::Spanned;

pub(super) fn lower(lower: &mut Lower, node: &Node, place: &Place) {
    let Some(reader) = Reader::new(lower, &keys::CLAIM, node) else { return };
    if !matches!(place, Place::Inline) {
        refuse_quote(lower, &reader);
    }
    let quote = reader.get(lower, "quote", quotation).filter(|_| matches!(place, Place::Inline));
    let claim = if reader.key_span("claim").is_some() {
        refuse_declaring(lower, &reader);
        reader.get(lower, "claim", Lower::text).map(ClaimReference::Elsewhere)
    } else {
        declaration(lower, &reader, place, quote.as_ref()).map(|declaration| {
            lower.claims.push(declaration);
            ClaimReference::Here(lower.claims.len() - 1)
        })
    };
    if makes_statement(lower, &reader, place) {
        // Read also when it is about no claim, so that its problems are reported in the same run.
        let statement = statement(lower, &reader, quote);
        lower.statements.extend(claim.map(|claim| StatementDeclaration { claim, ..statement }));
    }
}

/// A passage: a text, or a mapping that says what stands around it.
pub(super) fn quotation(lower: &mut Lower, key: &str, node: &Node) -> Option<QuoteSelector> {
    if let Value::Scalar(_) = node.value {
        let exact = lower.text(key, node)?;
        return Some(QuoteSelector { exact, prefix: None, suffix: None });
    }
    let reader = Reader::new(lower, &keys::QUOTE, node)?;
    let exact = reader.required(lower, "exact", Lower::text);
    let prefix = reader.get(lower, "prefix", Lower::spaced_text).map(Box::new);
    let suffix = reader.get(lower, "suffix", Lower::spaced_text).map(Box::new);
    Some(QuoteSelector { exact: exact?, prefix, suffix })
}

/// Outside a briefing there is no text in which a quotation could stand.
fn refuse_quote(lower: &mut Lower, reader: &Reader<'_>) {
    if let Some(span) = reader.key_span("quote") {
        lower.report(
            Diagnostic::new(Code::MisplacedKey, span, "a `quote` has no meaning outside a briefing")
                .note("a quotation is looked for in the text of the briefing whose front matter holds it")
                .help("record this statement under `claims:` of the briefing that quotes it"),
        );
    }
}

/// With `claim`, keys that declare a claim stand in the wrong entry.
fn refuse_declaring(lower: &mut Lower, reader: &Reader<'_>) {
    let Some(claim) = reader.key_span("claim") else { return };
    for key in DECLARING.iter().copied().chain(ClaimRelation::ALL.iter().map(|relation| relation.as_str())) {
        let Some(span) = reader.key_span(key) else { continue };
        let help = match key {
            "id" => "delete `id`, or delete `claim` to declare a claim of this id",
            "text" => "delete it; for the passage of this briefing write `quote`",
            "status" => "write an entry under `updates:` to change the status of a claim",
            _ => "move it to the entry that declares the claim",
        };
        let message = format!("`{key}` has no meaning beside `claim`");
        lower.report(
            Diagnostic::new(Code::MisplacedKey, span, message)
                .also(claim, "says that the claim is declared elsewhere")
                .help(help),
        );
    }
}

fn declaration(
    lower: &mut Lower,
    reader: &Reader<'_>,
    place: &Place,
    quote: Option<&QuoteSelector>,
) -> Option<ClaimDeclaration> {
    let written = reader.get(lower, "text", Lower::text);
    let text = written.or_else(|| quote.map(|quote| quote.exact.clone()));
    let has_text = text.is_some() || reader.has("text") || (matches!(place, Place::Inline) && reader.has("quote"));
    if !has_text {
        missing_text(lower, reader, place);
    }
    let id = lower.id(reader, place, text.as_ref())?;
    let text = text.unwrap_or_else(|| words_of(&id));
    Some(ClaimDeclaration {
        text,
        kind: reader.get(lower, "kind", Lower::word),
        status: reader.get(lower, "status", Lower::word),
        credibility: reader.get(lower, "credibility", |lower, key, node| lower.small(key, node, 6)),
        likelihood: reader.get(lower, "likelihood", Lower::word),
        confidence: reader.get(lower, "confidence", Lower::word),
        condition: reader.get(lower, "condition", Lower::text),
        relations: relations(lower, reader),
        extra: reader.get(lower, "extra", Lower::extra).unwrap_or_default(),
        former: reader.list(lower, "redirects", Lower::page_path),
        body: place.body(),
        span: reader.span,
        id,
    })
}

fn missing_text(lower: &mut Lower, reader: &Reader<'_>, place: &Place) {
    if matches!(place, Place::Inline) && !reader.has("id") {
        let message = "this entry of `claims` does not say which claim it is about";
        lower.report(Diagnostic::new(Code::MissingKey, reader.head(), message).label("in this mapping").help(
            "add `text:` with the proposition to declare a claim, or `claim:` with the id of one declared elsewhere",
        ));
    } else {
        reader.missing(lower, "text");
    }
}

fn relations(lower: &mut Lower, reader: &Reader<'_>) -> Vec<(Spanned<ClaimRelation>, Text)> {
    let mut relations = Vec::new();
    for relation in ClaimRelation::ALL {
        let key = relation.as_str();
        let Some(span) = reader.key_span(key) else { continue };
        for claim in reader.list(lower, key, Lower::text) {
            relations.push((Spanned::new(*relation, span), claim));
        }
    }
    relations
}

/// Whether the mapping records a statement, with a report of what is missing for one.
fn makes_statement(lower: &mut Lower, reader: &Reader<'_>, place: &Place) -> bool {
    if matches!(place, Place::Inline) {
        if !reader.has("by") || reader.is_empty_list("by") {
            reader.missing(lower, "by");
        }
        return true;
    }
    if reader.key_span("by").is_some() {
        if !reader.has("date") {
            reader.missing(lower, "date");
        }
        return true;
    }
    // Of a list, where a claim may stand alone, only what is about a statement needs one.
    let about_statement = STATING.iter().find_map(|key| reader.key_span(key).map(|span| (*key, span)));
    if let Some((key, span)) = about_statement.filter(|_| !reader.has("by")) {
        let message = format!("`{key}` is about a statement, but nobody makes one");
        lower.report(
            Diagnostic::new(Code::MissingKey, span, message)
                .help("add `by:` with an actor and `date:` with the day of the statement"),
        );
    }
    about_statement.is_some()
}

/// A statement about no claim yet.
fn statement(lower: &mut Lower, reader: &Reader<'_>, quote: Option<QuoteSelector>) -> StatementDeclaration {
    let nothing = Spanned::new(String::new(), reader.span);
    let mut statement = StatementDeclaration {
        claim: ClaimReference::Elsewhere(nothing),
        by: reader.list(lower, "by", party),
        on_behalf_of: reader.list(lower, "for", Lower::text),
        to: reader.list(lower, "to", Lower::text),
        about: reader.list(lower, "about", topic),
        stance: reader.get(lower, "stance", Lower::word).map_or(Stance::Asserts, |stance| stance.value),
        quote,
        mode: reader.get(lower, "mode", Lower::word),
        date: reader.get(lower, "date", Lower::date),
        event: reader.get(lower, "event", Lower::text),
        source: reader.get(lower, "source", Lower::text),
        locator: reader.get(lower, "locator", Lower::text).map(Box::new),
        lang: reader.get(lower, "lang", Lower::language).map(Box::new),
        translation: reader.get(lower, "translation", Lower::text).map(Box::new),
        note: reader.get(lower, "note", Lower::markdown),
        span: reader.span,
    };
    limit_pairs(lower, reader, &mut statement);
    statement
}

/// Each who speaks is tied to each who is spoken for, to or about, so that their number is that of both, multiplied.
fn limit_pairs(lower: &mut Lower, reader: &Reader<'_>, statement: &mut StatementDeclaration) {
    let (by, others) = (statement.by.len(), statement.on_behalf_of.len() + statement.to.len() + statement.about.len());
    let pairs = by.saturating_mul(others);
    if pairs > MAX_PAIRS {
        let message = format!(
            "a statement of {by} actors for, to or about {others} makes {pairs} pairs; {MAX_PAIRS} are allowed"
        );
        let span = reader.key_span("by").unwrap_or(reader.span);
        let problem = Diagnostic::new(Code::LimitExceeded, span, message);
        lower.report(problem.help("declare those who speak together as one actor of the type `group`"));
        // Nothing is multiplied on the way to telling it.
        statement.on_behalf_of.clear();
        statement.to.clear();
        statement.about.clear();
    }
}

fn party(lower: &mut Lower, key: &str, node: &Node) -> Option<Spanned<Party>> {
    let text = lower.text(key, node)?;
    Some(text.map(|text| if text == AUTHOR { Party::Author } else { Party::Actor(text) }))
}

fn topic(lower: &mut Lower, key: &str, node: &Node) -> Option<Spanned<Topic>> {
    let text = lower.text(key, node)?;
    let topic = match text.value.split_once(':') {
        Some(("event", id)) => Topic::Event(id.trim().to_owned()),
        Some(("claim", id)) => Topic::Claim(id.trim().to_owned()),
        Some(("actor", id)) => Topic::Actor(id.trim().to_owned()),
        _ => return Some(text.map(Topic::Actor)),
    };
    let (Topic::Event(id) | Topic::Claim(id) | Topic::Actor(id)) = &topic;
    let place = lower.part(text.span, id);
    if Slug::from_text(id).is_none() {
        let message = format!("no id follows `{}`", text.value);
        lower.report(Diagnostic::new(Code::BadId, text.span, message).help("write `event:` or `claim:` and an id"));
        return None;
    }
    Some(Spanned::new(topic, place))
}

/// Enough for what all members of the United Nations say to a dozen.
const MAX_PAIRS: usize = 2500;

/// The keys that are about a claim itself, without its relations.
pub(in crate::parse) const DECLARING: [&str; 10] =
    ["id", "text", "kind", "status", "credibility", "likelihood", "confidence", "condition", "redirects", "extra"];

/// The keys that are about a statement.
const STATING: [&str; 13] = [
    "claim",
    "for",
    "to",
    "about",
    "stance",
    "mode",
    "date",
    "event",
    "source",
    "locator",
    "lang",
    "translation",
    "note",
];
