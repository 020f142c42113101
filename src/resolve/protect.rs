//! The strings of confidential actors and sources that must not be published.

use std::collections::BTreeSet;

use super::graph::Graph;
use crate::model::declaration::{LinkDeclaration, Text};

/// A string that must not be published, and how it is looked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Secret {
    /// The string as it was written.
    pub(super) text: String,
    /// What it is, in words that follow "the".
    pub(super) what: &'static str,
    /// The id of what it belongs to.
    pub(super) of: String,
}

impl Graph {
    /// The strings that no byte of the output may hold, where they stand as whole words: names, aliases, titles, addresses,
    /// summaries and ids of what is confidential, in the order of the alphabet. Strings of fewer than four characters and
    /// ids of one plain word are left out, because they would be found everywhere.
    #[must_use]
    pub fn protected(&self) -> Vec<String> {
        let secrets = secrets(self).into_iter();
        let kept = secrets.filter(|secret| secret.what != "id" || secret.text.contains(|c: char| !c.is_alphabetic()));
        let texts: BTreeSet<String> = kept.map(|secret| secret.text).filter(|text| text.chars().count() >= 4).collect();
        texts.into_iter().collect()
    }
}

/// All secrets of a site.
pub(super) fn secrets(graph: &Graph) -> BTreeSet<Secret> {
    let mut secrets = BTreeSet::new();
    for actor in graph.actors.iter().filter(|actor| actor.confidential.is_some()) {
        let written = &actor.source;
        let mut add = Adder { secrets: &mut secrets, of: written.id.slug.as_str() };
        add.text("id", written.id.slug.as_str());
        add.text("name", &written.name);
        add.texts("alias", &written.aliases);
        add.links(&written.links);
        add.texts("Wikidata item", &written.wikidata);
        add.texts("summary", &written.summary);
        add.sentences(written.body.as_ref().map_or("", |body| body.text()));
    }
    for source in graph.sources.iter().filter(|source| source.confidential.is_some()) {
        let written = &source.source;
        let mut add = Adder { secrets: &mut secrets, of: written.id.slug.as_str() };
        add.text("id", written.id.slug.as_str());
        add.text("title", &written.title);
        add.texts("address", &written.url);
        add.texts("address", &written.archive_url);
        add.texts("summary", &written.summary);
        add.sentences(written.body.as_ref().map_or("", |body| body.text()));
    }
    secrets
}

struct Adder<'a> {
    secrets: &'a mut BTreeSet<Secret>,
    of: &'a str,
}

impl Adder<'_> {
    fn text(&mut self, what: &'static str, text: &str) {
        let text = text.trim();
        if text.chars().count() >= SHORTEST {
            self.secrets.insert(Secret { text: text.to_owned(), what, of: self.of.to_owned() });
        }
    }

    fn texts<'t>(&mut self, what: &'static str, texts: impl IntoIterator<Item = &'t Text>) {
        for text in texts {
            self.text(what, text);
        }
    }

    fn links(&mut self, links: &[LinkDeclaration]) {
        for link in links {
            self.text("address", &link.url);
        }
    }

    /// Lines of prose that are long enough to be its own words.
    fn sentences(&mut self, prose: &str) {
        for line in prose.lines().filter(|line| line.chars().count() >= LONG) {
            self.text("text", line);
        }
    }
}

/// Shorter strings are everywhere.
const SHORTEST: usize = 2;
/// A line from this length on is taken for its own words.
const LONG: usize = 40;
