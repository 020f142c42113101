//! An article in the place of an earlier state of itself, where nothing that binds has changed.
//!
//! Most saves change prose. As long as the front matter is the same to the byte, every quotation still has its place, and
//! the prose has the same links, images and fragments, everything that [`resolve`](super::resolve) would find is already
//! in the graph; only the article is another.

use std::sync::Arc;

use super::Graph;
use super::check::{identity, terms};
use super::graph::Page;
use super::number::number_briefing;
use crate::anchor::Anchored;
use crate::config::Settings;
use crate::parse::{Body, Head};

/// An article before and after an edit, with its text.
#[derive(Debug, Clone)]
pub struct Edit {
    /// Before.
    pub old: Arc<Anchored>,
    /// The text that it was read from.
    pub old_text: Arc<str>,
    /// After.
    pub new: Arc<Anchored>,
    /// The text that it was read from.
    pub new_text: Arc<str>,
}

impl Graph {
    /// Whether [`Graph::exchange`] makes of this graph what resolving everything again would make, without a problem that
    /// was not there before.
    #[must_use]
    pub fn can_exchange(&self, edit: &Edit, settings: &Settings) -> bool {
        let (old, new) = (&edit.old, &edit.new);
        let (Some(old_body), Some(new_body)) = (&old.article.body, &new.article.body) else { return false };
        // What is confidential is looked for in all prose.
        let open = || {
            self.actors.iter().all(|actor| actor.confidential.is_none())
                && self.sources.iter().all(|source| source.confidential.is_none())
        };
        is_prose(&old.article.head)
            && has_same_head(edit, old_body, new_body)
            && binds_the_same(old_body, new_body)
            && old.statements.len() == new.statements.len()
            && old.statements.iter().zip(&new.statements).all(|(old, new)| old.is_some() == new.is_some())
            && open()
            && !terms::has_any(new, settings)
            && identity::mentions_the_same(self, old_body, new_body)
    }

    /// Puts the article after the edit where it stood before.
    pub fn exchange(&mut self, edit: &Edit) {
        let Edit { old, new, .. } = edit;
        for page in self.pages.iter_mut().chain(&mut self.home) {
            replace(page, old, new);
        }
        let Some(at) = self.briefings.iter().position(|it| Arc::ptr_eq(&it.source, old)) else { return };
        let briefing = &mut self.briefings[at];
        briefing.source = Arc::clone(new);
        for handle in briefing.statements.clone() {
            let statement = &mut self.statements[handle.index()];
            statement.source = Arc::clone(new);
            let written = new.article.statements.get(statement.index);
            let anchor = new.statements.get(statement.index).and_then(Option::as_ref);
            let said = written.and_then(|written| written.mode.as_ref()).map(|mode| mode.value);
            statement.mode = anchor.map(|anchor| said.unwrap_or(anchor.mode));
        }
        number_briefing(self, at);
    }
}

fn is_prose(head: &Head) -> bool {
    match head {
        Head::Briefing(_) | Head::Page(_) | Head::Home(_) => true,
        Head::Entity | Head::List => false,
    }
}

fn has_same_head(edit: &Edit, old: &Body, new: &Body) -> bool {
    let (Some(old), Some(new)) = (old.key(), new.key()) else { return false };
    let end = old.1 as usize;
    old == new && matches!((edit.old_text.get(..end), edit.new_text.get(..end)), (Some(a), Some(b)) if a == b)
}

fn binds_the_same(old: &Body, new: &Body) -> bool {
    let links = old.links().iter().map(|link| &link.target);
    let images = old.images().iter().map(|image| &image.target);
    links.eq(new.links().iter().map(|link| &link.target))
        && images.eq(new.images().iter().map(|image| &image.target))
        && old.fragments() == new.fragments()
}

fn replace(page: &mut Page, old: &Arc<Anchored>, new: &Arc<Anchored>) {
    if Arc::ptr_eq(&page.source, old) {
        page.source = Arc::clone(new);
    }
}
