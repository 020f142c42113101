//! What somebody does who has nothing but the program and git: from an empty folder to a page that is read.
//!
//! The same session is the picture in the README. `POSTIL_REWRITE=1 cargo test --test newcomer` draws it anew. What was
//! published is left in `target/tmp/notes`, where `tests/browser` serves and reads it.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this test runs programs on real folders")]
#![allow(clippy::expect_used, reason = "a test that cannot set up its session has failed")]

#[path = "support/dom.rs"]
#[allow(dead_code, unreachable_pub, reason = "each test program uses a part")]
mod dom;
#[path = "support/place.rs"]
mod place;

use std::fs;
use std::path::Path;

use anstyle::RgbColor;
use anstyle_svg::Term;
use dom::Page;
use place::{Place, Run};

#[test]
fn from_an_empty_folder_to_a_page_that_is_read() {
    let mut session = Session::new();
    session.does(0, "", "postil init notes");
    session.does(0, "notes", "postil build");
    session.does(0, "notes", "postil new briefing \"The ferry returns\" --date 2025-05-01");
    session.edits("2025-05-01-the-ferry-returns.md", FERRY);
    let broken = session.does(1, "notes", "postil check");
    assert!(broken.contains("--> content/briefings/2025-05-01-the-ferry-returns.md:8:12"), "it says where: {broken}");
    session.edits("2025-05-01-the-ferry-returns.md", &FERRY.replace("from Monday\n---", "from Tuesday\n---"));
    session.does(0, "notes", "postil check");
    session.sets_up_git();
    session.does(0, "notes", "postil publish");
    session.reads_what_was_published();
    session.compare_picture();
}

/// A terminal in an empty folder.
struct Session {
    place: Place,
    /// What the terminal shows, in ANSI styles.
    shown: String,
}

impl Session {
    fn new() -> Self {
        Self { place: Place::new(), shown: String::new() }
    }

    /// Types a command of Postil, which ends with this code, and gives what it said without styles.
    fn does(&mut self, code: i32, folder: &str, typed: &str) -> String {
        let arguments = words(typed.strip_prefix("postil ").expect("a command of Postil"));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let Run { code: ended, out, err } = self.place.with(folder, &arguments, &[("CLICOLOR_FORCE", "1")]);
        assert_eq!(ended, code, "{typed}: {out}{err}");
        self.shown.push_str(&format!(
            "\x1b[1;32m$\x1b[0m \x1b[1m{typed}\x1b[0m\n{}{}\n",
            timeless(&out),
            timeless(&err)
        ));
        anstream::adapter::strip_str(&format!("{out}{err}")).to_string()
    }

    fn edits(&mut self, name: &str, text: &str) {
        self.place.put(&format!("notes/content/briefings/{name}"), text);
        self.shown.push_str(&format!("\x1b[38;5;246m# {name} is edited\x1b[0m\n\n"));
    }

    /// A repository with a remote, as whoever uses git has it, and the address of the pages in the settings.
    fn sets_up_git(&mut self) {
        self.place.edit(
            "notes/postil.toml",
            "# base_url = \"https://example.org/notes/\"",
            "base_url = \"https://o.github.io/notes/\"",
        );
        self.place.git("", &["config", "--global", "user.name", "Ines Varga"]);
        self.place.git("", &["config", "--global", "user.email", "ines@example.org"]);
        self.place.git("", &["init", "-q", "--bare", "there.git"]);
        self.place.git("notes", &["init", "-q"]);
        self.place.git("notes", &["remote", "add", "origin", "../there.git"]);
        self.place.git("notes", &["add", "."]);
        self.place.git("notes", &["commit", "-qm", "The notes"]);
        self.shown.push_str("\x1b[38;5;246m# the notes are committed\x1b[0m\n\n");
    }

    /// Clones the branch, and follows links from the home page to the claim that was made.
    fn reads_what_was_published(&self) {
        self.place.git("", &["clone", "-q", "-b", "gh-pages", "there.git", "published"]);
        let published = self.place.path("published");
        let page = |path: &str| Page::parse(&fs::read_to_string(published.join(path)).expect("a page"));
        let home = page("index.html");
        let briefing = home.select("main a").into_iter().filter_map(|link| link.attribute("href"));
        let briefing = briefing.into_iter().find(|href| href.ends_with("the-ferry-returns/")).expect("a link");
        assert_eq!(briefing, "./briefings/the-ferry-returns/", "links hold below any path");
        let read = page(&format!("{briefing}index.html"));
        assert!(read.text().contains("The ferry will sail from Tuesday"));
        let claim = page("claims/ferry-from-tuesday/index.html").text();
        assert!(claim.contains("The Lowen ferry sails from Tuesday.") && claim.contains("Ines Varga"));
        assert!(fs::read_to_string(published.join("404.html")).expect("a page").contains("href=\"/notes/\""));

        let left = Path::new(env!("CARGO_TARGET_TMPDIR")).join("notes");
        let _ = fs::remove_dir_all(&left);
        for (path, bytes) in self.place.files("published") {
            if !path.starts_with(".git/") {
                let path = left.join(path);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, bytes).expect("written");
            }
        }
    }

    fn compare_picture(&self) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens/session.svg");
        let (fore, back) = (RgbColor(222, 225, 230).into(), RgbColor(24, 26, 32).into());
        let terminal = Term::new().min_width_px(860).fg_color(fore).bg_color(back);
        let drawn = terminal.render_svg(self.shown.trim_end());
        if std::env::var_os("POSTIL_REWRITE").is_some() {
            fs::write(&path, &drawn).expect("written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == drawn, "docs/screens/session.svg has drifted: run POSTIL_REWRITE=1 cargo test --test newcomer");
    }
}

/// What was said, without how long it took.
fn timeless(said: &str) -> String {
    let words = said.split_inclusive([' ', '\n']);
    let timeless = words.map(|word| match word.trim_end().parse::<f64>() {
        Ok(_) if word.contains('.') => "0.03 ",
        _ => word,
    });
    timeless.collect()
}

/// The words of a command, where quotation marks hold some together.
fn words(typed: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in typed.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words
}

/// A first briefing, with a mistake in its quotation.
const FERRY: &str = "\
---
title: The ferry returns
date: 2025-05-01
claims:
  - id: ferry-from-tuesday
    text: The Lowen ferry sails from Tuesday.
    by: Ines Varga
    quote: The ferry will sail from Monday
---

Ines Varga told the radio: “The ferry will sail from Tuesday, twice a day.”
";
