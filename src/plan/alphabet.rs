//! Everything that has a page and a title, from A to Z.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::lists::handles;
use crate::parse::Head;
use crate::resolve::Graph;
use crate::resolve::graph::Node;

/// Where in a list a letter begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initial {
    /// The letter, upper case and without accents; `#` for what is no letter.
    pub letter: String,
    /// The first entry that begins with it.
    pub at: usize,
}

/// All briefings, actors, claims, events, sources and pages that have a page, by title.
pub(super) fn titled(graph: &Graph) -> (Vec<Node>, Vec<Initial>) {
    let actors = handles(&graph.actors).filter(|it| graph[*it].confidential.is_none());
    let sources = handles(&graph.sources).filter(|it| graph[*it].confidential.is_none());
    let nodes = (handles(&graph.briefings).map(Node::Briefing))
        .chain(actors.map(Node::Actor))
        .chain(handles(&graph.claims).map(Node::Claim))
        .chain(handles(&graph.events).map(Node::Event))
        .chain(sources.map(Node::Source))
        .chain(handles(&graph.pages).map(Node::Page));
    let mut all: Vec<_> = nodes.map(|node| (key(graph, &node), node)).collect();
    all.sort();
    let letters = initials(all.iter().map(|((letter, _), _)| letter.clone()));
    // Collected in place, they would keep the room of the keys.
    (all.iter().map(|(_, node)| node.clone()).collect(), letters)
}

/// Puts what has another title now in its place among all others, which are in order.
pub(super) fn retitle(graph: &Graph, titled: &mut Vec<Node>, letters: &mut Vec<Initial>, nodes: &BTreeSet<Node>) {
    for node in nodes {
        let Some(at) = titled.iter().position(|it| it == node) else { continue };
        titled.remove(at);
        let letter = letters.iter().rposition(|initial| initial.at <= at).unwrap_or_default();
        letters.iter_mut().skip(letter + 1).for_each(|initial| initial.at -= 1);
        let end = letters.get(letter + 1).map_or(titled.len(), |next| next.at);
        if letters.get(letter).is_some_and(|initial| initial.at == end) {
            letters.remove(letter);
        }
    }
    for node in nodes {
        let key = (key(graph, node), node);
        let at = titled.partition_point(|other| (self::key(graph, other), other) < key);
        titled.insert(at, node.clone());
        let letter = letters.partition_point(|initial| initial.letter < key.0.0);
        if letters.get(letter).is_none_or(|initial| initial.letter != key.0.0) {
            letters.insert(letter, Initial { letter: key.0.0, at });
        }
        letters.iter_mut().skip(letter + 1).for_each(|initial| initial.at += 1);
    }
}

/// By what something stands among others: its letter, and its title as it is compared.
fn key(graph: &Graph, node: &Node) -> (String, String) {
    let title = match node {
        Node::Briefing(it) => title(&graph[*it].source.article.head),
        Node::Actor(it) => &graph[*it].source.name,
        Node::Claim(it) => &graph[*it].source.text,
        Node::Event(it) => &graph[*it].source.title,
        Node::Source(it) => &graph[*it].source.title,
        Node::Page(it) => title(&graph[*it].source.article.head),
        Node::Home | Node::Asset(_) => "",
    };
    place(title)
}

/// Where a title stands among others: its letter, and itself as it is compared.
pub(super) fn place(title: &str) -> (String, String) {
    (initial(title), folded(title))
}

/// Where each letter of a list begins.
pub(super) fn initials(letters: impl Iterator<Item = String>) -> Vec<Initial> {
    let mut initials: Vec<Initial> = Vec::new();
    for (at, letter) in letters.enumerate() {
        if initials.last().is_none_or(|last| last.letter != letter) {
            initials.push(Initial { letter, at });
        }
    }
    initials
}

/// The letter under which a title is listed.
pub(super) fn initial(title: &str) -> String {
    let letter = title.nfd().find(|c| c.is_alphanumeric()).filter(|c| c.is_alphabetic());
    letter.map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect())
}

/// A title as it is compared: without accents, case, and what stands before its first letter or digit.
fn folded(title: &str) -> String {
    if title.is_ascii() {
        return title.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).to_ascii_lowercase();
    }
    let bare = title.nfd().filter(|c| !is_combining_mark(*c)).skip_while(|c| !c.is_alphanumeric());
    bare.flat_map(char::to_lowercase).collect()
}

fn title(head: &Head) -> &str {
    match head {
        Head::Briefing(head) => &head.title.value,
        Head::Page(head) | Head::Home(head) => head.title.as_ref().map_or("", |it| &it.value),
        Head::Entity | Head::List => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_listed_under_its_first_letter_whatever_its_accents() {
        let letters = ["Émile", "zoë", "“Quoted”", "Żaba", "7 days", "…", "Радомир", "سهيل", "水"].map(initial);
        assert_eq!(letters, ["E", "Z", "Q", "Z", "#", "#", "Р", "س", "水"]);
        assert!(folded("Émile") < folded("fa") && folded("« Ça »") == "ca »");
    }

    #[test]
    fn letters_begin_where_they_stand_first() {
        let found = initials(["A", "A", "B", "D"].map(str::to_owned).into_iter());
        let found: Vec<_> = found.iter().map(|it| (it.letter.as_str(), it.at)).collect();
        assert_eq!(found, [("A", 0), ("B", 2), ("D", 3)]);
    }
}
