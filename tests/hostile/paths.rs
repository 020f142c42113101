//! Paths that an author writes: none leads out of the site, and every file that is made can stand on every system.

use std::collections::BTreeMap;

use postil::compile::compile;
use postil::diagnostic::Severity;
use serde_json::json;

use crate::outputs::{RESERVED, Reading};
use crate::support;

const LONG: usize = 300;

fn paths() -> Vec<String> {
    let long = "x".repeat(LONG);
    let mut all: Vec<String> = [
        "/etc/passwd",
        "../../../etc/passwd",
        "..",
        ".",
        "",
        "/",
        "//",
        "//evil.example/x",
        "\\\\server\\share",
        "C:\\x",
        "c:x",
        "file:///etc/passwd",
        "a/../../b",
        "a/../b",
        "./a",
        "a//b",
        "a/./b",
        "%2e%2e/x",
        "%2e%2e%2f%2e%2e%2fx",
        "a%00b",
        "a%0d%0ab",
        "~/.ssh/id_rsa",
        "$HOME",
        "a.",
        "a ",
        " a",
        "a./b",
        "a /b",
        "a\u{200b}b",
        "e\u{301}",
        "\u{e9}",
        "a?b",
        "a#b",
        "a:b",
        "a|b",
        "a*b",
        "a<b>",
        "a\"b",
        "...",
        "....//x",
        "index.html",
        "404.html",
        "style.css",
        "search/contents.json",
        "briefings",
        "a/index.html",
        ".git/config",
        ".nojekyll",
        "CNAME",
        "con",
        "NUL",
        "aux.txt",
        "com1",
        "lpt9.html",
        "a/con/b",
        "Con.html",
        "pic.png/",
        "pic.png/x",
        "PIC.PNG",
    ]
    .map(str::to_owned)
    .to_vec();
    all.extend([
        long.clone(),
        format!("a/{long}/b"),
        format!("{long}.html"),
        "ж".repeat(LONG / 2),
        "a/".repeat(LONG * 10),
    ]);
    all
}

/// Each path in each key that takes one: an error with a place and a help, or files that can stand anywhere below the output.
#[test]
fn a_path_is_refused_or_stays_within() {
    let (mut problems, mut refused, mut made) = (Vec::new(), 0, 0);
    for path in paths() {
        for key in [
            "briefing.aliases",
            "briefing.image",
            "briefing.slug",
            "page.slug",
            "page.aliases",
            "actor.image",
            "actor.redirects",
            "actor.id",
            "source.snapshot",
            "tags",
            "image",
            "link",
        ] {
            let front = |more: serde_json::Value| {
                format!("---\n{}\n---\n", {
                    let mut head = json!({"title": "T", "date": "2025-01-01"});
                    head.as_object_mut().expect("a mapping").extend(more.as_object().expect("a mapping").clone());
                    head
                })
            };
            let page = |key: &str, value| format!("---\n{}\n---\nWords.\n", json!({"title": "P", key: value}));
            let mut files: BTreeMap<&str, String> = BTreeMap::from([
                (
                    "postil.toml",
                    "[site]\nbase_url = \"https://example.org/sub/\"\n[build]\nsocial_cards = \"off\"\n".to_owned(),
                ),
                ("content/briefings/a.md", front(json!({})) + "Words.\n"),
                ("content/briefings/pic.png", String::new()),
            ]);
            let mut put = |file, text| files.insert(file, text);
            match key {
                "page.slug" => put("content/pages/p.md", page("slug", json!(path))),
                "page.aliases" => put("content/pages/p.md", page("aliases", json!([path]))),
                "actor.image" => {
                    put("content/actors.yaml", json!([{"id": "a", "name": "A", "image": path}]).to_string())
                }
                "actor.redirects" => {
                    put("content/actors.yaml", json!([{"id": "a", "name": "A", "redirects": [path]}]).to_string())
                }
                "actor.id" => put("content/actors.yaml", json!([{"id": path, "name": "A"}]).to_string()),
                "source.snapshot" => {
                    put("content/sources.yaml", json!([{"id": "a", "title": "A", "snapshot": path}]).to_string())
                }
                "tags" => put("content/briefings/a.md", front(json!({"tags": [path]}))),
                "image" => put("content/briefings/a.md", front(json!({})) + &format!("\n![x](<{path}>)\n")),
                "link" => put("content/briefings/a.md", front(json!({})) + &format!("\n[x](<{path}>)\n")),
                other => {
                    let name = other.trim_start_matches("briefing.");
                    let value = if name == "aliases" { json!([path]) } else { json!(path) };
                    put("content/briefings/a.md", front(json!({name: value})))
                }
            };
            let project = support::project(files.iter().map(|(path, text)| (*path, text.as_str())));
            let compiled = compile(&project);
            let shown: String = path.chars().take(40).collect();
            for it in compiled.diagnostics.iter().filter(|it| it.severity == Severity::Error) {
                if it.help.is_none() || it.labels.is_empty() {
                    problems.push(format!("{key} = {shown:?}: {it:?}"));
                }
            }
            let Some(output) = compiled.output else {
                refused += 1;
                continue;
            };
            made += 1;
            let tags = BTreeMap::new();
            let mut reading = Reading::new("", &tags);
            reading.site(&output);
            problems.extend(reading.problems.into_iter().map(|it| format!("{key} = {shown:?}: {it}")));
        }
    }
    let count = problems.len();
    problems.truncate(40);
    assert!(problems.is_empty(), "{count} problems:\n{}", problems.join("\n"));
    assert!(refused > 200 && made > 100, "{refused} refused, {made} made");
}

/// An author has a right to an actor called Con; its address can stand on Windows.
#[test]
fn names_kept_for_devices_become_others() {
    for name in RESERVED {
        let briefing = format!("---\ntitle: T\ndate: 2025-01-01\ntags: [{name}]\nactors: [{name}]\n---\nWords.\n");
        let compiled = compile(&support::project([("content/briefings/a.md", briefing.as_str())]));
        let output = compiled.output.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
        let lower = name.to_lowercase();
        for page in [format!("actors/{lower}-x/index.html"), format!("tags/{lower}-x/index.html")] {
            assert!(output.files.contains_key(&page), "{page}: {:?}", output.files.keys());
        }
    }
}

/// Ids that differ only by case, form or length are one id, or none.
#[test]
fn ids_that_a_file_system_takes_for_one_are_told() {
    let long = "x".repeat(LONG);
    let cases = [
        ("Ann", "ann", "bad-id"),
        ("e\u{301}ve", "\u{e9}ve", "bad-id"),
        ("ann", "ann", "duplicate-id"),
        ("\u{e9}ve", "\u{e9}ve", "duplicate-id"),
        (long.as_str(), "ann", "bad-id"),
        ("ann.", "ann", "bad-id"),
        ("../ann", "ann", "bad-id"),
        ("\u{fb01}n", "fin", ""),
        ("ß", "ss", ""),
    ];
    for (one, other, code) in cases {
        let actors = json!([{"id": one, "name": "One"}, {"id": other, "name": "Other"}]).to_string();
        let compiled = compile(&support::project([("content/actors.yaml", actors.as_str())]));
        let codes: Vec<_> =
            compiled.diagnostics.iter().filter(|it| it.severity == Severity::Error).map(|it| it.code.name()).collect();
        assert!(if code.is_empty() { codes.is_empty() } else { codes.contains(&code) }, "{one} and {other}: {codes:?}");
    }
}
