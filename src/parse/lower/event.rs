//! Events.

use super::actor::words_of;
use super::reader::Reader;
use super::{Lower, Place};
use crate::model::Date;
use crate::model::declaration::{EventDeclaration, ParticipantDeclaration, Place as Location};
use crate::parse::keys;
use crate::parse::node::{Node, Value};
use crate::source::Spanned;

pub(super) fn lower(lower: &mut Lower, node: &Node, place: &Place) {
    let Some(reader) = Reader::new(lower, &keys::EVENT, node) else { return };
    let title = reader.required(lower, "title", Lower::text);
    let date = reader.required(lower, "date", Lower::date);
    let Some(id) = lower.id(&reader, place, title.as_ref()) else { return };
    let title = title.unwrap_or_else(|| words_of(&id));
    let declaration = EventDeclaration {
        id,
        title,
        date: date.unwrap_or_else(|| Spanned::new(Date::UNKNOWN, reader.head())),
        status: reader.get(lower, "status", Lower::word),
        kind: reader.get(lower, "kind", Lower::text),
        cameo: reader.get(lower, "cameo", |lower, key, node| lower.small(key, node, 20)),
        place: reader.get(lower, "place", location),
        names_actors: reader.has("actors") && !reader.is_empty_list("actors"),
        actors: reader.list(lower, "actors", participant),
        part_of: reader.get(lower, "part_of", Lower::text),
        follows: reader.list(lower, "follows", Lower::text),
        sources: reader.list(lower, "sources", Lower::text),
        summary: reader.get(lower, "summary", Lower::text),
        extra: reader.get(lower, "extra", Lower::extra).unwrap_or_default(),
        former: reader.list(lower, "redirects", Lower::page_path),
        body: place.body(),
        span: reader.span,
    };
    lower.events.push(declaration);
}

fn location(lower: &mut Lower, key: &str, node: &Node) -> Option<Location> {
    if let Value::Scalar(_) = node.value {
        let name = lower.text(key, node)?;
        return Some(Location { name, country: None, lat: None, lon: None });
    }
    let reader = Reader::new(lower, &keys::PLACE, node)?;
    let name = reader.required(lower, "name", Lower::text);
    let country = reader.get(lower, "country", Lower::country);
    let lat = reader.get(lower, "lat", |lower, key, node| lower.degrees(key, node, 90));
    let lon = reader.get(lower, "lon", |lower, key, node| lower.degrees(key, node, 180));
    Some(Location { name: name?, country, lat, lon })
}

fn participant(lower: &mut Lower, key: &str, node: &Node) -> Option<ParticipantDeclaration> {
    if let Value::Scalar(_) = node.value {
        return lower.text(key, node).map(|actor| ParticipantDeclaration { actor, role: None });
    }
    let reader = Reader::new(lower, &keys::PARTICIPANT, node)?;
    let actor = reader.required(lower, "actor", Lower::text);
    let role = reader.get(lower, "role", Lower::word);
    Some(ParticipantDeclaration { actor: actor?, role })
}
