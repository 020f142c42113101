//! What was typed, lowered to what it means.

use std::env;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use url::Url;

use super::Failure;
use super::arguments::{self, Arguments, NewArguments, PublishArguments, SiteArguments, Typed};
use super::console::Console;
use crate::disk;
use crate::model::Date;
use crate::model::date::DateError;
use crate::project::{Options, Project};
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
    /// Push the site.
    Publish(Publish),
    /// Write the workflow.
    Workflow(Workflow),
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

/// What publishing needs.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that can be typed by itself")]
pub(super) struct Publish {
    /// The site.
    pub(super) site: Site,
    /// The branch.
    pub(super) branch: String,
    /// The remote, when one was named.
    pub(super) remote: Option<String>,
    /// The message of the commit, when one was given.
    pub(super) message: Option<String>,
    /// Whether one commit is left.
    pub(super) squash: bool,
    /// Whether it is only to be shown what would change.
    pub(super) dry_run: bool,
    /// Whether what is not committed may be published.
    pub(super) allow_dirty: bool,
    /// Whether files that Postil did not write may be replaced.
    pub(super) force: bool,
}

/// What the workflow needs.
#[derive(Debug)]
pub(super) struct Workflow {
    /// The folder of the site.
    pub(super) root: PathBuf,
    /// Whether another workflow may be replaced.
    pub(super) force: bool,
}

/// What beginning a site needs.
#[derive(Debug)]
pub(super) struct Init {
    /// The folder.
    pub(super) root: PathBuf,
    /// Whether a site that exists is added to.
    pub(super) force: bool,
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

/// A site, and how to speak about it.
#[derive(Debug)]
pub(super) struct Site {
    /// Its folder.
    pub(super) root: PathBuf,
    /// The day for which it is built.
    today: NaiveDate,
    /// What was asked for.
    options: Options,
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
                let init = Init { root: typed.root, force: typed.force };
                Self { command: Command::Init(init), threads: 1 }
            }
            Typed::New(typed) => Self { command: Command::New(New::of(typed)?), threads: 0 },
            Typed::Publish(typed) if typed.workflow => {
                let workflow = Workflow { root: typed.site.root, force: typed.force };
                Self { command: Command::Workflow(workflow), threads: 1 }
            }
            Typed::Publish(typed) => {
                let threads = typed.site.threads;
                Self { command: Command::Publish(Publish::of(typed)?), threads: threads.unwrap_or(0) }
            }
        })
    }
}

impl Site {
    fn new(typed: SiteArguments) -> Result<Self, Failure> {
        let base_url = typed.base_url.as_deref().map(base_url).transpose()?;
        let options = Options { drafts: typed.drafts, future: typed.future, strict: typed.strict, base_url };
        let today = typed.today.map_or_else(today, Ok)?;
        let console = Console::new(typed.message_format, typed.color, typed.quiet, &typed.root);
        Ok(Self { root: typed.root, today, options, console })
    }

    /// The site as it is now.
    pub(super) fn read(&self) -> Result<Project, disk::Error> {
        disk::read(&self.root, self.today, self.options.clone())
    }
}

impl Publish {
    fn of(typed: PublishArguments) -> Result<Self, Failure> {
        let PublishArguments { site, branch, remote, message, squash, dry_run, allow_dirty, force, .. } = typed;
        if site.drafts {
            let why = "error: drafts are not published\nhelp: `postil build --drafts` shows them on this machine\n";
            return Err(Failure::Usage(why.to_owned()));
        }
        let site = Site::new(site)?;
        Ok(Self { site, branch, remote, message, squash, dry_run, allow_dirty, force })
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
