//! Templates: the default theme, and what a site puts in its place.
//!
//! Default templates are known as `default/NAME`. A template of the site at `templates/NAME` replaces the default of the
//! same name everywhere, and may extend or include `default/NAME`.

use std::cell::RefCell;
use std::fmt;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use tera::{Context, ErrorKind, Tera, Value};

use super::expand::expanded;
use super::fragment::{self, ROOT};
use super::frame::is_frame;
use crate::diagnostic::{Code, Diagnostic};
use crate::project::Project;
use crate::source::{SitePath, SourceText};

/// All templates of a site, ready to render.
pub(super) struct Theme {
    tera: Arc<Tera>,
    /// What all of them see as `site`.
    site: Value,
    /// The templates of the site, name and text, to see whether they differ.
    own: Vec<(String, Arc<str>)>,
    /// Whether cards carry their HTML.
    has_fragments: bool,
    /// Whether no template of the site looks at cards.
    shows_as_default: bool,
    /// What the components of fragments see beside their arguments.
    shared: Context,
}

/// Where a thread makes its pages, one after the other. Pages are larger than most of what is allocated, and each grows while
/// it is made, so that memory of their own for each would leave holes everywhere.
#[derive(Default)]
struct Buffers {
    html: Vec<u8>,
    rooted: Vec<u8>,
}

thread_local! {
    static BUFFERS: RefCell<Buffers> = RefCell::default();
}

/// Why a template failed: what to tell, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Failure {
    /// The template as Tera names it, when it is known.
    template: Option<String>,
    place: Place,
    message: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Bytes(usize, usize),
    /// Line and column, from 1.
    Line(usize, usize),
    /// These words, where they stand first.
    Words(String),
}

impl Place {
    fn range(&self, text: &str) -> std::ops::Range<usize> {
        match *self {
            Self::Words(ref words) => text.find(words).map_or(0..0, |at| at..at + words.len()),
            Self::Bytes(start, end) => start..end,
            Self::Line(line, column) => {
                let before = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
                let rest = text.get(before..).unwrap_or_default().lines().next().unwrap_or_default();
                let start = rest.char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at);
                before + start..before + rest.len()
            }
        }
    }
}

impl Theme {
    /// The default theme with a site's own templates over it, and `site` visible to all of them. Without those of the site
    /// that cannot be read. What was read `before` is not read again when it is the same.
    pub(super) fn new(project: &Project, site: Value, before: Option<&Self>) -> (Option<Self>, Vec<Diagnostic>) {
        let written: Vec<(String, Arc<str>)> = project
            .texts
            .iter()
            .filter_map(|text| Some((text.path().below(TEMPLATES)?.to_owned(), Arc::clone(text.text()))))
            .collect();
        if let Some(before) = before.filter(|before| before.own == written) {
            return (Some(Self::of(Arc::clone(&before.tera), site, written)), Vec::new());
        }
        let mut diagnostics = Vec::new();
        let own = readable(&written, project, &mut diagnostics);
        let tera = match assemble(&own) {
            Ok(tera) => Some(tera),
            Err(failure) => {
                diagnostics.push(failure.diagnostic(Code::TemplateSyntax, project, None));
                assemble(&[]).ok()
            }
        };
        // What has a fault is read again, so that the fault is told again.
        let own = if diagnostics.is_empty() { written } else { vec![(String::new(), Arc::from(""))] };
        (tera.map(|tera| Self::of(Arc::new(tera), site, own)), diagnostics)
    }

    fn of(tera: Arc<Tera>, site: Value, own: Vec<(String, Arc<str>)>) -> Self {
        let mut shared = Context::new();
        shared.insert_value("root", Value::from(char::from(ROOT).to_string()));
        let has_fragments = !has_components(own.iter().map(|(_, text)| &**text));
        let shows_as_default = has_fragments && own.iter().all(|(_, text)| is_frame(text));
        Self { tera, site, own, has_fragments, shows_as_default, shared }
    }

    /// A page.
    pub(super) fn render(&self, template: &str, mut context: Context) -> Result<Bytes, Failure> {
        context.insert_value("site", self.site.clone());
        BUFFERS.with_borrow_mut(|Buffers { html, rooted }| {
            html.clear();
            let rendered = self.tera.render_to(template, &context, &mut *html);
            rendered.map_err(|error| Failure::of(&error, Some(template)))?;
            let root = context.get("root").and_then(Value::as_str).unwrap_or_default();
            Ok(Bytes::copy_from_slice(fragment::rooted(html, root, rooted)))
        })
    }

    /// Whether cards are shown by templates of the default theme alone: the site has none of its own, or none that looks at
    /// them.
    pub(super) fn shows_as_default(&self) -> bool {
        self.shows_as_default
    }

    /// What a component of the default theme makes of these arguments, to be written on any page. Nothing when the site has
    /// components of its own: they may see on what page they stand.
    pub(super) fn component(&self, name: &str, arguments: &Context) -> Option<String> {
        let made = || self.tera.render_component_with_implicits(name, arguments, &self.shared, None, true).ok();
        self.has_fragments.then(made)?
    }
}

impl fmt::Debug for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Theme").field("own", &self.own).finish_non_exhaustive()
    }
}

impl Failure {
    /// What to tell the author, pointing into the template when it is the author's own.
    pub(super) fn diagnostic(&self, code: Code, project: &Project, page: Option<&str>) -> Diagnostic {
        let own = self.template.as_deref().and_then(|name| source(project, name));
        let mut diagnostic = match (own, &self.template) {
            (Some(source), _) => {
                Diagnostic::new(code, source.span(self.place.range(source.text())), self.message.clone())
                    .help(format!("correct it there, or delete `{}` to take the default", source.path()))
            }
            (None, Some(name)) => Diagnostic::without_place(code, format!("{} in `{name}`", self.message)),
            (None, None) => Diagnostic::without_place(code, self.message.clone()),
        };
        if let Some(page) = page {
            diagnostic =
                diagnostic.note(format!("found when making `{page}`; other pages are not tried for the same fault"));
        }
        diagnostic
    }

    fn of(error: &tera::Error, template: Option<&str>) -> Self {
        let named =
            |name: &str, message: String| Self { template: Some(name.to_owned()), place: Place::Bytes(0, 0), message };
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Self {
                template: Some(report.filename().to_owned()),
                place: Place::Bytes(report.span().range.start, report.span().range.end),
                message: headline(report.message()),
            },
            ErrorKind::CircularExtend { tpl, .. } => named(tpl, format!("the template `{tpl}` extends itself")),
            ErrorKind::CircularInclude { tpl, .. } => named(tpl, format!("the template `{tpl}` includes itself")),
            ErrorKind::MissingParent { current, parent } => Self {
                place: Place::Words(parent.clone()),
                ..named(current, format!("the template `{parent}` does not exist"))
            },
            _ => Self::of_text(&error.to_string(), template),
        }
    }

    /// A failure that Tera tells only as text: `error: message`, then `--> name:line:column`.
    fn of_text(text: &str, template: Option<&str>) -> Self {
        let mut lines = text.lines();
        let message = headline(lines.next().unwrap_or_default().trim_start_matches("error: "));
        let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> ")).and_then(|place| {
            let (place, column) = place.rsplit_once(':')?;
            let (name, line) = place.rsplit_once(':')?;
            Some((name, Place::Line(line.parse().ok()?, column.parse().ok()?)))
        });
        let name = place.as_ref().map(|(name, _)| *name).or(template).map(str::to_owned);
        Self { template: name, place: place.map_or(Place::Bytes(0, 0), |(_, place)| place), message }
    }
}

/// Templates of the site that can be read.
fn readable<'a>(
    written: &'a [(String, Arc<str>)],
    project: &Project,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'a str, &'a str)> {
    let mut own = Vec::new();
    for (name, text) in written {
        // Alone, a template can fail for want of what it extends; only its own syntax counts here.
        match Tera::default().add_raw_template(name, text) {
            Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => {
                diagnostics.push(Failure::of(&error, Some(name)).diagnostic(Code::TemplateSyntax, project, None));
            }
            _ => own.push((name.as_str(), &**text)),
        }
    }
    own
}

fn assemble(own: &[(&str, &str)]) -> Result<Tera, Failure> {
    let mut tera = Tera::default();
    // Where a component is replaced, each call of it is one.
    let defaults = if has_components(own.iter().map(|(_, text)| *text)) { None } else { Some(&*EXPANDED) };
    let defaults = DEFAULT
        .iter()
        .enumerate()
        .map(|(nth, (name, text))| (format!("{PREFIX}{name}"), defaults.map_or(*text, |expanded| &*expanded[nth].1)));
    let own = own.iter().map(|(name, text)| ((*name).to_owned(), *text));
    tera.set_fallback_prefixes([PREFIX])
        .and_then(|()| tera.add_raw_templates(defaults.chain(own)))
        .map_err(|error| Failure::of(&error, None))?;
    Ok(tera)
}

/// Whether templates may have components of their own.
fn has_components<'t>(mut templates: impl Iterator<Item = &'t str>) -> bool {
    templates.any(|text| text.contains("component"))
}

/// The default templates with their components written out.
static EXPANDED: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| expanded(DEFAULT));

fn source<'a>(project: &'a Project, name: &str) -> Option<&'a SourceText> {
    project.texts.at(&SitePath::new(&format!("templates/{name}")).ok()?)
}

/// A message of Tera as a headline of ours.
fn headline(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

const PREFIX: &str = "default/";
const TEMPLATES: &str = "templates";

macro_rules! templates {
    ($( $name:literal, )*) => {
        &[$( ($name, include_str!(concat!("../../templates/", $name))), )*]
    };
}

/// The templates of the default theme.
pub(super) const DEFAULT: &[(&str, &str)] = templates! {
    "404.html",
    "actor.html",
    "actors.html",
    "base.html",
    "briefing.html",
    "briefings.html",
    "changes.html",
    "claim.html",
    "claims.html",
    "components/actor.html",
    "components/badge.html",
    "components/briefing.html",
    "components/change.html",
    "components/claim.html",
    "components/date.html",
    "components/event.html",
    "components/figure.html",
    "components/matrix.html",
    "components/note.html",
    "components/parts.html",
    "components/preview.html",
    "components/source.html",
    "components/statement.html",
    "components/tools.html",
    "disputed.html",
    "event.html",
    "events.html",
    "home.html",
    "matrices.html",
    "matrix.html",
    "network.html",
    "page.html",
    "previews.html",
    "redirect.html",
    "search.html",
    "sitemap.xml",
    "source.html",
    "sources.html",
    "tag.html",
    "tags.html",
    "timeline.html",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceText;
    use chrono::NaiveDate;

    fn theme(templates: &[(&str, &str)]) -> (Option<Theme>, Vec<Diagnostic>, Project) {
        let text = |(name, text): &(&str, &str)| {
            SourceText::new(SitePath::new(&format!("templates/{name}")).expect("a path"), *text)
        };
        let project = Project::of_texts(templates.iter().map(text), NaiveDate::default());
        let (theme, diagnostics) = Theme::new(&project, Value::from("site"), None);
        (theme, diagnostics, project)
    }

    #[test]
    fn the_list_of_embedded_templates_is_the_folder() {
        #[allow(clippy::disallowed_methods, reason = "a test looks at the repository")]
        let names = |folder: &str| -> Vec<String> {
            let path = format!("{}/templates/{folder}", env!("CARGO_MANIFEST_DIR"));
            let files = std::fs::read_dir(path).expect("the folder").map(|entry| entry.expect("an entry"));
            let files = files.filter(|entry| entry.path().is_file());
            files.map(|entry| format!("{folder}{}", entry.file_name().to_string_lossy())).collect()
        };
        let mut there = [names(""), names("components/")].concat();
        there.sort();
        let listed: Vec<_> = DEFAULT.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(there, listed);
    }

    #[test]
    fn the_default_theme_can_be_read() {
        let (theme, diagnostics, _) = theme(&[]);
        assert!(theme.is_some(), "{:?}", assemble(&[]).err());
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn every_unreadable_template_is_reported_in_its_place() {
        let (theme, diagnostics, project) = theme(&[("a.html", "{{ x "), ("b.html", "{% if %}"), ("c.html", "fine")]);
        assert!(theme.is_some());
        let places: Vec<_> = diagnostics
            .iter()
            .map(|it| (it.code, project.texts.get(it.span().expect("a span").file).expect("a text").path().to_string()))
            .collect();
        assert_eq!(
            places,
            [
                (Code::TemplateSyntax, "templates/a.html".to_owned()),
                (Code::TemplateSyntax, "templates/b.html".to_owned())
            ]
        );
    }

    #[test]
    fn a_template_of_the_site_replaces_one_of_the_theme() {
        let (theme, diagnostics, _) =
            theme(&[("404.html", "{% extends \"default/404.html\" %}"), ("own.html", "{{ site }}!")]);
        assert_eq!(diagnostics, []);
        assert_eq!(theme.expect("a theme").render("own.html", Context::new()), Ok(Bytes::from_static(b"site!")));
    }
}
