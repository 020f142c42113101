//! What can be typed. What it means is in `request`.

use std::net::IpAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::help;
use crate::parse::schema;
use crate::plan::WHOLE;

/// Annotated briefings as a site: who said what, when, who disputes it, and where it stands in the text
#[derive(Debug, Parser)]
#[command(name = "postil", version, arg_required_else_help = true, after_help = help::POSTIL)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Typed,
}

#[derive(Debug, Subcommand)]
pub(super) enum Typed {
    /// Check the site and write it
    #[command(after_help = help::BUILD)]
    Build(BuildArguments),
    /// Check the site and write nothing
    #[command(after_help = help::CHECK)]
    Check(SiteArguments),
    /// Show the site in browsers while it is written, and follow every change
    #[command(after_help = help::SERVE)]
    Serve(ServeArguments),
    /// Check the site and push it to the branch that GitHub Pages serves
    #[command(after_help = help::PUBLISH)]
    Publish(PublishArguments),
    /// Explain what Postil reports
    #[command(after_help = help::EXPLAIN)]
    Explain {
        /// The code of a problem, as in `error[unknown-key]`; without it, all codes are listed
        code: Option<String>,
    },
    /// Make a site to begin with
    #[command(after_help = help::INIT)]
    Init(InitArguments),
    /// Make a file for something new, with every key explained
    #[command(after_help = help::NEW)]
    New(NewArguments),
    /// Give something another id, everywhere
    #[command(after_help = help::RENAME)]
    Rename(RenameArguments),
    /// Show every setting, and where it comes from
    #[command(after_help = help::CONFIG)]
    Config(ConfigArguments),
    /// Print the site as data, in one format, without building it
    #[command(after_help = help::EXPORT)]
    Export(ExportArguments),
    /// Take in annotations of other tools, as claims and notes
    #[command(after_help = help::IMPORT)]
    Import(ImportArguments),
    /// Print JSON Schemas of front matter, list files and settings, for editors
    #[command(after_help = help::SCHEMA)]
    Schema(SchemaArguments),
    /// Print what a shell needs to complete commands
    #[command(after_help = help::COMPLETIONS)]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page of Postil, or of one of its commands
    #[command(after_help = help::MAN)]
    Man {
        /// The command
        command: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// Write the site to this folder instead of the one in the settings (default: public, in the site)
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Write into a folder that Postil did not make, and replace files there that are in the way
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that can be typed by itself")]
pub(super) struct SiteArguments {
    /// The folder of the site
    #[arg(default_value = ".")]
    pub(super) root: PathBuf,
    /// Where the site will stand, instead of the `base_url` in the settings
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Include drafts
    #[arg(long)]
    pub(super) drafts: bool,
    /// Include what is to be published later, or has expired
    #[arg(long)]
    pub(super) future: bool,
    /// Let warnings count as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// The day for which the site is built (default: today in UTC, or that of `SOURCE_DATE_EPOCH`)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<NaiveDate>,
    /// How problems are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) message_format: Format,
    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(super) color: Color,
    /// How many threads work (default: as many as there are processors)
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// Print problems only
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// The port; when it is taken, the next that is free
    #[arg(long, short, default_value_t = 4000, value_name = "PORT")]
    pub(super) port: u16,
    /// Where to listen: an address of this machine. Only this machine can reach the default
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub(super) interface: IpAddr,
    /// A further name by which the server may be called; can be given several times
    #[arg(long, value_name = "NAME")]
    pub(super) allow_host: Vec<String>,
    /// Open the site in a browser
    #[arg(long)]
    pub(super) open: bool,
    /// Let browsers go to the page that is edited
    #[arg(long)]
    pub(super) navigate: bool,
    /// What opens a file at a line: vscode, vscodium, cursor, zed, idea, sublime, textmate, or an address such as
    /// `vscode://file/{path}:{line}:{column}` (default: `POSTIL_EDITOR`)
    #[arg(long, value_name = "SCHEME")]
    pub(super) editor: Option<String>,
    /// Look at the site every second instead of being told by the system, as network folders may need
    #[arg(long)]
    pub(super) poll: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that can be typed by itself")]
pub(super) struct PublishArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// The branch to publish to; the files on it that Postil did not write are kept
    #[arg(long, value_name = "NAME", default_value = "gh-pages", allow_hyphen_values = true)]
    pub(super) branch: String,
    /// The remote to publish to (default: origin, or the only one)
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub(super) remote: Option<String>,
    /// The message of the commit (default: which commit the site was made from)
    #[arg(long, short, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) message: Option<String>,
    /// Leave one commit on the branch, and no history
    #[arg(long)]
    pub(super) squash: bool,
    /// Show what would change on the branch, page by page, and publish nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Publish although files of the site are not committed
    #[arg(long)]
    pub(super) allow_dirty: bool,
    /// Replace files on the branch that are in the way, or the workflow
    #[arg(long)]
    pub(super) force: bool,
    /// Write the workflow with which GitHub itself publishes the site, and publish nothing
    #[arg(long, conflicts_with_all = ["branch", "remote", "message", "squash", "dry_run", "allow_dirty"])]
    pub(super) workflow: bool,
}

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The folder of the site; it need not exist
    #[arg(default_value = ".")]
    pub(super) root: PathBuf,
    /// Add what is missing to a site that exists; no file is changed
    #[arg(long)]
    pub(super) force: bool,
    /// Begin with this article (.txt or .md) in place of the example
    #[arg(long, value_name = "FILE")]
    pub(super) from: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// What it is about
    #[arg(value_enum)]
    pub(super) kind: Kind,
    /// Its title; the name of an actor, the text of a claim
    #[arg(allow_hyphen_values = true)]
    pub(super) title: String,
    /// Its date, such as 2025-12-11 or 2025-12 (default: today in UTC)
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
    /// The folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Open the file in the editor that `VISUAL` or `EDITOR` names
    #[arg(long, short)]
    pub(super) edit: bool,
}

#[derive(Debug, Args)]
pub(super) struct RenameArguments {
    /// What it is
    #[arg(value_enum)]
    pub(super) kind: Kind,
    /// Its id; the slug of a briefing, with its folders where several have it
    pub(super) old: String,
    /// The id that it gets
    pub(super) new: String,
    /// The folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Show the places and change nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct ConfigArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// What to print
    #[arg(value_parser = exports())]
    pub(super) format: String,
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// Write it to this file instead
    #[arg(long, short, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

/// The formats of the whole site.
fn exports() -> PossibleValuesParser {
    PossibleValuesParser::new(WHOLE.iter().map(|it| PossibleValue::new(it.name).help(it.about)))
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// What the files are
    #[arg(value_enum)]
    pub(super) format: ImportFormat,
    /// The files; `-` is the standard input. For brat also folders: every `.ann` in them, with its `.txt`
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The briefing that gets everything: its id, with its folders where several have it
    #[arg(long, value_name = "BRIEFING")]
    pub(super) into: Option<String>,
    /// The folder below content/briefings/ for new briefings
    #[arg(long, value_name = "FOLDER", conflicts_with = "into")]
    pub(super) folder: Option<String>,
    /// The date of new briefings whose date is not known (default: today in UTC)
    #[arg(long, value_name = "DATE", conflicts_with = "into")]
    pub(super) date: Option<String>,
    /// A tag of new briefings; can be given several times
    #[arg(long, value_name = "TAG", conflicts_with = "into")]
    pub(super) tag: Vec<String>,
    /// Who says that of which nobody is known: an actor, or `author` for the voice of the briefing
    #[arg(long, value_name = "ACTOR")]
    pub(super) by: Option<String>,
    /// What a name in the files means: an actor for a name, a word of the format for a type; can be given several times
    #[arg(long = "as", value_name = "NAME=MEANING")]
    pub(super) meanings: Vec<String>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// The folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// How problems are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) message_format: Format,
}

/// What files to import are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ImportFormat {
    /// brat standoff: a text and its annotations (.txt and .ann)
    Brat,
    /// Annotations of Hypothesis, as its API answers a search
    Hypothesis,
    /// Web Annotations (W3C) in JSON: one, a list, a page or a collection
    Webannotation,
    /// Tables: statements, one in a row; also the tables of claims, actors and events that Postil exports
    Csv,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// What the schema is for; without it, all are listed
    #[arg(value_parser = kinds())]
    pub(super) kind: Option<String>,
    /// Write all schemas into this folder, each as KIND.json, in place of what it holds of them
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    pub(super) to: Option<PathBuf>,
}

/// The kinds of files that have a schema.
fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(schema::Kind::ALL.map(|kind| PossibleValue::new(kind.name()).help(kind.title())))
}

/// What a new file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// A dated article
    Briefing,
    /// A person, organization, state or group
    Actor,
    /// A proposition
    Claim,
    /// Something that happens or is planned
    Event,
    /// What statements are taken from
    Source,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Format {
    /// With the lines they are about
    #[default]
    Human,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
    /// As workflow commands of GitHub Actions
    Github,
    /// As a SARIF 2.1.0 log
    Sarif,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
