//! JSON-LD (W3C JSON-LD 1.1) in the words of schema.org, for the pages themselves.

use serde_json::{Map, Value as Json, json};

use super::{Thing, Value, statements, things};
use crate::config::ExportFormat;
use crate::model::Date;
use crate::plan::{PageKind, PlannedPage};
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::Statement;

/// What a page says to search engines, ready to stand in a `script`; none for a page that is about no one thing.
pub(in crate::render) fn of_page(site: &Site<'_>, page: &PlannedPage, image: Option<&str>) -> Option<String> {
    if page.part.number > 1 || !site.settings.exports.formats.contains(&ExportFormat::JsonLd) {
        return None;
    }
    let quotations = |handles: &[Handle<Statement>]| {
        handles.iter().filter_map(|it| statements::quotation(site, *it)).take(QUOTATIONS).collect::<Vec<_>>()
    };
    let things = match &page.kind {
        PageKind::Home => vec![things::site(site)],
        PageKind::Briefing(it) => {
            let image = image.map(|it| Value::Address(it.to_owned()));
            let quotations = quotations(&site.graph[*it].statements);
            vec![things::briefing(site, *it).with("image", image).with_all("hasPart", quotations)]
        }
        PageKind::Claim(it) => {
            let claim = things::claim(site, *it).with_all("subjectOf", quotations(&site.graph[*it].statements));
            [Some(claim), things::review(site, *it)].into_iter().flatten().collect()
        }
        PageKind::Actor(it) => vec![things::actor(site, *it)],
        PageKind::Event(it) => vec![things::event(site, *it)],
        PageKind::Source(it) => vec![things::source(site, *it)],
        PageKind::Briefings
        | PageKind::Actors
        | PageKind::Claims
        | PageKind::ClaimsByStatus
        | PageKind::ClaimsByActor
        | PageKind::Events
        | PageKind::Sources
        | PageKind::Tag(_)
        | PageKind::Tags
        | PageKind::Page(_)
        | PageKind::Timeline(_)
        | PageKind::Network
        | PageKind::Matrices
        | PageKind::MatrixOfTag(_)
        | PageKind::MatrixOfBriefing(_)
        | PageKind::Disputed
        | PageKind::Changes
        | PageKind::Search
        | PageKind::NotFound
        | PageKind::Redirect(_) => return None,
    };
    let base = site.settings.base_url.clone().unwrap_or_else(|| page.address.root());
    let mut graph: Vec<Json> = things.iter().map(|it| told(it, &base)).collect();
    let document = match graph.as_mut_slice() {
        [Json::Object(only)] => {
            let context = [("@context".to_owned(), CONTEXT.into())];
            Json::Object(context.into_iter().chain(std::mem::take(only)).collect())
        }
        _ => json!({ "@context": CONTEXT, "@graph": graph }),
    };
    Some(in_script(&document.to_string()))
}

/// JSON that no text in it can lead out of a `script` element.
pub(in crate::render) fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
}

fn told(thing: &Thing, base: &str) -> Json {
    let mut fields = Map::new();
    match thing.types.as_slice() {
        [] => {}
        [only] => {
            fields.insert("@type".to_owned(), (*only).into());
        }
        several => {
            fields.insert("@type".to_owned(), several.to_vec().into());
        }
    }
    if let Some(id) = &thing.id {
        fields.insert("@id".to_owned(), format!("{base}{id}").into());
    }
    for (property, value) in &thing.properties {
        let value = written(value, base);
        match fields.get_mut(*property) {
            None => {
                fields.insert((*property).to_owned(), value);
            }
            Some(Json::Array(values)) => values.push(value),
            Some(only) => *only = Json::Array(vec![only.take(), value]),
        }
    }
    fields.into()
}

fn written(value: &Value, base: &str) -> Json {
    match value {
        // Each thing says once what language it is in.
        Value::Text(text) | Value::Words(text, _) | Value::Address(text) => text.as_str().into(),
        Value::Date(date) => day(date).into(),
        Value::Whole(number) => (*number).into(),
        Value::Number(number) => (*number).into(),
        Value::Page(href) => format!("{base}{href}").into(),
        Value::Term(term) => format!("{CONTEXT}/{term}").into(),
        Value::Thing(thing) => told(thing, base),
    }
}

/// A date of ISO 8601: schema.org knows neither qualifiers nor, in one value, intervals.
fn day(date: &Date) -> String {
    date.anchor().map(|it| it.html_datetime()).unwrap_or_default()
}

const CONTEXT: &str = "https://schema.org";
/// How many quotations a page tells: those of a claim that everybody speaks of are on several pages.
const QUOTATIONS: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        let thing = Thing::new("Claim").with("text", Value::from("</script><script>alert(1)</script><!--"));
        let json = in_script(&told(&thing, "https://example.org/").to_string());
        assert!(!json.contains('<'));
        let read: Json = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read["text"], "</script><script>alert(1)</script><!--");
    }

    #[test]
    fn a_property_with_several_values_is_a_list() {
        let thing = Thing::new("Person").with("name", Value::from("A")).with_all("alternateName", ["B", "C", "D"]);
        assert_eq!(told(&thing, ""), json!({ "@type": "Person", "name": "A", "alternateName": ["B", "C", "D"] }));
    }
}
