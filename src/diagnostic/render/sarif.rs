//! For code scanning: a log in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS, 27 March 2020).

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::place::{Place, file};
use crate::diagnostic::{Code, Diagnostic, explain};
use crate::source::{SitePath, Sources, Span};

/// One log with one run. `folder` is where the site stands in the repository, empty or with a `/` at its end.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, folder: &str) -> String {
    let mut rules: BTreeMap<Code, usize> = diagnostics.iter().map(|diagnostic| (diagnostic.code, 0)).collect();
    for (index, place) in rules.values_mut().enumerate() {
        *place = index;
    }
    let log = Log { sources, folder, rules };
    let text = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Postil",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": log.rules.keys().copied().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "utf16CodeUnits",
            "results": diagnostics.iter().map(|diagnostic| log.result(diagnostic)).collect::<Vec<_>>(),
        }],
    });
    format!("{text:#}\n")
}

struct Log<'a> {
    sources: &'a Sources,
    folder: &'a str,
    /// Every code that occurs, with its index among the rules.
    rules: BTreeMap<Code, usize>,
}

impl Log<'_> {
    fn result(&self, diagnostic: &Diagnostic) -> Value {
        let mut result = json!({
            "ruleId": diagnostic.code.name(),
            "ruleIndex": self.rules.get(&diagnostic.code),
            "level": diagnostic.severity.as_str(),
            "message": { "text": words(diagnostic) },
        });
        if let Some(location) = self.location(diagnostic) {
            result["locations"] = json!([location]);
        }
        let further = diagnostic.labels.iter().skip(1).enumerate();
        let related: Vec<Value> = further
            .filter_map(|(nth, label)| {
                let mut location = self.at(label.span)?;
                location["id"] = json!(nth + 1);
                location["message"] = json!({ "text": label.text });
                Some(location)
            })
            .collect();
        if !related.is_empty() {
            result["relatedLocations"] = Value::Array(related);
        }
        result
    }

    fn location(&self, diagnostic: &Diagnostic) -> Option<Value> {
        let at = diagnostic.span().and_then(|span| self.at(span));
        at.or_else(|| Some(json!({ "physicalLocation": self.file(file(diagnostic, self.sources)?) })))
    }

    fn at(&self, span: Span) -> Option<Value> {
        let place = Place::of(span, self.sources)?;
        let mut physical = self.file(place.path());
        physical["region"] = json!({
            "startLine": place.start.line,
            "startColumn": place.start.utf16_column,
            "endLine": place.end.line,
            "endColumn": place.end.utf16_column,
        });
        Some(json!({ "physicalLocation": physical }))
    }

    fn file(&self, path: &SitePath) -> Value {
        let path = format!("{}{path}", self.folder);
        let uri = utf8_percent_encode(&path, NOT_IN_PATHS).to_string();
        json!({ "artifactLocation": { "uri": uri, "uriBaseId": "%SRCROOT%" } })
    }
}

fn rule(code: Code) -> Value {
    let explanation = explain::explanation(code);
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.summary() },
        "fullDescription": { "text": code.summary() },
        "help": { "text": explanation, "markdown": explanation },
        "defaultConfiguration": { "level": code.severity().as_str() },
        "properties": { "tags": [code.group().as_str()] },
    })
}

fn words(diagnostic: &Diagnostic) -> String {
    let notes = diagnostic.notes.iter().map(|note| format!("\nnote: {note}"));
    let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    let first = diagnostic.labels.first().filter(|first| !first.text.is_empty());
    let first = first.map(|first| format!("\n{}", first.text));
    [diagnostic.message.clone()].into_iter().chain(first).chain(notes).chain(help).collect()
}

/// What the path of a relative reference may not hold as it is (RFC 3986, section 3.3).
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');
