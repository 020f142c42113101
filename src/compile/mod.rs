//! The two faces of the library: [`analyse`] finds every problem, [`compile`] goes on to the output.

mod edition;
mod ground;
mod memory;

pub use edition::{Edition, Next, next};
pub use ground::Ground;
pub use memory::Memory;

use crate::config::Settings;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::output::{Counts, Kept, Output, Taker, Weight};
use crate::parse::{self, BodySettings};
use crate::plan::{Plan, WholeExport, plan};
use crate::project::{ENVIRONMENT, Project};
use crate::render::{Press, Whole, counts, render};
use crate::resolve::{Graph, resolve};
use crate::source::{SitePath, SourceText};

/// A site that is understood: its graph, its plan, and everything noticed on the way.
#[derive(Debug)]
pub struct Analysis {
    /// The settings in force.
    pub settings: Settings,
    /// Everything the site knows.
    pub graph: Graph,
    /// Its pages.
    pub plan: Plan,
    /// Every problem, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// A site that is built, or the reasons why it is not.
#[derive(Debug)]
pub struct Compiled {
    /// The settings in force.
    pub settings: Settings,
    /// Every file; none when there is an error.
    pub output: Option<Output>,
    /// Every problem, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads, anchors, resolves and plans: everything but making pages.
#[must_use]
pub fn analyse(project: &Project) -> Analysis {
    let mut memory = Memory::default();
    let mut diagnostics = project.problems.clone();
    let settings = settings(project, &mut diagnostics);
    memory.read(project, body_settings(&settings));
    diagnostics.extend(memory.problems());
    let (graph, plan, found) = bind(&memory, project, &settings);
    diagnostics.extend(found);
    Analysis { diagnostics: finish(diagnostics, project, &settings), settings, graph, plan }
}

/// Everything [`analyse`] does, and then all files of the site, unless there is an error.
#[must_use]
pub fn compile(project: &Project) -> Compiled {
    analyse(project).compile(project)
}

impl Analysis {
    /// Goes on from here to all files of the site, unless there is an error. The project is the one that was analysed.
    #[must_use]
    pub fn compile(self, project: &Project) -> Compiled {
        let (settings, counts, kept) = (self.settings.clone(), self.counts(), Kept::default());
        let (diagnostics, is_whole) = self.make(project, &kept);
        let output = is_whole.then(|| Output { files: kept.files(), counts });
        Compiled { settings, output, diagnostics }
    }

    /// The same, but each file is given away when it is made, so that never all of them are in memory. All problems, and
    /// whether there is no error among them. If there is one, what was taken is not the site.
    #[must_use]
    pub fn make(&self, project: &Project, taker: &dyn Taker) -> (Vec<Diagnostic>, bool) {
        let Self { settings, graph, plan, diagnostics } = self;
        let mut diagnostics = diagnostics.clone();
        if has_errors(&diagnostics) {
            return (diagnostics, false);
        }
        diagnostics.extend(render(Whole { graph, plan, project, settings }, taker));
        let diagnostics = finish(diagnostics, project, settings);
        let is_whole = !has_errors(&diagnostics);
        (diagnostics, is_whole)
    }

    /// All problems of a site of which the files were made before, and weigh this.
    #[must_use]
    pub fn made_before(&self, project: &Project, weight: Weight) -> Vec<Diagnostic> {
        let diagnostics = self.diagnostics.iter().cloned().chain(weight.warnings());
        finish(diagnostics.collect(), project, &self.settings)
    }

    /// The file of the site that this file of the output is a copy of.
    #[must_use]
    pub fn copied_to(&self, file: &str) -> Option<&SitePath> {
        self.plan.assets.iter().find(|(_, address)| address.file() == file).map(|(path, _)| path)
    }

    /// What the site has.
    #[must_use]
    pub fn counts(&self) -> Counts {
        counts(&self.graph, &self.plan)
    }
}

/// The site as data in one format.
#[derive(Debug)]
pub struct Exported {
    /// The file; none when there is an error.
    pub text: Option<String>,
    /// The settings in force.
    pub settings: Settings,
    /// Every problem, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Everything [`analyse`] does, and then one file for other programs, unless there is an error.
#[must_use]
pub fn export(project: &Project, format: &WholeExport) -> Exported {
    let Analysis { settings, graph, plan, mut diagnostics } = analyse(project);
    let mut text = None;
    if !has_errors(&diagnostics) {
        let whole = Whole { graph: &graph, plan: &plan, project, settings: &settings };
        let (press, found) = Press::new(whole, None);
        diagnostics.extend(found);
        match press.map(|press| press.export(whole, format.address, &format.export)) {
            Some(Ok(made)) => text = Some(made),
            Some(Err(leaks)) => diagnostics.extend(leaks),
            None => {}
        }
    }
    let diagnostics = finish(diagnostics, project, &settings);
    Exported { text: text.filter(|_| !has_errors(&diagnostics)), settings, diagnostics }
}

/// Whether any of them stops the build.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// The settings in force: what was asked for on the command line before the environment, and that before `postil.toml`.
#[must_use]
pub fn configure(project: &Project) -> (Settings, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let settings = settings(project, &mut diagnostics);
    (settings, diagnostics)
}

fn settings(project: &Project, diagnostics: &mut Vec<Diagnostic>) -> Settings {
    let [file, environment] = settings_texts(project);
    let (mut settings, found) = parse::settings::settings(file, environment);
    diagnostics.extend(found);
    settings.strict |= project.options.strict;
    if let Some(base_url) = &project.options.base_url {
        settings.base_url = Some(base_url.clone());
    }
    settings
}

/// The texts that settings stand in.
fn settings_texts(project: &Project) -> [Option<&SourceText>; 2] {
    ["postil.toml", ENVIRONMENT].map(|path| project.texts.at(&SitePath::new(path).ok()?))
}

/// What follows from all articles together.
fn bind(memory: &Memory, project: &Project, settings: &Settings) -> (Graph, Plan, Vec<Diagnostic>) {
    let (graph, mut diagnostics) = resolve(&memory.articles(), project, settings);
    let (plan, found) = plan(&graph, project, settings);
    diagnostics.extend(found);
    (graph, plan, diagnostics)
}

fn body_settings(settings: &Settings) -> BodySettings {
    BodySettings { raw_html: settings.raw_html, smart_punctuation: settings.smart_punctuation }
}

/// Puts diagnostics in order, and with `strict` lets warnings count.
fn finish(mut diagnostics: Vec<Diagnostic>, project: &Project, settings: &Settings) -> Vec<Diagnostic> {
    if settings.strict {
        for diagnostic in &mut diagnostics {
            if diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
    }
    diagnostic::sort(&mut diagnostics, &project.texts);
    diagnostics.dedup();
    diagnostics
}
