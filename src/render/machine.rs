//! Files for search engines: the sitemap and `robots.txt`.

use super::theme::Theme;
use super::view::Site;
use crate::diagnostic::Diagnostic;

/// Name and content of each file.
pub(super) fn files(site: &Site<'_>, theme: &Theme, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let _ = (site, theme, diagnostics);
    Vec::new()
}
