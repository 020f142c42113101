//! Atom 1.0 (RFC 4287).

use atom_syndication as atom;
use atom_syndication::{Category, Content, Generator, Link, Person, Text};

use super::feed::{self, Channel, Entry, full};
use crate::plan::Address;
use crate::render::view::Site;

/// The feed that stands at this address.
pub(super) fn text(site: &Site<'_>, channel: &Channel, address: &str) -> String {
    let settings = site.settings;
    let own = full(site, &Address::new(address).href());
    let feed = atom::Feed {
        title: Text::plain(channel.title.clone()),
        subtitle: channel.description.as_ref().map(Text::plain),
        id: channel.page.clone(),
        updated: feed::updated(site, &channel.entries).fixed_offset(),
        authors: vec![person(settings.author.as_deref().unwrap_or(&settings.title))],
        links: vec![link("self", own, "application/atom+xml"), link("alternate", channel.page.clone(), HTML)],
        generator: Some(Generator {
            value: "Postil".to_owned(),
            uri: None,
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        lang: Some(settings.language.clone()),
        entries: channel.entries.iter().map(entry).collect(),
        ..atom::Feed::default()
    };
    feed.to_string()
}

fn entry(entry: &Entry) -> atom::Entry {
    let content = entry.content.as_ref().map(|html| Content {
        base: Some(entry.url.clone()),
        lang: entry.lang.clone(),
        value: Some(html.clone()),
        content_type: Some("html".to_owned()),
        ..Content::default()
    });
    atom::Entry {
        title: Text::plain(entry.title.clone()),
        id: entry.id.clone(),
        updated: entry.updated.fixed_offset(),
        published: Some(entry.published.fixed_offset()),
        authors: entry.authors.iter().map(|author| person(author)).collect(),
        categories: entry.tags.iter().map(|tag| Category { term: tag.clone(), ..Category::default() }).collect(),
        summary: entry.summary.as_ref().map(Text::plain),
        content,
        links: vec![link("alternate", entry.url.clone(), HTML)],
        ..atom::Entry::default()
    }
}

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}

fn link(rel: &str, href: String, mime_type: &str) -> Link {
    Link { rel: rel.to_owned(), href, mime_type: Some(mime_type.to_owned()), ..Link::default() }
}

/// The media type of a page.
const HTML: &str = "text/html";
