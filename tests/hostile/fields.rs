//! A site in which every field that takes a text holds a payload, made from the tables of keys, so that a new field is one.

use std::collections::BTreeMap;

use postil::parse::keys::{self, Key, KeySet, Takes};
use serde_json::{Map, Value, json};

/// Values for every key, and which payload went where.
pub(crate) struct Fields<'a> {
    payload: &'a str,
    /// Of what may be this or that, the second: a mapping instead of a text.
    second: bool,
    /// The field that each tag stands for.
    pub(crate) tags: BTreeMap<String, Field>,
    /// What was put into `quote`, to be put into the body.
    passages: Vec<String>,
}

/// A field that takes a text.
#[derive(Debug)]
pub(crate) struct Field {
    /// `briefing.actors.name`.
    pub(crate) path: String,
    /// Whether it need not come out whole: Markdown, in which a payload may mean something, and what stands around a passage.
    pub(crate) loose: bool,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(payload: &'a str, second: bool) -> Self {
        Self { payload, second, tags: BTreeMap::new(), passages: Vec::new() }
    }

    /// The files of the site: a briefing that declares everything, list files, files of their own, a page, a home page, and
    /// settings.
    pub(crate) fn site(&mut self) -> Vec<(String, String)> {
        let mut files = vec![
            ("postil.toml".to_owned(), self.settings()),
            ("content/actors.yaml".to_owned(), list(&[self.entity(&keys::ACTOR, "list"), self.secret(&keys::ACTOR)])),
            (
                "content/sources.yaml".to_owned(),
                list(&[
                    self.entity(&keys::SOURCE, "list"),
                    self.secret(&keys::SOURCE),
                    json!({"id": "fixed", "title": "Fixed"}),
                ]),
            ),
            (
                "content/events.yaml".to_owned(),
                list(&[
                    self.entity(&keys::EVENT, "list"),
                    json!({"id": "fixed", "title": "Fixed", "date": "2025-01-01", "actors": ["Fixed"]}),
                ]),
            ),
            ("content/claims.yaml".to_owned(), list(&[json!({"id": "fixed", "text": "Fixed.", "kind": "fact"})])),
            ("content/pic.png".to_owned(), String::new()),
        ];
        for (set, folder) in [(&keys::ACTOR, "actors"), (&keys::SOURCE, "sources"), (&keys::EVENT, "events")] {
            let mut own = self.entity(set, "own");
            own.as_object_mut().expect("a mapping").remove("id");
            files.push((format!("content/{folder}/own.md"), page(&own, "Words.")));
            files.push((format!("content/{folder}/pic.png"), String::new()));
        }
        let (about, home) = (self.map(&keys::PAGE, "page"), self.map(&keys::HOME, "home"));
        files.push(("content/pages/about.md".to_owned(), page(&about, "Words.")));
        files.push(("content/index.md".to_owned(), page(&home, "Words.")));
        let mut briefing = self.map(&keys::BRIEFING, "briefing");
        // What is confidential is shown where somebody refers to it.
        let hushed = json!({"id": "hushed", "text": "It is hushed.", "by": "hushed-actor", "source": "hushed-source"});
        briefing["claims"].as_array_mut().expect("a list").push(hushed);
        let body: String = self.passages.iter().map(|it| format!("````\n{it}\n````\n\n")).collect();
        files.push(("content/briefings/a.md".to_owned(), page(&briefing, &body)));
        files.push(("content/briefings/pic.png".to_owned(), String::new()));
        files
    }

    fn settings(&mut self) -> String {
        let mut all = self.map(&keys::SETTINGS, "settings");
        all["build"] = json!({"social_cards": "off", "paginate": 20, "search": true});
        all["content"] = json!({"raw_html": "sanitize"});
        all["site"]["base_url"] = json!("https://example.org/sub/");
        for (key, value) in all["exports"].as_object_mut().expect("a mapping") {
            *value = if matches!(key.as_str(), "entities" | "large") { json!("all") } else { json!(true) };
        }
        toml::to_string(&all).expect("settings")
    }

    fn entity(&mut self, set: &KeySet, place: &str) -> Value {
        self.map(set, &format!("{place}.{}", set.name))
    }

    /// Something confidential, of which only `display` is shown.
    fn secret(&mut self, set: &KeySet) -> Value {
        let display = self.text(&format!("secret {}.display", set.name), false);
        let name = if set.name == "actor" { "name" } else { "title" };
        json!({"id": format!("hushed-{}", set.name), name: format!("Hushed Hushkins {}", set.name), "access": "confidential", "display": display})
    }

    fn map(&mut self, set: &KeySet, path: &str) -> Value {
        let mut map = Map::new();
        for key in set.keys {
            if let Some(value) = self.key(set, key, &format!("{path}.{}", key.name)) {
                map.insert(key.name.to_owned(), value);
            }
        }
        Value::Object(map)
    }

    /// The value of a key; none for those that exclude or contradict another.
    fn key(&mut self, set: &KeySet, key: &Key, path: &str) -> Option<Value> {
        let number = self.tags.len();
        Some(match (set.name, key.name) {
            // Either a claim is declared or another is meant; a snapshot is a file, which has its own tests; `display` is shown of
            // what is confidential.
            ("claim", "claim") | ("source", "snapshot" | "sha256") | (_, "expires" | "access" | "display") => {
                return None;
            }
            (_, "id") => json!(format!("x{number}")),
            ("quotation", "exact" | "prefix" | "suffix") => return None,
            ("claim" | "note", "quote") => self.quotation(path),
            ("source", "type") => json!("report"),
            ("change of status", "status") => json!("refuted"),
            _ => self.value(&key.takes, path)?,
        })
    }

    /// A passage that stands in the body, as a block of code, in which nothing means anything.
    fn quotation(&mut self, path: &str) -> Value {
        let exact = self.text(&format!("{path}.exact"), false);
        if !self.second {
            self.passages.push(exact.clone());
            return json!(exact);
        }
        let (prefix, suffix) = (self.text(&format!("{path}.prefix"), true), self.text(&format!("{path}.suffix"), true));
        self.passages.push(format!("{prefix} {exact} {suffix}"));
        json!({"exact": exact, "prefix": format!("{prefix} "), "suffix": format!(" {suffix}")})
    }

    fn value(&mut self, takes: &Takes, path: &str) -> Option<Value> {
        Some(match takes {
            Takes::Text => json!(self.text(path, false)),
            Takes::Markdown => json!(self.text(path, true)),
            Takes::Reference("actor") => json!(self.text(path, false)),
            // A thing may not be its own part or source.
            Takes::Reference(_) => json!("fixed"),
            Takes::Id => json!(format!("x{}", self.tags.len())),
            Takes::Date => json!("2025-01-02"),
            Takes::Truth => json!(false),
            Takes::Whole(from, _) => json!(from),
            Takes::Degrees(_) => json!(10),
            Takes::Url => json!("https://example.org/?a=1&b='2'"),
            Takes::Path if path.ends_with("image") => json!("pic.png"),
            Takes::Path => json!(format!("/old-{}/", self.tags.len())),
            Takes::Country => json!("UA"),
            Takes::Wikidata => json!(format!("Q{}", 1 + self.tags.len())),
            Takes::Sha256 => return None,
            Takes::Language => json!("en"),
            Takes::Word(words) => json!(words().first()?),
            Takes::List(of) => json!([self.value(of, path)?]),
            Takes::Map(set) => self.map(set, path),
            Takes::Either(_, other) if self.second => self.value(other, path)?,
            Takes::Either(one, _) => self.value(one, path)?,
            // Only templates of the site see it.
            Takes::Anything => json!({"key": [self.payload, 1, true]}),
        })
    }

    /// The payload, and after it a word by which it is found again.
    fn text(&mut self, path: &str, loose: bool) -> String {
        let tag = format!("zq{}z", self.tags.len());
        let text = format!("{} {tag}", self.payload);
        self.tags.insert(tag, Field { path: path.to_owned(), loose });
        text
    }
}

fn list(items: &[Value]) -> String {
    serde_json::to_string(items).expect("JSON")
}

/// Front matter as JSON, which is YAML.
fn page(head: &Value, body: &str) -> String {
    format!("---\n{head}\n---\n\n{body}\n")
}
