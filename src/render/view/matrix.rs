//! Who said what: matrices of claims and actors.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;
use tera::Value;

use super::{PageMeta, Site, shared};
use crate::model::Word;
use crate::plan::{Address, PageKind, PlannedPage, Voice, claims_of_briefing};
use crate::render::card::SharedDate;
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Briefing, Claim};

/// The list of matrices: one for each tag and each briefing with claims.
#[derive(Debug, Serialize)]
pub struct MatricesView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// One for each tag; on the first part only.
    pub tags: Vec<MatrixLink>,
    /// One for each briefing of this part.
    pub briefings: Vec<MatrixLink>,
}

/// A matrix to go to.
#[derive(Debug, Serialize)]
pub struct MatrixLink {
    /// Of which tag (chip) or briefing (row).
    pub of: Value,
    /// Where.
    pub href: String,
    /// How many claims it has.
    pub claims: usize,
}

/// The page of a matrix.
#[derive(Debug, Serialize)]
pub struct MatrixView {
    /// What the page says of itself.
    pub page: PageMeta,
    /// Of which tag (chip) or briefing (row).
    pub of: Value,
    /// What it is of, in words.
    pub name: String,
    /// Who said what.
    pub grid: Grid,
}

/// A matrix: a row for each claim, a column for each actor that says something about one of them.
#[derive(Debug, Serialize)]
pub struct Grid {
    /// Chips of the columns.
    pub actors: Vec<Value>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
    /// How many claims are left out.
    pub more: usize,
}

/// A claim and who says what about it.
#[derive(Debug, Serialize)]
pub struct MatrixRow {
    /// Its card.
    pub claim: Value,
    /// For each column, the latest statement; none where no statement was found.
    pub cells: Vec<Option<Cell>>,
    /// How many actors say something about it that have no column.
    pub more: usize,
}

/// The latest statement of an actor about a claim.
#[derive(Debug, Serialize)]
pub struct Cell {
    /// What the actor does with the claim.
    pub stance: &'static str,
    /// Whether it stands against the claim.
    pub against: bool,
    /// The exact place; none for a statement outside of briefings.
    pub href: Option<String>,
    /// How many statements it made about the claim.
    pub statements: usize,
    /// When it made the latest.
    pub date: SharedDate,
}

impl MatricesView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let tags = (0..site.graph.tags.len()).map(Handle::new).filter(|_| page.part.number <= 1);
        let tags = tags.filter_map(|it| {
            let claims = site.plan.lists.claims_of_tag(it).len();
            link(site.cards.tag(it), site.plan.matrix_of_tag(it), claims)
        });
        let briefings = page.part.range.clone().map(Handle::<Briefing>::new).filter_map(|it| {
            let claims = site.graph[it].claims.len();
            link(site.cards.briefing(it), site.plan.matrix_of_briefing(it), claims)
        });
        Self {
            tags: tags.collect(),
            briefings: briefings.collect(),
            page: PageMeta::new(site, page, "matrix", "Who said what", "Claims and actors, by tag and by briefing."),
        }
    }
}

impl MatrixView {
    pub(super) fn new(site: &Site<'_>, page: &PlannedPage) -> Self {
        let Site { graph, plan, cards, .. } = site;
        let (of, name, claims) = match page.kind {
            PageKind::MatrixOfTag(it) => {
                (cards.tag(it), graph[it].name.clone(), Cow::Borrowed(plan.lists.claims_of_tag(it)))
            }
            PageKind::MatrixOfBriefing(it) => {
                let title = site.title_of(&crate::resolve::graph::Node::Briefing(it)).to_owned();
                (cards.briefing(it), title, Cow::Owned(claims_of_briefing(graph, it)))
            }
            _ => (Value::none(), String::new(), Cow::Borrowed(&[][..])),
        };
        let claims = shared::part(&claims, page);
        let description = format!("Which actor takes which stance on which claim: {name}.");
        Self {
            page: PageMeta::new(site, page, "matrix", &format!("Who said what: {name}"), &description),
            of,
            name,
            grid: Grid::new(site, claims),
        }
    }
}

impl Grid {
    /// Who said what about these claims. It is for the caller to see that they are not too many.
    pub(super) fn new(site: &Site<'_>, claims: &[Handle<Claim>]) -> Self {
        let columns: BTreeSet<_> = claims.iter().flat_map(|it| site.plan.lists.voices(*it).columns()).collect();
        let columns: Vec<_> = columns.into_iter().collect();
        let rows = claims.iter().map(|it| row(site, *it, &columns)).collect();
        Self { actors: site.cards.actors(&columns), rows, more: 0 }
    }

    /// Who said what about the first of these claims, as many as one page of a matrix shows; none when there is nothing
    /// to compare.
    pub(super) fn beginning(site: &Site<'_>, claims: &[Handle<Claim>]) -> Option<Self> {
        let first = site.plan.lists.matrix_part(claims, 0)?;
        let grid = Self { more: claims.len() - first.len(), ..Self::new(site, &claims[first]) };
        (grid.actors.len() > 1 || grid.rows.len() > 1).then_some(grid)
    }
}

fn link(of: Value, address: Option<Address>, claims: usize) -> Option<MatrixLink> {
    address.filter(|_| claims > 0).map(|address| MatrixLink { of, href: address.href(), claims })
}

fn row(site: &Site<'_>, claim: Handle<Claim>, columns: &[Handle<Actor>]) -> MatrixRow {
    let voices = site.plan.lists.voices(claim);
    let cell = |voice: &Voice| {
        let latest = &site.graph[voice.latest];
        Cell {
            stance: latest.stance.as_str(),
            against: latest.stance.is_against(),
            href: site.cards.href_of_statement(voice.latest),
            statements: voice.statements,
            date: site.cards.date(&latest.date),
        }
    };
    let cells: Vec<_> = columns.iter().map(|actor| voices.of_actor(*actor).map(cell)).collect();
    let more = voices.count() - cells.iter().flatten().count();
    MatrixRow { claim: site.cards.listed_claim(claim), cells, more }
}
