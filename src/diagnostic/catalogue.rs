//! The closed list of what Postil can say about a site.
//!
//! Each code has a stable kebab-case name, a severity, a group and an explanation for `postil explain CODE`. Names are
//! never reused: scripts and suppressions depend on them.

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is not built.
    Error,
    /// The site is built, except with `--strict`.
    Warning,
    /// Shown, and never stops anything.
    Note,
}

impl Severity {
    /// The word that is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// What a check looks after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Keys, values and syntax of one file.
    Form,
    /// References between files.
    Reference,
    /// Quotations and their places.
    Anchor,
    /// Dates that contradict each other.
    Time,
    /// The craft of analysis: sources, grades, likelihood.
    Tradecraft,
    /// Who is who.
    Identity,
    /// What a source says.
    Source,
    /// Confidential actors and sources.
    Protection,
    /// Addresses of pages, templates, and the output.
    Site,
    /// What is imported from other tools.
    Import,
}

impl Group {
    /// The word that is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Reference => "reference",
            Self::Anchor => "anchor",
            Self::Time => "time",
            Self::Tradecraft => "tradecraft",
            Self::Identity => "identity",
            Self::Source => "source",
            Self::Protection => "protection",
            Self::Site => "site",
            Self::Import => "import",
        }
    }
}

macro_rules! catalogue {
    ($( $variant:ident, $name:literal, $severity:ident, $group:ident, $summary:literal; )*) => {
        /// A kind of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $( #[doc = $summary] $variant, )*
        }

        impl Code {
            /// All codes, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )*];

            /// The stable name, in kebab case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )* }
            }

            /// What it weighs unless `--strict` says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $( Self::$variant => Severity::$severity, )* }
            }

            /// What the check looks after.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $( Self::$variant => Group::$group, )* }
            }

            /// One sentence, without a full stop.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $( Self::$variant => $summary, )* }
            }
        }
    };
}

catalogue! {
    // form
    UnreadableFile, "unreadable-file", Error, Form, "A file cannot be read as text";
    FrontMatterMissing, "front-matter-missing", Error, Form, "A file has no front matter";
    FrontMatterUnclosed, "front-matter-unclosed", Error, Form, "The front matter has no closing line";
    YamlSyntax, "yaml-syntax", Error, Form, "The YAML cannot be read";
    TomlSyntax, "toml-syntax", Error, Form, "The settings cannot be read";
    LimitExceeded, "limit-exceeded", Error, Form, "A file is larger or deeper than Postil reads";
    UnknownKey, "unknown-key", Error, Form, "A key that Postil does not know";
    DuplicateKey, "duplicate-key", Error, Form, "A key stands twice in one mapping";
    MissingKey, "missing-key", Error, Form, "A required key is missing";
    MisplacedKey, "misplaced-key", Error, Form, "A key that has no meaning in this place";
    WrongType, "wrong-type", Error, Form, "A value has the wrong shape";
    UnknownValue, "unknown-value", Error, Form, "A value that is not one of the allowed ones";
    BadDate, "bad-date", Error, Form, "A date that is not in the EDTF subset";
    BadId, "bad-id", Error, Form, "An id that is not a lowercase slug";
    BadUrl, "bad-url", Error, Form, "An address that cannot be linked";
    BadText, "bad-text", Error, Form, "A text with characters that cannot be published";
    MisplacedFile, "misplaced-file", Error, Form, "A file of content that stands where nothing reads it";
    DuplicateId, "duplicate-id", Error, Form, "One id is declared twice";
    // reference
    UnknownClaim, "unknown-claim", Error, Reference, "A claim that is declared nowhere";
    UnknownEvent, "unknown-event", Error, Reference, "An event that is declared nowhere";
    UnknownSource, "unknown-source", Error, Reference, "A source that is declared nowhere";
    UnknownActor, "unknown-actor", Error, Reference, "An actor that is declared nowhere";
    UnknownBriefing, "unknown-briefing", Error, Reference, "A briefing that does not exist";
    UnknownName, "unknown-name", Error, Reference, "A wiki link whose name nothing has";
    AmbiguousName, "ambiguous-name", Error, Reference, "A name that several actors have";
    BrokenLink, "broken-link", Error, Reference, "A link to a file that does not exist";
    BrokenFragment, "broken-fragment", Error, Reference, "A link to a heading or place that its page does not have";
    MissingFile, "missing-file", Error, Reference, "An image or snapshot that does not exist";
    ReferenceCycle, "reference-cycle", Error, Reference, "Things that are part of, derived from, or replaced by themselves";
    // anchor
    AmbiguousQuote, "ambiguous-quote", Error, Anchor, "A quotation that stands several times in the text";
    QuoteDrifted, "quote-drifted", Error, Anchor, "A quotation that nearly stands in the text";
    QuoteNotFound, "quote-not-found", Error, Anchor, "A quotation that does not stand in the text";
    UnanchoredClaim, "unanchored-claim", Warning, Anchor, "A statement without a place in the text";
    // time
    EventEndsBeforeItBegins, "event-ends-before-it-begins", Error, Time, "An interval whose end is before its beginning";
    StatementAfterBriefing, "statement-after-briefing", Warning, Time, "A statement dated after the briefing that reports it";
    StatusLogBackwards, "status-log-backwards", Warning, Time, "A status change dated before what it changes";
    RoleOutsideDates, "role-outside-dates", Warning, Time, "A role used outside the time in which it was held";
    // tradecraft
    CorroboratedByOneSource, "corroborated-by-one-source", Warning, Tradecraft, "A corroborated claim with fewer than two sources";
    CircularSourcing, "circular-sourcing", Warning, Tradecraft, "A corroborated claim whose sources all derive from one";
    StatusWithoutWhy, "status-without-why", Error, Tradecraft, "A status changed without a reason";
    StatusDoesNotFitKind, "status-does-not-fit-kind", Error, Tradecraft, "A status that this kind of claim cannot have";
    CredibilityWithOneSource, "credibility-with-one-source", Warning, Tradecraft, "Credibility 1 with fewer than two sources";
    LikelihoodWithConfidence, "likelihood-with-confidence", Warning, Tradecraft, "Likelihood and confidence in one sentence";
    MixedLikelihoodTerms, "mixed-likelihood-terms", Warning, Tradecraft, "Terms of both rows of ICD 203 in one briefing";
    Reversal, "reversal", Note, Tradecraft, "An actor contradicts its own claim";
    // identity
    SimilarNames, "similar-names", Warning, Identity, "Two actors whose names are nearly the same";
    ConfusableName, "confusable-name", Warning, Identity, "A name or id that looks like another";
    SharedAlias, "shared-alias", Warning, Identity, "A name or alias that two actors share";
    ActorNeverUsed, "actor-never-used", Warning, Identity, "A declared actor that nothing refers to";
    EventWithoutActors, "event-without-actors", Warning, Identity, "An event without participants";
    // source
    QuoteNotInSource, "quote-not-in-source", Error, Source, "A quotation that its source's snapshot does not hold";
    HashMismatch, "hash-mismatch", Error, Source, "A snapshot that has changed since it was taken";
    // protection
    ConfidentialLeak, "confidential-leak", Error, Protection, "A confidential name, id, address or text would be published";
    // site
    AddressConflict, "address-conflict", Error, Site, "Two pages want one address";
    TemplateSyntax, "template-syntax", Error, Site, "A template cannot be read";
    TemplateError, "template-error", Error, Site, "A template failed on a page";
    CardWithoutText, "card-without-text", Warning, Site, "A social card leaves a text out";
    UnportableName, "unportable-name", Warning, Site, "A file whose name not every system can have";
    SiteNearLimit, "site-near-limit", Warning, Site, "The site nears a limit of its host";
    // import
    ImportSyntax, "import-syntax", Error, Import, "A file to import that cannot be read";
    ImportUnplaced, "import-unplaced", Error, Import, "Something to import for which there is no place in the site";
    ImportUnknown, "import-unknown", Warning, Import, "Something in a file to import that is not understood, and not needed";
    ImportAssumed, "import-assumed", Warning, Import, "Something that a file to import does not say, and that was filled in";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
