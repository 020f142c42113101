//! Running the user's `git`.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::diagnostic::render::printable_lines;
use crate::refusal::Refusal;

/// The `git` of the machine, as it is seen from a folder.
#[derive(Debug, Clone)]
pub(super) struct Git {
    folder: PathBuf,
}

/// How a run of it ended.
#[derive(Debug)]
pub(super) struct Answer {
    /// Whether it did what it was asked for.
    pub(super) done: bool,
    /// Its standard output.
    pub(super) out: Vec<u8>,
    /// What it said beside, made harmless for terminals.
    pub(super) said: String,
}

impl Git {
    /// It runs in this folder, which decides about the repository.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Runs it with these arguments. That it fails is an answer; that it cannot be run is not.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Answer, Refusal> {
        self.run_with(arguments, |_| Ok(()))
    }

    /// The same, and what `input` writes is its standard input.
    pub(super) fn run_with(
        &self,
        arguments: &[&str],
        input: impl FnOnce(&mut BufWriter<ChildStdin>) -> Result<(), Interrupted>,
    ) -> Result<Answer, Refusal> {
        let mut child = self.spawn(arguments)?;
        let fed = match child.stdin.take() {
            Some(stdin) => {
                let mut stdin = BufWriter::with_capacity(1 << 16, stdin);
                input(&mut stdin).and_then(|()| Ok(stdin.flush()?))
            }
            None => Ok(()),
        };
        if let Err(Interrupted::Refused(refusal)) = fed {
            // Half of the input must not be taken for the whole.
            let _ = child.kill();
            let _ = child.wait();
            return Err(refusal);
        }
        // A pipe that broke means that it stopped reading, and it tells why.
        let ended = child.wait_with_output().map_err(|error| Refusal::new(format!("`git` was lost: {error}")))?;
        let answer = Answer {
            done: ended.status.success() && fed.is_ok(),
            out: ended.stdout,
            said: readable(&String::from_utf8_lossy(&ended.stderr)),
        };
        Ok(answer)
    }

    /// What it prints, which is one text without the line end; none when it fails.
    pub(super) fn text(&self, arguments: &[&str]) -> Result<Option<String>, Refusal> {
        let answer = self.run(arguments)?;
        Ok(answer.done.then(|| answer.text()))
    }

    fn spawn(&self, arguments: &[&str]) -> Result<Child, Refusal> {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(arguments);
        // Reading must not refresh the index of the checkout.
        command.env("GIT_OPTIONAL_LOCKS", "0");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Refusal::new("there is no `git` on this machine, or not on the `PATH`")
                .help("install it (https://git-scm.com/downloads); Postil publishes through it"),
            _ => Refusal::new(format!("`git` cannot be run: {error}")),
        })
    }
}

/// Why its input ended early.
#[derive(Debug)]
pub(super) enum Interrupted {
    /// It does not read any more.
    Pipe,
    /// There is nothing to be written.
    Refused(Refusal),
}

impl From<io::Error> for Interrupted {
    fn from(_: io::Error) -> Self {
        Self::Pipe
    }
}

impl Answer {
    /// What it printed, without the line end.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).trim_end_matches(['\r', '\n']).to_owned()
    }

    /// A refusal that says what could not be done, and what git said about it.
    pub(super) fn refusal(&self, what: &str) -> Refusal {
        let said = self.said.lines().map(|line| format!("\n  {line}")).collect::<String>();
        Refusal::new(if said.is_empty() { what.to_owned() } else { format!("{what}; git said:{said}") })
    }
}

/// The last lines of what was said, without what would steer a terminal. A line that was drawn over and over, as progress
/// is, is shown as it was at last.
fn readable(said: &str) -> String {
    let last = |line: &str| line.trim_end_matches('\r').rsplit('\r').next().unwrap_or_default().trim_end().to_owned();
    let lines: Vec<String> = said.lines().map(last).filter(|line| !line.is_empty()).collect();
    printable_lines(&lines[lines.len().saturating_sub(MAX_LINES)..].join("\n"))
}

/// Enough for what a hook has to say.
const MAX_LINES: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_says_cannot_steer_the_terminal() {
        assert_eq!(
            readable("remote: \u{1b}[2Jno\n\nCounting: 1%\rCounting: 100%\r\n"),
            "remote: ?[2Jno\nCounting: 100%"
        );
        assert_eq!(readable(&"a\n".repeat(100)).lines().count(), MAX_LINES);
    }
}
