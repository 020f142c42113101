//! Links and images: where they lead is read here, and bound when all articles are known.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::{Closing, IMAGE, PendingLink, Writer};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::body::draft::{escape_into, position};
use crate::parse::body::map::Context;
use crate::parse::body::target::{self, LinkTarget, Refusal};
use crate::parse::body::{BodyImage, BodyLink};
use crate::source::Span;

impl Writer<'_> {
    pub(super) fn link(&mut self, kind: LinkType, address: &str, title: &str, range: Range<usize>) {
        let target = match kind {
            LinkType::WikiLink { .. } => Ok(LinkTarget::Name(address.trim().to_owned())),
            LinkType::Email => target::target(&format!("mailto:{address}")),
            _ => target::target(address),
        };
        let place = self.address(address, range);
        let span = self.span(match &target {
            // What is wrong with these is their id.
            Ok(LinkTarget::Actor(id) | LinkTarget::Claim(id) | LinkTarget::Event(id) | LinkTarget::Source(id))
                if self.markdown.get(place.clone()) == Some(address) && address.ends_with(id) =>
            {
                place.end - id.len()..place.end
            }
            _ => place,
        });
        let words = self.draft.text_position();
        let pending = match target {
            Ok(target) => Some(PendingLink { target, span, title: title.to_owned(), words }),
            Err(refusal) => {
                self.refuse(&refusal, address, span, "link");
                None
            }
        };
        self.open("", Closing::Link(pending));
        self.context = self.context.with(Context::LINK);
    }

    /// Where in a link its address is typed; the whole link when it stands elsewhere, or is typed with escapes.
    pub(super) fn address(&self, address: &str, link: Range<usize>) -> Range<usize> {
        let typed = self.markdown.get(link.clone()).unwrap_or_default();
        let begins = |at: usize| {
            let before = typed[..at].trim_end();
            before.strip_suffix('<').unwrap_or(before).ends_with("](")
        };
        let found = typed.match_indices(address).map(|(at, _)| at).find(|at| begins(*at));
        match found.filter(|_| !address.is_empty()) {
            Some(at) => link.start + at..link.start + at + address.len(),
            None => link,
        }
    }

    pub(super) fn end_link(&mut self, link: Option<PendingLink>, inner: u32, around: Context) {
        let Some(PendingLink { target, span, title, words }) = link else { return };
        // Markdown puts no link in a link, but may put one in an `a` that was typed.
        let html = if around.touches(Context::LINK) { inner..inner } else { inner..self.draft.html_position() };
        let words = words..position(self.draft.text.len());
        self.draft.links.push(BodyLink { target, span, words, html, title });
    }

    pub(super) fn image(&mut self, address: &str, title: &str, range: Range<usize>) {
        if self.alternative.is_some() {
            return self.open("", Closing::Phrase(""));
        }
        self.draft.text_position();
        let span = self.span(self.address(address, range));
        match target::image(address) {
            Ok(target) => {
                let html = self.draft.html_position() + position(IMAGE.len());
                self.draft.images.push(BodyImage { target, span, html });
                self.open(IMAGE, Closing::Image { title: title.to_owned() });
                self.alternative = Some(String::new());
            }
            // What would be said in its place is shown.
            Err(refusal) => {
                self.refuse(&refusal, address, span, "image");
                self.open("<span>", Closing::Phrase("</span>"));
            }
        }
    }

    pub(super) fn end_image(&mut self, title: &str) {
        let alternative = self.alternative.take().unwrap_or_default();
        let mut html = String::from(" alt=\"");
        escape_into(&mut html, &alternative);
        if !title.is_empty() {
            html.push_str("\" title=\"");
            escape_into(&mut html, title);
        }
        html.push_str("\" loading=\"lazy\">");
        self.push(&html);
    }

    pub(super) fn refuse(&mut self, refusal: &Refusal, address: &str, span: Span, what: &str) {
        let shown = Self::shortened(address);
        let diagnostic = match refusal {
            Refusal::Empty => Diagnostic::new(Code::BadUrl, span, format!("the {what} has no address"))
                .help("write an address between the parentheses"),
            Refusal::NoId(kind) => Diagnostic::new(Code::BadUrl, span, format!("no id follows `{kind}:`"))
                .help(format!("write `{kind}:` and an id")),
            Refusal::NoScheme => {
                Diagnostic::new(Code::BadUrl, span, format!("`{shown}` does not say how to get there"))
                    .help(format!("write `https:{shown}`"))
            }
            Refusal::Scheme(_) if what == "image" => {
                Diagnostic::new(Code::BadUrl, span, format!("`{shown}` cannot be shown as an image"))
                    .help("write a path relative to this file, or an address with `https:`")
            }
            Refusal::Scheme(scheme) => {
                let scheme = Self::shortened(scheme);
                Diagnostic::new(Code::BadUrl, span, format!("`{shown}` cannot be linked"))
                    .note(format!("Addresses with `{scheme}:` are not linked."))
                    .help("write an address with `https:`, `http:`, `mailto:` or `tel:`")
            }
        };
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn shortened(text: &str) -> String {
        text.chars().filter(|c| !c.is_control()).take(80).collect()
    }
}
