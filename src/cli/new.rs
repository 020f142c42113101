//! `postil new`: a file for something new.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use super::console::print;
use super::request::New;
use super::{Failure, Outcome};
use crate::disk;
use crate::project::Options;
use crate::refusal::Refusal;
use crate::scaffold::{self, Wanted};

/// Makes the file, prints its path, and opens it when that is wanted.
pub(super) fn new(request: &New) -> Result<Outcome, Failure> {
    let New { root, kind, title, date, today, edit } = request;
    // Asked before anything is made.
    let editor = if *edit { Some(editor()?) } else { None };
    let project = disk::read(root, *today, Options::default())?;
    let path = scaffold::new(root, &project, Wanted { kind: *kind, title, date })?;
    let path = if root == Path::new(".") { path.into() } else { root.join(path) };
    print(&format!("{}\n", path.display()))?;
    if let Some(editor) = editor {
        open(&editor, &path)?;
    }
    Ok(Outcome::Done)
}

fn editor() -> Result<OsString, Refusal> {
    let set = |name| env::var_os(name).filter(|editor| !editor.is_empty());
    set("VISUAL").or_else(|| set("EDITOR")).ok_or_else(|| {
        Refusal::new("no editor is known: neither `VISUAL` nor `EDITOR` is set; nothing was made")
            .help("set one, as in `EDITOR=nano postil new …`, or leave `--edit` out")
    })
}

/// Waits for an editor, which may be written with arguments: `code --wait`.
fn open(editor: &OsString, path: &Path) -> Result<(), Refusal> {
    let written = editor.to_string_lossy();
    let mut words = written.split_whitespace();
    let program = words.next().unwrap_or_default();
    let ended = Command::new(program).args(words).arg(path).status();
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Refusal::new(format!("the editor `{written}` failed; the file was made"))),
        Err(error) => Err(Refusal::new(format!("the editor `{written}` cannot be run: {error}; the file was made"))),
    }
}
