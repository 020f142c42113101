//! What a build makes, before anything is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::SitePath;

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
    Bytes(Arc<[u8]>),
    /// A copy of this file of the site, an asset of the project.
    Asset(SitePath),
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
