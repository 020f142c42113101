//! The place of everything in a draft: from entries to the texts of files.
//!
//! In the order of what refers to what: things that are declared first, then who says each statement and of which claim,
//! then the passages, then ids and references.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::draft::{self, Draft, Entry, Quote, Section, Value};
use super::insert::{Insertion, Numbered, Obstacle, blocks, into_briefing, into_list};
use super::known::{Actors, Ids, Who};
use super::prose::{parsed, passages};
use super::statement::{Pending, Said, Written};
use super::target::{New, Target, Targets};
use super::value::one_line;
use super::write::scalar;
use super::{Change, Import, Request, Task};
use crate::anchor::choose;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Slug;
use crate::model::declaration::QuoteSelector;
use crate::parse::Body;
use crate::resolve::Handle;
use crate::resolve::graph::Actor;
use crate::source::{SitePath, SourceText, Spanned};

/// A draft on its way into a site.
pub(super) struct Placing<'a> {
    pub(super) task: &'a Task<'a>,
    pub(super) request: &'a Request,
    pub(super) actors: Actors<'a>,
    pub(super) claims: Ids,
    pub(super) events: Ids,
    pub(super) sources: Ids,
    /// From ids within one part of the draft to those in the site.
    pub(super) local: HashMap<(Scope, Section, String), String>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) known: usize,
    /// What is said already, in the site or in this import.
    pub(super) said: Said,
    files: BTreeMap<SitePath, File>,
}

/// A part of a draft in which ids mean the same: a briefing by its number, or all of it.
pub(super) type Scope = Option<usize>;

/// What gets into one file.
#[derive(Debug, Default)]
struct File {
    /// The briefing, when it is new.
    new: Option<(New, String)>,
    entries: BTreeMap<Section, Vec<Numbered>>,
}

/// The changes that a draft makes, without the entries of these numbers.
pub(super) fn place(task: &Task<'_>, draft: &Draft, request: &Request, left_out: &BTreeSet<usize>) -> Import {
    let graph = &task.analysis.graph;
    let mut placing = Placing {
        task,
        request,
        actors: Actors::new(graph),
        claims: Ids::new(graph.claims.iter().map(|it| (it.source.id.slug.as_str(), it.source.text.as_str()))),
        events: Ids::new(graph.events.iter().map(|it| (it.source.id.slug.as_str(), it.source.title.as_str()))),
        sources: Ids::new(graph.sources.iter().map(|it| (it.source.id.slug.as_str(), it.source.title.as_str()))),
        local: HashMap::new(),
        problems: Vec::new(),
        known: 0,
        said: Said::default(),
        files: BTreeMap::new(),
    };
    let mut number = 0;
    let mut numbered = |entries: &[Entry]| -> Vec<Numbered> {
        let these: Vec<_> = (number..).zip(entries.iter().cloned()).collect();
        number += entries.len();
        these.into_iter().filter(|(number, _)| !left_out.contains(number)).collect()
    };
    let parts: Vec<Vec<Numbered>> = draft.briefings.iter().map(|it| numbered(&it.entries)).collect();
    let listed = numbered(&draft.listed);
    placing.place(draft, parts, listed);
    placing.finish()
}

impl Placing<'_> {
    fn place(&mut self, draft: &Draft, parts: Vec<Vec<Numbered>>, listed: Vec<Numbered>) {
        let (task, request) = (self.task, self.request);
        let mut pending: Vec<Pending> = Vec::new();
        let (listed_claims, declared): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|(_, entry)| entry.section == Section::Claims);
        for (number, entry) in in_order(declared) {
            self.declare(None, None, number, entry);
        }
        let mut targets = Targets::new(task);
        for (at, (briefing, entries)) in draft.briefings.iter().zip(parts).enumerate() {
            match targets.of(briefing, request) {
                Ok(target) => self.briefing((at, briefing), &target, entries, &mut pending),
                // What was asked for is not there: nothing goes anywhere else instead.
                Err(problem) => return self.problems.push(problem),
            }
        }
        for (number, entry) in listed_claims {
            pending.extend(self.statement(None, None, number, entry));
        }
        let pending = self.anchored(pending);
        for (path, number, entry) in self.written(pending) {
            self.put(path, number, entry);
        }
    }

    /// What belongs to one briefing: things are declared, statements wait until all of them are known.
    fn briefing(
        &mut self,
        (at, draft): (usize, &draft::Briefing),
        target: &Target,
        entries: Vec<Numbered>,
        pending: &mut Vec<Pending>,
    ) {
        if let Some(new) = &target.new {
            let file = self.files.entry(target.path.clone()).or_default();
            file.new.get_or_insert_with(|| (new.clone(), target.date.clone()));
            if draft.date.is_none() && self.request.date.is_none() {
                let message = format!("`{}` gets the day of the import for its date", one_line(&new.title));
                self.problems.push(
                    Diagnostic::new(Code::ImportAssumed, draft.span, message)
                        .help("write its date in the new file, or give `--date`"),
                );
            }
        }
        let shared = matches!(draft.destination, draft::Destination::Id(_) | draft::Destination::Title);
        let scope = (!shared).then_some(at);
        for (number, entry) in in_order(entries) {
            match entry.section {
                Section::Claims | Section::Notes => {
                    pending.extend(self.statement(scope, Some(target), number, entry));
                }
                Section::Sources | Section::Actors | Section::Events => {
                    self.declare(scope, Some(target), number, entry);
                }
            }
        }
    }

    /// Declares a source, actor or event, or refers to the one that the site has.
    fn declare(&mut self, scope: Scope, target: Option<&Target>, number: usize, mut entry: Entry) {
        let section = entry.section;
        if section == Section::Actors {
            return self.declare_actor(target, number, entry);
        }
        let title = one_line(entry.text("title").unwrap_or_default());
        let given = entry.text("id").map(str::to_owned);
        let ids = if section == Section::Events { &self.events } else { &self.sources };
        let known = given.as_deref().filter(|id| ids.is(id, &title)).map(str::to_owned);
        let known = known.or_else(|| self.same_url(&entry)).or_else(|| ids.of_words(&title).map(str::to_owned));
        let slug = || Slug::from_text(&title).map(|it| it.to_string());
        let Some(wanted) = given.clone().filter(|id| Slug::parse(id).is_some()).or_else(slug) else {
            let message = format!("no id can be made of `{title}`");
            self.problems.push(Diagnostic::new(Code::BadId, entry.span, message).help("give it a title with a letter or digit"));
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

    /// Who is meant by a name, after what it was said to stand for.
    pub(super) fn who(&mut self, name: Spanned<&str>, listed: &[Handle<Actor>]) -> Result<super::known::Meant, Diagnostic> {
        let meaning = self.request.meanings.get(name.value).map_or(name.value, String::as_str);
        self.actors.meant(Spanned::new(&one_line(meaning), name.span), listed)
    }

    /// The actors that a briefing of the site lists.
    pub(super) fn listed(&self, target: Option<&Target>) -> Vec<Handle<Actor>> {
        target.and_then(|it| it.known).map(|it| self.task.analysis.graph[it].listed.clone()).unwrap_or_default()
    }

    /// The list file of a section: the one that there is, or a new one.
    pub(super) fn list(&self, section: Section) -> SitePath {
        let name = section.key();
        let paths = ["yaml", "yml"].map(|it| SitePath::new(&format!("content/{name}.{it}")));
        let mut paths: Vec<SitePath> = paths.into_iter().flatten().collect();
        let existing = paths.iter().position(|it| self.task.project.texts.at(it).is_some());
        paths.swap_remove(existing.unwrap_or(0))
    }

    fn put(&mut self, path: SitePath, number: usize, entry: Entry) {
        self.files.entry(path).or_default().entries.entry(entry.section).or_default().push((number, entry));
    }

    /// Statements and notes whose passage has one place in its briefing; the others are reported.
    fn anchored(&mut self, pending: Vec<Pending>) -> Vec<Pending> {
        let mut by_path: BTreeMap<SitePath, Vec<usize>> = BTreeMap::new();
        for (at, it) in pending.iter().enumerate().filter(|(_, it)| it.entry.quote.is_some()) {
            by_path.entry(it.path.clone()).or_default().push(at);
        }
        let mut pending: Vec<Option<Pending>> = pending.into_iter().map(Some).collect();
        for (path, which) in by_path {
            let body = self.body(&path, &which, &mut pending);
            let selectors: Vec<QuoteSelector> = which
                .iter()
                .filter_map(|at| Some(selector(pending[*at].as_ref()?.entry.quote.as_ref()?)))
                .collect();
            let chosen = choose(&body, &selectors.iter().collect::<Vec<_>>());
            for (at, chosen) in which.into_iter().zip(chosen) {
                match (chosen, &mut pending[at]) {
                    (Ok(chosen), Some(it)) => {
                        if let Some(quote) = &mut it.entry.quote {
                            quote.exact.value = one_line(&quote.exact.value);
                            (quote.prefix, quote.suffix) = (chosen.prefix, chosen.suffix);
                        }
                        if it.entry.text("mode") == Some(crate::model::Word::as_str(chosen.anchor.mode)) {
                            it.entry.without(|key| key == "mode");
                        }
                    }
                    (Err(problem), slot) => {
                        self.problems.push(problem.note(format!("It was looked for in `{path}`.")));
                        *slot = None;
                    }
                    (Ok(_), None) => {}
                }
            }
        }
        pending.into_iter().flatten().collect()
    }

    /// The body of a briefing, which is made of the passages when it is new and has no text.
    fn body(&mut self, path: &SitePath, which: &[usize], pending: &mut [Option<Pending>]) -> Arc<Body> {
        let settings = self.task.body_settings();
        let graph = &self.task.analysis.graph;
        let new = self.files.get_mut(path).and_then(|it| it.new.as_mut());
        let Some((new, _)) = new else {
            let mut briefings = graph.briefings.iter();
            let known = briefings.find(|it| it.source.article.path == *path);
            return known.and_then(|it| it.source.article.body.clone()).unwrap_or_default();
        };
        let text = new.body.get_or_insert_with(|| {
            let wanted: BTreeSet<usize> = which.iter().copied().collect();
            let these = pending.iter_mut().enumerate().filter(|(at, _)| wanted.contains(at));
            let mut quotes: Vec<&mut Quote> = these.filter_map(|(_, it)| it.as_mut()?.entry.quote.as_mut()).collect();
            passages(&mut quotes, settings)
        });
        Arc::new(parsed(text, settings))
    }

    /// The files as they become.
    fn finish(mut self) -> Import {
        let mut changes = Vec::new();
        for (path, file) in std::mem::take(&mut self.files) {
            let known = self.task.project.texts.at(&path);
            let is_empty = file.entries.is_empty();
            match (file.new, known) {
                (Some((new, date)), _) if !is_empty || new.body.as_ref().is_some_and(|it| !it.trim().is_empty()) => {
                    changes.push(self.new_briefing(path, &new, &date, &file.entries));
                }
                (Some(_), _) => {}
                (None, Some(text)) => changes.extend(self.edited(text, &file.entries)),
                (None, None) if is_empty => {}
                (None, None) => {
                    let entries: Vec<Numbered> = file.entries.into_values().flatten().collect();
                    changes.push(new_list(path, &entries));
                }
            }
        }
        Import { changes, known: self.known, problems: self.problems }
    }

    fn new_briefing(
        &self,
        path: SitePath,
        new: &New,
        date: &str,
        entries: &BTreeMap<Section, Vec<Numbered>>,
    ) -> Change {
        let mut text = format!("---\ntitle: {}\ndate: {date}\n", scalar(&new.title));
        if let Some(lang) = &new.lang {
            text.push_str(&format!("lang: {}\n", scalar(lang)));
        }
        if !self.request.tags.is_empty() {
            let mut tags = Entry::new(Section::Notes, crate::source::Span::new(crate::source::FileId::of(&path), 0, 0));
            tags.set("text", Value::Texts(self.request.tags.clone()), tags.span);
            let list = super::write::block(&tags, 0);
            text.push_str(&list.replacen("- text:", "tags:", 1));
        }
        let mut parts = Vec::new();
        for (section, entries) in entries {
            let made = blocks(0, &format!("{}:\n", section.key()), entries, 2, "\n");
            let shift = text.len();
            parts.extend(made.parts.into_iter().map(|(at, part)| (at, part.start + shift..part.end + shift)));
            text.push_str(&made.text);
        }
        text.push_str("---\n");
        if let Some(body) = &new.body {
            let gap = if body.starts_with('\n') { "" } else { "\n" };
            text.push_str(&format!("{gap}{body}"));
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        let added = vec![0..text.len()];
        Change { path, before: None, counts: counts(entries), added, after: text, parts }
    }

    /// A file of the site with more in it; what cannot be added is reported.
    fn edited(&mut self, text: &SourceText, entries: &BTreeMap<Section, Vec<Numbered>>) -> Option<Change> {
        let is_list = !text.path().as_str().starts_with("content/briefings/");
        let mut insertions: Vec<Insertion> = Vec::new();
        let mut counted = BTreeMap::new();
        for (section, these) in entries {
            let made = if is_list { into_list(text, these) } else { into_briefing(text, *section, these) };
            match made {
                Ok(insertion) => {
                    counted.insert(*section, these.len());
                    insertions.push(insertion);
                }
                Err(Obstacle { message, help }) => {
                    let problems = these.iter().map(|(_, entry)| {
                        Diagnostic::new(Code::ImportUnplaced, entry.span, message.clone()).help(help.clone())
                    });
                    self.problems.extend(problems);
                }
            }
        }
        // Those for one place stay in the order of the front matter.
        insertions.sort_by_key(|it| it.at);
        let whole = text.text();
        let (mut made, mut at) = (String::with_capacity(whole.len() + 256), 0);
        let (mut added, mut parts) = (Vec::new(), Vec::new());
        for insertion in &insertions {
            made.push_str(whole.get(at..insertion.at).unwrap_or_default());
            at = insertion.at;
            let shift = made.len();
            made.push_str(&insertion.text);
            added.push(shift..made.len());
            parts.extend(insertion.parts.iter().map(|(at, part)| (*at, part.start + shift..part.end + shift)));
        }
        made.push_str(whole.get(at..).unwrap_or_default());
        (!insertions.is_empty()).then(|| Change {
            path: text.path().clone(),
            before: Some(whole.clone()),
            after: made,
            counts: counted,
            added,
            parts,
        })
    }

    fn written(&mut self, pending: Vec<Pending>) -> Vec<Written> {
        super::statement::written(self, pending)
    }
}

fn new_list(path: SitePath, entries: &[Numbered]) -> Change {
    let made = blocks(0, "", entries, 0, "\n");
    let mut counted = BTreeMap::new();
    entries.iter().for_each(|(_, entry)| *counted.entry(entry.section).or_insert(0) += 1);
    let added = vec![0..made.text.len()];
    Change { path, before: None, counts: counted, added, after: made.text, parts: made.parts }
}

fn counts(entries: &BTreeMap<Section, Vec<Numbered>>) -> BTreeMap<Section, usize> {
    entries.iter().map(|(section, these)| (*section, these.len())).collect()
}

/// Sources, actors and events before what may refer to them.
fn in_order(mut entries: Vec<Numbered>) -> Vec<Numbered> {
    entries.sort_by_key(|(number, entry)| (entry.section, *number));
    entries
}

/// A passage as `anchor` takes it.
fn selector(quote: &Quote) -> QuoteSelector {
    let beside = |text: &Option<String>| text.as_ref().map(|it| Spanned::new(it.clone(), quote.exact.span));
    QuoteSelector { exact: quote.exact.clone(), prefix: beside(&quote.prefix), suffix: beside(&quote.suffix) }
}
