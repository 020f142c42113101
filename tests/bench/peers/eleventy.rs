//! For Eleventy: briefings as Markdown; everything else as data files that templates paginate one page each.

use serde::Serialize;
use serde_json::{Value, json};

use crate::Folder;
use crate::hugo::counts;
use crate::pages::Pages;

pub(crate) fn write(pages: &Pages, folder: &mut Folder) {
    for briefing in &pages.briefings {
        let mut head = with(briefing, "title", &briefing.title);
        head["permalink"] = format!("{}/index.html", briefing.path).into();
        folder.put(format!("content/{}.md", briefing.path), format!("---json\n{head}\n---\n{}", briefing.body));
    }
    put(folder, "all_claims", pages.claims.iter().map(|it| with(it, "text", &it.text)).collect());
    put(folder, "all_actors", pages.actors.iter().map(|it| with(it, "name", &it.name)).collect());
    put(folder, "all_events", pages.events.iter().map(|it| with(it, "title", &it.title)).collect());
    put(folder, "all_briefings", pages.briefings.iter().map(|it| json!(it.dated())).collect());
    let home = json!({ "latest": pages.latest(), "counts": counts(pages) });
    folder.put("_data/home.json", home.to_string());
}

fn put(folder: &mut Folder, name: &str, list: Vec<Value>) {
    folder.put(format!("_data/{name}.json"), Value::Array(list).to_string());
}

fn with(page: &impl Serialize, key: &str, value: &str) -> Value {
    let mut page = json!(page);
    page[key] = value.into();
    page
}
