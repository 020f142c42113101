//! Prose of the author as HTML for one page: its links and images lead somewhere, names in it are linked, and passages that
//! carry a statement are marked.

use std::collections::BTreeSet;
use std::ops::Range;

use super::body::{self, Composed, Decorations, LinkDecoration, MarkDecoration, NameDecoration};
use super::view::Site;
use crate::anchor::names::NameMatch;
use crate::config::Autolink;
use crate::model::Word;
use crate::parse::Body;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Briefing, LinkEnd, Node};

/// The page on which prose stands.
pub(super) struct Place<'a> {
    /// The way to the root of the site.
    pub(super) root: &'a str,
    /// What the page is about, which is not linked to itself.
    pub(super) owner: Node,
    /// The actors that are meant where a name has several.
    pub(super) listed: &'a [Handle<Actor>],
}

/// A remark within a page: links and images, but no names, which the prose of the page links.
pub(super) fn remark(site: &Site<'_>, remark: &Body, root: &str) -> String {
    let decorations = Decorations {
        links: links(site, remark, root, None),
        images: images(site, remark, root),
        ..Decorations::default()
    };
    body::compose(remark, &decorations).html()
}

/// The prose of a page, with these passages marked.
pub(super) fn prose(site: &Site<'_>, prose: &Body, place: &Place<'_>, marks: Vec<MarkDecoration>) -> Composed {
    let decorations = Decorations {
        marks,
        links: links(site, prose, place.root, Some(&place.owner)),
        images: images(site, prose, place.root),
        names: names(site, prose, place),
    };
    body::compose(prose, &decorations)
}

/// The passages of a briefing that carry its statements, and those that the author remarks on. Their numbers are those of
/// the statements, then one for each remark.
pub(super) fn marks<'a>(site: &Site<'a>, briefing: &'a Briefing) -> Vec<MarkDecoration> {
    let written = site.written(&briefing.source);
    let statements = briefing.statements.iter().filter_map(|handle| {
        let statement = &site.graph[*handle];
        let anchor = written.anchor(statement)?;
        let status = site.graph[statement.claim].status;
        Some(MarkDecoration {
            id: statement.anchor_id.clone(),
            number: statement.number,
            shown: statement.number.to_string(),
            standing: status.standing().as_str().to_owned(),
            href: note_href(&statement.anchor_id),
            label: format!("Note {}, {}", statement.number, status.as_str()),
            pieces: anchor.pieces.clone(),
        })
    });
    let remarks = (0..).zip(written.notes).filter_map(|(index, anchor)| {
        let letter = letter(index);
        Some(MarkDecoration {
            id: format!("remark_{letter}"),
            number: remark_number(briefing, index),
            href: note_href(&format!("remark_{letter}")),
            label: format!("Remark {letter}"),
            shown: letter,
            standing: String::new(),
            pieces: anchor.as_ref()?.pieces.clone(),
        })
    });
    statements.chain(remarks).collect()
}

/// The number of a remark among the marks of its briefing.
pub(super) fn remark_number(briefing: &Briefing, index: usize) -> u32 {
    u32::try_from(briefing.statements.len() + index + 1).unwrap_or(u32::MAX)
}

/// What the remark of this index is called: `a` to `z`, then `aa`, `ab` and so on.
pub(super) fn letter(index: usize) -> String {
    let last = char::from(b'a' + u8::try_from(index % 26).unwrap_or_default());
    match index / 26 {
        0 => last.to_string(),
        more => letter(more - 1) + &last.to_string(),
    }
}

/// Where the card of a passage stands on the page. An underscore is in no id that an author makes.
fn note_href(id: &str) -> String {
    body::encoded_fragment(&format!("note_{id}"))
}

fn links(site: &Site<'_>, body: &Body, root: &str, owner: Option<&Node>) -> Vec<Option<LinkDecoration>> {
    let ends = body.key().and_then(|key| site.graph.ends.get(&key));
    let link = |end: &Option<LinkEnd>| {
        let LinkEnd { node, fragment } = end.as_ref()?;
        let mut href = match (owner, fragment) {
            (Some(owner), Some(_)) if owner == node => String::new(),
            _ => format!("{root}{}", site.plan.address(node)?.href()),
        };
        if let Some(fragment) = fragment {
            href.push_str(&body::encoded_fragment(fragment));
        }
        Some(to(site, node, href))
    };
    ends.map_or_else(Vec::new, |ends| ends.links.iter().map(link).collect())
}

fn images(site: &Site<'_>, body: &Body, root: &str) -> Vec<Option<String>> {
    let ends = body.key().and_then(|key| site.graph.ends.get(&key));
    let address = |image: &Option<_>| {
        let path: &crate::source::SitePath = image.as_ref()?;
        let address = site.plan.assets.get(path)?;
        Some(format!("{root}{}", address.href()))
    };
    ends.map_or_else(Vec::new, |ends| ends.images.iter().map(address).collect())
}

/// The names in prose that become links: of each actor the first or all, never its own on its page.
fn names(site: &Site<'_>, body: &Body, place: &Place<'_>) -> Vec<NameDecoration> {
    if site.settings.autolink == Autolink::Off {
        return Vec::new();
    }
    let mut seen: BTreeSet<Handle<Actor>> = BTreeSet::new();
    let mut names = Vec::new();
    for NameMatch { range, ids } in site.names.find(body) {
        let Some(actor) = meant(ids, place.listed) else { continue };
        let node = Node::Actor(actor);
        let Some(address) = site.plan.address(&node).filter(|_| node != place.owner) else { continue };
        let again = !seen.insert(actor);
        if (again && site.settings.autolink == Autolink::First) || in_link(body, &range) {
            continue;
        }
        let link = to(site, &node, format!("{}{}", place.root, address.href()));
        names.push(NameDecoration { range, link });
    }
    names
}

/// The one actor that a name means: its only bearer, or the only one that is listed.
fn meant(ids: &[u32], listed: &[Handle<Actor>]) -> Option<Handle<Actor>> {
    let mut bearers = ids.iter().map(|id| Handle::new(*id as usize));
    if ids.len() == 1 {
        return bearers.next();
    }
    let mut meant = bearers.filter(|bearer| listed.contains(bearer));
    meant.next().filter(|_| meant.next().is_none())
}

fn in_link(body: &Body, range: &Range<u32>) -> bool {
    let links = body.links();
    let first = links.partition_point(|link| link.words.end <= range.start);
    links.get(first).is_some_and(|link| link.words.start < range.end)
}

fn to(site: &Site<'_>, node: &Node, href: String) -> LinkDecoration {
    let (class, kind) = match node {
        Node::Actor(actor) => ("actor", site.graph[*actor].kind.map_or("", |kind| kind.as_str())),
        Node::Claim(_) => ("claim", "claim"),
        Node::Event(_) => ("event", "event"),
        Node::Source(_) => ("source", "source"),
        Node::Briefing(_) => ("briefing", "briefing"),
        Node::Page(_) | Node::Home | Node::Asset(_) => ("", ""),
    };
    LinkDecoration { href, class: class.to_owned(), kind: kind.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{letter, meant};
    use crate::resolve::Handle;

    #[test]
    fn remarks_have_letters() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letter), ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }

    #[test]
    fn a_shared_name_means_the_only_one_listed() {
        let actor = |at| Handle::new(at);
        assert_eq!(meant(&[3], &[]), Some(actor(3)));
        assert_eq!(meant(&[3, 4], &[]), None);
        assert_eq!(meant(&[3, 4], &[actor(4)]), Some(actor(4)));
        assert_eq!(meant(&[3, 4], &[actor(4), actor(3)]), None);
    }
}
