//! The workflow that checks a site on GitHub and publishes it to its pages.

use std::fs;
use std::path::Path;

use super::repository::Repository;
use crate::refusal::Refusal;

/// Where the workflow stands in a repository.
pub const PATH: &str = ".github/workflows/pages.yml";

/// What became of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was made, or replaced.
    Made,
    /// It was as it would be made.
    Same,
}

/// What a workflow depends on.
#[derive(Debug, Clone, Copy)]
pub struct Workflow<'a> {
    /// The folder of the site in its repository, `notes/`; empty when the site is the whole of it.
    pub folder: &'a str,
    /// The branch whose changes are published.
    pub branch: &'a str,
    /// The repository on GitHub among whose releases this version of Postil is; without one, it comes from crates.io.
    pub release: Option<&'a str>,
}

/// The text of the workflow, which installs this very version of Postil.
///
/// # Errors
/// When the name of the folder or branch would mean something else in a workflow.
pub fn workflow(wanted: Workflow<'_>) -> Result<String, Refusal> {
    let Workflow { folder, branch, release } = wanted;
    let folder = folder.trim_end_matches('/');
    let site = if folder.is_empty() { ".".to_owned() } else { format!("./{folder}") };
    for (what, name) in [("folder", &site), ("branch", &branch.to_owned())] {
        if name.contains("${{") || name.chars().any(char::is_control) {
            return Err(Refusal::new(format!("no workflow can name the {what} `{}`", name.escape_debug())));
        }
    }
    let filled = [
        ("@install@", install(release).trim_end().to_owned()),
        ("@version@", env!("CARGO_PKG_VERSION").to_owned()),
        ("@site@", quoted(&site)),
        ("@branch@", quoted(&literal(branch))),
    ];
    let template = include_str!("pages.yml").to_owned();
    Ok(filled.into_iter().fold(template, |text, (place, value)| text.replace(place, &value)))
}

/// Writes the workflow to the repository around a site.
///
/// # Errors
/// When there is no repository, a file that is not wanted to be replaced, or the operating system refuses.
pub fn write_workflow(root: &Path, force: bool) -> Result<Written, Refusal> {
    let repository = Repository::around(root)?;
    let branch = repository.default_branch()?;
    let text = workflow(Workflow { folder: &repository.folder, branch: &branch, release: released_from() })?;
    let path = repository.top.join(PATH);
    let refused = |error: std::io::Error| Refusal::by_system("write", Path::new(PATH), &error);
    if let Ok(existing) = path.symlink_metadata() {
        if existing.is_file() && fs::read(&path).is_ok_and(|existing| existing == text.as_bytes()) {
            return Ok(Written::Same);
        }
        if !existing.is_file() {
            return Err(Refusal::new(format!("`{PATH}` is not an ordinary file; nothing was written")));
        }
        if !force {
            let message = format!("`{PATH}` exists, and is another; nothing was written");
            return Err(Refusal::new(message).help("`--force` replaces it"));
        }
    }
    let folder = path.parent().unwrap_or(&repository.top);
    fs::create_dir_all(folder).map_err(refused)?;
    let real = |path: &Path| fs::canonicalize(path).map_err(refused);
    if !real(folder)?.starts_with(real(&repository.top)?) {
        return Err(Refusal::new(format!("`{PATH}` would be written outside the repository, through a link")));
    }
    fs::write(&path, text).map_err(refused)?;
    Ok(Written::Made)
}

/// The repository on GitHub that this Postil was released from; none when it is not known.
#[must_use]
pub fn released_from() -> Option<&'static str> {
    let address = option_env!("POSTIL_REPOSITORY").unwrap_or(env!("CARGO_PKG_REPOSITORY")).trim_end_matches('/');
    address.starts_with("https://github.com/").then_some(address)
}

/// The commands that install Postil below `$POSTIL`.
fn install(release: Option<&str>) -> String {
    let Some(address) = release else {
        return "cargo install --locked --version @version@ --root \"$POSTIL\" postil".to_owned();
    };
    let name = address.trim_start_matches("https://github.com/");
    [
        "archive=postil-@version@-x86_64-unknown-linux-musl.tar.gz".to_owned(),
        "cd \"$RUNNER_TEMP\"".to_owned(),
        format!("url={address}/releases/download/v@version@"),
        "curl --fail --silent --show-error --location --remote-name-all \"$url/$archive\" \"$url/$archive.sha256\""
            .to_owned(),
        "sha256sum --check \"$archive.sha256\"".to_owned(),
        format!("gh attestation verify \"$archive\" --repo {name}"),
        "mkdir -p \"$POSTIL/bin\"".to_owned(),
        "tar -xzf \"$archive\" --strip-components=1 -C \"$POSTIL/bin\" \"${archive%.tar.gz}/postil\"".to_owned(),
    ]
    .join("\n          ")
}

/// A pattern that a branch with this name alone fits. Names of branches hold no other signs that mean something in one.
fn literal(branch: &str) -> String {
    let special = |c: char| matches!(c, '+' | '!');
    branch.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

/// A text as YAML writes it in double quotation marks, which is as JSON does.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(folder: &str, branch: &str) -> Result<String, Refusal> {
        workflow(Workflow { folder, branch, release: None })
    }

    #[test]
    fn the_workflow_is_that_of_the_site() {
        let whole = of("", "main").expect("a workflow");
        assert!(whole.contains("branches: [\"main\"]\n") && whole.contains("SITE: \".\"\n"), "{whole}");
        let part = of("docs/\"notes\"/", "release/c++").expect("a workflow");
        assert!(part.contains("SITE: \"./docs/\\\"notes\\\"\"\n"), "{part}");
        assert!(part.contains("branches: [\"release/c\\\\+\\\\+\"]\n"), "{part}");
        for place in ["@install@", "@version@", "@site@", "@branch@"] {
            assert!(!part.contains(place), "{part}");
        }
        assert!(of("${{ secrets.TOKEN }}/", "main").is_err());
        assert!(of("", "a\nb").is_err());
    }

    #[test]
    fn a_release_is_checked_before_it_is_used() {
        let release = Some("https://github.com/owner/repo");
        let text = workflow(Workflow { folder: "", branch: "main", release }).expect("a workflow");
        let version = env!("CARGO_PKG_VERSION");
        for part in [
            &format!("https://github.com/owner/repo/releases/download/v{version}\n"),
            "sha256sum --check",
            "gh attestation verify \"$archive\" --repo owner/repo\n",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(of("", "main").expect("a workflow").contains("cargo install --locked --version"));
    }
}
