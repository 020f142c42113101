//! Headings: their words, and the ids that lead to them.

use super::{Closing, Origin, Writer};
use crate::model::Slug;
use crate::parse::body::draft::{DraftHeading, escape_into, is_unpublishable};
use crate::parse::body::map::Context;

impl Writer<'_> {
    pub(super) fn heading(&mut self, typed: u8, id: Option<&str>) {
        self.begin_block();
        let text = self.draft.text_position();
        self.open("<h2>", Closing::Heading { typed, id: id.map(str::to_owned), text });
        self.context = self.context.with(Context::HEADING);
    }

    pub(super) fn end_heading(&mut self, typed: u8, id: Option<&str>, text: u32, outer: u32) {
        let words = self.draft.text.get(text as usize..).unwrap_or_default().trim().to_owned();
        self.draft.end_block();
        let id = match self.origin {
            Origin::File { .. } => self.fresh_id(id, &words),
            Origin::Value(_) => String::new(),
        };
        let digit = outer + 2;
        if !id.is_empty() {
            let mut attribute = String::from(" id=\"");
            escape_into(&mut attribute, &id);
            attribute.push('"');
            self.draft.insert_html(digit + 1, &attribute);
        }
        let end = self.draft.html_position();
        self.push("</h2>\n");
        self.draft.headings.push(DraftHeading { typed, digits: [digit, end + 3], id, text: words });
    }

    /// An id that no other heading has: the explicit one, or one made of the words.
    fn fresh_id(&mut self, explicit: Option<&str>, words: &str) -> String {
        let explicit = explicit.filter(|id| !id.chars().any(|c| c.is_whitespace() || is_unpublishable(c)));
        let id = match explicit.filter(|id| !id.is_empty()) {
            Some(id) => id.to_owned(),
            None => Slug::from_text(words).map_or_else(|| "section".to_owned(), |slug| slug.to_string()),
        };
        // Ids begin with a letter, and those of footnotes and notes are not for headings.
        let reserved = id.starts_with("fn-") || id.starts_with("n-") || !id.starts_with(char::is_alphabetic);
        let id = if reserved { format!("s-{id}") } else { id };
        if !self.ids.contains_key(&id) {
            self.ids.insert(id.clone(), 1);
            return id;
        }
        loop {
            // How far numbers are used is kept, so that a thousand equal headings cost no more than others.
            let used = self.ids.entry(id.clone()).or_insert(1);
            *used += 1;
            let candidate = format!("{id}-{used}");
            if !self.ids.contains_key(&candidate) {
                self.ids.insert(candidate.clone(), 1);
                return candidate;
            }
        }
    }
}
