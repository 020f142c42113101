//! A folder that is held open. What is done to it is done to that folder, even if another, or a link, takes its name in the
//! moment between a look and a change.
//!
//! On Windows a folder with an open file in it cannot be renamed or replaced, and the locked file is open all the while: there
//! its path is as good.

use std::fs::File;
use std::io;
use std::path::Path;

use super::folder::Standing;
pub(super) use system::{Opened, identity_at, identity_of};

/// A file or folder on its device.
pub(super) type Identity = (u64, u64);

impl Opened {
    /// Makes the folders in which a file is to stand, if they are not there.
    pub(super) fn make_folders_of(&self, file: &str) -> io::Result<()> {
        file.match_indices('/').try_for_each(|(at, _)| match self.make_folder(&file[..at]) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made,
        })
    }
}

/// Whether nothing stands there.
pub(super) fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(unix)]
mod system {
    use std::ffi::{CStr, CString};
    use std::os::fd::{AsFd, OwnedFd};

    use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat};
    use rustix::io::retry_on_intr;
    use rustix::path::Arg;

    use super::{File, Identity, Path, Standing, io, is_absence};

    /// An open folder.
    pub(in super::super) struct Opened(OwnedFd);

    impl Opened {
        /// Opens a folder.
        pub(in super::super) fn new(path: &Path) -> io::Result<Self> {
            open(CWD, path, FOLDER).map(Self)
        }

        /// Makes a new file.
        pub(in super::super) fn create(&self, path: &str) -> io::Result<File> {
            open(&self.0, path, NEW).map(File::from)
        }

        /// Opens a file for reading and writing, a new one if there is none, but never one that a link leads to.
        pub(in super::super) fn open_or_create(&self, path: &str) -> io::Result<File> {
            open(&self.0, path, OFlags::RDWR.union(OFlags::CREATE).union(OFlags::NOFOLLOW)).map(File::from)
        }

        /// Opens a file for reading.
        pub(in super::super) fn read(&self, path: &str) -> io::Result<File> {
            open(&self.0, path, OFlags::RDONLY).map(File::from)
        }

        /// What stands there; links are not followed.
        pub(in super::super) fn entry(&self, path: &str) -> io::Result<Standing> {
            match self.look(path) {
                Ok(stat) if is_folder(&stat) => Ok(Standing::Folder),
                Ok(_) => Ok(Standing::File),
                Err(error) if is_absence(&error) => Ok(Standing::Nothing),
                Err(error) => Err(error),
            }
        }

        /// Which file or folder stands there; links are not followed.
        pub(in super::super) fn identity(&self, path: &str) -> io::Result<Identity> {
            self.look(path).map(|stat| identity(&stat))
        }

        /// Makes a folder.
        pub(in super::super) fn make_folder(&self, path: &str) -> io::Result<()> {
            Ok(rustix::fs::mkdirat(&self.0, path, Mode::from_raw_mode(0o777))?)
        }

        /// Gives a file or folder another place.
        pub(in super::super) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
            Ok(rustix::fs::renameat(&self.0, from, &self.0, to)?)
        }

        /// Removes a file or a link.
        pub(in super::super) fn remove_file(&self, path: &str) -> io::Result<()> {
            Ok(rustix::fs::unlinkat(&self.0, path, AtFlags::empty())?)
        }

        /// Removes a folder that is empty.
        pub(in super::super) fn remove_folder(&self, path: &str) -> io::Result<()> {
            Ok(rustix::fs::unlinkat(&self.0, path, AtFlags::REMOVEDIR)?)
        }

        /// Removes whatever stands there, with everything in it; links are not followed. One file is open at a time, so that it
        /// also works where too few can be.
        pub(in super::super) fn remove_all(&self, path: &str) -> io::Result<()> {
            self.remove_tree(&CString::new(path)?)
        }

        /// The names in it. One that is not UTF-8 is shown as well as can be.
        pub(in super::super) fn names(&self) -> io::Result<Vec<String>> {
            Ok(names(&self.0, c".")?.iter().map(|name| name.to_string_lossy().into_owned()).collect())
        }

        fn remove_tree(&self, path: &CStr) -> io::Result<()> {
            if !is_folder(&rustix::fs::statat(&self.0, path, AtFlags::SYMLINK_NOFOLLOW)?) {
                return Ok(rustix::fs::unlinkat(&self.0, path, AtFlags::empty())?);
            }
            for name in names(&self.0, path)? {
                self.remove_tree(&CString::new([path.to_bytes(), b"/", name.to_bytes()].concat())?)?;
            }
            Ok(rustix::fs::unlinkat(&self.0, path, AtFlags::REMOVEDIR)?)
        }

        fn look(&self, path: &str) -> io::Result<Stat> {
            Ok(rustix::fs::statat(&self.0, path, AtFlags::SYMLINK_NOFOLLOW)?)
        }
    }

    /// Which file or folder stands at a path; links are not followed.
    pub(in super::super) fn identity_at(path: &Path) -> io::Result<Identity> {
        Ok(identity(&rustix::fs::lstat(path)?))
    }

    /// Which file is open.
    pub(in super::super) fn identity_of(file: &File) -> io::Result<Identity> {
        Ok(identity(&rustix::fs::fstat(file)?))
    }

    fn open(folder: impl AsFd + Copy, path: impl Arg + Copy, flags: OFlags) -> io::Result<OwnedFd> {
        let mode = Mode::from_raw_mode(0o666);
        Ok(retry_on_intr(|| rustix::fs::openat(folder, path, flags | OFlags::CLOEXEC, mode))?)
    }

    fn names(folder: &OwnedFd, path: &CStr) -> io::Result<Vec<CString>> {
        let mut names = Vec::new();
        for entry in Dir::new(open(folder, path, FOLDER.union(OFlags::NOFOLLOW))?)? {
            let entry = entry?;
            if !matches!(entry.file_name().to_bytes(), b"." | b"..") {
                names.push(entry.file_name().to_owned());
            }
        }
        Ok(names)
    }

    fn is_folder(stat: &Stat) -> bool {
        FileType::from_raw_mode(stat.st_mode) == FileType::Directory
    }

    /// Device and number.
    #[allow(clippy::unnecessary_cast, clippy::cast_sign_loss, reason = "the types differ between operating systems")]
    fn identity(stat: &Stat) -> Identity {
        (stat.st_dev as u64, stat.st_ino as u64)
    }

    const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY);
    const NEW: OFlags = OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL);
}

#[cfg(not(unix))]
mod system {
    use std::fs::{self, Metadata, OpenOptions};
    use std::path::PathBuf;
    use std::time::SystemTime;

    use super::{File, Identity, Path, Standing, io, is_absence};

    /// The path of a folder in which a file is open.
    pub(in super::super) struct Opened(PathBuf);

    impl Opened {
        pub(in super::super) fn new(path: &Path) -> io::Result<Self> {
            fs::read_dir(path).map(|_| Self(path.to_owned()))
        }

        pub(in super::super) fn create(&self, path: &str) -> io::Result<File> {
            File::create_new(self.0.join(path))
        }

        pub(in super::super) fn open_or_create(&self, path: &str) -> io::Result<File> {
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(self.0.join(path))
        }

        pub(in super::super) fn read(&self, path: &str) -> io::Result<File> {
            File::open(self.0.join(path))
        }

        pub(in super::super) fn entry(&self, path: &str) -> io::Result<Standing> {
            match fs::symlink_metadata(self.0.join(path)) {
                Ok(metadata) if metadata.is_dir() => Ok(Standing::Folder),
                Ok(_) => Ok(Standing::File),
                Err(error) if is_absence(&error) => Ok(Standing::Nothing),
                Err(error) => Err(error),
            }
        }

        pub(in super::super) fn identity(&self, path: &str) -> io::Result<Identity> {
            identity_at(&self.0.join(path))
        }

        pub(in super::super) fn make_folder(&self, path: &str) -> io::Result<()> {
            fs::create_dir(self.0.join(path))
        }

        pub(in super::super) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
            fs::rename(self.0.join(from), self.0.join(to))
        }

        pub(in super::super) fn remove_file(&self, path: &str) -> io::Result<()> {
            fs::remove_file(self.0.join(path))
        }

        pub(in super::super) fn remove_folder(&self, path: &str) -> io::Result<()> {
            fs::remove_dir(self.0.join(path))
        }

        pub(in super::super) fn remove_all(&self, path: &str) -> io::Result<()> {
            fs::remove_dir_all(self.0.join(path)).or_else(|_| self.remove_file(path))
        }

        pub(in super::super) fn names(&self) -> io::Result<Vec<String>> {
            fs::read_dir(&self.0)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
        }
    }

    pub(in super::super) fn identity_at(path: &Path) -> io::Result<Identity> {
        identity(&fs::symlink_metadata(path)?)
    }

    pub(in super::super) fn identity_of(file: &File) -> io::Result<Identity> {
        identity(&file.metadata()?)
    }

    /// When it was made, which tells two files apart well enough where the standard library has no more.
    fn identity(metadata: &Metadata) -> io::Result<Identity> {
        let since = metadata.created()?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Ok((since.as_secs(), since.subsec_nanos().into()))
    }
}
