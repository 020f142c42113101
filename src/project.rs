//! Everything a build depends on, once it has been read.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::Diagnostic;
use crate::source::{SitePath, SourceText, Sources};

/// A site as it was read: its texts, its other files, and the day. Nothing else is looked at afterwards.
#[derive(Debug, Clone)]
pub struct Project {
    /// `postil.toml`, everything under `content/` that is text (`.md`, `.yaml`, `.yml`, `.txt`), and `templates/`; and the
    /// settings of the environment ([`parse::settings::environment`](crate::parse::settings::environment)).
    pub texts: Sources,
    /// All files under `static/`, and those under `content/` that are no texts.
    pub assets: BTreeMap<SitePath, Asset>,
    /// The fonts under `fonts/`, in which social cards are set when those that Postil brings lack a letter.
    pub fonts: BTreeMap<SitePath, Arc<[u8]>>,
    /// The day for which the site is built, in UTC.
    pub today: NaiveDate,
    /// What was asked for.
    pub options: Options,
    /// What could not be read.
    pub problems: Vec<Diagnostic>,
}

/// A file that is copied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its length in bytes.
    pub length: u64,
    /// A hash of its bytes (XXH3, 128 bits).
    pub hash: u128,
}

/// What was asked for on the command line, beyond the settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Show drafts.
    pub drafts: bool,
    /// Show what is to be published later, or has expired.
    pub future: bool,
    /// Let warnings count as errors.
    pub strict: bool,
    /// Where the site will stand, instead of the settings' `base_url`.
    pub base_url: Option<String>,
}

impl Project {
    /// A project of these texts alone, for a day: what tests and editors need.
    #[must_use]
    pub fn of_texts(texts: impl IntoIterator<Item = SourceText>, today: NaiveDate) -> Self {
        Self {
            texts: texts.into_iter().collect(),
            assets: BTreeMap::new(),
            fonts: BTreeMap::new(),
            today,
            options: Options::default(),
            problems: Vec::new(),
        }
    }
}
