//! Tests of dates.

use super::*;

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

#[test]
fn every_form_is_read_and_written_back() {
    for text in [
        "2025",
        "2025-12",
        "2025-12-11",
        "2025-12-11T10:00:00Z",
        "2025-12-11T10:00:00+02:00",
        "2025~",
        "2025-12?",
        "2025-12-11%",
        "2024/2025",
        "2024-02-29/..",
        "../2025-01?",
    ] {
        assert_eq!(date(text).to_string(), text);
    }
}

#[test]
fn what_is_not_a_date_is_refused() {
    for text in [
        "",
        "25",
        "2025-13",
        "2025-02-30",
        "2025-1-1",
        "2025-12-11T25:00:00Z",
        "2025-12T10:00:00Z",
        "../..",
        "2025/",
        "0000",
        "tomorrow",
        "२०२५",
    ] {
        assert!(Date::parse(text).is_err(), "{text}");
    }
}

#[test]
fn order_and_precision() {
    assert!(date("2025-11").is_before(&date("2025-12")));
    assert!(!date("2025").is_before(&date("2025-12")));
    assert!(!date("2024/..").is_before(&date("2026")));
    assert!(date("2025/2024").is_backwards());
    assert!(!date("2025/2025-03").is_backwards());
    assert_eq!(date("2025-12").order(&date("2025-12-01")), Ordering::Greater);
}

#[test]
fn words_make_nothing_up() {
    assert_eq!(date("2025-12").words(), "December 2025");
    assert_eq!(date("2025-12-11?").words(), "11 December 2025 (uncertain)");
    assert_eq!(date("2004-03/..").words(), "since March 2004");
    assert_eq!(date("2025-12-11T10:00:00Z").words(), "11 December 2025, 10:00 UTC");
}
