//! A briefing.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::{Link, PageMeta, Site, StatementRow};
use crate::model::declaration::NoteDeclaration;
use crate::model::{Extra, Status, Word};
use crate::parse::Head;
use crate::plan::{Address, PlannedPage};
use crate::render::body::Block;
use crate::render::card::{DateView, Tally};
use crate::render::prose::{Place, letter, marks, prose, remark, remark_number};
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Node, Statement};

/// A briefing with everything it says and brings.
#[derive(Debug, Serialize)]
pub struct BriefingView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// When it was written.
    pub date: DateView,
    /// When it was last changed in substance.
    pub updated: Option<DateView>,
    /// Plain text.
    pub summary: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Chips.
    pub tags: Vec<Value>,
    /// Its claims by their status now.
    pub tally: Tally,
    /// Its prose, block by block.
    pub blocks: Vec<BriefingBlock>,
    /// Its statements, in the order of their numbers.
    pub statements: Vec<BriefingStatement>,
    /// Statements without a passage.
    pub unanchored: Vec<BriefingStatement>,
    /// The author's remarks on passages.
    pub notes: Vec<Note>,
    /// Changes of status that it brings.
    pub changes: Vec<Value>,
    /// Rows.
    pub events: Vec<Value>,
    /// Lines.
    pub sources: Vec<Value>,
    /// Chips.
    pub actors: Vec<Value>,
    /// Who links here.
    pub linked_from: Vec<Link>,
    /// The briefing before, in time.
    pub previous: Option<Value>,
    /// The briefing after, in time.
    pub next: Option<Value>,
    /// Its matrix who said what; none without claims.
    pub matrix: Option<String>,
    /// Free data of the author.
    pub extra: Extra,
}

/// A paragraph, list, table or other block of the prose, with the cards of the passages that end in it.
#[derive(Debug, Serialize)]
pub struct BriefingBlock {
    /// Its HTML.
    pub html: String,
    /// Statements, in the order of their numbers.
    pub cards: Vec<BriefingStatement>,
    /// The author's remarks, in the order of their letters.
    pub remarks: Vec<Note>,
}

/// A statement of the briefing.
#[derive(Debug, Serialize)]
pub struct BriefingStatement {
    /// See [`crate::render::card::StatementView`], with the author's remark.
    pub row: StatementRow,
    /// The status of its claim when the briefing was written.
    pub then: &'static str,
    /// The family of that status.
    pub then_standing: &'static str,
    /// Whether the status has changed since.
    pub changed: bool,
    /// How its claim bears on others and others on it, in words with links.
    pub relations: Vec<RelationLine>,
}

/// One claim bearing on another.
#[derive(Debug, Serialize)]
pub struct RelationLine {
    /// The relation in words: `disputed by`.
    pub label: &'static str,
    /// The other claim's card.
    pub claim: Value,
}

/// The author's remark on a passage.
#[derive(Debug, Serialize)]
pub struct Note {
    /// The id of the passage; that of the remark has `note_` before it.
    pub anchor: String,
    /// What it is called in place of a number.
    pub letter: String,
    /// The passage.
    pub quote: String,
    /// HTML.
    pub text: String,
}

impl BriefingView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage, handle: Handle<Briefing>) -> Self {
        let Site { graph, plan, cards, .. } = site;
        let briefing = &graph[handle];
        let Head::Briefing(head) = &briefing.source.article.head else { return Self::empty(site, page, briefing) };
        let summary = head.summary.as_ref().map(|it| it.value.clone());
        let description = summary.clone().unwrap_or_else(|| description(site, briefing));
        let meta = PageMeta::new(site, page, "briefings", &head.title, &description)
            .in_language(head.lang.as_ref().map(|it| it.value.as_str()));
        let root = meta.root.clone();
        let (anchored, unanchored) = statements(site, briefing, &root);
        Self {
            blocks: blocks(site, handle, &root),
            updated: head.updated.map(|it| DateView::new(&it.value)),
            summary,
            authors: head.authors.iter().map(|it| it.value.clone()).collect(),
            tags: briefing.tags.iter().map(|it| cards.tag(*it)).collect(),
            statements: anchored,
            unanchored,
            notes: notes(site, briefing, &root).into_iter().map(|(_, note)| note).collect(),
            changes: cards.changes(&briefing.changes),
            events: cards.events(&briefing.events),
            sources: cards.sources(&briefing.sources),
            actors: cards.actors(&briefing.actors),
            linked_from: site.links(&briefing.linked_from),
            previous: (handle.index() + 1 < graph.briefings.len())
                .then(|| cards.briefing(Handle::new(handle.index() + 1))),
            next: handle.index().checked_sub(1).map(|it| cards.briefing(Handle::new(it))),
            matrix: plan
                .matrix_of_briefing(handle)
                .filter(|_| !briefing.claims.is_empty())
                .map(|it| Address::href(&it)),
            extra: head.extra.clone(),
            ..Self::bare(site, meta, briefing)
        }
    }

    fn empty(site: &Site<'_>, page: &PlannedPage, briefing: &Briefing) -> Self {
        Self::bare(site, PageMeta::new(site, page, "briefings", briefing.slug.as_str(), ""), briefing)
    }

    fn bare(site: &Site<'_>, page: PageMeta, briefing: &Briefing) -> Self {
        Self {
            page,
            date: DateView::new(&briefing.date),
            tally: Tally::new(briefing.claims.iter().map(|(claim, _)| site.graph[*claim].status)),
            updated: None,
            summary: None,
            authors: Vec::new(),
            tags: Vec::new(),
            blocks: Vec::new(),
            statements: Vec::new(),
            unanchored: Vec::new(),
            notes: Vec::new(),
            changes: Vec::new(),
            events: Vec::new(),
            sources: Vec::new(),
            actors: Vec::new(),
            linked_from: Vec::new(),
            previous: None,
            next: None,
            matrix: None,
            extra: Extra::Nothing,
        }
    }
}

fn description(site: &Site<'_>, briefing: &Briefing) -> String {
    let tally = Tally::new(briefing.claims.iter().map(|(claim, _)| site.graph[*claim].status));
    format!("A briefing of {} with {}.", briefing.date.words(), tally.label)
}

fn blocks(site: &Site<'_>, handle: Handle<Briefing>, root: &str) -> Vec<BriefingBlock> {
    let briefing = &site.graph[handle];
    let Some(body) = &briefing.source.article.body else { return Vec::new() };
    let place = Place { root, owner: Node::Briefing(handle), listed: &briefing.listed };
    let numbered: BTreeMap<u32, Handle<Statement>> =
        briefing.statements.iter().map(|it| (site.graph[*it].number, *it)).collect();
    let mut remarks: BTreeMap<u32, Note> = notes(site, briefing, root).into_iter().collect();
    let block = |block: Block| {
        let cards = block.notes.iter().filter_map(|number| numbered.get(number));
        BriefingBlock {
            cards: cards.map(|it| statement(site, briefing, root, *it)).collect(),
            remarks: block.notes.iter().filter_map(|number| remarks.remove(number)).collect(),
            html: block.html,
        }
    };
    prose(site, body, &place, marks(site, briefing)).blocks.into_iter().map(block).collect()
}

/// The remarks of a briefing, with their numbers among its marks.
fn notes(site: &Site<'_>, briefing: &Briefing, root: &str) -> Vec<(u32, Note)> {
    let Head::Briefing(head) = &briefing.source.article.head else { return Vec::new() };
    let note = |(index, note): (usize, &NoteDeclaration)| {
        let (letter, quote) = (letter(index), note.quote.exact.value.clone());
        let note = Note { anchor: format!("remark_{letter}"), letter, quote, text: remark(site, &note.text, root) };
        (remark_number(briefing, index), note)
    };
    head.notes.iter().enumerate().map(note).collect()
}

/// Statements with and without a passage, in the order of their numbers.
fn statements(site: &Site<'_>, briefing: &Briefing, root: &str) -> (Vec<BriefingStatement>, Vec<BriefingStatement>) {
    let mut handles = briefing.statements.clone();
    handles.sort_by_key(|it| (site.graph[*it].number, *it));
    let (anchored, unanchored): (Vec<_>, Vec<_>) = handles.into_iter().partition(|it| is_anchored(&site.graph[*it]));
    let all = |handles: Vec<_>| handles.into_iter().map(|it| statement(site, briefing, root, it)).collect();
    (all(anchored), all(unanchored))
}

fn is_anchored(statement: &Statement) -> bool {
    statement.source.statements.get(statement.index).is_some_and(Option::is_some)
}

fn statement(site: &Site<'_>, briefing: &Briefing, root: &str, handle: Handle<Statement>) -> BriefingStatement {
    let claim = site.graph[handle].claim;
    let now = site.graph[claim].status;
    let then: Status = briefing.claims.iter().find(|(it, _)| *it == claim).map_or(now, |(_, then)| *then);
    let relations = site.graph[claim].relations.iter().map(|(kind, other)| (kind.label(), *other));
    let inverse = site.graph[claim].inverse.iter().map(|(kind, other)| (kind.inverse(), *other));
    BriefingStatement {
        row: StatementRow::new(site, root, handle),
        then: then.as_str(),
        then_standing: then.standing().as_str(),
        changed: then != now,
        relations: relations
            .chain(inverse)
            .map(|(label, other)| RelationLine { label, claim: site.cards.claim(other) })
            .collect(),
    }
}
