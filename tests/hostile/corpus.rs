//! The cases of `tests/fuzz/corpus`, through the functions that are fuzzed.

use std::path::Path;

use proptest::prelude::*;

use crate::entries;

type Entry = fn(&[u8]);

/// Each target and its function; `cargo fuzz run --fuzz-dir tests/fuzz NAME` runs one.
const TARGETS: [(&str, Entry); 12] = [
    ("front-matter", entries::front_matter),
    ("body", entries::body),
    ("quotation", entries::quotation),
    ("settings", entries::settings),
    ("date", entries::date),
    ("path", entries::path),
    ("request", entries::request),
    ("template", entries::template),
    ("import-brat", entries::import_brat),
    ("import-hypothesis", entries::import_hypothesis),
    ("import-web-annotation", entries::import_web_annotation),
    ("import-tables", entries::import_tables),
];

/// The cases of a target.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    files.map(|it| std::fs::read(it.expect("an entry").path()).expect("a file")).collect()
}

#[test]
fn every_case_that_was_kept_holds() {
    for (target, entry) in TARGETS {
        let cases = corpus(target);
        assert!(cases.len() > 1, "{target} has no cases");
        for case in &cases {
            entry(case);
        }
    }
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/Cargo.toml"))
        .expect("a manifest");
    for (target, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{target}\"")), "{target} is not fuzzed");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// A case with a piece of another, cut anywhere: what a fuzzer without knowledge of the program would do.
    #[test]
    fn what_is_cut_and_joined_from_them_holds(pick in any::<[usize; 2]>(), cut in any::<[usize; 3]>()) {
        for (target, entry) in TARGETS {
            let cases = corpus(target);
            let [one, two] = pick.map(|it| &cases[it % cases.len()]);
            let [at, from, to] = [cut[0] % (one.len() + 1), cut[1] % (two.len() + 1), cut[2] % (two.len() + 1)];
            let piece = &two[from.min(to)..from.max(to)];
            entry(&[&one[..at], piece, &one[at..]].concat());
        }
    }
}
