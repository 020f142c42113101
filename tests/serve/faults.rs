//! Faults of the machine while a site is served: no open files left, nothing that watches, builds beside it, nobody who listens.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::server::{PATIENCE, Server};
use crate::support::generated;

fn files() -> BTreeMap<String, String> {
    generated::site(8).into_iter().collect()
}

/// A briefing of the site, and the address of its page.
fn briefing() -> (String, String) {
    let path = files().into_keys().find(|path| path.ends_with("briefing-1.md")).expect("a briefing");
    let page = format!("/{}/", path.trim_start_matches("content/").trim_end_matches(".md"));
    (path, page)
}

#[test]
fn when_no_more_files_may_be_open_it_waits_and_goes_on() {
    let mut server = Server::within(&["prlimit", "--nofile=40"], &files(), &[]);
    let (path, page) = briefing();
    let held: Vec<_> = (0..100).filter_map(|_| TcpStream::connect(("127.0.0.1", server.port)).ok()).collect();
    assert!(held.len() > 40, "the system holds what is not yet accepted");
    std::thread::sleep(Duration::from_millis(300));
    server.write(&path, &format!("{}\nWritten in need.\n", server.read(&path)));
    std::thread::sleep(Duration::from_millis(700));
    assert!(server.runs());
    drop(held);
    server.waits_for(&page, "Written in need.", true);
    server.equals_a_build("a lack of open files");
}

#[test]
fn where_nothing_can_be_watched_it_is_said_and_looked_at() {
    let limited = "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\"";
    let wrapper = ["unshare", "--user", "--map-root-user", "sh", "-c", limited, "sh"];
    let works = Command::new(wrapper[0]).args(&wrapper[1..]).arg("true").stderr(Stdio::null()).status();
    if !works.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: this machine gives no namespaces; a system without inotify is not tried");
        return;
    }
    let server = Server::within(&wrapper, &files(), &[]);
    server.said("fs.inotify.max_user_instances");
    let (path, page) = briefing();
    server.write(&path, &format!("{}\nLooked at.\n", server.read(&path)));
    server.waits_for(&page, "Looked at.", true);
}

#[test]
fn a_build_beside_it_disturbs_neither() {
    let mut server = Server::of_generated(8);
    let (path, page) = briefing();
    let original = server.read(&path);
    for round in 0..6 {
        server.write(&path, &format!("{original}\nBuilt and served, {round}.\n"));
        let built = Command::new(env!("CARGO_BIN_EXE_postil"))
            .args(["build", "--quiet", "--today", "2026-01-15", "--base-url", "https://example.org/"])
            .arg(&server.root)
            .output()
            .expect("it runs");
        assert!(built.status.success(), "{built:?}");
        let there = server.read(&format!("public{page}index.html"));
        assert!(there.contains(&format!("Built and served, {round}.")), "round {round}");
        server.waits_for(&page, &format!("Built and served, {round}."), true);
    }
    assert!(server.runs());
    server.equals_a_build("builds beside it");
    // The output may go while the site is served.
    std::fs::remove_dir_all(server.path("public")).expect("removed");
    assert_eq!(server.get(&page).status, 200);
}

#[test]
fn it_needs_neither_a_home_nor_anybody_who_reads_what_it_says() {
    let server = Server::within(&["env", "-i"], &files(), &[]);
    assert_eq!(server.get("/").status, 200);

    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files() {
        crate::server::write(&folder.path().join(path), &text);
    }
    let mut process = Command::new(env!("CARGO_BIN_EXE_postil"))
        .args(["serve", "--port", "0", "--today", "2026-01-15"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut said = BufReader::new(process.stderr.take().expect("its messages")).lines().map_while(Result::ok);
    let line = said.find(|line| line.starts_with("serving ")).expect("it says where");
    let port: u16 = line.split(':').nth(2).and_then(|rest| rest.split('/').next()?.parse().ok()).expect("a port");
    drop(said);
    // Each change is told, to nobody.
    let (path, _) = briefing();
    for word in ["one", "two", "three"] {
        let text = format!("{}\n{word}\n", files()[&path]);
        crate::server::write(&folder.path().join(&path), &text);
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
    assert!(process.try_wait().expect("a child").is_none(), "it still runs");
    process.kill().expect("killed");
    process.wait().expect("ended");
}

#[test]
fn ctrl_c_ends_it_at_once_also_while_tabs_listen() {
    let mut server = Server::of_generated(8);
    let _heard: Vec<_> = (0..5).map(|_| server.listens("/")).collect();
    let sent = Command::new("kill").args(["-s", "INT", &server.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    let until = Instant::now() + PATIENCE;
    while server.runs() {
        assert!(Instant::now() < until, "it does not end");
        std::thread::sleep(Duration::from_millis(10));
    }
}
