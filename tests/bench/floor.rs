//! The least that a site can cost on this machine.
//!
//! `floor list BUILT LIST` notes the places and sizes of a built site's files. `floor write SITE LIST FOLDER` reads all
//! Markdown of SITE, makes HTML of it with the same library as Postil, and writes files of those places and sizes.
//! Nothing is understood, linked or checked. All processors work.

#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, reason = "a tool of the benchmarks")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use walkdir::WalkDir;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["list", built, list] => fs::write(list, sizes(Path::new(built))).expect("the list can be written"),
        ["write", site, list, folder] => {
            let html = render(Path::new(site));
            write(&fs::read_to_string(list).expect("the list can be read"), Path::new(folder), html);
        }
        _ => panic!("floor list BUILT LIST, or floor write SITE LIST FOLDER"),
    }
}

/// A line for each file: its bytes, a tab, its path.
fn sizes(built: &Path) -> String {
    let files = WalkDir::new(built).sort_by_file_name().into_iter().map(|it| it.expect("the folder can be read"));
    let line = |it: walkdir::DirEntry| {
        let bytes = it.metadata().expect("the file can be read").len();
        let path = it.path().strip_prefix(built).expect("within the folder").display().to_string();
        format!("{bytes}\t{path}\n")
    };
    files.filter(|it| it.file_type().is_file()).map(line).collect()
}

/// Makes HTML of everything, and returns some of it.
fn render(site: &Path) -> Vec<u8> {
    let files: Vec<PathBuf> = WalkDir::new(site)
        .into_iter()
        .map(|it| it.expect("the folder can be read").into_path())
        .filter(|it| it.extension().is_some_and(|it| it == "md"))
        .collect();
    let longest = |a: String, b: String| if a.len() > b.len() { a } else { b };
    files.par_iter().map(|path| rendered(path)).reduce(String::new, longest).into_bytes()
}

fn rendered(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("the file can be read");
    let body = text.split_once("\n---\n").map_or(text.as_str(), |(_, body)| body);
    let mut made = String::with_capacity(body.len() * 2);
    html::push_html(&mut made, Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES));
    made
}

/// Writes the files of the list with this text, repeated.
fn write(list: &str, folder: &Path, mut text: Vec<u8>) {
    let files: Vec<(usize, PathBuf)> = list
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(bytes, path)| (bytes.parse().expect("a number"), folder.join(path)))
        .collect();
    let largest = files.iter().map(|(bytes, _)| *bytes).max().unwrap_or(0);
    assert!(!text.is_empty(), "the site has no prose");
    while text.len() < largest {
        text.extend_from_within(..text.len().min(largest - text.len()));
    }
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(_, path)| path.parent()).collect();
    for folder in folders {
        fs::create_dir_all(folder).expect("the folder can be made");
    }
    files.par_iter().for_each(|(bytes, path)| fs::write(path, &text[..*bytes]).expect("the file can be written"));
}
