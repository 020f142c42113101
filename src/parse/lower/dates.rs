//! The date that was probably meant by one written in another way.

use crate::model::Date;

/// The date in the form of the format, when only one can be meant.
pub(crate) fn guess(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    if let Some((from, to)) =
        text.split_once(" – ").or_else(|| text.split_once(" - ")).or_else(|| text.split_once(" to "))
    {
        return checked(format!("{}/{}", moment(from)?, moment(to)?));
    }
    checked(moment(text)?)
}

/// A moment; what is a date already stays.
fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    if Date::parse(text).is_ok() {
        return Some(text.to_owned());
    }
    if let Some(rest) = ["about ", "around ", "circa ", "ca. ", "c. "].iter().find_map(|word| text.strip_prefix(word)) {
        return moment(rest).map(|date| format!("{date}~"));
    }
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) if time.contains(':') => (date, Some(time)),
        _ => (text, None),
    };
    let day = day(date)?;
    time.map_or(Some(day.clone()), |time| Some(format!("{day}T{}", clock(time))))
}

fn day(text: &str) -> Option<String> {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '/' | '-' | ','))
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| part.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).parse::<u16>().ok();
    let year = |part: &str| (part.len() == 4).then(|| part.parse::<u16>().ok()).flatten();
    let digits = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit());
    let (y, m, d) = match parts.as_slice() {
        [all] if digits(all) => (year(&all[..4])?, month(&all[4..6])?, Some(number(&all[6..])?)),
        [y, m] if year(y).is_some() => (year(y)?, month(m)?, None),
        [m, y] => (year(y)?, month(m)?, None),
        [y, m, d] if year(y).is_some() => (year(y)?, month(m)?, Some(number(d)?)),
        [d, m, y] if is_name(m) => (year(y)?, month(m)?, Some(number(d)?)),
        [m, d, y] if is_name(m) => (year(y)?, month(m)?, Some(number(d)?)),
        [a, b, y] => {
            // With points the day comes first; with slashes it depends on the country, unless one cannot be a month.
            let (a, b) = (number(a)?, number(b)?);
            let by_points = text.contains('.');
            match (a, b) {
                _ if by_points || a > 12 => (year(y)?, b, Some(a)),
                _ if b > 12 => (year(y)?, a, Some(b)),
                _ if a == b => (year(y)?, a, Some(a)),
                _ => return Some(format!("{:04}-{b:02}-{a:02}` or `{:04}-{a:02}-{b:02}", year(y)?, year(y)?)),
            }
        }
        _ => return None,
    };
    Some(d.map_or(format!("{y:04}-{m:02}"), |d| format!("{y:04}-{m:02}-{d:02}")))
}

fn clock(text: &str) -> String {
    let text = text.trim();
    let zone_at = text.find(['Z', '+', '-', ' ']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(zone_at);
    let seconds = if clock.matches(':').count() == 1 { ":00" } else { "" };
    let zone = match zone.trim() {
        "" | "UTC" | "GMT" => "Z",
        zone => zone,
    };
    format!("{clock}{seconds}{zone}")
}

fn month(text: &str) -> Option<u16> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let lower = text.to_lowercase();
    let at = MONTHS.iter().position(|name| lower.len() >= 3 && name.starts_with(&lower))?;
    u16::try_from(at + 1).ok()
}

fn is_name(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

fn checked(guess: String) -> Option<String> {
    guess.split("` or `").all(|date| Date::parse(date).is_ok()).then_some(guess)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const LONGEST: usize = 60;

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn other_ways_of_writing_are_understood() {
        for (typed, meant) in [
            ("11.12.2025", "2025-12-11"),
            ("12/11/2025", "2025-11-12` or `2025-12-11"),
            ("13/12/2025", "2025-12-13"),
            ("12/13/2025", "2025-12-13"),
            ("11 December 2025", "2025-12-11"),
            ("December 11, 2025", "2025-12-11"),
            ("11th Dec 2025", "2025-12-11"),
            ("2025/12/11", "2025-12-11"),
            ("2025-1-2", "2025-01-02"),
            ("20251211", "2025-12-11"),
            ("Dec 2025", "2025-12"),
            ("2025-12-11 10:00", "2025-12-11T10:00:00Z"),
            ("2025-12-11 10:00:30 +02:00", "2025-12-11T10:00:30+02:00"),
            ("about 2025", "2025~"),
            ("2024 - 2025", "2024/2025"),
        ] {
            assert_eq!(guess(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_a_date_is_not_guessed() {
        for typed in ["tomorrow", "31.02.2025", "2025-13-01", "", "99/99/2025", "11 Foo 2025"] {
            assert_eq!(guess(typed), None, "{typed}");
        }
    }
}
