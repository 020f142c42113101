//! From a folder to a project: everything that a build depends on, read once.
//!
//! Files that cannot be read, or are no text where a text belongs, become diagnostics of the project, so that all of them
//! are reported in one run; only a folder that is no site at all is an error. Links are followed as long as they stay
//! within the site. What the texts mean is the business of `parse`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::error::{Error, help, passes, words};
use super::touched::last_touched;
use crate::diagnostic::{Code, Diagnostic};
use crate::project::{Asset, Options, Project};
use crate::source::{SitePath, SourceText};

/// Everything under `root` that belongs to the site, as seen on this day.
///
/// # Errors
/// When `root` cannot be opened, or holds neither `postil.toml` nor `content/`.
pub fn read(root: &Path, today: NaiveDate, options: Options) -> Result<Project, Error> {
    let found = Found::below(&real(root)?);
    let things: Vec<_> = found.files.par_iter().map(Candidate::read).collect();
    let mut project = Project { problems: found.problems, ..Project::empty(today, options) };
    for thing in things {
        thing.put_into(&mut project);
    }
    Ok(project)
}

/// The folder itself, when it is one of a site.
pub(super) fn real(root: &Path) -> Result<PathBuf, Error> {
    let real = fs::canonicalize(root).map_err(|error| Error::refused("open", root, error))?;
    let is = |name: &str, right: fn(&fs::Metadata) -> bool| match fs::metadata(real.join(name)) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(Error::refused("read", root.join(name), error))
        }
        found => Ok(found.is_ok_and(|found| right(&found))),
    };
    if is(SETTINGS, fs::Metadata::is_file)? || is(CONTENT, fs::Metadata::is_dir)? {
        return Ok(real);
    }
    let shown = root.display();
    let reason =
        format!("`{shown}` is not a Postil site: it has neither a file `{SETTINGS}` nor a folder `{CONTENT}/`");
    Err(Error::declined(root, reason))
}

/// The file that a path of the site names on disk, where its name may be in another normal form of Unicode.
pub(crate) fn on_disk(root: &Path, path: &SitePath) -> PathBuf {
    let plain = root.join(path.as_str());
    if path.as_str().is_ascii() || plain.exists() {
        return plain;
    }
    path.as_str().split('/').fold(root.to_owned(), |folder, part| {
        let plain = folder.join(part);
        if plain.exists() {
            return plain;
        }
        let same = |name: &Path| name.to_str().is_some_and(|name| name.nfc().eq(part.chars()));
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name()).filter(|name| same(name.as_ref())).collect();
        names.sort();
        names.first().map_or(plain, |name| folder.join(name))
    })
}

/// The bytes of an asset, which must be those that were read before.
///
/// # Errors
/// When they cannot be read, or are others now.
pub(crate) fn asset_bytes(root: &Path, path: &SitePath, asset: &Asset) -> Result<Vec<u8>, Error> {
    let from = on_disk(root, path);
    let bytes = fs::read(&from).map_err(|error| Error::lost(&from, error))?;
    if (bytes.len() as u64, xxh3_128(&bytes)) == (asset.length, asset.hash) {
        return Ok(bytes);
    }
    let reason = format!("`{}` has changed while the site was read; try again", from.display());
    Err(Error::declined(from, reason))
}

/// What was found before anything is opened.
#[derive(Default)]
pub(super) struct Found {
    pub(super) files: Vec<Candidate>,
    by_path: BTreeMap<SitePath, PathBuf>,
    pub(super) problems: Vec<Diagnostic>,
    /// Where links of the site lead, below the root.
    pub(super) links: Vec<PathBuf>,
    /// Whether a folder cannot be read now, for a reason that passes.
    pub(super) is_passing: bool,
}

/// A file of the site.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) path: SitePath,
    pub(super) on_disk: PathBuf,
}

/// What a file turned out to be.
pub(super) enum Thing {
    Text(SourceText),
    Asset(SitePath, Asset),
    Font(SitePath, Arc<[u8]>),
    /// A file beside the fonts, such as their licence.
    Nothing,
    Problem(Diagnostic),
    /// It cannot be read now, for a reason that passes without anybody touching it.
    Later(Diagnostic),
}

impl Thing {
    pub(super) fn put_into(self, project: &mut Project) {
        match self {
            Self::Text(text) => project.texts.insert(text),
            Self::Asset(path, asset) => {
                project.assets.insert(path, asset);
            }
            Self::Font(path, bytes) => {
                project.fonts.insert(path, bytes);
            }
            Self::Nothing => {}
            Self::Problem(problem) | Self::Later(problem) => project.problems.push(problem),
        }
    }

    /// What is wrong with it.
    pub(super) fn problem(&self) -> Option<&Diagnostic> {
        match self {
            Self::Problem(problem) | Self::Later(problem) => Some(problem),
            Self::Text(_) | Self::Asset(..) | Self::Font(..) | Self::Nothing => None,
        }
    }
}

impl Found {
    /// Finds all files of the site in this folder, in order of their names.
    pub(super) fn below(root: &Path) -> Self {
        let mut found = Self::default();
        for top in TOPS {
            found.walk(root, top);
        }
        found
    }

    /// Finds the files under one entry of the root, or that entry itself, in order of their names.
    fn walk(&mut self, root: &Path, top: &str) {
        let start = root.join(top);
        // What is there and may not be looked at is told by walking it.
        if fs::symlink_metadata(&start).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return;
        }
        let mut entries = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.unwalkable(root, &error);
                    continue;
                }
            };
            let wanted = is_wanted(&entry) && self.stays_within(root, &entry);
            if wanted && !entry.file_type().is_dir() {
                self.file(root, &entry);
            } else if !wanted && entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        }
    }

    fn file(&mut self, root: &Path, entry: &DirEntry) {
        let Some(path) = self.site_path(root, entry.path()) else { return };
        if !entry.file_type().is_file() {
            self.problem(path, "is neither a file nor a folder", "move it out of the site");
        } else if let Some(other) = self.by_path.get(&path) {
            let note = format!("The other is `{}`.", other.display());
            let message = format!("two files have the name `{path}` in different normal forms of Unicode");
            let problem = Diagnostic::about_file(Code::UnreadableFile, path, message).note(note);
            self.problems.push(problem.help("rename or remove one of them"));
        } else {
            self.by_path.insert(path.clone(), entry.path().to_owned());
            self.files.push(Candidate { path, on_disk: entry.path().to_owned() });
        }
    }

    fn stays_within(&mut self, root: &Path, entry: &DirEntry) -> bool {
        if !entry.path_is_symlink() {
            return true;
        }
        match fs::canonicalize(entry.path()) {
            Ok(target) if target.starts_with(root) => {
                self.links.push(target);
                true
            }
            Ok(_) => {
                if let Some(path) = self.site_path(root, entry.path()) {
                    self.problem(path, "is a link that leaves the site", "copy what it links to into the site");
                }
                false
            }
            // It vanished meanwhile; opening it will say so.
            Err(_) => true,
        }
    }

    fn unwalkable(&mut self, root: &Path, error: &walkdir::Error) {
        let Some(path) = error.path().and_then(|path| self.site_path(root, path)) else { return };
        if !path.as_str().split('/').all(is_wanted_name) {
            return;
        }
        if error.loop_ancestor().is_some() {
            self.problem(path, "is a link to a folder that holds it", "remove the link");
            return;
        }
        let is_link = error.path().is_some_and(Path::is_symlink);
        match error.io_error() {
            // It is broken, or one of a circle of links.
            Some(_) if is_link => {
                self.problem(path, "is a link that leads nowhere", "remove or correct the link");
            }
            Some(error) => {
                self.is_passing |= passes(error);
                self.problems.push(unreadable(path, error));
            }
            None => {}
        }
    }

    /// The path as the site names it, in the normal form C, which is what people type.
    fn site_path(&mut self, root: &Path, path: &Path) -> Option<SitePath> {
        let relative = path.strip_prefix(root).unwrap_or(path);
        let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
        let path = parts.and_then(|parts| SitePath::new(&parts.join("/").nfc().collect::<String>()).ok());
        if path.is_none() {
            let message = format!("the name of `{}` cannot be part of an address", relative.display());
            let problem = Diagnostic::without_place(Code::UnreadableFile, message);
            self.problems.push(problem.help("rename it in UTF-8, without backslashes"));
        }
        path
    }

    fn problem(&mut self, path: SitePath, what: &str, help: &str) {
        let message = format!("`{path}` {what}");
        self.problems.push(Diagnostic::about_file(Code::UnreadableFile, path, message).help(help));
    }
}

impl Candidate {
    pub(super) fn read(&self) -> Thing {
        let read = match self.path.below(FONTS) {
            Some(_) if FONT_FILES.contains(&self.path.extension().to_lowercase().as_str()) => self.font(),
            Some(_) => Ok(Thing::Nothing),
            None if self.is_text() => self.text(),
            None => self.asset(),
        };
        read.unwrap_or_else(|error| {
            let problem = unreadable(self.path.clone(), &error);
            if passes(&error) { Thing::Later(problem) } else { Thing::Problem(problem) }
        })
    }

    fn is_text(&self) -> bool {
        let path = &self.path;
        let in_content = path.below(CONTENT).is_some() && TEXTS.contains(&path.extension());
        in_content || path.below(TEMPLATES).is_some() || path.as_str() == SETTINGS
    }

    fn text(&self) -> io::Result<Thing> {
        let path = self.path.clone();
        // One byte more than allowed tells that there is more, also when the file grows meanwhile.
        let bytes = steady(&self.on_disk, SourceText::MAX_BYTES + 1)?;
        if bytes.len() as u64 > SourceText::MAX_BYTES {
            let message = format!("`{path}` is larger than {} MiB", SourceText::MAX_BYTES / 1024 / 1024);
            let problem = Diagnostic::about_file(Code::LimitExceeded, path, message);
            return Ok(Thing::Problem(problem.help("split it, or move it to `static/` if it is only to be copied")));
        }
        Ok(match decoded(bytes) {
            Ok(text) => Thing::Text(SourceText::new(path, text)),
            Err(wrong) => {
                let message = format!("`{path}` {wrong}");
                Thing::Problem(Diagnostic::about_file(Code::UnreadableFile, path, message).help("save it as UTF-8"))
            }
        })
    }

    fn font(&self) -> io::Result<Thing> {
        let path = self.path.clone();
        let bytes = steady(&self.on_disk, MOST_OF_A_FONT + 1)?;
        if bytes.len() as u64 > MOST_OF_A_FONT {
            let message = format!("`{path}` is larger than {} MiB", MOST_OF_A_FONT / 1024 / 1024);
            let problem = Diagnostic::about_file(Code::LimitExceeded, path, message);
            return Ok(Thing::Problem(problem.help("take a font of one script or one language")));
        }
        Ok(Thing::Font(path, bytes.into()))
    }

    fn asset(&self) -> io::Result<Thing> {
        let (length, hash) = digest(&mut File::open(&self.on_disk)?)?;
        Ok(Thing::Asset(self.path.clone(), Asset { length, hash }))
    }
}

/// The bytes of a file, at most so many, as they were at one moment.
fn steady(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    for _ in 0..ATTEMPTS {
        let file = File::open(path)?;
        let before = file.metadata()?;
        let mut bytes = Vec::new();
        (&file).take(most).read_to_end(&mut bytes)?;
        let after = file.metadata()?;
        if (before.len(), last_touched(&before)) == (after.len(), last_touched(&after)) {
            return Ok(bytes);
        }
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, "it is written to while it is read"))
}

/// Length and XXH3 (128 bits) of all that a reader gives.
pub(super) fn digest(reader: &mut impl Read) -> io::Result<(u64, u128)> {
    let mut hasher = Xxh3::new();
    let mut length = 0;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok((length, hasher.digest128())),
            Ok(read) => {
                hasher.update(&buffer[..read]);
                length += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The text without its byte order mark, or what is wrong with it.
fn decoded(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("is in UTF-16".to_owned());
    }
    let line = |before: &[u8]| before.split(|byte| *byte == b'\n').count();
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(format!("is not a text: line {} holds a NUL byte", line(&bytes[..at])));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        format!("is not in UTF-8: line {} holds the byte {:#04x}", line(&bytes[..at]), bytes[at])
    })?;
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len_utf8());
    }
    Ok(text)
}

fn unreadable(path: SitePath, error: &io::Error) -> Diagnostic {
    let is_gone = error.kind() == io::ErrorKind::NotFound;
    let why = if is_gone {
        "went away while the site was read".to_owned()
    } else {
        format!("cannot be read: {}", words(error))
    };
    let message = format!("`{path}` {why}");
    let help = if is_gone { Some("do the same again") } else { help("read", error) };
    let problem = Diagnostic::about_file(Code::UnreadableFile, path, message);
    match help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

fn is_wanted(entry: &DirEntry) -> bool {
    entry.file_name().to_str().is_none_or(is_wanted_name)
}

/// Whether a name is neither hidden nor that of a file that an editor keeps beside the one being edited.
pub(super) fn is_wanted_name(name: &str) -> bool {
    let is_temporary = name.ends_with('~') || (name.starts_with('#') && name.ends_with('#')) || name == "4913";
    !name.starts_with('.') && !is_temporary
}

/// What of the root belongs to the site.
pub(super) const TOPS: [&str; 5] = [SETTINGS, CONTENT, TEMPLATES, STATIC, FONTS];

pub(super) const SETTINGS: &str = "postil.toml";
const CONTENT: &str = "content";
const TEMPLATES: &str = "templates";
const STATIC: &str = "static";
const FONTS: &str = "fonts";

/// Extensions of the texts in `content/`.
const TEXTS: [&str; 4] = ["md", "yaml", "yml", "txt"];

/// Extensions of fonts. Those for the web are no use for cards, which is told rather than passed over.
const FONT_FILES: [&str; 6] = ["ttf", "otf", "ttc", "otc", "woff", "woff2"];

/// How often a file is read anew that was written to meanwhile.
const ATTEMPTS: usize = 5;

const MOST_OF_A_FONT: u64 = 64 * 1024 * 1024;

const BYTE_ORDER_MARK: char = '\u{feff}';

#[cfg(test)]
mod tests;
