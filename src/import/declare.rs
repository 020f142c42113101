//! Sources, actors and events: declared, or found in the site.

use super::draft::{Entry, Section, Value};
use super::known::Who;
use super::place::{Placing, Scope};
use super::target::Target;
use super::value::one_line;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Slug;
use crate::source::Spanned;

impl Placing<'_> {
    /// Declares a source, actor or event, or refers to the one that the site has.
    pub(super) fn declare(&mut self, scope: Scope, target: Option<&Target>, number: usize, mut entry: Entry) {
        let section = entry.section;
        if section == Section::Actors {
            return self.declare_actor(target, number, entry);
        }
        let title = one_line(entry.text("title").unwrap_or_default());
        let given = entry.text("id").map(str::to_owned);
        let ids = if section == Section::Events { &self.events } else { &self.sources };
        // Several may have one title: an id that is given counts, unless something else has it.
        let by_title = || ids.of_words(&title).map(str::to_owned);
        let known = match &given {
            Some(id) if ids.is(id, &title) => Some(id.clone()),
            Some(id) if !ids.has(id) => self.same_url(&entry),
            _ => self.same_url(&entry).or_else(by_title),
        };
        let slug = || Slug::from_text(&title).map(|it| it.to_string());
        let Some(wanted) = given.clone().filter(|id| Slug::parse(id).is_some()).or_else(slug) else {
            let message = format!("no id can be made of `{title}`");
            self.problems
                .push(Diagnostic::new(Code::BadId, entry.span, message).help("give it a title with a letter or digit"));
            return;
        };
        let id = known.clone().unwrap_or_else(|| ids.free(&wanted));
        for name in given.into_iter().chain(entry.local.clone()) {
            self.local.insert((scope, section, name), id.clone());
        }
        if known.is_some() {
            self.known += 1;
            // A new briefing lists what it is about.
            if let Some(target) = target.filter(|it| it.new.is_some()) {
                let mut reference = Entry::new(section, entry.span);
                reference.set("id", Value::Text(id), entry.span);
                self.put(target.path.clone(), number, reference);
            }
            return;
        }
        let ids = if section == Section::Events { &mut self.events } else { &mut self.sources };
        ids.add(&id, &title);
        entry.set("id", Value::Text(id), entry.span);
        if section == Section::Events {
            self.participants(&mut entry, target);
        }
        // In a briefing with one source, another would change what its statements are taken from.
        let in_list = section == Section::Sources && target.is_some_and(|it| it.new.is_none());
        match target.filter(|_| !in_list) {
            Some(target) => self.put(target.path.clone(), number, entry),
            None => self.put(self.list(section), number, entry),
        }
    }

    /// The source of the site that stands at the same address.
    fn same_url(&self, entry: &Entry) -> Option<String> {
        let url = entry.text("url").filter(|_| entry.section == Section::Sources)?;
        let mut sources = self.task.analysis.graph.sources.iter();
        let same = sources.find(|it| it.source.url.as_ref().is_some_and(|it| it.value == url))?;
        Some(same.source.id.slug.to_string())
    }

    fn declare_actor(&mut self, target: Option<&Target>, number: usize, mut entry: Entry) {
        let name = one_line(entry.text("name").unwrap_or_default());
        let name = self.request.meanings.get(&name).cloned().unwrap_or(name);
        let listed = self.listed(target);
        let id = entry.text("id").map(str::to_owned);
        let found = match id.as_deref().map(|id| self.actors.called(id, &listed)) {
            Some(Ok(Some(meant))) => Ok(Some(meant)),
            _ => self.actors.called(&name, &listed),
        };
        match found {
            Ok(Some(meant)) => {
                self.known += 1;
                let is_listed = match &meant.who {
                    Who::Known(it) => {
                        let briefing = target.and_then(|it| it.known).map(|it| &self.task.analysis.graph[it]);
                        briefing.is_some_and(|briefing| briefing.actors.contains(it))
                    }
                    Who::New(_) => true,
                };
                if let Some(target) = target.filter(|_| !is_listed) {
                    let mut reference = Entry::new(Section::Actors, entry.span);
                    reference.set("name", Value::Text(meant.written), entry.span);
                    self.put(target.path.clone(), number, reference);
                }
            }
            Ok(None) => {
                let slug = id.clone().or_else(|| Slug::from_text(&name).map(|it| it.to_string()));
                let Some(slug) = slug.filter(|it| !matches!(it.as_str(), "author" | "null")) else {
                    if let Err(problem) = self.actors.meant(Spanned::new(&name, entry.span), &listed) {
                        self.problems.push(problem);
                    }
                    return;
                };
                let aliases: Vec<String> = entry.texts("aliases").iter().map(|it| it.value.to_owned()).collect();
                self.actors.add(&slug, &name, &aliases);
                entry.set("name", Value::Text(name), entry.span);
                match target {
                    Some(target) => self.put(target.path.clone(), number, entry),
                    None => self.put(self.list(Section::Actors), number, entry),
                }
            }
            Err(_) => {
                if let Err(problem) = self.actors.meant(Spanned::new(&name, entry.span), &listed) {
                    self.problems.push(problem);
                }
            }
        }
    }

    /// The actors of an event, as they are written; those that nobody can be found for are left out.
    fn participants(&mut self, entry: &mut Entry, target: Option<&Target>) {
        let listed = self.listed(target);
        let span = entry.span_of("actors");
        let Some(Value::Maps(maps)) = entry.get("actors").cloned() else { return };
        let mut kept = Vec::new();
        for mut map in maps {
            let Some((_, name)) = map.iter_mut().find(|(key, _)| *key == "actor") else { continue };
            match self.who(Spanned::new(name.as_str(), span), &listed) {
                Ok(meant) => {
                    *name = meant.written;
                    kept.push(map);
                }
                Err(problem) => self.problems.push(problem),
            }
        }
        entry.set("actors", Value::Maps(kept), span);
    }
}
