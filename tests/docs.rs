//! The documents that are made from the program itself, so that they cannot drift from it.
//!
//! And the examples in what is written by hand are read, so that none is out of date.
//!
//! `POSTIL_REWRITE=1 cargo test --test docs` writes them anew.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "this test compares and writes files of the repository"
)]

mod support;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use postil::compile::compile;
use postil::diagnostic::explain::{explanation, groups};
use postil::diagnostic::{Code, Severity};
use postil::import::{self, Pair, Request};
use postil::parse::keys;
use postil::source::{SitePath, SourceText};

#[test]
fn the_list_of_checks_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    let made = checks();
    if std::env::var_os("POSTIL_REWRITE").is_some() {
        fs::write(&path, &made).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "docs/checks.md has drifted: run POSTIL_REWRITE=1 cargo test --test docs");
}

#[test]
fn every_example_is_read() {
    let mut wrong = String::new();
    let mut count = 0;
    for (document, text) in [("docs/format.md", FORMAT), ("README.md", README)] {
        for example in examples(text) {
            let Some((path, text)) = example.framed() else { continue };
            count += 1;
            let project = support::project([(path, text.as_str())]);
            for found in compile(&project).diagnostics {
                if found.severity == Severity::Error && !ELSEWHERE.contains(&found.code) {
                    let line = example.line;
                    writeln!(wrong, "{document}:{line} ({}): {}: {}", example.info, found.code, found.message)
                        .expect("writing to memory");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 40, "{count} examples are few");
}

#[test]
fn every_key_is_in_the_reference_and_has_an_example() {
    let example = |part: &str| -> BTreeSet<String> {
        let words = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        words.map(str::to_owned).collect()
    };
    let shown: BTreeSet<String> = examples(FORMAT).iter().flat_map(|written| example(&written.text)).collect();
    let mut missing = String::new();
    for set in keys::content().iter().chain(keys::settings()) {
        for key in set.keys {
            let section = format!(".{}`", key.name);
            if !FORMAT.contains(&format!("`{}`", key.name)) && !FORMAT.contains(&section) && set.name != "settings" {
                writeln!(missing, "`{}` of {} is not described", key.name, set.name).expect("writing to memory");
            }
            if !shown.contains(key.name) {
                writeln!(missing, "`{}` of {} is in no example", key.name, set.name).expect("writing to memory");
            }
        }
    }
    assert!(missing.is_empty(), "{missing}");
}

/// A fenced block of a document.
struct Example<'a> {
    /// The line of its fence, from 1.
    line: usize,
    /// What stands behind the fence.
    info: &'a str,
    text: String,
}

fn examples(document: &str) -> Vec<Example<'_>> {
    let mut examples: Vec<Example<'_>> = Vec::new();
    let mut fence = "";
    for (line, text) in (1..).zip(document.lines()) {
        let ticks = &text[..text.len() - text.trim_start_matches('`').len()];
        match examples.last_mut() {
            Some(_) if !fence.is_empty() && text == fence => fence = "",
            Some(example) if !fence.is_empty() => example.text.push_str(&format!("{text}\n")),
            _ if ticks.len() >= 3 => {
                fence = ticks;
                examples.push(Example { line, info: &text[ticks.len()..], text: String::new() });
            }
            _ => {}
        }
    }
    examples
}

impl Example<'_> {
    /// The file of which this is the whole or the front matter; none for what is no part of a site.
    fn framed(&self) -> Option<(&'static str, String)> {
        let front_matter = format!("---\n{}---\n", self.text);
        Some(match self.info {
            "yaml briefing" => ("content/briefings/example.md", front_matter),
            "markdown briefing" => ("content/briefings/example.md", self.text.clone()),
            "yaml actors" => ("content/actors.yaml", self.text.clone()),
            "yaml claims" => ("content/claims.yaml", self.text.clone()),
            "yaml events" => ("content/events.yaml", self.text.clone()),
            "yaml sources" => ("content/sources.yaml", self.text.clone()),
            "yaml actor" => ("content/actors/example.md", front_matter),
            "yaml claim" => ("content/claims/example.md", front_matter),
            "yaml event" => ("content/events/example.md", front_matter),
            "yaml source" => ("content/sources/example.md", front_matter),
            "yaml page" => ("content/pages/example.md", front_matter),
            "markdown page" => ("content/pages/example.md", self.text.clone()),
            "toml settings" => ("postil.toml", self.text.clone()),
            "toml" | "text" | "sh" | "" => return None,
            other => panic!("line {}: nobody knows what `{other}` is", self.line),
        })
    }
}

/// What each file to import becomes stands below it.
#[test]
fn every_import_gives_what_is_shown() {
    let examples = examples(IMPORT);
    let site: Vec<(&str, &str)> =
        examples.iter().filter_map(|it| Some((it.info.strip_prefix("markdown site ")?, it.text.as_str()))).collect();
    let settings = ("postil.toml", "[site]\nbase_url = \"https://notes.example/\"\n");
    let project = support::project(site.into_iter().chain([settings]));
    let (mut texts, mut count) = (Vec::new(), 0);
    for example in &examples {
        let path = |name: &str| SitePath::new(name).expect("a path");
        let name = example.info.rsplit(' ').next().unwrap_or_default();
        match example.info.split_once(" import") {
            Some((format, _)) => texts.push((format, SourceText::new(path(name), example.text.as_str()))),
            None if example.info == "yaml result" => {
                let given: Vec<SourceText> = texts.iter().map(|(_, text)| text.clone()).collect();
                let (draft, mut found) = match texts[0].0 {
                    "json hypothesis" => import::hypothesis(&given),
                    "json webannotation" => import::web_annotation(&given),
                    "csv csv" => import::tables(&given),
                    "text brat" => {
                        let pair = Pair { text: given[0].clone(), annotations: given[1].clone() };
                        import::brat(&[pair], &BTreeMap::new())
                    }
                    other => panic!("line {}: nobody knows what `{other}` is", example.line),
                };
                let made = import::place(&project, &draft, &Request::default()).expect("a sound site");
                found.extend(made.problems);
                assert!(found.is_empty(), "line {}: {found:#?}", example.line);
                let [change] = made.changes.as_slice() else { panic!("line {}: {:#?}", example.line, made.changes) };
                let added: String = change.added.iter().map(|range| &change.after[range.clone()]).collect();
                assert!(added.contains(&example.text), "line {}:\n{added}", example.line);
                texts.clear();
                count += 1;
            }
            None => {}
        }
    }
    assert_eq!(count, 4);
}

#[test]
fn the_guide_for_templates_is_that_of_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("docs/templates.md");
    let kept = fs::read_to_string(&path).expect("the guide");
    let (guide, _) = kept.split_once(MADE).expect("the line after which the guide is made");
    let made = format!("{guide}{MADE}{}", reference(root));
    if std::env::var_os("POSTIL_REWRITE").is_some() {
        fs::write(&path, &made).expect("written");
    }
    let kept = fs::read_to_string(&path).expect("the guide");
    assert!(kept == made, "docs/templates.md has drifted: run POSTIL_REWRITE=1 cargo test --test docs");
}

#[test]
fn every_kind_of_page_is_pictured() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = fs::read_to_string(root.join("docs/screens.md")).expect("the pictures");
    for entry in fs::read_dir(root.join("templates")).expect("the templates") {
        let name = entry.expect("a file").file_name().to_string_lossy().into_owned();
        let is_page = name.strip_suffix(".html").is_some_and(|it| !["base", "previews", "redirect"].contains(&it));
        assert!(!is_page || shown.contains(&format!("`{name}`")), "{name} is not in docs/screens.md");
    }
    let pictures = shown.split("src=\"").skip(1).filter_map(|it| it.split('"').next());
    let missing: Vec<_> = pictures.filter(|it| !root.join("docs").join(it).is_file()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What follows this line of the guide is made from the program.
const MADE: &str = "<!-- From here on made from the program: see tests/docs.rs. -->\n";

/// Tokens, components, what every page sees, and the view of every kind of page.
fn reference(root: &Path) -> String {
    let mut text = String::new();
    tokens(root, &mut text);
    components(root, &mut text);
    let structs = structs(root);
    text.push_str("\n## What every template sees\n");
    for name in ["SiteValue", "PageMeta"] {
        table(&structs, name, &mut text);
    }
    text.push_str("\n## Kinds of pages\n");
    let draw = fs::read_to_string(root.join("src/render/view/mod.rs")).expect("the views");
    let mut shown = vec!["SiteValue".to_owned(), "PageMeta".to_owned()];
    for call in draw.split("drawn(\"").skip(1) {
        let (template, rest) = call.split_once('"').expect("a template");
        let view = rest.split("::").nth(1).expect("a view").to_owned();
        let _ = write!(text, "\n### `{template}`\n");
        table(&structs, &view, &mut text);
        shown.push(view);
    }
    text.push_str("\n## Parts of views\n");
    for name in structs.keys().filter(|name| !shown.contains(name)) {
        table(&structs, name, &mut text);
    }
    text
}

fn tokens(root: &Path, text: &mut String) {
    text.push_str("\n## Tokens\n\n| token | default |\n|---|---|\n");
    let sheet = fs::read_to_string(root.join("static/style.css")).expect("the style sheet");
    let (_, rest) = sheet.split_once(":root {").expect("the tokens");
    let (tokens, _) = rest.split_once("\n}").expect("their end");
    for token in tokens.split(';').filter_map(|it| it.trim().strip_prefix("--")) {
        let (name, value) = token.split_once(':').expect("a token");
        let _ = writeln!(text, "| `--{name}` | `{}` |", value.trim());
    }
}

fn components(root: &Path, text: &mut String) {
    text.push_str("\n## Components\n\n| file | component | |\n|---|---|---|\n");
    let folder = fs::read_dir(root.join("templates/components")).expect("the components");
    let mut files: Vec<_> = folder.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    for file in files {
        let template = fs::read_to_string(&file).expect("a template");
        let name = file.file_name().expect("a name").to_string_lossy();
        let (_, said) = template.split_once("{#-").expect("a comment on what it is");
        let (said, _) = said.split_once("-#}").expect("the end of the comment");
        let mut said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        for component in template.split("{% component ").skip(1) {
            let (signature, _) = component.split_once(" -%}").expect("a signature");
            let _ = writeln!(text, "| `{name}` | `{signature}` | {} |", std::mem::take(&mut said));
        }
    }
}

/// The public structs that templates see: name to description and fields, each field with its type and description.
type Structs = BTreeMap<String, (String, Vec<(String, String, String)>)>;

fn structs(root: &Path) -> Structs {
    let mut paths: Vec<_> = ["src/render", "src/render/card", "src/render/view"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).expect("a folder"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let mut structs = Structs::new();
    for path in paths {
        let mut own = Structs::new();
        read(&fs::read_to_string(&path).expect("a source"), &mut own);
        for (name, it) in own {
            // Two views may have parts of one name.
            let stem = path.file_stem().expect("a name").to_string_lossy();
            let name = if structs.contains_key(&name) { format!("{name} of {stem}") } else { name };
            structs.insert(name, it);
        }
    }
    structs
}

fn read(code: &str, structs: &mut Structs) {
    let (mut said, mut serialized) = (Vec::new(), false);
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        if let Some(comment) = line.strip_prefix("/// ") {
            said.push(comment);
        } else if line.starts_with("#[derive(") {
            serialized = line.contains("Serialize");
        } else if let Some(name) = line.strip_prefix("pub struct ").and_then(|it| it.strip_suffix(" {")) {
            let fields = fields(&mut lines);
            if serialized {
                structs.insert(name.to_owned(), (said.join(" "), fields));
            }
        } else {
            (said, serialized) = (Vec::new(), false);
            continue;
        }
        if line.starts_with("pub struct") {
            (said, serialized) = (Vec::new(), false);
        }
    }
}

fn fields<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Vec<(String, String, String)> {
    let (mut fields, mut said) = (Vec::new(), Vec::new());
    for line in lines.map(str::trim).take_while(|line| *line != "}") {
        if let Some(comment) = line.strip_prefix("/// ") {
            said.push(comment);
        } else if let Some((name, kind)) = line.strip_prefix("pub ").and_then(|it| it.split_once(": ")) {
            let kind = kind.trim_end_matches(',').replace("SharedDate", "DateView");
            fields.push((name.to_owned(), kind, said.join(" ")));
            said.clear();
        }
    }
    fields
}

fn table(structs: &Structs, name: &str, text: &mut String) {
    let (said, fields) = structs.get(name).unwrap_or_else(|| panic!("the view {name}"));
    let _ = write!(text, "\n#### {name}\n\n{said}\n\n| field | type | |\n|---|---|---|\n");
    for (field, kind, said) in fields {
        let _ = writeln!(text, "| `{field}` | `{}` | {said} |", plain(kind));
    }
}

/// A type as a template author knows it.
fn plain(kind: &str) -> String {
    let kind = kind.replace("&'static str", "text").replace("String", "text").replace("Option<", "maybe<");
    let numbers = ["usize", "u32", "u16", "u8"].iter().fold(kind, |kind, it| kind.replace(it, "number"));
    numbers.replace("Vec<", "list<").replace("bool", "true or false").replace("Value", "card")
}

fn checks() -> String {
    let mut text = "\
# What Postil checks

This is what `postil explain CODE` prints, for every code. Errors stop the build; warnings stop it with `--strict`; notes
never do. The file is made from `src/diagnostic/explain/` by a test: change it there.
"
    .to_owned();
    for (group, codes) in groups() {
        let _ = write!(text, "\n## {}\n", group.as_str());
        for code in codes {
            let (severity, summary) = (code.severity().as_str(), code.summary());
            let _ = write!(text, "\n### `{code}`\n\n*{severity}*: {summary}.\n\n{}\n", explanation(code));
        }
    }
    text
}

/// What an example refers to stands in another, or beside it.
const ELSEWHERE: &[Code] = &[
    Code::UnknownClaim,
    Code::UnknownEvent,
    Code::UnknownSource,
    Code::UnknownActor,
    Code::UnknownBriefing,
    Code::UnknownName,
    Code::MissingFile,
    Code::BrokenLink,
];
const FORMAT: &str = include_str!("../docs/format.md");
const README: &str = include_str!("../README.md");
const IMPORT: &str = include_str!("../docs/import.md");
