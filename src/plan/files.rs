//! What stands in the output beside the pages: former addresses, copied files, and files for machines.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::{Address, PageKind, Plan, Register, register::Owner};
use crate::config::Settings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::Text;
use crate::parse::Head;
use crate::project::Project;
use crate::resolve::graph::Node;
use crate::resolve::{Graph, Handle};
use crate::source::{SitePath, Span};

/// A page at every former address of what still exists.
pub(super) fn redirects(plan: &mut Plan, register: &mut Register, graph: &Graph) {
    for (former, node) in former_addresses(graph) {
        let Some(to) = plan.address(&node).cloned() else { continue };
        let Some(address) = former_address(former) else {
            let message = format!("`{}` cannot be a former address", former.value);
            register.report(
                Diagnostic::new(Code::BadUrl, former.span, message)
                    .note("a part of it is a name of a folder: at most 255 bytes, none of `<>:\"|?*\\`, no dot or space at its end, and not kept for a device by Windows, as `con` and `nul` are")
                    .help("write the path alone, such as `/2024/old-title/`, without query and fragment"),
            );
            continue;
        };
        if register.take(&address, Owner::former(&to, former.span)) {
            plan.pages.push(super::PlannedPage {
                part: super::Part { number: 1, count: 1, range: 0..0, first: Some(address.clone()) },
                address,
                kind: PageKind::Redirect(to),
            });
        }
    }
}

/// Where each file goes: those of `static/` to the root, pictures next to what shows them.
///
/// Of the files under `content/` only those are copied that a published page shows or that lie in the folder of a published
/// briefing, so that the pictures of a draft stay private.
pub(super) fn assets(plan: &mut Plan, register: &mut Register, graph: &Graph, project: &Project) {
    let shown = shown(graph, project);
    let bundles = bundles(plan, graph);
    for path in project.assets.keys() {
        let address = if let Some(below) = path.below("static") {
            Address::new(below)
        } else if let Some(bundle) = bundle(&bundles, path) {
            bundle
        } else if let (true, Some(below)) = (shown.contains(path), path.below("content")) {
            Address::new(below)
        } else {
            continue;
        };
        if register.take(&address, Owner::file(path)) {
            plan.assets.insert(path.clone(), address);
        }
    }
}

/// The folder of the index of the search.
pub(crate) const SEARCH_FILES: &str = "search/";

/// The files that stand at fixed addresses: for search engines, and the first of the index. A site's own `static/robots.txt` replaces ours.
pub(super) fn generated(register: &mut Register, settings: &Settings) {
    if settings.base_url.is_some() {
        register.take(&Address::new("sitemap.xml"), Owner::own("the generated `sitemap.xml`"));
    }
    if settings.search {
        let first = format!("{SEARCH_FILES}contents.json");
        register.take(&Address::new(&first), Owner::own(format!("the generated `{first}`")));
    }
}

fn former_addresses(graph: &Graph) -> Vec<(&Text, Node)> {
    let mut all: Vec<(&Text, Node)> = Vec::new();
    for (index, briefing) in graph.briefings.iter().enumerate() {
        if let Head::Briefing(head) = &briefing.source.article.head {
            all.extend(head.former.iter().map(|text| (text, Node::Briefing(Handle::new(index)))));
        }
    }
    for (index, page) in graph.pages.iter().enumerate() {
        if let Head::Page(head) = &page.source.article.head {
            all.extend(head.former.iter().map(|text| (text, Node::Page(Handle::new(index)))));
        }
    }
    for (index, actor) in graph.actors.iter().enumerate() {
        all.extend(actor.source.former.iter().map(|text| (text, Node::Actor(Handle::new(index)))));
    }
    for (index, claim) in graph.claims.iter().enumerate() {
        all.extend(claim.source.former.iter().map(|text| (text, Node::Claim(Handle::new(index)))));
    }
    for (index, event) in graph.events.iter().enumerate() {
        all.extend(event.source.former.iter().map(|text| (text, Node::Event(Handle::new(index)))));
    }
    for (index, source) in graph.sources.iter().enumerate() {
        all.extend(source.source.former.iter().map(|text| (text, Node::Source(Handle::new(index)))));
    }
    all
}

/// The address that an author means: a path within the site, a folder unless it ends in a file name.
fn former_address(text: &Text) -> Option<Address> {
    if text.contains(['?', '#']) {
        return None;
    }
    let decoded = percent_decode_str(text.trim()).decode_utf8().ok()?;
    if decoded.chars().any(char::is_control) {
        return None;
    }
    let path = SitePath::new(decoded.trim_start_matches('/')).ok()?;
    if path.as_str().is_empty() || !path.is_portable() {
        return None;
    }
    let is_file = !decoded.ends_with('/') && matches!(path.extension(), "html" | "htm");
    let address = path.as_str().strip_suffix("/index.html").map(|folder| format!("{folder}/"));
    Some(Address::new(address.unwrap_or_else(|| if is_file { path.to_string() } else { format!("{path}/") })))
}

/// Every file that a published page shows or links to.
fn shown(graph: &Graph, project: &Project) -> BTreeSet<SitePath> {
    let mut shown = BTreeSet::new();
    for ends in graph.ends.values() {
        shown.extend(ends.images.iter().flatten().cloned());
        shown.extend(ends.links.iter().flatten().filter_map(|end| match &end.node {
            Node::Asset(path) => Some(path.clone()),
            _ => None,
        }));
    }
    let pictures = graph.briefings.iter().filter_map(|briefing| match &briefing.source.article.head {
        Head::Briefing(head) => head.image.as_ref(),
        _ => None,
    });
    let portraits = graph.actors.iter().filter(|actor| actor.confidential.is_none());
    let portraits = portraits.filter_map(|actor| actor.source.image.as_ref());
    shown.extend(pictures.chain(portraits).filter_map(|text| asset_path(project, text, text.span)));
    shown
}

/// The file that a path names as seen from the file it is written in.
pub(crate) fn asset_path(project: &Project, path: &str, span: Span) -> Option<SitePath> {
    let file = project.texts.get(span.file)?;
    file.path().parent().join(path).ok().filter(|path| project.assets.contains_key(path))
}

/// Folders of published briefings that hold more than the text, with their addresses.
fn bundles(plan: &Plan, graph: &Graph) -> BTreeMap<SitePath, Address> {
    let paths = graph.briefings.iter().map(|briefing| &briefing.source.article.path).zip(&plan.briefings);
    paths
        .filter(|(path, _)| path.name() == "index.md" && path.parent().below("content/briefings").is_some())
        .map(|(path, address)| (path.parent(), address.clone()))
        .collect()
}

fn bundle(bundles: &BTreeMap<SitePath, Address>, path: &SitePath) -> Option<Address> {
    let mut folder = path.parent();
    while !folder.as_str().is_empty() {
        if let Some(address) = bundles.get(&folder) {
            let below = path.below(folder.as_str())?;
            return Some(address.file_below(below));
        }
        folder = folder.parent();
    }
    None
}
