//! What the site has already, and what this import has added to it: actors by name, and ids that are taken.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use crate::anchor::folded;
use crate::diagnostic::render::MAX_SHOWN;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Slug;
use crate::parse::nearest;
use crate::resolve::graph::Actor;
use crate::resolve::{Graph, Handle, name_key};
use crate::source::{Span, Spanned};

/// Actors by id, name and alias, as the site's own resolver finds them.
pub(super) struct Actors<'a> {
    graph: &'a Graph,
    by_id: HashMap<String, Who>,
    by_name: HashMap<String, Vec<(Who, bool)>>,
    /// Those who are shown under another name, by that.
    by_display: HashMap<String, Vec<Who>>,
}

/// An actor of the site, or one that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// One that the site has.
    Known(Handle<Actor>),
    /// One that came with the import, by its name.
    New(String),
}

/// Who is meant, and how that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    /// The actor.
    pub(super) who: Who,
    /// What is written for it.
    pub(super) written: String,
}

impl<'a> Actors<'a> {
    /// The actors of a site.
    pub(super) fn new(graph: &'a Graph) -> Self {
        let mut actors = Self { graph, by_id: HashMap::new(), by_name: HashMap::new(), by_display: HashMap::new() };
        for (at, actor) in graph.actors.iter().enumerate() {
            let who = Who::Known(Handle::new(at));
            let written = &actor.source;
            actors.by_id.insert(written.id.slug.to_string(), who.clone());
            actors.call(&written.name, &who, true);
            for alias in &written.aliases {
                actors.call(alias, &who, false);
            }
            if let Some(display) = &actor.confidential {
                actors.by_display.entry(name_key(display)).or_default().push(who.clone());
            }
        }
        actors
    }

    fn call(&mut self, name: &str, who: &Who, primary: bool) {
        let called = self.by_name.entry(name_key(name)).or_default();
        if called.iter().all(|(other, _)| other != who) {
            called.push((who.clone(), primary));
        }
    }

    /// Who has this id, name or alias, where these are the actors that the briefing lists.
    ///
    /// # Errors
    /// When several are called so: the ids of all.
    pub(super) fn called(&self, name: &str, listed: &[Handle<Actor>]) -> Result<Option<Meant>, Vec<String>> {
        let meant = |who: &Who, written: &str| Some(Meant { who: who.clone(), written: written.to_owned() });
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(who) = self.by_id.get(&name) {
            return Ok(meant(who, &name));
        }
        let called = self.by_name.get(&name_key(&name)).map_or(&[][..], Vec::as_slice);
        let is_listed = |who: &Who| matches!(who, Who::Known(it) if listed.contains(it));
        let only = |which: Vec<&Who>| if let [one] = which.as_slice() { Some((*one).clone()) } else { None };
        let chosen = only(called.iter().map(|(who, _)| who).collect())
            .or_else(|| only(called.iter().filter(|(_, primary)| *primary).map(|(who, _)| who).collect()))
            .or_else(|| only(called.iter().map(|(who, _)| who).filter(|who| is_listed(who)).collect()));
        match chosen {
            Some(who) => Ok(meant(&who, &name)),
            None if called.is_empty() => Ok(self.displayed(&name).or_else(|| self.spelt_otherwise(&name))),
            None => Err(called.iter().map(|(who, _)| self.id(who)).collect()),
        }
    }

    /// The only one who is shown under this name in exports, to keep who it is.
    fn displayed(&self, name: &str) -> Option<Meant> {
        match self.by_display.get(&name_key(name))?.as_slice() {
            [who] => Some(Meant { who: who.clone(), written: self.id(who) }),
            _ => None,
        }
    }

    /// The one whose id this name would get: the same name in other capitals or with other punctuation.
    fn spelt_otherwise(&self, name: &str) -> Option<Meant> {
        let who = self.by_id.get(Slug::from_text(name)?.as_str())?;
        let written = match who {
            Who::Known(_) => self.id(who),
            Who::New(name) => name.clone(),
        };
        Some(Meant { who: who.clone(), written })
    }

    /// The actor of this name, who is new when nobody is called so.
    ///
    /// # Errors
    /// When several are called so, or no id can be made of the name.
    pub(super) fn meant(&mut self, name: Spanned<&str>, listed: &[Handle<Actor>]) -> Result<Meant, Diagnostic> {
        let shown = name.value;
        match self.called(shown, listed) {
            Ok(Some(meant)) => return Ok(meant),
            Ok(None) => {}
            Err(ids) => {
                let message = format!("`{shown}` is what {} actors are called", ids.len());
                let ids: Vec<String> = ids.iter().map(|id| format!("`--as '{shown}={id}'`")).collect();
                return Err(Diagnostic::new(Code::AmbiguousName, name.span, message)
                    .help(format!("say which one is meant: {}", ids.join(" or "))));
            }
        }
        let clean = name.value.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(slug) = Slug::from_text(&clean).filter(|slug| !matches!(slug.as_str(), "author" | "null")) else {
            let message = format!("`{shown}` cannot be the name of an actor");
            return Err(Diagnostic::new(Code::BadId, name.span, message)
                .help(format!("say whom it stands for: `--as '{shown}=NAME'`")));
        };
        self.add(slug.as_str(), &clean, &[]);
        Ok(Meant { who: Who::New(clean.clone()), written: clean })
    }

    /// Notes a new actor.
    pub(super) fn add(&mut self, id: &str, name: &str, aliases: &[String]) {
        let who = Who::New(name.to_owned());
        self.by_id.insert(id.to_owned(), who.clone());
        self.call(name, &who, true);
        for alias in aliases {
            self.call(alias, &who, false);
        }
    }

    fn id(&self, who: &Who) -> String {
        match who {
            Who::Known(it) => self.graph[*it].source.id.slug.to_string(),
            Who::New(name) => name.clone(),
        }
    }
}

/// Things of one kind by id and by their words.
#[derive(Debug, Default)]
pub(super) struct Ids {
    words: HashMap<String, String>,
    by_words: HashMap<String, String>,
    /// The last number that was given to ids that begin so.
    numbers: RefCell<HashMap<String, u32>>,
    /// How often a nearest id was looked for: nobody reads more than a few answers, and each costs a look at all ids.
    looked: Cell<usize>,
}

impl Ids {
    /// These things, each with its id and its words.
    pub(super) fn new<'t>(things: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let mut ids = Self::default();
        for (id, words) in things {
            ids.add(id, words);
        }
        ids
    }

    /// Notes further words for one, unless they are those of another.
    pub(super) fn also(&mut self, id: &str, words: &str) {
        self.by_words.entry(folded(words)).or_insert_with(|| id.to_owned());
    }

    /// Notes one.
    pub(super) fn add(&mut self, id: &str, words: &str) {
        let words = folded(words);
        self.by_words.entry(words.clone()).or_insert_with(|| id.to_owned());
        self.words.insert(id.to_owned(), words);
    }

    /// Whether something has this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.words.contains_key(id)
    }

    /// Whether the thing of this id has these words.
    pub(super) fn is(&self, id: &str, words: &str) -> bool {
        self.words.get(id).is_some_and(|it| *it == folded(words))
    }

    /// The id of what has these words.
    pub(super) fn of_words(&self, words: &str) -> Option<&str> {
        self.by_words.get(&folded(words)).map(String::as_str)
    }

    /// The id that was meant by one that nothing has.
    pub(super) fn near(&self, id: &str) -> Option<&str> {
        self.looked.set(self.looked.get() + 1);
        if self.looked.get() > MAX_SHOWN {
            return None;
        }
        let mut ids: Vec<&str> = self.words.keys().map(String::as_str).collect();
        ids.sort_unstable();
        nearest(id, ids)
    }

    /// An id that nothing has, made from this one.
    pub(super) fn free(&self, id: &str) -> String {
        let is_free = |id: &str| !self.has(id) && !matches!(id, "null" | "author");
        if is_free(id) {
            return id.to_owned();
        }
        let base: String = id.chars().take(Slug::MAX_CHARS - SUFFIX).collect();
        let base = base.trim_end_matches('-');
        let mut numbers = self.numbers.borrow_mut();
        let number = numbers.entry(base.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let id = format!("{base}-{number}");
            if is_free(&id) {
                return id;
            }
        }
    }

    /// The id of something that is declared nowhere.
    pub(super) fn unknown(&self, code: Code, kind: &str, id: &str, span: Span) -> Diagnostic {
        let message = format!("the {kind} `{}` is declared nowhere", super::value::shortened(id));
        Diagnostic::new(code, span, message).help(match self.near(id) {
            Some(near) => format!("write `{near}`"),
            None => format!("declare it in `content/{kind}s.yaml` first"),
        })
    }
}

/// Room for a hyphen and a number of five digits.
const SUFFIX: usize = 6;
