//! Values of other formats as the format writes them: words in another spelling, dates in another form.

use url::Url;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Date;
use crate::parse::keys::{Key, Takes};
use crate::parse::{guess_date, nearest};
use crate::source::Span;

/// The value of a key in the form of the format.
///
/// # Errors
/// When it cannot be one: with what could be written.
pub(super) fn checked(key: &Key, text: &str, span: Span) -> Result<String, Diagnostic> {
    let name = key.name;
    let wrong = || {
        let message = format!("`{name}` cannot be `{}`", shortened(text));
        Diagnostic::new(Code::UnknownValue, span, message).help(format!("write {}", key.takes.wanted()))
    };
    match &key.takes {
        Takes::Word(words) => {
            let words = words();
            let typed = folded(text);
            let found = words.iter().find(|word| folded(word) == typed);
            found.map(|word| (*word).to_owned()).ok_or_else(|| match nearest(text, words.iter().copied()) {
                Some(near) => Diagnostic { help: Some(format!("write `{near}`")), ..wrong() },
                None => wrong(),
            })
        }
        Takes::Date => date(text).ok_or_else(|| {
            let message = format!("`{}` is no date that can be read in one way", shortened(text));
            Diagnostic::new(Code::BadDate, span, message).help("write a date such as `2025-12-11` or `2025-12`")
        }),
        Takes::Whole(from, to) => {
            let number = text.trim().parse::<u16>().ok().filter(|it| (from..=to).contains(&it));
            number.map(|it| it.to_string()).ok_or_else(wrong)
        }
        Takes::Degrees(most) => {
            let number = text.trim().parse::<f64>().ok().filter(|it| it.abs() <= f64::from(*most));
            number.map(|it| it.to_string()).ok_or_else(wrong)
        }
        Takes::Url => match Url::parse(text.trim()) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(text.trim().to_owned()),
            _ => Err(Diagnostic { code: Code::BadUrl, ..wrong() }),
        },
        Takes::Country => {
            let country = text.trim().to_ascii_uppercase();
            let is_code = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
            if is_code { Ok(country) } else { Err(wrong()) }
        }
        Takes::Wikidata => {
            let item = text.trim().rsplit(['/', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let is_item = item.len() > 1 && item.starts_with('Q') && item[1..].bytes().all(|it| it.is_ascii_digit());
            if is_item { Ok(item) } else { Err(wrong()) }
        }
        Takes::Markdown => Ok(lines(text)),
        _ => Ok(one_line(text)),
    }
}

/// A date in the form of the format; a time with parts of seconds is its day.
pub(super) fn date(text: &str) -> Option<String> {
    let text = text.trim();
    if Date::parse(text).is_ok() {
        return Some(text.to_owned());
    }
    let day = text.get(..10).filter(|_| text.as_bytes().get(10).is_some_and(|byte| matches!(byte, b'T' | b' ')));
    day.filter(|day| Date::parse(day).is_ok()).map(str::to_owned).or_else(|| guess_date(text))
}

/// A word without what people spell in several ways: capitals, spaces, underscores.
pub(super) fn folded(text: &str) -> String {
    let letters = text.trim().chars().flat_map(char::to_lowercase);
    letters.map(|c| if matches!(c, '_' | ' ' | '\u{a0}' | '/') { '-' } else { c }).collect()
}

/// A text in one line, without what cannot be published.
pub(super) fn one_line(text: &str) -> String {
    publishable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines, without what cannot be published, and without space at the ends of lines.
pub(super) fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    publishable(&text).lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The text without control characters and marks that turn its direction, which the format refuses.
pub(super) fn publishable(text: &str) -> String {
    let is_bad = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' | '\u{feff}')
    };
    text.chars().filter(|c| !is_bad(*c)).collect()
}

/// The beginning of a text, for messages.
pub(super) fn shortened(text: &str) -> String {
    let text = one_line(text);
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

const MAX_SHOWN: usize = 60;
