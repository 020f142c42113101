//! Where the links and images of every body lead, and who links to whom.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::bind::Binder;
use super::build::{Context, briefing_head};
use super::graph::{BodyEnds, Graph, Node};
use super::names::name_key;
use super::targets::{Place, Targets, is_elsewhere};
use crate::model::declaration::{ClaimReference, Text};
use crate::parse::body::{Body, LinkTarget};
use crate::parse::{Article, Head};
use crate::project::Project;

/// Binds the links and images of all bodies.
pub(super) fn bind(graph: &mut Graph, binder: &mut Binder, contexts: &[Context], project: &Project) {
    let targets = Targets::new(graph, binder.declared, project);
    let mut linked: BTreeSet<(Node, Node)> = BTreeSet::new();
    let articles = &binder.declared.articles;
    for (context, anchored) in contexts.iter().zip(articles) {
        for (body, owner) in bodies(&anchored.article, targets.files.get(&anchored.article.path), binder) {
            let place = Place { article: &anchored.article, owner: &owner, listed: &context.listed };
            let links = body.links().iter().map(|link| targets.link(graph, binder, &place, link)).collect::<Vec<_>>();
            let images = body.images().iter().map(|image| targets.image(binder, &place, image)).collect();
            for link in body.links() {
                if let LinkTarget::Name(name) = &link.target {
                    graph.wiki.insert(name_key(name));
                }
            }
            for end in links.iter().flatten().filter(|end| end.node != owner) {
                linked.insert((end.node.clone(), owner.clone()));
            }
            if let Some(key) = body.key() {
                graph.ends.insert(key, BodyEnds { links, images });
            }
        }
    }
    pictures(graph, binder, &targets);
    for (to, from) in linked {
        if let Some(list) = linked_from(graph, &to) {
            list.push(from);
        }
    }
}

/// The files of `image:` keys.
fn pictures(graph: &mut Graph, binder: &mut Binder, targets: &Targets) {
    let declared = binder.declared;
    let mut picture = |article: &Article, image: Option<&Text>| {
        let image = image.filter(|image| !is_elsewhere(image))?;
        targets.asset(binder, article, image, image.span, "image")
    };
    for briefing in &mut graph.briefings {
        let head = briefing_head(&briefing.source);
        briefing.image = picture(&briefing.source.article, head.and_then(|head| head.image.as_ref()));
    }
    for (actor, declaration) in graph.actors.iter_mut().zip(&declared.actors.list) {
        let article = &declared.articles[declaration.article].article;
        actor.image = picture(article, actor.source.image.as_ref());
    }
}

/// All bodies of an article, each with what it is the prose of.
fn bodies(article: &Article, itself: Option<&Node>, binder: &Binder) -> Vec<(Arc<Body>, Node)> {
    let declared = binder.declared;
    let mut bodies = Vec::new();
    if let Some(itself) = itself.filter(|_| article.body.is_some()) {
        bodies.extend(article.body.clone().map(|body| (body, itself.clone())));
    }
    if let (Head::Briefing(head), Some(itself)) = (&article.head, itself) {
        bodies.extend(head.notes.iter().map(|note| (Arc::clone(&note.text), itself.clone())));
    }
    let is_prose = !matches!(article.head, Head::Entity | Head::List);
    for statement in &article.statements {
        let id = match &statement.claim {
            ClaimReference::Here(index) => article.claims.get(*index).map(|claim| claim.id.slug.as_str()),
            ClaimReference::Elsewhere(text) => Some(text.as_str()),
        };
        let owner =
            itself.cloned().filter(|_| is_prose).or_else(|| id.and_then(|id| declared.claims.get(id)).map(Node::Claim));
        bodies.extend(statement.note.clone().zip(owner));
    }
    for actor in &article.actors {
        bodies.extend(actor.body.clone().zip(declared.actors.get(actor.id.slug.as_str()).map(Node::Actor)));
    }
    for claim in &article.claims {
        bodies.extend(claim.body.clone().zip(declared.claims.get(claim.id.slug.as_str()).map(Node::Claim)));
    }
    for event in &article.events {
        bodies.extend(event.body.clone().zip(declared.events.get(event.id.slug.as_str()).map(Node::Event)));
    }
    for source in &article.sources {
        bodies.extend(source.body.clone().zip(declared.sources.get(source.id.slug.as_str()).map(Node::Source)));
    }
    bodies
}

fn linked_from<'g>(graph: &'g mut Graph, node: &Node) -> Option<&'g mut Vec<Node>> {
    match node {
        Node::Briefing(handle) => graph.briefings.get_mut(handle.index()).map(|briefing| &mut briefing.linked_from),
        Node::Actor(handle) => graph.actors.get_mut(handle.index()).map(|actor| &mut actor.linked_from),
        Node::Claim(handle) => graph.claims.get_mut(handle.index()).map(|claim| &mut claim.linked_from),
        Node::Event(handle) => graph.events.get_mut(handle.index()).map(|event| &mut event.linked_from),
        Node::Source(handle) => graph.sources.get_mut(handle.index()).map(|source| &mut source.linked_from),
        Node::Page(_) | Node::Home | Node::Asset(_) => None,
    }
}
