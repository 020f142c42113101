//! How to cite a page: as a sentence, as BibTeX, and as CSL-JSON 1.0.2.

use serde::Serialize;
use serde_json::json;

use super::{PageMeta, Site};
use crate::model::Date;

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

impl Cite {
    /// The citation of this page by these authors; the publisher stands in when there are none.
    pub(super) fn new(site: &Site<'_>, page: &PageMeta, id: &str, authors: &[String], date: &Date) -> Self {
        let settings = site.settings;
        let publisher = settings.author.as_ref().unwrap_or(&settings.title);
        let authors = if authors.is_empty() { std::slice::from_ref(publisher) } else { authors };
        let url = page.canonical.as_deref();
        Self {
            plain: plain(authors, &page.title, &settings.title, date, url),
            bibtex: bibtex(id, authors, &page.title, &settings.title, date, url),
            csl_json: csl(id, authors, page, &settings.title, date, url),
        }
    }
}

fn plain(authors: &[String], title: &str, site: &str, date: &Date, url: Option<&str>) -> String {
    let (authors, title) = (authors.join(", "), title.trim_end_matches('.'));
    let url = url.map(|it| format!(" {it}")).unwrap_or_default();
    format!("{authors}. “{title}”. {site}, {}.{url}", date.words())
}

fn bibtex(id: &str, authors: &[String], title: &str, site: &str, date: &Date, url: Option<&str>) -> String {
    let authors: Vec<_> = authors.iter().map(|it| format!("{{{}}}", braced(it))).collect();
    let mut fields = vec![
        ("author", authors.join(" and ")),
        ("title", format!("{{{}}}", braced(title))),
        ("organization", format!("{{{}}}", braced(site))),
        ("date", date.to_string()),
    ];
    fields.extend(url.map(|it| ("url", it.to_owned())));
    let fields: Vec<_> = fields.iter().map(|(key, value)| format!("  {key} = {{{value}}}")).collect();
    format!("@online{{{id},\n{}\n}}", fields.join(",\n"))
}

/// A text for a BibTeX field: what TeX reserves is escaped, so that braces stay in pairs.
fn braced(text: &str) -> String {
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

fn csl(id: &str, authors: &[String], page: &PageMeta, site: &str, date: &Date, url: Option<&str>) -> String {
    let issued = match date.anchor() {
        Some(moment) => {
            let parts: Vec<u32> =
                [Some(u32::from(moment.year)), moment.month.map(u32::from), moment.day.map(u32::from)]
                    .into_iter()
                    .map_while(|it| it)
                    .collect();
            json!({ "date-parts": [parts], "circa": date.is_qualified() })
        }
        None => json!({ "literal": date.words() }),
    };
    let mut item = json!({
        "id": id,
        "type": "webpage",
        "title": page.title,
        "author": authors.iter().map(|it| json!({ "literal": it })).collect::<Vec<_>>(),
        "container-title": site,
        "issued": issued,
        "language": page.lang,
    });
    if let (Some(url), Some(fields)) = (url, item.as_object_mut()) {
        fields.insert("URL".to_owned(), url.into());
    }
    serde_json::to_string_pretty(&json!([item])).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_of_an_author_do_not_open_a_field() {
        let text =
            bibtex("x", &["A } B".to_owned()], "50 % of {x}", "S", &Date::parse("2025-03").expect("a date"), Some("u"));
        assert_eq!(
            text,
            "@online{x,\n  author = {{A \\} B}},\n  title = {{50 \\% of \\{x\\}}},\n  organization = {{S}},\n  date = {2025-03},\n  url = {u}\n}"
        );
    }
}
