//! What is found: everything with a page of its own, with the words it is found by and what a result shows of it.
//!
//! Of what is confidential nothing is told but its display, as on the pages: names come from [`Site::link`], and nothing without
//! an address is told apart from others.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::Datelike;
use serde_json::{Value, json};

use super::words;
use crate::model::declaration::Text;
use crate::model::{Date, Word};
use crate::parse::{Body, Head, PageHead};
use crate::render::card::place;
use crate::render::view::{Site, shortened};
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Briefing, Claim, Event, Node, Page, Source, Statement, Tag};

/// The kinds of what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Briefing,
    Claim,
    Actor,
    Event,
    Source,
    Tag,
    Page,
}

/// Where in a document a word stands, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// A name or title of few words.
    Name,
    /// A longer title.
    Title,
    /// A claim, a summary, a heading, who speaks.
    Text,
    /// Everything else.
    Body,
}

/// One thing that is found.
#[derive(Debug)]
pub(super) struct Document<'a> {
    /// What its result shows: href, title, line below the title, text, status, language and other names, without empty ones at
    /// the end.
    pub(super) record: Value,
    /// Its texts.
    pub(super) texts: Vec<(Level, Cow<'a, str>)>,
    /// Their language (BCP 47).
    pub(super) lang: &'a str,
    /// What it is filtered by: a sign for the filter, and its value.
    pub(super) labels: BTreeSet<String>,
}

/// A document that is not made yet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject {
    Briefing(Handle<Briefing>),
    Claim(Handle<Claim>),
    Actor(Handle<Actor>),
    Event(Handle<Event>),
    Source(Handle<Source>),
    Tag(Handle<Tag>),
    Page(Handle<Page>),
}

impl Kind {
    /// All kinds, in the order of their numbers.
    pub(super) const ALL: [Self; 7] =
        [Self::Briefing, Self::Claim, Self::Actor, Self::Event, Self::Source, Self::Tag, Self::Page];

    /// Its word.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Briefing => "briefing",
            Self::Claim => "claim",
            Self::Actor => "actor",
            Self::Event => "event",
            Self::Source => "source",
            Self::Tag => "tag",
            Self::Page => "page",
        }
    }

    /// Whether its titles are names, which readers misspell.
    pub(super) fn has_names(self) -> bool {
        matches!(self, Self::Actor | Self::Event | Self::Tag)
    }

    /// Everything of this kind that has a page. What came first is first, so that what is new changes no earlier number.
    pub(super) fn subjects(self, site: &Site<'_>) -> Vec<Subject> {
        let graph = site.graph;
        match self {
            Self::Briefing => (0..graph.briefings.len()).rev().map(|at| Subject::Briefing(Handle::new(at))).collect(),
            Self::Claim => (0..graph.claims.len()).rev().map(|at| Subject::Claim(Handle::new(at))).collect(),
            Self::Event => (0..graph.events.len()).map(|at| Subject::Event(Handle::new(at))).collect(),
            Self::Page => (0..graph.pages.len()).map(|at| Subject::Page(Handle::new(at))).collect(),
            Self::Actor => {
                let mut actors = site.plan.lists.actors.clone();
                actors.sort_by_key(|it| (since(&graph[*it].briefings), graph[*it].source.id.slug.clone()));
                actors.into_iter().map(Subject::Actor).collect()
            }
            Self::Source => {
                let mut sources = site.plan.lists.sources.clone();
                sources.sort_by_key(|it| (since(&graph[*it].briefings), graph[*it].source.id.slug.clone()));
                sources.into_iter().map(Subject::Source).collect()
            }
            Self::Tag => {
                let mut tags: Vec<_> = (0..graph.tags.len()).map(Handle::<Tag>::new).collect();
                tags.sort_by_key(|it| (since(&graph[*it].briefings), graph[*it].slug.clone()));
                tags.into_iter().map(Subject::Tag).collect()
            }
        }
    }
}

/// When something came into the site, as a number that ascends: before everything else when no briefing has it.
fn since(briefings: &[Handle<Briefing>]) -> Option<std::cmp::Reverse<Handle<Briefing>>> {
    // Newest first, so that the highest handle is the oldest.
    briefings.iter().max().copied().map(std::cmp::Reverse)
}

impl<'a> Document<'a> {
    /// What is found of a subject.
    pub(super) fn of(site: &Site<'a>, subject: Subject) -> Self {
        match subject {
            Subject::Briefing(it) => briefing(site, it),
            Subject::Claim(it) => claim(site, it),
            Subject::Actor(it) => actor(site, it),
            Subject::Event(it) => event(site, it),
            Subject::Source(it) => source(site, it),
            Subject::Tag(it) => tag(site, it),
            Subject::Page(it) => page(site, it),
        }
    }

    fn new(site: &Site<'a>, lang: Option<&'a Text>) -> Self {
        let lang = lang.map_or(&*site.settings.language, |it| it.value.as_str());
        Self { record: Value::Null, texts: Vec::new(), lang, labels: BTreeSet::new() }
    }

    /// A name or title; a short one tells more.
    fn name(&mut self, name: impl Into<Cow<'a, str>>) {
        let name = name.into();
        self.texts.push((if words::length(&name) <= SHORT { Level::Name } else { Level::Title }, name));
    }

    fn text(&mut self, text: impl Into<Cow<'a, str>>) {
        self.texts.push((Level::Text, text.into()));
    }

    fn body(&mut self, text: impl Into<Cow<'a, str>>) {
        self.texts.push((Level::Body, text.into()));
    }

    fn prose(&mut self, body: Option<&'a Body>) {
        let Some(body) = body else { return };
        self.body(body.text());
        self.texts.extend(body.headings().iter().map(|it| (Level::Text, Cow::Borrowed(&*it.text))));
    }

    fn label(&mut self, sign: char, value: impl AsRef<str>) {
        self.labels.insert(format!("{sign}{}", value.as_ref()));
    }

    fn actors(&mut self, site: &Site<'_>, actors: impl IntoIterator<Item = Handle<Actor>>) {
        for it in actors.into_iter().filter(|it| site.graph[*it].confidential.is_none()) {
            self.label(ACTOR, site.graph[it].source.id.slug.as_str());
        }
    }

    fn tags(&mut self, site: &Site<'_>, briefings: impl IntoIterator<Item = Handle<Briefing>>) {
        for briefing in briefings {
            for tag in &site.graph[briefing].tags {
                self.label(TAG, site.graph[*tag].slug.as_str());
            }
        }
    }

    fn years(&mut self, date: &Date) {
        let (first, last) = (date.first_day(), date.last_day());
        let (Some(first), Some(last)) = (first.or(last), last.or(first)) else { return };
        for year in first.year()..=last.year().min(first.year().saturating_add(MOST_YEARS)) {
            self.label(YEAR, year.to_string());
        }
    }

    /// What its result shows, by its fields in order.
    fn shows(&mut self, node: &Node, site: &Site<'_>, [title, line, text, status, others]: [&str; 5]) {
        let href = site.plan.address(node).map(crate::plan::Address::href).unwrap_or_default();
        self.shows_at(&href, site, [title, line, text, status, others]);
    }

    fn shows_at(&mut self, href: &str, site: &Site<'_>, [title, line, text, status, others]: [&str; 5]) {
        let lang = if self.lang == site.settings.language { "" } else { self.lang };
        let text = shortened(text, LONGEST_TEXT);
        let others = shortened(others, LONGEST_TEXT);
        let mut fields = vec![href, title, line, &text, status, lang, &others];
        while fields.last().is_some_and(|it| it.is_empty()) {
            fields.pop();
        }
        self.record = json!(fields);
    }
}

fn briefing<'a>(site: &Site<'a>, handle: Handle<Briefing>) -> Document<'a> {
    let graph = site.graph;
    let briefing = &graph[handle];
    let Head::Briefing(head) = &briefing.source.article.head else { return Document::new(site, None) };
    let mut it = Document::new(site, head.lang.as_ref());
    it.name(&*head.title.value);
    let summary = said(head.summary.as_ref());
    it.text(summary);
    briefing.tags.iter().for_each(|tag| it.text(&*graph[*tag].name));
    head.authors.iter().for_each(|author| it.body(&*author.value));
    it.prose(site.written(&briefing.source).body);
    head.notes.iter().for_each(|note| it.body(note.text.text()));
    it.actors(site, briefing.actors.iter().copied());
    it.tags(site, [handle]);
    it.years(&briefing.date);
    it.shows(&Node::Briefing(handle), site, [&head.title.value, &briefing.date.words(), summary, "", ""]);
    it
}

fn claim<'a>(site: &Site<'a>, handle: Handle<Claim>) -> Document<'a> {
    let graph = site.graph;
    let claim = &graph[handle];
    let written = &claim.source;
    let mut it = Document::new(site, claim.declared_in.and_then(|it| language(&graph[it])));
    it.text(&*written.text.value);
    it.body(said(written.condition.as_ref()));
    it.prose(written.body.as_deref());
    let statements: Vec<&Statement> = claim.statements.iter().map(|it| &graph[*it]).collect();
    let mut told = BTreeSet::new();
    for statement in &statements {
        for actor in statement.by.iter().chain(&statement.on_behalf_of).filter(|it| told.insert(**it)) {
            it.text(site.title_of(&Node::Actor(*actor)).to_owned());
        }
        if let Some((words, _)) = site.cards.quoted(statement) {
            it.body(words);
        }
        let declared = statement.source.article.statements.get(statement.index);
        it.body(said(declared.and_then(|it| it.translation.as_deref())));
        it.prose(declared.and_then(|it| it.note.as_deref()));
        it.years(&statement.date);
    }
    it.actors(site, told);
    it.tags(site, statements.iter().filter_map(|it| it.briefing).chain(claim.declared_in));
    it.label(STATUS, claim.status.as_str());
    let mut seen = BTreeSet::new();
    let by = statements.iter().filter(|it| it.stance.is_for()).flat_map(|it| &it.by).filter(|it| seen.insert(**it));
    let by: Vec<String> = by.take(SPEAKERS).map(|it| site.title_of(&Node::Actor(*it)).to_owned()).collect();
    let date = statements.first().map(|it| it.date.words());
    let line = line([Some(by.join(", ")), date]);
    it.shows(&Node::Claim(handle), site, [&written.text.value, &line, "", claim.status.as_str(), ""]);
    it
}

fn actor<'a>(site: &Site<'a>, handle: Handle<Actor>) -> Document<'a> {
    let graph = site.graph;
    let actor = &graph[handle];
    let written = &actor.source;
    let mut it = Document::new(site, None);
    it.name(&*written.name.value);
    written.aliases.iter().for_each(|alias| it.name(&*alias.value));
    let summary = said(written.summary.as_ref());
    it.text(summary);
    let offices = actor.roles.iter().map(|role| match role.org {
        Some(org) => format!("{}, {}", role.title, site.title_of(&Node::Actor(org)).to_owned()),
        None => role.title.clone(),
    });
    let offices: Vec<String> = offices.collect();
    for office in &offices {
        it.text(office.clone());
    }
    it.body(actor.kind.map_or("", crate::model::ActorKind::label));
    it.body(said(written.country.as_ref()));
    it.prose(written.body.as_deref());
    it.actors(site, [handle]);
    let aliases = written.aliases.iter().map(|it| it.value.as_str()).collect::<Vec<_>>().join(", ");
    let office = offices.first().cloned().or_else(|| actor.kind.map(|it| it.label().to_owned()));
    let line = line([office, Some(count(actor.statements.len(), "statement"))]);
    it.shows(&Node::Actor(handle), site, [&written.name.value, &line, summary, "", &aliases]);
    it
}

fn event<'a>(site: &Site<'a>, handle: Handle<Event>) -> Document<'a> {
    let event = &site.graph[handle];
    let written = &event.source;
    let mut it = Document::new(site, None);
    it.name(&*written.title.value);
    let summary = said(written.summary.as_ref());
    it.text(summary);
    let place = written.place.as_ref().map(place);
    it.text(place.clone().unwrap_or_default());
    event.actors.iter().for_each(|(actor, _)| it.body(site.title_of(&Node::Actor(*actor)).to_owned()));
    it.prose(written.body.as_deref());
    it.actors(site, event.actors.iter().map(|(actor, _)| *actor));
    it.tags(site, event.briefings.iter().copied());
    it.years(&written.date.value);
    let line = line([Some(written.date.value.words()), place]);
    it.shows(&Node::Event(handle), site, [&written.title.value, &line, summary, "", ""]);
    it
}

fn source<'a>(site: &Site<'a>, handle: Handle<Source>) -> Document<'a> {
    let source = &site.graph[handle];
    let written = &source.source;
    let mut it = Document::new(site, written.lang.as_ref());
    it.name(&*written.title.value);
    let summary = said(written.summary.as_ref());
    it.text(summary);
    let makers = written.author.iter().chain(&written.publisher).map(|it| it.value.as_str()).collect::<Vec<_>>();
    for maker in &makers {
        it.text(*maker);
    }
    it.body(said(written.url.as_ref()));
    it.prose(written.body.as_deref());
    it.tags(site, source.briefings.iter().copied());
    if let Some(date) = &written.date {
        it.years(&date.value);
    }
    let line = line([Some(makers.join(", ")), written.date.as_ref().map(|it| it.value.words())]);
    it.shows(&Node::Source(handle), site, [&written.title.value, &line, summary, "", ""]);
    it
}

fn tag<'a>(site: &Site<'a>, handle: Handle<Tag>) -> Document<'a> {
    let tag = &site.graph[handle];
    let mut it = Document::new(site, None);
    it.name(&*tag.name);
    it.label(TAG, tag.slug.as_str());
    let href = site.plan.tag(handle).map(crate::plan::Address::href).unwrap_or_default();
    it.shows_at(&href, site, [&tag.name, &count(tag.briefings.len(), "briefing"), "", "", ""]);
    it
}

fn page<'a>(site: &Site<'a>, handle: Handle<Page>) -> Document<'a> {
    let source = &site.graph[handle].source;
    let (Head::Page(head) | Head::Home(head)) = &source.article.head else { return Document::new(site, None) };
    let PageHead { title, summary, lang, .. } = head;
    let mut it = Document::new(site, lang.as_ref());
    let (title, summary) = (said(title.as_ref()), said(summary.as_ref()));
    it.name(title);
    it.text(summary);
    it.prose(site.written(source).body);
    it.shows(&Node::Page(handle), site, [title, "", summary, "", ""]);
    it
}

/// The language of a briefing, if it is named.
fn language(briefing: &Briefing) -> Option<&Text> {
    match &briefing.source.article.head {
        Head::Briefing(head) => head.lang.as_ref(),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
    }
}

fn said(text: Option<&Text>) -> &str {
    text.map_or("", |it| it.value.as_str())
}

fn line(parts: [Option<String>; 2]) -> String {
    parts.into_iter().flatten().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn count(number: usize, noun: &str) -> String {
    match number {
        0 => String::new(),
        1 => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    }
}

/// How many levels there are.
pub(super) const LEVELS: u32 = 4;
/// Signs of filters. No word begins with one.
const ACTOR: char = '@';
const TAG: char = '#';
const STATUS: char = '=';
pub(super) const YEAR: char = '~';
/// How many words a name has at most.
const SHORT: usize = 3;
/// How many characters of a text a result shows.
const LONGEST_TEXT: usize = 160;
/// How many speakers of a claim a result names.
const SPEAKERS: usize = 3;
/// For how many years after its first something is found by year.
const MOST_YEARS: i32 = 30;
