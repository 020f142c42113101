//! Mistakes of YAML, and what is kept in spite of them.

use super::*;

fn lines(text: &str) -> Vec<String> {
    problems(text)
}

#[test]
fn usual_mistakes_are_named_where_they_are() {
    for (text, expected) in [
        (
            "summary: One: two",
            "yaml-syntax `:`: a colon and a space stand within a text that is not in quotation marks → put it in quotation marks: `\"One: two\"`",
        ),
        (
            "summary: \"One",
            "yaml-syntax `\"`: the quotation mark `\"` is not closed → write another `\"` at the end of the text",
        ),
        (
            "summary: 'One\nlang: en",
            "yaml-syntax `'`: the quotation mark `'` is not closed → write another `'` at the end of the text",
        ),
        (
            "summary: \"One\" two",
            "yaml-syntax `two`: text follows the closing quotation mark → put the whole value between `'` and `'`",
        ),
        ("summary: @me", "yaml-syntax `@`: a text cannot begin with `@` → put it in quotation marks: `\"@me\"`"),
        ("summary: `me`", "yaml-syntax ```: a text cannot begin with ``` → put it in quotation marks: `\"`me`\"`"),
        ("summary: %me", "yaml-syntax `%`: a text cannot begin with `%` → put it in quotation marks: `\"%me\"`"),
        (
            "summary: *me* is",
            "yaml-syntax `*`: a text cannot begin with `*` → put it in quotation marks: `\"*me* is\"`",
        ),
        (
            "summary: [one] two",
            "yaml-syntax `[`: a text cannot begin with `[` → put it in quotation marks: `\"[one] two\"`",
        ),
        (
            "tags: [one, two\nlang: en",
            "yaml-syntax `[`: the list that `[` begins is not closed → write `]` at its end, or put a text in quotation marks",
        ),
        ("tags:\n\t- one", "yaml-syntax `\t`: a tab indents this line → replace the tab with spaces"),
        ("lang:en", "yaml-syntax `:`: a space is missing after the colon → write `lang: en`"),
        (
            "summary: &me you",
            "yaml-syntax `&me you`: Postil does not read an anchor (`&`) → if it is meant as text, put the whole value in quotation marks",
        ),
        (
            "summary: !me you",
            "yaml-syntax `!me you`: Postil does not read a tag (`!`) → if it is meant as text, put the whole value in quotation marks",
        ),
        ("extra: {<<: 1}", "yaml-syntax `<<`: Postil does not read a merge key (`<<`) → write the keys out"),
        (
            "lang: en\nlang: uk",
            "duplicate-key `lang`: the key `lang` stands twice → delete one of them, or make one of both",
        ),
        (
            "summary: \"a\\0b\"",
            "bad-text `\"a\\0b\"`: the text holds a control character, U+0000 → delete the character",
        ),
        (
            "summary: a\u{202e}b",
            "bad-text `\u{202e}`: the text holds a mark that turns the direction of text, U+202E → delete the character",
        ),
    ] {
        assert_eq!(lines(text), [expected], "{text}");
    }
}

#[test]
fn one_mistake_does_not_hide_the_rest() {
    let (article, found) = briefing(
        "title: \"Unclosed\ndate: 2025-12-11\nnotes:\n  - quote: a: b\n    text: x\n  - quote: fine\n    text: y\nclaims:\n  - id: one\n    text: One.\n    by: [A\n  - id: two\n    text: Two.\n    by: B",
    );
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("`\"` is not closed") && found[1].contains("a colon and a space"));
    assert!(found[2].contains("the list that `[` begins"), "{found:#?}");
    let head = head(&article);
    assert_eq!(head.date.value.to_string(), "2025-12-11");
    assert_eq!(head.notes.len(), 1);
    let ids: Vec<_> = article.claims.iter().map(|claim| claim.id.slug.as_str()).collect();
    assert_eq!(ids, ["one", "two"]);
}

#[test]
fn list_files_lose_only_the_broken_entry() {
    let (article, found) = read("content/actors.yaml", "- name: A\n- name: B: C\n  id: b\n- name: D\n");
    assert_eq!(found.len(), 1, "{found:#?}");
    let names: Vec<_> = article.actors.iter().map(|actor| actor.name.value.as_str()).collect();
    assert_eq!(names, ["A", "D"]);
}

#[test]
fn front_matter_that_is_missing_or_unclosed_is_one_problem() {
    let (_, found) = read("content/briefings/a.md", "Prose: only.\n");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("front-matter-missing `Prose: only.`"));
    let (article, found) = read("content/briefings/a.md", "---\ntitle: T\n\nProse: *only*.\n");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("front-matter-unclosed `---`"));
    assert_eq!(head(&article).title.value, "T");
    let (_, found) = read("content/briefings/a.md", "---\n---\n");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().all(|line| line.starts_with("missing-key `---`")));
}

#[test]
fn places_are_right_beyond_ascii() {
    for newline in ["\n", "\r\n"] {
        let text = ["---", "title: Сергей 🕊 الأمن", "date: завтра", "tags: [мир, 'війна 🕊']", "kind: fact", "---", ""]
            .join(newline);
        let (article, found) = read("content/briefings/a.md", &text);
        let head = head(&article);
        assert_eq!(&text[head.title.span.range()], "Сергей 🕊 الأمن");
        assert_eq!(&text[head.tags[1].span.range()], "'війна 🕊'");
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found[1].starts_with("bad-date `завтра`"), "{found:#?}");
        assert!(found[0].starts_with("misplaced-key `kind`"), "{found:#?}");
    }
}

#[test]
fn scalars_keep_what_was_typed() {
    let (article, found) = briefing("title: 007\ndate: 2025-12-11\nlang: no\nsummary: |\n  One\n  two\nauthors: null");
    assert_eq!(found, [""; 0]);
    let head = head(&article);
    assert_eq!((head.title.value.as_str(), head.lang.as_ref().map(|l| l.value.as_str())), ("007", Some("no")));
    assert_eq!(head.summary.as_ref().map(|s| s.value.as_str()), Some("One\ntwo"));
    assert!(head.authors.is_empty());
}

#[test]
fn one_document_only() {
    let (article, found) = read("content/actors.yaml", "---\n- name: A\n---\n- name: B\n");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("yaml-syntax `---`: a second YAML document"));
    assert_eq!(article.actors.len(), 1);
}

#[test]
fn depth_has_a_limit() {
    let deep = format!("extra: {}1{}", "[".repeat(30), "]".repeat(30));
    let found = lines(&deep);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("limit-exceeded"));
}
