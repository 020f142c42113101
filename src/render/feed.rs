//! The Atom feed: the newest briefings, for readers that subscribe.

use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use chrono::DateTime;

use super::prose::{Place, prose};
use super::view::Site;
use crate::model::Date;
use crate::parse::{BriefingHead, Head};
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Node};

/// The feed (RFC 4287); for a site with `base_url`, because entries need addresses that hold everywhere.
pub(super) fn atom(site: &Site<'_>) -> String {
    let base = site.settings.base_url.as_deref().unwrap_or_default();
    let newest = (0..site.graph.briefings.len().min(MOST_ENTRIES)).map(Handle::new);
    let entries: Vec<Entry> = newest.filter_map(|briefing| entry(site, base, briefing)).collect();
    let updated = entries.iter().map(|entry| entry.updated).max().unwrap_or_default();
    let feed = Feed {
        title: Text::plain(publishable(&site.settings.title)),
        subtitle: site.settings.description.as_deref().map(|text| Text::plain(publishable(text))),
        id: base.to_owned(),
        updated,
        authors: vec![person(site.settings.author.as_deref().unwrap_or(&site.settings.title))],
        links: vec![
            link("self", format!("{base}atom.xml"), "application/atom+xml"),
            link("alternate", base.to_owned(), HTML),
        ],
        generator: Some(Generator {
            value: "Postil".to_owned(),
            uri: None,
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        lang: Some(site.settings.language.clone()),
        entries,
        ..Feed::default()
    };
    feed.to_string()
}

fn entry(site: &Site<'_>, base: &str, handle: Handle<Briefing>) -> Option<Entry> {
    let briefing = &site.graph[handle];
    let Head::Briefing(head) = &briefing.source.article.head else { return None };
    let address = format!("{base}{}", site.plan.address(&Node::Briefing(handle))?.href());
    let published = instant(&briefing.date);
    Some(Entry {
        title: Text::plain(publishable(&head.title)),
        id: address.clone(),
        updated: head.updated.as_ref().map_or(published, |date| instant(date)),
        published: Some(published),
        authors: head.authors.iter().map(|author| person(author)).collect(),
        categories: head.tags.iter().map(|tag| Category { term: publishable(tag), ..Category::default() }).collect(),
        summary: head.summary.as_ref().map(|summary| Text::plain(publishable(summary))),
        content: content(site, base, &address, handle, head),
        links: vec![link("alternate", address, HTML)],
        ..Entry::default()
    })
}

/// The prose with addresses that hold everywhere. Passages are not marked: a feed has no cards beside them.
fn content(
    site: &Site<'_>,
    base: &str,
    address: &str,
    handle: Handle<Briefing>,
    head: &BriefingHead,
) -> Option<Content> {
    let briefing = &site.graph[handle];
    let body = briefing.source.article.body.as_ref()?;
    let place = Place { root: base, owner: Node::Briefing(handle), listed: &briefing.listed };
    let html = prose(site, body, &place, Vec::new()).html();
    Some(Content {
        base: Some(address.to_owned()),
        lang: head.lang.as_ref().map(|lang| lang.value.clone()),
        value: Some(publishable(&html)),
        content_type: Some("html".to_owned()),
        ..Content::default()
    })
}

fn person(name: &str) -> Person {
    Person { name: publishable(name), ..Person::default() }
}

fn link(rel: &str, href: String, mime_type: &str) -> Link {
    Link { rel: rel.to_owned(), href, mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

/// The first instant of a date: a feed knows no less precise ones.
fn instant(date: &Date) -> FixedDateTime {
    date.first_instant().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default().fixed_offset()
}

/// Without the characters that XML 1.0 forbids.
fn publishable(text: &str) -> String {
    let is_allowed =
        |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(is_allowed).collect()
}

/// The media type of a page.
const HTML: &str = "text/html";
/// How many briefings the feed holds.
const MOST_ENTRIES: usize = 20;
