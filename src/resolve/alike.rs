//! Whether two states of an article bind the same: the same declarations, references, dates, statuses and links, in the same
//! order, whatever their texts say and wherever they stand.
//!
//! Every field of every declaration is named here, so that a new one is not forgotten: it is compared, or it is of no
//! consequence for anything but the pages that show it.

use std::sync::Arc;

use crate::model::declaration::{
    ActorDeclaration, ClaimDeclaration, ClaimReference, EventDeclaration, Id, LinkDeclaration, NoteDeclaration,
    ParticipantDeclaration, Party, RelationDeclaration, RoleDeclaration, SourceDeclaration, StatementDeclaration,
    Topic, UpdateDeclaration,
};
use crate::model::{
    Access, ActorKind, ActorRelation, ClaimKind, ClaimRelation, Date, EventRole, EventStatus, Mode, Reliability, Slug,
    SourceKind, Stance, Status,
};
use crate::parse::{Article, Body, BriefingHead, Head, PageHead};
use crate::source::{FileId, SitePath, Spanned};

/// Something that binds, and may be put in the place of another that binds the same.
pub(super) trait Alike {
    /// Whether it binds what the other binds.
    fn is_alike(&self, other: &Self) -> bool;
}

macro_rules! alike_when_equal {
    ($( $type:ty ),* $(,)?) => { $(
        impl Alike for $type {
            fn is_alike(&self, other: &Self) -> bool {
                self == other
            }
        }
    )* };
}

alike_when_equal! {
    bool, u8, usize, String, Slug, SitePath, FileId, Date, Access, ActorKind, ActorRelation, ClaimKind, ClaimRelation, EventRole,
    EventStatus, Mode, Reliability, SourceKind, Stance, Status, Party, Topic,
}

/// What is compared of each type; what comes after `but` is not.
macro_rules! alike {
    ($( $type:ident: $( $same:ident ),* $(; but $( $free:ident ),* )?. )*) => { $(
        impl Alike for $type {
            fn is_alike(&self, other: &Self) -> bool {
                let Self { $( $same, )* $( $( $free: _, )* )? } = self;
                true $( && $same.is_alike(&other.$same) )*
            }
        }
    )* };
}

alike! {
    Article: file, path, head, actors, events, claims, sources, statements, body.
    BriefingHead: slug, date, tags, draft, publish, expires, actors, events, sources, updates, notes, former, image;
        but title, updated, summary, authors, lang, extra, span.
    PageHead: slug, title, draft, former; but summary, lang, extra.
    Id: slug, made; but span.
    ActorDeclaration: id, name, kind, aliases, roles, country, wikidata, links, image, reliability, relations, access, display,
        former, body; but summary, extra, span.
    RoleDeclaration: title, org, from, to.
    LinkDeclaration: url, title.
    RelationDeclaration: kind, actor, from, to, source, note.
    ClaimDeclaration: id, kind, status, credibility, relations, former, body;
        but text, likelihood, confidence, condition, extra, span.
    StatementDeclaration: claim, by, on_behalf_of, to, about, stance, mode, date, event, source, note;
        but quote, locator, lang, translation, span.
    EventDeclaration: names_actors, id, date, status, actors, part_of, follows, sources, former, body;
        but title, kind, cameo, place, summary, extra, span.
    ParticipantDeclaration: actor, role.
    SourceDeclaration: id, title, kind, author, publisher, date, accessed, url, archive_url, snapshot, sha256, reliability,
        derived_from, access, display, former, body; but lang, summary, extra, span.
    UpdateDeclaration: claim, status, why, date, source; but span.
    NoteDeclaration: text; but quote, span.
}

impl Alike for Head {
    fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Briefing(one), Self::Briefing(other)) => one.is_alike(other),
            (Self::Page(one), Self::Page(other)) | (Self::Home(one), Self::Home(other)) => one.is_alike(other),
            (Self::Entity, Self::Entity) | (Self::List, Self::List) => true,
            _ => false,
        }
    }
}

impl Alike for ClaimReference {
    fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Here(one), Self::Here(other)) => one == other,
            (Self::Elsewhere(one), Self::Elsewhere(other)) => one.is_alike(other),
            _ => false,
        }
    }
}

/// Prose binds by its links and images, and by the places that others link to.
impl Alike for Body {
    fn is_alike(&self, other: &Self) -> bool {
        let links = self.links().iter().map(|link| &link.target);
        let images = self.images().iter().map(|image| &image.target);
        links.eq(other.links().iter().map(|link| &link.target))
            && images.eq(other.images().iter().map(|image| &image.target))
            && self.fragments() == other.fragments()
    }
}

impl<T: Alike> Alike for Spanned<T> {
    fn is_alike(&self, other: &Self) -> bool {
        self.value.is_alike(&other.value)
    }
}

impl<T: Alike> Alike for Option<T> {
    fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.is_alike(other),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<T: Alike> Alike for Vec<T> {
    fn is_alike(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.is_alike(other))
    }
}

impl<T: Alike> Alike for Arc<T> {
    fn is_alike(&self, other: &Self) -> bool {
        Arc::ptr_eq(self, other) || (**self).is_alike(other)
    }
}

impl<A: Alike, B: Alike> Alike for (A, B) {
    fn is_alike(&self, other: &Self) -> bool {
        self.0.is_alike(&other.0) && self.1.is_alike(&other.1)
    }
}
