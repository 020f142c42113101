//! The command line: arguments, terminal, one file per command.
//!
//! What is typed (`arguments`) is lowered once into what it means (`request`); the commands see only that. Exit codes
//! are decided in `main`.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the room that reads the environment, measures time and opens editors"
)]

mod arguments;
mod build;
mod check;
mod config;
mod console;
mod environment;
mod explain;
mod export;
mod help;
mod import;
mod init;
mod manual;
mod new;
mod progress;
mod publish;
mod rename;
mod request;
mod schema;
mod serve;

use std::ffi::OsString;
use std::io;

use clap::Parser;

use crate::disk;
use crate::refusal::Refusal;
use arguments::Arguments;
use request::{Command, Request};

/// How a run ended that could do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There is nothing to complain about.
    Done,
    /// The site has errors.
    SiteHasErrors,
}

/// Why a command could not run.
#[derive(Debug)]
pub enum Failure {
    /// What was typed has no meaning.
    Usage(String),
    /// The site could not be read or written.
    Disk(disk::Error),
    /// What was asked for is not done.
    Refused(Refusal),
    /// What was to be shown could not be.
    Console(io::Error),
}

/// Does what the arguments ask for.
///
/// # Errors
/// When the arguments make no sense, or the world is in the way. Errors of the site are an [`Outcome`].
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<Outcome, Failure> {
    let typed = match Arguments::try_parse_from(arguments) {
        Ok(typed) => typed,
        Err(error) if error.use_stderr() => return Err(Failure::Usage(error.render().ansi().to_string())),
        Err(help) => {
            console::print(&help.render().ansi().to_string())?;
            return Ok(Outcome::Done);
        }
    };
    let Request { command, threads } = Request::new(typed)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let no_threads = |error| {
        let refusal = Refusal::new(format!("cannot start to work: {error}"));
        Failure::Refused(refusal.help("the system may allow no more threads; `--threads 1` needs fewer"))
    };
    // It works on its own and for good: it must not hold a thread of the pool.
    let command = match command {
        Command::Serve(request) => {
            pool.build_global().map_err(no_threads)?;
            return serve::serve(request);
        }
        other => other,
    };
    let pool = pool.build().map_err(no_threads)?;
    pool.install(|| match command {
        Command::Build(request) => build::build(&request),
        Command::Check(request) => check::check(&request),
        Command::Serve(_) => Ok(Outcome::Done),
        Command::Explain(code) => explain::explain(code.as_deref()),
        Command::Init(request) => init::init(&request),
        Command::New(request) => new::new(&request),
        Command::Rename(request) => rename::rename(&request),
        Command::Config(site, json) => config::config(&site, json),
        Command::Export(request) => export::export_file(&request.site, request.format, request.out.as_deref()),
        Command::Import(request) => import::import(&request),
        Command::Schema(kind, to) => schema::schema(kind.as_deref(), to.as_deref()),
        Command::Completions(shell) => manual::completions(shell),
        Command::Man(command) => manual::man(command.as_deref()),
        Command::Publish(request) => publish::publish(&request),
        Command::Workflow(request) => publish::workflow(&request),
    })
}

impl Failure {
    /// Says it on the standard error stream.
    pub fn print(&self) {
        let text = match self {
            Self::Usage(text) => text.clone(),
            Self::Refused(refusal) => format!("error: {refusal}\n"),
            Self::Disk(error) => format!("error: {error}\n"),
            Self::Console(error) => format!("error: cannot write what there is to tell: {}\n", disk::words(error)),
        };
        // There is nobody left to tell if this fails.
        let _ = console::complain(&text);
    }
}

impl From<disk::Error> for Failure {
    fn from(error: disk::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Console(error)
    }
}
