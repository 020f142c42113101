//! Pages for addresses where nothing stands, or nothing any more.

use serde::Serialize;

use super::{PageMeta, Site};
use crate::plan::{Address, PlannedPage};

/// The page that a server shows for an address that does not exist, at whatever depth.
#[derive(Debug, Serialize)]
pub struct MissingView {
    /// What the page says of itself. Its `root` is absolute, because nobody knows where it is shown.
    pub page: PageMeta,
}

/// A former address.
#[derive(Debug, Serialize)]
pub struct RedirectView {
    /// What the page says of itself. Its canonical address is that of the page it leads to.
    pub page: PageMeta,
    /// Where the page is now, relative to the root.
    pub target: String,
}

impl MissingView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let base = site.settings.base_url.as_deref().unwrap_or("/");
        let path = base.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or("/");
        let meta = PageMeta::new(site, page, "", "Page not found", "There is nothing at this address.");
        Self { page: PageMeta { root: path.to_owned(), canonical: None, ..meta } }
    }
}

impl RedirectView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage, to: &Address) -> Self {
        let meta = PageMeta::new(site, page, "", "This page has moved", "This page has a new address.");
        let canonical = site.settings.base_url.as_ref().map(|base| to.url(base));
        Self { page: PageMeta { canonical, ..meta }, target: to.href() }
    }
}
