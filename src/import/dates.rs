//! When an article was written, if it says so in a way that has one meaning.
//!
//! `2025-03-12`, `12 March 2025`, `March 12th, 2025` and their like in a few languages. `03/04/2025` means two days, and
//! is left alone.

use chrono::NaiveDate;

/// The day that stands at the head of a text, or else the only one in it.
pub(crate) fn date(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let head = lines.iter().take(HEAD).find_map(|line| days(line).first().copied());
    let all = || {
        let mut all: Vec<NaiveDate> = lines.iter().flat_map(|line| days(line)).collect();
        all.dedup();
        if let [only] = all.as_slice() { Some(*only) } else { None }
    };
    head.or_else(all).map(|day| day.to_string())
}

/// The days that a line names, in order.
fn days(line: &str) -> Vec<NaiveDate> {
    let words: Vec<&str> = line
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty() && !BETWEEN.contains(&word.to_lowercase().as_str()))
        .collect();
    let mut found = Vec::new();
    for at in 0..words.len() {
        let three = words.get(at..at + 3);
        let written = three.and_then(|it| {
            let year = year(it[2])?;
            let (day, month) = match (day(it[0]), month(it[1])) {
                (Some(day), Some(month)) => (day, month),
                _ => (day(it[1])?, month(it[0])?),
            };
            NaiveDate::from_ymd_opt(year, month, day)
        });
        found.extend(written.or_else(|| iso(words[at])));
    }
    found
}

fn iso(word: &str) -> Option<NaiveDate> {
    (word.len() == 10).then(|| NaiveDate::parse_from_str(word, "%Y-%m-%d").ok())?
}

fn year(word: &str) -> Option<i32> {
    let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| is_year && (1000..=9999).contains(year))
}

/// `12`, `1st`, `22nd`.
fn day(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    let ending = &word[digits.len()..];
    let is_day = (1..=2).contains(&digits.len()) && ["", "st", "nd", "rd", "th", "er", "º"].contains(&ending);
    digits.parse().ok().filter(|day| is_day && (1..=31).contains(day))
}

fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    u32::try_from(at + 1).ok()
}

/// The lines in which a date is that of the article.
const HEAD: usize = 5;

/// Words between day, month and year.
const BETWEEN: [&str; 4] = ["of", "de", "the", "del"];

/// The months in English (with the usual short forms), German, French, Spanish, Russian and Ukrainian.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier enero января січня",
    "february feb februar februar février febrero февраля лютого",
    "march mar märz mars marzo марта березня",
    "april apr avril abril апреля квітня",
    "may mai mayo мая травня",
    "june jun juni juin junio июня червня",
    "july jul juli juillet julio июля липня",
    "august aug août agosto августа серпня",
    "september sep sept septembre septiembre сентября вересня",
    "october oct oktober octobre octubre октября жовтня",
    "november nov novembre noviembre ноября листопада",
    "december dec dezember décembre diciembre декабря грудня",
];
