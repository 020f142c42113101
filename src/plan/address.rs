//! Addresses of pages within the site.

use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Where a page or file stands, relative to the root of the site, not percent-encoded: empty for the home page,
/// `claims/x/` for a folder with an `index.html`, `404.html` for a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Arc<str>);

impl Address {
    /// An address; a leading `/` is dropped.
    #[must_use]
    pub fn new(address: impl AsRef<str>) -> Self {
        Self(Arc::from(address.as_ref().trim_start_matches('/')))
    }

    /// The address as it is, not encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file of the output that answers it.
    #[must_use]
    pub fn file(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') { format!("{}index.html", self.0) } else { self.0.to_string() }
    }

    /// The way from this page to the root of the site, to put before the href of another: `./`, `../`, `../../` …
    #[must_use]
    pub fn root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// The address percent-encoded, relative to the root of the site, to put after [`Address::root`] of the page that
    /// links, or after the base URL.
    #[must_use]
    pub fn href(&self) -> String {
        utf8_percent_encode(&self.0, PATH).to_string()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the path of a URL may not hold as it is (WHATWG URL, path percent-encode set), with `%` and `:`.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b':')
    .add(b'\\');
