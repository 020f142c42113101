//! Statements and notes: who says what of which claim, whether the site has it already, and under which ids it is written.

use std::collections::{HashMap, HashSet};

use super::draft::{Entry, Section, Value};
use super::known::Who;
use super::place::{Placing, Scope};
use super::prose::parsed;
use super::target::Target;
use super::value::{one_line, shortened};
use crate::anchor::folded;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::QuoteSelector;
use crate::model::{ClaimKind, ClaimRelation, Date, Slug, Stance, Status, Word};
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
    number: usize,
    /// What is written.
    pub(super) entry: Entry,
    scope: Scope,
    /// The date of its briefing; none outside of one.
    date: Option<String>,
    claim: Claim,
}

/// Which claim a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Claim {
    /// None: it is a note.
    None,
    /// One of the site, by its id.
    Known(String),
    /// One of the import, by its id there, or else by its words.
    New(Option<String>, String),
}

/// An entry that is ready: its file, its number, and what is written.
pub(super) type Written = (SitePath, usize, Entry);

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
            entry = self.as_note(entry)?;
        }
        if entry.section == Section::Notes {
            let text = entry.text("text").map(str::to_owned).unwrap_or_default();
            let quote = entry.quote.as_ref().map(|it| folded(&it.exact.value)).unwrap_or_default();
            let key = (path.clone(), Claim::None, format!("{quote}\n{}", self.plain(&text)));
            return self.unsaid(key).then(|| Pending { path, number, entry, scope, date: None, claim: Claim::None });
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
        self.unsaid(key).then(|| Pending { path, number, entry, scope, date: date_of_briefing, claim })
    }

    /// Whether nothing has this key yet; it has from now on.
    fn unsaid(&mut self, key: Key) -> bool {
        let is_new = self.said.keys.insert(key);
        self.known += usize::from(!is_new);
        is_new
    }

    /// Who makes a statement, each as a key; the names are put as they are written.
    fn speakers(&mut self, entry: &mut Entry, listed: &[Handle<crate::resolve::graph::Actor>]) -> Vec<String> {
        let given: Vec<Spanned<String>> = entry.texts("by").iter().map(|it| Spanned::new(it.value.to_owned(), it.span)).collect();
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
        let names: Vec<Spanned<String>> = entry.texts(key).iter().map(|it| Spanned::new(it.value.to_owned(), it.span)).collect();
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
    fn as_note(&mut self, entry: Entry) -> Option<Entry> {
        let text = entry.text("note").filter(|_| entry.or_note && entry.quote.is_some());
        let Some(text) = text else {
            let named = entry.quote.as_ref().map(|it| it.exact.value.as_str()).or(entry.text("text")).unwrap_or_default();
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
        let words = text.clone().or_else(|| entry.quote.as_ref().map(|it| it.exact.value.clone())).map(|it| one_line(&it));
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
                        Diagnostic::new(Code::ImportUnplaced, entry.span, message).help("give it words with a letter or digit"),
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

/// Gives every statement its claim's id, and its references the ids of the site.
pub(super) fn written(placing: &mut Placing<'_>, pending: Vec<Pending>) -> Vec<Written> {
    let contested = contested(&pending);
    let mut order: Vec<usize> = (0..pending.len()).collect();
    order.sort_by_key(|at| (!pending[*at].entry.declares, *at));
    let mut ids: Vec<Option<Id>> = vec![None; pending.len()];
    for at in order {
        ids[at] = placing.id(&pending[at]);
    }
    let mut written = Vec::with_capacity(pending.len());
    for (mut it, id) in pending.into_iter().zip(ids) {
        let claim = it.claim.clone();
        let in_list = it.date.is_none();
        match (&claim, id) {
            (Claim::None, _) => {}
            (_, Some(id)) if id.declares => {
                let has_text = it.entry.text("text").is_some();
                it.entry.set("id", Value::Text(id.id), it.entry.span);
                it.entry.without(|key| key == "claim" || (key == "text" && !has_text));
                settle_status(&mut it.entry, contested.contains(&claim));
                placing.relations(&mut it);
            }
            (_, Some(_)) if in_list => {
                let message = "a second statement of a claim outside of briefings has no place";
                placing.problems.push(
                    Diagnostic::new(Code::ImportUnplaced, it.entry.span, message)
                        .help("name the briefing in the file, or give `--into BRIEFING`"),
                );
                continue;
            }
            (_, Some(id)) => {
                it.entry.without(|key| DECLARING.contains(&key) || <ClaimRelation as Word>::parse(key).is_some());
                it.entry.set("claim", Value::Text(id.id), it.entry.span);
            }
            (_, None) => continue,
        }
        placing.references(&mut it);
        placing.about(&mut it);
        let is_default = |it: &Pending| it.entry.text("date").is_some_and(|date| Some(date) == it.date.as_deref());
        if is_default(&it) {
            it.entry.without(|key| key == "date");
        }
        if it.entry.text("stance") == Some(Stance::Asserts.as_str()) {
            it.entry.without(|key| key == "stance");
        }
        written.push((it.path, it.number, it.entry));
    }
    written
}

/// The id of a claim, and whether this statement declares it.
#[derive(Debug, Clone)]
struct Id {
    id: String,
    declares: bool,
}

impl Placing<'_> {
    fn id(&mut self, it: &Pending) -> Option<Id> {
        let id = self.id_of(it)?;
        if let Some(local) = &it.entry.local {
            self.local.insert((it.scope, Section::Claims, local.clone()), id.id.clone());
        }
        Some(id)
    }

    fn id_of(&mut self, it: &Pending) -> Option<Id> {
        let (given, text) = match &it.claim {
            Claim::None => return None,
            Claim::Known(id) => return Some(Id { id: id.clone(), declares: false }),
            Claim::New(given, text) => (given, text),
        };
        let local = given.clone().map(|id| (it.scope, Section::Claims, id));
        let found = match &local {
            Some(local) => self.local.get(local).cloned(),
            None => self.claims.of_words(text).map(str::to_owned),
        };
        if let Some(id) = found {
            return Some(Id { id, declares: false });
        }
        let wanted = given.clone().or_else(|| Slug::from_text(text).map(|it| it.to_string()))?;
        let id = self.claims.free(&wanted);
        if given.is_some() && id != wanted {
            let message = format!("there is another claim `{wanted}`: this one gets the id `{id}`");
            self.problems.push(
                Diagnostic::new(Code::ImportAssumed, it.entry.span, message)
                    .help(format!("if both are one claim, write the text of `{wanted}` in the file")),
            );
        }
        self.claims.add(&id, text);
        if let Some(local) = local {
            self.local.insert(local, id.clone());
        }
        Some(Id { id, declares: true })
    }

    /// Relations to other claims by the ids of the site; those that nothing has are left out.
    fn relations(&mut self, it: &mut Pending) {
        for relation in <ClaimRelation as Word>::ALL {
            let key = relation.as_str();
            let given: Vec<Spanned<String>> = owned(&it.entry, key);
            let mut ids = Vec::new();
            for id in given {
                match self.in_site(it.scope, Section::Claims, &id.value) {
                    Some(id) => ids.push(id),
                    None => {
                        let problem = self.claims.unknown(Code::UnknownClaim, "claim", &id.value, id.span);
                        self.problems.push(problem.note(format!("The relation `{key}` is left out.")));
                    }
                }
            }
            put(&mut it.entry, key, ids);
        }
    }

    /// The event and source by the ids of the site.
    fn references(&mut self, it: &mut Pending) {
        for (key, section, code) in
            [("event", Section::Events, Code::UnknownEvent), ("source", Section::Sources, Code::UnknownSource)]
        {
            let Some(given) = it.entry.text(key).map(str::to_owned) else { continue };
            let span = it.entry.span_of(key);
            if let Some(id) = self.in_site(it.scope, section, &given) {
                it.entry.set(key, Value::Text(id), span);
                continue;
            }
            let ids = if section == Section::Events { &self.events } else { &self.sources };
            self.problems.push(ids.unknown(code, key, &given, span).note("The statement is written without it."));
            it.entry.without(|it| it == key);
        }
    }

    /// What a statement is about, by the ids of the site.
    fn about(&mut self, it: &mut Pending) {
        let mut written = Vec::new();
        for topic in owned(&it.entry, "about") {
            let text = topic.value.as_str();
            let (kind, id) = text.split_once(':').unwrap_or(("", text));
            let section = match kind {
                "event" => Some(Section::Events),
                "claim" => Some(Section::Claims),
                _ => None,
            };
            if let Some(section) = section {
                match self.in_site(it.scope, section, id.trim()) {
                    Some(id) => written.push(format!("{kind}:{id}")),
                    None => {
                        let (ids, code) = match section {
                            Section::Events => (&self.events, Code::UnknownEvent),
                            _ => (&self.claims, Code::UnknownClaim),
                        };
                        self.problems.push(ids.unknown(code, kind, id, topic.span));
                    }
                }
                continue;
            }
            let name = text.strip_prefix("actor:").unwrap_or(text);
            let is_actor = !matches!(self.actors.called(name, &[]), Ok(None));
            let titled = |ids: &super::known::Ids, kind: &str| ids.of_words(text).map(|id| format!("{kind}:{id}"));
            match titled(&self.events, "event").or_else(|| titled(&self.claims, "claim")).filter(|_| !is_actor) {
                Some(other) => written.push(other),
                None => match self.who(Spanned::new(name, topic.span), &[]) {
                    Ok(meant) => written.push(meant.written),
                    Err(problem) => self.problems.push(problem),
                },
            }
        }
        put(&mut it.entry, "about", written);
    }

    /// The id in the site of what has this id in a part of the draft, or this id or these words in the site.
    fn in_site(&self, scope: Scope, section: Section, id: &str) -> Option<String> {
        let local = |scope: Scope| self.local.get(&(scope, section, id.to_owned())).cloned();
        let ids = match section {
            Section::Events => &self.events,
            Section::Sources => &self.sources,
            Section::Claims | Section::Actors | Section::Notes => &self.claims,
        };
        let by_words = || ids.of_words(id).filter(|_| section != Section::Claims).map(str::to_owned);
        local(scope).or_else(|| local(None)).or_else(|| ids.has(id).then(|| id.to_owned())).or_else(by_words)
    }
}

/// Claims that are against each other by what is imported: their status follows from that.
fn contested(pending: &[Pending]) -> HashSet<Claim> {
    let is_hostile = |it: &&Pending| {
        let stance = it.entry.text("stance").and_then(<Stance as Word>::parse);
        stance.is_some_and(|it| it.is_against() || it == Stance::Retracts)
    };
    let mut contested: HashSet<Claim> = pending.iter().filter(is_hostile).map(|it| it.claim.clone()).collect();
    let by_id: HashMap<&str, &Claim> = pending
        .iter()
        .filter_map(|it| match &it.claim {
            Claim::New(Some(id), _) => Some((id.as_str(), &it.claim)),
            Claim::New(None, _) | Claim::Known(_) | Claim::None => None,
        })
        .collect();
    for it in pending {
        for relation in <ClaimRelation as Word>::ALL.iter().filter(|it| it.is_against()) {
            let against = it.entry.texts(relation.as_str());
            contested.extend(against.iter().filter_map(|id| by_id.get(id.value)).map(|it| (*it).clone()));
        }
    }
    contested
}

/// Leaves out a status that follows by itself, or that the kind of claim cannot have.
fn settle_status(entry: &mut Entry, contested: bool) {
    let Some(status) = entry.text("status").and_then(<Status as Word>::parse) else { return };
    let kind = entry.text("kind").and_then(<ClaimKind as Word>::parse).unwrap_or(ClaimKind::Fact);
    let follows = match status {
        Status::Disputed | Status::Retracted => contested,
        status => status == kind.default_status() && !contested,
    };
    if follows || !status.fits(kind) {
        entry.without(|key| key == "status");
    }
}

fn owned(entry: &Entry, key: &str) -> Vec<Spanned<String>> {
    entry.texts(key).iter().map(|it| Spanned::new(it.value.to_owned(), it.span)).collect()
}

/// Puts values under a key, or takes the key out when there are none.
fn put(entry: &mut Entry, key: &'static str, mut values: Vec<String>) {
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

/// The keys that only the declaration of a claim has.
const DECLARING: [&str; 10] =
    ["id", "text", "kind", "status", "credibility", "likelihood", "confidence", "condition", "redirects", "extra"];

/// The voice of the briefing.
const AUTHOR: &str = "author";
