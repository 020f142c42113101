//! Statements and notes: who says what of which claim, whether the site has it already, and under which ids it is written.

use std::collections::HashSet;

use super::draft::{Entry, Section, Value};
use super::known::Who;
use super::place::{Placing, Scope};
use super::prose::parsed;
use super::target::Target;
use super::value::{one_line, shortened};
use crate::anchor::folded;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::QuoteSelector;
use crate::model::{Date, Slug, Stance, Word};
use crate::parse::{Body, Head};
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Statement};
use crate::source::{SitePath, Span, Spanned};

/// A statement or note that waits for its passage and ids.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    /// The file that gets it.
    pub(super) path: SitePath,
    /// Its number among all entries.
    pub(super) number: usize,
    /// What is written.
    pub(super) entry: Entry,
    /// The part of the draft in which its ids mean what they mean.
    pub(super) scope: Scope,
    /// The date of its briefing; none outside of one.
    pub(super) date: Option<String>,
    /// Which claim it is about.
    pub(super) claim: Claim,
}

/// Which claim a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Claim {
    /// None: it is a note.
    None,
    /// One of the site, by its id.
    Known(String),
    /// One of the import, by its id there, or else by its words.
    New(Option<String>, String),
}

/// What makes two statements of one briefing the same.
type Key = (SitePath, Claim, String);

/// What was said already.
#[derive(Debug, Default)]
pub(super) struct Said {
    keys: HashSet<Key>,
    read: HashSet<Handle<Briefing>>,
}

impl Placing<'_> {
    /// A statement or note, unless it has nobody who makes it, or the site has it already.
    pub(super) fn statement(
        &mut self,
        scope: Scope,
        target: Option<&Target>,
        number: usize,
        mut entry: Entry,
    ) -> Option<Pending> {
        let path = target.map_or_else(|| self.list(Section::Claims), |it| it.path.clone());
        let listed = self.listed(target);
        if let Some(known) = target.and_then(|it| it.known) {
            self.read(known, &path);
        }
        let mut who: Vec<String> = Vec::new();
        if entry.section == Section::Claims {
            who = self.speakers(&mut entry, &listed);
            for key in ["for", "to"] {
                self.parties(&mut entry, key, &listed);
            }
        }
        let is_declaration_only = target.is_none() && entry.texts("by").is_empty();
        if entry.section == Section::Claims && who.is_empty() && !is_declaration_only {
            entry = self.as_note(&entry)?;
        }
        if entry.section == Section::Notes {
            let text = entry.text("text").map(str::to_owned).unwrap_or_default();
            let quote = entry.quote.as_ref().map(|it| folded(&it.exact.value)).unwrap_or_default();
            let key = (path.clone(), Claim::None, format!("{quote}\n{}", self.plain(&text)));
            return self.unsaid(key).then_some(Pending { path, number, entry, scope, date: None, claim: Claim::None });
        }
        let claim = self.claim(&entry)?;
        let date = entry.text("date").and_then(|it| Date::parse(it).ok()).map(|it| it.to_string());
        let date_of_briefing = target.map(|it| it.date.clone());
        if target.is_none() && !self.can_be_listed(&mut entry, &claim) {
            return None;
        }
        let stance = entry.text("stance").unwrap_or(Stance::Asserts.as_str());
        let quote = entry.quote.as_ref().map(|it| folded(&it.exact.value)).unwrap_or_default();
        who.sort();
        let when = date.or_else(|| date_of_briefing.clone()).unwrap_or_default();
        let key = (path.clone(), claim.clone(), format!("{stance}\n{}\n{when}\n{quote}", who.join("\n")));
        self.unsaid(key).then_some(Pending { path, number, entry, scope, date: date_of_briefing, claim })
    }

    /// Whether nothing has this key yet; it has from now on.
    fn unsaid(&mut self, key: Key) -> bool {
        let is_new = self.said.keys.insert(key);
        self.known += usize::from(!is_new);
        is_new
    }

    /// Who makes a statement, each as a key; the names are put as they are written.
    fn speakers(&mut self, entry: &mut Entry, listed: &[Handle<crate::resolve::graph::Actor>]) -> Vec<String> {
        let given: Vec<Spanned<String>> =
            entry.texts("by").iter().map(|it| Spanned::new(it.value.to_owned(), it.span)).collect();
        let names = match (given.is_empty(), &self.request.by) {
            (true, Some(by)) => vec![Spanned::new(by.clone(), entry.span)],
            _ => given,
        };
        let (mut who, mut written) = (Vec::new(), Vec::new());
        for name in &names {
            let meaning = self.request.meanings.get(&name.value).unwrap_or(&name.value);
            if meaning == AUTHOR {
                who.push(AUTHOR.to_owned());
                written.push(AUTHOR.to_owned());
                continue;
            }
            match self.who(name.as_ref().map(String::as_str), listed) {
                Ok(meant) => {
                    let key = key(&meant.who);
                    if !who.contains(&key) {
                        who.push(key);
                        written.push(meant.written);
                    }
                }
                Err(problem) => self.problems.push(problem),
            }
        }
        put(entry, "by", written);
        who
    }

    /// The actors under another key, as they are written.
    fn parties(&mut self, entry: &mut Entry, key: &'static str, listed: &[Handle<crate::resolve::graph::Actor>]) {
        let names: Vec<Spanned<String>> =
            entry.texts(key).iter().map(|it| Spanned::new(it.value.to_owned(), it.span)).collect();
        let mut written = Vec::new();
        for name in &names {
            match self.who(name.as_ref().map(String::as_str), listed) {
                Ok(meant) => written.push(meant.written),
                Err(problem) => self.problems.push(problem),
            }
        }
        put(entry, key, written);
    }

    /// The note that a passage becomes of which nobody is known who says it.
    fn as_note(&mut self, entry: &Entry) -> Option<Entry> {
        let text = entry.text("note").filter(|_| entry.or_note && entry.quote.is_some());
        let Some(text) = text else {
            let named =
                entry.quote.as_ref().map(|it| it.exact.value.as_str()).or(entry.text("text")).unwrap_or_default();
            let message = format!("nobody is known who says `{}`", shortened(named));
            let help = if entry.or_note {
                "give it a comment, to make it a note, or say who speaks: `--by 'Mira Adler'`, `--by author`"
            } else {
                "say who speaks in the file, or for all of it: `--by 'Mira Adler'`, `--by author`"
            };
            self.problems.push(Diagnostic::new(Code::ImportUnplaced, entry.span, message).help(help));
            return None;
        };
        let mut note = Entry::new(Section::Notes, entry.span);
        note.set("text", Value::Text(text.to_owned()), entry.span);
        note.quote.clone_from(&entry.quote);
        Some(note)
    }

    /// Which claim an entry is about.
    fn claim(&mut self, entry: &Entry) -> Option<Claim> {
        if let Some(id) = entry.text("claim") {
            if self.claims.has(id) {
                return Some(Claim::Known(id.to_owned()));
            }
            let problem = self.claims.unknown(Code::UnknownClaim, "claim", id, entry.span_of("claim"));
            self.problems.push(problem);
            return None;
        }
        let text = entry.text("text").map(str::to_owned);
        let words =
            text.clone().or_else(|| entry.quote.as_ref().map(|it| it.exact.value.clone())).map(|it| one_line(&it));
        let id = entry.text("id").filter(|it| Slug::parse(it).is_some()).map(str::to_owned);
        match (&id, &words) {
            (Some(id), None) if self.claims.has(id) => Some(Claim::Known(id.clone())),
            (Some(id), Some(words)) if self.claims.is(id, words) => Some(Claim::Known(id.clone())),
            (None, Some(words)) => match self.claims.of_words(words) {
                Some(id) => Some(Claim::Known(id.to_owned())),
                None if Slug::from_text(words).is_some() => Some(Claim::New(None, words.clone())),
                None => {
                    let message = format!("no id can be made of `{}`", shortened(words));
                    self.problems.push(
                        Diagnostic::new(Code::ImportUnplaced, entry.span, message)
                            .help("give it words with a letter or digit"),
                    );
                    None
                }
            },
            // An id that another claim has: the words tell which this is.
            (Some(id), Some(words)) if self.claims.has(id) && self.claims.of_words(words).is_some() => {
                self.claims.of_words(words).map(|it| Claim::Known(it.to_owned()))
            }
            (Some(_), Some(words)) => Some(Claim::New(id.clone(), words.clone())),
            (_, None) => {
                let message = "this claim has neither a text nor a passage";
                self.problems.push(
                    Diagnostic::new(Code::ImportUnplaced, entry.span, message).help("say what is claimed, or quote it"),
                );
                None
            }
        }
    }

    /// Whether a claim can stand in the list of claims: once, with a date if somebody makes it, and without a passage.
    fn can_be_listed(&mut self, entry: &mut Entry, claim: &Claim) -> bool {
        if let Claim::Known(_) = claim {
            let makes = !entry.texts("by").is_empty();
            let is_said = self.is_said_outside(entry, claim);
            if makes && !is_said {
                let message = "a further statement of a claim that is declared already belongs to a briefing";
                self.problems.push(
                    Diagnostic::new(Code::ImportUnplaced, entry.span, message)
                        .help("name the briefing in the file, or give `--into BRIEFING`"),
                );
            } else {
                self.known += 1;
            }
            return false;
        }
        if !entry.texts("by").is_empty() && entry.text("date").is_none() {
            let message = "a statement outside a briefing needs a date";
            self.problems
                .push(Diagnostic::new(Code::ImportUnplaced, entry.span, message).help("give it a date, or a briefing"));
            return false;
        }
        entry.quote = None;
        true
    }

    fn is_said_outside(&self, entry: &Entry, claim: &Claim) -> bool {
        let Claim::Known(id) = claim else { return false };
        let graph = &self.task.analysis.graph;
        let date = entry.text("date").and_then(|it| Date::parse(it).ok()).map(|it| it.to_string());
        let mut claims = graph.claims.iter().filter(|it| it.source.id.slug.as_str() == id);
        claims.any(|it| {
            let mut statements = it.statements.iter().map(|it| &graph[*it]);
            statements.any(|it| it.briefing.is_none() && Some(it.date.to_string()) == date)
        })
    }

    /// Notes what a briefing of the site says already.
    fn read(&mut self, briefing: Handle<Briefing>, path: &SitePath) {
        if !self.said.read.insert(briefing) {
            return;
        }
        let graph = &self.task.analysis.graph;
        let source = &graph[briefing].source;
        for handle in &graph[briefing].statements {
            let statement = &graph[*handle];
            let claim = Claim::Known(graph[statement.claim].source.id.slug.to_string());
            let mut who: Vec<String> = statement.by.iter().map(|it| key(&Who::Known(*it))).collect();
            if who.is_empty() {
                who.push(AUTHOR.to_owned());
            }
            who.sort();
            for quote in quotes(statement) {
                let (stance, date) = (statement.stance, &statement.date);
                let said = format!("{stance}\n{}\n{date}\n{quote}", who.join("\n"));
                self.said.keys.insert((path.clone(), claim.clone(), said));
            }
        }
        if let Head::Briefing(head) = &source.article.head {
            for note in &head.notes {
                let said = format!("{}\n{}", folded(&note.quote.exact), folded(note.text.text()));
                self.said.keys.insert((path.clone(), Claim::None, said));
            }
        }
    }

    /// What a reader sees of a remark.
    fn plain(&self, markdown: &str) -> String {
        folded(parsed(markdown, self.task.body_settings()).text())
    }
}

/// The words of a statement as they may be given elsewhere: as its author wrote them, and as they stand in the text.
fn quotes(statement: &Statement) -> Vec<String> {
    let article = &statement.source.article;
    let written = article.statements.get(statement.index).and_then(|it| it.quote.as_ref());
    let anchor = statement.source.statements.get(statement.index).and_then(Option::as_ref);
    let mut quotes: Vec<String> = written.map(|it: &QuoteSelector| folded(&it.exact)).into_iter().collect();
    if let (Some(anchor), Some(body)) = (anchor, article.body.as_deref().map(Body::text)) {
        let piece = |it: &std::ops::Range<u32>| body.get(it.start as usize..it.end as usize).unwrap_or_default().trim();
        quotes.push(folded(&anchor.pieces.iter().map(piece).collect::<Vec<_>>().join(" […] ")));
    }
    if quotes.is_empty() {
        quotes.push(String::new());
    }
    quotes
}

/// Puts values under a key, or takes the key out when there are none.
pub(super) fn put(entry: &mut Entry, key: &'static str, mut values: Vec<String>) {
    let span: Span = entry.span_of(key);
    match values.len() {
        0 => entry.without(|it| it == key),
        1 => entry.set(key, Value::Text(values.remove(0)), span),
        _ => entry.set(key, Value::Texts(values), span),
    }
}

fn key(who: &Who) -> String {
    match who {
        Who::Known(it) => format!("{}", it.index()),
        Who::New(name) => name.clone(),
    }
}

/// The voice of the briefing.
const AUTHOR: &str = "author";
