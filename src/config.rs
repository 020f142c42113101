//! The settings of a site: `postil.toml`, lowered to what they mean.

use serde_json::{Map, Value, json};

use crate::model::Extra;

/// All settings, with their defaults where nothing is written.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a setting of its own, and they come in any combination")]
pub struct Settings {
    /// `site.title`: the name of the publication.
    pub title: String,
    /// `site.description`: one or two sentences, plain text.
    pub description: Option<String>,
    /// `site.base_url`: where the site will stand, without query or fragment and with a `/` at its end.
    pub base_url: Option<String>,
    /// `site.language`: the language of the site (BCP 47).
    pub language: String,
    /// `site.author`: who publishes, for feeds.
    pub author: Option<String>,
    /// `content.autolink`: which names of actors in prose are linked by themselves.
    pub autolink: Autolink,
    /// `content.raw_html`: what happens to HTML in Markdown.
    pub raw_html: RawHtml,
    /// `content.smart_punctuation`: whether straight quotation marks and hyphens in Markdown are made typographic.
    pub smart_punctuation: bool,
    /// `content.strict_actors`: whether an actor that is named must be declared.
    pub strict_actors: bool,
    /// `build.output`: the folder that is written, relative to the root.
    pub output: String,
    /// `build.strict`: whether warnings stop the build.
    pub strict: bool,
    /// `build.paginate`: how many entries a page of a list shows.
    pub paginate: usize,
    /// `build.addresses`: how the addresses of pages are written.
    pub addresses: Addresses,
    /// `build.social_cards`: which pages have a picture for links to them.
    pub social_cards: SocialCards,
    /// `build.search`: whether the site has an index that its pages search.
    pub search: bool,
    /// `exports`: which files for other programs there are.
    pub exports: Exports,
    /// `extra`: free data for templates.
    pub extra: Extra,
}

/// Which names of actors in prose are linked by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Autolink {
    /// The first mention of each actor on a page.
    First,
    /// Every mention.
    All,
    /// None.
    Off,
}

/// What happens to HTML in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// It reaches the page as it is.
    Allow,
    /// What can run or break the page is removed.
    Sanitize,
    /// It is shown as text.
    Escape,
}

/// How the addresses of pages are written. Files beside them, such as feeds and data, stand in the same places either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Addresses {
    /// Each page is the `index.html` of a folder of its own: `/claims/x/`.
    #[default]
    Folder,
    /// Each page is a file, and so are its links: `/claims/x.html`. Such a site can be read from a disk, without a server.
    File,
}

/// Which pages have a social card. Without `site.base_url` none has, because nothing could lead to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SocialCards {
    /// Every briefing and every claim.
    All,
    /// Every briefing.
    Briefings,
    /// None.
    Off,
}

/// Which files for other programs there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exports {
    /// The formats that are on, each with a key of its own name, in the order of [`ExportFormat::ALL`].
    pub formats: Vec<ExportFormat>,
    /// `exports.entities`: whether everything with a page has files of its own.
    pub entities: EntityExports,
    /// `exports.large`: whether the files of the whole site are made that grow the most.
    pub large: EntityExports,
}

/// A format of files for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// `exports.atom`: Atom feeds.
    Atom,
    /// `exports.json_feed`: JSON Feeds.
    JsonFeed,
    /// `exports.icalendar`: calendars of events.
    Icalendar,
    /// `exports.json`: JSON in a shape of our own, with its schema.
    Json,
    /// `exports.csv`: tables.
    Csv,
    /// `exports.bibtex`: bibliographies for BibTeX.
    Bibtex,
    /// `exports.csl_json`: bibliographies for citation managers.
    CslJson,
    /// `exports.json_ld`: JSON-LD in the pages.
    JsonLd,
    /// `exports.web_annotation`: annotations in the Web Annotation Data Model.
    WebAnnotation,
    /// `exports.turtle`: RDF in Turtle.
    Turtle,
    /// `exports.nquads`: RDF in N-Quads.
    Nquads,
    /// `exports.follow_the_money`: entities of FollowTheMoney.
    FollowTheMoney,
    /// `exports.graphml`: the network in GraphML.
    Graphml,
    /// `exports.gexf`: the network in GEXF.
    Gexf,
    /// `exports.timelinejs`: the timeline for TimelineJS.
    Timelinejs,
    /// `exports.argdown`: claims in Argdown.
    Argdown,
}

/// Whether there are files of which a large site has many, or large ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntityExports {
    /// When the site is small.
    Auto,
    /// Always.
    All,
    /// Never.
    Off,
}

impl Settings {
    /// The settings in the shape of `postil.toml`: sections with their keys, `null` for what is not set.
    #[must_use]
    pub fn sections(&self) -> Value {
        json!({
            "site": {
                "title": self.title,
                "description": self.description,
                "base_url": self.base_url,
                "language": self.language,
                "author": self.author,
            },
            "content": {
                "autolink": self.autolink.as_str(),
                "raw_html": self.raw_html.as_str(),
                "smart_punctuation": self.smart_punctuation,
                "strict_actors": self.strict_actors,
            },
            "build": {
                "output": self.output,
                "strict": self.strict,
                "paginate": self.paginate,
                "addresses": self.addresses.as_str(),
                "social_cards": self.social_cards.as_str(),
                "search": self.search,
            },
            "exports": self.exports.section(),
            "extra": self.extra,
        })
    }
}

impl Exports {
    /// The section in the shape of `postil.toml`.
    fn section(&self) -> Value {
        let formats = ExportFormat::ALL.iter().map(|it| (it.as_str(), self.formats.contains(it).into()));
        let sizes = [("entities", self.entities.as_str().into()), ("large", self.large.as_str().into())];
        formats.chain(sizes).map(|(key, value)| (key.to_owned(), value)).collect::<Map<String, Value>>().into()
    }
}

impl ExportFormat {
    /// All formats, in the order of the settings.
    pub const ALL: [Self; 16] = [
        Self::Atom,
        Self::JsonFeed,
        Self::Icalendar,
        Self::Json,
        Self::Csv,
        Self::Bibtex,
        Self::CslJson,
        Self::JsonLd,
        Self::WebAnnotation,
        Self::Turtle,
        Self::Nquads,
        Self::FollowTheMoney,
        Self::Graphml,
        Self::Gexf,
        Self::Timelinejs,
        Self::Argdown,
    ];

    /// Its key in the settings.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Atom => "atom",
            Self::JsonFeed => "json_feed",
            Self::Icalendar => "icalendar",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Bibtex => "bibtex",
            Self::CslJson => "csl_json",
            Self::JsonLd => "json_ld",
            Self::WebAnnotation => "web_annotation",
            Self::Turtle => "turtle",
            Self::Nquads => "nquads",
            Self::FollowTheMoney => "follow_the_money",
            Self::Graphml => "graphml",
            Self::Gexf => "gexf",
            Self::Timelinejs => "timelinejs",
            Self::Argdown => "argdown",
        }
    }
}

impl EntityExports {
    /// The word that is typed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::All => "all",
            Self::Off => "off",
        }
    }
}

impl Autolink {
    /// The word that is typed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::All => "all",
            Self::Off => "off",
        }
    }
}

impl Addresses {
    /// The word that is typed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::File => "file",
        }
    }
}

impl SocialCards {
    /// The word that is typed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Briefings => "briefings",
            Self::Off => "off",
        }
    }
}

impl RawHtml {
    /// The word that is typed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Sanitize => "sanitize",
            Self::Escape => "escape",
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            title: "Briefings".to_owned(),
            description: None,
            base_url: None,
            language: "en".to_owned(),
            author: None,
            autolink: Autolink::First,
            raw_html: RawHtml::Sanitize,
            smart_punctuation: false,
            strict_actors: false,
            output: "public".to_owned(),
            strict: false,
            paginate: 50,
            addresses: Addresses::Folder,
            social_cards: SocialCards::All,
            search: true,
            exports: Exports {
                formats: ExportFormat::ALL.to_vec(),
                entities: EntityExports::Auto,
                large: EntityExports::Auto,
            },
            extra: Extra::Nothing,
        }
    }
}
