//! `postil init`: a site to begin with.

use super::console::complain;
use super::request::Init;
use super::{Failure, Outcome};
use crate::scaffold;

/// Makes the files of a site, and tells which.
pub(super) fn init(request: &Init) -> Result<Outcome, Failure> {
    let begun = scaffold::init(&request.root, request.force)?;
    let shown = request.root.display();
    let mut text = match (begun.added, begun.files.made.is_empty()) {
        (true, true) => format!("nothing is missing in `{shown}`\n"),
        (true, false) => format!("added to the site in `{shown}`:\n"),
        (false, _) => format!("a site was begun in `{shown}`:\n"),
    };
    for path in &begun.files.made {
        text.push_str(&format!("  {path}\n"));
    }
    if !begun.files.left.is_empty() {
        text.push_str("these existed and are as they were:\n");
    }
    for path in &begun.files.left {
        text.push_str(&format!("  {path}\n"));
    }
    if !begun.added {
        let folder = if shown.to_string() == "." { String::new() } else { format!(" {shown}") };
        text.push_str(&format!("build it: postil build{folder}\n"));
    }
    complain(&text)?;
    Ok(Outcome::Done)
}
