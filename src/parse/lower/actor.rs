//! Actors.

use super::reader::Reader;
use super::{Lower, Place};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Slug;
use crate::model::declaration::{ActorDeclaration, Id, LinkDeclaration, RelationDeclaration, RoleDeclaration};
use crate::parse::keys;
use crate::parse::node::{Node, Value};
use crate::source::Spanned;

pub(super) fn lower(lower: &mut Lower, node: &Node, place: &Place) {
    let Some(reader) = Reader::new(lower, &keys::ACTOR, node) else { return };
    let name = reader.required(lower, "name", Lower::text);
    let Some(id) = lower.id(&reader, place, name.as_ref()) else { return };
    if id.slug.as_str() == AUTHOR {
        let message = format!("`{AUTHOR}` is the briefing's own voice, and cannot be an actor's id");
        let help = format!("write another id, such as `id: the-{AUTHOR}`");
        lower.report(Diagnostic::new(Code::BadId, id.span, message).help(help));
        return;
    }
    let name = name.unwrap_or_else(|| words_of(&id));
    let declaration = ActorDeclaration {
        id,
        name,
        kind: reader.get(lower, "type", Lower::word),
        aliases: reader.list(lower, "aliases", Lower::text),
        roles: reader.list(lower, "roles", role),
        country: reader.get(lower, "country", Lower::country),
        wikidata: reader.get(lower, "wikidata", Lower::wikidata),
        links: reader.list(lower, "links", link),
        image: reader.get(lower, "image", Lower::file_path),
        reliability: reader.get(lower, "reliability", Lower::word),
        summary: reader.get(lower, "summary", Lower::text),
        relations: reader.list(lower, "relations", relation),
        access: reader.get(lower, "access", Lower::word),
        display: reader.get(lower, "display", Lower::text),
        extra: reader.get(lower, "extra", Lower::extra).unwrap_or_default(),
        former: reader.list(lower, "redirects", Lower::page_path),
        body: place.body(),
        span: reader.span,
    };
    lower.actors.push(declaration);
}

/// A name for what has only an id: its words. That the name is missing has been reported.
pub(super) fn words_of(id: &Id) -> Spanned<String> {
    Spanned::new(Slug::as_str(&id.slug).replace('-', " "), id.span)
}

fn role(lower: &mut Lower, key: &str, node: &Node) -> Option<RoleDeclaration> {
    if let Value::Scalar(_) = node.value {
        let title = lower.text(key, node)?;
        return Some(RoleDeclaration { title, org: None, from: None, to: None });
    }
    let reader = Reader::new(lower, &keys::ROLE, node)?;
    let title = reader.required(lower, "title", Lower::text);
    let org = reader.get(lower, "org", Lower::text);
    let from = reader.get(lower, "from", Lower::date);
    let to = reader.get(lower, "to", Lower::date);
    Some(RoleDeclaration { title: title?, org, from, to })
}

fn link(lower: &mut Lower, key: &str, node: &Node) -> Option<LinkDeclaration> {
    if let Value::Scalar(_) = node.value {
        return lower.url(key, node).map(|url| LinkDeclaration { title: None, url });
    }
    let reader = Reader::new(lower, &keys::LINK, node)?;
    let url = reader.required(lower, "url", Lower::url);
    let title = reader.get(lower, "title", Lower::text);
    Some(LinkDeclaration { title, url: url? })
}

fn relation(lower: &mut Lower, _key: &str, node: &Node) -> Option<RelationDeclaration> {
    let reader = Reader::new(lower, &keys::RELATION, node)?;
    let kind = reader.required(lower, "type", Lower::word);
    let actor = reader.required(lower, "actor", Lower::text);
    let from = reader.get(lower, "from", Lower::date);
    let to = reader.get(lower, "to", Lower::date);
    let source = reader.get(lower, "source", Lower::text);
    let note = reader.get(lower, "note", Lower::text);
    Some(RelationDeclaration { kind: kind?, actor: actor?, from, to, source, note })
}

/// What stands in `by:` for the author of the briefing.
pub(super) const AUTHOR: &str = "author";
