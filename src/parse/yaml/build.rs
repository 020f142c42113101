//! From events to a tree.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks};

use super::characters::{Offsets, publishable};
use super::mistakes::Failure;
use super::{MAX_DEPTH, MAX_NODES};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::node::{Entry, List, Map, Node, Value};
use crate::source::{SourceText, Span};

/// What was read, and what stopped the reading.
pub(super) struct Tree {
    pub(super) node: Option<Node>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) failure: Option<Failure>,
}

/// The tree of these bytes; as much of it as could be read.
pub(super) fn tree(source: &SourceText, range: Range<usize>) -> Tree {
    let text = source.text().get(range.clone()).unwrap_or_default();
    let mut builder = Builder {
        source,
        start: range.start,
        offsets: Offsets::new(text),
        open: Vec::new(),
        root: None,
        diagnostics: Vec::new(),
        documents: 0,
        nodes: 0,
    };
    let mut failure = None;
    let mut parser = Parser::new_from_str(text);
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, marks)) => {
                if builder.event(event, marks).is_break() {
                    break;
                }
            }
            Err(error) => {
                let found = builder.failure(&error);
                builder.break_value_before(found.at);
                failure = Some(found);
                break;
            }
        }
    }
    builder.close_all();
    Tree { node: builder.root, diagnostics: builder.diagnostics, failure }
}

type Flow = std::ops::ControlFlow<()>;

struct Builder<'a> {
    source: &'a SourceText,
    start: usize,
    offsets: Offsets<'a>,
    open: Vec<Open>,
    root: Option<Node>,
    diagnostics: Vec<Diagnostic>,
    documents: usize,
    nodes: usize,
}

/// A list or mapping whose end has not come.
enum Open {
    List { start: Span, items: Vec<Node> },
    Map { start: Span, map: Map, places: BTreeMap<String, usize>, key: Option<Key> },
}

struct Key {
    text: String,
    span: Span,
    /// Where its value goes; none when the key is not kept.
    keep: bool,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, marks: Marks) -> Flow {
        let span = self.span(marks);
        match event {
            Event::DocumentStart(_) => return self.document(span),
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_extras(anchor, tag.is_some(), span);
                return self.scalar(text.into_owned(), style, self.without_comment(span, style));
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_extras(anchor, tag.is_some(), span);
                return self.open(Open::List { start: span, items: Vec::new() }, span);
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_extras(anchor, tag.is_some(), span);
                let places = BTreeMap::new();
                return self.open(Open::Map { start: span, map: Map::default(), places, key: None }, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span, false),
            Event::Alias(_) => {
                self.refuse(span, "an alias (`*`)");
                self.add(Node::broken(span));
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Flow::Continue(())
    }

    fn document(&mut self, span: Span) -> Flow {
        self.documents += 1;
        if self.documents == 1 {
            return Flow::Continue(());
        }
        self.diagnostics.push(
            Diagnostic::new(Code::YamlSyntax, span, "a second YAML document begins here")
                .help("delete the line `---`: a file holds one document"),
        );
        Flow::Break(())
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, span: Span) -> Flow {
        let (text, problem) = publishable(text, self.source, span);
        self.diagnostics.extend(problem);
        let plain = style == ScalarStyle::Plain;
        let text = if plain { text } else { text.trim_end_matches('\n').to_owned() };
        self.add(Node::scalar(text, plain, span));
        self.count(span)
    }

    fn open(&mut self, open: Open, span: Span) -> Flow {
        if self.open.len() >= MAX_DEPTH {
            self.diagnostics.push(
                Diagnostic::new(Code::LimitExceeded, span, format!("values are nested deeper than {MAX_DEPTH} levels"))
                    .help("write it with fewer levels"),
            );
            self.add(Node::broken(span));
            return Flow::Break(());
        }
        self.open.push(open);
        self.count(span)
    }

    fn count(&mut self, span: Span) -> Flow {
        self.nodes += 1;
        if self.nodes <= MAX_NODES {
            return Flow::Continue(());
        }
        self.diagnostics.push(
            Diagnostic::new(Code::LimitExceeded, span, format!("the file holds more than {MAX_NODES} values"))
                .help("divide it into several files"),
        );
        Flow::Break(())
    }

    /// Ends the innermost list or mapping. `end` is its closing bracket, or an empty place after a block.
    fn close(&mut self, end: Span, broken: bool) {
        let Some(open) = self.open.pop() else { return };
        let cover = |start: Span, last: Option<Span>| {
            let bracket = if end.start < end.end { Some(end) } else { None };
            start.to(last.unwrap_or(start)).to(bracket.unwrap_or(start))
        };
        let node = match open {
            Open::List { start, items } => {
                let span = cover(start, items.last().map(|item| item.span));
                Node { span, value: Value::List(List { items }) }
            }
            Open::Map { start, mut map, key, .. } => {
                if let Some(key) = key.filter(|key| key.keep) {
                    let value = Node::broken(key.span);
                    map.entries.push(Entry { key: key.text, key_span: key.span, value });
                }
                map.incomplete |= broken;
                let last = map.entries.last().map(|entry| entry.key_span.to(entry.value.span));
                let first = map.entries.first().map_or(start, |entry| start.to(entry.key_span));
                Node { span: cover(first, last), value: Value::Map(map) }
            }
        };
        self.add(node);
    }

    /// A value on whose line the reading stops is half of what was meant: `name: A: B` is not `A`.
    fn break_value_before(&mut self, at: usize) {
        let last = match self.open.last_mut() {
            Some(Open::List { items, .. }) => items.last_mut(),
            Some(Open::Map { map, key: None, .. }) => map.entries.last_mut().map(|entry| &mut entry.value),
            Some(Open::Map { .. }) | None => None,
        };
        if let Some(node) = last
            && self.source.text().get(node.span.range().end..at).is_some_and(|between| !between.contains('\n'))
        {
            *node = Node::broken(node.span);
        }
    }

    /// Ends everything that is still open after the reading stopped; what was read stays.
    fn close_all(&mut self) {
        while let Some(open) = self.open.last() {
            let (Open::List { start, .. } | Open::Map { start, .. }) = open;
            let end = Span::new(start.file, start.start, start.start);
            self.close(end, true);
        }
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { map, key: waiting @ Some(_), .. }) => {
                if let Some(key) = waiting.take().filter(|key| key.keep) {
                    // An empty value has its place after the key, so that a message can point at something.
                    let value = if node.span.start == node.span.end { Node { span: key.span, ..node } } else { node };
                    map.entries.push(Entry { key: key.text, key_span: key.span, value });
                }
            }
            Some(Open::Map { .. }) => self.key(node),
        }
    }

    fn key(&mut self, node: Node) {
        let span = node.span;
        let mut problem = None;
        let mut keep = false;
        let text = match node.value {
            Value::Scalar(scalar) => {
                if scalar.text.is_empty() {
                    problem = Some(
                        Diagnostic::new(Code::YamlSyntax, span, "a key is empty")
                            .help("write the key before the colon, or delete the line"),
                    );
                }
                scalar.text
            }
            Value::List(_) | Value::Map(_) => {
                let message = "a key must be a text";
                problem = Some(
                    Diagnostic::new(Code::YamlSyntax, span, message)
                        .help("put the value in quotation marks if it is a text that begins with a bracket"),
                );
                String::new()
            }
            Value::Broken => String::new(),
        };
        if let Some(Open::Map { map, places, key, .. }) = self.open.last_mut() {
            if text == "<<" {
                problem = Some(unreadable(span, "a merge key (`<<`)").help("write the keys out"));
            } else if let Some(first) = places.get(&text).and_then(|index| map.entries.get(*index)) {
                problem = Some(duplicate(&text, span, first.key_span));
            } else {
                keep = problem.is_none() && !text.is_empty();
                places.insert(text.clone(), map.entries.len());
            }
            *key = Some(Key { text, span, keep });
        }
        self.diagnostics.extend(problem);
    }

    fn refuse_extras(&mut self, anchor: usize, tag: bool, span: Span) {
        if anchor > 0 {
            self.refuse(span, "an anchor (`&`)");
        }
        if tag {
            self.refuse(span, "a tag (`!`)");
        }
    }

    fn refuse(&mut self, span: Span, what: &str) {
        self.diagnostics
            .push(unreadable(span, what).help("if it is meant as text, put the whole value in quotation marks"));
    }

    fn failure(&self, error: &ScanError) -> Failure {
        Failure { at: self.start + self.offsets.byte(error.marker().index()), info: error.info().to_owned() }
    }

    /// The place of a scalar in quotation marks up to the closing one: the parser counts a comment behind it too.
    fn without_comment(&self, span: Span, style: ScalarStyle) -> Span {
        let typed = self.source.text().get(span.range()).unwrap_or_default();
        let Some(open) = typed.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return span };
        if !matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) {
            return span;
        }
        let mut chars = typed.char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            let escapes = c == '\\' && open == '"';
            let doubled = c == '\'' && open == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'');
            if escapes || doubled {
                chars.next();
            } else if c == open {
                return self.source.span(span.range().start..span.range().start + at + 1);
            }
        }
        span
    }

    /// The bytes between two marks, without space at the end.
    fn span(&self, marks: Marks) -> Span {
        let start = self.offsets.byte(marks.start.index());
        let end = self.offsets.byte(marks.end.index());
        let written = self.source.text().get(self.start + start..self.start + end).unwrap_or_default();
        let length = written.trim_end().len();
        self.source.span(self.start + start..self.start + start + length)
    }
}

/// The problem of a key that stands twice.
pub(super) fn duplicate(key: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, again, format!("the key `{key}` stands twice"))
        .label("again here")
        .also(first, "first here")
        .help("delete one of them, or make one of both")
}

fn unreadable(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::YamlSyntax, span, format!("Postil does not read {what}"))
}
