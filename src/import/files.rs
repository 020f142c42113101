//! The texts of files, new or with more in them.

use std::collections::BTreeMap;

use super::draft::Section;
use super::insert::{Insertion, Numbered, Obstacle, blocks, into_briefing, into_list};
use super::place::Placing;
use super::target::{Dating, New};
use super::write::{flow_scalar, scalar};
use super::{Change, Import};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SitePath, SourceText};

/// What gets into one file.
#[derive(Debug, Default)]
pub(super) struct File {
    /// The briefing, when it is new.
    pub(super) new: Option<(New, String)>,
    /// What it gets.
    pub(super) entries: BTreeMap<Section, Vec<Numbered>>,
}

impl Placing<'_> {
    /// The files as they become.
    pub(super) fn finish(mut self) -> Import {
        let mut changes = Vec::new();
        for (path, file) in std::mem::take(&mut self.files) {
            let known = self.task.project.texts.at(&path);
            let is_empty = file.entries.is_empty();
            let says = [Section::Claims, Section::Notes].iter().any(|it| file.entries.contains_key(it));
            match (file.new, known) {
                (Some((new, date)), _) if says || new.body.as_ref().is_some_and(|it| !it.trim().is_empty()) => {
                    self.tell_dating(&new);
                    changes.push(self.new_briefing(path, &new, &date, &file.entries));
                }
                (Some(_), _) => {}
                (None, Some(text)) => changes.extend(self.edited(text, &file.entries)),
                (None, None) if is_empty => {}
                (None, None) => {
                    let entries: Vec<Numbered> = file.entries.into_values().flatten().collect();
                    changes.push(new_list(path, &entries));
                }
            }
        }
        Import { changes, known: self.known, problems: self.problems }
    }

    /// Says where the date of a new briefing is from, when the file does not say it.
    fn tell_dating(&mut self, new: &New) {
        let (message, help) = match new.dating {
            Dating::Said => return,
            Dating::Statements if std::mem::replace(&mut self.is_dating_told, true) => return,
            Dating::Statements => (
                "a table does not say when briefings were written: new ones get the date of their latest statement"
                    .to_owned(),
                "write their dates in the new files",
            ),
            Dating::Import => (
                format!("`{}` gets the day of the import for its date", new.title),
                "write its date in the new file, or give `--date`",
            ),
        };
        self.problems.push(Diagnostic::new(Code::ImportAssumed, new.span, message).help(help));
    }

    fn new_briefing(
        &self,
        path: SitePath,
        new: &New,
        date: &str,
        entries: &BTreeMap<Section, Vec<Numbered>>,
    ) -> Change {
        let mut text = format!("---\ntitle: {}\ndate: {date}\n", scalar(&new.title));
        if !self.request.tags.is_empty() {
            let tags: Vec<String> = self.request.tags.iter().map(|it| flow_scalar(it)).collect();
            text.push_str(&format!("tags: [{}]\n", tags.join(", ")));
        }
        let mut parts = Vec::new();
        for (section, entries) in entries {
            let made = blocks(0, &format!("{}:\n", section.key()), entries, 2, "\n");
            let shift = text.len();
            parts.extend(made.parts.into_iter().map(|(at, part)| (at, part.start + shift..part.end + shift)));
            text.push_str(&made.text);
        }
        text.push_str("---\n");
        if let Some(body) = &new.body {
            let gap = if body.starts_with('\n') { "" } else { "\n" };
            text.push_str(&format!("{gap}{body}"));
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        let added = vec![0..text.len()];
        Change { path, before: None, counts: counts(entries), added, after: text, parts }
    }

    /// A file of the site with more in it; what cannot be added is reported.
    fn edited(&mut self, text: &SourceText, entries: &BTreeMap<Section, Vec<Numbered>>) -> Option<Change> {
        let is_list = !text.path().as_str().starts_with("content/briefings/");
        let mut insertions: Vec<Insertion> = Vec::new();
        let mut counted = BTreeMap::new();
        for (section, these) in entries {
            let made = if is_list { into_list(text, these) } else { into_briefing(text, *section, these) };
            match made {
                Ok(insertion) => {
                    counted.insert(*section, these.len());
                    insertions.push(insertion);
                }
                Err(Obstacle { message, help }) => {
                    let problems = these.iter().map(|(_, entry)| {
                        Diagnostic::new(Code::ImportUnplaced, entry.span, message.clone()).help(help.clone())
                    });
                    self.problems.extend(problems);
                }
            }
        }
        // Of those for one place, what goes on with a list comes before new keys.
        insertions.sort_by_key(|it| (it.at, !it.continues));
        let whole = text.text();
        let (mut made, mut at) = (String::with_capacity(whole.len() + 256), 0);
        let (mut added, mut parts) = (Vec::new(), Vec::new());
        for insertion in &insertions {
            made.push_str(whole.get(at..insertion.at).unwrap_or_default());
            at = insertion.at;
            let shift = made.len();
            made.push_str(&insertion.text);
            added.push(shift..made.len());
            parts.extend(insertion.parts.iter().map(|(at, part)| (*at, part.start + shift..part.end + shift)));
        }
        made.push_str(whole.get(at..).unwrap_or_default());
        (!insertions.is_empty()).then(|| Change {
            path: text.path().clone(),
            before: Some(whole.clone()),
            after: made,
            counts: counted,
            added,
            parts,
        })
    }
}

fn new_list(path: SitePath, entries: &[Numbered]) -> Change {
    let made = blocks(0, "", entries, 0, "\n");
    let mut counted = BTreeMap::new();
    for (_, entry) in entries {
        *counted.entry(entry.section).or_insert(0) += 1;
    }
    let added = vec![0..made.text.len()];
    Change { path, before: None, counts: counted, added, after: made.text, parts: made.parts }
}

fn counts(entries: &BTreeMap<Section, Vec<Numbered>>) -> BTreeMap<Section, usize> {
    entries.iter().map(|(section, these)| (*section, these.len())).collect()
}
