//! Files as people have them, imported by the program.

use crate::folder::{Place, Run};

const FEE: &str = "---\ntitle: The fee\ndate: 2025-03-12\nactors: [Tomas Reyl]\nclaims:\n  # a comment\n  - id: no-new-fee\n    text: The harbour will not raise its fee.\n    by: Mira Adler   # she\n    quote: {exact: no vessel, prefix: \"council that \"}\n# the end\nextra: {a: 1}\n---\n\nMira Adler told the council that no vessel will pay more. Tomas Reyl said that no vessel will pay. The **boats** pay \"a tenth\" more.\n";

fn site() -> Place {
    let place = Place::new();
    place.put("site/postil.toml", "[site]\nbase_url = \"https://notes.example/x/\"\n");
    place.put("site/content/briefings/fee.md", FEE);
    place
}

fn import(place: &Place, arguments: &[&str]) -> Run {
    place.with("site", &[&["import"], arguments].concat(), &[("SOURCE_DATE_EPOCH", "1768435200")])
}

fn check(place: &Place) {
    let check = place.run("site", &["check"]);
    assert_eq!(check.code, 0, "{check:?}");
}

const HYPOTHESIS: &str = r#"{"total": 7, "rows": [
 {"id": "1", "updated": "2025-04-02T10:00:00.123456+00:00", "user": "acct:x@hypothes.is", "uri": "https://notes.example/x/briefings/fee/#a",
  "text": "He says it **again**.\n\nTwice.", "tags": ["by:Tomas Reyl", "kind:prediction", "fees", "denies"],
  "target": [{"selector": [{"type": "RangeSelector"}, {"type": "TextQuoteSelector", "exact": "no vessel will pay", "prefix": "Tomas Reyl said that ", "suffix": ". The boats pay "}]}]},
 {"id": "2", "uri": "http://notes.example/x/briefings/fee/index.html", "text": "Which boats?", "tags": ["boats"], "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "The boats pay “a tenth” more"}]}]},
 {"id": "3", "uri": "https://notes.example/x/briefings/fee.html", "text": "Gone", "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "The boats paid a tenth more"}]}]},
 {"id": "4", "uri": "https://paper.example/a?b", "updated": "2025-05-01T00:00:00Z", "text": "", "tags": ["by:Ana Brun"], "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "the [toll] rises *now*"}]}], "document": {"title": ["A paper: on tolls"]}},
 {"id": "5", "uri": "https://paper.example/a?b", "text": "", "tags": [], "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "a highlight"}]}]},
 {"id": "6", "uri": "https://paper.example/a?b", "text": "of the page", "target": [{"source": "x"}]},
 {"id": "7", "uri": "https://paper.example/a?b", "references": ["1"], "text": "a reply", "target": [{"source": "x"}]}
]}
"#;

#[test]
fn annotations_of_hypothesis_become_claims_and_notes() {
    let place = site();
    place.put("hypothesis.json", HYPOTHESIS);
    let before = place.files("");
    let shown = import(&place, &["hypothesis", "../hypothesis.json", "--dry-run"]);
    assert_eq!((shown.code, place.files("")), (1, before), "{shown:?}");
    assert!(shown.out.contains("+   - id: no-vessel-will-pay\n"), "{shown:?}");
    let run = import(&place, &["hypothesis", "../hypothesis.json", "--message-format", "short"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(
        run.out,
        "content/briefings/2025-05-01-a-paper-on-tolls.md (new): 1 source, 1 statement\ncontent/briefings/fee.md (more): 1 statement, 1 note\n"
    );
    for line in [
        "hypothesis.json:5:105: warning[import-unknown]: the tag `boats` of a note is left out",
        "hypothesis.json:6:147: error[quote-drifted]: `The boats paid a tenth more` nearly stands in the text",
        "hypothesis.json:8:2: error[import-unplaced]: nobody is known who says `a highlight`",
        "hypothesis.json:9:2: error[import-unplaced]: `of the page` is about a page as a whole, not about a passage",
        "hypothesis.json:10:2: error[import-unplaced]: `a reply` is a reply to another annotation",
        "4 entries imported into 2 files; 4 problems shown above",
    ] {
        assert!(run.err.lines().any(|it| it == line), "{line}\n{}", run.err);
    }
    let more = "  - id: no-vessel-will-pay\n    kind: prediction\n    by: Tomas Reyl\n    stance: denies\n    quote: {exact: no vessel will pay, suffix: \".\"}\n    note: |-\n      He says it **again**.\n\n      Twice.\n    extra: {tags: [fees]}\n# the end\n";
    let expected = FEE.replace("# the end\n", more).replace(
        "extra: {a: 1}\n",
        "extra: {a: 1}\nnotes:\n  - quote: \"The boats pay “a tenth” more\"\n    text: \"Which boats?\"\n",
    );
    assert_eq!(place.text("site/content/briefings/fee.md"), expected);
    assert_eq!(
        place.text("site/content/briefings/2025-05-01-a-paper-on-tolls.md"),
        "---\ntitle: \"A paper: on tolls\"\ndate: 2025-05-01\nsources:\n  - id: a-paper-on-tolls\n    title: \"A paper: on tolls\"\n    type: webpage\n    accessed: 2025-05-01\n    url: \"https://paper.example/a?b\"\nclaims:\n  - id: the-toll-rises-now\n    by: Ana Brun\n    quote: \"the [toll] rises *now*\"\n---\n\n> the \\[toll\\] rises \\*now\\*\n"
    );
    check(&place);
    let before = place.files("");
    let again = import(&place, &["hypothesis", "../hypothesis.json"]);
    assert_eq!((again.code, &*again.out, place.files("")), (1, "", before), "{again:?}");
    assert!(again.err.contains("0 entries imported into 0 files; 4 are there already"), "{again:?}");
    // In another briefing the page is the source of what it says.
    place.edit("site/content/briefings/fee.md", "a tenth\" more.", "a tenth\" more, and the [toll] rises *now*.");
    let into = import(&place, &["hypothesis", "../hypothesis.json", "--into", "fee"]);
    assert_eq!(into.code, 1, "{into:?}");
    assert!(
        place
            .text("site/content/briefings/fee.md")
            .contains("quote: \"the [toll] rises now\"\n    source: a-paper-on-tolls\n")
            || into.err.contains("`the [toll] rises *now*` nearly stands in the text"),
        "{into:?}"
    );
}

const TALKS: &str = "The fee rises\nLowen, 12 March 2025 - Mira Adler told the council that no vessel will pay more. Tomas Reyl denied it: *small* boats pay a tenth more. She left.\n\nThe council met on 10 March 2025 in Lowen. Adler spoke.\n";

/// A line of annotations of these words, one after the other in the text.
fn passage(id: &str, kind: &str, words: &[&str]) -> String {
    let (mut places, mut from) = (Vec::new(), 0);
    for word in words {
        let at = from + TALKS[from..].find(word).expect("words of the text");
        let start = TALKS[..at].chars().count();
        places.push(format!("{start} {}", start + word.chars().count()));
        from = at + word.len();
    }
    format!("{id}\t{kind} {}\t{}\n", places.join(";"), words.join(" "))
}

fn annotations() -> String {
    let passages: [(&str, &str, &[&str]); 9] = [
        ("T1", "Person", &["Mira Adler"]),
        ("T2", "Person", &["Tomas Reyl"]),
        ("T3", "Claim", &["no vessel will pay more"]),
        ("T4", "Premise", &["boats pay", "more"]),
        ("T5", "ORG", &["The council"]),
        ("T6", "Meeting", &["met"]),
        ("T7", "Date", &["10 March 2025"]),
        ("T8", "Loc", &["Lowen"]),
        ("T9", "Person", &["She"]),
    ];
    let passages: String = passages.iter().map(|(id, kind, words)| passage(id, kind, words)).collect();
    let last = TALKS[..TALKS.find("Adler spoke").expect("words of the text")].chars().count();
    passages
        + &format!("T10\tPerson {last} {}\tAdler\n", last + 5)
        + "*\tEquiv T1 T9 T10\nR1\tBy Arg1:T3 Arg2:T1\nR2\tBy Arg1:T4 Arg2:T2\nR3\tattacks Arg1:T4 Arg2:T3\nR4\tdenies Arg1:T2 Arg2:T3\nE1\tMeeting:T6 Participant:T5 Date:T7 Place:T8\nA1\tKind T3 Commitment\nN1\tReference T1 Wikidata:Q42\tMira\n#1\tAnnotatorNotes T3\tSaid twice.\nR5\tat Arg1:T3 Arg2:E1\n"
}

#[test]
fn an_annotated_text_of_brat_becomes_a_briefing() {
    let place = site();
    place.put("corpus/a/talks.txt", TALKS);
    place.put("corpus/a/talks.ann", &annotations());
    let unknown = import(&place, &["brat", "../corpus/a/talks.ann", "--dry-run", "--message-format", "short"]);
    assert_eq!(unknown.code, 1, "{unknown:?}");
    assert!(unknown.err.contains("nobody knows what the type `Meeting` means: this is left out"), "{unknown:?}");
    let run = import(&place, &["brat", "../corpus", "--as", "Meeting=event"]);
    assert_eq!(
        (run.code, &*run.out),
        (0, "content/briefings/2025-03-12-the-fee-rises.md (new): 3 actors, 1 event, 3 statements\n"),
        "{run:?}"
    );
    let made = place.text("site/content/briefings/2025-03-12-the-fee-rises.md");
    let body = TALKS.replace('*', "\\*");
    let expected = format!(
        "---\ntitle: The fee rises\ndate: 2025-03-12\nactors:\n  - name: Mira Adler\n    type: person\n    aliases: [Adler]\n    wikidata: Q42\n  - Tomas Reyl\n  - name: The council\n    type: organization\nevents:\n  - id: met\n    title: met\n    date: 2025-03-10\n    place: Lowen\n    actors: [The council]\nclaims:\n  - id: no-vessel-will-pay-more\n    kind: commitment\n    by: Mira Adler\n    quote: no vessel will pay more\n    event: met\n    note: Said twice.\n  - claim: no-vessel-will-pay-more\n    by: Tomas Reyl\n    stance: denies\n    quote: no vessel will pay more\n  - id: boats-pay-more\n    by: Tomas Reyl\n    quote: \"boats pay […] more\"\n    disputes: no-vessel-will-pay-more\n---\n\n{body}"
    );
    // Mira Adler and Tomas Reyl are named in the site already, and declared nowhere.
    assert_eq!(
        made.replace(
            "  - Mira Adler\n",
            "  - name: Mira Adler\n    type: person\n    aliases: [Adler]\n    wikidata: Q42\n"
        ),
        expected
    );
    check(&place);
    let before = place.files("");
    let again = import(&place, &["brat", "../corpus/a/talks.txt", "../corpus/a/talks.ann", "--as", "Meeting=event"]);
    assert_eq!((again.code, place.files("")), (0, before), "{again:?}");
}

#[test]
fn what_cannot_be_read_of_annotations_is_told_line_by_line() {
    let place = site();
    place.put("t.txt", TALKS);
    place.put(
        "t.ann",
        "T1\tClaim 5000 5001\tx\nT2\tClaim 0 3\tFoo\ngarbage\nR9\tBy Arg1:T77 Arg2:T1\nT3\tFrame 0 3\tThe\nT4\tFrame 4 7\tfee\nT5\tClaim 4 7\tfee\nA1\tStance T5 perhaps\nA2\tFoo T5\nT6\tEvent 4 7\tfee\n",
    );
    let run = import(&place, &["brat", "../t.ann", "--message-format", "short"]);
    assert_eq!(run.code, 1, "{run:?}");
    for line in [
        "t.ann:1:1: error[import-unplaced]: `T1` points beyond the end of the text",
        "t.ann:2:1: error[import-unplaced]: where `T2` points stands `The`, not `Foo`",
        "t.ann:3:1: error[import-syntax]: this line of the annotations cannot be read",
        "t.ann:4:1: error[import-unplaced]: there is no annotation `T77`",
        "t.ann:5:1: error[import-unplaced]: nobody knows what the type `Frame` means: this and 1 more are left out",
        "t.ann:7:1: error[import-unplaced]: nobody is known who says `fee`",
        "t.ann:8:1: error[unknown-value]: `stance` cannot be `perhaps`",
        "t.ann:9:1: error[import-unplaced]: nobody knows what the attribute `Foo` means: this is left out",
        "t.ann:10:1: error[import-unplaced]: the event `fee` has no date",
    ] {
        assert!(run.err.lines().any(|it| it == line), "{line}\n{}", run.err);
    }
    check(&place);
}

#[test]
fn tables_of_spreadsheets_are_read_whatever_separates_their_fields() {
    let rows = [
        ["Speaker", "Quotation", "Claim", "Stance", "When", "Link", "Mood"],
        [
            "Mira Adler; Tomas Reyl",
            "no vessel will pay more",
            "Nobody pays, “ever”; not even boats.",
            "Asserts",
            "11.03.2025",
            "https://paper.example/x",
            "glad",
        ],
        ["Ana Brun", "", "'=1+1 is two", "no comment", "", "", ""],
    ];
    let quoted = |separator: &str| -> String {
        let row = |row: &[&str; 7]| row.map(|it| format!("\"{it}\"")).join(separator) + "\r\n";
        rows.iter().map(row).collect()
    };
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(quoted("\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let tables: [(&str, Vec<u8>); 4] = [
        ("comma", quoted(",").into_bytes()),
        ("semicolon", format!("\u{feff}{}", quoted(";")).into_bytes()),
        ("tab", quoted("\t").into_bytes()),
        ("utf16", utf16),
    ];
    let mut made = Vec::new();
    for (name, bytes) in tables {
        let place = site();
        place.put("table.csv", "");
        std::fs::write(place.path("table.csv"), bytes).expect("written");
        let run = import(&place, &["csv", "../table.csv", "--into", "fee", "--message-format", "short"]);
        assert_eq!(run.code, 0, "{name}: {run:?}");
        let warned = "table.csv:1:54: warning[import-unknown]: the column `Mood` is not understood, and is left out";
        assert!(run.err.contains(warned), "{name}: {run:?}");
        check(&place);
        made.push((place.text("site/content/briefings/fee.md"), place.text("site/content/sources.yaml")));
    }
    assert!(made.iter().all(|it| *it == made[0]), "{made:#?}");
    let expected = "  - id: nobody-pays-ever-not-even-boats\n    text: \"Nobody pays, “ever”; not even boats.\"\n    by: [Mira Adler, Tomas Reyl]\n    quote: no vessel will pay more\n    date: 2025-03-11\n    source: https-paper-example-x\n  - id: 1-1-is-two\n    text: \"=1+1 is two\"\n    by: Ana Brun\n    stance: no-comment\n# the end\n";
    assert!(made[0].0.contains(expected), "{}", made[0].0);
    assert!(made[0].1.contains("url: \"https://paper.example/x\"\n"), "{}", made[0].1);
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_written() {
    let place = site();
    place.put("a.csv", "x,y\n1,2\n");
    place.put("b.csv", "by,quote\nMira Adler,no vessel will pay more\n");
    std::fs::write(place.path("latin.csv"), b"by,quote\nJos\xe9,x\n").expect("written");
    place.put("c.json", "{\"rows\": [");
    let before = place.files("");
    for (arguments, code, why) in [
        (&["csv", "../none.csv", "../no.csv"][..], 2, "there is no file `../none.csv`, `../no.csv`"),
        (&["csv", "../a.csv"], 1, "no column of this table has a name that is understood"),
        (&["csv", "../latin.csv"], 1, "this is not in UTF-8: line 2 has bytes that are no character"),
        (&["csv", "../b.csv", "--into", "fees"], 1, "there is no briefing `fees` to import into"),
        (&["csv", "../b.csv", "--as", "x"], 2, "write `--as NAME=MEANING`"),
        (&["csv", "../b.csv", "--folder", "../../x"], 2, "is no folder for briefings"),
        (&["csv", "../b.csv", "--date", "soon"], 2, "the date `soon` is none"),
        (&["hypothesis", "../c.json"], 1, "this is no JSON"),
        (&["brat", "../a.csv"], 2, "is neither a text (.txt) nor its annotations (.ann)"),
        (&["brat", "../site"], 2, "there is no `.ann` file in what was given"),
    ] {
        let run = import(&place, arguments);
        assert_eq!((run.code, &*run.out), (code, ""), "{arguments:?}: {run:?}");
        assert!(run.err.contains(why), "{arguments:?}: {}", run.err);
        assert_eq!(place.files(""), before, "{arguments:?}");
    }
    // Of a site with errors it is not known what it has.
    place.put("site/content/pages/a.md", "---\ntitle: [\n---\n");
    let run = import(&place, &["csv", "../b.csv"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("nothing was imported"), "{run:?}");
}

#[test]
fn ids_names_and_files_that_are_taken_stay_what_they_are() {
    let place = site();
    place.put(
        "site/content/actors.yaml",
        "- {id: a, name: Ann Lee, aliases: [Lee]}\n- {id: b, name: Bruce Lee, aliases: [Lee]}\n",
    );
    place
        .put("site/content/briefings/2025/table.md", "---\ntitle: Table\ndate: 2025\n---\n[a](actor:a) [b](actor:b)\n");
    place.put(
        "table.csv",
        "claim,claim_text,by,quote,briefing_title\nno-new-fee,Another claim.,Lee,one,T\nno-new-fee,The harbour will not raise its fee.,MIRA ADLER,two,T\nbad id,Third.,b,three,T\n",
    );
    let run = import(&place, &["csv", "../table.csv", "--message-format", "short"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("error[ambiguous-name]: `Lee` is what 2 actors are called"), "{run:?}");
    let run = import(&place, &["csv", "../table.csv", "--as", "Lee=a"]);
    let made = place.text("site/content/briefings/t.md");
    assert!(made.contains("  - claim: no-new-fee\n    by: mira-adler\n"), "{made}");
    assert!(made.contains("  - id: third\n    text: Third.\n    by: b\n"), "{made}");
    // The passage of the first is not in the briefing that the first import made.
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("`one` does not stand in the text"), "{run:?}");
    let other = site();
    other.put("table.csv", "claim,claim_text,by,quote,briefing_title\nno-new-fee,Another claim.,Lee,one,T\n");
    let run = import(&other, &["csv", "../table.csv"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("there is another claim `no-new-fee`: this one gets the id `no-new-fee-2`"), "{run:?}");
    check(&other);
}

#[test]
fn what_would_be_an_error_of_the_site_is_left_out() {
    let place = site();
    place.put(
        "table.csv",
        "by,quote,note\nMira Adler,no vessel will pay more,See [it](missing.md).\nTomas Reyl,The boats pay,Fine.\n",
    );
    let run = import(&place, &["csv", "../table.csv", "--into", "fee", "--message-format", "short"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("table.csv:2:1: error[broken-link]: the file `missing.md` does not exist"), "{run:?}");
    assert!(run.err.contains("1 entry imported into 1 file; 1 problem shown above"), "{run:?}");
    check(&place);
}

#[test]
fn lists_and_keys_that_end_the_front_matter_are_gone_on_with() {
    for line in ["\n", "\r\n"] {
        let place = site();
        let head = "---\ntitle: T\ndate: 2025-01-01\nclaims:\n- id: a\n  text: A.\n  by: Ann Ott\n  note: >-\n    Folded\n    lines.\n\n";
        let body = "---\nAnn Ott met Bo Ulm on 2 January 2025.\n";
        let whole = format!("{head}{body}").replace('\n', line);
        place.put("site/content/briefings/t.md", &whole);
        place.put("t.txt", "Ann Ott met Bo Ulm on 2 January 2025.\n");
        place.put("t.ann", "T1\tClaim 8 11\tmet\nT2\tPerson 12 18\tBo Ulm\nT3\tEvent 8 11\tmet\nT4\tDate 22 36\t2 January 2025\nR1\tBy Arg1:T1 Arg2:T2\nR2\tDate Arg1:T3 Arg2:T4\nR3\tHost Arg1:T3 Arg2:T2\nT5\tNote 0 7\tAnn Ott\n#1\tAnnotatorNotes T5\tWho?\n");
        let run = import(&place, &["brat", "../t.ann"]);
        assert_eq!((run.code, run.out.lines().count()), (0, 1), "{run:?}");
        let made = place.text("site/content/briefings/t.md");
        let more = "- id: met\n  by: Bo Ulm\n  quote: met\nactors:\n  - name: Bo Ulm\n    type: person\nevents:\n  - id: met\n    title: met\n    date: 2025-01-02\n    actors: [{actor: Bo Ulm, role: host}]\nnotes:\n  - quote: Ann Ott\n    text: \"Who?\"\n";
        // The empty line before the end stays before what is new.
        let expected = format!("{}\n{more}{body}", head.trim_end()).replace("quote: met\n", "quote: met\n\n");
        assert_eq!(made, expected.replace('\n', line));
        check(&place);
    }
}
