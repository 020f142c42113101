//! `postil init`: a site worth looking at.

use std::fs;
use std::path::Path;

use super::article::{self, Article};
use super::place::Files;
use crate::parse::schema::{self, Kind};
use crate::refusal::Refusal;

/// A site that is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beginning<'a> {
    /// Whether files are added to a site that exists.
    pub force: bool,
    /// The article that it begins with, in place of the example.
    pub article: Option<Article<'a>>,
}

/// A site that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// What became of its files.
    pub files: Files,
    /// Whether there was a site already.
    pub added: bool,
    /// The briefing that was made of an article.
    pub briefing: Option<String>,
}

/// Makes a site in a folder, which need not exist. Files that exist are left as they are.
///
/// # Errors
/// When the folder holds a site already and is not to be added to, or the operating system refuses.
pub fn init(folder: &Path, wanted: Beginning<'_>) -> Result<Begun, Refusal> {
    let existing = ["postil.toml", "content"].into_iter().find(|name| folder.join(name).exists());
    if let (Some(existing), false) = (existing, wanted.force) {
        let message = format!("`{}` holds a site already: there is `{existing}`", folder.display());
        return Err(Refusal::new(message).help("`--force` adds the files that are missing and changes none"));
    }
    let briefing = wanted.article.and_then(|article| article::briefing(article, existing.is_some()));
    fs::create_dir_all(folder).map_err(|error| Refusal::by_system("create", folder, &error))?;
    let mut files = Files::default();
    match &briefing {
        None => {
            for (path, text) in EXAMPLE {
                files.make(folder, path, text)?;
            }
        }
        Some(briefing) => {
            files.make(folder, "postil.toml", &plain_settings())?;
            files.make(folder, &briefing.path, &briefing.text)?;
            for (path, text) in [("content/actors.yaml", ACTORS), ("content/sources.yaml", SOURCES)] {
                files.make(folder, path, head_of(text))?;
            }
        }
    }
    for (path, text) in SITE {
        files.make(folder, path, text)?;
    }
    for kind in SCHEMAS {
        files.make(folder, &format!(".postil/schema/{}.json", kind.name()), &schema::text(kind))?;
    }
    let briefing = briefing.map(|briefing| briefing.path).filter(|path| files.made.contains(path));
    Ok(Begun { files, added: existing.is_some(), briefing })
}

/// The settings without what they say of the example.
fn plain_settings() -> String {
    let example = |line: &&str| line.starts_with("title =") || line.starts_with("description =");
    let plain = |line: &str| match line.split_once(' ') {
        Some(("title", _)) => "title = \"Briefings\"\n".to_owned(),
        _ => "# description = \"One or two sentences\"\n".to_owned(),
    };
    let lines = SETTINGS.lines();
    lines.map(|line| if example(&line) { plain(line) } else { format!("{line}\n") }).collect()
}

/// The comments at the head of a list, without its entries.
fn head_of(list: &str) -> &str {
    let end = list.find("\n- ").map_or(list.len(), |at| at + 1);
    &list[..end]
}

const SETTINGS: &str = include_str!("site/postil.toml");
const ACTORS: &str = include_str!("site/content/actors.yaml");
const SOURCES: &str = include_str!("site/content/sources.yaml");

/// The example, in the order in which somebody who is new to it might look at it.
const EXAMPLE: [(&str, &str); 6] = [
    ("postil.toml", SETTINGS),
    (
        "content/briefings/2025-03-20-the-bridge-holds.md",
        include_str!("site/content/briefings/2025-03-20-the-bridge-holds.md"),
    ),
    (
        "content/briefings/2025-04-02-the-residents-disagree.md",
        include_str!("site/content/briefings/2025-04-02-the-residents-disagree.md"),
    ),
    ("content/actors.yaml", ACTORS),
    ("content/sources.yaml", SOURCES),
    ("content/index.md", include_str!("site/content/index.md")),
];

/// What every new site has.
const SITE: [(&str, &str); 2] = [
    ("content/pages/methodology.md", include_str!("site/content/pages/methodology.md")),
    (".gitignore", include_str!("site/gitignore")),
];

/// The schemas that list files and settings point editors at.
const SCHEMAS: [Kind; 5] = [Kind::Actors, Kind::Claims, Kind::Events, Kind::Sources, Kind::Settings];
