//! What several test programs share: sites made from text, and a look into HTML as a browser sees it.
#![allow(dead_code, reason = "each test program uses a part")]
#![allow(unreachable_pub, clippy::expect_used, clippy::disallowed_methods, reason = "this is a test's own house")]

pub(crate) mod dom;
pub(crate) mod generated;
pub(crate) mod links;

use chrono::NaiveDate;
use postil::project::{Asset, Project};
use postil::source::{SitePath, SourceText};

/// The day for which tests build, so that they say the same on every day.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 15).expect("a day")
}

/// A site of these files.
pub(crate) fn project<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Project {
    let (mut texts, mut assets) = (Vec::new(), Vec::new());
    for (path, text) in files {
        let path = SitePath::new(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let is_text = matches!(path.extension(), "md" | "yaml" | "yml" | "txt" | "toml" | "html" | "xml");
        let is_environment = path.as_str() == postil::project::ENVIRONMENT;
        if is_environment || is_text && path.below("static").is_none() {
            texts.push(SourceText::new(path, text));
        } else {
            assets.push((path, Asset { length: text.len() as u64, hash: 0 }));
        }
    }
    Project { assets: assets.into_iter().collect(), ..Project::of_texts(texts, today()) }
}

/// The site with the addresses of its pages in this form.
pub(crate) fn in_form(mut project: Project, form: &str) -> Project {
    let path = SitePath::new(postil::project::ENVIRONMENT).expect("a path");
    let set = SourceText::new(path, format!("POSTIL_BUILD__ADDRESSES={form}\n"));
    let texts = project.texts.iter().cloned().chain([set]).collect::<Vec<_>>();
    project.texts = Project::of_texts(texts, project.today).texts;
    project
}

/// Whether expected results are to be written instead of compared.
pub(crate) fn rewrite() -> bool {
    std::env::var_os("POSTIL_REWRITE").is_some()
}
