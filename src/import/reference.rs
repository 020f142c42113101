//! The ids under which statements are written, and what they refer to.

use std::collections::{HashMap, HashSet};

use super::draft::{Entry, Section, Value};
use super::known::Ids;
use super::place::{Placing, Scope};
use super::statement::{Claim, Pending, put};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ClaimKind, ClaimRelation, Slug, Stance, Status, Word};
use crate::source::{SitePath, Spanned};

/// An entry that is ready: its file, its number, and what is written.
pub(super) type Written = (SitePath, usize, Entry);

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
                if let Some(id) = self.in_site(it.scope, Section::Claims, &id.value) {
                    ids.push(id);
                } else {
                    let problem = self.claims.unknown(Code::UnknownClaim, "claim", &id.value, id.span);
                    self.problems.push(problem.note(format!("The relation `{key}` is left out.")));
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
                if let Some(id) = self.in_site(it.scope, section, id.trim()) {
                    written.push(format!("{kind}:{id}"));
                } else {
                    let (ids, code) = match section {
                        Section::Events => (&self.events, Code::UnknownEvent),
                        _ => (&self.claims, Code::UnknownClaim),
                    };
                    self.problems.push(ids.unknown(code, kind, id, topic.span));
                }
                continue;
            }
            let name = text.strip_prefix("actor:").unwrap_or(text);
            let is_actor = !matches!(self.actors.called(name, &[]), Ok(None));
            let titled = |ids: &Ids, kind: &str| ids.of_words(text).map(|id| format!("{kind}:{id}"));
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

/// The keys that only the declaration of a claim has.
const DECLARING: [&str; 10] =
    ["id", "text", "kind", "status", "credibility", "likelihood", "confidence", "condition", "redirects", "extra"];
