//! Prose of the author as HTML for one page.

use std::fmt::Write as _;

use crate::parse::Body;
use crate::render::view::Site;

/// The prose of a body as it stands on a page from which `root` leads to the root of the site.
pub(super) fn prose(site: &Site<'_>, body: &Body, root: &str) -> String {
    let _ = (site, root);
    let mut html = String::new();
    for block in body.text().split('\n').filter(|block| !block.trim().is_empty()) {
        let _ = writeln!(html, "<p>{}</p>", escaped(block));
    }
    html
}

/// A text with what HTML reserves escaped.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
