//! Changing texts of a site: all of them, or none.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::Error;
use super::read::on_disk;
use super::write::Before;
use crate::source::SitePath;

/// A text that changes.
#[derive(Debug, Clone)]
pub struct Rewrite {
    /// Its file.
    pub path: SitePath,
    /// The text as it was read.
    pub before: Arc<str>,
    /// The text that it gets.
    pub after: String,
    /// The file's new path, when it gets another.
    pub moved: Option<SitePath>,
}

/// Changes these texts of the site at this root. Each is written beside its place first; then all take their places. When one
/// of them cannot, those before it are put back. `before` is called with each path before that is changed, except to put
/// something back.
///
/// # Errors
/// When a file is not as it was read, a new path is taken, or the operating system refuses. All files are then as before.
pub fn rewrite(root: &Path, rewrites: &[Rewrite], before: Before<'_>) -> Result<(), Error> {
    let mut staged = Vec::with_capacity(rewrites.len());
    for (number, rewrite) in rewrites.iter().enumerate() {
        match Staged::new(root, rewrite, number, before) {
            Ok(new) => staged.push(new),
            Err(error) => {
                staged.iter().for_each(Staged::forget);
                return Err(error);
            }
        }
    }
    for at in 0..staged.len() {
        if let Err(error) = staged[at].commit(before) {
            staged[at..].iter().for_each(Staged::forget);
            for done in staged[..at].iter().rev() {
                done.undo(root)?;
            }
            return Err(error);
        }
    }
    Ok(())
}

/// A text that stands beside its place.
struct Staged {
    /// The file as it is called in messages.
    shown: PathBuf,
    /// The file that is replaced, behind links.
    from: PathBuf,
    to: PathBuf,
    beside: PathBuf,
    bytes: Vec<u8>,
}

impl Staged {
    fn new(root: &Path, rewrite: &Rewrite, number: usize, before: Before<'_>) -> Result<Self, Error> {
        let shown = root.join(rewrite.path.as_str());
        let named = on_disk(root, &rewrite.path);
        let refused = |attempt: &'static str, error| Error::refused(attempt, shown.clone(), error);
        let from = match rewrite.moved {
            // A link that is moved stays a link to the same file.
            Some(_) => named,
            None => fs::canonicalize(&named).map_err(|error| refused("read", error))?,
        };
        let bytes = fs::read(&from).map_err(|error| refused("read", error))?;
        let mark: &[u8] = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { &[] };
        if bytes[mark.len()..] != *rewrite.before.as_bytes() {
            let reason = format!("`{}` was changed meanwhile; nothing was done", rewrite.path);
            return Err(Error::declined(shown, reason));
        }
        let to = match &rewrite.moved {
            Some(path) => from.with_file_name(path.name()),
            None => from.clone(),
        };
        if to != from && to.symlink_metadata().is_ok() {
            let reason = format!("`{}` exists already; nothing was done", to.display());
            return Err(Error::declined(shown, reason));
        }
        let beside = from.with_file_name(format!(".postil-tmp-rename-{number}"));
        let staged = Self { shown, from, to, beside, bytes };
        let after = [mark, rewrite.after.as_bytes()].concat();
        staged.put_beside(&after, before).map_err(|error| {
            staged.forget();
            Error::refused("write", staged.shown.clone(), error)
        })?;
        Ok(staged)
    }

    fn put_beside(&self, bytes: &[u8], before: Before<'_>) -> io::Result<()> {
        before(&self.beside)?;
        // What stands there was left by a run that was killed, or is a link that would lead the text elsewhere.
        self.forget();
        let mut file = File::create_new(&self.beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::set_permissions(&self.beside, fs::metadata(&self.from)?.permissions())
    }

    fn commit(&self, before: Before<'_>) -> Result<(), Error> {
        let put = || {
            before(&self.to)?;
            fs::rename(&self.beside, &self.to)?;
            if self.to == self.from {
                return Ok(());
            }
            before(&self.from)?;
            fs::remove_file(&self.from)
        };
        put().map_err(|error| {
            if self.to != self.from && self.from.exists() {
                // What could not be taken away is still there under its name.
                let _ = fs::remove_file(&self.to);
            }
            Error::refused("write", self.shown.clone(), error)
        })
    }

    /// Takes away what stands beside the place. That this fails is no more than a hidden file that is left.
    fn forget(&self) {
        let _ = fs::remove_file(&self.beside);
    }

    fn undo(&self, root: &Path) -> Result<(), Error> {
        let put = || {
            self.forget();
            File::create_new(&self.beside)?.write_all(&self.bytes)?;
            fs::set_permissions(&self.beside, fs::metadata(&self.to)?.permissions())?;
            fs::rename(&self.beside, &self.from)?;
            if self.to == self.from { Ok(()) } else { fs::remove_file(&self.to) }
        };
        put().map_err(|error| {
            let shown = self.shown.strip_prefix(root).unwrap_or(&self.shown).to_owned();
            Error::refused("put back", shown, error)
        })
    }
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
        entries.map(|it| (it.file_name().to_string_lossy().into_owned(), fs::read(it.path()).expect("bytes"))).collect()
    }

    fn wanted() -> Vec<Rewrite> {
        let path = |name: &str| SitePath::new(name).expect("a path");
        ["a", "b", "c"]
            .map(|name| Rewrite {
                path: path(name),
                before: Arc::from(name),
                after: format!("new {name}"),
                moved: (name == "b").then(|| path("moved")),
            })
            .to_vec()
    }

    #[test]
    fn wherever_it_stops_everything_is_as_it_was() {
        let mut stopped = 0;
        for stop in 0.. {
            let folder = tempfile::tempdir().expect("a folder");
            for name in ["a", "b", "c"] {
                let mark = if name == "a" { "\u{feff}" } else { "" };
                fs::write(folder.path().join(name), format!("{mark}{name}")).expect("a file");
            }
            let was = files(folder.path());
            let steps = AtomicUsize::new(0);
            let before = |_: &Path| {
                if steps.fetch_add(1, Ordering::Relaxed) >= stop {
                    Err(io::ErrorKind::StorageFull.into())
                } else {
                    Ok(())
                }
            };
            let done = rewrite(folder.path(), &wanted(), &before);
            if done.is_ok() {
                let now = files(folder.path());
                assert_eq!(now.keys().collect::<Vec<_>>(), ["a", "c", "moved"]);
                assert_eq!(now["a"], "\u{feff}new a".as_bytes());
                assert_eq!(now["moved"], b"new b");
                break;
            }
            assert_eq!(files(folder.path()), was, "stopped before step {stop}");
            stopped += 1;
        }
        assert_eq!(stopped, 7, "three are written, three take their places, and one goes");
    }

    /// A text that came with the site may be a link that waits where Postil writes.
    #[cfg(unix)]
    #[test]
    fn a_link_beside_a_file_leads_nothing_elsewhere() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["a", "b", "c", "secret"] {
            fs::write(folder.path().join(name), name).expect("a file");
        }
        for number in 0..3 {
            let beside = folder.path().join(format!(".postil-tmp-rename-{number}"));
            std::os::unix::fs::symlink(folder.path().join("secret"), beside).expect("a link");
        }
        rewrite(folder.path(), &wanted(), &|_| Ok(())).expect("rewritten");
        let now = files(folder.path());
        assert_eq!(now["secret"], b"secret");
        assert_eq!(now["a"], b"new a");
        assert_eq!(now.len(), 4, "{:?}", now.keys());
    }
}
