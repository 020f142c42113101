//! What somebody meets who begins a site: `postil init` and `postil new`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this test runs the program on real folders")]

#[path = "support/place.rs"]
mod place;

use std::fs;

use place::Place;

#[test]
fn a_new_site_builds_without_a_warning_and_shows_a_dispute() {
    let place = Place::new();
    let begun = place.run("", &["init", "notes"]);
    assert_eq!(begun.code, 0, "{begun:?}");
    assert!(begun.err.contains("a site was begun in `notes`") && begun.err.contains("postil build notes"), "{begun:?}");
    let built = place.run("notes", &["build", "--strict"]);
    assert_eq!(built.code, 0, "{built:?}");
    assert!(!built.err.contains("warning"), "{built:?}");
    let claim = place.text("notes/public/claims/bridge-carries-full-load/index.html");
    assert!(claim.contains("disputed") && claim.contains("Tarn Valley Residents"));
    for (folder, at_least) in [("actors", 3), ("events", 1), ("sources", 1), ("claims", 3), ("briefings", 2)] {
        let pages = fs::read_dir(place.path("notes/public").join(folder)).expect("a folder");
        let pages = pages.flatten().filter(|entry| entry.path().is_dir()).count();
        assert!(pages >= at_least, "{folder}: {pages}");
    }
    assert!(place.path("notes/public/methodology/index.html").exists());
}

#[test]
fn what_exists_is_never_overwritten() {
    let place = Place::new();
    place.put("site/.gitignore", "target\n");
    let begun = place.run("site", &["init"]);
    assert_eq!(begun.code, 0, "a folder that holds other files is no site: {begun:?}");
    assert!(begun.err.contains("these existed and are as they were:\n  .gitignore\n"), "{begun:?}");
    assert_eq!(place.text("site/.gitignore"), "target\n");

    place.put("site/content/actors.yaml", "- {id: own, name: My own}\n");
    fs::remove_file(place.path("site/content/index.md")).expect("removed");
    let before = place.files("site");
    let refused = place.run("site", &["init"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("error: `.` holds a site already: there is `postil.toml`\nhelp: `--force` adds"));
    assert_eq!(place.files("site"), before);

    let added = place.run("site", &["init", "--force"]);
    assert_eq!(added.code, 0, "{added:?}");
    assert!(added.err.contains("added to the site in `.`:\n  content/index.md\nthese existed"), "{added:?}");
    let mut after = place.files("site");
    assert!(after.remove("content/index.md").is_some());
    assert_eq!(after, before);
}

#[test]
fn a_site_in_a_repository_gets_the_workflow() {
    let place = Place::new();
    let workflow = ".github/workflows/pages.yml";
    let outside = place.run("", &["init", "alone"]);
    assert!(outside.code == 0 && !outside.err.contains("workflow"), "{outside:?}");
    assert!(!place.path("alone/.github").exists());

    place.put("repository/.git/HEAD", "ref: refs/heads/main\n");
    for folder in ["objects", "refs"] {
        fs::create_dir_all(place.path("repository/.git").join(folder)).expect("a folder");
    }
    let begun = place.run("repository", &["init", "notes"]);
    assert!(begun.code == 0 && begun.err.contains(&format!("the repository got {workflow}")), "{begun:?}");
    let written = place.text(&format!("repository/{workflow}"));
    assert!(written.contains("actions/deploy-pages@") && written.contains("notes"), "{written}");
    let again = place.run("repository", &["init", "notes", "--force"]);
    assert!(again.code == 0 && !again.err.contains(workflow), "{again:?}");

    place.put(&format!("repository/{workflow}"), "name: ours\n");
    let other = place.run("repository", &["init", "more"]);
    assert!(other.code == 0 && other.err.contains("no workflow was made"), "{other:?}");
    assert_eq!(place.text(&format!("repository/{workflow}")), "name: ours\n");
}

#[test]
fn new_files_are_sound_and_in_their_place() {
    let place = Place::new();
    place.run("", &["init", "."]);
    for (arguments, path) in [
        (
            &["briefing", "What \"they\" said: the reply", "--date", "2025-05-01"][..],
            "briefings/2025-05-01-what-they-said-the-reply.md",
        ),
        (&["briefing", "A month", "--date", "2025-06"], "briefings/a-month.md"),
        (&["actor", "Кира Ольм"], "actors/кира-ольм.md"),
        (&["claim", "The bridge is closed on Sundays."], "claims/the-bridge-is-closed-on-sundays.md"),
        (&["event", "Opening of the bridge", "--date", "2025-09-01/2025-09-02"], "events/opening-of-the-bridge.md"),
        (&["source", "- Letters [all]"], "sources/letters-all.md"),
    ] {
        let made = place.run("", &[&["new"], arguments].concat());
        assert_eq!((made.code, made.out), (0, format!("content/{path}\n")), "{}", made.err);
        assert!(place.text(&format!("content/{path}")).contains("\n## "), "its keys are explained");
    }
    let built = place.run("", &["build"]);
    assert_eq!(built.code, 0, "{built:?}");
    assert!(!built.err.contains("error"), "{built:?}");
    assert!(place.text("public/briefings/what-they-said-the-reply/index.html").contains("said: the reply"));
    assert!(place.text("public/sources/letters-all/index.html").contains("- Letters [all]"));
}

#[test]
fn a_new_file_takes_nothing_away() {
    let place = Place::new();
    place.run("", &["init", "."]);
    place.put("content/claims/taken.md", "kept\n");
    let before = place.files("");
    for (arguments, why) in [
        (&["actor", "Ines Varga"][..], "there is an actor `ines-varga` already, at content/actors.yaml:"),
        (&["event", "Bridge inspection"], "there is an event `bridge-inspection` already, at content/briefings/"),
        (&["briefing", "The bridge holds"], "there is a briefing `the-bridge-holds` already"),
        (&["claim", "Taken"], "there is a claim `taken` already, at content/claims/taken.md:1"),
        (&["actor", "…"], "no id can be made of `…`"),
        (&["actor", "Somebody", "--date", "2025"], "a new actor has no date"),
        (&["event", "Something", "--date", "soon"], "the date `soon` is none: "),
        (&["event", "Something", "--root", "elsewhere"], "cannot open `elsewhere`"),
        (&["event", "Something", "--edit"], "no editor is known"),
    ] {
        let refused = place.run("", &[&["new"], arguments].concat());
        assert_eq!((refused.code, &*refused.out), (2, ""), "{arguments:?}: {refused:?}");
        assert!(refused.err.contains(why), "{arguments:?}: {}", refused.err);
    }
    assert_eq!(place.files(""), before);
}

#[test]
fn archetypes_of_the_site_and_editors_are_used() {
    let place = Place::new();
    place.run("", &["init", "."]);
    place.put(
        "archetypes/event.md",
        "---\ntitle: {{ title }}\ndate: {{ date }}\nkind: hearing\n---\nAbout {{ title }}.\n",
    );
    let made =
        place.with("", &["new", "event", "A: b", "--date", "2025", "--edit"], &[("EDITOR", "touch -d 2001-01-01")]);
    assert_eq!(made.code, 0, "{made:?}");
    assert_eq!(
        place.text("content/events/a-b.md"),
        "---\ntitle: \"A: b\"\ndate: 2025\nkind: hearing\n---\nAbout A: b.\n"
    );
    let touched = fs::metadata(place.path("content/events/a-b.md")).and_then(|file| file.modified()).expect("a time");
    assert!(touched.elapsed().expect("past").as_secs() > 1_000_000, "the editor had it");
}

#[test]
fn a_site_begins_with_a_pasted_article() {
    let place = Place::new();
    let text = "\u{feff}The fee rises\r\n\r\nOn 12 March 2025 Mira Adler said: “No vessel will pay.” Adler left.\r\n";
    place.put("paste.txt", text);
    let begun = place.run("", &["init", "notes", "--from", "paste.txt"]);
    assert_eq!(begun.code, 0, "{begun:?}");
    let path = "content/briefings/2025-03-12-the-fee-rises.md";
    assert!(begun.err.contains(path) && begun.err.contains("look over the front matter"), "{begun:?}");
    let made = place.text(&format!("notes/{path}"));
    assert!(made.ends_with(&format!("\n---\n{}", &text["\u{feff}".len()..])), "{made}");
    let built = place.run("notes", &["build", "--strict"]);
    assert_eq!(built.code, 0, "{built:?}");
    assert!(place.path("notes/public/actors/mira-adler/index.html").exists());
    assert!(!place.path("notes/content/briefings/2025-03-20-the-bridge-holds.md").exists(), "no example beside it");
    let settings = place.text("notes/postil.toml");
    assert!(!settings.contains("Lowen"), "{settings}");

    // A claim that is completed is found in the text.
    let completed = made.replace("# claims:", "claims:").replace("#   - text:", "  - text: Nobody pays.");
    let completed = completed.replace("#     by:", "    by: Mira Adler").replace("#     quote", "    quote");
    place.put(&format!("notes/{path}"), &completed);
    assert_eq!(place.run("notes", &["check", "--strict"]).code, 0);
    assert!(place.run("notes", &["build"]).err.contains("1 claim"), "{completed}");

    // The same again is not made again, and declares nobody a second time.
    let again = place.run("", &["init", "notes", "--force", "--from", "paste.txt"]);
    assert!(again.err.contains("nothing is missing") && !again.err.contains("look over"), "{again:?}");
    place.put("again.txt", "Another\n\nMira Adler said so. Adler said: so.\n");
    assert_eq!(place.run("", &["init", "notes", "--force", "--from", "again.txt"]).code, 0);
    assert_eq!(place.run("notes", &["check"]).code, 0);

    // Another joins it; a link of its that leads nowhere is told, not taken away.
    place.put("more.md", "# More\n\nSee [that](that.md).\n");
    let added = place.run("", &["init", "notes", "--force", "--from", "more.md"]);
    assert_eq!(added.code, 0, "{added:?}");
    assert!(added.err.contains("it has 1 error, which `postil check` shows"), "{added:?}");
}

#[test]
fn an_article_that_cannot_be_read_leaves_nothing() {
    let place = Place::new();
    place.put("a.docx", "x");
    place.put("empty.txt", " \n");
    fs::write(place.path("latin.txt"), b"caf\xe9").expect("a file");
    for (file, why) in [
        ("a.docx", "is neither a text nor Markdown"),
        ("empty.txt", "`empty.txt` is empty"),
        ("latin.txt", "`latin.txt` is not in UTF-8; nothing was made\nhelp: save it as UTF-8"),
        ("none.txt", "cannot read `none.txt`: it does not exist"),
    ] {
        let refused = place.run("", &["init", "notes", "--from", file]);
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(refused.err.contains(why), "{}", refused.err);
        assert!(!place.path("notes").exists());
    }
}

#[test]
fn editors_are_pointed_at_schemas_that_are_there() {
    let place = Place::new();
    place.run("", &["init", "."]);
    for (file, mark, folder) in [
        ("content/actors.yaml", "# yaml-language-server: $schema=", "content"),
        ("content/sources.yaml", "# yaml-language-server: $schema=", "content"),
        ("postil.toml", "#:schema ", "."),
    ] {
        let text = place.text(file);
        let schema = text.lines().next().and_then(|line| line.strip_prefix(mark)).expect("a first line for editors");
        let printed = place.run(
            "",
            &["schema", schema.rsplit('/').next().and_then(|name| name.strip_suffix(".json")).expect("a name")],
        );
        assert_eq!(place.text(&format!("{folder}/{schema}")), printed.out, "{file}");
    }
    let written = place.run("", &["schema", "--to", ".postil/schema"]);
    assert_eq!(written.code, 0, "{written:?}");
    assert_eq!(place.files(".postil/schema").len(), 12);
}
