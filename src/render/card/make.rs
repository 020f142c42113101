//! Makes the cards. Those that hold others ask for them, and no card holds one of its own kind.

use std::collections::BTreeSet;

use super::{
    ActorChip, BriefingRow, Cards, ChangeRow, ClaimCard, EventRow, Piece, SourceLine, StatementView, TagChip, Tally,
    Voice,
};
use crate::model::declaration::Place;
use crate::model::{Access, ClaimRelation, SourceKind, Word};
use crate::parse::Head;
use crate::plan::{Address, Plan};
use crate::resolve::graph::{Actor, Briefing, Cause, Change, Claim, Event, Node, Source, Statement, Tag};
use crate::resolve::{Graph, Handle};

fn href(address: Option<&Address>) -> String {
    address.map(Address::href).unwrap_or_default()
}

pub(super) fn actor(cards: &Cards<'_>, handle: Handle<Actor>) -> ActorChip {
    let Cards { graph, plan, .. } = *cards;
    let actor = &graph[handle];
    if let Some(display) = &actor.confidential {
        return ActorChip {
            name: display.clone(),
            href: None,
            kind: None,
            kind_label: None,
            summary: None,
            role: None,
            statements: 0,
        };
    }
    let role = actor.roles.first().map(|role| match role.org.filter(|org| graph[*org].confidential.is_none()) {
        Some(org) => format!("{}, {}", role.title, graph[org].source.name.value),
        None => role.title.clone(),
    });
    ActorChip {
        name: actor.source.name.value.clone(),
        href: plan.address(&Node::Actor(handle)).map(Address::href),
        kind: actor.kind.map(Word::as_str),
        kind_label: actor.kind.map(crate::model::ActorKind::label),
        summary: actor.source.summary.as_ref().map(|it| it.value.clone()),
        role,
        statements: actor.statements.len(),
    }
}

pub(super) fn tag(cards: &Cards<'_>, handle: Handle<Tag>) -> TagChip {
    let Cards { graph, plan, .. } = *cards;
    let tag = &graph[handle];
    TagChip { name: tag.name.clone(), href: href(plan.tag(handle)), briefings: tag.briefings.len() }
}

pub(super) fn claim(cards: &Cards<'_>, handle: Handle<Claim>) -> ClaimCard {
    let Cards { graph, plan, .. } = *cards;
    let claim = &graph[handle];
    let statements = || claim.statements.iter().map(|it| &graph[*it]);
    let mut seen = BTreeSet::new();
    let by = statements().filter(|it| it.stance.is_for()).flat_map(|it| &it.by).filter(|it| seen.insert(**it));
    let relations = |wanted: fn(ClaimRelation) -> bool| claim.inverse.iter().filter(|(it, _)| wanted(*it)).count();
    ClaimCard {
        id: claim.source.id.slug.to_string(),
        text: claim.source.text.value.clone(),
        href: href(plan.address(&Node::Claim(handle))),
        kind: claim.kind.as_str(),
        status: claim.status.as_str(),
        standing: claim.status.standing().as_str(),
        by: by.map(|it| cards.actor(*it)).collect(),
        date: statements().next().map(|it| cards.date(&it.date)),
        statements: claim.statements.len(),
        against: statements().filter(|it| it.stance.is_against()).count() + relations(ClaimRelation::is_against),
        support: relations(|it| matches!(it, ClaimRelation::Supports | ClaimRelation::Confirms)),
    }
}

pub(super) fn event(cards: &Cards<'_>, handle: Handle<Event>) -> EventRow {
    let Cards { graph, plan, .. } = *cards;
    let event = &graph[handle];
    EventRow {
        title: event.source.title.value.clone(),
        href: href(plan.address(&Node::Event(handle))),
        date: cards.date(&event.source.date),
        status: event.status.as_str(),
        place: event.source.place.as_ref().map(place),
        actors: event.actors.iter().map(|(actor, _)| cards.actor(*actor)).collect(),
        statements: event.statements.len(),
    }
}

/// A place in words.
pub(in crate::render) fn place(place: &Place) -> String {
    match &place.country {
        Some(country) if **country != place.name.value => format!("{} ({})", place.name.value, country.value),
        _ => place.name.value.clone(),
    }
}

pub(super) fn source(cards: &Cards<'_>, handle: Handle<Source>) -> SourceLine {
    let Cards { graph, plan, .. } = *cards;
    let source = &graph[handle];
    if let Some(display) = &source.confidential {
        return SourceLine {
            title: display.clone(),
            href: None,
            line: String::new(),
            date: None,
            reliability: None,
            meaning: None,
            url: None,
            access: None,
            derived: false,
        };
    }
    let written = &source.source;
    let kind = written.kind.map(|it| kind_label(it.value));
    let authors = (!written.author.is_empty())
        .then(|| written.author.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", "));
    let parts = [authors, written.publisher.as_deref().cloned(), kind];
    let reliability = written.reliability.map(|it| it.value);
    SourceLine {
        title: written.title.value.clone(),
        href: plan.address(&Node::Source(handle)).map(Address::href),
        line: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        date: written.date.map(|it| cards.date(&it.value)),
        reliability: reliability.map(Word::as_str),
        meaning: reliability.map(crate::model::Reliability::meaning),
        url: written.url.as_ref().map(|it| it.value.clone()),
        access: written.access.map(|it| it.value).filter(|it| *it != Access::Public).map(Word::as_str),
        derived: !source.derived_from.is_empty(),
    }
}

/// A kind of source in words: `newspaper article` for `article-newspaper`.
fn kind_label(kind: SourceKind) -> String {
    match kind.as_str().split_once(['-', '_']) {
        Some((noun @ ("article" | "entry" | "review" | "paper" | "post"), rest)) => format!("{rest} {noun}"),
        _ => kind.as_str().replace(['-', '_'], " "),
    }
}

pub(super) fn briefing(cards: &Cards<'_>, handle: Handle<Briefing>) -> BriefingRow {
    let Cards { graph, plan, .. } = *cards;
    let briefing = &graph[handle];
    let (title, summary, lang) = match &briefing.source.article.head {
        Head::Briefing(head) => (&head.title.value, head.summary.as_ref(), head.lang.as_ref()),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => (&briefing.folder, None, None),
    };
    BriefingRow {
        title: title.clone(),
        href: href(plan.address(&Node::Briefing(handle))),
        date: cards.date(&briefing.date),
        summary: summary.map(|it| it.value.clone()),
        lang: lang.map(|it| it.value.clone()),
        tally: Tally::new(briefing.claims.iter().map(|(claim, _)| graph[*claim].status)),
    }
}

pub(super) fn statement(cards: &Cards<'_>, handle: Handle<Statement>) -> StatementView {
    let statement = &cards.graph[handle];
    StatementView { quote: quote(cards, statement), ..unquoted(cards, handle) }
}

/// A statement without its quotation, which is most of the work.
pub(super) fn unquoted(cards: &Cards<'_>, handle: Handle<Statement>) -> StatementView {
    let Cards { graph, plan, .. } = *cards;
    let statement = &graph[handle];
    let article = &statement.source.article;
    let written = article.statements.get(statement.index);
    StatementView {
        number: statement.number,
        anchor: statement.anchor_id.clone(),
        href: href_of_statement(graph, plan, handle),
        anchored: statement.is_anchored(),
        claim: cards.listed_claim(statement.claim),
        by: cards.actors(&statement.by),
        on_behalf_of: cards.actors(&statement.on_behalf_of),
        to: cards.actors(&statement.to),
        stance: statement.stance.as_str(),
        stance_label: stance_label(statement),
        against: statement.stance.is_against(),
        mode: statement.mode.map(Word::as_str),
        date: cards.date(&statement.date),
        quote: Vec::new(),
        lang: written.and_then(|it| it.lang.as_ref()).map(|it| it.value.clone()).or_else(|| lang(&article.head)),
        translation: written.and_then(|it| Some(it.translation.as_ref()?.value.clone())),
        event: statement.event.map(|it| cards.event(it)),
        source: statement.taken_from.map(|it| cards.source(it)),
        locator: locator(graph, statement).map(str::to_owned),
        briefing: statement.briefing.map(|it| cards.briefing(it)),
    }
}

/// Where in its source a statement stands, when anybody may know the source.
pub(in crate::render) fn locator<'a>(graph: &Graph, statement: &'a Statement) -> Option<&'a str> {
    let is_open = statement.taken_from.is_none_or(|it| graph[it].confidential.is_none());
    let written = statement.source.article.statements.get(statement.index).filter(|_| is_open)?;
    written.locator.as_ref().map(|it| it.value.as_str())
}

pub(super) fn voice(cards: &Cards<'_>, handle: Handle<Statement>) -> Voice {
    let statement = &cards.graph[handle];
    Voice { by: cards.actors(&statement.by), stance_label: stance_label(statement) }
}

fn stance_label(statement: &Statement) -> String {
    statement.stance.as_str().replace('-', " ")
}

/// Where a statement stands: at its passage, or else at its note beside the text.
pub(super) fn href_of_statement(graph: &Graph, plan: &Plan, handle: Handle<Statement>) -> Option<String> {
    let statement = &graph[handle];
    let page = plan.address(&Node::Briefing(statement.briefing?))?;
    let note = if statement.is_anchored() { "" } else { "note_" };
    Some(format!("{}#{}", page.href(), fragment(&format!("{note}{}", statement.anchor_id))))
}

pub(super) fn change(cards: &Cards<'_>, handle: Handle<Change>) -> ChangeRow {
    let change = &cards.graph[handle];
    let (cause, why, statement, counter) = match &change.cause {
        Cause::Withdrawn(statement) => ("withdrawn", None, Some(cards.cause(*statement)), None),
        Cause::Default => ("default", None, None, None),
        Cause::Declared => ("declared", None, None, None),
        Cause::Update(why) => ("update", Some(why.clone()), None, None),
        Cause::Opposed(statement) => ("opposed", None, Some(cards.cause(*statement)), None),
        Cause::Countered(claim) => ("countered", None, None, Some(cards.listed_claim(*claim))),
    };
    ChangeRow {
        claim: cards.listed_claim(change.claim),
        date: cards.date(&change.date),
        from: change.from.map(Word::as_str),
        from_standing: change.from.map(|it| it.standing().as_str()),
        to: change.to.as_str(),
        standing: change.to.standing().as_str(),
        cause,
        why,
        statement,
        counter,
        source: change.source.map(|it| cards.source(it)),
        briefing: change.briefing.map(|it| cards.briefing(it)),
    }
}

fn lang(head: &Head) -> Option<String> {
    match head {
        Head::Briefing(head) => head.lang.as_ref().map(|it| it.value.clone()),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
    }
}

/// A fragment percent-encoded.
fn fragment(id: &str) -> String {
    Address::new(id).href()
}

impl<'a> Cards<'a> {
    /// The words that carry a statement, as they stand in the text or as they were written, and their language when it is named.
    pub(in crate::render) fn quoted(&self, statement: &'a Statement) -> Option<(String, Option<&'a str>)> {
        let pieces = quote(self, statement);
        let words = pieces.iter().filter(|piece| piece.marked).map(|piece| piece.text.trim());
        let words = words.collect::<Vec<_>>().join(" […] ");
        let article = &statement.source.article;
        let written = article.statements.get(statement.index);
        let lang = written.and_then(|it| it.lang.as_ref()).map(|it| it.value.as_str());
        let lang = lang.or(match &article.head {
            Head::Briefing(head) => head.lang.as_ref().map(|it| it.value.as_str()),
            Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
        });
        (!words.is_empty()).then_some((words, lang))
    }
}

/// The sentence that holds a quotation, the quoted words marked; the words alone when they stand nowhere.
fn quote<'a>(cards: &Cards<'a>, statement: &'a Statement) -> Vec<Piece> {
    let piece = |text: &str, marked| Piece { text: text.replace('\n', " "), marked };
    if let Some(sentence) = cards.sentence(statement) {
        return sentence.into_iter().map(|(text, marked)| piece(text, marked)).collect();
    }
    let declared = statement.source.article.statements.get(statement.index);
    declared.and_then(|it| it.quote.as_ref()).map(|it| vec![piece(&it.exact, true)]).unwrap_or_default()
}
