//! What templates see: one struct per kind of page, each in its file, each with a template of the same name.
//!
//! Every view has `page` (a [`PageMeta`]); templates also see `root`, the way to the root of the site, and `site`, a
//! [`SiteValue`]. To add a kind of page: a variant of [`PageKind`], its address in `plan`, a view here, a line in `draw`,
//! a template, and its name in `theme.rs`.

pub mod actor;
pub mod actors;
pub mod briefing;
pub mod briefings;
pub mod changes;
pub mod claim;
pub mod cite;
pub mod claims;
pub mod disputed;
pub mod event;
pub mod events;
pub mod home;
pub mod hrefs;
pub mod matrix;
mod meta;
pub mod missing;
pub mod network;
pub mod page;
pub mod search;
mod shared;
pub mod source;
pub mod sources;
pub mod tag;
pub mod tags;
pub mod timeline;

use serde::Serialize;
use tera::{Context, Value};

pub use hrefs::SiteHrefs;
pub use meta::{PageImage, PageMeta, Pager};
pub(crate) use shared::shortened;
pub use shared::{Link, LinkedFrom, Listing, StatementListing, StatementRow};

use super::card::Cards;
use super::preview;
use super::social::Social;
use crate::anchor::names::NameIndex;
use crate::config::Settings;
use crate::model::Extra;
use crate::plan::{PageKind, Plan, PlannedPage};
use crate::project::Project;
use crate::resolve::Graph;

/// Everything a view is made from.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// What the site knows.
    pub graph: &'a Graph,
    /// Where everything stands.
    pub plan: &'a Plan,
    /// What was read, and the day.
    pub project: &'a Project,
    /// The settings in force.
    pub settings: &'a Settings,
    /// What many pages show.
    pub cards: Cards<'a>,
    /// The names of actors, to find them in prose.
    pub names: &'a NameIndex,
    /// The pictures that other sites show beside a link.
    pub social: &'a Social,
}

/// What all templates see as `site`.
#[derive(Debug, Serialize)]
pub struct SiteValue {
    /// The name of the publication.
    pub title: String,
    /// One or two sentences, plain text.
    pub description: Option<String>,
    /// BCP 47.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Whether the site has a `static/theme.css` of its own.
    pub has_theme: bool,
    /// Who publishes.
    pub author: Option<String>,
    /// Where the site will stand, with a `/` at its end.
    pub base_url: Option<String>,
    /// How many bundles of previews there are.
    pub previews: usize,
    /// Whether it has an index that its pages search.
    pub search: bool,
    /// Where the pages stand that every site has.
    pub hrefs: SiteHrefs,
    /// The sections in the masthead.
    pub nav: Vec<NavItem>,
    /// The author's pages, for the foot.
    pub pages: Vec<Link>,
    /// What made the site.
    pub generator: &'static str,
    /// Free data of the settings.
    pub extra: Extra,
}

/// A section of the site.
#[derive(Debug, Serialize)]
pub struct NavItem {
    /// Its name.
    pub title: &'static str,
    /// Its first page.
    pub href: String,
    /// Its key, as in [`PageMeta::section`].
    pub section: &'static str,
}

/// A page ready for its template.
pub(super) struct Drawn {
    /// The name of the template.
    pub(super) template: &'static str,
    /// What it sees.
    pub(super) context: Context,
}

/// The value of `site`.
pub(super) fn site_value(site: &Site<'_>) -> Value {
    let settings = site.settings;
    let pages = (0..site.graph.pages.len()).filter_map(|index| shared::page_link(site, index));
    let value = SiteValue {
        title: settings.title.clone(),
        description: settings.description.clone(),
        language: settings.language.clone(),
        dir: meta::direction(&settings.language),
        has_theme: site.plan.assets.values().any(|it| it.as_str() == "theme.css"),
        author: settings.author.clone(),
        base_url: settings.base_url.clone(),
        previews: preview::bundles(site),
        search: settings.search,
        hrefs: SiteHrefs::new(&site.plan.own),
        nav: hrefs::sections(&site.plan.own),
        pages: pages.take(12).collect(),
        generator: concat!("Postil ", env!("CARGO_PKG_VERSION")),
        extra: settings.extra.clone(),
    };
    Value::try_from_serializable(&value).unwrap_or_else(|_| Value::none())
}

/// The view of a page and the template that shows it.
pub(super) fn draw(site: &Site<'_>, page: &PlannedPage) -> Drawn {
    match &page.kind {
        PageKind::Home => drawn("home.html", &home::HomeView::new(site, page)),
        PageKind::Briefing(it) => drawn("briefing.html", &briefing::BriefingView::new(site, page, *it)),
        PageKind::Briefings => drawn("briefings.html", &briefings::BriefingsView::new(site, page)),
        PageKind::Actor(it) => drawn("actor.html", &actor::ActorView::new(site, page, *it)),
        PageKind::Actors => drawn("actors.html", &actors::ActorsView::new(site, page)),
        PageKind::Claim(it) => drawn("claim.html", &claim::ClaimView::new(site, page, *it)),
        PageKind::Claims | PageKind::ClaimsByStatus | PageKind::ClaimsByActor => {
            drawn("claims.html", &claims::ClaimsView::new(site, page))
        }
        PageKind::Event(it) => drawn("event.html", &event::EventView::new(site, page, *it)),
        PageKind::Events => drawn("events.html", &events::EventsView::new(site, page)),
        PageKind::Source(it) => drawn("source.html", &source::SourceView::new(site, page, *it)),
        PageKind::Sources => drawn("sources.html", &sources::SourcesView::new(site, page)),
        PageKind::Tag(it) => drawn("tag.html", &tag::TagView::new(site, page, *it)),
        PageKind::Tags => drawn("tags.html", &tags::TagsView::new(site, page)),
        PageKind::Page(it) => drawn("page.html", &page::TextView::new(site, page, *it)),
        PageKind::Timeline(it) => drawn("timeline.html", &timeline::TimelineView::new(site, page, *it)),
        PageKind::Network => drawn("network.html", &network::NetworkView::new(site, page)),
        PageKind::Matrices => drawn("matrices.html", &matrix::MatricesView::new(site, page)),
        PageKind::MatrixOfTag(_) | PageKind::MatrixOfBriefing(_) => {
            drawn("matrix.html", &matrix::MatrixView::new(site, page))
        }
        PageKind::Disputed => drawn("disputed.html", &disputed::DisputedView::new(site, page)),
        PageKind::Changes => drawn("changes.html", &changes::ChangesView::new(site, page)),
        PageKind::Search => drawn("search.html", &search::SearchView::new(site, page)),
        PageKind::NotFound => drawn("404.html", &missing::MissingView::new(site, page)),
        PageKind::Redirect(to) => drawn("redirect.html", &missing::RedirectView::new(site, page, to)),
    }
}

fn drawn(template: &'static str, view: &impl Serialize) -> Drawn {
    let mut context = Context::from_serialize(view).unwrap_or_default();
    if let Some(root) = context.get("page").and_then(|page| page.get_from_path("root")).cloned() {
        context.insert_value("root", root);
    }
    Drawn { template, context }
}
