//! The documents that are made from the program itself, so that they cannot drift from it.
//!
//! `POSTIL_REWRITE=1 cargo test --test docs` writes them anew.
#![allow(clippy::disallowed_methods, reason = "this test compares and writes files of the repository")]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use postil::diagnostic::explain::{explanation, groups};

#[test]
fn the_list_of_checks_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    let made = checks();
    if std::env::var_os("POSTIL_REWRITE").is_some() {
        fs::write(&path, &made).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "docs/checks.md has drifted: run POSTIL_REWRITE=1 cargo test --test docs");
}

fn checks() -> String {
    let mut text = "\
# What Postil checks

This is what `postil explain CODE` prints, for every code. Errors stop the build; warnings stop it with `--strict`; notes
never do. The file is made from `src/diagnostic/explain/` by a test: change it there.
"
    .to_owned();
    for (group, codes) in groups() {
        let _ = write!(text, "\n## {}\n", group.as_str());
        for code in codes {
            let (severity, summary) = (code.severity().as_str(), code.summary());
            let _ = write!(text, "\n### `{code}`\n\n*{severity}*: {summary}.\n\n{}\n", explanation(code));
        }
    }
    text
}
