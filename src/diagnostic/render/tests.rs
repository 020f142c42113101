//! What the renderers make of awkward texts, and of many problems.

use proptest::prelude::*;

use super::human::Style;
use super::{MAX_SHOWN, github, human, json, sarif, short, spec};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{SitePath, SourceText, Sources};

fn text(path: &str, text: &str) -> SourceText {
    SourceText::new(SitePath::new(path).expect("a path"), text)
}

fn shown(diagnostic: Diagnostic, texts: &[&SourceText]) -> String {
    let sources: Sources = texts.iter().map(|text| (*text).clone()).collect();
    human::render(&[diagnostic], &sources, Style::default())
}

#[test]
fn places_in_two_files_are_shown_with_their_lines() {
    let a = text("content/a.md", "---\nactors:\n  - Sergei Lavrov\n---\n");
    let b = text("content/b.md", "---\r\nactors:\r\n\t- Sergey Lavrov\r\n---\r\n");
    let problem =
        Diagnostic::new(Code::SimilarNames, a.span(16..29), "`Sergei Lavrov` and `Sergey Lavrov` are nearly the same")
            .label("here")
            .also(b.span(17..30), "and here")
            .note("They are two actors now.")
            .help("make `Sergey Lavrov` an alias");
    let expected = "\
warning[similar-names]: `Sergei Lavrov` and `Sergey Lavrov` are nearly the same
 --> content/a.md:3:5
  |
3 |   - Sergei Lavrov
  |     ^^^^^^^^^^^^^ here
  |
 ::: content/b.md:3:4
  |
3 |     - Sergey Lavrov
  |       ------------- and here
  |
  = note: They are two actors now.
  = help: make `Sergey Lavrov` an alias

";
    assert_eq!(shown(problem, &[&a, &b]), expected);
}

#[test]
fn wide_characters_are_underlined_where_they_stand() {
    let a = text("content/a.md", "title: 安全 保证\n");
    let problem = Diagnostic::new(Code::UnknownValue, a.span(14..20), "x");
    assert!(shown(problem, &[&a]).contains("1 | title: 安全 保证\n  |             ^^^^\n"));
}

#[test]
fn the_end_of_a_file_can_be_marked() {
    for (written, line) in [("---\ntitle: x", 2), ("---\ntitle: x\n", 3), ("", 1)] {
        let a = text("content/a.md", written);
        let shown = shown(Diagnostic::new(Code::FrontMatterUnclosed, a.span(written.len()..written.len()), "x"), &[&a]);
        assert!(shown.contains(&format!("content/a.md:{line}:")), "{shown}");
        assert!(shown.contains('^'), "{shown}");
    }
}

#[test]
fn what_an_author_wrote_cannot_steer_the_terminal() {
    let a = text("content/a\u{1b}[31m.md", "x: \u{1b}]0;title\u{7} \u{9b}2J \u{202e}abc\rnext\n");
    let problem = || {
        Diagnostic::new(Code::BadText, a.span(3..8), "\u{1b}[2J\u{9b}m").label("\u{1b}").note("\u{7}").help("\u{202e}")
    };
    let sources: Sources = [a.clone()].into_iter().collect();
    for shown in [shown(problem(), &[&a]), short::render(&[problem()], &sources)] {
        let steers = |c: &char| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}');
        assert_eq!(shown.chars().find(steers), None, "{shown:?}");
    }
}

#[test]
fn after_a_hundred_the_rest_is_counted() {
    let a = text("content/a.md", "text");
    let problem =
        |n| Diagnostic::new(if n % 2 == 0 { Code::UnknownKey } else { Code::Reversal }, a.span(0..1), format!("{n}"));
    let problems: Vec<_> = (0..MAX_SHOWN + 5).map(problem).collect();
    let sources: Sources = [a.clone()].into_iter().collect();
    let short = short::render(&problems, &sources);
    assert_eq!(short.lines().count(), MAX_SHOWN + 1);
    assert!(short.ends_with("… and 3 errors, 2 notes more\n"), "{short}");
    assert!(human::render(&problems, &sources, Style::default()).ends_with("… and 3 errors, 2 notes more\n"));
    assert_eq!(json::render(&problems, &sources).lines().count(), problems.len(), "programs are given all");
    assert_eq!(github::render(&problems, &sources, "").lines().count(), problems.len());
}

#[test]
fn one_line_a_problem() {
    let a = text("content/a.md", "a\nbü c");
    let problems = [
        Diagnostic::new(Code::UnknownKey, a.span(6..7), "unknown key `c`"),
        Diagnostic::about_file(Code::UnreadableFile, SitePath::new("content/b.md").expect("a path"), "unreadable"),
        Diagnostic::without_place(Code::SiteNearLimit, "large"),
    ];
    let expected = "\
content/a.md:2:4: error[unknown-key]: unknown key `c`
content/b.md: error[unreadable-file]: unreadable
warning[site-near-limit]: large
";
    assert_eq!(short::render(&problems, &[a].into_iter().collect()), expected);
}

#[test]
fn a_sarif_log_is_valid_and_says_where() {
    let a = text("content/a b/é#1.md", "𝄞x = 1\ny");
    let b = text("content/b.md", "text");
    let mut problems = vec![
        Diagnostic::new(Code::UnknownKey, a.span(4..5), "unknown key `x`")
            .also(b.span(0..0), "as here")
            .help("remove it"),
        Diagnostic::about_file(Code::UnreadableFile, SitePath::new("content/c.md").expect("a path"), "unreadable"),
        Diagnostic::without_place(Code::SiteNearLimit, "large"),
    ];
    problems.extend(Code::ALL.iter().map(|code| Diagnostic::new(*code, b.span(0..4), "each")));
    problems[0].severity = Severity::Warning;
    let log: serde_json::Value =
        serde_json::from_str(&sarif::render(&problems, &[a, b].into_iter().collect(), "site/")).expect("JSON");
    assert_valid(&log);
    let result = &log["runs"][0]["results"][0];
    let location = &result["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "site/content/a%20b/%C3%A9%231.md");
    assert_eq!((&location["region"]["startColumn"], &location["region"]["endColumn"]), (&3.into(), &4.into()));
    assert_eq!(result["relatedLocations"][0]["message"]["text"], "as here");
    assert_eq!(result["level"], "warning");
    let rule = result["ruleIndex"].as_u64().and_then(|at| usize::try_from(at).ok()).expect("an index");
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][rule]["id"], "unknown-key");
    assert_valid(&serde_json::from_str(&sarif::render(&[], &Sources::default(), "")).expect("JSON"));
}

fn assert_valid(log: &serde_json::Value) {
    let schema = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sarif/sarif-schema-2.1.0.json"));
    let schema = serde_json::from_str(schema).expect("JSON");
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("sarif.json", schema).expect("a resource");
    let index = compiler.compile("sarif.json", &mut schemas).expect("a schema");
    if let Err(error) = schemas.validate(log, index) {
        panic!("{error:#}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_place_in_any_text_can_be_shown(
        written in "(?s)([a-z ]|\r\n|\r|\n|\t|[\u{300}\u{202e}\u{200d}]|[أ安é𝄞]|.){0,40}",
        places in prop::collection::vec((0..80_usize, 0..80_usize), 1..5),
        width in 1..200_usize,
    ) {
        let a = text("content/a.md", &written);
        let mut problem = Diagnostic::new(Code::UnknownKey, a.span(0..0), &*written);
        problem.labels.clear();
        for (start, length) in places {
            problem = problem.also(a.span(start..start + length), &*written);
        }
        let (problems, sources) = ([problem], [a].into_iter().collect());
        for colours in [false, true] {
            let shown = human::render(&problems, &sources, Style { colours, width });
            prop_assert!(!shown.is_empty());
        }
        prop_assert!(!spec::render(&problems, &sources).is_empty());
        prop_assert!(!sarif::render(&problems, &sources, "").is_empty());
        prop_assert_eq!(short::render(&problems, &sources).lines().count(), 1);
        prop_assert_eq!(json::render(&problems, &sources).lines().count(), 1);
        prop_assert_eq!(github::render(&problems, &sources, "").lines().count(), 1);
    }
}
