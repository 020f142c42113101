//! `postil export`: the site as data, in one format, without a build.

use std::fs;
use std::path::Path;

use super::console::{Stream, print};
use super::request::Site;
use super::{Failure, Outcome};
use crate::compile::{Exported, export};
use crate::plan::WholeExport;
use crate::refusal::Refusal;

/// Prints the file, or writes it to another.
pub(super) fn export_file(site: &Site, format: &WholeExport, out: Option<&Path>) -> Result<Outcome, Failure> {
    let project = site.read()?;
    let Exported { text, settings, diagnostics } = export(&project, format);
    if format.format.needs_base_url() && settings.base_url.is_none() {
        let why = format!(
            "error: `{}` needs to know where the site stands\nhelp: set `base_url` in postil.toml, or give `--base-url`\n",
            format.name
        );
        return Err(Failure::Usage(why));
    }
    // What is printed is for a program: it stands alone, also in the formats that put problems there.
    let Some(text) = text else { return Ok(site.console.problems(Stream::Error, &diagnostics, &project.texts)?) };
    match out {
        Some(path) => fs::write(path, text).map_err(|error| Refusal::by_system("write", path, &error))?,
        None => print(&text)?,
    }
    Ok(Outcome::Done)
}
