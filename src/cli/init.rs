//! `postil init`: a site to begin with.

use std::fs;
use std::path::Path;

use super::console::complain;
use super::request::Init;
use super::{Failure, Outcome};
use crate::compile::analyse;
use crate::diagnostic::Severity;
use crate::diagnostic::render::counted;
use crate::disk;
use crate::project::Options;
use crate::publish::{WORKFLOW_PATH, Written, write_workflow};
use crate::refusal::Refusal;
use crate::scaffold::{self, Article, Beginning, Begun};

/// Makes the files of a site, and tells which.
pub(super) fn init(request: &Init) -> Result<Outcome, Failure> {
    let text = request.from.as_deref().map(read).transpose()?;
    let article =
        text.as_ref().map(|(text, is_markdown)| Article { text, is_markdown: *is_markdown, today: request.today });
    let begun = scaffold::init(&request.root, Beginning { force: request.force, article })?;
    complain(&said(request, &begun))?;
    complain(&workflow(&request.root))?;
    if let Some(briefing) = &begun.briefing {
        complain(&about(request, briefing)?)?;
    }
    Ok(Outcome::Done)
}

fn said(request: &Init, begun: &Begun) -> String {
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
        text.push_str(&format!("look at it: postil serve{folder}\nbuild it: postil build{folder}\n"));
    }
    text
}

/// In a repository, the workflow with which GitHub checks and publishes the site: what became of it.
fn workflow(root: &Path) -> String {
    let is_repository = fs::canonicalize(root).is_ok_and(|root| root.ancestors().any(|it| it.join(".git").exists()));
    if !is_repository {
        return String::new();
    }
    match write_workflow(root, false) {
        Ok(Written::Made) => format!("the repository got {WORKFLOW_PATH}, with which GitHub publishes the site\n"),
        Ok(Written::Same) => String::new(),
        // One that is another's stays, and a site is no less begun without one.
        Err(refusal) => format!("no workflow was made: {refusal}\n"),
    }
}

/// What is to be done with a briefing that was begun from an article.
fn about(request: &Init, briefing: &str) -> Result<String, Failure> {
    let project =
        disk::read(&request.root, request.today, Options { drafts: true, future: true, ..Options::default() })?;
    let is_error = |severity: Severity| severity == Severity::Error;
    let errors = analyse(&project).diagnostics.into_iter().filter(|it| is_error(it.severity)).count();
    let mut text = format!("look over the front matter of `{briefing}`: it was begun, and is yours to complete\n");
    if errors > 0 {
        // Links and pictures of the article lead to files that are not here.
        text.push_str(&format!("it has {}, which `postil check` shows\n", counted(errors, "error")));
    }
    Ok(text)
}

/// The text of an article, and whether it is Markdown.
fn read(path: &Path) -> Result<(String, bool), Failure> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    let is_markdown = match extension.as_str() {
        "md" | "markdown" => true,
        "txt" | "text" => false,
        _ => {
            let message = format!("`{}` is neither a text nor Markdown, by its name", path.display());
            return Err(Refusal::new(message).help("save the article as a file that ends in `.txt` or `.md`").into());
        }
    };
    let bytes = fs::read(path).map_err(|error| Refusal::by_system("read", path, &error))?;
    let wrong =
        |what: &str| Refusal::new(format!("`{}` {what}; nothing was made", path.display())).help("save it as UTF-8");
    let text = String::from_utf8(bytes).map_err(|_| wrong("is not in UTF-8"))?;
    if text.contains('\0') {
        return Err(wrong("is not a text").into());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.trim().is_empty() {
        return Err(Refusal::new(format!("`{}` is empty; nothing was made", path.display())).into());
    }
    Ok((text.to_owned(), is_markdown))
}
