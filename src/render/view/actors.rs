//! The index of actors.

use serde::Serialize;
use tera::Value;
use unicode_normalization::UnicodeNormalization;

use super::{PageMeta, Site, shared};
use crate::plan::PlannedPage;

/// All actors, A–Z.
#[derive(Debug, Serialize)]
pub struct ActorsView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// The actors of this page by first letter.
    pub letters: Vec<Letter>,
    /// How many there are in all.
    pub total: usize,
}

/// Actors whose names begin alike.
#[derive(Debug, Serialize)]
pub struct Letter {
    /// The letter, upper case and without accents; `#` for what is no letter.
    pub letter: String,
    /// The id of its heading.
    pub id: String,
    /// Chips.
    pub actors: Vec<Value>,
}

impl ActorsView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let all = &site.plan.lists.actors;
        let mut letters: Vec<Letter> = Vec::new();
        for handle in shared::part(all, page) {
            let letter = initial(&site.graph[*handle].source.name);
            if letters.last().is_none_or(|last| last.letter != letter) {
                letters.push(Letter { id: format!("letter-{}", letters.len() + 1), letter, actors: Vec::new() });
            }
            if let Some(last) = letters.last_mut() {
                last.actors.push(site.cards.actor(*handle));
            }
        }
        let description = format!("{} on record, A to Z.", shared::count(all.len(), "actor", "actors"));
        Self { page: PageMeta::new(site, page, "actors", "Actors", &description), letters, total: all.len() }
    }
}

fn initial(name: &str) -> String {
    let letter = name.nfd().find(|c| c.is_alphanumeric()).filter(|c| c.is_alphabetic());
    letter.map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect())
}
