//! Whatever a file holds, an import ends, and what it writes is sound.

use std::collections::BTreeMap;

use postil::import::{self, Draft, Pair, Request};
use postil::project::Project;
use proptest::prelude::*;

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
