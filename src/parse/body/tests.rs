//! Tests of bodies.

use super::*;
use crate::source::SitePath;

fn parsed(markdown: &str) -> Body {
    let source = SourceText::new(SitePath::new("content/a.md").expect("a path"), markdown);
    let settings = BodySettings { raw_html: RawHtml::Sanitize, smart_punctuation: false };
    Body::parse(&source, 0..markdown.len(), settings).0
}

#[test]
fn white_space_between_elements_of_raw_html_is_text() {
    let body = parsed("<div><b>one</b> <i>two</i></div>\n");
    assert_eq!(body.text(), "one two");
    assert_eq!(body.html(), "<div><b>one</b> <i>two</i></div>\n");
}

#[test]
fn raw_html_keeps_its_lines() {
    assert_eq!(parsed("<pre>\na\nb</pre>\n").html(), "<pre>a\nb</pre>\n");
}

#[test]
fn raw_html_does_not_break_out_of_what_is_around_it() {
    assert_eq!(parsed("- <div><li>one</div>\n").html(), "<ul>\n<li><div>one</div>\n</li>\n</ul>\n");
    assert_eq!(parsed("- <b>one\n  - two\n").html(), "<ul>\n<li><b>one</b><ul>\n<li>two</li>\n</ul>\n</li>\n</ul>\n");
    assert_eq!(parsed("<div><h2><table><h2>one\n").html(), "<div><h2></h2><h2>one\n</h2><table></table></div>\n");
    assert_eq!(parsed("a <rt>b</rt>").html(), "<p>a b</p>\n");
}

#[test]
fn an_image_that_is_refused_leaves_its_words() {
    let body = parsed("a ![b *c*](javascript:d) e");
    assert_eq!(body.text(), "a b c e");
    assert_eq!(body.html(), "<p>a <span>b <em>c</em></span> e</p>\n");
}

#[test]
fn equal_headings_have_different_ids() {
    let ids: Vec<String> = parsed("# a\n# a\n# a-2\n# a").headings().iter().map(|heading| heading.id.clone()).collect();
    assert_eq!(ids, ["a", "a-2", "a-2-2", "a-3"]);
}
