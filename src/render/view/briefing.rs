//! A briefing.

mod notes;
mod room;

use serde::Serialize;
use tera::Value;

use super::cite::{Cite, Work};
use super::{LinkedFrom, PageMeta, Site, StatementRow};
use crate::model::{Extra, Standing};
use crate::parse::Head;
use crate::plan::{Address, PlannedPage};
use crate::render::card::{SharedDate, Tally};
use crate::render::prose::{Place, marks, prose};
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Claim, Node};
use notes::Notes;

/// A briefing with everything it says and brings.
#[derive(Debug, Serialize)]
pub struct BriefingView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// When it was written.
    pub date: SharedDate,
    /// When it was last changed in substance.
    pub updated: Option<SharedDate>,
    /// Plain text.
    pub summary: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Chips.
    pub tags: Vec<Value>,
    /// Its claims by their status now.
    pub tally: Tally,
    /// Its prose, block by block, with the cards that stand beside each.
    pub blocks: Vec<BlockView>,
    /// The height in pixels that the cards need, where they are longer than the page would be without them.
    pub room: Option<usize>,
    /// Headings of the prose; empty when it is too short to need a table of contents.
    pub contents: Vec<ContentsEntry>,
    /// Statements without a passage.
    pub unanchored: Vec<NoteCard>,
    /// Remarks whose passage was not found.
    pub remarks: Vec<Remark>,
    /// Who speaks in it, with the number of statements, in order of first statement.
    pub voices: Vec<Voice>,
    /// Its claims that are contested or have failed, as cards.
    pub contested: Vec<Value>,
    /// How many of its claims have another status now than when it was written.
    pub changed: usize,
    /// Changes of status that it brings.
    pub changes: Vec<Value>,
    /// Rows.
    pub events: Vec<Value>,
    /// Lines.
    pub sources: Vec<Value>,
    /// Chips.
    pub actors: Vec<Value>,
    /// Who links here.
    pub linked_from: LinkedFrom,
    /// The briefing before, in time.
    pub previous: Option<Value>,
    /// The briefing after, in time.
    pub next: Option<Value>,
    /// Its matrix who said what; none without claims.
    pub matrix: Option<String>,
    /// How to cite it.
    pub cite: Cite,
    /// Free data of the author.
    pub extra: Extra,
}

/// A block of the prose and what stands beside it.
#[derive(Debug, Serialize)]
pub struct BlockView {
    /// The id of its element.
    pub id: String,
    /// HTML.
    pub html: String,
    /// The cards of the statements whose passages end in it.
    pub notes: Vec<NoteCard>,
    /// The remarks on passages that end in it.
    pub remarks: Vec<Remark>,
}

/// A heading of the prose.
#[derive(Debug, Serialize)]
pub struct ContentsEntry {
    /// Its words.
    pub title: String,
    /// Its id.
    pub id: String,
    /// 2 to 6.
    pub level: u8,
}

/// The card of a statement in the margin.
#[derive(Debug, Serialize)]
pub struct NoteCard {
    /// See [`crate::render::card::StatementView`], with the author's remark.
    pub row: StatementRow,
    /// The status of its claim when the briefing was written.
    pub then: &'static str,
    /// The family of that status.
    pub then_standing: &'static str,
    /// Whether the status has changed since.
    pub changed: bool,
    /// The way to it on this page: its passage, or its card when it has none.
    pub here: String,
    /// Other statements of the same claim in this briefing; the first of them.
    pub again: Vec<NoteLink>,
    /// How many of these are left out.
    pub again_more: usize,
    /// How its claim bears on others and others on it.
    pub relations: Vec<Bearing>,
    /// The keys of those who speak, as in [`Voice::key`], separated by spaces.
    pub voices: String,
}

/// The way to another card of the page.
#[derive(Debug, Clone, Serialize)]
pub struct NoteLink {
    /// Its number.
    pub number: u32,
    /// The id of its passage; its card has the id `note_` and this.
    pub anchor: String,
}

/// How a claim bears on others, by relation.
#[derive(Debug, Clone, Serialize)]
pub struct Bearing {
    /// The relation in words: `disputed by`.
    pub label: &'static str,
    /// Cards of this page; the first of them.
    pub here: Vec<NoteLink>,
    /// Claims of which this briefing has no statement, as cards; the first of them.
    pub elsewhere: Vec<Value>,
    /// How many of both are left out; the page of the claim has them.
    pub more: usize,
}

/// Somebody who speaks in the briefing.
#[derive(Debug, Serialize)]
pub struct Voice {
    /// What says so in [`NoteCard::voices`].
    pub key: String,
    /// The name, or what is shown instead.
    pub name: String,
    /// How many statements.
    pub statements: usize,
}

/// The author's remark on a passage.
#[derive(Debug, Serialize)]
pub struct Remark {
    /// The id of its passage; its card has the id `note_` and this.
    pub anchor: String,
    /// What it is called in place of a number: `a`, `b` …
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
        let authors: Vec<_> = head.authors.iter().map(|it| it.value.clone()).collect();
        let mut notes = Notes::new(site, briefing, &root, &head.notes);
        let place = Place { root: &root, owner: Node::Briefing(handle), listed: &briefing.listed };
        let body = site.written(&briefing.source).body;
        let composed = body.map(|body| prose(site, body, &place, marks(site, briefing)));
        let blocks = composed.into_iter().flat_map(|it| it.blocks).enumerate();
        let blocks: Vec<_> = blocks.map(|(index, block)| notes.beside(index, block)).collect();
        Self {
            room: room::room(&blocks),
            blocks,
            contents: contents(body),
            voices: std::mem::take(&mut notes.voices),
            changed: briefing.claims.iter().filter(|(it, then)| graph[*it].status != *then).count(),
            contested: contested(site, briefing),
            unanchored: notes.statements.into_values().collect(),
            remarks: notes.remarks.into_values().collect(),
            updated: head.updated.map(|it| cards.date(&it.value)),
            summary,
            tags: briefing.tags.iter().map(|it| cards.tag(*it)).collect(),
            changes: cards.changes(&briefing.changes),
            events: cards.events(&briefing.events),
            sources: cards.sources(&briefing.sources),
            actors: cards.actors(&briefing.actors),
            linked_from: site.linked_from(&briefing.linked_from),
            previous: (handle.index() + 1 < graph.briefings.len())
                .then(|| cards.briefing(Handle::new(handle.index() + 1))),
            next: handle.index().checked_sub(1).map(|it| cards.briefing(Handle::new(it))),
            matrix: plan
                .matrix_of_briefing(handle)
                .filter(|_| !briefing.claims.is_empty())
                .map(|it| Address::href(&it)),
            cite: Cite::new(&Work::briefing(site, handle)),
            authors,
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
            date: site.cards.date(&briefing.date),
            tally: Tally::new(briefing.claims.iter().map(|(claim, _)| site.graph[*claim].status)),
            updated: None,
            summary: None,
            authors: Vec::new(),
            tags: Vec::new(),
            blocks: Vec::new(),
            room: None,
            contents: Vec::new(),
            unanchored: Vec::new(),
            remarks: Vec::new(),
            voices: Vec::new(),
            contested: Vec::new(),
            changed: 0,
            changes: Vec::new(),
            events: Vec::new(),
            sources: Vec::new(),
            actors: Vec::new(),
            linked_from: LinkedFrom { rows: Vec::new(), more: 0 },
            previous: None,
            next: None,
            matrix: None,
            cite: Cite::default(),
            extra: Extra::Nothing,
        }
    }
}

fn description(site: &Site<'_>, briefing: &Briefing) -> String {
    let tally = Tally::new(briefing.claims.iter().map(|(claim, _)| site.graph[*claim].status));
    format!("A briefing of {} with {}.", briefing.date.words(), tally.label)
}

/// The headings of a body that is long enough to need a table of contents.
fn contents(body: Option<&crate::parse::Body>) -> Vec<ContentsEntry> {
    let headings = body.map_or(&[][..], crate::parse::Body::headings);
    if headings.len() < CONTENTS {
        return Vec::new();
    }
    let entry =
        |it: &crate::parse::body::Heading| ContentsEntry { title: it.text.clone(), id: it.id.clone(), level: it.level };
    headings.iter().filter(|it| it.level <= 3 && !it.id.is_empty()).map(entry).collect()
}

fn contested(site: &Site<'_>, briefing: &Briefing) -> Vec<Value> {
    let against =
        |it: &Handle<Claim>| matches!(site.graph[*it].status.standing(), Standing::Contested | Standing::Failed);
    briefing.claims.iter().map(|(claim, _)| *claim).filter(against).map(|it| site.cards.listed_claim(it)).collect()
}

/// From how many headings on there is a table of contents.
const CONTENTS: usize = 3;
