//! Front matter and prose at their worst: a message with a place, no panic, and time that grows with the length alone.

use std::time::Duration;

use postil::compile::analyse;
use postil::config::RawHtml;
use postil::diagnostic::{Diagnostic, Severity};
use postil::parse::{self, BodySettings};
use postil::project::Options;
use postil::source::{SitePath, SourceText};

use crate::support;

/// The problems of a briefing with this front matter.
fn problems(front: &str) -> Vec<Diagnostic> {
    let text = format!("---\ntitle: T\ndate: 2025-01-01\n{front}\n---\n\nWords.\n");
    let project = support::project([("content/briefings/a.md", text.as_str())]);
    let found = analyse(&project).diagnostics;
    let errors = found.into_iter().filter(|it| it.severity == Severity::Error).collect::<Vec<_>>();
    for it in &errors {
        let span = it.span().unwrap_or_else(|| panic!("no place: {it:?}"));
        assert!(text.get(span.range()).is_some() && it.help.is_some(), "{it:?}");
    }
    errors
}

#[test]
fn front_matter_that_is_wrong_is_told() {
    let bomb: String =
        (1..100).map(|n| format!("  a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}]\n", n - 1)).collect::<String>();
    let bomb = format!("extra:\n  a0: &a0 x\n{bomb}");
    let deep = format!("extra: {}x{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_block: String = (0..2_000).map(|n| format!("{}- a:\n", "  ".repeat(n))).collect();
    let deep_block = format!("extra:\n{deep_block}");
    let long_key = format!("{}: x", "k".repeat(100_000));
    let cases: [(&str, &str, &str); 46] = [
        ("a bomb of aliases", &bomb, "yaml-syntax"),
        ("an alias alone", "summary: *a", "yaml-syntax"),
        ("an anchor", "summary: &a x", "yaml-syntax"),
        ("10,000 levels", &deep, "limit-exceeded"),
        ("2,000 levels of blocks", &deep_block, "limit-exceeded"),
        ("a key twice", "summary: a\nsummary: b", "duplicate-key"),
        ("a key twice, quoted", "summary: a\n\"summary\": b", "duplicate-key"),
        ("a key twice within", "extra: {a: 1, a: 2}", "duplicate-key"),
        ("the title again", "title: Another", "duplicate-key"),
        ("a merge key", "<<: {summary: x}", "yaml-syntax"),
        ("a tag", "summary: !!python/object:os.system x", "yaml-syntax"),
        ("a tag for binary", "summary: !!binary aGVsbG8=", "yaml-syntax"),
        ("a local tag", "summary: !x y", "yaml-syntax"),
        ("a directive", "%YAML 1.2", "yaml-syntax"),
        ("a complex key", "? [a, b]\n: c", "yaml-syntax"),
        ("a mapping as key", "{a: b}: c", "yaml-syntax"),
        ("a tab", "claims:\n\t- text: x", "yaml-syntax"),
        ("an open list", "tags: [a, b", "yaml-syntax"),
        ("an open mapping", "extra: {a: b", "yaml-syntax"),
        ("an open text", "summary: \"a", "yaml-syntax"),
        ("an open text, plain quotes", "summary: 'a", "yaml-syntax"),
        ("a colon too many", "summary: a: b", "yaml-syntax"),
        ("a percent sign", "summary: %a", "yaml-syntax"),
        ("a backtick", "summary: `a`", "yaml-syntax"),
        ("an escape that is none", "summary: \"\\q\"", "yaml-syntax"),
        ("half a character", "summary: \"\\ud800\"", "yaml-syntax"),
        ("beyond Unicode", "summary: \"\\U00110000\"", "yaml-syntax"),
        ("NUL", "summary: \"a\\0b\"", "bad-text"),
        ("NUL as it is", "summary: a\0b", "yaml-syntax"),
        ("an escape sequence", "summary: \"\\e[2J\"", "bad-text"),
        ("an override of direction", "summary: a\u{202e}b", "bad-text"),
        ("an isolate", "actors: [\"\\u2066x\\u2069\"]", "bad-text"),
        ("a list for a text", "summary: [a]", "wrong-type"),
        ("a mapping for a text", "summary: {a: b}", "wrong-type"),
        ("a text for a list of mappings", "claims: yes", "wrong-type"),
        ("no truth", "draft: no", "wrong-type"),
        ("no truth, another", "draft: 0", "wrong-type"),
        ("a number of another YAML", "claims: [{id: a, text: x, by: A, credibility: 0o3}]", "unknown-value"),
        ("a number with a line", "claims: [{id: a, text: x, by: A, credibility: 1_0}]", "unknown-value"),
        (
            "a number without end",
            "claims: [{id: a, text: x, by: A, credibility: 99999999999999999999}]",
            "unknown-value",
        ),
        ("not a number", "events: [{title: E, date: 2025, actors: [A], place: {name: P, lat: .nan}}]", "unknown-value"),
        (
            "beyond the pole",
            "events: [{title: E, date: 2025, actors: [A], place: {name: P, lat: 1e308}}]",
            "unknown-value",
        ),
        ("a key that is no key", "__proto__: x", "unknown-key"),
        ("a key of 100,000 letters", &long_key, "yaml-syntax"),
        ("an empty key", "\"\": x", "yaml-syntax"),
        ("a line of NEL", "summary: \"a\\Nb\"", "bad-text"),
    ];
    let mut wrong = Vec::new();
    for (name, front, code) in cases {
        let found = problems(front);
        if !found.iter().any(|it| it.code.name() == code) {
            wrong.push(format!(
                "{name}: {:?}",
                found.iter().map(|it| (it.code.name(), &it.message)).collect::<Vec<_>>()
            ));
        }
        if let Some(long) = found.iter().find(|it| it.message.chars().count() > 400) {
            wrong.push(format!("{name}: a message of {} characters", long.message.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn texts_that_other_readers_take_for_something_else_are_texts() {
    for text in
        ["no", "yes", "on", "null", "~", "1_000", "0o17", "0x1f", "1e3", ".inf", "2025-01-01", "12:30:45", "=", "<<"]
    {
        let found = problems(&format!("summary: {text}\nauthors: [{text}]\ntags: ['{text} x']"));
        let known = matches!(text, "null" | "~");
        assert!(known || found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn dates_that_are_none_are_told() {
    let dates = [
        "2025-13",
        "2025-00",
        "2025-02-29",
        "2025-02-30",
        "2025-04-31",
        "2025-01-32",
        "2025-1-1",
        "25",
        "20250101",
        "99999-01-01",
        "-0001",
        "2025-01-01T25:00:00Z",
        "2025-01-01T10:61:00Z",
        "2025-01-01T10:00:00",
        "2025-01-01T10:00:00+99:00",
        "2025-01-01T10:00:60Zx",
        "2025/2024/2023",
        "../..",
        "/",
        "2025-01-01/x",
        "1 January 2025",
        "tomorrow",
        "2025-XX",
        "٢٠٢٥-٠١-٠١",
        "2025-01-01~?~",
        "2025-W01",
        "2025-366",
        "'2025-01-01\\n'",
        "999999999999999999999999999999",
    ];
    for date in dates {
        let found = problems(&format!("updated: {date}"));
        assert!(found.iter().any(|it| it.code.name() == "bad-date"), "{date}: {found:?}");
    }
    for date in ["2024-02-29", "0001-01-01", "9999-12-31", "2025-01-01T23:59:59+14:00"] {
        let found = problems(&format!("events: [{{title: E, date: {date}, actors: [A]}}]"));
        assert_eq!(found, [], "{date}");
    }
}

/// Bytes that are no text in UTF-8 with one kind of line end.
#[test]
fn files_in_any_encoding_are_read_or_told() {
    let text = "---\ntitle: T\ndate: 2025-01-01\n---\n\nWords.\n";
    let utf16 =
        |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect() };
    let cases: [(&str, Vec<u8>, &str); 12] = [
        ("plain", text.into(), ""),
        ("BOM", format!("\u{feff}{text}").into(), ""),
        ("CR LF", text.replace('\n', "\r\n").into(), ""),
        ("CR", text.replace('\n', "\r").into(), "front-matter"),
        ("UTF-16 LE", utf16(u16::to_le_bytes), "unreadable-file"),
        ("UTF-16 BE", utf16(u16::to_be_bytes), "unreadable-file"),
        ("Latin 1", b"---\ntitle: caf\xe9\ndate: 2025-01-01\n---\n".to_vec(), "unreadable-file"),
        ("overlong", b"---\ntitle: \xc0\xaf\ndate: 2025-01-01\n---\n".to_vec(), "unreadable-file"),
        ("surrogates", b"---\ntitle: \xed\xa0\x80\ndate: 2025-01-01\n---\n".to_vec(), "unreadable-file"),
        ("NUL", b"---\ntitle: a\0b\ndate: 2025-01-01\n---\n".to_vec(), "unreadable-file"),
        ("unclosed", b"---\ntitle: T\ndate: 2025-01-01\n".to_vec(), "front-matter-unclosed"),
        ("two documents", b"---\ntitle: T\ndate: 2025-01-01\n---\n---\ntitle: U\n---\n".to_vec(), ""),
    ];
    for (name, bytes, code) in cases {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let briefings = folder.path().join("content/briefings");
        std::fs::create_dir_all(&briefings).expect("a folder");
        std::fs::write(briefings.join("a.md"), bytes).expect("a file");
        let project = postil::disk::read(folder.path(), support::today(), Options::default()).expect("a site");
        let errors: Vec<_> =
            analyse(&project).diagnostics.into_iter().filter(|it| it.severity == Severity::Error).collect();
        let told = errors.iter().any(|it| it.code.name().starts_with(code) && it.help.is_some());
        assert!(if code.is_empty() { errors.is_empty() } else { told }, "{name}: {errors:?}");
    }
}

/// The processor time that this thread has taken, so that other work on the machine does not count.
#[cfg(target_os = "linux")]
pub(crate) fn spent() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").expect("the scheduler tells");
    Duration::from_nanos(told.split(' ').next().and_then(|it| it.parse().ok()).expect("nanoseconds"))
}

#[cfg(target_os = "linux")]
fn least(text: &str, path: &str) -> Duration {
    let source = SourceText::new(SitePath::new(path).expect("a path"), text);
    let run = |_| {
        let before = spent();
        let (article, _) =
            parse::article(&source, BodySettings { raw_html: RawHtml::Sanitize, smart_punctuation: true });
        if let Some(article) = article {
            let _ = postil::anchor::anchor(std::sync::Arc::new(article));
        }
        spent().saturating_sub(before)
    };
    (0..2).map(run).min().unwrap_or_default()
}

/// What Markdown parsers, sanitizers and searches have been slow at: four times as much takes about four times as long.
#[cfg(target_os = "linux")]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
#[test]
fn prose_takes_time_by_its_length() {
    type Make = fn(usize) -> String;
    let many = |n: usize, make: fn(usize) -> String| (0..n).map(make).collect::<String>();
    let cases: Vec<(&str, Make)> = vec![
        ("open brackets", |n| "[".repeat(n)),
        ("nested brackets", |n| "[".repeat(n / 2) + "a" + &"]".repeat(n / 2)),
        ("links that do not end", |n| "[a](".repeat(n / 4)),
        ("links with open titles", |n| "[a](<b ".repeat(n / 7)),
        ("images within images", |n| "![".repeat(n / 4) + &"](a)".repeat(n / 8)),
        ("emphasis that does not end", |n| "*a **a ".repeat(n / 7)),
        ("lines as emphasis", |n| "_a __a ".repeat(n / 7)),
        ("alternating emphasis", |n| "a**b".repeat(n / 8) + &"c* ".repeat(n / 6)),
        ("stars", |n| "*".repeat(n)),
        ("tildes", |n| "~~a~ ".repeat(n / 5)),
        ("backticks of every length", |n| {
            (1..)
                .map(|it| "`".repeat(it) + "e")
                .scan(0, |length, it| {
                    *length += it.len();
                    (*length < n).then_some(it)
                })
                .collect()
        }),
        ("lazy quotes", |n| "> ".repeat(n / 4) + &"\na".repeat(n / 4)),
        ("quotes on every line", |n| ">>>>>>>>>>>>>>>> a\n".repeat(n / 19)),
        ("lists in lists", |n| (0..n / 200).map(|it| " ".repeat(it % 200) + "- a\n").collect()),
        ("list markers", |n| "- ".repeat(n / 2)),
        ("numbers", |n| "1. a\n\n".repeat(n / 6)),
        ("bars", |n| "|".repeat(n)),
        ("wide tables", |n| {
            let row = "|a".repeat(100);
            format!("{row}|\n{}|\n{}", "|-".repeat(100), format!("{row}|\n").repeat(n / 200))
        }),
        ("short rows of wide tables", |n| {
            format!("{}|\n{}|\n{}", "|a".repeat(60), "|-".repeat(60), "|a|\n".repeat(n / 120))
        }),
        ("definitions", |n| (0..n / 10).map(|it| format!("[a{it}]: b\n")).collect()),
        ("one definition, many uses", |n| format!("[a]: {}\n\n{}", "b".repeat(100), "[a] ".repeat(n / 4))),
        ("definitions that do not end", |n| "[a]: <b\n".repeat(n / 8)),
        ("footnotes in a ring", |n| {
            (0..n / 20).map(|it| format!("[^{it}]: a [^{}]\n\n", (it + 1) % (n / 20))).collect::<String>() + "[^0]"
        }),
        ("one footnote, many uses", |n| "a[^1] ".repeat(n / 6) + "\n\n[^1]: b\n"),
        ("less than", |n| "<".repeat(n)),
        ("tags that do not end", |n| "<a b=\"".repeat(n / 6)),
        ("comments that do not end", |n| "<!-- a ".repeat(n / 7)),
        ("declarations", |n| "<!A ".repeat(n / 4)),
        ("instructions", |n| "<?".repeat(n / 2)),
        ("CDATA", |n| "<![CDATA[".repeat(n / 9)),
        ("deep HTML", |n| "<div>".repeat(n / 5)),
        ("deep inline HTML", |n| "a <b>".repeat(n / 5)),
        ("blocks of HTML", |n| "<div>\n\n".repeat(n / 7)),
        ("closing tags", |n| "</div>".repeat(n / 6)),
        ("tables in HTML", |n| "<table><tr><td>".repeat(n / 15)),
        ("formatting across blocks", |n| "<p><b><i>".repeat(n / 9)),
        ("entities", |n| "&amp".repeat(n / 4)),
        ("ampersands", |n| "&".repeat(n)),
        ("addresses", |n| "http://a.b/".repeat(n / 11)),
        ("mail", |n| "a@".repeat(n / 2)),
        ("quotation marks", |n| "\"a' ".repeat(n / 4)),
        ("backslashes", |n| "\\".repeat(n)),
        ("links by name", |n| "[[a".repeat(n / 3)),
        ("headings", |n| "# a\n".repeat(n / 4)),
        ("underlines", |n| "a\n=\n".repeat(n / 4)),
        ("fences", |n| "```\n".repeat(n / 4)),
        ("fences within", |n| "````a\n```\n".repeat(n / 10)),
        ("hard breaks", |n| "a  \n".repeat(n / 4)),
        ("tabs", |n| "\t".repeat(n)),
        ("NUL", |n| "\0".repeat(n)),
        ("combining marks", |n| "a".to_owned() + &"\u{301}".repeat(n / 2)),
        ("turning text", |n| "\u{202e}\u{202d}".repeat(n / 6)),
        ("one long paragraph", |n| "words and words ".repeat(n / 16)),
    ];
    let mut slow = Vec::new();
    for (name, make) in &cases {
        for head in [
            "",
            "claims: [{id: a, text: A, by: A, quote: a a a}, {id: b, text: B, by: A, quote: 'never said […] at all'}]\n",
        ] {
            let text = |n| format!("---\ntitle: T\ndate: 2025-01-01\n{head}---\n\n{}\n", make(n));
            check(&mut slow, name, &text, "content/briefings/a.md", (25_000, 100_000));
        }
    }
    // Many annotations in one file, found, not found, and found everywhere.
    let annotated: [(&str, Make, Make); 4] = [
        ("found", |at| format!("passage number {at} here"), |at| format!("A passage number {at} here. ")),
        ("not found", |at| format!("nobody said {at} of it"), |at| format!("A passage number {at} here. ")),
        (
            "nearly found",
            |at| format!("passage nummer {at} here and now"),
            |at| format!("A passage number {at} here. "),
        ),
        ("everywhere", |_| "a a".to_owned(), |_| "a a a ".to_owned()),
    ];
    for (name, quote, words) in annotated {
        let text = |n| {
            let claims = many(n, |at| format!("- {{id: c{at}, text: C{at}, by: A, quote: QUOTE{at}}}\n"));
            let claims = (0..n)
                .rev()
                .fold(claims, |it, at| it.replacen(&format!("QUOTE{at}}}"), &format!("{}}}", quote(at)), 1));
            format!(
                "---\ntitle: T\ndate: 2025-01-01\nclaims:\n{claims}---\n\n{}\n",
                (0..n).map(words).collect::<String>()
            )
        };
        check(&mut slow, name, &text, "content/briefings/a.md", (250, 1_000));
    }
    assert!(slow.is_empty(), "more than linear:\n{}", slow.join("\n"));
}

#[cfg(target_os = "linux")]
fn check(slow: &mut Vec<String>, name: &str, text: &dyn Fn(usize) -> String, path: &str, (few, many): (usize, usize)) {
    let (small, large) = (least(&text(few), path), least(&text(many), path));
    if large > small * 10 + Duration::from_millis(30) {
        // Once more with twice as much, so that a hiccup is none.
        let larger = least(&text(many * 2), path);
        if larger > large * 3 {
            slow.push(format!("{name}: {small:?}, {large:?}, {larger:?}"));
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn front_matter_takes_time_by_its_length() {
    type Make = fn(usize) -> String;
    let cases: Vec<(&str, Make)> = vec![
        ("lists", |n| format!("extra: {}", "[".repeat(n))),
        ("mappings", |n| format!("extra: {}", "{a: ".repeat(n / 4))),
        ("list marks", |n| format!("extra: {}", "- ".repeat(n / 2))),
        ("questions", |n| "? ".repeat(n / 2)),
        ("colons", |n| format!("summary: {}", "a: ".repeat(n / 3))),
        ("keys", |n| (0..n / 8).map(|at| format!("k{at}: v\n")).collect()),
        ("one key", |n| "summary: v\n".repeat(n / 11)),
        ("tags", |n| format!("tags: [{}]", "a, ".repeat(n / 3))),
        ("different tags", |n| format!("tags: [{}]", (0..n / 8).map(|at| format!("t{at}, ")).collect::<String>())),
        ("claims", |n| {
            format!(
                "claims:\n{}",
                (0..n / 40).map(|at| format!("- {{id: c{at}, text: T, by: A}}\n")).collect::<String>()
            )
        }),
        ("one claim", |n| format!("claims:\n{}", "- {id: c, text: T, by: A}\n".repeat(n / 25))),
        ("claims that are broken", |n| format!("claims:\n{}", "  - text: [\n".repeat(n / 12))),
        ("aliases", |n| format!("extra: [&a x, {}]", "*a, ".repeat(n / 4))),
        ("anchors", |n| "&a ".repeat(n / 3)),
        ("a folded text", |n| format!("summary: >\n{}", "  a\n".repeat(n / 4))),
        ("a text over lines", |n| format!("summary: \"{}\"", "a\n  ".repeat(n / 4))),
        ("a text that does not end", |n| format!("summary: \"{}", "ж".repeat(n / 2))),
        ("escapes", |n| format!("summary: \"{}\"", "\\x41".repeat(n / 4))),
        ("comments", |n| "# a\n".repeat(n / 4)),
        ("tabs", |n| "\t".repeat(n)),
        ("an id", |n| format!("slug: {}", "x".repeat(n))),
        ("a date", |n| format!("date: {}", "1".repeat(n))),
        ("documents", |n| "---\n".repeat(n / 4)),
        ("ends", |n| "...\n".repeat(n / 4)),
    ];
    let mut slow = Vec::new();
    for (name, make) in &cases {
        check(
            &mut slow,
            name,
            &|n| format!("---\ntitle: T\ndate: 2025-01-01\n{}\n---\n", make(n)),
            "content/briefings/a.md",
            (25_000, 100_000),
        );
        check(&mut slow, name, make, "content/claims.yaml", (25_000, 100_000));
        check(&mut slow, name, make, "postil.toml", (25_000, 100_000));
    }
    assert!(slow.is_empty(), "more than linear:\n{}", slow.join("\n"));
}
