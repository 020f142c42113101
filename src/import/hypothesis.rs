//! Annotations of Hypothesis: what its API answers to a search, and what its client exports.

use super::Draft;
use super::annotation::{Annotation, day, draft, quote};
use super::json::{Json, json, list, text};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceText, Spanned};

/// What the annotations of these texts say: `{"rows": […]}` of `api/search`, `{"annotations": […]}` of an export, or a list.
#[must_use]
pub fn hypothesis(texts: &[SourceText]) -> (Draft, Vec<Diagnostic>) {
    let (mut annotations, mut problems) = (Vec::new(), Vec::new());
    for source in texts {
        match json(source) {
            Ok(whole) => {
                for row in rows(whole, &mut problems) {
                    annotations.extend(annotation(row, &mut problems));
                }
            }
            Err(problem) => problems.push(*problem),
        }
    }
    (draft(annotations, &mut problems), problems)
}

fn rows<'a>(whole: Json<'a>, problems: &mut Vec<Diagnostic>) -> Vec<Json<'a>> {
    let Some(object) = whole.object() else { return whole.list() };
    for key in ["rows", "annotations"] {
        if object.contains_key(key) {
            return list(&object, key);
        }
    }
    if object.contains_key("target") {
        return vec![whole];
    }
    let span = whole.span();
    let head = crate::source::Span::new(span.file, span.start, span.start + 1);
    problems.push(Diagnostic::new(Code::ImportSyntax, head, "there are no annotations of Hypothesis in this").help(
        "save what `https://api.hypothes.is/api/search?user=…` answers: it begins with `{\"total\": …, \"rows\": [`",
    ));
    Vec::new()
}

fn annotation(row: Json<'_>, problems: &mut Vec<Diagnostic>) -> Option<Annotation> {
    let Some(object) = row.object() else {
        problems.push(
            Diagnostic::new(Code::ImportSyntax, row.span(), "this is no annotation")
                .help("a row is a mapping with `uri`, `target`, `text` and `tags`"),
        );
        return None;
    };
    let remark = text(&object, "text").unwrap_or_default();
    if !list(&object, "references").is_empty() {
        let message = format!("`{}` is a reply to another annotation", super::value::shortened(&remark));
        problems.push(
            Diagnostic::new(Code::ImportUnplaced, row.span(), message)
                .help("add what it says to the note of the annotation that it answers"),
        );
        return None;
    }
    let targets = list(&object, "target");
    let quotes = targets.iter().filter_map(|it| quote(&list(&it.object()?, "selector"))).collect();
    let page = text(&object, "uri").or_else(|| targets.first().and_then(|it| it.text_at("source"))).unwrap_or_default();
    let title = object.get("document").and_then(|it| list(&it.object()?, "title").first()?.text());
    let tags = list(&object, "tags").into_iter().filter_map(|it| Some(Spanned::new(it.text()?, it.span()))).collect();
    Some(Annotation {
        page,
        briefing: None,
        title,
        quotes,
        remark,
        tags,
        statement: None,
        day: day(&object, &["updated", "created"]),
        span: row.span(),
    })
}
