//! Pictures, drawn when the site is built: each is a pure function from the graph to a [`Picture`], whose SVG a template
//! embeds as it is.
//!
//! Everything is placed on whole pixels from estimated widths of text ([`text`]), so that a picture is the same on every
//! machine. Colours are left to the style sheet: a picture only says what something is (`class`, `data-kind`,
//! `data-standing`, `data-rel`). Names and addresses come from [`Site::link`], which knows what is confidential.
//! What a picture leaves out it says, and the table beside it, or the list on the same page, has it.

mod argument;
mod boxes;
mod history;
mod lanes;
mod layout;
mod neighbours;
mod network;
mod periods;
mod rows;
mod scale;
mod svg;
mod text;
mod timeline;

#[cfg(test)]
mod tests;

use serde::Serialize;

pub(super) use argument::argument;
pub(super) use history::history;
pub(super) use neighbours::neighbours;
pub(super) use network::network;
pub(super) use timeline::{of_actor, of_tag, of_timeline};

use super::view::{Link, Site};
use crate::resolve::Handle;
use crate::resolve::graph::{Actor, Node};

/// A drawing with all that is needed to read it without seeing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// The beginning of its ids, unique on its page.
    pub id: &'static str,
    /// What it shows, in a few words.
    pub title: String,
    /// What there is to see, in a sentence or two.
    pub description: String,
    /// An `svg` element. All text in it is escaped.
    pub svg: String,
    /// The same, coarser, for narrow screens; none where the other can be scrolled.
    pub compact: Option<String>,
    /// What its marks mean.
    pub key: Vec<KeyEntry>,
    /// What is not drawn, and where it is; nothing when all is drawn.
    pub left_out: Option<String>,
    /// The same as a table; none where the page has it as a list of its own.
    pub table: Option<Table>,
}

/// A mark and its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyEntry {
    /// A small `svg` element.
    pub svg: String,
    /// What it means.
    pub meaning: &'static str,
}

/// A picture as a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The headings of its columns.
    pub columns: &'static [&'static str],
    /// Its rows, with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// How many rows are left out.
    pub more: usize,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Plain text.
    pub text: String,
    /// Where it leads, relative to the root of the site.
    pub href: Option<String>,
}

impl Table {
    /// A table of these rows, or of the first of them when there are too many for a page.
    fn new(columns: &'static [&'static str], mut rows: Vec<Vec<Cell>>) -> Self {
        let more = rows.len().saturating_sub(ROWS);
        rows.truncate(ROWS);
        Self { columns, rows, more }
    }
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None }
    }
}

impl From<Link> for Cell {
    fn from(link: Link) -> Self {
        Self { text: link.title, href: link.href }
    }
}

/// The name and the page of an actor.
fn actor(site: &Site<'_>, handle: Handle<Actor>) -> Link {
    site.link(&Node::Actor(handle))
}

/// A length in pixels, from a number of things.
fn pixels(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// How many rows a table beside a picture has at most.
const ROWS: usize = 100;
