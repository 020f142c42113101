//! A site without errors, kept ready to be made file by file, and how it follows what its authors change.

use std::mem;
use std::sync::Arc;

use super::{Memory, bind, body_settings, finish, has_errors, settings, settings_texts};
use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::output::{Content, Kept, Output};
use crate::plan::{PageKind, Plan};
use crate::project::Project;
use crate::render::{Press, Whole, counts};
use crate::resolve::{Edit, Graph};

/// A site without errors, of which any file can be made.
#[derive(Debug)]
pub struct Edition {
    project: Arc<Project>,
    settings: Settings,
    graph: Graph,
    plan: Plan,
    press: Press,
    /// What resolving and planning noticed.
    bound: Vec<Diagnostic>,
    /// What templates have wrong, and everything else, in order.
    diagnostics: Vec<Diagnostic>,
}

/// What a site becomes.
#[derive(Debug)]
pub enum Next {
    /// The edition there was, with these articles in place of their earlier states.
    Exchanged(Arc<Project>, Vec<Edit>),
    /// The edition there was, with other templates or other contents of copied files.
    Dressed(Arc<Project>, Box<Press>, Vec<Diagnostic>),
    /// Another.
    New(Box<Edition>),
    /// None: it has errors. These are all problems, in order.
    Broken(Vec<Diagnostic>),
}

/// What the project becomes, by the shortest way that leads where compiling it anew would lead. `before` is the edition of an
/// earlier state, made with the same memory.
#[must_use]
pub fn next(before: Option<&Edition>, project: &Arc<Project>, memory: &mut Memory) -> Next {
    let mut diagnostics = project.problems.clone();
    let settings = settings(project, &mut diagnostics);
    let read = memory.read(project, body_settings(&settings));
    if let Some(before) = before.filter(|it| !read.other && !memory.astray && it.binds_same(project)) {
        if read.edits.is_empty() && !before.looks_same(project) {
            let next = before.dressed(project);
            memory.astray = matches!(next, Next::Broken(_));
            return next;
        }
        if before.looks_same(project) && read.edits.iter().all(|edit| before.can_exchange(edit)) {
            return Next::Exchanged(Arc::clone(project), read.edits);
        }
    }
    diagnostics.extend(memory.problems());
    let (graph, plan, bound) = bind(memory, project, &settings);
    diagnostics.extend(bound.iter().cloned());
    let press = if has_errors(&diagnostics) || settings.strict && !diagnostics.is_empty() {
        None
    } else {
        let whole = Whole { graph: &graph, plan: &plan, project, settings: &settings };
        let (press, found) = Press::new(whole, before.map(|before| &before.press));
        diagnostics.extend(found);
        press
    };
    let diagnostics = finish(diagnostics, project, &settings);
    let press = press.filter(|_| !has_errors(&diagnostics));
    memory.astray = press.is_none();
    match press {
        Some(press) => {
            let project = Arc::clone(project);
            Next::New(Box::new(Edition { project, settings, graph, plan, press, bound, diagnostics }))
        }
        None => Next::Broken(diagnostics),
    }
}

impl Next {
    /// Puts it in the place of the edition before, unless it has errors. What there is to say about the site now, in order.
    pub fn replace(self, edition: &mut Option<Edition>) -> Vec<Diagnostic> {
        match (self, edition) {
            (Self::Broken(diagnostics), _) => diagnostics,
            (Self::New(new), edition) => edition.insert(*new).diagnostics.clone(),
            (Self::Exchanged(project, edits), Some(edition)) => {
                edition.exchange(project, &edits);
                edition.diagnostics.clone()
            }
            (Self::Dressed(project, press, diagnostics), Some(edition)) => {
                edition.dress(project, *press, diagnostics);
                edition.diagnostics.clone()
            }
            // Both are made of an edition only.
            (Self::Exchanged(..) | Self::Dressed(..), None) => Vec::new(),
        }
    }
}

impl Edition {
    /// What was read.
    #[must_use]
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Everything the site knows.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Where everything stands.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What there is to say about it, in order. None is an error.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The file of this name (`claims/x/index.html`), if the site has it.
    ///
    /// # Errors
    /// When a template of the site fails, or the file would publish what is confidential.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<Result<Content, Vec<Diagnostic>>> {
        self.press.file(self.whole(), name)
    }

    /// Whether the site has a file of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.press.has(self.whole(), name)
    }

    /// The first page of each kind, by the names of their files: made once, they show most of what is wrong with templates. None
    /// where the site has no templates of its own, for those of the default theme are known to be right. In a large site those
    /// are left out that draw all of it.
    #[must_use]
    pub fn one_of_each_kind(&self) -> Vec<String> {
        if templates(&self.project).next().is_none() {
            return Vec::new();
        }
        let is_large = self.graph.statements.len() > LARGE;
        let mut kinds = Vec::new();
        let mut files = Vec::new();
        for page in &self.plan.pages {
            let kind = mem::discriminant(&page.kind);
            let draws_all = matches!(page.kind, PageKind::Timeline(_) | PageKind::Network);
            if !(kinds.contains(&kind) || is_large && draws_all) {
                kinds.push(kind);
                files.push(page.address.file());
            }
        }
        files
    }

    /// Every file, and what only making them shows.
    #[must_use]
    pub fn output(&self) -> (Output, Vec<Diagnostic>) {
        let kept = Kept::default();
        let (_, found) = self.press.all(self.whole(), &kept);
        (Output { files: kept.files(), counts: counts(&self.graph, &self.plan) }, found)
    }

    /// Puts articles in the places of their earlier states.
    fn exchange(&mut self, project: Arc<Project>, edits: &[Edit]) {
        self.project = project;
        let retitled = edits.iter().flat_map(|edit| self.graph.exchange(edit)).collect();
        self.plan.lists.retitle(&self.graph, &retitled);
        if !edits.is_empty() {
            self.press.forget_cards(&self.graph);
        }
    }

    /// Takes other templates, and other contents of copied files.
    fn dress(&mut self, project: Arc<Project>, press: Press, diagnostics: Vec<Diagnostic>) {
        self.project = project;
        self.press = press;
        self.diagnostics = diagnostics;
    }

    fn whole(&self) -> Whole<'_> {
        Whole { graph: &self.graph, plan: &self.plan, project: &self.project, settings: &self.settings }
    }

    /// Whether everything that resolving and planning look at beside the articles is the same.
    fn binds_same(&self, project: &Project) -> bool {
        let settings = |project| settings_texts(project).map(|text| text.map(|text| Arc::clone(text.text())));
        let before = &self.project;
        before.today == project.today
            && before.options == project.options
            && before.problems == project.problems
            && before.assets.keys().eq(project.assets.keys())
            && settings(before) == settings(project)
    }

    /// Whether templates and copied files are the same.
    fn looks_same(&self, project: &Project) -> bool {
        self.project.assets == project.assets
            && self.project.fonts == project.fonts
            && templates(&self.project).eq(templates(project))
    }

    fn can_exchange(&self, edit: &Edit) -> bool {
        let (file, begins) = (edit.old.article.file, edit.begins());
        let moves = |diagnostic: &Diagnostic| {
            let mut spans = diagnostic.labels.iter().map(|label| label.span);
            spans.any(|span| span.file == file && span.end as usize >= begins)
        };
        !self.diagnostics.iter().any(moves) && self.graph.can_exchange(edit, &self.settings)
    }

    fn dressed(&self, project: &Arc<Project>) -> Next {
        let whole = Whole { project, ..self.whole() };
        let (press, found) = Press::new(whole, Some(&self.press));
        let mut diagnostics = self.bound.clone();
        diagnostics.extend(found);
        let diagnostics = finish(diagnostics, project, &self.settings);
        match press.filter(|_| !has_errors(&diagnostics)) {
            Some(press) => Next::Dressed(Arc::clone(project), Box::new(press), diagnostics),
            None => Next::Broken(diagnostics),
        }
    }
}

/// The templates of a site, by name.
fn templates(project: &Project) -> impl Iterator<Item = (&str, &Arc<str>)> {
    project.texts.iter().filter_map(|text| Some((text.path().below("templates")?, text.text())))
}

/// How many statements a picture of all of them may show to be made without being asked for.
const LARGE: usize = 5_000;
