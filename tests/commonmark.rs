//! The examples of the CommonMark Spec, rendered as the prose of pages is.
//!
//! What Postil does differently everywhere is a rule of [`Conventions`], applied to what is expected; everything else must be
//! the same, but for the examples in [`DIFFERENT`]. An example there that is the same after all fails the test as well.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use html5ever::tendril::StrTendril;
use markup5ever_rcdom::{Handle, NodeData};
use percent_encoding::percent_decode_str;
use postil::config::RawHtml;
use postil::parse::body::LinkTarget;
use postil::parse::{Body, BodySettings};
use postil::render::body::{Decorations, LinkDecoration, compose};
use postil::source::{SitePath, SourceText};
use support::dom::Page;

#[test]
fn examples_of_the_spec_are_rendered_as_it_says() {
    let different: BTreeMap<usize, &str> =
        DIFFERENT.iter().flat_map(|(numbers, reason)| numbers.iter().map(|number| (*number, *reason))).collect();
    let mut wrong = String::new();
    let examples = examples();
    assert_eq!(examples.len(), 652);
    for (number, example) in (1..).zip(&examples) {
        let made = Conventions::default().written(&rendered(&example.markdown), false);
        let expected = Conventions::default().written(&example.html, true);
        match (made == expected, different.get(&number)) {
            (false, None) => {
                write!(wrong, "example {number}:\n{}\nexpected: {expected}\nmade:     {made}\n\n", example.markdown)
                    .expect("writing to memory");
            }
            (true, Some(reason)) => {
                writeln!(wrong, "example {number} is the same, but listed: {reason}").expect("writing to memory");
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

struct Example {
    markdown: String,
    html: String,
}

/// The examples, in order: between two fences of backticks, divided by a full stop, with arrows for tabs.
fn examples() -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut rest = SPEC;
    while let Some((_, after)) = rest.split_once(&format!("\n{fence} example\n")) {
        let (example, after) = after.split_once(&format!("\n{fence}\n")).expect("the end of an example");
        let (markdown, html) = match example.split_once("\n.\n") {
            Some((markdown, html)) => (markdown, html),
            None => (example.strip_suffix("\n.").expect("an empty result"), ""),
        };
        examples.push(Example { markdown: lines(markdown), html: lines(html) });
        rest = after;
    }
    examples
}

/// The lines of a part of an example, each with its end, with tabs for arrows.
fn lines(part: &str) -> String {
    if part.is_empty() { String::new() } else { part.replace('→', "\t") + "\n" }
}

/// The prose as a page shows it, when every address within the site leads where it says.
fn rendered(markdown: &str) -> String {
    let source = SourceText::new(SitePath::new("content/pages/a.md").expect("a path"), markdown);
    let settings = BodySettings { raw_html: RawHtml::Allow, smart_punctuation: false };
    let (body, _) = Body::parse(&source, 0..markdown.len(), settings);
    let links = body.links().iter().map(|link| {
        let href = match &link.target {
            LinkTarget::File(path, Some(fragment)) => format!("{path}#{fragment}"),
            LinkTarget::File(path, None) => path.clone(),
            LinkTarget::Fragment(fragment) => format!("#{fragment}"),
            _ => return None,
        };
        Some(LinkDecoration { href, class: String::new(), kind: String::new() })
    });
    let images = body.images().iter().map(|image| Some(image.target.clone()));
    let decorations = Decorations { links: links.collect(), images: images.collect(), ..Decorations::default() };
    compose(&body, &decorations).html()
}

/// HTML in one form, with what Postil does differently everywhere.
///
/// - Headings have ids, and their levels follow the outline below the title of the page.
/// - Blocks of code can be reached with the keyboard, and their words have classes.
/// - Images are loaded when they are needed.
/// - Addresses are compared without percent-encoding.
#[derive(Default)]
struct Conventions {
    outline: Vec<(u8, u8)>,
    text: String,
}

impl Conventions {
    /// The body of a page with this HTML, on one line; `expected` is HTML of the spec, without Postil's conventions.
    fn written(mut self, html: &str, expected: bool) -> String {
        let page = Page::parse(&format!("<!DOCTYPE html><html><head></head><body>{html}</body></html>"));
        for element in page.elements().iter().filter(|element| matches!(element.name().as_str(), "head" | "body")) {
            self.children(element.node(), expected, false);
            self.text.push('|');
        }
        self.text
    }

    fn children(&mut self, node: &Handle, expected: bool, literal: bool) {
        for child in node.children.borrow().iter() {
            self.node(child, expected, literal);
        }
    }

    fn node(&mut self, node: &Handle, expected: bool, literal: bool) {
        match &node.data {
            NodeData::Text { contents } => self.words(&contents.borrow(), literal),
            NodeData::Comment { contents } => write!(self.text, "<!--{contents}-->").expect("writing to memory"),
            NodeData::Element { name, attrs, .. } => {
                let attributes = attrs.borrow();
                let mut attributes: BTreeMap<String, String> =
                    attributes.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                let mut name = name.local.to_string();
                let class = attributes.get("class").map(String::as_str).unwrap_or_default();
                if !expected && name == "span" && class.starts_with("hl-") {
                    return self.children(node, expected, literal);
                }
                if expected {
                    self.relevelled(&mut name);
                } else {
                    reduced(&name, &mut attributes);
                }
                self.element(node, &name, &attributes, (expected, literal));
            }
            _ => {}
        }
    }

    fn element(
        &mut self,
        node: &Handle,
        name: &str,
        attributes: &BTreeMap<String, String>,
        (expected, literal): (bool, bool),
    ) {
        let block = !PHRASES.contains(&name);
        if block {
            self.text.truncate(self.text.trim_end_matches(' ').len());
        }
        write!(self.text, "<{name}").expect("writing to memory");
        for (name, value) in attributes {
            let value = match name.as_str() {
                "href" | "src" => percent_decode_str(value).decode_utf8_lossy().into_owned(),
                _ => value.clone(),
            };
            write!(self.text, " {name}={value:?}").expect("writing to memory");
        }
        self.text.push('>');
        self.children(node, expected, literal || matches!(name, "pre" | "script" | "style" | "textarea"));
        if block {
            self.text.truncate(self.text.trim_end_matches(' ').len());
        }
        write!(self.text, "</{name}>").expect("writing to memory");
    }

    /// Text; white space counts once, and not at all beside a block.
    fn words(&mut self, words: &StrTendril, literal: bool) {
        if literal {
            return self.text.push_str(words);
        }
        for c in words.chars() {
            match c {
                ' ' | '\n' | '\t' if self.text.ends_with(' ') || self.ends_with_block() => {}
                ' ' | '\n' | '\t' => self.text.push(' '),
                c => self.text.push(c),
            }
        }
    }

    fn ends_with_block(&self) -> bool {
        let Some(start) = self.text.strip_suffix('>').and_then(|text| text.rfind('<')) else {
            return self.text.is_empty() || self.text.ends_with('|');
        };
        let tag = self.text[start..].trim_start_matches(['<', '/']);
        let name = tag.split([' ', '>']).next().unwrap_or_default();
        !PHRASES.contains(&name)
    }

    /// The level that a heading has in the outline.
    fn relevelled(&mut self, name: &mut String) {
        if is_heading(name) {
            let typed = name.as_bytes()[1] - b'0';
            self.outline.retain(|(outer, _)| *outer < typed);
            let level = self.outline.last().map_or(2, |(_, level)| (level + 1).min(6));
            self.outline.push((typed, level));
            *name = format!("h{level}");
        }
    }
}

/// Takes out the attributes that Postil adds.
fn reduced(name: &str, attributes: &mut BTreeMap<String, String>) {
    if is_heading(name) {
        assert!(attributes.remove("id").is_some_and(|id| !id.is_empty()), "a heading without id");
    }
    for (element, attribute, value) in [("pre", "tabindex", "0"), ("img", "loading", "lazy")] {
        if name == element && attributes.get(attribute).map(String::as_str) == Some(value) {
            attributes.remove(attribute);
        }
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Elements of which white space beside them is seen.
const PHRASES: &[&str] = &["a", "b", "br", "code", "del", "em", "i", "img", "input", "span", "strong", "sup"];

/// Examples that Postil renders otherwise, and why.
const DIFFERENT: &[(&[usize], &str)] = &[
    (&[200, 485, 486, 567], "a link without an address is a mistake that is told, and its words stay"),
    (&[484, 487], "a link without words cannot be seen, so that there is none"),
    (
        &[500, 596, 598, 599, 601],
        "what looks like a scheme, and is not one of those that are linked, is told and not linked",
    ),
    (&[548, 559, 590], "two brackets are a link by name"),
];

const SPEC: &str = include_str!("commonmark/spec.txt");
