//! Annotations of web pages as claims and notes, whatever format they come in.
//!
//! An annotation is a passage with a remark and tags. Tags say what the format wants to know: `by:Mira Adler`, `kind:offer`, or
//! a word of the format alone (`offer`, `denies`). With somebody who speaks it is a claim, and the remark its note; without,
//! it is a note on the passage.

use std::collections::HashMap;

use super::draft::{Briefing, Destination, Draft, Entry, Prose, Quote, Section, Value};
use super::json::{Json, Object, list, text};
use super::value::{checked, date, folded, lines, one_line, shortened};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ClaimKind, ClaimRelation, Slug, Stance, Status, Word};
use crate::parse::keys;
use crate::plan::place_of_page;
use crate::source::{Span, Spanned};

/// An annotation of a page.
#[derive(Debug, Clone)]
pub(super) struct Annotation {
    /// The address of the page.
    pub(super) page: String,
    /// The briefing of this site whose page it is, where the annotation says so.
    pub(super) briefing: Option<String>,
    /// The title of the page.
    pub(super) title: Option<String>,
    /// The passages.
    pub(super) quotes: Vec<Quote>,
    /// The remark, in Markdown.
    pub(super) remark: String,
    /// Its tags.
    pub(super) tags: Vec<Spanned<String>>,
    /// The statement that it is, where it says so itself.
    pub(super) statement: Option<Entry>,
    /// The day on which it was made or last changed.
    pub(super) day: Option<String>,
    /// Where it stands.
    pub(super) span: Span,
}

/// The annotations as a draft, by page.
pub(super) fn draft(annotations: Vec<Annotation>, problems: &mut Vec<Diagnostic>) -> Draft {
    let mut pages: Vec<(String, Vec<Annotation>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for annotation in annotations {
        let page = match &annotation.briefing {
            Some(id) => format!("briefing {id}"),
            None => annotation.page.split('#').next().unwrap_or_default().to_owned(),
        };
        let place = *places.entry(page.clone()).or_insert(pages.len());
        if place == pages.len() {
            pages.push((page, Vec::new()));
        }
        pages[place].1.push(annotation);
    }
    let mut unknown = HashMap::new();
    let briefings = pages.into_iter().map(|(page, these)| briefing(page, these, problems, &mut unknown)).collect();
    let mut unknown: Vec<_> = unknown.into_iter().collect();
    unknown.sort_by_key(|(_, (span, _)): &(String, (Span, usize))| span.start);
    for (tag, (span, count)) in unknown {
        let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
        let message = format!("the tag `{}` of a note is left out{times}", shortened(&tag));
        problems.push(
            Diagnostic::new(Code::ImportUnknown, span, message)
                .help("notes have no tags; with a tag such as `by:Mira Adler` the annotation is a claim"),
        );
    }
    Draft { briefings, listed: Vec::new() }
}

fn briefing(
    page: String,
    annotations: Vec<Annotation>,
    problems: &mut Vec<Diagnostic>,
    unknown: &mut HashMap<String, (Span, usize)>,
) -> Briefing {
    let span = annotations.first().map(|it| it.span);
    let title = annotations.iter().find_map(|it| it.title.clone()).map(|it| one_line(&it)).filter(|it| !it.is_empty());
    let days = annotations.iter().filter_map(|it| it.day.clone());
    let day = days.max();
    let id = annotations.iter().find_map(|it| it.briefing.clone());
    let mut entries = Vec::new();
    let title = title.unwrap_or_else(|| if page.is_empty() { "Imported annotations".to_owned() } else { page.clone() });
    if let (None, Some(span), false) = (&id, span, page.is_empty()) {
        let mut source = Entry::new(Section::Sources, span);
        source.local = Some(PAGE.to_owned());
        let mut field = |key, text: String| source.set(key, Value::Text(text), span);
        field("title", title.clone());
        field("type", "webpage".to_owned());
        if page.starts_with("http://") || page.starts_with("https://") {
            field("url", page.clone());
        }
        if let Some(day) = &day {
            field("accessed", day.clone());
        }
        entries.push(source);
    }
    for annotation in annotations {
        entries.extend(entry(annotation, problems, unknown));
    }
    let destination = match id {
        Some(id) => Destination::Id(id),
        None if page.is_empty() => Destination::Title,
        None => Destination::Page(page),
    };
    let span = span.or_else(|| entries.first().map(|it| it.span));
    let nowhere = || Span::new(crate::source::FileId::of(&crate::source::SitePath::root()), 0, 0);
    Briefing {
        destination,
        title,
        date: day,
        is_dated_by_statements: false,
        head: Vec::new(),
        is_only_named: false,
        prose: Prose::Passages,
        entries,
        span: span.unwrap_or_else(nowhere),
    }
}

/// The claim or note that an annotation is.
fn entry(
    annotation: Annotation,
    problems: &mut Vec<Diagnostic>,
    unknown: &mut HashMap<String, (Span, usize)>,
) -> Option<Entry> {
    let span = annotation.span;
    let quote = joined(annotation.quotes);
    if let Some(mut statement) = annotation.statement {
        // It says all of its words itself; the passages say what stands around them.
        if let (Some(words), Some(around)) = (&mut statement.quote, quote) {
            (words.prefix, words.suffix) = (around.prefix, around.suffix);
        }
        return Some(statement);
    }
    let remark = lines(&annotation.remark);
    let Some(quote) = quote else {
        let what = if remark.is_empty() { "an annotation" } else { remark.as_str() };
        let message = format!("`{}` is about a page as a whole, not about a passage", shortened(what));
        problems.push(
            Diagnostic::new(Code::ImportUnplaced, span, message)
                .help("annotate a passage, or write it into the text or summary of the briefing"),
        );
        return None;
    };
    let mut entry = Entry::new(Section::Claims, span);
    let mut others = Vec::new();
    for tag in annotation.tags {
        match tagged(&mut entry, &tag) {
            Some(Ok(())) => {}
            Some(Err(problem)) => problems.push(problem),
            None => others.push(tag),
        }
    }
    if !remark.is_empty() {
        entry.set("note", Value::Text(remark), span);
    }
    entry.quote = Some(quote);
    entry.or_note = true;
    let is_claim = !entry.texts("by").is_empty();
    if is_claim && entry.get("claim").is_none() && !others.is_empty() {
        let tags: Vec<String> = others.iter().map(|it| one_line(&it.value)).collect();
        let list = tags.iter().map(|it| super::write::flow_scalar(it)).collect::<Vec<_>>().join(", ");
        entry.set("extra", Value::Text(format!("{{tags: [{list}]}}")), span);
    } else {
        for tag in others {
            unknown.entry(tag.value).or_insert((tag.span, 0)).1 += 1;
        }
    }
    Some(entry)
}

/// What a tag says of a statement; none for a tag that is only a subject.
fn tagged(entry: &mut Entry, tag: &Spanned<String>) -> Option<Result<(), Diagnostic>> {
    let text = one_line(&tag.value);
    let word = folded(&text);
    if let Some((key, value)) = text.split_once(':') {
        let key = folded(key);
        let key = if key == "speaker" { "by".to_owned() } else { key };
        let key = keys::CLAIM.get(&key).filter(|it| TAGS.contains(&it.name) || is_relation(it.name))?;
        return Some(checked(key, value.trim(), tag.span).map(|value| match key.name {
            "by" | "for" | "to" | "about" => entry.add(key.name, value, tag.span),
            name if is_relation(name) => entry.add(key.name, value, tag.span),
            _ => entry.set(key.name, Value::Text(value), tag.span),
        }));
    }
    let key = if <ClaimKind as Word>::parse(&word).is_some() {
        "kind"
    } else if <Stance as Word>::parse(&word).is_some() {
        "stance"
    } else if <Status as Word>::parse(&word).is_some() {
        "status"
    } else {
        return None;
    };
    entry.set(key, Value::Text(word), tag.span);
    Some(Ok(()))
}

fn is_relation(key: &str) -> bool {
    <ClaimRelation as Word>::parse(key).is_some()
}

/// Passages as one, with a mark of omission between.
fn joined(quotes: Vec<Quote>) -> Option<Quote> {
    let suffix = quotes.last().and_then(|it| it.suffix.clone());
    let mut quotes = quotes.into_iter();
    let mut whole = quotes.next()?;
    for quote in quotes {
        whole.exact.value = format!("{} […] {}", whole.exact.value.trim(), quote.exact.value.trim());
        whole.suffix.clone_from(&suffix);
    }
    Some(whole)
}

/// The passage that a list of selectors chooses, if one of them is a `TextQuoteSelector`.
pub(super) fn quote(selectors: &[Json<'_>]) -> Option<Quote> {
    for selector in selectors {
        let Some(object) = selector.object() else { continue };
        if text(&object, "type").is_some_and(|it| it.ends_with("TextQuoteSelector")) {
            let exact = text(&object, "exact").map(|it| one_line(&it)).filter(|it| !it.is_empty())?;
            let beside = |key| object.get(key).and_then(|it| it.text()).filter(|it| !it.is_empty());
            let span = object.get("exact").map_or(selector.span(), |it| it.span());
            return Some(Quote {
                exact: Spanned::new(exact, span),
                prefix: beside("prefix"),
                suffix: beside("suffix"),
            });
        }
        let refined = list(&object, "refinedBy");
        if let Some(quote) = quote(&refined) {
            return Some(quote);
        }
    }
    None
}

/// The day of a time.
pub(super) fn day(object: &Object<'_>, keys: &[&str]) -> Option<String> {
    let day = keys.iter().find_map(|key| text(object, key))?;
    date(day.get(..10)?)
}

/// The id that an address of our own pages ends with: `…/briefings/2025/talks/` gives `2025/talks`, and so does
/// `…/briefings/2025/talks.html`.
pub(super) fn id_of_page(address: &str, folder: &str) -> Option<String> {
    let path = format!("/{}", place_of_page(address));
    let (_, id) = path.rsplit_once(&format!("/{folder}/"))?;
    id.split('/').all(|part| Slug::parse(part).is_some()).then(|| id.to_owned())
}

/// By what entries refer to the page that they annotate.
pub(super) const PAGE: &str = "the page";

/// The keys of a statement or claim that a tag may have.
const TAGS: [&str; 20] = [
    "by",
    "for",
    "to",
    "about",
    "stance",
    "mode",
    "date",
    "event",
    "source",
    "locator",
    "lang",
    "kind",
    "status",
    "credibility",
    "likelihood",
    "confidence",
    "condition",
    "claim",
    "id",
    "text",
];
