//! Payloads in every field: in every file of the output they are texts, and in every message too.

use std::collections::{BTreeMap, BTreeSet};

use postil::compile::{analyse, compile};
use postil::diagnostic::{Diagnostic, Severity, render};
use postil::parse::keys::{self, KeySet, Takes};
use postil::source::Sources;
use serde_json::{Value, json};

use crate::fields::Fields;
use crate::outputs::{Reading, harmless};
use crate::support;
use crate::support::dom::Page;

/// What somebody could put into a field, for each of the formats in which it comes out.
const PAYLOADS: [&str; 24] = [
    "\"><script>hacked()</script>",
    "</script><script>hacked()</script>",
    "</title></style></textarea><img src=x onerror=hacked()>",
    "' onmouseover='hacked()' x='",
    "<x-hacked onload=hacked()><svg/onload=hacked()>",
    "javascript:hacked()",
    "&lt;script&gt; &#106;avascript: &amp;amp;",
    "]]><x-hacked/><![CDATA[",
    "--><x-hacked/><!--",
    "{{ 7*7 }}{% include \"x\" %}{# x #}",
    "=HYPERLINK(\"https://evil.example\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(1+1)*cmd",
    "a\nBEGIN:VEVENT\nATTACH:hacked",
    "\\, \\; \\n \\\\ ; , :",
    "}, hacked = {x}} @comment{ \\input{/etc/passwd} % $x$ # ~ ^ _",
    "\" . <https://hacked.example/x> <https://hacked.example/x> \"\"\" ''' \\u0022 \\",
    "a\n::error file=x::hacked%0A::stop",
    "a\u{2028}data: hacked\u{2029}b",
    "__proto__ constructor",
    "../../../etc/passwd con",
    "e\u{301} \u{1f469}\u{200d}\u{1f680} שלום العربية",
    "[x] # > * _b_ `c` ~~d~~ | e |",
];

#[test]
fn a_payload_in_any_field_is_a_text_in_every_file() {
    let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut fields = BTreeSet::new();
    let mut problems = Vec::new();
    for payload in PAYLOADS {
        for second in [false, true] {
            let mut made = Fields::new(payload, second);
            let files = made.site();
            let project = support::project(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
            let compiled = compile(&project);
            messages(&compiled.diagnostics, &project.texts, &mut problems);
            let Some(output) = compiled.output else {
                problems.push(format!("{payload:?}: {}", told(&compiled.diagnostics)));
                continue;
            };
            let mut reading = Reading::new(payload, &made.tags);
            reading.site(&output);
            problems.extend(reading.problems.into_iter().map(|it| format!("{payload:?}: {it}")));
            for (kind, paths) in reading.seen {
                seen.entry(kind).or_default().extend(paths);
            }
            fields.extend(made.tags.into_values().filter(|field| !field.loose).map(|field| field.path));
        }
    }
    let count = problems.len();
    problems.truncate(40);
    assert!(problems.is_empty(), "{count} problems:\n{}", problems.join("\n"));
    let kinds: Vec<_> = seen.iter().map(|(kind, paths)| (*kind, paths.len())).collect();
    assert!(kinds.len() == 10 && kinds.iter().all(|(_, count)| *count > 5), "{kinds:?}");
    let all: BTreeSet<_> = seen.into_values().flatten().collect();
    let unseen: Vec<_> = fields.difference(&all).collect();
    assert!(unseen.is_empty(), "{} fields are nowhere: {unseen:#?}", unseen.len());
}

/// What a field refuses is told, and the message is as harmless as a page.
#[test]
fn a_payload_where_none_can_stand_is_refused_in_every_format() {
    let mut problems = Vec::new();
    let mut cases = 0;
    for set in keys::content() {
        for key in set.keys.iter().filter(|key| is_closed(&key.takes)) {
            for payload in
                PAYLOADS.into_iter().chain(["\u{1b}[2J\u{1b}]0;hacked\u{7}", "a\r\n::error::hacked", "\u{202e}a"])
            {
                let files = hosted(set, key.name, payload);
                let project = support::project(files.iter().map(|(path, text)| (*path, text.as_str())));
                let found = analyse(&project).diagnostics;
                let refused = found.iter().any(|it| it.severity == Severity::Error);
                let is_word = !matches!(key.takes, Takes::Reference(_));
                if is_word && !refused && !takes_payload(&key.takes) {
                    problems.push(format!("{}.{} takes {payload:?}", set.name, key.name));
                }
                for it in found
                    .iter()
                    .filter(|it| it.severity == Severity::Error && (it.help.is_none() || it.labels.is_empty()))
                {
                    problems.push(format!("{}.{}: no help or no place: {it:?}", set.name, key.name));
                }
                messages(&found, &project.texts, &mut problems);
                cases += 1;
            }
        }
    }
    let count = problems.len();
    problems.truncate(40);
    assert!(problems.is_empty(), "{count} problems:\n{}", problems.join("\n"));
    assert!(cases > 1500, "{cases}");
}

/// Characters that steer a terminal or turn the direction of text are refused in every text.
#[test]
fn no_field_takes_characters_that_steer() {
    for bad in ["\u{1b}[2J", "\r", "\0", "\u{9b}31m", "\u{202e}", "\u{2066}", "\u{7f}"] {
        let mut made = Fields::new(bad, true);
        let files = made.site();
        let project = support::project(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let compiled = compile(&project);
        assert!(compiled.output.is_none(), "{bad:?}");
        let told = compiled.diagnostics.iter().filter(|it| it.code.name() == "bad-text").count();
        // A quotation is looked for without them; settings are TOML, which has its own rule.
        assert!(told + 20 > made.tags.len(), "{bad:?}: {told} of {}", made.tags.len());
        let mut problems = Vec::new();
        messages(&compiled.diagnostics, &project.texts, &mut problems);
        assert_eq!(problems, Vec::<String>::new());
    }
}

/// Prose: whatever is done about raw HTML, short of allowing it, nothing in it runs.
#[allow(clippy::too_many_lines, reason = "a table of cases")]
#[test]
fn nothing_in_prose_runs() {
    let spellings = [
        "javascript:hacked()",
        "JaVaScRiPt:hacked()",
        "java\tscript:hacked()",
        "&#106;avascript:hacked()",
        "javascript&colon;hacked()",
        "&#x6A;avascript:hacked()",
        "%6Aavascript:hacked()",
        "data:text/html,<script>hacked()</script>",
        "vbscript:hacked()",
        "\u{1}javascript:hacked()",
        " javascript:hacked()",
        "//evil.example/x",
        "data:image/svg+xml,<svg onload=hacked()>",
    ];
    let mut bodies: Vec<String> = spellings
        .iter()
        .flat_map(|it| {
            [
                format!("[a]({it})"),
                format!("[a](<{it}>)"),
                format!("![a](<{it}>)"),
                format!("<{it}>"),
                format!("[a]\n\n[a]: <{it}>"),
                format!("<a href=\"{it}\">a</a>"),
                format!("<img src=\"{it}\">"),
                format!("<svg><a xlink:href=\"{it}\"><text>a</text></a></svg>"),
                format!("<form action=\"{it}\"><button formaction=\"{it}\">a</button></form>"),
                format!("<math href=\"{it}\">a</math>"),
            ]
        })
        .collect();
    bodies.extend(PAYLOADS.iter().map(|it| (*it).to_owned()));
    bodies.extend(
        [
            "# Title {onclick=hacked() .x #y}",
            "# T {#\"onmouseover=hacked()}",
            "```\" onload=hacked()\nx\n```",
            "```html\n<script>hacked()</script>\n```",
            "<script>hacked()</script>",
            "<script src=https://evil.example/x.js></script>",
            "<style>@import 'https://evil.example/x'</style>",
            "<iframe srcdoc='<script>hacked()</script>'></iframe>",
            "<object data=x></object><embed src=x>",
            "<base href=https://evil.example/>",
            "<meta http-equiv=refresh content='0;url=javascript:hacked()'>",
            "<link rel=stylesheet href=https://evil.example/x.css>",
            "<svg><script>hacked()</script><animate onbegin=hacked() attributeName=x></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=hacked()&gt;\">",
            "<noscript><p title=\"</noscript><img src=x onerror=hacked()>\">",
            "<details open ontoggle=hacked()>x</details>",
            "<div\nonclick=hacked()>x</div>",
            "<template><script>hacked()</script></template>",
            "a[^x]\n\n[^x]: <img src=x onerror=hacked()>",
            "| a |\n|---|\n| <img src=x onerror=hacked()> |",
            "<!-- --!><img src=x onerror=hacked()> -->",
            "<?php hacked() ?>",
            "<![CDATA[<img src=x onerror=hacked()>]]>",
            "<a href=x onclick=hacked()\n\n>b",
            "\\<script>hacked()\\</script>",
            "&lt;script>hacked()&lt;/script>",
            "![\" onerror=hacked() x=\"](https://example.org/a.png \"\\\" onload=hacked()\")",
        ]
        .map(str::to_owned),
    );
    let (mut problems, mut made) = (Vec::new(), 0);
    for raw in ["sanitize", "escape"] {
        for body in &bodies {
            let briefing = format!("---\ntitle: A\ndate: 2025-01-01\n---\n\n{body}\n\nafter\n");
            let settings = format!(
                "[site]\nbase_url = \"https://example.org/sub/\"\n[content]\nraw_html = \"{raw}\"\n[build]\nsocial_cards = \"off\"\n"
            );
            let project = support::project([("postil.toml", settings.as_str()), ("content/briefings/a.md", &briefing)]);
            let compiled = compile(&project);
            messages(&compiled.diagnostics, &project.texts, &mut problems);
            let Some(output) = compiled.output else { continue };
            made += 1;
            let tags = BTreeMap::new();
            let mut reading = Reading::new("", &tags);
            reading.site(&output);
            problems.extend(reading.problems.into_iter().map(|it| format!("{raw} {body:?}: {it}")));
        }
    }
    let count = problems.len();
    problems.truncate(40);
    assert!(problems.is_empty(), "{count} problems:\n{}", problems.join("\n"));
    assert!(made * 3 > bodies.len(), "only {made} of {} could be published", 2 * bodies.len());
}

/// Whether a field takes something other than any text.
fn is_closed(takes: &Takes) -> bool {
    match takes {
        Takes::Text | Takes::Markdown | Takes::Map(_) | Takes::Anything => false,
        Takes::List(of) => is_closed(of),
        Takes::Either(one, other) => is_closed(one) || is_closed(other),
        _ => true,
    }
}

/// Paths of pages may hold much, and a name may be any text.
fn takes_payload(takes: &Takes) -> bool {
    match takes {
        Takes::Path | Takes::Text | Takes::Reference(_) => true,
        Takes::List(of) => takes_payload(of),
        Takes::Either(one, other) => takes_payload(one) || takes_payload(other),
        _ => false,
    }
}

/// A site with one mapping of this set, in which one key has this value.
fn hosted(set: &KeySet, key: &str, value: &str) -> Vec<(&'static str, String)> {
    let mut map: Value = json!({});
    for (name, filler) in [
        ("title", "T"),
        ("name", "N"),
        ("text", "X"),
        ("date", "2025-01-01"),
        ("actor", "A"),
        ("url", "https://example.org/"),
        ("claim", "c"),
        ("status", "refuted"),
        ("why", "W"),
        ("exact", "Words"),
        ("quote", "Words"),
    ] {
        if set.get(name).is_some_and(|key| key.required) || set.name == "claim" && name == "text" {
            map[name] = json!(filler);
        }
    }
    if set.name == "relation" {
        map["type"] = json!("family");
    }
    map[key] = json!(value);
    let briefing = |more: Value| {
        let mut head = json!({"title": "T", "date": "2025-01-01"});
        for (key, value) in more.as_object().expect("a mapping") {
            head[key] = value.clone();
        }
        vec![
            ("content/claims.yaml", "[{id: c, text: C}]".to_owned()),
            ("content/briefings/a.md", format!("---\n{head}\n---\n\nWords.\n")),
        ]
    };
    let actor = |more: Value| briefing(json!({"actors": [more]}));
    match set.name {
        "briefing" => briefing(map),
        "claim" => briefing(json!({"claims": [map]})),
        "quotation" => briefing(json!({"notes": [{"quote": map, "text": "x"}]})),
        "change of status" => briefing(json!({"updates": [map]})),
        "note" => briefing(json!({"notes": [map]})),
        "actor" => actor(map),
        "role" => actor(json!({"name": "N", "roles": [map]})),
        "link" => actor(json!({"name": "N", "links": [map]})),
        "relation" => actor(json!({"name": "N", "relations": [map]})),
        "event" => briefing(json!({"events": [map]})),
        "place" => briefing(json!({"events": [{"title": "T", "date": "2025", "place": map}]})),
        "participant" => briefing(json!({"events": [{"title": "T", "date": "2025", "actors": [map]}]})),
        "source" => briefing(json!({"sources": [map]})),
        "page" => vec![("content/pages/a.md", format!("---\n{map}\n---\n"))],
        "home page" => vec![("content/index.md", format!("---\n{map}\n---\n"))],
        other => panic!("where does a {other} stand?"),
    }
}

fn told(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error).take(4);
    errors.map(|it| format!("{}: {}", it.code, it.message)).collect::<Vec<_>>().join(" | ")
}

/// Messages in every format: no character steers a terminal, one command for GitHub is one line, data is data, HTML is harmless.
fn messages(found: &[Diagnostic], texts: &Sources, problems: &mut Vec<String>) {
    let steers = |text: &str| {
        text.chars()
            .any(|c| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    };
    for text in
        [render::human::render(found, texts, render::human::Style::default()), render::short::render(found, texts)]
    {
        if steers(&text) {
            problems.push(format!("a message steers: {text:?}"));
        }
    }
    let commands = render::github::render(found, texts, "");
    let is_command = |line: &str| ["::error ", "::warning ", "::notice "].iter().any(|it| line.starts_with(it));
    if commands.lines().count() != found.len() || !commands.lines().all(is_command) || commands.contains('\r') {
        problems.push(format!("a command too many: {commands:?}"));
    }
    for data in [render::json::render(found, texts), render::sarif::render(found, texts, "")] {
        let values = serde_json::Deserializer::from_str(&data).into_iter::<Value>();
        problems.extend(values.filter_map(|it| it.err().map(|error| format!("{error} in {data:?}"))));
    }
    harmless("a message", &Page::parse(&render::html::render(found, texts, 2, |_| String::new())), problems);
}
