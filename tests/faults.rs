//! Faults of the machine, each made on purpose: what is killed, full, locked, gone, replaced, doubled or missing. After each,
//! the sources are untouched, the output is old or new or repaired by the next build, files of others are as they were, and
//! what happened is said.
//!
//! Faults in the middle of single steps are made in `src/disk/write/tests/`; those of a server in `tests/serve/faults.rs`; races of
//! publishers in `tests/publish.rs`.
#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "what a machine cannot do is said")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this test runs programs on real folders")]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/generated.rs"]
#[allow(dead_code, reason = "each test program uses a part")]
#[allow(clippy::expect_used, reason = "writing to memory")]
mod generated;
#[path = "support/place.rs"]
mod place;

#[path = "faults/device.rs"]
mod device;
#[path = "faults/killed.rs"]
mod killed;
#[path = "faults/lacking.rs"]
mod lacking;
#[path = "faults/meanwhile.rs"]
mod meanwhile;
#[path = "faults/rights.rs"]
mod rights;
#[path = "faults/same.rs"]
mod same;
#[path = "faults/site.rs"]
mod site;
