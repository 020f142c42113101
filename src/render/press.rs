//! The press: what is made once for all pages, and with it any file of the site, or all of them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use super::card::{Cards, Entries, Made};
use super::leak::{Leaks, Search};
use super::search::{self, Index};
use super::social::{self, Social};
use super::theme::{Failure, Theme};
use super::view::{self, Site};
use super::{export, machine, preview, stylesheet};
use crate::anchor::names::NameIndex;
use crate::config::{Settings, SocialCards};
use crate::diagnostic::{Code, Diagnostic};
use crate::output::{Content, Counts, Reads, Taker, Weight};
use crate::plan::{Export, PageKind, Plan, PlannedPage};
use crate::project::Project;
use crate::resolve::Graph;
use crate::resolve::graph::Node;
use crate::social::{FOLDER, Fonts, SocialCard};
use crate::source::SitePath;

/// A site that is understood.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// What it knows.
    pub graph: &'a Graph,
    /// Where everything stands.
    pub plan: &'a Plan,
    /// What was read, and the day.
    pub project: &'a Project,
    /// The settings in force.
    pub settings: &'a Settings,
}

/// What is made once for all pages of a site. It belongs to that site: its files are made with no other.
#[derive(Debug)]
pub struct Press {
    theme: Theme,
    names: Arc<NameIndex>,
    made: Made,
    social: Social,
    secrets: Search,
    /// The index of the search, once a file of it was asked for.
    index: OnceLock<Index>,
}

/// A file of the site, not made yet.
#[derive(Debug, Clone)]
enum File<'a> {
    Page(&'a PlannedPage),
    Previews(usize),
    /// One of the default theme.
    Fixed(&'static [u8]),
    Style(&'static str),
    Asset(&'a SitePath),
    Card(Arc<SocialCard>),
    Sitemap(String),
    Robots,
    /// For other programs, with its address.
    Export(&'a str, &'a Export),
    /// One of the index of the search.
    Index(Bytes),
}

impl File<'_> {
    /// Whether it is made by itself, so that what it reads is known when it is made. Copies and cards are known by their names
    /// and lengths, and the files of the index come of one reading of everything.
    fn is_made_alone(&self) -> bool {
        !matches!(self, Self::Asset(_) | Self::Card(_) | Self::Index(_))
    }
}

/// Files with their names.
type Named<'a> = Vec<(String, File<'a>)>;

/// What is made at a time, each in order of names.
#[derive(Default)]
struct Files<'a> {
    /// For other programs and crawlers.
    of_everything: Named<'a>,
    timelines: Named<'a>,
    others: Named<'a>,
}

/// What making files showed.
#[derive(Debug, Default)]
struct Everything {
    weight: Weight,
    leaks: Leaks,
    /// Each fault, with the first file that shows it.
    failures: BTreeMap<Failure, String>,
}

impl Everything {
    /// With that of files that come later in order.
    fn with(mut self, later: Self) -> Self {
        for (failure, file) in later.failures {
            self.failures.entry(failure).or_insert(file);
        }
        Self { weight: self.weight.with(later.weight), leaks: self.leaks.with(later.leaks), failures: self.failures }
    }
}

/// What each bundle of previews holds, once it was asked for.
type Bundles = OnceLock<Vec<Vec<Node>>>;

impl Press {
    /// A press for this site. What does not differ is taken from the press that stood there before. There is none only
    /// when the default theme cannot be read; what is wrong with the site's own templates is told.
    #[must_use]
    pub fn new(whole: Whole<'_>, before: Option<&Self>) -> (Option<Self>, Vec<Diagnostic>) {
        let names: Vec<(String, u32)> = whole
            .graph
            .names
            .iter()
            .filter_map(|(name, actor)| Some((name.clone(), u32::try_from(actor.index()).ok()?)))
            .collect();
        let same = before.map(|before| &before.names).filter(|index| index.is_of(&names));
        let names = same.map_or_else(|| Arc::new(NameIndex::new(names)), Arc::clone);
        let made = Made::none_yet(whole.graph);
        let (fonts, mut diagnostics) = fonts(whole, before);
        let social = Social::none_yet(whole.graph, fonts);
        let value = view::site_value(&whole.site(&made, &names, &social, None));
        let (theme, found) = Theme::new(whole.project, value, before.map(|before| &before.theme));
        diagnostics.extend(found);
        let secrets = Search::new(whole.graph);
        (theme.map(|theme| Self { theme, names, made, social, secrets, index: OnceLock::new() }), diagnostics)
    }

    /// Forgets what was made of a site whose articles were exchanged.
    pub fn forget_cards(&mut self, graph: &Graph) {
        self.made = Made::none_yet(graph);
        self.social = self.social.emptied(graph);
        self.index = OnceLock::new();
    }

    /// Makes every file and gives it away. How much they weigh; and each fault of a template once, for the first page that
    /// shows it. The few that tell of everything, for other programs and the search, come first: they are as much work as
    /// thousands of pages, and are gone before the cards of these fill the memory. Then come the timelines, whose entries are
    /// gone before other pages fill it with their rows.
    #[must_use]
    pub fn all(&self, whole: Whole<'_>, taker: &dyn Taker) -> (Weight, Vec<Diagnostic>) {
        let site = self.site(whole);
        let bundles = Bundles::new();
        let make = |site: &Site<'_>, (name, file): (String, File<'_>)| {
            let mut weight = Weight::default();
            if let Some(length) = file.is_made_alone().then(|| taker.holds(&name)).flatten() {
                weight.add_length(&name, length, false, || None);
                return Everything { weight, ..Everything::default() };
            }
            let reads = Reads::default();
            match self.make(&Site { cards: site.cards.noting(&reads), ..*site }, &bundles, &file) {
                Ok(content) => {
                    weight.add(&name, &content, whole.project);
                    let leaks = self.secrets.held_by(&name, &content);
                    taker.take(&name, content, reads.prose());
                    Everything { weight, leaks, failures: BTreeMap::new() }
                }
                Err(failure) => Everything { failures: BTreeMap::from([(failure, name)]), ..Everything::default() },
            }
        };
        let make_all = |site: &Site<'_>, files: Named<'_>| {
            taker.begin(files.len());
            files.into_par_iter().map(|file| make(site, file)).reduce(Everything::default, Everything::with)
        };
        let Files { of_everything, timelines, others } = files(&site);
        let index = || {
            let index = site.settings.search.then(|| Index::new(&site));
            let files = index.into_iter().flat_map(Index::into_files);
            make_all(&site, files.map(|(name, content)| (name, File::Index(content))).collect())
        };
        // One after the other: of each much is in memory at once.
        let first = make_all(&site, of_everything).with(index());
        let timelines = {
            let entries = Entries::none_yet(whole.graph);
            make_all(&Site { cards: site.cards.with_entries(&entries), ..site }, timelines)
        };
        let all = make_all(&site, others).with(timelines).with(first);
        let mut diagnostics: Vec<_> = all.failures.iter().map(|(failure, page)| told(&site, failure, page)).collect();
        diagnostics.extend(self.secrets.leaks(&all.leaks));
        diagnostics.extend(social::lacking(&site));
        (all.weight, diagnostics)
    }

    /// Whether the site has a file of this name.
    #[must_use]
    pub fn has(&self, whole: Whole<'_>, name: &str) -> bool {
        let site = self.site(whole);
        whole.plan.page_in(name).is_some()
            || whole.plan.export(name).is_some()
            || beside(&site).iter().any(|(other, _)| other == name)
            || self.index_file(&site, name).is_some()
    }

    /// The file of this name (`claims/x/index.html`), if the site has it.
    ///
    /// # Errors
    /// When a template fails, or the file would publish what is confidential.
    #[must_use]
    pub fn file(&self, whole: Whole<'_>, name: &str) -> Option<Result<Content, Vec<Diagnostic>>> {
        let site = self.site(whole);
        let export = || whole.plan.export(name).map(|export| File::Export(name, export));
        let file = whole.plan.page_in(name).map(File::Page).or_else(export).or_else(|| {
            let cards = if name.starts_with(FOLDER) { cards(&site) } else { Vec::new() };
            let found = cards.into_iter().chain(beside(&site)).rev().find(|(other, _)| other == name);
            found.map(|(_, file)| file)
        });
        let file = file.or_else(|| self.index_file(&site, name).map(File::Index))?;
        let content = match self.make(&site, &Bundles::new(), &file) {
            Ok(content) => content,
            Err(failure) => return Some(Err(vec![told(&site, &failure, name)])),
        };
        let leaks = self.secrets.leaks(&self.secrets.held_by(name, &content));
        Some(if leaks.is_empty() { Ok(content) } else { Err(leaks) })
    }

    /// A file for other programs, also when the site does not have it, as it would stand at this address.
    ///
    /// # Errors
    /// When it would publish what is confidential.
    pub fn export(&self, whole: Whole<'_>, address: &str, export: &Export) -> Result<String, Vec<Diagnostic>> {
        let site = self.site(whole);
        let text = export::made(&site, address, export);
        let content = Content::Bytes(Bytes::copy_from_slice(text.as_bytes()));
        let leaks = self.secrets.leaks(&self.secrets.held_by(address, &content));
        if leaks.is_empty() { Ok(text) } else { Err(leaks) }
    }

    fn site<'a>(&'a self, whole: Whole<'a>) -> Site<'a> {
        whole.site(&self.made, &self.names, &self.social, Some(&self.theme))
    }

    /// The index of the search, unless the site has none.
    fn index(&self, site: &Site<'_>) -> Option<&Index> {
        site.settings.search.then(|| self.index.get_or_init(|| Index::new(site)))
    }

    /// The file of the index with this name. What cannot be one does not make the index.
    fn index_file(&self, site: &Site<'_>, name: &str) -> Option<Bytes> {
        search::is_of_index(name).then(|| self.index(site)?.file(name).cloned())?
    }

    fn make(&self, site: &Site<'_>, bundles: &Bundles, file: &File<'_>) -> Result<Content, Failure> {
        let text = match file {
            File::Page(page) => {
                let drawn = view::draw(site, page);
                return Ok(Content::Bytes(self.theme.render(drawn.template, drawn.context)?));
            }
            File::Previews(number) => {
                let nodes = &bundles.get_or_init(|| preview::split(site))[*number];
                return Ok(Content::Bytes(self.theme.render("previews.html", preview::view(site, nodes))?));
            }
            File::Fixed(content) => return Ok(Content::Bytes(Bytes::from_static(content))),
            File::Style(sheet) => stylesheet::compact(sheet),
            File::Index(content) => return Ok(Content::Bytes(content.clone())),
            File::Asset(path) => return Ok(Content::Asset((*path).clone())),
            File::Card(card) => return Ok(Content::Card(Arc::clone(card))),
            File::Sitemap(name) => {
                return Ok(Content::Bytes(self.theme.render("sitemap.xml", machine::sitemap(site, name))?));
            }
            File::Robots => machine::robots(site),
            File::Export(address, export) => export::made(site, address, export),
        };
        Ok(Content::Bytes(Bytes::from(text)))
    }
}

impl<'a> Whole<'a> {
    fn site(self, made: &'a Made, names: &'a NameIndex, social: &'a Social, theme: Option<&'a Theme>) -> Site<'a> {
        let Self { graph, plan, project, settings } = self;
        Site { graph, plan, project, settings, cards: Cards::new(graph, plan, made, theme), names, social }
    }
}

/// All files but those of the search; of two with one name the later counts.
fn files<'a>(site: &Site<'a>) -> Files<'a> {
    let pages = site.plan.pages.iter().map(|page| (page.address.file(), File::Page(page)));
    let files: BTreeMap<_, _> = pages.chain(cards(site)).chain(exports(site)).chain(beside(site)).collect();
    let mut sorted = Files { others: Vec::with_capacity(files.len()), ..Files::default() };
    for (name, file) in files {
        let part = match &file {
            File::Export(..) | File::Sitemap(_) => &mut sorted.of_everything,
            File::Page(page) if matches!(page.kind, PageKind::Timeline(_)) => &mut sorted.timelines,
            _ => &mut sorted.others,
        };
        part.push((name, file));
    }
    sorted
}

/// The social cards; a file of the site with the name of one replaces it.
fn cards<'a>(site: &Site<'_>) -> Vec<(String, File<'a>)> {
    social::cards(site).into_iter().map(|(_, card)| (card.file(), File::Card(Arc::clone(card)))).collect()
}

/// The files for other programs.
fn exports<'a>(site: &Site<'a>) -> impl Iterator<Item = (String, File<'a>)> {
    site.plan.exports().iter().map(|(address, export)| (address.file(), File::Export(address.as_str(), export)))
}

/// Everything else beside the pages.
fn beside<'a>(site: &Site<'a>) -> Vec<(String, File<'a>)> {
    let mut files = Vec::new();
    files.extend((0..preview::bundles(site)).map(|number| (preview::file(number), File::Previews(number))));
    let is_wanted = |name: &str| site.settings.search || !name.starts_with("search.");
    let fixed = STATIC.iter().filter(|(name, _)| is_wanted(name));
    files.extend(fixed.map(|(name, content)| ((*name).to_owned(), File::Fixed(content))));
    let styles = STYLES.iter().filter(|(name, _)| is_wanted(name));
    files.extend(styles.map(|(name, sheet)| ((*name).to_owned(), File::Style(sheet))));
    files.push(("robots.txt".to_owned(), File::Robots));
    files.extend(machine::sitemaps(site).into_iter().map(|name| (name.clone(), File::Sitemap(name))));
    for (path, address) in &site.plan.assets {
        let file = address.file();
        if !is_copy(site, path, &file) {
            files.push((file, File::Asset(path)));
        }
    }
    files
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

/// The fonts of social cards, those of before when they are the same; none when the site has no cards.
fn fonts(whole: Whole<'_>, before: Option<&Press>) -> (Option<Arc<Fonts>>, Vec<Diagnostic>) {
    if whole.settings.base_url.is_none() || whole.settings.social_cards == SocialCards::Off {
        return (None, Vec::new());
    }
    let own = &whole.project.fonts;
    if let Some(fonts) = before.and_then(|before| before.social.fonts()).filter(|fonts| fonts.is_of(own)) {
        return (Some(Arc::clone(fonts)), Vec::new());
    }
    let (fonts, unreadable) = Fonts::new(own);
    let problem = |path: SitePath| {
        let message = format!("`{path}` is no font that social cards can be set in");
        Diagnostic::about_file(Code::UnreadableFile, path, message)
            .help("put it there as TrueType or OpenType (.ttf, .otf); fonts for the web go into `static/`")
    };
    (Some(Arc::new(fonts)), unreadable.into_iter().map(problem).collect())
}

fn told(site: &Site<'_>, failure: &Failure, page: &str) -> Diagnostic {
    failure.diagnostic(Code::TemplateError, site.project, Some(page))
}

/// What a site has.
pub(crate) fn counts(graph: &Graph, plan: &Plan) -> Counts {
    Counts {
        pages: plan.pages.iter().filter(|page| !matches!(page.kind, PageKind::Redirect(_))).count(),
        briefings: graph.briefings.len(),
        claims: graph.claims.len(),
        actors: graph.actors.len(),
        events: graph.events.len(),
    }
}

/// The files of the default theme that are copied; a file of the same name in a site's `static/` replaces them.
const STATIC: &[(&str, &[u8])] = &[
    ("postil.js", include_bytes!("../../static/postil.js")),
    ("search.js", include_bytes!("../../static/search.js")),
    ("scheme.js", include_bytes!("../../static/scheme.js")),
    ("favicon.svg", include_bytes!("../../static/favicon.svg")),
];

/// The style sheets of the default theme, as they are written.
const STYLES: &[(&str, &str)] = &[
    ("style.css", include_str!("../../static/style.css")),
    ("briefing.css", include_str!("../../static/briefing.css")),
    ("search.css", include_str!("../../static/search.css")),
    ("picture.css", include_str!("../../static/picture.css")),
];
