//! What each key is, in a sentence, for who points at it in an editor.

/// What a key is; the set is that of [`keys`](crate::parse::keys).
pub(super) fn about(set: &str, key: &str) -> Option<&'static str> {
    let of_set = ABOUT.iter().find(|(name, _)| *name == set)?.1;
    of_set.iter().find(|(name, _)| *name == key).map(|(_, about)| *about)
}

type Keys = &'static [(&'static str, &'static str)];

/// Keys by the name of their set.
const ABOUT: &[(&str, Keys)] = &[
    ("briefing", BRIEFING),
    ("claim", CLAIM),
    ("quotation", QUOTE),
    ("change of status", UPDATE),
    ("note", NOTE),
    ("actor", ACTOR),
    ("role", ROLE),
    ("link", LINK),
    ("relation", RELATION),
    ("event", EVENT),
    ("place", PLACE),
    ("participant", PARTICIPANT),
    ("source", SOURCE),
    ("page", PAGE),
    ("home page", HOME),
    ("settings", SETTINGS),
    ("site", SITE),
    ("content", CONTENT),
    ("build", BUILD),
    ("exports", EXPORTS),
];

const BRIEFING: Keys = &[
    ("title", "The headline, plain text."),
    ("date", "When it was written: 2025, 2025-12 or 2025-12-11, with ~ (about) or ? (perhaps) after it."),
    ("updated", "When it was last changed in substance."),
    ("summary", "One or two sentences, plain text: for cards, feeds and previews."),
    ("authors", "Who wrote it, as printed: one name or several."),
    ("tags", "Its subjects. Each has a page."),
    ("lang", "Its language, such as en, ar or pt-BR. If left out, that of the site."),
    ("slug", "Its id and the last part of its address. If left out, made from the name of the file."),
    ("draft", "true hides it; --drafts shows it all the same."),
    ("publish", "Hidden before this day; --future shows it."),
    ("expires", "Hidden after this day; --future shows it."),
    ("actors", "Who acts or speaks: by name, alias or id, or declared here."),
    ("events", "What happens: by id, or declared here."),
    ("claims", "Its statements: each says who does what with which claim, and in which words of the text."),
    ("sources", "What the statements are taken from: by id, or declared here."),
    ("updates", "Changes of what you conclude about earlier claims, each with a reason."),
    ("notes", "Your own remarks on passages of the text."),
    ("aliases", "Addresses at which it used to stand, from the root of the site; visitors are led on."),
    ("image", "A picture for previews, as a path from this file."),
    ("extra", "Whatever you like, for templates."),
];

const CLAIM: Keys = &[
    ("id", "The id of the claim that is declared here. If left out, made from its text."),
    ("text", "The proposition, put neutrally, plain text."),
    ("claim", "The id of a claim that is declared elsewhere, in place of id and text."),
    ("by", "Who makes the statement: an actor or several; author is the voice of the briefing."),
    ("for", "On whose behalf: an actor or several."),
    ("to", "To whom: an actor or several."),
    ("about", "What it concerns: actors, event:ID or claim:ID."),
    ("stance", "What the actor does with the claim. If left out, the actor asserts it."),
    ("quote", "The words of the text that carry it; with exact, prefix and suffix where they stand several times."),
    (
        "mode",
        "Whether the words are given in direct, indirect or mixed speech. Found from the quotation marks if left out.",
    ),
    ("date", "When it was said. If left out, the date of the briefing."),
    ("event", "The id of the event at which it was said."),
    ("source", "The id of the source it was taken from."),
    ("locator", "Where in the source: a page, an article, a minute."),
    ("lang", "The language of the quoted words."),
    ("translation", "The quoted words in the language of the briefing."),
    ("note", "A remark, in Markdown."),
    ("kind", "What sort of claim. Facts, predictions, judgements and denials can be true or false; the others cannot."),
    ("status", "What you conclude about it."),
    ("credibility", "Of the information, not of its source: 1 confirmed, 2 probably true … 6 cannot be judged."),
    ("likelihood", "A term of ICD 203."),
    ("confidence", "How good your grounds are (ICD 203)."),
    ("condition", "What must hold for it, above all for offers and threats."),
    ("supports", "Claims that this one speaks for: ids."),
    ("confirms", "Claims that this one shows to be so: ids."),
    ("disputes", "Claims that this one speaks against: ids."),
    ("refutes", "Claims that this one shows not to be so: ids."),
    ("contradicts", "Claims that cannot hold together with this one: ids."),
    ("qualifies", "Claims that this one narrows: ids."),
    ("responds-to", "Claims that this one answers: ids."),
    ("updates", "Claims that this one brings up to date: ids."),
    ("supersedes", "Claims whose place this one takes: ids."),
    ("derived-from", "Claims that this one rests on: ids."),
    ("redirects", "Addresses at which its page used to stand, from the root of the site; visitors are led on."),
    ("extra", "Whatever you like, for templates."),
];

const QUOTE: Keys = &[
    ("exact", "The words."),
    ("prefix", "What stands right before them."),
    ("suffix", "What stands right after them."),
];

const UPDATE: Keys = &[
    ("claim", "The id of the claim."),
    ("status", "What it is from now on."),
    ("why", "The reason, plain text."),
    ("date", "Since when. If left out, the date of the briefing."),
    ("source", "The id of the source that shows it."),
];

const NOTE: Keys = &[("quote", "The words of the text that it is about."), ("text", "The remark, in Markdown.")];

const ACTOR: Keys = &[
    ("id", "Its id. If left out, made from the name; in a file of its own, the name of the file."),
    ("name", "How it is called, in its own script if you like."),
    ("type", "What sort of actor it is. igo is a body of states."),
    ("aliases", "Other names: used to find it in prose and to refer to it."),
    ("roles", "Offices that it holds or held."),
    ("country", "Two letters of ISO 3166-1."),
    ("wikidata", "An item of Wikidata, such as Q58217."),
    ("links", "Addresses elsewhere, plain or with a title."),
    ("image", "A picture, as a path from this file."),
    ("reliability", "On the Admiralty scale: A completely reliable … E unreliable, F cannot be judged."),
    ("summary", "One or two sentences, plain text."),
    ("relations", "How it stands to other actors."),
    ("access", "confidential keeps it out of everything that is published."),
    ("display", "What is shown in place of a confidential one."),
    ("redirects", "Addresses at which its page used to stand, from the root of the site; visitors are led on."),
    ("extra", "Whatever you like, for templates."),
];

const ROLE: Keys = &[
    ("title", "The title of the office."),
    ("org", "The organization: an actor."),
    ("from", "Since when."),
    ("to", "Until when."),
];

const LINK: Keys = &[("url", "Where it leads."), ("title", "What it is called.")];

const RELATION: Keys = &[
    ("type", "How it stands to the other."),
    ("actor", "The other actor."),
    ("from", "Since when."),
    ("to", "Until when."),
    ("source", "The id of the source that says so."),
    ("note", "A remark, plain text."),
];

const EVENT: Keys = &[
    ("id", "Its id. If left out, made from the title; in a file of its own, the name of the file."),
    ("title", "What happens, plain text."),
    ("date", "When: a day, a month, a year, or two with a / between them."),
    ("status", "Whether it has happened. If left out and the date is past, it has."),
    ("kind", "A word of your own: meeting, vote, strike."),
    ("cameo", "The root category of the CAMEO code book, 01 to 20."),
    ("place", "Where: a name, or name, country, lat and lon."),
    ("actors", "Who takes part: actors, or mappings of actor and role."),
    ("part_of", "The id of the larger event."),
    ("follows", "Ids of events before it."),
    ("sources", "Ids of the sources that report it."),
    ("summary", "One or two sentences, plain text."),
    ("redirects", "Addresses at which its page used to stand, from the root of the site; visitors are led on."),
    ("extra", "Whatever you like, for templates."),
];

const PLACE: Keys = &[
    ("name", "What the place is called."),
    ("country", "Two letters of ISO 3166-1."),
    ("lat", "Degrees north, -90 to 90."),
    ("lon", "Degrees east, -180 to 180."),
];

const PARTICIPANT: Keys = &[("actor", "Who takes part."), ("role", "As what.")];

const SOURCE: Keys = &[
    ("id", "Its id. If left out, made from the title; in a file of its own, the name of the file."),
    ("title", "Its title, plain text."),
    ("type", "A type of the Citation Style Language (CSL 1.0.2)."),
    ("author", "Who wrote it, as printed: one name or several."),
    ("publisher", "Who published it, as printed."),
    ("date", "When it was published."),
    ("accessed", "When you last read it."),
    ("url", "Where it stands."),
    ("archive_url", "Where a copy stands."),
    (
        "snapshot",
        "A text file of the site that holds its words, as a path from this file. Quotations are looked for in it.",
    ),
    ("sha256", "The SHA-256 of the snapshot, 64 hexadecimal digits."),
    ("reliability", "On the Admiralty scale: A completely reliable … E unreliable, F cannot be judged."),
    ("derived_from", "Ids of the sources that it repeats."),
    ("access", "Who may see it. confidential keeps it out of everything that is published."),
    ("display", "What is shown in place of a confidential one."),
    ("lang", "Its language, such as en, ar or pt-BR."),
    ("summary", "One or two sentences, plain text."),
    ("redirects", "Addresses at which its page used to stand, from the root of the site; visitors are led on."),
    ("extra", "Whatever you like, for templates."),
];

const PAGE: Keys = &[
    ("title", "The headline, plain text."),
    ("summary", "One or two sentences, plain text."),
    ("lang", "Its language. If left out, that of the site."),
    ("slug", "The last part of its address. If left out, made from the name of the file."),
    ("draft", "true hides it; --drafts shows it all the same."),
    ("aliases", "Addresses at which it used to stand, from the root of the site; visitors are led on."),
    ("extra", "Whatever you like, for templates."),
];

const HOME: Keys = &[
    ("title", "The headline, plain text. If left out, the title of the site."),
    ("summary", "One or two sentences, plain text."),
    ("lang", "Its language. If left out, that of the site."),
    ("extra", "Whatever you like, for templates."),
];

const SETTINGS: Keys = &[
    ("site", "The publication."),
    ("content", "How texts are read."),
    ("build", "How the site is written."),
    ("exports", "Which files there are for other programs."),
    ("extra", "Whatever you like, for templates."),
];

const SITE: Keys = &[
    ("title", "The name of the publication."),
    ("description", "One or two sentences, plain text."),
    (
        "base_url",
        "Where the site stands on the web. Feeds, the site map and previews need it; links within the site do not.",
    ),
    ("language", "The language of the site, such as en, ar or pt-BR."),
    ("author", "Who publishes, for feeds."),
];

const CONTENT: Keys = &[
    ("autolink", "Which mentions of an actor in prose are linked by themselves: the first on each page, all, or none."),
    ("raw_html", "HTML in Markdown: cleaned, shown as text, or let through."),
    ("smart_punctuation", "Whether straight quotation marks and hyphens become typographic ones."),
    ("strict_actors", "Whether an actor must be declared before it is named."),
];

const BUILD: Keys = &[
    ("output", "The folder to write, from the root of the site."),
    ("strict", "Whether warnings count as errors."),
    ("paginate", "Entries on one page of a long list."),
    (
        "addresses",
        "How addresses of pages are written: as folders, /claims/x/, or as files, /claims/x.html, which can be read from a disk without a server.",
    ),
    ("social_cards", "Which pages have a picture for links to them; without `site.base_url` none has."),
    ("search", "Whether the site has an index, so that readers can search it."),
];

const EXPORTS: Keys = &[
    ("atom", "Atom feeds: of the site, of changes of status, of each actor, tag and event."),
    ("json_feed", "The same feeds as JSON Feed."),
    ("icalendar", "Calendars of events: of the site and of each actor."),
    ("json", "JSON of the whole site and of each thing beside its page, with its schema."),
    ("csv", "Tables of statements, actors, claims and events."),
    ("bibtex", "Sources, briefings and claims for BibTeX."),
    ("csl_json", "Sources, briefings and claims for citation managers."),
    ("json_ld", "JSON-LD in the words of schema.org in the pages, for search engines."),
    ("web_annotation", "Statements as annotations of their passages (W3C): of the site and of each briefing."),
    ("turtle", "All of it as RDF in Turtle."),
    ("nquads", "All of it as RDF in N-Quads, with the briefing that says it."),
    ("follow_the_money", "Actors, events and documents as entities of FollowTheMoney."),
    ("graphml", "The network of the site in GraphML."),
    ("gexf", "The network of the site in GEXF, with dates."),
    ("timelinejs", "Events and briefings for TimelineJS."),
    ("argdown", "Claims with their relations in Argdown: of the site and of each briefing."),
    (
        "entities",
        "Whether each actor, claim and so on has files of its own; auto: when the site has up to 2,000 of them.",
    ),
    (
        "large",
        "Whether annotations, linked data, entities and networks of the whole site are made; auto: when it has up to 2,000 things.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::keys;

    #[test]
    fn every_key_is_described_and_nothing_else() {
        let sets: Vec<_> = keys::content().iter().chain(keys::settings()).collect();
        assert_eq!(ABOUT.len(), sets.len());
        for set in sets {
            let of_set = ABOUT.iter().find(|(name, _)| *name == set.name).expect("a set").1;
            let described: Vec<_> = of_set.iter().map(|(name, _)| *name).collect();
            assert_eq!(described, set.names().collect::<Vec<_>>(), "{}", set.name);
        }
    }
}
