//! Blocks of code, with classes for what each word is.
//!
//! A theme gives the classes `hl-comment`, `hl-string` and so on their colours; there is no style in the HTML.

use std::ops::Range;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};

use super::draft::{Draft, position};
use super::map::{Context, ElementKind};

/// A block of code while it is read.
#[derive(Debug)]
pub(super) struct CodeBlock {
    language: String,
    code: String,
    /// Where the pieces of the code stand in the source: each begins at a byte of the code.
    pieces: Vec<(usize, Range<u32>)>,
}

impl CodeBlock {
    pub(super) fn new(language: &str) -> Self {
        Self { language: language.to_owned(), code: String::new(), pieces: Vec::new() }
    }

    pub(super) fn push(&mut self, text: &str, source: Range<u32>) {
        self.pieces.push((self.code.len(), source));
        self.code.push_str(text);
    }

    /// Writes the code, coloured if its language is known and it is not too long for that.
    pub(super) fn write(&self, draft: &mut Draft, context: Context) {
        let syntax = syntaxes().find_syntax_by_token(&self.language);
        match syntax.filter(|_| !self.language.is_empty() && is_short(&self.code)) {
            Some(syntax) => self.write_coloured(syntax, draft, context),
            None => self.write_range(0..self.code.len(), draft, context),
        }
    }

    fn write_coloured(&self, syntax: &SyntaxReference, draft: &mut Draft, context: Context) {
        let mut state = ParseState::new(syntax);
        let mut scopes = ScopeStack::new();
        let mut start = 0;
        for line in self.code.split_inclusive('\n') {
            let end = start + line.len();
            let mut from = start;
            // A grammar that fails leaves the rest of the line plain.
            for (at, operation) in state.parse_line(line, syntaxes()).unwrap_or_default() {
                let to = (start + at).clamp(from, end);
                self.write_word(from..to, class(&scopes), draft, context);
                from = to;
                let _ = scopes.apply(&operation);
            }
            self.write_word(from..end, class(&scopes), draft, context);
            start = end;
        }
    }

    fn write_word(&self, range: Range<usize>, class: Option<&str>, draft: &mut Draft, context: Context) {
        let Some(word) = self.code.get(range.clone()) else { return };
        let Some(class) = class.filter(|_| !word.trim().is_empty()) else {
            return self.write_range(range, draft, context);
        };
        let outer = draft.html_position();
        draft.html.push_str("<span class=\"hl-");
        draft.html.push_str(class);
        draft.html.push_str("\">");
        let inner = draft.html_position();
        self.write_range(range, draft, context);
        let end = draft.html_position();
        draft.html.push_str("</span>");
        draft.close_element(outer, inner..end, ElementKind::Phrase);
    }

    fn write_range(&self, range: Range<usize>, draft: &mut Draft, context: Context) {
        let first = self.pieces.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
        for (index, (start, source)) in self.pieces.iter().enumerate().skip(first) {
            let end = self.pieces.get(index + 1).map_or(self.code.len(), |(next, _)| *next);
            let part = range.start.max(*start)..range.end.min(end);
            if part.start >= part.end {
                break;
            }
            let source = if end - start == (source.end - source.start) as usize {
                source.start + position(part.start - start)..source.start + position(part.end - start)
            } else {
                source.clone()
            };
            draft.push_text(&self.code[part], source, context);
        }
    }
}

/// The class of a word: the innermost scope that themes give a colour.
fn class(scopes: &ScopeStack) -> Option<&'static str> {
    scopes.as_slice().iter().rev().find_map(|scope| {
        let name = scope.build_string();
        let first = name.split('.').next().unwrap_or_default();
        CLASSES.iter().copied().find(|class| *class == first)
    })
}

/// Whether colouring costs little: its cost grows faster than linear on lines without end.
fn is_short(code: &str) -> bool {
    code.len() <= MAX_BYTES && code.lines().all(|line| line.len() <= MAX_LINE_BYTES)
}

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines)
}

const CLASSES: &[&str] =
    &["comment", "string", "constant", "keyword", "storage", "entity", "support", "variable", "invalid", "markup"];
const MAX_BYTES: usize = 32 * 1024;
const MAX_LINE_BYTES: usize = 1000;
