//! What must hold whatever an author writes.

use proptest::prelude::*;

use super::*;

fn read_any(path: &str, text: &str) -> (String, Vec<Diagnostic>) {
    let (article, diagnostics) = article(&source(path, text), SETTINGS);
    (format!("{article:?}"), diagnostics)
}

/// Every place lies in the text, on whole characters, and the same text gives the same again.
fn check(path: &str, text: &str) {
    let (article, diagnostics) = read_any(path, text);
    for diagnostic in &diagnostics {
        assert!(!diagnostic.labels.is_empty() && diagnostic.help.is_some(), "{diagnostic:?}");
        for label in &diagnostic.labels {
            assert!(text.get(label.span.range()).is_some(), "{diagnostic:?}");
        }
    }
    assert_eq!((article, diagnostics), read_any(path, text));
}

const PATHS: [&str; 5] =
    ["content/briefings/a.md", "content/claims.yaml", "content/actors/a.md", "content/pages/a.md", "content/index.md"];

const VALID: &str = "---\ntitle: \"A: b\"\ndate: 2025-12-11\ntags: [a, 'ж']\nclaims:\n  - id: c\n    text: >\n      Folded 🕊\n      text\n    by: A\n    quote: {exact: x, prefix: \"y \"}\n  - claim: d\n    by: [A, B]\nnotes:\n- quote: q\n  text: t\nextra:\n  a: {b: [1, 2]}\n---\nProse.\n";

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text_is_read(text in "\\PC{0,200}", at in 0..PATHS.len()) {
        check(PATHS[at], &text);
        check(PATHS[at], &format!("---\n{text}\n---\n"));
    }

    #[test]
    fn random_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0..PATHS.len()) {
        let text = String::from_utf8_lossy(&bytes);
        check(PATHS[at], &format!("---\n{text}\n---\n"));
        let _ = settings::settings(Some(&source("postil.toml", &text)), None);
    }

    #[test]
    fn random_yaml_is_read(parts in proptest::collection::vec(prop::sample::select(PARTS), 0..40), at in 0..PATHS.len()) {
        check(PATHS[at], &format!("---\n{}\n---\n", parts.concat()));
        check(PATHS[at], &parts.concat());
    }

    #[test]
    fn mutations_are_read(cuts in proptest::collection::vec((0..VALID.len(), 0..6usize, prop::sample::select(PARTS)), 1..4)) {
        let mut text = VALID.to_owned();
        for (at, length, part) in cuts {
            let mut start = at.min(text.len());
            while !text.is_char_boundary(start) { start -= 1; }
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(end) { end += 1; }
            text.replace_range(start..end, part);
        }
        check("content/briefings/a.md", &text);
        let _ = settings::settings(Some(&source("postil.toml", &text)), None);
    }
}

#[test]
fn hostile_text_costs_no_more_than_its_length() {
    let bomb: String = (0..1000).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n.max(1) - 1, n.max(1) - 1)).collect();
    let texts = [
        format!("extra: {}", "[".repeat(10_000)),
        format!("extra: {}", "{a: ".repeat(10_000)),
        format!("extra:\n{}", (0..2_000).map(|n| format!("{}- a:\n", " ".repeat(n))).collect::<String>()),
        format!("extra: {}", "- ".repeat(10_000)),
        bomb,
        format!("summary: {}", "word ".repeat(200_000)),
        format!("summary: \"{}\"", "ж".repeat(500_000)),
        format!("summary: \"{}", "ж".repeat(500_000)),
        format!("summary: {}", "a: ".repeat(300_000)),
        (0..50_000).map(|n| format!("k{n}: v\n")).collect(),
        (0..20_000).map(|n| format!("k{n}: [\n")).collect(),
        format!("claims:\n{}", "  - text: [\n".repeat(20_000)),
        format!("tags: [{}]", "a, ".repeat(200_000)),
        format!("? {}", "? ".repeat(10_000)),
        "\"".repeat(100_000),
        ":".repeat(100_000),
        "\t".repeat(100_000),
        "&a ".repeat(50_000),
        format!("slug: {}", "x".repeat(1_000_000)),
        format!("date: {}", "1".repeat(1_000_000)),
        "é: ".repeat(100_000),
    ];
    for text in texts {
        let file = format!("---\n{text}\n---\n");
        let (_, _) = article(&source("content/briefings/a.md", &file), SETTINGS);
        let _ = article(&source("content/actors.yaml", &text), SETTINGS);
    }
}

const PARTS: &[&str] = &[
    "a",
    "title: ",
    "claims:",
    "by: ",
    "\n",
    "\r\n",
    "  ",
    "- ",
    "\t",
    ":",
    ": ",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    "|",
    ">",
    "|2-",
    "&a ",
    "*a",
    "!t ",
    "!!str ",
    "%YAML 1.2\n",
    "---\n",
    "...\n",
    "#",
    " # c\n",
    "? ",
    "ж",
    "🕊",
    "\\",
    "\\x",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{0}",
    "@",
    "`",
    "<<: ",
    "~",
    "null",
    "2025-12",
    "e\u{301}",
    "-",
    "<",
    "=",
];
