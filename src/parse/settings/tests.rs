//! What the environment sets, and what it cannot.

use super::*;
use crate::project::{Options, Project};
use crate::source::SitePath;

fn file(text: &str) -> SourceText {
    SourceText::new(SitePath::new("postil.toml").expect("a path"), text)
}

fn variables_of(set: &[(&str, &str)]) -> Option<SourceText> {
    let environment = environment(set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let options = Options { environment, ..Options::default() };
    let project = Project::empty(chrono::NaiveDate::default(), options);
    project.texts.iter().next().cloned()
}

fn messages(found: &[Diagnostic]) -> Vec<(&str, &str)> {
    found.iter().map(|it| (it.message.as_str(), it.help.as_deref().unwrap_or_default())).collect()
}

#[test]
fn every_setting_has_a_variable_that_sets_it() {
    let all = variables();
    let sections = Settings::default().sections();
    for (key, _) in &all {
        assert!(sections.pointer(&format!("/{}", key.replace('.', "/"))).is_some(), "`sections` has no {key}");
    }
    assert!(all.contains(&("site.base_url".to_owned(), "POSTIL_SITE__BASE_URL".to_owned())), "{all:?}");
    for (key, variable) in all.iter().filter(|(key, _)| key != "extra") {
        let text = variables_of(&[(variable, "x")]).expect("a text");
        assert_eq!(origins(None, Some(&text)).into_keys().collect::<Vec<_>>(), [key.as_str()]);
    }
}

#[test]
fn the_environment_counts_more_than_the_file() {
    let file = file("[site]\ntitle = \"File\"\nauthor = \"Desk\"\n[extra]\na = 1\nb = 2\n");
    let environment = variables_of(&[
        ("POSTIL_SITE__TITLE", "Set = so"),
        ("POSTIL_BUILD__PAGINATE", "7"),
        ("POSTIL_BUILD__STRICT", "true"),
        ("POSTIL_EXTRA__B", "3"),
        ("POSTIL_EXTRA__C__D", "deep"),
        ("POSTIL_SITE__AUTHOR", " "),
        ("POSTIL_EDITOR", "vi"),
        ("PATH", "/bin"),
    ]);
    let (settings, found) = settings(Some(&file), environment.as_ref());
    assert_eq!(messages(&found), []);
    assert_eq!((settings.title.as_str(), settings.author.as_deref()), ("Set = so", Some("Desk")));
    assert_eq!((settings.paginate, settings.strict), (7, true));
    let extra = serde_json::to_value(&settings.extra).expect("a value");
    assert_eq!(extra, serde_json::json!({"a": 1, "b": 3, "c": {"d": "deep"}}));
    let origins = origins(Some(&file), environment.as_ref());
    assert_eq!(origins["site.author"].file, file.id());
    assert_ne!(origins["site.title"].file, file.id());
}

#[test]
fn what_is_wrong_is_said_as_of_the_file() {
    let file = file("[content]\nautolink = \"frist\"\n");
    let environment = variables_of(&[
        ("POSTIL_SITE__TITEL", "x"),
        ("POSTIL_SITE", "x"),
        ("POSTIL_EXTRA", "x"),
        ("POSTIL_QQQQQQQ", "x"),
        ("POSTIL_CONTENT__AUTOLINK", "al"),
        ("POSTIL_BUILD__STRICT", "yes"),
    ]);
    let (_, found) = settings(Some(&file), environment.as_ref());
    let found: Vec<_> = messages(&found).into_iter().map(|(message, help)| format!("{message}; {help}")).collect();
    for expected in [
        "no setting has the variable `POSTIL_SITE__TITEL`; set `POSTIL_SITE__TITLE`",
        "no setting has the variable `POSTIL_SITE`; set a key of this section, such as `POSTIL_SITE__TITLE`",
        "no setting has the variable `POSTIL_EXTRA`; set a key of your own below it, such as `POSTIL_EXTRA__CONTACT`",
        "no setting has the variable `POSTIL_QQQQQQQ`; unset it; `postil config` shows every setting",
        "`autolink` cannot be `al`; write `all`",
        "`autolink` cannot be `frist`; write `first`",
        "`yes` is neither `true` nor `false`; write `true`",
    ] {
        assert!(found.iter().any(|it| it == expected), "{expected}\n{found:#?}");
    }
    assert_eq!(found.len(), 7, "{found:#?}");
}
