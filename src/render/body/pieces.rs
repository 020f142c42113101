//! From ranges of the rendered text to pieces of HTML that can each be one element.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Decorations;
use crate::parse::Body;
use crate::parse::body::{Element, ElementKind};

/// An element to be put into the HTML of a body.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// What it encloses.
    pub(super) html: Range<u32>,
    /// What it is.
    pub(super) mark: Mark,
    /// For the last piece of an annotation: where its reference belongs, and its number.
    pub(super) reference: Option<(u32, u32)>,
}

/// What a piece belongs to: indexes of the body's links and of the decorations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Annotation { index: usize, first: bool },
    Name(usize),
    Link(usize),
}

impl Piece {
    /// Where the reference belongs, and the index of its mark.
    pub(super) fn reference_mark(&self) -> Option<(u32, usize)> {
        match (self.reference, self.mark) {
            (Some((at, _)), Mark::Annotation { index, .. }) => Some((at, index)),
            _ => None,
        }
    }
}

/// All elements to be put into the HTML, in the order in which they begin, the outer before the inner. Any two of them are
/// apart or one in the other, and none cuts an element of the body.
pub(super) fn pieces(body: &Body, decorations: &Decorations) -> Vec<Piece> {
    let mut elements = body.elements().to_vec();
    let mut pieces = links(body, decorations, &mut elements);
    pieces.extend(names(body, decorations, &mut elements));
    let links = outermost_links(&elements);
    let tree = Elements::new(elements);
    let mut marks = Vec::new();
    for (index, mark) in decorations.marks.iter().enumerate() {
        for piece in mark.pieces.iter().flat_map(|piece| in_html(body, piece)) {
            marks.extend(tree.divided(body, piece).into_iter().map(|html| (html, index)));
        }
    }
    let marks = uncrossed(marks);
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (nth, (_, index)) in marks.iter().enumerate() {
        first.entry(*index).or_insert(nth);
        let later = last.entry(*index).or_insert(nth);
        if marks[*later].0.end <= marks[nth].0.end {
            *later = nth;
        }
    }
    for (nth, (html, index)) in marks.into_iter().enumerate() {
        let number = decorations.marks[index].number;
        let reference = (last[&index] == nth).then(|| (outside_links(&links, html.end), number));
        pieces.push(Piece { html, mark: Mark::Annotation { index, first: first[&index] == nth }, reference });
    }
    // Of equal pieces the annotations are outside, so that their references are not in a link.
    let rank = |piece: &Piece| u8::from(!matches!(piece.mark, Mark::Annotation { .. }));
    pieces.sort_by_key(|piece| (piece.html.start, Reverse(piece.html.end), rank(piece)));
    pieces
}

/// The links that the author wrote and that lead somewhere.
fn links(body: &Body, decorations: &Decorations, elements: &mut Vec<Element>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, link) in body.links().iter().enumerate() {
        if link.html.is_empty() || super::link(body, decorations, index).is_none() {
            continue;
        }
        let html = link.html.clone();
        elements.push(Element { outer: html.clone(), inner: html.clone(), kind: ElementKind::Link });
        pieces.push(Piece { html, mark: Mark::Link(index), reference: None });
    }
    pieces
}

/// The names that can be links: those in one piece that no other link touches.
fn names(body: &Body, decorations: &Decorations, elements: &mut Vec<Element>) -> Vec<Piece> {
    let tree = Elements::new(elements.clone());
    let mut names: Vec<(usize, Range<u32>)> =
        decorations.names.iter().enumerate().map(|(index, name)| (index, name.range.clone())).collect();
    names.sort_by_key(|(index, range)| (range.start, *index));
    let mut pieces = Vec::new();
    let mut free = 0;
    for (index, range) in names {
        let mut divided = in_html(body, &range).into_iter().flat_map(|piece| tree.divided(body, piece));
        let (Some(html), None) = (divided.next(), divided.next()) else { continue };
        if html.start < free || tree.touches_link(&html) {
            continue;
        }
        free = html.end;
        elements.push(Element { outer: html.clone(), inner: html.clone(), kind: ElementKind::Link });
        pieces.push(Piece { html, mark: Mark::Name(index), reference: None });
    }
    pieces
}

/// The HTML of a range of the text, block by block.
pub(super) fn in_html(body: &Body, range: &Range<u32>) -> Vec<Range<u32>> {
    let first = body.blocks().partition_point(|block| block.end <= range.start);
    let blocks = body.blocks().iter().skip(first).take_while(|block| block.start < range.end);
    blocks
        .filter_map(|block| {
            let within = range.start.max(block.start)..range.end.min(block.end);
            let runs = body.runs_in(within.clone());
            let (first, last) = (runs.first()?, runs.last()?);
            let html = first.html_at(within.start)..last.html_at(within.end);
            (html.start < html.end).then_some(html)
        })
        .collect()
}

/// The links that are in no other, in order.
fn outermost_links(elements: &[Element]) -> Vec<Range<u32>> {
    let links = elements.iter().filter(|element| element.kind == ElementKind::Link);
    let mut links: Vec<Range<u32>> = links.map(|element| element.outer.clone()).collect();
    links.sort_by_key(|link| (link.start, Reverse(link.end)));
    links.dedup_by(|inner, outer| inner.end <= outer.end);
    links
}

/// Where a reference belongs that would stand here: after the link, if this is in one.
fn outside_links(links: &[Range<u32>], at: u32) -> u32 {
    let before = links.partition_point(|link| link.start < at);
    before.checked_sub(1).and_then(|last| links.get(last)).filter(|link| at < link.end).map_or(at, |link| link.end)
}

/// The elements of a body, in order of their beginning, the outer before the inner.
struct Elements {
    inline: Vec<Element>,
    /// For each element, the one around it.
    parents: Vec<Option<usize>>,
    /// For each element, whether a barrier is in it.
    barred: Vec<bool>,
}

impl Elements {
    fn new(mut elements: Vec<Element>) -> Self {
        elements.sort_by_key(|element| (element.outer.start, Reverse(element.outer.end), element.inner.start));
        let mut parents = Vec::with_capacity(elements.len());
        let mut open: Vec<usize> = Vec::new();
        for (index, element) in elements.iter().enumerate() {
            while open.last().is_some_and(|outer| elements[*outer].outer.end <= element.outer.start) {
                open.pop();
            }
            parents.push(open.last().copied());
            open.push(index);
        }
        let mut barred = vec![false; elements.len()];
        for (index, _) in elements.iter().enumerate().filter(|(_, element)| element.kind == ElementKind::Barrier) {
            let mut around = parents[index];
            while let Some(outer) = around.filter(|outer| !barred[*outer]) {
                barred[outer] = true;
                around = parents[outer];
            }
        }
        Self { inline: elements, parents, barred }
    }

    /// The parts of a piece of HTML, within one block, that cut no element and hold no barrier.
    fn divided(&self, body: &Body, piece: Range<u32>) -> Vec<Range<u32>> {
        let piece = self.widened(piece);
        let mut cuts: Vec<Range<u32>> = Vec::new();
        let mut cut = |from: u32, to: u32| {
            if from >= piece.start && to <= piece.end {
                cuts.push(from..to);
            }
        };
        for index in self.around(piece.start).chain(self.around(piece.end)).chain(self.within(&piece)) {
            let element = &self.inline[index];
            let holds_start = element.inner.start <= piece.start && piece.start < element.inner.end;
            let holds_end = element.inner.start < piece.end && piece.end <= element.inner.end;
            let whole = piece.start <= element.outer.start && element.outer.end <= piece.end;
            if element.kind == ElementKind::Barrier {
                cut(element.outer.start, element.outer.end);
            } else if whole && self.barred[index] {
                // What is divided in an element cannot enclose it.
                cut(element.outer.start, element.inner.start);
                cut(element.inner.end, element.outer.end);
            } else if holds_start && !holds_end && !whole {
                cut(element.inner.end, element.outer.end);
            } else if holds_end && !holds_start && !whole {
                cut(element.outer.start, element.inner.start);
            }
        }
        cuts.sort_by_key(|cut| (cut.start, cut.end));
        let mut parts = Vec::new();
        let mut from = piece.start;
        for cut in cuts {
            if from < cut.start {
                parts.push(from..cut.start);
            }
            from = from.max(cut.end);
        }
        if from < piece.end {
            parts.push(from..piece.end);
        }
        parts.retain(|part| holds_text(body, part));
        parts
    }

    /// The piece with the elements whose whole content it has at its beginning or end, if it goes beyond them.
    fn widened(&self, mut piece: Range<u32>) -> Range<u32> {
        loop {
            let start = self.around(piece.start).map(|index| &self.inline[index]).find(|element| {
                element.kind != ElementKind::Barrier
                    && element.inner.start == piece.start
                    && element.outer.end <= piece.end
                    && element.outer.start < piece.start
                    && element.outer.end > piece.start
            });
            if let Some(element) = start {
                piece.start = element.outer.start;
                continue;
            }
            let end = self.around(piece.end).map(|index| &self.inline[index]).find(|element| {
                element.kind != ElementKind::Barrier
                    && element.inner.end == piece.end
                    && element.outer.start >= piece.start
                    && element.outer.end > piece.end
                    && element.inner.start < element.inner.end
            });
            match end {
                Some(element) => piece.end = element.outer.end,
                None => return piece,
            }
        }
    }

    /// The elements in which, or at whose edge, a place is; the inner first.
    fn around(&self, at: u32) -> impl Iterator<Item = usize> {
        let mut next = self.inline.partition_point(|element| element.outer.start <= at).checked_sub(1);
        std::iter::from_fn(move || {
            let index = next?;
            next = self.parents[index];
            Some(index)
        })
        .filter(move |index| self.inline[*index].outer.end >= at)
    }

    /// The elements that begin in a piece.
    fn within(&self, piece: &Range<u32>) -> impl Iterator<Item = usize> + use<> {
        let from = self.inline.partition_point(|element| element.outer.start < piece.start);
        let to = self.inline.partition_point(|element| element.outer.start < piece.end);
        from..to.max(from)
    }

    fn touches_link(&self, piece: &Range<u32>) -> bool {
        let link = |index: usize| {
            let element = &self.inline[index];
            element.kind == ElementKind::Link && element.outer.start < piece.end && piece.start < element.outer.end
        };
        self.around(piece.start).any(link) || self.within(piece).any(link)
    }
}

/// Whether a reader sees anything of a piece of HTML.
fn holds_text(body: &Body, piece: &Range<u32>) -> bool {
    let runs = body.runs();
    let first = runs.partition_point(|run| run.html_end() <= piece.start);
    runs.get(first).is_some_and(|run| run.html < piece.end)
}

/// The pieces divided where they cross: the one that begins later is divided at the end of the other.
fn uncrossed(marks: Vec<(Range<u32>, usize)>) -> Vec<(Range<u32>, usize)> {
    let mut waiting: BTreeSet<_> =
        marks.into_iter().map(|(html, index)| (html.start, Reverse(html.end), index)).collect();
    let mut open: Vec<u32> = Vec::new();
    let mut uncrossed = Vec::with_capacity(waiting.len());
    while let Some((start, end, index)) = waiting.pop_first() {
        while open.last().is_some_and(|end| *end <= start) {
            open.pop();
        }
        match open.last() {
            Some(around) if *around < end.0 => {
                uncrossed.push((start..*around, index));
                waiting.insert((*around, end, index));
                // What is divided ends with what is around it, and stays open until there.
                open.push(*around);
            }
            _ => {
                uncrossed.push((start..end.0, index));
                open.push(end.0);
            }
        }
    }
    uncrossed
}
