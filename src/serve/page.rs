//! Pages that only authors see, and what makes any page listen.

use std::sync::Arc;

use super::answer::Page;
use super::site::State;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::html::{self, Link, escaped};
use crate::diagnostic::render::summary;

/// The page with the script that listens, which knows what it was given. A file without a head stays as it is: it is no page.
pub(super) fn listening(page: &[u8], mark: &str, looks: &str) -> Vec<u8> {
    let Some(at) = find(page, b"</head>") else { return page.to_vec() };
    let script = format!(
        "<link rel=\"stylesheet\" href=\"/_postil/live.css\" data-postil><script type=\"module\" src=\"/_postil/live.js\" data-postil data-mark=\"{mark}\" data-looks=\"{looks}\"></script>"
    );
    [&page[..at], script.as_bytes(), &page[at..]].concat()
}

/// A page for what cannot be shown because of these problems.
pub(super) fn problems(state: &State, problems: &[Diagnostic], status: u16) -> Page {
    let body = format!("<main class=\"problems\">\n{}</main>\n", told(state, problems));
    Page { status, address: None, html: document("Problems", &body) }
}

/// Everything that stands in the way, for the overlay and the page of problems.
pub(super) fn told(state: &State, problems: &[Diagnostic]) -> String {
    if let Some(why) = state.unreadable() {
        return format!("<h1>The site cannot be read</h1>\n<p>{}</p>\n", escaped(why));
    }
    let sources = state.sources();
    let found = escaped(&summary(problems, sources));
    format!("<h1>{found}</h1>\n{}", html::render(problems, sources, edit))
}

/// The address that opens a place in the editor.
pub(super) fn edit(link: Link<'_>) -> String {
    let path: String = url::form_urlencoded::byte_serialize(link.path.as_bytes()).collect();
    format!("/_postil/edit?file={path}&line={}&column={}", link.line, link.column)
}

/// A page of the server's own.
pub(super) fn document(title: &str, body: &str) -> Arc<[u8]> {
    let title = escaped(title);
    let text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} · Postil</title>\n</head>\n\
         <body class=\"postil\">\n{body}</body>\n</html>\n"
    );
    Arc::from(text.into_bytes())
}

fn find(text: &[u8], words: &[u8]) -> Option<usize> {
    text.windows(words.len()).position(|window| window == words)
}
