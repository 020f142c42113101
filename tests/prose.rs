//! What holds of any prose with any annotations, with html5ever as the judge; and of any quotation cut from it.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use markup5ever_rcdom::{Handle, NodeData};
use postil::anchor::anchor;
use postil::config::RawHtml;
use postil::parse::body::LinkTarget;
use postil::parse::{self, Body, BodySettings};
use postil::render::body::{Decorations, LinkDecoration, MarkDecoration, NameDecoration, compose};
use postil::source::{SitePath, SourceText};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use support::dom::Page;
use unicode_segmentation::UnicodeSegmentation;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn annotating_leaves_the_text_as_it_was(markdown in markdown(), picks in vec(pick(), 0..12), names in vec(pick(), 0..4)) {
        let body = body(&markdown, RawHtml::Sanitize);
        let anchors = anchors(&body, &picks);
        let names = names.iter().filter_map(|pick| pick.range(body.text()));
        let plain = decorations(&body, &[], Vec::new());
        let decorated = decorations(&body, &anchors, names.collect());
        let (plain, decorated) = (page(&compose(&body, &plain).html()), page(&compose(&body, &decorated).html()));
        prop_assert_eq!(plain.errors(), Vec::<String>::new());
        prop_assert_eq!(decorated.errors(), Vec::<String>::new());
        prop_assert_eq!(plain.text(), decorated.text());
        prop_assert_eq!(tree(&plain), tree(&decorated));
        let again = Page::parse(&format!("<!DOCTYPE html>{}", decorated.select("html")[0].html()));
        // The first line end of `pre` is lost each time that HTML is read.
        let drawn = |page: &Page| drawn(page).replace("<pre{}>\n", "<pre{}>").replace("<pre{}>\n", "<pre{}>");
        prop_assert_eq!(drawn(&again), drawn(&decorated));
    }

    #[test]
    fn annotations_mark_their_words(markdown in markdown(), picks in vec(pick(), 1..12)) {
        let body = body(&markdown, RawHtml::Sanitize);
        let anchors = anchors(&body, &picks);
        let composed = compose(&body, &decorations(&body, &anchors, Vec::new()));
        let page = page(&composed.html());
        let mut notes: Vec<u32> = composed.blocks.iter().flat_map(|block| block.notes.clone()).collect();
        notes.sort_unstable();
        prop_assert_eq!(notes, (1..).take(anchors.len()).collect::<Vec<u32>>());
        for (number, anchor) in (1..).zip(&anchors) {
            let of_this = |element: &support::dom::Element| element.attribute("data-note") == Some(format!("{number}"));
            let marks: Vec<_> = page.select("mark").into_iter().filter(of_this).collect();
            let marked: String = marks.iter().map(|mark| spaced(&words(mark.node()))).collect();
            prop_assert_eq!(marked, spaced(&anchored(&body, anchor)), "{} {:?}", composed.html(), anchor);
            let ids: Vec<_> = marks.iter().filter_map(|mark| mark.attribute("id")).collect();
            prop_assert_eq!(ids, [format!("m{number}")]);
            prop_assert!(marks[0].attribute("id").is_some());
            prop_assert_eq!(page.select(".ref").into_iter().filter(of_this).count(), 1);
        }
    }

    #[test]
    fn raw_html_that_is_allowed_is_left_as_it_is(markdown in markdown(), picks in vec(pick(), 0..12)) {
        let body = body(&markdown, RawHtml::Allow);
        let anchors = anchors(&body, &picks);
        let plain = compose(&body, &decorations(&body, &[], Vec::new())).html();
        let decorated = compose(&body, &decorations(&body, &anchors, Vec::new())).html();
        prop_assert_eq!(plain, without_annotations(&decorated), "{}", decorated);
    }

    #[test]
    fn a_quotation_is_found_where_it_was_cut(markdown in markdown(), pick in pick()) {
        let text = article(&markdown, "").body.as_ref().expect("a body").text().to_owned();
        let Some(cut) = pick.quotation(&text) else { return Ok(()) };
        let exact = &text[cut.clone()];
        let beside = format!(", prefix: {}, suffix: {}", yaml(&text[..cut.start]), yaml(&text[cut.end..]));
        let claim = |beside: &str| format!("claims:\n- {{id: c, text: t, by: A, quote: {{exact: {}{beside}}}}}\n", yaml(exact));
        let alone = anchor(Arc::new(article(&markdown, &claim("")))).0;
        let place = if let Some(place) = &alone.statements[0] {
            place.clone()
        } else {
            let (found, told) = anchor(Arc::new(article(&markdown, &claim(&beside))));
            found.statements[0].clone().ok_or_else(|| TestCaseError::fail(format!("{exact:?} is not found: {told:?}")))?
        };
        let [piece] = place.pieces.as_slice() else { return Err(TestCaseError::fail("one piece")) };
        let found = piece.start as usize..piece.end as usize;
        prop_assert!(place.context.start <= piece.start && piece.end <= place.context.end);
        if alone.statements[0].is_none() || text.matches(exact).count() == 1 {
            prop_assert_eq!(seen(&text, found.clone()), seen(&text, cut.clone()), "{:?} for {:?}", &text[found.start - 5..], exact);
        }
    }
}

/// Two places of a text, as shares of its length.
#[derive(Debug, Clone)]
struct Pick(u8, u8);

fn pick() -> impl Strategy<Value = Pick> {
    // Few places, so that anchors often share an end.
    prop_oneof![
        (0..16_u8, 0..16_u8).prop_map(|(a, b)| Pick(a * 16, b * 16)),
        (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Pick(a, b)),
        (any::<u8>(), 0..8_u8).prop_map(|(a, b)| Pick(a, a.saturating_add(b))),
    ]
}

impl Pick {
    /// The characters between the two places.
    fn range(&self, text: &str) -> Option<Range<u32>> {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let range = self.between(text, &places)?;
        Some(u32::try_from(range.start).expect("a short text")..u32::try_from(range.end).expect("a short text"))
    }

    /// What somebody could copy between the two places: whole characters as people see them.
    fn quotation(&self, text: &str) -> Option<Range<usize>> {
        let places: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        self.between(text, &places)
    }

    fn between(&self, text: &str, places: &[usize]) -> Option<Range<usize>> {
        let place = |share: u8| places[usize::from(share) * (places.len() - 1) / 255];
        let range = place(self.0.min(self.1))..place(self.0.max(self.1));
        let range = seen(text, range);
        text[range.clone()].contains(char::is_alphanumeric).then_some(range)
    }
}

/// The range without what cannot be seen at its ends.
fn seen(text: &str, range: Range<usize>) -> Range<usize> {
    let unseen = |c: char| c.is_whitespace() || "\u{ad}\u{200b}\u{2060}\u{feff}-—".contains(c);
    let slice = &text[range.clone()];
    let end = range.start + slice.trim_end_matches(unseen).len();
    let start = range.end - slice.trim_start_matches(unseen).len();
    start.min(end)..end
}

/// Anchors at these places, every third of two pieces.
fn anchors(body: &Body, picks: &[Pick]) -> Vec<Vec<Range<u32>>> {
    let ranges: Vec<_> = picks.iter().filter_map(|pick| pick.range(body.text())).collect();
    let mut anchors = Vec::new();
    let mut ranges = ranges.into_iter().peekable();
    while let Some(range) = ranges.next() {
        let second = ranges.next_if(|second| anchors.len() % 3 == 2 && range.end < second.start);
        anchors.push([range].into_iter().chain(second).collect());
    }
    anchors
}

fn decorations(body: &Body, anchors: &[Vec<Range<u32>>], names: Vec<Range<u32>>) -> Decorations {
    let link = |href: String| LinkDecoration { href, class: String::new(), kind: String::new() };
    let links = body.links().iter().map(|written| match &written.target {
        LinkTarget::File(path, _) => Some(link(path.clone())),
        _ => None,
    });
    let marks = (1..).zip(anchors).map(|(number, pieces)| MarkDecoration {
        id: format!("m{number}"),
        number,
        shown: number.to_string(),
        standing: "open".to_owned(),
        href: format!("#n{number}"),
        label: format!("Note {number}"),
        pieces: pieces.clone(),
    });
    Decorations {
        links: links.collect(),
        marks: marks.collect(),
        images: body.images().iter().map(|image| Some(image.target.clone())).collect(),
        names: names.into_iter().map(|range| NameDecoration { range, link: link("name".to_owned()) }).collect(),
    }
}

/// The anchored text, without what separates blocks.
fn anchored(body: &Body, anchor: &[Range<u32>]) -> String {
    let within = |piece: &Range<u32>| {
        let blocks = body.blocks().iter().map(|block| block.start.max(piece.start)..block.end.min(piece.end));
        blocks
            .filter(|part| part.start < part.end)
            .map(|part| &body.text()[part.start as usize..part.end as usize])
            .collect::<String>()
    };
    anchor.iter().map(within).collect()
}

/// The text of a mark; the numbers of footnotes are not words.
fn words(node: &Handle) -> String {
    node.children
        .borrow()
        .iter()
        .map(|child| match &child.data {
            NodeData::Text { contents } => contents.borrow().to_string(),
            NodeData::Element { .. } if class(child) == "footnote-ref" => String::new(),
            _ => words(child),
        })
        .collect()
}

fn spaced(text: &str) -> String {
    text.replace('\n', " ")
}

fn class(node: &Handle) -> String {
    attribute(node, "class")
}

fn attribute(node: &Handle, wanted: &str) -> String {
    let NodeData::Element { attrs, .. } = &node.data else { return String::new() };
    attrs.borrow().iter().find(|a| &*a.name.local == wanted).map(|a| a.value.to_string()).unwrap_or_default()
}

/// The page without its marks and references, and without links of names.
fn tree(page: &Page) -> String {
    let mut drawn = String::new();
    draw(page.select("html")[0].node(), true, &mut drawn);
    drawn
}

/// The page as it is.
fn drawn(page: &Page) -> String {
    let mut drawn = String::new();
    draw(page.select("html")[0].node(), false, &mut drawn);
    drawn
}

fn draw(node: &Handle, bare: bool, drawn: &mut String) {
    let children = |drawn: &mut String| node.children.borrow().iter().for_each(|child| draw(child, bare, drawn));
    match &node.data {
        NodeData::Text { contents } => drawn.push_str(&contents.borrow().replace('<', "&lt;")),
        NodeData::Element { name, attrs, .. } => {
            let ours = class(node) == "anchor" || attribute(node, "href") == "name";
            if bare && class(node) == "ref" {
                return;
            }
            if bare && ours {
                return children(drawn);
            }
            let attributes: BTreeMap<_, _> =
                attrs.borrow().iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
            write!(drawn, "<{}{attributes:?}>", name.local).expect("writing to memory");
            children(drawn);
            write!(drawn, "</{}>", name.local).expect("writing to memory");
        }
        _ => children(drawn),
    }
}

/// HTML with the tags of annotations cut out.
fn without_annotations(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html.replace("</mark>", "");
    while let Some(at) = [rest.find("<mark id=\"m"), rest.find("<mark class=\"anchor\""), rest.find("<a class=\"ref\"")]
        .into_iter()
        .flatten()
        .min()
    {
        plain.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("<a") { "</a>" } else { ">" };
        let after = at + rest[at..].find(end).expect("the end of a tag") + end.len();
        rest = rest[after..].to_owned();
    }
    plain + &rest
}

fn page(html: &str) -> Page {
    Page::parse(&format!("<!DOCTYPE html><html lang=\"en\"><head><title>t</title></head><body>\n{html}</body></html>"))
}

fn body(markdown: &str, raw_html: RawHtml) -> Body {
    let source = SourceText::new(SitePath::new("content/pages/a.md").expect("a path"), markdown);
    Body::parse(&source, 0..markdown.len(), BodySettings { raw_html, smart_punctuation: false }).0
}

fn article(markdown: &str, keys: &str) -> parse::Article {
    let text = format!("---\ntitle: T\ndate: 2025-01-01\n{keys}---\n{markdown}");
    let source = SourceText::new(SitePath::new("content/briefings/a.md").expect("a path"), text);
    let settings = BodySettings { raw_html: RawHtml::Sanitize, smart_punctuation: false };
    parse::article(&source, settings).0.expect("an article")
}

/// A text as a value of YAML.
fn yaml(text: &str) -> String {
    let mut value = String::from("\"");
    for c in text.chars() {
        write!(value, "\\U{:08x}", u32::from(c)).expect("writing to memory");
    }
    value + "\""
}

/// Random Markdown: blocks in blocks, and now and then anything.
fn markdown() -> impl Strategy<Value = String> {
    vec(block(), 1..6).prop_map(|blocks| blocks.join("\n\n"))
}

fn block() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => line(),
        1 => line().prop_map(|words| format!("## {}", words.replace('\n', " "))),
        1 => (select(LANGUAGES), line()).prop_map(|(language, code)| format!("```{language}\n{code}\n```")),
        1 => (word(), line()).prop_map(|(label, words)| format!("[^{label}]: {words}")),
        1 => vec(cell(), 4).prop_map(|c| format!("| {} | {} |\n|---|:-:|\n| {} | {} |", c[0], c[1], c[2], c[3])),
        1 => (cell(), line()).prop_map(|(term, words)| format!("{term}\n: {words}")),
        1 => vec(select(PIECES), 0..30).prop_map(|pieces| pieces.concat()),
        1 => vec(select(HTML), 1..8).prop_map(|pieces| format!("<div>{}", pieces.concat())),
        1 => Just("***".to_owned()),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let several = vec(inner, 1..4);
        prop_oneof![
            several.clone().prop_map(|blocks| indented(&blocks.join("\n\n"), "> ", "> ")),
            several.clone().prop_map(|blocks| indented(&blocks.join("\n\n"), "> [!NOTE]\n> ", "> ")),
            several.clone().prop_map(|items| items.iter().map(|item| indented(item, "- ", "  ") + "\n").collect()),
            several.prop_map(|items| items.iter().map(|item| indented(item, "1. [x] ", "   ") + "\n").collect()),
        ]
    })
}

fn indented(text: &str, first: &str, next: &str) -> String {
    format!("{first}{}", text.replace('\n', &format!("\n{next}")))
}

/// Words and what may stand among them.
fn line() -> impl Strategy<Value = String> {
    let word = word().prop_map(str::to_owned).boxed();
    let inline = word.prop_recursive(4, 24, 5, |inner| {
        let words = vec(inner, 1..5).prop_map(|words| words.join(" "));
        prop_oneof![
            words.clone(),
            words.clone().prop_map(|words| format!("*{words}*")),
            words.clone().prop_map(|words| format!("**{words}**")),
            words.clone().prop_map(|words| format!("~~{words}~~")),
            words.clone().prop_map(|words| format!("`{words}`")),
            words.clone().prop_map(|words| format!("[{words}](https://a.example/?a&b)")),
            words.clone().prop_map(|words| format!("[{words}](other.md \"title\")")),
            words.clone().prop_map(|words| format!("![{words}](picture.png)")),
            words.clone().prop_map(|words| format!("<b>{words}</b>")),
            words.clone().prop_map(|words| format!("<a href=\"x\">{words}</a>")),
            words.prop_map(|words| format!("“{words}”")),
        ]
    });
    vec((inline, select(GAPS)), 1..6)
        .prop_map(|parts| parts.into_iter().map(|(words, gap)| words + gap).collect::<String>().trim().to_owned())
}

fn cell() -> impl Strategy<Value = String> {
    line().prop_map(|words| words.replace(['\n', '|'], " "))
}

fn word() -> impl Strategy<Value = &'static str> {
    select(WORDS)
}

const WORDS: &[&str] = &[
    "the",
    "toll",
    "bridge",
    "a",
    "it's",
    "said,",
    "end.",
    "мост",
    "Киев",
    "й",
    "جسر",
    "لا",
    "橋樑",
    "今日は",
    "สะพาน",
    "cafe\u{301}",
    "e\u{301}\u{323}",
    "Å",
    "co\u{ad}operate",
    "10\u{a0}000",
    "ﬁne",
    "—",
    "--",
    "…",
    "a&b",
    "&amp;",
    "&lt;b&gt;",
    "x<y",
    "\\*",
    "🕊",
    "👩\u{200d}🚀",
    "می\u{200c}خواهم",
    "한",
    "\u{1112}\u{1161}",
    "[^a]",
    "[^the]",
    "\"so\"",
    "«да»",
    "„ja“",
    "_",
    "*",
    "<br>",
    "<i>",
    "</i>",
    "\u{feff}x",
    "1.",
    "#",
];
const GAPS: &[&str] = &[" ", " ", " ", "", "\n", "  \n", "\u{a0}", "\t"];
const LANGUAGES: &[&str] = &["", "rust", "json", "html", "nonsense"];
const PIECES: &[&str] = &[
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "[[",
    "]]",
    "<",
    ">",
    "<b>",
    "</b>",
    "<a href=x>",
    "</a>",
    "<p>",
    "</p>",
    "<td>",
    "<!--",
    "-->",
    "&",
    "&nbsp;",
    "!",
    "|",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "    ",
    "1. ",
    "[^a]",
    "[^a]: ",
    ": ",
    "#",
    "\\",
    "a",
    "b c",
    "ж",
    "\u{301}",
    "\u{0}",
    "\r\n",
    "\t",
    "\"",
    "---\n",
    "```\n",
    "https://a.example",
    "{#id}",
];
const HTML: &[&str] = &[
    "word",
    " ",
    "\n",
    "<b>",
    "</b>",
    "<a href=\"x\">",
    "</a>",
    "<p>",
    "</p>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<pre>",
    "</pre>",
    "<br>",
    "<hr>",
    "<img src=\"x\">",
    "&amp;",
    "&nbsp;",
    "мост",
    "<script>",
    "<h2>",
    "</h2>",
    "</div>",
    "<del>",
    "</del>",
    "<!-- c -->",
    "<ruby>橋<rt>はし</rt></ruby>",
    "<details>",
    "<summary>",
];
