//! From what a link in prose says to where it leads.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};
use percent_encoding::percent_decode_str;

use super::bind::Binder;
use super::declare::Declared;
use super::graph::{Actor, Graph, Handle, LinkEnd, Node};
use super::names::name_key;
use super::nearest::Nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::body::{Body, BodyImage, BodyLink, LinkTarget};
use crate::parse::{Article, Head};
use crate::project::Project;
use crate::source::{SitePath, SourceText, Span};

/// The body in which a link stands.
pub(super) struct Place<'a> {
    /// The file.
    pub(super) article: &'a Article,
    /// What the body is the prose of.
    pub(super) owner: &'a Node,
    /// The actors that the briefing lists or declares.
    pub(super) listed: &'a [Handle<Actor>],
}

/// Everything that a link can lead to, apart from ids.
pub(super) struct Targets<'a> {
    /// What the files of content are about.
    pub(super) files: HashMap<SitePath, Node>,
    project: &'a Project,
    briefings: HashMap<String, Vec<Node>>,
    /// What wiki links call things, and the places of pages: collected when the first link asks.
    titles: OnceCell<HashMap<String, Node>>,
    fragments: OnceCell<BTreeMap<Node, Fragments>>,
    near_briefings: Nearest,
    near_texts: Near,
    near_assets: Near,
    near_titles: Nearest,
}

impl<'a> Targets<'a> {
    /// All targets of a site.
    pub(super) fn new(graph: &Graph, declared: &Declared, project: &'a Project) -> Self {
        let files = files(graph, declared);
        let mut briefings: HashMap<String, Vec<Node>> = HashMap::default();
        for (at, briefing) in graph.briefings.iter().enumerate() {
            let node = Node::Briefing(Handle::new(at));
            briefings.entry(briefing.slug.to_string()).or_default().push(node.clone());
            if !briefing.folder.is_empty() {
                briefings.entry(format!("{}{}", briefing.folder, briefing.slug)).or_default().push(node);
            }
        }
        Self {
            near_briefings: Nearest::default(),
            near_texts: Near::default(),
            near_assets: Near::default(),
            near_titles: Nearest::default(),
            fragments: OnceCell::new(),
            titles: OnceCell::new(),
            project,
            files,
            briefings,
        }
    }

    /// Where a link leads; nothing when that is elsewhere, or nowhere.
    pub(super) fn link(&self, graph: &Graph, binder: &mut Binder, place: &Place, link: &BodyLink) -> Option<LinkEnd> {
        let span = link.span;
        let (node, fragment) = match &link.target {
            LinkTarget::Actor(id) => (Node::Actor(binder.linked_actor(id, span, place.listed)?), None),
            LinkTarget::Claim(id) => (Node::Claim(binder.claim(id, span)?), None),
            LinkTarget::Event(id) => (Node::Event(binder.event(id, span)?), None),
            LinkTarget::Source(id) => (Node::Source(binder.source(id, span)?), None),
            LinkTarget::Briefing(slug, fragment) => (self.briefing(graph, binder, slug, span)?, fragment.as_ref()),
            LinkTarget::Name(name) => (self.named(graph, binder, name, span, place.listed)?, None),
            LinkTarget::File(path, fragment) => (self.file(binder, place, path, span)?, fragment.as_ref()),
            LinkTarget::Fragment(fragment) => (place.owner.clone(), Some(fragment)),
            LinkTarget::External(_) => return None,
        };
        if let Some(fragment) = fragment {
            self.check_fragment(graph, binder, &node, fragment, span);
        }
        Some(LinkEnd { node, fragment: fragment.cloned() })
    }

    /// The file of an image; nothing when it stands elsewhere, or nowhere.
    pub(super) fn image(&self, binder: &mut Binder, place: &Place, image: &BodyImage) -> Option<SitePath> {
        if is_elsewhere(&image.target) {
            return None;
        }
        self.asset(binder, place.article, &image.target, image.span, "image")
    }

    /// The file that a path relative to an article names, if it is copied to the site.
    pub(super) fn asset(
        &self,
        binder: &mut Binder,
        article: &Article,
        written: &str,
        span: Span,
        what: &str,
    ) -> Option<SitePath> {
        match path_from(article, written) {
            Ok(path) if self.project.assets.contains_key(&path) => Some(path),
            Ok(path) => {
                let message = format!("the {what} `{written}` does not exist");
                binder.problems.push(Diagnostic::new(Code::MissingFile, span, message).help(
                    match self.near_asset(&path) {
                        Some(near) => format!("write `{}`", relative(&article.path, near)),
                        None => format!("put the file at `{path}`"),
                    },
                ));
                None
            }
            Err(reason) => {
                let message = format!("the {what} `{written}` cannot be found: {reason}");
                binder.problems.push(
                    Diagnostic::new(Code::MissingFile, span, message)
                        .help("write a path relative to the folder of this file"),
                );
                None
            }
        }
    }

    fn near_asset(&self, path: &SitePath) -> Option<&str> {
        self.near_assets.to(path, || self.project.assets.keys())
    }

    fn near_text(&self, path: &SitePath) -> Option<&str> {
        self.near_texts.to(path, || self.project.texts.iter().map(SourceText::path))
    }

    fn briefing(&self, graph: &Graph, binder: &mut Binder, slug: &str, span: Span) -> Option<Node> {
        let found = self.briefings.get(slug).map_or(&[][..], Vec::as_slice);
        if found.len() > 1 {
            let message = format!("`{slug}` is the slug of {} briefings", found.len());
            let mut problem = Diagnostic::new(Code::AmbiguousName, span, message);
            let mut choices = Vec::new();
            for briefing in found.iter().take(SHOWN) {
                let Node::Briefing(handle) = briefing else { continue };
                let briefing = &graph[*handle];
                if let Head::Briefing(head) = &briefing.source.article.head {
                    problem = problem.also(head.slug.span, "one of them");
                }
                choices.push(format!("`briefing:{}{slug}`", briefing.folder));
            }
            binder.problems.push(problem.help(format!("write {}", choices.join(" or "))));
        }
        if found.is_empty() {
            let message = format!("there is no briefing `{slug}`");
            let mut problem = Diagnostic::new(Code::UnknownBriefing, span, message);
            let hidden = binder.declared.hidden.iter().find(|(path, _)| path.stem() == slug);
            let slugs = || graph.briefings.iter().map(|briefing| briefing.slug.to_string()).collect();
            problem.help = match (hidden, self.near_briefings.to(slug, slugs)) {
                (Some((path, reason)), _) => Some(format!("remove the link while `{path}` is {reason}")),
                (None, Some(near)) => Some(format!("write `briefing:{near}`")),
                (None, None) => Some("write the name of a file below `content/briefings/`, without `.md`".to_owned()),
            };
            binder.problems.push(problem);
        }
        found.first().cloned()
    }

    fn named(
        &self,
        graph: &Graph,
        binder: &mut Binder,
        name: &str,
        span: Span,
        listed: &[Handle<Actor>],
    ) -> Option<Node> {
        let titled = || self.titles.get_or_init(|| by_title(graph)).get(&name_key(name)).cloned();
        let found = binder.actor(name, span, listed).map(Node::Actor).or_else(titled);
        if found.is_none() {
            let titles = || titles(graph).into_iter().map(|(title, _)| title).collect();
            let near = binder.declared.nearest_actor(name).or_else(|| self.near_titles.to(name, titles));
            let message = format!("nothing is called `{name}`");
            binder.problems.push(Diagnostic::new(Code::UnknownName, span, message).help(match near {
                Some(near) => format!("write `[[{near}]]`"),
                None => "write a name, title or id that is declared".to_owned(),
            }));
        }
        found
    }

    fn file(&self, binder: &mut Binder, place: &Place, written: &str, span: Span) -> Option<Node> {
        let broken = |message: String| Diagnostic::new(Code::BrokenLink, span, message);
        let path = match path_from(place.article, written) {
            Ok(path) => path,
            Err(reason) => {
                let problem = broken(format!("the link `{written}` cannot be followed: {reason}"));
                binder.problems.push(problem.help("write a path relative to the folder of this file"));
                return None;
            }
        };
        if let Some(node) = self.files.get(&path) {
            return Some(node.clone());
        }
        if self.project.assets.contains_key(&path) {
            return Some(Node::Asset(path));
        }
        let problem = if let Some(reason) = binder.declared.hidden.get(&path) {
            broken(format!("the link `{written}` leads to a file that is left out"))
                .help(format!("remove the link while the file is {reason}"))
        } else if self.project.texts.at(&path).is_some() {
            broken(format!("the file `{written}` has no page and is not copied to the site"))
                .help(format!("put a copy of it under `static/`, or remove the link to `{path}`"))
        } else {
            broken(format!("the file `{written}` does not exist")).help(
                match self.near_text(&path).or_else(|| self.near_asset(&path)) {
                    Some(near) => format!("write `{}`", relative(&place.article.path, near)),
                    None => format!("there is nothing at `{path}`; write a path relative to the folder of this file"),
                },
            )
        };
        binder.problems.push(problem);
        None
    }

    fn check_fragment(&self, graph: &Graph, binder: &mut Binder, node: &Node, fragment: &str, span: Span) {
        if matches!(node, Node::Asset(_)) {
            return;
        }
        let known = self.fragments.get_or_init(|| fragments(graph)).get(node);
        if known.is_some_and(|known| known.ids.contains(fragment)) {
            return;
        }
        let message = format!("there is no heading or place `#{fragment}` on the page that the link leads to");
        let meant = known.map(|known| (known.near(fragment), known.first()));
        binder.problems.push(Diagnostic::new(Code::BrokenFragment, span, message).help(match meant {
            Some((Some(near), _)) => format!("write `#{near}`"),
            Some((None, Some(first))) => format!("write one that it has, such as `#{first}`"),
            Some((None, None)) | None => format!("remove `#{fragment}`; the page has no headings"),
        }));
    }
}

/// The places of a page that a link can lead to. What may be meant by others is found out once.
#[derive(Default)]
struct Fragments {
    ids: HashSet<String>,
    near: Nearest,
    first: OnceCell<Option<String>>,
}

impl Fragments {
    /// The one that is most like this.
    fn near(&self, fragment: &str) -> Option<&str> {
        let sorted = || {
            let mut ids: Vec<String> = self.ids.iter().cloned().collect();
            ids.sort();
            ids
        };
        self.near.to(fragment, sorted)
    }

    /// The first by name that is no footnote.
    fn first(&self) -> Option<&str> {
        let first = || self.ids.iter().filter(|id| !id.starts_with("fn")).min().cloned();
        self.first.get_or_init(first).as_deref()
    }
}

/// Files that may be meant by a path at which there is none: the only one of that name elsewhere, or the nearest path.
#[derive(Default)]
struct Near {
    by_name: OnceCell<HashMap<String, Vec<String>>>,
    paths: Nearest,
}

impl Near {
    /// One of these paths, always the same.
    fn to<'p, I: Iterator<Item = &'p SitePath>>(&self, path: &SitePath, paths: impl Fn() -> I) -> Option<&str> {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name: HashMap<String, Vec<String>> = HashMap::default();
            for path in paths() {
                by_name.entry(path.name().to_owned()).or_default().push(path.to_string());
            }
            by_name
        });
        match by_name.get(path.name()).map(Vec::as_slice) {
            Some([only]) => Some(only),
            _ => self.paths.to(path.as_str(), || paths().map(SitePath::to_string).collect()).filter(|near| {
                let name = near.rsplit('/').next().unwrap_or_default();
                strsim::damerau_levenshtein(name, path.name()) <= (name.chars().count() / 4).max(1)
            }),
        }
    }
}

/// Whether an address leads out of the site.
pub(super) fn is_elsewhere(target: &str) -> bool {
    target.starts_with("//") || target.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'))
}

/// The path that is written in an article: relative to its folder, or with `/` at its beginning to what is copied.
fn path_from(article: &Article, written: &str) -> Result<SitePath, String> {
    let decoded = percent_decode_str(written).decode_utf8_lossy();
    let path = match decoded.strip_prefix('/') {
        Some(rooted) => SitePath::new("static").and_then(|folder| folder.join(rooted)),
        None => article.path.parent().join(&decoded),
    };
    path.map_err(|error| error.to_string())
}

/// How a file is written as seen from another.
fn relative(from: &SitePath, to: &str) -> String {
    let parent = from.parent();
    let from: Vec<&str> = parent.as_str().split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    "../".repeat(from.len() - shared) + &to[shared..].join("/")
}

fn files(graph: &Graph, declared: &Declared) -> HashMap<SitePath, Node> {
    let mut files = HashMap::default();
    let mut add = |path: &SitePath, node: Node| {
        files.insert(path.clone(), node);
    };
    for (at, briefing) in graph.briefings.iter().enumerate() {
        add(&briefing.source.article.path, Node::Briefing(Handle::new(at)));
    }
    for (at, page) in graph.pages.iter().enumerate() {
        add(&page.source.article.path, Node::Page(Handle::new(at)));
    }
    if let Some(home) = &graph.home {
        add(&home.source.article.path, Node::Home);
    }
    for anchored in &declared.articles {
        if let (Head::Entity, Some(entity)) = (&anchored.article.head, entity(&anchored.article, declared)) {
            add(&anchored.article.path, entity);
        }
    }
    files
}

/// What a file of its own declares.
fn entity(article: &Article, declared: &Declared) -> Option<Node> {
    let actor = article.actors.first().and_then(|actor| declared.actors.get(actor.id.slug.as_str()));
    let claim = article.claims.first().and_then(|claim| declared.claims.get(claim.id.slug.as_str()));
    let event = article.events.first().and_then(|event| declared.events.get(event.id.slug.as_str()));
    let source = article.sources.first().and_then(|source| declared.sources.get(source.id.slug.as_str()));
    (actor.map(Node::Actor))
        .or_else(|| claim.map(Node::Claim))
        .or_else(|| event.map(Node::Event))
        .or_else(|| source.map(Node::Source))
}

/// What a wiki link may be called, the first of several first.
fn titles(graph: &Graph) -> Vec<(String, Node)> {
    let mut titles = Vec::new();
    for (at, briefing) in graph.briefings.iter().enumerate() {
        let node = Node::Briefing(Handle::new(at));
        titles.push((briefing.slug.to_string(), node.clone()));
        if let Head::Briefing(head) = &briefing.source.article.head {
            titles.push((head.title.value.clone(), node));
        }
    }
    for (at, page) in graph.pages.iter().enumerate() {
        let node = Node::Page(Handle::new(at));
        titles.push((page.slug.to_string(), node.clone()));
        if let Head::Page(head) = &page.source.article.head {
            titles.extend(head.title.iter().map(|title| (title.value.clone(), node.clone())));
        }
    }
    for (at, event) in graph.events.iter().enumerate() {
        let node = Node::Event(Handle::new(at));
        titles.push((event.source.id.slug.to_string(), node.clone()));
        titles.push((event.source.title.value.clone(), node));
    }
    for (at, claim) in graph.claims.iter().enumerate() {
        let node = Node::Claim(Handle::new(at));
        titles.push((claim.source.id.slug.to_string(), node.clone()));
        titles.push((claim.source.text.value.clone(), node));
    }
    for (at, source) in graph.sources.iter().enumerate() {
        let node = Node::Source(Handle::new(at));
        titles.push((source.source.id.slug.to_string(), node.clone()));
        titles.push((source.source.title.value.clone(), node));
    }
    titles
}

/// What wiki links lead to, by what they call it.
fn by_title(graph: &Graph) -> HashMap<String, Node> {
    let mut by_title = HashMap::default();
    for (title, node) in titles(graph) {
        by_title.entry(name_key(&title)).or_insert(node);
    }
    by_title
}

/// The places of every page that a fragment can name.
fn fragments(graph: &Graph) -> BTreeMap<Node, Fragments> {
    let mut places: BTreeMap<Node, Fragments> = BTreeMap::new();
    let mut add = |node: Node, body: Option<&std::sync::Arc<Body>>| {
        let ids = body.into_iter().flat_map(|body| body.fragments());
        places.entry(node).or_default().ids.extend(ids.cloned());
    };
    for (at, briefing) in graph.briefings.iter().enumerate() {
        add(Node::Briefing(Handle::new(at)), briefing.source.article.body.as_ref());
    }
    for (at, page) in graph.pages.iter().enumerate() {
        add(Node::Page(Handle::new(at)), page.source.article.body.as_ref());
    }
    add(Node::Home, graph.home.as_ref().and_then(|home| home.source.article.body.as_ref()));
    for (at, actor) in graph.actors.iter().enumerate() {
        add(Node::Actor(Handle::new(at)), actor.source.body.as_ref());
    }
    for (at, claim) in graph.claims.iter().enumerate() {
        add(Node::Claim(Handle::new(at)), claim.source.body.as_ref());
    }
    for (at, event) in graph.events.iter().enumerate() {
        add(Node::Event(Handle::new(at)), event.source.body.as_ref());
    }
    for (at, source) in graph.sources.iter().enumerate() {
        add(Node::Source(Handle::new(at)), source.source.body.as_ref());
    }
    for (at, briefing) in graph.briefings.iter().enumerate() {
        let anchors = briefing.statements.iter().map(|statement| graph[*statement].anchor_id.clone());
        places.entry(Node::Briefing(Handle::new(at))).or_default().ids.extend(anchors);
    }
    places
}

const SHOWN: usize = 8;
