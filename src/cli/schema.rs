//! `postil schema`: JSON Schemas, for editors and other programs.

use std::fs;
use std::path::Path;

use super::console::{complain, print};
use super::{Failure, Outcome};
use crate::parse::schema::{Kind, text};
use crate::refusal::Refusal;

/// Prints the schema of a kind of file, lists the kinds, or writes all schemas to a folder.
pub(super) fn schema(kind: Option<&str>, to: Option<&Path>) -> Result<Outcome, Failure> {
    match (kind, to) {
        (_, Some(folder)) => write(folder)?,
        (Some(name), None) => {
            // What is typed is one of these.
            let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
            print(&kind.map(text).unwrap_or_default())?;
        }
        (None, None) => print(&list())?,
    }
    Ok(Outcome::Done)
}

fn list() -> String {
    let lines = Kind::ALL.into_iter().map(|kind| format!("{:9} {}\n", kind.name(), kind.title()));
    let lines: String = lines.collect();
    format!("{lines}\n`postil schema KIND` prints one, `postil schema --to DIR` writes all.\n")
}

fn write(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| Refusal::by_system("create", folder, &error))?;
    for kind in Kind::ALL {
        let path = folder.join(format!("{}.json", kind.name()));
        fs::write(&path, text(kind)).map_err(|error| Refusal::by_system("write", &path, &error))?;
    }
    complain(&format!("{} schemas were written to `{}`\n", Kind::ALL.len(), folder.display()))?;
    Ok(())
}
