//! A line as the title of an article.

/// The line; of one that is a whole paragraph, which is no headline, its beginning.
pub(crate) fn headline(line: &str) -> String {
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    let head: String = line.chars().take(LONGEST).collect();
    let head = head.rsplit_once(' ').map_or(head.as_str(), |(head, _)| head);
    format!("{}…", head.trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// In characters.
const LONGEST: usize = 110;
