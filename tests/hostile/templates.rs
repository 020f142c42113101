//! Templates of a site: what is wrong in them is told with its place, and they reach nothing but what they are shown.

use postil::compile::compile;
use postil::diagnostic::{Code, Severity};

use crate::support;

/// The errors of a site with these templates, as code, place and message.
fn told(templates: &[(&str, &str)]) -> Vec<String> {
    let briefing = "---\ntitle: T\ndate: 2025-01-01\ntags: [a]\n---\nWords.\n";
    let names: Vec<String> = templates.iter().map(|(name, _)| format!("templates/{name}")).collect();
    let files = names.iter().map(String::as_str).zip(templates.iter().map(|(_, text)| *text));
    let project = support::project(files.chain([("content/briefings/a.md", briefing), ("secret.txt", "the secret")]));
    let compiled = compile(&project);
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
    assert_eq!(compiled.output.is_none(), !errors.is_empty());
    for it in &errors {
        assert!(matches!(it.code, Code::TemplateError | Code::TemplateSyntax), "{it:?}");
        assert!(it.help.is_some() && !it.labels.is_empty(), "no place or help: {it:?}");
        assert!(it.message.len() < 2_000, "{it:?}");
    }
    errors.iter().map(|it| format!("{} {}", it.code, it.message)).collect()
}

#[test]
fn templates_that_never_end_are_told() {
    let deep = format!("{}x{}", "{% if true %}".repeat(5_000), "{% endif %}".repeat(5_000));
    let brackets = format!("{{{{ {}1{} }}}}", "(".repeat(5_000), ")".repeat(5_000));
    let lists = format!("{{{{ {}1{} }}}}", "[".repeat(5_000), "]".repeat(5_000));
    let minus = format!("{{{{ {}1 }}}}", "-".repeat(5_000));
    let not = format!("{{{{ {}true }}}}", "not ".repeat(5_000));
    let sums = format!("{{{{ 1{} }}}}", " + 1".repeat(5_000));
    let filters = format!("{{{{ page.title{} }}}}", " | upper".repeat(5_000));
    let cases: Vec<(&str, Vec<(&str, &str)>)> = vec![
        ("extends itself", vec![("tag.html", "{% extends \"tag.html\" %}")]),
        ("extends in a ring", vec![("tag.html", "{% extends \"b.html\" %}"), ("b.html", "{% extends \"tag.html\" %}")]),
        ("includes itself", vec![("tag.html", "{% include \"tag.html\" %}")]),
        (
            "includes in a ring",
            vec![("tag.html", "{% include \"b.html\" %}"), ("b.html", "{% include \"tag.html\" %}")],
        ),
        ("a component of itself", vec![("tag.html", "{% component a() %}{{ <a /> }}{% endcomponent a %}{{ <a /> }}")]),
        (
            "components of each other",
            vec![(
                "tag.html",
                "{% component a() %}{{ <b /> }}{% endcomponent a %}{% component b() %}{{ <a /> }}{% endcomponent b %}{{ <a /> }}",
            )],
        ),
        ("an include that is not there", vec![("tag.html", "{% include \"nothing.html\" %}")]),
        ("a parent that is not there", vec![("tag.html", "{% extends \"nothing.html\" %}")]),
        ("a component that is not there", vec![("tag.html", "{{ <nothing /> }}")]),
        ("a filter that is not there", vec![("tag.html", "{{ page.title | nothing }}")]),
        ("a test that is not there", vec![("tag.html", "{% if page is nothing %}{% endif %}")]),
        ("a division by nothing", vec![("tag.html", "{{ 1 / 0 }}")]),
        ("a remainder of nothing", vec![("tag.html", "{{ 1 % 0 }}")]),
        ("a loop over a number", vec![("tag.html", "{% for x in 1 %}{% endfor %}")]),
        ("a block that does not end", vec![("tag.html", "{% block main %}")]),
        ("a slice beyond", vec![("tag.html", "{{ page.title[100] }}")]),
        ("half a text", vec![("tag.html", "{{ \"x }}")]),
        ("no text", vec![("tag.html", "\u{0}{{")]),
    ];
    for (name, templates) in cases {
        assert!(!told(&templates).is_empty(), "{name} is not told");
    }
    let _ = told(&[("tag.html", "{{ 9223372036854775807 * 9223372036854775807 }}")]);
    let _ = told(&[("tag.html", "{% include \"b.html\" %}"), ("b.html", "{% extends \"tag.html\" %}")]);
    // Deep and long ones are templates like others, or told; they end.
    for text in [deep, brackets, lists, minus, not, sums, filters] {
        let _ = told(&[("tag.html", &text)]);
    }
}

/// No function looks at the world, and no name of a template leads out of `templates/`.
#[test]
fn a_template_reaches_nothing_else() {
    for call in [
        "load_data(path=\"secret.txt\")",
        "load_data(url=\"http://evil.example/\")",
        "get_env(name=\"HOME\")",
        "now()",
        "get_random(start=0, end=9)",
        "get_file(path=\"secret.txt\")",
        "read_file(path=\"/etc/passwd\")",
        "resize_image(path=\"a\")",
        "get_url(path=\"a\")",
        "exec(cmd=\"id\")",
        "env(name=\"HOME\")",
    ] {
        let found = told(&[("tag.html", &format!("{{{{ {call} }}}}"))]);
        assert!(found.iter().any(|it| it.contains("unknown function")), "{call}: {found:?}");
    }
    for path in [
        "../secret.txt",
        "../postil.toml",
        "/etc/passwd",
        "../../../../etc/passwd",
        "file:///etc/passwd",
        "http://evil.example/x.html",
        "..\\secret.txt",
        "content/briefings/a.md",
    ] {
        let name = path.replace('\\', "\\\\");
        for word in ["include", "extends"] {
            let found = told(&[("tag.html", &format!("{{% {word} \"{name}\" %}}"))]);
            assert!(!found.is_empty(), "{word} {path}");
        }
    }
    for name in ["__tera_context", "settings", "environment", "self", "super", "config", "process", "globals"] {
        let found = told(&[("tag.html", &format!("{{{{ {name}.HOME }}}}"))]);
        assert!(!found.is_empty(), "{name} is something");
    }
}
