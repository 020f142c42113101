//! Everything that has a page and a title, from A to Z.

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
    let mut all: Vec<((String, String), Node)> = Vec::new();
    let mut add = |title: &str, node: Node| all.push(((initial(title), folded(title)), node));
    for it in handles(&graph.briefings) {
        add(title(&graph[it].source.article.head), Node::Briefing(it));
    }
    for it in handles(&graph.actors).filter(|it| graph[*it].confidential.is_none()) {
        add(&graph[it].source.name, Node::Actor(it));
    }
    handles(&graph.claims).for_each(|it| add(&graph[it].source.text, Node::Claim(it)));
    handles(&graph.events).for_each(|it| add(&graph[it].source.title, Node::Event(it)));
    for it in handles(&graph.sources).filter(|it| graph[*it].confidential.is_none()) {
        add(&graph[it].source.title, Node::Source(it));
    }
    handles(&graph.pages).for_each(|it| add(title(&graph[it].source.article.head), Node::Page(it)));
    all.sort();
    let letters = initials(all.iter().map(|((letter, _), _)| letter.clone()));
    (all.into_iter().map(|(_, node)| node).collect(), letters)
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
