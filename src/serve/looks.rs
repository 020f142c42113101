//! What decides how all pages look, beside their own bytes.

use std::collections::BTreeMap;
use std::fmt;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::compile::Edition;
use crate::project::Project;

/// Templates, styles and other copied files of a site, as a tab knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Looks {
    /// Hashes of the style sheets, by where they stand in the output.
    styles: BTreeMap<String, u64>,
    sum: Sum,
}

/// [`Looks`] as one word: a tab carries it, and gives it back when it comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sum {
    /// Of the templates.
    pub(super) templates: u64,
    /// Of the style sheets.
    pub(super) styles: u64,
    /// Of everything else that is copied.
    pub(super) rest: u64,
}

impl Looks {
    pub(super) fn of(edition: &Edition) -> Self {
        let project = edition.project();
        let mut styles = BTreeMap::new();
        let mut rest = Xxh3::new();
        for (path, asset) in &project.assets {
            let file = edition.plan().assets.get(path).map(crate::plan::Address::file);
            if let Some(file) = file.filter(|_| path.extension() == "css") {
                styles.insert(file, xxh3_64(&asset.hash.to_le_bytes()));
            } else {
                rest.update(path.as_str().as_bytes());
                rest.update(&asset.hash.to_le_bytes());
            }
        }
        let mut all = Xxh3::new();
        for (file, hash) in &styles {
            all.update(file.as_bytes());
            all.update(&hash.to_le_bytes());
        }
        let sum = Sum { templates: templates(project), styles: all.digest(), rest: rest.digest() };
        Self { styles, sum }
    }

    pub(super) fn sum(&self) -> Sum {
        self.sum
    }

    /// Each style sheet with a word that changes with it.
    pub(super) fn styles(&self) -> impl Iterator<Item = (&str, String)> {
        self.styles.iter().map(|(file, hash)| (file.as_str(), format!("{hash:x}")))
    }
}

impl Sum {
    /// What [`Sum`] reads as; none for what no tab was given.
    pub(super) fn read(word: &str) -> Option<Self> {
        let mut parts = word.split('-').map(|part| u64::from_str_radix(part, 16).ok());
        let sum = Self { templates: parts.next()??, styles: parts.next()??, rest: parts.next()?? };
        parts.next().is_none().then_some(sum)
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{:x}-{:x}", self.templates, self.styles, self.rest)
    }
}

fn templates(project: &Project) -> u64 {
    let mut sum = Xxh3::new();
    for text in project.texts.iter().filter(|text| text.path().below("templates").is_some()) {
        sum.update(text.path().as_str().as_bytes());
        sum.update(&xxh3_64(text.text().as_bytes()).to_le_bytes());
    }
    sum.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_as_it_was_written() {
        let sum = Sum { templates: 1, styles: u64::MAX, rest: 0xab };
        assert_eq!(Sum::read(&sum.to_string()), Some(sum));
        for word in ["", "1-2", "1-2-3-4", "x-1-2", "-1-2-3"] {
            assert_eq!(Sum::read(word), None, "{word}");
        }
    }
}
