//! What can be typed. What it means is in `request`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Annotated briefings as a site: who said what, when, who disputes it, and where it stands in the text
#[derive(Debug, Parser)]
#[command(name = "postil", version, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Typed,
}

#[derive(Debug, Subcommand)]
pub(super) enum Typed {
    /// Check the site and write it
    Build(BuildArguments),
    /// Check the site and write nothing
    Check(SiteArguments),
    /// Explain what Postil reports
    Explain {
        /// The code of a problem, as in `error[unknown-key]`; without it, all codes are listed
        code: Option<String>,
    },
    /// Make a site to begin with
    Init(InitArguments),
    /// Make a file for something new, with every key explained
    New(NewArguments),
    /// Check the site and push it to the branch that GitHub Pages serves
    Publish(PublishArguments),
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
