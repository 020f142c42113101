//! The keys of `postil.toml`, section by section.

use super::{KeySet, Takes, key};

/// The sections of `postil.toml`.
pub static SETTINGS: KeySet = KeySet {
    name: "settings",
    keys: &[
        key("site", Takes::Map(&SITE)),
        key("content", Takes::Map(&CONTENT)),
        key("build", Takes::Map(&BUILD)),
        key("exports", Takes::Map(&EXPORTS)),
        key("extra", Takes::Anything),
    ],
};

/// `[site]`
pub static SITE: KeySet = KeySet {
    name: "site",
    keys: &[
        key("title", Takes::Text),
        key("description", Takes::Text),
        key("base_url", Takes::Url),
        key("language", Takes::Language),
        key("author", Takes::Text),
    ],
};

/// `[content]`
pub static CONTENT: KeySet = KeySet {
    name: "content",
    keys: &[
        key("autolink", Takes::Word(autolink)),
        key("raw_html", Takes::Word(raw_html)),
        key("smart_punctuation", Takes::Truth),
        key("strict_actors", Takes::Truth),
    ],
};

/// `[build]`
pub static BUILD: KeySet = KeySet {
    name: "build",
    keys: &[
        key("output", Takes::Path),
        key("strict", Takes::Truth),
        key("paginate", Takes::Whole(1, 1000)),
        key("addresses", Takes::Word(addresses)),
        key("social_cards", Takes::Word(social_cards)),
        key("search", Takes::Truth),
    ],
};

/// `[exports]`
pub static EXPORTS: KeySet = KeySet {
    name: "exports",
    keys: &[
        key("atom", Takes::Truth),
        key("json_feed", Takes::Truth),
        key("icalendar", Takes::Truth),
        key("json", Takes::Truth),
        key("csv", Takes::Truth),
        key("bibtex", Takes::Truth),
        key("csl_json", Takes::Truth),
        key("json_ld", Takes::Truth),
        key("web_annotation", Takes::Truth),
        key("turtle", Takes::Truth),
        key("nquads", Takes::Truth),
        key("follow_the_money", Takes::Truth),
        key("graphml", Takes::Truth),
        key("gexf", Takes::Truth),
        key("timelinejs", Takes::Truth),
        key("argdown", Takes::Truth),
        key("entities", Takes::Word(entity_exports)),
        key("large", Takes::Word(entity_exports)),
    ],
};

fn autolink() -> Vec<&'static str> {
    vec!["first", "all", "off"]
}

fn addresses() -> Vec<&'static str> {
    vec!["folder", "file"]
}

fn social_cards() -> Vec<&'static str> {
    vec!["all", "briefings", "off"]
}

fn entity_exports() -> Vec<&'static str> {
    vec!["auto", "all", "off"]
}

fn raw_html() -> Vec<&'static str> {
    vec!["allow", "sanitize", "escape"]
}
