//! What changes in a site while somebody works on it.
//!
//! The system tells of single events; a [`Watcher`] gathers them until a save is over: a file that is being written is waited
//! for until it is closed, where the system says so. Where the system cannot watch, the site is looked at every second.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};
use std::{fs, io};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{Event, RecommendedWatcher, RecursiveMode};

use super::read::{SETTINGS, TOPS, is_wanted_name};
use super::reader::{Reader, Touched};

/// Notices changes of a site.
#[derive(Debug)]
pub struct Watcher {
    system: Option<RecommendedWatcher>,
    signals: Receiver<Signal>,
    /// What is watched, and which folder stood there then.
    watched: BTreeMap<PathBuf, Option<same::Identity>>,
    /// When to look at everything although nothing was told.
    again: Option<Instant>,
    /// Why the system does not watch, if it does not.
    why_polling: Option<String>,
}

/// What an event comes down to.
#[derive(Debug)]
enum Signal {
    /// Something may differ here.
    Touched(PathBuf),
    /// Something is being written here.
    Writing(PathBuf),
    /// Writing is over here.
    Written(PathBuf),
    /// A folder came, in which more may have come before it was watched.
    Folder(PathBuf),
    /// Events were lost.
    Lost,
    /// The system cannot watch more.
    Failed(String),
}

/// What was gathered so far.
#[derive(Debug, Default)]
struct Gathered {
    paths: BTreeSet<PathBuf>,
    writing: BTreeSet<PathBuf>,
    anything: bool,
}

impl Watcher {
    /// Watches the site of this reader. With `poll` it is looked at every second instead.
    #[must_use]
    pub fn new(reader: &Reader, poll: bool) -> Self {
        let (sender, signals) = mpsc::channel();
        let mut watcher = Self { system: None, signals, watched: BTreeMap::new(), again: None, why_polling: None };
        if poll {
            return watcher;
        }
        match notify::recommended_watcher(handler(reader.folder().to_owned(), sender)) {
            Ok(system) => watcher.system = Some(system),
            Err(error) => watcher.give_up(&error),
        }
        watcher.keep_up(reader);
        watcher
    }

    /// Why the site is looked at every second although that was not asked for; told once.
    pub fn why_polling(&mut self) -> Option<String> {
        self.why_polling.take()
    }

    /// Waits until something may differ, at most until this moment.
    pub fn wait(&mut self, until: Instant) -> Option<Touched> {
        let now = Instant::now();
        let next = if self.system.is_none() { Some(now + POLL) } else { self.again };
        let stop = next.map_or(until, |next| next.min(until));
        let mut gathered = Gathered::default();
        match self.signals.recv_timeout(stop.saturating_duration_since(now)) {
            Ok(signal) => self.take(signal, &mut gathered),
            Err(RecvTimeoutError::Timeout) => return self.timed_out(next),
            // Nobody sends any more: there is no system that watches.
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(stop.saturating_duration_since(Instant::now()));
                return self.timed_out(next);
            }
        }
        self.gather(&mut gathered, QUIET, Instant::now() + LONGEST);
        Some(gathered.touched())
    }

    /// Whether anything more comes within this time. What came is added.
    pub fn more(&mut self, touched: &mut Touched, within: Duration) -> bool {
        let mut gathered = Gathered::default();
        match self.signals.recv_timeout(within) {
            Ok(signal) => self.take(signal, &mut gathered),
            Err(_) => return false,
        }
        self.gather(&mut gathered, QUIET, Instant::now() + LONGEST);
        match (touched, gathered.touched()) {
            (Touched::Paths(paths), Touched::Paths(more)) => paths.extend(more),
            (touched, _) => *touched = Touched::Anything,
        }
        true
    }

    /// Watches what the site consists of now: folders that came, those that were removed and put back, and where links lead.
    pub fn keep_up(&mut self, reader: &Reader) {
        let root = reader.folder();
        let mut wanted: BTreeMap<PathBuf, RecursiveMode> = BTreeMap::new();
        wanted.insert(root.to_owned(), RecursiveMode::NonRecursive);
        for top in TOPS.iter().filter(|top| **top != SETTINGS) {
            wanted.insert(root.join(top), RecursiveMode::Recursive);
        }
        for link in reader.links() {
            let is_folder = link.is_dir();
            let folder = if is_folder { link.clone() } else { link.parent().unwrap_or(root).to_owned() };
            let mode = if is_folder { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            let within = TOPS.iter().any(|top| folder.starts_with(root.join(top)));
            if !within {
                wanted.entry(folder).and_modify(|it| *it = max(*it, mode)).or_insert(mode);
            }
        }
        for (path, mode) in wanted {
            self.watch(&path, mode);
        }
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) {
        use notify::Watcher as _;
        let Some(system) = &mut self.system else { return };
        let now = same::identity(path);
        if now.is_some() && self.watched.get(path) == Some(&now) {
            return;
        }
        // It may have been removed by itself when the folder went.
        let _ = system.unwatch(path);
        self.watched.remove(path);
        if now.is_none() {
            return;
        }
        match system.watch(path, mode) {
            Ok(()) => {
                self.watched.insert(path.to_owned(), now);
            }
            // It went meanwhile; that will be told by what holds it.
            Err(error) if is_gone(&error) => {}
            Err(error) => self.give_up(&error),
        }
    }

    fn give_up(&mut self, error: &notify::Error) {
        self.system = None;
        self.watched.clear();
        self.why_polling = Some(reason(error));
    }

    fn timed_out(&mut self, next: Option<Instant>) -> Option<Touched> {
        let is_due = next.is_some_and(|next| next <= Instant::now());
        if is_due {
            self.again = None;
        }
        is_due.then_some(Touched::Anything)
    }

    /// Gathers signals until none came for a while and nothing is being written, at most until `latest`.
    fn gather(&mut self, gathered: &mut Gathered, quiet: Duration, latest: Instant) {
        loop {
            let patience = if gathered.writing.is_empty() { quiet } else { PATIENCE };
            let left = latest.saturating_duration_since(Instant::now()).min(patience);
            match self.signals.recv_timeout(left) {
                Ok(signal) => self.take(signal, gathered),
                Err(_) => return,
            }
            if Instant::now() >= latest {
                return;
            }
        }
    }

    fn take(&mut self, signal: Signal, gathered: &mut Gathered) {
        match signal {
            Signal::Touched(path) => {
                gathered.paths.insert(path);
            }
            Signal::Writing(path) => {
                if TELLS_OF_CLOSING {
                    gathered.writing.insert(path.clone());
                }
                gathered.paths.insert(path);
            }
            Signal::Written(path) => {
                gathered.writing.remove(&path);
                gathered.paths.insert(path);
            }
            Signal::Folder(path) => {
                gathered.paths.insert(path);
                gathered.anything = true;
                self.again = Some(Instant::now() + LATER);
            }
            Signal::Lost => gathered.anything = true,
            Signal::Failed(why) => {
                gathered.anything = true;
                self.system = None;
                self.watched.clear();
                self.why_polling = Some(why);
            }
        }
    }
}

impl Gathered {
    fn touched(self) -> Touched {
        if self.anything { Touched::Anything } else { Touched::Paths(self.paths) }
    }
}

fn max(a: RecursiveMode, b: RecursiveMode) -> RecursiveMode {
    if a == RecursiveMode::Recursive { a } else { b }
}

/// Brings events down to signals, and drops those about files that nobody reads.
fn handler(root: PathBuf, sender: Sender<Signal>) -> impl notify::EventHandler {
    move |event: notify::Result<Event>| {
        let send = |signal| {
            // Nobody listens when the site is no longer served.
            let _ = sender.send(signal);
        };
        match event {
            Ok(event) if event.need_rescan() => send(Signal::Lost),
            Ok(event) => {
                for path in event.paths.iter().filter(|path| is_wanted(&root, path)) {
                    if let Some(signal) = signal(event.kind, path) {
                        send(signal);
                    }
                }
            }
            Err(error) if is_gone(&error) => send(Signal::Lost),
            Err(error) => send(Signal::Failed(reason(&error))),
        }
    }
}

fn signal(kind: EventKind, path: &Path) -> Option<Signal> {
    let path = path.to_owned();
    Some(match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Signal::Written(path),
        EventKind::Access(_) => return None,
        EventKind::Modify(ModifyKind::Data(_)) | EventKind::Create(CreateKind::File) => Signal::Writing(path),
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => Signal::Folder(path),
        EventKind::Modify(ModifyKind::Name(_)) if path.is_dir() => Signal::Folder(path),
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Any | EventKind::Other => {
            Signal::Touched(path)
        }
    })
}

/// Whether a path may be one of the site: hidden files, and those that editors keep beside the one being edited, are not.
fn is_wanted(root: &Path, path: &Path) -> bool {
    let Ok(relative) = path.strip_prefix(root) else { return true };
    let mut parts = relative.components().filter_map(|part| part.as_os_str().to_str());
    let Some(top) = parts.next() else { return true };
    // Links lead to other folders too.
    is_wanted_name(top) && parts.all(is_wanted_name)
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound | notify::ErrorKind::WatchNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

fn reason(error: &notify::Error) -> String {
    let too_many = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => true,
        // EMFILE: too many instances of inotify.
        notify::ErrorKind::Io(error) => error.raw_os_error() == Some(24),
        _ => false,
    };
    if too_many {
        let limits = "`fs.inotify.max_user_watches` and `fs.inotify.max_user_instances` (see `man 7 inotify`)";
        return format!("the system's limit of watched folders is reached; {limits} raise it");
    }
    format!("the system cannot watch it: {error}")
}

mod same {
    //! Which folder stands at a path.

    use std::path::Path;

    /// Device and number of a file.
    pub(super) type Identity = (u64, u64);

    #[cfg(unix)]
    pub(super) fn identity(path: &Path) -> Option<Identity> {
        use std::os::unix::fs::MetadataExt;
        super::fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
    }

    #[cfg(not(unix))]
    pub(super) fn identity(path: &Path) -> Option<Identity> {
        super::fs::metadata(path).ok().map(|_| (0, 0))
    }
}

/// Whether the system tells when a file that was written is closed.
const TELLS_OF_CLOSING: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// How long it must be quiet for a save to be over.
const QUIET: Duration = if TELLS_OF_CLOSING { Duration::from_millis(2) } else { Duration::from_millis(15) };

/// How long a file that is being written is waited for.
const PATIENCE: Duration = Duration::from_millis(100);

/// How long saves that go on and on are gathered.
const LONGEST: Duration = Duration::from_millis(400);

/// When a folder that came is looked at once more.
const LATER: Duration = Duration::from_millis(150);

/// How often a site that the system does not watch is looked at.
const POLL: Duration = Duration::from_secs(1);
