//! Words of names, where one that was misspelt is looked for.
//!
//! One wrong, missing, added or exchanged letter leaves one half of a word as it is. So each word stands with its first half
//! and with its last, and a browser looks where the halves of what was typed would stand.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::render::preview::bundle;

/// Files of names, as JSON lists: a power of two.
pub(super) fn files<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let names: BTreeSet<&String> = names.filter(|it| it.chars().count() >= SHORTEST).collect();
    let count = (names.len() * 2 / NAMES).max(1).next_power_of_two();
    let mut files: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); count];
    for name in names {
        for half in halves(name) {
            files[bundle(&half, count)].insert(name);
        }
    }
    files.into_iter().map(|file| format!("{}\n", file.into_iter().collect::<Value>())).collect()
}

/// The halves of a word, without what stands in the middle, so that two letters there may be exchanged.
fn halves(word: &str) -> [String; 2] {
    let letters: Vec<char> = word.chars().collect();
    let half = (letters.len() - 1) / 2;
    [
        format!("^{}", letters[..half].iter().collect::<String>()),
        format!("${}", letters[letters.len() - half..].iter().collect::<String>()),
    ]
}

/// How many letters a word has at least: of shorter ones, too many are one letter apart.
const SHORTEST: usize = 4;
/// About how many names stand in a file.
const NAMES: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_with_each_of_its_halves() {
        assert_eq!(halves("lavrov"), ["^la", "$ov"]);
        assert_eq!(halves("putin"), ["^pu", "$in"]);
        assert_eq!(halves("асад"), ["^а", "$д"]);
    }

    #[test]
    fn short_words_are_left_out_and_none_is_lost() {
        let names: Vec<String> = (0..1000).map(|it| format!("name{it}")).chain(["li".to_owned()]).collect();
        let files = files(names.iter());
        assert_eq!(files.len(), 16);
        let all = files.concat();
        assert!(!all.contains("\"li\""));
        for name in &names[..1000] {
            let times = all.matches(&format!("\"{name}\"")).count();
            assert!((1..=2).contains(&times), "{name}: {times}");
        }
    }
}
