//! The history of a claim on a line: what its status was when, and who said what to it.

use super::Picture;
use super::lanes::{COLUMN, Frame, Item, Lane, Mark, lanes};
use super::timeline::{speakers, stance, statement};
use crate::model::{Date, Moment, Word};
use crate::render::view::Site;
use crate::resolve::Handle;
use crate::resolve::graph::{Claim, EntryKind, Node};

/// The line of a claim; none when everything about it happens at once.
pub(in crate::render) fn history(site: &Site<'_>, root: &str, handle: Handle<Claim>) -> Option<Picture> {
    let claim = &site.graph[handle];
    let dates: Vec<_> = claim.history.iter().filter_map(|it| it.date.first_instant()).collect();
    if dates.iter().min() == dates.iter().max() {
        return None;
    }
    let mut all = vec![Lane { name: "Status".to_owned(), items: statuses(site, claim), ..Lane::default() }];
    all.extend(["For it", "Against it", "Otherwise"].map(|name| Lane { name: name.to_owned(), ..Lane::default() }));
    for it in &claim.statements {
        let found = &site.graph[*it];
        let lane = match (found.stance.is_for(), found.stance.is_against()) {
            (true, _) => 1,
            (_, true) => 2,
            _ => 3,
        };
        let label = format!("{} {}", speakers(site, found), stance(found.stance));
        all[lane].items.push(Item { label, mark: Mark::Said, ..statement(site, *it, true) });
    }
    all[2].items.extend(counters(site, claim));
    let frame = Frame {
        id: "line",
        title: "Its history on a line".to_owned(),
        width: COLUMN,
        gutter: 92,
        list: "All are listed under History.",
        compact: None,
    };
    lanes(&frame, root, all, &|_| None)
}

/// The first statement of each claim that stands against this one.
fn counters<'a>(site: &'a Site<'_>, claim: &'a Claim) -> impl Iterator<Item = Item> + 'a {
    let against = claim.inverse.iter().filter(|(relation, _)| relation.is_against());
    against.filter_map(|(relation, other)| {
        let first = site.graph[*other].statements.first()?;
        let link = site.link(&Node::Claim(*other));
        let date = site.graph[*first].date;
        let who = speakers(site, &site.graph[*first]);
        Some(Item {
            date,
            mark: Mark::Said,
            title: format!("{}: {who}, with a claim that {relation} it: {}", date.words(), link.title),
            label: format!("{who}: {}", link.title),
            href: link.href,
        })
    })
}

/// A band for each status, to the day on which the next begins; the last is open.
fn statuses(site: &Site<'_>, claim: &Claim) -> Vec<Item> {
    let changes = claim.history.iter().filter_map(|it| match it.what {
        EntryKind::Change(change) => Some(&site.graph[change]),
        EntryKind::Statement(_) => None,
    });
    let begun: Vec<_> = changes.filter_map(|it| Some((it.to, it.date.anchor()?))).collect();
    let mut items = Vec::new();
    for (at, (status, from)) in begun.iter().enumerate() {
        let until = begun.get(at + 1).map(|it| it.1);
        if until.is_some_and(|it| it.first_instant() <= from.first_instant()) {
            continue;
        }
        let until = until.map(|it| Moment::day(it.first_day()));
        let end = until.map_or(", still".to_owned(), |it| format!(" until {}", it.words()));
        items.push(Item {
            date: Date::Interval(Some(*from), until),
            mark: Mark::Status(status.standing().as_str()),
            label: status.as_str().to_owned(),
            title: format!("{status} from {}{end}", from.words()),
            href: None,
        });
    }
    items
}
