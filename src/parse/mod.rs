//! From the text of one file to an [`Article`]: typed, every value with its span.
//!
//! Broken input gives a poorer article and diagnostics, never a failure. This room looks at one file only; references are
//! left as they were typed.

pub mod body;

use std::sync::Arc;

pub use body::{Body, BodySettings};

use crate::config::Settings;
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
    let _ = (source, settings);
    (None, Vec::new())
}

/// The settings in `postil.toml`.
#[must_use]
pub fn settings(source: &SourceText) -> (Settings, Vec<Diagnostic>) {
    let _ = source;
    (Settings::default(), Vec::new())
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
    pub actors: Vec<ActorDeclaration>,
    /// Events declared here.
    pub events: Vec<EventDeclaration>,
    /// Claims declared here.
    pub claims: Vec<ClaimDeclaration>,
    /// Sources declared here.
    pub sources: Vec<SourceDeclaration>,
    /// Statements recorded here, in the order of the front matter.
    pub statements: Vec<StatementDeclaration>,
    /// The prose of a briefing, page or home page. (That of an actor and so on is with its declaration.)
    pub body: Option<Arc<Body>>,
}

/// What a file of content is.
#[derive(Debug, Clone)]
pub enum Head {
    /// `content/briefings/**/*.md`
    Briefing(BriefingHead),
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
