//! For Hugo: a content file for each page, with front matter in JSON, the form that Hugo reads fastest.

use serde::Serialize;
use serde_json::{Value, json};

use crate::Folder;
use crate::pages::Pages;

pub(crate) fn write(pages: &Pages, folder: &mut Folder) {
    for (section, title) in
        [("briefings", "Briefings"), ("claims", "Claims"), ("actors", "Actors"), ("events", "Events")]
    {
        folder.put(format!("content/{section}/_index.md"), page(&json!({ "title": title }), ""));
    }
    let home =
        json!({ "title": "Generated briefings", "params": { "latest": pages.latest(), "counts": counts(pages) } });
    folder.put("content/_index.md", page(&home, ""));
    for briefing in &pages.briefings {
        let head = head(&briefing.title, Some(&briefing.day.iso), briefing);
        folder.put(format!("content/{}.md", briefing.path), page(&head, &briefing.body));
    }
    // Hugo orders by weight first: the order of the site's lists is kept.
    for (at, claim) in pages.claims.iter().enumerate() {
        folder.put(format!("content/claims/{}.md", claim.id), page(&weighed(head(&claim.text, None, claim), at), ""));
    }
    for (at, actor) in pages.actors.iter().enumerate() {
        folder.put(format!("content/actors/{}.md", actor.id), page(&weighed(head(&actor.name, None, actor), at), ""));
    }
    for (at, event) in pages.events.iter().enumerate() {
        let head = weighed(head(&event.title, Some(&event.day.iso), event), at);
        folder.put(format!("content/events/{}.md", event.id), page(&head, ""));
    }
}

pub(crate) fn counts(pages: &Pages) -> [usize; 4] {
    [pages.briefings.len(), pages.claims.len(), pages.actors.len(), pages.events.len()]
}

fn head(title: &str, date: Option<&str>, params: &impl Serialize) -> Value {
    let mut head = json!({ "title": title, "params": params });
    if let Some(date) = date {
        head["date"] = date.into();
    }
    head
}

fn weighed(mut head: Value, at: usize) -> Value {
    head["weight"] = (at + 1).into();
    head
}

fn page(head: &Value, body: &str) -> String {
    format!("{}\n{body}", serde_json::to_string_pretty(head).unwrap())
}
