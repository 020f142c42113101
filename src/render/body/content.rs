//! Where passages stand in the published page: in the text content of the elements that hold the blocks of a body.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
};

use super::pieces::in_html;
use crate::parse::Body;

/// A passage, or the part of it that stands in one top-level block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Passage {
    /// The index of the block.
    pub(in crate::render) block: usize,
    /// Its place in the text content of the block's element, in code points.
    pub(in crate::render) range: Range<usize>,
    /// Its text as it stands there.
    pub(in crate::render) exact: String,
    /// What stands before it in the block, as much as tells it from others.
    pub(in crate::render) prefix: String,
    /// What stands after it in the block.
    pub(in crate::render) suffix: String,
}

/// The id of the element that holds a top-level block. An underscore is in no id that an author makes.
pub(in crate::render) fn block_id(index: usize) -> String {
    format!("block_{}", index + 1)
}

/// Where these anchors (lists of ranges of the rendered text) stand in the page, each in order.
pub(in crate::render) fn passages<'a>(
    body: &Body,
    anchors: impl Iterator<Item = &'a [Range<u32>]>,
) -> Vec<Vec<Passage>> {
    let parts: Vec<Vec<(usize, Range<u32>)>> =
        anchors.map(|pieces| pieces.iter().flat_map(|piece| parts(body, piece)).collect()).collect();
    let mut cuts: Vec<u32> = parts.iter().flatten().flat_map(|(_, html)| [html.start, html.end]).collect();
    cuts.extend([0].iter().chain(body.top_level_ends()));
    cuts.sort_unstable();
    cuts.dedup();
    let content = Content::new(body.html(), &cuts);
    let passage = |(block, html): &(usize, Range<u32>)| content.passage(body, *block, html);
    parts.iter().map(|parts| parts.iter().map(passage).collect()).collect()
}

/// A range of the rendered text as ranges of the HTML, one for each top-level block that it touches, with its index.
fn parts(body: &Body, piece: &Range<u32>) -> Vec<(usize, Range<u32>)> {
    let mut parts: Vec<(usize, Range<u32>)> = Vec::new();
    for html in in_html(body, piece) {
        let block = body.top_level_ends().partition_point(|end| *end <= html.start);
        match parts.last_mut() {
            Some((last, whole)) if *last == block => whole.end = whole.end.max(html.end),
            _ => parts.push((block, html)),
        }
    }
    parts
}

/// The text content of some HTML, with the places of some cuts in it.
struct Content {
    text: String,
    /// A byte of the HTML, and of the text the byte and the code point.
    cuts: Vec<(u32, usize, usize)>,
}

impl Content {
    /// The text content, and where in it these cuts are, each between two tags or characters.
    fn new(html: &str, cuts: &[u32]) -> Self {
        let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
        let tokenizer = Tokenizer::new(Characters::default(), options);
        let input = BufferQueue::default();
        let mut from = 0;
        let mut places = Vec::with_capacity(cuts.len());
        for cut in cuts {
            input.push_back(StrTendril::from(html.get(from as usize..*cut as usize).unwrap_or_default()));
            // A character reference is complete only when something follows it: a comment, which is no text.
            input.push_back(StrTendril::from_slice("<!---->"));
            let _ = tokenizer.feed(&input);
            places.push((*cut, tokenizer.sink.text.borrow().len(), tokenizer.sink.count.get()));
            from = *cut;
        }
        Self { text: tokenizer.sink.text.take(), cuts: places }
    }

    fn passage(&self, body: &Body, block: usize, html: &Range<u32>) -> Passage {
        let tops = body.top_level_ends();
        let (from, first) = self.at(block.checked_sub(1).and_then(|it| tops.get(it)).copied().unwrap_or_default());
        let (to, _) = self.at(tops.get(block).copied().unwrap_or_default());
        let ((start, start_point), (end, end_point)) = (self.at(html.start), self.at(html.end));
        let text = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        let before = text(from..start);
        let begin = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        Passage {
            block,
            range: start_point - first..end_point - first,
            exact: text(start..end).to_owned(),
            prefix: before[begin..].to_owned(),
            suffix: text(end..to).chars().take(CONTEXT).collect(),
        }
    }

    /// The byte and the code point of the text at a cut.
    fn at(&self, cut: u32) -> (usize, usize) {
        let index = self.cuts.partition_point(|(at, _, _)| *at < cut);
        self.cuts.get(index).map_or((0, 0), |(_, byte, point)| (*byte, *point))
    }
}

/// Keeps the characters of HTML.
#[derive(Default)]
struct Characters {
    text: RefCell<String>,
    count: Cell<usize>,
}

impl TokenSink for Characters {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(characters) => {
                self.count.set(self.count.get() + characters.chars().count());
                self.text.borrow_mut().push_str(&characters);
            }
            Token::TagToken(Tag { kind: TagKind::StartTag, name, .. }) => match &*name {
                "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
                _ => {}
            },
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// How many code points of what stands around a passage are told.
const CONTEXT: usize = 32;
