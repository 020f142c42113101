//! What the program says of itself: settings, schemas, completions, manual pages, help.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "this test runs the program on real folders")]

#[path = "support/place.rs"]
mod place;

use place::Place;
use serde_json::Value;

fn site() -> Place {
    let place = Place::new();
    place.put(
        "postil.toml",
        "[site]\ntitle = \"File\"\nlanguage = \"de\"\n\n[build]\npaginate = 7\n\n[extra]\nmap.zoom = 3\n",
    );
    place.put("content/index.md", "Words.\n");
    place
}

#[test]
fn every_setting_is_shown_with_where_it_comes_from() {
    let place = site();
    let variables = [("POSTIL_SITE__TITLE", "Set"), ("POSTIL_EXTRA__MAP__CENTRE", "x"), ("POSTIL_SITE__AUTHOR", "")];
    let shown = place.with("", &["config", "--base-url", "https://example.org/x"], &variables);
    assert_eq!((shown.code, &*shown.err), (0, ""), "{shown:?}");
    let lines: Vec<String> =
        shown.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "[site]",
        "title = \"Set\" # POSTIL_SITE__TITLE",
        "language = \"de\" # postil.toml:3",
        "base_url = \"https://example.org/x/\" # --base-url",
        "# author = # default",
        "autolink = \"first\" # default",
        "paginate = 7 # postil.toml:6",
        "map.zoom = 3 # postil.toml:9",
        "map.centre = \"x\" # POSTIL_EXTRA__MAP__CENTRE",
    ] {
        assert!(lines.iter().any(|it| it == line), "{line}\n{}", shown.out);
    }
    // What is shown is a file of settings that says the same.
    place.put("again/postil.toml", &shown.out);
    let again = place.run("again", &["config"]);
    let values = |text: &str| {
        text.lines().filter_map(|line| line.split("  #").next()).map(|it| it.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(values(&again.out), values(&shown.out));

    let json = place.with("", &["config", "--strict", "--json"], &variables).out;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let row = |key: &str| {
        json["settings"].as_array().into_iter().flatten().find(|row| row["key"] == key).expect("a row").clone()
    };
    assert_eq!(
        row("site.title"),
        serde_json::json!({"key": "site.title", "value": "Set", "origin": "environment", "variable": "POSTIL_SITE__TITLE"})
    );
    assert_eq!(row("site.language")["line"], 3);
    assert_eq!(row("build.strict")["option"], "--strict");
    assert_eq!(row("site.description")["value"], Value::Null);
}

#[test]
fn settings_of_the_environment_count_and_are_checked() {
    let place = site();
    let built = place.with("", &["build"], &[("POSTIL_BUILD__OUTPUT", "out"), ("POSTIL_SITE__TITLE", "Set & so")]);
    assert_eq!(built.code, 0, "{built:?}");
    assert!(place.text("out/index.html").contains("Set &amp; so"));
    let wrong = place.with(
        "",
        &["check", "--message-format", "short"],
        &[("POSTIL_SITE__TITEL", "x"), ("POSTIL_BUILD__PAGINATE", "many")],
    );
    assert_eq!(wrong.code, 1, "{wrong:?}");
    assert!(wrong.out.contains("environment:1:24: error[unknown-value]: `paginate` cannot be `many`"), "{wrong:?}");
    assert!(
        wrong.out.contains("environment:2:1: error[unknown-key]: no setting has the variable `POSTIL_SITE__TITEL`"),
        "{wrong:?}"
    );
    let config = place.with("", &["config"], &[("POSTIL_SITE__TITEL", "x")]);
    assert_eq!(config.code, 1);
    assert!(config.err.contains("help: set `POSTIL_SITE__TITLE`") && config.out.contains("[site]"), "{config:?}");
    let own = place.with("", &["check"], &[("POSTIL_EDITOR", "vi")]);
    assert_eq!(own.code, 0, "what serve reads is no setting: {own:?}");
}

#[test]
fn what_is_mistyped_is_told_with_the_nearest() {
    let place = site();
    for (arguments, near) in [
        (&["renam"][..], "tip: a similar subcommand exists: 'rename'"),
        (&["schema", "claimz"], "tip: a similar value exists: 'claim'"),
        (&["man", "biuld"], "help: `build` is near: postil man build"),
        (&["completions", "bsh"], "tip: a similar value exists: 'bash'"),
        (&["config", "--jsn"], "tip: a similar argument exists: '--json'"),
    ] {
        let run = place.run("", arguments);
        assert_eq!((run.code, &*run.out), (2, ""), "{run:?}");
        assert!(run.err.contains(near), "{}", run.err);
    }
}

#[test]
fn help_manual_and_completions_cover_every_command() {
    let place = site();
    let help = place.run("", &["--help"]).out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> =
        commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect();
    assert!(commands.len() >= 10, "{help}");
    let page = place.run("", &["man"]).out;
    for name in commands {
        let own = place.run("", &[name, "--help"]);
        assert!(
            own.out.contains("Examples:\n  postil") || own.out.contains("Examples:\n  POSTIL"),
            "{name}: {}",
            own.out
        );
        assert!(page.contains(&format!("postil\\-{name}(1)")), "{name}");
        let own = place.run("", &["man", name]);
        assert!(own.code == 0 && own.out.contains(&format!(".TH postil-{name} 1")), "{name}: {}", own.out);
        assert!(place.run("", &["completions", "bash"]).out.contains(&format!("postil__subcmd__{name}")), "{name}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(place.run("", &["completions", shell]).out.contains("rename"), "{shell}");
    }
}
