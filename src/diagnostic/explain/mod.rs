//! What each code means, for `postil explain CODE` and `docs/checks.md`.
//!
//! An explanation is a file of Markdown beside this one: what the problem is, why it matters, an example that has it and
//! one that does not.

mod table;

use strsim::osa_distance;

use super::{Code, Group};

/// The explanation of a code, in Markdown, without its heading.
#[must_use]
pub fn explanation(code: Code) -> &'static str {
    table::TABLE.iter().find(|(of, _)| *of == code).map_or(code.summary(), |(_, text)| text.trim_end())
}

/// The code of this name; or the one whose name is nearest, when one is near.
///
/// # Errors
/// When there is no such code.
pub fn code(name: &str) -> Result<Code, Option<Code>> {
    let found = Code::ALL.iter().find(|code| code.name() == name);
    found.copied().ok_or_else(|| {
        let distances = Code::ALL.iter().map(|code| (osa_distance(code.name(), name), *code));
        distances.min().filter(|(distance, code)| *distance <= code.name().len() / 3).map(|(_, code)| code)
    })
}

/// All codes by group, groups and codes in the order of the catalogue.
#[must_use]
pub fn groups() -> Vec<(Group, Vec<Code>)> {
    let mut groups: Vec<(Group, Vec<Code>)> = Vec::new();
    for &code in Code::ALL {
        match groups.iter_mut().find(|(group, _)| *group == code.group()) {
            Some((_, codes)) => codes.push(code),
            None => groups.push((code.group(), vec![code])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_explained_once_with_a_wrong_and_a_right_example() {
        let explained: BTreeSet<Code> = table::TABLE.iter().map(|(code, _)| *code).collect();
        assert_eq!(explained.len(), table::TABLE.len(), "a code is explained twice");
        for &code in Code::ALL {
            assert!(explained.contains(&code), "write src/diagnostic/explain/{code}.md and add it to table.rs");
            let text = explanation(code);
            let wrong = text.find("\nWrong:").unwrap_or_else(|| panic!("{code} has no wrong example"));
            let right = text.find("\nRight:").unwrap_or_else(|| panic!("{code} has no right example"));
            assert!(wrong < right, "{code} shows the right example first");
            assert_eq!(text[wrong..right].matches("```").count(), 2, "{code} has one wrong example");
            assert_eq!(text[right..].matches("```").count(), 2, "{code} has one right example");
            assert!(text.lines().all(|line| line.chars().count() <= 120), "{code} has a long line");
            assert!((8..=40).contains(&text.lines().count()), "{code} is not of a length that is read");
        }
    }

    #[test]
    fn a_misspelt_code_has_a_nearest() {
        assert_eq!(code("unknown-key"), Ok(Code::UnknownKey));
        assert_eq!(code("unkown-keys"), Err(Some(Code::UnknownKey)));
        assert_eq!(code("zzzzzzzzzzzzzzz"), Err(None));
    }

    #[test]
    fn groups_hold_every_code_once() {
        let all: Vec<Code> = groups().into_iter().flat_map(|(_, codes)| codes).collect();
        assert_eq!(all.len(), Code::ALL.len());
    }
}
