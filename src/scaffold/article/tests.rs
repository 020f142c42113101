//! What is found in articles, and what is not.

use proptest::prelude::*;

use super::*;
use crate::anchor::anchor;
use crate::diagnostic::{Group, Severity};
use crate::parse;

fn made(text: &str, is_markdown: bool) -> Briefing {
    let today = NaiveDate::from_ymd_opt(2026, 1, 15).expect("a day");
    briefing(Article { text, is_markdown, today }, false).expect("a briefing")
}

fn named(text: &str) -> Vec<String> {
    let prose = prose(text);
    names::names(&prose)
        .into_iter()
        .map(|it| it.name + &it.alias.map(|alias| format!(" ({alias})")).unwrap_or_default())
        .collect()
}

fn prose(text: &str) -> Body {
    let source = SourceText::new(SitePath::new("content/briefings/a.md").expect("a path"), text);
    Body::parse(&source, 0..text.len(), SETTINGS).0
}

/// The briefing with every claim in use and completed.
fn completed(briefing: &Briefing) -> SourceText {
    let (mut number, mut claims) = (0, false);
    let (head, body) = briefing.text[4..].split_once("\n---\n").expect("front matter");
    let lines = head.lines().map(|line| {
        claims |= line == "# claims:";
        number += usize::from(line.contains("- text:"));
        let line = if claims { line.strip_prefix("# ").unwrap_or(line) } else { line };
        let line = line.replace("text:", &format!("text: Claim {number}"));
        if line.trim() == "by:" { "    by: Somebody".to_owned() } else { line }
    });
    let lines: String = lines.map(|line| line + "\n").collect();
    SourceText::new(SitePath::new(&briefing.path).expect("a path"), format!("---\n{lines}---\n{body}"))
}

/// Every claim that stands in it as a comment is found in the text once it is completed; how many there are.
fn anchored(briefing: &Briefing) -> usize {
    let text = completed(briefing);
    let (article, found) = parse::article(&text, SETTINGS);
    let wrong: Vec<_> =
        found.iter().filter(|it| it.code.group() == Group::Form && it.severity == Severity::Error).collect();
    assert!(
        wrong
            .iter()
            .all(|it| it.span().is_some_and(|span| span.range().start > text.text().find("\n---\n").expect("an end"))),
        "{wrong:#?}\n{}",
        text.text()
    );
    let (anchored, problems) = anchor(std::sync::Arc::new(article.expect("an article")));
    assert!(problems.is_empty(), "{problems:#?}\n{}", text.text());
    assert!(anchored.statements.iter().all(Option::is_some));
    anchored.statements.len()
}

#[test]
fn an_article_becomes_a_briefing_whose_body_is_the_article() {
    let text = "The fee rises\n\nHARBOUR, 12 March 2025 – Mira Adler told the council that “no vessel will pay”. Adler left.\r\nThe Harbour Council met; the Harbour Council rose.  \n";
    let briefing = made(text, false);
    assert_eq!(briefing.path, "content/briefings/2025-03-12-the-fee-rises.md");
    assert!(briefing.text.ends_with(&format!("\n---\n{text}")), "{}", briefing.text);
    for line in [
        "title: The fee rises",
        "date: 2025-03-12",
        "  - name: Mira Adler",
        "    aliases: [Adler]",
        "  - Harbour Council",
        "#     quote: no vessel will pay",
    ] {
        assert!(briefing.text.lines().any(|it| it == line), "{line}\n{}", briefing.text);
    }
    assert_eq!(anchored(&briefing), 1);
}

#[test]
fn front_matter_of_its_own_is_read_and_kept() {
    let briefing = made("---\ntitle: \"A: b\"\ndate: 2024-05\nlayout: post\n---\n# Another\n\nText.\n", true);
    assert_eq!(briefing.path, "content/briefings/a-b.md");
    assert!(briefing.text.contains("title: \"A: b\"\ndate: 2024-05\n"), "{}", briefing.text);
    assert!(briefing.text.contains("\n# title: \"A: b\"\n# date: 2024-05\n# layout: post\n---\n# Another\n\nText.\n"));
    let undated = made("---\ntitle: [x]\ndate: 03/04/2025\n---\nSo\n==\n\nText of 03/04/2025.\n", true);
    assert_eq!(undated.path, "content/briefings/2026-01-15-so.md");
    assert!(undated.text.contains("the day on which it was taken in"));
    assert!(made("---\nno end\n", true).text.ends_with("---\n---\nno end\n"));
    assert!(made("---\na: b\n---\ntext\n", false).text.ends_with("---\n---\na: b\n---\ntext\n"), "a text is as it is");
}

#[test]
fn dates_have_one_meaning() {
    for (text, day) in [
        ("12 March 2025", Some("2025-03-12")),
        ("March 12, 2025", Some("2025-03-12")),
        ("the 1st of Sept., 2024.", Some("2024-09-01")),
        ("(2025-03-12)", Some("2025-03-12")),
        ("Berlin, den 3. März 2025", Some("2025-03-03")),
        ("12 de marzo de 2025", Some("2025-03-12")),
        ("12 марта 2025 г.", Some("2025-03-12")),
        ("12 березня 2025", Some("2025-03-12")),
        ("03/04/2025", None),
        ("March 2025", None),
        ("31 February 2025", None),
        ("On Wednesday", None),
        ("A\n\nB\n\nC\n\nD\n\nE\n\nF on 1 May 2020 and 2 May 2020", None),
        ("A\n\nB\n\nC\n\nD\n\nE\n\nF on 1 May 2020", Some("2020-05-01")),
    ] {
        assert_eq!(dates::date(text).as_deref(), day, "{text}");
    }
}

#[test]
fn names_are_seen_twice_and_not_only_where_sentences_begin() {
    assert_eq!(named("Meanwhile it rained. Meanwhile Lena Ott slept. Then Lena Ott woke."), ["Lena Ott"]);
    assert_eq!(named("The Ferry Guild met. We saw the Ferry Guild. Trade rose. Trade fell."), ["Ferry Guild"]);
    assert_eq!(
        named(
            "President Ana Brun spoke. Later Brun left. On Monday Russian ships and Russian boats came. On Monday it rained."
        ),
        ["Ana Brun (Brun)"]
    );
    assert_eq!(named("Ana Brun and Ida Brun met. Brun left, said Brun."), Vec::<String>::new());
    assert_eq!(named("We met Mr. J. Smith. He asked J. Smith’s son."), ["J Smith"]);
    assert_eq!(named("Там был Сергей Ольм. Потом Сергей Ольм ушёл, сказал Ольм."), ["Сергей Ольм (Ольм)"]);
    assert_eq!(named("张伟说。张伟走了。 قال خالد ثم ذهب خالد"), Vec::<String>::new());
    assert_eq!(named("Brun Leaves Council After Heated Debate\n\nThe mayor, Ana Brun, left."), ["Ana Brun (Brun)"]);
    assert_eq!(named("We asked Author. We saw Author."), Vec::<String>::new(), "nobody can have that id");
}

#[test]
fn quotations_are_found_in_every_kind_of_marks_and_told_apart() {
    let text = "He said “one two”, „drei vier“, «cinq six», « sept huit », »neun zehn«, \"el *ev*en\", 「十二」 and “ ”.\n\nShe said “one two” too, and “unclosed.\n\n> “in a quote: \\\"x\\\" [y]”\n\nA “one two”.\n";
    let prose = prose(text);
    let found: Vec<_> = quotations::quotations(&prose).into_iter().map(|it| (it.exact, it.prefix)).collect();
    let exact: Vec<_> = found.iter().map(|(exact, _)| exact.as_str()).collect();
    assert_eq!(
        exact,
        [
            "one two",
            "drei vier",
            "cinq six",
            "sept huit",
            "neun zehn",
            "el even",
            "十二",
            "one two",
            "in a quote: \"x\" [y]",
            "one two"
        ]
    );
    assert_eq!(found[0].1.as_deref(), Some("He said “"));
    assert_eq!(found[1].1, None);
    assert_eq!(anchored(&made(text, true)), 10);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is pasted, the body is that, the front matter is sound, and every claim is found.
    #[test]
    fn any_text_becomes_a_sound_briefing(parts in proptest::collection::vec("[A-Za-zéЖ中 ]{0,9}[“”„«»\"'’.:#*_\\[\\]\\\\{}<>&|\n\r\t-]{0,3}", 0..40), is_markdown in any::<bool>()) {
        let text = parts.concat();
        let briefing = made(&text, is_markdown);
        prop_assert!(briefing.text.ends_with(&text) || is_markdown);
        anchored(&briefing);
    }
}
