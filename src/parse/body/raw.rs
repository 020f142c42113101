//! HTML that an author typed: shown as text, sanitized, or left as it is.
//!
//! Sanitized HTML is always balanced. A block is cleaned as a whole; a tag within a paragraph, which arrives alone, is
//! cleaned alone and closed at the latest where the Markdown around it ends.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use ammonia::{Builder, UrlRelative};

use super::draft::position;
use super::map::{Context, ElementKind};
use super::writer::{Closing, Open, Writer};
use crate::config::RawHtml;
use crate::diagnostic::{Code, Diagnostic};

impl Writer<'_> {
    /// Ends a block of HTML.
    pub(super) fn end_html_block(&mut self, html: &str, source: Range<u32>) {
        match self.settings.raw_html {
            RawHtml::Allow => self.allowed_html(html),
            RawHtml::Escape => self.escaped_block(html, source),
            RawHtml::Sanitize if nesting(html) > MAX_NESTING => {
                let start = source.start - self.source(0..0).start;
                let range = start as usize..start as usize + (source.end - source.start) as usize;
                let message = format!("HTML nests more than {MAX_NESTING} levels deep");
                let diagnostic = Diagnostic::new(Code::LimitExceeded, self.span(range), message);
                self.diagnostics.push(diagnostic.help("write it in Markdown"));
                self.escaped_block(html, source);
            }
            RawHtml::Sanitize => {
                // What browsers move out of tables may stand in forbidden places, which only the next reading puts right.
                let clean = sanitizer().clean(&sanitizer().clean(html).to_string()).to_string();
                self.sanitized_block(&clean, html, source);
            }
        }
    }

    /// Writes HTML as it is.
    pub(super) fn allowed_html(&mut self, html: &str) {
        self.raw_ids.extend(ids(html));
        let outer = self.draft.html_position();
        self.push(html);
        let end = self.draft.html_position();
        self.draft.close_element(outer, end..end, ElementKind::Barrier);
    }

    /// Writes a tag that arrived alone, if it is one of those that a paragraph may hold.
    pub(super) fn sanitized_tag(&mut self, html: &str) {
        let Some(tag) = tag(html) else { return };
        if !PHRASES.contains(&tag.name.as_str()) {
            return;
        }
        if tag.closes {
            return self.close_raw_named(&tag.name);
        }
        if tag.name == "a" && (self.in_link() || !html.contains("href")) {
            return;
        }
        let around = self.open.last().map(|open| match &open.closing {
            Closing::Raw(name) => name.as_str(),
            _ => "",
        });
        if is_homeless(&tag.name, around) || self.raw_nesting() >= MAX_NESTING {
            return;
        }
        let clean = sanitizer().clean(html).to_string();
        let closing = format!("</{}>", tag.name);
        match clean.strip_suffix(&closing) {
            Some(opening) if opening.starts_with('<') => {
                self.draft.text_position();
                let link = tag.name == "a";
                let outer = self.draft.html_position();
                let barred = is_ruby_part(&tag.name);
                self.open(opening, Closing::Raw(tag.name));
                if barred {
                    let end = self.draft.html_position();
                    self.draft.close_element(outer, end..end, ElementKind::Barrier);
                }
                if link {
                    self.context = self.context.with(Context::LINK);
                }
            }
            Some(_) => {}
            None => {
                let outer = self.draft.html_position();
                self.push(&with_alternative(&clean));
                let end = self.draft.html_position();
                self.draft.close_element(outer, end..end, ElementKind::Phrase);
            }
        }
    }

    /// How many tags that arrived alone are open in each other.
    fn raw_nesting(&self) -> usize {
        self.open.iter().rev().take_while(|open| matches!(open.closing, Closing::Raw(_))).count()
    }

    fn close_raw_named(&mut self, name: &str) {
        let raw = |open: &Open| match &open.closing {
            Closing::Raw(name) => Some(name.clone()),
            _ => None,
        };
        let depth = self.open.iter().rev().map_while(raw).position(|open| open == name);
        for _ in 0..depth.map_or(0, |depth| depth + 1) {
            self.close_raw();
        }
    }

    fn escaped_block(&mut self, html: &str, source: Range<u32>) {
        self.push("<p>");
        let html = html.trim_end();
        let exact = self.typed(&source).starts_with(html);
        let source = if exact { source.start..source.start + position(html.len()) } else { source };
        self.draft.push_text(html, source, self.context);
        self.draft.end_block();
        self.push("</p>\n");
    }

    /// Writes HTML that is known to be balanced, with its words as text.
    fn sanitized_block(&mut self, clean: &str, typed: &str, source: Range<u32>) {
        let mut search = Search { typed: self.typed(&source).to_owned(), from: 0, misses: 0 };
        let mut opened: Vec<Opened> = Vec::new();
        let mut rest = clean;
        let _ = typed;
        while !rest.is_empty() {
            let end = if rest.starts_with('<') {
                rest.find('>').map_or(rest.len(), |end| end + 1)
            } else {
                rest.find('<').unwrap_or(rest.len())
            };
            let (piece, after) = rest.split_at(end);
            rest = after;
            if piece.starts_with('<') {
                self.balanced_tag(piece, &mut opened);
            } else if piece.trim().is_empty() && !self.draft.in_block() {
                self.push(piece);
            } else {
                let words = decoded(piece);
                let place = search.place(&words, &source);
                let context = if opened.iter().any(|element| element.name == "a") {
                    self.context.with(Context::LINK)
                } else {
                    self.context
                };
                self.draft.push_lines(&words, place, context);
            }
        }
        self.draft.end_block();
        if !clean.is_empty() && !clean.ends_with('\n') {
            self.push("\n");
        }
    }

    fn balanced_tag(&mut self, html: &str, opened: &mut Vec<Opened>) {
        let Some(tag) = tag(html) else { return self.push(html) };
        let phrase = PHRASES.contains(&tag.name.as_str());
        if !phrase {
            self.draft.end_block();
        }
        let element = if tag.closes { opened.pop() } else { None };
        let homeless = match &element {
            Some(element) => element.homeless,
            None => is_homeless(&tag.name, opened.last().map(|around| around.name.as_str())),
        };
        let start = self.draft.html_position();
        if !homeless {
            self.push(&with_alternative(html));
        }
        let end = self.draft.html_position();
        let void = VOID.contains(&tag.name.as_str());
        if !phrase || is_ruby_part(&tag.name) {
            self.draft.close_element(start, end..end, ElementKind::Barrier);
        } else if let Some(Opened { name, outer, inner, .. }) = &element {
            let kind = if name == "a" { ElementKind::Link } else { ElementKind::Phrase };
            self.draft.close_element(*outer, *inner..start, kind);
        } else if void {
            self.draft.close_element(start, end..end, ElementKind::Phrase);
        }
        if !void && !tag.closes {
            opened.push(Opened { name: tag.name, outer: start, inner: end, homeless });
        }
    }

    /// What stands in these bytes of the file.
    fn typed(&self, source: &Range<u32>) -> &str {
        let offset = self.source(0..0).start;
        self.markdown.get((source.start - offset) as usize..(source.end - offset) as usize).unwrap_or_default()
    }
}

/// Looks for the words of sanitized HTML in what was typed, piece after piece.
struct Search {
    typed: String,
    from: usize,
    misses: usize,
}

impl Search {
    /// Where the words stand; the whole block when that cannot be told cheaply.
    fn place(&mut self, words: &str, block: &Range<u32>) -> Range<u32> {
        if self.misses < MAX_MISSES {
            if let Some(at) = self.typed.get(self.from..).and_then(|rest| rest.find(words)) {
                let start = self.from + at;
                self.from = start + words.len();
                return block.start + position(start)..block.start + position(self.from);
            }
            self.misses += 1;
        }
        block.clone()
    }
}

/// Whether an element may stand only directly in `ruby`, so that nothing may come between the two.
fn is_ruby_part(name: &str) -> bool {
    matches!(name, "rt" | "rp")
}

/// Whether an element would break out of what is around it, because what it belongs to is not there.
fn is_homeless(name: &str, around: Option<&str>) -> bool {
    let home: &[&str] = match name {
        "li" => &["ul", "ol"],
        "dt" | "dd" => &["dl"],
        "rt" | "rp" => &["ruby"],
        _ => return false,
    };
    !around.is_some_and(|around| home.contains(&around))
}

/// An element of sanitized HTML that is open.
struct Opened {
    name: String,
    /// Where in the HTML its first tag begins, and where its content does.
    outer: u32,
    inner: u32,
    /// Whether its tags are left out.
    homeless: bool,
}

/// A tag, as far as it matters here.
struct Tag {
    name: String,
    closes: bool,
}

fn tag(html: &str) -> Option<Tag> {
    let inner = html.strip_prefix('<')?;
    let (inner, closes) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    (end > 0).then(|| Tag { name: inner[..end].to_ascii_lowercase(), closes })
}

/// An image that says nothing gets an empty alternative, as HTML demands one.
fn with_alternative(html: &str) -> String {
    match html.strip_prefix("<img") {
        Some(rest) if !html.contains(" alt=") => format!("<img alt=\"\"{rest}"),
        _ => html.to_owned(),
    }
}

/// How deep the elements of this HTML nest at most, if nothing closes itself.
fn nesting(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for piece in html.split('<').skip(1) {
        if piece.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if piece.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let end = piece.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(piece.len());
            if !VOID.contains(&piece[..end].to_ascii_lowercase().as_str()) {
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
    }
    deepest
}

/// The values of all `id` attributes.
fn ids(html: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap_or_default();
        let Some((_, value)) = tag.split_once(" id=").or_else(|| tag.split_once("\nid=")) else { continue };
        let id = match value.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split(['"', '\'']).next(),
            None => value.split_whitespace().next(),
        };
        ids.extend(id.filter(|id| !id.is_empty()).map(str::to_owned));
    }
    ids
}

/// Text of sanitized HTML as a reader sees it: the serializer writes no other entities.
fn decoded(html: &str) -> String {
    html.replace("&nbsp;", "\u{a0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn sanitizer() -> &'static Builder<'static> {
    static SANITIZER: OnceLock<Builder<'static>> = OnceLock::new();
    SANITIZER.get_or_init(|| {
        let mut builder = Builder::empty();
        builder
            .tags(PHRASES.iter().chain(BLOCKS).copied().collect())
            .clean_content_tags(HashSet::from(["script", "style", "title", "textarea", "noscript", "template"]))
            .generic_attributes(HashSet::from(["lang", "dir", "title"]))
            .tag_attributes(HashMap::from([
                ("a", HashSet::from(["href", "hreflang"])),
                ("blockquote", HashSet::from(["cite"])),
                ("col", HashSet::from(["span"])),
                ("colgroup", HashSet::from(["span"])),
                ("data", HashSet::from(["value"])),
                ("del", HashSet::from(["cite", "datetime"])),
                ("details", HashSet::from(["open"])),
                ("img", HashSet::from(["alt", "height", "src", "width"])),
                ("ins", HashSet::from(["cite", "datetime"])),
                ("ol", HashSet::from(["start", "reversed"])),
                ("q", HashSet::from(["cite"])),
                ("td", HashSet::from(["colspan", "rowspan"])),
                ("th", HashSet::from(["colspan", "rowspan", "scope"])),
                ("time", HashSet::from(["datetime"])),
            ]))
            .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
            .url_relative(UrlRelative::PassThrough)
            .link_rel(None);
        builder
    })
}

/// Elements that may stand in a paragraph.
const PHRASES: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark",
    "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];
/// Elements that may not. No headings of level 1, which is the page's title, and no landmarks.
const BLOCKS: &[&str] = &[
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Elements without content.
const VOID: &[&str] =
    &["br", "col", "hr", "img", "wbr", "area", "base", "embed", "input", "link", "meta", "source", "track"];
const MAX_NESTING: usize = 128;
const MAX_MISSES: usize = 16;
