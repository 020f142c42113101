//! How to cite something: as a sentence, as BibTeX (in the fields of biblatex), and as CSL-JSON 1.0.2.

use serde::Serialize;

use super::Site;
use crate::model::{Date, SourceKind, Word};
use crate::parse::Head;
use crate::plan::Address;
use crate::resolve::Handle;
use crate::resolve::graph::{Briefing, Claim, Node, Source};

/// The citation of a page in three forms.
#[derive(Debug, Default, Serialize)]
pub struct Cite {
    /// A sentence.
    pub plain: String,
    /// `BibTeX`, an entry `@online`.
    pub bibtex: String,
    /// CSL-JSON, a list of one item.
    pub csl_json: String,
}

/// Something that can be cited.
#[derive(Debug, Clone)]
pub(in crate::render) struct Work {
    /// No other of its kind has it.
    pub(in crate::render) id: String,
    kind: SourceKind,
    authors: Vec<String>,
    title: String,
    /// The site or journal that it is part of, or who published it.
    publisher: Option<String>,
    date: Option<Date>,
    accessed: Option<Date>,
    url: Option<String>,
    language: Option<String>,
}

impl Cite {
    /// The citation of this.
    pub(super) fn new(work: &Work) -> Self {
        Self {
            plain: work.plain(),
            bibtex: work.bibtex(),
            csl_json: serde_json::to_string_pretty(&[work.csl()]).unwrap_or_default(),
        }
    }
}

impl Work {
    /// A briefing, by its authors or the publisher.
    pub(in crate::render) fn briefing(site: &Site<'_>, handle: Handle<Briefing>) -> Self {
        let briefing = &site.graph[handle];
        let id = format!("{}{}", briefing.folder, briefing.slug);
        let work = Self::page(site, &Node::Briefing(handle), id, Some(briefing), briefing.date);
        let lang = match &briefing.source.article.head {
            Head::Briefing(head) => head.lang.as_ref().map(|it| it.value.clone()),
            Head::Page(_) | Head::Home(_) | Head::Entity | Head::List => None,
        };
        Self { language: lang.or(work.language), ..work }
    }

    /// The page of a claim, by who writes the briefing that declares it.
    pub(in crate::render) fn claim(site: &Site<'_>, handle: Handle<Claim>) -> Self {
        let claim = &site.graph[handle];
        let briefing = claim.declared_in.map(|it| &site.graph[it]);
        let first = claim.statements.first().map(|it| site.graph[*it].date);
        let date = briefing.map(|it| it.date).or(first).unwrap_or_else(|| Date::day(site.project.today));
        Self::page(site, &Node::Claim(handle), claim.source.id.slug.to_string(), briefing, date)
    }

    /// A source; none for one that is confidential.
    pub(in crate::render) fn source(site: &Site<'_>, handle: Handle<Source>) -> Option<Self> {
        let source = &site.graph[handle];
        let written = &source.source;
        let url = written.url.as_ref().map(|it| it.value.clone());
        let unsaid = if url.is_some() { SourceKind::Webpage } else { SourceKind::Document };
        source.confidential.is_none().then(|| Self {
            id: written.id.slug.to_string(),
            kind: written.kind.map_or(unsaid, |it| it.value),
            authors: written.author.iter().map(|it| it.value.clone()).collect(),
            title: written.title.value.clone(),
            publisher: written.publisher.as_ref().map(|it| it.value.clone()),
            date: written.date.map(|it| it.value),
            accessed: written.accessed.map(|it| it.value),
            url,
            language: written.lang.as_ref().map(|it| it.value.clone()),
        })
    }

    /// A page of the site.
    fn page(site: &Site<'_>, node: &Node, id: String, briefing: Option<&Briefing>, date: Date) -> Self {
        let settings = site.settings;
        let mut authors: Vec<String> = match briefing.map(|it| &it.source.article.head) {
            Some(Head::Briefing(head)) => head.authors.iter().map(|it| it.value.clone()).collect(),
            _ => Vec::new(),
        };
        if authors.is_empty() {
            authors.push(settings.author.as_ref().unwrap_or(&settings.title).clone());
        }
        let href = site.plan.address(node).map(Address::href).unwrap_or_default();
        Self {
            id,
            kind: SourceKind::Webpage,
            authors,
            title: site.title_of(node).trim().to_owned(),
            publisher: Some(settings.title.clone()),
            date: Some(date),
            accessed: None,
            url: settings.base_url.as_ref().map(|base| format!("{base}{href}")),
            language: Some(settings.language.clone()),
        }
    }

    fn plain(&self) -> String {
        let (authors, title) = (self.authors.join(", "), self.title.trim_end_matches('.'));
        let site = self.publisher.as_deref().unwrap_or_default();
        let date = self.date.map(|it| it.words()).unwrap_or_default();
        let url = self.url.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
        format!("{authors}. “{title}”. {site}, {date}.{url}")
    }

    /// An entry for BibTeX.
    pub(in crate::render) fn bibtex(&self) -> String {
        let (entry, publisher) = entry(self.kind);
        let names: Vec<_> = self.authors.iter().map(|it| format!("{{{}}}", braced(it))).collect();
        let whole = |text: &String| format!("{{{}}}", braced(text));
        let fields = [
            ("author", Some(names.join(" and ")).filter(|it| !it.is_empty())),
            ("title", Some(whole(&self.title))),
            (publisher, self.publisher.as_ref().map(whole)),
            ("date", self.date.map(|it| it.to_string())),
            ("url", self.url.as_ref().map(|it| address(it))),
            ("urldate", self.accessed.map(|it| it.to_string())),
        ];
        let written = fields.into_iter().filter_map(|(key, value)| Some(format!("  {key} = {{{}}}", value?)));
        format!("@{entry}{{{},\n{}\n}}", self.id, written.collect::<Vec<_>>().join(",\n"))
    }

    /// An item for citation managers.
    pub(in crate::render) fn csl(&self) -> CslItem<'_> {
        let (_, publisher) = entry(self.kind);
        let is_part = matches!(publisher, "organization" | "journaltitle") && self.kind != SourceKind::Document;
        let publisher = self.publisher.as_deref();
        CslItem {
            url: self.url.as_deref(),
            accessed: self.accessed.as_ref().map(CslDate::new),
            author: self.authors.iter().map(|it| CslName { literal: it }).collect(),
            container_title: publisher.filter(|_| is_part),
            id: &self.id,
            issued: self.date.as_ref().map(CslDate::new),
            language: self.language.as_deref(),
            publisher: publisher.filter(|_| !is_part),
            title: &self.title,
            kind: self.kind.as_str(),
        }
    }
}

/// An item of CSL-JSON, in the order of its keys.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::render) struct CslItem<'a> {
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<CslDate>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<CslName<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a str>,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    title: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// A name that is not taken apart.
#[derive(Debug, Serialize)]
struct CslName<'a> {
    literal: &'a str,
}

/// A date of CSL-JSON.
#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "kebab-case")]
enum CslDate {
    /// In parts: year, month, day; of an interval its beginning and its end.
    Parts { circa: bool, date_parts: Vec<Vec<u32>> },
    /// What has no parts, in words.
    Words { literal: String },
}

/// The type of entry, and the field of who publishes it.
fn entry(kind: SourceKind) -> (&'static str, &'static str) {
    match kind {
        SourceKind::Article
        | SourceKind::ArticleJournal
        | SourceKind::ArticleMagazine
        | SourceKind::ArticleNewspaper => ("article", "journaltitle"),
        SourceKind::Book => ("book", "publisher"),
        SourceKind::Report => ("report", "institution"),
        SourceKind::Thesis => ("thesis", "institution"),
        SourceKind::Dataset => ("dataset", "publisher"),
        SourceKind::Webpage | SourceKind::Post | SourceKind::PostWeblog => ("online", "organization"),
        // What biblatex has no entry for, or one with fields that a source does not have.
        _ => ("misc", "publisher"),
    }
}

/// An address within braces: those of its own are encoded.
fn address(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

impl CslDate {
    fn new(date: &Date) -> Self {
        let Some(moment) = date.anchor() else { return Self::Words { literal: date.words() } };
        let parts = |moment: crate::model::Moment| -> Vec<u32> {
            let parts = [Some(u32::from(moment.year)), moment.month.map(u32::from), moment.day.map(u32::from)];
            parts.into_iter().map_while(|it| it).collect()
        };
        let date_parts = match date {
            Date::Interval(Some(from), Some(to)) => vec![parts(*from), parts(*to)],
            _ => vec![parts(moment)],
        };
        Self::Parts { circa: date.is_qualified(), date_parts }
    }
}

/// A text for a BibTeX field: what TeX reserves is escaped, so that braces stay in pairs.
pub(in crate::render) fn braced(text: &str) -> String {
    let mut braced = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => braced.push_str("\\textbackslash{}"),
            '{' | '}' | '%' | '&' | '#' | '$' | '_' => braced.extend(['\\', c]),
            '~' => braced.push_str("\\textasciitilde{}"),
            '^' => braced.push_str("\\textasciicircum{}"),
            c => braced.push(c),
        }
    }
    braced
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn braces_of_an_author_do_not_open_a_field() {
        let work = Work {
            id: "x".to_owned(),
            kind: SourceKind::Webpage,
            authors: vec!["A } B".to_owned()],
            title: "50 % of {x}".to_owned(),
            publisher: Some("S".to_owned()),
            date: Date::parse("2025-03").ok(),
            accessed: None,
            url: Some("u".to_owned()),
            language: None,
        };
        assert_eq!(
            work.bibtex(),
            "@online{x,\n  author = {{A \\} B}},\n  title = {{50 \\% of \\{x\\}}},\n  organization = {{S}},\n  date = {2025-03},\n  url = {u}\n}"
        );
        let csl = serde_json::to_value(work.csl()).expect("JSON");
        assert_eq!(csl["issued"], json!({ "date-parts": [[2025, 3]], "circa": false }));
    }
}
