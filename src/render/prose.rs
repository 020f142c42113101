//! Prose of the author as HTML for one page: its links, images and names, and in a briefing the marks of what it annotates.

use std::collections::BTreeSet;

use crate::anchor::names::NameIndex;
use crate::config::Autolink;
use crate::model::Word;
use crate::parse::Body;
use crate::plan::Address;
use crate::render::body::{Block, Composed, Decorations, LinkDecoration, MarkDecoration, NameDecoration, compose};
use crate::render::view::Site;
use crate::resolve::graph::{Actor, Briefing, LinkEnd, Node};
use crate::resolve::{Graph, Handle};

/// The names of a site's actors, ready to be found in prose.
#[derive(Debug)]
pub struct Names(NameIndex);

impl Names {
    /// The names of those actors that are not confidential.
    #[must_use]
    pub fn new(graph: &Graph) -> Self {
        let id = |actor: Handle<Actor>| u32::try_from(actor.index()).unwrap_or(u32::MAX);
        Self(NameIndex::new(graph.names.iter().map(|(name, actor)| (name.clone(), id(*actor)))))
    }
}

/// The prose of a body as it stands on a page from which `root` leads to the root of the site.
pub(super) fn prose(site: &Site<'_>, body: &Body, root: &str) -> String {
    composed(site, body, root, Vec::new(), &[]).html()
}

/// The prose of a briefing, block by block, with its statements and remarks marked.
///
/// The number of a mark is that of its statement; those of remarks begin at [`REMARKS`].
pub(super) fn annotated(site: &Site<'_>, briefing: &Briefing, root: &str) -> Vec<Block> {
    let Some(body) = briefing.source.article.body.as_deref() else { return Vec::new() };
    let mut marks = statements(site, briefing);
    marks.extend(remarks(briefing));
    composed(site, body, root, marks, &briefing.listed).blocks
}

/// The same for another page: without ids, and the references lead to `page`.
pub(super) fn annotated_elsewhere(site: &Site<'_>, briefing: &Briefing, root: &str, page: &str) -> Vec<Block> {
    let Some(body) = briefing.source.article.body.as_deref() else { return Vec::new() };
    let mut marks = statements(site, briefing);
    for mark in &mut marks {
        mark.id.clear();
        mark.href = format!("{root}{page}{}", mark.href);
    }
    composed(site, body, root, marks, &briefing.listed).blocks
}

/// The sign of the remark at this index: `a` to `z`, then `aa`.
pub(super) fn sign(index: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or_default());
    match index / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", sign(more - 1)),
    }
}

/// Numbers of marks from here on belong to remarks.
pub(super) const REMARKS: u32 = 1 << 24;

fn composed(
    site: &Site<'_>,
    body: &Body,
    root: &str,
    marks: Vec<MarkDecoration>,
    listed: &[Handle<Actor>],
) -> Composed {
    let ends = body.key().and_then(|key| site.graph.ends.get(&key));
    let link = |end: &LinkEnd| decoration(site, root, end);
    let links: Vec<_> = ends.map_or(&[][..], |it| &it.links).iter().map(|it| it.as_ref().and_then(link)).collect();
    let image = |path: &_| site.plan.address(&Node::Asset(Clone::clone(path))).map(|it| format!("{root}{}", it.href()));
    let images = ends.map_or(&[][..], |it| &it.images).iter().map(|it| it.as_ref().and_then(image)).collect();
    let names = names(site, body, root, listed, ends.map_or(&[][..], |it| &it.links));
    compose(body, &Decorations { marks, links, images, names })
}

fn statements(site: &Site<'_>, briefing: &Briefing) -> Vec<MarkDecoration> {
    let places = briefing.source.statements.iter();
    let anchored = briefing.statements.iter().zip(places).filter_map(|(it, place)| Some((*it, place.as_ref()?)));
    anchored
        .map(|(handle, place)| {
            let statement = &site.graph[handle];
            let status = site.graph[statement.claim].status;
            MarkDecoration {
                id: statement.anchor_id.clone(),
                number: statement.number,
                sign: statement.number.to_string(),
                standing: status.standing().as_str().to_owned(),
                href: fragment(&format!("note-{}", statement.anchor_id)),
                label: format!("Note {}, {}", statement.number, status.as_str()),
                pieces: place.pieces.clone(),
            }
        })
        .collect()
}

fn remarks(briefing: &Briefing) -> impl Iterator<Item = MarkDecoration> {
    let places = briefing.source.notes.iter().enumerate();
    places.filter_map(|(index, place)| Some((index, place.as_ref()?))).map(|(index, place)| {
        let sign = sign(index);
        MarkDecoration {
            id: format!("passage-{sign}"),
            number: REMARKS + u32::try_from(index).unwrap_or_default(),
            standing: "remark".to_owned(),
            href: format!("#remark-{sign}"),
            label: format!("Remark {sign}"),
            sign,
            pieces: place.pieces.clone(),
        }
    })
}

/// The link to something; none when it has no page.
fn decoration(site: &Site<'_>, root: &str, end: &LinkEnd) -> Option<LinkDecoration> {
    let page = site.plan.address(&end.node)?.href();
    let place = end.fragment.as_deref().map(fragment).unwrap_or_default();
    let (class, kind) = match &end.node {
        Node::Actor(it) => ("actor", site.graph[*it].kind.map_or("", Word::as_str)),
        Node::Event(_) => ("actor", "event"),
        _ => ("", ""),
    };
    Some(LinkDecoration { href: format!("{root}{page}{place}"), class: class.to_owned(), kind: kind.to_owned() })
}

/// Names of actors that become links of themselves. A name that several have is linked where the briefing lists just one
/// of them; who is linked already by the author counts as mentioned.
fn names(
    site: &Site<'_>,
    body: &Body,
    root: &str,
    listed: &[Handle<Actor>],
    written: &[Option<LinkEnd>],
) -> Vec<NameDecoration> {
    let all = match site.settings.autolink {
        Autolink::Off => return Vec::new(),
        Autolink::All => true,
        Autolink::First => false,
    };
    let mut seen: BTreeSet<Node> = BTreeSet::new();
    if !all {
        let actors = written.iter().flatten().map(|end| &end.node).filter(|it| matches!(it, Node::Actor(_)));
        seen.extend(actors.cloned());
    }
    let mut names = Vec::new();
    for found in site.names.0.find(body) {
        let Some(actor) = one_of(found.ids, listed) else { continue };
        let node = Node::Actor(actor);
        if !all && seen.contains(&node) {
            continue;
        }
        if let Some(link) = decoration(site, root, &LinkEnd { node: node.clone(), fragment: None }) {
            names.push(NameDecoration { range: found.range, link });
            seen.insert(node);
        }
    }
    names
}

fn one_of(ids: &[u32], listed: &[Handle<Actor>]) -> Option<Handle<Actor>> {
    let all: Vec<_> = ids.iter().filter_map(|it| usize::try_from(*it).ok()).map(Handle::new).collect();
    let here: Vec<_> = all.iter().copied().filter(|it| listed.contains(it)).collect();
    match (&all[..], &here[..]) {
        ([one], _) | (_, [one]) => Some(*one),
        _ => None,
    }
}

fn fragment(id: &str) -> String {
    format!("#{}", Address::new(id).href())
}
