//! The fonts of social cards: those that Postil brings, and after them those of the site's folder `fonts/`.
//!
//! No font of the machine is looked at, so that a card is the same everywhere.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use skrifa::Font;
use unicode_segmentation::UnicodeSegmentation;
use xxhash_rust::xxh3::Xxh3;

use super::clean::{is_mark_of_nothing, is_symbol};
use crate::source::SitePath;

/// All fonts that cards of a site are set in.
pub struct Fonts {
    /// One for each [`Style`], in their order, and then those for other scripts.
    faces: Vec<Font>,
    /// A sum over the fonts of the site.
    key: u128,
    /// Those of the site that can be read, to see whether they differ.
    own: Vec<Arc<[u8]>>,
}

/// How a text of a card looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Serif,
    SerifBold,
    Sans,
}

impl Fonts {
    /// The fonts of a site that has these of its own, and which of these cannot be read. Formats are TrueType and OpenType;
    /// of a collection the first font is taken.
    #[must_use]
    pub fn new(own: &BTreeMap<SitePath, Arc<[u8]>>) -> (Self, Vec<SitePath>) {
        let mut faces: Vec<Font> = BROUGHT.iter().filter_map(|bytes| Font::new(*bytes, 0)).collect();
        let (mut read, mut unreadable) = (Vec::new(), Vec::new());
        let mut sum = Xxh3::new();
        for (path, bytes) in own {
            let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Arc::clone(bytes));
            match Font::new(shared, 0).filter(|font| font.charmap().has_unicode() && font.units_per_em() > 0) {
                Some(font) => {
                    faces.push(font);
                    sum.update(&(bytes.len() as u64).to_le_bytes());
                    sum.update(bytes);
                    read.push(Arc::clone(bytes));
                }
                None => unreadable.push(path.clone()),
            }
        }
        (Self { faces, key: sum.digest128(), own: read }, unreadable)
    }

    /// Whether [`Fonts::new`] would make the same of these, all of which can be read.
    #[must_use]
    pub fn is_of(&self, own: &BTreeMap<SitePath, Arc<[u8]>>) -> bool {
        self.own.len() == own.len() && self.own.iter().zip(own.values()).all(|(a, b)| Arc::ptr_eq(a, b) || a == b)
    }

    /// A sum over everything in which the fonts of two sites can differ.
    pub(super) fn key(&self) -> u128 {
        self.key
    }

    /// The font of this number.
    pub(super) fn face(&self, number: usize) -> Option<&Font> {
        self.faces.get(number)
    }

    /// The first font that has every letter of a grapheme.
    pub(super) fn face_for(&self, style: Style, grapheme: &str) -> Option<usize> {
        let others = STYLES..self.faces.len();
        std::iter::once(style as usize).chain(others).find(|face| self.has(*face, grapheme))
    }

    /// Whether a font has every letter of a grapheme.
    pub(super) fn has(&self, face: usize, grapheme: &str) -> bool {
        let Some(font) = self.faces.get(face) else { return false };
        let charmap = font.charmap();
        let mut letters = grapheme.chars().filter(|letter| !is_mark_of_nothing(*letter));
        letters.all(|letter| charmap.map_unicode(letter).is_some_and(|glyph| glyph.to_u32() != 0))
    }

    /// The text without the symbols that no font has.
    ///
    /// # Errors
    /// When no font has a letter of it: that letter.
    pub(super) fn showable(&self, text: &str) -> Result<String, char> {
        let mut showable = String::with_capacity(text.len());
        for grapheme in text.graphemes(true) {
            if self.face_for(Style::Serif, grapheme).is_some() {
                showable.push_str(grapheme);
            } else if !grapheme.chars().any(is_symbol) {
                let has = |letter: &char| self.face_for(Style::Serif, letter.encode_utf8(&mut [0; 4])).is_some();
                return Err(grapheme.chars().find(|letter| !has(letter)).unwrap_or(' '));
            }
        }
        Ok(showable.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("faces", &self.faces.len()).field("key", &self.key).finish_non_exhaustive()
    }
}

/// How many of the fonts stand for a style.
const STYLES: usize = 3;

/// The fonts that Postil brings: one for each style, which has Latin, Greek and Cyrillic letters, and those for others.
const BROUGHT: [&[u8]; 7] = [
    include_bytes!("fonts/serif.ttf"),
    include_bytes!("fonts/serif-semibold.ttf"),
    include_bytes!("fonts/sans-medium.ttf"),
    include_bytes!("fonts/arabic.ttf"),
    include_bytes!("fonts/hebrew.ttf"),
    include_bytes!("fonts/armenian.ttf"),
    include_bytes!("fonts/georgian.ttf"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        Fonts::new(&BTreeMap::new()).0
    }

    #[test]
    fn every_font_can_be_read_and_the_three_styles_have_the_same_letters() {
        let fonts = fonts();
        assert_eq!(fonts.faces.len(), BROUGHT.len());
        let letters = |face: usize| -> std::collections::BTreeSet<u32> {
            fonts.faces[face].charmap().unicodes().map(|(letter, _)| letter).collect()
        };
        assert!(letters(0).len() > 1500, "{}", letters(0).len());
        for face in 1..STYLES {
            let lacking: Vec<_> = letters(0).difference(&letters(face)).copied().collect();
            assert!(lacking.is_empty(), "{face}: {lacking:x?}");
        }
    }

    #[test]
    fn the_scripts_that_are_promised_are_there() {
        for text in [
            "Größe Łódź İstanbul Đặng",
            "Ελλάδα ἀρχή",
            "Україна ѣ Қазақстан",
            "العربية، فارسی، اردو",
            "עִבְרִית",
            "Հայաստան",
            "საქართველო",
            "“‘’”«»„ – — … № € ₴ ₽",
        ] {
            assert_eq!(fonts().showable(text), Ok(text.to_owned()));
        }
    }

    #[test]
    fn symbols_that_no_font_has_are_left_out_and_letters_are_told() {
        assert_eq!(fonts().showable("Fine 👍🏽 and 👩‍👩‍👧 well ☎"), Ok("Fine and well".to_owned()));
        assert_eq!(fonts().showable("He said 和平 twice"), Err('和'));
        assert_eq!(fonts().showable("\u{e000}"), Err('\u{e000}'));
    }

    #[test]
    fn a_font_of_the_site_is_asked_last_and_counts_for_the_key() {
        let own = |name: &str, bytes: &[u8]| {
            BTreeMap::from([(SitePath::new(&format!("fonts/{name}")).expect("a path"), Arc::from(bytes))])
        };
        let (with, unreadable) = Fonts::new(&own("more.ttf", BROUGHT[3]));
        assert!(unreadable.is_empty() && with.key() != fonts().key());
        assert_eq!(with.face_for(Style::Sans, "س"), Some(3));
        for broken in [&b""[..], b"wOF2 and more", b"<html>", &BROUGHT[3][..40], &BROUGHT[3][..9_000]] {
            let (fonts, unreadable) = Fonts::new(&own("broken.ttf", broken));
            // A font that is cut somewhere may still have some of its letters; nothing must fail because of it.
            let _ = fonts.showable("ab س 和");
            assert!(unreadable.len() == 1 || fonts.faces.len() == BROUGHT.len() + 1);
        }
    }
}
