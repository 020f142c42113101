//! What a site may change of its looks, and what templates may not do.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use postil::compile::{Compiled, compile};
use postil::diagnostic::{Code, Severity};
use postil::output::Content;
use postil::project::{Options, Project};
use postil::source::{SitePath, SourceText};

#[test]
fn every_template_shows_the_scenario_without_a_fault() {
    let compiled = compile(&scenario());
    let faults: Vec<_> = compiled.diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn a_name_that_no_view_has_is_an_error_in_every_template() {
    for name in pages() {
        let own = [(format!("templates/{name}"), "{{ page.title }}{{ nobody_says_this }}".to_owned())];
        let compiled = with(&own);
        let told: Vec<_> = compiled.diagnostics.iter().filter(|it| it.code == Code::TemplateError).collect();
        assert_eq!(told.len(), 1, "{name}: {told:?}");
        assert!(compiled.output.is_none(), "{name}");
    }
}

#[test]
fn one_component_is_replaced_everywhere() {
    let own = "{% component badge(status, standing) %}<i class=\"mine\">{{ status }} {{ standing }}</i>{% endcomponent badge %}";
    let compiled = with(&[("templates/looks.html".to_owned(), own.to_owned())]);
    for page in ["claims/index.html", "claims/gates-are-sound/index.html", "disputed/index.html"] {
        let html = page_of(&compiled, page);
        assert!(html.contains("<i class=\"mine\">") && !html.contains("class=\"badge\""), "{page}");
    }
}

#[test]
fn one_block_is_replaced_and_the_rest_stays() {
    let own = "{% extends \"default/base.html\" %}{% block brand %}<b>Ours</b>{% endblock brand %}";
    let compiled = with(&[("templates/base.html".to_owned(), own.to_owned())]);
    for page in ["index.html", "claims/gates-are-sound/index.html"] {
        let html = page_of(&compiled, page);
        assert!(html.contains("<b>Ours</b></a>") && html.contains("<nav aria-label=\"Site\">"), "{page}");
    }
}

#[test]
fn a_style_sheet_of_the_site_is_loaded_after_ours() {
    let mut project = scenario();
    assert!(!page_of(&compile(&project), "index.html").contains("theme.css"));
    let asset = project.assets.values().next().expect("the scenario has assets").clone();
    project.assets.insert(SitePath::new("static/theme.css").expect("a path"), asset);
    let html = page_of(&compile(&project), "claims/gates-are-sound/index.html");
    let (ours, theirs) = (html.find("../../style.css"), html.find("../../theme.css"));
    assert!(ours.is_some() && ours < theirs, "{ours:?} {theirs:?}");
}

/// The templates of whole pages.
#[allow(clippy::disallowed_methods, reason = "a test looks at the repository")]
fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let names = std::fs::read_dir(folder).expect("the templates").map(|it| it.expect("a file").file_name());
    let names = names.map(|it| it.to_string_lossy().into_owned());
    let all: Vec<_> = names.filter(|it| it.strip_suffix(".html").is_some_and(|it| it != "base")).collect();
    assert!(all.len() > 20);
    all
}

fn scenario() -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario");
    postil::disk::read(&root, support::today(), Options::default()).expect("the scenario")
}

/// The scenario with these texts beside its own.
fn with(texts: &[(String, String)]) -> Compiled {
    let mut project = scenario();
    let own = texts.iter().map(|(path, text)| SourceText::new(SitePath::new(path).expect("a path"), text.as_str()));
    let all: Vec<_> = project.texts.iter().cloned().chain(own).collect();
    project.texts = Project::of_texts(all, project.today).texts;
    compile(&project)
}

fn page_of(compiled: &Compiled, page: &str) -> String {
    match compiled.output.as_ref().expect("the site builds").files.get(page) {
        Some(Content::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => panic!("no page {page}"),
    }
}
