//! Social cards: the pictures that other sites show beside a link, one for each briefing and each claim.
//!
//! A [`SocialCard`] is what a card shows, its fonts, and a key that follows from both. The picture itself is made when
//! somebody asks for it ([`SocialCard::png`]): it is named by the key, so that one that is there need not be made again.

mod canvas;
mod clean;
mod draw;
mod fonts;
mod text;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

pub use fonts::Fonts;

use crate::model::{Standing, Status, Word};

/// A card. Two are equal when they show the same.
#[derive(Debug, Clone)]
pub struct SocialCard {
    shows: Shows,
    fonts: Arc<Fonts>,
    key: u128,
    lacking: Option<char>,
}

/// What is to be seen on a card, as it is written.
#[derive(Debug, Clone, Serialize)]
pub struct Shows {
    /// The name of the publication.
    pub site: String,
    /// What the card is about, and when: `Claim · 11 December 2025`.
    pub label: String,
    /// The rest.
    pub what: What,
}

/// What a card is about.
#[derive(Debug, Clone, Serialize)]
pub enum What {
    /// A briefing.
    Briefing {
        /// Its title.
        title: Option<String>,
        /// Its summary.
        deck: Option<String>,
        /// Its claims by status.
        counts: Vec<Count>,
    },
    /// A claim.
    Claim {
        /// Its words as somebody said them.
        quotation: Option<Quotation>,
        /// The proposition.
        text: Option<String>,
        /// The word for its status.
        status: String,
        /// The family of that.
        #[serde(skip)]
        standing: Standing,
    },
}

/// Words and whose they are.
#[derive(Debug, Clone, Serialize)]
pub struct Quotation {
    /// With quotation marks.
    pub text: String,
    /// Who said it, as it may be published.
    pub speaker: String,
    /// When, and how it is given. Apart from the speaker, whose name may be written in the other direction.
    pub when: String,
}

/// How many claims have a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The status.
    pub status: &'static str,
    /// The family of that.
    #[serde(skip)]
    pub standing: Standing,
    /// How many.
    pub count: usize,
}

impl SocialCard {
    /// The card that shows this. A text of which a letter is in no font is left out, a quotation together with its speaker,
    /// so that nothing is shown with holes in it.
    #[must_use]
    pub fn new(shows: Shows, fonts: &Arc<Fonts>) -> Self {
        let mut lacking = None;
        let mut showable = |text: &str| match fonts.showable(&clean::clean(text)) {
            Ok(text) => Some(text).filter(|text| !text.is_empty()),
            Err(letter) => {
                lacking.get_or_insert(letter);
                None
            }
        };
        let Shows { site, label, what } = shows;
        let shows = Shows {
            site: showable(&site).unwrap_or_default(),
            label: showable(&label).unwrap_or_default(),
            what: match what {
                What::Briefing { title, deck, counts } => {
                    let title = title.and_then(|it| showable(&it));
                    What::Briefing {
                        deck: deck.filter(|_| title.is_some()).and_then(|it| showable(&it)),
                        title,
                        counts,
                    }
                }
                What::Claim { quotation, text, status, standing } => What::Claim {
                    quotation: quotation.and_then(|it| {
                        let when = showable(&it.when).unwrap_or_default();
                        Some(Quotation { text: showable(&it.text)?, speaker: showable(&it.speaker)?, when })
                    }),
                    text: text.and_then(|it| showable(&it)),
                    status,
                    standing,
                },
            },
        };
        Self { key: key(&shows, fonts), shows, fonts: Arc::clone(fonts), lacking }
    }

    /// The file of the output that holds it: `cards/` and the key in hexadecimal digits.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{FOLDER}{:032x}.png", self.key)
    }

    /// The picture: a PNG of [`WIDTH`] by [`HEIGHT`] pixels, the same bytes each time.
    #[must_use]
    pub fn png(&self) -> Vec<u8> {
        draw::png(&self.shows, &self.fonts)
    }

    /// A letter that a text of it has and no font, so that the text is left out.
    #[must_use]
    pub fn lacking(&self) -> Option<char> {
        self.lacking
    }

    /// What is to be seen on it, in a sentence or a few, for those who do not see it.
    #[must_use]
    pub fn alt(&self) -> String {
        let Shows { label, what, .. } = &self.shows;
        let alt = match what {
            What::Briefing { title, deck, counts } => {
                let counts: Vec<_> = counts.iter().map(|it| format!("{} {}", it.count, it.status)).collect();
                let counts = (!counts.is_empty()).then(|| format!("Claims: {}", counts.join(", ")));
                [title.clone(), deck.clone(), counts].into_iter().flatten().collect::<Vec<_>>()
            }
            What::Claim { quotation, text, status, .. } => {
                let said = quotation.as_ref().map(|it| format!("{} — {}, {}", it.text, it.speaker, it.when));
                let text = text.as_ref().map_or_else(|| status.clone(), |text| format!("{status}: {text}"));
                said.into_iter().chain([text]).collect()
            }
        };
        let sentences = std::iter::once(label.clone()).chain(alt);
        sentences.map(|it| if it.ends_with(['.', '!', '?', '…']) { it } else { it + "." }).collect::<Vec<_>>().join(" ")
    }

    /// What is to be read on it.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        let Shows { site, label, what } = &self.shows;
        let mut texts = vec![site.as_str(), label];
        match what {
            What::Briefing { title, deck, .. } => texts.extend([title, deck].into_iter().flatten().map(String::as_str)),
            What::Claim { quotation, text, status, .. } => {
                texts.extend(quotation.iter().flat_map(|it| [it.text.as_str(), &it.speaker, &it.when]));
                texts.extend(text.as_deref());
                texts.push(status);
            }
        }
        texts
    }
}

/// The script of a letter (ISO 15924).
#[must_use]
pub fn script(letter: char) -> String {
    harfrust::unicode::script(u32::from(letter)).tag().to_string()
}

impl PartialEq for SocialCard {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for SocialCard {}

impl What {
    /// Whether there is nothing to be read of it but a status.
    fn is_bare(&self) -> bool {
        match self {
            Self::Briefing { title, .. } => title.is_none(),
            Self::Claim { quotation, text, .. } => quotation.is_none() && text.is_none(),
        }
    }

    /// What is shown of a claim with this status.
    #[must_use]
    pub fn claim(text: String, status: Status, quotation: Option<Quotation>) -> Self {
        let word = status.as_str();
        let (first, rest) = word.split_at(word.len().min(1));
        let status_word = first.to_uppercase() + rest;
        Self::Claim { quotation, text: Some(text), status: status_word, standing: status.standing() }
    }
}

/// A sum over everything that decides the pixels: what is shown, the fonts, and how cards are drawn.
fn key(shows: &Shows, fonts: &Fonts) -> u128 {
    let mut sum = Xxh3::new();
    sum.update(&VERSION.to_le_bytes());
    sum.update(&fonts.key().to_le_bytes());
    sum.update(&serde_json::to_vec(shows).unwrap_or_default());
    sum.digest128()
}

/// The width of a card in pixels.
pub const WIDTH: usize = 1200;
/// The height of a card in pixels.
pub const HEIGHT: usize = 630;
/// About how many bytes a card takes.
pub const USUAL_BYTES: u64 = 25_000;
/// The folder of the output that holds all cards.
pub const FOLDER: &str = "cards/";

/// Raised whenever the same texts are drawn otherwise, so that cards of before are not taken for those of now.
const VERSION: u32 = 1;
