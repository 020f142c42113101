//! What stands in articles below their front matter: prose, and the places of quotations in it.
//!
//! The rest of a site is in the graph and in front matter, and is the same as long as these are. So whoever shows prose asks
//! for it here, where it is noted with the file that is being made ([`Reads`](crate::output::Reads)): a build knows then
//! which files a change of prose alone can reach.

use super::card::Cards;
use super::view::Site;
use crate::anchor::{Anchor, Anchored};
use crate::output::Prose;
use crate::parse::Body;
use crate::resolve::graph::Statement;

/// What stands in an article below its front matter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    /// Its prose.
    pub(super) body: Option<&'a Body>,
    /// For each statement of the article, its place.
    pub(super) statements: &'a [Option<Anchor>],
    /// For each note of the article, its place.
    pub(super) notes: &'a [Option<Anchor>],
}

impl<'a> Cards<'a> {
    /// What stands in an article below its front matter.
    pub(super) fn written(&self, article: &'a Anchored) -> Written<'a> {
        self.read(Prose::Whole(article.article.file));
        Written { body: article.article.body.as_deref(), statements: &article.statements, notes: &article.notes }
    }

    /// The sentence that holds the quotation of a statement, in parts, and whether each is quoted; none when it stands nowhere.
    pub(super) fn sentence(&self, statement: &'a Statement) -> Option<Vec<(&'a str, bool)>> {
        let Anchored { article, statements, .. } = &*statement.source;
        self.read(Prose::Quotations(article.file));
        Some(statements.get(statement.index)?.as_ref()?.sentence(article.body.as_ref()?.text()))
    }
}

impl<'a> Site<'a> {
    /// What stands in an article below its front matter.
    pub(super) fn written(&self, article: &'a Anchored) -> Written<'a> {
        self.cards.written(article)
    }
}

impl<'a> Written<'a> {
    /// The place of a statement of this article.
    pub(super) fn anchor(&self, statement: &Statement) -> Option<&'a Anchor> {
        self.statements.get(statement.index)?.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a test looks at the repository")]
    fn nobody_else_looks_below_front_matter() {
        let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render");
        let files = walkdir::WalkDir::new(room).into_iter().map(|entry| entry.expect("an entry").into_path());
        let files = files.filter(|path| path.is_file() && !path.ends_with(file!()));
        let mut looked = 0;
        for path in files {
            let text = std::fs::read_to_string(&path).expect("a text");
            for way in ["article.body", ".bodies()", "source.statements.get(", "source.notes"] {
                assert!(!text.contains(way), "{} takes `{way}` without a note", path.display());
            }
            looked += 1;
        }
        assert!(looked > 50, "{looked} files");
    }
}
