//! What every page says of itself, to its template, to browsers and to other sites.

use serde::Serialize;

use super::Site;
use super::shared::shortened;
use crate::plan::{PageKind, Part, PlannedPage};
use crate::render::export::{Alternate, alternates, of_page};
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

/// What a page is about; nothing for the home page, which is about all.
fn kind(page: &PageKind) -> &'static str {
    match page {
        PageKind::Home => "",
        PageKind::Tag(_) => "tag",
        other => other.about().map_or("", |node| node.kind()),
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
/// The longest title that windows and search engines show whole, in characters.
const TITLE: usize = 70;
