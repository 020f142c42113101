//! `postil init`: a site worth looking at.

use std::fs;
use std::path::Path;

use super::place::Files;
use crate::refusal::Refusal;

/// A site that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// What became of its files.
    pub files: Files,
    /// Whether there was a site already.
    pub added: bool,
}

/// Makes a site in a folder, which need not exist. Files that exist are left as they are.
///
/// # Errors
/// When the folder holds a site already and this is not `wanted` all the same, or the operating system refuses.
pub fn init(folder: &Path, wanted: bool) -> Result<Begun, Refusal> {
    let existing = ["postil.toml", "content"].into_iter().find(|name| folder.join(name).exists());
    if let (Some(existing), false) = (existing, wanted) {
        let message = format!("`{}` holds a site already: there is `{existing}`", folder.display());
        return Err(Refusal::new(message).help("`--force` adds the files that are missing and changes none"));
    }
    fs::create_dir_all(folder).map_err(|error| Refusal::by_system("create", folder, &error))?;
    let mut files = Files::default();
    for (path, text) in SITE {
        files.make(folder, path, text)?;
    }
    Ok(Begun { files, added: existing.is_some() })
}

/// The files of a new site, in the order in which somebody who is new to it might look at them.
const SITE: [(&str, &str); 8] = [
    ("postil.toml", include_str!("site/postil.toml")),
    (
        "content/briefings/2025-03-20-the-bridge-holds.md",
        include_str!("site/content/briefings/2025-03-20-the-bridge-holds.md"),
    ),
    (
        "content/briefings/2025-04-02-the-residents-disagree.md",
        include_str!("site/content/briefings/2025-04-02-the-residents-disagree.md"),
    ),
    ("content/actors.yaml", include_str!("site/content/actors.yaml")),
    ("content/sources.yaml", include_str!("site/content/sources.yaml")),
    ("content/index.md", include_str!("site/content/index.md")),
    ("content/pages/methodology.md", include_str!("site/content/pages/methodology.md")),
    (".gitignore", include_str!("site/gitignore")),
];
