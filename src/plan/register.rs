//! Who wants which address.

use std::collections::BTreeMap;

use super::Address;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::Head;
use crate::resolve::graph::{Briefing, Page, Tag};
use crate::source::{SitePath, Span};

/// All addresses that are taken, and every conflict.
#[derive(Default)]
pub(super) struct Register {
    taken: BTreeMap<String, (Address, Owner)>,
    diagnostics: Vec<Diagnostic>,
}

/// Something that wants an address.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    what: String,
    place: Place,
    /// How an author gives it another address.
    change: &'static str,
}

#[derive(Debug, Clone)]
enum Place {
    Span(Span),
    File(SitePath),
    Own,
}

impl Register {
    /// Gives an address to who wants it, unless somebody has it.
    pub(super) fn take(&mut self, address: &Address, owner: Owner) -> bool {
        let key = SitePath::folded(&address.file());
        if let Some((other, first)) = self.taken.get(&key) {
            // What Postil makes itself stands beside pages: when those want one address, that is told already.
            if !matches!((&owner.place, &first.place), (Place::Own, Place::Own)) {
                self.diagnostics.push(conflict(address, &owner, other, first));
            }
            return false;
        }
        self.taken.insert(key, (address.clone(), owner));
        true
    }

    /// Notes a problem that is not a conflict.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Every conflict, those between a file and a folder included.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        for (key, (address, owner)) in &self.taken {
            let folders = key.match_indices('/').map(|(at, _)| &key[..at]);
            for (other, first) in folders.filter_map(|folder| self.taken.get(folder)) {
                self.diagnostics.push(conflict(address, owner, other, first));
            }
        }
        self.diagnostics
    }
}

impl Owner {
    /// Something that an author wrote.
    pub(super) fn new(what: impl Into<String>, span: Span) -> Self {
        Self { what: what.into(), place: Place::Span(span), change: "write another id" }
    }

    /// A former address.
    pub(super) fn former(address: &Address, span: Span) -> Self {
        let what = format!("the former address of `/{address}`");
        Self { change: "delete this former address", ..Self::new(what, span) }
    }

    /// A page that every site has.
    pub(super) fn own(what: impl Into<String>) -> Self {
        Self { what: what.into(), place: Place::Own, change: "" }
    }

    /// A file that is copied.
    pub(super) fn file(path: &SitePath) -> Self {
        Self { what: format!("the file `{path}`"), place: Place::File(path.clone()), change: "" }
    }

    pub(super) fn briefing(briefing: &Briefing) -> Self {
        let what = format!("the briefing `{}`", briefing.source.article.path);
        match &briefing.source.article.head {
            Head::Briefing(head) => Self { change: ANOTHER_SLUG, ..Self::new(what, head.slug.span) },
            Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => {
                Self { what, place: Place::File(briefing.source.article.path.clone()), change: "" }
            }
        }
    }

    pub(super) fn page(page: &Page) -> Self {
        let what = format!("the page `{}`", page.source.article.path);
        match &page.source.article.head {
            Head::Page(head) | Head::Home(head) => Self { change: ANOTHER_SLUG, ..Self::new(what, head.slug.span) },
            Head::Briefing(_) | Head::Entity | Head::List => {
                Self { what, place: Place::File(page.source.article.path.clone()), change: "" }
            }
        }
    }

    pub(super) fn tag(tag: &Tag) -> Self {
        Self { change: "write the tag in other words", ..Self::new(format!("the tag `{}`", tag.name), tag.span) }
    }
}

fn conflict(address: &Address, owner: &Owner, other: &Address, first: &Owner) -> Diagnostic {
    let message = format!("`/{address}` is wanted by {} and by {}", owner.what, first.what);
    let mut diagnostic = match (&owner.place, &first.place) {
        (Place::Span(span), Place::Span(first_span)) => {
            Diagnostic::new(Code::AddressConflict, *span, message).label("wanted here").also(*first_span, "and here")
        }
        (Place::Span(span), _) | (_, Place::Span(span)) => {
            Diagnostic::new(Code::AddressConflict, *span, message).label("wanted here")
        }
        (Place::File(path), _) | (_, Place::File(path)) => {
            Diagnostic::about_file(Code::AddressConflict, path.clone(), message)
        }
        (Place::Own, Place::Own) => Diagnostic::without_place(Code::AddressConflict, message),
    };
    if address.file() != other.file() {
        diagnostic = diagnostic.note(difference(address, other));
    }
    let help = match (&owner.place, &first.place) {
        (Place::Span(_), _) => owner.change.to_owned(),
        (_, Place::Span(_)) => first.change.to_owned(),
        (Place::File(path), _) | (_, Place::File(path)) => format!("rename `{path}`"),
        (Place::Own, Place::Own) => return diagnostic,
    };
    diagnostic.help(help)
}

fn difference(address: &Address, other: &Address) -> String {
    if SitePath::folded(&address.file()) == SitePath::folded(&other.file()) {
        format!(
            "`/{address}` and `/{other}` differ only in case or Unicode form; many servers and file systems take them for one"
        )
    } else {
        format!("`/{other}` would be a file and a folder at once")
    }
}

/// What gives a briefing or page another address.
const ANOTHER_SLUG: &str = "rename the file, or write `slug:` with another name";
