//! The style sheet as it is sent: without comments and without the white space that only its readers need.

/// A style sheet in fewer bytes. For sheets without comments in strings.
pub(super) fn compact(sheet: &str) -> String {
    let mut rest = sheet;
    let mut bare = String::with_capacity(sheet.len());
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let mut compact = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    let pairs = [
        (" {", "{"),
        ("{ ", "{"),
        (" }", "}"),
        ("} ", "}"),
        ("; ", ";"),
        (";}", "}"),
        (", ", ","),
        (": ", ":"),
        (" > ", ">"),
    ];
    for (wide, narrow) in pairs {
        compact = compact.replace(wide, narrow);
    }
    unquoted(&compact)
}

/// The sheet without quotation marks around attributes that are plain words: `[data-kind="state"]`.
fn unquoted(sheet: &str) -> String {
    let mut parts = sheet.split("=\"");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_word = |value: &str| !value.is_empty() && value.bytes().all(|it| it.is_ascii_lowercase());
        match part.split_once("\"]").filter(|(value, _)| is_word(value)) {
            Some((value, rest)) => bare.push_str(&format!("={value}]{rest}")),
            None => bare.push_str(&format!("=\"{part}")),
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn only_what_nobody_needs_is_left_out() {
        let sheet = "@layer a, b;\n/* why */\n:root { --x: calc(1px + 2px); }\n@media (min-width: 2rem) {\n  a[b=\"c\"] > b[b=\"3\"] + :is(b, c)::before { content: \"\"; d: e }\n}\n";
        let expected = "@layer a,b;:root{--x:calc(1px + 2px)}@media (min-width:2rem){a[b=c]>b[b=\"3\"] + :is(b,c)::before{content:\"\";d:e}}";
        assert_eq!(compact(sheet), expected);
    }
}
