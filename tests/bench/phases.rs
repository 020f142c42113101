//! What each phase costs on a generated site, and the whole: `cargo bench --bench phases`.

#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use postil::anchor::{Anchored, anchor};
use postil::compile::{analyse, compile};
use postil::config::Settings;
use postil::parse::{self, BodySettings};
use postil::plan::plan;
use postil::project::Project;
use postil::render::render;
use postil::resolve::resolve;

const SIZES: &[usize] = &[100, 1000];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn parse_all(bencher: Bencher<'_, '_>, briefings: usize) {
    let project = site(briefings);
    bencher.counter(ItemsCount::new(briefings)).bench(|| articles(&project));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn anchor_all(bencher: Bencher<'_, '_>, briefings: usize) {
    let articles = articles(&site(briefings));
    bencher.counter(ItemsCount::new(briefings)).bench(|| anchored(articles.clone()));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn resolve_all(bencher: Bencher<'_, '_>, briefings: usize) {
    let project = site(briefings);
    let articles = anchored(articles(&project));
    let settings = Settings::default();
    bencher.counter(ItemsCount::new(briefings)).bench(|| resolve(&articles, &project, &settings));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn render_all(bencher: Bencher<'_, '_>, briefings: usize) {
    let project = site(briefings);
    let settings = Settings::default();
    let (graph, _) = resolve(&anchored(articles(&project)), &project, &settings);
    let (plan, _) = plan(&graph, &project, &settings);
    bencher.counter(ItemsCount::new(briefings)).bench(|| render(&graph, &plan, &project, &settings));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn check_whole(bencher: Bencher<'_, '_>, briefings: usize) {
    let project = site(briefings);
    bencher.counter(ItemsCount::new(briefings)).bench(|| analyse(&project));
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn compile_whole(bencher: Bencher<'_, '_>, briefings: usize) {
    let project = site(briefings);
    bencher.counter(ItemsCount::new(briefings)).bench(|| compile(&project));
}

fn site(briefings: usize) -> Project {
    let files = support::generated::site(briefings);
    support::project(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

fn articles(project: &Project) -> Vec<Arc<parse::Article>> {
    let settings = Settings::default();
    let body = BodySettings { raw_html: settings.raw_html, smart_punctuation: settings.smart_punctuation };
    project.texts.iter().filter_map(|text| parse::article(text, body).0).map(Arc::new).collect()
}

fn anchored(articles: Vec<Arc<parse::Article>>) -> Vec<Arc<Anchored>> {
    articles.into_iter().map(|article| Arc::new(anchor(article).0)).collect()
}
