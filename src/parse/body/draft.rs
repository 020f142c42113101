//! HTML and rendered text while they are written, side by side, with the map between them.
//!
//! A [`Draft`] knows nothing of Markdown. Footnotes are written into drafts of their own and appended at the end, so that
//! all positions are relative to the draft.

use std::ops::Range;

use super::map::{Context, Element, ElementKind, Run};
use super::{BodyImage, BodyLink};

/// A part of a body.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) html: String,
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
    pub(super) blocks: Vec<Range<u32>>,
    pub(super) elements: Vec<Element>,
    pub(super) links: Vec<BodyLink>,
    pub(super) images: Vec<BodyImage>,
    pub(super) headings: Vec<DraftHeading>,
    open_block: Option<u32>,
}

/// A heading whose level is not known before the whole body is.
#[derive(Debug)]
pub(super) struct DraftHeading {
    /// The level as it was typed, 1 to 6.
    pub(super) typed: u8,
    /// Where in the HTML the digits of its two tags stand.
    pub(super) digits: [u32; 2],
    pub(super) id: String,
    pub(super) text: String,
}

impl Draft {
    /// Where the next byte of HTML will stand.
    pub(super) fn html_position(&self) -> u32 {
        position(self.html.len())
    }

    /// Where the next byte of text will stand; in a new block if none is open.
    pub(super) fn text_position(&mut self) -> u32 {
        self.open_block();
        position(self.text.len())
    }

    /// Adds what a reader sees, which stands in the source at `source` (absolute bytes).
    pub(super) fn push_text(&mut self, text: &str, source: Range<u32>, context: Context) {
        self.push_seen(text, text, source, context);
    }

    /// Adds one white space that is written differently in the HTML, in the same number of bytes.
    pub(super) fn push_line_end(&mut self, source: Range<u32>, context: Context) {
        self.push_seen(" ", "\n", source, context);
    }

    /// Adds words of which the line ends are spaces to a reader, and stay in the HTML.
    pub(super) fn push_lines(&mut self, text: &str, source: Range<u32>, context: Context) {
        self.push_seen(&text.replace('\n', " "), text, source, context);
    }

    /// Whether a block of text is open.
    pub(super) fn in_block(&self) -> bool {
        self.open_block.is_some()
    }

    /// Ends the block of text that is open, if one is.
    pub(super) fn end_block(&mut self) {
        if let Some(start) = self.open_block.take() {
            let end = position(self.text.len());
            if start < end {
                self.blocks.push(start..end);
            }
        }
    }

    /// Records an inline element whose tags have just been written.
    pub(super) fn close_element(&mut self, outer: u32, inner: Range<u32>, kind: ElementKind) {
        self.elements.push(Element { outer: outer..self.html_position(), inner, kind });
    }

    /// Inserts HTML without text at an earlier place of the same block.
    pub(super) fn insert_html(&mut self, at: u32, html: &str) {
        self.html.insert_str(at as usize, html);
        let length = position(html.len());
        let moved = |place: &mut u32| *place += if *place >= at { length } else { 0 };
        self.runs.iter_mut().rev().take_while(|run| run.html >= at).for_each(|run| moved(&mut run.html));
        for element in self.elements.iter_mut().rev().take_while(|element| element.outer.end > at) {
            shift(&mut element.outer, length);
            shift(&mut element.inner, length);
        }
        self.links.iter_mut().rev().take_while(|link| link.html.start >= at).for_each(|l| shift(&mut l.html, length));
        self.images.iter_mut().rev().take_while(|image| image.html >= at).for_each(|i| moved(&mut i.html));
    }

    /// Adds another draft at the end.
    pub(super) fn append(&mut self, mut other: Self) {
        self.end_block();
        other.end_block();
        if !self.text.is_empty() && !other.text.is_empty() {
            self.text.push('\n');
        }
        let (html, text) = (position(self.html.len()), position(self.text.len()));
        self.html.push_str(&other.html);
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.into_iter().map(|run| Run { html: run.html + html, text: run.text + text, ..run }));
        self.blocks.extend(other.blocks.into_iter().map(|block| block.start + text..block.end + text));
        for mut element in other.elements {
            shift(&mut element.outer, html);
            shift(&mut element.inner, html);
            self.elements.push(element);
        }
        for mut link in other.links {
            shift(&mut link.html, html);
            shift(&mut link.words, text);
            self.links.push(link);
        }
        self.images.extend(other.images.into_iter().map(|image| BodyImage { html: image.html + html, ..image }));
        for mut heading in other.headings {
            heading.digits = heading.digits.map(|digit| digit + html);
            self.headings.push(heading);
        }
    }

    fn open_block(&mut self) {
        if self.open_block.is_none() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.open_block = Some(position(self.text.len()));
        }
    }

    /// `html` is what to escape for the HTML: the text itself, or white space of the same length.
    fn push_seen(&mut self, text: &str, html: &str, source: Range<u32>, context: Context) {
        self.open_block();
        let same = position(text.len()) == source.end - source.start;
        let mut from = 0;
        for (at, c) in html.char_indices().filter(|(_, c)| written_as(*c).is_some()) {
            let end = at + c.len_utf8();
            self.push_plain(&text[from..at], &html[from..at], part(&source, from..at, same), context);
            self.push_escaped(c, part(&source, at..end, same), context);
            from = end;
        }
        self.push_plain(&text[from..], &html[from..], part(&source, from..text.len(), same), context);
    }

    fn push_plain(&mut self, text: &str, html: &str, source: Range<u32>, context: Context) {
        if !text.is_empty() {
            self.push_run(text.len(), html.len(), source, context);
            self.text.push_str(text);
            self.html.push_str(html);
        }
    }

    fn push_escaped(&mut self, c: char, source: Range<u32>, context: Context) {
        let Some(html) = written_as(c) else { return };
        // A character that no page may hold is replaced in the text as well, because that is what a reader sees.
        let seen = if html == REPLACEMENT { char::REPLACEMENT_CHARACTER } else { c };
        if !html.is_empty() {
            self.push_run(seen.len_utf8(), html.len(), source, context);
            self.text.push(seen);
            self.html.push_str(html);
        }
    }

    fn push_run(&mut self, text: usize, html: usize, source: Range<u32>, context: Context) {
        let run = Run {
            text: position(self.text.len()),
            html: position(self.html.len()),
            source: source.start,
            text_length: position(text),
            html_length: position(html),
            source_length: source.end - source.start,
            context,
        };
        match self.runs.last_mut() {
            Some(last) if last.continues_in(&run) => {
                last.text_length += run.text_length;
                last.html_length += run.html_length;
                last.source_length += run.source_length;
            }
            _ => self.runs.push(run),
        }
    }
}

/// Escapes text for an attribute or for element content.
pub(super) fn escape_into(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '"' => html.push_str("&quot;"),
            c => match written_as(c) {
                Some(written) => html.push_str(written),
                None => html.push(c),
            },
        }
    }
}

/// How a character is written in HTML when not as itself: escaped, replaced, or not at all.
fn written_as(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\r' => Some(""),
        '\t' | '\n' => None,
        c if is_unpublishable(c) => Some(REPLACEMENT),
        _ => None,
    }
}

/// Whether HTML may not hold this character: controls but white space, and noncharacters (HTML Standard, 13.2.3.5).
pub(super) fn is_unpublishable(c: char) -> bool {
    let code = u32::from(c);
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// The part of the source for a part of the text: exact when they are the same, else all of it.
fn part(source: &Range<u32>, within: Range<usize>, same: bool) -> Range<u32> {
    if same { source.start + position(within.start)..source.start + position(within.end) } else { source.clone() }
}

/// A byte offset in 32 bits; texts are limited to less.
pub(super) fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn shift(range: &mut Range<u32>, by: u32) {
    range.start += by;
    range.end += by;
}

const REPLACEMENT: &str = "\u{fffd}";
