//! The place of a passage that somebody else marked, and the shortest way to say which it is.
//!
//! Other tools give words with a stretch of what stands around them, taken from a page or from a text that may differ a
//! little from the briefing's. So the words must stand here, as those of an author must; which of several places is meant
//! is what agrees best with their surroundings.

use std::ops::Range;

use super::fold::folded;
use super::report::{self, Distinction};
use super::search::{self, Found, Wanted};
use super::{Anchor, Finder, Prose};
use crate::diagnostic::Diagnostic;
use crate::model::declaration::QuoteSelector;
use crate::parse::Body;

/// A passage that has one place in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// What must stand before the words, where they stand several times.
    pub(crate) prefix: Option<String>,
    /// What must stand after them, where what stands before does not tell.
    pub(crate) suffix: Option<String>,
    /// Where it is.
    pub(crate) anchor: Anchor,
}

/// A place, and what stands before and after it that tells it from others.
type Told<'f> = (&'f Vec<Range<usize>>, Option<String>, Option<String>);

/// For each passage its one place in the body, or why it has none. `prefix` and `suffix` of the selectors may be longer than
/// what agrees with the body.
pub(crate) fn choose(body: &Body, passages: &[&QuoteSelector]) -> Vec<Result<Chosen, Diagnostic>> {
    let mut finder = Finder::new(body);
    let wanted: Vec<Wanted> = passages.iter().map(|it| Wanted::new(&bare(it))).collect();
    let found = search::search(&finder.text, &finder.blocks, &wanted);
    let mut prose = Prose::new(body);
    let mut chosen = Vec::with_capacity(passages.len());
    for ((passage, wanted), found) in passages.iter().zip(&wanted).zip(found) {
        chosen.push(finder.chosen(passage, wanted, &found, &mut prose));
    }
    chosen
}

/// The words alone.
fn bare(passage: &QuoteSelector) -> QuoteSelector {
    QuoteSelector { exact: passage.exact.clone(), prefix: None, suffix: None }
}

impl Finder<'_> {
    fn chosen(
        &mut self,
        passage: &QuoteSelector,
        wanted: &Wanted,
        found: &Found,
        prose: &mut Prose<'_>,
    ) -> Result<Chosen, Diagnostic> {
        let place = match found.places.as_slice() {
            [] => None,
            [only] => Some((only, None, None)),
            several => self.of_several(passage, several, found.more).map(|(place, before, after)| {
                let beside = |text: Option<String>| text.filter(|it| !it.is_empty());
                (place, beside(before), beside(after))
            }),
        };
        let placed = place.and_then(|(pieces, prefix, suffix)| {
            let pieces = pieces.iter().map(|piece| self.text.original(piece.clone())).collect();
            Some(Chosen { prefix, suffix, anchor: Anchor::new(prose, self.body, pieces)? })
        });
        match placed {
            Some(chosen) => Ok(chosen),
            None => Err(self.problem(&bare(passage), wanted, found).unwrap_or_else(|| report::not_found(passage))),
        }
    }

    /// The place that agrees best with what stands around the words elsewhere, and what tells it from the others.
    fn of_several<'f>(
        &self,
        passage: &QuoteSelector,
        places: &'f [Vec<Range<usize>>],
        more: usize,
    ) -> Option<Told<'f>> {
        let text = self.text.text();
        let beside = |it: &Option<Box<crate::model::declaration::Text>>| it.as_ref().map(|it| folded(&it.value));
        let (before, after) =
            (beside(&passage.prefix).unwrap_or_default(), beside(&passage.suffix).unwrap_or_default());
        let whole = |pieces: &Vec<Range<usize>>| Some(pieces.first()?.start..pieces.last()?.end);
        let wholes: Vec<Range<usize>> = places.iter().filter_map(whole).collect();
        let agreement = |place: &Range<usize>| {
            shared(text[..place.start].trim_end().chars().rev(), before.chars().rev())
                + shared(text[place.end..].trim_start().chars(), after.chars())
        };
        let scores: Vec<usize> = wholes.iter().map(agreement).collect();
        let best = *scores.iter().max()?;
        let mut winners = (0..wholes.len()).filter(|at| scores[*at] == best);
        let winner = winners.next().filter(|_| best > 0 && winners.next().is_none())?;
        let place = &wholes[winner];
        if more == 0 {
            match Distinction::of(place, &wholes, self.body, &self.text) {
                Some(Distinction::Prefix(words)) => return Some((&places[winner], Some(words), None)),
                Some(Distinction::Suffix(words)) => return Some((&places[winner], None, Some(words))),
                None => {}
            }
        }
        // Neither side tells alone, or there are too many places to compare: as much of both as agrees.
        let written = |range: Range<usize>| report::written(self.body, self.text.original(range));
        let reach = |count: usize| count.min(MAX_BESIDE);
        let back = shared(text[..place.start].trim_end().chars().rev(), before.chars().rev());
        let on = shared(text[place.end..].trim_start().chars(), after.chars());
        let start = text[..place.start].trim_end().char_indices().rev().take(reach(back)).last().map(|(at, _)| at);
        let skipped = text.len() - text[place.end..].trim_start().len();
        let end = text[skipped..].char_indices().take(reach(on)).last().map(|(at, c)| skipped + at + c.len_utf8());
        let prefix = start.map(|start| written(start..place.start)).unwrap_or_default();
        let suffix = end.map(|end| written(place.end..end)).unwrap_or_default();
        let fits = |it: &&Range<usize>| {
            search::stands_before(text, it.start, &folded(&prefix))
                && search::stands_after(text, it.end, &folded(&suffix))
        };
        let tells = wholes.iter().filter(fits).count() == 1;
        tells.then_some((&places[winner], Some(prefix), Some(suffix)))
    }
}

/// How many characters two texts have in common at their beginning, white space at their ends left out.
fn shared(ours: impl Iterator<Item = char>, theirs: impl Iterator<Item = char>) -> usize {
    let theirs = theirs.skip_while(|c| c.is_whitespace());
    ours.skip_while(|c| c.is_whitespace()).zip(theirs).take(MAX_BESIDE).take_while(|(a, b)| a == b).count()
}

/// More characters than this around a passage tell nothing more.
const MAX_BESIDE: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RawHtml;
    use crate::parse::BodySettings;
    use crate::source::{SitePath, SourceText, Spanned};

    fn chosen(
        text: &str,
        exact: &str,
        beside: (&str, &str),
    ) -> Result<(Option<String>, Option<String>, String), String> {
        let source = SourceText::new(SitePath::new("content/briefings/a.md").expect("a path"), text);
        let settings = BodySettings { raw_html: RawHtml::Sanitize, smart_punctuation: false };
        let (body, _) = Body::parse(&source, 0..text.len(), settings);
        let word = |it: &str| Spanned::new(it.to_owned(), source.span(0..0));
        let optional = |it: &str| (!it.is_empty()).then(|| Box::new(word(it)));
        let passage = QuoteSelector { exact: word(exact), prefix: optional(beside.0), suffix: optional(beside.1) };
        let found = choose(&body, &[&passage]).pop().expect("one");
        found
            .map(|it| {
                let piece = it.anchor.pieces[0].clone();
                let around = &body.text()[..piece.start as usize];
                (it.prefix, it.suffix, around.split(' ').next_back().unwrap_or_default().to_owned() + "|")
            })
            .map_err(|it| it.message)
    }

    #[test]
    fn surroundings_that_agree_in_part_choose_and_the_shortest_is_kept() {
        let text = "One said the toll rises. Two said *the toll* stays. The guild fears the toll.";
        assert_eq!(chosen(text, "guild", ("x", "y")).map(|it| (it.0, it.1)), Ok((None, None)));
        let two = chosen(text, "the toll", ("some other page. Two said ", " stays. Other words")).expect("a place");
        assert_eq!((two.0.as_deref(), two.1.as_deref()), (None, Some("stays.")));
        let three = chosen(text, "the toll", ("fears", "")).expect("a place");
        assert_eq!(three.0.as_deref(), Some("fears"));
        assert_eq!(chosen(text, "the toll", ("", "")).expect_err("none"), "`the toll` stands 3 times in the text");
        assert_eq!(
            chosen(text, "the toll", ("nothing of it", "")).expect_err("none"),
            "`the toll` stands 3 times in the text"
        );
        assert!(chosen(text, "the toll rose", ("", "")).expect_err("none").contains("stand"), "not in the text");
    }
}
