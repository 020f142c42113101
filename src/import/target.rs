//! Which briefing something goes into: one of the site, or a new one with a path of its own.

use std::collections::{BTreeMap, HashMap, HashSet};

use url::Url;

use super::draft::{self, Destination, Field, Prose};
use super::prose::markdown;
use super::value::one_line;
use super::{Request, Task};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Slug;
use crate::parse::front_matter::Parts;
use crate::parse::{BodySettings, Head, nearest};
use crate::plan::{Address, place_of_page as page};
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Node};
use crate::source::{SitePath, SourceText, Span};

/// A briefing that gets something.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The briefing, when the site has it.
    pub(super) known: Option<Handle<Briefing>>,
    /// Its file.
    pub(super) path: SitePath,
    /// Its date in the form of the format.
    pub(super) date: String,
    /// What a new one is made of.
    pub(super) new: Option<New>,
}

/// What a new briefing is made of.
#[derive(Debug, Clone)]
pub(super) struct New {
    /// How its date is known.
    pub(super) dating: Dating,
    /// Where the imported file speaks of it.
    pub(super) span: Span,
    /// Its title.
    pub(super) title: String,
    /// What else stands at the top of its front matter.
    pub(super) head: Vec<Field>,
    /// Its text; none when it is made of the passages that are quoted.
    pub(super) body: Option<String>,
}

/// How the date of a new briefing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dating {
    /// The file says it, or whoever imports.
    Said,
    /// It is the latest of its statements.
    Statements,
    /// It is the day of the import.
    Import,
}

/// The briefings of a site by what imported files know of them.
pub(super) struct Targets<'a> {
    task: &'a Task<'a>,
    by_id: HashMap<String, Handle<Briefing>>,
    by_address: HashMap<String, Handle<Briefing>>,
    by_body: HashMap<&'a str, Handle<Briefing>>,
    taken: HashSet<String>,
    /// New ones of this import, by what makes two the same.
    made: BTreeMap<String, Target>,
}

impl<'a> Targets<'a> {
    /// The briefings of a site.
    pub(super) fn new(task: &'a Task<'a>) -> Self {
        let (graph, plan) = (&task.analysis.graph, &task.analysis.plan);
        let mut targets = Self {
            task,
            by_id: HashMap::new(),
            by_address: HashMap::new(),
            by_body: HashMap::new(),
            taken: task.project.texts.iter().map(|it| it.path().to_string()).collect(),
            made: BTreeMap::new(),
        };
        for (at, briefing) in graph.briefings.iter().enumerate() {
            let handle = Handle::new(at);
            targets.by_id.insert(format!("{}{}", briefing.folder, briefing.slug), handle);
            let address = plan.address(&Node::Briefing(handle)).map(Address::href);
            let former = match &briefing.source.article.head {
                Head::Briefing(head) => head.former.iter().map(|it| it.value.clone()).collect(),
                Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => Vec::new(),
            };
            for address in address.into_iter().chain(former) {
                targets.by_address.entry(page(&address)).or_insert(handle);
            }
            if let Some(text) = task.project.texts.at(&briefing.source.article.path) {
                targets.by_body.insert(body(text).trim(), handle);
            }
        }
        targets
    }

    /// Whether the site, or this import, has the briefing of this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.by_id.contains_key(id) || self.made.contains_key(&format!("id {id}"))
    }

    /// Where this part of a draft goes.
    ///
    /// # Errors
    /// When the briefing that was asked for does not exist.
    pub(super) fn of(&mut self, draft: &draft::Briefing, request: &Request) -> Result<Target, Diagnostic> {
        if let Some(into) = &request.into {
            return self.asked(into, draft);
        }
        let settings = self.task.body_settings();
        let text = match &draft.prose {
            Prose::Text(text) => Some(markdown(text, settings)),
            Prose::Passages => None,
        };
        let slug = Slug::from_text(&draft.title).map_or_else(|| "imported".to_owned(), |slug| slug.to_string());
        let (known, key) = match &draft.destination {
            Destination::Id(id) => (self.by_id.get(id), format!("id {id}")),
            Destination::Page(address) => {
                (self.published(address).or_else(|| self.about(address, &slug)), format!("page {address}"))
            }
            Destination::Body => (
                self.by_body.get(text.as_deref().unwrap_or_default().trim()),
                format!("body {}", text.as_deref().unwrap_or_default()),
            ),
            Destination::Title => (self.by_id.get(&format!("{}{slug}", folder(request))), format!("title {slug}")),
        };
        if let Some(known) = known {
            return Ok(self.existing(*known));
        }
        if let Some(target) = self.made.get(&key) {
            return Ok(target.clone());
        }
        let date = draft.date.clone().or_else(|| request.date.clone());
        let dating = match &date {
            None => Dating::Import,
            Some(_) if draft.is_dated_by_statements => Dating::Statements,
            Some(_) => Dating::Said,
        };
        let date = date.unwrap_or_else(|| self.task.project.today.to_string());
        let title = one_line(&draft.title);
        let target = Target {
            known: None,
            path: self.path(draft, request, (&slug, &date)),
            date,
            new: Some(New {
                dating,
                span: draft.span,
                title: if title.is_empty() { "Imported".to_owned() } else { title },
                head: draft.head.clone(),
                body: text,
            }),
        };
        self.made.insert(key, target.clone());
        Ok(target)
    }

    fn asked(&self, into: &str, draft: &draft::Briefing) -> Result<Target, Diagnostic> {
        let is_path = |it: &&Briefing| it.source.article.path.as_str() == into.trim_start_matches("./");
        let briefings = &self.task.analysis.graph.briefings;
        let by_slug: Vec<usize> = (0..briefings.len())
            .filter(|at| briefings[*at].slug.as_str() == into || is_path(&&briefings[*at]))
            .collect();
        let message = match (self.by_id.get(into), by_slug.as_slice()) {
            (Some(handle), _) => return Ok(self.existing(*handle)),
            (None, [only]) => return Ok(self.existing(Handle::new(*only))),
            (None, []) => format!("there is no briefing `{into}` to import into"),
            (None, several) => format!("`{into}` is the slug of {} briefings", several.len()),
        };
        let mut ids: Vec<&str> = self.by_id.keys().map(String::as_str).collect();
        ids.sort_unstable();
        Err(Diagnostic::new(Code::UnknownBriefing, draft.span, message).help(match nearest(into, ids) {
            Some(near) => format!("write `--into {near}`"),
            None => "write its id, with its folders: `--into 2025/second-round`".to_owned(),
        }))
    }

    fn existing(&self, handle: Handle<Briefing>) -> Target {
        let briefing = &self.task.analysis.graph[handle];
        Target {
            known: Some(handle),
            path: briefing.source.article.path.clone(),
            date: briefing.date.to_string(),
            new: None,
        }
    }

    /// The briefing that is published at this address: below that of the site, or on this machine, where it is served.
    pub(super) fn published(&self, address: &str) -> Option<&Handle<Briefing>> {
        let url = Url::parse(address).ok()?;
        let below = |base: &Url| {
            let is_same = url.host_str() == base.host_str();
            url.path().strip_prefix(base.path().trim_end_matches('/')).filter(|_| is_same).map(page)
        };
        let base = self.task.analysis.settings.base_url.as_deref().and_then(|it| Url::parse(it).ok());
        let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let path = base.as_ref().and_then(below).or_else(|| is_here.then(|| page(url.path())))?;
        self.by_address.get(&path)
    }

    /// The briefing that an earlier import made about a page: it has its name, and the page as a source.
    fn about(&self, address: &str, slug: &str) -> Option<&Handle<Briefing>> {
        let graph = &self.task.analysis.graph;
        let is_about = |handle: &Handle<Briefing>| {
            let sources = graph[*handle].sources.iter();
            let mut urls = sources.filter_map(|it| graph[*it].source.url.as_ref());
            urls.any(|it| it.value == address)
        };
        let named = |slug: &str| self.by_id.iter().find(|(id, it)| id.rsplit('/').next() == Some(slug) && is_about(it));
        let numbered = || (2..=MAX_NUMBER).find_map(|number: u32| named(&format!("{slug}-{number}")));
        if !graph.sources.iter().any(|it| it.source.url.as_ref().is_some_and(|it| it.value == address)) {
            return None;
        }
        named(slug).or_else(numbered).map(|(_, handle)| handle)
    }

    /// A path that nothing has.
    fn path(&mut self, draft: &draft::Briefing, request: &Request, (slug, date): (&str, &str)) -> SitePath {
        let day = date.get(..10).filter(|day| day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'));
        let day = day.map(|day| format!("{day}-")).unwrap_or_default();
        let stem = match &draft.destination {
            Destination::Id(id) => {
                let parts: Vec<_> = id.split('/').filter_map(Slug::from_text).map(|it| it.to_string()).collect();
                if parts.is_empty() { slug.to_owned() } else { parts.join("/") }
            }
            Destination::Page(_) | Destination::Body | Destination::Title => format!("{day}{slug}"),
        };
        let folder = match &draft.destination {
            Destination::Id(_) => String::new(),
            Destination::Page(_) | Destination::Body | Destination::Title => folder(request),
        };
        let mut number = 1_u32;
        loop {
            let suffix = if number > 1 { format!("-{number}") } else { String::new() };
            let id = format!("{folder}{}{suffix}", stem.strip_prefix(&day).unwrap_or(&stem));
            let path = format!("content/briefings/{folder}{stem}{suffix}.md");
            if !self.by_id.contains_key(&id) && self.taken.insert(path.clone()) {
                return SitePath::new(&path).unwrap_or_else(|_| SitePath::root());
            }
            number += 1;
        }
    }
}

/// The folder of new briefings, as it begins their ids.
fn folder(request: &Request) -> String {
    request.folder.as_deref().map(|it| format!("{}/", it.trim_matches('/'))).unwrap_or_default()
}

/// The body of a briefing as it is written.
fn body(text: &SourceText) -> &str {
    text.text().get(Parts::of(text).body).unwrap_or_default()
}

impl Task<'_> {
    /// How Markdown is read in this site.
    pub(super) fn body_settings(&self) -> BodySettings {
        let settings = &self.analysis.settings;
        BodySettings { raw_html: settings.raw_html, smart_punctuation: settings.smart_punctuation }
    }
}

/// How many briefings of one name are looked through.
const MAX_NUMBER: u32 = 50;
