//! The first half: everything that is declared, under its id, before anything is bound.
//!
//! Which declarations there are does not depend on the order of files: articles are taken by path, and of two
//! declarations of one id the first stands, so that one mistake gives one problem.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::graph::{Actor, Claim, Event, Handle, Source};
use super::names::{ActorNames, implicit_actors};
use super::nearest::Nearest;
use super::visible::hidden_because;
use crate::anchor::Anchored;
use crate::config::Settings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::{
    ActorDeclaration, ClaimDeclaration, ClaimReference, EventDeclaration, Id, SourceDeclaration, StatementDeclaration,
};
use crate::model::{Access, Date, Slug};
use crate::parse::{Article, Head};
use crate::project::Project;
use crate::source::{SitePath, Span};

/// Everything that is declared.
#[derive(Debug)]
pub(super) struct Declared {
    /// The articles that are shown, by path.
    pub(super) articles: Vec<Arc<Anchored>>,
    /// The articles that are left out, and why.
    pub(super) hidden: BTreeMap<SitePath, &'static str>,
    /// Actors, by name.
    pub(super) actors: Table<ActorDeclaration, Actor>,
    /// Claims, newest first.
    pub(super) claims: Table<ClaimDeclaration, Claim>,
    /// Events, oldest first.
    pub(super) events: Table<EventDeclaration, Event>,
    /// Sources, by title.
    pub(super) sources: Table<SourceDeclaration, Source>,
    /// What actors are called.
    pub(super) names: ActorNames,
}

/// All declarations of one kind, in the order of their handles.
#[derive(Debug)]
pub(super) struct Table<D, T> {
    /// The declarations.
    pub(super) list: Vec<Declaration<D>>,
    /// What only articles declare that are left out: where, and why.
    hidden: HashMap<Slug, (SitePath, &'static str)>,
    by_id: HashMap<Slug, Handle<T>>,
    nearest: Nearest,
}

/// One declaration.
#[derive(Debug)]
pub(super) struct Declaration<D> {
    /// What was written.
    pub(super) written: Arc<D>,
    /// In which of the articles.
    pub(super) article: usize,
    /// Whether it is only a mention of a name.
    pub(super) implicit: bool,
}

/// What can be declared under an id.
pub(super) trait Declare: Clone {
    /// The kind in words, with its article.
    const KIND: &'static str;

    /// Its id.
    fn id(&self) -> &Id;

    /// The whole declaration.
    fn span(&self) -> Span;

    /// What an article declares of this kind.
    fn of(article: &Article) -> &[Arc<Self>];
}

/// Declares everything.
pub(super) fn declare(
    articles: &[Arc<Anchored>],
    project: &Project,
    settings: &Settings,
    problems: &mut Vec<Diagnostic>,
) -> Declared {
    let mut all: Vec<_> = articles.iter().map(Arc::clone).collect();
    all.sort_by(|a, b| a.article.path.cmp(&b.article.path));
    let mut shown = Vec::with_capacity(all.len());
    let mut hidden = Vec::new();
    for anchored in all {
        match hidden_because(&anchored.article, project) {
            None => shown.push(anchored),
            Some(reason) => hidden.push((anchored, reason)),
        }
    }
    let mut actors = collect::<ActorDeclaration>(&shown, problems);
    let mut events = collect::<EventDeclaration>(&shown, problems);
    let mut claims = collect::<ClaimDeclaration>(&shown, problems);
    let mut sources = collect::<SourceDeclaration>(&shown, problems);
    implicit_actors(&mut actors, &shown, settings, problems);
    actors.sort_by_cached_key(|d| (shown_name(&d.written), d.written.id.slug.clone()));
    events.sort_by(|a, b| {
        let (a, b) = (&a.written, &b.written);
        a.date.order(&b.date).then_with(|| a.id.slug.cmp(&b.id.slug))
    });
    sources.sort_by_cached_key(|d| (shown_title(&d.written), d.written.id.slug.clone()));
    sort_claims(&mut claims, &shown);
    let names = ActorNames::new(&actors);
    Declared {
        actors: Table::new(actors, &hidden),
        claims: Table::new(claims, &hidden),
        events: Table::new(events, &hidden),
        sources: Table::new(sources, &hidden),
        names,
        articles: shown,
        hidden: hidden.iter().map(|(anchored, reason)| (anchored.article.path.clone(), *reason)).collect(),
    }
}

/// When a statement was made: as it says, or when its briefing was written.
pub(super) fn date_of(statement: &StatementDeclaration, article: &Article) -> Date {
    let briefing = match &article.head {
        Head::Briefing(head) => head.date.value,
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => Date::UNKNOWN,
    };
    statement.date.as_ref().map_or(briefing, |date| date.value)
}

/// The id of the claim that a statement is about.
pub(super) fn claim_id<'a>(statement: &'a StatementDeclaration, article: &'a Article) -> Option<&'a str> {
    match &statement.claim {
        ClaimReference::Here(index) => article.claims.get(*index).map(|claim| claim.id.slug.as_str()),
        ClaimReference::Elsewhere(text) => Some(text.as_str()),
    }
}

impl Declared {
    /// The id, name or alias of an actor that is most like what was typed.
    pub(super) fn nearest_actor(&self, typed: &str) -> Option<&str> {
        self.names.nearest(typed, &self.actors.list)
    }
}

impl<D: Declare, T> Table<D, T> {
    fn new(list: Vec<Declaration<D>>, left_out: &[(Arc<Anchored>, &'static str)]) -> Self {
        let by_id: HashMap<_, _> =
            list.iter().enumerate().map(|(at, d)| (d.written.id().slug.clone(), Handle::new(at))).collect();
        let mut hidden = HashMap::new();
        for (anchored, reason) in left_out {
            for declaration in D::of(&anchored.article) {
                let slug = &declaration.id().slug;
                if !by_id.contains_key(slug) {
                    hidden.entry(slug.clone()).or_insert_with(|| (anchored.article.path.clone(), *reason));
                }
            }
        }
        Self { list, hidden, by_id, nearest: Nearest::default() }
    }

    /// The handle of what has this id.
    pub(super) fn get(&self, id: &str) -> Option<Handle<T>> {
        self.by_id.get(id).copied()
    }

    /// What may help who typed an id that nothing has: where it is left out, or the nearest id.
    pub(super) fn advice(&self, typed: &str) -> Option<String> {
        if let Some((path, reason)) = self.hidden.get(typed) {
            return Some(format!("only `{path}` declares it, which is {reason}; declare it in a list file"));
        }
        let ids = || self.list.iter().map(|d| d.written.id().slug.to_string()).collect();
        self.nearest.to(typed, ids).map(|id| format!("write `{id}`"))
    }
}

macro_rules! declares {
    ($( $type:ident: $field:ident, $kind:literal; )*) => { $(
        impl Declare for $type {
            const KIND: &'static str = $kind;

            fn id(&self) -> &Id {
                &self.id
            }

            fn span(&self) -> Span {
                self.span
            }

            fn of(article: &Article) -> &[Arc<Self>] {
                &article.$field
            }
        }
    )* };
}

declares! {
    ActorDeclaration: actors, "actor";
    ClaimDeclaration: claims, "claim";
    EventDeclaration: events, "event";
    SourceDeclaration: sources, "source";
}

/// All declarations of a kind by path and position, and a problem for each id that has several.
fn collect<D: Declare>(articles: &[Arc<Anchored>], problems: &mut Vec<Diagnostic>) -> Vec<Declaration<D>> {
    let mut list: Vec<Declaration<D>> = Vec::new();
    let mut first: HashMap<Slug, usize> = HashMap::new();
    let mut again: BTreeMap<usize, Vec<Arc<D>>> = BTreeMap::new();
    for (article, anchored) in articles.iter().enumerate() {
        let mut declarations: Vec<&Arc<D>> = D::of(&anchored.article).iter().collect();
        declarations.sort_by_key(|declaration| declaration.span().start);
        for declaration in declarations {
            if let Some(at) = first.get(&declaration.id().slug) {
                again.entry(*at).or_default().push(Arc::clone(declaration));
            } else {
                first.insert(declaration.id().slug.clone(), list.len());
                list.push(Declaration { written: Arc::clone(declaration), article, implicit: false });
            }
        }
    }
    for (at, others) in again {
        problems.push(duplicate(&*list[at].written, &others));
    }
    list
}

/// What an id that nobody wrote is made from.
fn made_from(kind: &str) -> &'static str {
    match kind {
        "actor" => "their names",
        "claim" => "what they say",
        _ => "their titles",
    }
}

fn duplicate<D: Declare>(first: &D, others: &[Arc<D>]) -> Diagnostic {
    let (kind, slug) = (D::KIND, &first.id().slug);
    let count = others.len() + 1;
    let made = first.id().made || others.iter().any(|other| other.id().made);
    let times = if count == 2 { "twice".to_owned() } else { format!("{count} times") };
    let headline = if made {
        format!("{count} {kind}s have the id `{slug}`, made from {}", made_from(kind))
    } else {
        format!("the {kind} `{slug}` is declared {times}")
    };
    let mut problem = Diagnostic::new(Code::DuplicateId, others[0].id().span, headline).label("declared again here");
    problem = problem.also(first.id().span, "first declared here");
    for other in &others[1..] {
        problem = problem.also(other.id().span, "and again here");
    }
    problem.help(if made {
        format!("write an `id` of its own, such as `id: {slug}-2`, or refer to the first by `{slug}`")
    } else {
        format!("declare it once and refer to it elsewhere by `{slug}`")
    })
}

/// By the date of the first statement, newest first; those without statement last; then by id.
fn sort_claims(claims: &mut [Declaration<ClaimDeclaration>], articles: &[Arc<Anchored>]) {
    let mut first: HashMap<String, Date> = HashMap::new();
    for anchored in articles {
        for statement in &anchored.article.statements {
            let Some(id) = claim_id(statement, &anchored.article) else { continue };
            let date = date_of(statement, &anchored.article);
            match first.get_mut(id) {
                Some(known) if date.order(known).is_lt() => *known = date,
                Some(_) => {}
                None => {
                    first.insert(id.to_owned(), date);
                }
            }
        }
    }
    claims.sort_by(|a, b| {
        let (a, b) = (&a.written.id.slug, &b.written.id.slug);
        let newest = match (first.get(a.as_str()), first.get(b.as_str())) {
            (Some(a), Some(b)) => b.order(a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        newest.then_with(|| a.cmp(b))
    });
}

/// A confidential actor stands where what is shown of it would stand, so that the order tells nothing.
fn shown_name(actor: &ActorDeclaration) -> (String, String) {
    let name = confidential(actor.access.as_ref().map(|a| a.value), actor.display.as_ref().map(|d| d.value.as_str()));
    let name = name.unwrap_or_else(|| actor.name.value.clone());
    (name.to_lowercase(), name)
}

fn shown_title(source: &SourceDeclaration) -> (String, String) {
    let display = source.display.as_ref().map(|display| display.value.as_str());
    let title = confidential(source.access.as_ref().map(|access| access.value), display);
    let title = title.unwrap_or_else(|| source.title.value.clone());
    (title.to_lowercase(), title)
}

/// What is shown instead of something confidential; nothing when it is not.
pub(super) fn confidential(access: Option<Access>, display: Option<&str>) -> Option<String> {
    (access == Some(Access::Confidential)).then(|| display.unwrap_or(DEFAULT_DISPLAY).to_owned())
}

const DEFAULT_DISPLAY: &str = "a confidential source";
