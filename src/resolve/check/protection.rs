//! What is confidential must not be published: every text of an author that reaches the output is searched once, for all
//! secrets together.
//!
//! Case, marks and white space do not count. A secret is found where it stands as whole words; a name of several words, or
//! in another script than Latin, also with an ending, because names are inflected.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::super::graph::{Graph, LinkEnd, Node};
use super::super::protect::{Secret, secrets};
use super::Site;
use crate::anchor::Anchored;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Extra;
use crate::model::declaration::{ActorDeclaration, ClaimDeclaration, EventDeclaration, SourceDeclaration, Text};
use crate::parse::body::{Body, LinkTarget};
use crate::parse::{Article, BriefingHead, Head, PageHead};
use crate::source::Span;

/// Searches everything that is published.
pub(super) fn check(site: &Site, problems: &mut Vec<Diagnostic>) {
    let Some(mut search) = Search::new(site.graph) else { return };
    for anchored in &site.declared.articles {
        search.article(&anchored.article);
    }
    search.entities();
    problems.append(&mut search.problems);
}

/// Whether an article that declares nothing confidential would publish what is, in this graph.
pub(in crate::resolve) fn is_broken_by(graph: &Graph, anchored: &Anchored) -> bool {
    let Some(mut search) = Search::new(graph) else { return false };
    let article = &anchored.article;
    search.article(article);
    article.claims.iter().for_each(|claim| search.claim(claim));
    article.events.iter().for_each(|event| search.event(event));
    article.actors.iter().for_each(|actor| search.actor(actor));
    article.sources.iter().for_each(|source| search.source(source));
    !search.problems.is_empty()
}

struct Search<'a> {
    graph: &'a Graph,
    secrets: Vec<Secret>,
    searcher: AhoCorasick,
    problems: Vec<Diagnostic>,
}

impl<'a> Search<'a> {
    /// None when nothing is confidential.
    fn new(graph: &'a Graph) -> Option<Self> {
        let all = secrets(graph).into_iter();
        let secrets: Vec<Secret> = all.filter(|secret| !Folded::new(&secret.text).text.trim().is_empty()).collect();
        if secrets.is_empty() {
            return None;
        }
        let patterns = secrets.iter().map(|secret| Folded::new(&secret.text).text);
        let searcher = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok()?;
        Some(Self { graph, secrets, searcher, problems: Vec::new() })
    }

    fn article(&mut self, article: &Article) {
        match &article.head {
            Head::Briefing(head) => self.briefing(head),
            Head::Page(head) | Head::Home(head) => self.page(head),
            Head::Entity | Head::List => {}
        }
        self.bodies(article.body.as_ref());
        self.statements(article);
    }

    fn briefing(&mut self, head: &BriefingHead) {
        self.text(&head.title);
        self.plain(head.slug.as_str(), head.slug.span);
        self.texts(&head.summary);
        self.texts(head.authors.iter().chain(&head.tags).chain(&head.former).chain(&head.image));
        for update in &head.updates {
            self.text(&update.why);
        }
        for note in &head.notes {
            self.bodies(Some(&note.text));
        }
        self.extra(&head.extra);
    }

    fn page(&mut self, head: &PageHead) {
        self.plain(head.slug.as_str(), head.slug.span);
        self.texts(head.title.iter().chain(&head.summary).chain(&head.former));
        self.extra(&head.extra);
    }

    fn statements(&mut self, article: &Article) {
        for statement in &article.statements {
            self.bodies(statement.note.as_ref());
            self.texts(statement.quote.as_ref().map(|quote| &quote.exact));
            self.texts(statement.locator.iter().chain(&statement.translation).map(|it| &**it));
        }
    }

    fn entities(&mut self) {
        let graph = self.graph;
        graph.claims.iter().for_each(|claim| self.claim(&claim.source));
        graph.events.iter().for_each(|event| self.event(&event.source));
        let actors = graph.actors.iter().filter(|actor| actor.confidential.is_none());
        actors.for_each(|actor| self.actor(&actor.source));
        let sources = graph.sources.iter().filter(|source| source.confidential.is_none());
        sources.for_each(|source| self.source(&source.source));
        let actors = graph.actors.iter().filter(|actor| actor.confidential.is_some());
        self.texts(actors.filter_map(|actor| actor.source.display.as_ref()));
        let sources = graph.sources.iter().filter(|source| source.confidential.is_some());
        self.texts(sources.filter_map(|source| source.source.display.as_ref()));
    }

    fn claim(&mut self, written: &ClaimDeclaration) {
        self.plain(written.id.slug.as_str(), written.id.span);
        self.text(&written.text);
        self.texts(written.condition.iter().chain(&written.former));
        self.extra(&written.extra);
        self.bodies(written.body.as_ref());
    }

    fn event(&mut self, written: &EventDeclaration) {
        self.plain(written.id.slug.as_str(), written.id.span);
        self.text(&written.title);
        self.texts(written.kind.iter().chain(&written.summary).chain(&written.former));
        self.texts(written.place.as_ref().map(|place| &place.name));
        self.extra(&written.extra);
        self.bodies(written.body.as_ref());
    }

    fn actor(&mut self, written: &ActorDeclaration) {
        self.plain(written.id.slug.as_str(), written.id.span);
        self.text(&written.name);
        self.texts(written.aliases.iter().chain(&written.summary).chain(&written.former).chain(&written.image));
        self.texts(written.roles.iter().map(|role| &role.title));
        for link in &written.links {
            self.text(&link.url);
            self.texts(&link.title);
        }
        for relation in &written.relations {
            self.texts(&relation.note);
        }
        self.extra(&written.extra);
        self.bodies(written.body.as_ref());
    }

    fn source(&mut self, written: &SourceDeclaration) {
        self.plain(written.id.slug.as_str(), written.id.span);
        self.text(&written.title);
        self.texts(written.url.iter().chain(&written.archive_url).chain(&written.summary).chain(&written.former));
        self.texts(written.author.iter().chain(&written.publisher));
        self.extra(&written.extra);
        self.bodies(written.body.as_ref());
    }

    fn bodies<'b>(&mut self, body: impl IntoIterator<Item = &'b Arc<Body>>) {
        for body in body {
            for (at, secret) in self.found(body.text()) {
                let range = u32::try_from(at.start).unwrap_or(u32::MAX)..u32::try_from(at.end).unwrap_or(u32::MAX);
                if let Some(span) = body.span(range) {
                    self.report(secret, &body.text()[at], span);
                }
            }
            let ends = body.key().and_then(|key| self.graph.ends.get(&key));
            for (nth, link) in body.links().iter().enumerate() {
                match &link.target {
                    LinkTarget::External(address) => self.plain(address, link.span),
                    LinkTarget::File(path, fragment) => {
                        self.plain(path, link.span);
                        self.plain(fragment.as_deref().unwrap_or_default(), link.span);
                    }
                    _ => {}
                }
                self.end(ends.and_then(|ends| ends.links.get(nth)?.as_ref()), link.span);
            }
            for image in body.images() {
                self.plain(&image.target, image.span);
            }
        }
    }

    /// A link to something that has no page, because it is confidential.
    fn end(&mut self, end: Option<&LinkEnd>, span: Span) {
        let id = match end.map(|end| &end.node) {
            Some(Node::Actor(actor)) if self.graph[*actor].confidential.is_some() => &self.graph[*actor].source.id,
            Some(Node::Source(source)) if self.graph[*source].confidential.is_some() => &self.graph[*source].source.id,
            _ => return,
        };
        let message = format!("a link leads to `{}`, which is confidential and has no page", id.slug);
        self.problems.push(
            Diagnostic::new(Code::ConfidentialLeak, span, message)
                .also(id.span, "declared here")
                .help("write the words without the link"),
        );
    }

    fn extra(&mut self, extra: &Extra) {
        match extra {
            Extra::Text(text) => self.text(text),
            Extra::List(list) => list.iter().for_each(|extra| self.extra(extra)),
            Extra::Map(map) => {
                for (key, (span, extra)) in map {
                    self.plain(key, *span);
                    self.extra(extra);
                }
            }
            Extra::Nothing | Extra::Truth(_) | Extra::Integer(_) | Extra::Number(_) => {}
        }
    }

    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t Text>) {
        for text in texts {
            self.text(text);
        }
    }

    fn text(&mut self, text: &Text) {
        self.plain(&text.value, text.span);
    }

    fn plain(&mut self, text: &str, span: Span) {
        for (at, secret) in self.found(text) {
            self.report(secret, &text[at], span);
        }
    }

    /// Reports the secret of this number.
    fn report(&mut self, secret: usize, words: &str, span: Span) {
        let Secret { what, of, .. } = &self.secrets[secret];
        let message = format!("`{words}` would publish the {what} of `{of}`, which is confidential");
        self.problems.push(
            Diagnostic::new(Code::ConfidentialLeak, span, message)
                .help("write it in other words, or leave it out; only its `display` may be shown"),
        );
    }

    /// Where secrets stand in a text, by their numbers.
    fn found(&self, text: &str) -> Vec<(std::ops::Range<usize>, usize)> {
        let folded = Folded::new(text);
        let hits = self.searcher.find_iter(&folded.text);
        hits.filter_map(|hit| {
            let secret = hit.pattern().as_usize();
            let alone = stands_alone(&folded.text, hit.range(), &self.secrets[secret]);
            alone.then(|| (folded.original(hit.range()), secret))
        })
        .collect()
    }
}

fn stands_alone(text: &str, at: std::ops::Range<usize>, secret: &Secret) -> bool {
    let joins = |one: Option<char>, other: Option<char>| {
        one.zip(other).is_some_and(|(one, other)| is_letter(one) && is_letter(other))
    };
    let words = &text[at.clone()];
    if secret.what == "id" && words.chars().count() < 4 {
        return false;
    }
    let free_end = secret.what != "id" && (words.contains(' ') || !words.is_ascii());
    let starts = !joins(text[..at.start].chars().next_back(), words.chars().next());
    starts && (free_end || !joins(words.chars().next_back(), text[at.end..].chars().next()))
}

/// A letter of a script that puts spaces between words.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// A text without case and marks, white space folded, and the way back.
struct Folded {
    text: String,
    /// For each byte of `text`, the byte of the original from which it came; and at the end the length of the original.
    from: Vec<usize>,
}

impl Folded {
    fn new(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut from = Vec::with_capacity(original.len() + 1);
        for (at, c) in original.char_indices() {
            if c.is_whitespace() {
                if !text.ends_with(' ') {
                    text.push(' ');
                }
            } else {
                decompose_canonical(c, |part| {
                    if !is_combining_mark(part) && part != '\u{ad}' {
                        text.extend(plain(part).to_lowercase());
                    }
                });
            }
            from.resize(text.len(), at);
        }
        from.push(original.len());
        Self { text, from }
    }

    fn original(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.from[range.start]..self.from[range.end]
    }
}

fn plain(c: char) -> char {
    match c {
        '‘' | '’' | 'ʼ' => '\'',
        '‐' | '‑' | '–' | '—' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{Tried, briefing, try_site};
    use super::*;

    fn leaks(name: &str, text: &str) -> usize {
        let actors = format!("- {{id: hidden-one, name: {name:?}, access: confidential}}\n");
        let article = briefing("2025-01-01", "actors: [hidden-one]", text);
        let tried = try_site(&[("content/actors.yaml", &actors), ("content/briefings/a.md", &article)]);
        tried.codes().iter().filter(|code| **code == "confidential-leak").count()
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        assert_eq!(leaks("José Núñez", "Jose\u{301} *Nu*ñez and JOSÉ\nNÚÑEZ and jose nunez"), 3);
        assert_eq!(leaks("Лавров", "Он говорил с Лавровым."), 1);
        assert_eq!(leaks("子云烟", "他说子云烟来了"), 1);
        assert_eq!(leaks("Anna Petrov", "Anna Petrova was there"), 1);
        assert_eq!(leaks("Mark", "the market, Denmark, Bismarck"), 0);
        assert_eq!(leaks("O'Hara", "He met O’Hara."), 1);
    }

    #[test]
    fn strings_for_the_last_look_are_whole() {
        let Tried { graph, .. } = try_site(&[(
            "content/actors.yaml",
            "- {id: memo, name: A Certain Person, aliases: [Li], access: confidential, links: ['https://a.example/x']}\n\
             - {id: bird-seven, name: Another, access: confidential}\n- {id: ann, name: Ann}\n",
        )]);
        assert_eq!(graph.protected(), ["A Certain Person", "Another", "bird-seven", "https://a.example/x"]);
    }

    #[test]
    fn folding_leads_back() {
        let text = "É  e\u{301}x";
        let folded = Folded::new(text);
        assert_eq!(folded.text, "e ex");
        assert_eq!(&text[folded.original(0..1)], "É");
        assert_eq!(&text[folded.original(2..3)], "e\u{301}");
    }
}
