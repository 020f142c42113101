//! What stands at a path: a page, a file, or another path, as on the host that the site is made for.

use std::path::Path;

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use xxhash_rust::xxh3::xxh3_64;

use super::page;
use super::site::State;
use crate::compile::Edition;
use crate::output::Content;
use crate::source::SitePath;

/// What a request is answered with.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// A page, or another file of HTML.
    Page(Page),
    /// A file of the output, by the name that says what it is.
    Bytes(String, Bytes),
    /// A file that is copied.
    Asset(SitePath),
    /// It stands at this path.
    Moved(String),
    /// There is nothing, and no page that says so.
    Nothing,
}

/// A page as a build would write it.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// 200; 404 for the page that stands for what is missing; 500 and 503 for pages that only authors see.
    pub(super) status: u16,
    /// The file of the output that a build would write it to; none for a page of the server's own.
    pub(super) file: Option<String>,
    pub(super) html: Bytes,
}

impl Page {
    /// What changes with the page.
    pub(super) fn mark(&self) -> String {
        format!("{}-{:x}", self.status, xxh3_64(&self.html))
    }
}

/// What stands at this path of a request, which is percent-encoded and begins with `/`.
pub(super) fn answer(state: &State, path: &str) -> Answer {
    let base = state.base();
    let Some(below) = path.strip_prefix(base) else {
        let is_base = path == "/" || path == base.trim_end_matches('/');
        return if is_base { Answer::Moved(base.to_owned()) } else { missing(state) };
    };
    let Some(edition) = &state.edition else { return Answer::Page(page::problems(state, state.problems(), 503)) };
    let Some(name) = decoded(below) else { return missing(state) };
    let file = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name };
    if let Some(answer) = made(state, edition, &file, 200) {
        return answer;
    }
    if file.ends_with("/index.html") {
        return missing(state);
    }
    if edition.has(&format!("{file}/index.html")) {
        return Answer::Moved(format!("{path}/"));
    }
    made(state, edition, &format!("{file}.html"), 200).unwrap_or_else(|| missing(state))
}

fn made(state: &State, edition: &Edition, file: &str, status: u16) -> Option<Answer> {
    Some(match edition.file(file)? {
        Ok(Content::Bytes(bytes)) if is_html(file) => {
            Answer::Page(Page { status, file: Some(file.to_owned()), html: bytes })
        }
        Ok(Content::Bytes(bytes)) => Answer::Bytes(file.to_owned(), bytes),
        Ok(Content::Asset(path)) => Answer::Asset(path),
        Ok(Content::Card(card)) => Answer::Bytes(file.to_owned(), card.png().into()),
        Err(problems) => Answer::Page(page::problems(state, &problems, 500)),
    })
}

/// Whether a file of the output is a page, or a piece of one.
fn is_html(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == "html")
}

fn missing(state: &State) -> Answer {
    let page = state.edition.as_ref().and_then(|edition| made(state, edition, "404.html", 404));
    page.unwrap_or(Answer::Nothing)
}

/// The name of a file of the output; none for what can be none. Files are looked up by their names, so that no name leads
/// out of the site; these are refused so that nothing else has to know that.
fn decoded(path: &str) -> Option<String> {
    let name = percent_decode_str(path).decode_utf8().ok()?;
    let is_wrong = |part: &str| matches!(part, "." | "..");
    let last = name.len();
    let mut at = 0;
    for part in name.split('/') {
        at += part.len() + 1;
        if is_wrong(part) || (part.is_empty() && at <= last) {
            return None;
        }
    }
    (!name.contains(['\\', '\0'])).then(|| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_none() {
        for path in [
            "..",
            "a/../b",
            "%2e%2e/",
            "a/%2E%2e/b",
            "a//b",
            "/a",
            "a\\b",
            "a%5Cb",
            "a%00",
            "%ff",
            ".",
            "a/./b",
            "%2f",
            "a/%2fb",
        ] {
            assert_eq!(decoded(path), None, "{path}");
        }
        assert_eq!(decoded("claims/x/").as_deref(), Some("claims/x/"));
        assert_eq!(decoded("%D0%B0/").as_deref(), Some("а/"));
        assert_eq!(decoded("").as_deref(), Some(""));
        assert_eq!(decoded("a%2Fb").as_deref(), Some("a/b"), "the same file by another spelling");
    }
}
