//! The place of everything in a draft: from entries to the texts of files.
//!
//! In the order of what refers to what: things that are declared first, then who says each statement and of which claim,
//! then the passages, then ids and references.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::annotation::PAGE;
use super::draft::{self, Draft, Entry, Quote, Section, Value};
use super::files::File;
use super::insert::Numbered;
use super::known::{Actors, Ids, Meant};
use super::prose::{parsed, passages};
use super::reference::written;
use super::statement::{Pending, Said};
use super::target::{Target, Targets};
use super::value::one_line;
use super::{Import, LeftOut, Request, Task};
use crate::anchor::{Chosen, choose};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Word;
use crate::model::declaration::QuoteSelector;
use crate::parse::Body;
use crate::resolve::Handle;
use crate::resolve::graph::Actor;
use crate::source::{SitePath, Spanned};

/// A draft on its way into a site.
pub(super) struct Placing<'a> {
    /// The site.
    pub(super) task: &'a Task<'a>,
    /// How it is to be taken in.
    pub(super) request: &'a Request,
    /// Who is known.
    pub(super) actors: Actors<'a>,
    /// Claims by their texts.
    pub(super) claims: Ids,
    /// Events by their titles.
    pub(super) events: Ids,
    /// Sources by their titles.
    pub(super) sources: Ids,
    /// From ids within one part of the draft to those in the site.
    pub(super) local: HashMap<(Scope, Section, String), String>,
    /// Events until all are known, because they refer to each other; each with its file and number.
    pub(super) waiting: Vec<(SitePath, usize, Scope, Entry)>,
    /// What has no place.
    pub(super) problems: Vec<Diagnostic>,
    /// How many entries the site has already.
    pub(super) known: usize,
    /// Whether it was said that dates of briefings are those of their statements.
    pub(super) is_dating_told: bool,
    /// What is said already, in the site or in this import.
    pub(super) said: Said,
    /// What each file gets.
    pub(super) files: BTreeMap<SitePath, File>,
}

/// A part of a draft in which ids mean the same: a briefing by its number, or all of it.
pub(super) type Scope = Option<usize>;

/// The changes that a draft makes, without what is left out.
pub(super) fn place(task: &Task<'_>, draft: &Draft, request: &Request, left_out: &LeftOut) -> Import {
    let graph = &task.analysis.graph;
    let mut placing = Placing {
        task,
        request,
        actors: Actors::new(graph),
        claims: Ids::new(graph.claims.iter().map(|it| (it.source.id.slug.as_str(), it.source.text.as_str()))),
        events: Ids::new(graph.events.iter().map(|it| (it.source.id.slug.as_str(), it.source.title.as_str()))),
        sources: Ids::new(graph.sources.iter().map(|it| (it.source.id.slug.as_str(), it.source.title.as_str()))),
        local: HashMap::new(),
        waiting: Vec::new(),
        problems: Vec::new(),
        known: 0,
        is_dating_told: false,
        said: Said::default(),
        files: BTreeMap::new(),
    };
    for source in &graph.sources {
        // In exports it has these words.
        if let Some(display) = &source.confidential {
            placing.sources.also(source.source.id.slug.as_str(), display);
        }
    }
    let mut number = 0;
    let mut numbered = |entries: &[Entry]| -> Vec<Numbered> {
        let these: Vec<_> = (number..).zip(entries.iter().cloned()).collect();
        number += entries.len();
        these.into_iter().filter(|(number, _)| !left_out.entries.contains_key(number)).collect()
    };
    let parts: Vec<Vec<Numbered>> = draft.briefings.iter().map(|it| numbered(&it.entries)).collect();
    let listed = numbered(&draft.listed);
    placing.place(draft, parts, listed);
    placing.files.retain(|path, _| !left_out.files.contains_key(path));
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
            if let Some(id) = only_named(briefing, request).filter(|id| !targets.has(id)) {
                self.problems.extend(entries.iter().map(|(_, entry)| not_here(entry, id)));
                continue;
            }
            match targets.of(briefing, request) {
                Ok(target) => {
                    let entries = of_page(&targets, briefing, &target, entries);
                    self.briefing((at, briefing), &target, entries, &mut pending);
                }
                // What was asked for is not there: nothing goes anywhere else instead.
                Err(problem) => {
                    self.files.clear();
                    return self.problems.push(problem);
                }
            }
        }
        for (number, entry) in listed_claims {
            pending.extend(self.statement(None, None, number, entry));
        }
        for (path, number, scope, mut entry) in std::mem::take(&mut self.waiting) {
            self.event_references(scope, &mut entry);
            self.put(path, number, entry);
        }
        let pending = self.anchored(pending);
        for (path, number, entry) in written(self, pending) {
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
        }
        let shared = matches!(draft.destination, draft::Destination::Id(_) | draft::Destination::Title);
        let scope = (!shared).then_some(at);
        for (number, entry) in in_order(entries) {
            match entry.section {
                Section::Claims | Section::Updates | Section::Notes => {
                    pending.extend(self.statement(scope, Some(target), number, entry));
                }
                Section::Sources | Section::Actors | Section::Events => {
                    self.declare(scope, Some(target), number, entry);
                }
            }
        }
    }

    /// Who is meant by a name, after what it was said to stand for.
    pub(super) fn who(&mut self, name: Spanned<&str>, listed: &[Handle<Actor>]) -> Result<Meant, Diagnostic> {
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

    /// Puts an entry into a file.
    pub(super) fn put(&mut self, path: SitePath, number: usize, entry: Entry) {
        self.files.entry(path).or_default().entries.entry(entry.section).or_default().push((number, entry));
    }

    /// Statements and notes whose passage has one place in its briefing; the others are reported.
    fn anchored(&mut self, pending: Vec<Pending>) -> Vec<Pending> {
        let mut by_path: BTreeMap<SitePath, Vec<usize>> = BTreeMap::new();
        for (at, it) in pending.iter().enumerate().filter(|(_, it)| it.entry.quote.is_some()) {
            by_path.entry(it.path.clone()).or_default().push(at);
        }
        let mut pending: Vec<Option<Pending>> = pending.into_iter().map(Some).collect();
        let articles = self.task.analysis.graph.briefings.iter().map(|it| &it.source.article);
        let bodies: HashMap<&SitePath, &Arc<Body>> =
            articles.filter_map(|it| Some((&it.path, it.body.as_ref()?))).collect();
        for (path, which) in by_path {
            let made = self.made_body(&path, &which, &mut pending);
            let body = made.or_else(|| bodies.get(&path).map(|it| Arc::clone(it))).unwrap_or_default();
            let mut selectors: Vec<QuoteSelector> =
                which.iter().filter_map(|at| Some(selector(pending[*at].as_ref()?.entry.quote.as_ref()?))).collect();
            let mut chosen = choose(&body, &selectors.iter().collect::<Vec<_>>());
            unbroken(&body, &mut selectors, &mut chosen);
            for ((at, selector), chosen) in which.into_iter().zip(selectors).zip(chosen) {
                match (chosen, &mut pending[at]) {
                    (Ok(Chosen { prefix, suffix, anchor }), Some(it)) => {
                        let exact = selector.exact.map(|it| one_line(&it));
                        it.entry.quote = Some(Quote { exact, prefix, suffix });
                        // It is found from the quotation marks.
                        if it.entry.text("mode") == Some(anchor.mode.as_str()) {
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

    /// The body of a new briefing, which is made of the passages when it has no text.
    fn made_body(&mut self, path: &SitePath, which: &[usize], pending: &mut [Option<Pending>]) -> Option<Arc<Body>> {
        let settings = self.task.body_settings();
        let (new, _) = self.files.get_mut(path)?.new.as_mut()?;
        let text = new.body.get_or_insert_with(|| {
            let quote = |it: &mut Option<Pending>| it.as_mut()?.entry.quote.take();
            let mut quotes: Vec<(usize, Quote)> =
                which.iter().filter_map(|at| Some((*at, quote(&mut pending[*at])?))).collect();
            let text = passages(&mut quotes.iter_mut().map(|(_, quote)| quote).collect::<Vec<_>>(), settings);
            for (at, quote) in quotes {
                if let Some(it) = &mut pending[at] {
                    it.entry.quote = Some(quote);
                }
            }
            text
        });
        Some(Arc::new(parsed(text, settings)))
    }
}

/// Annotations of a page: of one that is a briefing's own, the page is no source; in a briefing about something else, the page
/// is the source of each statement.
fn of_page(
    targets: &Targets<'_>,
    draft: &draft::Briefing,
    target: &Target,
    mut entries: Vec<Numbered>,
) -> Vec<Numbered> {
    let draft::Destination::Page(address) = &draft.destination else { return entries };
    let Some(known) = target.known else { return entries };
    if targets.published(address) == Some(&known) {
        entries.retain(|(_, entry)| entry.section != Section::Sources);
        return entries;
    }
    for (_, entry) in &mut entries {
        if entry.section == Section::Claims && entry.get("source").is_none() {
            entry.set("source", Value::Text(PAGE.to_owned()), entry.span);
        }
    }
    entries
}

/// The id of a briefing that the file only names, unless everything goes into another.
fn only_named<'d>(briefing: &'d draft::Briefing, request: &Request) -> Option<&'d str> {
    match &briefing.destination {
        draft::Destination::Id(id) if briefing.is_only_named && request.into.is_none() => Some(id),
        _ => None,
    }
}

/// What belongs to a briefing that neither the site nor the file has.
fn not_here(entry: &Entry, briefing: &str) -> Diagnostic {
    let (what, claim) = (entry.section.words().0, entry.text("claim").unwrap_or_default());
    let message = format!("a {what} of `{claim}` belongs to the briefing `{briefing}`, which is not here");
    Diagnostic::new(Code::ImportUnplaced, entry.span, message)
        .help("import the annotations of that briefing first, or those of the whole site")
}

/// Sources, actors and events before what may refer to them.
fn in_order(mut entries: Vec<Numbered>) -> Vec<Numbered> {
    entries.sort_by_key(|(number, entry)| (entry.section, *number));
    entries
}

/// Passages that were given in pieces because they reach over several paragraphs: where nothing is left out, they are one.
fn unbroken(body: &Body, selectors: &mut [QuoteSelector], chosen: &mut [Result<Chosen, Diagnostic>]) {
    let broken = |at: &usize| chosen[*at].is_err() && selectors[*at].exact.value.contains(OMISSION);
    let which: Vec<usize> = (0..selectors.len()).filter(broken).collect();
    let mut whole: Vec<QuoteSelector> = which.iter().map(|at| selectors[*at].clone()).collect();
    for selector in &mut whole {
        selector.exact.value = selector.exact.value.replace(OMISSION, " ");
    }
    let found = choose(body, &whole.iter().collect::<Vec<_>>());
    for ((at, selector), found) in which.into_iter().zip(whole).zip(found) {
        if found.is_ok() {
            (selectors[at], chosen[at]) = (selector, found);
        }
    }
}

/// A passage as `anchor` takes it.
fn selector(quote: &Quote) -> QuoteSelector {
    let beside = |text: &Option<String>| text.as_ref().map(|it| Box::new(Spanned::new(it.clone(), quote.exact.span)));
    QuoteSelector { exact: quote.exact.clone(), prefix: beside(&quote.prefix), suffix: beside(&quote.suffix) }
}

/// Between pieces of a passage.
const OMISSION: &str = " […] ";
