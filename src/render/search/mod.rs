//! The index that readers search, in files so small that a search needs few of them.
//!
//! | file | what it holds |
//! |---|---|
//! | `search/contents.json` | how many files of each sort there are, and with which word each begins |
//! | `search/words/N.json` | words in order, each with where it stands: documents by kind and by how telling the place is |
//! | `search/names/N.json` | words of names by half of their letters, to find one that is misspelt |
//! | `search/KIND/N.json` | what results show, sixteen documents a file |
//!
//! A document is a number among its kind, from the oldest to the newest. `static/search.js` reads all of this; the two change
//! together, with [`FORMAT`].

mod documents;
mod names;
mod postings;
mod shards;
mod words;

use std::collections::BTreeMap;

use bytes::Bytes;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::view::Site;
use crate::model::{Status, Word};
use crate::plan::SEARCH_FILES;
use documents::{Document, Kind, LEVELS, Level, Subject};
use words::{Form, Vocabulary};

/// The files of the index.
#[derive(Debug)]
pub(super) struct Index {
    files: BTreeMap<String, Bytes>,
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
        let mut files = Files::default();
        for (kind, _) in &subjects {
            files.put_records(*kind, &read);
        }
        let names = names::files(read.iter().flat_map(|part| &part.names));
        for (nth, file) in names.iter().enumerate() {
            files.put(&format!("names/{nth}"), file.clone());
        }
        let rows = shards::rows(read);
        let shards = shards::shards(&rows);
        for (nth, shard) in shards.iter().enumerate() {
            files.put(&format!("words/{nth}"), shard.text());
        }
        let count = |(kind, all): &(Kind, Vec<Subject>)| (kind.as_str().to_owned(), all.len().into());
        let standing = |it: &Status| (it.as_str().to_owned(), it.standing().as_str().into());
        let index = json!({
            "format": FORMAT,
            "sum": files.sum(),
            "kinds": subjects.iter().map(count).collect::<Map<String, Value>>(),
            "statuses": Status::ALL.iter().map(standing).collect::<Map<String, Value>>(),
            "years": shards::years(&rows),
            "names": names.len(),
            "words": shards.iter().map(shards::Shard::first).collect::<Vec<_>>(),
        });
        files.put("contents", format!("{index}\n"));
        Self { files: files.0 }
    }

    /// Its files, by name.
    pub(super) fn into_files(self) -> impl Iterator<Item = (String, Bytes)> {
        self.files.into_iter()
    }

    /// The file of this name, if it has it.
    pub(super) fn file(&self, name: &str) -> Option<&Bytes> {
        self.files.get(name)
    }
}

/// Whether a file of this name could only be one of the index.
pub(super) fn is_of_index(name: &str) -> bool {
    name.strip_prefix(SEARCH_FILES).is_some_and(|it| it.strip_suffix(".json").is_some())
}

/// Files on their way to the index.
#[derive(Default)]
struct Files(BTreeMap<String, Bytes>);

impl Files {
    fn put(&mut self, name: &str, text: String) {
        self.0.insert(format!("{SEARCH_FILES}{name}.json"), Bytes::from(text));
    }

    /// What the results of a kind show.
    fn put_records(&mut self, kind: Kind, read: &[Part]) {
        let records = read.iter().filter(|part| part.kind == kind).flat_map(|part| &part.records);
        let records: Vec<&str> = records.map(String::as_str).collect();
        for (nth, some) in records.chunks(RECORDS).enumerate() {
            self.put(&format!("{}/{nth}", kind.as_str()), format!("[{}]\n", some.join(",\n")));
        }
    }

    /// A sum over all, which browsers ask for the files with: another index brings other files.
    fn sum(&self) -> String {
        format!("{:016x}", self.0.values().fold(0, |sum: u64, file| sum.rotate_left(5) ^ xxh3_64(file)))
    }
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
        part.forms = vocabulary.into_forms();
        part
    }
}

/// The version of all this.
const FORMAT: u32 = 1;
/// How many documents are read at once.
const PART: usize = 256;
/// How many results stand in a file: few, because those of one answer seldom stand together.
const RECORDS: usize = 16;
const DOCUMENT_BITS: u32 = 27;
