//! What a build makes, and who takes it file by file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::diagnostic::{Code, Diagnostic};
use crate::project::Project;
use crate::social::{SocialCard, USUAL_BYTES};
use crate::source::{FileId, SitePath};

/// All files of the site, by their path in the output (`claims/x/index.html`).
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// The files.
    pub files: BTreeMap<String, Content>,
    /// What the summary line counts.
    pub counts: Counts,
}

/// What stands in a file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Bytes),
    /// A copy of this file of the site, an asset of the project.
    Asset(SitePath),
    /// The picture of this card. Its bytes cost some milliseconds and are made when they are wanted.
    Card(Arc<SocialCard>),
}

impl Content {
    /// The bytes; none for those of a file of the site, which are on the disk.
    #[must_use]
    pub fn bytes(&self) -> Option<Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes.clone()),
            Self::Asset(_) => None,
            Self::Card(card) => Some(card.png().into()),
        }
    }
}

/// What a site has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// HTML pages, redirects left out.
    pub pages: usize,
    /// Briefings.
    pub briefings: usize,
    /// Claims.
    pub claims: usize,
    /// Actors.
    pub actors: usize,
    /// Events.
    pub events: usize,
}

/// Who takes the files of a site, each when it is made, from several threads and in no order.
pub trait Taker: Sync {
    /// So many will come, beside those of which it was told before.
    fn begin(&self, files: usize);

    /// Whether one of them need not be made, because it is there and would be the same: then its length in bytes.
    fn holds(&self, path: &str) -> Option<u64>;

    /// One of them, and what prose went into it.
    fn take(&self, path: &str, content: Content, prose: Vec<Prose>);
}

/// What a file may show of what stands in an article below its front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prose {
    /// Anything.
    Whole(FileId),
    /// The sentences that hold its quotations, wherever they stand.
    Quotations(FileId),
}

/// What prose went into a file, noted while it is made. A file whose prose is the same as before is the same as before, as long
/// as everything else is.
#[derive(Debug, Default)]
pub struct Reads(Mutex<BTreeSet<Prose>>);

impl Reads {
    /// That this went into it.
    pub fn note(&self, prose: Prose) {
        self.noted().insert(prose);
    }

    /// Everything noted so far.
    #[must_use]
    pub fn prose(&self) -> Vec<Prose> {
        self.noted().iter().copied().collect()
    }

    /// How much that is.
    #[must_use]
    pub fn count(&self) -> usize {
        self.noted().len()
    }

    fn noted(&self) -> MutexGuard<'_, BTreeSet<Prose>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All files, kept in memory.
#[derive(Debug, Default)]
pub struct Kept(Mutex<BTreeMap<String, Content>>);

impl Kept {
    /// What was taken.
    #[must_use]
    pub fn files(self) -> BTreeMap<String, Content> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taker for Kept {
    fn begin(&self, _: usize) {}

    fn holds(&self, _: &str) -> Option<u64> {
        None
    }

    fn take(&self, path: &str, content: Content, _: Vec<Prose>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), content);
    }
}

/// How much a site weighs, to warn when it, or a file of it, takes more than four fifths of what GitHub Pages does.
#[derive(Debug, Default)]
pub struct Weight {
    total: u64,
    cards: u64,
    /// Files that are too large alone, and whether they stand in the site so.
    large: BTreeMap<String, (u64, Option<SitePath>)>,
}

impl Weight {
    /// With a file of this name.
    pub fn add(&mut self, path: &str, content: &Content, project: &Project) {
        let (length, asset) = match content {
            Content::Bytes(bytes) => (bytes.len() as u64, None),
            Content::Asset(asset) => (project.assets.get(asset).map_or(0, |asset| asset.length), Some(asset)),
            Content::Card(_) => (USUAL_BYTES, None),
        };
        self.add_length(path, length, matches!(content, Content::Card(_)), || asset.cloned());
    }

    /// With a file of which no more is known than its length, which for a card does not count; and of which file of the site it
    /// is a copy, which is asked for only when it matters.
    pub fn add_length(&mut self, path: &str, length: u64, is_card: bool, asset: impl FnOnce() -> Option<SitePath>) {
        let length = if is_card { USUAL_BYTES } else { length };
        self.total += length;
        self.cards += u64::from(is_card);
        if length > MOST_OF_A_FILE {
            self.large.insert(path.to_owned(), (length, asset()));
        }
    }

    /// Of both together.
    #[must_use]
    pub fn with(mut self, mut other: Self) -> Self {
        self.large.append(&mut other.large);
        Self { total: self.total + other.total, cards: self.cards + other.cards, large: self.large }
    }

    /// What is near a limit.
    #[must_use]
    pub fn warnings(self) -> Vec<Diagnostic> {
        let Self { total, cards, large } = self;
        let warning = |(path, (length, asset)): (String, (u64, Option<SitePath>))| {
            let message = format!("`{path}` has {} MB; GitHub takes files of up to 100 MB", length / 1_000_000);
            match asset {
                None => Diagnostic::without_place(Code::SiteNearLimit, message),
                Some(asset) => Diagnostic::about_file(Code::SiteNearLimit, asset, message),
            }
        };
        let mut found: Vec<_> = large.into_iter().map(warning).collect();
        if total > MOST_OF_A_SITE {
            let message = format!("the site has {} MB; GitHub Pages takes sites of up to 1 GB", total / 1_000_000);
            let problem = Diagnostic::without_place(Code::SiteNearLimit, message);
            found.push(if cards * USUAL_BYTES > total / 4 {
                let note = format!("Of these, {cards} social cards take about {} MB.", cards * USUAL_BYTES / 1_000_000);
                problem.note(note).help("set `build.social_cards = \"briefings\"` or `\"off\"`")
            } else {
                problem
            });
        }
        found
    }
}

const MOST_OF_A_FILE: u64 = 80_000_000;
const MOST_OF_A_SITE: u64 = 800_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Asset;
    use crate::social::{Fonts, Shows, What};

    fn warnings(files: &[(String, Content)], project: &Project) -> Vec<Diagnostic> {
        let (left, right) = files.split_at(files.len() / 2);
        let weigh = |files: &[(String, Content)]| {
            let mut weight = Weight::default();
            for (path, content) in files {
                weight.add(path, content, project);
            }
            weight
        };
        weigh(left).with(weigh(right)).warnings()
    }

    #[test]
    fn large_files_and_large_sites_are_warned_about() {
        let mut project = Project::of_texts([], chrono::NaiveDate::MIN);
        let mut files = Vec::new();
        for (name, megabytes) in [("fits", 80), ("large", 81), ("a", 79), ("b", 79)] {
            let path = SitePath::new(&format!("static/{name}")).expect("a path");
            project.assets.insert(path.clone(), Asset { length: megabytes * 1_000_000, hash: 0 });
            files.push((name.to_owned(), Content::Asset(path)));
        }
        let messages = |files: &[(String, Content)]| -> Vec<String> {
            warnings(files, &project).into_iter().map(|diagnostic| diagnostic.message).collect()
        };
        assert_eq!(messages(&files), ["`large` has 81 MB; GitHub takes files of up to 100 MB"]);
        for copy in 0..7 {
            files.push((format!("copy-{copy}"), Content::Asset(SitePath::new("static/a").expect("a path"))));
        }
        assert_eq!(
            messages(&files).last().map(String::as_str),
            Some("the site has 872 MB; GitHub Pages takes sites of up to 1 GB")
        );
    }

    #[test]
    fn cards_that_make_a_site_large_are_named() {
        let project = Project::of_texts([], chrono::NaiveDate::MIN);
        let shows = Shows {
            site: String::new(),
            label: String::new(),
            what: What::claim("x".to_owned(), crate::model::Status::Pending, None),
        };
        let fonts = Arc::new(Fonts::new(&BTreeMap::new()).0);
        let card = Content::Card(Arc::new(SocialCard::new(shows, &fonts)));
        let files: Vec<_> = (0..50_000).map(|number| (format!("cards/{number}.png"), card.clone())).collect();
        let found = warnings(&files, &project);
        assert_eq!(found[0].notes, ["Of these, 50000 social cards take about 1250 MB."]);
        assert!(found[0].help.as_ref().is_some_and(|help| help.contains("build.social_cards")), "{found:?}");
    }
}
