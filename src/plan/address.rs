//! Addresses within the site: the one place that knows how they are written.
//!
//! Pages have one of two forms ([`Addresses`]): `claims/x/` is answered by the file `claims/x/index.html`, `claims/x.html` by
//! itself. What belongs to a page, such as its feed or its next part, stands in the folder `claims/x/` either way.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::config::Addresses;

/// Where a page or file stands, relative to the root of the site, not percent-encoded.
///
/// The home page is empty, or `index.html` where pages are files; another page is `claims/x/` or `claims/x.html`; what is
/// no page, and the page for missing addresses, is a file such as `404.html`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Address(Arc<str>);

impl Address {
    /// An address; a leading `/` is dropped.
    #[must_use]
    pub fn new(address: impl AsRef<str>) -> Self {
        Self(Arc::from(address.as_ref().trim_start_matches('/')))
    }

    /// The address of the home page.
    #[must_use]
    pub fn of_home(form: Addresses) -> Self {
        match form {
            Addresses::Folder => Self::default(),
            Addresses::File => Self(Arc::from(INDEX)),
        }
    }

    /// The address of a page whose place is this, such as `claims/x`.
    #[must_use]
    pub fn of_page(place: impl fmt::Display, form: Addresses) -> Self {
        match form {
            Addresses::Folder => Self(format!("{place}/").into()),
            Addresses::File => Self(format!("{place}{HTML}").into()),
        }
    }

    /// The address as it is, not encoded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What page this is the address of, in either form: `claims/x`, empty for the home page.
    #[must_use]
    pub fn place(&self) -> &str {
        match self.0.strip_suffix(self.end()).unwrap_or(&self.0) {
            "index" if !self.is_folder() => "",
            place => place,
        }
    }

    /// The file of the output that answers it.
    #[must_use]
    pub fn file(&self) -> String {
        if self.is_folder() { format!("{}{INDEX}", self.0) } else { self.0.to_string() }
    }

    /// Whether this file of the output answers it.
    #[must_use]
    pub fn is_in(&self, file: &str) -> bool {
        if self.is_folder() { file.strip_suffix(INDEX) == Some(self.as_str()) } else { file == self.as_str() }
    }

    /// A file that belongs to this page: `claims/x/index.json`, in whichever form the page is.
    #[must_use]
    pub fn file_below(&self, file: &str) -> Self {
        Self(format!("{}{file}", self.folder()).into())
    }

    /// The same page within another folder: `matrix/briefings/x/`.
    #[must_use]
    pub fn within(&self, folder: &str) -> Self {
        Self(format!("{folder}/{}", self.0).into())
    }

    /// Where this page stands when what it is about has another id than this one, its own.
    #[must_use]
    pub fn with_id(&self, id: &str, other: &str) -> Option<Self> {
        let before = self.0.strip_suffix(self.end())?.strip_suffix(id)?;
        let is_whole = before.is_empty() || before.ends_with('/');
        is_whole.then(|| Self(format!("{before}{other}{}", self.end()).into()))
    }

    /// The part of this number of a list, in the form of its first, which is this page: `claims/page/2/`.
    #[must_use]
    pub fn part(&self, number: usize) -> Self {
        if number <= 1 { self.clone() } else { Self(format!("{}{PARTS}{number}{}", self.folder(), self.end()).into()) }
    }

    /// The href of any part but the first, with `{number}` in the place of its number.
    #[must_use]
    pub fn parts_href(&self) -> String {
        format!("{}{PARTS}{{number}}{}", encoded(&self.folder()), self.end())
    }

    /// The way from this page to the root of the site, to put before the href of another: `./`, `../`, `../../` …
    #[must_use]
    pub fn root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    /// The address percent-encoded, relative to the root of the site, to put after [`Address::root`] of the page that links.
    #[must_use]
    pub fn href(&self) -> String {
        encoded(&self.0)
    }

    /// The full address below this base URL, or below the path of one. The home page is the base itself in both forms,
    /// because that is where readers come to.
    #[must_use]
    pub fn url(&self, base: &str) -> String {
        let path = if *self.0 == *INDEX { "" } else { &self.0 };
        format!("{base}{}", utf8_percent_encode(path, PATH))
    }

    /// The folder of what belongs to this page, with a `/` at its end; empty for the home page.
    fn folder(&self) -> Cow<'_, str> {
        match self.place() {
            _ if self.is_folder() => Cow::Borrowed(&self.0),
            "" => Cow::Borrowed(""),
            place => Cow::Owned(format!("{place}/")),
        }
    }

    /// How pages end that are in the form of this one.
    fn end(&self) -> &'static str {
        if self.is_folder() { "/" } else { HTML }
    }

    fn is_folder(&self) -> bool {
        self.0.is_empty() || self.0.ends_with('/')
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What two paths of URLs have in common that lead to one page, in whichever form: `/claims/x/`, `claims/x/index.html` and
/// `/claims/x.html` are all `claims/x`. What follows the path is left out.
pub(crate) fn place_of_page(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8_lossy();
    let path = path.trim_start_matches('/');
    let path = path.strip_suffix(INDEX).filter(|it| it.is_empty() || it.ends_with('/')).unwrap_or(path);
    path.strip_suffix(HTML).unwrap_or(path).trim_end_matches('/').to_owned()
}

/// The address of a file as people write it: `claims/x/` for `claims/x/index.html`.
pub(crate) fn address_of_file(file: &str) -> &str {
    file.strip_suffix(INDEX).filter(|it| it.is_empty() || it.ends_with('/')).unwrap_or(file)
}

fn encoded(path: &str) -> String {
    Cow::from(utf8_percent_encode(path, PATH)).into_owned()
}

/// The file that answers the address of a folder.
const INDEX: &str = "index.html";
/// How the addresses of pages end that are files.
const HTML: &str = ".html";
/// Where the parts of a list stand, within its folder.
const PARTS: &str = "page/";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_answered_by_one_file_in_each_form() {
        for (form, home, page, file) in [
            (Addresses::Folder, "", "claims/x/", "claims/x/index.html"),
            (Addresses::File, "index.html", "claims/x.html", "claims/x.html"),
        ] {
            let (first, other) = (Address::of_home(form), Address::of_page("claims/x", form));
            assert_eq!((first.as_str(), first.file().as_str()), (home, "index.html"));
            assert_eq!((other.as_str(), other.file().as_str()), (page, file));
            assert_eq!((first.place(), other.place()), ("", "claims/x"));
            assert!(first.is_in("index.html") && other.is_in(file));
            for wrong in ["", "claims/x", "claims/x/", "claims/xindex.html", "claims/index.html", "index.html"] {
                assert!(!other.is_in(wrong), "{wrong}");
            }
        }
        let folder = Address::new("claims/");
        assert!(!folder.is_in("claims/") && !Address::new("x").is_in("xindex.html"));
    }

    #[test]
    fn what_belongs_to_a_page_stands_in_one_place_and_other_pages_in_its_form() {
        for (form, parts) in [(Addresses::Folder, "page/2/"), (Addresses::File, "page/2.html")] {
            let [home, page] = [Address::of_home(form), Address::of_page("actors/министр", form)];
            assert_eq!(page.file_below("atom.xml").as_str(), "actors/министр/atom.xml");
            assert_eq!(home.file_below("atom.xml").as_str(), "atom.xml");
            assert_eq!(page.part(2).as_str(), format!("actors/министр/{parts}"));
            assert_eq!(home.part(2).as_str(), parts);
            assert_eq!((page.part(1), page.part(0)), (page.clone(), page.clone()));
            assert_eq!(page.parts_href().replace("{number}", "2"), page.part(2).href());
            assert_eq!(page.within("matrix"), Address::of_page("matrix/actors/министр", form));
            assert_eq!(page.with_id("министр", "x"), Some(Address::of_page("actors/x", form)));
            assert_eq!(
                [page.with_id("истр", "x"), page.with_id("", "x"), page.with_id("министр/", "x")],
                [None, None, None]
            );
        }
        // A thing may be called so.
        assert_eq!(
            Address::of_page("claims/index", Addresses::File).file_below("index.json").as_str(),
            "claims/index/index.json"
        );
    }

    #[test]
    fn the_way_to_the_root_is_right_at_every_depth() {
        let root = |place: &str, form| Address::of_page(place, form).root();
        for (place, folder, file) in [("a", "../", "./"), ("a/b", "../../", "../"), ("a/page/2", "../../../", "../../")]
        {
            assert_eq!(
                (root(place, Addresses::Folder).as_str(), root(place, Addresses::File).as_str()),
                (folder, file)
            );
        }
        for form in [Addresses::Folder, Addresses::File] {
            assert_eq!(Address::of_home(form).root(), "./");
        }
    }

    #[test]
    fn the_home_page_has_the_address_of_the_site() {
        let base = "https://example.org/sub/";
        for form in [Addresses::Folder, Addresses::File] {
            assert_eq!(Address::of_home(form).url(base), base);
        }
        assert_eq!(Address::of_page("a/ж", Addresses::File).url(base), "https://example.org/sub/a/%D0%B6.html");
        assert_eq!(Address::of_page("claims/index", Addresses::File).url("/"), "/claims/index.html");
    }

    #[test]
    fn both_forms_of_a_page_are_one_place() {
        for path in ["/claims/x/", "claims/x", "claims/x/index.html?a#b", "/claims/x.html#c", "claims/%78.html"] {
            assert_eq!(place_of_page(path), "claims/x", "{path}");
        }
        assert_eq!([place_of_page("/"), place_of_page("index.html")], ["", ""]);
        assert_eq!([address_of_file("index.html"), address_of_file("a/index.html")], ["", "a/"]);
        assert_eq!([address_of_file("a/xindex.html"), address_of_file("a/x.html")], ["a/xindex.html", "a/x.html"]);
    }
}
