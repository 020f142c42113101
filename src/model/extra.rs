//! Free data of the author, kept as it is for templates.

use std::collections::BTreeMap;

use serde::Serialize;

/// Whatever stands under `extra:`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(untagged)]
pub enum Extra {
    /// Nothing.
    #[default]
    Nothing,
    /// `true` or `false`, written plainly.
    Truth(bool),
    /// A whole number, written plainly.
    Integer(i64),
    /// Another number, written plainly.
    Number(f64),
    /// Any other scalar.
    Text(String),
    /// A list.
    List(Vec<Extra>),
    /// A mapping, in order of its keys.
    Map(BTreeMap<String, Extra>),
}

impl Extra {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}
