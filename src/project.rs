//! Everything a build depends on, once it has been read.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use xxhash_rust::xxh3::Xxh3;

use crate::diagnostic::Diagnostic;
use crate::source::{SitePath, SourceText, Sources};

/// A site as it was read: its texts, its other files, and the day. Nothing else is looked at afterwards.
#[derive(Debug, Clone)]
pub struct Project {
    /// `postil.toml`, everything under `content/` that is text (`.md`, `.yaml`, `.yml`, `.txt`), and `templates/`; and at
    /// [`ENVIRONMENT`] the settings of the environment.
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
    /// Settings of the environment, from the name of the variable to its value.
    pub environment: BTreeMap<String, String>,
}

/// The path of the text that holds the settings of the environment, a line `NAME=value` for each: no file of a site can
/// stand there.
pub const ENVIRONMENT: &str = "environment";

impl Project {
    /// A project without any file: what reading one begins with. The settings of the environment are in it.
    #[must_use]
    pub fn empty(today: NaiveDate, options: Options) -> Self {
        let text = environment(&options.environment);
        Self { options, ..Self::of_texts(text, today) }
    }

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

    /// A hash of everything in it (XXH3, 128 bits): two projects with the same one make the same site.
    #[must_use]
    pub fn fingerprint(&self) -> u128 {
        self.fingerprint_of(|text| text.text().as_bytes())
    }

    /// The same, of which texts count as far as is said.
    #[must_use]
    pub fn fingerprint_of<'p>(&'p self, part: impl Fn(&'p SourceText) -> &'p [u8]) -> u128 {
        let Self { texts, assets, fonts, today, options, problems } = self;
        let mut hasher = Xxh3::new();
        let mut add = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        for text in texts.iter() {
            add(text.path().as_str().as_bytes());
            add(part(text));
        }
        for (path, font) in fonts {
            add(path.as_str().as_bytes());
            add(font);
        }
        // With how many there are of each, so that none can pass for another.
        let counts = (texts.len(), fonts.len());
        add(format!("{counts:?} {assets:?} {today:?} {options:?} {problems:?}").as_bytes());
        hasher.digest128()
    }
}

/// The text of these variables; none when there are none.
fn environment(variables: &BTreeMap<String, String>) -> Option<SourceText> {
    let line = |(name, value): (&String, &String)| format!("{name}={}\n", value.replace(char::is_control, " "));
    let text: String = variables.iter().map(line).collect();
    let path = SitePath::new(ENVIRONMENT).ok().filter(|_| !text.is_empty())?;
    Some(SourceText::new(path, text))
}
