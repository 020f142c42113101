//! What an author writes, as types.
//!
//! [`words`] are the closed vocabularies (kinds, statuses, stances …), [`Date`] is the EDTF subset of ISO 8601-2, [`Slug`]
//! is an id, [`Kind`] is what can have one, and [`declaration`] is what one file says about actors, claims, events and sources. References in
//! declarations are still names as they were typed; `resolve` turns them into handles.

pub mod date;
pub mod declaration;
pub mod extra;
pub mod kind;
pub mod slug;
pub mod words;

pub use date::{Date, Moment, Precision, Qualifier};
pub use extra::Extra;
pub use kind::Kind;
pub use slug::Slug;
pub use words::{
    Access, ActorKind, ActorRelation, ClaimKind, ClaimRelation, Confidence, EventRole, EventStatus, Likelihood, Mode,
    Reliability, SourceKind, Stance, Standing, Status, Word,
};
