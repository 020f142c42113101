//! The text of a new file, made from a template with places to fill.

/// What stands at the places of an archetype.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filling<'a> {
    /// `{{ title }}`
    pub(super) title: &'a str,
    /// `{{ date }}`
    pub(super) date: &'a str,
    /// `{{ id }}`
    pub(super) id: &'a str,
}

/// The archetype with its places filled: in the front matter by YAML that means the value, below it by the text itself.
/// What is in double braces and is no place of these stays as it is.
pub(super) fn filled(archetype: &str, filling: Filling<'_>) -> String {
    let mut text = String::with_capacity(archetype.len());
    let mut fences = 0;
    for line in archetype.split_inclusive('\n') {
        fences += usize::from(line.trim_end() == "---");
        let title = if fences == 1 { yaml(filling.title) } else { filling.title.to_owned() };
        // The title comes last, so that braces in it stay what they are.
        let line = line.replace("{{ date }}", filling.date).replace("{{ id }}", filling.id);
        text.push_str(&line.replace("{{ title }}", &title));
    }
    text
}

/// A text as a YAML scalar in one line: plain where that cannot be misread, else in double quotation marks.
pub(super) fn yaml(text: &str) -> String {
    let begins_plain = text.starts_with(char::is_alphabetic);
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | '(' | ')' | '’' | '\'');
    let is_word = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    if begins_plain && !is_word && text.chars().all(is_plain) && text.trim() == text {
        return text.to_owned();
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// A title in one line: white space and characters that nobody sees are one space, and none at its ends.
pub(super) fn one_line(title: &str) -> String {
    let visible = title.replace(|c: char| c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}'), " ");
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::node::{Node, Value};
    use crate::parse::yaml;
    use crate::source::{SitePath, SourceText};

    #[test]
    fn any_title_is_read_back_as_it_was() {
        for title in [
            "A plain title",
            "It’s said: no",
            "- a list",
            "# no comment",
            "yes",
            "12",
            "",
            " spaced ",
            "a \"b\" \\ c",
            "{x}",
            "[x]",
            "é ü",
            "100 %",
            "a #b",
            "*a*",
            "&a",
            "!x",
            "a: b",
            "“Quoted”, it says",
        ] {
            let text = format!("title: {}\n", yaml(title));
            let source = SourceText::new(SitePath::new("x.yaml").expect("a path"), text.clone());
            let (node, problems) = yaml::parse(&source, 0..text.len());
            assert!(problems.is_empty(), "{text}: {problems:?}");
            let Some(Node { value: Value::Map(map), .. }) = node else { panic!("no mapping: {text}") };
            let Value::Scalar(scalar) = &map.entries[0].value.value else { panic!("no scalar: {text}") };
            assert_eq!(scalar.text, title);
        }
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(one_line(" A\ttitle\u{85}\n in\u{0} lines "), "A title in lines");
    }

    #[test]
    fn places_are_filled_once() {
        let filling = Filling { title: "A: {{ id }}", date: "2025-01-02", id: "a" };
        let text = filled("---\ntitle: {{ title }}\ndate: {{ date }}\n---\n# {{ title }} {{ other }}\n", filling);
        assert_eq!(text, "---\ntitle: \"A: {{ id }}\"\ndate: 2025-01-02\n---\n# A: {{ id }} {{ other }}\n");
    }
}
