//! Tests of composed bodies.

use super::*;
use crate::config::RawHtml;
use crate::diagnostic::Diagnostic;
use crate::parse::BodySettings;
use crate::source::{SitePath, SourceText};

fn parse(markdown: &str) -> (Body, Vec<Diagnostic>) {
    let source = SourceText::new(SitePath::new("content/a.md").expect("a path"), markdown);
    Body::parse(&source, 0..markdown.len(), BodySettings { raw_html: RawHtml::Sanitize, smart_punctuation: false })
}

/// The body with a mark for each of these passages, which must stand in it.
fn marked(markdown: &str, passages: &[&str]) -> String {
    let (body, _) = parse(markdown);
    let marks = passages.iter().zip(1..).map(|(passage, number)| {
        let start = body.text().find(passage).expect("a passage");
        mark(number, start..start + passage.len())
    });
    let marks = marks.collect();
    compose(&body, &Decorations { marks, ..Decorations::default() }).html()
}

fn mark(number: u32, range: Range<usize>) -> MarkDecoration {
    let place = |at: usize| u32::try_from(at).expect("a short text");
    MarkDecoration {
        id: format!("m{number}"),
        number,
        shown: number.to_string(),
        standing: String::new(),
        href: format!("#n{number}"),
        label: format!("Note {number}"),
        pieces: vec![place(range.start)..place(range.end)],
    }
}

/// The HTML with marks and references in short.
fn short(html: &str) -> String {
    let mut short = html.replace(" class=\"anchor\"", "").replace("</mark>", "]");
    for number in 1..10 {
        short = short
            .replace(&format!("<mark id=\"m{number}\" data-note=\"{number}\">"), &format!("[{number}!"))
            .replace(&format!("<mark data-note=\"{number}\">"), &format!("[{number} "))
            .replace(
                &format!(
                    "<a class=\"ref\" href=\"#n{number}\" data-note=\"{number}\" aria-label=\"Note {number}\"></a>"
                ),
                &format!("({number})"),
            );
    }
    short.trim().to_owned()
}

#[test]
fn a_mark_encloses_what_it_holds_wholly() {
    let html = short(&marked("one *two* [three](https://a.example) four", &["one two three"]));
    assert_eq!(html, "<p>[1!one <em>two</em> <a href=\"https://a.example\">three</a>](1) four</p>");
    assert_eq!(short(&marked("**bold** text", &["bold text"])), "<p>[1!<strong>bold</strong> text](1)</p>");
}

#[test]
fn a_mark_is_divided_at_what_it_cuts() {
    assert_eq!(short(&marked("one *two three* four", &["one two"])), "<p>[1!one ]<em>[1 two](1) three</em> four</p>");
    assert_eq!(
        short(&marked("one *two three* four", &["three four"])),
        "<p>one <em>two [1!three]</em>[1  four](1)</p>"
    );
    let html = short(&marked("one\n\n- two\n- three", &["one\ntwo\nthree"]));
    assert_eq!(html, "<p>[1!one]</p>\n<ul>\n<li>[1 two]</li>\n<li>[1 three](1)</li>\n</ul>");
}

#[test]
fn marks_nest_touch_and_cross() {
    assert_eq!(short(&marked("a b c", &["a b c", "b"])), "<p>[1!a [2!b](2) c](1)</p>");
    assert_eq!(short(&marked("a b c", &["b", "b"])), "<p>a [1![2!b]](1)(2) c</p>");
    assert_eq!(short(&marked("a b c", &["a b", "b c"])), "<p>[1!a [2!b]](1)[2  c](2)</p>");
    assert_eq!(short(&marked("ab c", &["a", "b"])), "<p>[1!a](1)[2!b](2) c</p>");
    assert_eq!(short(&marked("a b c", &["b c", "a b c"])), "<p>[2!a [1!b c]](1)(2)</p>");
}

#[test]
fn a_reference_stands_outside_of_links() {
    let html = short(&marked("a [b c](https://a.example) d", &["a b"]));
    assert_eq!(html, "<p>[1!a ]<a href=\"https://a.example\">[1 b] c</a>(1) d</p>");
    let html = short(&marked("a [b c](https://a.example) d", &["b c"]));
    assert_eq!(html, "<p>a [1!<a href=\"https://a.example\">b c</a>](1) d</p>");
}
