//! Free data of the author, kept as it is for templates.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::source::{Span, Spanned};

/// Whatever stands under `extra:`.
#[derive(Debug, Clone, PartialEq, Default)]
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
    Text(Spanned<String>),
    /// A list.
    List(Vec<Extra>),
    /// A mapping, in order of its keys, with their places.
    Map(BTreeMap<String, (Span, Extra)>),
}

impl Extra {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Truth(truth) => serializer.serialize_bool(*truth),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => serializer.collect_seq(list),
            Self::Map(map) => serializer.collect_map(map.iter().map(|(key, (_, value))| (key, value))),
        }
    }
}
