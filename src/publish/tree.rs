//! Changed files as objects of the repository.
//!
//! One `git fast-import` takes them all and packs them, however many there are. It is told to forget the commit that it
//! makes of them, so that no reference is written; what is wanted is the tree. It forgets when a branch is begun anew
//! without a commit; a branch that is removed would lock the user's references, and the lock outlive whoever is killed.

use std::io::Write;

use super::difference::Difference;
use super::git::{Answer, Interrupted};
use super::publication::Publication;
use super::repository::Repository;
use super::tip::Tip;
use crate::refusal::Refusal;

/// The name of the tree that a branch at this tip has after these changes.
///
/// # Errors
/// When a file has changed meanwhile, or git refuses.
pub(super) fn tree(
    repository: &Repository,
    publication: &Publication<'_>,
    tip: &Tip,
    difference: &Difference,
) -> Result<String, Refusal> {
    let import = ["fast-import", "--quiet", "--done"];
    let answer = repository.git.run_with(&import, |stream| {
        let mut write = difference.added.iter().chain(&difference.changed).map(String::as_str).collect::<Vec<_>>();
        write.extend(&difference.special);
        for (number, path) in write.iter().enumerate() {
            let bytes = publication.bytes(path).map_err(Interrupted::Refused)?;
            write!(stream, "blob\nmark :{}\ndata {}\n", number + 1, bytes.len())?;
            stream.write_all(&bytes)?;
            stream.write_all(b"\n")?;
        }
        let commit = write.len() + 1;
        write!(stream, "commit {REFERENCE}\nmark :{commit}\ncommitter <> 0 +0000\ndata 0\n")?;
        if let Some(tip) = &tip.commit {
            writeln!(stream, "from {tip}")?;
        }
        // A file may become a folder, and a folder a file.
        for path in &difference.removed {
            writeln!(stream, "D {}", quoted(path))?;
        }
        for (number, path) in write.iter().enumerate() {
            writeln!(stream, "M 100644 :{} {}", number + 1, quoted(path))?;
        }
        write!(stream, "\nls :{commit} \"\"\nreset {REFERENCE}\n\ndone\n")?;
        Ok(())
    })?;
    root(&answer).ok_or_else(|| answer.refusal("git cannot take the files of the site"))
}

/// The name of the tree in an answer like `040000 tree 95d212…`, with a tab at its end.
fn root(answer: &Answer) -> Option<String> {
    let text = answer.text();
    let tree = text.strip_prefix("040000 tree ")?.trim();
    (answer.done && tree.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| tree.to_owned())
}

/// A path as `fast-import` reads it, whatever is in it.
fn quoted(path: &str) -> String {
    let mut text = String::from('"');
    for c in path.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            c => text.push(c),
        }
    }
    text + "\""
}

/// Where the commit would be found if it were kept.
const REFERENCE: &str = "refs/postil/publish";
