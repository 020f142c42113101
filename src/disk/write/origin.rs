//! What a folder was filled from.

use std::env;
use std::fs::File;

use xxhash_rust::xxh3::Xxh3;

use super::manifest::Manifest;
use crate::disk::read::digest;
use crate::project::Project;

/// A project and the program that makes a site of it, as a hash: of the same origin comes the same output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin(u128);

impl Origin {
    /// What this program makes of a project. None when it cannot tell itself from another build of it. The program counts by its
    /// bytes, so that the same one notes the same on every machine.
    #[must_use]
    pub fn of(project: &Project) -> Option<Self> {
        let (_, program) = digest(&mut File::open(env::current_exe().ok()?).ok()?).ok()?;
        let mut hasher = Xxh3::new();
        hasher.update(&program.to_le_bytes());
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
