//! `postil serve` from outside: what it answers, whom it answers, and that it follows every way in which files change.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "figures, and what a machine cannot do, are said")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this test starts servers and changes files")]

mod support;

#[path = "serve/edits.rs"]
mod edits;
#[cfg(target_os = "linux")]
#[path = "serve/faults.rs"]
mod faults;
#[cfg(target_os = "linux")]
#[path = "serve/load.rs"]
mod load;
#[path = "serve/safety.rs"]
mod safety;
#[path = "serve/server.rs"]
mod server;
#[path = "serve/saves.rs"]
mod saves;
