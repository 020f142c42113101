//! The places in prose that lead to something by its id, or to its file by a path.
//!
//! Which links these are is known from the graph. Where exactly the id is typed is looked for in the link, or, for a link
//! whose address stands elsewhere, in the definitions of the same prose.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::{Edits, Task, place_of};
use crate::model::Kind;
use crate::model::Slug;
use crate::parse::body::{BodyLink, LinkTarget};
use crate::parse::{Article, Body, Head};
use crate::refusal::Refusal;
use crate::resolve::graph::{LinkEnd, Node};
use crate::source::{SitePath, SourceText};

/// Adds a replacement for every link.
pub(super) fn add(task: &Task, edits: &mut BTreeMap<SitePath, Edits>) -> Result<(), Refusal> {
    for article in &task.articles {
        let Some(text) = task.project.texts.at(&article.path) else { continue };
        for body in bodies(article) {
            let Some(ends) = body.key().and_then(|key| task.graph.ends.get(&key)) else { continue };
            for (link, end) in body.links().iter().zip(&ends.links) {
                let Some(wanted) = end.as_ref().and_then(|end| task.wanted(article, link, end)) else { continue };
                let found = wanted.places(text, &body, link);
                if found.is_empty() {
                    let place = place_of(task.project, link.span.file, link.span.range().start);
                    let message = format!("the link at {place} is written in a way that cannot be renamed");
                    return Err(Refusal::new(message).help("write it as `[words](kind:id)` first"));
                }
                let own = edits.entry(article.path.clone()).or_default();
                own.extend(found.into_iter().map(|place| ((place.start, place.end), wanted.after.clone())));
            }
        }
    }
    Ok(())
}

/// All prose of an article, in no order.
fn bodies(article: &Article) -> Vec<Arc<Body>> {
    let mut bodies: Vec<Arc<Body>> = article.body.iter().cloned().collect();
    if let Head::Briefing(head) = &article.head {
        bodies.extend(head.notes.iter().map(|note| Arc::clone(&note.text)));
    }
    bodies.extend(article.statements.iter().filter_map(|statement| statement.note.clone()));
    bodies.extend(article.actors.iter().filter_map(|it| it.body.clone()));
    bodies.extend(article.claims.iter().filter_map(|it| it.body.clone()));
    bodies.extend(article.events.iter().filter_map(|it| it.body.clone()));
    bodies.extend(article.sources.iter().filter_map(|it| it.body.clone()));
    bodies
}

/// What of a link is replaced, and by what.
struct Wanted<'t> {
    part: Part,
    before: &'t str,
    after: String,
}

/// The part of an address that is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What follows the scheme: `claim:ID`, `briefing:folder/ID#fragment`.
    Id(&'static str),
    /// What stands between double brackets.
    Name,
    /// The name of the file.
    File,
    /// The id at the beginning of the fragment, which is the place of a statement.
    Fragment,
}

impl Task<'_> {
    /// What of this link is replaced, if anything.
    fn wanted<'t>(&'t self, article: &Article, link: &'t BodyLink, end: &LinkEnd) -> Option<Wanted<'t>> {
        let (old, new) = (self.old.as_str(), self.new.to_string());
        let is_it = end.node == self.node;
        let id = |kind: Kind| Wanted { part: Part::Id(kind.name()), before: old, after: new.clone() };
        let by_id = match &link.target {
            LinkTarget::Actor(id) => (self.kind == Kind::Actor && id == old).then_some(Kind::Actor),
            LinkTarget::Claim(_) => (self.kind == Kind::Claim && is_it).then_some(Kind::Claim),
            LinkTarget::Event(_) => (self.kind == Kind::Event && is_it).then_some(Kind::Event),
            LinkTarget::Source(_) => (self.kind == Kind::Source && is_it).then_some(Kind::Source),
            LinkTarget::Briefing(..) => (self.kind == Kind::Briefing && is_it).then_some(Kind::Briefing),
            LinkTarget::Name(name) if is_it && name.trim() == old => {
                return Some(Wanted { part: Part::Name, before: old, after: new });
            }
            LinkTarget::File(path, _) if is_it => {
                let (from, to) = self.moved.as_ref()?;
                let leads = article.path.parent().join(path).is_ok_and(|path| path == *from);
                return leads.then(|| Wanted { part: Part::File, before: from.name(), after: to.name().to_owned() });
            }
            LinkTarget::Name(_) | LinkTarget::File(..) | LinkTarget::Fragment(_) | LinkTarget::External(_) => None,
        };
        if let Some(kind) = by_id {
            return Some(id(kind));
        }
        let is_place = end.fragment.as_deref().is_some_and(|fragment| self.is_place_of_statement(&end.node, fragment));
        is_place.then_some(Wanted { part: Part::Fragment, before: old, after: new })
    }

    /// Whether a fragment of a page is the place of a statement of the claim that is renamed.
    fn is_place_of_statement(&self, page: &Node, fragment: &str) -> bool {
        let (Node::Briefing(briefing), Node::Claim(claim)) = (page, &self.node) else { return false };
        let statements = self.graph[*briefing].statements.iter().map(|statement| &self.graph[*statement]);
        statements.filter(|it| it.claim == *claim).any(|it| it.anchor_id == fragment)
    }
}

impl Wanted<'_> {
    /// Where it is typed.
    fn places(&self, text: &SourceText, body: &Body, link: &BodyLink) -> Vec<Range<usize>> {
        let region = link.span.range();
        let typed = &text.text()[region.clone()];
        if typed == self.before && self.part != Part::Name {
            return vec![region];
        }
        let at = |start: usize, range: Range<usize>| start + range.start..start + range.end;
        let within: Vec<_> = addresses(typed)
            .into_iter()
            .chain(std::iter::once(0..typed.len()))
            .filter_map(|address| self.within(&typed[address.clone()]).map(|found| at(address.start, found)))
            .collect();
        if !within.is_empty() {
            return within.into_iter().map(|found| at(region.start, found)).collect();
        }
        let Some(start) = body.key().map(|key| key.1 as usize) else { return Vec::new() };
        let prose = text.text().get(start..).unwrap_or_default();
        let definitions = definitions(prose).into_iter();
        definitions
            .filter_map(|address| self.within(&prose[address.clone()]).map(|found| at(address.start, found)))
            .map(|found| at(start, found))
            .collect()
    }

    /// Where in an address as it was typed.
    fn within(&self, address: &str) -> Option<Range<usize>> {
        let end = address.find('#').unwrap_or(address.len());
        let last = |from: usize| address[from..end].rfind('/').map_or(from, |slash| from + slash + 1)..end;
        let found = match self.part {
            Part::Id(scheme) => {
                let colon = address.find(':').filter(|colon| address[..*colon].eq_ignore_ascii_case(scheme))?;
                if scheme == Kind::Briefing.name() { last(colon + 1) } else { colon + 1..address.len() }
            }
            Part::Name => 0..address.len(),
            Part::File => last(0),
            Part::Fragment => {
                let start = (end + 1).min(address.len());
                let typed = &address[start..];
                let number = |rest: &str| rest.is_empty() || rest.starts_with('-');
                let is_it = typed.strip_prefix(self.before).is_some_and(number);
                return is_it.then(|| start..start + self.before.len());
            }
        };
        let typed = &address[found.clone()];
        let begin = found.start + typed.len() - typed.trim_start().len();
        let found = begin..begin + typed.trim().len();
        let decoded = percent_decode_str(typed.trim()).decode_utf8_lossy();
        (decoded == self.before || Slug::parse(&decoded).is_some_and(|slug| slug.as_str() == self.before))
            .then_some(found)
    }
}

/// Every address in a piece of Markdown: between parentheses, angle or double square brackets.
fn addresses(markdown: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (opening, ends) in [("](", &[')', ' ', '\n', '\t', '"'][..]), ("<", &['>']), ("[[", &[']', '|'])] {
        for (at, _) in markdown.match_indices(opening) {
            let rest = &markdown[at + opening.len()..];
            let start = at + opening.len() + rest.len() - rest.trim_start().len();
            let rest = &markdown[start..];
            let length = rest.find(ends).unwrap_or(rest.len());
            found.push(start..start + length);
        }
    }
    found.extend(definitions(markdown));
    found
}

/// The addresses of link definitions: `[label]: address`.
fn definitions(markdown: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in markdown.match_indices("]:") {
        let line = markdown[..at].rfind('\n').map_or(0, |end| end + 1);
        if !markdown[line..at].trim_start_matches([' ', '>', '\t']).starts_with('[') {
            continue;
        }
        let rest = &markdown[at + 2..];
        let start = at + 2 + rest.len() - rest.trim_start().trim_start_matches('<').len();
        let rest = &markdown[start..];
        let length = rest.find(['>', ' ', '\n', '\r', '\t']).unwrap_or(rest.len());
        found.push(start..start + length);
    }
    found
}
