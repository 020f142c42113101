//! An article in the place of an earlier state of itself, where nothing that binds has changed.
//!
//! Most saves change prose, or what a claim, title or note says. As long as an article declares and refers to the same
//! things in the same order, every quotation still has its place, and the prose has the same links, images and fragments,
//! everything that [`resolve`](super::resolve) would find is already in the graph; only the article is another.

use std::sync::Arc;

use super::Graph;
use super::alike::Alike;
use super::check::{identity, protection, source, terms};
use super::graph::{Handle, Node, Page};
use super::names::{mentions, name_key, named_only};
use super::number::number_briefing;
use crate::anchor::Anchored;
use crate::config::Settings;
use crate::model::Access;
use crate::parse::{Article, Head};

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

impl Edit {
    /// The first byte in which the texts differ: no span that ends before it has changed.
    #[must_use]
    pub fn begins(&self) -> usize {
        let same = self.old_text.bytes().zip(self.new_text.bytes()).take_while(|(old, new)| old == new);
        same.count()
    }
}

impl Graph {
    /// Whether [`Graph::exchange`] makes of this graph what resolving everything again would make, without a problem that
    /// was not there before.
    #[must_use]
    pub fn can_exchange(&self, edit: &Edit, settings: &Settings) -> bool {
        let (old, new) = (&edit.old, &edit.new);
        let places = || old.statements.iter().zip(&new.statements);
        old.article.is_alike(&new.article)
            && places().all(|(old, new)| old.is_some() == new.is_some())
            && names_in_order(&old.article, &new.article)
            && !declares_confidential(&new.article)
            && self.nothing_is_called_otherwise(&old.article, &new.article)
            && [old, new].into_iter().all(|it| !terms::has_any(it, settings))
            && !protection::is_broken_by(self, new)
            && source::quotes_the_same(self, old, new)
            && match (&old.article.body, &new.article.body) {
                (Some(old), Some(new)) => identity::mentions_the_same(self, old, new),
                _ => true,
            }
    }

    /// Puts the article after the edit where it stood before. What has another title now.
    pub fn exchange(&mut self, edit: &Edit) -> Vec<Node> {
        let Edit { old, new, .. } = edit;
        let retitled = self.retitled(old, new);
        for page in self.pages.iter_mut().chain(&mut self.home) {
            replace(page, old, new);
        }
        for statement in self.statements.iter_mut().filter(|it| Arc::ptr_eq(&it.source, old)) {
            statement.source = Arc::clone(new);
            let written = new.article.statements.get(statement.index);
            let anchor = new.statements.get(statement.index).and_then(Option::as_ref);
            let said = written.and_then(|written| written.mode.as_ref()).map(|mode| mode.value);
            statement.mode = anchor.map(|anchor| said.unwrap_or(anchor.mode));
        }
        self.exchange_declarations(&old.article, &new.article);
        self.exchange_bodies(&old.article, &new.article);
        if let Some(at) = self.briefings.iter().position(|it| Arc::ptr_eq(&it.source, old)) {
            self.briefings[at].source = Arc::clone(new);
            number_briefing(self, at);
        }
        retitled
    }

    fn exchange_declarations(&mut self, old: &Article, new: &Article) {
        exchange(self.claims.iter_mut().map(|it| &mut it.source), &old.claims, &new.claims);
        exchange(self.events.iter_mut().map(|it| &mut it.source), &old.events, &new.events);
        exchange(self.sources.iter_mut().map(|it| &mut it.source), &old.sources, &new.sources);
        exchange(self.actors.iter_mut().map(|it| &mut it.source), &old.actors, &new.actors);
        // Actors that are declared by being named here.
        let (before, after) = (mentions(old), mentions(new));
        for actor in self.actors.iter_mut().filter(|actor| actor.implicit && actor.source.span.file == old.file) {
            let nth = before.iter().position(|mention| mention.span == actor.source.span);
            if let Some(mention) = nth.and_then(|nth| after.get(nth)) {
                actor.source = Arc::new(named_only(*mention, actor.source.id.slug.clone()));
            }
        }
    }

    /// What is known of a body is known by where it stands.
    fn exchange_bodies(&mut self, old: &Article, new: &Article) {
        let keys = old.bodies().zip(new.bodies());
        let moved = keys.filter_map(|(old, new)| Some((old.key()?, new.key()?))).filter(|(old, new)| old != new);
        let ends: Vec<_> = moved.filter_map(|(old, new)| Some((new, self.ends.remove(&old)?))).collect();
        self.ends.extend(ends);
    }

    /// What of an article has another title after an edit.
    fn retitled(&self, old: &Arc<Anchored>, new: &Anchored) -> Vec<Node> {
        let mut nodes = Vec::new();
        if titles(&old.article).0 != titles(&new.article).0 {
            let is_old = |source: &Arc<Anchored>| Arc::ptr_eq(source, old);
            let briefing = self.briefings.iter().position(|it| is_old(&it.source));
            let page = self.pages.iter().position(|it| is_old(&it.source));
            nodes.extend(briefing.map(|at| Node::Briefing(Handle::new(at))));
            nodes.extend(page.map(|at| Node::Page(Handle::new(at))));
        }
        for (old, new) in old.article.claims.iter().zip(&new.article.claims) {
            if old.text.value != new.text.value {
                let at = self.claims.iter().position(|it| Arc::ptr_eq(&it.source, old));
                nodes.extend(at.map(|at| Node::Claim(Handle::new(at))));
            }
        }
        for (old, new) in old.article.events.iter().zip(&new.article.events) {
            if old.title.value != new.title.value {
                let at = self.events.iter().position(|it| Arc::ptr_eq(&it.source, old));
                nodes.extend(at.map(|at| Node::Event(Handle::new(at))));
            }
        }
        nodes
    }

    /// Whether no link by name can lead elsewhere now.
    fn nothing_is_called_otherwise(&self, old: &Article, new: &Article) -> bool {
        let (old, new) = (titles(old), titles(new));
        let pairs = std::iter::once((old.0, new.0)).chain(old.1.into_iter().zip(new.1));
        let mut differing = pairs.filter(|(old, new)| old != new);
        !differing.any(|(old, new)| [old, new].into_iter().any(|title| self.wiki.contains(&name_key(title))))
    }
}

/// Whether two states of an article name actors in the same order. Who is declared by being named is called as in the first
/// place.
fn names_in_order(old: &Article, new: &Article) -> bool {
    let values = |article| mentions(article).into_iter().map(|mention| mention.value);
    values(old).eq(values(new))
}

/// Whether an article declares what must not be published, and with it the words that are looked for everywhere.
fn declares_confidential(article: &Article) -> bool {
    let actors = article.actors.iter().filter_map(|actor| actor.access.as_ref());
    let sources = article.sources.iter().filter_map(|source| source.access.as_ref());
    actors.chain(sources).any(|access| access.value == Access::Confidential)
}

/// The title of an article, and those of its claims and events.
fn titles(article: &Article) -> (&str, Vec<&str>) {
    let own = match &article.head {
        Head::Briefing(head) => Some(&head.title),
        Head::Page(head) | Head::Home(head) => head.title.as_ref(),
        Head::Entity | Head::List => None,
    };
    let claims = article.claims.iter().map(|claim| claim.text.value.as_str());
    let events = article.events.iter().map(|event| event.title.value.as_str());
    (own.map_or("", |title| &title.value), claims.chain(events).collect())
}

/// Puts each new declaration where the old one stands.
fn exchange<'g, D: 'g>(places: impl Iterator<Item = &'g mut Arc<D>>, old: &[Arc<D>], new: &[Arc<D>]) {
    if old.is_empty() {
        return;
    }
    let mut left = old.len();
    for place in places {
        if let Some(nth) = old.iter().position(|old| Arc::ptr_eq(old, place)) {
            *place = Arc::clone(&new[nth]);
            left -= 1;
            if left == 0 {
                return;
            }
        }
    }
}

fn replace(page: &mut Page, old: &Arc<Anchored>, new: &Arc<Anchored>) {
    if Arc::ptr_eq(&page.source, old) {
        page.source = Arc::clone(new);
    }
}
