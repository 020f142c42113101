//! From what was written to the body: footnotes at the end, levels of headings, everything in one order.

use super::draft::{Draft, position};
use super::writer::{Origin, Writer};
use super::{Body, BodyKey, BodySettings, Heading};
use crate::diagnostic::Diagnostic;

/// The body of this Markdown.
pub(super) fn body(markdown: &str, origin: Origin, settings: BodySettings) -> (Body, Vec<Diagnostic>) {
    let mut writer = Writer::new(markdown, origin, settings);
    writer.write();
    let Writer { mut draft, mut footnotes, mut tops, diagnostics, raw_ids, .. } = writer;
    let ids = footnotes.ids();
    footnotes.write(&mut draft);
    draft.end_block();
    let end = position(draft.html.len());
    if tops.last().copied().unwrap_or_default() < end {
        tops.push(end);
    }
    let headings = levelled(&mut draft);
    let (key, place) = match origin {
        Origin::File { file, offset } => (BodyKey(file, offset), None),
        Origin::Value(span) => (BodyKey(span.file, span.start), Some(span)),
    };
    let fragments = headings.iter().map(|heading| heading.id.clone()).filter(|id| !id.is_empty());
    let fragments = fragments.chain(ids).chain(raw_ids).collect();
    draft.elements.sort_by_key(|element| (element.outer.start, std::cmp::Reverse(element.outer.end)));
    let mut body = Body {
        key: Some(key),
        place,
        html: draft.html,
        text: draft.text,
        runs: draft.runs,
        blocks: draft.blocks,
        elements: draft.elements,
        tops,
        links: draft.links,
        images: draft.images,
        headings,
        fragments,
    };
    body.shrink();
    (body, diagnostics)
}

/// Gives the headings their levels: those at the top of the outline get 2, each below another one more, and none is
/// skipped, so that the page's title is the only heading of level 1 and the outline has no holes.
fn levelled(draft: &mut Draft) -> Vec<Heading> {
    let mut outline: Vec<(u8, u8)> = Vec::new();
    let mut headings = Vec::with_capacity(draft.headings.len());
    let mut digits = Vec::with_capacity(2 * draft.headings.len());
    for heading in std::mem::take(&mut draft.headings) {
        while outline.last().is_some_and(|(typed, _)| *typed >= heading.typed) {
            outline.pop();
        }
        let level = outline.last().map_or(2, |(_, level)| (level + 1).min(6));
        outline.push((heading.typed, level));
        digits.extend(heading.digits.map(|at| (at, level)));
        headings.push(Heading { level, id: heading.id, text: heading.text });
    }
    if !digits.is_empty() {
        draft.html = with_digits(&draft.html, &digits);
    }
    headings
}

/// The HTML with these single digits in these places.
fn with_digits(html: &str, digits: &[(u32, u8)]) -> String {
    let mut result = String::with_capacity(html.len());
    let mut from = 0;
    for (at, digit) in digits {
        result.push_str(&html[from..*at as usize]);
        result.push(char::from(b'0' + digit));
        from = *at as usize + 1;
    }
    result.push_str(&html[from..]);
    result
}

impl Body {
    fn shrink(&mut self) {
        self.html.shrink_to_fit();
        self.text.shrink_to_fit();
        self.runs.shrink_to_fit();
        self.blocks.shrink_to_fit();
        self.elements.shrink_to_fit();
        self.tops.shrink_to_fit();
        self.links.shrink_to_fit();
    }
}
