//! What several views are made of.

use std::ops::Range;

use serde::Serialize;
use tera::Value;

use super::Site;
use crate::parse::{Body, Head};
use crate::plan::{BESIDE, Initial, PageKind, Part, PlannedPage};
use crate::render::export::{Alternate, alternates, of_page};
use crate::render::prose::{Place, prose, remark};
use crate::resolve::Handle;
use crate::resolve::graph::{Node, Statement};
use crate::social::{HEIGHT, WIDTH};

/// What every page says of itself.
#[derive(Debug, Clone, Serialize)]
pub struct PageMeta {
    /// Its title, in full.
    pub title: String,
    /// Its title for the window, short enough to be shown whole; with the site's where there is room.
    pub head_title: String,
    /// One plain sentence or two.
    pub description: String,
    /// The language of its content (BCP 47).
    pub lang: String,
    /// `ltr` or `rtl`: how that language is written.
    pub dir: &'static str,
    /// Its kind for link previews of other sites (Open Graph): `website` or `article`.
    pub og_type: &'static str,
    /// The way to the root of the site: `../../`.
    pub root: String,
    /// Its own address, relative to the root.
    pub href: String,
    /// Its full address; none without `base_url`.
    pub canonical: Option<String>,
    /// The picture for links to it on other sites; none without `base_url`, or when it has none.
    pub image: Option<PageImage>,
    /// What it is about: `briefing`, `actor`, `claim`, `event`, `source`, `tag` or `page`; empty for lists, and for all but the
    /// first part of a list.
    pub kind: &'static str,
    /// The section it belongs to; empty for none.
    pub section: &'static str,
    /// Whether it is a later part of a list, which does not repeat what else stands on the first.
    pub continued: bool,
    /// The other parts of its list; none when it is whole.
    pub pager: Option<Pager>,
    /// The files for other programs that belong to it, those of the whole site first.
    pub alternates: Vec<Alternate>,
    /// What it says to search engines: JSON-LD, ready to stand in a `script`; none for a page that is about no one thing.
    pub json_ld: Option<String>,
}

/// A picture that stands for a page.
#[derive(Debug, Clone, Serialize)]
pub struct PageImage {
    /// Its full address.
    pub href: String,
    /// Pixels; none when nobody measured it.
    pub width: Option<usize>,
    /// Pixels; none when nobody measured it.
    pub height: Option<usize>,
    /// What is to be seen on it.
    pub alt: String,
}

/// The parts of a list.
#[derive(Debug, Clone, Serialize)]
pub struct Pager {
    /// This part, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// The first part.
    pub first: String,
    /// Any other part, with `{number}` in the place of its number.
    pub others: String,
    /// The part before.
    pub previous: Option<String>,
    /// The part after.
    pub next: Option<String>,
    /// The first parts, the last, and those around this one.
    pub parts: Vec<PagerPart>,
}

/// A part to go to.
#[derive(Debug, Clone, Serialize)]
pub struct PagerPart {
    /// From 1.
    pub number: usize,
    /// Where.
    pub href: String,
    /// Whether it is this one.
    pub current: bool,
    /// Whether parts between this and the one before are left out.
    pub gap: bool,
}

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

impl PageMeta {
    /// What a page says of itself.
    #[must_use]
    pub fn new(site: &Site<'_>, page: &PlannedPage, section: &'static str, title: &str, description: &str) -> Self {
        let title = title.trim();
        let numbered = match page.part.number {
            0 | 1 => title.to_owned(),
            number => format!("{title}, page {number}"),
        };
        let image = image(site, &page.kind, title);
        Self {
            head_title: head_title(&numbered, &site.settings.title),
            title: title.to_owned(),
            description: description.split_whitespace().collect::<Vec<_>>().join(" "),
            lang: site.settings.language.clone(),
            dir: direction(&site.settings.language),
            og_type: if matches!(page.kind, PageKind::Briefing(_) | PageKind::Claim(_)) {
                "article"
            } else {
                "website"
            },
            root: page.address.root(),
            canonical: site.settings.base_url.as_ref().map(|base| page.address.url(base)),
            href: page.address.href(),
            kind: if page.part.number > 1 { "" } else { kind(&page.kind) },
            section,
            continued: page.part.number > 1,
            pager: pager(&page.part),
            alternates: alternates(site, page),
            json_ld: of_page(site, page, image.as_ref().map(|it| &*it.href)),
            image,
        }
    }

    /// The same, in this language.
    #[must_use]
    pub fn in_language(mut self, lang: Option<&str>) -> Self {
        if let Some(lang) = lang {
            lang.clone_into(&mut self.lang);
            self.dir = direction(lang);
        }
        self
    }
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
        let kind = match node {
            Node::Briefing(_) => "briefing",
            Node::Actor(_) => "actor",
            Node::Claim(_) => "claim",
            Node::Event(_) => "event",
            Node::Source(_) => "source",
            Node::Page(_) | Node::Home => "page",
            Node::Asset(_) => "file",
        };
        let href = self.plan.address(node).map(crate::plan::Address::href);
        Link { title: self.title_of(node).to_owned(), href, kind }
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

/// What a page is about.
fn kind(page: &PageKind) -> &'static str {
    match page {
        PageKind::Briefing(_) => "briefing",
        PageKind::Actor(_) => "actor",
        PageKind::Claim(_) => "claim",
        PageKind::Event(_) => "event",
        PageKind::Source(_) => "source",
        PageKind::Tag(_) => "tag",
        PageKind::Page(_) => "page",
        PageKind::Home
        | PageKind::Briefings
        | PageKind::Actors
        | PageKind::Claims
        | PageKind::ClaimsByStatus
        | PageKind::ClaimsByActor
        | PageKind::Events
        | PageKind::Sources
        | PageKind::Tags
        | PageKind::Timeline(_)
        | PageKind::Network
        | PageKind::Matrices
        | PageKind::MatrixOfTag(_)
        | PageKind::MatrixOfBriefing(_)
        | PageKind::Disputed
        | PageKind::Changes
        | PageKind::Search
        | PageKind::NotFound
        | PageKind::Redirect(_) => "",
    }
}

/// The picture that the author chose for a briefing, or the social card of a page.
fn image(site: &Site<'_>, page: &PageKind, title: &str) -> Option<PageImage> {
    let base = site.settings.base_url.as_ref()?;
    if let PageKind::Briefing(it) = page
        && let Some(address) = site.own_picture(*it)
    {
        let href = format!("{base}{}", address.href());
        return Some(PageImage { href, width: None, height: None, alt: title.to_owned() });
    }
    let card = site.social_card(page)?;
    let href = format!("{base}{}", card.file());
    Some(PageImage { href, width: Some(WIDTH), height: Some(HEIGHT), alt: card.alt() })
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

/// How a language is written: by its script when the tag names one, else by the language.
pub(super) fn direction(lang: &str) -> &'static str {
    let lower = lang.to_ascii_lowercase();
    let mut parts = lower.split('-');
    let language = parts.next().unwrap_or_default();
    let rtl = match parts.find(|it| it.len() == 4) {
        Some(script) => RTL_SCRIPTS.contains(&script),
        None => RTL_LANGUAGES.contains(&language),
    };
    if rtl { "rtl" } else { "ltr" }
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

fn head_title(title: &str, site: &str) -> String {
    if title.is_empty() || title == site {
        return shortened(site, TITLE);
    }
    let whole = format!("{title} · {site}");
    if whole.chars().count() <= TITLE { whole } else { shortened(title, TITLE) }
}

fn pager(part: &Part) -> Option<Pager> {
    if part.count < 2 {
        return None;
    }
    let href = |number: usize| part.address(number).href();
    let mut parts: Vec<PagerPart> = Vec::new();
    for number in (1..=part.count).filter(|it| *it == 1 || *it == part.count || it.abs_diff(part.number) <= 2) {
        let gap = parts.last().is_some_and(|last| last.number + 1 < number);
        parts.push(PagerPart { number, href: href(number), current: number == part.number, gap });
    }
    Some(Pager {
        number: part.number,
        count: part.count,
        first: href(1),
        others: part.others_href(),
        previous: (part.number > 1).then(|| href(part.number - 1)),
        next: (part.number < part.count).then(|| href(part.number + 1)),
        parts,
    })
}

/// Scripts that are written from right to left (ISO 15924).
const RTL_SCRIPTS: &[&str] = &["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"];
/// Languages that are mostly written so (ISO 639).
const RTL_LANGUAGES: &[&str] =
    &["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];
/// With more letters than this only those of a page are offered on it.
const LETTERS: usize = 80;
/// The longest title that windows and search engines show whole, in characters.
const TITLE: usize = 70;
