//! What is said, on which stream, in which format and colours.

use std::io::{self, Write};
use std::path::{Component, Path};

use anstream::{AutoStream, ColorChoice};

use super::Outcome;
use super::arguments::{Color, Format};
use crate::compile::has_errors;
use crate::diagnostic::render::human::Style;
use crate::diagnostic::{Diagnostic, render};
use crate::source::Sources;

/// How a command speaks.
#[derive(Debug)]
pub(super) struct Console {
    format: Format,
    color: ColorChoice,
    quiet: bool,
    folder: String,
}

/// A stream of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// What was asked for.
    Output,
    /// What is said about it.
    Error,
}

impl Console {
    /// A console for this format. `root` is the folder of the site as it was typed: in the formats for other programs, paths
    /// are as seen from where Postil was called, when that is possible.
    pub(super) fn new(format: Format, color: Color, quiet: bool, root: &Path) -> Self {
        let color = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { format, color, quiet, folder: prefix(root) }
    }

    /// Shows problems: on `people` in the formats for people, else on the standard output.
    pub(super) fn problems(&self, people: Stream, found: &[Diagnostic], sources: &Sources) -> io::Result<Outcome> {
        let style = Style { colours: true, ..Style::default() };
        let folder = &self.folder;
        let (stream, text) = match self.format {
            Format::Human => (people, render::human::render(found, sources, style)),
            Format::Short => (people, render::short::render(found, sources)),
            Format::Json => (Stream::Output, render::json::render(found, sources)),
            Format::Github => (Stream::Output, render::github::render(found, sources, folder)),
            Format::Sarif => (Stream::Output, render::sarif::render(found, sources, folder)),
        };
        write_to(stream, self.color, &text)?;
        Ok(if has_errors(found) { Outcome::SiteHasErrors } else { Outcome::Done })
    }

    /// Whether problems are printed for people, so that the standard output is free for what was asked for.
    pub(super) fn is_for_people(&self) -> bool {
        matches!(self.format, Format::Human | Format::Short)
    }

    /// Whether people want to hear more than what is wrong.
    pub(super) fn is_talkative(&self) -> bool {
        !self.quiet
    }

    /// Says a line to people, unless they want quiet.
    pub(super) fn say(&self, line: &str) -> io::Result<()> {
        if self.quiet { Ok(()) } else { write_to(Stream::Error, self.color, &format!("{line}\n")) }
    }
}

/// What to put before paths of the site that stands here, so that they are seen from the current folder.
fn prefix(root: &Path) -> String {
    let mut prefix = String::new();
    for part in root.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) => prefix = format!("{prefix}{}/", name.to_string_lossy()),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return String::new(),
        }
    }
    prefix
}

/// Prints what was asked for.
pub(super) fn print(text: &str) -> io::Result<()> {
    write_to(Stream::Output, ColorChoice::Auto, text)
}

/// Says what is wrong.
pub(super) fn complain(text: &str) -> io::Result<()> {
    write_to(Stream::Error, ColorChoice::Auto, text)
}

/// Writes text that may hold ANSI styles, which are removed where they are not wanted. A reader that has left has read
/// enough: that is no error.
fn write_to(stream: Stream, color: ColorChoice, text: &str) -> io::Result<()> {
    let written = match stream {
        Stream::Output => all(AutoStream::new(io::stdout(), color).lock(), text),
        Stream::Error => all(AutoStream::new(io::stderr(), color).lock(), text),
    };
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

fn all(mut stream: impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}
