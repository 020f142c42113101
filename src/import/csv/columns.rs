//! The columns of tables: their names with us, and what others call them.

use crate::import::value::folded;

/// Which table a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Statements,
    Claims,
    Actors,
    Events,
}

/// A column that is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Id,
    Text,
    ClaimKind,
    ClaimStatus,
    Briefing,
    BriefingTitle,
    By,
    ByNames,
    For,
    To,
    About,
    Stance,
    Mode,
    Date,
    Quote,
    Language,
    Translation,
    Event,
    Source,
    SourceTitle,
    SourceUrl,
    Locator,
    Note,
    Credibility,
    Likelihood,
    Confidence,
    Condition,
    Relations,
    Name,
    Type,
    Aliases,
    Country,
    Wikidata,
    Reliability,
    Summary,
    Title,
    EventStatus,
    EventKind,
    Cameo,
    Place,
    Lat,
    Lon,
    Actors,
    PartOf,
    Address,
    /// One that follows from others, and is not read.
    Derived,
}

/// What a column fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The value of this key.
    Key(&'static str),
    /// Something that is put together from several.
    Other,
}

impl Column {
    /// What the column fills.
    pub(super) fn shape(self) -> Shape {
        Shape::Key(match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::ClaimKind | Self::EventKind => "kind",
            Self::ClaimStatus | Self::EventStatus => "status",
            Self::Stance => "stance",
            Self::Mode => "mode",
            Self::Date => "date",
            Self::Language => "lang",
            Self::Translation => "translation",
            Self::Event => "event",
            Self::Locator => "locator",
            Self::Note => "note",
            Self::Credibility => "credibility",
            Self::Likelihood => "likelihood",
            Self::Confidence => "confidence",
            Self::Condition => "condition",
            Self::Name => "name",
            Self::Type => "type",
            Self::Country => "country",
            Self::Wikidata => "wikidata",
            Self::Reliability => "reliability",
            Self::Summary => "summary",
            Self::Title => "title",
            Self::Cameo => "cameo",
            Self::PartOf => "part_of",
            _ => return Shape::Other,
        })
    }
}

/// The columns of each kind of table: each with its name with us first, then what others call it.
pub(super) fn columns(kind: Kind) -> &'static [(Column, &'static [&'static str])] {
    match kind {
        Kind::Statements => STATEMENTS,
        Kind::Claims => CLAIMS,
        Kind::Actors => ACTORS,
        Kind::Events => EVENTS,
    }
}

/// The column of this name in this kind of table.
pub(super) fn column(kind: Kind, name: &str) -> Option<Column> {
    let name = folded(name).replace('-', "_");
    columns(kind).iter().find(|(_, names)| names.contains(&name.as_str())).map(|(column, _)| *column)
}

/// Which table has these columns; statements, where nothing tells.
pub(super) fn kind(names: &[String]) -> Kind {
    let has = |name: &str| names.iter().any(|it| folded(it).replace('-', "_") == name);
    if has("by") || has("by_names") || has("quote") || has("speaker") || has("claim_text") || has("stance") {
        Kind::Statements
    } else if has("text") && has("id") && (has("relations") || has("declared_in") || has("condition")) {
        Kind::Claims
    } else if has("title") && has("date") && !has("claim") {
        Kind::Events
    } else if has("name") && (has("aliases") || has("wikidata") || has("country")) {
        Kind::Actors
    } else {
        Kind::Statements
    }
}

const STATEMENTS: &[(Column, &[&str])] = &[
    (Column::Address, &["address"]),
    (Column::Briefing, &["briefing"]),
    (Column::BriefingTitle, &["briefing_title", "article", "article_title", "headline"]),
    (Column::Id, &["claim", "claim_id", "id"]),
    (Column::Text, &["claim_text", "text", "proposition"]),
    (Column::ClaimKind, &["claim_kind", "kind", "type", "claim_type"]),
    (Column::ClaimStatus, &["claim_status", "status"]),
    (Column::By, &["by", "speaker", "actor", "who", "author", "said_by", "person", "name"]),
    (Column::ByNames, &["by_names"]),
    (Column::For, &["on_behalf_of", "for"]),
    (Column::To, &["to", "addressee", "addressed_to", "recipient"]),
    (Column::About, &["about", "topic", "topics"]),
    (Column::Stance, &["stance", "position"]),
    (Column::Mode, &["mode"]),
    (Column::Date, &["date", "when", "day", "said_on", "statement_date"]),
    (Column::Quote, &["quote", "quotation", "exact", "words", "passage"]),
    (Column::Language, &["language", "lang"]),
    (Column::Translation, &["translation"]),
    (Column::Event, &["event"]),
    (Column::Source, &["source", "source_id"]),
    (Column::SourceTitle, &["source_title", "publication"]),
    (Column::SourceUrl, &["source_url", "url", "link"]),
    (Column::Locator, &["locator", "page", "pages"]),
    (Column::Note, &["note", "notes", "comment", "remark"]),
    (Column::Credibility, &["credibility"]),
    (Column::Likelihood, &["likelihood"]),
    (Column::Confidence, &["confidence"]),
    (Column::Condition, &["condition"]),
];

const CLAIMS: &[(Column, &[&str])] = &[
    (Column::Id, &["id"]),
    (Column::Derived, &["address"]),
    (Column::Text, &["text"]),
    (Column::ClaimKind, &["kind"]),
    (Column::ClaimStatus, &["status"]),
    (Column::Derived, &["standing"]),
    (Column::Credibility, &["credibility"]),
    (Column::Likelihood, &["likelihood"]),
    (Column::Confidence, &["confidence"]),
    (Column::Condition, &["condition"]),
    (Column::Briefing, &["declared_in"]),
    (Column::Derived, &["first_date"]),
    (Column::Derived, &["statements"]),
    (Column::Relations, &["relations"]),
];

const ACTORS: &[(Column, &[&str])] = &[
    (Column::Id, &["id"]),
    (Column::Derived, &["address"]),
    (Column::Name, &["name"]),
    (Column::Type, &["kind", "type"]),
    (Column::Aliases, &["aliases", "alias"]),
    (Column::Country, &["country"]),
    (Column::Wikidata, &["wikidata"]),
    (Column::Reliability, &["reliability"]),
    (Column::Summary, &["summary", "description"]),
    (Column::Derived, &["statements"]),
    (Column::Derived, &["briefings"]),
];

const EVENTS: &[(Column, &[&str])] = &[
    (Column::Id, &["id"]),
    (Column::Derived, &["address"]),
    (Column::Title, &["title"]),
    (Column::Date, &["date"]),
    (Column::Derived, &["first_day"]),
    (Column::Derived, &["last_day"]),
    (Column::EventStatus, &["status"]),
    (Column::EventKind, &["kind"]),
    (Column::Cameo, &["cameo"]),
    (Column::Place, &["place", "location"]),
    (Column::Country, &["country"]),
    (Column::Lat, &["lat", "latitude"]),
    (Column::Lon, &["lon", "longitude"]),
    (Column::Actors, &["actors", "participants"]),
    (Column::PartOf, &["part_of"]),
    (Column::Summary, &["summary", "description"]),
];
