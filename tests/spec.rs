//! The format as literate suites: `tests/spec/*.md`.
//!
//! A case is a heading of level 2, prose, the files of a site as fenced blocks, and what is expected of it:
//!
//! - `markdown content/briefings/a.md`, `yaml content/actors.yaml`, `toml postil.toml` …: a file of the site
//! - `options`: what was asked for on the command line: `drafts`, `future`, `strict`
//! - `diagnostics`: every problem, in the order in which Postil reports them; a case without this block must have none
//! - `html claims/x/index.html main`: the elements of a page that a selector means (`name`, `.class`, `#id`, `[attribute]`,
//!   `[attribute=value]`, and these within each other), as HTML
//! - `words claims/x/index.html main`: their text, a line for each
//! - `text robots.txt`: the whole of a file
//!
//! `POSTIL_REWRITE=1 cargo test --test spec` writes what is found into the files, to be read before it is committed.

#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test fails by panicking, and reads its suites")]

mod support;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use postil::compile::{Compiled, compile};
use postil::diagnostic::{Code, render};
use postil::output::Content;
use support::dom::{Element, Page};

#[test]
fn every_case_holds() {
    let mut failures = Vec::new();
    let mut cases = 0;
    for path in suites() {
        let text = std::fs::read_to_string(&path).expect("a suite");
        let suite = Suite::parse(&text);
        cases += suite.cases().count();
        let found = suite.run();
        if support::rewrite() {
            std::fs::write(&path, found).expect("the suite can be written");
        } else if found != text {
            failures.push(difference(&path, &text, &found));
        }
    }
    assert!(cases >= 150, "only {cases} cases were found");
    println!("{cases} cases");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let all: String = suites().iter().map(|path| std::fs::read_to_string(path).expect("a suite")).collect();
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !ELSEWHERE.contains(code))
        .filter(|code| !all.contains(&format!("[{}]", code.name())))
        .map(|code| code.name())
        .collect();
    assert!(missing.is_empty(), "no case in tests/spec for: {}", missing.join(", "));
}

/// What only the disk or an import can show; tested in `tests/cli.rs`, in `tests/import.rs` and beside the code.
const ELSEWHERE: &[Code] = &[
    Code::UnreadableFile,
    Code::SiteNearLimit,
    Code::ImportSyntax,
    Code::ImportUnplaced,
    Code::ImportUnknown,
    Code::ImportAssumed,
];

/// One file of cases, as parts of its text.
struct Suite<'a> {
    parts: Vec<Part<'a>>,
}

enum Part<'a> {
    Prose(&'a str),
    Block { fence: &'a str, info: &'a str, content: String },
}

impl<'a> Suite<'a> {
    fn parse(text: &'a str) -> Self {
        let mut parts = Vec::new();
        let mut lines = text.split_inclusive('\n');
        while let Some(line) = lines.next() {
            let fence = &line[..line.len() - line.trim_start_matches('`').len()];
            if fence.len() < 3 {
                parts.push(Part::Prose(line));
                continue;
            }
            let mut content = String::new();
            for line in lines.by_ref().take_while(|line| line.trim_end() != fence) {
                content.push_str(line);
            }
            parts.push(Part::Block { fence, info: line[fence.len()..].trim(), content });
        }
        Self { parts }
    }

    /// The cases, each from its heading to the next.
    fn cases(&self) -> impl Iterator<Item = &[Part<'a>]> {
        self.parts
            .chunk_by(|_, next| !matches!(next, Part::Prose(line) if line.starts_with("## ")))
            .filter(|parts| parts.iter().any(|part| matches!(part, Part::Block { .. })))
    }

    /// The text of the suite with every expectation as it was found.
    fn run(&self) -> String {
        let mut text = String::new();
        for case in self.parts.chunk_by(|_, next| !matches!(next, Part::Prose(line) if line.starts_with("## "))) {
            let found = case.iter().any(|part| matches!(part, Part::Block { .. })).then(|| Found::of(case));
            for part in case {
                match (part, &found) {
                    (Part::Block { fence, info, content }, Some(found)) => {
                        let content = found.expected(info).unwrap_or_else(|| content.clone());
                        write!(text, "{fence}{info}\n{content}{fence}\n").expect("writing to memory");
                    }
                    (Part::Prose(line), _) => text.push_str(line),
                    (Part::Block { .. }, None) => unreachable!("a case with a block was built"),
                }
            }
            if let Some(found) = found
                && !found.reported
            {
                write!(text, "```diagnostics\n{}```\n\n", found.diagnostics).expect("writing to memory");
            }
        }
        text
    }
}

/// What building the site of a case gave.
struct Found {
    diagnostics: String,
    compiled: Compiled,
    /// Whether the case says which problems it expects, or there are none.
    reported: bool,
}

impl Found {
    fn of(case: &[Part<'_>]) -> Self {
        let files = case.iter().filter_map(|part| match part {
            Part::Block { info, content, .. } => input(info).map(|path| (path, content.as_str())),
            Part::Prose(_) => None,
        });
        let mut project = support::project(files);
        for part in case {
            if let Part::Block { info: "options", content, .. } = part {
                let asked = |word| content.split_whitespace().any(|one| one == word);
                project.options.drafts = asked("drafts");
                project.options.future = asked("future");
                project.options.strict = asked("strict");
            }
        }
        let compiled = compile(&project);
        let diagnostics = render::spec::render(&compiled.diagnostics, &project.texts);
        let expects = case.iter().any(|part| matches!(part, Part::Block { info, .. } if *info == "diagnostics"));
        Self { reported: expects || diagnostics.is_empty(), diagnostics, compiled }
    }

    fn expected(&self, info: &str) -> Option<String> {
        let mut words = info.splitn(3, ' ');
        match (words.next()?, words.next(), words.next()) {
            ("diagnostics", None, None) => Some(self.diagnostics.clone()),
            ("html", Some(path), Some(selector)) => Some(self.elements(path, selector, |it| tidy(&it.html()))),
            ("words", Some(path), Some(selector)) => Some(self.elements(path, selector, |it| folded(&it.text()))),
            ("text", Some(path), None) if input(info).is_none() => Some(self.file(path)),
            _ => None,
        }
    }

    fn elements(&self, path: &str, selector: &str, show: impl Fn(&Element) -> String) -> String {
        let file = self.file(path);
        if file.starts_with('(') {
            return file;
        }
        let found: Vec<_> = Page::parse(&file).select(selector).iter().map(show).collect();
        if found.is_empty() { format!("(nothing is {selector} in {path})\n") } else { found.concat() }
    }

    fn file(&self, path: &str) -> String {
        let Some(output) = &self.compiled.output else { return "(the site was not built)\n".to_owned() };
        match output.files.get(path) {
            Some(Content::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            Some(Content::Asset(asset)) => format!("(a copy of {asset})\n"),
            Some(Content::Card(card)) => format!("(a card: {})\n", card.texts().join(" | ")),
            None => format!("(there is no {path})\n"),
        }
    }
}

/// The path of an input file, when the block is one.
fn input(info: &str) -> Option<&str> {
    let (_, path) = info.split_once(' ')?;
    let first = path.split('/').next()?;
    matches!(first, "postil.toml" | "content" | "templates" | "static").then_some(path)
}

/// HTML with one space where there was white space and a line for each element that begins a line in the template.
fn tidy(html: &str) -> String {
    let mut text: String = html.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

/// A text with single spaces, as a line.
fn folded(text: &str) -> String {
    let mut folded: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    folded.push('\n');
    folded
}

fn suites() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("tests/spec")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    paths
}

fn difference(path: &Path, expected: &str, found: &str) -> String {
    let difference = similar::TextDiff::from_lines(expected, found);
    format!("{}\n{}", path.display(), difference.unified_diff().context_radius(6).header("expected", "found"))
}
