//! Addresses that open an editor at a line.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// How a file is opened: an address with `{path}`, `{line}` and `{column}`, such as
/// `vscode://file/{path}:{line}:{column}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor(String);

impl Editor {
    /// The editor of this name, or with this scheme of addresses. `vscode://file/` stands for
    /// `vscode://file/{path}:{line}:{column}`.
    ///
    /// # Errors
    /// When it is neither; the message says what is known.
    pub fn new(typed: &str) -> Result<Self, String> {
        if let Some((_, scheme)) = KNOWN.iter().find(|(name, _)| *name == typed) {
            return Ok(Self((*scheme).to_owned()));
        }
        let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
        let known =
            format!("write one of {}, or an address such as `vscode://file/{{path}}:{{line}}`", names.join(", "));
        let Some((scheme, rest)) = typed.split_once(':') else { return Err(known) };
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let runs = ["javascript", "data", "vbscript", "blob"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
        if !is_scheme || runs || !rest.starts_with("//") || typed.contains(char::is_control) {
            return Err(known);
        }
        if typed.contains("{path}") {
            return Ok(Self(typed.to_owned()));
        }
        Ok(Self(format!("{}/{{path}}:{{line}}:{{column}}", typed.trim_end_matches('/'))))
    }

    /// The address that opens this file. Line and column count from 1.
    #[must_use]
    pub fn href(&self, file: &Path, line: u32, column: u32) -> String {
        let path = file.to_string_lossy().replace('\\', "/");
        let path = utf8_percent_encode(path.trim_start_matches('/'), PATH).to_string();
        // Most schemes have a `/` before the path; where one is missing the path brings its own.
        let at = self.0.find("{path}").unwrap_or(0);
        let path = if self.0[..at].ends_with('/') { path } else { format!("/{path}") };
        self.0.replace("{path}", &path).replace("{line}", &line.to_string()).replace("{column}", &column.to_string())
    }
}

const KNOWN: [(&str, &str); 7] = [
    ("vscode", "vscode://file/{path}:{line}:{column}"),
    ("vscodium", "vscodium://file/{path}:{line}:{column}"),
    ("cursor", "cursor://file/{path}:{line}:{column}"),
    ("zed", "zed://file/{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
];

/// What of a path is written as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_schemes_open_a_file_at_a_line() {
        let href = |typed: &str| Editor::new(typed).expect(typed).href(Path::new("/home/a b/x.md"), 3, 7);
        assert_eq!(href("vscode"), "vscode://file/home/a%20b/x.md:3:7");
        assert_eq!(href("vscode://file/"), "vscode://file/home/a%20b/x.md:3:7");
        assert_eq!(href("vscode://file"), "vscode://file/home/a%20b/x.md:3:7");
        assert_eq!(href("idea"), "idea://open?file=/home/a%20b/x.md&line=3&column=7");
        assert_eq!(href("my://x?f={path}&l={line}"), "my://x?f=/home/a%20b/x.md&l=3");
    }

    #[test]
    fn what_would_run_in_the_page_is_no_editor() {
        for typed in ["javascript://x/{path}", "JavaScript://x", "data://x", "vim", "code --goto", "", "://x", "http:x"]
        {
            assert!(Editor::new(typed).is_err(), "{typed}");
        }
    }
}
