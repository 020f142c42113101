//! Names that a text repeats, found by their capital letters. Scripts without capitals give none.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::Slug;
use crate::model::date::MONTHS;
use crate::parse::Body;

/// Somebody or something that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Its name.
    pub(super) name: String,
    /// The last word of the name, where the text uses it by itself.
    pub(super) alias: Option<String>,
}

/// What a text names at least twice, in order of first mention.
pub(super) fn names(prose: &Body) -> Vec<Named> {
    let blocks = prose.blocks().iter();
    let texts = blocks.filter_map(|block| prose.text().get(block.start as usize..block.end as usize));
    let (headlines, paragraphs): (Vec<_>, Vec<_>) = texts.map(tokens).partition(|tokens| is_headline(tokens));
    let lower: HashSet<String> = paragraphs
        .iter()
        .flatten()
        .filter(|token| !token.is_capital())
        .map(|token| token.word.to_lowercase())
        .collect();
    let all: Vec<_> = paragraphs.iter().flat_map(|tokens| runs(tokens)).collect();
    let within = all.iter().filter(|run| !run[0].begins).map(|run| without_roles(run)).filter(|run| run.len() > 1);
    let sure: HashSet<String> = within.map(joined).collect();
    let mut seen = Seen::default();
    for run in all {
        seen.add(run, &lower, &sure);
    }
    for token in headlines.iter().flatten() {
        seen.add_headline(token.word);
    }
    seen.names()
}

/// A word and what stands around it.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    word: &'a str,
    /// Whether a sentence may begin with it, so that its capital says nothing.
    begins: bool,
    /// Whether something stands between it and the next word.
    ends: bool,
}

impl Token<'_> {
    fn is_capital(&self) -> bool {
        self.word.starts_with(char::is_uppercase)
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut begins = true;
    for typed in text.split_whitespace() {
        let inner = typed.trim_matches(|c: char| !c.is_alphanumeric());
        let word = without_ending(inner);
        let start = typed.find(inner).unwrap_or(0);
        let after = &typed[start + inner.len()..];
        // An initial or a short title ends no sentence.
        let is_short = after.starts_with('.') && (word.chars().count() == 1 || ROLES.contains(&word));
        if start > 0 {
            begins = true;
            if let Some(last) = tokens.last_mut() {
                let last: &mut Token<'_> = last;
                last.ends = true;
            }
        }
        if word.is_empty() {
            begins = begins || typed.contains(['.', '!', '?', '–', '—', ':']);
            continue;
        }
        let ends = (!after.is_empty() && !is_short) || word.len() < inner.len();
        tokens.push(Token { word, begins, ends });
        begins = after.contains(['.', '!', '?', ':', '…']) && !is_short;
    }
    tokens
}

/// A word without the ending of a possessive.
fn without_ending(word: &str) -> &str {
    word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word)
}

/// Whether all the longer words have capitals, as in the headlines of some papers.
fn is_headline(tokens: &[Token<'_>]) -> bool {
    let long: Vec<_> = tokens.iter().filter(|token| token.word.chars().count() > 3).collect();
    let capital = long.iter().filter(|token| token.is_capital()).count();
    long.len() >= 3 && capital * 5 >= long.len() * 4
}

/// Words with capitals that follow each other, with small words between them.
fn runs<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !is_name(&tokens[at]) {
            at += 1;
            continue;
        }
        let start = at;
        let mut end = at + 1;
        while !tokens[end - 1].ends && end < tokens.len() {
            let joins = SMALL.contains(&tokens[end].word) && !tokens[end].ends;
            let next = if joins { end + 1 } else { end };
            if next >= tokens.len() || !is_name(&tokens[next]) {
                break;
            }
            end = next + 1;
        }
        runs.push(&tokens[start..end]);
        at = end;
    }
    runs
}

fn is_name(token: &Token<'_>) -> bool {
    let is_calendar = DAYS.contains(&token.word) || MONTHS.contains(&token.word);
    token.is_capital() && token.word != "I" && !is_calendar
}

/// The words after the last that says what somebody is.
fn without_roles<'t, 'a>(run: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let last = run.iter().rposition(|token| ROLES.contains(&token.word));
    last.map_or(run, |last| &run[last + 1..])
}

fn joined(run: &[Token<'_>]) -> String {
    run.iter().map(|token| token.word).collect::<Vec<_>>().join(" ")
}

/// What was named, how often, and how often where a capital says something.
#[derive(Default)]
struct Seen {
    order: Vec<String>,
    times: HashMap<String, (usize, usize)>,
}

impl Seen {
    fn add(&mut self, run: &[Token<'_>], lower: &HashSet<String>, sure: &HashSet<String>) {
        let mut run = run;
        // A first word that the text has also without a capital, that often begins sentences, or that stands before a name
        // known from within sentences, has a capital for its place alone.
        let first = run[0].word.to_lowercase();
        let is_opener = lower.contains(&first) || OPENERS.contains(&first.as_str());
        if run[0].begins && (is_opener || sure.contains(&joined(&run[1..]))) {
            run = &run[1..];
        }
        run = without_roles(run);
        while run.first().is_some_and(|token| SMALL.contains(&token.word)) {
            run = &run[1..];
        }
        let Some(first) = run.first() else { return };
        if run.len() == 1 && is_adjective(first.word) {
            return;
        }
        let name = joined(run);
        let (times, sure) = self.times.entry(name.clone()).or_insert((0, 0));
        *times += 1;
        *sure += usize::from(!first.begins || run.len() > 1);
        if *times == 1 {
            self.order.push(name);
        }
    }

    /// Counts a word of a headline, where all words have capitals, when a name of the text ends with it.
    fn add_headline(&mut self, word: &str) {
        let is_last = |name: &String| name.rsplit_once(' ').is_some_and(|(_, last)| last == word);
        if self.order.iter().any(is_last) {
            self.times.entry(word.to_owned()).or_insert((0, 0)).0 += 1;
        }
    }

    fn names(self) -> Vec<Named> {
        let last = |name: &str| name.rsplit_once(' ').map(|(_, last)| last.to_owned());
        let mut owners: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for name in &self.order {
            if let Some(last) = last(name).filter(|last| self.times.contains_key(last)) {
                owners.entry(last).or_default().push(name);
            }
        }
        let alone = |name: &str| owners.get(name).is_some_and(|owners| owners.len() == 1);
        let mut ids = HashSet::new();
        let mut names = Vec::new();
        for name in &self.order {
            let alias = last(name).filter(|last| alone(last));
            let (times, sure) = self.times[name];
            let (more, _) = alias.as_ref().map_or((0, 0), |alias| self.times[alias]);
            let is_part = alone(name) || owners.contains_key(name);
            let id = Slug::from_text(name).filter(|id| id.as_str() != "author");
            if !is_part && sure > 0 && times + more >= 2 && id.is_some_and(|id| ids.insert(id)) {
                names.push(Named { name: name.clone(), alias });
            }
        }
        names.truncate(MOST);
        names
    }
}

/// Whether an English word is said of a country rather than being its name.
fn is_adjective(word: &str) -> bool {
    ["ian", "ean", "ish", "ese", "ern"].iter().any(|ending| word.ends_with(ending))
        || ["French", "Dutch", "German", "Greek"].contains(&word)
}

/// More names than this are no help.
const MOST: usize = 30;

/// Words within names.
const SMALL: [&str; 17] =
    ["of", "de", "da", "del", "della", "der", "den", "di", "du", "van", "von", "zu", "bin", "ibn", "al", "la", "le"];

/// English words that sentences begin with, before a name or alone.
const OPENERS: [&str; 72] = [
    "a",
    "according",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "despite",
    "during",
    "earlier",
    "even",
    "finally",
    "for",
    "from",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "if",
    "in",
    "it",
    "its",
    "last",
    "later",
    "many",
    "meanwhile",
    "most",
    "next",
    "no",
    "not",
    "now",
    "on",
    "once",
    "only",
    "or",
    "our",
    "she",
    "since",
    "so",
    "some",
    "still",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "today",
    "until",
    "we",
    "what",
    "when",
    "where",
    "while",
    "who",
    "why",
    "with",
    "yesterday",
    "yet",
];

/// Words before names that are no part of them.
const ROLES: [&str; 40] = [
    "President",
    "Minister",
    "Chancellor",
    "Secretary",
    "General",
    "Ambassador",
    "Senator",
    "Governor",
    "Mayor",
    "Judge",
    "Professor",
    "Prof",
    "Dr",
    "Mr",
    "Mrs",
    "Ms",
    "Sir",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Pope",
    "Colonel",
    "Captain",
    "Major",
    "Admiral",
    "Director",
    "Chairman",
    "Chairwoman",
    "Chair",
    "Spokesman",
    "Spokeswoman",
    "Spokesperson",
    "Representative",
    "Envoy",
    "Commissioner",
    "Councillor",
    "Herr",
    "Frau",
    "St",
];

/// Days have capitals in English, as months have, and are nobody.
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
