//! To the branch that GitHub Pages serves, and the workflow that publishes without one.
//!
//! Everything goes through the user's own `git`, so that credentials, signing and hooks are theirs. Neither the checkout nor
//! the index nor a branch of theirs is touched: the files of the output become objects, the objects a tree on top of what
//! the branch holds now, the tree a commit that no name points to, and that commit is pushed. Until the push is accepted,
//! nothing but unreachable objects exists; when it is refused, nothing else ever did.
//!
//! Which files of the branch are Postil's is written in the manifest that stands among them, the same that
//! [`disk`](crate::disk) keeps in a folder. All others are kept. Whoever publishes at the same time is noticed by the push
//! being refused, and published on top of.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the room that runs git and writes the workflow"
)]

mod address;
mod branch;
mod difference;
mod git;
mod object;
mod publication;
mod push;
mod repository;
mod tip;
mod tree;
mod workflow;

pub use address::{Address, Origin};
pub use branch::Branch;
pub use difference::Difference;
pub use publication::Publication;
pub use push::{Order, Published, publish};
pub use repository::Repository;
pub use tip::Tip;
pub use workflow::{PATH as WORKFLOW_PATH, Workflow, Written, released_from, workflow, write_workflow};
