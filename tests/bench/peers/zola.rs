//! For Zola: a content file for each page, with front matter in TOML.

use serde::Serialize;

use crate::Folder;
use crate::hugo::counts;
use crate::pages::{Dated, Pages};

#[derive(Serialize)]
struct Head<'a, T> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<usize>,
    extra: T,
}

#[derive(Serialize)]
struct Home {
    latest: Vec<Dated>,
    counts: [usize; 4],
}

pub(crate) fn write(pages: &Pages, folder: &mut Folder) {
    let home = Home { latest: pages.latest(), counts: counts(pages) };
    folder.put("content/_index.md", page("Generated briefings", None, home));
    for (name, title) in [("briefings", "Briefings"), ("claims", "Claims"), ("actors", "Actors"), ("events", "Events")]
    {
        let one = name.trim_end_matches('s');
        let head = format!(
            "+++\ntitle = \"{title}\"\nsort_by = \"weight\"\npaginate_by = {}\ntemplate = \"{name}.html\"\npage_template = \"{one}.html\"\n+++\n",
            pages.paginate
        );
        folder.put(format!("content/{name}/_index.md"), head);
    }
    for (at, briefing) in pages.briefings.iter().enumerate() {
        let year = format!("content/{}", briefing.path.rsplit_once('/').expect("a folder of the year").0);
        folder.put(format!("{year}/_index.md"), TRANSPARENT);
        // Only what has a date is in the feed.
        let head = Head { title: &briefing.title, date: Some(&briefing.day.iso), weight: Some(at), extra: briefing };
        let text = framed(&head, &briefing.body);
        folder.put(format!("content/{}.md", briefing.path), text);
    }
    for (at, claim) in pages.claims.iter().enumerate() {
        folder.put(format!("content/claims/{}.md", claim.id), page(&claim.text, Some(at), claim));
    }
    for (at, actor) in pages.actors.iter().enumerate() {
        folder.put(format!("content/actors/{}.md", actor.id), page(&actor.name, Some(at), actor));
    }
    for (at, event) in pages.events.iter().enumerate() {
        folder.put(format!("content/events/{}.md", event.id), page(&event.title, Some(at), event));
    }
}

fn page(title: &str, weight: Option<usize>, extra: impl Serialize) -> String {
    framed(&Head { title, date: None, weight, extra }, "")
}

fn framed(head: &impl Serialize, body: &str) -> String {
    format!("+++\n{}+++\n{body}", toml::to_string(head).unwrap())
}

/// The folder of a year: its pages belong to the list of all briefings.
const TRANSPARENT: &str = "+++\nrender = false\ntransparent = true\npage_template = \"briefing.html\"\n+++\n";
