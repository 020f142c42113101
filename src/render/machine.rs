//! Files for search engines: the sitemap and `robots.txt`.

use serde::Serialize;
use tera::{Context, Value};

use super::theme::{Failure, Theme};
use super::view::Site;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::parse::Head;
use crate::plan::{PageKind, PlannedPage};

/// A page in a sitemap (sitemaps.org protocol 0.9).
#[derive(Debug, Serialize)]
struct Entry {
    loc: String,
    /// The day (W3C Datetime); none when nothing says it.
    lastmod: Option<String>,
}

/// Name and content of each file.
pub(super) fn files(site: &Site<'_>, theme: &Theme, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let Some(base) = &site.settings.base_url else { return vec![("robots.txt".to_owned(), robots(None))] };
    let listed = site.plan.pages.iter().filter(|page| is_listed(&page.kind));
    let entries: Vec<Entry> = listed
        .map(|page| Entry { loc: format!("{base}{}", page.address.href()), lastmod: changed(site, page) })
        .collect();
    let mut files = vec![("robots.txt".to_owned(), robots(Some(base)))];
    for (name, context) in sitemaps(base, &entries, MOST_ENTRIES) {
        match theme.render("sitemap.xml", &context) {
            Ok(xml) => files.push((name, xml)),
            Err(failure) => diagnostics.push(told(&failure, site, &name)),
        }
    }
    files
}

fn told(failure: &Failure, site: &Site<'_>, name: &str) -> Diagnostic {
    failure.diagnostic(Code::TemplateError, site.project, Some(name))
}

/// One map; or, when there are more pages than one may list, several and one that lists them.
fn sitemaps(base: &str, entries: &[Entry], most: usize) -> Vec<(String, Context)> {
    if entries.len() <= most {
        return vec![("sitemap.xml".to_owned(), context("pages", &entries))];
    }
    let chunks = entries.chunks(most).zip(1..);
    let mut maps: Vec<(String, Context)> =
        chunks.map(|(pages, number)| (format!("sitemap-{number}.xml"), context("pages", &pages))).collect();
    let places: Vec<String> = maps.iter().map(|(name, _)| format!("{base}{name}")).collect();
    maps.push(("sitemap.xml".to_owned(), context("maps", &places)));
    maps
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

fn robots(base: Option<&str>) -> String {
    let everyone = "User-agent: *\nAllow: /\n";
    base.map_or_else(|| everyone.to_owned(), |base| format!("{everyone}Sitemap: {base}sitemap.xml\n"))
}

/// The most pages that one map may list.
const MOST_ENTRIES: usize = 50_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_site_has_several_maps_and_a_list_of_them() {
        let entries: Vec<Entry> =
            (0..5).map(|n| Entry { loc: format!("https://a.example/{n}"), lastmod: None }).collect();
        let names = |most| -> Vec<String> {
            sitemaps("https://a.example/", &entries, most).into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(5), ["sitemap.xml"]);
        assert_eq!(names(2), ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
    }
}
