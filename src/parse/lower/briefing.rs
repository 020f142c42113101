//! Briefings.

use super::claim::quotation;
use super::reader::Reader;
use super::{Lower, Place};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::{NoteDeclaration, Text, UpdateDeclaration};
use crate::model::{Date, Extra, Slug};
use crate::parse::BriefingHead;
use crate::parse::keys;
use crate::parse::kind::Entity;
use crate::parse::node::{Node, Value};
use crate::source::{Span, Spanned};

pub(super) fn lower(lower: &mut Lower, node: &Node, slug: Option<Slug>) -> BriefingHead {
    let Some(reader) = Reader::new(lower, &keys::BRIEFING, node) else {
        return empty(Spanned::new(slug.unwrap_or_else(Slug::unnamed), node.span));
    };
    let title = reader.required(lower, "title", Lower::text);
    let date = reader.required(lower, "date", Lower::date);
    let sources = entries(lower, &reader, "sources", Entity::Source);
    let actors = entries(lower, &reader, "actors", Entity::Actor);
    let events = entries(lower, &reader, "events", Entity::Event);
    claims(lower, &reader);
    let slug = lower.file_slug(&reader, slug);
    BriefingHead {
        title: title.unwrap_or_else(|| slug.clone().map(|slug| slug.as_str().replace('-', " "))),
        date: date.unwrap_or(Spanned::new(Date::UNKNOWN, reader.head())),
        updated: reader.get(lower, "updated", Lower::date),
        summary: reader.get(lower, "summary", Lower::text),
        authors: reader.list(lower, "authors", Lower::text),
        tags: reader.list(lower, "tags", Lower::text),
        lang: reader.get(lower, "lang", Lower::language),
        draft: reader.get(lower, "draft", Lower::truth).unwrap_or(false),
        publish: reader.get(lower, "publish", Lower::date),
        expires: reader.get(lower, "expires", Lower::date),
        actors,
        events,
        sources,
        updates: reader.list(lower, "updates", update),
        notes: reader.list(lower, "notes", note),
        former: reader.list(lower, "aliases", Lower::page_path),
        image: reader.get(lower, "image", Lower::file_path),
        extra: reader.get(lower, "extra", Lower::extra).unwrap_or_default(),
        span: node.span,
        slug,
    }
}

/// A head of which nothing could be read.
fn empty(slug: Spanned<Slug>) -> BriefingHead {
    BriefingHead {
        title: slug.clone().map(|slug| slug.as_str().replace('-', " ")),
        date: Spanned::new(Date::UNKNOWN, slug.span),
        updated: None,
        summary: None,
        authors: Vec::new(),
        tags: Vec::new(),
        lang: None,
        draft: false,
        publish: None,
        expires: None,
        actors: Vec::new(),
        events: Vec::new(),
        sources: Vec::new(),
        updates: Vec::new(),
        notes: Vec::new(),
        former: Vec::new(),
        image: None,
        extra: Extra::Nothing,
        span: slug.span,
        slug,
    }
}

/// The references in a list of a briefing; its mappings are declared on the way.
fn entries(lower: &mut Lower, reader: &Reader<'_>, key: &'static str, entity: Entity) -> Vec<Text> {
    reader.list(lower, key, |lower, key, node| {
        if let Value::Map(_) = node.value {
            lower.declare(node, entity, &Place::Inline);
            return None;
        }
        lower.text(key, node)
    })
}

fn claims(lower: &mut Lower, reader: &Reader<'_>) {
    let _: Vec<()> = reader.list(lower, "claims", |lower, _, node| {
        lower.declare(node, Entity::Claim, &Place::Inline);
        None
    });
}

fn update(lower: &mut Lower, _key: &str, node: &Node) -> Option<UpdateDeclaration> {
    let reader = Reader::new(lower, &keys::UPDATE, node)?;
    let claim = reader.required(lower, "claim", Lower::text);
    let status = reader.required(lower, "status", Lower::word);
    let place = reader.key_span("status").unwrap_or(reader.head());
    let why = why(lower, &reader, place);
    let date = reader.get(lower, "date", Lower::date);
    let source = reader.get(lower, "source", Lower::text);
    Some(UpdateDeclaration { claim: claim?, status: status?, why, date, source, span: reader.span })
}

/// The reason of a change. A change without one has a code of its own: it is no slip of the pen.
fn why(lower: &mut Lower, reader: &Reader<'_>, place: Span) -> Text {
    if !reader.has("why") && !reader.has("status") {
        reader.missing(lower, "why");
    } else if !reader.has("why") {
        lower.report(
            Diagnostic::new(Code::StatusWithoutWhy, place, "the status of a claim is changed without a reason")
                .help("add `why:` with the reason, in a sentence"),
        );
    }
    reader.get(lower, "why", Lower::text).unwrap_or_else(|| Spanned::new(String::new(), place))
}

fn note(lower: &mut Lower, _key: &str, node: &Node) -> Option<NoteDeclaration> {
    let reader = Reader::new(lower, &keys::NOTE, node)?;
    let quote = reader.required(lower, "quote", quotation);
    let text = reader.required(lower, "text", Lower::markdown);
    Some(NoteDeclaration { quote: quote?, text: text?, span: reader.span })
}
