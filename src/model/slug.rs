//! Ids.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;

use crate::source::is_device;

/// A lowercase slug: letters and digits of any script, in NFC, in groups joined by single hyphens.
///
/// Letters of other scripts stay as they are, because transliterating them would give two names one id, and nobody could
/// find a name by it. At most [`Slug::MAX_CHARS`] characters, so that a file can have its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

impl Slug {
    /// The longest slug, in characters: four bytes each still fit in a file name of 255 bytes with an extension.
    pub const MAX_CHARS: usize = 60;

    /// The text as a slug, if it is one already.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let made = Self::from_text(text)?;
        (made.as_str() == text).then_some(made)
    }

    /// A slug made from any text: what is not a letter, digit or mark becomes a hyphen, apostrophes vanish, and what is too
    /// long is cut at a hyphen. What Windows keeps for a device gets an `-x`. None when the text has neither letter nor digit.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut slug = String::with_capacity(text.len());
        for c in text.nfc().flat_map(char::to_lowercase).collect::<String>().nfc() {
            if c.is_alphanumeric() || (is_mark(c) && !slug.is_empty() && !slug.ends_with('-')) {
                slug.push(c);
            } else if !is_apostrophe(c) && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-');
        let slug = cut(slug, Self::MAX_CHARS);
        // Windows has no folder of such a name.
        let slug = if is_device(slug) { Cow::from(format!("{slug}-x")) } else { Cow::from(slug) };
        slug.chars().any(char::is_alphanumeric).then(|| Self(Arc::from(slug)))
    }

    /// The slug of what has no name that one can be made from; such a name is reported where it stands.
    #[must_use]
    pub fn unnamed() -> Self {
        Self(Arc::from("unnamed"))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '\u{ad}')
}

fn cut(slug: &str, chars: usize) -> &str {
    let Some((end, _)) = slug.char_indices().nth(chars) else { return slug };
    let head = &slug[..end];
    if slug[end..].starts_with('-') {
        return head;
    }
    head.rsplit_once('-').map_or(head, |(whole, _)| whole)
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for Slug {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_scripts_and_drop_the_rest() {
        let slug = |text| Slug::from_text(text).map(|s| s.to_string());
        assert_eq!(slug("Sergei Lavrov").as_deref(), Some("sergei-lavrov"));
        assert_eq!(slug("Сергей Лавров").as_deref(), Some("сергей-лавров"));
        assert_eq!(slug("Ukraine’s élan (2nd)").as_deref(), Some("ukraines-élan-2nd"));
        assert_eq!(slug(".."), None);
        assert_eq!(slug("AUX").as_deref(), Some("aux-x"));
        assert!(Slug::parse("aux").is_none() && Slug::parse("aux-x").is_some() && Slug::parse("auxiliary").is_some());
        assert!(Slug::parse("Not-a-slug").is_none());
        assert!(Slug::parse("a--b").is_none());
        assert!(Slug::parse("guarantees-by-treaty").is_some());
    }

    #[test]
    fn long_slugs_are_cut_between_words() {
        let slug = Slug::from_text(&"word ".repeat(30)).expect("a slug");
        assert!(slug.as_str().chars().count() <= Slug::MAX_CHARS);
        assert!(slug.as_str().ends_with("word"));
        assert_eq!(Slug::parse(slug.as_str()), Some(slug));
    }
}
