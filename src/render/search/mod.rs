//! The index that readers search, in files so small that a search needs few of them.
//!
//! | file | what it holds |
//! |---|---|
//! | `search/index.json` | how many files of each sort there are, and with which word each begins |
//! | `search/words/N.json` | words in order, each with where it stands: documents by kind and by how telling the place is |
//! | `search/names/N.json` | words of names by half of their letters, to find one that is misspelt |
//! | `search/KIND/N.json` | what results show, sixteen documents a file |
//!
//! A document is a number among its kind, from the oldest to the newest. `static/search.js` reads all of this; the two change
//! together, with [`FORMAT`].

mod documents;
mod names;
mod postings;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::view::Site;
use crate::model::{Status, Word};
use documents::{Document, Kind, Level, Subject, YEAR};
use words::{Form, Vocabulary};

/// The files of the index.
#[derive(Debug)]
pub(super) struct Index {
    files: BTreeMap<String, Arc<[u8]>>,
}

impl Index {
    /// The index of a site.
    pub(super) fn new(site: &Site<'_>) -> Self {
        let subjects: Vec<(Kind, Vec<Subject>)> = Kind::ALL.into_iter().map(|it| (it, it.subjects(site))).collect();
        let parts: Vec<(Kind, usize, &[Subject])> = subjects
            .iter()
            .flat_map(|(kind, all)| all.chunks(PART).enumerate().map(move |(nth, part)| (*kind, nth * PART, part)))
            .collect();
        let read: Vec<Part> =
            parts.into_par_iter().map(|(kind, first, part)| Part::read(site, kind, first, part)).collect();
        let mut files = BTreeMap::new();
        let mut counts = Map::new();
        for (kind, all) in &subjects {
            counts.insert(kind.as_str().to_owned(), all.len().into());
            let records: Vec<&str> = read
                .iter()
                .filter(|part| part.kind == *kind)
                .flat_map(|part| &part.records)
                .map(String::as_str)
                .collect();
            for (nth, some) in records.chunks(RECORDS).enumerate() {
                put(&mut files, format!("{FOLDER}{}/{nth}.json", kind.as_str()), format!("[{}]\n", some.join(",\n")));
            }
        }
        let names = names::files(read.iter().flat_map(|part| &part.names));
        for (nth, file) in names.iter().enumerate() {
            put(&mut files, format!("{FOLDER}names/{nth}.json"), file.clone());
        }
        let rows = rows(read);
        let years: Vec<&str> = rows.iter().filter_map(|row| row.word.strip_prefix(YEAR)).collect();
        let years: Value = years.into_iter().rev().collect();
        let shards = shards(&rows);
        for (nth, shard) in shards.iter().enumerate() {
            put(&mut files, format!("{FOLDER}words/{nth}.json"), shard.text());
        }
        let sum = files.values().fold(0, |sum: u64, file| sum.rotate_left(5) ^ xxh3_64(file));
        let statuses: Map<String, Value> =
            Status::ALL.iter().map(|it| (it.as_str().to_owned(), it.standing().as_str().into())).collect();
        let index = json!({
            "format": FORMAT,
            "sum": format!("{sum:016x}"),
            "kinds": counts,
            "statuses": statuses,
            "years": years,
            "names": names.len(),
            "words": shards.iter().map(|shard| shard.first).collect::<Vec<_>>(),
        });
        put(&mut files, INDEX.to_owned(), format!("{index}\n"));
        Self { files }
    }

    /// Its files, by name.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        self.files.iter().map(|(name, content)| (name.as_str(), content))
    }

    /// The file of this name, if it has it.
    pub(super) fn file(&self, name: &str) -> Option<&Arc<[u8]>> {
        self.files.get(name)
    }
}

/// Whether a file of this name could only be one of the index.
pub(super) fn is_of_index(name: &str) -> bool {
    name.strip_prefix(FOLDER).is_some_and(|it| it.strip_suffix(".json").is_some())
}

fn put(files: &mut BTreeMap<String, Arc<[u8]>>, name: String, text: String) {
    files.insert(name, Arc::from(text.into_bytes()));
}

/// Some documents of one kind, read.
struct Part {
    kind: Kind,
    forms: Vec<Form>,
    /// Which form stands where.
    places: Vec<(u32, Place)>,
    /// Filters, with what they find.
    labels: Vec<(String, Place)>,
    /// What results show, as JSON.
    records: Vec<String>,
    /// The words of names.
    names: Vec<String>,
}

/// A document and how telling a place of it is, in one number that sorts by kind, place and document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place(u32);

impl Place {
    fn new(kind: Kind, level: Level, document: u32) -> Self {
        Self((kind as u32 * LEVELS + level as u32) << DOCUMENT_BITS | document)
    }

    /// The kind and the place.
    fn group(self) -> u32 {
        self.0 >> DOCUMENT_BITS
    }

    fn document(self) -> u32 {
        self.0 & ((1 << DOCUMENT_BITS) - 1)
    }
}

impl Part {
    /// Reads the documents from this number on.
    fn read(site: &Site<'_>, kind: Kind, first: usize, subjects: &[Subject]) -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut part = Self {
            kind,
            forms: Vec::new(),
            places: Vec::new(),
            labels: Vec::new(),
            records: Vec::new(),
            names: Vec::new(),
        };
        // For each form, the last document that has it, and its best place there.
        let mut best: Vec<(u32, Level)> = Vec::new();
        let mut touched = Vec::new();
        for (number, subject) in (u32::try_from(first).unwrap_or(u32::MAX)..).zip(subjects) {
            let document = Document::of(site, *subject);
            for (level, text) in &document.texts {
                vocabulary.read(text, document.lang, |form| {
                    let form = form as usize;
                    if best.len() <= form {
                        best.resize(form + 1, (u32::MAX, Level::Body));
                    }
                    if best[form].0 != number {
                        best[form] = (number, *level);
                        touched.push(form);
                    } else if *level < best[form].1 {
                        best[form].1 = *level;
                    }
                });
                if kind.has_names() && *level <= Level::Title {
                    part.names.extend(words::typed(text));
                }
            }
            let place = |form: usize| (u32::try_from(form).unwrap_or(u32::MAX), Place::new(kind, best[form].1, number));
            part.places.extend(touched.drain(..).map(place));
            let named = Place::new(kind, Level::Name, number);
            part.labels.extend(document.labels.into_iter().map(|label| (label, named)));
            part.records.push(document.record.to_string());
        }
        debug_assert!(best.len() <= vocabulary.len());
        part.forms = vocabulary.into_forms();
        part
    }
}

/// A word, or the sign and value of a filter.
struct Row {
    word: String,
    /// Stems of which it is a form, where these are other words.
    stems: Vec<String>,
    /// Where it stands, as text; empty for what is only a form.
    lists: String,
}

/// All words in order.
fn rows(parts: Vec<Part>) -> Vec<Row> {
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
struct Shard<'a> {
    /// What tells its first word from the last of the file before.
    first: &'a str,
    rows: &'a [Row],
}

impl Shard<'_> {
    /// The file: `lists` of words, and `stems` of forms.
    fn text(&self) -> String {
        let listed = self.rows.iter().filter(|row| !row.lists.is_empty());
        let lists: Vec<String> = listed.map(|row| format!("{}:\"{}\"", Value::from(&*row.word), row.lists)).collect();
        let formed = self.rows.iter().filter(|row| !row.stems.is_empty());
        let stems: Vec<String> =
            formed.map(|row| format!("{}:{}", Value::from(&*row.word), Value::from(row.stems.join(" ")))).collect();
        format!("{{\"lists\":{{{}}},\n\"stems\":{{{}}}}}\n", lists.join(",\n"), stems.join(","))
    }
}

/// Cuts words into files of about equal size; a word that is larger has one of its own.
fn shards(rows: &[Row]) -> Vec<Shard<'_>> {
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

/// The version of all this.
const FORMAT: u32 = 1;
/// Where the files stand.
const FOLDER: &str = "search/";
/// The file that is read first.
pub(super) const INDEX: &str = "search/index.json";
/// How many documents are read at once.
const PART: usize = 256;
/// How many results stand in a file: few, because those of one answer seldom stand together.
const RECORDS: usize = 16;
/// About how many bytes of words stand in a file.
const SHARD: usize = 10_000;
const LEVELS: u32 = 4;
const DOCUMENT_BITS: u32 = 27;

#[cfg(test)]
mod tests;
