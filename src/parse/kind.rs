//! Which file is what, by its path alone.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Slug;
use crate::source::{SitePath, SourceText};

/// What a text of the site is for this room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `content/briefings/**/*.md`
    Briefing,
    /// `content/pages/*.md`
    Page,
    /// `content/index.md`
    Home,
    /// `content/actors/*.md` and so on
    Own(Entity),
    /// `content/actors.yaml` and so on
    List(Entity),
    /// A file of content that nothing reads.
    Misplaced,
    /// Not for this room: a snapshot, a template.
    Other,
}

/// What may be declared in list files and files of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    /// `actors`
    Actor,
    /// `events`
    Event,
    /// `claims`
    Claim,
    /// `sources`
    Source,
}

impl FileKind {
    /// What the file at this path is.
    #[must_use]
    pub fn of(path: &SitePath) -> Self {
        let Some(below) = path.below("content") else { return Self::Other };
        let folder = below.split_once('/');
        match (folder, path.extension()) {
            (Some(("briefings", "index.md")), _) => Self::Misplaced,
            (Some(("briefings", _)), "md") => Self::Briefing,
            (Some(("briefings", _)), _) => Self::Other,
            (Some(("pages", rest)), "md") if !rest.contains('/') => Self::Page,
            (Some((folder, rest)), "md") if !rest.contains('/') => {
                Entity::of(folder).map_or(Self::Misplaced, Self::Own)
            }
            (None, "md") if below == "index.md" => Self::Home,
            (None, "yaml" | "yml") => Entity::of(path.stem()).map_or(Self::Misplaced, Self::List),
            (_, "md" | "yaml" | "yml") => Self::Misplaced,
            _ => Self::Other,
        }
    }
}

impl Entity {
    fn of(folder: &str) -> Option<Self> {
        [Self::Actor, Self::Event, Self::Claim, Self::Source].into_iter().find(|entity| entity.folder() == folder)
    }

    /// The name of its folder and list file.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Actor => "actors",
            Self::Event => "events",
            Self::Claim => "claims",
            Self::Source => "sources",
        }
    }
}

/// The problem of a file that nothing reads.
pub(super) fn misplaced(source: &SourceText) -> Diagnostic {
    let path = source.path();
    let first = source.text().lines().next().unwrap_or_default().len();
    let name = path.name();
    let folder = path.below("content").and_then(|below| below.split_once('/')).map_or("", |(folder, _)| folder);
    let help = if path.extension() == "md" && Entity::of(folder).is_some() {
        format!("move it to `content/{folder}/{name}`")
    } else if folder == "briefings" && name == "index.md" {
        "move it to `content/index.md` if it is for the home page, or into a folder of its own below `content/briefings/`"
            .to_owned()
    } else if path.extension() == "md" {
        format!("move it to `content/briefings/{name}`, or to `content/pages/{name}` if it is no briefing")
    } else {
        "lists are `content/actors.yaml`, `content/events.yaml`, `content/claims.yaml` and `content/sources.yaml`"
            .to_owned()
    };
    Diagnostic::new(Code::MisplacedFile, source.span(0..first), format!("nothing reads a file at `{path}`")).help(help)
}

/// The slug that the name of a file gives: without a date before it, and of the folder for an `index.md`.
pub(crate) fn slug_of_name(path: &SitePath) -> Option<Slug> {
    let parent = path.parent();
    let name = if path.stem() == "index" { parent.name() } else { path.stem() };
    Slug::from_text(without_date(name)).or_else(|| Slug::from_text(name))
}

fn without_date(name: &str) -> &str {
    let pattern = "dddd-dd-dd-";
    let is_date = name.len() > pattern.len()
        && name.bytes().zip(pattern.bytes()).all(|(byte, p)| if p == b'd' { byte.is_ascii_digit() } else { byte == p });
    if is_date { &name[pattern.len()..] } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path")
    }

    #[test]
    fn the_path_says_what_a_file_is() {
        for (at, kind) in [
            ("content/briefings/a.md", FileKind::Briefing),
            ("content/briefings/2025/a/index.md", FileKind::Briefing),
            ("content/briefings/a/speech.txt", FileKind::Other),
            ("content/actors/a.md", FileKind::Own(Entity::Actor)),
            ("content/claims.yml", FileKind::List(Entity::Claim)),
            ("content/sources.yaml", FileKind::List(Entity::Source)),
            ("content/briefings/index.md", FileKind::Misplaced),
            ("content/actors/x/a.md", FileKind::Misplaced),
            ("content/about.md", FileKind::Misplaced),
            ("content/actor.yaml", FileKind::Misplaced),
            ("content/actors/a.yaml", FileKind::Misplaced),
            ("content/pages/about.md", FileKind::Page),
            ("content/index.md", FileKind::Home),
            ("templates/a.md", FileKind::Other),
        ] {
            assert_eq!(FileKind::of(&path(at)), kind, "{at}");
        }
    }

    #[test]
    fn slugs_come_from_names() {
        let slug = |at| slug_of_name(&path(at)).map(|slug| slug.to_string());
        assert_eq!(slug("content/briefings/2025-12-11-the-offer.md").as_deref(), Some("the-offer"));
        assert_eq!(slug("content/briefings/2025-12-11.md").as_deref(), Some("2025-12-11"));
        assert_eq!(slug("content/briefings/2025-12-11-The Offer/index.md").as_deref(), Some("the-offer"));
        assert_eq!(slug("content/briefings/…-.md"), None);
    }
}
