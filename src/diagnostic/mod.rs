//! Problems as data.
//!
//! A [`Diagnostic`] says what is wrong, where, and what to do about it. How it is shown is the business of the renderers
//! below this module. The closed list of codes, with their severities and explanations, is [`catalogue`].

pub mod catalogue;
pub mod explain;
pub mod render;

pub use catalogue::{Code, Group, Severity};

use crate::source::{SitePath, Sources, Span};

/// One problem, in one or more places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which check found it.
    pub code: Code,
    /// How bad it is. From the catalogue, unless `--strict` raised it.
    pub severity: Severity,
    /// A headline that stands alone; no full stop at the end.
    pub message: String,
    /// Where; the first is the place that the problem is about. Empty only for a problem that is not about a text.
    pub labels: Vec<Label>,
    /// The file that the problem is about when its text could not be read, so that there is no span.
    pub file: Option<SitePath>,
    /// Further facts, each a sentence.
    pub notes: Vec<String>,
    /// One thing to do, that can be followed literally.
    pub help: Option<String>,
}

/// A place and a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The smallest span that shows it.
    pub span: Span,
    /// A few words; may be empty for the first.
    pub text: String,
}

impl Diagnostic {
    /// A problem of this kind at this place.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { labels: vec![Label { span, text: String::new() }], ..Self::without_place(code, message) }
    }

    /// A problem that is about no text: of the site as a whole.
    #[must_use]
    pub fn without_place(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            file: None,
            notes: Vec::new(),
            help: None,
        }
    }

    /// A problem with a file whose text cannot be pointed into.
    #[must_use]
    pub fn about_file(code: Code, file: SitePath, message: impl Into<String>) -> Self {
        Self { file: Some(file), ..Self::without_place(code, message) }
    }

    /// The same, with words at its first place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// The same, with a further place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The same, with a further fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// The same, with what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// The place that it is about.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// Puts diagnostics into their one order: by path, place, code and message; those without a file come last.
pub fn sort(diagnostics: &mut [Diagnostic], sources: &Sources) {
    let key = |diagnostic: &Diagnostic| {
        let span = diagnostic.span();
        let path = span
            .and_then(|span| sources.get(span.file))
            .map(|source| source.path().clone())
            .or_else(|| diagnostic.file.clone());
        (path.is_none(), path, span.map(|span| (span.start, span.end)), diagnostic.code)
    };
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)));
}
