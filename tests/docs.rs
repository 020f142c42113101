//! The documents that are made from the program itself, so that they cannot drift from it.
//!
//! And the examples in what is written by hand are read, so that none is out of date.
//!
//! `POSTIL_REWRITE=1 cargo test --test docs` writes them anew.
#![allow(clippy::disallowed_methods, reason = "this test compares and writes files of the repository")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use postil::compile::compile;
use postil::diagnostic::explain::{explanation, groups};
use postil::diagnostic::{Code, Severity};
use postil::parse::keys;

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
