//! Every file of a site, read by a parser of its format: nothing in it runs, and each text in it is whole.

use std::collections::{BTreeMap, BTreeSet};

use postil::output::{Content, Output};
use quick_xml::events::Event;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::fields::Field;
use crate::support::dom::Page;

/// What is looked for, and what was found.
pub(crate) struct Reading<'a> {
    payload: String,
    tags: &'a BTreeMap<String, Field>,
    /// Which fields were seen whole in files of which kind.
    pub(crate) seen: BTreeMap<&'static str, BTreeSet<String>>,
    /// What is wrong.
    pub(crate) problems: Vec<String>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(payload: &str, tags: &'a BTreeMap<String, Field>) -> Self {
        Self { payload: squeezed(payload), tags, seen: BTreeMap::new(), problems: Vec::new() }
    }

    pub(crate) fn site(&mut self, output: &Output) {
        names(output, &mut self.problems);
        for (path, content) in &output.files {
            let Content::Bytes(bytes) = content else { continue };
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            let name = path.rsplit('/').next().unwrap_or_default();
            match name.rsplit_once('.').map_or("", |(_, kind)| kind) {
                "html" => self.html(path, text),
                "json" | "jsonld" => self.json(path, text),
                "xml" | "svg" | "graphml" | "gexf" => self.xml(path, text),
                "csv" => self.csv(path, text),
                "ics" => self.calendar(path, text),
                "ttl" => self.turtle(path, text),
                "nq" => self.nquads(path, text),
                "bib" => self.bibtex(path, text),
                "argdown" => self.argdown(path, text),
                "css" | "js" | "txt" | "png" => assert!(!text.contains("zq"), "{path} holds a text of the site"),
                other => panic!("{path}: who reads `{other}`?"),
            }
        }
    }

    /// A text that a parser gave: wherever a tag stands in it after a space, the payload stands before.
    fn whole(&mut self, kind: &'static str, path: &str, text: &str) {
        // The index of the search holds words, folded.
        let is_index = path.starts_with("search/names/") || path.starts_with("search/words/");
        if is_index || !text.contains("zq") {
            return;
        }
        let text = squeezed(text);
        for (at, _) in text.match_indices("zq") {
            // In an address or id something else stands for the space.
            if ["-", "+", "%20"].iter().any(|it| text[..at].ends_with(it)) {
                continue;
            }
            let tag: String = text[at..].chars().take_while(char::is_ascii_alphanumeric).collect();
            let Some(field) = self.tags.get(&tag).filter(|field| !field.loose) else { continue };
            if text[..at].ends_with(&self.payload) {
                self.seen.entry(kind).or_default().insert(field.path.clone());
            } else {
                let before: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
                self.problems.push(format!("{path}: {} is {before:?}", field.path));
            }
        }
    }

    pub(crate) fn html(&mut self, path: &str, text: &str) {
        let page = Page::parse(text);
        harmless(path, &page, &mut self.problems);
        let mut shown = page.text();
        for element in page.elements() {
            let id = element.attribute("id").unwrap_or_default();
            let data = element.text();
            match id.as_str() {
                "cite-bibtex" => self.bibtex(path, &data),
                "cite-csl" => self.json(path, &data),
                _ if element.name() != "script" => continue,
                _ => {}
            }
            // What is data is read as such.
            shown = shown.replacen(&data, " ", usize::from(!data.is_empty()));
        }
        self.whole("html", path, &shown);
        for element in page.elements() {
            for (name, value) in element.attributes() {
                // Addresses and ids are made from a text, and are not one.
                if !matches!(name.as_str(), "href" | "src" | "id" | "action" | "for" | "name") {
                    self.whole("attribute", path, &value);
                }
            }
            if element.name() == "script" && element.attribute("type").is_some_and(|it| it.ends_with("json")) {
                self.json(path, &element.text());
            }
        }
    }

    fn json(&mut self, path: &str, text: &str) {
        match serde_json::from_str(text) {
            Ok(value) => self.value(path, "", &value),
            // JSON Lines.
            Err(_) if path.ends_with(".ftm.json") => {
                for line in text.lines() {
                    self.value(path, "", &serde_json::from_str(line).expect("JSON"));
                }
            }
            Err(error) => self.problems.push(format!("{path}: {error}")),
        }
    }

    fn value(&mut self, path: &str, key: &str, value: &Value) {
        match value {
            Value::String(text) if HTML.contains(&key) => self.html(path, text),
            // TimelineJS takes its texts for HTML.
            Value::String(text) if path == "data/timeline.json" && matches!(key, "headline" | "text") => {
                self.html(path, text);
            }
            // What stands around a passage is cut somewhere.
            Value::String(_) if matches!(key, "prefix" | "suffix") => {}
            Value::String(text) => self.whole("json", path, text),
            Value::Array(items) => items.iter().for_each(|item| self.value(path, key, item)),
            Value::Object(map) => {
                for (key, value) in map {
                    self.whole("json", path, key);
                    self.value(path, key, value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn xml(&mut self, path: &str, text: &str) {
        let mut reader = quick_xml::Reader::from_str(text);
        let mut content = String::new();
        let mut is_html = false;
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(Event::Start(start) | Event::Empty(start)) => {
                    content.clear();
                    let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                    self.forbid(path, &name);
                    is_html = false;
                    for attribute in start.attributes() {
                        let attribute = attribute.expect("an attribute");
                        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
                        let value = attribute
                            .decoded_and_normalized_value(quick_xml::XmlVersion::Implicit1_0, reader.decoder())
                            .expect("a value");
                        self.forbid(path, &key);
                        is_html |= key == "type" && value == "html";
                        if !matches!(key.as_str(), "href" | "id" | "src" | "xml:base") {
                            self.whole("xml attribute", path, &value);
                        }
                    }
                }
                Ok(Event::Text(text)) => content.push_str(&text.decode().expect("a text")),
                Ok(Event::GeneralRef(entity)) => {
                    let name = entity.decode().expect("a name");
                    let escaped = format!("&{name};");
                    content.push_str(&quick_xml::escape::unescape(&escaped).expect("a known entity"));
                }
                Ok(Event::CData(text)) => content.push_str(&text.decode().expect("a text")),
                Ok(Event::End(_)) => {
                    if is_html {
                        self.html(path, &content);
                    } else {
                        self.whole("xml", path, &content);
                    }
                    content.clear();
                    is_html = false;
                }
                Ok(Event::PI(_) | Event::DocType(_)) => self.problems.push(format!("{path} has an instruction")),
                Ok(Event::Decl(_) | Event::Comment(_)) => {}
                Err(error) => {
                    self.problems.push(format!("{path}: {error}"));
                    break;
                }
            }
        }
    }

    /// The name of an element or attribute that only a payload can have brought.
    fn forbid(&mut self, path: &str, name: &str) {
        if name.contains("hacked") || name.starts_with("on") || name == "script" {
            self.problems.push(format!("{path} has `{name}`"));
        }
    }

    fn csv(&mut self, path: &str, text: &str) {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        for row in reader.records() {
            for cell in &row.expect("a row as long as the others") {
                if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<f64>().is_err() {
                    self.problems.push(format!("{path}: {cell:?} is a formula"));
                }
                self.whole("csv", path, cell);
            }
        }
    }

    fn calendar(&mut self, path: &str, text: &str) {
        if let Some(line) = text.split("\r\n").find(|line| line.len() > 75 || line.contains(['\n', '\r'])) {
            self.problems.push(format!("{path}: {line:?} is no line"));
        }
        for calendar in ical::IcalParser::new(text.as_bytes()) {
            let calendar = calendar.expect("a calendar");
            assert!(calendar.alarms.is_empty() && calendar.todos.is_empty(), "{path}");
            let events = calendar.events.iter().flat_map(|event| &event.properties);
            for property in calendar.properties.iter().chain(events) {
                if !PROPERTIES.contains(&property.name.as_str()) {
                    self.problems.push(format!("{path}: {property:?}"));
                }
                self.whole("ics", path, &unescaped(property.value.as_deref().unwrap_or_default()));
            }
        }
    }

    fn turtle(&mut self, path: &str, text: &str) {
        for triple in oxttl::TurtleParser::new().for_slice(text.as_bytes()) {
            match triple {
                Ok(triple) => self.object(path, triple.predicate.as_str(), &triple.object),
                Err(error) => self.problems.push(format!("{path}: {error}")),
            }
        }
    }

    fn nquads(&mut self, path: &str, text: &str) {
        for quad in oxttl::NQuadsParser::new().for_slice(text.as_bytes()) {
            match quad {
                Ok(quad) => self.object(path, quad.predicate.as_str(), &quad.object),
                Err(error) => self.problems.push(format!("{path}: {error}")),
            }
        }
    }

    fn object(&mut self, path: &str, predicate: &str, object: &oxrdf::Term) {
        if predicate.contains("hacked.example") {
            self.problems.push(format!("{path} has `{predicate}`"));
        }
        match object {
            oxrdf::Term::Literal(_) if predicate.ends_with("prefix") || predicate.ends_with("suffix") => {}
            oxrdf::Term::Literal(literal) => self.whole("rdf", path, literal.value()),
            oxrdf::Term::NamedNode(node) if node.as_str().starts_with("https://hacked.example") => {
                self.problems.push(format!("{path} has {node}"));
            }
            oxrdf::Term::NamedNode(_) | oxrdf::Term::BlankNode(_) => {}
        }
    }

    /// Entries with the fields that we write, and no command of TeX that reads or writes files.
    fn bibtex(&mut self, path: &str, text: &str) {
        let works = match biblatex::RawBibliography::parse(text) {
            Ok(works) => works,
            Err(error) => return self.problems.push(format!("{path}: {error}")),
        };
        for entry in &works.entries {
            let entry = &entry.v;
            if entry.key.v.contains(|c: char| c.is_whitespace() || "{}\\\"#%'(),=~".contains(c)) {
                self.problems.push(format!("{path}: {:?} is no key", entry.key.v));
            }
            for field in &entry.fields {
                if field.key.v.contains("hacked") {
                    self.problems.push(format!("{path} has `{}`", field.key.v));
                }
            }
        }
        for command in ["\\input", "\\write", "\\include"] {
            if text.contains(command) {
                self.problems.push(format!("{path} has `{command}`"));
            }
        }
        match biblatex::Bibliography::parse(text) {
            Ok(works) => {
                for entry in works.iter() {
                    for chunks in entry.fields.values() {
                        let text: String = chunks.iter().map(|chunk| chunk.v.get().to_owned()).collect();
                        self.seen_in("bibtex", &text);
                    }
                }
            }
            Err(error) => self.problems.push(format!("{path}: {error}")),
        }
    }

    /// A field of which only that it is there can be said, not that it is whole.
    fn seen_in(&mut self, kind: &'static str, text: &str) {
        let found = self.tags.iter().filter(|(tag, _)| text.contains(tag.as_str()));
        self.seen.entry(kind).or_default().extend(found.map(|(_, field)| field.path.clone()));
    }

    /// No line begins with what a text brought.
    fn argdown(&mut self, path: &str, text: &str) {
        if let Some(line) = text.lines().find(|line| line.trim_start().starts_with("<!--") || line.starts_with("/*")) {
            self.problems.push(format!("{path}: {line:?}"));
        }
        self.seen_in("argdown", text);
    }
}

/// That a page runs, loads and sends nothing but what our templates say.
pub(crate) fn harmless(path: &str, page: &Page, problems: &mut Vec<String>) {
    problems.extend(page.dangers().into_iter().map(|what| format!("{path}: {what}")));
}

/// That every file can stand on every system, beside every other.
fn names(output: &Output, problems: &mut Vec<String>) {
    let mut folded: BTreeMap<String, &String> = BTreeMap::new();
    for path in output.files.keys() {
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap_or_default().to_uppercase();
            let reserved = RESERVED.contains(&stem.as_str());
            let strange = part.contains(|c: char| c.is_control() || "<>:\"|?*\\".contains(c));
            if part.is_empty() || part.len() > 255 || part.ends_with(['.', ' ']) || reserved || strange {
                problems.push(format!("{path:?} is no name for a file"));
            }
        }
        if let Some(other) = folded.insert(path.nfc().collect::<String>().to_lowercase(), path) {
            problems.push(format!("{path:?} and {other:?} differ only by case or form"));
        }
    }
}

/// In NFC, without white space, which formats fold and pictures leave out between lines, and without the isolates that pictures
/// put around lines; no text of an author may hold any.
fn squeezed(text: &str) -> String {
    text.nfc().filter(|c| !c.is_whitespace() && !matches!(c, '\u{2066}'..='\u{2069}')).collect()
}

/// The value of a property of a calendar (RFC 5545, 3.3.11).
fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            c => text.push(c),
        }
    }
    text
}

/// Keys of JSON whose texts are HTML.
const HTML: [&str; 2] = ["content_html", "html"];
const PROPERTIES: [&str; 24] = [
    "VERSION",
    "PRODID",
    "CALSCALE",
    "METHOD",
    "NAME",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "DESCRIPTION",
    "URL",
    "SOURCE",
    "REFRESH-INTERVAL",
    "X-PUBLISHED-TTL",
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "LOCATION",
    "GEO",
    "STATUS",
    "CATEGORIES",
    "TRANSP",
    "LAST-MODIFIED",
    "COLOR",
];
/// Names that Windows keeps for devices.
pub(crate) const RESERVED: [&str; 22] = [
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2",
    "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];
