//! From a text to glyphs in lines: fonts by letter, shaping, right-to-left order, line breaks, an ellipsis where it does not
//! fit.
//!
//! Shaping is that of `harfrust`, the order of letters that of UAX #9, break opportunities those of UAX #14; what is settled here is
//! which of them is taken.

use std::cell::RefCell;
use std::ops::Range;

use harfrust::{Buffer, Direction, Script, ShapeOptions, ShapePlan, ShaperFont, unicode};
use skrifa::GlyphId;
use unicode_bidi::{Level, ParagraphBidiInfo};
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::{Fonts, Style};

/// Where a text goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    /// In pixels.
    pub(super) width: f32,
    /// Sizes in pixels per em, and how many lines of each there is room for. The first that fits is taken, or the last.
    pub(super) sizes: &'a [(f32, usize)],
    /// Whether the lines are to be as even as they can be, as in a heading, rather than full.
    pub(super) even: bool,
}

/// A text in lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// From the top.
    pub(super) all: Vec<Line>,
    /// Pixels per em.
    pub(super) size: f32,
    /// Whether it is written from right to left.
    pub(super) rtl: bool,
}

/// A line of glyphs.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// In the order in which they stand.
    pub(super) glyphs: Vec<Glyph>,
    /// In pixels.
    pub(super) width: f32,
}

/// A glyph in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// The number of its font.
    pub(super) face: usize,
    /// Which of that font.
    pub(super) id: GlyphId,
    /// From the left end of the line.
    pub(super) x: f32,
    /// Below the base line.
    pub(super) y: f32,
}

/// A text, its fonts and the order of its letters.
struct Paragraph<'a> {
    fonts: &'a Fonts,
    style: Style,
    text: &'a str,
    order: ParagraphBidiInfo<'a>,
    /// What shaping works out for a font, a script and a direction. It takes longer than to shape a word with it.
    plans: RefCell<Vec<(Kind, ShapePlan)>>,
}

/// What decides a plan: the number of a font, a script, and whether it is written from the right.
type Kind = (usize, Option<Script>, bool);

/// What stays on one line: a word, mostly.
#[derive(Debug, Clone)]
struct Piece {
    range: Range<usize>,
    /// Without the space at its end, in em.
    ink: f32,
    /// With it.
    whole: f32,
}

/// Letters of one font and one script.
struct Part {
    face: usize,
    script: Option<Script>,
    range: Range<usize>,
}

/// Sets a text.
pub(super) fn set(fonts: &Fonts, style: Style, text: &str, frame: Frame<'_>) -> Lines {
    let paragraph = Paragraph::new(fonts, style, text);
    let pieces = paragraph.pieces();
    let mut last = None;
    for &(size, most) in frame.sizes {
        let split = paragraph.split(&pieces, frame.width / size);
        let ends = broken(&split, frame.width / size);
        if ends.len() <= most {
            let ends = if frame.even { balanced(&split, ends, frame.width / size) } else { ends };
            return paragraph.lines(&ranges(&split, &ends), size);
        }
        last = Some((size, most, split, ends));
    }
    let Some((size, most, split, ends)) = last else { return Lines::default() };
    let cut = shortened(fonts, style, text, &split[..ends[most.max(1) - 1]], (frame.width / size, most));
    let paragraph = Paragraph::new(fonts, style, &cut);
    let pieces = paragraph.split(&paragraph.pieces(), frame.width / size);
    let ends = broken(&pieces, frame.width / size);
    paragraph.lines(&ranges(&pieces, &ends), size)
}

/// The text of these pieces with an ellipsis, less as many of them as it takes to fit.
fn shortened(fonts: &Fonts, style: Style, text: &str, pieces: &[Piece], (width, most): (f32, usize)) -> String {
    for piece in pieces.iter().rev() {
        let kept = text[..piece.range.end].trim_end_matches(|it: char| it.is_whitespace() || ",;:.…".contains(it));
        let cut = format!("{kept}…");
        let paragraph = Paragraph::new(fonts, style, &cut);
        if broken(&paragraph.split(&paragraph.pieces(), width), width).len() <= most {
            return cut;
        }
    }
    "…".to_owned()
}

impl<'a> Paragraph<'a> {
    fn new(fonts: &'a Fonts, style: Style, text: &'a str) -> Self {
        let order = ParagraphBidiInfo::new(text, None);
        Self { fonts, style, text, order, plans: RefCell::default() }
    }

    fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (end, _) in unicode_linebreak::linebreaks(self.text) {
            pieces.push(self.piece(start..end));
            start = end;
        }
        pieces
    }

    fn piece(&self, range: Range<usize>) -> Piece {
        let ink = self.text[range.clone()].trim_end().len();
        let width = |end| self.line(range.start..end, 1.0).width;
        let of_ink = width(range.start + ink);
        let whole = if range.start + ink == range.end { of_ink } else { width(range.end) };
        Piece { range, ink: of_ink, whole }
    }

    /// The pieces, those that are wider than a line in parts that are not.
    fn split(&self, pieces: &[Piece], width: f32) -> Vec<Piece> {
        let mut split = Vec::with_capacity(pieces.len());
        for piece in pieces {
            if piece.ink <= width {
                split.push(piece.clone());
                continue;
            }
            let graphemes = self.text[piece.range.clone()].grapheme_indices(true);
            split.extend(graphemes.map(|(at, grapheme)| {
                let start = piece.range.start + at;
                self.piece(start..start + grapheme.len())
            }));
        }
        split
    }

    fn lines(&self, ranges: &[Range<usize>], size: f32) -> Lines {
        let ink = |range: &Range<usize>| range.start..range.start + self.text[range.clone()].trim_end().len();
        let all = ranges.iter().map(|range| self.line(ink(range), size)).collect();
        Lines { all, size, rtl: self.order.paragraph_level.is_rtl() }
    }

    /// A part of the text on one line.
    fn line(&self, range: Range<usize>, size: f32) -> Line {
        let mut line = Line::default();
        if range.is_empty() {
            return line;
        }
        let (levels, runs) = self.order.visual_runs(range);
        for run in runs {
            let rtl = levels.get(run.start).is_some_and(Level::is_rtl);
            let mut parts = self.parts(run);
            if rtl {
                parts.reverse();
            }
            for part in parts {
                self.shape(&part, rtl, size, &mut line);
            }
        }
        line
    }

    /// A run in parts of one font and one script each. What belongs to every script goes with what stands before it.
    fn parts(&self, run: Range<usize>) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for (at, grapheme) in self.text[run.clone()].grapheme_indices(true) {
            let range = run.start + at..run.start + at + grapheme.len();
            let script = grapheme.chars().find_map(own_script);
            if let Some(last) = parts.last_mut()
                && (script.is_none() && self.fonts.has(last.face, grapheme)
                    || self.fonts.face_for(self.style, grapheme) == Some(last.face)
                        && (last.script.is_none() || last.script == script))
            {
                last.script = last.script.or(script);
                last.range.end = range.end;
                continue;
            }
            let face = self.fonts.face_for(self.style, grapheme).unwrap_or(self.style as usize);
            parts.push(Part { face, script, range });
        }
        parts
    }

    fn shape(&self, part: &Part, rtl: bool, size: f32, line: &mut Line) {
        let Some(font) = self.fonts.face(part.face) else { return };
        let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let mut buffer = Buffer::new();
        buffer.push_str(&self.text[part.range.clone()]);
        buffer.set_direction(direction);
        buffer.set_script(part.script);
        let kind = (part.face, part.script, rtl);
        let mut plans = self.plans.borrow_mut();
        let at = plans.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            plans.push((kind, ShapePlan::new(font, direction, part.script, None, &[])));
            plans.len() - 1
        });
        let options = ShapeOptions::new().plan(Some(&plans[at].1));
        if harfrust::shape(&ShaperFont::new(font), &mut buffer, options).is_err() {
            return;
        }
        let scale = size / f32::from(font.units_per_em().max(1));
        for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            line.glyphs.push(Glyph {
                face: part.face,
                id: GlyphId::new(info.glyph_id),
                x: line.width + pixels(position.x_offset, scale),
                y: -pixels(position.y_offset, scale),
            });
            line.width += pixels(position.x_advance, scale);
        }
    }
}

/// The script of a letter; none for what belongs to all of them.
fn own_script(letter: char) -> Option<Script> {
    let script = unicode::script(u32::from(letter));
    (script != Script::COMMON && script != Script::INHERITED).then_some(script)
}

#[allow(clippy::cast_precision_loss, reason = "units of fonts are small")]
fn pixels(units: i32, scale: f32) -> f32 {
    units as f32 * scale
}

/// After which pieces lines of this width end, the last included.
fn broken(pieces: &[Piece], width: f32) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut used = 0.0;
    for (number, piece) in pieces.iter().enumerate() {
        if used > 0.0 && used + piece.ink > width {
            ends.push(number);
            used = 0.0;
        }
        used += piece.whole;
    }
    if !pieces.is_empty() {
        ends.push(pieces.len());
    }
    ends
}

/// The same number of lines as even as they can be, so that no word stands alone on the last.
fn balanced(pieces: &[Piece], ends: Vec<usize>, width: f32) -> Vec<usize> {
    let (mut narrow, mut wide) = (width / 2.0, width);
    let mut best = ends;
    if best.len() > 1 {
        for _ in 0..6 {
            let middle = f32::midpoint(narrow, wide);
            let tried = broken(pieces, middle);
            if tried.len() == best.len() && pieces.iter().all(|piece| piece.ink <= middle) {
                (best, wide) = (tried, middle);
            } else {
                narrow = middle;
            }
        }
    }
    best
}

/// Lines as ranges of the text.
fn ranges(pieces: &[Piece], ends: &[usize]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let lines = starts.zip(ends).filter_map(|(start, end)| pieces.get(start..*end));
    lines.filter_map(|line| Some(line.first()?.range.start..line.last()?.range.end)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn laid(text: &str, width: f32, sizes: &[(f32, usize)]) -> Lines {
        let fonts = Fonts::new(&BTreeMap::new()).0;
        set(&fonts, Style::Serif, text, Frame { width, sizes, even: true })
    }

    fn glyphs(lines: &Lines) -> usize {
        lines.all.iter().map(|line| line.glyphs.len()).sum()
    }

    #[test]
    fn lines_fit_and_nothing_is_lost_while_there_is_room() {
        let text = "Any guarantees must cover both banks as well, whatever was said before";
        let lines = laid(text, 300.0, &[(40.0, 2), (30.0, 9)]);
        assert!((lines.size - 30.0).abs() < 0.1 && !lines.rtl);
        assert!(lines.all.len() > 2 && lines.all.iter().all(|line| line.width <= 300.0));
        let spaces_at_ends = lines.all.len() - 1;
        assert_eq!(glyphs(&lines) + spaces_at_ends, text.chars().count());
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_and_fits() {
        let ellipsis = laid("…", 100.0, &[(30.0, 1)]).all[0].glyphs[0].id;
        for text in ["word ".repeat(90), "Unverhältnismäßigkeit".repeat(9), "немає ".repeat(90), "i".repeat(900)]
        {
            let lines = laid(&text, 300.0, &[(40.0, 2), (30.0, 3)]);
            assert_eq!(lines.all.len(), 3);
            assert!(lines.all.iter().all(|line| line.width <= 300.0), "{text}");
            assert_eq!(lines.all[2].glyphs.last().map(|it| it.id), Some(ellipsis), "{text}");
        }
        let arabic = laid(&"كلمة ".repeat(90), 300.0, &[(30.0, 2)]);
        assert!(arabic.rtl && arabic.all[1].width <= 300.0);
        assert_eq!(arabic.all[1].glyphs[0].id, ellipsis, "the end of a text from the right is on the left");
    }

    #[test]
    fn lines_of_a_heading_are_even() {
        let text = "A heading that is a little longer than one line";
        let width = |lines: &Lines| lines.all.iter().map(|line| line.width).fold(0.0, f32::max);
        let lines = laid(text, 600.0, &[(30.0, 3)]);
        assert_eq!(lines.all.len(), 2);
        assert!(width(&lines) < 450.0, "{}", width(&lines));
    }

    #[test]
    fn letters_from_the_right_stand_in_that_order_and_numbers_do_not() {
        let lines = laid("אבג 12", 600.0, &[(30.0, 1)]);
        let line = &lines.all[0];
        assert!(lines.rtl && line.glyphs.windows(2).all(|two| two[0].x < two[1].x));
        let alone = |text: &str| laid(text, 600.0, &[(30.0, 1)]).all[0].glyphs[0].id;
        let ids: Vec<_> = line.glyphs.iter().map(|it| it.id).collect();
        let expected: Vec<_> = ["1", "2", "-", "ג", "ב", "א"].map(alone).to_vec();
        assert_eq!((&ids[..2], &ids[3..]), (&expected[..2], &expected[3..]));
    }

    #[test]
    fn arabic_letters_join() {
        let alone = laid("ه", 600.0, &[(30.0, 1)]).all[0].glyphs[0].id;
        let joined = laid("ههه", 600.0, &[(30.0, 1)]);
        let ids: Vec<_> = joined.all[0].glyphs.iter().map(|it| it.id).collect();
        assert!(ids.len() == 3 && !ids.contains(&alone) && ids[0] != ids[1] && ids[1] != ids[2], "{ids:?}");
    }

    #[test]
    fn each_letter_is_set_in_a_font_that_has_it() {
        let lines = laid("NATO и Ελλάδα: العربية (ab)", 2000.0, &[(30.0, 1)]);
        assert!(lines.all[0].glyphs.iter().all(|it| it.id != GlyphId::new(0)));
        let faces: std::collections::BTreeSet<_> = lines.all[0].glyphs.iter().map(|it| it.face).collect();
        assert_eq!(faces.into_iter().collect::<Vec<_>>(), [0, 3]);
    }
}
