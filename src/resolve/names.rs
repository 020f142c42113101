//! What actors are called, and actors that exist because somebody named them.

use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;

use super::declare::Declaration;
use super::graph::{Actor, Handle};
use super::nearest::Nearest;
use crate::anchor::Anchored;
use crate::config::Settings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::{ActorDeclaration, Id, Party, Text, Topic};
use crate::model::{Extra, Slug};
use crate::parse::{Article, Head};
use crate::source::{Span, Spanned};

/// From ids, names and aliases to actors.
#[derive(Debug, Default)]
pub(super) struct ActorNames {
    by_name: HashMap<String, Vec<Called>>,
    nearest: Nearest,
}

/// How an actor is called by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Called {
    /// The actor.
    pub(super) actor: Handle<Actor>,
    /// Whether it is its name rather than an alias.
    pub(super) primary: bool,
    /// Where it is so called.
    pub(super) span: Span,
}

impl ActorNames {
    /// The names of these actors; handles are their indices.
    pub(super) fn new(actors: &[Declaration<ActorDeclaration>]) -> Self {
        let mut by_name: HashMap<String, Vec<Called>> = HashMap::default();
        for (at, declaration) in actors.iter().enumerate() {
            let actor = Handle::new(at);
            let written = &declaration.written;
            let names =
                std::iter::once((&written.name, true)).chain(written.aliases.iter().map(|alias| (alias, false)));
            for (name, primary) in names {
                let called = by_name.entry(name_key(name)).or_default();
                if called.iter().all(|other| other.actor != actor) {
                    called.push(Called { actor, primary, span: name.span });
                }
            }
        }
        Self { by_name, nearest: Nearest::default() }
    }

    /// Who is called so.
    pub(super) fn called(&self, name: &str) -> &[Called] {
        self.by_name.get(&name_key(name)).map_or(&[], Vec::as_slice)
    }

    /// The id, name or alias of these actors, of which the names are, that is most like what was typed.
    pub(super) fn nearest(&self, typed: &str, actors: &[Declaration<ActorDeclaration>]) -> Option<&str> {
        let words = || {
            let names = actors.iter().map(|declaration| &declaration.written).flat_map(|written| {
                let names = std::iter::once(&written.name).chain(&written.aliases).map(|name| name.value.clone());
                std::iter::once(written.id.slug.to_string()).chain(names)
            });
            names.collect()
        };
        self.nearest.to(typed, words)
    }
}

/// Declares every actor that is named and declared nowhere, by its first mention.
///
/// Names are taken before mentions that look like ids, so that `us-envoys` finds the actor that "US envoys" declares,
/// wherever it stands.
pub(super) fn implicit_actors(
    actors: &mut Vec<Declaration<ActorDeclaration>>,
    articles: &[Arc<Anchored>],
    settings: &Settings,
    problems: &mut Vec<Diagnostic>,
) {
    let known = ActorNames::new(actors);
    let declared = actors.len();
    let mut ids: HashMap<Slug, (String, Span)> =
        actors.iter().map(|d| (d.written.id.slug.clone(), (d.written.name.value.clone(), d.written.id.span))).collect();
    let mut named: HashSet<String> = HashSet::default();
    let mut mentions: Vec<(usize, Spanned<&str>)> = articles
        .iter()
        .enumerate()
        .flat_map(|(at, anchored)| mentions(&anchored.article).into_iter().map(move |mention| (at, mention)))
        .filter(|(_, mention)| known.called(mention.value).is_empty())
        .collect();
    mentions.sort_by_key(|(_, mention)| Slug::parse(mention.value).is_some());
    for (article, mention) in mentions {
        let key = name_key(mention.value);
        if ids.contains_key(mention.value) || !named.insert(key) {
            continue;
        }
        if settings.strict_actors {
            problems.push(unknown_actor(mention, known.nearest(mention.value, &actors[..declared])));
        }
        let Some(slug) = Slug::from_text(mention.value) else {
            let message = format!("no id can be made from the name `{}`", mention.value);
            problems
                .push(Diagnostic::new(Code::BadId, mention.span, message).help("use a name with a letter or digit"));
            continue;
        };
        if let Some((name, place)) = ids.get(&slug) {
            problems.push(taken(mention, &slug, name, *place));
            continue;
        }
        ids.insert(slug.clone(), (mention.value.to_owned(), mention.span));
        actors.push(Declaration { written: Arc::new(named_only(mention, slug)), article, implicit: true });
    }
}

/// A name as it is compared: white space folded, NFC. Case counts, because "US" is not "us".
pub(crate) fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    if key.is_ascii() { key } else { key.nfc().collect() }
}

/// The problem of an actor that nothing declares.
pub(super) fn unknown_actor(mention: Spanned<&str>, nearest: Option<&str>) -> Diagnostic {
    let message = format!("the actor `{}` is declared nowhere", mention.value);
    Diagnostic::new(Code::UnknownActor, mention.span, message).help(match nearest {
        Some(nearest) => format!("write `{nearest}`"),
        None => "declare it in `content/actors.yaml`".to_owned(),
    })
}

fn taken(mention: Spanned<&str>, slug: &Slug, name: &str, place: Span) -> Diagnostic {
    let message = format!("the name `{}` would get the id `{slug}`, which the actor `{name}` has", mention.value);
    Diagnostic::new(Code::DuplicateId, mention.span, message)
        .also(place, "the actor that has it")
        .help(format!("add `{0}` to the aliases of `{slug}`, or declare `{{id: {slug}-2, name: {0}}}`", mention.value))
}

/// Every place of an article that names an actor, in order.
pub(super) fn mentions(article: &Article) -> Vec<Spanned<&str>> {
    fn text(text: &Text) -> Spanned<&str> {
        Spanned::new(text.value.as_str(), text.span)
    }
    let mut found = Vec::new();
    if let Head::Briefing(head) = &article.head {
        found.extend(head.actors.iter().map(text));
    }
    for actor in &article.actors {
        found.extend(actor.roles.iter().filter_map(|role| role.org.as_ref()).map(text));
        found.extend(actor.relations.iter().map(|relation| text(&relation.actor)));
    }
    for event in &article.events {
        found.extend(event.actors.iter().map(|participant| text(&participant.actor)));
    }
    for statement in &article.statements {
        found.extend(statement.by.iter().filter_map(|party| match &party.value {
            Party::Actor(name) => Some(Spanned::new(name.as_str(), party.span)),
            Party::Author => None,
        }));
        found.extend(statement.on_behalf_of.iter().chain(&statement.to).map(text));
        found.extend(statement.about.iter().filter_map(|topic| match &topic.value {
            Topic::Actor(name) => Some(Spanned::new(name.as_str(), topic.span)),
            Topic::Event(_) | Topic::Claim(_) => None,
        }));
    }
    found.sort_by_key(|mention| (mention.span.start, mention.span.end));
    found
}

/// What is declared of an actor by naming it.
pub(super) fn named_only(mention: Spanned<&str>, slug: Slug) -> ActorDeclaration {
    ActorDeclaration {
        id: Id { slug, span: mention.span, made: true },
        name: Spanned::new(mention.value.split_whitespace().collect::<Vec<_>>().join(" "), mention.span),
        kind: None,
        aliases: Vec::new(),
        roles: Vec::new(),
        country: None,
        wikidata: None,
        links: Vec::new(),
        image: None,
        reliability: None,
        summary: None,
        relations: Vec::new(),
        access: None,
        display: None,
        extra: Extra::Nothing,
        former: Vec::new(),
        body: None,
        span: mention.span,
    }
}
