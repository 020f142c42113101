//! brat standoff: a text, and a file of annotations that point into it.
//!
//! What a type means is found by its name (`meaning`) or told by whoever imports. Entities become actors, claims and events;
//! relations, arguments and attributes say who speaks, to whom, of what, with which stance.

mod attribute;
mod gather;
mod line;
mod meaning;
mod names;
mod passage;
mod tie;

use std::collections::BTreeMap;

use gather::Gather;

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::source::SourceText;

/// A text and its annotations.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The text (`.txt`).
    pub text: SourceText,
    /// The annotations (`.ann`).
    pub annotations: SourceText,
}

/// What these annotated texts say. `meanings` says what types, roles and attributes mean, where their names do not.
#[must_use]
pub fn brat(pairs: &[Pair], meanings: &BTreeMap<String, String>) -> (Draft, Vec<Diagnostic>) {
    let (mut draft, mut problems) = (Draft::default(), Vec::new());
    for pair in pairs {
        let lines = line::lines(&pair.annotations, &mut problems);
        let gather = Gather::new(pair, &lines, meanings, &mut problems);
        draft.briefings.push(gather.briefing());
    }
    (draft, problems)
}
