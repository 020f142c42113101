//! JSON-LD (W3C JSON-LD 1.1) in the words of schema.org, for the pages themselves.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Thing, Value, statements, things};
use crate::config::ExportFormat;
use crate::model::Date;
use crate::plan::PlannedPage;
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Node, Statement};

/// What a page says to search engines, ready to stand in a `script`; none for a page that is about no one thing.
pub(in crate::render) fn of_page(site: &Site<'_>, page: &PlannedPage, image: Option<&str>) -> Option<String> {
    if page.part.number > 1 || !site.settings.exports.formats.contains(&ExportFormat::JsonLd) {
        return None;
    }
    let quotations = |handles: &[Handle<Statement>]| {
        handles.iter().filter_map(|it| statements::quotation(site, *it)).take(QUOTATIONS).collect::<Vec<_>>()
    };
    let things = match &page.kind.about()? {
        Node::Home => vec![things::site(site)],
        Node::Briefing(it) => {
            let image = image.map(|it| Value::Address(it.to_owned()));
            let quotations = quotations(&site.graph[*it].statements);
            vec![things::briefing(site, *it).with("image", image).with_all("hasPart", quotations)]
        }
        Node::Claim(it) => {
            let claim = things::claim(site, *it).with_all("subjectOf", quotations(&site.graph[*it].statements));
            [Some(claim), things::review(site, *it)].into_iter().flatten().collect()
        }
        Node::Actor(it) => vec![things::actor(site, *it)],
        Node::Event(it) => vec![things::event(site, *it)],
        Node::Source(it) => vec![things::source(site, *it)],
        Node::Page(_) | Node::Asset(_) => return None,
    };
    let base = site.settings.base_url.clone().unwrap_or_else(|| page.address.root());
    let told = |thing| Told { thing, base: &base, context: None };
    let document = match things.as_slice() {
        [only] => serde_json::to_string(&Told { context: Some(CONTEXT), ..told(only) }),
        several => {
            let graph: Vec<_> = several.iter().map(told).collect();
            serde_json::to_string(&Graph { context: CONTEXT, graph })
        }
    };
    document.ok().map(in_script)
}

/// JSON that no text in it can lead out of a `script` element.
pub(in crate::render) fn in_script(json: String) -> String {
    if json.contains('<') { json.replace('<', "\\u003c") } else { json }
}

/// Several things.
#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Told<'a>>,
}

/// A thing with its properties in the order of the alphabet; one with several values is a list.
struct Told<'a> {
    thing: &'a Thing,
    base: &'a str,
    context: Option<&'static str>,
}

/// What stands at a key.
#[derive(Serialize)]
#[serde(untagged)]
enum Field<'a> {
    Word(&'static str),
    Words(&'a [&'static str]),
    Address(String),
    Value(Written<'a>),
}

/// A value of a thing.
struct Written<'a> {
    value: &'a Value,
    base: &'a str,
}

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { thing, base, context } = *self;
        let mut fields: Vec<(&str, Field<'_>)> = Vec::with_capacity(thing.properties.len() + 3);
        fields.extend(context.map(|it| ("@context", Field::Word(it))));
        match thing.types.as_slice() {
            [] => {}
            [only] => fields.push(("@type", Field::Word(only))),
            several => fields.push(("@type", Field::Words(several))),
        }
        fields.extend(thing.id.iter().map(|id| ("@id", Field::Address(format!("{base}{id}")))));
        let written = thing.properties.iter().map(|(key, value)| (*key, Field::Value(Written { value, base })));
        fields.extend(written);
        fields.sort_by_key(|(key, _)| *key);
        let mut map = serializer.serialize_map(None)?;
        for same in fields.chunk_by(|(one, _), (other, _)| one == other) {
            match same {
                [(key, only)] => map.serialize_entry(key, only)?,
                several => {
                    let values: Vec<_> = several.iter().map(|(_, value)| value).collect();
                    map.serialize_entry(several[0].0, &values)?;
                }
            }
        }
        map.end()
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let base = self.base;
        match self.value {
            // Each thing says once what language it is in.
            Value::Text(text) | Value::Words(text, _) | Value::Address(text) => serializer.serialize_str(text),
            Value::Date(date) => serializer.serialize_str(&day(date)),
            Value::Whole(number) => number.serialize(serializer),
            Value::Number(number) => number.serialize(serializer),
            Value::Page(href) => serializer.collect_str(&format_args!("{base}{href}")),
            Value::Term(term) => serializer.collect_str(&format_args!("{CONTEXT}/{term}")),
            Value::Thing(thing) => Told { thing, base, context: None }.serialize(serializer),
        }
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
    use serde_json::{Value as Json, json};

    use super::*;

    fn told(thing: &Thing, base: &str) -> String {
        serde_json::to_string(&Told { thing, base, context: None }).expect("JSON")
    }

    #[test]
    fn no_text_ends_the_script() {
        let thing = Thing::new("Claim").with("text", Value::from("</script><script>alert(1)</script><!--"));
        let json = in_script(told(&thing, "https://example.org/"));
        assert!(!json.contains('<'));
        let read: Json = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read["text"], "</script><script>alert(1)</script><!--");
    }

    #[test]
    fn a_property_with_several_values_is_a_list() {
        let thing = Thing::new("Person").with("name", Value::from("A")).with_all("alternateName", ["B", "C", "D"]);
        let read: Json = serde_json::from_str(&told(&thing, "")).expect("JSON");
        assert_eq!(read, json!({ "@type": "Person", "name": "A", "alternateName": ["B", "C", "D"] }));
    }
}
