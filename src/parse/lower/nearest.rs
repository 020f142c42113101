//! The word that was probably meant.

/// The candidate nearest to what was typed, if any is near: equal but for case and separators, within a third of its
/// letters, or beginning or ending with it.
pub(crate) fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = typed.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let typed = folded(typed);
    let distance = |candidate: &str| {
        let candidate = folded(candidate);
        let edits = strsim::damerau_levenshtein(&typed, &candidate);
        let begins = length >= 3 && candidate.starts_with(&typed);
        let ends = length >= 5 && candidate.strip_suffix(&*typed).is_some_and(|before| before.ends_with('-'));
        if begins || ends { edits.min(1) } else { edits }
    };
    let best = candidates.into_iter().map(|candidate| (distance(candidate), candidate)).min_by_key(|(edits, _)| *edits);
    best.filter(|(edits, _)| *edits <= (length / 3).max(1) && *edits < length).map(|(_, candidate)| candidate)
}

fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if matches!(c, '_' | ' ') { '-' } else { c }).collect()
}

/// Nobody mistypes a key of this length; comparing it would cost time.
const LONGEST: usize = 40;

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let words = ["title", "date", "no-comment", "organization", "by"];
        assert_eq!(nearest("titel", words), Some("title"));
        assert_eq!(nearest("No Comment", words), Some("no-comment"));
        assert_eq!(nearest("org", words), Some("organization"));
        assert_eq!(nearest("newspaper", ["article-magazine", "article-newspaper"]), Some("article-newspaper"));
        assert_eq!(nearest("wurst", words), None);
        assert_eq!(nearest("", words), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), words), None);
    }
}
