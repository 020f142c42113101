//! Names that are nearly the same.
//!
//! Names are folded (case, marks, punctuation) to their words in alphabetical order. Two are similar when they have the same
//! words, or all but one and that one differs by a slip: one letter from five letters on, two from eight, and never the
//! first letter, so that "North" and "South" or "Iran" and "Iraq" are told apart. Candidates are found by leaving out letters
//! of the differing word: two words within that distance become equal when the right letters are left out. So the work
//! grows with the number of names, not with its square.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use foldhash::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::Xxh3Default;

use super::super::graph::{Actor, Handle};
use super::super::names::name_key;
use super::Site;
use super::identity::names;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::declaration::Text;
use crate::source::Spanned;

/// Reports each two actors with similar names once.
pub(super) fn check(site: &Site, problems: &mut Vec<Diagnostic>) {
    let names: Vec<Name> = site
        .graph
        .actors
        .iter()
        .enumerate()
        .flat_map(|(at, actor)| names(actor).map(move |text| Name::new(Handle::new(at), text)))
        .filter(|name| !name.words.is_empty())
        .collect();
    let mut pairs = BTreeMap::<_, (&Name, &Name)>::new();
    for group in groups(&names) {
        for (nth, at) in group.iter().enumerate().skip(1) {
            for other in BTreeSet::from([group[0], group[nth - 1]]) {
                let (one, two) = (&names[other], &names[*at]);
                if one.actor != two.actor && one.is_like(two) && may_be_one(site, one.actor, two.actor) {
                    let ordered = if one.actor < two.actor { (one, two) } else { (two, one) };
                    pairs.entry((ordered.0.actor, ordered.1.actor)).or_insert(ordered);
                }
            }
        }
    }
    problems.extend(pairs.into_values().map(|(one, two)| problem(site, one, two)));
}

/// One name of an actor.
struct Name<'a> {
    actor: Handle<Actor>,
    text: &'a Text,
    words: Vec<String>,
}

impl<'a> Name<'a> {
    fn new(actor: Handle<Actor>, text: &'a Text) -> Self {
        let folded: String = text
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .filter(|c| !is_apostrophe(*c))
            .collect();
        let mut words: Vec<String> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        words.sort_unstable();
        words.truncate(MOST_WORDS);
        Self { actor, text, words }
    }

    fn is_like(&self, other: &Self) -> bool {
        if self.words.len() != other.words.len() || name_key(self.text) == name_key(other.text) {
            return false;
        }
        let only = |ones: &[String], others: &[String]| -> Vec<String> {
            let mut left: Vec<String> = others.to_vec();
            let mut own = Vec::new();
            for word in ones {
                match left.iter().position(|other| other == word) {
                    Some(at) => drop(left.swap_remove(at)),
                    None => own.push(word.clone()),
                }
            }
            own
        };
        match (&only(&self.words, &other.words)[..], &only(&other.words, &self.words)[..]) {
            ([], []) => true,
            ([one], [two]) => is_slip(one, two),
            _ => false,
        }
    }
}

fn is_slip(one: &str, two: &str) -> bool {
    let letters = one.chars().count().min(two.chars().count());
    let same_start = one.chars().next() == two.chars().next();
    same_start && strsim::damerau_levenshtein(one, two) <= most(letters)
}

fn most(letters: usize) -> usize {
    match letters {
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    }
}

/// Names that share what is left of them when a few letters of one word are left out.
fn groups(names: &[Name]) -> Vec<Vec<usize>> {
    let mut keyed: HashMap<u64, Vec<usize>> = HashMap::default();
    let mut order: Vec<u64> = Vec::new();
    let mut add = |key: u64, at: usize| {
        let group = keyed.entry(key).or_insert_with(|| {
            order.push(key);
            Vec::new()
        });
        if group.last() != Some(&at) {
            group.push(at);
        }
    };
    for (at, name) in names.iter().enumerate() {
        add(key(&name.words, usize::MAX, ""), at);
        for (nth, word) in name.words.iter().enumerate() {
            let letters = word.chars().count();
            if (5..=LONGEST).contains(&letters) && !word.chars().any(char::is_numeric) {
                for rest in left_out(word, if letters >= 8 { 2 } else { 1 }) {
                    add(key(&name.words, nth, &rest), at);
                }
            }
        }
    }
    order.into_iter().filter_map(|key| keyed.remove(&key)).filter(|group| group.len() > 1).collect()
}

/// A hash of the other words, and of what is left of this one.
fn key(words: &[String], without: usize, rest: &str) -> u64 {
    let mut hasher = Xxh3Default::new();
    for (_, word) in words.iter().enumerate().filter(|(nth, _)| *nth != without) {
        word.hash(&mut hasher);
    }
    (without == usize::MAX, rest).hash(&mut hasher);
    hasher.finish()
}

/// The word, and the word with up to this many of its letters left out, never the first.
fn left_out(word: &str, count: usize) -> BTreeSet<String> {
    let mut all = BTreeSet::from([word.to_owned()]);
    let mut last = all.clone();
    for _ in 0..count {
        let mut next = BTreeSet::new();
        for word in &last {
            for (at, c) in word.char_indices().skip(1) {
                next.insert(format!("{}{}", &word[..at], &word[at + c.len_utf8()..]));
            }
        }
        all.extend(next.iter().cloned());
        last = next;
    }
    all
}

/// Two are not one actor when what is said of them differs. That a name must be declared is reported elsewhere.
fn may_be_one(site: &Site, one: Handle<Actor>, two: Handle<Actor>) -> bool {
    fn value<T>(written: Option<&Spanned<T>>) -> Option<&T> {
        written.map(|written| &written.value)
    }
    fn agree<T: PartialEq>(one: Option<&T>, two: Option<&T>) -> bool {
        one.is_none() || two.is_none() || one == two
    }
    let (one, two) = (&site.graph[one], &site.graph[two]);
    agree(one.kind.as_ref(), two.kind.as_ref())
        && !(site.settings.strict_actors && (one.implicit || two.implicit))
        && agree(value(one.source.country.as_ref()), value(two.source.country.as_ref()))
        && agree(value(one.source.wikidata.as_ref()), value(two.source.wikidata.as_ref()))
}

fn problem(site: &Site, one: &Name, two: &Name) -> Diagnostic {
    let (first, second) = (&site.graph[one.actor], &site.graph[two.actor]);
    let (kept, other) = if first.implicit && !second.implicit { (two, one) } else { (one, two) };
    let message = format!("the names `{}` and `{}` are nearly the same", kept.text.value, other.text.value);
    let kept_id = &site.graph[kept.actor].source.id.slug;
    Diagnostic::new(Code::SimilarNames, other.text.span, message)
        .label("named here")
        .also(kept.text.span, format!("`{kept_id}` is called so here"))
        .help(format!(
            "write `{}`, or add `{}` to the aliases of `{kept_id}`; if they are two actors, give each its `type` or `wikidata`",
            kept.text.value, other.text.value
        ))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Of longer names the first words in the alphabet count.
const MOST_WORDS: usize = 12;
/// Longer words are compared only whole.
const LONGEST: usize = 24;

#[cfg(test)]
mod tests {
    use super::super::super::tests::{briefing, try_site};

    /// How many pairs of these names are called similar.
    fn pairs(names: &[&str]) -> usize {
        let list: String = names.iter().map(|name| format!("  - {name:?}\n")).collect();
        let text = briefing("2025-01-01", &format!("actors:\n{list}"), "");
        try_site(&[("content/briefings/a.md", &text)]).codes().iter().filter(|code| **code == "similar-names").count()
    }

    #[test]
    fn slips_are_seen_and_other_names_are_not() {
        assert_eq!(pairs(&["Sergei Lavrov", "Sergey Lavrov"]), 1);
        assert_eq!(pairs(&["Volodymyr Zelensky", "Volodymyr Zelenskiy"]), 1);
        assert_eq!(pairs(&["Recep Tayyip Erdoğan", "Recep Tayyip Erdogán", "Tayyip Recep Erdogan"]), 3);
        assert_eq!(pairs(&["Сергей Лавров", "Сергей Лавровъ"]), 1);
        assert_eq!(pairs(&["Ministry of Defence of Borduria", "Ministry of Defense of Borduria"]), 1);
        assert_eq!(pairs(&["United Nations", "United States", "Unit 11111", "Unit 11112"]), 0);
        assert_eq!(pairs(&["North Borduria", "South Borduria", "East Borduria", "West Borduria"]), 0);
        assert_eq!(pairs(&["A 1", "A 2", "Iran", "Iraq", "Mali", "Bali", "Zambia", "Gambia"]), 0);
    }
}
