//! What the files of a site are made of, in parts: everything that can reach any of them, and the prose of each article, which
//! reaches only those that show it.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::Analysis;
use crate::anchor::Anchored;
use crate::project::Project;
use crate::source::FileId;

/// What the files of a site are made of, as hashes (XXH3, 128 bits).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ground {
    /// Of everything but prose, with what the whole site makes of that: links, names, places, numbers.
    pub rest: u128,
    /// Of what stands below the front matter of each briefing and page of the author's.
    pub prose: BTreeMap<FileId, u128>,
}

impl Analysis {
    /// What the files of this site are made of. The project is the one that was analysed.
    #[must_use]
    pub fn ground(&self, project: &Project) -> Ground {
        let Self { graph, .. } = self;
        let briefings = graph.briefings.iter().map(|it| &it.source);
        let articles = briefings.chain(graph.pages.iter().chain(&graph.home).map(|it| &it.source));
        let starts: BTreeMap<FileId, usize> = articles.filter_map(|it| prose_of(it)).collect();
        let front = |id: FileId, text: &str| starts.get(&id).map_or(text.len(), |start| (*start).min(text.len()));
        let mut rest = Xxh3::new();
        rest.update(
            &project.fingerprint_of(|text| &text.text().as_bytes()[..front(text.id(), text.text())]).to_le_bytes(),
        );
        rest.update(&graph.fingerprint().to_le_bytes());
        let hash = |(id, start): (&FileId, &usize)| {
            let text = project.texts.get(*id)?.text().as_bytes();
            Some((*id, xxh3_128(text.get(*start..)?)))
        };
        Ground { rest: rest.digest128(), prose: starts.iter().filter_map(hash).collect() }
    }
}

/// Where the prose of an article begins in its file.
fn prose_of(article: &Anchored) -> Option<(FileId, usize)> {
    let key = article.article.body.as_ref()?.key()?;
    Some((key.0, key.1 as usize))
}
