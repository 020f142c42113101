//! The tags that are put into bodies.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{LinkDecoration, MarkDecoration};

/// The first tag of a piece of an annotation.
pub(super) fn mark(html: &mut String, mark: &MarkDecoration, first: bool) {
    html.push_str("<mark");
    if first {
        attribute(html, "id", &mark.id);
    }
    html.push_str(" class=\"anchor\"");
    attribute(html, "data-standing", &mark.standing);
    attribute(html, "data-note", &mark.shown);
    html.push('>');
}

/// The numbered reference of an annotation: empty, so that the text stays what it was. Style sheets show its number.
pub(super) fn reference(html: &mut String, mark: &MarkDecoration) {
    html.push_str("<a class=\"ref\"");
    attribute(html, "href", &mark.href);
    attribute(html, "data-note", &mark.shown);
    attribute(html, "data-standing", &mark.standing);
    attribute(html, "aria-label", &mark.label);
    html.push_str("></a>");
}

/// The first tag of a link.
pub(super) fn link(html: &mut String, link: &LinkDecoration, title: &str) {
    html.push_str("<a");
    attribute(html, "class", &link.class);
    attribute(html, "data-kind", &link.kind);
    html.push_str(&format!(" href=\"{}\"", escaped(&link.href)));
    attribute(html, "title", title);
    html.push('>');
}

/// Text escaped for content and for attributes.
pub(in crate::render) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address as it was typed, with what no URL may hold percent-encoded; what is encoded already stays.
pub(super) fn encoded(address: &str) -> String {
    utf8_percent_encode(address, UNSAFE).to_string()
}

/// The address of a place of the same page.
pub(in crate::render) fn encoded_fragment(id: &str) -> String {
    format!("#{}", utf8_percent_encode(id, FRAGMENT))
}

fn attribute(html: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        html.push_str(&format!(" {name}=\"{}\"", escaped(value)));
    }
}

const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'[')
    .add(b']');
const FRAGMENT: &AsciiSet = &UNSAFE.add(b'%').add(b'#');
