//! Files for search engines: the sitemap and `robots.txt`.

use serde::Serialize;
use tera::{Context, Value};

use super::view::Site;
use crate::parse::Head;
use crate::plan::{PageKind, PlannedPage};

/// A page in a sitemap (sitemaps.org protocol 0.9).
#[derive(Debug, Serialize)]
struct Entry {
    loc: String,
    /// The day (W3C Datetime); none when nothing says it.
    lastmod: Option<String>,
}

/// The names of the sitemaps: one; or, when there are more pages than one may list, several and one that lists them. None
/// without `base_url`, because their entries are full addresses.
pub(super) fn sitemaps(site: &Site<'_>) -> Vec<String> {
    if site.settings.base_url.is_none() {
        return Vec::new();
    }
    names(site.plan.pages.iter().filter(|page| is_listed(&page.kind)).count(), MOST_ENTRIES)
}

/// The context of a sitemap.
pub(super) fn sitemap(site: &Site<'_>, name: &str) -> Context {
    let base = site.settings.base_url.as_deref().unwrap_or_default();
    let listed: Vec<&PlannedPage> = site.plan.pages.iter().filter(|page| is_listed(&page.kind)).collect();
    let names = names(listed.len(), MOST_ENTRIES);
    if names.len() > 1 && name == SITEMAP {
        let maps: Vec<String> = names.iter().filter(|it| *it != SITEMAP).map(|it| format!("{base}{it}")).collect();
        return context("maps", &maps);
    }
    let at = names.iter().position(|it| it == name).unwrap_or_default();
    let entries = listed.chunks(MOST_ENTRIES).nth(at).unwrap_or_default().iter();
    let entry = |page: &&PlannedPage| Entry { loc: page.address.url(base), lastmod: changed(site, page) };
    context("pages", &entries.map(entry).collect::<Vec<_>>())
}

/// What crawlers may do, and where the sitemap stands.
pub(super) fn robots(site: &Site<'_>) -> String {
    let everyone = "User-agent: *\nAllow: /\n";
    let base = site.settings.base_url.as_ref();
    base.map_or_else(|| everyone.to_owned(), |base| format!("{everyone}Sitemap: {base}{SITEMAP}\n"))
}

/// The names of the maps of so many pages.
fn names(pages: usize, most: usize) -> Vec<String> {
    let maps = if pages <= most { 0 } else { pages.div_ceil(most) };
    (1..=maps).map(|number| format!("sitemap-{number}.xml")).chain([SITEMAP.to_owned()]).collect()
}

fn context<T: Serialize>(name: &'static str, list: &T) -> Context {
    let mut context = Context::new();
    for other in ["maps", "pages"] {
        context.insert_value(other, Value::from(false));
    }
    context.insert(name, list);
    context
}

/// When a page was last changed: its author says so of a briefing only.
fn changed(site: &Site<'_>, page: &PlannedPage) -> Option<String> {
    let PageKind::Briefing(briefing) = page.kind else { return None };
    let Head::Briefing(head) = &site.graph[briefing].source.article.head else { return None };
    let date = head.updated.as_ref().unwrap_or(&head.date).to_string();
    // A month or an uncertain day is no date of the protocol.
    date.get(..10).filter(|day| date.len() == 10 && !day.contains(['/', '~', '?', '%'])).map(str::to_owned)
}

fn is_listed(kind: &PageKind) -> bool {
    !matches!(kind, PageKind::NotFound | PageKind::Redirect(_))
}

/// The most pages that one map may list.
const MOST_ENTRIES: usize = 50_000;

/// The first map, which crawlers look for.
const SITEMAP: &str = "sitemap.xml";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_site_has_several_maps_and_a_list_of_them() {
        assert_eq!(names(5, 5), ["sitemap.xml"]);
        assert_eq!(names(5, 2), ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
    }
}
