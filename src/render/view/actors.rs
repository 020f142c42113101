//! The index of actors.

use serde::Serialize;
use tera::Value;

use super::shared::{self, LetterLink};
use super::{PageMeta, Site};
use crate::plan::PlannedPage;

/// All actors, A–Z.
#[derive(Debug, Serialize)]
pub struct ActorsView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// The letters to go to.
    pub letters: Vec<LetterLink>,
    /// The actors of this page by first letter.
    pub groups: Vec<ActorGroup>,
    /// How many there are in all.
    pub total: usize,
}

/// Actors whose names begin alike.
#[derive(Debug, Serialize)]
pub struct ActorGroup {
    /// The letter, upper case and without accents; `#` for what is no letter.
    pub letter: String,
    /// The id of its heading.
    pub id: String,
    /// Chips.
    pub actors: Vec<Value>,
}

impl ActorsView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let lists = &site.plan.lists;
        let group = |it: shared::Lettered| ActorGroup {
            actors: site.cards.actors(&lists.actors[it.range]),
            letter: it.letter,
            id: it.id,
        };
        let description = format!("{} on record, A to Z.", shared::count(lists.actors.len(), "actor", "actors"));
        Self {
            letters: shared::letters(&lists.actor_letters, page),
            groups: shared::lettered(&lists.actor_letters, page).into_iter().map(group).collect(),
            total: lists.actors.len(),
            page: PageMeta::new(site, page, "actors", "Actors", &description),
        }
    }
}
