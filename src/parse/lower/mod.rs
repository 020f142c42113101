//! From a tree of nodes to what an author said: briefings, actors, claims, events, sources.
//!
//! A mapping is read key by key ([`reader`]), each value by what it takes ([`values`]). Every problem is reported where it
//! stands, and what can be read is kept, so that a mistake in one place causes no others. Whether what is referred to
//! exists is the business of `resolve`.

mod actor;
mod briefing;
pub(super) mod claim;
mod countries;
mod dates;
mod event;
mod nearest;
mod reader;
mod site;
mod source;
mod values;

use std::sync::Arc;

pub(crate) use dates::guess as guess_date;
pub(crate) use nearest::nearest;
pub(super) use site::settings;

use self::reader::Reader;
use super::body::{Body, BodySettings};
use super::keys;
use super::kind::Entity;
use super::node::{Node, Value};
use super::{BriefingHead, PageHead};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Extra;
use crate::model::Slug;
use crate::model::declaration::{
    ActorDeclaration, ClaimDeclaration, EventDeclaration, Id, SourceDeclaration, StatementDeclaration, Text,
};
use crate::source::{SourceText, Span, Spanned};

/// What one file declares, while it is being lowered, and the problems found.
pub(super) struct Lower {
    source: SourceText,
    body: BodySettings,
    is_settings: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) actors: Vec<ActorDeclaration>,
    pub(super) events: Vec<EventDeclaration>,
    pub(super) claims: Vec<ClaimDeclaration>,
    pub(super) sources: Vec<SourceDeclaration>,
    pub(super) statements: Vec<StatementDeclaration>,
}

/// Where a declaration stands, and what the place gives to it.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// In the front matter of a briefing.
    Inline,
    /// In a list file.
    List,
    /// In a file of its own: the id that its name gives, and its prose.
    Own(Option<Slug>, Arc<Body>),
}

impl Lower {
    pub(super) fn new(source: &SourceText, body: BodySettings) -> Self {
        Self {
            source: source.clone(),
            body,
            is_settings: false,
            diagnostics: Vec::new(),
            actors: Vec::new(),
            events: Vec::new(),
            claims: Vec::new(),
            sources: Vec::new(),
            statements: Vec::new(),
        }
    }

    /// The head of a briefing. Its declarations and statements are kept here.
    pub(super) fn briefing(&mut self, node: &Node, slug: Option<Slug>) -> BriefingHead {
        briefing::lower(self, node, slug)
    }

    /// The head of a page, or of the home page.
    pub(super) fn page(&mut self, node: &Node, slug: Option<Slug>, is_home: bool) -> PageHead {
        let set = if is_home { &keys::HOME } else { &keys::PAGE };
        let Some(reader) = Reader::new(self, set, node) else {
            return PageHead::empty(Spanned::new(slug.unwrap_or_else(Slug::unnamed), node.span));
        };
        if is_home {
            let slug = Spanned::new(slug.unwrap_or_else(Slug::unnamed), node.span);
            return PageHead {
                title: reader.get(self, "title", Self::text),
                summary: reader.get(self, "summary", Self::text),
                lang: reader.get(self, "lang", Self::language),
                extra: reader.get(self, "extra", Self::extra).unwrap_or_default(),
                ..PageHead::empty(slug)
            };
        }
        PageHead {
            title: reader.required(self, "title", Self::text),
            summary: reader.get(self, "summary", Self::text),
            lang: reader.get(self, "lang", Self::language),
            draft: reader.get(self, "draft", Self::truth).unwrap_or(false),
            slug: self.file_slug(&reader, slug),
            former: reader.list(self, "aliases", Self::page_path),
            extra: reader.get(self, "extra", Self::extra).unwrap_or_default(),
        }
    }

    /// The declarations of a list file.
    pub(super) fn list(&mut self, node: &Node, entity: Entity) {
        let Value::List(list) = &node.value else {
            if !matches!(node.value, Value::Broken) && !node.is_nothing() {
                let message = format!("a list file holds a list, but this is {}", node.description());
                let place = Span::new(node.span.file, node.span.start, self.line_end(node.span.start));
                self.report(
                    Diagnostic::new(Code::WrongType, place, message)
                        .help("begin each entry with `- ` and indent its other lines by two spaces"),
                );
            }
            return;
        };
        for item in &list.items {
            self.declare(item, entity, &Place::List);
        }
    }

    /// The declaration in a mapping.
    pub(super) fn declare(&mut self, node: &Node, entity: Entity, place: &Place) {
        match entity {
            Entity::Actor => actor::lower(self, node, place),
            Entity::Event => event::lower(self, node, place),
            Entity::Claim => claim::lower(self, node, place),
            Entity::Source => source::lower(self, node, place),
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The id of a declaration: written, or given by the place, or made from this text.
    fn id(&mut self, reader: &Reader<'_>, place: &Place, from: Option<&Text>) -> Option<Id> {
        if let Some(slug) = reader.get(self, "id", Self::slug) {
            return Some(Id { slug: slug.value, span: slug.span, made: false });
        }
        if let Place::Own(Some(slug), _) = place {
            return Some(Id { slug: slug.clone(), span: from.map_or(reader.head(), |text| text.span), made: false });
        }
        let from = from?;
        if let Some(slug) = Slug::from_text(&from.value) {
            return Some(Id { slug, span: from.span, made: true });
        }
        if !reader.has("id") {
            let message = format!("no id can be made from `{}`", shown(&from.value));
            self.report(
                Diagnostic::new(Code::BadId, from.span, message)
                    .note("an id needs a letter or a digit")
                    .help("add `id:` with lowercase letters, digits and single hyphens"),
            );
        }
        None
    }

    /// The slug that a file writes, or else that of its name.
    fn file_slug(&mut self, reader: &Reader<'_>, of_name: Option<Slug>) -> Spanned<Slug> {
        if let Some(slug) = reader.get(self, "slug", Self::slug) {
            return slug;
        }
        let slug = of_name.unwrap_or_else(|| {
            if !reader.has("slug") {
                let message = format!("no address can be made from the name `{}`", shown(self.source.path().name()));
                self.report(
                    Diagnostic::new(Code::BadId, reader.head(), message)
                        .help("rename the file, or add `slug:` with lowercase letters, digits and single hyphens"),
                );
            }
            Slug::unnamed()
        });
        Spanned::new(slug, reader.head())
    }

    fn markdown(&mut self, key: &str, node: &Node) -> Option<Arc<Body>> {
        let text = self.text(key, node)?;
        let (body, found) = Body::parse_value(&text.value, text.span, self.body);
        self.diagnostics.extend(found);
        Some(Arc::new(body))
    }

    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "one of the functions that read a value")]
    fn extra(&mut self, _key: &str, node: &Node) -> Option<Extra> {
        Some(node.to_extra())
    }

    /// The last place within a span where a text is typed; the whole span when it is typed otherwise.
    fn part(&self, span: Span, text: &str) -> Span {
        let typed = self.source.text().get(span.range()).unwrap_or_default();
        typed.rfind(text).filter(|_| !text.is_empty()).map_or(span, |at| {
            let start = span.range().start + at;
            self.source.span(start..start + text.len())
        })
    }

    fn line_end(&self, start: u32) -> u32 {
        let rest = self.source.text().get(start as usize..).unwrap_or_default();
        let length = rest.lines().next().unwrap_or_default().trim_end().len();
        start + u32::try_from(length).unwrap_or(0)
    }
}

impl Place {
    fn body(&self) -> Option<Arc<Body>> {
        match self {
            Self::Own(_, body) => Some(Arc::clone(body)),
            Self::Inline | Self::List => None,
        }
    }
}

impl PageHead {
    fn empty(slug: Spanned<Slug>) -> Self {
        Self { slug, title: None, summary: None, lang: None, draft: false, former: Vec::new(), extra: Extra::Nothing }
    }
}

/// A typed text as messages quote it: not longer than a line.
fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

const SHOWN_CHARS: usize = 60;
