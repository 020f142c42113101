//! What a folder was filled from.

use std::env;
use std::fs;

use xxhash_rust::xxh3::Xxh3;

use super::folder::last_touched;
use super::manifest::Manifest;
use crate::project::Project;

/// A project and the program that makes a site of it, as a hash: of the same origin comes the same output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin(u128);

impl Origin {
    /// What this program makes of a project. None when it cannot tell itself from another build of it.
    #[must_use]
    pub fn of(project: &Project) -> Option<Self> {
        let metadata = fs::metadata(env::current_exe().ok()?).ok()?;
        let program = (env!("CARGO_PKG_VERSION"), metadata.len(), last_touched(&metadata));
        let mut hasher = Xxh3::new();
        hasher.update(format!("{program:?}").as_bytes());
        hasher.update(&project.fingerprint().to_le_bytes());
        Some(Self(hasher.digest128()))
    }

    /// What is noted in a folder that was filled so and has this manifest. Together with another manifest it says nothing.
    pub(super) fn note(self, manifest: &Manifest) -> String {
        let mut hasher = Xxh3::new();
        hasher.update(&self.0.to_le_bytes());
        hasher.update(manifest.text().as_bytes());
        format!("{:032x}\n", hasher.digest128())
    }
}
