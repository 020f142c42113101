//! Dates that contradict each other. Each check takes one look at each date.

use super::super::build::briefing_head;
use super::super::graph::{Claim, Graph, Handle, Role, Statement};
use super::{Site, written};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Date;
use crate::source::{Span, Spanned};

/// Checks all dates.
pub(super) fn check(site: &Site, problems: &mut Vec<Diagnostic>) {
    intervals(site, problems);
    for statement in &site.graph.statements {
        after_its_briefing(site.graph, statement, problems);
        outside_its_role(site.graph, statement, problems);
    }
    backwards(site, problems);
}

fn intervals(site: &Site, problems: &mut Vec<Diagnostic>) {
    for actor in &site.graph.actors {
        for role in &actor.source.roles {
            problems.extend(ends_before(role.from.as_ref(), role.to.as_ref()));
        }
        for relation in &actor.source.relations {
            problems.extend(ends_before(relation.from.as_ref(), relation.to.as_ref()));
        }
    }
    let events = site.graph.events.iter().map(|event| &event.source.date);
    let statements = site.graph.statements.iter().filter_map(|statement| written(statement)?.date.as_ref());
    for date in events.chain(statements).filter(|date| date.is_backwards()) {
        let message = format!("the interval `{}` ends before it begins", date.value);
        let mut problem = Diagnostic::new(Code::EventEndsBeforeItBegins, date.span, message);
        if let Date::Interval(Some(from), Some(to)) = date.value {
            problem = problem.help(format!("write `{to}/{from}`"));
        }
        problems.push(problem);
    }
}

fn ends_before(from: Option<&Spanned<Date>>, to: Option<&Spanned<Date>>) -> Option<Diagnostic> {
    let (from, to) = (from?, to?);
    to.is_before(from).then(|| {
        let message = format!("`to: {}` is before `from: {}`", to.value, from.value);
        Diagnostic::new(Code::EventEndsBeforeItBegins, to.span, message)
            .label("the end")
            .also(from.span, "the beginning")
            .help(format!("write `from: {}` and `to: {}`", to.value, from.value))
    })
}

fn after_its_briefing(graph: &Graph, statement: &Statement, problems: &mut Vec<Diagnostic>) {
    let Some(date) = written(statement).and_then(|written| written.date.as_ref()) else { return };
    let Some(briefing) = statement.briefing.map(|briefing| &graph[briefing]) else { return };
    let Some(head) = briefing_head(&briefing.source) else { return };
    if briefing.date.is_before(&date.value) {
        let message = format!("the statement of `{}` is dated after its briefing of `{}`", date.value, briefing.date);
        problems.push(
            Diagnostic::new(Code::StatementAfterBriefing, date.span, message)
                .also(head.date.span, "the date of the briefing")
                .help(format!("correct one of the dates, or leave out `date` to take `{}`", briefing.date)),
        );
    }
}

/// A person that speaks for an organization at which it has offices should hold one of them at the time.
fn outside_its_role(graph: &Graph, statement: &Statement, problems: &mut Vec<Diagnostic>) {
    for by in &statement.by {
        let speaker = &graph[*by];
        for org in &statement.on_behalf_of {
            let mut roles = speaker.roles.iter().filter(|role| role.org == Some(*org)).peekable();
            if roles.peek().is_none() || roles.any(|role| may_hold(role, &statement.date)) {
                continue;
            }
            let (speaker_name, org_name) = (&speaker.source.name.value, &graph[*org].source.name.value);
            let Some(place) = written(statement).and_then(|written| written.on_behalf_of.first()) else { continue };
            let message =
                format!("`{speaker_name}` speaks for `{org_name}` on `{}`, when it had no role there", statement.date);
            let mut problem = Diagnostic::new(Code::RoleOutsideDates, place.span, message);
            let declared = speaker.source.roles.iter().filter(|role| role.org.is_some());
            for role in declared.filter(|role| speaker.roles.iter().any(|r| r.org == Some(*org) && r.title == role.title.value))
            {
                problem = problem.also(role.title.span, format!("held {}", held(role.from.as_ref(), role.to.as_ref())));
            }
            problems.push(problem.help(format!("correct the dates of the role, or leave out `for: {}`", place.value)));
        }
    }
}

fn may_hold(role: &Role, date: &Date) -> bool {
    let early = role.from.is_some_and(|from| date.is_before(&from));
    let late = role.to.is_some_and(|to| to.is_before(date));
    !early && !late
}

fn held(from: Option<&Spanned<Date>>, to: Option<&Spanned<Date>>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("from {} to {}", from.value, to.value),
        (Some(from), None) => format!("since {}", from.value),
        (None, Some(to)) => format!("until {}", to.value),
        (None, None) => "at some time".to_owned(),
    }
}

/// An entry of a claim's log, as it was written.
struct Entry {
    date: Date,
    place: Span,
}

/// Goes through the `updates:` of all briefings from the oldest; each must not be before the claim, or before the last one.
fn backwards(site: &Site, problems: &mut Vec<Diagnostic>) {
    let graph = site.graph;
    let mut last: Vec<Option<Entry>> = graph.claims.iter().map(|_| None).collect();
    for briefing in graph.briefings.iter().rev() {
        let Some(head) = briefing_head(&briefing.source) else { continue };
        for update in &head.updates {
            let Some(claim) = site.declared.claims.get(&update.claim.value) else { continue };
            let date = update.date.as_ref().map_or(briefing.date, |date| date.value);
            let place = update.date.as_ref().map_or(update.claim.span, |date| date.span);
            let before = last[claim.index()].take().or_else(|| begins(graph, claim));
            if let Some(before) = before.as_ref().filter(|before| date.is_before(&before.date)) {
                let id = &update.claim.value;
                let message = format!("the status of `{id}` changes on `{date}`, before what it changes");
                problems.push(
                    Diagnostic::new(Code::StatusLogBackwards, place, message)
                        .also(before.place, format!("what it changes is of {}", before.date))
                        .help(format!("write a `date` that is not before `{}`", before.date)),
                );
            }
            let later = before.filter(|before| date.order(&before.date).is_lt());
            last[claim.index()] = Some(later.unwrap_or(Entry { date, place }));
        }
    }
}

/// The earliest mark of a claim: its first statement, or the briefing that declares it.
fn begins(graph: &Graph, claim: Handle<Claim>) -> Option<Entry> {
    let claim = &graph[claim];
    let place = claim.source.id.span;
    let said = claim.statements.first().map(|statement| graph[*statement].date);
    let declared = claim.declared_in.map(|briefing| graph[briefing].date);
    let date = match (said, declared) {
        (Some(said), Some(declared)) if said.order(&declared).is_gt() => declared,
        (said, declared) => said.or(declared)?,
    };
    Some(Entry { date, place })
}
