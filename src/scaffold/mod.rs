//! Files to begin with: a whole site ([`init()`]), or one file of it ([`new()`]).
//!
//! The content is embedded, so that the program alone is enough. Nothing that exists is ever overwritten. What the files
//! mean is the business of `parse`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this is one of the rooms that touch files")]

mod add;
mod archetype;
mod article;
mod init;
mod new;
mod place;

pub use add::add;
pub use article::Article;
pub use init::{Beginning, Begun, init};
pub use new::{Wanted, new};
pub use place::Files;
