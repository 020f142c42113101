//! For people who look at the site in a browser: each problem as an element, with the same lines as in a terminal.

use super::MAX_SHOWN;
use super::human::below_headline;
use super::place::{Place, file};
use super::summary::more;
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

/// Each problem as an `article`; `href` gives the address that opens a place. No text of an author is markup in it.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, href: impl Fn(Link<'_>) -> String) -> String {
    let mut html = String::new();
    for diagnostic in diagnostics.iter().take(MAX_SHOWN) {
        let (severity, code) = (diagnostic.severity.as_str(), diagnostic.code.name());
        let message = escaped(&printable(&diagnostic.message));
        html.push_str(&format!(
            "<article data-severity=\"{severity}\">\n<h2><span>{severity}[{code}]</span> {message}</h2>\n"
        ));
        if let Some((words, link)) = place(diagnostic, sources) {
            let (href, words) = (escaped(&href(link)), escaped(&printable(&words)));
            html.push_str(&format!("<p class=\"place\"><a href=\"{href}\">{words}</a></p>\n"));
        }
        let lines = below_headline(diagnostic, sources);
        if !lines.is_empty() {
            html.push_str(&format!(
                "<pre tabindex=\"0\" role=\"region\" aria-label=\"Where\">{}</pre>\n",
                frame(&lines)
            ));
        }
        html.push_str(&format!("<p class=\"more\">More: <code>postil explain {code}</code></p>\n</article>\n"));
    }
    let rest = more(diagnostics);
    if !rest.is_empty() {
        html.push_str(&format!("<p class=\"rest\">{}</p>\n", escaped(rest.trim_end())));
    }
    html
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

/// The lines without the one that says the place, those that point marked.
fn frame(lines: &str) -> String {
    let shown = lines.lines().enumerate().filter(|(at, line)| *at > 0 || !line.trim_start().starts_with("-->"));
    let marked = shown.map(|(_, line)| {
        let is_pointer = line.trim_start().starts_with('|') && line.contains(['^', '-']);
        let line = escaped(line);
        if is_pointer { format!("<b>{line}</b>") } else { line }
    });
    marked.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SitePath, SourceText};

    #[test]
    fn a_problem_is_an_article_and_its_text_no_markup() {
        let path = SitePath::new("content/a.md").expect("a path");
        let source = SourceText::new(path, "title: <script>alert(1)</script>\n");
        let problem =
            Diagnostic::new(Code::UnknownKey, source.span(7..15), "no `<b>` \u{202e}here").help("write \"&\"");
        let sources: Sources = [source].into_iter().collect();
        let html = render(&[problem], &sources, |link| format!("open?{}&{}:{}", link.path, link.line, link.column));
        assert!(html.contains("<span>error[unknown-key]</span> no `&lt;b&gt;` \u{fffd}here"), "{html}");
        assert!(html.contains("<a href=\"open?content/a.md&amp;1:8\">content/a.md:1:8</a>"), "{html}");
        assert!(html.contains("1 | title: &lt;script&gt;alert"), "{html}");
        assert!(html.contains("<b>  |        ^^^^^^^^</b>"), "{html}");
        assert!(html.contains("help: write &quot;&amp;&quot;"), "{html}");
        assert!(!html.contains("<script>"), "{html}");
    }
}
