//! Files on disk: names that some systems cannot have, and links that lead out of the site, nowhere, or round.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use postil::compile::{analyse, compile};
use postil::diagnostic::{Code, Diagnostic, Severity};
use postil::disk;
use postil::output::Content;
use postil::project::{Options, Project};
use postil::source::SitePath;
use tempfile::TempDir;

use crate::support;

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// A site, and a folder beside it that is none of its business.
fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "site/postil.toml", "[build]\nsocial_cards = \"off\"\n");
    put(folder.path(), "site/content/briefings/a.md", "---\ntitle: A\ndate: 2025-01-01\n---\nWords.\n");
    for file in ["secret.md", "secret.txt", "secret.html", "secret.ttf", "deep/secret.md"] {
        put(folder.path(), &format!("outside/{file}"), "---\ntitle: the secret\n---\nthe secret\n");
    }
    folder
}

fn read(folder: &TempDir) -> Project {
    disk::read(&folder.path().join("site"), support::today(), Options::default()).expect("a site")
}

fn of(code: Code, found: &[Diagnostic]) -> Vec<&Diagnostic> {
    found.iter().filter(|it| it.code == code).collect()
}

/// Names in `static/`, in `content/` and in `templates/`, as files and as folders: one warning each, which names the file and,
/// where there is one, another name that every system can have.
#[test]
fn names_that_some_systems_cannot_have_are_told() {
    let long = "x".repeat(250);
    let names = [
        "con",
        "con.md",
        "Nul.txt",
        "AUX.tar.gz",
        "com1.md",
        "LPT9",
        "com\u{b9}.md",
        "con .md",
        "conin$.txt",
        "a:b.md",
        "what?.md",
        "a*b.txt",
        "<a>.md",
        "\"a\".md",
        "a|b.md",
        "a\nb.md",
        "a\u{1b}[2J.md",
        "dot.",
        "dots..",
        "space ",
        "a. .",
    ];
    for name in names {
        for (path, beginning) in [
            (format!("static/{name}"), format!("static/{name}")),
            (format!("content/{name}"), format!("content/{name}")),
            (format!("content/briefings/{name}/b.md"), format!("content/briefings/{name}")),
            (format!("static/{name}/b.txt"), format!("static/{name}")),
            (format!("templates/{name}"), format!("templates/{name}")),
        ] {
            let folder = site();
            put(folder.path(), &format!("site/{path}"), "---\ntitle: B\ndate: 2025-01-01\n---\nWords.\n");
            let found = analyse(&read(&folder)).diagnostics;
            let told = of(Code::UnportableName, &found);
            let [it] = told[..] else { panic!("{path:?}: {found:?}") };
            assert!(it.severity == Severity::Warning && it.message.contains(&format!("`{beginning}`")), "{it:?}");
            let help = it.help.as_deref().expect("a help");
            let other = help.strip_prefix("rename it, for example to `").and_then(|it| it.strip_suffix('`'));
            let other = SitePath::new(other.expect("a name")).expect("a path");
            assert!(
                other.is_portable() && other.parent() == SitePath::new(&beginning).expect("a path").parent(),
                "{help}"
            );
            // It is published all the same: where the site is now, it can stand.
            assert!(!path.starts_with("static/") || compile(&read(&folder)).output.is_some(), "{path:?}");
        }
    }
    // Only a name of other letters can be longer in bytes than this system allows.
    let fine = format!("static/{long}.txt");
    let over = format!("static/{}.txt", "ж".repeat(130));
    let found = analyse(&support::project([(fine.as_str(), ""), (over.as_str(), "")])).diagnostics;
    let told = of(Code::UnportableName, &found);
    assert_eq!(told.len(), 1, "{found:?}");
    assert!(
        told[0].message.contains("264 bytes") && told[0].help.as_deref() == Some("give it a shorter name"),
        "{told:?}"
    );
}

/// A thousand files in one such folder are one warning, and names like any other are none.
#[test]
fn a_folder_is_told_once_and_other_names_are_not() {
    let paths: Vec<String> = (0..1000).map(|number| format!("static/a: b/{number}.txt")).collect();
    let found = analyse(&support::project(paths.iter().map(|path| (path.as_str(), "")))).diagnostics;
    assert_eq!(of(Code::UnportableName, &found).len(), 1);
    for path in
        ["static/console.txt", "static/com10.txt", "static/Über uns/a b.txt", "static/.well-known/x", "static/com/lpt"]
    {
        let found = analyse(&support::project([(path, "")])).diagnostics;
        assert!(of(Code::UnportableName, &found).is_empty(), "{path}: {found:?}");
    }
}

/// Files that many systems take for one: an error of the address where both are copied, a warning elsewhere.
#[test]
fn names_that_differ_only_by_case_or_form_are_told() {
    let folder = site();
    for path in ["static/Map.txt", "static/map.txt", "content/briefings/Pic.png", "content/briefings/pic.png"] {
        put(folder.path(), &format!("site/{path}"), "");
    }
    for path in ["templates/Own.html", "templates/own.html", "content/pages/ÄB.md", "content/pages/äb.md"] {
        put(folder.path(), &format!("site/{path}"), "---\ntitle: B\n---\n");
    }
    let found = analyse(&read(&folder)).diagnostics;
    let files = |code| -> BTreeSet<String> {
        of(code, &found).iter().filter_map(|it| it.file.as_ref()).map(ToString::to_string).collect()
    };
    assert!(files(Code::AddressConflict).contains("static/map.txt"), "{found:?}");
    let wanted = ["content/briefings/pic.png", "content/pages/äb.md", "templates/own.html"].map(str::to_owned);
    assert_eq!(files(Code::UnportableName), BTreeSet::from(wanted), "{found:?}");
    put(folder.path(), "site/static/caf\u{e9}.txt", "");
    put(folder.path(), "site/static/cafe\u{301}.txt", "");
    let project = read(&folder);
    let told = project.problems.iter().find(|it| it.message.contains("different normal forms of Unicode"));
    assert!(
        told.is_some_and(|it| it.help.as_deref() == Some("rename or remove one of them")),
        "{:?}",
        project.problems
    );
}

/// A link that leaves the site, whatever it is called and wherever it stands, is told, and nothing of what it leads to is read.
#[test]
fn links_out_of_the_site_are_told_and_not_followed() {
    for (link, to) in [
        ("content/briefings/b.md", "outside/secret.md"),
        ("content/secret.txt", "outside/secret.txt"),
        ("content/deep", "outside/deep"),
        ("content/actors.yaml", "outside/secret.md"),
        ("static/secret.txt", "outside/secret.txt"),
        ("static/deep", "outside"),
        ("static/root", "/"),
        ("static/up", ""),
        ("templates/page.html", "outside/secret.html"),
        ("templates/partials", "outside"),
        ("fonts/secret.ttf", "outside/secret.ttf"),
        ("static", "outside"),
        ("templates", "outside"),
        ("fonts", "outside"),
    ] {
        for relative in [false, true] {
            let folder = site();
            let at = folder.path().join("site").join(link);
            fs::create_dir_all(at.parent().expect("a folder")).expect("a folder");
            let up = "../".repeat(link.split('/').count());
            let target = if relative && to != "/" { Path::new(&up).join(to) } else { folder.path().join(to) };
            symlink(target, at).expect("a link");
            let project = read(&folder);
            let told: Vec<_> =
                project.problems.iter().filter(|it| it.message.contains("a link that leaves the site")).collect();
            assert_eq!(told.len(), 1, "{link}: {:?}", project.problems);
            assert!(told[0].severity == Severity::Error && told[0].help.is_some(), "{told:?}");
            assert!(told[0].message.contains(&format!("`{link}`")), "{told:?}");
            assert!(!project.texts.iter().any(|text| text.text().contains("the secret")), "{link}");
            assert!(!project.assets.keys().any(|path| path.as_str().contains("secret")), "{link}");
            assert!(project.fonts.is_empty());
            assert!(compile(&project).output.is_none(), "{link}");
        }
    }
    // The settings too: another file may hold what nobody is to see.
    let folder = site();
    let settings = folder.path().join("site/postil.toml");
    fs::remove_file(&settings).expect("removed");
    symlink(folder.path().join("outside/secret.txt"), settings).expect("a link");
    let project = read(&folder);
    assert!(
        project.problems.iter().any(|it| it.message.contains("a link that leaves the site")),
        "{:?}",
        project.problems
    );
    assert!(!project.texts.iter().any(|text| text.text().contains("the secret")));
}

/// Links that lead nowhere or round end, and each is told; those within the site are what they lead to.
#[test]
fn links_that_loop_end_and_those_within_are_followed() {
    for top in ["content", "static", "templates"] {
        let folder = site();
        let root = folder.path().join("site");
        fs::create_dir_all(root.join(top).join("a/b")).expect("a folder");
        for (link, to) in
            [("own", "own"), ("one", "two"), ("two", "one"), ("none", "nothing"), ("round", "."), ("a/b/up", "../..")]
        {
            symlink(to, root.join(top).join(link)).expect("a link");
        }
        // Two that hold each other: each is in the other for good.
        for (link, to) in [("x/y", "../z"), ("z/w", "../x")] {
            fs::create_dir_all(root.join(top).join(link).parent().expect("a folder")).expect("a folder");
            symlink(to, root.join(top).join(link)).expect("a link");
        }
        let project = read(&folder);
        let told: BTreeSet<_> = project.problems.iter().map(|it| it.message.clone()).collect();
        for (link, what) in [
            ("own", "leads nowhere"),
            ("one", "leads nowhere"),
            ("two", "leads nowhere"),
            ("none", "leads nowhere"),
            ("round", "to a folder that holds it"),
            ("a/b/up", "to a folder that holds it"),
            ("x/y/w", "to a folder that holds it"),
            ("z/w/y", "to a folder that holds it"),
        ] {
            let is_it = |it: &String| it.contains(&format!("`{top}/{link}`")) && it.contains(what);
            assert!(told.iter().any(is_it), "{top}/{link}: {told:#?}");
        }
        assert_eq!(project.problems.len(), 8, "{told:#?}");
    }
    let folder = site();
    let root = folder.path().join("site");
    put(&root, "shared/plain.txt", "plain");
    fs::create_dir_all(root.join("static")).expect("a folder");
    symlink("../shared", root.join("static/shared")).expect("a link");
    symlink("briefings/a.md", root.join("content/b.md")).expect("a link");
    let compiled = compile(&read(&folder));
    let found: Vec<_> = compiled.diagnostics.iter().map(|it| it.message.as_str()).collect();
    assert!(!found.iter().any(|it| it.contains("a link")), "{found:?}");
    let folder = site();
    let root = folder.path().join("site");
    put(&root, "shared/plain.txt", "plain");
    fs::create_dir_all(root.join("static")).expect("a folder");
    symlink("../shared", root.join("static/shared")).expect("a link");
    let output = compile(&read(&folder)).output.expect("a site");
    assert!(matches!(output.files.get("shared/plain.txt"), Some(Content::Asset(_))));
}
