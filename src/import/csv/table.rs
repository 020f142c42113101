//! One table: its rows, and the place of every cell. The only file that knows the `csv` crate's reader.

use csv::{ByteRecord, ReaderBuilder};

use super::columns::{Column, Kind, column, columns, kind};
use crate::diagnostic::{Code, Diagnostic};
use crate::import::value::shortened;
use crate::parse::nearest;
use crate::source::{SourceText, Span};

/// A table that was read.
pub(super) struct Table {
    /// Which.
    pub(super) kind: Kind,
    /// What a briefing made of it is called: the name of the file.
    pub(super) title: String,
    /// Its columns, in order; none for those that are not understood.
    columns: Vec<Option<Column>>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

/// A row without its empty cells.
pub(super) struct Row {
    /// Its cells.
    pub(super) cells: Vec<Cell>,
    /// Where it stands.
    pub(super) span: Span,
}

/// A cell.
pub(super) struct Cell {
    /// Its column.
    pub(super) column: Column,
    /// What it holds.
    pub(super) text: String,
    /// Where it stands.
    pub(super) span: Span,
}

impl Row {
    /// The cell of a column, if it holds something.
    pub(super) fn get(&self, column: Column) -> Option<&Cell> {
        self.cells.iter().find(|it| it.column == column)
    }

    /// The values of a cell.
    pub(super) fn list(&self, column: Column) -> Vec<String> {
        self.get(column).map(|it| super::parts(&it.text)).unwrap_or_default()
    }
}

impl Table {
    /// The table that a text is; none when it has no columns that are understood.
    pub(super) fn read(source: &SourceText, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let text = source.text().trim_start_matches('\u{feff}');
        let shift = source.text().len() - text.len();
        let delimiter = delimiter(text);
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
        let mut record = ByteRecord::new();
        let mut table: Option<Self> = None;
        let mut start = 0;
        while let Ok(true) = reader.read_byte_record(&mut record) {
            let end = usize::try_from(reader.position().byte()).unwrap_or(text.len()).min(text.len());
            let begin = record.position().map_or(start, |it| usize::try_from(it.byte()).unwrap_or(start)).max(start);
            let written = &text[floor(text, begin)..floor(text, end)];
            let places = Places { source, at: floor(text, begin) + shift, cells: cells(written, delimiter) };
            match &mut table {
                None => table = Some(Self::headed(source, &record, &places, problems)?),
                Some(table) => table.row(&record, &places, problems),
            }
            start = end;
        }
        if table.is_none() {
            problems.push(
                Diagnostic::new(Code::ImportSyntax, source.span(0..0), "this table is empty")
                    .help("its first line must name the columns"),
            );
        }
        table
    }

    fn headed(
        source: &SourceText,
        record: &ByteRecord,
        places: &Places<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let names: Vec<String> = record.iter().map(|it| String::from_utf8_lossy(it).trim().to_owned()).collect();
        let kind = kind(&names);
        let own_text = names.iter().any(|it| column(kind, it) == Some(Column::Text));
        let mut found: Vec<Option<Column>> = Vec::new();
        let mut unknown = Vec::new();
        for (at, name) in names.iter().enumerate() {
            // Where nothing else is the text, a column `claim` holds what is claimed.
            let is_words = kind == Kind::Statements && !own_text && name.eq_ignore_ascii_case("claim");
            let column = if is_words { Some(Column::Text) } else { column(kind, name) };
            let is_double = column.is_some_and(|it| it != Column::Derived && found.contains(&Some(it)));
            if (column.is_none() || is_double) && !name.is_empty() {
                unknown.push((at, name.clone(), is_double));
            }
            found.push(column.filter(|_| !is_double));
        }
        if found.iter().flatten().all(|it| matches!(it, Column::Derived | Column::Address)) {
            let known: Vec<String> =
                columns(Kind::Statements).iter().map(|(_, names)| format!("`{}`", names[0])).collect();
            problems.push(
                Diagnostic::new(
                    Code::ImportSyntax,
                    places.of(0),
                    "no column of this table has a name that is understood",
                )
                .help(format!("the first line must name columns such as {}", known[1..].join(", "))),
            );
            return None;
        }
        for (at, name, is_double) in unknown {
            let shown = shortened(&name);
            let message = if is_double {
                format!("the column `{shown}` says the same as one before it, and is left out")
            } else {
                format!("the column `{shown}` is not understood, and is left out")
            };
            let names = columns(kind).iter().flat_map(|(_, names)| names.iter().copied());
            let problem = Diagnostic::new(Code::ImportUnknown, places.of(at), message);
            problems.push(match nearest(&name, names).filter(|_| !is_double) {
                Some(near) => problem.help(format!("if it is `{near}`, rename it")),
                None => problem.help("`postil import csv --help` lists the columns"),
            });
        }
        let title = source.path().stem().replace(['_', '-'], " ");
        Some(Self { kind, title, columns: found, rows: Vec::new() })
    }

    fn row(&mut self, record: &ByteRecord, places: &Places<'_>, problems: &mut Vec<Diagnostic>) {
        if record.iter().all(|it| it.iter().all(u8::is_ascii_whitespace)) {
            return;
        }
        let mut row = Row { cells: Vec::new(), span: places.row() };
        for (at, bytes) in record.iter().enumerate() {
            let text = plain(&String::from_utf8_lossy(bytes)).to_owned();
            match self.columns.get(at) {
                _ if text.trim().is_empty() => {}
                Some(Some(column)) => row.cells.push(Cell { column: *column, text, span: places.of(at) }),
                Some(None) => {}
                None => {
                    let message =
                        format!("this row has {} cells, and there are {} columns", record.len(), self.columns.len());
                    problems.push(
                        Diagnostic::new(Code::ImportSyntax, places.of(at), message)
                            .help("put a cell that holds the separator between quotation marks"),
                    );
                    return;
                }
            }
        }
        self.rows.push(row);
    }

    /// Whether it has a column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }
}

/// Where the cells of one record stand.
struct Places<'a> {
    source: &'a SourceText,
    at: usize,
    cells: Vec<std::ops::Range<usize>>,
}

impl Places<'_> {
    fn of(&self, cell: usize) -> Span {
        let range = self.cells.get(cell).cloned().unwrap_or(0..0);
        self.source.span(self.at + range.start..self.at + range.end)
    }

    fn row(&self) -> Span {
        let start = self.cells.first().map_or(0, |it| it.start);
        let end = self.cells.last().map_or(0, |it| it.end);
        self.source.span(self.at + start..self.at + end)
    }
}

/// Where the cells of a record stand in what is written of it.
fn cells(written: &str, delimiter: u8) -> Vec<std::ops::Range<usize>> {
    let lead = written.len() - written.trim_start_matches(['\r', '\n']).len();
    let (mut cells, mut start, mut quoted) = (Vec::new(), lead, false);
    for (at, byte) in written.bytes().enumerate().skip(lead) {
        match byte {
            b'"' => quoted = !quoted,
            _ if byte == delimiter && !quoted => {
                cells.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    cells.push(start..written.trim_end_matches(['\r', '\n']).len().max(start));
    cells
}

/// A cell without the apostrophe that keeps spreadsheets from computing it.
fn plain(cell: &str) -> &str {
    let computed = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(computed)).unwrap_or(cell)
}

/// What separates the names of the first line: what gives most columns that are understood, then most columns.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let score = |delimiter: &u8| {
        let names: Vec<String> =
            first.split(char::from(*delimiter)).map(|it| it.trim_matches([' ', '"']).to_owned()).collect();
        let kind = kind(&names);
        (names.iter().filter(|it| column(kind, it).is_some()).count(), names.len())
    };
    DELIMITERS.into_iter().rev().max_by_key(score).unwrap_or(b',')
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What spreadsheets put between fields, the commonest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
