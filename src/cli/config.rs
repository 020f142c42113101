//! `postil config`: every setting, and where it comes from.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::console::{Stream, print};
use super::request::Site;
use super::{Failure, Outcome};
use crate::compile::configure;
use crate::parse::settings::{origins, variable, variables};
use crate::project::{ENVIRONMENT, Options, Project};
use crate::source::{SitePath, Span};

/// Shows the settings in the form of `postil.toml`, or as one JSON document. What is wrong with them is said too.
pub(super) fn config(site: &Site, json: bool) -> Result<Outcome, Failure> {
    let project = site.read()?;
    let (settings, problems) = configure(&project);
    let shown = shown(&settings.sections());
    let origins = Origins::new(&project);
    let rows: Vec<Row> = shown.into_iter().map(|(path, value)| origins.row(path, value)).collect();
    print(&if json { document(&rows) } else { toml(&rows) })?;
    Ok(site.console.problems(Stream::Error, &problems, &project.texts)?)
}

/// A setting, its value, and where that comes from.
struct Row {
    path: Vec<String>,
    value: Value,
    origin: Origin,
}

/// Where a value comes from.
enum Origin {
    Default,
    File(u32),
    Environment(String),
    CommandLine(&'static str),
}

struct Origins<'a> {
    project: &'a Project,
    spans: BTreeMap<String, Span>,
}

impl<'a> Origins<'a> {
    fn new(project: &'a Project) -> Self {
        let text = |path| project.texts.at(&SitePath::new(path).ok()?);
        Self { project, spans: origins(text("postil.toml"), text(ENVIRONMENT)) }
    }

    fn row(&self, path: Vec<String>, value: Value) -> Row {
        let key = path.join(".");
        let asked = option(&key, &self.project.options).map(Origin::CommandLine);
        let origin = asked.or_else(|| self.written(&key)).unwrap_or(Origin::Default);
        Row { path, value, origin }
    }

    fn written(&self, key: &str) -> Option<Origin> {
        let span = self.spans.get(key)?;
        let text = self.project.texts.get(span.file)?;
        Some(if text.path().as_str() == ENVIRONMENT {
            Origin::Environment(text.text().get(span.range())?.to_owned())
        } else {
            Origin::File(text.position(span.start).line)
        })
    }
}

/// The option of the command line that sets this.
fn option(key: &str, options: &Options) -> Option<&'static str> {
    match key {
        "site.base_url" if options.base_url.is_some() => Some("--base-url"),
        "build.strict" if options.strict => Some("--strict"),
        _ => None,
    }
}

/// Every setting with its path, in the order of the format; then what stands below `extra`.
fn shown(sections: &Value) -> Vec<(Vec<String>, Value)> {
    let keys = variables().into_iter().map(|(key, _)| key).filter(|key| key != "extra");
    let mut shown: Vec<_> = keys
        .map(|key| {
            let path: Vec<String> = key.split('.').map(str::to_owned).collect();
            let value = sections.pointer(&format!("/{}", path.join("/"))).cloned().unwrap_or_default();
            (path, value)
        })
        .collect();
    flatten(&sections["extra"], &mut vec!["extra".to_owned()], &mut shown);
    shown
}

/// Every value that is no mapping, with its path.
fn flatten(value: &Value, path: &mut Vec<String>, shown: &mut Vec<(Vec<String>, Value)>) {
    match value {
        Value::Object(map) if !map.is_empty() || path.len() == 1 => {
            for (key, value) in map {
                path.push(key.clone());
                flatten(value, path, shown);
                path.pop();
            }
        }
        // Free data that is not there is no setting.
        Value::Null if path.len() == 1 => {}
        _ => shown.push((path.clone(), value.clone())),
    }
}

/// The settings as TOML with a comment on each line.
fn toml(rows: &[Row]) -> String {
    let lines: Vec<(Option<&str>, String)> = rows.iter().map(|row| (section(row), row.line())).collect();
    let width = lines.iter().map(|(_, line)| line.chars().count()).filter(|width| *width <= WIDEST).max().unwrap_or(0);
    let (mut text, mut current) = (String::new(), None);
    for ((section, line), row) in lines.iter().zip(rows) {
        if *section != current {
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&section.map(|name| format!("{gap}[{name}]\n")).unwrap_or_default());
            current = *section;
        }
        let space = " ".repeat(width.saturating_sub(line.chars().count()));
        text.push_str(&format!("{line}{space}  # {}\n", row.origin.words()));
    }
    text.push_str("\n# A key can be set by a variable too: `site.title` by `POSTIL_SITE__TITLE`.\n");
    text
}

fn section(row: &Row) -> Option<&str> {
    row.path.first().map(String::as_str).filter(|_| row.path.len() > 1)
}

fn document(rows: &[Row]) -> String {
    let settings: Vec<Value> = rows.iter().map(Row::json).collect();
    let text = serde_json::to_string_pretty(&json!({ "settings": settings })).unwrap_or_default();
    text + "\n"
}

impl Row {
    fn line(&self) -> String {
        let keys: Vec<String> = self.path.iter().skip(1).map(|part| bare(part)).collect();
        let key = keys.join(".");
        if self.value.is_null() { format!("# {key} =") } else { format!("{key} = {}", literal(&self.value)) }
    }

    fn json(&self) -> Value {
        let mut row = json!({
            "key": self.path.join("."),
            "value": self.value,
            "variable": variable(&self.path),
        });
        row["origin"] = json!(match &self.origin {
            Origin::Default => "default",
            Origin::File(_) => "file",
            Origin::Environment(_) => "environment",
            Origin::CommandLine(_) => "command line",
        });
        match &self.origin {
            Origin::Default => {}
            Origin::File(line) => {
                row["file"] = json!("postil.toml");
                row["line"] = json!(line);
            }
            Origin::Environment(_) => {}
            Origin::CommandLine(option) => row["option"] = json!(option),
        }
        row
    }
}

impl Origin {
    fn words(&self) -> String {
        match self {
            Self::Default => "default".to_owned(),
            Self::File(line) => format!("postil.toml:{line}"),
            Self::Environment(variable) => variable.clone(),
            Self::CommandLine(option) => (*option).to_owned(),
        }
    }
}

/// A key as TOML writes it.
fn bare(key: &str) -> String {
    let is_bare =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare { key.to_owned() } else { json!(key).to_string() }
}

/// A value as TOML writes it. JSON's strings and numbers are TOML's.
fn literal(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries: Vec<_> =
                map.iter().map(|(key, value)| format!("{} = {}", bare(key), literal(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Null => "\"\"".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

/// Longer lines are not waited for.
const WIDEST: usize = 60;
