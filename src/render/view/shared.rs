//! What several views are made of.

use std::ops::Range;

use serde::Serialize;
use tera::Value;

use super::Site;
use crate::parse::{Body, Head};
use crate::plan::{BESIDE, Initial, PlannedPage};
use crate::render::prose::{Place, prose, remark};
use crate::resolve::Handle;
use crate::resolve::graph::{Node, Statement};

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The words.
    pub title: String,
    /// Relative to the root of the site; none for what has no page.
    pub href: Option<String>,
    /// `briefing`, `actor`, `claim`, `event`, `source`, `page` or `file`.
    pub kind: &'static str,
}

/// The beginning of a list, and how much more there is.
#[derive(Debug, Clone, Serialize)]
pub struct Listing {
    /// As many as a page shows.
    pub rows: Vec<Value>,
    /// How many there are.
    pub total: usize,
    /// How many are left out.
    pub more: usize,
}

/// The beginning of a list of statements, and how much more there is.
#[derive(Debug, Clone, Serialize)]
pub struct StatementListing {
    /// As many as a page shows.
    pub rows: Vec<StatementRow>,
    /// How many there are.
    pub total: usize,
    /// How many are left out.
    pub more: usize,
}

/// Links to a page, and how many more there are.
#[derive(Debug, Clone, Serialize)]
pub struct LinkedFrom {
    /// As many as are shown.
    pub rows: Vec<Link>,
    /// How many are left out.
    pub more: usize,
}

/// The way to a letter of a list.
#[derive(Debug, Clone, Serialize)]
pub struct LetterLink {
    /// The letter, upper case and without accents; `#` for what is no letter.
    pub letter: String,
    /// Where it begins, relative to the root.
    pub href: String,
}

/// The entries of a page under one letter.
pub(super) struct Lettered {
    pub(super) letter: String,
    /// The id of its heading.
    pub(super) id: String,
    /// Which entries of the whole list.
    pub(super) range: Range<usize>,
}

/// A statement with the author's remark on it.
#[derive(Debug, Clone, Serialize)]
pub struct StatementRow {
    /// See [`crate::render::card::StatementView`].
    pub statement: Value,
    /// HTML.
    pub note: Option<String>,
}

impl Listing {
    /// The first entries of a list that is not what its page is about.
    #[must_use]
    pub fn new<T: Copy>(site: &Site<'_>, entries: &[T], card: impl Fn(T) -> Value) -> Self {
        let shown = beside(site, entries);
        Self {
            rows: shown.iter().map(|it| card(*it)).collect(),
            total: entries.len(),
            more: entries.len() - shown.len(),
        }
    }
}

/// The first entries of a list that is not what its page is about: fewer than of one that is.
pub(super) fn beside<'a, T>(site: &Site<'_>, entries: &'a [T]) -> &'a [T] {
    &entries[..entries.len().min(site.settings.paginate.max(1)).min(BESIDE)]
}

impl StatementListing {
    /// The first of these statements, which are not what their page is about.
    #[must_use]
    pub fn new(site: &Site<'_>, root: &str, handles: &[Handle<Statement>]) -> Self {
        let shown = beside(site, handles);
        Self { rows: StatementRow::all(site, root, shown), total: handles.len(), more: handles.len() - shown.len() }
    }
}

impl StatementRow {
    /// A statement as it stands on a page that shows all of it.
    #[must_use]
    pub fn new(site: &Site<'_>, root: &str, handle: Handle<Statement>) -> Self {
        Self { statement: site.cards.statement(handle), note: Self::note(site, root, handle) }
    }

    /// Statements as they stand in a list.
    #[must_use]
    pub fn all(site: &Site<'_>, root: &str, handles: &[Handle<Statement>]) -> Vec<Self> {
        let listed = |it: &Handle<Statement>| match Self::note(site, root, *it) {
            None => Self { statement: site.cards.listed_statement(*it), note: None },
            // The remark stands within the row.
            note => Self { statement: site.cards.statement(*it), note },
        };
        handles.iter().map(listed).collect()
    }

    fn note(site: &Site<'_>, root: &str, handle: Handle<Statement>) -> Option<String> {
        let statement = &site.graph[handle];
        let written = statement.source.article.statements.get(statement.index);
        written.and_then(|it| it.note.as_ref()).map(|note| remark(site, note, root))
    }
}

impl Site<'_> {
    /// The link to something; without `href` when it is confidential.
    #[must_use]
    pub fn link(&self, node: &Node) -> Link {
        let href = self.plan.address(node).map(crate::plan::Address::href);
        Link { title: self.title_of(node).to_owned(), href, kind: node.kind() }
    }

    /// What something is called where it is linked.
    #[must_use]
    pub fn title_of<'s>(&'s self, node: &'s Node) -> &'s str {
        let graph = self.graph;
        let hidden = |confidential: &'s Option<String>, name: &'s str| confidential.as_deref().unwrap_or(name);
        match node {
            Node::Briefing(it) => title(&graph[*it].source.article.head),
            Node::Actor(it) => hidden(&graph[*it].confidential, &graph[*it].source.name),
            Node::Claim(it) => &graph[*it].source.text,
            Node::Event(it) => &graph[*it].source.title,
            Node::Source(it) => hidden(&graph[*it].confidential, &graph[*it].source.title),
            Node::Page(it) => title(&graph[*it].source.article.head),
            Node::Home => &self.settings.title,
            Node::Asset(path) => path.name(),
        }
    }

    /// Who links to a page.
    #[must_use]
    pub fn linked_from(&self, nodes: &[Node]) -> LinkedFrom {
        let shown = beside(self, nodes);
        LinkedFrom { rows: shown.iter().map(|it| self.link(it)).collect(), more: nodes.len() - shown.len() }
    }

    /// The author's prose about something, for its page.
    #[must_use]
    pub fn prose(&self, body: Option<&Body>, root: &str, owner: Node) -> Option<String> {
        let place = Place { root, owner, listed: &[] };
        body.map(|it| prose(self, it, &place, Vec::new()).html()).filter(|html| !html.is_empty())
    }
}

/// The link to a page beside the briefings.
pub(super) fn page_link(site: &Site<'_>, index: usize) -> Option<Link> {
    (index < site.graph.pages.len()).then(|| site.link(&Node::Page(Handle::new(index))))
}

/// The entries of a list that a page shows.
pub(super) fn part<'a, T>(list: &'a [T], page: &PlannedPage) -> &'a [T] {
    let Range { start, end } = page.part.range.clone();
    list.get(start..end.min(list.len())).unwrap_or_default()
}

/// The letters of a list and where they begin; when they are too many to choose from, those of this page.
pub(super) fn letters(all: &[Initial], page: &PlannedPage) -> Vec<LetterLink> {
    let size = page.part.range.len().max(1);
    // All parts but the last are of one size.
    let size = if page.part.number == page.part.count && page.part.count > 1 {
        page.part.range.start / (page.part.count - 1)
    } else {
        size
    };
    let link = |(nth, it): (usize, &Initial)| LetterLink {
        letter: it.letter.clone(),
        href: format!("{}#{}", page.part.address(it.at / size + 1).href(), letter_id(nth)),
    };
    let shown = all.iter().enumerate().filter(|(_, it)| all.len() <= LETTERS || page.part.range.contains(&it.at));
    shown.map(link).collect()
}

/// The entries of a page by letter.
pub(super) fn lettered(all: &[Initial], page: &PlannedPage) -> Vec<Lettered> {
    let Range { start, end } = page.part.range;
    let ends = all.iter().skip(1).map(|it| it.at).chain([usize::MAX]);
    let within = all.iter().zip(ends).enumerate().filter(|(_, (it, until))| it.at < end && *until > start);
    let group = |(nth, (it, until)): (usize, (&Initial, usize))| Lettered {
        letter: it.letter.clone(),
        id: letter_id(nth),
        range: it.at.max(start)..until.min(end),
    };
    within.map(group).collect()
}

fn letter_id(nth: usize) -> String {
    format!("letter-{}", nth + 1)
}

/// A number with its noun: `1 claim`, `3 claims`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A text cut between words, with an ellipsis, to at most so many characters.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    let cut = head.rsplit_once(char::is_whitespace).map_or(&*head, |(whole, _)| whole);
    format!("{}…", cut.trim_end_matches([',', ';', ':', ' ', '.']))
}

fn title(head: &Head) -> &str {
    match head {
        Head::Briefing(head) => &head.title.value,
        Head::Page(head) | Head::Home(head) => head.title.as_ref().map_or("", |it| &it.value),
        Head::Entity | Head::List => "",
    }
}

/// With more letters than this only those of a page are offered on it.
const LETTERS: usize = 80;
