//! CSL-JSON 1.0.2, which citation managers read.

use super::compact;
use crate::plan::Works;
use crate::render::view::Site;
use crate::render::view::cite::Work;
use crate::resolve::Handle;

/// The items.
pub(super) fn text(site: &Site<'_>, of: Works) -> String {
    compact(&works(site, of).iter().map(Work::csl).collect::<Vec<_>>())
}

/// What can be cited, in the order of the site.
pub(super) fn works(site: &Site<'_>, of: Works) -> Vec<Work> {
    let graph = site.graph;
    match of {
        Works::Sources => (0..graph.sources.len()).filter_map(|at| Work::source(site, Handle::new(at))).collect(),
        Works::Briefings => (0..graph.briefings.len()).map(|at| Work::briefing(site, Handle::new(at))).collect(),
        Works::Claims => (0..graph.claims.len()).map(|at| Work::claim(site, Handle::new(at))).collect(),
    }
}
