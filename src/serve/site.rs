//! The site as it is served: the last edition without errors, and what there is to say about the newest state.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use url::Url;

use super::looks::Looks;
use crate::compile::{Edition, Next, has_errors};
use crate::diagnostic::Diagnostic;
use crate::project::Project;
use crate::source::Sources;

/// What requests are answered from.
#[derive(Debug, Default)]
pub(super) struct Site {
    state: RwLock<State>,
}

/// The site at one moment.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The last one without errors.
    pub(super) edition: Option<Edition>,
    pub(super) looks: Looks,
    /// The newest state, which the edition is made of unless it has errors.
    newest: Option<Arc<Project>>,
    problems: Vec<Diagnostic>,
    /// What making pages showed since anything but prose changed; among the problems.
    tried: Vec<Diagnostic>,
    /// Why the folder cannot be read, if it cannot.
    unreadable: Option<String>,
    base: String,
}

impl Site {
    /// The site as it is now. What changes it waits.
    pub(super) fn now(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The path of the home page, with a `/` at its end.
    pub(super) fn base(&self) -> String {
        self.now().base().to_owned()
    }

    /// Goes on to the next state. The pages that are to be tried, none where only prose differs.
    pub(super) fn advance(&self, next: Next, project: &Arc<Project>) -> Option<Vec<String>> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let is_prose = matches!(next, Next::Exchanged(..));
        let is_broken = matches!(next, Next::Broken(_));
        if matches!(next, Next::New(_)) {
            // Taking a large one apart takes longer than putting another in its place, and nobody should wait for it.
            let before = state.edition.take();
            std::thread::spawn(move || drop(before));
        }
        state.problems = next.replace(&mut state.edition);
        state.newest = Some(Arc::clone(project));
        state.unreadable = None;
        if is_prose {
            let tried = state.tried.clone();
            state.problems.extend(tried);
            return None;
        }
        state.tried.clear();
        let Some(edition) = state.edition.as_ref().filter(|_| !is_broken) else { return Some(Vec::new()) };
        let (looks, base, to_try) = (Looks::of(edition), base(edition), edition.one_of_each_kind());
        (state.looks, state.base) = (looks, base);
        Some(to_try)
    }

    /// What making this file shows.
    pub(super) fn try_file(&self, file: &str) -> Vec<Diagnostic> {
        let state = self.now();
        let made = state.edition.as_ref().and_then(|edition| edition.file(file));
        made.and_then(Result::err).unwrap_or_default()
    }

    /// More was found about the state that is served, by making pages of it.
    pub(super) fn add(&self, found: Vec<Diagnostic>) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        for problem in found {
            if !state.problems.contains(&problem) {
                state.problems.push(problem.clone());
                state.tried.push(problem);
            }
        }
    }

    /// The folder cannot be read now.
    pub(super) fn lose(&self, why: String) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).unreadable = Some(why);
    }
}

impl State {
    pub(super) fn base(&self) -> &str {
        if self.base.is_empty() { "/" } else { &self.base }
    }

    /// All problems of the newest state, in order.
    pub(super) fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Why the folder cannot be read, if it cannot.
    pub(super) fn unreadable(&self) -> Option<&str> {
        self.unreadable.as_deref()
    }

    /// The texts that the problems point into.
    pub(super) fn sources(&self) -> &Sources {
        static NONE: std::sync::LazyLock<Sources> = std::sync::LazyLock::new(Sources::default);
        self.newest.as_ref().map_or_else(|| &*NONE, |project| &project.texts)
    }

    /// Whether what is served is older than what was written.
    pub(super) fn is_behind(&self) -> bool {
        self.unreadable.is_some() || has_errors(&self.problems) || self.edition.is_none()
    }
}

fn base(edition: &Edition) -> String {
    let url = edition.settings().base_url.as_ref().and_then(|url| Url::parse(url).ok());
    url.map_or_else(|| "/".to_owned(), |url| url.path().to_owned())
}
