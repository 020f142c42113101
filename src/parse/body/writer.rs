//! From the events of the Markdown parser to HTML, rendered text, and the map between them.
//!
//! Each opening event leaves on a stack how it is to be closed, so that elements are closed in the order they were opened,
//! whatever raw HTML stands between.

mod headings;
mod links;
mod tables;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, Options, Parser, Tag};

use super::code::CodeBlock;
use super::draft::{Draft, is_unpublishable, position};
use super::footnotes::Footnotes;
use super::map::{Context, ElementKind};
use super::target::LinkTarget;
use super::{BodySettings, depth};
use crate::config::RawHtml;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Where Markdown stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin {
    /// In a file, from this byte on.
    File { file: FileId, offset: u32 },
    /// In a value of the front matter.
    Value(Span),
}

/// Everything about a body while it is written.
pub(super) struct Writer<'a> {
    pub(super) markdown: &'a str,
    pub(super) origin: Origin,
    pub(super) settings: BodySettings,
    pub(super) draft: Draft,
    pub(super) footnotes: Footnotes,
    /// The ids of headings, with the last number that was put behind each.
    pub(super) ids: BTreeMap<String, u32>,
    pub(super) raw_ids: Vec<String>,
    /// Ends of the top-level blocks in the HTML.
    pub(super) tops: Vec<u32>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) context: Context,
    pub(super) open: Vec<Open>,
    interrupted: Vec<Draft>,
    alternative: Option<String>,
    table: Table,
}

/// What was opened and is to be closed.
pub(super) struct Open {
    pub(super) closing: Closing,
    /// Where in the HTML its first tag begins, and where its content does.
    pub(super) outer: u32,
    pub(super) inner: u32,
    /// The context outside of it.
    context: Context,
}

/// How something is closed.
pub(super) enum Closing {
    Block(&'static str),
    Phrase(&'static str),
    Raw(String),
    Heading { typed: u8, id: Option<String>, text: u32 },
    Link(Option<PendingLink>),
    Image { title: String },
    Code(CodeBlock),
    Html { html: String, source: Range<u32> },
    Footnote(String),
    Table,
    TableHead,
    TableRow,
}

/// A link whose words are being written.
pub(super) struct PendingLink {
    target: LinkTarget,
    span: Span,
    title: String,
    words: u32,
}

#[derive(Default)]
struct Table {
    count: u32,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(markdown: &'a str, origin: Origin, settings: BodySettings) -> Self {
        Self {
            markdown,
            origin,
            settings,
            draft: Draft::default(),
            footnotes: Footnotes::default(),
            ids: BTreeMap::new(),
            raw_ids: Vec::new(),
            tops: Vec::new(),
            diagnostics: Vec::new(),
            context: Context::default(),
            open: Vec::new(),
            interrupted: Vec::new(),
            alternative: None,
            table: Table::default(),
        }
    }

    /// Writes everything but the footnotes, which follow at the end.
    pub(super) fn write(&mut self) {
        self.report_unpublishable();
        let (markdown, too_deep) = depth::limited(self.markdown);
        if let Some(range) = too_deep {
            let message = format!("blocks nest more than {} levels deep", depth::MAX_DEPTH);
            let diagnostic = Diagnostic::new(Code::LimitExceeded, self.span(range), message);
            self.diagnostics.push(diagnostic.help("take out the markers beyond that"));
        }
        let markdown: Cow<'_, str> = markdown;
        for (event, range) in Parser::new_ext(&markdown, self.options()).into_offset_iter() {
            self.event(event, range);
        }
        while !self.open.is_empty() {
            self.end();
        }
        self.draft.end_block();
    }

    /// The place in the file of bytes of this Markdown.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match self.origin {
            Origin::File { file, .. } => {
                let source = self.source(range);
                Span::new(file, source.start, source.end)
            }
            Origin::Value(span) => span,
        }
    }

    /// The bytes of the file, or of the value, that are these bytes of the Markdown.
    pub(super) fn source(&self, range: Range<usize>) -> Range<u32> {
        let offset = match self.origin {
            Origin::File { offset, .. } => offset,
            Origin::Value(_) => 0,
        };
        position(range.start) + offset..position(range.end) + offset
    }

    pub(super) fn push(&mut self, html: &str) {
        self.draft.html.push_str(html);
    }

    /// Whether something is being written that may not hold a link.
    pub(super) fn in_link(&self) -> bool {
        self.context.touches(Context::LINK)
    }

    fn options(&self) -> Options {
        let mut options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_GFM
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_WIKILINKS
            // Only the id is used: classes and attributes are thrown away, as some of them run script.
            | Options::ENABLE_HEADING_ATTRIBUTES;
        options.set(Options::ENABLE_FOOTNOTES, matches!(self.origin, Origin::File { .. }));
        options.set(Options::ENABLE_SMART_PUNCTUATION, self.settings.smart_punctuation);
        options
    }

    fn report_unpublishable(&mut self) {
        let Some((at, c)) = self.markdown.char_indices().find(|(_, c)| is_unpublishable(*c)) else { return };
        let message = format!("the character `U+{:04X}` cannot stand on a page", u32::from(c));
        let span = self.span(at..at + c.len_utf8());
        self.diagnostics.push(Diagnostic::new(Code::BadText, span, message).help("take it out"));
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => self.end(),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
            Event::Code(code) => self.code(&code, range),
            Event::Html(html) => self.html(&html, range),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => self.line_end("", range),
            Event::HardBreak => self.line_end("<br>", range),
            Event::Rule => {
                self.begin_block();
                self.push("<hr>\n");
                self.top_level_end();
            }
            Event::TaskListMarker(done) => {
                let (checked, label) = if done { (" checked", "Done") } else { ("", "To do") };
                let html = format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> ");
                self.push(&html);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if self.alternative.is_some() && !matches!(tag, Tag::Image { .. }) {
            return self.open("", Closing::Phrase(""));
        }
        match tag {
            Tag::Paragraph => self.block("<p>", "</p>\n"),
            Tag::Heading { level, id, .. } => self.heading(level as u8, id.as_ref().map(CowStr::as_ref)),
            Tag::BlockQuote(None) => self.block("<blockquote>\n", "</blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.block(alert(kind), "</div>\n"),
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::HtmlBlock => {
                self.begin_block();
                let source = self.source(range);
                self.open("", Closing::Html { html: String::new(), source });
            }
            Tag::List(None) => self.block("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n", "</ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n"), "</ol>\n"),
            Tag::Item => self.block("<li>", "</li>\n"),
            Tag::FootnoteDefinition(label) => {
                self.begin_block();
                self.open("", Closing::Footnote(label.into_string()));
                self.interrupted.push(std::mem::take(&mut self.draft));
            }
            Tag::DefinitionList => self.block("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.block("<dd>", "</dd>\n"),
            Tag::Table(alignments) => self.table(alignments),
            Tag::TableHead => {
                (self.table.column, self.table.in_head) = (0, true);
                self.begin_block();
                self.open("<thead>\n<tr>", Closing::TableHead);
            }
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.open("<em>", Closing::Phrase("</em>")),
            Tag::Strong => self.open("<strong>", Closing::Phrase("</strong>")),
            Tag::Strikethrough => self.open("<del>", Closing::Phrase("</del>")),
            Tag::Superscript => self.open("<sup>", Closing::Phrase("</sup>")),
            Tag::Subscript => self.open("<sub>", Closing::Phrase("</sub>")),
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, &title, range),
            Tag::Image { dest_url, title, .. } => self.image(&dest_url, &title, range),
            Tag::MetadataBlock(_) => self.block("", ""),
        }
    }

    fn block(&mut self, opening: &str, closing: &'static str) {
        self.begin_block();
        self.open(opening, Closing::Block(closing));
    }

    /// Ends the words before a block; in a tight list no event says so.
    fn begin_block(&mut self) {
        while let Some(Open { closing: Closing::Raw(_), .. }) = self.open.last() {
            self.close_raw();
        }
        self.draft.end_block();
    }

    pub(super) fn open(&mut self, opening: &str, closing: Closing) {
        let outer = self.draft.html_position();
        self.push(opening);
        self.open.push(Open { closing, outer, inner: self.draft.html_position(), context: self.context });
    }

    /// Closes what was opened last by Markdown, with all raw HTML in it.
    fn end(&mut self) {
        while let Some(Open { closing: Closing::Raw(_), .. }) = self.open.last() {
            self.close_raw();
        }
        let Some(Open { closing, outer, inner, context }) = self.open.pop() else { return };
        match closing {
            Closing::Block(html) => {
                self.draft.end_block();
                self.push(html);
            }
            Closing::Phrase("") | Closing::Raw(_) => {}
            Closing::Phrase(html) => {
                let end = self.draft.html_position();
                self.push(html);
                self.draft.close_element(outer, inner..end, ElementKind::Phrase);
            }
            Closing::Heading { typed, id, text } => self.end_heading(typed, id.as_deref(), text, outer),
            Closing::Link(link) => self.end_link(link, inner, context),
            Closing::Image { title } => self.end_image(&title),
            Closing::Code(code) => self.end_code_block(&code),
            Closing::Html { html, source } => self.end_html_block(&html, source),
            Closing::Footnote(label) => {
                self.draft.end_block();
                let definition = std::mem::replace(&mut self.draft, self.interrupted.pop().unwrap_or_default());
                self.footnotes.define(&label, definition);
            }
            Closing::Table => {
                self.draft.end_block();
                self.push(if self.table.has_body { "</tbody>\n</table>\n</div>\n" } else { "</table>\n</div>\n" });
            }
            Closing::TableHead => {
                self.draft.end_block();
                self.table.in_head = false;
                self.push("</tr>\n</thead>\n");
            }
            Closing::TableRow => {
                self.draft.end_block();
                self.push("</tr>\n");
            }
        }
        self.context = context;
        self.top_level_end();
    }

    /// Closes raw HTML that was opened last.
    pub(super) fn close_raw(&mut self) {
        let Some(Open { closing: Closing::Raw(name), outer, inner, context }) = self.open.pop() else { return };
        let end = self.draft.html_position();
        self.push(&format!("</{name}>"));
        match name.as_str() {
            "a" => self.draft.close_element(outer, inner..end, ElementKind::Link),
            "rt" | "rp" => {
                let after = self.draft.html_position();
                self.draft.close_element(end, after..after, ElementKind::Barrier);
            }
            _ => self.draft.close_element(outer, inner..end, ElementKind::Phrase),
        }
        self.context = context;
    }

    fn top_level_end(&mut self) {
        let end = self.draft.html_position();
        if self.open.is_empty() && self.tops.last().copied().unwrap_or_default() < end {
            self.tops.push(end);
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(alternative) = &mut self.alternative {
            alternative.push_str(text);
            return;
        }
        let source = self.source(range);
        match self.open.last_mut() {
            Some(Open { closing: Closing::Code(code), .. }) => code.push(text, source),
            _ => self.draft.push_text(text, source, self.context),
        }
    }

    fn code(&mut self, code: &str, range: Range<usize>) {
        if let Some(alternative) = &mut self.alternative {
            alternative.push_str(code);
            return;
        }
        let typed = self.markdown.get(range.clone()).unwrap_or_default();
        let ticks = typed.bytes().take_while(|byte| *byte == b'`').count();
        let start = range.start + ticks + typed[ticks..].find(code).unwrap_or_default();
        let exact = self.markdown.get(start..start + code.len()) == Some(code);
        let source = self.source(if exact { start..start + code.len() } else { range });
        self.draft.text_position();
        self.open("<code>", Closing::Phrase("</code>"));
        self.draft.push_text(code, source, self.context.with(Context::CODE));
        self.end();
    }

    fn line_end(&mut self, html: &'static str, range: Range<usize>) {
        if let Some(alternative) = &mut self.alternative {
            alternative.push(' ');
            return;
        }
        if !html.is_empty() {
            let start = self.draft.html_position();
            self.push(html);
            let end = self.draft.html_position();
            self.draft.close_element(start, end..end, ElementKind::Phrase);
        }
        let source = self.source(range);
        self.draft.push_line_end(source, self.context);
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        let source = self.source(range);
        match self.open.last_mut() {
            Some(Open { closing: Closing::Html { html: block, .. }, .. }) => block.push_str(html),
            _ => self.end_html_block(html, source),
        }
    }

    fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if self.alternative.is_some() {
            return;
        }
        match self.settings.raw_html {
            RawHtml::Escape => self.text(html, range),
            RawHtml::Allow => self.allowed_html(html),
            RawHtml::Sanitize => self.sanitized_tag(html),
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        if self.alternative.is_some() {
            return;
        }
        self.draft.text_position();
        let (number, id) = self.footnotes.refer(label);
        let outer = self.draft.html_position();
        let html = if self.in_link() {
            format!("<sup class=\"footnote-ref\">{number}</sup>")
        } else {
            format!("<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\">{number}</a></sup>")
        };
        self.push(&html);
        let end = self.draft.html_position();
        self.draft.close_element(outer, end..end, ElementKind::Link);
    }
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "<div class=\"alert\" data-kind=\"note\">\n<p class=\"alert-title\">Note</p>\n",
        BlockQuoteKind::Tip => "<div class=\"alert\" data-kind=\"tip\">\n<p class=\"alert-title\">Tip</p>\n",
        BlockQuoteKind::Important => {
            "<div class=\"alert\" data-kind=\"important\">\n<p class=\"alert-title\">Important</p>\n"
        }
        BlockQuoteKind::Warning => {
            "<div class=\"alert\" data-kind=\"warning\">\n<p class=\"alert-title\">Warning</p>\n"
        }
        BlockQuoteKind::Caution => {
            "<div class=\"alert\" data-kind=\"caution\">\n<p class=\"alert-title\">Caution</p>\n"
        }
    }
}

const IMAGE: &str = "<img";
