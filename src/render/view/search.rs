//! Where searches begin: everything that has a page, A to Z, which needs no script.

use serde::Serialize;

use super::shared::{self, LetterLink};
use super::{Link, PageMeta, Site};
use crate::model::{Status, Word};
use crate::plan::PlannedPage;

/// Everything that has a page and a title, A to Z.
#[derive(Debug, Serialize)]
pub struct SearchView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// The letters to go to.
    pub letters: Vec<LetterLink>,
    /// The entries of this part by first letter.
    pub groups: Vec<TitleGroup>,
    /// How many entries there are in all.
    pub total: usize,
    /// Every status that a claim may have, to filter by.
    pub statuses: Vec<&'static str>,
}

/// Titles that begin alike.
#[derive(Debug, Serialize)]
pub struct TitleGroup {
    /// The letter; `#` for what is no letter.
    pub letter: String,
    /// The id of its heading.
    pub id: String,
    /// What begins with it.
    pub entries: Vec<Link>,
}

impl SearchView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let lists = &site.plan.lists;
        let group = |it: shared::Lettered| TitleGroup {
            entries: lists.titled[it.range].iter().map(|it| site.link(it)).collect(),
            letter: it.letter,
            id: it.id,
        };
        let description =
            format!("{} with a page of their own, A to Z.", shared::count(lists.titled.len(), "title", "titles"));
        Self {
            letters: shared::letters(&lists.title_letters, page),
            groups: shared::lettered(&lists.title_letters, page).into_iter().map(group).collect(),
            total: lists.titled.len(),
            statuses: Status::ALL.iter().map(|it| it.as_str()).collect(),
            page: PageMeta::new(site, page, "search", "Search", &description),
        }
    }
}
