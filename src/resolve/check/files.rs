//! Names of files that not every system can have: whoever checks the site out there does not get them.

use std::collections::{BTreeMap, BTreeSet};

use super::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::project::Project;
use crate::source::{MAX_NAME_BYTES, SitePath, SourceText, Unportable};

/// Reports each file or folder of the site with such a name, and files whose names many systems take for one.
pub(super) fn check(site: &Site, problems: &mut Vec<Diagnostic>) {
    let paths = paths(site.project);
    let mut told = BTreeSet::new();
    for path in &paths {
        // A folder is told once, with the first file in it.
        let unportable = path.unportable().filter(|(beginning, _)| told.insert(*beginning));
        problems.extend(unportable.map(|(beginning, why)| unportable_name(path, beginning, why)));
    }
    let mut known: BTreeMap<String, &SitePath> = BTreeMap::new();
    for path in &paths {
        let other = *known.entry(SitePath::folded(path.as_str())).or_insert(path);
        // Two that are copied to one address are an error of that address.
        let is_told = [path, other].iter().all(|path| path.below("static").is_some());
        if other != *path && !is_told {
            problems.push(same_name(path, other));
        }
    }
}

/// All files of the site, in order.
fn paths(project: &Project) -> Vec<&SitePath> {
    let mut paths: Vec<_> = project.texts.iter().map(SourceText::path).collect();
    paths.extend(project.assets.keys().chain(project.fonts.keys()));
    paths.sort();
    paths
}

fn unportable_name(path: &SitePath, beginning: &str, why: Unportable) -> Diagnostic {
    let (parent, name) = beginning.rsplit_once('/').unwrap_or(("", beginning));
    let what = if beginning == path.as_str() { "file" } else { "folder" };
    let message = match why {
        Unportable::Device => {
            let stem = name.split('.').next().unwrap_or_default();
            format!("Windows can have no {what} `{beginning}`: it keeps `{stem}` for a device")
        }
        Unportable::Character(c) if c.is_control() => {
            format!(
                "Windows can have no {what} `{beginning}`: its name holds the control character U+{:04X}",
                u32::from(c)
            )
        }
        Unportable::Character(c) => format!("Windows can have no {what} `{beginning}`: its name holds `{c}`"),
        Unportable::End('.') => format!("Windows can have no {what} `{beginning}`: its name ends in a dot"),
        Unportable::End(_) => format!("Windows can have no {what} `{beginning}`: its name ends in a space"),
        Unportable::Long => {
            let length = name.len();
            format!(
                "few systems can have a {what} `{beginning}`: its name has {length} bytes, and {MAX_NAME_BYTES} are allowed"
            )
        }
    };
    let problem = Diagnostic::about_file(Code::UnportableName, path.clone(), message);
    match portable(name) {
        Some(other) => problem.help(format!("rename it, for example to `{parent}/{other}`")),
        None => problem.help("give it a shorter name"),
    }
}

/// A name like this that every system can have; none when only the author can find one.
fn portable(name: &str) -> Option<String> {
    let name = name.trim_end_matches(['.', ' ']);
    let plain: String = name.chars().map(|c| if is_refused(c) { '-' } else { c }).collect();
    let (stem, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    [plain.clone(), format!("{stem}-x{rest}")].into_iter().find(|it| !it.is_empty() && Unportable::of(it).is_none())
}

fn is_refused(c: char) -> bool {
    matches!(Unportable::of(c.encode_utf8(&mut [0; 4])), Some(Unportable::Character(_)))
}

fn same_name(path: &SitePath, other: &SitePath) -> Diagnostic {
    let message = format!("`{path}` and `{other}` differ only in case or Unicode form; many systems keep one of them");
    Diagnostic::about_file(Code::UnportableName, path.clone(), message).help("rename or remove one of them")
}
