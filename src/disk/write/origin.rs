//! What a folder was filled from.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs::File;

use foldhash::{HashMap, HashMapExt};
use xxhash_rust::xxh3::xxh3_128;

use super::manifest::Manifest;
use crate::compile::Ground;
use crate::disk::read::digest;
use crate::output::Prose;
use crate::project::Project;
use crate::source::FileId;

/// A project and the program that makes a site of it, as hashes: of the same origin comes the same output. And where two origins
/// differ in the prose of some articles alone, all files are the same but those that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    whole: u128,
    rest: u128,
    prose: BTreeMap<Prose, u128>,
}

/// What prose files show, by their paths; those that show none are left out.
pub(super) type Shown = HashMap<String, Box<[Prose]>>;

/// What a folder was filled from before, as far as it is the same now.
#[derive(Debug)]
pub(super) struct Earlier {
    /// What its files show.
    shown: HashMap<String, Vec<Prose>>,
    /// What prose is another now.
    changed: BTreeSet<Prose>,
}

impl Origin {
    /// What this program makes of a project that stands on this ground. None when it cannot tell itself from another build of
    /// it. The program counts by its bytes, so that the same one notes the same on every machine.
    #[must_use]
    pub fn of(project: &Project, ground: Ground) -> Option<Self> {
        let (_, program) = digest(&mut File::open(env::current_exe().ok()?).ok()?).ok()?;
        let (whole, rest) = (both(program, project.fingerprint()), both(program, ground.rest));
        Some(Self { whole, rest, prose: ground.prose })
    }

    /// What is noted in a folder that was filled so and has a manifest with this text and these files. Together with another
    /// manifest it says nothing.
    ///
    /// A line for the whole, unless making it has shown problems, which must be shown again; one for what is no prose; and
    /// one for the prose of each article, with the files that show it, by their numbers in the manifest.
    pub(super) fn note(&self, (manifest, listed): (&[u8], &Manifest), shown: &Shown, has_shown: bool) -> String {
        let mut files: BTreeMap<Prose, String> = BTreeMap::new();
        for (number, path) in listed.files.keys().enumerate() {
            for prose in shown.get(path).into_iter().flat_map(|it| it.iter()) {
                files.entry(*prose).or_default().push_str(&format!(" {number}"));
            }
        }
        let mut lines = String::new();
        for (prose, hash) in &self.prose {
            let files = files.get(prose).map_or("", String::as_str);
            let (sort, article) = match prose {
                Prose::Whole(article) => (WHOLE, article),
                Prose::Quotations(article) => (QUOTATIONS, article),
            };
            lines.push_str(&format!("{sort} {:016x} {hash:032x}{files}\n", article.number()));
        }
        let manifest = xxh3_128(manifest);
        let whole = if has_shown { String::new() } else { digits(both(self.whole, manifest)) };
        format!("{whole}\n{}\n{lines}", digits(self.rest_with(manifest, &lines)))
    }

    /// What the line says of all that is no prose. It covers the lines below, for a note may be cut off anywhere.
    fn rest_with(&self, manifest: u128, lines: &str) -> u128 {
        both(self.rest, both(manifest, xxh3_128(lines.as_bytes())))
    }

    /// Whether a folder with this note and this manifest was filled from here.
    pub(super) fn is_noted(&self, note: &str, manifest: &[u8]) -> bool {
        note.lines().next() == Some(&digits(both(self.whole, xxh3_128(manifest))))
    }

    /// What a folder with this note and this manifest was filled from, if that differs in prose alone.
    pub(super) fn earlier(&self, note: &str, manifest: &[u8], listed: &Manifest) -> Option<Earlier> {
        let (rest, lines) = note.split_once('\n')?.1.split_once('\n')?;
        if rest != digits(self.rest_with(xxh3_128(manifest), lines)) {
            return None;
        }
        let paths: Vec<&String> = listed.files.keys().collect();
        let mut earlier = Earlier { shown: HashMap::with_capacity(paths.len()), changed: BTreeSet::new() };
        for line in lines.lines() {
            let mut words = line.split(' ');
            let sort = words.next()?;
            let article = FileId::of_number(u64::from_str_radix(words.next()?, 16).ok()?);
            let prose = match sort {
                WHOLE => Prose::Whole(article),
                QUOTATIONS => Prose::Quotations(article),
                _ => return None,
            };
            let hash = u128::from_str_radix(words.next()?, 16).ok()?;
            if self.prose.get(&prose) != Some(&hash) {
                earlier.changed.insert(prose);
            }
            for number in words {
                let path = *paths.get(number.parse::<usize>().ok()?)?;
                earlier.shown.entry(path.clone()).or_default().push(prose);
            }
        }
        Some(earlier)
    }
}

impl Earlier {
    /// What prose a file shows, if all of it is as it was.
    pub(super) fn unchanged(&self, path: &str) -> Option<&[Prose]> {
        let shown = self.shown.get(path).map_or(&[][..], Vec::as_slice);
        (!shown.iter().any(|prose| self.changed.contains(prose))).then_some(shown)
    }
}

const WHOLE: &str = "whole";
const QUOTATIONS: &str = "quotations";

fn digits(hash: u128) -> String {
    format!("{hash:032x}")
}

fn both(one: u128, other: u128) -> u128 {
    xxh3_128(&[one.to_le_bytes(), other.to_le_bytes()].concat())
}
