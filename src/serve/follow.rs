//! The loop: what changes in the folder, becomes the next edition, and is told to the tabs.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::{News, Serve, Shared, Tell, site};
use crate::compile::{Memory, Next, next};
use crate::disk::{self, Reader, Touched, Watcher};
use crate::project::Project;
use crate::refusal::Refusal;
use crate::source::SitePath;

/// Follows a site.
pub(super) struct Follower {
    reader: Reader,
    watcher: Watcher,
    memory: Memory,
    shared: Arc<Shared>,
    today: Box<dyn Fn() -> NaiveDate + Send>,
    navigate: bool,
    /// Whether the folder could be read when it was last looked at.
    is_readable: bool,
    /// Files of the output that are to be made once, to see whether their templates are right.
    untried: Vec<String>,
    tell: Tell,
}

impl Follower {
    /// Reads the site for the first time.
    pub(super) fn open(serve: Serve, tell: Tell) -> Result<Self, Refusal> {
        let begun = Instant::now();
        let Serve { root, today, options, editor, navigate, poll, .. } = serve;
        let day = today();
        let reader = Reader::open(&root, day, options)?;
        // Watched before it is looked at, so that nothing is missed in between.
        let watcher = Watcher::new(&reader, poll);
        let shared = Shared::new(site::Site::default(), reader.folder().to_owned(), editor);
        let memory = Memory::default();
        let mut follower =
            Self { reader, watcher, memory, shared, today, navigate, is_readable: true, untried: Vec::new(), tell };
        let project = Arc::clone(follower.reader.project());
        let next = follower.next(&project);
        follower.go_on(next, &project, &[], begun);
        Ok(follower)
    }

    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }

    fn say(&self, news: News<'_>) {
        (self.tell)(news);
    }

    /// Follows the site until the process ends.
    pub(super) fn follow(mut self) {
        let mut touched = Touched::Anything;
        loop {
            let begun = Instant::now();
            self.notice(&mut touched, begun);
            if let Some(why) = self.watcher.why_polling() {
                self.say(News::Polling(&why));
            }
            touched = loop {
                if let Some(touched) = self.watcher.wait(Instant::now() + self.patience()) {
                    break touched;
                }
                self.try_one();
                let is_another_day = (self.today)() != self.reader.project().today;
                if is_another_day || self.is_waiting() {
                    break Touched::Anything;
                }
            };
        }
    }

    /// Looks where something may differ, and goes on to what the site is now.
    fn notice(&mut self, touched: &mut Touched, begun: Instant) {
        let before = Arc::clone(self.reader.project());
        let mut is_held = false;
        loop {
            let today = (self.today)();
            match self.reader.look(touched, today) {
                Ok(differs) => {
                    let is_back = !std::mem::replace(&mut self.is_readable, true);
                    if !differs && !is_back && !is_held {
                        self.watcher.keep_up(&self.reader);
                        return;
                    }
                }
                Err(error) => return self.lost(&error),
            }
            self.watcher.keep_up(&self.reader);
            // What is written piece by piece is mostly wrong for a moment: that is not told before it stays.
            let project = Arc::clone(self.reader.project());
            let next = self.next(&project);
            let is_broken = matches!(next, Next::Broken(_));
            if is_broken && begun.elapsed() < HASTE && self.watcher.more(touched, SETTLING) {
                is_held = true;
                continue;
            }
            return self.go_on(next, &project, &changed(&before, &project), begun);
        }
    }

    fn next(&mut self, project: &Arc<Project>) -> Next {
        let state = self.shared.site.now();
        next(state.edition.as_ref(), project, &mut self.memory)
    }

    /// Goes on to the next state, and tells of it.
    fn go_on(&mut self, next: Next, project: &Arc<Project>, changed: &[SitePath], begun: Instant) {
        if let Some(to_try) = self.shared.site.advance(next, project) {
            self.untried = to_try;
        }
        let edited = self.navigate.then_some(changed);
        let shared = &self.shared;
        shared.tabs.tell(&shared.site.now(), edited);
        let took = begun.elapsed();
        let state = shared.site.now();
        let (problems, sources) = (state.problems(), state.sources());
        self.say(News::State { problems, sources, changed, took });
    }

    /// Makes one more page that shows whether templates are right. Nobody waits for it: whatever changes comes first.
    fn try_one(&mut self) {
        let Some(file) = self.untried.pop() else { return };
        let found = self.shared.site.try_file(&file);
        if found.is_empty() {
            return;
        }
        let shared = Arc::clone(&self.shared);
        shared.site.add(found);
        shared.tabs.tell(&shared.site.now(), None);
        let state = shared.site.now();
        self.say(News::State {
            problems: state.problems(),
            sources: state.sources(),
            changed: &[],
            took: Duration::ZERO,
        });
    }

    fn lost(&mut self, error: &disk::Error) {
        if std::mem::replace(&mut self.is_readable, false) {
            self.shared.site.lose(error.to_string());
            self.shared.tabs.tell(&self.shared.site.now(), None);
            self.say(News::Unreadable(error));
        }
    }

    /// Whether something may become readable without anything telling of it.
    fn is_waiting(&self) -> bool {
        !self.is_readable || self.reader.is_waiting()
    }

    fn patience(&self) -> Duration {
        match (self.is_waiting(), self.untried.is_empty()) {
            (false, true) => LONG,
            (false, false) => PAUSE,
            (true, _) => SHORT,
        }
    }
}

/// The files that differ, in order of their paths.
fn changed(before: &Project, now: &Project) -> Vec<SitePath> {
    let mut changed = Vec::new();
    for text in now.texts.iter() {
        let same = before
            .texts
            .at(text.path())
            .is_some_and(|old| Arc::ptr_eq(old.text(), text.text()) || old.text() == text.text());
        if !same {
            changed.push(text.path().clone());
        }
    }
    changed.extend(before.texts.iter().filter(|old| now.texts.at(old.path()).is_none()).map(|old| old.path().clone()));
    changed.extend(
        now.assets
            .iter()
            .filter(|(path, asset)| before.assets.get(*path) != Some(*asset))
            .map(|(path, _)| path.clone()),
    );
    changed.extend(before.assets.keys().filter(|path| !now.assets.contains_key(*path)).cloned());
    changed.sort();
    changed
}

impl std::fmt::Debug for Follower {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let folder: PathBuf = self.reader.folder().to_owned();
        f.debug_struct("Follower").field("folder", &folder).finish_non_exhaustive()
    }
}

/// How soon after a change a site with errors may be in the middle of being written.
const HASTE: Duration = Duration::from_millis(300);

/// How long it must be quiet until it is not.
const SETTLING: Duration = Duration::from_millis(60);

/// How long it is quiet between pages that are only tried.
const PAUSE: Duration = Duration::from_millis(50);

/// How often the day is looked at.
const LONG: Duration = Duration::from_secs(60);

/// How often a folder that is gone, or a file that cannot be read at the moment, is looked for.
const SHORT: Duration = Duration::from_millis(500);
