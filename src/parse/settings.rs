//! The settings of a site: `postil.toml`, and above it what the environment says.
//!
//! The environment is a text like any other ([`project::ENVIRONMENT`](crate::project::ENVIRONMENT)), a line `NAME=value`
//! for each variable, so that what is wrong with it is reported as what is wrong with the file is. The name of a variable follows from its key: `site.base_url` is
//! `POSTIL_SITE__BASE_URL`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::keys::{self, KeySet, Takes};
use super::lower::{self, Lower, nearest};
use super::node::{Entry, Map, Node, Value};
use super::{BodySettings, toml};
use crate::config::{RawHtml, Settings};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceText, Span};

/// The settings in `postil.toml` and in the text of the environment, which counts more.
#[must_use]
pub fn settings(file: Option<&SourceText>, environment: Option<&SourceText>) -> (Settings, Vec<Diagnostic>) {
    let (tree, mut diagnostics) = tree(file, environment);
    if let (Some(_), Some(file)) = (environment, file) {
        // What is wrong with a value of the file is wrong also while a variable takes its place.
        diagnostics.extend(lowered(file, &toml::parse(file).0).1);
    }
    let Some((source, node)) = tree else { return (Settings::default(), diagnostics) };
    let (settings, found) = lowered(source, &node);
    diagnostics.extend(found);
    (settings, diagnostics)
}

/// Where each key that is set is written, by its whole name: `site.title`. A key that is set twice is where it counts.
#[must_use]
pub fn origins(file: Option<&SourceText>, environment: Option<&SourceText>) -> BTreeMap<String, Span> {
    let mut origins = BTreeMap::new();
    if let Some((_, node)) = tree(file, environment).0 {
        collect(&node, "", &mut origins);
    }
    origins
}

/// Those of these variables that are meant as settings: their names begin so, they are not empty, and Postil does not read
/// them for something else.
#[must_use]
pub fn environment(variables: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let is_setting = |name: &str| name.starts_with(PREFIX) && !OWN.contains(&name);
    variables.into_iter().filter(|(name, value)| is_setting(name) && !value.trim().is_empty()).collect()
}

/// Every setting with the variable that sets it: `site.title` and `POSTIL_SITE__TITLE`. What stands below `extra` is free.
#[must_use]
pub fn variables() -> Vec<(String, String)> {
    fn add(set: &'static KeySet, path: &mut Vec<&'static str>, all: &mut Vec<(String, String)>) {
        for key in set.keys {
            path.push(key.name);
            match &key.takes {
                Takes::Map(set) => add(set, path, all),
                _ => all.push((path.join("."), variable(path))),
            }
            path.pop();
        }
    }
    let mut all = Vec::new();
    add(&keys::SETTINGS, &mut Vec::new(), &mut all);
    all
}

/// The variable that sets the key of this path.
#[must_use]
pub fn variable<S: AsRef<str>>(path: &[S]) -> String {
    let parts: Vec<String> = path.iter().map(|part| part.as_ref().to_uppercase().replace('-', "_")).collect();
    format!("{PREFIX}{}", parts.join("__"))
}

fn lowered(source: &SourceText, node: &Node) -> (Settings, Vec<Diagnostic>) {
    let body = BodySettings { raw_html: RawHtml::Sanitize, smart_punctuation: false };
    let mut lower = Lower::new(source, body);
    let settings = lower::settings(&mut lower, node);
    (settings, lower.diagnostics)
}

/// The tree of both, and the text that stands for it.
fn tree<'s>(
    file: Option<&'s SourceText>,
    environment: Option<&'s SourceText>,
) -> (Option<(&'s SourceText, Node)>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut tree = file.map(|file| {
        let (node, found) = toml::parse(file);
        diagnostics.extend(found);
        (file, node)
    });
    if let Some(environment) = environment {
        let over = overlay(environment, &mut diagnostics);
        match &mut tree {
            Some((_, Node { value: Value::Map(map), .. })) => merge(map, over),
            _ => tree = Some((environment, Node { span: environment.span(0..0), value: Value::Map(over) })),
        }
    }
    (tree, diagnostics)
}

/// What the variables set, in the shape of the file.
fn overlay(source: &SourceText, diagnostics: &mut Vec<Diagnostic>) -> Map {
    let mut map = Map::default();
    let mut at = 0;
    for line in source.text().split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some((name, value)) = line.trim_end_matches('\n').split_once('=') else { continue };
        let place = source.span(start..start + name.len());
        let typed = start + name.len() + 1..start + name.len() + 1 + value.len();
        match path(name) {
            Some(path) => set(&mut map, &path, place, scalar(source, value, typed)),
            None => diagnostics.push(unknown(name, place)),
        }
    }
    map
}

/// The path of the key that a variable sets.
fn path(name: &str) -> Option<Vec<String>> {
    let mut set = &keys::SETTINGS;
    let mut path = Vec::new();
    let mut parts = name.strip_prefix(PREFIX)?.split("__");
    while let Some(part) = parts.next() {
        let key = set.keys.iter().find(|key| variable(&[key.name]).strip_prefix(PREFIX) == Some(part))?;
        path.push(key.name.to_owned());
        match &key.takes {
            Takes::Map(inner) => set = inner,
            Takes::Anything => {
                let free: Vec<String> = parts.map(str::to_lowercase).collect();
                let is_named = !free.is_empty() && free.iter().all(|part| !part.is_empty());
                path.extend(free);
                return is_named.then_some(path);
            }
            _ => return parts.next().is_none().then_some(path),
        }
    }
    None
}

fn scalar(source: &SourceText, value: &str, typed: Range<usize>) -> Node {
    // A variable that is set says something: these words too.
    let plain = !matches!(value.trim(), "~" | "null");
    Node::scalar(value, plain, source.span(typed))
}

fn set(map: &mut Map, path: &[String], place: Span, value: Node) {
    let Some((first, rest)) = path.split_first() else { return };
    let known = map.entries.iter().position(|entry| entry.key == *first);
    let value = if rest.is_empty() {
        value
    } else {
        let inner = known.map(|at| map.entries.remove(at).value.value);
        let mut inner = if let Some(Value::Map(inner)) = inner { inner } else { Map::default() };
        set(&mut inner, rest, place, value);
        Node { span: place, value: Value::Map(inner) }
    };
    map.entries.push(Entry { key: first.clone(), key_span: place, value });
}

fn merge(base: &mut Map, over: Map) {
    for entry in over.entries {
        match base.entries.iter_mut().find(|known| known.key == entry.key) {
            None => base.entries.push(entry),
            Some(known) => match (&mut known.value.value, entry.value.value) {
                (Value::Map(base), Value::Map(over)) => merge(base, over),
                (_, value) => {
                    known.key_span = entry.key_span;
                    known.value = Node { span: entry.value.span, value };
                }
            },
        }
    }
}

fn collect(node: &Node, before: &str, origins: &mut BTreeMap<String, Span>) {
    let Value::Map(map) = &node.value else { return };
    for entry in &map.entries {
        let name = if before.is_empty() { entry.key.clone() } else { format!("{before}.{}", entry.key) };
        match entry.value.value {
            Value::Map(_) => collect(&entry.value, &name, origins),
            _ => {
                origins.insert(name, entry.key_span);
            }
        }
    }
}

fn unknown(name: &str, place: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownKey, place, format!("no setting has the variable `{name}`"));
    let all = variables();
    let below: Vec<_> = all.iter().filter(|(_, known)| known.starts_with(&format!("{name}__"))).collect();
    if let [(_, first), ..] = below.as_slice() {
        return diagnostic.help(format!("set a key of this section, such as `{first}`"));
    }
    diagnostic.help(match nearest(name, all.iter().map(|(_, known)| known.as_str())) {
        Some(near) if near == EXTRA => format!("set a key of your own below it, such as `{EXTRA}__CONTACT`"),
        Some(near) => format!("set `{near}`"),
        None => "unset it; `postil config` shows every setting".to_owned(),
    })
}

const PREFIX: &str = "POSTIL_";
const EXTRA: &str = "POSTIL_EXTRA";

/// Variables that Postil knows and that are no settings: the editor that a preview opens, and the repository of a release.
const OWN: [&str; 2] = ["POSTIL_EDITOR", "POSTIL_REPOSITORY"];

#[cfg(test)]
mod tests;
