//! The last defence of what is confidential: no byte of the output may hold it.
//!
//! `resolve` reports a leak where the author wrote it. What gets past it, for instance through a template of the site, is
//! caught here: every file that is made is searched for every protected text as it was written, escaped and encoded.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::body::escaped;
use super::export::{in_argdown, in_script};
use super::view::cite::braced;
use crate::diagnostic::{Code, Diagnostic};
use crate::output::Content;
use crate::resolve::Graph;

/// All protected texts of a site, in every form in which a file may hold them.
#[derive(Debug)]
pub(super) struct Search {
    secrets: Vec<String>,
    /// Each form, with which text it is of.
    forms: Vec<(String, usize)>,
    /// None when nothing is protected.
    searcher: Option<AhoCorasick>,
}

impl Search {
    /// A search for what this site protects.
    pub(super) fn new(graph: &Graph) -> Self {
        let secrets = graph.protected();
        let each = secrets.iter().enumerate();
        let forms: Vec<(String, usize)> =
            each.flat_map(|(at, secret)| forms(secret).into_iter().map(move |it| (it, at))).collect();
        let searcher = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(forms.iter().map(|(form, _)| form))
            .ok()
            .filter(|_| !forms.is_empty());
        Self { secrets, forms, searcher }
    }

    /// The protected texts that a file holds, or is called by.
    pub(super) fn held_by(&self, path: &str, content: &Content) -> Leaks {
        let Some(searcher) = &self.searcher else { return Leaks::default() };
        let text = match content {
            // Calendars break long lines wherever they are long.
            Content::Bytes(bytes) if path.rsplit_once('.').is_some_and(|(_, kind)| kind == "ics") => {
                String::from_utf8_lossy(bytes).replace("\r\n ", "").into()
            }
            Content::Bytes(bytes) => String::from_utf8_lossy(bytes),
            Content::Asset(_) => "".into(),
            // Its pixels hide what they say.
            Content::Card(card) => card.texts().join("\n").into(),
        };
        let found = hits(searcher, &text).into_iter().chain(hits(searcher, path));
        Leaks(found.map(|form| (self.forms[form].1, vec![path.to_owned()])).collect())
    }

    /// One problem for each protected text, with the files that hold it.
    pub(super) fn leaks(&self, leaks: &Leaks) -> Vec<Diagnostic> {
        leaks.0.iter().map(|(secret, files)| leak(&self.secrets[*secret], files)).collect()
    }
}

/// The files that hold each protected text, in order.
#[derive(Debug, Default)]
pub(super) struct Leaks(BTreeMap<usize, Vec<String>>);

impl Leaks {
    /// With those of files that come later in order.
    pub(super) fn with(mut self, later: Self) -> Self {
        for (secret, files) in later.0 {
            self.0.entry(secret).or_default().extend(files);
        }
        self
    }
}

fn leak(secret: &str, files: &[String]) -> Diagnostic {
    let more = match files.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("`{secret}` is confidential, and `{}`{more} would publish it", files[0]);
    Diagnostic::without_place(Code::ConfidentialLeak, message)
        .help("look for it in the site's own templates and settings, and leave it out")
}

/// A text as it may stand in a page, an address or a file for other programs.
fn forms(secret: &str) -> Vec<String> {
    let json = serde_json::to_string(secret).unwrap_or_default();
    let mut forms = vec![
        secret.to_owned(),
        escaped(secret),
        utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
        secret.replace(' ', "%20"),
        json.trim_matches('"').to_owned(),
        in_script(json.trim_matches('"').to_owned()),
        // XML, also in attributes.
        escaped(secret).replace('\'', "&apos;"),
        // CSV, iCalendar, BibTeX.
        secret.replace('"', "\"\""),
        secret.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;"),
        braced(secret),
        in_argdown(secret),
    ];
    forms.sort();
    forms.dedup();
    forms
}

/// The forms that a text holds as whole words.
fn hits(searcher: &AhoCorasick, text: &str) -> Vec<usize> {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |range: &std::ops::Range<usize>| {
        !is_word(text[..range.start].chars().next_back()) && !is_word(text[range.end..].chars().next())
    };
    searcher.find_iter(text).filter(|hit| whole(&hit.range())).map(|hit| hit.pattern().as_usize()).collect()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn found(secret: &str, text: &str) -> bool {
        let forms = forms(secret);
        let searcher = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&forms).expect("a searcher");
        !hits(&searcher, text).is_empty()
    }

    #[test]
    fn a_text_is_found_in_every_form_and_only_as_whole_words() {
        assert!(found("Ann & Sons", "<p>Ann &amp; Sons</p>"));
        assert!(found("Ann Lee", "href=\"x/Ann%20Lee\""));
        assert!(found("Ольга", "/%D0%9E%D0%BB%D1%8C%D0%B3%D0%B0/"));
        assert!(found("say \"it\"", r#"{"t": "say \"it\""}"#));
        assert!(found("say \"it\"", "a,\"so they say \"\"it\"\"\",b"));
        assert!(found("Lee, Ann; spy", r"SUMMARY:Lee\, Ann\; spy"));
        assert!(found("Ann & Sons", r"title = {Ann \& Sons}"));
        assert!(found("Ann (<b>)", r#"{"name":"Ann (\u003cb>)"}"#));
        assert!(found("Ann's \"so\"", "label=\"Ann&apos;s &quot;so&quot;\""));
        assert!(found("Ann [x]: y", r"[id]: so says Ann \[x\]: y"));
        assert!(!found("Lee", "Leeds"));
    }

    #[test]
    fn a_leak_names_the_text_and_the_files() {
        let problem = leak("Ann Lee", &["a.html", "b.html", "c.html"].map(str::to_owned));
        assert_eq!(problem.message, "`Ann Lee` is confidential, and `a.html` and 2 more would publish it");
        let (nothing, content) = (Search::new(&Graph::default()), Content::Bytes(Bytes::from_static(b"Ann Lee")));
        assert!(nothing.leaks(&nothing.held_by("a.html", &content)).is_empty());
    }
}
