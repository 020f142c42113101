//! Words in files: for each where it stands, or of which words it is a form.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use serde_json::Value;

use super::documents::{LEVELS, YEAR};
use super::{Part, Place, postings};

/// A word, or the sign and value of a filter.
pub(super) struct Row {
    word: String,
    /// Stems of which it is a form, where these are other words.
    stems: Vec<String>,
    /// Where it stands, as text; empty for what is only a form.
    lists: String,
}

/// All words in order.
pub(super) fn rows(parts: Vec<Part>) -> Vec<Row> {
    let mut places: HashMap<String, Vec<Place>> = HashMap::new();
    let mut forms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for part in parts {
        let mut of_form: Vec<Vec<Place>> = vec![Vec::new(); part.forms.len()];
        for (form, place) in part.places {
            of_form[form as usize].push(place);
        }
        for (form, found) in part.forms.into_iter().zip(of_form) {
            if form.word != form.stem {
                let stems = forms.entry(form.word).or_default();
                if !stems.contains(&form.stem) {
                    stems.push(form.stem.clone());
                }
            }
            places.entry(form.stem).or_default().extend(found);
        }
        for (label, place) in part.labels {
            places.entry(label).or_default().push(place);
        }
    }
    // The order of the map is none, but that of its words is.
    let mut listed: Vec<(String, Vec<Place>)> = places.into_iter().collect();
    listed.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let lists: Vec<(String, String)> = listed.into_par_iter().map(|(word, found)| (word, lists(found))).collect();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for (word, lists) in lists {
        rows.insert(word.clone(), Row { word, stems: Vec::new(), lists });
    }
    for (word, mut stems) in forms {
        stems.sort();
        rows.entry(word.clone()).or_insert(Row { word, stems: Vec::new(), lists: String::new() }).stems = stems;
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    // As browsers compare texts.
    rows.sort_by(|a, b| a.word.encode_utf16().cmp(b.word.encode_utf16()));
    rows
}

/// The years that something is found by, the last first.
pub(super) fn years(rows: &[Row]) -> Vec<&str> {
    rows.iter().rev().filter_map(|row| row.word.strip_prefix(YEAR)).collect()
}

/// Where a word stands, as text: for each kind and place a letter and the documents.
fn lists(mut found: Vec<Place>) -> String {
    found.sort_unstable();
    found.dedup();
    let mut text = String::new();
    let mut last = None;
    let mut known: Vec<u32> = Vec::new();
    for group in found.chunk_by(|a, b| a.group() == b.group()) {
        let kind = group[0].group() / LEVELS;
        if last != Some(kind) {
            (last, known) = (Some(kind), Vec::new());
        }
        // Several forms of a word may stand in several places of a document: the best one counts.
        let documents: Vec<u32> =
            group.iter().map(|it| it.document()).filter(|it| known.binary_search(it).is_err()).collect();
        if !documents.is_empty() {
            postings::push_number(group[0].group(), &mut text);
            postings::push_ascending(&documents, &mut text);
            known.extend(documents);
            known.sort_unstable();
        }
    }
    text
}

/// Words that stand in one file.
pub(super) struct Shard<'a> {
    /// What tells its first word from the last of the file before.
    first: &'a str,
    rows: &'a [Row],
}

impl Shard<'_> {
    /// What its first word begins with, and no word of the files before.
    pub(super) fn first(&self) -> &str {
        self.first
    }

    /// The file: `lists` of words, and `stems` of forms.
    pub(super) fn text(&self) -> String {
        let listed = self.rows.iter().filter(|row| !row.lists.is_empty());
        let lists: Vec<String> = listed.map(|row| format!("{}:\"{}\"", Value::from(&*row.word), row.lists)).collect();
        let formed = self.rows.iter().filter(|row| !row.stems.is_empty());
        let stems: Vec<String> =
            formed.map(|row| format!("{}:{}", Value::from(&*row.word), Value::from(row.stems.join(" ")))).collect();
        format!("{{\"lists\":{{{}}},\n\"stems\":{{{}}}}}\n", lists.join(",\n"), stems.join(","))
    }
}

/// Cuts words into files of about equal size; a word that is larger has one of its own.
pub(super) fn shards(rows: &[Row]) -> Vec<Shard<'_>> {
    let mut shards: Vec<Shard<'_>> = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, row) in rows.iter().enumerate() {
        let length =
            row.word.len() + row.lists.len() + row.stems.iter().map(|it| it.len() + row.word.len()).sum::<usize>() + 6;
        if size > 0 && size + length > SHARD {
            shards.push(shard(rows, start, at));
            (start, size) = (at, 0);
        }
        size += length;
    }
    if start < rows.len() {
        shards.push(shard(rows, start, rows.len()));
    }
    shards
}

fn shard(rows: &[Row], start: usize, end: usize) -> Shard<'_> {
    let word = &rows[start].word;
    let before = start.checked_sub(1).map_or("", |at| &*rows[at].word);
    let shared = word.chars().zip(before.chars()).take_while(|(a, b)| a == b).count();
    let end_of_first = word.char_indices().nth(shared + 1).map_or(word.len(), |(at, _)| at);
    Shard { first: &word[..end_of_first], rows: &rows[start..end] }
}

/// About how many bytes of words stand in a file.
const SHARD: usize = 10_000;
