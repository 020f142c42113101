//! Whether the site says the same under the other id.

use std::collections::BTreeMap;

use super::{Obstacle, Task, after, id};
use crate::compile::{Analysis, analyse};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::disk::Rewrite;
use crate::project::Project;
use crate::refusal::Refusal;
use crate::resolve::Graph;
use crate::resolve::graph::{LinkEnd, Node};
use crate::source::SitePath;

/// Refuses what would give the site other errors, other things or other links.
pub(super) fn verify(task: &Task, before: &Analysis, rewrites: &[Rewrite]) -> Result<(), Obstacle> {
    let project = after(task.project, rewrites);
    let after = analyse(&project);
    let known = counts(&before.diagnostics);
    let more =
        counts(&after.diagnostics).into_iter().any(|(code, count)| known.get(&code).is_none_or(|it| *it < count));
    if more {
        let is_new = |it: &&Diagnostic| it.code.severity() == Severity::Error && !before.diagnostics.contains(it);
        let new = after.diagnostics.iter().filter(is_new).cloned().collect();
        return Err(Obstacle::Consequences(new, Box::new(project.texts)));
    }
    let renamed = (task.node.clone(), task.new.as_str());
    let links = |project, graph, renamed| ends(project, graph, task.moved.as_ref(), renamed);
    let same = sizes(&before.graph) == sizes(&after.graph)
        && links(task.project, &before.graph, Some(&renamed)) == links(&project, &after.graph, None);
    if same {
        return Ok(());
    }
    let message = format!("`{}` cannot be told from something else that is called so", task.new);
    Err(Refusal::new(message).help("choose another id").into())
}

/// How many errors there are of each kind.
fn counts(found: &[Diagnostic]) -> BTreeMap<Code, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in found.iter().filter(|it| it.code.severity() == Severity::Error) {
        *counts.entry(diagnostic.code).or_insert(0) += 1;
    }
    counts
}

fn sizes(graph: &Graph) -> [usize; 8] {
    [
        graph.briefings.len(),
        graph.actors.len(),
        graph.claims.len(),
        graph.statements.len(),
        graph.events.len(),
        graph.sources.len(),
        graph.pages.len(),
        graph.changes.len(),
    ]
}

/// Where every link leads, in order of their places, by file.
type Ends = BTreeMap<SitePath, Vec<Vec<Option<String>>>>;

fn ends(
    project: &Project,
    graph: &Graph,
    moved: Option<&(SitePath, SitePath)>,
    renamed: Option<&(Node, &str)>,
) -> Ends {
    let mut all = Ends::new();
    for (key, ends) in &graph.ends {
        let Some(text) = project.texts.get(key.0) else { continue };
        let path = moved.filter(|(from, _)| from == text.path()).map_or(text.path(), |(_, to)| to);
        let names = ends.links.iter().map(|end| end.as_ref().map(|end| name(graph, end, renamed))).collect();
        all.entry(path.clone()).or_default().push(names);
    }
    all
}

/// What a link leads to, with its new id. Fragments are checked by resolving them.
fn name(graph: &Graph, end: &LinkEnd, renamed: Option<&(Node, &str)>) -> String {
    let name = match renamed {
        Some((node, new)) if *node == end.node => *new,
        _ => id(graph, &end.node).as_str(),
    };
    match &end.node {
        Node::Briefing(handle) => format!("briefing {}{name}", graph[*handle].folder),
        Node::Actor(_) => format!("actor {name}"),
        Node::Claim(_) => format!("claim {name}"),
        Node::Event(_) => format!("event {name}"),
        Node::Source(_) => format!("source {name}"),
        Node::Page(_) => format!("page {name}"),
        Node::Home => "home".to_owned(),
        Node::Asset(path) => format!("file {path}"),
    }
}
