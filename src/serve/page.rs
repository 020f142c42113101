//! Pages that only authors see, and what makes any page listen.

use bytes::Bytes;

use super::answer::Page;
use super::desk;
use super::origin::Origin;
use super::site::State;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::html::{self, Link, escaped};
use crate::diagnostic::render::{printable, summary};
use crate::source::{SitePath, SourceText};

/// The page with the script that listens, which knows what it was given. A file without a head stays as it is: it is no page.
pub(super) fn listening(state: &State, page: &Page) -> Vec<u8> {
    let html = &page.html;
    let Some(at) = find(html, b"</head>") else { return html.to_vec() };
    let (mark, looks) = (page.mark(), state.looks.sum());
    let origin = Origin::of(state, page).map(|origin| escaped(&origin.to_string())).unwrap_or_default();
    let script = format!(
        "<link rel=\"stylesheet\" href=\"/_postil/live.css\" data-postil><script type=\"module\" src=\"/_postil/live.js\" \
         data-postil data-mark=\"{mark}\" data-looks=\"{looks}\" data-origin=\"{origin}\"></script>"
    );
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

/// The page of the server's own with this name and query.
pub(super) fn own(state: &State, name: &str, query: &str) -> Option<Page> {
    let query = Query(query);
    match name {
        "" => Some(desk::page(state, query.get("show").as_deref())),
        "text" => {
            let path = SitePath::new(&query.get("file")?).ok()?;
            Some(text(state.sources().at(&path)?, query.get("line").and_then(|line| line.parse().ok())))
        }
        _ => None,
    }
}

/// A page for what cannot be shown because of these problems.
pub(super) fn problems(state: &State, problems: &[Diagnostic], status: u16) -> Page {
    let body = format!("<main class=\"problems\">\n{}</main>\n", told(state, problems));
    Page { status, file: None, html: document("Problems", &body) }
}

/// Everything that stands in the way, for the overlay and the page of problems.
pub(super) fn told(state: &State, problems: &[Diagnostic]) -> String {
    if let Some(why) = state.unreadable() {
        return format!("<h1 id=\"problems\">The site cannot be read</h1>\n<p>{}</p>\n", escaped(why));
    }
    let sources = state.sources();
    let found = escaped(&summary(problems, sources));
    let each = html::render(problems, sources, 2, edit);
    format!(
        "<h1 id=\"problems\">{found}</h1>\n{each}<p class=\"rest\">By kind, with coverage: <a href=\"/_postil/\">For authors</a></p>\n"
    )
}

/// A text of the site with its lines numbered, for those who named no editor. `marked` counts from 1.
pub(super) fn text(source: &SourceText, marked: Option<usize>) -> Page {
    let path = printable(source.path().as_str());
    let mut body = format!(
        "<main class=\"text\">\n<p class=\"up\"><a href=\"/_postil/\">For authors</a></p>\n<h1>{}</h1>\n\
         <p>To open it in your editor instead, start <code>postil serve --editor vscode</code>, or set <code>POSTIL_EDITOR</code>.</p>\n\
         <pre tabindex=\"0\" role=\"group\" aria-label=\"Lines\">",
        escaped(&path)
    );
    for (line, number) in source.text().lines().zip(1_usize..) {
        let mark = if marked == Some(number) { " class=\"hit\"" } else { "" };
        body.push_str(&format!("<span id=\"L{number}\"{mark}><i>{number:>5}</i> {}\n</span>", escaped(line)));
    }
    body.push_str("</pre>\n</main>\n");
    Page { status: 200, file: None, html: document(&path, &body) }
}

/// The address that opens a place in the editor.
pub(super) fn edit(link: Link<'_>) -> String {
    let path: String = url::form_urlencoded::byte_serialize(link.path.as_bytes()).collect();
    format!("/_postil/edit?file={path}&line={}&column={}", link.line, link.column)
}

/// A page of the server's own.
pub(super) fn document(title: &str, body: &str) -> Bytes {
    let title = escaped(title);
    let text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"/_postil/icon.svg\" type=\"image/svg+xml\">\n<title>{title} · Postil</title>\n</head>\n\
         <body class=\"postil\">\n{body}</body>\n</html>\n"
    );
    Bytes::from(text)
}

/// The pairs of a query, decoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Query<'a>(pub(super) &'a str);

impl Query<'_> {
    /// The first value of this name.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.0.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

fn find(text: &[u8], words: &[u8]) -> Option<usize> {
    text.windows(words.len()).position(|window| window == words)
}
