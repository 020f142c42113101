//! Many readers at once while somebody writes: 50 tabs that listen, 200 requests a second, four saves a second.
//!
//! A few seconds of it are part of all tests. A whole minute, with its figures:
//! `cargo test --release --test serve -- --ignored --nocapture a_minute`

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::TryRecvError;
use std::time::{Duration, Instant};

use crate::server::{PATIENCE, Server, hears};
use crate::support::generated;

const TABS: usize = 50;
const CLIENTS: u32 = 4;
const REQUESTS_EACH: u32 = 50;
const SAVE: Duration = Duration::from_millis(250);

/// What a load came to.
#[derive(Debug)]
struct Figures {
    requests: u32,
    per_second: f64,
    /// From the first byte sent to the last one read, in milliseconds.
    median: f64,
    worst_of_hundred: f64,
    saves: u32,
    /// Resident memory in MiB, as the median of each quarter of the time.
    memory: [f64; 4],
}

#[test]
fn a_few_seconds_of_many_readers_are_answered() {
    let figures = load(Duration::from_secs(5));
    assert!(figures.requests > 100, "{figures:?}");
    assert!(figures.memory[3] < figures.memory[0] * 1.5 + 32.0, "{figures:?}");
}

#[test]
#[ignore = "it takes a minute"]
fn a_minute_of_many_readers_is_answered_in_level_memory() {
    let figures = load(Duration::from_secs(60));
    println!("{figures:#?}");
    assert!(figures.per_second > 190.0 && figures.saves > 200, "{figures:?}");
    assert!(figures.median < 20.0 && figures.worst_of_hundred < 500.0, "{figures:?}");
    assert!(figures.memory[3] < figures.memory[1] * 1.1 + 4.0, "memory grows: {figures:?}");
}

fn load(whole: Duration) -> Figures {
    let mut server = Server::of_generated(60);
    let briefings: Vec<String> = generated::site(60)
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("content/briefings/"))
        .collect();
    let page = |path: &str| format!("/{}/", path.trim_start_matches("content/").trim_end_matches(".md"));
    let mut pages: Vec<String> = briefings.iter().take(16).map(|path| page(path)).collect();
    pages.extend(["/", "/claims/", "/actors/", "/events/", "/_postil/"].map(str::to_owned));
    let tabs: Vec<_> = (0..TABS).map(|tab| server.listens(&pages[tab % 16])).collect();
    let (port, done) = (server.port, AtomicBool::new(false));
    let mut memory = Vec::new();
    let mut saves = 0;
    let begun = Instant::now();
    let mut took: Vec<f64> = std::thread::scope(|scope| {
        let (pages, done) = (&pages, &done);
        let clients: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(move || ask(port, pages, client, done))).collect();
        while begun.elapsed() < whole {
            let path = &briefings[saves as usize % 20];
            save(&server, path, saves);
            saves += 1;
            memory.push(server.memory());
            std::thread::sleep((SAVE * saves).saturating_sub(begun.elapsed()));
        }
        done.store(true, Ordering::Relaxed);
        clients.into_iter().flat_map(|client| client.join().expect("no request fails")).collect()
    });
    let seconds = begun.elapsed().as_secs_f64();
    assert!(server.runs());
    // Each tab is still told.
    for (tab, heard) in tabs.iter().enumerate() {
        while heard.try_recv().is_ok() {}
        assert_ne!(heard.try_recv(), Err(TryRecvError::Disconnected), "tab {tab} was dropped");
    }
    for path in briefings.iter().take(16) {
        server.write(path, &format!("{}\nThe last word.\n", server.read(path)));
    }
    for heard in &tabs {
        hears(heard, "The last word.");
    }
    server.equals_a_build("the load");
    took.sort_by(f64::total_cmp);
    let requests = u32::try_from(took.len()).expect("few");
    let quarter = |nth: usize| {
        let mut part = memory[memory.len() * nth / 4..memory.len() * (nth + 1) / 4].to_vec();
        part.sort_by(f64::total_cmp);
        part[part.len() / 2]
    };
    Figures {
        requests,
        per_second: f64::from(requests) / seconds,
        median: took[took.len() / 2],
        worst_of_hundred: took[took.len() * 99 / 100],
        saves,
        memory: [quarter(0), quarter(1), quarter(2), quarter(3)],
    }
}

/// Changes prose, a title, a style or which files there are.
fn save(server: &Server, path: &str, number: u32) {
    match number % 5 {
        0 | 1 => server.write(path, &format!("{}\nSaved, {number}.\n", without_saves(&server.read(path)))),
        2 => {
            let text = server.read(path);
            let title = text.lines().find(|line| line.starts_with("title: ")).expect("a title");
            server.write(path, &text.replacen(title, &format!("title: Titled {number}"), 1));
        }
        3 => server.write("static/theme.css", &format!("body {{ --number: {number} }}\n")),
        _ if number.is_multiple_of(2) => {
            server.write("content/pages/comes.md", "---\ntitle: Comes and goes\n---\nWords.\n");
        }
        // It may not have come yet.
        _ => drop(std::fs::remove_file(server.path("content/pages/comes.md"))),
    }
}

/// A text does not grow with each save.
fn without_saves(text: &str) -> String {
    text.lines()
        .filter(|line| !line.starts_with("Saved, "))
        .map(|line| format!("{line}\n"))
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Asks for one page after the other at a fixed rate: how long each took, in milliseconds.
fn ask(port: u16, pages: &[String], client: u32, done: &AtomicBool) -> Vec<f64> {
    let (begun, mut took) = (Instant::now(), Vec::new());
    let mut number = client * 7;
    while !done.load(Ordering::Relaxed) {
        let page = &pages[number as usize % pages.len()];
        let asked = Instant::now();
        let status = status(port, page);
        assert_eq!(status, 200, "{page}");
        took.push(asked.elapsed().as_secs_f64() * 1000.0);
        number += 1;
        let next = Duration::from_secs(1) * u32::try_from(took.len()).expect("few") / REQUESTS_EACH;
        std::thread::sleep(next.saturating_sub(begun.elapsed()));
    }
    took
}

fn status(port: u16, page: &str) -> u16 {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let request = format!("GET {page} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]);
    let length =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    let length: usize = length.and_then(|length| length.parse().ok()).expect("a length");
    assert_eq!(answer.len() - end - 4, length, "{page} is whole");
    head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
}
