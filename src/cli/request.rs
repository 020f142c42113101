//! What was typed, lowered to what it means.

use std::env;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use url::Url;

use super::Failure;
use super::arguments::{self, Arguments, NewArguments, SiteArguments, Typed};
use super::console::Console;
use super::environment;
use crate::disk;
use crate::model::Date;
use crate::model::date::DateError;
use crate::project::{Options, Project};
use crate::rename;
use crate::scaffold::Kind;

/// What is to be done.
#[derive(Debug)]
pub(super) struct Request {
    /// The command.
    pub(super) command: Command,
    /// How many threads work; 0 for as many as there are processors.
    pub(super) threads: usize,
}

/// A command with everything that it needs.
#[derive(Debug)]
pub(super) enum Command {
    /// Write the site.
    Build(Build),
    /// Look for problems.
    Check(Site),
    /// Explain a code, or list all.
    Explain(Option<String>),
    /// Begin a site.
    Init(Init),
    /// Make a file.
    New(New),
    /// Give something another id.
    Rename(Rename),
    /// Show the settings, as JSON or not.
    Config(Site, bool),
    /// Print the schema of a kind of file, or write all to a folder.
    Schema(Option<String>, Option<PathBuf>),
    /// Print what this shell needs.
    Completions(clap_complete::Shell),
    /// Print the manual page of a command, or of all.
    Man(Option<String>),
}

/// What a build needs.
#[derive(Debug)]
pub(super) struct Build {
    /// The site.
    pub(super) site: Site,
    /// Where to write, when not where the settings say.
    pub(super) output: Option<PathBuf>,
    /// Whether a folder that is not Postil's may be used.
    pub(super) force: bool,
}

/// What beginning a site needs.
#[derive(Debug)]
pub(super) struct Init {
    /// The folder.
    pub(super) root: PathBuf,
    /// Whether a site that exists is added to.
    pub(super) force: bool,
    /// The article that it begins with.
    pub(super) from: Option<PathBuf>,
    /// The day on which it begins.
    pub(super) today: NaiveDate,
}

/// What a new file needs.
#[derive(Debug)]
pub(super) struct New {
    /// The folder of the site.
    pub(super) root: PathBuf,
    /// What it is about.
    pub(super) kind: Kind,
    /// Its title.
    pub(super) title: String,
    /// Its date, in the form of the format.
    pub(super) date: String,
    /// The day for which the site is read.
    pub(super) today: NaiveDate,
    /// Whether it is opened in an editor.
    pub(super) edit: bool,
}

/// What a renaming needs.
#[derive(Debug)]
pub(super) struct Rename {
    /// The site.
    pub(super) site: Site,
    /// What it is.
    pub(super) kind: rename::Kind,
    /// Its id.
    pub(super) old: String,
    /// The id that it gets.
    pub(super) new: String,
    /// Whether nothing is changed.
    pub(super) dry_run: bool,
}

/// A site, and how to speak about it.
#[derive(Debug)]
pub(super) struct Site {
    /// Its folder.
    pub(super) root: PathBuf,
    /// The day for which it is built.
    today: NaiveDate,
    /// What was asked for.
    pub(super) options: Options,
    /// How problems are shown.
    pub(super) console: Console,
}

impl Request {
    /// What these arguments mean.
    pub(super) fn new(typed: Arguments) -> Result<Self, Failure> {
        Ok(match typed.command {
            Typed::Build(typed) => {
                let threads = typed.site.threads;
                let site = Site::new(typed.site)?;
                let build = Build { site, output: typed.output, force: typed.force };
                Self { command: Command::Build(build), threads: threads.unwrap_or(0) }
            }
            Typed::Check(typed) => {
                let threads = typed.threads;
                Self { command: Command::Check(Site::new(typed)?), threads: threads.unwrap_or(0) }
            }
            Typed::Explain { code } => Self { command: Command::Explain(code), threads: 1 },
            Typed::Init(typed) => {
                let arguments::InitArguments { root, force, from } = typed;
                let init = Init { root, force, from, today: today()? };
                Self { command: Command::Init(init), threads: 1 }
            }
            Typed::New(typed) => Self { command: Command::New(New::of(typed)?), threads: 0 },
            Typed::Rename(typed) => Self { command: Command::Rename(Rename::of(typed)?), threads: 0 },
            Typed::Config(typed) => Self { command: Command::Config(Site::new(typed.site)?, typed.json), threads: 1 },
            Typed::Schema(typed) => Self { command: Command::Schema(typed.kind, typed.to), threads: 1 },
            Typed::Completions { shell } => Self { command: Command::Completions(shell), threads: 1 },
            Typed::Man { command } => Self { command: Command::Man(command), threads: 1 },
        })
    }
}

impl Site {
    fn new(typed: SiteArguments) -> Result<Self, Failure> {
        let base_url = typed.base_url.as_deref().map(base_url).transpose()?;
        let (drafts, future, strict) = (typed.drafts, typed.future, typed.strict);
        let options = Options { drafts, future, strict, base_url, environment: environment::settings()? };
        let today = typed.today.map_or_else(today, Ok)?;
        let console = Console::new(typed.message_format, typed.color, typed.quiet, &typed.root);
        Ok(Self { root: typed.root, today, options, console })
    }

    /// The site as it is now.
    pub(super) fn read(&self) -> Result<Project, disk::Error> {
        disk::read(&self.root, self.today, self.options.clone())
    }
}

impl Rename {
    fn of(typed: arguments::RenameArguments) -> Result<Self, Failure> {
        let kind = match typed.kind {
            arguments::Kind::Briefing => rename::Kind::Briefing,
            arguments::Kind::Actor => rename::Kind::Actor,
            arguments::Kind::Claim => rename::Kind::Claim,
            arguments::Kind::Event => rename::Kind::Event,
            arguments::Kind::Source => rename::Kind::Source,
        };
        // An id may stand in what is not shown yet, or no more.
        let environment = environment::settings()?;
        let options = Options { drafts: true, future: true, environment, ..Options::default() };
        let console = Console::new(arguments::Format::Human, arguments::Color::Auto, false, &typed.root);
        let site = Site { root: typed.root, today: today()?, options, console };
        Ok(Self { site, kind, old: typed.old, new: typed.new, dry_run: typed.dry_run })
    }
}

impl New {
    fn of(typed: NewArguments) -> Result<Self, Failure> {
        let kind = match typed.kind {
            arguments::Kind::Briefing => Kind::Briefing,
            arguments::Kind::Actor => Kind::Actor,
            arguments::Kind::Claim => Kind::Claim,
            arguments::Kind::Event => Kind::Event,
            arguments::Kind::Source => Kind::Source,
        };
        let today = today()?;
        let date = match typed.date {
            Some(_) if !kind.has_date() => {
                let name = kind.name();
                return Err(Failure::Usage(format!("error: a new {name} has no date; leave `--date` out\n")));
            }
            Some(date) => match Date::parse(&date) {
                Ok(_) => date,
                Err(DateError(why)) => {
                    return Err(Failure::Usage(format!("error: the date `{date}` is none: {why}\n")));
                }
            },
            None => today.to_string(),
        };
        let NewArguments { title, root, edit, .. } = typed;
        Ok(Self { root, kind, title, date, today, edit })
    }
}

/// The form of a base URL that the settings have: no query, no fragment, a `/` at its end.
fn base_url(typed: &str) -> Result<String, Failure> {
    let wrong = |why: &str| Failure::Usage(format!("error: the base URL `{typed}` {why}\n"));
    let mut url = Url::parse(typed).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("does not begin with `https://` or `http://`"));
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url.into())
}

/// The day in UTC: of `SOURCE_DATE_EPOCH` where that is set, as reproducible builds ask for, else of the clock.
fn today() -> Result<NaiveDate, Failure> {
    let Some(epoch) = env::var_os("SOURCE_DATE_EPOCH").filter(|epoch| !epoch.is_empty()) else {
        return Ok(Utc::now().date_naive());
    };
    let seconds = epoch.to_str().and_then(|epoch| epoch.trim().parse().ok());
    let moment = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let wrong = "error: SOURCE_DATE_EPOCH is not a number of seconds since 1970\n";
    moment.map(|moment| moment.date_naive()).ok_or_else(|| Failure::Usage(wrong.to_owned()))
}
