//! Quotations to places in the rendered text of their briefing, and names of actors in prose.
//!
//! Looks at one article only. A quotation that has no one place gives a diagnostic, and its statement stays without anchor.

mod choose;
mod fold;
pub mod names;
mod nearest;
mod passage;
mod report;
mod search;
mod sentences;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

pub(crate) use choose::{Chosen, choose};
pub(crate) use fold::folded;
pub(crate) use search::is_whole;

use fold::Folded;
use nearest::Words;
use passage::{Prose, trimmed};
use search::{Found, Wanted};

use crate::diagnostic::Diagnostic;
use crate::model::Mode;
use crate::model::declaration::{ClaimReference, QuoteSelector, StatementDeclaration};
use crate::parse::body::LinkTarget;
use crate::parse::{Article, Body, Head};
use crate::source::Span;

/// Finds the place of every quotation of an article.
#[must_use]
pub fn anchor(article: Arc<Article>) -> (Anchored, Vec<Diagnostic>) {
    let notes = match &article.head {
        Head::Briefing(head) => head.notes.iter().map(|note| &note.quote).collect(),
        Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => Vec::new(),
    };
    let Some(body) = article.body.clone() else {
        let (statements, notes) = (vec![None; article.statements.len()], vec![None; notes.len()]);
        return (Anchored { article, statements, notes }, Vec::new());
    };
    let selectors: Vec<Option<&QuoteSelector>> = article
        .statements
        .iter()
        .map(|statement| statement.quote.as_ref())
        .chain(notes.into_iter().map(Some))
        .collect();
    let (mut places, diagnostics) = Finder::new(&body).find(&selectors);
    let notes = places.split_off(article.statements.len());
    let statements = with_links(&article, &body, places);
    (Anchored { article, statements, notes }, diagnostics)
}

/// An article whose annotations have their places in the body, or are known to have none.
#[derive(Debug, Clone)]
pub struct Anchored {
    /// The article.
    pub article: Arc<Article>,
    /// For each statement of the article, its place.
    pub statements: Vec<Option<Anchor>>,
    /// For each note of the article, its place.
    pub notes: Vec<Option<Anchor>>,
}

/// The place of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its pieces in the rendered text (bytes), in order, not overlapping; several when `[…]` skips text.
    pub pieces: Vec<Range<u32>>,
    /// The sentence or sentences that hold it, in the rendered text (bytes), within its blocks.
    pub context: Range<u32>,
    /// How its words are given, found from the quotation marks in the passage.
    pub mode: Mode,
    /// Where it stands in the source.
    pub span: Span,
}

impl Anchor {
    /// The sentence that holds it in this text of its body, in parts, and whether each is of the quotation.
    #[must_use]
    pub fn sentence<'t>(&self, text: &'t str) -> Vec<(&'t str, bool)> {
        let mut parts = Vec::new();
        let mut at = self.context.start;
        let mut push = |from: u32, to: u32, is_quoted| {
            if let Some(part) = text.get(from as usize..to as usize).filter(|part| !part.is_empty()) {
                parts.push((part, is_quoted));
            }
        };
        for piece in &self.pieces {
            push(at, piece.start, false);
            push(piece.start, piece.end, true);
            at = piece.end;
        }
        push(at, self.context.end.max(at), false);
        parts
    }

    /// The anchor of these pieces of a body's text; none when there is no text in them.
    fn new(prose: &mut Prose<'_>, body: &Body, pieces: Vec<Range<u32>>) -> Option<Self> {
        let pieces: Vec<_> =
            pieces.into_iter().map(|piece| trimmed(body.text(), piece)).filter(|p| !p.is_empty()).collect();
        let whole = pieces.first()?.start..pieces.last()?.end;
        let span = body.span(whole.clone())?;
        Some(Self { context: prose.context(&whole), mode: prose.mode(&pieces), pieces, span })
    }
}

/// A body in which quotations are looked for.
struct Finder<'a> {
    body: &'a Body,
    text: Folded,
    /// The blocks of the body, in the folded text.
    blocks: Vec<Range<usize>>,
    /// Prepared when the first quotation is not found.
    words: Option<Words>,
}

impl<'a> Finder<'a> {
    fn new(body: &'a Body) -> Self {
        let text = Folded::new(body.text());
        let blocks = body.blocks().iter().map(|block| text.folded(block.clone())).collect();
        Self { body, text, blocks, words: None }
    }

    fn find(mut self, selectors: &[Option<&QuoteSelector>]) -> (Vec<Option<Anchor>>, Vec<Diagnostic>) {
        let wanted: Vec<Wanted> = selectors.iter().flatten().map(|selector| Wanted::new(selector)).collect();
        if wanted.is_empty() {
            return (vec![None; selectors.len()], Vec::new());
        }
        let found = search::search(&self.text, &self.blocks, &wanted);
        let mut results = wanted.iter().zip(found);
        let mut prose = Prose::new(self.body);
        let (mut anchors, mut diagnostics) = (Vec::with_capacity(selectors.len()), Vec::new());
        for selector in selectors {
            let anchor = match (selector, selector.and_then(|_| results.next())) {
                (Some(selector), Some((wanted, found))) => match self.problem(selector, wanted, &found) {
                    Some(problem) => {
                        diagnostics.push(problem);
                        None
                    }
                    None => found.places.first().and_then(|place| {
                        let pieces = place.iter().map(|piece| self.text.original(piece.clone())).collect();
                        Anchor::new(&mut prose, self.body, pieces)
                    }),
                },
                _ => None,
            };
            anchors.push(anchor);
        }
        (anchors, diagnostics)
    }

    /// Why a quotation has not one place, if so.
    fn problem(&mut self, selector: &QuoteSelector, wanted: &Wanted, found: &Found) -> Option<Diagnostic> {
        match found.places.len() {
            1 => None,
            0 if wanted.parts.is_empty() => Some(report::empty(selector)),
            0 if !found.elsewhere.is_empty() => {
                Some(report::elsewhere(selector, wanted, &found.elsewhere, self.body, &self.text))
            }
            0 => {
                let words = self.words.get_or_insert_with(|| Words::new(self.text.text()));
                Some(match words.nearest(self.text.text(), &wanted.exact) {
                    Some(nearest) => report::drifted(selector, &nearest, self.body, &self.text),
                    None => report::not_found(selector),
                })
            }
            _ => Some(report::ambiguous(selector, wanted, found, self.body, &self.text)),
        }
    }
}

/// Gives statements without a quotation the words of the first link to their claim that is still free.
fn with_links(article: &Article, body: &Body, mut places: Vec<Option<Anchor>>) -> Vec<Option<Anchor>> {
    let mut prose = None;
    for link in body.links() {
        let LinkTarget::Claim(id) = &link.target else { continue };
        let free = article.statements.iter().zip(&places).position(|(statement, place)| {
            place.is_none() && statement.quote.is_none() && claim_id(article, statement) == Some(id)
        });
        if let Some(index) = free {
            let prose = prose.get_or_insert_with(|| Prose::new(body));
            places[index] = Anchor::new(prose, body, vec![link.words.clone()]);
        }
    }
    places
}

fn claim_id<'a>(article: &'a Article, statement: &'a StatementDeclaration) -> Option<&'a str> {
    match &statement.claim {
        ClaimReference::Here(index) => article.claims.get(*index).map(|claim| claim.id.slug.as_str()),
        ClaimReference::Elsewhere(id) => Some(&id.value),
    }
}
