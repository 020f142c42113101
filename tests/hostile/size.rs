//! Files of a size that nobody writes: read in time and memory by their length, or refused with the limit and what to do.
#![cfg(target_os = "linux")]

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use postil::diagnostic::Code;
use postil::diagnostic::explain::explanation;

/// What a run took, and what it said.
#[derive(Debug)]
struct Run {
    code: Option<i32>,
    said: String,
    /// The processor time of all its threads.
    spent: Duration,
}

/// Checks a site with this file, with at most so much memory as addresses, in MiB.
fn check(path: &str, text: &str, most: usize) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(path);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::create_dir_all(folder.path().join("content")).expect("a folder");
    std::fs::write(file, text).expect("a file");
    run(folder.path(), most)
}

fn run(root: &Path, most: usize) -> Run {
    // The shell tells what its child took: user and system, as `0m1.234s 0m0.010s` in its last line.
    let line =
        format!("ulimit -v {}; \"$0\" check --color never --threads 2 \"$1\"; code=$?; times; exit $code", most * 1024);
    let program = env!("CARGO_BIN_EXE_postil");
    let mut command = Command::new("bash");
    command.args(["-c", &line, program]).arg(root);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("POSTIL_")) {
        command.env_remove(name);
    }
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    let times = out.lines().last().unwrap_or_default();
    let seconds = |word: &str| {
        let (minutes, seconds) = word.trim_end_matches('s').split_once('m')?;
        Some(Duration::from_secs_f64(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?))
    };
    let spent = times.split(' ').map(|word| seconds(word).unwrap_or_else(|| panic!("{times:?} of {output:?}"))).sum();
    Run { code: output.status.code(), said: out.clone() + &err, spent }
}

/// A list of claims, a line each.
fn claims(count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        writeln!(text, "- {{id: c{number}, text: Claim number {number}.}}").expect("memory");
    }
    text
}

/// A briefing with claims, each of which has its passage.
fn briefing(count: usize) -> String {
    let mut text = "---\ntitle: T\ndate: 2025-01-01\nclaims:\n".to_owned();
    for number in 0..count {
        writeln!(text, "- {{id: c{number}, text: C{number}, by: A, quote: passage number {number} here}}")
            .expect("memory");
    }
    text.push_str("---\n\n");
    for number in 0..count {
        write!(text, "A passage number {number} here. ").expect("memory");
    }
    text
}

#[test]
fn many_claims_in_one_file_take_time_by_their_number() {
    type Make = fn(usize) -> String;
    let cases: [(&str, Make); 2] = [("content/claims.yaml", claims), ("content/briefings/a.md", briefing)];
    for (path, make) in cases {
        let times: Vec<_> = [12_500, 25_000, 50_000]
            .into_iter()
            .map(|count| {
                let run = check(path, &make(count), 2048);
                assert_eq!(run.code, Some(0), "{count} in {path}: {}", run.said);
                run.spent
            })
            .collect();
        // Twice as many, twice as long: three times is a machine with other work to do, four times would be a square.
        let is_linear = |from: Duration, to: Duration| to < from * 3 + Duration::from_millis(200);
        assert!(is_linear(times[0], times[1]) && is_linear(times[1], times[2]), "{path}: {times:?}");
    }
}

#[test]
fn a_million_claims_in_one_file_are_refused_with_the_limit() {
    let run = check("content/claims.yaml", &claims(1_000_000), 2048);
    assert_eq!(run.code, Some(1), "{}", run.said);
    assert!(run.said.starts_with("error[limit-exceeded]: the file holds more than 1000000 values"), "{}", run.said);
    assert!(run.said.contains("content/claims.yaml:200000:"), "it says where: {}", run.said);
    assert!(
        run.said.contains("help: divide it into several files") && run.said.contains("1 error in 1 file"),
        "{}",
        run.said
    );
}

#[test]
fn a_paragraph_and_a_text_of_fifty_megabytes_are_read() {
    let head = "---\ntitle: T\ndate: 2025-01-01\n";
    for (name, text) in [
        ("a paragraph", format!("{head}---\n\n{}\n", "words and more words ".repeat(50_000_000 / 21))),
        ("a summary", format!("{head}summary: \"{}\"\n---\n\nWords.\n", "word ".repeat(50_000_000 / 5))),
    ] {
        let run = check("content/briefings/a.md", &text, 3072);
        assert_eq!(run.code, Some(0), "{name}: {}", run.said);
    }
}

/// Whatever is larger than a text may be is not read, also not to see what it is.
#[test]
fn a_text_of_a_hundred_megabytes_is_refused_with_the_limit() {
    let text = format!("---\ntitle: T\ndate: 2025-01-01\nsummary: \"{}\"\n---\n", "word ".repeat(100_000_000 / 5));
    for path in ["content/briefings/a.md", "content/actors.yaml", "templates/page.html", "postil.toml"] {
        let run = check(path, &text, 1024);
        assert_eq!(run.code, Some(1), "{path}: {}", run.said);
        assert!(
            run.said.starts_with("error[limit-exceeded]: `") && run.said.contains("is larger than 64 MiB"),
            "{}",
            run.said
        );
        assert!(run.said.contains("help: split it"), "{}", run.said);
    }
}

#[test]
fn every_limit_is_written_down() {
    let told = explanation(Code::LimitExceeded);
    for limit in ["64 MiB", "1,000,000 values", "24 levels", "2,500 pairs", "64 levels", "128 levels"] {
        assert!(told.contains(limit), "{limit}");
    }
}
