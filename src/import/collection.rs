//! What a collection of ours holds beside its annotations: claims with their changes of status, events, and briefings, in the
//! shape of our JSON.

use std::collections::BTreeMap;

use super::draft::{Briefing, Destination, Draft, Entry, Field, Prose, Section, Value};
use super::json::{Json, Object, list, text};
use super::value::{checked, lines, one_line};
use super::web_annotation::Reader;
use crate::model::{ClaimRelation, EventRole, Slug, Word};
use crate::parse::keys;
use crate::source::Span;

/// What a collection says of a briefing itself.
#[derive(Debug, Clone)]
pub(super) struct Head {
    title: String,
    date: Option<String>,
    fields: Vec<Field>,
    span: Span,
}

impl Reader {
    /// Everything beside the annotations.
    pub(super) fn beside(&mut self, collection: &Object<'_>) {
        for claim in list(collection, "claims") {
            self.claim(claim);
        }
        for event in list(collection, "events") {
            self.event(event);
        }
        for briefing in list(collection, "briefings") {
            self.head(briefing);
        }
    }

    fn claim(&mut self, json: Json<'_>) {
        let Some(object) = json.object() else { return };
        let (Some(id), Some(words)) = (text(&object, "id"), text(&object, "claim")) else { return };
        if Slug::parse(&id).is_none() {
            return;
        }
        let mut entry = Entry::new(Section::Claims, json.span());
        entry.set("id", Value::Text(id.clone()), json.span());
        entry.set("text", Value::Text(one_line(&words)), json.span());
        for key in ["kind", "status", "credibility", "likelihood", "confidence", "condition"] {
            self.field(&mut entry, &object, key, key);
        }
        for relation in list(&object, "relations") {
            let Some(fields) = relation.object() else { continue };
            let kind = text(&fields, "kind").and_then(|it| <ClaimRelation as Word>::parse(&it));
            if let (Some(kind), Some(other)) = (kind, text(&fields, "id")) {
                entry.add(kind.as_str(), other, relation.span());
            }
        }
        self.changes(&mut entry, &id, &object);
        self.claims.insert(id, (entry, text(&object, "declared_in")));
    }

    /// How the status of a claim came about: what its author declared stays with it, what a briefing told later goes there, and
    /// what followed by itself will follow again.
    fn changes(&mut self, claim: &mut Entry, id: &str, object: &Object<'_>) {
        if !object.contains_key("changes") {
            return;
        }
        claim.has_declared_status = true;
        claim.without(|key| key == "status");
        for change in list(object, "changes") {
            let Some(fields) = change.object() else { continue };
            match text(&fields, "cause").as_deref() {
                Some("declared") => self.field(claim, &fields, "to", "status"),
                Some("update") => self.update(id, change.span(), &fields),
                _ => {}
            }
        }
    }

    fn update(&mut self, claim: &str, span: Span, fields: &Object<'_>) {
        let Some(briefing) = text(fields, "briefing") else { return };
        let mut entry = Entry::new(Section::Updates, span);
        entry.set("claim", Value::Text(claim.to_owned()), span);
        self.field(&mut entry, fields, "to", "status");
        self.field(&mut entry, fields, "date", "date");
        if let Some(why) = text(fields, "why") {
            entry.set("why", Value::Text(lines(&why)), span);
        }
        if let Some(source) = fields.get("source")
            && let Some(id) = self.reference(*source, "source")
        {
            entry.set("source", Value::Text(id), source.span());
        }
        if entry.get("status").is_some() {
            self.changes.push((briefing, entry));
        }
    }

    fn event(&mut self, json: Json<'_>) {
        let Some(object) = json.object() else { return };
        let (Some(id), Some(title)) = (text(&object, "id"), text(&object, "title")) else { return };
        if Slug::parse(&id).is_none() {
            return;
        }
        let mut entry = Entry::new(Section::Events, json.span());
        entry.set("id", Value::Text(id), json.span());
        entry.set("title", Value::Text(one_line(&title)), json.span());
        for key in ["date", "status", "kind", "cameo", "part_of", "summary"] {
            self.field(&mut entry, &object, key, key);
        }
        for other in list(&object, "follows") {
            if let Some(id) = other.text() {
                entry.add("follows", id, other.span());
            }
        }
        for source in list(&object, "sources") {
            if let Some(written) = self.reference(source, "sources") {
                entry.add("sources", written, source.span());
            }
        }
        self.place(&mut entry, &object);
        let actors: Vec<_> = list(&object, "actors").into_iter().filter_map(|it| self.participant(it)).collect();
        if !actors.is_empty() {
            let span = object.get("actors").map_or(json.span(), |it| it.span());
            entry.set("actors", Value::Maps(actors), span);
        }
        // Without a date, which was reported, nothing can be declared.
        if entry.get("date").is_some() {
            self.events.push(entry);
        }
    }

    fn participant(&mut self, json: Json<'_>) -> Option<Vec<(&'static str, String)>> {
        let fields = json.object()?;
        let mut map = vec![("actor", self.reference(*fields.get("actor")?, "actors")?)];
        let role = text(&fields, "role").and_then(|it| <EventRole as Word>::parse(&it));
        map.extend(role.map(|role| ("role", role.as_str().to_owned())));
        Some(map)
    }

    fn place(&mut self, entry: &mut Entry, event: &Object<'_>) {
        let Some(json) = event.get("place") else { return };
        let Some(fields) = json.object() else { return };
        let Some(name) = text(&fields, "name") else { return };
        let mut place = vec![("name", one_line(&name))];
        for key in ["country", "lat", "lon"] {
            let (Some(written), Some(key)) = (text(&fields, key), keys::PLACE.get(key)) else { continue };
            match checked(key, &written, json.span()) {
                Ok(value) => place.push((key.name, value)),
                Err(problem) => self.problems.push(problem),
            }
        }
        let value = if place.len() == 1 { Value::Text(place.swap_remove(0).1) } else { Value::Map(place) };
        entry.set("place", value, json.span());
    }

    fn head(&mut self, json: Json<'_>) {
        let Some(object) = json.object() else { return };
        let (Some(id), Some(title)) = (text(&object, "id"), text(&object, "title")) else { return };
        let mut fields: Vec<Field> = Vec::new();
        let mut date = None;
        for (name, key) in [("date", "date"), ("updated", "updated"), ("summary", "summary"), ("language", "lang")] {
            let (Some(json), Some(key)) = (object.get(name), keys::BRIEFING.get(key)) else { continue };
            let Some(written) = json.text().filter(|it| !it.trim().is_empty()) else { continue };
            match checked(key, &written, json.span()) {
                Ok(value) if name == "date" => date = Some(value),
                Ok(value) => fields.push(Field { key: key.name, value: Value::Text(value), span: json.span() }),
                Err(problem) => self.problems.push(problem),
            }
        }
        for key in ["authors", "tags"] {
            let texts: Vec<String> =
                list(&object, key).into_iter().filter_map(Json::text).map(|it| one_line(&it)).collect();
            if !texts.is_empty() {
                fields.push(Field { key, value: Value::Texts(texts), span: json.span() });
            }
        }
        self.heads.insert(id, Head { title: one_line(&title), date, fields, span: json.span() });
    }
}

/// Gives briefings what the collection says of them.
pub(super) fn headed(draft: &mut Draft, heads: &BTreeMap<String, Head>) {
    for briefing in &mut draft.briefings {
        let Destination::Id(id) = &briefing.destination else { continue };
        let Some(head) = heads.get(id) else { continue };
        briefing.title.clone_from(&head.title);
        briefing.date = head.date.clone().or_else(|| briefing.date.take());
        briefing.head.clone_from(&head.fields);
        briefing.span = head.span;
    }
}

/// Puts changes of status into the briefings that tell of them.
pub(super) fn changed(draft: &mut Draft, changes: Vec<(String, Entry)>, heads: &BTreeMap<String, Head>) {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (at, briefing) in draft.briefings.iter().enumerate() {
        if let Destination::Id(id) = &briefing.destination {
            places.insert(id.clone(), at);
        }
    }
    for (id, entry) in changes {
        let place = *places.entry(id.clone()).or_insert_with(|| {
            draft.briefings.push(silent(&id, heads.get(&id), entry.span));
            draft.briefings.len() - 1
        });
        draft.briefings[place].entries.push(entry);
    }
}

/// A briefing in which nobody speaks.
fn silent(id: &str, head: Option<&Head>, span: Span) -> Briefing {
    Briefing {
        destination: Destination::Id(id.to_owned()),
        title: head.map_or_else(|| id.to_owned(), |it| it.title.clone()),
        date: head.and_then(|it| it.date.clone()),
        is_dated_by_statements: false,
        head: head.map(|it| it.fields.clone()).unwrap_or_default(),
        is_only_named: head.is_none(),
        prose: Prose::Passages,
        entries: Vec::new(),
        span: head.map_or(span, |it| it.span),
    }
}
