//! The places in front matter and list files that name something by its id.

use std::collections::BTreeMap;

use super::{Edits, Task};
use crate::model::Kind;
use crate::model::declaration::{ClaimReference, Party, StatementDeclaration, Text, Topic};
use crate::parse::{Article, Head};
use crate::source::{SitePath, Span};

/// Adds a replacement for every reference.
pub(super) fn add(task: &Task, edits: &mut BTreeMap<SitePath, Edits>) {
    for article in &task.articles {
        let Some(text) = task.project.texts.at(&article.path) else { continue };
        for span in references(article, task.kind, task.old.as_str()) {
            let range = span.range();
            let typed = text.text().get(range.clone()).unwrap_or_default();
            let (range, replacement) = replacement(typed, range.start, task.old.as_str(), task.new.as_str());
            edits.entry(article.path.clone()).or_default().insert(range, replacement);
        }
    }
}

/// What of a scalar as it was typed is replaced, and by what: the id alone, whatever the quotation marks around it.
pub(super) fn replacement(typed: &str, start: usize, old: &str, new: &str) -> ((usize, usize), String) {
    let inner = typed.find(old).filter(|at| {
        let around = (&typed[..*at], &typed[at + old.len()..]);
        matches!((around.0.trim(), around.1.trim()), ("", "") | ("\"", "\"") | ("'", "'"))
    });
    match inner {
        Some(at) => ((start + at, start + at + old.len()), new.to_owned()),
        // It was typed with escapes.
        None => ((start, start + typed.len()), new.to_owned()),
    }
}

fn references(article: &Article, kind: Kind, old: &str) -> Vec<Span> {
    let mut texts: Vec<&Text> = Vec::new();
    let mut spans = Vec::new();
    match kind {
        Kind::Actor => actors(article, old, &mut texts, &mut spans),
        Kind::Claim => claims(article, old, &mut texts, &mut spans),
        Kind::Event => events(article, old, &mut texts, &mut spans),
        Kind::Source => sources(article, &mut texts),
        Kind::Briefing => {}
    }
    spans.extend(texts.into_iter().filter(|text| text.value == old).map(|text| text.span));
    spans
}

fn actors<'a>(article: &'a Article, old: &str, texts: &mut Vec<&'a Text>, spans: &mut Vec<Span>) {
    if let Head::Briefing(head) = &article.head {
        texts.extend(&head.actors);
    }
    for actor in &article.actors {
        texts.extend(actor.roles.iter().filter_map(|role| role.org.as_ref()));
        texts.extend(actor.relations.iter().map(|relation| &relation.actor));
    }
    for event in &article.events {
        texts.extend(event.actors.iter().map(|participant| &participant.actor));
    }
    for statement in &article.statements {
        let by = statement.by.iter().filter(|party| matches!(&party.value, Party::Actor(name) if name == old));
        spans.extend(by.map(|party| party.span));
        texts.extend(statement.on_behalf_of.iter().chain(&statement.to));
        about(statement, |topic| matches!(topic, Topic::Actor(name) if name == old), spans);
    }
}

fn claims<'a>(article: &'a Article, old: &str, texts: &mut Vec<&'a Text>, spans: &mut Vec<Span>) {
    if let Head::Briefing(head) = &article.head {
        texts.extend(head.updates.iter().map(|update| &update.claim));
    }
    texts.extend(article.claims.iter().flat_map(|claim| claim.relations.iter().map(|(_, other)| other)));
    for statement in &article.statements {
        if let ClaimReference::Elsewhere(claim) = &statement.claim {
            texts.push(claim);
        }
        about(statement, |topic| matches!(topic, Topic::Claim(id) if id == old), spans);
    }
}

fn events<'a>(article: &'a Article, old: &str, texts: &mut Vec<&'a Text>, spans: &mut Vec<Span>) {
    if let Head::Briefing(head) = &article.head {
        texts.extend(&head.events);
    }
    texts.extend(article.events.iter().flat_map(|event| event.part_of.iter().chain(&event.follows)));
    for statement in &article.statements {
        texts.extend(&statement.event);
        about(statement, |topic| matches!(topic, Topic::Event(id) if id == old), spans);
    }
}

fn sources<'a>(article: &'a Article, texts: &mut Vec<&'a Text>) {
    if let Head::Briefing(head) = &article.head {
        texts.extend(&head.sources);
        texts.extend(head.updates.iter().filter_map(|update| update.source.as_ref()));
    }
    texts.extend(article.actors.iter().flat_map(|it| it.relations.iter().filter_map(|it| it.source.as_ref())));
    texts.extend(article.events.iter().flat_map(|event| &event.sources));
    texts.extend(article.sources.iter().flat_map(|source| &source.derived_from));
    texts.extend(article.statements.iter().filter_map(|statement| statement.source.as_ref()));
}

fn about(statement: &StatementDeclaration, is: impl Fn(&Topic) -> bool, spans: &mut Vec<Span>) {
    spans.extend(statement.about.iter().filter(|topic| is(&topic.value)).map(|topic| topic.span));
}
