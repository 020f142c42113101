//! Annotations of other tools, and our own exports on their way back.
#![allow(clippy::disallowed_methods, reason = "this test reads the files of the repository and runs the program")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;
#[path = "support/place.rs"]
mod folder;
#[path = "import/back.rs"]
mod back;
#[path = "import/files.rs"]
mod files;
#[path = "import/hostile.rs"]
mod hostile;

use std::collections::BTreeMap;

use postil::compile::analyse;
use postil::diagnostic::{Diagnostic, Severity};
use postil::import::{self, Draft, Import, Request, after};
use postil::project::Project;
use postil::source::{SitePath, SourceText, Sources};

/// A text to import.
fn text(name: &str, text: &str) -> SourceText {
    SourceText::new(SitePath::new(name).expect("a path"), text)
}

/// What becomes of a draft in a site, with every problem in one line.
fn placed(project: &Project, (draft, found): (Draft, Vec<Diagnostic>), request: &Request) -> (Import, Vec<String>) {
    let mut import = match import::place(project, &draft, request) {
        Ok(import) => import,
        Err(errors) => panic!("nothing could be placed: {errors:#?}"),
    };
    let all: Vec<Diagnostic> = found.into_iter().chain(std::mem::take(&mut import.problems)).collect();
    let problems = import::in_order(all, &Sources::default());
    let lines = problems.iter().map(|it| format!("{}[{}]: {}", it.severity.as_str(), it.code, it.message));
    let lines = lines.collect();
    sound(project, &import);
    (import, lines)
}

/// What an import writes passes the site's own checks as well as the site did before, and changes nothing but what it adds.
fn sound(project: &Project, import: &Import) {
    let errors = |project: &Project| -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for it in analyse(project).diagnostics.into_iter().filter(|it| it.severity == Severity::Error) {
            *counts.entry(format!("{} {}", it.code, it.message)).or_insert(0) += 1;
        }
        counts
    };
    let before = errors(project);
    let later = errors(&after(project, &import.changes));
    let more: Vec<_> = later.iter().filter(|(it, count)| before.get(*it).is_none_or(|had| had < count)).collect();
    assert!(more.is_empty(), "{more:#?}\n{:#?}", import.changes);
    for change in &import.changes {
        let Some(text) = &change.before else {
            assert!(project.texts.at(&change.path).is_none(), "{} is there already", change.path);
            continue;
        };
        let mut left = String::new();
        let mut at = 0;
        for range in &change.added {
            left.push_str(&change.after[at..range.start]);
            at = range.end;
        }
        left.push_str(&change.after[at..]);
        assert_eq!(left, **text, "{}: more than lines that are added", change.path);
    }
}
