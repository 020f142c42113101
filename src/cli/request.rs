//! What was typed, lowered to what it means.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use url::Url;

use super::Failure;
use super::arguments::{self, Arguments, NewArguments, PublishArguments, ServeArguments, SiteArguments, Typed};
use super::console::Console;
use super::environment;
use crate::diagnostic::render::printable;
use crate::disk;
use crate::import;
use crate::model::date::DateError;
use crate::model::{Date, Kind, Slug};
use crate::plan::{WHOLE, WholeExport};
use crate::project::{Options, Project};
use crate::serve::{Editor, Serve};

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
    /// Show the site while it is written.
    Serve(ServeSite),
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
    /// Print the site as data.
    Export(Export),
    /// Take in annotations.
    Import(Box<Import>),
    /// Print the schema of a kind of file, or write all to a folder.
    Schema(Option<String>, Option<PathBuf>),
    /// Print what this shell needs.
    Completions(clap_complete::Shell),
    /// Print the manual page of a command, or of all.
    Man(Option<String>),
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

/// What an export needs.
#[derive(Debug)]
pub(super) struct Export {
    /// The site.
    pub(super) site: Site,
    /// Which file.
    pub(super) format: &'static WholeExport,
    /// Where to write it, when it is not printed.
    pub(super) out: Option<PathBuf>,
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

/// What serving needs.
#[derive(Debug)]
pub(super) struct ServeSite {
    /// What is served.
    pub(super) serve: Serve,
    /// How problems are shown.
    pub(super) console: Console,
    /// Whether a browser is opened.
    pub(super) open: bool,
}

/// What a renaming needs.
#[derive(Debug)]
pub(super) struct Rename {
    /// The site.
    pub(super) site: Site,
    /// What it is.
    pub(super) kind: Kind,
    /// Its id.
    pub(super) old: String,
    /// The id that it gets.
    pub(super) new: String,
    /// Whether nothing is changed.
    pub(super) dry_run: bool,
}

/// What an import needs.
#[derive(Debug)]
pub(super) struct Import {
    /// The site.
    pub(super) site: Site,
    /// What the files are.
    pub(super) format: arguments::ImportFormat,
    /// The files.
    pub(super) files: Vec<PathBuf>,
    /// How they are taken in.
    pub(super) request: import::Request,
    /// Whether nothing is written.
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
            Typed::Serve(typed) => {
                let threads = typed.site.threads;
                Self { command: Command::Serve(ServeSite::of(typed)?), threads: threads.unwrap_or(0) }
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
            Typed::Export(typed) => {
                let threads = typed.site.threads;
                let known = WHOLE.iter().find(|it| it.name == typed.format);
                let format = known.ok_or_else(|| Failure::Usage(format!("error: no format `{}`\n", typed.format)))?;
                let export = Export { site: Site::new(typed.site)?, format, out: typed.out };
                Self { command: Command::Export(export), threads: threads.unwrap_or(0) }
            }
            Typed::Import(typed) => Self { command: Command::Import(Box::new(Import::of(typed)?)), threads: 0 },
            Typed::Schema(typed) => Self { command: Command::Schema(typed.kind, typed.to), threads: 1 },
            Typed::Completions { shell } => Self { command: Command::Completions(shell), threads: 1 },
            Typed::Man { command } => Self { command: Command::Man(command), threads: 1 },
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
        let kind = Kind::from(typed.kind);
        // An id may stand in what is not shown yet, or no more.
        let environment = environment::settings()?;
        let options = Options { drafts: true, future: true, environment, ..Options::default() };
        let console = Console::new(arguments::Format::Human, arguments::Color::Auto, false, &typed.root);
        let site = Site { root: typed.root, today: today()?, options, console };
        Ok(Self { site, kind, old: typed.old, new: typed.new, dry_run: typed.dry_run })
    }
}

impl Import {
    fn of(typed: arguments::ImportArguments) -> Result<Self, Failure> {
        let wrong = |why: String| Failure::Usage(format!("error: {why}\n"));
        let mut meanings = BTreeMap::new();
        for written in &typed.meanings {
            let (name, meaning) = written
                .split_once('=')
                .filter(|(name, meaning)| !name.is_empty() && !meaning.is_empty())
                .ok_or_else(|| {
                    wrong(format!(
                        "`{}` says of no name what it means\nhelp: write `--as NAME=MEANING`",
                        printable(written)
                    ))
                })?;
            meanings.insert(name.trim().to_owned(), meaning.trim().to_owned());
        }
        if let Some(date) = &typed.date
            && let Err(DateError(why)) = Date::parse(date)
        {
            return Err(wrong(format!("the date `{}` is none: {why}", printable(date))));
        }
        let folder = typed.folder.map(|it| it.trim_matches('/').to_owned()).filter(|it| !it.is_empty());
        if let Some(folder) = &folder
            && !folder.split('/').all(|part| Slug::parse(part).is_some())
        {
            let help = "help: write lowercase letters, digits and hyphens: `--folder 2025/talks`";
            return Err(wrong(format!("`{}` is no folder for briefings\n{help}", printable(folder))));
        }
        let options =
            Options { drafts: true, future: true, environment: environment::settings()?, ..Options::default() };
        let console = Console::new(typed.message_format, arguments::Color::Auto, false, &typed.root);
        let site = Site { root: typed.root, today: today()?, options, console };
        let (into, date, by, tags) = (typed.into, typed.date, typed.by, typed.tag);
        let request = import::Request { into, folder, date, by, tags, meanings };
        Ok(Self { site, format: typed.format, files: typed.files, request, dry_run: typed.dry_run })
    }
}

impl ServeSite {
    fn of(typed: ServeArguments) -> Result<Self, Failure> {
        let ServeArguments { site, port, interface, allow_host, open, navigate, editor, poll } = typed;
        // A day that was asked for stays; else it is that of the clock, also after midnight.
        let fixed = match site.today {
            None if env::var_os("SOURCE_DATE_EPOCH").is_some_and(|epoch| !epoch.is_empty()) => Some(today()?),
            day => day,
        };
        let site = Site::new(site)?;
        let serve = Serve {
            root: site.root,
            today: Box::new(move || fixed.unwrap_or_else(|| Utc::now().date_naive())),
            options: site.options,
            interface,
            port,
            hosts: allow_host,
            editor: editor_for(editor)?,
            navigate,
            poll,
        };
        Ok(Self { serve, console: site.console, open })
    }
}

/// The editor that was asked for, or that of the environment.
fn editor_for(typed: Option<String>) -> Result<Option<Editor>, Failure> {
    let set = || env::var("POSTIL_EDITOR").ok().filter(|set| !set.is_empty());
    let Some(name) = typed.or_else(set) else { return Ok(None) };
    let wrong = |known| {
        Failure::Usage(format!("error: `{}` is no editor that Postil can open\nhelp: {known}\n", printable(&name)))
    };
    Editor::new(&name).map(Some).map_err(wrong)
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
        let kind = Kind::from(typed.kind);
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

impl From<arguments::Kind> for Kind {
    fn from(typed: arguments::Kind) -> Self {
        match typed {
            arguments::Kind::Briefing => Self::Briefing,
            arguments::Kind::Actor => Self::Actor,
            arguments::Kind::Claim => Self::Claim,
            arguments::Kind::Event => Self::Event,
            arguments::Kind::Source => Self::Source,
        }
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
