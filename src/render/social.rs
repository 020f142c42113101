//! Which social cards a site has, and what stands on them. How they look is the business of [`crate::social`].

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::view::Site;
use crate::config::SocialCards;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Mode, Word};
use crate::output::{Prose, Reads};
use crate::parse::Head;
use crate::plan::{Address, PageKind, asset_path};
use crate::resolve::graph::{Actor, Briefing, Claim, Node, Statement};
use crate::resolve::{Graph, Handle};
use crate::social::{Count, Fonts, Quotation, Shows, SocialCard, What, script};

/// The social cards of a site, each made when a page first names it.
#[derive(Debug)]
pub struct Social {
    /// None when the site has no cards, so that nobody reads fonts.
    fonts: Option<Arc<Fonts>>,
    briefings: Vec<OnceLock<Made>>,
    claims: Vec<OnceLock<Made>>,
}

/// A card, and what prose it shows.
#[derive(Debug)]
struct Made {
    card: Arc<SocialCard>,
    prose: Vec<Prose>,
}

impl Social {
    /// Places for the cards of a site, all empty.
    pub(super) fn none_yet(graph: &Graph, fonts: Option<Arc<Fonts>>) -> Self {
        let places = |count: usize| (0..count).map(|_| OnceLock::new()).collect();
        Self { fonts, briefings: places(graph.briefings.len()), claims: places(graph.claims.len()) }
    }

    /// The same places for a site whose articles were exchanged.
    pub(super) fn emptied(&self, graph: &Graph) -> Self {
        Self::none_yet(graph, self.fonts.clone())
    }

    /// What the cards are set in.
    pub(super) fn fonts(&self) -> Option<&Arc<Fonts>> {
        self.fonts.as_ref()
    }
}

impl Site<'_> {
    /// The social card of a page, if it has one: when the settings say so, and the site knows where it will stand, since
    /// nothing can lead to a card without its full address.
    #[must_use]
    pub fn social_card(&self, page: &PageKind) -> Option<&Arc<SocialCard>> {
        let fonts = self.social.fonts()?;
        self.settings.base_url.as_ref()?;
        let which = self.settings.social_cards;
        let made = match page {
            PageKind::Briefing(it) if which != SocialCards::Off && self.own_picture(*it).is_none() => {
                let place = self.social.briefings.get(it.index())?;
                place.get_or_init(|| self.made_of(fonts, |site| briefing(site, &site.graph[*it])))
            }
            PageKind::Claim(it) if which == SocialCards::All => {
                let place = self.social.claims.get(it.index())?;
                place.get_or_init(|| self.made_of(fonts, |site| claim(site, *it)))
            }
            _ => return None,
        };
        // The name of a card tells what is on it, and stands in the page.
        made.prose.iter().for_each(|prose| self.cards.read(*prose));
        Some(&made.card)
    }

    fn made_of(&self, fonts: &Arc<Fonts>, shows: impl FnOnce(&Site<'_>) -> Shows) -> Made {
        let reads = Reads::default();
        let shows = shows(&Site { cards: self.cards.noting(&reads), ..*self });
        Made { card: Arc::new(SocialCard::new(shows, fonts)), prose: reads.prose() }
    }

    /// The picture that the author chose for a briefing.
    #[must_use]
    pub fn own_picture(&self, briefing: Handle<Briefing>) -> Option<&Address> {
        let Head::Briefing(head) = &self.graph[briefing].source.article.head else { return None };
        let written = head.image.as_ref()?;
        self.plan.assets.get(&asset_path(self.project, written, written.span)?)
    }
}

/// Every card, with the page that it is of.
pub(super) fn cards<'a>(site: &'a Site<'_>) -> Vec<(&'a str, &'a Arc<SocialCard>)> {
    let pages = site.plan.pages.par_iter();
    pages.filter_map(|page| Some((page.address.as_str(), site.social_card(&page.kind)?))).collect()
}

/// One problem for each script of which letters are in no font.
pub(super) fn lacking(site: &Site<'_>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<String, (usize, char, &str)> = BTreeMap::new();
    let cards = cards(site);
    for (page, card) in &cards {
        if let Some(letter) = card.lacking() {
            found.entry(script(letter)).or_insert((0, letter, page)).0 += 1;
        }
    }
    let problem = |(count, letter, page): (usize, char, &str)| {
        let cards = if count == 1 { "a social card leaves" } else { "social cards leave" };
        let count = if count == 1 { String::new() } else { format!("{count} ") };
        let message = format!("{count}{cards} a text out, because no font has `{}`", letter.escape_debug());
        Diagnostic::without_place(Code::CardWithoutText, message)
            .note(format!("The first is that of `{page}`."))
            .help("put a font that has it into `fonts/` (.ttf or .otf), or set `build.social_cards = \"off\"`")
    };
    found.into_values().map(problem).collect()
}

fn briefing(site: &Site<'_>, briefing: &Briefing) -> Shows {
    let (title, deck) = match &briefing.source.article.head {
        Head::Briefing(head) => (head.title.value.clone(), head.summary.as_ref().map(|it| it.value.clone())),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => (briefing.folder.clone(), None),
    };
    let statuses = || briefing.claims.iter().map(|(claim, _)| site.graph[*claim].status);
    let counts = crate::model::Status::ALL.iter().map(|status| Count {
        status: status.as_str(),
        standing: status.standing(),
        count: statuses().filter(|it| it == status).count(),
    });
    let counts = counts.filter(|it| it.count > 0).collect();
    let label = format!("Briefing · {}", briefing.date.words());
    Shows { site: site.settings.title.clone(), label, what: What::Briefing { title: Some(title), deck, counts } }
}

fn claim(site: &Site<'_>, handle: Handle<Claim>) -> Shows {
    let claim = &site.graph[handle];
    let kind = claim.kind.as_str();
    let statements = || claim.statements.iter().map(|it| &site.graph[*it]);
    let quotation = statements().filter(|it| it.stance.is_for()).find_map(|it| quotation(site, it));
    let label = match statements().next().filter(|_| quotation.is_none()) {
        Some(first) => format!("Claim · {kind} · {}", first.date.words()),
        None => format!("Claim · {kind}"),
    };
    let text = claim.source.text.value.clone();
    Shows { site: site.settings.title.clone(), label, what: What::claim(text, claim.status, quotation) }
}

/// The passage that carries a statement, and whose it is. Only direct speech is put in quotation marks: other passages are
/// words of the author.
fn quotation<'a>(site: &Site<'a>, statement: &'a Statement) -> Option<Quotation> {
    let (first, rest) = statement.by.split_first()?;
    let (words, lang) = site.cards.quoted(statement)?;
    let mode = statement.mode.filter(|it| *it != Mode::Direct);
    let text = if mode.is_some() { words } else { marked(&words, lang.unwrap_or(&site.settings.language)) };
    let mut speaker = name(site, *first);
    match rest {
        [] => {}
        [second] => speaker.push_str(&format!(" and {}", name(site, *second))),
        more => speaker.push_str(&format!(" and {} more", more.len())),
    }
    let date = statement.date.words();
    let when = mode.map_or_else(|| date.clone(), |mode| format!("{date} · {} speech", mode.as_str()));
    Some(Quotation { text, speaker, when })
}

/// The name of an actor as it may be published.
fn name(site: &Site<'_>, actor: Handle<Actor>) -> String {
    site.title_of(&Node::Actor(actor)).to_owned()
}

/// Words between the quotation marks of their language (CLDR 48), unless they have their own.
fn marked(words: &str, lang: &str) -> String {
    if words.starts_with(['"', '“', '„', '«', '”', '‘', '「', '\'']) {
        return words.to_owned();
    }
    let (open, close) = match lang.split('-').next().unwrap_or_default() {
        "ar" | "az" | "be" | "el" | "es" | "fa" | "fr" | "hy" | "it" | "kk" | "ky" | "nb" | "no" | "pt" | "ru"
        | "uk" => ("«", "»"),
        "bg" | "cs" | "de" | "et" | "is" | "ka" | "lt" | "mk" | "sk" | "sl" | "sq" => ("„", "“"),
        "bs" | "hr" | "hu" | "pl" | "ro" | "sr" => ("„", "”"),
        "da" | "fi" | "sv" => ("”", "”"),
        "ja" => ("「", "」"),
        _ => ("“", "”"),
    };
    format!("{open}{words}{close}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_between_the_marks_of_their_language() {
        assert_eq!(marked("no", "en"), "“no”");
        assert_eq!(marked("нет", "ru-RU"), "«нет»");
        assert_eq!(marked("nein", "de"), "„nein“");
        assert_eq!(marked("“no” and “never”", "en"), "“no” and “never”");
    }
}
