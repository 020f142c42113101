//! BibTeX, in the fields of biblatex.

use super::csl::works;
use crate::plan::Works;
use crate::render::view::Site;

/// The entries.
pub(super) fn text(site: &Site<'_>, of: Works) -> String {
    works(site, of).into_iter().map(|work| work.bibtex() + "\n\n").collect()
}
