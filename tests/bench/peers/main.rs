//! Writes a generated site once more for other generators: `cargo run --example peers -- SITE FOLDER`.
//!
//! `FOLDER/hugo`, `FOLDER/eleventy` and `FOLDER/zola` get the content, and `tests/bench/peers/*` the templates that show it.
//! Everything that Postil works out is worked out here for them: names, addresses, relations of both directions, status,
//! the marks in the prose. They only read, render and write, which is the least that the same site can cost them.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a tool of the benchmarks, for sites that another tool makes"
)]

mod eleventy;
mod hugo;
mod pages;
mod zola;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use postil::compile::{analyse, has_errors};
use postil::disk;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let site = arguments.next().expect("the site of Postil");
    let folder = PathBuf::from(arguments.next().expect("the folder to write"));
    let today = NaiveDate::from_ymd_opt(2026, 1, 15).expect("a day");
    let project =
        disk::read(Path::new(&site), today, postil::project::Options::default()).expect("the site can be read");
    let analysis = analyse(&project);
    assert!(!has_errors(&analysis.diagnostics), "the site has errors");
    let pages = pages::Pages::new(&analysis, &project);
    hugo::write(&pages, &mut Folder::new(folder.join("hugo")));
    eleventy::write(&pages, &mut Folder::new(folder.join("eleventy")));
    zola::write(&pages, &mut Folder::new(folder.join("zola")));
}

/// A folder that is written.
struct Folder {
    root: PathBuf,
    made: BTreeSet<PathBuf>,
}

impl Folder {
    fn new(root: PathBuf) -> Self {
        Self { root, made: BTreeSet::new() }
    }

    fn put(&mut self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        let parent = path.parent().expect("a folder");
        if !self.made.contains(parent) {
            fs::create_dir_all(parent).expect("the folder can be made");
            self.made.insert(parent.to_owned());
        }
        fs::write(path, text).expect("the file can be written");
    }
}
