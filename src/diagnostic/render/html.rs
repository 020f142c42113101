//! For people who look at the site in a browser: each problem as an element, with the same lines as in a terminal.

use super::MAX_SHOWN;
use super::human::lines;
use super::place::{Place, file};
use super::summary::counts;
use super::terminal::printable;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// A place in a text that a problem leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'a> {
    /// The path within the site.
    pub path: &'a str,
    /// From 1; 1 where only the file is known.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// Each problem as an `article` with a heading of this level, the worst first; `href` gives the address that opens a place.
/// No text of an author is markup in it.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, level: u8, href: impl Fn(Link<'_>) -> String) -> String {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| diagnostic.severity);
    let (shown, rest) = sorted.split_at(sorted.len().min(MAX_SHOWN));
    let html: String = shown.iter().map(|diagnostic| article(diagnostic, sources, level, &href)).collect();
    if rest.is_empty() {
        html
    } else {
        html + &format!("<p class=\"rest\">… and {} more</p>\n", counts(rest.iter().copied()))
    }
}

/// A problem in one line, the item of a list, with what to do below it.
#[must_use]
pub fn row(diagnostic: &Diagnostic, sources: &Sources, href: impl Fn(Link<'_>) -> String) -> String {
    let place = place(diagnostic, sources).map(|(words, link)| linked(&words, &href(link)) + " ").unwrap_or_default();
    let help = diagnostic.help.iter().map(|help| format!(" <span class=\"help\">{}</span>", shown(help)));
    format!("<li>{place}<span>{}</span>{}</li>\n", shown(&diagnostic.message), help.collect::<String>())
}

/// Text that is no markup, in an element or in quotation marks.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

/// A problem with the lines that it is about, and a heading of this level.
#[must_use]
pub fn article(diagnostic: &Diagnostic, sources: &Sources, level: u8, href: impl Fn(Link<'_>) -> String) -> String {
    let (severity, code) = (diagnostic.severity.as_str(), diagnostic.code.name());
    let message = shown(&diagnostic.message);
    let mut html = format!(
        "<article data-severity=\"{severity}\">\n<h{level}><span>{severity}[{code}]</span> {message}</h{level}>\n"
    );
    if let Some((words, link)) = place(diagnostic, sources) {
        html.push_str(&format!("<p>{}</p>\n", linked(&words, &href(link))));
    }
    let frame = frame(&lines(diagnostic, sources), &href);
    if !frame.is_empty() {
        html.push_str(&format!("<pre tabindex=\"0\" role=\"group\" aria-label=\"Lines\">{frame}</pre>\n"));
    }
    let notes = diagnostic.notes.iter().map(|note| ("note", note));
    for (kind, words) in notes.chain(diagnostic.help.iter().map(|help| ("help", help))) {
        html.push_str(&format!("<p class=\"{kind}\"><b>{kind}:</b> {}</p>\n", shown(words)));
    }
    html + &format!("<p class=\"more\">More: <code>postil explain {code}</code></p>\n</article>\n")
}

fn shown(text: &str) -> String {
    escaped(&printable(text))
}

fn linked(words: &str, href: &str) -> String {
    format!("<a class=\"place\" href=\"{}\">{}</a>", escaped(href), shown(words))
}

fn place<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Option<(String, Link<'a>)> {
    let path = file(diagnostic, sources)?.as_str();
    Some(match diagnostic.span().and_then(|span| Place::of(span, sources)) {
        Some(at) => {
            let (line, column) = (at.start.line, at.start.column);
            (format!("{path}:{line}:{column}"), Link { path, line, column })
        }
        None => (path.to_owned(), Link { path, line: 1, column: 1 }),
    })
}

/// The lines without those above the first of the text, each with what it is: `mark` points, `also` points to a further
/// place, `hit` is pointed at.
fn frame(lines: &str, href: &impl Fn(Link<'_>) -> String) -> String {
    let is_above = |line: &&str| line.trim_start().starts_with("-->") || line.trim() == "|";
    let lines: Vec<&str> = lines.lines().skip_while(is_above).collect();
    let mut html = String::new();
    for (line, next) in lines.iter().zip(lines.iter().skip(1).chain([&""])) {
        let kind = match (pointer(line), pointer(next)) {
            (Some(kind), _) => kind,
            (None, Some("mark")) => "hit",
            (None, _) => "",
        };
        if let Some((before, link)) = elsewhere(line) {
            html.push_str(&format!("<span>{before}{}\n</span>", linked(&line[before.len()..], &href(link))));
            continue;
        }
        let class = if kind.is_empty() { String::new() } else { format!(" class=\"{kind}\"") };
        html.push_str(&format!("<span{class}>{}\n</span>", escaped(line)));
    }
    html
}

/// What stands before the place in a line that leads to another file, and the place.
fn elsewhere(line: &str) -> Option<(&str, Link<'_>)> {
    let (before, place) = line.split_at(line.find("::: ")? + 4);
    let mut parts = place.rsplitn(3, ':');
    let (column, line, path) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    before.trim_start().starts_with(':').then_some((before, Link { path, line, column }))
}

/// What a line of a frame points at, if it is none of the text.
fn pointer(line: &str) -> Option<&'static str> {
    let marks = line.trim_start().strip_prefix('|')?;
    if marks.contains('^') {
        return Some("mark");
    }
    (!marks.trim().is_empty()).then_some("also")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SitePath, SourceText};

    fn href(link: Link<'_>) -> String {
        format!("open?{}&{}:{}", link.path, link.line, link.column)
    }

    #[test]
    fn a_problem_is_an_article_and_its_text_no_markup() {
        let path = SitePath::new("content/a.md").expect("a path");
        let source = SourceText::new(path, "title: <script>alert(1)</script>\nother: 1\n");
        let other = SourceText::new(SitePath::new("content/b.md").expect("a path"), "::: content/x.md:1:1\n");
        let problem = Diagnostic::new(Code::UnknownKey, source.span(7..15), "no `<b>` \u{202e}here")
            .label("<i>")
            .also(source.span(33..38), "there")
            .also(other.span(4..7), "and there")
            .help("write \"&\"");
        let sources: Sources = [source, other].into_iter().collect();
        let row = row(&problem, &sources, href);
        let html = render(&[problem], &sources, 3, href);
        assert!(html.contains("<h3><span>error[unknown-key]</span> no `&lt;b&gt;` \u{fffd}here</h3>"), "{html}");
        assert!(html.contains("<a class=\"place\" href=\"open?content/a.md&amp;1:8\">content/a.md:1:8</a>"), "{html}");
        assert!(html.contains("<span class=\"hit\">1 | title: &lt;script&gt;alert"), "{html}");
        assert!(html.contains("<span class=\"mark\">  |        ^^^^^^^^ &lt;i&gt;\n"), "{html}");
        assert!(html.contains("<span class=\"also\">  | ----- there\n"), "{html}");
        assert!(html.contains("<b>help:</b> write &quot;&amp;&quot;</p>"), "{html}");
        assert!(!html.contains("<script>") && !html.contains("-->"), "{html}");
        assert!(
            html.contains("::: <a class=\"place\" href=\"open?content/b.md&amp;1:5\">content/b.md:1:5</a>\n"),
            "{html}"
        );
        assert!(html.contains("1 | ::: content/x.md:1:1\n"), "a text is no place: {html}");
        assert!(row.starts_with("<li><a class=\"place\" href=\"open?content/a.md&amp;1:8\">"), "{row}");
        assert!(!row.contains("<b>"), "{row}");
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let warnings = (0..MAX_SHOWN).map(|_| Diagnostic::without_place(Code::SiteNearLimit, "the site is large"));
        let problems: Vec<_> = warnings.chain([Diagnostic::without_place(Code::BadId, "the worst")]).collect();
        let html = render(&problems, &Sources::default(), 2, href);
        assert_eq!(html.matches("<article").count(), MAX_SHOWN);
        assert!(html.starts_with("<article data-severity=\"error\">"), "{html}");
        assert!(html.contains("… and 1 warning more"), "{html}");
    }
}
