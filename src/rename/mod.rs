//! `postil rename`: another id for something, everywhere.
//!
//! The places of an id are spans that `parse` kept (`references`, `links`) and the declaration itself
//! (`declaration`); the new text of each file is the old one with those bytes replaced. What a renaming adds — a key for an
//! id that was made from a name, a former address — it adds in one form and place, so that running it the other way finds
//! exactly that and takes it out again. Before anything is written the new site is analysed (`verify`): it must say the
//! same under the other id.

mod declaration;
mod links;
mod references;
mod verify;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use crate::compile::{Analysis, analyse};
use crate::diagnostic::{Diagnostic, Group, Severity};
use crate::disk::{self, Rewrite};
use crate::model::{Kind, Slug};
use crate::parse::{self, Article, BodySettings, FileKind, nearest, slug_of_name};
use crate::project::Project;
use crate::refusal::Refusal;
use crate::resolve::graph::Node;
use crate::resolve::{Graph, Handle};
use crate::source::{SitePath, SourceText, Sources};

/// A renaming that is ready to be done.
#[derive(Debug)]
pub struct Renaming {
    /// Every place that changes, by path and position.
    pub places: Vec<Place>,
    /// Files that get another name, from and to.
    pub moves: Vec<(SitePath, SitePath)>,
    /// The address at which visitors are led on; none when there was no page, or a renaming was taken back.
    pub redirect: Option<String>,
    rewrites: Vec<Rewrite>,
}

/// A place that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it is called before.
    pub path: SitePath,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What stands there.
    pub before: String,
    /// What will stand there.
    pub after: String,
}

/// Why nothing is renamed.
#[derive(Debug)]
pub enum Obstacle {
    /// What is asked for makes no sense, or cannot be done.
    Refused(Refusal),
    /// The site has errors that hide places of the id.
    Errors(Vec<Diagnostic>),
    /// The site would have these errors afterwards; they are about these texts.
    Consequences(Vec<Diagnostic>, Box<Sources>),
}

/// What is being renamed, in a site that was analysed.
struct Task<'a> {
    kind: Kind,
    old: Slug,
    new: Slug,
    node: Node,
    project: &'a Project,
    graph: &'a Graph,
    /// Every file of content, as it was read.
    articles: Vec<Article>,
    /// The file that gets another name with it.
    moved: Option<(SitePath, SitePath)>,
}

/// Replacements in one text, by the bytes that they replace.
type Edits = BTreeMap<(usize, usize), String>;

/// Prepares another id for what has the id `old`. The project should show drafts and what is not published at its day.
///
/// # Errors
/// See [`Obstacle`].
pub fn prepare(project: &Project, kind: Kind, old: &str, new: &str) -> Result<Renaming, Obstacle> {
    let analysis = analyse(project);
    let is_form = |it: &&Diagnostic| it.code.group() == Group::Form && it.code.severity() == Severity::Error;
    let hiding: Vec<_> = analysis.diagnostics.iter().filter(is_form).cloned().collect();
    if !hiding.is_empty() {
        return Err(Obstacle::Errors(hiding));
    }
    let mut task = Task::new(project, &analysis, kind, old, new)?;
    task.refuse_dangling(&analysis.diagnostics)?;
    let declared = declaration::find(&task)?;
    task.moved = declared.moved(&task)?;
    let former = analysis.plan.address(&task.node);
    let mut edits: BTreeMap<SitePath, Edits> = BTreeMap::new();
    let (own, redirect) = declared.edits(&task, former)?;
    edits.entry(declared.path().clone()).or_default().extend(own);
    references::add(&task, &mut edits);
    links::add(&task, &mut edits)?;
    let renaming = task.renaming(edits, redirect);
    verify::verify(&task, &analysis, &renaming.rewrites)?;
    Ok(renaming)
}

impl Renaming {
    /// Does it: every file is written beside its place first, and then all take their places; when one cannot, all are as
    /// they were.
    ///
    /// # Errors
    /// When a file was changed meanwhile, or the operating system refuses.
    pub fn apply(&self, root: &Path) -> Result<(), Refusal> {
        disk::rewrite(root, &self.rewrites, &|_| Ok(())).map_err(Refusal::from)
    }

    /// The texts of the project afterwards.
    #[must_use]
    pub fn texts(&self, project: &Project) -> Sources {
        after(project, &self.rewrites).texts
    }
}

impl From<Refusal> for Obstacle {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<'a> Task<'a> {
    fn new(project: &'a Project, analysis: &'a Analysis, kind: Kind, old: &str, new: &str) -> Result<Self, Refusal> {
        let graph = &analysis.graph;
        let node = find(graph, kind, old)?;
        let old = id(graph, &node).clone();
        let new = new_id(kind, new)?;
        if old == new {
            return Err(Refusal::new(format!("the {} is called `{old}` already", kind.name())));
        }
        if let Some(place) = taken(graph, kind, &node, &new, project) {
            let message = format!("there is a {} `{new}` already, at {place}", kind.name());
            return Err(Refusal::new(message.replace("a actor", "an actor").replace("a event", "an event"))
                .help("choose another id"));
        }
        if let (Kind::Actor, Some(other)) = (kind, called(graph, &node, &new)) {
            let message = format!("`{new}` is what the actor `{other}` is called");
            return Err(Refusal::new(message).help("choose another id, or take that name away from the other first"));
        }
        Ok(Self { kind, old, new, node, project, graph, articles: articles(project, analysis), moved: None })
    }

    /// What is referred to by the new id while nothing has it would be found by it afterwards.
    fn refuse_dangling(&self, found: &[Diagnostic]) -> Result<(), Refusal> {
        let (kind, new) = (self.kind.name(), &self.new);
        let is_meant = |it: &&Diagnostic| {
            it.code.group() == Group::Reference
                && it.message.contains(&format!("`{new}`"))
                && (it.message.contains(kind) || it.message.starts_with("nothing is called"))
        };
        let Some(place) = found.iter().find(is_meant).and_then(Diagnostic::span) else { return Ok(()) };
        let place = place_of(self.project, place.file, place.range().start);
        let message = format!("`{new}` is referred to already, at {place}, though no {kind} has that id");
        Err(Refusal::new(message).help("correct that place first, or choose another id"))
    }

    fn renaming(&self, edits: BTreeMap<SitePath, Edits>, redirect: Option<String>) -> Renaming {
        let (mut places, mut rewrites) = (Vec::new(), Vec::new());
        for (path, edits) in edits {
            let Some(text) = self.project.texts.at(&path) else { continue };
            places.extend(edits.iter().map(|(range, after)| place(text, range.0..range.1, after)));
            let moved = self.moved.as_ref().filter(|(from, _)| *from == path).map(|(_, to)| to.clone());
            if !edits.is_empty() || moved.is_some() {
                rewrites.push(Rewrite {
                    before: text.text().clone(),
                    after: spliced(text.text(), &edits),
                    path,
                    moved,
                });
            }
        }
        Renaming { places, moves: self.moved.iter().cloned().collect(), redirect, rewrites }
    }

    fn text(&self, path: &SitePath) -> Result<&SourceText, Refusal> {
        self.project.texts.at(path).ok_or_else(|| Refusal::new(format!("`{path}` cannot be found")))
    }
}

fn articles(project: &Project, analysis: &Analysis) -> Vec<Article> {
    let settings = &analysis.settings;
    let settings = BodySettings { raw_html: settings.raw_html, smart_punctuation: settings.smart_punctuation };
    let texts: Vec<_> = project.texts.iter().collect();
    texts.par_iter().filter_map(|text| parse::article(text, settings).0).collect()
}

/// The project with these files in place of their former states.
fn after(project: &Project, rewrites: &[Rewrite]) -> Project {
    let mut after = project.clone();
    for rewrite in rewrites {
        after.texts.remove(&rewrite.path);
    }
    for rewrite in rewrites {
        let path = rewrite.moved.as_ref().unwrap_or(&rewrite.path).clone();
        after.texts.insert(SourceText::new(path, rewrite.after.as_str()));
    }
    after
}

fn spliced(text: &str, edits: &Edits) -> String {
    let mut spliced = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for ((start, end), replacement) in edits {
        // Two edits never overlap; if they did, the text would be left as it is between them.
        let start = (*start).max(at);
        spliced.push_str(text.get(at..start).unwrap_or_default());
        spliced.push_str(replacement);
        at = (*end).max(start);
    }
    spliced + text.get(at..).unwrap_or_default()
}

fn place(text: &SourceText, range: Range<usize>, after: &str) -> Place {
    let position = text.position(u32::try_from(range.start).unwrap_or(u32::MAX));
    Place {
        path: text.path().clone(),
        line: position.line,
        column: position.column,
        before: text.text().get(range).unwrap_or_default().to_owned(),
        after: after.to_owned(),
    }
}

fn place_of(project: &Project, file: crate::source::FileId, start: usize) -> String {
    let Some(text) = project.texts.get(file) else { return "a file".to_owned() };
    format!("{}:{}", text.path(), text.position(u32::try_from(start).unwrap_or(u32::MAX)).line)
}

fn find(graph: &Graph, kind: Kind, old: &str) -> Result<Node, Refusal> {
    let all = all(graph, kind);
    let called = |node: &Node| match node {
        Node::Briefing(handle) => {
            let briefing = &graph[*handle];
            briefing.slug.as_str() == old || format!("{}{}", briefing.folder, briefing.slug) == old
        }
        _ => id(graph, node).as_str() == old,
    };
    let found: Vec<&Node> = all.iter().filter(|node| called(node)).collect();
    match found.as_slice() {
        [node] => Ok((*node).clone()),
        [] => {
            let refusal = Refusal::new(format!("there is no {} `{old}`", kind.name()));
            let known = all.iter().map(|node| id(graph, node).as_str());
            Err(match nearest(old, known) {
                Some(near) => refusal.help(format!("`{near}` is near")),
                None => refusal.help("write the id as it stands in the address of its page"),
            })
        }
        several => {
            let choices: Vec<_> = several.iter().map(|node| format!("`{}`", choice(graph, node))).collect();
            let message = format!("`{old}` is the slug of {} briefings", several.len());
            Err(Refusal::new(message).help(format!("write {}", choices.join(" or "))))
        }
    }
}

fn choice(graph: &Graph, node: &Node) -> String {
    match node {
        Node::Briefing(handle) => format!("{}{}", graph[*handle].folder, graph[*handle].slug),
        _ => id(graph, node).to_string(),
    }
}

fn all(graph: &Graph, kind: Kind) -> Vec<Node> {
    match kind {
        Kind::Briefing => (0..graph.briefings.len()).map(|at| Node::Briefing(Handle::new(at))).collect(),
        Kind::Actor => (0..graph.actors.len()).map(|at| Node::Actor(Handle::new(at))).collect(),
        Kind::Claim => (0..graph.claims.len()).map(|at| Node::Claim(Handle::new(at))).collect(),
        Kind::Event => (0..graph.events.len()).map(|at| Node::Event(Handle::new(at))).collect(),
        Kind::Source => (0..graph.sources.len()).map(|at| Node::Source(Handle::new(at))).collect(),
    }
}

/// The id of something that can be renamed, or has a slug.
fn id<'g>(graph: &'g Graph, node: &Node) -> &'g Slug {
    match node {
        Node::Briefing(handle) => &graph[*handle].slug,
        Node::Actor(handle) => &graph[*handle].source.id.slug,
        Node::Claim(handle) => &graph[*handle].source.id.slug,
        Node::Event(handle) => &graph[*handle].source.id.slug,
        Node::Source(handle) => &graph[*handle].source.id.slug,
        Node::Page(handle) => &graph[*handle].slug,
        // Neither can be found by an id.
        Node::Home | Node::Asset(_) => &UNNAMED,
    }
}

static UNNAMED: std::sync::LazyLock<Slug> = std::sync::LazyLock::new(Slug::unnamed);

fn new_id(kind: Kind, new: &str) -> Result<Slug, Refusal> {
    let reason = match (kind, new) {
        (Kind::Actor, "author") => "it is the briefing's own voice",
        (_, "null") => "YAML takes it for nothing",
        _ => {
            return Slug::parse(new).ok_or_else(|| {
                let refusal = Refusal::new(format!("`{new}` is not an id"));
                match Slug::from_text(new) {
                    Some(near) => refusal.help(format!("write `{near}`")),
                    None => refusal.help("an id is made of lowercase letters and digits, in groups joined by hyphens"),
                }
            });
        }
    };
    Err(Refusal::new(format!("`{new}` cannot be an id: {reason}")).help("choose another id"))
}

/// Where the new id is taken.
fn taken(graph: &Graph, kind: Kind, node: &Node, new: &Slug, project: &Project) -> Option<String> {
    let folder = |node: &Node| match node {
        Node::Briefing(handle) => graph[*handle].folder.clone(),
        _ => String::new(),
    };
    let other = all(graph, kind).into_iter().find(|it| id(graph, it) == new && folder(it) == folder(node))?;
    let span = match &other {
        Node::Actor(handle) => graph[*handle].source.id.span,
        Node::Claim(handle) => graph[*handle].source.id.span,
        Node::Event(handle) => graph[*handle].source.id.span,
        Node::Source(handle) => graph[*handle].source.id.span,
        Node::Briefing(handle) => return Some(graph[*handle].source.article.path.to_string()),
        Node::Page(_) | Node::Home | Node::Asset(_) => return None,
    };
    Some(place_of(project, span.file, span.range().start))
}

/// Another actor that is called as the new id is written.
fn called<'g>(graph: &'g Graph, node: &Node, new: &Slug) -> Option<&'g Slug> {
    let others = graph.actors.iter().enumerate().filter(|(at, _)| Node::Actor(Handle::new(*at)) != *node);
    let mut others = others.map(|(_, actor)| &actor.source);
    let is = |name: &str| name.trim() == new.as_str();
    others.find(|it| is(&it.name) || it.aliases.iter().any(|alias| is(alias))).map(|it| &it.id.slug)
}

/// The name that a file gets, when its name is the id.
fn renamed_file(path: &SitePath, old: &Slug, new: &Slug) -> Option<SitePath> {
    let name = match FileKind::of(path) {
        FileKind::Own(_) => (path.stem() == old.as_str()).then(|| format!("{new}.md"))?,
        FileKind::Briefing if path.stem() != "index" => {
            let date = path.stem().strip_suffix(old.as_str())?;
            format!("{date}{new}.md")
        }
        _ => return None,
    };
    let renamed = path.parent().join(&name).ok()?;
    // A name that would be read otherwise, because it begins like a date, is none for it.
    let reads = |path: &SitePath, slug: &Slug| match FileKind::of(path) {
        FileKind::Briefing => slug_of_name(path).as_ref() == Some(slug),
        _ => Slug::from_text(path.stem()).as_ref() == Some(slug),
    };
    (reads(path, old) && reads(&renamed, new)).then_some(renamed)
}
