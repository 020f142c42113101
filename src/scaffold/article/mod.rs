//! A briefing begun from an article: its body as it is, its front matter as far as the text gives it.
//!
//! Title, date and names are guesses that an author looks over, so that each takes only what is unlikely to be wrong. Each
//! quotation becomes a claim to complete, commented out, whose passage is known to be found in the body.

mod names;
mod quotations;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::archetype::{one_line, yaml};
use crate::config::RawHtml;
use crate::import::dates;
use crate::import::headline::headline;
use crate::model::{Date, Slug};
use crate::parse::front_matter::Parts;
use crate::parse::node::{Map, Node, Value};
use crate::parse::{Body, BodySettings, yaml as parsed};
use crate::source::{SitePath, SourceText};

/// An article to begin with.
#[derive(Debug, Clone, Copy)]
pub struct Article<'a> {
    /// Its text, without a byte order mark.
    pub text: &'a str,
    /// Whether it is Markdown, which may have front matter of its own.
    pub is_markdown: bool,
    /// The day on which it is taken in.
    pub today: NaiveDate,
}

/// A briefing as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Briefing {
    /// Its path in the site.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

/// The briefing that an article becomes. Where a site `exists`, actors are only referred to, because it may have declared them.
pub(super) fn briefing(article: Article<'_>, exists: bool) -> Option<Briefing> {
    let source = SourceText::new(SitePath::new("content/briefings/article.md").ok()?, article.text);
    let (own, body) = divided(&source, article.is_markdown);
    let (prose, _) = Body::parse(&source, body.clone(), SETTINGS);
    let title =
        own.value("title").or_else(|| title(&prose, article.is_markdown)).unwrap_or_else(|| UNTITLED.to_owned());
    let written = own.value("date").filter(|date| Date::parse(date).is_ok()).or_else(|| dates::date(prose.text()));
    let date = written.clone().unwrap_or_else(|| article.today.to_string());
    let mut head = format!("---\n{EXPLAINED}");
    if written.is_none() {
        head.push_str("## The text does not say when it was written: this is the day on which it was taken in.\n");
    }
    head.push_str(&format!("title: {}\ndate: {date}\n", yaml(&title)));
    head.push_str(&actors(&names::names(&prose), exists));
    head.push_str(&claims(&quotations::quotations(&prose)));
    head.push_str(&own.commented());
    head.push_str("---\n");
    let slug = Slug::from_text(&title).or_else(|| Slug::from_text(UNTITLED))?;
    let day = super::new::day(&date);
    Some(Briefing { path: format!("content/briefings/{day}{slug}.md"), text: head + &article.text[body] })
}

/// The front matter that an article has already.
struct Own<'a> {
    text: &'a str,
    map: Map,
}

impl Own<'_> {
    /// A text under a key.
    fn value(&self, key: &str) -> Option<String> {
        let entry = self.map.entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))?;
        let Value::Scalar(scalar) = &entry.value.value else { return None };
        Some(one_line(&scalar.text)).filter(|text| !text.is_empty())
    }

    /// All of it as comments, so that nothing is lost.
    fn commented(&self) -> String {
        if self.text.trim().is_empty() {
            return String::new();
        }
        let lines: String = self.text.lines().map(|line| format!("{}\n", format!("# {line}").trim_end())).collect();
        format!("## What stood above the text in its own file:\n{lines}")
    }
}

fn divided(source: &SourceText, is_markdown: bool) -> (Own<'_>, std::ops::Range<usize>) {
    let whole = 0..source.text().len();
    let none = Own { text: "", map: Map::default() };
    if !is_markdown {
        return (none, whole);
    }
    let Parts { front_matter: Some(range), body, unclosed: false } = Parts::of(source) else { return (none, whole) };
    let map = match parsed::parse(source, range.clone()).0 {
        Some(Node { value: Value::Map(map), .. }) => map,
        _ => Map::default(),
    };
    (Own { text: &source.text()[range], map }, body)
}

/// The first heading, or else the first line.
fn title(prose: &Body, is_markdown: bool) -> Option<String> {
    let heading = prose.headings().first().filter(|_| is_markdown).map(|heading| one_line(&heading.text));
    let line = || prose.text().lines().map(one_line).find(|line| !line.is_empty());
    heading.filter(|heading| !heading.is_empty()).or_else(line).map(|title| headline(&title))
}

fn actors(names: &[names::Named], exists: bool) -> String {
    if names.is_empty() {
        return String::new();
    }
    let mut text =
        "## Who acts or speaks: what the text names more than once. Delete what is nobody.\nactors:\n".to_owned();
    for named in names {
        match &named.alias {
            Some(alias) if !exists => {
                text.push_str(&format!("  - name: {}\n    aliases: [{}]\n", yaml(&named.name), yaml(alias)));
            }
            _ => text.push_str(&format!("  - {}\n", yaml(&named.name))),
        }
    }
    text
}

fn claims(quotations: &[quotations::Quotation]) -> String {
    if quotations.is_empty() {
        return String::new();
    }
    let mut text = CLAIMS.to_owned();
    for quotation in quotations {
        let exact = yaml(&quotation.exact);
        let quote = match &quotation.prefix {
            Some(prefix) => format!("{{exact: {}, prefix: {}}}", quoted(&quotation.exact), quoted(prefix)),
            None => exact,
        };
        text.push_str(&format!("#   - text:\n#     by:\n#     quote: {quote}\n"));
    }
    text
}

/// A text in double quotation marks, whatever it holds.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

const EXPLAINED: &str = "## Lines that begin with `##` explain; take the `# ` away from a line to use it. `postil new briefing` shows all keys.\n";

const CLAIMS: &str = "\
## Each quotation of the text as a claim to complete: `text` says in neutral words what is claimed, `by` who says it.
## Take the `# ` away from `claims:` and from the claims that you want, and delete the others.
# claims:
";

const SETTINGS: BodySettings = BodySettings { raw_html: RawHtml::Sanitize, smart_punctuation: false };
const UNTITLED: &str = "Article";
