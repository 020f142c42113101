//! JSON Feed 1.1 (jsonfeed.org).

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::describe::record;
use super::document;
use super::feed::{Channel, Entry, full};
use crate::plan::Address;
use crate::render::view::Site;

/// The feed that stands at this address.
pub(super) fn text(site: &Site<'_>, channel: &Channel, address: &str) -> String {
    let settings = site.settings;
    document(&record(json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.page,
        "feed_url": full(site, &Address::new(address).href()),
        "language": settings.language,
        "authors": [{ "name": settings.author.as_ref().unwrap_or(&settings.title) }],
        "items": channel.entries.iter().map(item).collect::<Vec<_>>(),
    })))
}

fn item(entry: &Entry) -> Value {
    let authors: Vec<_> = entry.authors.iter().map(|name| json!({ "name": name })).collect();
    record(json!({
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        // An item must have content.
        "content_html": entry.content.as_deref().unwrap_or_default(),
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated),
        // None is those of the feed.
        "authors": (!authors.is_empty()).then_some(authors),
        "tags": entry.tags,
        "language": entry.lang,
    }))
}

fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}
