//! `postil new`: one file of a site, with every key explained.

use std::fs;
use std::io;
use std::path::Path;

use super::archetype::{Filling, filled, one_line};
use super::place::make;
use crate::model::{Kind, Slug};
use crate::parse::{self, Article, BodySettings, FileKind, Head};
use crate::project::Project;
use crate::refusal::Refusal;
use crate::source::{SourceText, Span};

/// A file that is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What it is about.
    pub kind: Kind,
    /// Its title, name, or text.
    pub title: &'a str,
    /// Its date: EDTF, which is checked.
    pub date: &'a str,
}

/// Makes the file in the site at this root, and gives its path in the site.
///
/// # Errors
/// When no id can be made of the title, something has this id already, or the file exists or cannot be written.
pub fn new(root: &Path, project: &Project, wanted: Wanted<'_>) -> Result<String, Refusal> {
    let Wanted { kind, title, date } = wanted;
    let title = &one_line(title);
    let id = Slug::from_text(title).ok_or_else(|| {
        let message = format!("no id can be made of `{title}`: it has neither a letter nor a digit");
        Refusal::new(message).help("write a title with words in it")
    })?;
    if let Some(place) = existing(kind, &id, project) {
        let name = kind.name();
        let message = format!("there is {} {name} `{id}` already, at {place}", article(name));
        return Err(Refusal::new(message).help(format!("edit that one, or choose another title for the new {name}")));
    }
    let path = match kind {
        Kind::Briefing => format!("content/briefings/{}{id}.md", day(date)),
        Kind::Actor => format!("content/actors/{id}.md"),
        Kind::Claim => format!("content/claims/{id}.md"),
        Kind::Event => format!("content/events/{id}.md"),
        Kind::Source => format!("content/sources/{id}.md"),
    };
    let text = filled(&archetype(root, kind)?, Filling { title, date, id: id.as_str() });
    match make(&root.join(&path), &text) {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Refusal::new(format!("`{path}` exists already; nothing was changed")).help("choose another title"))
        }
        Err(error) => Err(Refusal::by_system("write", &root.join(path), &error)),
    }
}

impl Kind {
    /// Whether a new one has a date that can be given.
    #[must_use]
    pub fn has_date(self) -> bool {
        !matches!(self, Self::Actor | Self::Claim)
    }

    /// The archetype that a site without one of its own uses.
    #[must_use]
    pub fn archetype(self) -> &'static str {
        match self {
            Self::Briefing => include_str!("archetypes/briefing.md"),
            Self::Actor => include_str!("archetypes/actor.md"),
            Self::Claim => include_str!("archetypes/claim.md"),
            Self::Event => include_str!("archetypes/event.md"),
            Self::Source => include_str!("archetypes/source.md"),
        }
    }
}

/// The site's own archetype, or the embedded one.
fn archetype(root: &Path, kind: Kind) -> Result<String, Refusal> {
    let path = root.join("archetypes").join(format!("{}.md", kind.name()));
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(kind.archetype().to_owned()),
        Err(error) => Err(Refusal::by_system("read", &path, &error)),
    }
}

/// Where something of this kind with this id is declared: `content/actors.yaml:12`.
fn existing(kind: Kind, id: &Slug, project: &Project) -> Option<String> {
    let settings = BodySettings { raw_html: crate::config::RawHtml::Escape, smart_punctuation: false };
    let declares = |text: &SourceText| -> Option<Span> {
        if matches!(FileKind::of(text.path()), FileKind::Other | FileKind::Misplaced) {
            return None;
        }
        let article = parse::article(text, settings).0?;
        place_in(&article, kind, id)
    };
    project.texts.iter().find_map(|text| {
        let span = declares(text)?;
        Some(format!("{}:{}", text.path(), text.position(span.start).line))
    })
}

fn place_in(article: &Article, kind: Kind, id: &Slug) -> Option<Span> {
    match kind {
        Kind::Briefing => match &article.head {
            Head::Briefing(head) if head.slug.value == *id => Some(head.title.span),
            Head::Briefing(_) | Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
        },
        Kind::Actor => article.actors.iter().find(|it| it.id.slug == *id).map(|it| it.id.span),
        Kind::Claim => article.claims.iter().find(|it| it.id.slug == *id).map(|it| it.id.span),
        Kind::Event => article.events.iter().find(|it| it.id.slug == *id).map(|it| it.id.span),
        Kind::Source => article.sources.iter().find(|it| it.id.slug == *id).map(|it| it.id.span),
    }
}

/// What stands before the name of a briefing's file: the day, where the date has one.
pub(super) fn day(date: &str) -> String {
    let day = date.get(..10).filter(|day| day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'));
    day.map(|day| format!("{day}-")).unwrap_or_default()
}

fn article(name: &str) -> &'static str {
    if name.starts_with(['a', 'e']) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::keys::{self, KeySet, Takes};

    /// The archetype with every commented line in use.
    fn uncommented(kind: Kind) -> String {
        let lines = kind.archetype().lines().filter(|line| !line.trim_start().starts_with("##"));
        let used = lines.map(|line| line.strip_prefix("# ").unwrap_or(line));
        filled(
            &used.map(|line| format!("{line}\n")).collect::<String>(),
            Filling { title: "A title", date: "2025-12-11", id: "a-title" },
        )
    }

    fn set(kind: Kind) -> &'static KeySet {
        match kind {
            Kind::Briefing => &keys::BRIEFING,
            Kind::Actor => &keys::ACTOR,
            Kind::Claim => &keys::CLAIM,
            Kind::Event => &keys::EVENT,
            Kind::Source => &keys::SOURCE,
        }
    }

    /// The keys of a set, and of the sets within it that have no archetype of their own.
    fn names(set: &'static KeySet, own: &[&str], into: &mut Vec<&'static str>) {
        fn of(takes: &'static Takes, own: &[&str], into: &mut Vec<&'static str>) {
            match takes {
                Takes::List(of_these) => of(of_these, own, into),
                Takes::Either(one, other) => {
                    of(one, own, into);
                    of(other, own, into);
                }
                Takes::Map(set) if !own.contains(&set.name) => names(set, own, into),
                _ => {}
            }
        }
        for key in set.keys {
            into.push(key.name);
            of(&key.takes, own, into);
        }
    }

    #[test]
    fn archetypes_show_every_key_and_each_is_used_as_it_must_be() {
        for kind in Kind::ALL {
            let text = uncommented(kind);
            let mut wanted = Vec::new();
            names(set(kind), &["actor", "event", "source"], &mut wanted);
            // A claim that has a file of its own is declared there, and a quotation needs a body to stand in.
            wanted
                .retain(|name| kind != Kind::Claim || !["claim", "quote", "exact", "prefix", "suffix"].contains(name));
            for name in wanted.into_iter().filter(|name| *name != "suffix") {
                assert!(
                    text.contains(&format!("{name}: ")) || text.contains(&format!("{name}:\n")),
                    "{kind:?}: {name}"
                );
            }
            let folder = if kind == Kind::Briefing { "briefings" } else { folder(kind) };
            let path = crate::source::SitePath::new(&format!("content/{folder}/a-title.md")).expect("a path");
            let settings = BodySettings { raw_html: crate::config::RawHtml::Escape, smart_punctuation: false };
            let (_, problems) = parse::article(&SourceText::new(path, text.clone()), settings);
            assert!(problems.is_empty(), "{kind:?}: {problems:#?}\n{text}");
        }
    }

    fn folder(kind: Kind) -> &'static str {
        match kind {
            Kind::Briefing => "briefings",
            Kind::Actor => "actors",
            Kind::Claim => "claims",
            Kind::Event => "events",
            Kind::Source => "sources",
        }
    }

    #[test]
    fn only_whole_days_stand_in_names() {
        assert_eq!(day("2025-12-11"), "2025-12-11-");
        assert_eq!(day("2025-12-11T10:00:00Z"), "2025-12-11-");
        assert_eq!(day("2025-12"), "");
        assert_eq!(day("2025-12-11/2025-12-12"), "2025-12-11-");
    }
}
