//! From the plan to bytes.
//!
//! Each kind of page has one view (what its template sees, in [`view`]) and one template of the same name. Rendering looks
//! nothing up: a template sees its view and the site. Whatever many pages show (a claim in a list, an actor's name) is a
//! card, made into a value once and shared ([`card`]).

pub mod card;
mod feed;
mod leak;
mod machine;
mod picture;
pub mod preview;
mod prose;
mod stylesheet;
mod theme;
pub mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

pub mod body;

use crate::anchor::names::NameIndex;
use crate::config::Settings;
use crate::diagnostic::{Code, Diagnostic};
use crate::output::{Content, Counts, Output};
use crate::plan::{PageKind, Plan};
use crate::project::Project;
use crate::resolve::Graph;
use crate::source::SitePath;
use card::Cards;
use theme::{Failure, Theme};
use view::Site;

/// All files of the site.
#[must_use]
pub fn render(graph: &Graph, plan: &Plan, project: &Project, settings: &Settings) -> (Output, Vec<Diagnostic>) {
    let cards = Cards::new(graph, plan, project);
    let names = NameIndex::new(
        graph.names.iter().filter_map(|(name, actor)| Some((name.clone(), u32::try_from(actor.index()).ok()?))),
    );
    let site = Site { graph, plan, project, settings, cards: &cards, names: &names };
    let (theme, mut diagnostics) = Theme::new(project, view::site_value(&site));
    let Some(theme) = theme else { return (Output::default(), diagnostics) };
    let mut output = Output { files: BTreeMap::new(), counts: counts(graph, plan) };
    pages(&site, &theme, &mut output, &mut diagnostics);
    files(&site, &theme, &mut output, &mut diagnostics);
    diagnostics.extend(leak::leaks(graph, &output));
    (output, diagnostics)
}

/// Makes every page, in parallel; each fault of a template is told once, for the first page that shows it.
fn pages(site: &Site<'_>, theme: &Theme, output: &mut Output, diagnostics: &mut Vec<Diagnostic>) {
    let planned = site.plan.pages.par_iter().map(|page| {
        let drawn = view::draw(site, page);
        (page.address.file(), theme.render(drawn.template, &drawn.context))
    });
    let previews = preview::views(site);
    let previews = previews.par_iter().map(|(file, view)| (file.clone(), theme.render("previews.html", view)));
    let made: Vec<_> = planned.chain(previews).collect();
    let mut failures: BTreeMap<Failure, String> = BTreeMap::new();
    for (file, page) in made {
        match page {
            Ok(html) => {
                output.files.insert(file, bytes(html));
            }
            Err(failure) => {
                failures.entry(failure).or_insert(file);
            }
        }
    }
    let told = failures.iter().map(|(it, page)| it.diagnostic(Code::TemplateError, site.project, Some(page)));
    diagnostics.extend(told);
}

/// Everything beside the pages.
fn files(site: &Site<'_>, theme: &Theme, output: &mut Output, diagnostics: &mut Vec<Diagnostic>) {
    for (name, content) in STATIC {
        output.files.insert((*name).to_owned(), Content::Bytes(Arc::from(*content)));
    }
    for (name, sheet) in STYLES {
        output.files.insert((*name).to_owned(), bytes(stylesheet::compact(sheet)));
    }
    for (name, content) in machine::files(site, theme, diagnostics) {
        output.files.insert(name, bytes(content));
    }
    if let Some(atom) = feed::atom(site) {
        output.files.insert("atom.xml".to_owned(), bytes(atom));
    }
    for (path, address) in &site.plan.assets {
        let file = address.file();
        if !is_copy(site, path, &file) {
            output.files.insert(file, Content::Asset(path.clone()));
        }
    }
}

/// Whether a file of the site only repeats that of the default theme, so that it replaces nothing.
fn is_copy(site: &Site<'_>, path: &SitePath, file: &str) -> bool {
    let styles = STYLES.iter().map(|(name, sheet)| (*name, sheet.as_bytes()));
    let ours = STATIC.iter().copied().chain(styles).find(|(name, _)| *name == file);
    ours.is_some_and(|(_, content)| {
        let asset = site.project.assets.get(path);
        asset.is_some_and(|asset| asset.length == content.len() as u64 && asset.hash == xxh3_128(content))
    })
}

fn counts(graph: &Graph, plan: &Plan) -> Counts {
    Counts {
        pages: plan.pages.iter().filter(|page| !matches!(page.kind, PageKind::Redirect(_))).count(),
        briefings: graph.briefings.len(),
        claims: graph.claims.len(),
        actors: graph.actors.len(),
        events: graph.events.len(),
    }
}

fn bytes(text: String) -> Content {
    Content::Bytes(Arc::from(text.into_bytes()))
}

/// The files of the default theme that are copied; a file of the same name in a site's `static/` replaces them.
const STATIC: &[(&str, &[u8])] = &[
    ("postil.js", include_bytes!("../../static/postil.js")),
    ("scheme.js", include_bytes!("../../static/scheme.js")),
    ("favicon.svg", include_bytes!("../../static/favicon.svg")),
];

/// The style sheets of the default theme, as they are written.
const STYLES: &[(&str, &str)] =
    &[("style.css", include_str!("../../static/style.css")), ("picture.css", include_str!("../../static/picture.css"))];
