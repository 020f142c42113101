//! Where something is declared: its id there, its file, and its former addresses.
//!
//! An id that is written is replaced. One that was made from a name or a file's name is written from now on, in one form and
//! place; a file whose name is the id gets another name instead. A former address is added in one form and place too. What
//! stands there in just that form is what a renaming wrote, so that it is taken out by the way back: then the bytes are again
//! those from before.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::{Edits, Task, renamed_file};
use crate::model::Slug;
use crate::model::declaration::Id;
use crate::parse::front_matter::Parts;
use crate::parse::node::{Entry, Map, Node, Scalar, Value};
use crate::parse::{FileKind, slug_of_name, yaml};
use crate::plan::Address;
use crate::refusal::Refusal;
use crate::resolve::graph;
use crate::source::{SitePath, SourceText, Span};

/// The mapping that declares something.
pub(super) struct Declaration {
    text: SourceText,
    map: Map,
    start: usize,
    /// Where the line begins that closes the front matter, when the mapping is all of it.
    fence: Option<usize>,
    /// The key of the id, and that of former addresses.
    keys: (&'static str, &'static str),
    /// The id that it has where none is written.
    derived: Option<Slug>,
}

/// The declaration of what is renamed.
pub(super) fn find(task: &Task) -> Result<Declaration, Refusal> {
    let graph = task.graph;
    match &task.node {
        graph::Node::Briefing(handle) => {
            let path = &graph[*handle].source.article.path;
            of(task, path, None, slug_of_name(path), ("slug", "aliases"))
        }
        graph::Node::Actor(handle) if graph[*handle].implicit => Err(implicit(task, &graph[*handle].source.name.value)),
        graph::Node::Actor(handle) => {
            let actor = &graph[*handle].source;
            entity(task, &actor.id, actor.span, &actor.name)
        }
        graph::Node::Claim(handle) => {
            let claim = &graph[*handle].source;
            entity(task, &claim.id, claim.span, &claim.text)
        }
        graph::Node::Event(handle) => {
            let event = &graph[*handle].source;
            entity(task, &event.id, event.span, &event.title)
        }
        graph::Node::Source(handle) => {
            let source = &graph[*handle].source;
            entity(task, &source.id, source.span, &source.title)
        }
        graph::Node::Page(_) | graph::Node::Home | graph::Node::Asset(_) => Err(Refusal::new("it has no id")),
    }
}

/// An actor that exists because it is named has an id that nobody wrote, and no place for another.
fn implicit(task: &Task, name: &str) -> Refusal {
    let old = &task.old;
    Refusal::new(format!("the actor `{old}` is declared nowhere: its id is made from its name, `{name}`"))
        .help(format!("write `- {{id: {old}, name: \"{name}\"}}` in `content/actors.yaml` first, and rename it then"))
}

fn entity(task: &Task, id: &Id, span: Span, named: &str) -> Result<Declaration, Refusal> {
    let Some(text) = task.project.texts.get(id.span.file) else { return Err(Refusal::new("its file cannot be found")) };
    let path = text.path().clone();
    let derived = match FileKind::of(&path) {
        FileKind::Own(_) => Slug::from_text(path.stem()),
        _ => Slug::from_text(named),
    };
    of(task, &path, Some(span), derived, ("id", "redirects"))
}

fn of(
    task: &Task,
    path: &SitePath,
    span: Option<Span>,
    derived: Option<Slug>,
    keys: (&'static str, &'static str),
) -> Result<Declaration, Refusal> {
    let text = task.text(path)?.clone();
    let is_list = matches!(FileKind::of(path), FileKind::List(_));
    let range = if is_list { Some(0..text.text().len()) } else { Parts::of(&text).front_matter };
    let root = range.clone().and_then(|range| yaml::parse(&text, range).0);
    let whole = span.is_none() || matches!(FileKind::of(path), FileKind::Own(_));
    let node = match (&root, span) {
        (Some(root), Some(span)) if !whole => mapping(root, span),
        (root, _) => root.as_ref(),
    };
    match node {
        Some(Node { span, value: Value::Map(map) }) => Ok(Declaration {
            map: map.clone(),
            start: span.range().start,
            fence: range.filter(|_| whole).map(|range| range.end),
            text,
            keys,
            derived,
        }),
        _ => Err(Refusal::new(format!("the place in `{path}` that declares `{}` cannot be found", task.old))),
    }
}

/// The mapping at this place.
fn mapping(node: &Node, span: Span) -> Option<&Node> {
    match &node.value {
        Value::Map(_) if node.span == span => Some(node),
        Value::Map(map) => map.entries.iter().find_map(|entry| mapping(&entry.value, span)),
        Value::List(list) => list.items.iter().find_map(|item| mapping(item, span)),
        Value::Scalar(_) | Value::Broken => None,
    }
}

impl Declaration {
    /// The file that it stands in.
    pub(super) fn path(&self) -> &SitePath {
        self.text.path()
    }

    /// The other name of the file, when its name is the id.
    pub(super) fn moved(&self, task: &Task) -> Result<Option<(SitePath, SitePath)>, Refusal> {
        let path = self.path();
        let is_own = self.fence.is_some();
        let Some(to) = renamed_file(path, &task.old, &task.new).filter(|_| is_own) else { return Ok(None) };
        if task.project.texts.at(&to).is_some() || task.project.assets.contains_key(&to) {
            let message = format!("`{path}` would be called `{to}`, and there is such a file already");
            return Err(Refusal::new(message).help("choose another id, or rename that file first"));
        }
        Ok(Some((path.clone(), to)))
    }

    /// What changes in the mapping, and the former address that it gets.
    pub(super) fn edits(&self, task: &Task, former: Option<&Address>) -> Result<(Edits, Option<String>), Refusal> {
        let (old, new) = (task.old.as_str(), task.new.as_str());
        let mut edits = Edits::new();
        // Where it stood, and where it is going to stand.
        let left = former.map(|it| written(it.as_str()));
        let back = former.and_then(|it| it.with_id(old, new)).map(|it| written(it.as_str()));
        let Some(id) = self.entry(self.keys.0) else {
            if task.moved.is_some() {
                let redirect = self.trail(&mut edits, left, back.as_deref(), None)?;
                return Ok((edits, redirect));
            }
            let (at, lines) = self.insertion(new, left.as_deref());
            edits.insert((at, at), lines);
            return Ok((edits, left));
        };
        if self.derived.as_ref() == Some(&task.new) && task.moved.is_none() {
            let inserted = self.inserted(old, back.as_deref());
            if let Some(range) = inserted {
                edits.insert((range.start, range.end), String::new());
                return Ok((edits, None));
            }
        }
        let span = id.value.span.range();
        let typed = self.text.text().get(span.clone()).unwrap_or_default();
        let (range, replacement) = super::references::replacement(typed, span.start, old, new);
        edits.insert(range, replacement);
        let redirect = self.trail(&mut edits, left, back.as_deref(), Some(&id.value))?;
        Ok((edits, redirect))
    }

    /// Takes the address out where it goes back to one that it had, or else adds the one that it leaves.
    fn trail(
        &self,
        edits: &mut Edits,
        left: Option<String>,
        back: Option<&str>,
        id: Option<&Node>,
    ) -> Result<Option<String>, Refusal> {
        let key = self.keys.1;
        let entry = self.entry(key);
        let item = back.zip(entry).and_then(|(back, entry)| Some((back, entry, item(entry, back)?)));
        if let Some((back, entry, item)) = item {
            let (range, rest) = self.removal(entry, item, back, id);
            edits.insert((range.start, range.end), rest);
            return Ok(None);
        }
        let Some(left) = left else { return Ok(None) };
        let (range, text) = match entry {
            None => self.new_key(&left, id),
            Some(entry) => self.added(entry, &left).ok_or_else(|| {
                Refusal::new(format!("the `{key}` in `{}` cannot be added to", self.path()))
                    .help(format!("write them as a list: `{key}: [/former/address/]`"))
            })?,
        };
        edits.insert((range.start, range.end), text);
        Ok(Some(left))
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.map.entries.iter().find(|entry| entry.key == key)
    }

    /// Where an id that was not written yet goes, and how: behind the former address or in quotation marks, so that it is
    /// told from one that an author wrote.
    fn insertion(&self, id: &str, left: Option<&str>) -> (usize, String) {
        let (key, trail) = self.keys;
        let (line, indent) = (self.line_end(), self.indent());
        let (trail, id) = match left {
            Some(left) => (format!("{trail}: {left}"), format!("{key}: {id}")),
            None => (String::new(), format!("{key}: '{id}'")),
        };
        let keys = [trail, id].into_iter().filter(|key| !key.is_empty());
        match self.fence {
            _ if self.is_flow() => (self.first(), keys.map(|key| format!("{key}, ")).collect()),
            Some(fence) => (fence, keys.map(|key| format!("{indent}{key}{line}")).collect()),
            None => (self.first(), keys.map(|key| format!("{key}{line}{indent}")).collect()),
        }
    }

    /// The bytes of an id that a renaming wrote, with the former address.
    fn inserted(&self, id: &str, back: Option<&str>) -> Option<Range<usize>> {
        let (at, lines) = self.insertion(id, back);
        let text = self.text.text();
        let range = match self.fence.filter(|_| !self.is_flow()) {
            Some(fence) => fence.checked_sub(lines.len())?..fence,
            None => at..at + lines.len(),
        };
        (text.get(range.clone())? == lines).then_some(range)
    }

    /// Where a key for former addresses goes, and how.
    fn new_key(&self, left: &str, id: Option<&Node>) -> (Range<usize>, String) {
        let (key, line, indent) = (self.keys.1, self.line_end(), self.indent());
        let at = match (id, self.fence) {
            (Some(id), _) if self.is_flow() => return (empty(id.span.range().end), format!(", {key}: {left}")),
            _ if self.is_flow() => return (empty(self.first()), format!("{key}: {left}, ")),
            (Some(id), _) => {
                return (empty(self.end_of_line(id.span.range().end)), format!("{line}{indent}{key}: {left}"));
            }
            (None, Some(fence)) => fence,
            (None, None) => return (empty(self.first()), format!("{key}: {left}{line}{indent}")),
        };
        (empty(at), format!("{indent}{key}: {left}{line}"))
    }

    /// Where a former address goes when there are some already, and how. A list gets it at its beginning; a single value
    /// becomes a list that ends with it; where nothing stood it stands in quotation marks.
    fn added(&self, entry: &Entry, left: &str) -> Option<(Range<usize>, String)> {
        let text = self.text.text();
        let span = entry.value.span.range();
        match &entry.value.value {
            Value::Scalar(scalar) if scalar.is_nothing() => {
                let colon = entry.key_span.range().end + text[entry.key_span.range().end..].find(':')? + 1;
                // A tilde or `null` is replaced, with nothing to tell it from nothing at all.
                let typed = if span.start >= colon { span } else { empty(colon) };
                let space = if typed.is_empty() { " " } else { "" };
                Some((typed, format!("{space}\"{left}\"")))
            }
            Value::Scalar(_) => Some((span.clone(), format!("[{}, {left}]", &text[span]))),
            Value::List(list) => match (list.items.first(), text[span.clone()].starts_with('[')) {
                (None, _) => Some((span, format!("[{left}]"))),
                (Some(first), true) => Some((empty(first.span.range().start), format!("{left}, "))),
                (Some(first), false) => {
                    let dash = text[..first.span.range().start].rfind('-')?;
                    let indent = self.indent_at(dash);
                    Some((empty(dash), format!("- {left}{}{indent}", self.line_end())))
                }
            },
            Value::Map(_) | Value::Broken => None,
        }
    }

    /// The bytes of one of the former addresses, and what stays of them.
    fn removal(&self, entry: &Entry, item: usize, back: &str, id: Option<&Node>) -> (Range<usize>, String) {
        let text = self.text.text();
        let span = entry.value.span.range();
        let none = |range: Range<usize>| (range, String::new());
        let Value::List(list) = &entry.value.value else {
            return none(self.removal_of_key(entry, back, id));
        };
        let place = |at: usize| list.items[at].span.range();
        let is_flow = text[span.clone()].starts_with('[');
        match (is_flow, list.items.len()) {
            (true, 1) => (span, "[]".to_owned()),
            (true, 2) if item == 1 => (span, text[place(0)].to_owned()),
            (true, _) if item == 0 => none(place(0).start..place(1).start),
            (true, _) => none(place(item - 1).end..place(item).end),
            (false, 1) => none(self.lines_of(entry)),
            (false, count) => {
                let dash = |at: usize| text[..place(at).start].rfind('-').unwrap_or(place(at).start);
                if item + 1 < count {
                    none(dash(item)..dash(item + 1))
                } else {
                    none(self.end_of_line(place(item - 1).end)..self.end_of_line(place(item).end))
                }
            }
        }
    }

    /// The bytes of a key with a single former address.
    fn removal_of_key(&self, entry: &Entry, back: &str, id: Option<&Node>) -> Range<usize> {
        let text = self.text.text();
        let span = entry.value.span.range();
        if text[span.clone()] == *format!("\"{back}\"") && text[..span.start].ends_with(": ") {
            return span.start - 1..span.end;
        }
        // Just as it was added, wherever that was.
        let (at, lines) = self.new_key(back, id);
        let range = match (self.fence.filter(|_| id.is_none() && !self.is_flow()), at.start) {
            (Some(fence), _) => fence.saturating_sub(lines.len())..fence,
            (None, at) => at..at + lines.len(),
        };
        if text.get(range.clone()) == Some(lines.as_str()) {
            return range;
        }
        if self.is_flow() { self.flow_entry(entry) } else { self.lines_of(entry) }
    }

    /// A key of a mapping in braces, with the comma beside it.
    fn flow_entry(&self, entry: &Entry) -> Range<usize> {
        let at = self.map.entries.iter().position(|it| it.key == entry.key).unwrap_or(0);
        match (self.map.entries.get(at + 1), at.checked_sub(1).and_then(|at| self.map.entries.get(at))) {
            (Some(next), _) => entry.key_span.range().start..next.key_span.range().start,
            (None, Some(before)) => before.value.span.range().end..entry.value.span.range().end,
            (None, None) => entry.key_span.range().start..entry.value.span.range().end,
        }
    }

    /// The lines of a key; when others stand on its first line, up to the next key.
    fn lines_of(&self, entry: &Entry) -> Range<usize> {
        let text = self.text.text();
        let start = entry.key_span.range().start;
        let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let is_alone = text[line..start].chars().all(char::is_whitespace);
        let end = self.end_of_line(entry.value.span.range().end);
        let after = end + text[end..].find('\n').map_or(0, |at| at + 1);
        if is_alone {
            return line..after;
        }
        let next = self.map.entries.iter().map(|it| it.key_span.range().start).find(|at| *at > start);
        start..next.unwrap_or(end)
    }

    fn is_flow(&self) -> bool {
        self.text.text()[self.start..].starts_with('{')
    }

    /// Where the first key begins.
    fn first(&self) -> usize {
        self.map.entries.first().map_or(self.start, |entry| entry.key_span.range().start)
    }

    /// How the file ends its lines.
    fn line_end(&self) -> &'static str {
        let text = self.text.text();
        let first = text.find('\n').unwrap_or(0);
        if text[..first].ends_with('\r') { "\r\n" } else { "\n" }
    }

    fn end_of_line(&self, at: usize) -> usize {
        let rest = &self.text.text()[at..];
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }

    fn indent(&self) -> String {
        self.indent_at(self.first())
    }

    /// Space as wide as what stands before this place in its line.
    fn indent_at(&self, at: usize) -> String {
        let text = self.text.text();
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        text[line..at].chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect()
    }
}

fn empty(at: usize) -> Range<usize> {
    at..at
}

/// An address as an author writes it.
fn written(address: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.') || !c.is_ascii();
    if address.chars().all(is_plain) {
        return format!("/{address}");
    }
    let encoded = Address::new(address).href();
    format!("/{}", encoded.replace(',', "%2C").replace('[', "%5B").replace(']', "%5D"))
}

/// Which of the former addresses is this one.
fn item(entry: &Entry, address: &str) -> Option<usize> {
    let is_it = |node: &Node| matches!(&node.value, Value::Scalar(scalar) if is_same(scalar, address));
    match &entry.value.value {
        Value::List(list) => list.items.iter().position(is_it),
        _ => is_it(&entry.value).then_some(0),
    }
}

fn is_same(scalar: &Scalar, address: &str) -> bool {
    let folder = |text: &str| percent_decode_str(text.trim().trim_matches('/')).decode_utf8_lossy().into_owned();
    folder(&scalar.text) == folder(address)
}
