//! Reading the site, and writing it: with `cli`, the only rooms that touch files.
//!
//! [`read()`] turns a folder into a [`Project`](crate::project::Project), after which nothing else is looked at;
//! [`Writing`] makes a folder hold the files of a site and touches only what differs. What is wrong with
//! the site is a diagnostic; what is wrong with the world is an [`Error`].
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this is one of the rooms that touch files")]

mod error;
mod read;
mod reader;
mod touched;
mod watch;
mod rewrite;
mod write;

pub use error::Error;
pub(crate) use error::{help, words};
pub(crate) use read::asset_bytes;
pub(crate) use read::on_disk;
pub use read::read;
pub use reader::{Reader, Touched, copied};
pub use rewrite::{Rewrite, rewrite};
pub use watch::Watcher;
pub use write::{Before, Changes, Held, Origin, Target, Writing, holds};
pub(crate) use write::{MANIFEST, Manifest, Record, wanted};
