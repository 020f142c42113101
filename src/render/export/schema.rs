//! The JSON Schema (2020-12) of what `json` writes: of the whole site, and of each thing by itself.

use serde_json::{Map, Value, json};

use super::document;
use crate::model::{
    Access, ActorKind, ActorRelation, ClaimKind, ClaimRelation, Confidence, EventRole, EventStatus, Likelihood, Mode,
    Reliability, SourceKind, Stance, Standing, Status, Word,
};

/// The schema as a file.
pub(super) fn text() -> String {
    let one = |kind: &str, with_statements: bool| {
        let mut fields = vec![("$schema", json!({ "type": "string" })), (kind, reference(kind))];
        if with_statements {
            fields.push(("statements", list(&reference("statement"))));
        }
        object(&fields, &[])
    };
    document(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A site made with Postil, or one thing of it",
        "description": "Ids are those of the site's format, each among its kind. Every `href` is relative to the root of the \
            site. Dates are EDTF (ISO 8601-2). What is confidential has no id and no href.",
        "anyOf": [
            whole(),
            one("briefing", true),
            one("claim", true),
            one("actor", false),
            one("event", false),
            one("source", false),
        ],
        "$defs": {
            "briefing": briefing(),
            "actor": actor(),
            "claim": claim(),
            "statement": statement(),
            "event": event(),
            "source": source(),
            "tag": object(&[("id", string()), ("href", string()), ("name", string()), ("briefings", list(&string()))], &[]),
            "reference": object(
                &[("kind", json!({ "enum": ["briefing", "actor", "claim", "event", "source", "page", "file"] })), ("title", string())],
                &[("id", string()), ("href", string())],
            ),
            "date": { "type": "string", "description": "EDTF, level 1: 2025, 2025-12, 2025-12-11~, 2025-12/2026-01, 2025/.." },
        },
    }))
}

fn whole() -> Value {
    let site = object(
        &[("title", string()), ("language", string())],
        &[("description", string()), ("base_url", string()), ("author", string())],
    );
    object(
        &[
            ("$schema", string()),
            ("site", site),
            ("briefings", list(&reference("briefing"))),
            ("actors", list(&reference("actor"))),
            ("claims", list(&reference("claim"))),
            ("statements", list(&reference("statement"))),
            ("events", list(&reference("event"))),
            ("sources", list(&reference("source"))),
            ("tags", list(&reference("tag"))),
        ],
        &[],
    )
}

fn briefing() -> Value {
    let claim = object(&[("id", string()), ("status", words::<Status>())], &[]);
    object(
        &[
            ("id", string()),
            ("href", string()),
            ("title", string()),
            ("date", reference("date")),
            ("language", string()),
            ("authors", list(&string())),
            ("tags", list(&string())),
            ("actors", list(&reference("reference"))),
            ("events", list(&string())),
            ("sources", list(&reference("reference"))),
            ("claims", about(list(&claim), "With the status that each had when the briefing was written.")),
            ("statements", list(&string())),
        ],
        &[
            ("updated", reference("date")),
            ("summary", string()),
            ("text", about(string(), "Its words; positions of quotations count in it.")),
        ],
    )
}

fn actor() -> Value {
    let link = object(&[("url", string())], &[("title", string())]);
    let period = [("from", reference("date")), ("to", reference("date"))];
    let role = object(&[("title", string())], &[&period[..], &[("organization", reference("reference"))]].concat());
    let relation = object(
        &[
            ("kind", words::<ActorRelation>()),
            ("other", reference("reference")),
            ("declared_by_other", json!({ "type": "boolean" })),
        ],
        &[&period[..], &[("source", reference("reference")), ("note", string())]].concat(),
    );
    let event = object(&[("id", string())], &[("role", words::<EventRole>())]);
    object(
        &[
            ("id", string()),
            ("href", string()),
            ("name", string()),
            ("declared", about(json!({ "type": "boolean" }), "Whether more is said of it than its name.")),
            ("aliases", list(&string())),
            ("links", list(&link)),
            ("roles", list(&role)),
            ("relations", list(&relation)),
            ("events", list(&event)),
            ("statements", list(&string())),
            ("briefings", list(&string())),
        ],
        &[
            ("kind", words::<ActorKind>()),
            ("country", about(string(), "ISO 3166-1 alpha-2.")),
            ("wikidata", string()),
            ("reliability", words::<Reliability>()),
            ("summary", string()),
            ("text", string()),
        ],
    )
}

fn claim() -> Value {
    let relation = object(&[("kind", words::<ClaimRelation>()), ("id", string())], &[]);
    let change = object(
        &[
            ("date", reference("date")),
            ("to", words::<Status>()),
            ("cause", json!({ "enum": ["default", "declared", "update", "opposed", "withdrawn", "countered"] })),
        ],
        &[
            ("from", words::<Status>()),
            ("why", string()),
            ("statement", string()),
            ("claim", string()),
            ("briefing", string()),
            ("source", reference("reference")),
        ],
    );
    object(
        &[
            ("id", string()),
            ("href", string()),
            ("claim", about(string(), "The proposition.")),
            ("kind", words::<ClaimKind>()),
            ("status", words::<Status>()),
            ("standing", about(words::<Standing>(), "The family of the status.")),
            ("relations", list(&relation)),
            ("statements", list(&string())),
            ("changes", about(list(&change), "Of its status, oldest first.")),
        ],
        &[
            ("credibility", json!({ "type": "integer", "minimum": 1, "maximum": 6 })),
            ("likelihood", words::<Likelihood>()),
            ("confidence", words::<Confidence>()),
            ("condition", string()),
            ("declared_in", string()),
            ("text", string()),
        ],
    )
}

fn statement() -> Value {
    let point = json!({ "type": "integer", "minimum": 0 });
    let piece = object(&[("start", point.clone()), ("end", point)], &[]);
    let position = about(list(&piece), "In code points of the text of the briefing; several when words are left out.");
    let quote = object(&[("exact", string())], &[("language", string()), ("position", position)]);
    object(
        &[
            ("href", about(string(), "No other statement has it.")),
            ("claim", string()),
            ("by", about(list(&reference("reference")), "Nobody is the voice of the briefing.")),
            ("on_behalf_of", list(&reference("reference"))),
            ("to", list(&reference("reference"))),
            ("about", list(&reference("reference"))),
            ("stance", words::<Stance>()),
            ("date", reference("date")),
        ],
        &[
            ("briefing", string()),
            ("mode", words::<Mode>()),
            ("event", string()),
            ("source", reference("reference")),
            ("locator", string()),
            ("quote", quote),
            ("translation", string()),
            ("note", string()),
        ],
    )
}

fn event() -> Value {
    let degrees = |most: i32| json!({ "type": "number", "minimum": -most, "maximum": most });
    let place = object(&[("name", string())], &[("country", string()), ("lat", degrees(90)), ("lon", degrees(180))]);
    let actor = object(&[("actor", reference("reference"))], &[("role", words::<EventRole>())]);
    object(
        &[
            ("id", string()),
            ("href", string()),
            ("title", string()),
            ("date", reference("date")),
            ("status", words::<EventStatus>()),
            ("actors", list(&actor)),
            ("follows", list(&string())),
            ("sources", list(&reference("reference"))),
            ("statements", list(&string())),
            ("briefings", list(&string())),
        ],
        &[
            ("kind", string()),
            ("cameo", about(json!({ "type": "string", "pattern": "^[0-9]{2}$" }), "Root category of CAMEO.")),
            ("place", place),
            ("part_of", string()),
            ("summary", string()),
            ("text", string()),
        ],
    )
}

fn source() -> Value {
    object(
        &[
            ("id", string()),
            ("href", string()),
            ("title", string()),
            ("authors", list(&string())),
            ("derived_from", list(&reference("reference"))),
            ("statements", list(&string())),
            ("briefings", list(&string())),
        ],
        &[
            ("kind", about(words::<SourceKind>(), "An item type of CSL 1.0.2.")),
            ("publisher", string()),
            ("date", reference("date")),
            ("accessed", reference("date")),
            ("url", string()),
            ("archive_url", string()),
            ("sha256", string()),
            ("reliability", words::<Reliability>()),
            ("access", words::<Access>()),
            ("language", string()),
            ("summary", string()),
            ("text", string()),
        ],
    )
}

/// An object with these fields, the first of which must be there, and no others.
fn object(required: &[(&str, Value)], optional: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = required.iter().map(|(name, _)| *name).collect();
    let fields = required.iter().chain(optional).map(|(name, value)| ((*name).to_owned(), value.clone()));
    let fields: Map<String, Value> = fields.collect();
    json!({ "type": "object", "properties": fields, "required": names, "additionalProperties": false })
}

fn list(of: &Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn string() -> Value {
    json!({ "type": "string" })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn words<W: Word>() -> Value {
    json!({ "enum": W::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>() })
}

fn about(mut schema: Value, description: &str) -> Value {
    schema["description"] = description.into();
    schema
}
