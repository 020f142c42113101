//! Authors are not trusted: whatever their texts hold, Postil ends, says what is wrong, and nothing runs in a page.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this test writes to temporary folders")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the names of our files are in lower case")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;
#[path = "fuzz/entries.rs"]
mod entries;
#[path = "hostile/corpus.rs"]
mod corpus;
#[path = "hostile/fields.rs"]
mod fields;
#[path = "hostile/files.rs"]
mod files;
#[path = "hostile/injection.rs"]
mod injection;
#[path = "hostile/outputs.rs"]
mod outputs;
#[path = "hostile/paths.rs"]
mod paths;
#[path = "hostile/served.rs"]
mod served;
#[path = "hostile/size.rs"]
mod size;
#[path = "hostile/templates.rs"]
mod templates;
#[path = "hostile/text.rs"]
mod text;
#[path = "hostile/whole.rs"]
mod whole;
