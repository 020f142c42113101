//! What Postil wrote into a folder.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::project::Asset;
use crate::source::SitePath;

/// Every file that Postil wrote, as it is kept in the folder itself. It holds no times, so that two folders with the same
/// site are the same to the byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    version: u32,
    /// Whether the build that wrote it came to its end. If not, files may be as listed here, absent, or newer.
    pub(super) complete: bool,
    /// By path within the folder.
    pub(crate) files: BTreeMap<String, Record>,
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    /// Its length in bytes.
    pub(super) length: u64,
    /// XXH3 of its bytes (128 bits); none while they are not made.
    #[serde(with = "digits")]
    hash: Option<u128>,
    /// Whether it is a social card, which its name says all about.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    card: bool,
}

impl Manifest {
    /// Of a folder that holds these files.
    pub(crate) fn of(files: BTreeMap<String, Record>) -> Self {
        Self { version: VERSION, complete: true, files }
    }

    /// Of a folder on the way from one state to another.
    pub(super) fn union(known: &Self, wanted: &BTreeMap<String, Record>) -> Self {
        let mut files = known.files.clone();
        for (path, record) in wanted.iter().filter(|(path, _)| !known.files.contains_key(*path)) {
            files.insert(path.clone(), record.clone());
        }
        Self { version: VERSION, complete: false, files }
    }

    /// The manifest written so, or what is wrong with it. Paths that lead out of the folder make it invalid: a manifest may
    /// come from a stranger, and what it lists may be deleted.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        let manifest: Self = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        if manifest.version != VERSION {
            return Err(format!("it has version {}, and this Postil knows version {VERSION}", manifest.version));
        }
        let leaves = |path: &&String| SitePath::new(path).map_or(true, |clean| clean.as_str() != *path);
        match manifest.files.keys().find(leaves) {
            Some(path) => Err(format!("it lists `{path}`")),
            None => Ok(manifest),
        }
    }

    /// The text of it.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

impl Default for Manifest {
    fn default() -> Self {
        Self::of(BTreeMap::new())
    }
}

impl Record {
    /// Of a file with these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::new((bytes.len() as u64, xxh3_128(bytes)))
    }

    /// Of a file with this length and hash.
    pub(super) fn new((length, hash): (u64, u128)) -> Self {
        Self { length, hash: Some(hash), card: false }
    }

    /// Of a social card with these bytes.
    pub(crate) fn of_card(bytes: &[u8]) -> Self {
        Self { card: true, ..Self::of(bytes) }
    }

    /// Of a social card that is not made. No file is like it.
    pub(super) fn of_unmade_card() -> Self {
        Self { length: 0, hash: None, card: true }
    }

    /// Whether it is of a social card that was made.
    pub(crate) fn is_of_made_card(&self) -> bool {
        self.card && self.hash.is_some()
    }

    /// Whether a file with this length and hash is the one.
    pub(super) fn fits(&self, (length, hash): (u64, u128)) -> bool {
        self.length == length && self.hash == Some(hash)
    }
}

impl From<&Asset> for Record {
    fn from(asset: &Asset) -> Self {
        Self::new((asset.length, asset.hash))
    }
}

/// Hashes as hexadecimal digits, 32 of them, or none.
mod digits {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "serde gives it so")]
    pub(super) fn serialize<S: Serializer>(hash: &Option<u128>, to: S) -> Result<S::Ok, S::Error> {
        match hash {
            Some(hash) => to.collect_str(&format_args!("{hash:032x}")),
            None => to.serialize_str(""),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u128>, D::Error> {
        let digits = String::deserialize(from)?;
        let read = || u128::from_str_radix(&digits, 16).map_err(|_| D::Error::custom(format!("`{digits}` is no hash")));
        (!digits.is_empty()).then(read).transpose()
    }
}

const VERSION: u32 = 1;
