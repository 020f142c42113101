//! What was found in each text, so that only texts that differ are looked at again.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::anchor::{Anchored, anchor};
use crate::diagnostic::Diagnostic;
use crate::parse::{self, BodySettings};
use crate::project::Project;
use crate::resolve::Edit;
use crate::source::{SitePath, SourceText};

/// Every text of a site with what was found in it. Reading and anchoring look at one text each, so that nothing but the text
/// itself and how Markdown is read can make it wrong.
#[derive(Debug, Default)]
pub struct Memory {
    texts: BTreeMap<SitePath, Remembered>,
    settings: Option<BodySettings>,
    /// Whether it holds a state that no edition was made of.
    pub(super) astray: bool,
}

/// What was found in a text.
#[derive(Debug)]
struct Remembered {
    text: Arc<str>,
    article: Option<Arc<Anchored>>,
    problems: Vec<Diagnostic>,
}

/// What a reading of the texts changed.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Articles that differ from an earlier state of the same file, both read without a problem.
    pub(super) edits: Vec<Edit>,
    /// Whether anything else differs: a file came, went, or has or had problems.
    pub(super) other: bool,
}

impl Memory {
    /// Reads and anchors the texts of a project that are not known, and forgets those that it does not have.
    pub(super) fn read(&mut self, project: &Project, settings: BodySettings) -> Read {
        if self.settings.replace(settings) != Some(settings) {
            self.texts.clear();
        }
        let (changed, gone) = self.differences(project);
        let mut read = Read { edits: Vec::new(), other: !gone.is_empty() };
        for path in &gone {
            self.texts.remove(path);
        }
        let found: Vec<Remembered> = changed.par_iter().map(|text| Remembered::of(text, settings)).collect();
        for (text, new) in changed.into_iter().zip(found) {
            match self.texts.get(text.path()).and_then(|old| edit(old, &new)) {
                Some(edit) => read.edits.push(edit),
                None => read.other = true,
            }
            self.texts.insert(text.path().clone(), new);
        }
        read
    }

    /// The texts of content that are not known, and the paths that are known and are no more. Both lists are in order of
    /// their paths, so that one walk along them is enough.
    fn differences<'p>(&self, project: &'p Project) -> (Vec<&'p SourceText>, Vec<SitePath>) {
        let (mut changed, mut gone) = (Vec::new(), Vec::new());
        let mut known = self.texts.iter().peekable();
        for text in project.texts.iter().filter(|text| text.path().below("content").is_some()) {
            while let Some((path, _)) = known.next_if(|(path, _)| *path < text.path()) {
                gone.push(path.clone());
            }
            match known.next_if(|(path, _)| *path == text.path()) {
                Some((_, remembered)) if is_same(&remembered.text, text.text()) => {}
                _ => changed.push(text),
            }
        }
        gone.extend(known.map(|(path, _)| path.clone()));
        (changed, gone)
    }

    /// All articles, in order of their paths.
    pub(super) fn articles(&self) -> Vec<Arc<Anchored>> {
        self.texts.values().filter_map(|it| it.article.clone()).collect()
    }

    /// Everything noticed in single texts.
    pub(super) fn problems(&self) -> impl Iterator<Item = Diagnostic> {
        self.texts.values().flat_map(|it| it.problems.iter().cloned())
    }
}

impl Remembered {
    fn of(source: &SourceText, settings: BodySettings) -> Self {
        let text = Arc::clone(source.text());
        let (article, mut problems) = parse::article(source, settings);
        let article = article.map(|article| {
            let (anchored, found) = anchor(Arc::new(article));
            problems.extend(found);
            Arc::new(anchored)
        });
        Self { text, article, problems }
    }
}

fn edit(old: &Remembered, new: &Remembered) -> Option<Edit> {
    if !old.problems.is_empty() || !new.problems.is_empty() {
        return None;
    }
    Some(Edit {
        old: Arc::clone(old.article.as_ref()?),
        old_text: Arc::clone(&old.text),
        new: Arc::clone(new.article.as_ref()?),
        new_text: Arc::clone(&new.text),
    })
}

/// Whether two texts are the same; mostly they are one.
fn is_same(a: &Arc<str>, b: &Arc<str>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}
