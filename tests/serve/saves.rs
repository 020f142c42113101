//! The ways in which files change: what is served follows each of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::server::{PATIENCE, Server, hears, waits};
use crate::support::generated;

fn briefing(server: &Server) -> String {
    let paths: Vec<String> = generated::site(8).into_iter().map(|(path, _)| path).collect();
    let path = paths.iter().find(|path| path.ends_with("briefing-1.md")).expect("a briefing").clone();
    assert!(server.path(&path).exists());
    path
}

/// The page of that briefing.
fn page(path: &str) -> String {
    format!("/{}/", path.trim_start_matches("content/").trim_end_matches(".md"))
}

#[test]
fn every_way_to_save_is_seen() {
    let server = Server::of_generated(8);
    let path = briefing(&server);
    let (page, file, original) = (page(&path), server.path(&path), server.read(&path));
    let with = |word: &str| format!("{original}\nThe word is {word}.\n");
    let folder = file.parent().expect("a folder").to_owned();
    // Truncate and write.
    server.write(&path, &with("truncated"));
    server.waits_for(&page, "truncated", true);
    // Write beside, and rename: with the names of several editors.
    for name in [".briefing-1.md.swp", "briefing-1.md~", "4913", "sedXYZ", "#briefing-1.md#", "briefing-1.md.tmp"] {
        let temporary = folder.join(name);
        let word = format!("renamed-{}", name.trim_matches(|c: char| !c.is_alphanumeric()));
        fs::write(&temporary, with(&word)).expect("a file");
        fs::rename(&temporary, &file).expect("renamed");
        server.waits_for(&page, &word, true);
    }
    // Move the old one away, and write a new one (vim with `backupcopy=no`).
    fs::rename(&file, folder.join("briefing-1.md~")).expect("renamed");
    fs::write(&file, with("backed-up")).expect("a file");
    fs::remove_file(folder.join("briefing-1.md~")).expect("a file");
    server.waits_for(&page, "backed-up", true);
    // Append, with the file held open for a while and written in pieces.
    let mut open = fs::OpenOptions::new().append(true).open(&file).expect("a file");
    for word in ["piece-one ", "piece-two ", "piece-three\n"] {
        open.write_all(word.as_bytes()).expect("written");
        open.flush().expect("written");
        std::thread::sleep(Duration::from_millis(30));
    }
    drop(open);
    server.waits_for(&page, "piece-three", true);
    // Delete, and restore.
    fs::remove_file(&file).expect("a file");
    waits(
        || server.get(&page).status == 404 || !server.text("/_postil/").contains("no problems"),
        || "gone".to_owned(),
    );
    server.write(&path, &original);
    server.equals_a_build("all that");
}

#[test]
fn folders_that_move_go_and_come_are_followed() {
    let mut server = Server::of_generated(8);
    let aside = server.root.parent().expect("a folder").join("aside");
    let year = server.path(&briefing(&server)).parent().expect("a folder").to_owned();
    fs::rename(&year, &aside).expect("moved");
    server.equals_a_build("a folder that left");
    fs::rename(&aside, year.with_file_name("elsewhere")).expect("moved");
    server.equals_a_build("a folder that came under another name");
    fs::rename(year.with_file_name("elsewhere"), &year).expect("moved");
    server.equals_a_build("the folder that is back");
    // What comes into a folder that came is seen too.
    let path = briefing(&server);
    let original = server.read(&path);
    server.write(&path, &format!("{original}\nAfter the moves.\n"));
    server.waits_for(&page(&path), "After the moves", true);
    for top in ["content", "postil.toml"] {
        fs::rename(server.path(top), &aside).expect("moved");
        std::thread::sleep(Duration::from_millis(300));
        assert!(server.runs());
        assert_eq!(server.get("/_postil/").status, 200);
        fs::rename(&aside, server.path(top)).expect("moved");
        server.equals_a_build(&format!("{top} removed and put back"));
    }
    // The whole site, too: while it is away, what was served stays.
    let before = server.text(&page(&path));
    fs::rename(&server.root, &aside).expect("moved");
    waits(|| server.text("/_postil/").contains("cannot be read"), || "it did not notice".to_owned());
    assert_eq!(server.text(&page(&path)), before);
    fs::rename(&aside, &server.root).expect("moved");
    waits(|| !server.text("/_postil/").contains("cannot be read"), || "it is not back".to_owned());
    server.write(&path, &format!("{original}\nAfter all.\n"));
    server.waits_for(&page(&path), "After all", true);
    // Styles, templates and new folders come and go.
    server.write("templates/404.html", "{% extends \"default/404.html\" %}");
    server.write("static/deep/er/x.css", "a { color: red }");
    server.equals_a_build("new folders");
    fs::remove_dir_all(server.path("static")).expect("removed");
    fs::remove_dir_all(server.path("templates")).expect("removed");
    server.equals_a_build("folders that were removed");
}

#[test]
fn many_files_at_once_and_another_branch_are_followed() {
    let server = Server::of(&generated::site(200).into_iter().collect(), &[]);
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .args(["-c", "user.name=Someone", "-c", "user.email=someone@example.org", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(&server.root)
            .output()
            .expect("git runs");
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "--quiet", "--initial-branch=main"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "one"]);
    git(&["checkout", "--quiet", "-b", "other"]);
    // All of them are saved at once.
    let paths: Vec<String> = generated::site(200)
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("content/briefings/"))
        .collect();
    for path in &paths {
        server.write(path, &format!("{}\nSaved with all the others.\n", server.read(path)));
    }
    server.waits_for(&page(paths.last().expect("one")), "Saved with all the others", true);
    server.equals_a_build("saving 200 files");
    git(&["rm", "--quiet", paths[0].as_str(), paths[100].as_str(), "-f"]);
    git(&["commit", "--quiet", "-a", "-m", "two"]);
    for branch in ["main", "other", "main"] {
        git(&["checkout", "--quiet", branch]);
    }
    server.waits_for(&page(paths.last().expect("one")), "Saved with all the others", false);
    server.equals_a_build("changing branches");
}

#[test]
fn a_site_with_errors_leaves_the_last_good_one_up() {
    let server = Server::of_generated(8);
    let path = briefing(&server);
    let (page, original) = (page(&path), server.read(&path));
    let heard = server.listens(&page);
    let before = server.text(&page);
    server.write(&path, &original.replacen("title:", "titel:", 1));
    let told = heard.recv_timeout(PATIENCE).expect("it is told");
    assert!(told.contains("\"what\":\"problems\""), "{told}");
    assert!(told.contains("unknown key `titel`") && told.contains("write `title`"), "{told}");
    assert_eq!(server.text(&page), before);
    // Half of a file is a file with errors.
    server.write(&path, &original[..original.len() / 8]);
    assert!(heard.recv_timeout(PATIENCE).expect("it is told").contains("problems"));
    assert_eq!(server.text(&page), before);
    server.write(&path, &original);
    assert!(heard.recv_timeout(PATIENCE).expect("it is told").contains("\"what\":\"fine\""));
    server.equals_a_build("errors that were mended");
}

#[test]
fn a_site_that_is_wrong_from_the_start_is_served_when_it_is_mended() {
    for (path, text) in [
        ("templates/base.html", "{% block"),
        ("content/briefings/broken.md", "---\ntitle: [\n---\n"),
        ("postil.toml", "[site\n"),
    ] {
        let mut files: BTreeMap<String, String> = generated::site(3).into_iter().collect();
        let mended = files.insert(path.to_owned(), text.to_owned());
        let server = Server::of(&files, &[]);
        let reply = server.get("/");
        assert_eq!(reply.status, 503, "{path}");
        assert!(String::from_utf8_lossy(&reply.body).contains(path), "{path}: the problem is shown");
        let heard = server.listens("/");
        match mended {
            Some(text) => server.write(path, &text),
            None => fs::remove_file(server.path(path)).expect("a file"),
        }
        assert!(heard.recv_timeout(PATIENCE).expect("it is told").contains("reload"), "{path}");
        server.equals_a_build(path);
    }
}

#[test]
fn a_template_that_fails_on_a_page_that_nobody_looks_at_is_told() {
    let server = Server::of_generated(8);
    let heard = server.listens("/");
    server.write(
        "templates/event.html",
        "{% extends \"default/event.html\" %}{% block main %}{{ nothing.at.all }}{% endblock %}",
    );
    let told = hears(&heard, "\"what\":\"problems\"");
    assert!(told.contains("templates/event.html"), "{told}");
    // It stays wrong while prose is written, also for a tab that comes later.
    let path = briefing(&server);
    server.write(&path, &format!("{}\nMeanwhile.\n", server.read(&path)));
    server.waits_for(&page(&path), "Meanwhile.", true);
    hears(&server.listens("/"), "\"what\":\"problems\"");
    server.write("templates/event.html", "{% extends \"default/event.html\" %}");
    hears(&heard, "\"what\":\"fine\"");
    server.equals_a_build("a template that was mended");
}

#[cfg(target_os = "linux")]
#[test]
fn where_the_system_watches_no_more_folders_it_is_said_and_looked_at() {
    // A namespace of its own has limits of its own, which its first user may lower.
    let limited = "echo 2 > /proc/sys/user/max_inotify_watches && exec \"$@\"";
    let wrapper = ["unshare", "--user", "--map-root-user", "sh", "-c", limited, "sh"];
    let works = Command::new(wrapper[0]).args(&wrapper[1..]).arg("true").stderr(std::process::Stdio::null()).status();
    if !works.is_ok_and(|status| status.success()) {
        eprintln!("this machine gives no namespaces; the limit is not tried");
        return;
    }
    let files = generated::site(8).into_iter().collect();
    let server = Server::within(&wrapper, &files, &[]);
    server.said("fs.inotify.max_user_watches");
    let path = briefing(&server);
    server.write(&path, &format!("{}\nLooked at.\n", server.read(&path)));
    server.waits_for(&page(&path), "Looked at.", true);
}

#[test]
fn only_tabs_whose_pages_differ_are_told() {
    let server = Server::of_generated(8);
    let path = briefing(&server);
    let (here, elsewhere) = (server.listens(&page(&path)), server.listens("/about-nothing/"));
    let original = server.read(&path);
    server.write(&path, &format!("{original}\nOnly here.\n"));
    let told = hears(&here, "Only here.");
    assert!(told.contains("\"what\":\"page\""), "{}", &told[..200.min(told.len())]);
    server.write("static/theme.css", "body { color: red }");
    hears(&here, "theme.css");
    server.write("static/theme.css", "body { color: blue }");
    let told = hears(&here, "\"what\":\"styles\"");
    assert!(told.contains("/theme.css"), "{told}");
    server.write(&path, &original);
    let told = hears(&here, "\"what\":\"page\"");
    assert!(!told.contains("Only here."));
    let told: Vec<String> = elsewhere.try_iter().collect();
    assert!(!told.iter().any(|told| told.contains("Only here")), "{told:?}");
    // A page that is renamed is found again; one that is removed is not.
    let moved = path.replace("briefing-1.md", "renamed.md");
    fs::rename(server.path(&path), server.path(&moved)).expect("renamed");
    hears(&here, "\"what\":\"gone\"");
}

#[test]
fn a_thousand_saves_in_ten_seconds_are_followed() {
    let mut server = Server::of_generated(30);
    let path = briefing(&server);
    let original = server.read(&path);
    let heard = server.listens(&page(&path));
    let begun = Instant::now();
    for save in 0..1000_u32 {
        server.write(&path, &format!("{original}\nSave number {save}.\n"));
        let next = begun + Duration::from_millis(10) * (save + 1);
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
    server.waits_for(&page(&path), "Save number 999.", true);
    assert!(server.runs());
    hears(&heard, "Save number 999.");
    server.equals_a_build("a thousand saves");
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_done_when_nothing_happens() {
    let server = Server::of_generated(30);
    let _heard = server.listens("/");
    std::thread::sleep(Duration::from_millis(700));
    let before = server.ticks();
    std::thread::sleep(Duration::from_secs(2));
    let used = server.ticks() - before;
    assert!(used <= 1, "{used} ticks of processor time in two seconds");
}

#[test]
fn a_site_that_the_system_cannot_watch_is_looked_at() {
    let server = Server::of(&generated::site(8).into_iter().collect(), &["--poll"]);
    let path = briefing(&server);
    server.write(&path, &format!("{}\nLooked at.\n", server.read(&path)));
    server.waits_for(&page(&path), "Looked at.", true);
    fs::remove_file(server.path(&path)).expect("a file");
    server.equals_a_build("a file that went");
}

#[test]
fn a_new_site_is_served_at_once_and_without_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    let begun = Command::new(env!("CARGO_BIN_EXE_postil")).arg("init").arg(folder.path()).output().expect("it runs");
    assert!(begun.status.success(), "{begun:?}");
    let entries = walkdir::WalkDir::new(folder.path()).into_iter().map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = entry.path().strip_prefix(folder.path()).expect("below").to_string_lossy().into_owned();
        (path, fs::read_to_string(entry.path()).expect("a text"))
    });
    let server = Server::of(&files.collect(), &["--strict"]);
    server.said("no problems");
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let files: BTreeMap<String, String> = generated::site(3).into_iter().collect();
    let server = Server::of(&files, &["--port", &port.to_string()]);
    assert_ne!(server.port, port);
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_site_below_a_path_is_served_there() {
    let files: BTreeMap<String, String> = generated::site(3).into_iter().collect();
    let server = Server::of(&files, &["--base-url", "https://example.org/a/b/"]);
    assert_eq!(server.get("/a/b/claims/").status, 200);
    for (path, to) in [("/", "/a/b/"), ("/a/b", "/a/b/"), ("/a/b/claims", "/a/b/claims/")] {
        let reply = server.get(path);
        assert!(reply.status == 302 && reply.head.contains(&format!("location: {to}\r\n")), "{path}: {}", reply.head);
    }
    assert_eq!(server.get("/claims/").status, 404);
    assert_eq!(server.get("/a/b/404").status, 200, "a page without its extension");
}

/// As GitHub Pages answers, so that a link that works here works there.
#[test]
fn pages_that_are_files_are_served_by_their_names_with_or_without_extension() {
    let mut files: BTreeMap<String, String> = generated::site(8).into_iter().collect();
    let folders = files["postil.toml"].clone();
    files.insert("postil.toml".to_owned(), format!("{folders}addresses = \"file\"\n"));
    let server = Server::of(&files, &[]);
    let path = briefing(&server);
    let page = page(&path);
    let place = page.trim_end_matches('/');
    let html = server.text(&format!("{place}.html"));
    assert!(html.contains("data-origin=\"") && !html.contains("data-origin=\"\""), "the page knows its text");
    for (path, status) in [("/", 200), ("/index.html", 200), ("/claims.html", 200), ("/claims", 200), (place, 200)] {
        assert_eq!(server.get(path).status, status, "{path}");
    }
    for path in ["/claims/", &page, &format!("{place}/index.html"), &format!("{place}.html/")] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    let edit = |page: &str| server.get(&format!("/_postil/edit?page={page}"));
    for page in [place.to_owned(), format!("{place}.html")] {
        assert!(edit(&page).head.contains(&format!("file={}", path.replace('/', "%2f"))), "{}", edit(&page).head);
    }
    server.equals_a_build("a site of files");
    // A tab whose page changes its form is led on.
    let heard = server.listens(&format!("{place}.html"));
    server.write("postil.toml", &folders);
    hears(&heard, &format!("\"to\":\"{page}\""));
    assert_eq!(server.get(&format!("{place}.html")).status, 404);
    server.equals_a_build("a site of folders");
}
