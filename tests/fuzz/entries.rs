//! What is fuzzed: each function takes any bytes and fails when something does not hold. `cargo test --test hostile` runs
//! them over `corpus/`, `cargo fuzz` over whatever it thinks of.
#![allow(dead_code, reason = "each target uses one")]
#![allow(missing_docs, clippy::expect_used, clippy::panic, reason = "a finding is a panic")]

#[path = "../support/dom.rs"]
#[allow(clippy::duplicate_mod, reason = "one of the two programs that hold this has it already")]
mod dom;

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::{Arc, LazyLock};

use percent_encoding::percent_decode_str;
use postil::anchor::{Anchor, Anchored};
use postil::compile::{analyse, compile};
use postil::config::RawHtml;
use postil::diagnostic::{Diagnostic, Severity, render};
use postil::import::{self, Draft, Pair, Request, after};
use postil::model::Date;
use postil::parse::{self, BodySettings};
use postil::project::{Options, Project};
use postil::render::body::{Decorations, MarkDecoration, compose};
use postil::serve::{Offline, Serve};
use postil::source::{SitePath, SourceText, Sources};

use dom::Page;

/// Front matter of a briefing and a list of actors: the same twice, every place on whole characters, messages in every format.
pub(crate) fn front_matter(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (path, text) in [
        ("content/briefings/a.md", format!("---\n{text}\n---\n\nWords.\n")),
        ("content/actors.yaml", text.into_owned()),
    ] {
        read(&source(path, &text));
    }
}

/// Prose with everything that can stand in it, with each way of treating HTML.
pub(crate) fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let head = "title: T\ndate: 2025-01-01\nclaims: [{id: a, text: A, by: A, quote: so it is}, {id: b, text: B, by: A, quote: 'so […] is'}]";
    read(&source("content/briefings/a.md", &format!("---\n{head}\n---\n\n{text}\n\nThey say so it is.\n")));
}

/// The first line is a quotation, the rest a body: if it is found, its words stand there.
pub(crate) fn quotation(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (quote, body) = text.split_once('\n').unwrap_or((&text, &text));
    // As YAML in single quotation marks, in which only they mean anything.
    let quote = quote.replace('\'', "''");
    let head = format!("title: T\ndate: 2025-01-01\nclaims:\n  - {{id: a, text: A, by: A, quote: '{quote}'}}");
    read(&source("content/briefings/a.md", &format!("---\n{head}\n---\n\n{body}\n")));
}

/// Settings of a file, and the same as those of the environment.
pub(crate) fn settings(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (file, environment) = (source("postil.toml", &text), source("environment", &text));
    for (file, environment) in [(Some(&file), None), (None, Some(&environment)), (Some(&file), Some(&environment))] {
        let (_, problems) = parse::settings::settings(file, environment);
        told(&problems, &file.into_iter().chain(environment).cloned().collect());
    }
}

/// A date is what it is printed as.
pub(crate) fn date(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(date) = Date::parse(&text) {
        let printed = date.to_string();
        assert_eq!(Date::parse(&printed).map(|it| it.to_string()).ok(), Some(printed), "{text:?}");
        let _ = (date.words(), date.first_day(), date.last_day(), date.first_instant(), date.last_instant());
    }
}

/// No path of a file leaves the site, however it is joined.
pub(crate) fn path(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for folder in ["", "content/briefings"] {
        let folder = SitePath::new(folder).expect("a path");
        let Ok(path) = folder.join(&text) else { continue };
        let parts: Vec<&str> = path.as_str().split('/').collect();
        assert!(!path.as_str().starts_with('/') && !parts.iter().any(|it| matches!(*it, "." | "..")), "{text:?}");
        assert!(!path.as_str().contains(['\\', '\0']) && !path.as_str().contains("//"), "{text:?}");
        assert_eq!(SitePath::new(path.as_str()).ok(), Some(path.clone()), "{text:?}");
    }
}

/// The target of a request to the server: it is answered with a file of the site, a page of the server's own, or the news that
/// there is nothing; never with what stands beside the site, and nobody is led away from it.
pub(crate) fn request(bytes: &[u8]) {
    for served in SERVED.iter() {
        let Some(reply) = served.offline.get(bytes) else { return };
        let shown = String::from_utf8_lossy(bytes);
        assert!(matches!(reply.status, 200 | 302 | 403 | 404), "{shown:?}: {}", reply.status);
        let secret = SECRET.as_bytes();
        assert!(!reply.body.windows(secret.len()).any(|it| it == secret), "{shown:?}");
        let location = reply.header("location");
        assert_eq!(location.is_some(), reply.status == 302, "{shown:?}");
        if let Some(to) = location {
            let within = to.starts_with(served.base) || to.starts_with("/_postil/text?file=");
            // Two of these begin the name of another host.
            let elsewhere = to[1..].starts_with(['/', '\\']) || to.chars().any(char::is_control);
            assert!(within && !elsewhere, "{shown:?}: {to:?}");
        }
        for name in ["cache-control", "x-content-type-options", "cross-origin-resource-policy", "referrer-policy"] {
            assert!(reply.header(name).is_some(), "{shown:?}: no {name}");
        }
        let path = shown.split(['?', '#']).next().unwrap_or_default();
        // A whole address may name any scheme; without a path it is that of the root (RFC 9110, 4.2.3).
        let path = match path.split_once("://") {
            Some((_, rest)) if !path.starts_with('/') => rest.find('/').map_or("/", |at| &rest[at..]),
            _ => path,
        };
        if reply.status == 200 && !path.starts_with("/_postil/") {
            let below = path.strip_prefix(served.base).expect("below the base");
            let name = percent_decode_str(below).decode_utf8().expect("a name");
            let stands = |file: String| served.files.contains(&file);
            assert!(["", "index.html", ".html"].iter().any(|end| stands(format!("{name}{end}"))), "{shown:?}");
        }
    }
}

/// A site on disk as it is served, and the files that a build of it writes.
struct Served {
    /// The path of its home page.
    base: &'static str,
    offline: Offline,
    files: BTreeSet<String>,
    /// In which the site stands, with what is none of anybody's business beside it.
    _folder: tempfile::TempDir,
}

static SERVED: LazyLock<[Served; 2]> = LazyLock::new(|| ["/", "/sub/"].map(Served::at));

impl Served {
    fn at(base: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site");
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        for path in ["../secret.txt", "secret.txt", ".git/config", "public/secret.txt", "static/.hidden.txt"] {
            write(path, SECRET);
        }
        for (path, text) in TEXTS {
            write(path, text);
        }
        for path in ["static/plain.txt", "static/a b/\u{436}.css", "static/odd/100%25.html", "static/odd.html"] {
            write(path, "plain");
        }
        let today = day();
        let options = Options { base_url: Some(format!("https://example.org{base}")), ..Options::default() };
        let project = postil::disk::read(&root, today, options.clone()).expect("a site");
        let files = compile(&project).output.expect("a site without errors").files.into_keys().collect();
        let offline = Offline::open(Serve {
            root,
            today: Box::new(move || today),
            options,
            interface: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            hosts: Vec::new(),
            editor: None,
            navigate: false,
            poll: true,
        });
        Self { base, offline: offline.expect("it is served"), files, _folder: folder }
    }
}

const SECRET: &str = "what stands beside the site";

/// A template of the site: it is right, or what is wrong with it is told.
pub(crate) fn template(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let texts = TEXTS.map(|(path, text)| source(path, text));
    let project = Project::of_texts(texts.into_iter().chain([source("templates/tag.html", &text)]), day());
    let compiled = compile(&project);
    told(&compiled.diagnostics, &project.texts);
    let has_errors = compiled.diagnostics.iter().any(|it| it.severity == Severity::Error);
    assert_eq!(compiled.output.is_none(), has_errors, "{:?}", compiled.diagnostics);
}

/// A small site.
const TEXTS: [(&str, &str); 3] = [
    (
        "postil.toml",
        "[site]\nbase_url = \"https://example.org/sub/\"\n[build]\nsocial_cards = \"off\"\nsearch = false\n",
    ),
    ("content/actors.yaml", "- {id: mira-adler, name: Mira Adler, aliases: [Adler]}\n"),
    (
        "content/briefings/fee.md",
        "---\ntitle: The fee\ndate: 2025-03-12\nactors: [mira-adler]\ntags: [Harbour]\n---\nAdler says that the fee rises. *The* fee falls.\n",
    ),
];

fn day() -> chrono::NaiveDate {
    Date::parse("2026-01-01").ok().and_then(|it| it.first_day()).expect("a day")
}

pub(crate) fn import_brat(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (words, annotations) = text.split_once("\n---\n").unwrap_or(("Adler says that the fee rises.\n", &text));
    let pair = Pair { text: source("a.txt", words), annotations: source("a.ann", annotations) };
    placed(import::brat(&[pair], &BTreeMap::new()));
}

pub(crate) fn import_hypothesis(bytes: &[u8]) {
    placed(import::hypothesis(&[source("a.json", &String::from_utf8_lossy(bytes))]));
}

pub(crate) fn import_web_annotation(bytes: &[u8]) {
    placed(import::web_annotation(&[source("a.jsonld", &String::from_utf8_lossy(bytes))]));
}

pub(crate) fn import_tables(bytes: &[u8]) {
    placed(import::tables(&[source("a.csv", &String::from_utf8_lossy(bytes))]));
}

fn source(path: &str, text: &str) -> SourceText {
    SourceText::new(SitePath::new(path).expect("a path"), text)
}

fn read(source: &SourceText) {
    for raw_html in [RawHtml::Sanitize, RawHtml::Escape, RawHtml::Allow] {
        let settings = BodySettings { raw_html, smart_punctuation: true };
        let once = || {
            let (article, mut problems) = parse::article(source, settings);
            let anchored = article.map(|article| postil::anchor::anchor(Arc::new(article)));
            let shown = format!("{anchored:?}");
            problems.extend(anchored.into_iter().flat_map(|(_, found)| found));
            (shown, problems)
        };
        let (first, problems) = once();
        assert!(first == once().0, "not the same twice");
        if let Some(article) = parse::article(source, settings).0 {
            shown(&postil::anchor::anchor(Arc::new(article)).0, raw_html);
        }
        told(&problems, &[source.clone()].into_iter().collect());
    }
}

/// What readers are shown: annotated or not it has the same text, and unless HTML is allowed nothing in it runs.
fn shown(anchored: &Anchored, raw_html: RawHtml) {
    let Some(body) = anchored.article.body.as_deref() else { return };
    let mark = |(number, anchor): (u32, &Anchor)| MarkDecoration {
        id: format!("m{number}"),
        number,
        shown: number.to_string(),
        standing: String::new(),
        href: format!("#n{number}"),
        label: format!("Note {number}"),
        pieces: anchor.pieces.clone(),
    };
    let anchors = anchored.statements.iter().chain(&anchored.notes).flatten();
    let marks: Vec<_> = (1..).zip(anchors).map(mark).collect();
    let page = |marks| Page::parse(&compose(body, &Decorations { marks, ..Decorations::default() }).html());
    let (annotated, plain) = (page(marks), page(Vec::new()));
    if raw_html != RawHtml::Allow {
        assert_eq!(annotated.text(), plain.text(), "annotating changed the text");
        assert_eq!(annotated.dangers(), Vec::<String>::new());
    }
}

/// Each problem has its place on whole characters, and each format can say it.
fn told(problems: &[Diagnostic], texts: &Sources) {
    for it in problems {
        for label in &it.labels {
            let text = texts.get(label.span.file).expect("a text");
            assert!(text.text().get(label.span.range()).is_some(), "{it:?}");
        }
    }
    let commands = render::github::render(problems, texts, "");
    assert_eq!(commands.lines().count(), problems.len(), "{commands:?}");
    let short = render::short::render(problems, texts);
    let human = render::human::render(problems, texts, render::human::Style::default());
    assert!(!short.chars().chain(human.chars()).any(|c| c.is_control() && c != '\n'), "{short:?}");
}

/// What an import writes leaves the site as sound as it was.
fn placed((draft, _): (Draft, Vec<Diagnostic>)) {
    let site = Project::of_texts(TEXTS.map(|(path, text)| source(path, text)), day());
    for request in [
        Request::default(),
        Request { into: Some("fee".to_owned()), by: Some("author".to_owned()), ..Request::default() },
    ] {
        let Ok(import) = import::place(&site, &draft, &request) else { continue };
        let later = analyse(&after(&site, &import.changes)).diagnostics;
        let errors: Vec<_> = later.iter().filter(|it| it.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}\n{:?}", import.changes);
    }
}
