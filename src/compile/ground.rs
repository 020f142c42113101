//! What the files of a site are made of, in parts: everything that can reach any of them, and the prose of each article, which
//! reaches only those that show it.

use std::collections::BTreeMap;
use std::hash::Hash;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::Analysis;
use crate::anchor::Anchored;
use crate::output::Prose;
use crate::project::Project;
use crate::source::{FileId, SourceText};

/// What the files of a site are made of, as hashes (XXH3, 128 bits).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ground {
    /// Of everything but prose, with what the whole site makes of that: links, names, places, numbers.
    pub rest: u128,
    /// Of what stands below the front matter of each briefing and page of the author's.
    pub prose: BTreeMap<Prose, u128>,
}

impl Analysis {
    /// What the files of this site are made of. The project is the one that was analysed.
    #[must_use]
    pub fn ground(&self, project: &Project) -> Ground {
        let Self { graph, .. } = self;
        let briefings = graph.briefings.iter().map(|it| &it.source);
        let articles = briefings.chain(graph.pages.iter().chain(&graph.home).map(|it| &it.source));
        let mut starts: BTreeMap<FileId, usize> = BTreeMap::new();
        let mut prose: BTreeMap<Prose, u128> = BTreeMap::new();
        for article in articles {
            let Some((file, start)) = start_of_prose(article) else { continue };
            let Some(text) = project.texts.get(file).and_then(|text| text.text().as_bytes().get(start..)) else {
                continue;
            };
            starts.insert(file, start);
            prose.insert(Prose::Whole(file), xxh3_128(text));
            prose.insert(Prose::Quotations(file), quotations(article));
        }
        let front = |text: &SourceText| starts.get(&text.id()).copied().unwrap_or(text.text().len());
        let texts = project.fingerprint_of(|text| &text.text().as_bytes()[..front(text)]);
        let mut rest = Xxh3::new();
        // With where prose begins, for a text without any ends there too.
        (texts, graph.fingerprint(), starts).hash(&mut rest);
        Ground { rest: rest.digest128(), prose }
    }
}

/// Where the prose of an article begins in its file.
fn start_of_prose(article: &Anchored) -> Option<(FileId, usize)> {
    let key = article.article.body.as_ref()?.key()?;
    Some((key.0, key.1 as usize))
}

/// The sentences that hold the quotations of an article, as a hash.
fn quotations(article: &Anchored) -> u128 {
    let mut hasher = Xxh3::new();
    let text = article.article.body.as_ref().map_or("", |body| body.text());
    for anchor in &article.statements {
        anchor.as_ref().map(|anchor| anchor.sentence(text)).hash(&mut hasher);
    }
    hasher.digest128()
}
