//! What stands in the margin of a briefing: a card for each statement, and the author's remarks.

use std::collections::BTreeMap;

use crate::model::declaration::NoteDeclaration;
use crate::model::{Status, Word};
use crate::plan::Address;
use crate::render::body::{Block, block_id};
use crate::render::prose::{letter, remark, remark_number};
use crate::render::view::{Site, StatementRow};
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Briefing, Claim, Statement};

use super::{Bearing, BlockView, NoteCard, NoteLink, Remark, Voice};

/// The cards that have not found their block yet.
pub(super) struct Notes {
    /// By number.
    pub(super) statements: BTreeMap<u32, NoteCard>,
    /// By the number of their mark.
    pub(super) remarks: BTreeMap<u32, Remark>,
    /// Who speaks.
    pub(super) voices: Vec<Voice>,
}

impl Notes {
    /// All cards of a briefing.
    pub(super) fn new(site: &Site<'_>, briefing: &Briefing, root: &str, remarks: &[NoteDeclaration]) -> Self {
        let mut handles = briefing.statements.clone();
        handles.sort_by_key(|it| (site.graph[*it].number, *it));
        let mut made = Maker {
            site,
            root,
            then: briefing.claims.iter().copied().collect(),
            by_claim: BTreeMap::new(),
            bearings: BTreeMap::new(),
            speakers: Vec::new(),
            places: BTreeMap::new(),
        };
        for handle in &handles {
            made.by_claim.entry(site.graph[*handle].claim).or_default().push(*handle);
        }
        let statements = handles.iter().map(|it| (site.graph[*it].number, made.card(*it))).collect();
        let noted = |(index, it): (usize, &NoteDeclaration)| {
            let (letter, quote) = (letter(index), it.quote.exact.value.clone());
            let text = remark(site, &it.text, root);
            (remark_number(briefing, index), Remark { anchor: format!("remark_{letter}"), letter, quote, text })
        };
        Self { statements, remarks: remarks.iter().enumerate().map(noted).collect(), voices: made.voices() }
    }

    /// The block of this index, with the cards that belong to it.
    pub(super) fn beside(&mut self, index: usize, block: Block) -> BlockView {
        let (mut notes, mut remarks) = (Vec::new(), Vec::new());
        for number in &block.notes {
            notes.extend(self.statements.remove(number));
            remarks.extend(self.remarks.remove(number));
        }
        BlockView { id: block_id(index), html: block.html, notes, remarks }
    }
}

struct Maker<'a> {
    site: &'a Site<'a>,
    root: &'a str,
    /// The status of each claim when the briefing was written.
    then: BTreeMap<Handle<Claim>, Status>,
    by_claim: BTreeMap<Handle<Claim>, Vec<Handle<Statement>>>,
    /// How the claims bear on others, of which cards were made.
    bearings: BTreeMap<Handle<Claim>, Vec<Bearing>>,
    /// Who speaks, none for the author; with the number of statements.
    speakers: Vec<(Option<Handle<Actor>>, usize)>,
    /// Where each stands among them.
    places: BTreeMap<Option<Handle<Actor>>, usize>,
}

impl Maker<'_> {
    fn card(&mut self, handle: Handle<Statement>) -> NoteCard {
        let graph = self.site.graph;
        let claim = graph[handle].claim;
        let now = graph[claim].status;
        let then = self.then.get(&claim).copied().unwrap_or(now);
        let all = self.by_claim.get(&claim).map_or(&[][..], Vec::as_slice);
        let others = all.iter().filter(|it| **it != handle).take(HERE);
        NoteCard {
            again: others.map(|it| self.link(*it)).collect(),
            again_more: all.len().saturating_sub(HERE + 1),
            row: StatementRow::new(self.site, self.root, handle),
            then: then.as_str(),
            then_standing: then.standing().as_str(),
            changed: then != now,
            here: here(&graph[handle]),
            relations: self.relations(claim),
            voices: self.spoken(handle),
        }
    }

    fn link(&self, handle: Handle<Statement>) -> NoteLink {
        let statement = &self.site.graph[handle];
        NoteLink { number: statement.number, anchor: statement.anchor_id.clone() }
    }

    fn relations(&mut self, claim: Handle<Claim>) -> Vec<Bearing> {
        if let Some(known) = self.bearings.get(&claim) {
            return known.clone();
        }
        let made = self.bearings(claim);
        self.bearings.insert(claim, made.clone());
        made
    }

    fn bearings(&self, claim: Handle<Claim>) -> Vec<Bearing> {
        let claim = &self.site.graph[claim];
        let relations = claim.relations.iter().map(|(kind, other)| (kind.label(), *other));
        let inverse = claim.inverse.iter().map(|(kind, other)| (kind.inverse(), *other));
        let mut bearings: Vec<Bearing> = Vec::new();
        for (label, other) in relations.chain(inverse) {
            let at = bearings.iter().position(|it| it.label == label).unwrap_or_else(|| {
                bearings.push(Bearing { label, here: Vec::new(), elsewhere: Vec::new(), more: 0 });
                bearings.len() - 1
            });
            match self.by_claim.get(&other).and_then(|it| it.first()) {
                Some(first) if bearings[at].here.len() < HERE => bearings[at].here.push(self.link(*first)),
                None if bearings[at].elsewhere.len() < ELSEWHERE => {
                    bearings[at].elsewhere.push(self.site.cards.listed_claim(other));
                }
                Some(_) | None => bearings[at].more += 1,
            }
        }
        bearings
    }

    /// The keys of who makes a statement.
    fn spoken(&mut self, handle: Handle<Statement>) -> String {
        let by = &self.site.graph[handle].by;
        let who: Vec<Option<Handle<Actor>>> =
            if by.is_empty() { vec![None] } else { by.iter().map(|it| Some(*it)).collect() };
        let mut keys = Vec::new();
        for actor in who {
            let at = *self.places.entry(actor).or_insert_with(|| {
                self.speakers.push((actor, 0));
                self.speakers.len() - 1
            });
            self.speakers[at].1 += 1;
            keys.push(key(at));
        }
        keys.join(" ")
    }

    fn voices(self) -> Vec<Voice> {
        let name = |actor: Option<Handle<Actor>>| match actor.map(|it| &self.site.graph[it]) {
            Some(actor) => actor.confidential.clone().unwrap_or_else(|| actor.source.name.value.clone()),
            None => "The author".to_owned(),
        };
        let voice = |(at, (actor, count)): (usize, &(Option<Handle<Actor>>, usize))| Voice {
            key: key(at),
            name: name(*actor),
            statements: *count,
        };
        self.speakers.iter().enumerate().map(voice).collect()
    }
}

/// The fragment that leads to a statement on the page of its briefing.
fn here(statement: &Statement) -> String {
    format!("#{}{}", if statement.is_anchored() { "" } else { "note_" }, Address::new(&statement.anchor_id).href())
}

fn key(index: usize) -> String {
    format!("v{}", index + 1)
}

/// How many claims of other briefings a card leads to in one relation.
const ELSEWHERE: usize = 5;

/// How many cards of its page a card leads to for one reason: each of a thousand would lead to all others.
const HERE: usize = 12;
