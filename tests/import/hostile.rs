//! Whatever a file holds, an import ends, and what it writes is sound.

use std::collections::BTreeMap;

use postil::import::{self, Draft, Pair, Request};
use postil::project::Project;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{placed, support, text};

fn site() -> Project {
    support::project([
        ("postil.toml", "[site]\nbase_url = \"https://example.org/\"\n"),
        (
            "content/actors.yaml",
            "- {id: mira-adler, name: Mira Adler, aliases: [Adler]}\n- {id: b, name: Bo Adler, aliases: [Adler]}\n",
        ),
        (
            "content/briefings/fee.md",
            "---\r\ntitle: The fee\r\ndate: 2025-03-12\r\nclaims:\r\n- {id: a, text: A, by: Adler, quote: the fee}\r\nactors: [mira-adler]\r\n---\r\nAdler says that the fee rises. *The* fee\r\nfalls, says Bo.\r\n",
        ),
    ])
}

/// Pieces that mean something in one of the formats, and pieces that mean nothing.
fn pieces() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "by",
        "quote",
        "claim",
        "date",
        "Adler",
        "Mira Adler",
        "the fee",
        "fee",
        "2025-03-12",
        "; ",
        ",",
        "\t",
        "\n",
        "\r\n",
        "\"",
        "'",
        "=1",
        "T1\tClaim 0 5\tAdler",
        "T2\tPerson 0 5\tAdler",
        "R1\tBy Arg1:T1 Arg2:T2",
        "E1\tClaim:T1 Speaker:T2",
        "A1\tStance T1 denies",
        "#1\tAnnotatorNotes T1\tx",
        "*\tEquiv T1 T2",
        "{",
        "}",
        "[",
        "]",
        ":",
        "\"rows\":",
        "\"target\":",
        "\"selector\":",
        "\"exact\":",
        "\"type\":\"TextQuoteSelector\"",
        "\"tags\":[\"by:Adler\"]",
        "\"uri\":\"https://example.org/briefings/fee/\"",
        "\u{202e}",
        "\0",
        "---",
        "[[x]]",
        "](a.md)",
        "\\",
        "𝄞",
        "e\u{301}",
        "العربية",
        "-",
        " ",
        "id",
        "event:x",
        "null",
        "author",
        "..",
        "/",
        "\u{feff}",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

/// A number of each of the formats, as many as there are.
fn drafts(words: &str) -> Vec<(Draft, Vec<postil::diagnostic::Diagnostic>)> {
    let pair = Pair {
        text: text("a.txt", "Adler says that the fee rises.\n\n*Bo* left.\n"),
        annotations: text("a.ann", words),
    };
    let other = Pair {
        text: text("b.txt", words),
        annotations: text("b.ann", "T1\tClaim 0 5\t\nT2\tPerson 2 3;4 5\t\nR1\tBy Arg1:T1 Arg2:T2\n"),
    };
    let row = format!(
        "{{\"rows\":[{{\"uri\":{uri},\"text\":{words},\"tags\":[{words},\"by:Adler\"],\"target\":[{{\"selector\":[{{\"type\":\"TextQuoteSelector\",\"exact\":{words},\"prefix\":{words}}}]}}]}}]}}",
        uri = serde_json::json!("https://example.org/briefings/fee/"),
        words = serde_json::json!(words),
    );
    vec![
        import::brat(&[pair, other], &BTreeMap::new()),
        import::hypothesis(&[text("a.json", words), text("b.json", &row)]),
        import::web_annotation(&[text("a.json", words), text("b.json", &row)]),
        import::tables(&[
            text("a.csv", words),
            text("b.csv", &format!("by,quote,claim,date,briefing\n{words}\nAdler,{words},x,2025,fee\n")),
        ]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_what_is_written_is_sound(parts in prop::collection::vec(pieces(), 0..24)) {
        let words = parts.concat();
        for draft in drafts(&words) {
            for request in [Request::default(), Request { into: Some("fee".to_owned()), by: Some("author".to_owned()), ..Request::default() }] {
                placed(&site(), draft.clone(), &request);
            }
        }
    }
}

/// A collection in our own shape.
fn collection() -> Value {
    json!({
        "type": "AnnotationCollection",
        "first": {"type": "AnnotationPage", "items": [{
            "type": "Annotation",
            "target": {"source": "https://example.org/briefings/fee/", "selector": [
                {"type": "TextQuoteSelector", "exact": "the fee rises", "prefix": "that "},
            ]},
            "statement": {"href": "briefings/fee/#rise", "claim": "rise", "briefing": "fee", "stance": "asserts", "date": "2025-03-12",
                "by": [{"kind": "actor", "id": "mira-adler", "title": "Mira Adler"}], "event": "talks",
                "quote": {"exact": "the fee rises"}},
        }]},
        "claims": [{"id": "rise", "claim": "The fee rises.", "kind": "fact", "status": "refuted", "declared_in": "fee", "changes": [
            {"cause": "declared", "to": "disputed", "date": "2025-03-12", "briefing": "fee"},
            {"cause": "update", "to": "refuted", "date": "2025-03-14", "briefing": "later", "why": "It fell.",
                "source": {"kind": "source", "id": "paper", "title": "The paper"}},
        ]}],
        "events": [{"id": "talks", "title": "Talks", "date": "2025-03-10", "status": "occurred", "kind": "meeting", "cameo": "04",
            "place": {"name": "Lowen", "country": "DE", "lat": 50.1, "lon": 8.2}, "part_of": "round", "follows": ["round"],
            "sources": [{"kind": "source", "id": "paper", "title": "The paper"}],
            "actors": [{"actor": {"kind": "actor", "title": "Bo"}, "role": "host"}]},
            {"id": "round", "title": "Round", "date": "2025-03", "follows": [], "actors": []}],
        "briefings": [
            {"id": "fee", "title": "The fee", "date": "2025-03-12", "language": "en", "tags": ["fees"], "authors": ["B"]},
            {"id": "later", "title": "Later", "date": "2025-03-14", "updated": "2025-03-15", "summary": "S", "tags": []},
        ],
    })
}

/// The ways to all values within a value.
fn ways(value: &Value, way: &str, found: &mut Vec<String>) {
    found.push(way.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, it)| ways(it, &format!("{way}/{key}"), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, it)| ways(it, &format!("{way}/{at}"), found)),
        _ => {}
    }
}

/// Whatever stands in the place of a value of our own collections, in a site that has the briefing and in one that has nothing.
#[test]
fn a_collection_that_somebody_changed_does_no_harm() {
    let empty = support::project([("postil.toml", "")]);
    let whole = collection();
    let (import, problems) =
        placed(&empty, import::web_annotation(&[text("a.json", &whole.to_string())]), &Request::default());
    let paths: Vec<_> = import.changes.iter().map(|it| it.path.as_str()).collect();
    let wanted = [
        "content/actors.yaml",
        "content/briefings/fee.md",
        "content/briefings/later.md",
        "content/events.yaml",
        "content/sources.yaml",
    ];
    assert_eq!((paths.as_slice(), problems.len()), (&wanted[..], 0), "{problems:?}");
    let mut all = Vec::new();
    ways(&whole, "", &mut all);
    let odd =
        [json!(null), json!({}), json!("../../../etc/x"), json!("rise"), json!("---\n- a: [b\n\"': {c\u{202e}\u{0}")];
    for way in &all {
        for odd in &odd {
            let mut changed = whole.clone();
            if let Some(value) = changed.pointer_mut(way) {
                *value = odd.clone();
            }
            let texts = [text("a.json", &changed.to_string())];
            for site in [&empty, &site()] {
                let (import, _) = placed(site, import::web_annotation(&texts), &Request::default());
                for change in &import.changes {
                    assert!(!change.path.as_str().contains(".."), "{way} {odd}: {}", change.path);
                }
            }
        }
    }
}

#[test]
fn a_file_that_was_cut_off_gives_what_can_be_read() {
    let table = "by,quote,claim_text\nMira Adler,the fee rises,It rises.\nBo Adler,falls,\"It falls";
    for end in (0..table.len()).filter(|at| table.is_char_boundary(*at)) {
        placed(&site(), import::tables(&[text("a.csv", &table[..end])]), &Request::default());
    }
    let json = "{\"rows\": [{\"uri\": \"https://example.org/briefings/fee/\", \"text\": \"x\", \"tags\": [\"by:Bo Adler\"], \"target\": [{\"selector\": [{\"type\": \"TextQuoteSelector\", \"exact\": \"the fee\", \"prefix\": \"that \"}]}]}]}";
    for end in 0..json.len() {
        let (import, problems) =
            placed(&site(), import::hypothesis(&[text("a.json", &json[..end])]), &Request::default());
        assert!(
            import.changes.is_empty() && problems.len() == 1 && problems[0].starts_with("error[import-syntax]"),
            "{problems:?}"
        );
    }
    let (import, problems) = placed(&site(), import::hypothesis(&[text("a.json", json)]), &Request::default());
    assert_eq!((import.changes.len(), problems.len()), (1, 0), "{problems:?}");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    placed(&site(), import::web_annotation(&[text("a.json", &deep)]), &Request::default());
}
