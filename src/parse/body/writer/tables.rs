//! Tables and blocks of code.

use pulldown_cmark::{Alignment, CodeBlockKind};

use super::{Closing, Table, Writer};
use crate::parse::body::code::CodeBlock;
use crate::parse::body::draft::escape_into;
use crate::parse::body::map::Context;

impl Writer<'_> {
    pub(super) fn table(&mut self, alignments: Vec<Alignment>) {
        let count = self.table.count + 1;
        self.table = Table { count, alignments, ..Table::default() };
        let opening =
            format!("<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Table {count}\">\n<table>\n");
        self.begin_block();
        self.open(&opening, Closing::Table);
    }

    pub(super) fn table_row(&mut self) {
        self.begin_block();
        self.table.column = 0;
        if !std::mem::replace(&mut self.table.has_body, true) {
            self.push("<tbody>\n");
        }
        self.open("<tr>", Closing::TableRow);
    }

    pub(super) fn table_cell(&mut self) {
        let alignment = self.table.alignments.get(self.table.column).copied().unwrap_or(Alignment::None);
        self.table.column += 1;
        let class = match alignment {
            Alignment::None => "",
            Alignment::Left => " class=\"left\"",
            Alignment::Center => " class=\"center\"",
            Alignment::Right => " class=\"right\"",
        };
        if self.table.in_head {
            self.block(&format!("<th scope=\"col\"{class}>"), "</th>");
        } else {
            self.block(&format!("<td{class}>"), "</td>");
        }
    }

    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        self.begin_block();
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', '\t', ',']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let mut opening = String::from("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            opening.push_str(" class=\"language-");
            escape_into(&mut opening, language);
            opening.push('"');
        }
        opening.push('>');
        let code = CodeBlock::new(language);
        self.open(&opening, Closing::Code(code));
    }

    pub(super) fn end_code_block(&mut self, code: &CodeBlock) {
        code.write(&mut self.draft, self.context.with(Context::CODE));
        self.draft.end_block();
        self.push("</code></pre>\n");
    }
}
