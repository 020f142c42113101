//! Sources.

use super::actor::words_of;
use super::reader::Reader;
use super::{Lower, Place};
use crate::model::declaration::SourceDeclaration;
use crate::parse::keys;
use crate::parse::node::Node;

pub(super) fn lower(lower: &mut Lower, node: &Node, place: &Place) {
    let Some(reader) = Reader::new(lower, &keys::SOURCE, node) else { return };
    let title = reader.required(lower, "title", Lower::text);
    let Some(id) = lower.id(&reader, place, title.as_ref()) else { return };
    let title = title.unwrap_or_else(|| words_of(&id));
    let declaration = SourceDeclaration {
        id,
        title,
        kind: reader.get(lower, "type", Lower::word),
        author: reader.list(lower, "author", Lower::text),
        publisher: reader.get(lower, "publisher", Lower::text),
        date: reader.get(lower, "date", Lower::date),
        accessed: reader.get(lower, "accessed", Lower::date),
        url: reader.get(lower, "url", Lower::url),
        archive_url: reader.get(lower, "archive_url", Lower::url),
        snapshot: reader.get(lower, "snapshot", Lower::file_path),
        sha256: reader.get(lower, "sha256", Lower::sha256),
        reliability: reader.get(lower, "reliability", Lower::word),
        derived_from: reader.list(lower, "derived_from", Lower::text),
        access: reader.get(lower, "access", Lower::word),
        display: reader.get(lower, "display", Lower::text),
        lang: reader.get(lower, "lang", Lower::language),
        summary: reader.get(lower, "summary", Lower::text),
        extra: reader.get(lower, "extra", Lower::extra).unwrap_or_default(),
        former: reader.list(lower, "redirects", Lower::page_path),
        body: place.body(),
        span: reader.span,
    };
    lower.sources.push(declaration);
}
