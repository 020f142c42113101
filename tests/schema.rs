//! The JSON Schemas against files that are known to be right or wrong, by a validator that knows nothing of Postil.
#![allow(clippy::disallowed_methods, reason = "this test reads the files of the repository")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use postil::config::RawHtml;
use postil::diagnostic::{Code, Diagnostic, Severity};
use postil::parse::front_matter::Parts;
use postil::parse::schema::{Kind, schema};
use postil::parse::{self, BodySettings, Entity, FileKind, keys, settings, yaml};
use postil::source::{SitePath, SourceText};
use serde_json::Value;

#[test]
fn what_postil_reads_is_valid_and_what_it_refuses_for_its_form_is_not() {
    let validator = Validator::new();
    let (mut right, mut wrong, mut failures) = (0, 0, String::new());
    for (origin, text) in files() {
        let Some((kind, value)) = value(&text) else { continue };
        let found = problems(&text);
        let refused: Vec<&Diagnostic> = found.iter().filter(|it| REFUSED.contains(&it.code)).collect();
        let is_right = found.iter().all(|it| it.severity != Severity::Error);
        if !is_right && refused.is_empty() {
            continue;
        }
        let said = validator.complaint(kind, &value);
        match (is_right, said) {
            (true, None) => right += 1,
            (false, Some(_)) => wrong += 1,
            (true, Some(said)) => failures.push_str(&format!("{origin} {}: refused: {said}\n", text.path())),
            (false, None) => {
                let messages: Vec<_> = refused.iter().map(|it| &it.message).collect();
                failures.push_str(&format!("{origin} {}: accepted: {messages:?}\n", text.path()));
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(right > 300 && wrong >= 30, "{right} right, {wrong} wrong");
}

/// For every key and many values, right and wrong, the schema says what Postil says.
#[test]
fn every_key_takes_what_postil_takes() {
    let validator = Validator::new();
    let (mut right, mut wrong, mut failures) = (0, 0, String::new());
    for (path, set, before) in [
        ("content/briefings/a.md", &keys::BRIEFING, "title: T\ndate: 2025\n"),
        ("content/pages/a.md", &keys::PAGE, "title: T\n"),
        ("content/index.md", &keys::HOME, "title: T\n"),
        ("content/actors/a.md", &keys::ACTOR, "name: N\n"),
        ("content/claims/a.md", &keys::CLAIM, "text: T\nby: A\ndate: 2025\n"),
        ("content/events/a.md", &keys::EVENT, "title: T\ndate: 2025\n"),
        ("content/sources/a.md", &keys::SOURCE, "title: T\n"),
    ] {
        for (key, typed) in set.keys.iter().flat_map(|key| VALUES.iter().map(move |typed| (key.name, typed))) {
            let others: String = before
                .lines()
                .filter(|line| !line.starts_with(&format!("{key}:")))
                .map(|line| format!("{line}\n"))
                .collect();
            let text = format!("---\n{others}{key}: {typed}\n---\n");
            let text = SourceText::new(SitePath::new(path).expect("a path"), text);
            let Some((kind, value)) = value(&text) else { continue };
            let found = problems(&text);
            let is_right = found.iter().all(|it| it.severity != Severity::Error);
            match (is_right, validator.complaint(kind, &value)) {
                (true, None) => right += 1,
                (false, Some(_)) => wrong += 1,
                (true, Some(said)) => failures.push_str(&format!("{path} `{key}: {typed}` is refused: {said}\n")),
                (false, None) if BEYOND.contains(&found[0].code) => {}
                (false, None) => {
                    failures.push_str(&format!("{path} `{key}: {typed}` is accepted: {}\n", found[0].message));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(right > 500 && wrong > 500, "{right} right, {wrong} wrong");
}

/// Values of every kind, and of none.
const VALUES: &[&str] = &[
    "5",
    "0",
    "-1",
    "1.5",
    "true",
    "''",
    "' '",
    "a",
    "a b",
    "A-b",
    "a--b",
    "[]",
    "[a, b]",
    "[[a]]",
    "[5]",
    "{zzz: 1}",
    "~",
    "2025-12",
    "'2025-12~'",
    "2025-12-11T10:00:00Z",
    "2025/..",
    "https://example.org/a",
    "mailto:a@b.c",
    "ftp://a",
    "../a",
    "fact",
    "asserts",
    "confidential",
    "B",
    "person",
    "report",
    "occurred",
    "likely",
    "high",
    "direct",
    "retracted",
    "DE",
    "de",
    "Q5",
    "{name: A}",
    "{exact: a}",
    "{exact: a, prefix: b}",
    "{title: A, url: \"https://a.b\"}",
    "{title: A}",
    "{type: other, actor: B}",
    "{title: A, date: 2025}",
    "{quote: a, text: b}",
    "{claim: a, status: refuted, why: b}",
    "{text: a, by: b}",
    "{claim: a, by: b}",
    "{claim: a, id: c, by: b}",
    "{actor: a, role: host}",
    "{actor: a, role: hots}",
    "{name: a, lat: 91}",
    "{name: a, lat: 9.5}",
];

/// What a schema cannot know: which days, countries and addresses there are.
const BEYOND: [Code; 3] = [Code::BadUrl, Code::BadDate, Code::BadText];

/// A file is wrong by its form alone when it has one of these.
const REFUSED: [Code; 5] =
    [Code::UnknownKey, Code::MisplacedKey, Code::WrongType, Code::UnknownValue, Code::MissingKey];

#[test]
fn what_editors_ask_about_is_described() {
    for kind in Kind::ALL {
        let schema = schema(kind);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let definitions = schema["$defs"].as_object().into_iter().flat_map(|all| all.values());
        for set in definitions.chain([&schema]) {
            for (key, property) in set["properties"].as_object().into_iter().flatten() {
                assert!(property["description"].as_str().is_some_and(|it| it.ends_with(['.', ':'])), "{kind:?} {key}");
            }
        }
    }
    assert_eq!(schema(Kind::Actors)["items"]["$ref"], "#/$defs/actor");
}

/// The validator with all schemas.
struct Validator {
    schemas: Schemas,
    indices: BTreeMap<&'static str, SchemaIndex>,
}

impl Validator {
    fn new() -> Self {
        let (mut schemas, mut indices) = (Schemas::new(), BTreeMap::new());
        for kind in Kind::ALL {
            let mut compiler = Compiler::new();
            let name = format!("{}.json", kind.name());
            compiler.add_resource(&name, schema(kind)).expect("a resource");
            let index = compiler.compile(&name, &mut schemas);
            indices.insert(kind.name(), index.unwrap_or_else(|error| panic!("{name}: {error:#}")));
        }
        Self { schemas, indices }
    }

    fn complaint(&self, kind: Kind, value: &Value) -> Option<String> {
        self.schemas.validate(value, self.indices[kind.name()]).err().map(|error| format!("{error:#}"))
    }
}

/// The data of a file and the schema for it.
fn value(text: &SourceText) -> Option<(Kind, Value)> {
    if text.path().as_str() == "postil.toml" {
        return Some((Kind::Settings, toml::from_str(text.text()).ok()?));
    }
    let kind = match FileKind::of(text.path()) {
        FileKind::Briefing => Kind::Briefing,
        FileKind::Page => Kind::Page,
        FileKind::Home => Kind::Home,
        FileKind::Own(Entity::Actor) => Kind::Actor,
        FileKind::Own(Entity::Claim) => Kind::Claim,
        FileKind::Own(Entity::Event) => Kind::Event,
        FileKind::Own(Entity::Source) => Kind::Source,
        FileKind::List(Entity::Actor) => Kind::Actors,
        FileKind::List(Entity::Claim) => Kind::Claims,
        FileKind::List(Entity::Event) => Kind::Events,
        FileKind::List(Entity::Source) => Kind::Sources,
        FileKind::Misplaced | FileKind::Other => return None,
    };
    let is_list = matches!(FileKind::of(text.path()), FileKind::List(_));
    let range = if is_list { 0..text.text().len() } else { Parts::of(text).front_matter? };
    let (node, found) = yaml::parse(text, range);
    let value = found.is_empty().then(|| node.map(|node| serde_json::to_value(node.to_extra()).expect("a value")))?;
    // A file that holds nothing, or a list of nothing, has no front matter.
    Some((kind, value.filter(|value| is_list || !value.is_null())?))
}

fn problems(text: &SourceText) -> Vec<Diagnostic> {
    if text.path().as_str() == "postil.toml" {
        return settings::settings(Some(text), None).1;
    }
    let end = if matches!(FileKind::of(text.path()), FileKind::List(_)) {
        text.text().len()
    } else {
        Parts::of(text).body.start
    };
    let settings = BodySettings { raw_html: RawHtml::Sanitize, smart_punctuation: false };
    let found = parse::article(text, settings).1;
    found.into_iter().filter(|it| it.span().is_none_or(|span| span.range().start < end)).collect()
}

/// Every file of the specification, the demonstration, the scenario and a new site, and where it is from.
fn files() -> Vec<(String, SourceText)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["", "tests/scenario", "src/scaffold/site"] {
        for entry in walkdir::WalkDir::new(root.join(folder).join("content")) {
            let entry = entry.expect("an entry");
            let below = entry.path().strip_prefix(root.join(folder)).expect("below").to_string_lossy().into_owned();
            if entry.file_type().is_file() && below.ends_with(['d', 'l']) {
                files.push((folder.to_owned(), read(entry.path(), &below)));
            }
        }
        files.push((folder.to_owned(), read(&root.join(folder).join("postil.toml"), "postil.toml")));
    }
    for entry in fs::read_dir(root.join("tests/spec")).expect("tests/spec") {
        let suite = entry.expect("an entry").path();
        cases(&suite, &fs::read_to_string(&suite).expect("a suite"), &mut files);
    }
    files
}

fn read(file: &Path, path: &str) -> SourceText {
    SourceText::new(SitePath::new(path).expect("a path"), fs::read_to_string(file).expect("a text"))
}

/// The input files of the cases of a suite.
fn cases(suite: &Path, text: &str, files: &mut Vec<(String, SourceText)>) {
    let name = suite.file_stem().expect("a name").to_string_lossy();
    let mut heading = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        heading = line.strip_prefix("## ").unwrap_or(heading);
        let fence = &line[..line.len() - line.trim_start_matches('`').len()];
        if fence.len() < 3 {
            continue;
        }
        let content: String =
            lines.by_ref().take_while(|line| line.trim_end() != fence).map(|line| format!("{line}\n")).collect();
        let path = line.split_once(' ').map_or("", |(_, path)| path);
        if path == "postil.toml" || path.starts_with("content/") {
            let path = SitePath::new(path).expect("a path");
            files.push((format!("{name}: {heading}:"), SourceText::new(path, content)));
        }
    }
}
