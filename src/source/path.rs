//! Paths that cannot leave the site.

use std::fmt;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

/// The path of a file relative to the root of the site, with `/` between its parts.
///
/// It has no empty part, no `.`, no `..`, no backslash and no NUL, so that it can never name anything outside the root.
/// The empty path is the root itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

/// Why a text is not a path within the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathError {
    /// It climbs above the root.
    Leaves,
    /// It is absolute, or has a drive letter or a scheme.
    Absolute,
    /// It holds a character that no path of a site may hold.
    Character(char),
}

impl SitePath {
    /// The path written so, after removing `.` and resolving `..`.
    ///
    /// # Errors
    /// When it is absolute, leaves the root, or holds a NUL or a backslash.
    pub fn new(path: &str) -> Result<Self, PathError> {
        Self::root().join(path)
    }

    /// The root of the site.
    #[must_use]
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// The path that `relative` names as seen from this *folder*.
    ///
    /// # Errors
    /// When it is absolute, leaves the root, or holds a NUL or a backslash.
    pub fn join(&self, relative: &str) -> Result<Self, PathError> {
        if let Some(bad) = relative.chars().find(|c| matches!(c, '\0' | '\\')) {
            return Err(PathError::Character(bad));
        }
        if relative.starts_with('/') || relative.split('/').next().is_some_and(|first| first.contains(':')) {
            return Err(PathError::Absolute);
        }
        let mut parts: Vec<&str> = self.0.split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(PathError::Leaves)?;
                }
                part => parts.push(part),
            }
        }
        // `../C:/x` too names a drive of Windows, once it is resolved.
        if parts.first().is_some_and(|first| first.contains(':')) {
            return Err(PathError::Absolute);
        }
        Ok(Self(Arc::from(parts.join("/"))))
    }

    /// The folder that holds this file; the root for a file at the top.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(Arc::from(self.0.rsplit_once('/').map_or("", |(parent, _)| parent)))
    }

    /// The whole path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The last part without its extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem)
    }

    /// What follows the last dot of the name; empty when there is none.
    #[must_use]
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or("", |(_, extension)| extension)
    }

    /// Whether every system can have a file at this path.
    #[must_use]
    pub fn is_portable(&self) -> bool {
        self.unportable().next().is_none()
    }

    /// The folders and the file of this path whose names not every system can have, and why.
    pub fn unportable(&self) -> impl Iterator<Item = (&str, Unportable)> {
        let mut end = 0;
        self.0.split('/').filter_map(move |part| {
            let start = end;
            end = start + part.len() + 1;
            Some((&self.0[..start + part.len()], Unportable::of(part)?))
        })
    }

    /// The path as file systems compare it that fold case and normalise: two with the same one may be one file.
    #[must_use]
    pub fn folded(path: &str) -> String {
        if path.is_ascii() {
            return path.to_ascii_lowercase();
        }
        path.nfc().map(fold).collect::<String>().nfc().collect()
    }

    /// The path below `folder`, without it; none when it is not in there.
    #[must_use]
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

/// Why not every system can have a file or folder of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unportable {
    /// Windows keeps it for a device.
    Device,
    /// Windows refuses this character.
    Character(char),
    /// Windows drops this dot or space at its end.
    End(char),
    /// It has more than [`MAX_NAME_BYTES`].
    Long,
}

impl Unportable {
    /// What is wrong with this name of one file or folder.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let refused = |c: char| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*');
        if let Some(c) = name.chars().find(|c| refused(*c)) {
            return Some(Self::Character(c));
        }
        if let Some(end) = name.chars().next_back().filter(|c| matches!(c, '.' | ' ')) {
            return Some(Self::End(end));
        }
        if is_device(name.split('.').next().unwrap_or_default()) {
            return Some(Self::Device);
        }
        (name.len() > MAX_NAME_BYTES).then_some(Self::Long)
    }
}

/// The longest name of a file on the usual file systems, in bytes.
pub const MAX_NAME_BYTES: usize = 255;

/// Whether Windows keeps this name for a device, whatever comes after a dot; no file or folder can have it there.
#[must_use]
pub fn is_device(stem: &str) -> bool {
    let name = stem.trim_end_matches(' ');
    let (word, number) = name.split_at_checked(3).unwrap_or((name, ""));
    // The superscript digits of Latin 1 are digits to it.
    let is_number = matches!(number, "\u{b9}" | "\u{b2}" | "\u{b3}") || matches!(number.as_bytes(), [b'1'..=b'9']);
    DEVICES.iter().any(|device| name.eq_ignore_ascii_case(device))
        || is_number && PORTS.iter().any(|port| word.eq_ignore_ascii_case(port))
}

/// A character without its case, where that is one character.
fn fold(c: char) -> char {
    let only = |mut chars: &mut dyn Iterator<Item = char>| match (chars.next(), (&mut chars).next()) {
        (Some(c), None) => Some(c),
        _ => None,
    };
    let upper = only(&mut c.to_uppercase()).unwrap_or(c);
    only(&mut upper.to_lowercase()).unwrap_or(upper)
}

const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
const PORTS: [&str; 2] = ["com", "lpt"];

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaves => f.write_str("the path leaves the site"),
            Self::Absolute => f.write_str("the path is absolute; paths are relative to the file they stand in"),
            Self::Character(c) => write!(f, "the path holds {c:?}"),
        }
    }
}

impl std::error::Error for PathError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_the_root() {
        let folder = SitePath::new("content/briefings").expect("a path");
        assert_eq!(folder.join("../actors/./a.md").map(|p| p.to_string()), Ok("content/actors/a.md".to_owned()));
        assert_eq!(folder.join("../../../etc/passwd"), Err(PathError::Leaves));
        assert_eq!(folder.join("/etc/passwd"), Err(PathError::Absolute));
        for drive in ["c:x", "../../c:/x", "../../.:./x"] {
            assert_eq!(folder.join(drive), Err(PathError::Absolute), "{drive}");
        }
        assert_eq!(folder.join("..\\x"), Err(PathError::Character('\\')));
    }

    #[test]
    fn a_portable_path_can_stand_on_every_system() {
        let portable = |path: &str| SitePath::new(path).expect("a path").is_portable();
        let long = "x".repeat(MAX_NAME_BYTES + 1);
        for path in ["old/title", "консоль/a.html", "console/com10/com", "a b/c-d.e", ""] {
            assert!(portable(path), "{path}");
        }
        for path in ["a/con", "NUL.txt/b", "com1", "Lpt9.a.b", "a./b", "a /b", "what?", "x/a:b", "a*", &long] {
            assert!(!portable(path), "{path}");
        }
        assert_eq!(SitePath::folded("Stra\u{df}e/E\u{301}.TXT"), "stra\u{df}e/\u{e9}.txt");
        for path in ["con .txt", "com\u{b2}", "LPT\u{b9}.md", "CONIN$", "a\nb", "a\u{85}"] {
            assert!(!portable(path), "{path:?}");
        }
        let path = SitePath::new("static/a:b/con/c").expect("a path");
        let found: Vec<_> = path.unportable().collect();
        assert_eq!(found, [("static/a:b", Unportable::Character(':')), ("static/a:b/con", Unportable::Device)]);
    }
}
