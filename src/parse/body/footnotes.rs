//! Footnotes: numbered in the order of their first reference, and written at the end of the body.

use std::collections::BTreeMap;

use super::draft::Draft;

/// The footnotes of a body.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    numbers: BTreeMap<String, usize>,
    /// For each number, the label and how often it is referred to with a link.
    entries: Vec<(String, usize)>,
    definitions: BTreeMap<String, Draft>,
    /// Labels in the order of their definitions.
    defined: Vec<String>,
}

impl Footnotes {
    /// The number of the footnote with this label, and the id of one more reference to it.
    pub(super) fn refer(&mut self, label: &str) -> (usize, String) {
        let number = self.number(&key(label));
        let Some((_, count)) = self.entries.get_mut(number - 1) else { return (number, String::new()) };
        *count += 1;
        (number, reference_id(number, *count))
    }

    /// Takes the text of a footnote; of several with one label the first counts.
    pub(super) fn define(&mut self, label: &str, definition: Draft) {
        let key = key(label);
        if !self.definitions.contains_key(&key) {
            self.defined.push(key.clone());
            self.definitions.insert(key, definition);
        }
    }

    /// The ids of all footnotes and of the references to them.
    pub(super) fn ids(&self) -> Vec<String> {
        let mut ids = Vec::new();
        for (index, (_, count)) in self.entries.iter().enumerate() {
            ids.push(format!("fn-{}", index + 1));
            ids.extend((1..=*count).map(|nth| reference_id(index + 1, nth)));
        }
        ids
    }

    /// Writes all that are defined; those that nothing refers to come last.
    pub(super) fn write(&mut self, draft: &mut Draft) {
        for label in std::mem::take(&mut self.defined) {
            self.number(&label);
        }
        if self.entries.is_empty() {
            return;
        }
        draft.html.push_str("<div class=\"footnotes\" role=\"group\" aria-label=\"Footnotes\">\n<ol>\n");
        for (index, (label, count)) in self.entries.iter().enumerate() {
            let number = index + 1;
            let mut definition = self.definitions.remove(label).unwrap_or_default();
            definition.end_block();
            write_back_links(&mut definition.html, number, *count);
            draft.html.push_str(&format!("<li id=\"fn-{number}\">\n"));
            draft.append(definition);
            draft.html.push_str("</li>\n");
        }
        draft.html.push_str("</ol>\n</div>\n");
    }

    fn number(&mut self, key: &str) -> usize {
        if let Some(number) = self.numbers.get(key) {
            return *number;
        }
        self.entries.push((key.to_owned(), 0));
        self.numbers.insert(key.to_owned(), self.entries.len());
        self.entries.len()
    }
}

/// Writes the ways back into the last paragraph, or after everything.
fn write_back_links(html: &mut String, number: usize, count: usize) {
    let end = if html.ends_with("</p>\n") { "</p>\n" } else { "" };
    html.truncate(html.len() - end.len());
    for nth in 1..=count {
        let id = reference_id(number, nth);
        let which = if count == 1 { format!("{number}") } else { format!("{number}, {nth} of {count}") };
        html.push_str(&format!(
            " <a class=\"footnote-back\" href=\"#{id}\" aria-label=\"Back to reference {which}\">↩</a>"
        ));
    }
    html.push_str(end);
}

fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("fn-ref-{number}") } else { format!("fn-ref-{number}-{nth}") }
}

/// Labels are the same whatever their case.
fn key(label: &str) -> String {
    label.to_lowercase()
}
