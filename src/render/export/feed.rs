//! The entries of feeds, whatever format they are written in.

use chrono::{DateTime, Utc};

use super::authors;
use crate::model::{Date, Stance, Word};
use crate::parse::Head;
use crate::plan::{Address, Feed};
use crate::render::body::{encoded_fragment, escaped};
use crate::render::prose::{Place, prose, remark};
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Briefing, Cause, Change, Node, Statement};

/// A feed.
pub(super) struct Channel {
    /// What it is called.
    pub(super) title: String,
    /// What it is of, plain text.
    pub(super) description: Option<String>,
    /// The full address of the page it belongs to.
    pub(super) page: String,
    /// The newest entries, newest first.
    pub(super) entries: Vec<Entry>,
}

/// An entry of a feed.
pub(super) struct Entry {
    /// An address that stays what it is, and no other entry has.
    pub(super) id: String,
    /// The full address of the page that has it.
    pub(super) url: String,
    pub(super) title: String,
    pub(super) published: DateTime<Utc>,
    /// When it was last changed in substance.
    pub(super) updated: DateTime<Utc>,
    /// Plain text.
    pub(super) summary: Option<String>,
    /// HTML, complete, with full addresses.
    pub(super) content: Option<String>,
    /// As printed; empty for those of the site.
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
    /// BCP 47, when it is not the site's.
    pub(super) lang: Option<String>,
}

/// The feed of something.
pub(super) fn channel(site: &Site<'_>, feed: Feed) -> Channel {
    let graph = site.graph;
    let of_site = &site.settings.title;
    match feed {
        Feed::Briefings => Channel {
            title: publishable(of_site),
            description: site.settings.description.as_deref().map(publishable),
            page: full(site, ""),
            entries: briefings(site, (0..graph.briefings.len()).map(Handle::new)),
        },
        Feed::Tag(tag) => Channel {
            title: publishable(&format!("{} · {of_site}", graph[tag].name)),
            description: None,
            page: full(site, &site.plan.tag(tag).map(Address::href).unwrap_or_default()),
            entries: briefings(site, graph[tag].briefings.iter().copied()),
        },
        Feed::Actor(actor) => {
            let Actor { statements: own, on_its_behalf, about, .. } = &graph[actor];
            Channel {
                entries: statements(site, [own, on_its_behalf, about]),
                ..of_node(site, &Node::Actor(actor), "What it says, and what is said about it")
            }
        }
        Feed::Event(event) => Channel {
            entries: statements(site, [&graph[event].statements, &graph[event].about, &Vec::new()]),
            ..of_node(site, &Node::Event(event), "What is said at this event and about it")
        },
        Feed::Changes => Channel {
            title: publishable(&format!("Changes of status · {of_site}")),
            description: Some("What is concluded about claims, whenever that changes".to_owned()),
            page: full(site, &site.plan.own.changes.href()),
            entries: changes(site),
        },
    }
}

fn of_node(site: &Site<'_>, node: &Node, description: &str) -> Channel {
    let link = site.link(node);
    Channel {
        title: publishable(&format!("{} · {}", link.title, site.settings.title)),
        description: Some(description.to_owned()),
        page: full(site, &link.href.unwrap_or_default()),
        entries: Vec::new(),
    }
}

fn briefings(site: &Site<'_>, newest: impl Iterator<Item = Handle<Briefing>>) -> Vec<Entry> {
    newest.take(MOST_ENTRIES).filter_map(|it| briefing(site, it)).collect()
}

fn briefing(site: &Site<'_>, handle: Handle<Briefing>) -> Option<Entry> {
    let briefing = &site.graph[handle];
    let Head::Briefing(head) = &briefing.source.article.head else { return None };
    let address = full(site, &site.plan.address(&Node::Briefing(handle))?.href());
    let published = instant(&briefing.date);
    // Passages are not marked: a feed has no cards beside them.
    let place = Place { root: &base(site), owner: Node::Briefing(handle), listed: &briefing.listed };
    let body = site.written(&briefing.source).body;
    Some(Entry {
        title: publishable(&head.title),
        id: address.clone(),
        url: address.clone(),
        published,
        updated: head.updated.as_ref().map_or(published, |date| instant(date).max(published)),
        summary: head.summary.as_ref().map(|summary| publishable(summary)),
        content: body.map(|body| {
            let html = prose(site, body, &place, Vec::new()).html();
            publishable(&html.replace("href=\"#", &format!("href=\"{}#", escaped(&address))))
        }),
        authors: authors(briefing).iter().map(|author| publishable(author)).collect(),
        tags: head.tags.iter().map(|tag| publishable(tag)).collect(),
        lang: head.lang.as_ref().map(|lang| lang.value.clone()),
    })
}

/// The statements that the site told last, each once.
fn statements(site: &Site<'_>, lists: [&Vec<Handle<Statement>>; 3]) -> Vec<Entry> {
    let told = |handle: &Handle<Statement>| (instant(&told(site, &site.graph[*handle])), *handle);
    let mut all: Vec<_> = lists.into_iter().flatten().map(told).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup();
    all.into_iter().take(MOST_ENTRIES).map(|(date, handle)| statement(site, handle, date)).collect()
}

/// When the site tells of a statement: with its briefing, but not before it is made.
fn told(site: &Site<'_>, statement: &Statement) -> Date {
    let briefing = statement.briefing.map(|it| site.graph[it].date);
    briefing.filter(|date| !date.is_before(&statement.date)).unwrap_or(statement.date)
}

fn statement(site: &Site<'_>, handle: Handle<Statement>, date: DateTime<Utc>) -> Entry {
    let statement = &site.graph[handle];
    let claim = site.link(&Node::Claim(statement.claim));
    let url = full(site, &super::describe::statement_href(site, handle));
    let who = speakers(site, statement);
    Entry {
        title: publishable(&format!("{who}: {}", claim.title)),
        id: url.clone(),
        url,
        published: date,
        updated: date,
        summary: None,
        content: Some(publishable(&told_in_html(site, statement, &who))),
        authors: statement.briefing.map(|it| authors(&site.graph[it])).unwrap_or_default(),
        tags: Vec::new(),
        lang: None,
    }
}

/// Who speaks, and what they do with the claim unless they assert it: `Ann, Bo (denies)`.
fn speakers(site: &Site<'_>, statement: &Statement) -> String {
    let names: Vec<_> = statement.by.iter().map(|it| site.title_of(&Node::Actor(*it)).to_owned()).collect();
    let names = if names.is_empty() { "The briefing".to_owned() } else { names.join(", ") };
    match statement.stance {
        Stance::Asserts => names,
        stance => format!("{names} ({})", stance.as_str().replace('-', " ")),
    }
}

/// A statement for readers who have nothing else before them. Nothing of it changes with what becomes of the claim.
fn told_in_html(site: &Site<'_>, statement: &Statement, who: &str) -> String {
    let mut html = String::new();
    let written = statement.source.article.statements.get(statement.index);
    if let Some((words, lang)) = site.cards.quoted(statement) {
        let lang = lang.map(|it| format!(" lang=\"{}\"", escaped(it))).unwrap_or_default();
        html.push_str(&format!("<blockquote{lang}><p>{}</p></blockquote>\n", escaped(&words)));
    }
    if let Some(translation) = written.and_then(|it| it.translation.as_ref()) {
        html.push_str(&format!("<p>Translated: {}</p>\n", escaped(translation)));
    }
    let claim = linked(site, &Node::Claim(statement.claim));
    let date = escaped(&statement.date.words());
    html.push_str(&format!("<p>{}: {claim} {date}.</p>\n", escaped(who)));
    let place = [statement.taken_from.map(Node::Source), statement.briefing.map(Node::Briefing)];
    let labels = ["Source", "Briefing"];
    for (label, node) in labels.iter().zip(place).filter_map(|(label, node)| Some((label, node?))) {
        html.push_str(&format!("<p>{label}: {}</p>\n", linked(site, &node)));
    }
    if let Some(note) = written.and_then(|it| it.note.as_ref()) {
        html.push_str(&remark(site, note, &base(site)));
    }
    html
}

fn changes(site: &Site<'_>) -> Vec<Entry> {
    let all = (0..site.graph.changes.len()).map(Handle::new);
    // A first status is no change.
    let changes = all.filter(|it: &Handle<Change>| site.graph[*it].from.is_some());
    changes.take(MOST_CHANGES).map(|it| change(site, it)).collect()
}

fn change(site: &Site<'_>, handle: Handle<Change>) -> Entry {
    let Change { claim, date, to, briefing, .. } = &site.graph[handle];
    let link = site.link(&Node::Claim(*claim));
    let url = full(site, &link.href.unwrap_or_default());
    let same = |it: &&Change| it.claim == *claim && it.date == *date && it.to == *to && it.from.is_some();
    let earlier =
        site.graph.changes[handle.index() + 1..].iter().take_while(|it| it.date == *date).filter(same).count();
    let again = if earlier == 0 { String::new() } else { format!("_{}", earlier + 1) };
    Entry {
        id: format!("{url}{}", encoded_fragment(&format!("{date}_{to}{again}"))),
        url,
        title: publishable(&format!("Now {to}: {}", link.title)),
        published: instant(date),
        updated: instant(date),
        summary: None,
        content: Some(publishable(&reason(site, handle))),
        authors: briefing.map(|it| authors(&site.graph[it])).unwrap_or_default(),
        tags: Vec::new(),
        lang: None,
    }
}

fn reason(site: &Site<'_>, handle: Handle<Change>) -> String {
    let Change { claim, date, from, to, cause, briefing, source } = &site.graph[handle];
    let from = from.map(|it| format!(" It was {it} before.")).unwrap_or_default();
    let (claim, date) = (linked(site, &Node::Claim(*claim)), escaped(&date.words()));
    let mut html = format!("<p>{claim}</p>\n<p>This is {to} since {date}.{from}</p>\n");
    let why = match cause {
        Cause::Update(why) => Some(escaped(why)),
        Cause::Opposed(it) | Cause::Withdrawn(it) => {
            let statement = &site.graph[*it];
            let words =
                site.cards.quoted(statement).map(|(words, _)| format!(": “{}”", escaped(&words))).unwrap_or_default();
            Some(format!("{}{words}", escaped(&speakers(site, statement))))
        }
        Cause::Countered(it) => Some(format!("Against it stands: {}", linked(site, &Node::Claim(*it)))),
        Cause::Default | Cause::Declared => None,
    };
    html.extend(why.map(|why| format!("<p>{why}</p>\n")));
    html.extend(source.map(|it| format!("<p>Source: {}</p>\n", linked(site, &Node::Source(it)))));
    html.extend(briefing.map(|it| format!("<p>Briefing: {}</p>\n", linked(site, &Node::Briefing(it)))));
    html
}

fn linked(site: &Site<'_>, node: &Node) -> String {
    let link = site.link(node);
    let title = escaped(&link.title);
    match link.href {
        Some(href) => format!("<a href=\"{}\">{title}</a>", escaped(&full(site, &href))),
        None => title,
    }
}

fn base(site: &Site<'_>) -> String {
    full(site, "")
}

/// A full address; relative to the root of the site when it has none, which is never so where there are feeds.
pub(super) fn full(site: &Site<'_>, href: &str) -> String {
    format!("{}{href}", site.settings.base_url.as_deref().unwrap_or_default())
}

/// When the newest entry was changed. A feed without entries has not changed since the site began, with its oldest briefing.
pub(super) fn updated(site: &Site<'_>, entries: &[Entry]) -> DateTime<Utc> {
    let newest = entries.iter().map(|entry| entry.updated).max();
    newest.unwrap_or_else(|| site.graph.briefings.last().map(|it| instant(&it.date)).unwrap_or_default())
}

/// The first instant of a date: a feed knows no less precise ones.
fn instant(date: &Date) -> DateTime<Utc> {
    date.first_instant().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default()
}

/// Without the characters that XML 1.0 forbids.
pub(super) fn publishable(text: &str) -> String {
    let is_allowed =
        |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(is_allowed).collect()
}

/// How many briefings or statements a feed holds.
const MOST_ENTRIES: usize = 20;
/// How many changes a feed holds: one briefing can bring many.
const MOST_CHANGES: usize = 50;
