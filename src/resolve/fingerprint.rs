//! A graph as a number, to see whether it is the one of before.
//!
//! What was written counts here by where it stands: whoever compares graphs compares the texts as well.

use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::Xxh3;

use super::Graph;
use crate::anchor::Anchored;
use crate::model::declaration::{ActorDeclaration, ClaimDeclaration, EventDeclaration, SourceDeclaration};

impl Graph {
    /// A hash of everything in it (XXH3, 128 bits), with what was written told by its place alone.
    #[must_use]
    pub fn fingerprint(&self) -> u128 {
        let mut hasher = Xxh3::new();
        self.hash(&mut hasher);
        hasher.digest128()
    }
}

impl Hash for Anchored {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.article.file.hash(state);
    }
}

macro_rules! declarations {
    ($( $type:ident, )*) => { $(
        impl Hash for $type {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.id.slug.hash(state);
                self.id.span.hash(state);
            }
        }
    )* };
}

declarations! { ActorDeclaration, ClaimDeclaration, EventDeclaration, SourceDeclaration, }
