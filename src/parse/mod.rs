//! From the text of one file to an [`Article`]: typed, every value with its span.
//!
//! Broken input gives a poorer article and diagnostics, never a failure. This room looks at one file only; references are
//! left as they were typed.

pub mod body;
pub mod front_matter;
pub mod keys;
mod kind;
mod lower;
pub mod node;
pub mod schema;
pub mod settings;
mod toml;
pub mod yaml;

use std::sync::Arc;

pub use body::{Body, BodySettings};

pub(crate) use kind::slug_of_name;
pub use kind::{Entity, FileKind};
pub(crate) use lower::{guess_date, nearest};

use self::front_matter::Parts;
use self::lower::{Lower, Place};
use self::node::{Map, Node, Value};
use crate::diagnostic::Diagnostic;
use crate::model::declaration::{
    ActorDeclaration, ClaimDeclaration, EventDeclaration, NoteDeclaration, SourceDeclaration, StatementDeclaration,
    Text, UpdateDeclaration,
};
use crate::model::{Date, Extra, Slug};
use crate::source::{FileId, SitePath, SourceText, Span, Spanned};

/// The article in a file of `content/`, by its path: a briefing, page, entity or list. None when the path is none of these.
///
/// A file whose front matter is broken still gives its readable parts.
#[must_use]
pub fn article(source: &SourceText, settings: BodySettings) -> (Option<Article>, Vec<Diagnostic>) {
    match FileKind::of(source.path()) {
        FileKind::Other => (None, Vec::new()),
        FileKind::Misplaced => (None, vec![kind::misplaced(source)]),
        FileKind::List(entity) => list_file(source, entity, settings),
        FileKind::Own(entity) => own_file(source, entity, settings),
        kind @ (FileKind::Briefing | FileKind::Page | FileKind::Home) => prose_file(source, kind, settings),
    }
}

fn list_file(source: &SourceText, entity: Entity, settings: BodySettings) -> (Option<Article>, Vec<Diagnostic>) {
    let begin = source.text().len() - source.text().trim_start_matches('\u{feff}').len();
    let (node, diagnostics) = yaml::parse(source, begin..source.text().len());
    let mut lower = Lower::new(source, settings);
    if let Some(node) = node {
        lower.list(&node, entity);
    }
    finish(source, lower, Head::List, None, diagnostics)
}

fn own_file(source: &SourceText, entity: Entity, settings: BodySettings) -> (Option<Article>, Vec<Diagnostic>) {
    let parts = Parts::of(source);
    let (node, mut diagnostics) = front_matter(source, &parts, Some(first_key(entity)));
    let (body, found) = Body::parse(source, parts.body.clone(), settings);
    diagnostics.extend(found);
    let mut lower = Lower::new(source, settings);
    // Without front matter too, so that what refers to it is not told that there is no such thing.
    let place = Place::Own(Slug::from_text(source.path().stem()), Arc::new(body));
    lower.declare(&node, entity, &place);
    finish(source, lower, Head::Entity, None, diagnostics)
}

fn prose_file(source: &SourceText, kind: FileKind, settings: BodySettings) -> (Option<Article>, Vec<Diagnostic>) {
    let parts = Parts::of(source);
    let (node, mut diagnostics) = front_matter(source, &parts, (kind != FileKind::Home).then_some("title"));
    let slug = slug_of_name(source.path());
    let mut lower = Lower::new(source, settings);
    let head = match kind {
        FileKind::Briefing => Head::Briefing(Box::new(lower.briefing(&node, slug))),
        FileKind::Home => Head::Home(lower.page(&node, slug, true)),
        _ => Head::Page(lower.page(&node, slug, false)),
    };
    let (body, found) = Body::parse(source, parts.body, settings);
    diagnostics.extend(found);
    finish(source, lower, head, Some(Arc::new(body)), diagnostics)
}

/// The key that every declaration of this kind has.
fn first_key(entity: Entity) -> &'static str {
    match entity {
        Entity::Actor => "name",
        Entity::Claim => "text",
        Entity::Event | Entity::Source => "title",
    }
}

/// The tree of the front matter. Where there is none that has been reported, and no key of it is missed.
fn front_matter(source: &SourceText, parts: &Parts, required: Option<&str>) -> (Node, Vec<Diagnostic>) {
    let problem = parts.problem(source, required);
    let Some(range) = parts.front_matter.clone() else {
        let nothing = Map { entries: Vec::new(), incomplete: required.is_some() };
        let node = Node { span: source.span(0..0), value: Value::Map(nothing) };
        return (node, problem.into_iter().collect());
    };
    let (node, mut diagnostics) = yaml::parse(source, range.clone());
    let mut node = node.filter(|node| !node.is_nothing()).unwrap_or_else(|| {
        // Keys that are missing in an empty front matter are shown at the line that opens it.
        let opening = source.text()[..range.start].trim_end();
        Node { span: source.span(opening.len() - 3..opening.len()), value: Value::Map(Map::default()) }
    });
    if let (Value::Map(map), true) = (&mut node.value, parts.unclosed) {
        map.incomplete = true;
    }
    if problem.is_some() {
        // Prose was read as YAML, perhaps: what it says is not what is wrong.
        diagnostics = problem.into_iter().collect();
    }
    (node, diagnostics)
}

fn finish(
    source: &SourceText,
    lower: Lower,
    head: Head,
    body: Option<Arc<Body>>,
    mut diagnostics: Vec<Diagnostic>,
) -> (Option<Article>, Vec<Diagnostic>) {
    diagnostics.extend(lower.diagnostics);
    let mut statements = lower.statements;
    statements.shrink_to_fit();
    let article = Article {
        file: source.id(),
        path: source.path().clone(),
        head,
        actors: shared(lower.actors),
        events: shared(lower.events),
        claims: shared(lower.claims),
        sources: shared(lower.sources),
        statements,
        body,
    };
    (Some(article), diagnostics)
}

/// Declarations as the graph shares them, in a list of their own: collected into one, they would keep the memory of the old.
fn shared<D>(declarations: Vec<D>) -> Vec<Arc<D>> {
    let mut shared = Vec::with_capacity(declarations.len());
    shared.extend(declarations.into_iter().map(Arc::new));
    shared
}

/// One file of content.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its text.
    pub file: FileId,
    /// Its path.
    pub path: SitePath,
    /// What it is, with what only files of this kind have.
    pub head: Head,
    /// Actors declared here.
    pub actors: Vec<Arc<ActorDeclaration>>,
    /// Events declared here.
    pub events: Vec<Arc<EventDeclaration>>,
    /// Claims declared here.
    pub claims: Vec<Arc<ClaimDeclaration>>,
    /// Sources declared here.
    pub sources: Vec<Arc<SourceDeclaration>>,
    /// Statements recorded here, in the order of the front matter.
    pub statements: Vec<StatementDeclaration>,
    /// The prose of a briefing, page or home page. (That of an actor and so on is with its declaration.)
    pub body: Option<Arc<Body>>,
}

impl Article {
    /// All its prose: its own, that of notes and of statements, and that of what it declares.
    pub fn bodies(&self) -> impl Iterator<Item = &Arc<Body>> {
        let notes = match &self.head {
            Head::Briefing(head) => &head.notes[..],
            Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => &[],
        };
        let own = self.body.iter().chain(notes.iter().map(|note| &note.text));
        own.chain(self.statements.iter().filter_map(|it| it.note.as_ref()))
            .chain(self.actors.iter().filter_map(|it| it.body.as_ref()))
            .chain(self.claims.iter().filter_map(|it| it.body.as_ref()))
            .chain(self.events.iter().filter_map(|it| it.body.as_ref()))
            .chain(self.sources.iter().filter_map(|it| it.body.as_ref()))
    }
}

/// What a file of content is.
#[derive(Debug, Clone)]
pub enum Head {
    /// `content/briefings/**/*.md`
    Briefing(Box<BriefingHead>),
    /// `content/pages/*.md`
    Page(PageHead),
    /// `content/index.md`
    Home(PageHead),
    /// `content/actors/*.md` and so on: everything is in the declarations.
    Entity,
    /// `content/actors.yaml` and so on: everything is in the declarations.
    List,
}

/// What only a briefing has.
#[derive(Debug, Clone)]
pub struct BriefingHead {
    /// Its id and the last part of its address.
    pub slug: Spanned<Slug>,
    /// Its title.
    pub title: Text,
    /// When it was written.
    pub date: Spanned<Date>,
    /// When it was last changed in substance.
    pub updated: Option<Spanned<Date>>,
    /// Plain text.
    pub summary: Option<Text>,
    /// Who wrote it, as printed.
    pub authors: Vec<Text>,
    /// Its subjects, as printed.
    pub tags: Vec<Text>,
    /// Its language (BCP 47).
    pub lang: Option<Text>,
    /// Not to be shown yet.
    pub draft: bool,
    /// Not to be shown before.
    pub publish: Option<Spanned<Date>>,
    /// Not to be shown after.
    pub expires: Option<Spanned<Date>>,
    /// Actors listed: those declared elsewhere, or by being named here.
    pub actors: Vec<Text>,
    /// Ids of events listed that are declared elsewhere.
    pub events: Vec<Text>,
    /// Ids of sources listed that are declared elsewhere.
    pub sources: Vec<Text>,
    /// Changes of status.
    pub updates: Vec<UpdateDeclaration>,
    /// Remarks on passages.
    pub notes: Vec<NoteDeclaration>,
    /// Former addresses.
    pub former: Vec<Text>,
    /// A picture, as a path relative to the file.
    pub image: Option<Text>,
    /// Free data.
    pub extra: Extra,
    /// The front matter without its `---` lines.
    pub span: Span,
}

/// What a page beside the briefings has.
#[derive(Debug, Clone)]
pub struct PageHead {
    /// The last part of its address.
    pub slug: Spanned<Slug>,
    /// Its title; `None` only on the home page.
    pub title: Option<Text>,
    /// Plain text.
    pub summary: Option<Text>,
    /// Its language (BCP 47).
    pub lang: Option<Text>,
    /// Not to be shown yet.
    pub draft: bool,
    /// Former addresses.
    pub former: Vec<Text>,
    /// Free data.
    pub extra: Extra,
}

#[cfg(test)]
mod tests;
