//! Annotations in the W3C Web Annotation Data Model: one, a list, a page or a collection of them.
//!
//! Our own export says more than the model has words for: `statement` of an annotation, and the `claims` of a collection, in
//! the shape of our JSON. Where they are, they count.

use std::collections::{BTreeMap, HashMap};

use super::annotation::{Annotation, day, draft, id_of_page, quote};
use super::claims::{Claims, settle};
use super::draft::{Draft, Entry, Quote, Section, Value};
use super::json::{Json, Object, json, list, text};
use super::value::{checked, lines, one_line, shortened};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ClaimRelation, Slug, Word};
use crate::parse::keys;
use crate::source::{SourceText, Span, Spanned};

/// What the annotations of these texts say.
#[must_use]
pub fn web_annotation(texts: &[SourceText]) -> (Draft, Vec<Diagnostic>) {
    let mut reader = Reader::default();
    for source in texts {
        match json(source) {
            Ok(whole) => reader.read(whole),
            Err(problem) => reader.problems.push(*problem),
        }
    }
    reader.finish()
}

/// What was read.
#[derive(Default)]
struct Reader {
    annotations: Vec<Annotation>,
    /// Claims by id, as the collection declares them, and the briefing that does.
    claims: Claims,
    /// The words of things that are only named, by kind and id.
    named: BTreeMap<(String, String), Spanned<String>>,
    /// What collections of one briefing are called.
    titles: HashMap<String, String>,
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn read(&mut self, whole: Json<'_>) {
        let Some(object) = whole.object() else {
            for item in whole.list() {
                self.annotation(item);
            }
            return;
        };
        let kinds: Vec<String> = list(&object, "type").into_iter().filter_map(Json::text).collect();
        let is = |kind: &str| kinds.iter().any(|it| it == kind || it.ends_with(&format!(":{kind}")));
        if is("AnnotationCollection") {
            for claim in list(&object, "claims") {
                self.claim(claim);
            }
            let first = list(&object, "first");
            let before = self.annotations.len();
            for page in first.into_iter().chain(list(&object, "items")) {
                match page.object() {
                    Some(page) => list(&page, "items").into_iter().for_each(|it| self.annotation(it)),
                    None => self.elsewhere(page),
                }
            }
            self.title(&object, before);
            self.next(&object);
        } else if is("AnnotationPage") {
            for it in list(&object, "items") {
                self.annotation(it);
            }
            self.next(&object);
        } else if is("Annotation") || object.contains_key("target") {
            self.annotation(whole);
        } else if let Some(rows) =
            ["items", "annotations", "@graph", "rows"].iter().find(|it| object.contains_key(**it))
        {
            for it in list(&object, rows) {
                self.annotation(it);
            }
        } else {
            let span = whole.span();
            let head = Span::new(span.file, span.start, span.start + 1);
            self.problems.push(Diagnostic::new(Code::ImportSyntax, head, "there are no Web Annotations in this").help(
                "give an `Annotation`, an `AnnotationPage`, an `AnnotationCollection`, or a list of annotations",
            ));
        }
    }

    /// A page that stands in another file.
    fn elsewhere(&mut self, page: Json<'_>) {
        let address = page.text().unwrap_or_default();
        let message = format!("the page `{}` of the collection stands elsewhere", shortened(&address));
        self.problems.push(
            Diagnostic::new(Code::ImportUnplaced, page.span(), message)
                .help("save that page too, and import both files"),
        );
    }

    fn next(&mut self, object: &Object<'_>) {
        if let Some(next) = object.get("next").filter(|it| it.text().is_some()) {
            self.elsewhere(*next);
        }
    }

    /// What a collection of one briefing is called is the title of that briefing.
    fn title(&mut self, object: &Object<'_>, before: usize) {
        let mut briefings: Vec<&String> =
            self.annotations[before..].iter().filter_map(|it| it.briefing.as_ref()).collect();
        briefings.dedup();
        if let ([briefing], Some(label)) = (briefings.as_slice(), text(object, "label")) {
            self.titles.insert((*briefing).clone(), label);
        }
    }

    fn annotation(&mut self, item: Json<'_>) {
        let Some(object) = item.object() else {
            self.problems.push(
                Diagnostic::new(Code::ImportSyntax, item.span(), "this is no annotation")
                    .help("an annotation is a mapping with `type`, `body` and `target`"),
            );
            return;
        };
        let targets = list(&object, "target");
        let source = |it: &Json<'_>| it.text().or_else(|| it.text_at("source")).or_else(|| it.text_at("id"));
        let page = targets.iter().find_map(source).unwrap_or_default();
        let quotes: Vec<Quote> = targets.iter().filter_map(|it| quote(&list(&it.object()?, "selector"))).collect();
        let (mut remark, mut tags) = (String::new(), Vec::new());
        for body in list(&object, "body").into_iter().chain(list(&object, "bodyValue")) {
            match body.object() {
                None => push(&mut remark, &body.text().filter(|it| !it.starts_with("http")).unwrap_or_default()),
                Some(fields) => {
                    let value = text(&fields, "value").or_else(|| text(&fields, "chars")).unwrap_or_default();
                    let purpose = text(&fields, "purpose").unwrap_or_default();
                    match purpose.trim_start_matches("oa:") {
                        "tagging" | "classifying" if !value.is_empty() => tags.push(Spanned::new(value, body.span())),
                        _ if text(&fields, "format").is_some_and(|it| it == "text/plain") => {
                            push(&mut remark, &super::prose::plain(&lines(&value)));
                        }
                        _ => push(&mut remark, &value),
                    }
                }
            }
        }
        let statement = object.get("statement").and_then(|it| self.statement(*it, item.span()));
        let own = statement.as_ref().and_then(|_| text(&object.get("statement")?.object()?, "briefing"));
        self.annotations.push(Annotation {
            briefing: own,
            title: None,
            quotes,
            remark,
            tags,
            statement,
            day: day(&object, &["modified", "created"]),
            span: item.span(),
            page,
        });
    }

    /// The statement that an annotation of ours is.
    fn statement(&mut self, json: Json<'_>, span: Span) -> Option<Entry> {
        let object = json.object()?;
        let claim = text(&object, "claim")?;
        let mut entry = Entry::new(Section::Claims, span);
        entry.set("id", Value::Text(claim), span);
        for (name, key) in [("by", "by"), ("on_behalf_of", "for"), ("to", "to"), ("about", "about")] {
            for reference in list(&object, name) {
                if let Some(written) = self.reference(reference, key) {
                    entry.add(key, written, reference.span());
                }
            }
        }
        if list(&object, "by").is_empty() {
            entry.set("by", Value::Text("author".to_owned()), span);
        }
        for key in ["stance", "mode", "date", "event", "locator", "translation"] {
            self.field(&mut entry, &object, key, key);
        }
        if let Some(source) = object.get("source")
            && let Some(id) = self.reference(*source, "source")
        {
            entry.set("source", Value::Text(id), source.span());
        }
        let quote = object.get("quote").and_then(|it| it.object());
        if let Some(quote) = &quote {
            self.field(&mut entry, quote, "language", "lang");
            entry.quote = quote.get("exact").and_then(|it| {
                Some(Quote { exact: Spanned::new(one_line(&it.text()?), it.span()), prefix: None, suffix: None })
            });
        }
        if let Some(note) = text(&object, "note") {
            entry.set("note", Value::Text(super::prose::plain(&lines(&note))), span);
        }
        Some(entry)
    }

    /// What is written for a reference: the id of what has one, else its words.
    fn reference(&mut self, json: Json<'_>, key: &str) -> Option<String> {
        let object = json.object()?;
        let title = text(&object, "title").map(|it| one_line(&it));
        let kind = text(&object, "kind").unwrap_or_default();
        let id = text(&object, "id");
        if let (Some(id), Some(title)) = (&id, &title) {
            self.named.entry((kind.clone(), id.clone())).or_insert_with(|| Spanned::new(title.clone(), json.span()));
        }
        match (id, kind.as_str()) {
            (Some(id), "event" | "claim") if key == "about" => Some(format!("{kind}:{id}")),
            (Some(id), _) => Some(id),
            (None, _) => title,
        }
    }

    fn field(&mut self, entry: &mut Entry, object: &Object<'_>, name: &str, key: &str) {
        let (Some(value), Some(key)) = (object.get(name), keys::CLAIM.get(key)) else { return };
        let Some(written) = value.text().filter(|it| !it.is_empty()) else { return };
        match checked(key, &written, value.span()) {
            Ok(written) => entry.set(key.name, Value::Text(written), value.span()),
            Err(problem) => self.problems.push(problem),
        }
    }

    /// A claim as our collections declare it.
    fn claim(&mut self, json: Json<'_>) {
        let Some(object) = json.object() else { return };
        let (Some(id), Some(words)) = (text(&object, "id"), text(&object, "claim")) else { return };
        if Slug::parse(&id).is_none() {
            return;
        }
        let mut entry = Entry::new(Section::Claims, json.span());
        entry.set("id", Value::Text(id.clone()), json.span());
        entry.set("text", Value::Text(one_line(&words)), json.span());
        for key in ["kind", "status", "credibility", "likelihood", "confidence", "condition"] {
            self.field(&mut entry, &object, key, key);
        }
        for relation in list(&object, "relations") {
            let Some(fields) = relation.object() else { continue };
            let kind = text(&fields, "kind").and_then(|it| <ClaimRelation as Word>::parse(&it));
            if let (Some(kind), Some(other)) = (kind, text(&fields, "id")) {
                entry.add(kind.as_str(), other, relation.span());
            }
        }
        self.claims.insert(id, (entry, text(&object, "declared_in")));
    }

    fn finish(mut self) -> (Draft, Vec<Diagnostic>) {
        // Remarks on a page belong to the briefing whose statements stand on it.
        let pages: HashMap<String, String> =
            self.annotations.iter().filter_map(|it| Some((it.page.clone(), it.briefing.clone()?))).collect();
        let is_ours = !pages.is_empty();
        for annotation in &mut self.annotations {
            if annotation.briefing.is_none() && annotation.statement.is_none() && is_ours {
                let id = pages.get(&annotation.page).cloned();
                annotation.briefing = id.or_else(|| id_of_page(&annotation.page, "briefings"));
            }
            if let Some(id) = &annotation.briefing {
                annotation.title = self.titles.get(id).cloned().or_else(|| Some(id.clone()));
            }
        }
        let statements = self.annotations.iter_mut();
        let statements = statements.filter_map(|it| Some((it.briefing.as_deref(), it.statement.as_mut()?)));
        let alone = settle(statements, std::mem::take(&mut self.claims));
        let (outside, inside): (Vec<_>, Vec<_>) =
            self.annotations.into_iter().partition(|it| it.statement.is_some() && it.briefing.is_none());
        let mut draft = draft(inside, &mut self.problems);
        draft.listed.extend(alone);
        draft.listed.extend(outside.into_iter().filter_map(|it| it.statement));
        draft.listed.extend(self.named.into_iter().filter_map(|((kind, id), title)| named(&kind, id, &title)));
        (draft, self.problems)
    }
}

/// The declaration of a thing of which only id and words are known. An event has no date then, and cannot be declared.
fn named(kind: &str, id: String, title: &Spanned<String>) -> Option<Entry> {
    let (section, key) = match kind {
        "actor" => (Section::Actors, "name"),
        "source" => (Section::Sources, "title"),
        _ => return None,
    };
    let mut entry = Entry::new(section, title.span);
    entry.set("id", Value::Text(id), title.span);
    entry.set(key, Value::Text(title.value.clone()), title.span);
    Some(entry)
}

fn push(remark: &mut String, more: &str) {
    if !remark.is_empty() && !more.is_empty() {
        remark.push_str("\n\n");
    }
    remark.push_str(more);
}
