//! What passages that are the same are called.

use std::collections::HashMap;

use super::line::{Line, What};
use super::meaning::{Meanings, Tie};
use crate::import::value::one_line;

/// For each passage that is the same as others, what all of them are called: the longest, and the names among the others.
pub(super) fn names<'a>(lines: &[Line<'a>], meanings: &Meanings) -> HashMap<&'a str, (String, Vec<String>)> {
    let words: HashMap<&str, String> = lines
        .iter()
        .filter_map(|line| match &line.what {
            What::Passage { words, .. } => Some((line.id, one_line(words))),
            _ => None,
        })
        .collect();
    let mut sets: Vec<Vec<&'a str>> = Vec::new();
    let mut set_of: HashMap<&'a str, usize> = HashMap::new();
    for line in lines {
        let same: Vec<&'a str> = match &line.what {
            What::Same(ids) => ids.clone(),
            What::Relation { kind, from, to } if meanings.tie(kind) == Some(Tie::Same) => vec![from, to],
            _ => continue,
        };
        let into = same.iter().find_map(|id| set_of.get(id).copied()).unwrap_or(sets.len());
        if into == sets.len() {
            sets.push(Vec::new());
        }
        for id in same {
            match set_of.get(id).copied() {
                Some(other) if other != into => {
                    let moved = std::mem::take(&mut sets[other]);
                    set_of.extend(moved.iter().map(|id| (*id, into)));
                    sets[into].extend(moved);
                }
                Some(_) => {}
                None => {
                    set_of.insert(id, into);
                    sets[into].push(id);
                }
            }
        }
    }
    let mut names = HashMap::new();
    for set in sets {
        let mut all: Vec<String> =
            set.iter().filter_map(|id| words.get(id).cloned()).filter(|it| !it.is_empty()).collect();
        all.sort_by_key(|it| (!is_name(it), std::cmp::Reverse(it.chars().count())));
        all.dedup();
        let Some(name) = all.first().cloned() else { continue };
        let aliases: Vec<String> = all.into_iter().skip(1).filter(|it| is_alias(it, &name)).collect();
        names.extend(set.into_iter().map(|id| (id, (name.clone(), aliases.clone()))));
    }
    names
}

/// Whether words begin as names do, in scripts that have capitals.
fn is_name(words: &str) -> bool {
    words.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// Whether words that stand for somebody are a name too: "Adler" and "UN" are, "she" and "The minister" are nobody's names.
fn is_alias(words: &str, name: &str) -> bool {
    let parts: Vec<&str> = words.split(' ').collect();
    match parts.as_slice() {
        [word] => *word != name && (name.split(' ').any(|it| it == *word) || is_acronym(word)),
        several => {
            words != name
                && several.iter().all(|it| is_name(it))
                && !several.first().is_some_and(|it| ARTICLES.contains(it))
        }
    }
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// What begins a description rather than a name.
const ARTICLES: [&str; 8] = ["The", "A", "An", "His", "Her", "Their", "This", "That"];
