//! What the site knows as linked data: things with properties, mostly in the words of schema.org.
//!
//! `things` tells them once; `json_ld` writes those of a page into it, `rdf` all of them for triple stores.

pub(super) mod json_ld;
pub(super) mod rdf;
mod statements;
mod things;

use crate::model::Date;

/// Something that is told of. A word with a prefix (`prov:Entity`) is of another vocabulary than schema.org.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    /// Its address relative to the root of the site; none for what has no page.
    id: Option<String>,
    types: Vec<&'static str>,
    properties: Vec<(&'static str, Value)>,
}

/// The value of a property.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// Plain text.
    Text(String),
    /// Plain text in a language (BCP 47).
    Words(String, String),
    /// A date, as precise as it is known.
    Date(Date),
    /// A number that counts.
    Whole(usize),
    /// A measure.
    Number(f64),
    /// An address relative to the root of the site.
    Page(String),
    /// A full address elsewhere.
    Address(String),
    /// A word of a vocabulary, as a property is named.
    Term(&'static str),
    /// Something else.
    Thing(Thing),
}

impl Thing {
    /// Something of this type.
    fn new(kind: &'static str) -> Self {
        Self { id: None, types: vec![kind], properties: Vec::new() }
    }

    /// Something of these types.
    fn of(types: &[&'static str]) -> Self {
        Self { id: None, types: types.to_vec(), properties: Vec::new() }
    }

    /// The same, which stands at this address, if at any.
    fn at(self, id: Option<String>) -> Self {
        Self { id, ..self }
    }

    /// The same, also of this type.
    fn also(mut self, kind: &'static str) -> Self {
        self.types.push(kind);
        self
    }

    /// The same with a property, if it has a value.
    fn with(mut self, property: &'static str, value: impl Into<Option<Value>>) -> Self {
        self.properties.extend(value.into().map(|value| (property, value)));
        self
    }

    /// The same with a property that has several values.
    fn with_all(mut self, property: &'static str, values: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.properties.extend(values.into_iter().map(|value| (property, value.into())));
        self
    }
}

impl From<Thing> for Value {
    fn from(thing: Thing) -> Self {
        Self::Thing(thing)
    }
}

impl From<Thing> for Option<Value> {
    fn from(thing: Thing) -> Self {
        Some(Value::Thing(thing))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
