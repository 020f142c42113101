//! From names to handles, with a problem for each name that nothing has.

use super::declare::{Declare, Declared, Table};
use super::graph::{Actor, Claim, Event, Handle, Source};
use super::names::{Called, unknown_actor};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::Text;
use crate::source::{Span, Spanned};

/// Looks up names in everything that is declared, and collects the problems.
pub(super) struct Binder<'a> {
    /// Everything that is declared.
    pub(super) declared: &'a Declared,
    /// What was not found.
    pub(super) problems: Vec<Diagnostic>,
}

impl<'a> Binder<'a> {
    /// A binder over these declarations.
    pub(super) fn new(declared: &'a Declared) -> Self {
        Self { declared, problems: Vec::new() }
    }

    /// The claim of this id.
    pub(super) fn claim(&mut self, id: &str, span: Span) -> Option<Handle<Claim>> {
        let table = &self.declared.claims;
        self.find(table, Code::UnknownClaim, id, span)
    }

    /// The event of this id.
    pub(super) fn event(&mut self, id: &str, span: Span) -> Option<Handle<Event>> {
        let table = &self.declared.events;
        self.find(table, Code::UnknownEvent, id, span)
    }

    /// The source of this id.
    pub(super) fn source(&mut self, id: &str, span: Span) -> Option<Handle<Source>> {
        let table = &self.declared.sources;
        self.find(table, Code::UnknownSource, id, span)
    }

    /// The sources of these ids, each once.
    pub(super) fn sources(&mut self, ids: &[Text]) -> Vec<Handle<Source>> {
        distinct(ids.iter().filter_map(|id| self.source(id, id.span)))
    }

    /// The events of these ids, each once.
    pub(super) fn events(&mut self, ids: &[Text]) -> Vec<Handle<Event>> {
        distinct(ids.iter().filter_map(|id| self.event(id, id.span)))
    }

    /// The actor of this id, name or alias, where these are the actors that the briefing lists or declares.
    ///
    /// Of a name that several have, the first is taken after it was reported, so that one mistake gives one problem.
    pub(super) fn actor(&mut self, name: &str, span: Span, listed: &[Handle<Actor>]) -> Option<Handle<Actor>> {
        if let Some(actor) = self.declared.actors.get(name) {
            return Some(actor);
        }
        let called = self.declared.names.called(name);
        if let Some(actor) = choose(called, listed) {
            return Some(actor);
        }
        match called.first() {
            Some(first) => {
                let problem = self.ambiguous(name, span, called);
                self.problems.push(problem);
                Some(first.actor)
            }
            None => None,
        }
    }

    /// The actors of these ids, names or aliases, each once.
    pub(super) fn actors<'t>(
        &mut self,
        names: impl IntoIterator<Item = Spanned<&'t str>>,
        listed: &[Handle<Actor>],
    ) -> Vec<Handle<Actor>> {
        distinct(names.into_iter().filter_map(|name| self.actor(name.value, name.span, listed)))
    }

    /// The actor that a link in prose names by id, or else by name; prose declares nobody.
    pub(super) fn linked_actor(&mut self, name: &str, span: Span, listed: &[Handle<Actor>]) -> Option<Handle<Actor>> {
        let found = self.actor(name, span, listed);
        if found.is_none() {
            let nearest = self.declared.actors.advice(name);
            let mut problem = unknown_actor(Spanned::new(name, span), self.declared.nearest_actor(name));
            problem.help = nearest.or(problem.help);
            self.problems.push(problem);
        }
        found
    }

    fn find<D: Declare, T>(&mut self, table: &Table<D, T>, code: Code, id: &str, span: Span) -> Option<Handle<T>> {
        let found = table.get(id);
        if found.is_none() {
            let kind = D::KIND;
            let message = format!("the {kind} `{id}` is declared nowhere");
            let help = table.advice(id).unwrap_or_else(|| format!("declare it in `content/{kind}s.yaml`"));
            self.problems.push(Diagnostic::new(code, span, message).help(help));
        }
        found
    }

    fn ambiguous(&self, name: &str, span: Span, called: &[Called]) -> Diagnostic {
        let id = |called: &Called| &self.declared.actors.list[called.actor.index()].written.id.slug;
        let message = format!("`{name}` is what {} actors are called", called.len());
        let mut problem = Diagnostic::new(Code::AmbiguousName, span, message);
        for called in called.iter().take(SHOWN) {
            problem = problem.also(called.span, format!("`{}` is called so here", id(called)));
        }
        let ids: Vec<String> = called.iter().take(SHOWN).map(|called| format!("`{}`", id(called))).collect();
        problem.help(format!("write the id of the one you mean: {}", ids.join(" or ")))
    }
}

/// The one that is meant: whose name it is rather than an alias, or whom the briefing lists.
pub(super) fn choose(called: &[Called], listed: &[Handle<Actor>]) -> Option<Handle<Actor>> {
    fn only(mut actors: impl Iterator<Item = Handle<Actor>>) -> Option<Handle<Actor>> {
        actors.next().filter(|_| actors.next().is_none())
    }
    only(called.iter().map(|called| called.actor))
        .or_else(|| only(called.iter().filter(|called| called.primary).map(|called| called.actor)))
        .or_else(|| only(called.iter().map(|called| called.actor).filter(|actor| listed.contains(actor))))
}

/// Each once, in the order of first appearance.
pub(super) fn distinct<T>(handles: impl IntoIterator<Item = Handle<T>>) -> Vec<Handle<T>> {
    let mut seen = std::collections::HashSet::new();
    handles.into_iter().filter(|handle| seen.insert(handle.index())).collect()
}

const SHOWN: usize = 8;
