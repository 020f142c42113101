//! What each phase costs on a generated site, and the whole: `cargo bench --bench phases`.

#![allow(clippy::expect_used, reason = "a benchmark fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use postil::anchor::{Anchored, anchor};
use postil::compile::{analyse, compile};
use postil::config::Settings;
use postil::diagnostic::Code;
use postil::output::{Content, Kept};
use postil::parse::{self, BodySettings};
use postil::plan::plan;
use postil::project::Project;
use postil::render::body::{Decorations, MarkDecoration, compose};
use postil::render::{Whole, render};
use postil::resolve::resolve;
use postil::source::{SitePath, SourceText};
use support::generated::Dice;

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
    bencher.counter(ItemsCount::new(briefings)).bench(|| {
        render(Whole { graph: &graph, plan: &plan, project: &project, settings: &settings }, &Kept::default())
    });
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

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn plan_all(bencher: Bencher<'_, '_>, briefings: usize) {
    let project = site(briefings);
    let settings = Settings::default();
    let (graph, _) = resolve(&anchored(articles(&project)), &project, &settings);
    bencher.counter(ItemsCount::new(briefings)).bench(|| plan(&graph, &project, &settings));
}

/// Social cards, each from what it shows to its PNG.
#[divan::bench(args = [100], sample_count = 9, sample_size = 1)]
fn draw_social_cards(bencher: Bencher<'_, '_>, cards: usize) {
    let mut project = site(30);
    project.options.base_url = Some("https://example.org/".to_owned());
    let output = compile(&project).output.expect("the site builds");
    let cards: Vec<_> = output.files.into_values().filter(|it| matches!(it, Content::Card(_))).take(cards).collect();
    assert_eq!(cards.len(), 100);
    bencher.counter(ItemsCount::new(cards.len())).bench(|| cards.iter().filter_map(Content::bytes).count());
}

/// One article of so many kilobytes with two quotations for each, all of which stand in it.
#[divan::bench(args = [500, 1000, 2000], sample_count = 5, sample_size = 1)]
fn anchor_long_article(bencher: Bencher<'_, '_>, kilobytes: usize) {
    let article = long_article(kilobytes);
    assert!(anchor(Arc::clone(&article)).0.statements.iter().all(Option::is_some));
    bencher.counter(ItemsCount::new(2 * kilobytes)).bench(|| anchor(Arc::clone(&article)));
}

/// The same article, anchored already, with all its marks put into its HTML.
#[divan::bench(args = [500, 1000, 2000], sample_count = 5, sample_size = 1)]
fn mark_long_article(bencher: Bencher<'_, '_>, kilobytes: usize) {
    let article = long_article(kilobytes);
    let anchored = anchor(Arc::clone(&article)).0;
    let body = article.body.as_deref().expect("a body");
    let marks = (1..).zip(anchored.statements.iter().flatten()).map(|(number, place)| MarkDecoration {
        id: format!("m{number}"),
        number,
        shown: number.to_string(),
        standing: "open".to_owned(),
        href: format!("#n{number}"),
        label: format!("Note {number}"),
        pieces: place.pieces.clone(),
    });
    let decorations = Decorations { marks: marks.collect(), ..Decorations::default() };
    bencher.counter(ItemsCount::new(2 * kilobytes)).bench(|| compose(body, &decorations));
}

/// So many paragraphs that are nearly the same, and for each a quotation that has drifted: the nearest passage is looked for.
#[divan::bench(args = [200, 400, 800], sample_count = 5, sample_size = 1)]
fn anchor_drifted(bencher: Bencher<'_, '_>, paragraphs: usize) {
    let article = drifted_article(paragraphs);
    let (found, told) = anchor(Arc::clone(&article));
    assert!(found.statements.iter().all(Option::is_none));
    assert!(told.len() == paragraphs && told.iter().all(|problem| problem.code == Code::QuoteDrifted));
    bencher.counter(ItemsCount::new(paragraphs)).bench(|| anchor(Arc::clone(&article)));
}

fn long_article(kilobytes: usize) -> Arc<parse::Article> {
    let mut dice = Dice(7);
    let (mut claims, mut body) = (String::new(), String::new());
    for nth in 0..2 * kilobytes {
        let begun = body.len();
        let (first, last) = (format!("passage {nth} {}", words(&mut dice, 6)), words(&mut dice, 6));
        let quote = format!("{first} {last}");
        claims.push_str(&format!("- {{id: c{nth}, text: t, by: A, quote: {quote}}}\n"));
        // Across emphasis and a line end.
        body.push_str(&format!("{}. And *so {}*\n{}.\n", words(&mut dice, 20), first, last));
        while body.len() < begun + 500 {
            body.push_str(&words(&mut dice, 5));
            body.push_str(".\n");
        }
        body.push('\n');
    }
    article(&claims, &body)
}

fn drifted_article(paragraphs: usize) -> Arc<parse::Article> {
    let mut dice = Dice(8);
    let common: Vec<String> = (0..60).map(|_| words(&mut dice, 1)).collect();
    let (mut claims, mut body) = (String::new(), String::new());
    for nth in 0..paragraphs {
        let mut paragraph = common.clone();
        paragraph[nth % 60] = format!("special{nth}");
        body.push_str(&format!("{}.\n\n", paragraph.join(" ")));
        "drifted".clone_into(&mut paragraph[5 + (nth + 7) % 40]);
        claims.push_str(&format!("- {{id: c{nth}, text: t, by: A, quote: {}}}\n", paragraph[5..45].join(" ")));
    }
    article(&claims, &body)
}

fn article(claims: &str, body: &str) -> Arc<parse::Article> {
    let text = format!("---\ntitle: T\ndate: 2025-01-01\nclaims:\n{claims}---\n\n{body}");
    let source = SourceText::new(SitePath::new("content/briefings/long.md").expect("a path"), text);
    let settings = Settings::default();
    let body = BodySettings { raw_html: settings.raw_html, smart_punctuation: settings.smart_punctuation };
    Arc::new(parse::article(&source, body).0.expect("an article"))
}

fn words(dice: &mut Dice, count: usize) -> String {
    let word = |dice: &mut Dice| {
        let syllables = 1 + dice.roll(3);
        (0..syllables).map(|_| dice.pick(&["ba", "den", "kor", "li", "mus", "ny", "por", "ta"])).collect::<String>()
    };
    (0..count).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
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
